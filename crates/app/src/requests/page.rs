//! Everything that the page of one request shows, in one snapshot.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use domain::calendar::Calendar;
use domain::company::ServiceTexts;
use domain::history::Recorded;
use domain::ids::*;
use domain::ledger::BudgetMode;
use domain::money::{Currency, Minor};
use domain::permission::{Action, RequestFacts, Resource, bids_for, can};
use domain::promise::Promise;
use domain::request::*;
use domain::time::Instant;
use store::Tx;
use store::repo::{self, content::File, request::Listed, unit::UnitView};

use super::bidder;
use super::clocks::{answer_clocks, timer};
use super::conceal;
use super::record::{Loaded, load};
use super::resolver;
use super::standing::{Standing, in_place_of_customer, readable};
use crate::Cx;
use crate::company;
use crate::error::{Answer, AppError};
use crate::ledger::{self, Books};

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
    pub fn text(&self, reference: &domain::content::ContentRef) -> &str {
        self.texts.get(&reference.id).map_or("", String::as_str)
    }

    /// The name of a person; empty when erased.
    pub fn name(&self, person: PersonId) -> &str {
        self.names.get(&person).map_or("", String::as_str)
    }
}

/// Loads the page by the request's number.
///
/// # Errors
/// [`AppError::Missing`] when there is none or the viewer may not read it.
pub fn page(tx: &mut dyn Tx, cx: &Cx, number: i64) -> Answer<RequestPage> {
    let (loaded, standing) = readable(tx, &cx.viewer, number)?;
    page_of(tx, cx, loaded, standing)
}

/// Loads the page of a request that was found.
pub(super) fn page_of(tx: &mut dyn Tx, cx: &Cx, loaded: Loaded, standing: Standing) -> Answer<RequestPage> {
    let Standing { facts, sides, bidder } = standing;
    let resource = Resource::Request(&facts);
    let sight = if can(&cx.viewer, Action::ReadRequest, resource) {
        Sight::Whole
    } else if can(&cx.viewer, Action::ReadDispute, resource) {
        Sight::Dispute
    } else if can(&cx.viewer, Action::ReadBrief, resource) {
        Sight::Brief
    } else {
        return Err(AppError::Missing("request"));
    };
    let request = loaded.request;
    let id = request.id;
    let stream = StreamId::from(id);
    let company = company::company(tx)?;
    let waited = loaded.events.iter().map(|event| (&event.event, event.envelope.occurred_at));
    let waiting = waiting(waited, cx.now)
        .map_err(|problem| store::StoreError::inconsistent("event", "data", id, problem))?;
    let whole = sight == Sight::Whole;
    let bids = sight == Sight::Brief;
    let service = match request.service {
        Some(service) => {
            let version = company::service_version(tx, service.version)?;
            Some(company::service_texts(tx, &version)?)
        }
        None => None,
    };
    let chooses = sides.contains(&Side::Customer)
        || can(&cx.viewer, Action::ReadAccount, Resource::Unit(request.payer_unit));
    let budget = if chooses && whole {
        let mode = company::unit(tx, request.payer_unit)?.budget_mode;
        let books = Books::load(tx)?;
        let row = ledger::current(tx, &books, request.payer_unit, cx.now)?;
        let free = if row.issued > 0 { Some(row.free()?) } else { None };
        Some(BudgetNow { mode, free })
    } else {
        None
    };
    let children = if whole { repo::request::children(tx, cx.viewer.person(), id)? } else { Vec::new() };
    let parent = match request.parent {
        Some(parent) if whole => {
            let facts = RequestFacts::from(&load(tx, parent.request)?.request);
            if can(&cx.viewer, Action::ReadRequest, Resource::Request(&facts)) {
                repo::request::one(tx, parent.request)?
            } else {
                None
            }
        }
        _ => None,
    };
    let colleagues = if sides.contains(&Side::Provider) {
        repo::person::of_unit(tx, request.unit)?
            .into_iter()
            .filter(|colleague| !colleague.roles.is_empty())
            .map(|colleague| (colleague.id, colleague.name))
            .collect()
    } else {
        Vec::new()
    };
    let (mut promises, mut calendars) = (HashMap::new(), HashMap::new());
    for clock in request.clocks.iter().filter(|_| whole) {
        promises.insert(clock.promise, company::promise(tx, clock.promise)?);
        for id in std::iter::once(clock.calendar).chain(clock.applied.iter().map(|(_, id)| *id)) {
            calendars.insert(id, company::calendar(tx, id)?);
        }
    }
    let timeout = if !bids { timer(tx, &request)? } else { None };
    let person = cx.viewer.person();
    let mut available = available(&request, &sides);
    if person != Some(request.customer) {
        available.retain(|command| !command.is_the_customers_own());
    }
    let acts = sides.contains(&Side::Customer) && person != Some(request.customer);
    let in_place_of_customer =
        acts && in_place_of_customer(tx, &request)?.iter().any(|known| Some(*known) == person);
    let mut page = RequestPage {
        in_place_of_customer,
        timeout: timeout.zip(request.next_timeout()).map(|((at, _), (_, step))| (at, step.action)),
        promises,
        calendars,
        clocks: if whole { answer_clocks(tx, &request, cx.now)? } else { Vec::new() },
        available,
        texts: repo::content::of_stream(tx, stream)?,
        files: if !bids { repo::content::files_of_stream(tx, stream)? } else { HashMap::new() },
        names: repo::request::names(tx, id)?,
        units: repo::unit::list(tx, None, 5_000)?.into_iter().map(|unit| (unit.id, unit)).collect(),
        events: loaded.events,
        currency: company.currency,
        now: cx.now,
        request,
        sight,
        service,
        waiting,
        parent,
        children: children
            .into_iter()
            .map(|(child, facts)| conceal::child(child, &facts, &cx.viewer))
            .collect(),
        budget,
        colleagues,
        sides,
        bidder,
        bids_for: if bidder.is_some() { bids_for(&cx.viewer, &facts) } else { BTreeSet::new() },
    };
    match sight {
        Sight::Whole => {
            conceal::conversation(&mut page, &cx.viewer);
            conceal::units(&mut page, &cx.viewer);
            Ok(page)
        }
        Sight::Dispute => Ok(resolver::page_for(&page)),
        Sight::Brief => Ok(bidder::page_for(&page, &cx.viewer)),
    }
}
