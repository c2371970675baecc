//! What a request is made of: parties, briefs, offers, deliveries, judgements.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

use super::State;
use crate::content::ContentRef;
use crate::ids::*;
use crate::ledger::{BudgetMode, Period};
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

/// A text or file in a list, with an id that lives across versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Stable over all versions of the brief.
    pub id: ItemId,
    /// Its words.
    pub text: ContentRef,
}

/// A question of the interview guide and what was noted for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Which question of the guide, by its code (`stated`, `last_time`, `tried`, `outcome`, `other`).
    pub prompt: String,
    /// What was noted.
    pub text: ContentRef,
}

/// Words of the customer, kept as evidence, and what the provider concluded from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Stable, so that briefs and hypotheses can point to it.
    pub id: ItemId,
    /// The customer's words.
    pub text: ContentRef,
    /// The conclusion.
    pub insight: Option<ContentRef>,
}

/// One conversation about the real problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// Who recorded it.
    pub by: PersonId,
    /// When it took place.
    pub happened_at: Instant,
    /// How long it took both sides.
    pub seconds: Seconds,
    /// Notes by question of the guide.
    pub notes: Vec<Note>,
    /// The customer's own words.
    pub quotes: Vec<Quote>,
}

/// One version of the agreement on the problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Counts from 1.
    pub version: u32,
    /// The problem in one line: from now on the title of the request.
    pub title: ContentRef,
    /// What was found out.
    pub problem: ContentRef,
    /// What will be different when it is solved.
    pub outcome: ContentRef,
    /// Accepted if.
    pub criteria: Vec<Item>,
    /// What is taken for granted.
    pub assumptions: Vec<Item>,
    /// How far the real problem was from the stated one, as its author judges.
    pub distance: Distance,
    /// Who sent it.
    pub by: PersonId,
    /// When it was sent.
    pub sent_at: Instant,
    /// Set by the customer's confirmation.
    pub confirmed_at: Option<Instant>,
    /// Set by the customer's correction.
    pub corrected_at: Option<Instant>,
}

/// How far the real problem was from the stated one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Distance {
    /// As stated.
    Same,
    /// The stated one, made precise.
    Narrower,
    /// Another problem.
    Other,
}

impl Distance {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Same, Self::Narrower, Self::Other];

    /// The word in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Narrower => "narrower",
            Self::Other => "other",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|distance| distance.code() == code)
    }
}

/// What an offer line charges for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Hours of work.
    Labour,
    /// A fixed sum.
    Fixed,
    /// A price for each unit.
    PerUnit,
    /// A price for each month.
    Subscription,
    /// Something bought for the customer.
    Purchase,
    /// Another provider's bill, settled at its actual sum up to this limit.
    PassThrough,
}

impl LineKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Labour, Self::Fixed, Self::PerUnit, Self::Subscription, Self::Purchase, Self::PassThrough];

    /// The word in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Labour => "labour",
            Self::Fixed => "fixed",
            Self::PerUnit => "per_unit",
            Self::Subscription => "subscription",
            Self::Purchase => "purchase",
            Self::PassThrough => "pass_through",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One line of an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Stable: postings name it.
    pub id: LineId,
    /// What it charges for.
    pub kind: LineKind,
    /// What the customer gets for it.
    pub text: ContentRef,
    /// How many, in thousandths (2 500 is two and a half).
    pub quantity: i64,
    /// Price of one, in smallest units.
    pub unit_price: Minor,
    /// The criteria that this line pays for; none means that it is paid when all are accepted.
    pub criteria: BTreeSet<ItemId>,
}

impl Line {
    /// Quantity times price, halves rounded away from zero. `None` when it does not fit.
    pub fn amount(&self) -> Option<Minor> {
        line_amount(self.quantity, self.unit_price)
    }

    /// True for lines whose price is a limit and that are settled at what they came to.
    pub const fn settles_at_actual(&self) -> bool {
        matches!(self.kind, LineKind::PassThrough | LineKind::Purchase)
    }
}

/// Quantity in thousandths times the price of one, halves rounded away from zero. `None` when it does not fit.
pub fn line_amount(quantity: i64, unit_price: Minor) -> Option<Minor> {
    let exact = i128::from(quantity) * i128::from(unit_price);
    Minor::try_from((exact + 500 * exact.signum()) / 1000).ok()
}

/// A three-point estimate of the provider's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// If everything goes well.
    pub optimistic: Seconds,
    /// Most likely.
    pub likely: Seconds,
    /// If most things go wrong.
    pub pessimistic: Seconds,
}

impl Estimate {
    /// Expected work, (o + 4m + p) / 6, and its standard deviation, (p − o) / 6, in seconds
    /// (Malcolm, Roseboom, Clark, Fazar: "Application of a technique for R&D program evaluation", 1959).
    pub fn expected(self) -> (f64, f64) {
        let (o, m, p) = (self.optimistic as f64, self.likely as f64, self.pessimistic as f64);
        ((o + 4.0 * m + p) / 6.0, (p - o) / 6.0)
    }
}

/// Would the provider buy this at this price?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WouldPay {
    /// Yes, at this price.
    Yes,
    /// For less, or in part.
    Less,
    /// No.
    No,
}

impl WouldPay {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Less, Self::No];

    /// The word in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Less => "less",
            Self::No => "no",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// Terms of one provider for one brief version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// Whose offer.
    pub unit: UnitId,
    /// True when the unit is a vendor outside the company.
    pub outside: bool,
    /// Who sent it; nobody in person when the holder of a link did.
    pub by: Option<PersonId>,
    /// The brief version it answers.
    pub brief: u32,
    /// What is charged. None: the work is done for client time alone.
    pub lines: Vec<Line>,
    /// The provider's work.
    pub estimate: Estimate,
    /// Minutes that the customer will spend, in seconds.
    pub client_seconds: Seconds,
    /// When it will be ready.
    pub ready_by: Instant,
    /// With which probability, per cent.
    pub probability: u8,
    /// Criteria of the brief that this offer meets.
    pub criteria: BTreeSet<ItemId>,
    /// What the customer risks.
    pub risk: Option<ContentRef>,
    /// The provider's answer to itself; outsiders are not asked.
    pub own_answer: Option<WouldPay>,
    /// Until when it can be chosen.
    pub valid_until: Instant,
    /// When it was sent.
    pub sent_at: Instant,
    /// Set when it was taken back.
    pub withdrawn_at: Option<Instant>,
}

impl Offer {
    /// The sum of all lines; 0 when nothing is charged.
    pub fn total(&self) -> Minor {
        self.lines.iter().filter_map(Line::amount).fold(0, Minor::saturating_add)
    }
}

/// A unit asked to offer on the brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Who is asked.
    pub unit: UnitId,
    /// When.
    pub at: Instant,
    /// Set when it declined.
    pub declined_at: Option<Instant>,
}

/// Where the money of an agreement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Funding {
    /// Nothing is charged.
    Nothing,
    /// The payer's budget.
    Budget {
        /// Whose.
        unit: UnitId,
        /// Of which period.
        period: Period,
        /// How strictly it is kept.
        mode: BudgetMode,
        /// True when a soft budget was exceeded.
        over: bool,
    },
    /// A reserved line of the parent request.
    ParentLine {
        /// The parent.
        request: RequestId,
        /// Its line.
        line: LineId,
    },
}

/// The chosen offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which offer.
    pub offer: OfferId,
    /// Who chose.
    pub by: PersonId,
    /// Why. None when the price list left nothing to choose.
    pub reason: Option<ContentRef>,
    /// From where it is paid.
    pub funding: Funding,
    /// When.
    pub at: Instant,
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

/// A piece of the provider's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What is to be done.
    pub text: ContentRef,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// Provider's seconds spent on it.
    pub effort: Seconds,
}

/// A sub-request ordered for this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// Its id.
    pub request: RequestId,
    /// Who serves it.
    pub unit: UnitId,
    /// The line that it is paid from, if it is.
    pub line: Option<LineId>,
    /// Sum held back from the line while the child is not settled.
    pub earmarked: Minor,
    /// Sum paid so far.
    pub paid: Minor,
    /// True until it is closed or cancelled.
    pub open: bool,
}

/// Work handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Who handed it over.
    pub by: PersonId,
    /// What was done, in words.
    pub note: ContentRef,
    /// Files that came with it.
    pub files: Vec<ContentRef>,
    /// Actual sums of purchase and pass-through lines, where no sub-request tells them.
    #[serde(default)]
    pub actuals: Vec<LineAmount>,
    /// When.
    pub at: Instant,
}

/// The customer's judgement of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Which criterion.
    pub criterion: ItemId,
    /// Met or not.
    pub accepted: bool,
    /// What is missing; required when it is not met.
    pub comment: Option<ContentRef>,
}

/// A sum on an offer line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAmount {
    /// Which line.
    pub line: LineId,
    /// How much, in smallest units.
    pub amount: Minor,
}

/// How a dispute ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Resolution {
    /// Before acceptance: the provider does it again.
    Rework,
    /// Before acceptance: the request ends, what is still reserved goes back.
    Release,
    /// Before acceptance: the work counts as accepted and is paid.
    Accept,
    /// After acceptance: this sum is paid back.
    Refund {
        /// In smallest units.
        amount: Minor,
    },
    /// After acceptance: nothing changes.
    Dismiss,
}

/// A disagreement about delivered work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Its id.
    pub id: DisputeId,
    /// Who opened it.
    pub by: PersonId,
    /// Why.
    pub text: ContentRef,
    /// When.
    pub opened_at: Instant,
    /// The state to which it returns.
    pub from: State,
    /// How it ended.
    pub resolution: Option<Resolution>,
}

impl Dispute {
    /// True when the work had been accepted and paid before.
    pub const fn after_acceptance(&self) -> bool {
        matches!(self.from, State::Reviewing | State::Closed)
    }
}

/// Was the problem solved?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Solved {
    /// Yes.
    Yes,
    /// In part.
    Partly,
    /// No.
    No,
}

impl Solved {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// The word in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// The customer's three answers at the end. Prices and mode are kept beside them, so that the answer stays readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Who answered.
    pub by: PersonId,
    /// Was it solved?
    pub solved: Solved,
    /// How much time did it cost, as the customer says; `None` when the measured time was confirmed.
    pub seconds: Option<Seconds>,
    /// Would they have paid this price from their own budget?
    pub would_pay: WouldPay,
    /// The price that was offered.
    pub asked: Minor,
    /// The price that was paid.
    pub paid: Minor,
    /// How strictly the budget was kept; `None` when nothing was charged.
    pub mode: Option<BudgetMode>,
    /// In their own words.
    pub comment: Option<ContentRef>,
    /// When.
    pub at: Instant,
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
    /// The sequence of the last event, the optimistic lock.
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
    /// Others who take part.
    pub participants: BTreeSet<PersonId>,
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
    pub state: State,
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

    /// Until when the unit's offer stands, or stood: a past moment means that it is to be made anew. `None` while the unit has made
    /// none on the newest brief or has taken it back, and once offers are over.
    pub fn offer_until(&self, unit: UnitId) -> Option<Instant> {
        let asked = matches!(self.state, State::Estimating | State::Choosing);
        self.kept_offers().filter(|offer| asked && offer.unit == unit).map(|offer| offer.valid_until).max()
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
