//! Working time over a long period, asked many times: the calendar's intervals are laid out once.

use domain::calendar::Calendar;
use domain::ids::UnitId;
use domain::time::Instant;
use flow::log::Millis;
use flow::times::WorkingTime;
use store::Tx;

use crate::company;
use crate::error::Answer;

/// The working intervals between two moments, with the working time before each.
#[derive(Debug, Clone, Default)]
pub struct WorkingClock {
    /// Beginning, end, working time before it: milliseconds.
    intervals: Vec<(Millis, Millis, Millis)>,
}

impl WorkingClock {
    /// Lays out a calendar. Nothing counts outside the two moments.
    pub fn new(calendar: &Calendar, from: Instant, to: Instant) -> Self {
        let mut before = 0;
        let lay = |interval: domain::calendar::Interval| {
            let (from, to) = (interval.from.millis(), interval.to.millis());
            let one = (from, to, before);
            before += to - from;
            one
        };
        Self { intervals: calendar.intervals(from, to).map(lay).collect() }
    }

    fn until(&self, at: Millis) -> Millis {
        let after = self.intervals.partition_point(|(from, _, _)| *from <= at);
        match after.checked_sub(1).and_then(|place| self.intervals.get(place)) {
            Some((from, to, before)) => before + at.min(*to) - from,
            None => 0,
        }
    }
}

impl WorkingTime for WorkingClock {
    fn between(&self, from: Millis, to: Millis) -> Millis {
        (self.until(to) - self.until(from)).max(0)
    }
}

/// The working time of a unit, or of the company's first calendar, between two moments.
pub fn working_clock(
    tx: &mut dyn Tx,
    unit: Option<UnitId>,
    from: Instant,
    to: Instant,
) -> Answer<WorkingClock> {
    let door = match unit {
        Some(unit) => company::unit(tx, unit)?.calendar,
        None => None,
    };
    let calendar = match door {
        Some(id) => Some(company::calendar(tx, id)?),
        None => company::calendars(tx)?.into_iter().next().map(|(_, calendar)| calendar),
    };
    Ok(calendar.map_or_else(WorkingClock::default, |calendar| WorkingClock::new(&calendar, from, to)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::{Week, russian};
    use domain::ids::CalendarId;

    #[test]
    fn it_counts_as_the_calendar_does() {
        let id = CalendarId(uuid::Uuid::from_u128(1));
        let calendar = russian(id, 1, "Europe/Moscow", Week::office()).unwrap();
        let (from, to) = (Instant::from_millis(1_700_000_000_000), Instant::from_millis(1_703_000_000_000));
        let clock = WorkingClock::new(&calendar, from, to);
        for step in 0..300 {
            let (a, b) = (from.millis() + step * 7_777_777, from.millis() + step * 9_876_543);
            let b = b.min(to.millis());
            let expected = calendar.working_seconds(Instant::from_millis(a), Instant::from_millis(b)) * 1000;
            let found = clock.between(a, b);
            assert!((found - expected).abs() < 2_000, "{a} {b}: {found} {expected}");
        }
    }
}
