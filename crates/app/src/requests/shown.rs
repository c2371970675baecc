//! What the page of one request holds.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::calendar::Calendar;
use domain::company::ServiceTexts;
use domain::content::ContentRef;
use domain::history::Recorded;
use domain::ids::*;
use domain::ledger::BudgetMode;
use domain::money::{Currency, Minor};
use domain::promise::Promise;
use domain::request::*;
use domain::time::Instant;
use store::repo::{content::File, opening::Opened, request::Listed, unit::UnitView};

/// What a viewer may see of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    /// All of it.
    Whole,
    /// What both sides had to do with each other, to resolve their dispute.
    Dispute,
    /// The agreed brief and their own offers.
    Brief,
}

/// The payer's budget as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetNow {
    /// How strictly it is kept.
    pub mode: BudgetMode,
    /// Still free; `None` while none was issued.
    pub free: Option<Minor>,
}

/// The page of one request.
#[derive(Debug, Clone)]
pub struct RequestPage {
    /// The request.
    pub request: Request,
    /// What the viewer may see.
    pub sight: Sight,
    /// Its history; of a bidder, what was said with their unit.
    pub events: Vec<Recorded<Event>>,
    /// Auditors who opened it for an hour.
    pub openings: Vec<Opened>,
    /// Words by content id; erased ones are empty.
    pub texts: HashMap<ContentId, String>,
    /// Files by content id.
    pub files: HashMap<ContentId, File>,
    /// Names of everybody who appears.
    pub names: HashMap<PersonId, String>,
    /// Units by id.
    pub units: HashMap<UnitId, UnitView>,
    /// Words of its service.
    pub service: Option<ServiceTexts>,
    /// First-answer clocks.
    pub clocks: Vec<(AnswerClock, ClockStory)>,
    /// The promise versions that the clocks run by.
    pub promises: HashMap<PromiseId, Arc<Promise>>,
    /// The calendar versions that the clocks run on.
    pub calendars: HashMap<CalendarId, Arc<Calendar>>,
    /// The next time-out of the present waiting: when, and what happens then.
    pub timeout: Option<(Instant, timeouts::Action)>,
    /// Who waited for whom.
    pub waiting: Waiting,
    /// The request it serves, when the viewer may read it: number and title.
    pub parent: Option<Listed>,
    /// Sub-requests.
    pub children: Vec<Listed>,
    /// The payer's budget, for those who choose or lead.
    pub budget: Option<BudgetNow>,
    /// Colleagues to whom the request can be given.
    pub colleagues: Vec<(PersonId, String)>,
    /// The sides the viewer is on.
    pub sides: BTreeSet<Side>,
    /// The customer's move is the viewer's: as whom they entrusted, or because they may not decide themselves.
    pub in_place_of_customer: bool,
    /// The unit for which the viewer may offer, when invited.
    pub bidder: Option<UnitId>,
    /// All invited units for which the viewer may bid.
    pub bids_for: BTreeSet<UnitId>,
    /// The commands that the viewer can give now.
    pub available: BTreeSet<CommandKind>,
    /// The company's currency.
    pub currency: Currency,
    /// The present moment.
    pub now: Instant,
}

impl RequestPage {
    /// On the customer's side: acting for them, or taking part beside them.
    pub fn speaks_for_customer(&self) -> bool {
        [Side::Customer, Side::Own, Side::Participant].iter().any(|side| self.sides.contains(side))
    }

    /// The words behind a reference; empty when erased.
    pub fn text(&self, reference: &ContentRef) -> &str {
        self.texts.get(&reference.id).map_or("", String::as_str)
    }

    /// The name of a person; empty when erased.
    pub fn name(&self, person: PersonId) -> &str {
        self.names.get(&person).map_or("", String::as_str)
    }
}
