//! What a request is made of: parties, briefs, offers, deliveries, judgements.

mod brief;
mod offer;
mod outcome;
mod work;

pub use brief::*;
pub use offer::*;
pub use outcome::*;
pub use work::*;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::RequestState;
use crate::content::ContentRef;
use crate::ids::*;
use crate::money::{Minor, Seconds};
use crate::time::Instant;

/// Who may see a request beside its own parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Members of the customer's and the provider's unit.
    Open,
    /// The provider's desk and the customer's head.
    UnitOnly,
    /// Its parties and the named handlers alone; absent from colleagues' search, boards, exports and suggestions.
    Confidential,
}

impl Class {
    /// Every class.
    pub const ALL: [Self; 3] = [Self::Open, Self::UnitOnly, Self::Confidential];

    /// The word that the tables keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::UnitOnly => "unit_only",
            Self::Confidential => "confidential",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

/// A service as it was when the request began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ServiceRef {
    /// The service.
    pub service: ServiceId,
    /// The version of its texts, price and promise.
    pub version: ServiceVersionId,
}

/// The request that a sub-request serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parent {
    /// The parent.
    pub request: RequestId,
    /// The line of the parent's offer that the money may come from.
    pub line: Option<LineId>,
}

/// A question that waits for the customer and stops the provider's clocks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// Who asked.
    pub by: PersonId,
    /// Its words.
    pub text: ContentRef,
    /// When it was asked.
    pub asked_at: Instant,
    /// When it was answered or taken back.
    pub closed_at: Option<Instant>,
}

/// Which time a clock measures and for whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum ClockOf {
    /// From the customer's statement to the first answer of anybody; passing on never restarts it.
    Customer,
    /// From the arrival at a unit to that unit's first answer.
    Unit {
        /// Which unit.
        unit: UnitId,
    },
}

/// A clock of the first answer: facts only; state and deadline are computed by [`crate::promise`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerClock {
    /// Whose time.
    #[serde(flatten)]
    pub of: ClockOf,
    /// The promise version bound at the start.
    pub promise: PromiseId,
    /// The calendar version bound at the start.
    pub calendar: CalendarId,
    /// Since when it runs.
    pub started_at: Instant,
    /// When it was answered, or ended without need of an answer.
    pub stopped_at: Option<Instant>,
    /// True when an answer stopped it.
    #[serde(default)]
    pub answered: bool,
    /// Calendar versions applied later by a recorded command.
    #[serde(default)]
    pub applied: Vec<(Instant, CalendarId)>,
}

/// How a second of client time was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeSource {
    /// A meeting, as long as its record says.
    Interview,
    /// Between opening a page and sending its form, capped and marked as an estimate.
    Estimate,
}

/// A request as its events make it.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// Its number among people.
    pub number: i64,
    /// The place of the last event of its stream, of whichever family: the optimistic lock.
    pub seq: i64,
    /// When it was stated.
    pub stated_at: Instant,
    /// The request it serves.
    pub parent: Option<Parent>,
    /// The first ancestor: itself when there is none.
    pub root: RequestId,
    /// When the first ancestor was stated: the start of the end-to-end clock.
    pub root_at: Instant,
    /// Who may see it.
    pub class: Class,
    /// Who wrote it.
    pub author: PersonId,
    /// Whose problem it is.
    pub customer: PersonId,
    /// The customer's unit as it was.
    pub customer_unit: UnitId,
    /// For whom it is done, when that is another person.
    pub beneficiary: Option<PersonId>,
    /// Whose budget pays.
    pub payer_unit: UnitId,
    /// Others who take part beside the customer.
    pub participants: BTreeSet<PersonId>,
    /// Others who take part beside the provider.
    pub helpers: BTreeSet<PersonId>,
    /// Who acts for the customer beside the customer and the payer's head.
    pub entrusted: Option<PersonId>,
    /// The unit that owes the next step.
    pub unit: UnitId,
    /// Units that had it before.
    pub past_units: Vec<UnitId>,
    /// The service, if one was chosen.
    pub service: Option<ServiceRef>,
    /// Who of the unit handles it.
    pub handler: Option<PersonId>,
    /// Everybody who handled it so far: they may never judge it.
    pub handlers: BTreeSet<PersonId>,
    /// The first words.
    pub statement: ContentRef,
    /// The line it goes by: of the statement, then of the brief.
    pub title: ContentRef,
    /// Where it stands.
    pub state: RequestState,
    /// Since when.
    pub since: Instant,
    /// Named questions.
    pub questions: Vec<Question>,
    /// Conversations about the problem.
    pub interviews: Vec<Interview>,
    /// Brief versions, oldest first.
    pub briefs: Vec<Brief>,
    /// Units asked to offer.
    pub invitations: Vec<Invitation>,
    /// Offers, oldest first.
    pub offers: Vec<Offer>,
    /// The chosen one.
    pub choice: Option<Choice>,
    /// Pieces of work.
    pub tasks: Vec<Task>,
    /// Provider's seconds in all, tasks or not.
    pub effort: Seconds,
    /// Sub-requests.
    pub children: Vec<Child>,
    /// Hand-overs, oldest first.
    pub deliveries: Vec<Delivery>,
    /// The last judgement of each criterion.
    pub verdicts: BTreeMap<ItemId, Verdict>,
    /// Paid so far, by line.
    pub paid: BTreeMap<LineId, Minor>,
    /// Still reserved, by line.
    pub reserved: BTreeMap<LineId, Minor>,
    /// Paid back so far.
    pub refunded: Minor,
    /// Disputes, oldest first.
    pub disputes: Vec<Dispute>,
    /// The customer's answers at the end.
    pub review: Option<Review>,
    /// How many times it was opened again.
    pub reopened: u32,
    /// Clocks of the first answer.
    pub clocks: Vec<AnswerClock>,
    /// Client time measured so far.
    pub client_seconds: Seconds,
    /// How many time-outs of the present waiting have fired.
    pub nudges: u32,
    /// When one side last reminded the other.
    pub reminded_at: Option<Instant>,
}

impl Request {
    /// The question that waits for the customer, if one does.
    pub fn open_question(&self) -> Option<&Question> {
        self.questions.iter().rev().find(|question| question.closed_at.is_none())
    }

    /// The newest brief.
    pub fn brief(&self) -> Option<&Brief> {
        self.briefs.last()
    }

    /// The brief that both sides agreed on.
    pub fn confirmed_brief(&self) -> Option<&Brief> {
        self.briefs.iter().rev().find(|brief| brief.confirmed_at.is_some())
    }

    /// Offers on the newest brief that can still be chosen.
    pub fn live_offers(&self, now: Instant) -> impl Iterator<Item = &Offer> {
        self.kept_offers().filter(move |offer| offer.valid_until > now)
    }

    /// Offers on the newest brief that were not taken back, past their time or not.
    fn kept_offers(&self) -> impl Iterator<Item = &Offer> {
        let version = self.briefs.last().map_or(0, |brief| brief.version);
        self.offers.iter().filter(move |offer| offer.withdrawn_at.is_none() && offer.brief == version)
    }

    /// The unit's offer that stands, or stood longest: one past its time is to be made anew. `None` while the unit has made
    /// none on the newest brief or has taken it back, and once offers are over.
    pub fn offer_of(&self, unit: UnitId) -> Option<&Offer> {
        let asked = matches!(self.state, RequestState::Estimating | RequestState::Choosing);
        self.kept_offers().filter(|offer| asked && offer.unit == unit).max_by_key(|offer| offer.valid_until)
    }

    /// One offer.
    pub fn offer(&self, id: OfferId) -> Option<&Offer> {
        self.offers.iter().find(|offer| offer.id == id)
    }

    /// The offer that was chosen.
    pub fn chosen(&self) -> Option<&Offer> {
        self.choice.as_ref().and_then(|choice| self.offer(choice.offer))
    }

    /// Paid so far less what was paid back.
    pub fn paid_total(&self) -> Minor {
        self.paid.values().sum::<Minor>() - self.refunded
    }

    /// Still reserved.
    pub fn reserved_total(&self) -> Minor {
        self.reserved.values().sum()
    }

    /// The dispute that waits for a resolution.
    pub fn open_dispute(&self) -> Option<&Dispute> {
        self.disputes.last().filter(|dispute| dispute.resolution.is_none())
    }
}
