//! How requests flow: the log of a company, a unit or a service over a period, for whoever may see it. Every figure is a function of
//! the log, see the crate `flow`.

mod clock;
mod read;

pub use clock::{WorkingClock, working_clock};
pub use read::{Flow, Subject, Window, case, read};
