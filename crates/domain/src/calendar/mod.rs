//! Working calendars: when a unit works, in its own time zone, with lunch, holidays and moved days.
//!
//! A calendar is an immutable version. All arithmetic is in whole seconds: a moment is cut to its second first, so
//! working seconds add up exactly however a span is split. Time before 1900 and after 2499 never counts.

mod check;
mod definition;
mod russian;
mod timeline;
mod walk;

#[cfg(test)]
pub(crate) mod properties;
#[cfg(test)]
mod tests;

pub use check::{Fault, Invalid, Problem};
pub use definition::{Definition, Exception, Hours, Week};
pub use russian::{russian, russian_exceptions};
pub use timeline::{OffReason, Stretch, StretchKind};

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::ids::CalendarId;
use crate::time::Instant;
use check::Day;

/// How far ahead the next working second is looked for: ten years of 366 days.
const HORIZON: i64 = 3660 * check::DAY;

/// One checked version of a working calendar. In JSON it is its [`Definition`]; reading checks it again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Definition", into = "Definition")]
pub struct Calendar {
    definition: Definition,
    zone: TimeZone,
    week: [Day; 7],
    exceptions: Vec<(i64, Day)>,
}

/// A span of time, `from` included, `to` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    /// The beginning.
    pub from: Instant,
    /// The end.
    pub to: Instant,
}

impl Interval {
    /// Whole seconds from `from` to `to`.
    pub const fn seconds(&self) -> i64 {
        self.to.seconds_since(self.from)
    }
}

/// The second that a moment lies in, since 1970.
pub(crate) const fn second(at: Instant) -> i64 {
    at.millis().div_euclid(1000)
}

/// The moment at which a second begins.
pub(crate) const fn instant(second: i64) -> Instant {
    Instant::from_millis(second.saturating_mul(1000))
}

impl Calendar {
    /// Checks a definition.
    ///
    /// # Errors
    /// Everything that is wrong, each with the path of its field.
    pub fn new(definition: Definition) -> Result<Self, Invalid> {
        let compiled = check::compile(&definition)?;
        let check::Compiled { zone, week, exceptions } = compiled;
        Ok(Self { definition, zone, week, exceptions })
    }

    /// The id of this version.
    pub const fn id(&self) -> CalendarId {
        self.definition.id
    }

    /// The number of this version.
    pub const fn version(&self) -> u32 {
        self.definition.version
    }

    /// What it was made from.
    pub const fn definition(&self) -> &Definition {
        &self.definition
    }

    /// Its time zone, for showing its moments to people.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The length of a full working day in seconds: the longest day of the ordinary week, breaks not counted.
    /// A calendar that works on exceptions alone takes the longest of those.
    pub fn full_day_seconds(&self) -> i64 {
        let longest = self.week.iter().map(Day::seconds).max().unwrap_or(0);
        if longest > 0 {
            return longest;
        }
        self.exceptions.iter().map(|(_, day)| day.seconds()).max().unwrap_or(0)
    }

    /// True on a civil date that has any working hours of its own.
    pub fn works_on(&self, date: jiff::civil::Date) -> bool {
        !self.plan(check::day_number(date)).stretches.is_empty()
    }

    /// The working stretches between two moments, clipped to them, in order, found one by one as they are asked for.
    /// Days that touch at midnight stay apart.
    pub fn intervals(&self, from: Instant, to: Instant) -> impl Iterator<Item = Interval> + '_ {
        self.stretches(second(from), second(to))
            .map(|(from, to)| Interval { from: instant(from), to: instant(to) })
    }

    /// Working seconds between two moments; 0 when `to` is not later than `from`.
    pub fn working_seconds(&self, from: Instant, to: Instant) -> i64 {
        self.stretches(second(from), second(to)).map(|(from, to)| to - from).sum()
    }

    /// The earliest moment by which `seconds` of working time have passed since `from`: a span that is used up exactly
    /// at the close of a day ends at that close, not next morning. `None` when that takes more than ten years.
    pub fn add_working_seconds(&self, from: Instant, seconds: i64) -> Option<Instant> {
        let start = second(from);
        if seconds <= 0 {
            return Some(instant(start));
        }
        let mut left = seconds;
        for (from, to) in self.stretches(start, start.saturating_add(HORIZON)) {
            if left <= to - from {
                return Some(instant(from + left));
            }
            left -= to - from;
        }
        None
    }

    /// True when the second of `at` is working time.
    pub fn is_working(&self, at: Instant) -> bool {
        let at = second(at);
        self.stretches(at, at.saturating_add(1)).next().is_some()
    }

    /// The first working second from `at` on: its own when it is one. `None` when there is none for ten years.
    pub fn next_working(&self, at: Instant) -> Option<Instant> {
        let at = second(at);
        self.stretches(at, at.saturating_add(HORIZON)).next().map(|(from, _)| instant(from))
    }
}

impl PartialEq for Calendar {
    fn eq(&self, other: &Self) -> bool {
        self.definition == other.definition
    }
}

impl Eq for Calendar {}

impl TryFrom<Definition> for Calendar {
    type Error = Invalid;
    fn try_from(definition: Definition) -> Result<Self, Invalid> {
        Self::new(definition)
    }
}

impl From<Calendar> for Definition {
    fn from(calendar: Calendar) -> Self {
        calendar.definition
    }
}
