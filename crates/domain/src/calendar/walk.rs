//! From wall clocks to moments: the one place that knows about changes of the offset.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Calendar;
use super::check::{DAY, Day, weekday};

/// 1900-01-01 and 2500-01-01 in seconds: outside of them nothing is computed, so no input can make a walk endless.
pub(super) const FIRST: i64 = -2_208_988_800;
pub(super) const LAST: i64 = 16_725_225_600;

/// Reads local times as moments. The local times asked for must not go back.
///
/// A local time means the first moment at which the wall clock shows it or something later. So in the hour that a
/// change of the clocks repeats, the first pass is meant; and a time that the change leaps over means the leap itself.
/// This keeps the order of local times, so stretches that do not overlap on paper never overlap in time.
pub(super) struct WallClock<'a> {
    zone: &'a TimeZone,
    start: i64,
    end: i64,
    offset: i64,
}

impl<'a> WallClock<'a> {
    /// For local times that come some days after the moment `from` (seconds since 1970).
    pub(super) fn new(zone: &'a TimeZone, from: i64) -> Self {
        let mut clock = Self { zone, start: from, end: i64::MAX, offset: 0 };
        let at = timestamp(from);
        clock.offset = i64::from(zone.to_offset(at).seconds());
        clock.end = zone.following(at).next().map_or(i64::MAX, |change| change.timestamp().as_second());
        clock
    }

    pub(super) fn moment(&mut self, local: i64) -> i64 {
        while self.end != i64::MAX && self.end + self.offset <= local {
            *self = Self::new(self.zone, self.end);
        }
        self.start.max(local - self.offset)
    }
}

fn timestamp(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds.clamp(FIRST - 30 * DAY, LAST + 30 * DAY)).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The number of the civil day at a moment.
pub(super) fn local_day(zone: &TimeZone, at: i64) -> i64 {
    (at + i64::from(zone.to_offset(timestamp(at)).seconds())).div_euclid(DAY)
}

impl Calendar {
    pub(super) fn plan(&self, day: i64) -> &Day {
        match self.exceptions.binary_search_by_key(&day, |(date, _)| *date) {
            Ok(place) => &self.exceptions[place].1,
            Err(_) => &self.week[weekday(day)],
        }
    }

    /// The working stretches that share time with `[from, to)`, clipped to it, in order, in seconds since 1970.
    pub(super) fn stretches(&self, from: i64, to: i64) -> Stretches<'_> {
        let from = from.clamp(FIRST, LAST);
        let to = to.clamp(FIRST, LAST);
        // Two days back: a night shift of yesterday may still run, and an offset may have leapt a whole day.
        let day = local_day(&self.zone, from) - 2;
        Stretches {
            calendar: self,
            clock: WallClock::new(&self.zone, from - 5 * DAY),
            day,
            place: 0,
            from,
            to,
        }
    }
}

/// See [`Calendar::stretches`].
pub(super) struct Stretches<'a> {
    calendar: &'a Calendar,
    clock: WallClock<'a>,
    day: i64,
    place: usize,
    from: i64,
    to: i64,
}

impl Iterator for Stretches<'_> {
    type Item = (i64, i64);

    fn next(&mut self) -> Option<(i64, i64)> {
        // The earliest moment that local midnight can be is 14 hours before the same reading in UTC; two days is ample.
        while self.day * DAY - 2 * DAY < self.to {
            let Some((start, end)) = self.calendar.plan(self.day).stretches.get(self.place) else {
                self.day += 1;
                self.place = 0;
                continue;
            };
            self.place += 1;
            let start = self.clock.moment(self.day * DAY + start).max(self.from);
            let end = self.clock.moment(self.day * DAY + end).min(self.to);
            if start < end {
                return Some((start, end));
            }
        }
        None
    }
}
