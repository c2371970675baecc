//! Why a request refuses a command: closed set, each with a message in both languages at the edge.

use super::{CommandKind, RequestState};
use crate::money::Minor;

/// A refusal. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The command does not fit the state.
    #[error("{} is not possible while the request is {}", .command.code(), .state.code())]
    WrongState {
        /// The state it is in.
        state: RequestState,
        /// What was asked.
        command: CommandKind,
    },
    /// The actor is on another side of the request.
    #[error("this is not yours to do")]
    NotYours,
    /// The customer serves the unit they order from: this goes to the head of the unit that pays.
    #[error("whoever serves the unit leaves this to the head of the unit that pays")]
    OwnUnit,
    /// Those who take part read and speak; the customer decides, or whom they entrust.
    #[error("the customer decides, or whom they entrust")]
    NotEntrusted,
    /// Nobody accepts, rates or resolves what they deliver.
    #[error("nobody judges what they deliver")]
    OwnWork,
    /// The version that was read is not the newest.
    #[error("version {seen} is not the newest: {newest} is")]
    OldVersion {
        /// What was read.
        seen: u32,
        /// What there is.
        newest: u32,
    },
    /// A field is missing or out of bounds.
    #[error("{field}: {problem}")]
    Field {
        /// Which.
        field: &'static str,
        /// Message key of what is wrong.
        problem: &'static str,
    },
    /// The thing named does not exist on this request.
    #[error("no such {0}")]
    Missing(&'static str),
    /// The offer can no longer be chosen.
    #[error("the offer has expired or was taken back")]
    OfferGone,
    /// The line has not so much left.
    #[error("the line has {free} left, {needed} is needed")]
    LineExhausted {
        /// Left.
        free: Minor,
        /// Asked for.
        needed: Minor,
    },
    /// Sub-requests must end first.
    #[error("{0} sub-requests are still open")]
    ChildrenOpen(usize),
    /// More than was paid cannot be paid back.
    #[error("only {paid} was paid")]
    MoreThanPaid {
        /// What was paid.
        paid: Minor,
    },
    /// It is already so.
    #[error("already done")]
    Already,
    /// The time for reopening has passed.
    #[error("a request can be opened again within {days} days")]
    TooLate {
        /// The limit.
        days: i64,
    },
}
