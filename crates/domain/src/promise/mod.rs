//! Promises of a unit to its customers, and the clocks that measure them.
//!
//! A promise is an immutable version bound to a version of a working calendar; a clock keeps the promise version and the
//! calendar it started under. Everything a clock shows is computed from recorded facts: nothing is counted up and stored.

mod clock;
mod explain;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use clock::{AppliedCalendar, ClockFacts, ClockState, Pause, PromiseClock, Reading, WrongCalendar};
pub use explain::{ExplainedLine, LineKind};

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::ids::{CalendarId, PromiseId};

/// One version of a promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The id of this very version.
    pub id: PromiseId,
    /// The number of the version, from 1.
    pub version: u32,
    /// What is promised.
    pub kind: PromiseKind,
    /// Within how much working time.
    pub amount: Amount,
    /// The calendar version that working time is counted on.
    pub calendar: CalendarId,
}

/// What a promise is about. Each kind has a clock of its own; none overrides another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromiseKind {
    /// The first message of a person that the customer sees.
    FirstAnswer,
    /// A brief that the customer can confirm.
    Formulation,
    /// The work, handed over.
    Delivery,
}

impl PromiseKind {
    /// Every kind, in the order of the journey.
    pub const ALL: [Self; 3] = [Self::FirstAnswer, Self::Formulation, Self::Delivery];

    /// The word that the tables keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FirstAnswer => "first_answer",
            Self::Formulation => "formulation",
            Self::Delivery => "delivery",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// How much working time a promise gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// Seconds of working time.
    WorkingSeconds(i64),
    /// Full working days of the calendar: each is [`Calendar::full_day_seconds`], so one day promised at 11:00 is due
    /// at 11:00 of the next full working day, and a shortened day in between moves that by the hours it lacks.
    WorkingDays(u32),
}

/// Why an amount cannot be promised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a promise gives from one second to {} working days", Amount::MAX_DAYS)]
pub struct BadAmount;

impl Amount {
    /// The longest promise, in working days: about five years.
    pub const MAX_DAYS: u32 = 1250;

    /// Checks what came from a form.
    ///
    /// # Errors
    /// The amount is zero, negative or longer than [`Self::MAX_DAYS`] (of 24 hours, when given in seconds).
    pub const fn check(self) -> Result<Self, BadAmount> {
        let fits = match self {
            Self::WorkingSeconds(seconds) => seconds > 0 && seconds <= Self::MAX_DAYS as i64 * 86_400,
            Self::WorkingDays(days) => days > 0 && days <= Self::MAX_DAYS,
        };
        if fits { Ok(self) } else { Err(BadAmount) }
    }

    /// The amount in seconds of working time of a calendar.
    pub fn seconds(self, calendar: &Calendar) -> i64 {
        match self {
            Self::WorkingSeconds(seconds) => seconds,
            Self::WorkingDays(days) => i64::from(days) * calendar.full_day_seconds(),
        }
    }
}
