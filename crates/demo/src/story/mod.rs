//! Stories: what people said and did on one request, as a text that reads like a play.
//!
//! A story begins with `== key`, and may name its number (`№1482`), its language (`en`; else Russian) and the request it
//! serves (`of key`, paid from `line 2` of its offer). Each step is a line `when who verb …`; what is said follows,
//! indented.

mod body;
mod head;

use domain::localized::Language;
use domain::money::{Minor, Seconds};
use domain::request::{Distance, LineKind, Resolution, Solved, WouldPay};
use jiff::civil::Time;

use crate::when::When;
pub(crate) use head::parse;

/// One request from its statement to where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Story {
    /// What other stories call it.
    pub(crate) key: String,
    /// The language that its people write.
    pub(crate) language: Language,
    /// The number that it gets, unless more requests came before it.
    pub(crate) number: Option<i64>,
    /// The story that it serves, and the line of that one's offer that pays.
    pub(crate) parent: Option<(String, Option<usize>)>,
    /// What happened.
    pub(crate) steps: Vec<Step>,
}

/// What somebody did.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Step {
    /// The line of the file.
    pub(crate) line: usize,
    /// When.
    pub(crate) at: When,
    /// Who, by key.
    pub(crate) who: String,
    /// Minutes on the page before the step, where the story tells.
    pub(crate) minutes: Option<i64>,
    /// What.
    pub(crate) what: What,
}

/// The words of a step; names are keys of people, codes of units and services. Places count from 1.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// To a service, a unit, or `front-desk`.
    Ask { to: String, said: Said },
    /// Takes it.
    Claim,
    /// Gives it to a colleague.
    Assign(String),
    /// To another unit.
    Pass { to: String, service: Option<String>, history: bool, note: String },
    /// Both sides see it.
    Say(Said),
    /// The clocks stop.
    Question(String),
    /// Notes by question of the guide; quotes with what follows from them.
    Interview { at: Time, minutes: i64, notes: Vec<(String, String)>, quotes: Vec<(String, String)> },
    /// A brief version.
    Brief(BriefText),
    /// Agrees.
    Confirm,
    /// Says what is not right.
    Correct(String),
    /// Asks a unit to offer.
    Invite(String),
    /// Makes a link for a unit outside, for so many days.
    Share { unit: String, days: i64 },
    /// Says something to a unit that was asked, or from it.
    Tell { unit: String, text: String },
    /// Does not offer.
    Decline(String),
    /// Offers.
    Offer(OfferText),
    /// Takes the offer back.
    Withdraw(String),
    /// Takes the offer of a unit.
    Choose { unit: String, reason: String },
    /// Takes none.
    Refuse(String),
    /// Notes tasks.
    Plan(Vec<String>),
    /// A task is done.
    Finish(usize),
    /// Time was spent, perhaps on a task.
    Log { minutes: i64, task: Option<usize> },
    /// Hands over; what lines came to, by place.
    Deliver { said: Said, actuals: Vec<(usize, Minor)> },
    /// Accepts all criteria but these, by place, each with what is missing.
    Judge(Vec<(usize, String)>),
    /// Disagrees.
    Dispute(String),
    /// Decides a disagreement.
    Resolve(Resolution, String),
    /// The answers at the end.
    Review { solved: Solved, would_pay: WouldPay, minutes: Option<i64>, comment: String },
    /// Opens it again.
    Reopen(String),
    /// Stops it.
    Cancel(String),
    /// Lets somebody take part.
    Add(String),
    /// Lets somebody decide for the customer.
    Entrust(String),
}

/// Words with files.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Said {
    /// The words.
    pub(crate) text: String,
    /// Names of files in `content/files`.
    pub(crate) files: Vec<String>,
}

/// A brief.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct BriefText {
    pub(crate) title: String,
    pub(crate) problem: String,
    pub(crate) outcome: String,
    pub(crate) criteria: Vec<String>,
    pub(crate) assumptions: Vec<String>,
    pub(crate) distance: Distance,
}

/// An offer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct OfferText {
    pub(crate) lines: Vec<LineText>,
    /// Optimistic, likely, pessimistic.
    pub(crate) work: [Seconds; 3],
    pub(crate) client: Seconds,
    pub(crate) ready: When,
    pub(crate) probability: u8,
    /// Ten days after it is sent when left out.
    pub(crate) valid: Option<When>,
    /// Criteria by place; all when left out.
    pub(crate) meets: Vec<usize>,
    pub(crate) risk: String,
    pub(crate) own: Option<WouldPay>,
}

/// A line of an offer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct LineText {
    pub(crate) kind: LineKind,
    /// Thousandths.
    pub(crate) quantity: i64,
    pub(crate) price: Minor,
    pub(crate) criteria: Vec<usize>,
    pub(crate) text: String,
}
