//! Working time as a table, so that a million journeys need not walk a calendar day by day.

use domain::calendar::Calendar;
use domain::time::Instant;

/// The working stretches of a calendar over the years of the company.
#[derive(Debug)]
pub(super) struct Working {
    pub(super) calendar: Calendar,
    /// Beginning and end in milliseconds, and the working milliseconds before it.
    stretches: Vec<(i64, i64, i64)>,
}

impl Working {
    pub(super) fn new(calendar: Calendar, from: Instant, to: Instant) -> Self {
        let mut before = 0;
        let stretches = calendar
            .intervals(from, to)
            .map(|interval| {
                let (from, to) = (interval.from.millis(), interval.to.millis());
                let stretch = (from, to, before);
                before += to - from;
                stretch
            })
            .collect();
        Self { calendar, stretches }
    }

    /// Working milliseconds from the beginning of the table to `at`.
    fn place(&self, at: i64) -> i64 {
        let next = self.stretches.partition_point(|(_, to, _)| *to <= at);
        match self.stretches.get(next) {
            Some((from, _, before)) => before + (at - from).max(0),
            None => self.stretches.last().map_or(0, |(from, to, before)| before + to - from),
        }
    }

    /// The moment at which so many working milliseconds of the table have passed.
    fn moment(&self, place: i64) -> Instant {
        let next = self.stretches.partition_point(|(from, to, before)| before + (to - from) < place);
        Instant::from_millis(match self.stretches.get(next) {
            Some((from, _, before)) => from + (place - before).max(0),
            // Behind the table nothing happens: everything there is later than the last moment.
            None => i64::MAX / 4,
        })
    }

    /// When so many working seconds have passed since `at`; far ahead when the table ends before.
    pub(super) fn after(&self, at: Instant, seconds: i64) -> Instant {
        self.moment(self.place(at.millis()) + seconds.max(0) * 1000).max(at)
    }

    /// The moment after this share of the working time until `until`.
    pub(super) fn share(&self, part: i64, of: i64, until: Instant) -> Instant {
        let all = self.place(until.millis());
        let place = i128::from(all) * i128::from(part) / i128::from(of.max(1));
        self.moment(i64::try_from(place).unwrap_or(0) + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::{Definition, Week, russian_exceptions};
    use domain::ids::CalendarId;
    use domain::localized::Localized;
    use uuid::Uuid;

    #[test]
    fn the_table_agrees_with_the_calendar() {
        let week = Week::office();
        let calendar = Calendar::new(Definition {
            id: CalendarId(Uuid::from_u128(1)),
            version: 1,
            name: Localized::both("Пятидневка", "Five days"),
            zone: "Europe/Moscow".to_owned(),
            exceptions: russian_exceptions(&week),
            week,
        })
        .unwrap();
        let day = 86_400_000;
        let start = Instant::from_millis(1_700_000_000_000);
        let working = Working::new(calendar.clone(), start, Instant::from_millis(start.millis() + 400 * day));
        for n in 0..500 {
            let at = Instant::from_millis(start.millis() + n * 7_919_000);
            for seconds in [1, 600, 3 * 3600, 8 * 3600, 31 * 3600] {
                assert_eq!(
                    Some(working.after(at, seconds)),
                    calendar.add_working_seconds(at, seconds),
                    "{at:?}"
                );
            }
        }
        let shares: Vec<_> = (0..1000)
            .map(|part| working.share(part, 1000, Instant::from_millis(start.millis() + 300 * day)))
            .collect();
        assert!(shares.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(shares.iter().all(|at| calendar.is_working(*at)));
        assert!(shares.iter().all(|at| at.millis() < start.millis() + 300 * day));
    }
}
