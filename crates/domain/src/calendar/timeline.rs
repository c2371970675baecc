//! Every second between two moments, said in words: working, or off and why.

use super::check::DAY;
use super::walk::{FIRST, LAST, WallClock, local_day};
use super::{Calendar, Interval, instant, second};
use crate::localized::Localized;
use crate::time::Instant;
use serde::{Deserialize, Serialize};

/// A stretch of a timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// When.
    pub interval: Interval,
    /// Working or not.
    pub kind: StretchKind,
}

/// What a stretch of time is to a calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StretchKind {
    /// Working time.
    Working,
    /// Not working time.
    Off {
        /// Why.
        reason: OffReason,
    },
}

/// Why time is not working time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum OffReason {
    /// A working day before its hours begin or after they end: the night, as a rule.
    OutsideHours,
    /// Between two stretches of one day: lunch.
    Break,
    /// A weekday that has no hours in the ordinary week.
    Weekend,
    /// A date that the calendar names as free.
    Holiday {
        /// Its name.
        name: Localized,
    },
}

impl Calendar {
    /// Splits `[from, to)` into working and other stretches, leaving no gap; neighbours of the same kind are one stretch.
    pub fn timeline(&self, from: Instant, to: Instant) -> Vec<Stretch> {
        let (from, to) = (second(from), second(to));
        let mut line = Line(Vec::new());
        let mut at = from;
        for (start, end) in self.stretches(from, to) {
            self.describe_gap(at, start, &mut line);
            line.push(start, end, StretchKind::Working);
            at = end;
        }
        self.describe_gap(at, to, &mut line);
        line.0
    }

    /// `[from, to)` holds no working second.
    fn describe_gap(&self, from: i64, to: i64, line: &mut Line) {
        if from >= to {
            return;
        }
        let mut at = from;
        // Before 1900 and after 2499 there are no dates to name.
        let mut day = local_day(&self.zone, from.clamp(FIRST, LAST)) - 1;
        let mut clock = WallClock::new(&self.zone, from.clamp(FIRST, LAST) - 5 * DAY);
        while at < to && at < LAST {
            let plan = self.plan(day);
            let first = plan.stretches.first().map(|(from, _)| clock.moment(day * DAY + from));
            let last = plan.stretches.last().map(|(_, to)| (day * DAY + to).min((day + 1) * DAY));
            let last = last.map(|local| clock.moment(local));
            let end = clock.moment((day + 1) * DAY).min(to);
            day += 1;
            if end <= at {
                continue;
            }
            let reason = match (first, last, &plan.name) {
                (Some(first), Some(last), _) if first <= at && to <= last => OffReason::Break,
                (Some(_), _, _) => OffReason::OutsideHours,
                (None, _, Some(name)) => OffReason::Holiday { name: name.clone() },
                (None, _, None) => OffReason::Weekend,
            };
            line.push(at, end, StretchKind::Off { reason });
            at = end;
        }
        line.push(at, to, StretchKind::Off { reason: OffReason::OutsideHours });
    }
}

struct Line(Vec<Stretch>);

impl Line {
    fn push(&mut self, from: i64, to: i64, kind: StretchKind) {
        if from >= to {
            return;
        }
        match self.0.last_mut() {
            Some(last) if last.kind == kind => last.interval.to = instant(to),
            _ => self.0.push(Stretch { interval: Interval { from: instant(from), to: instant(to) }, kind }),
        }
    }
}
