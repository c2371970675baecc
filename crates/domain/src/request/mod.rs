//! A request: one problem on its way from statement to review.
//!
//! | state | waits for | ends with |
//! |---|---|---|
//! | new | the provider's unit | claim, pass on, cancel |
//! | formulating | the handler | brief, question, pass on, cancel |
//! | confirming | the customer | confirmation or correction of the brief |
//! | estimating | the provider | an offer |
//! | choosing | the customer | a choice with a reason, or a refusal of all |
//! | working | the handler | delivery |
//! | accepting | the customer | judgement of every criterion |
//! | disputed | the resolver | a resolution |
//! | reviewing | the customer | a review |
//! | closed, cancelled | nobody | reopening |
//!
//! The whole table of states and commands stands in `docs/request-states.md`; a test keeps it true.

mod acting;
mod agree;
mod answer;
mod available;
mod command;
mod decide;
mod deciders;
mod deliver;
mod event;
mod evolve;
mod formulate;
mod guards;
mod judge;
mod outside;
mod parts;
mod past;
mod people;
mod refusal;
mod state;
mod talk;
pub mod timeouts;
mod turn;
mod waiting;

pub use acting::{acting, ordering};
pub use answer::{ClockStory, clock_reading, read_clock};
pub use available::{available, may_give};
pub use command::{Belonging, Command, CommandKind, Cx, NewRequest, ReadyTerms, Side};
pub use decide::{decide, state_request};
pub use deciders::{Directory, deciders, in_place_of_customer};
pub use deliver::free_on;
pub use event::{Event, EventKind};
pub use formulate::GUIDE;
pub use judge::REOPEN_DAYS;
pub use outside::LINK_DAYS;
pub use parts::*;
pub use past::judge_act;
pub use people::{may_be_entrusted, takes_part_as};
pub use refusal::Refusal;
pub use state::{RequestState, Turn, TurnWhat, Whose};
pub use waiting::{Waiting, waiting};

#[cfg(test)]
mod tests;
