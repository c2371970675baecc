//! How requests flow: the log of a company, a unit or a service over a period, for whoever may see it. Every figure is a function of
//! the log, see the crate `flow`.

mod clock;
mod history;
mod imported;
mod paid;
mod rates;
mod read;
mod words;

pub use clock::{WorkingClock, working_clock};
pub use history::{history, taken};
pub use imported::{ImportedPage, ImportedStep, imported};
pub use paid::{Paid, paid};
pub use rates::rates;
pub use read::{Flow, Subject, Window, case, read};
pub use words::{PAGE, titles};
