//! When steps happen: told from the day of the demonstration, so that it always looks like today.

use std::fmt;

use domain::calendar::{Calendar, Week, russian};
use domain::company::COMPANY_STREAM;
use domain::ids::CalendarId;
use domain::time::Instant;
use jiff::civil::{Date, Time};
use jiff::{ToSpan, Zoned};

/// The zone that the stories are told in.
pub(crate) const ZONE: &str = "Europe/Moscow";

/// A moment of a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// So many working days from today (negative: ago), at this time of the wall clock.
    Day(i64, Time),
    /// So many working minutes ago.
    Ago(i64),
}

impl When {
    /// Reads `-5 10:41`, `0 9:10`, `+3 16:00` or `~40`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(minutes) = text.strip_prefix('~') {
            return Some(Self::Ago(minutes.parse().ok().filter(|minutes| *minutes > 0)?));
        }
        let (days, time) = text.split_once(' ')?;
        Some(Self::Day(days.parse().ok()?, clock(time)?))
    }
}

/// Reads a time such as `9:10`.
pub(crate) fn clock(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(':')?;
    Time::new(hour.parse().ok()?, minute.parse().ok()?, 0, 0).ok()
}

/// The days around the moment at which the demonstration is made.
pub(crate) struct Days {
    calendar: Calendar,
    /// The last moment of working time that is not after the present.
    base: Instant,
}

/// The calendar has no working time around the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoWork;

impl fmt::Display for NoWork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the Russian calendar has no working day around this date")
    }
}

impl Days {
    /// The days before and after `now`.
    pub(crate) fn around(now: Instant) -> Result<Self, NoWork> {
        let calendar = russian(CalendarId(COMPANY_STREAM.0), 1, ZONE, Week::office()).map_err(|_| NoWork)?;
        // The longest holidays of Russia are eleven days.
        let base = calendar.intervals(now.plus_seconds(-30 * 86_400), now).last().ok_or(NoWork)?.to;
        Ok(Self { calendar, base })
    }

    /// The moment of a step; never in the future, even when the story would like it.
    pub(crate) fn past(&self, when: When) -> Result<Instant, NoWork> {
        Ok(self.at(when)?.min(self.base))
    }

    /// A moment that may be in the future.
    pub(crate) fn at(&self, when: When) -> Result<Instant, NoWork> {
        match when {
            When::Ago(minutes) => self.ago(minutes * 60),
            When::Day(days, time) => {
                let zoned = self.date(days)?.to_datetime(time).to_zoned(self.calendar.zone().clone());
                zoned.map(|zoned| Instant::from_timestamp(zoned.timestamp())).map_err(|_| NoWork)
            }
        }
    }

    /// Another time on the day of a moment.
    pub(crate) fn same_day(&self, moment: Instant, time: Time) -> Result<Instant, NoWork> {
        let date = self.local(moment).date();
        let zoned = date.to_datetime(time).to_zoned(self.calendar.zone().clone());
        zoned.map(|zoned| Instant::from_timestamp(zoned.timestamp())).map_err(|_| NoWork)
    }

    /// The civil day of a moment.
    pub(crate) fn day(&self, moment: Instant) -> Date {
        self.local(moment).date()
    }

    fn local(&self, moment: Instant) -> Zoned {
        moment.to_timestamp().to_zoned(self.calendar.zone().clone())
    }

    /// The date so many working days from today.
    fn date(&self, days: i64) -> Result<Date, NoWork> {
        let mut date = self.day(self.base);
        let step = if days < 0 { -1 } else { 1 };
        let mut left = days.abs();
        while left > 0 {
            date = date.checked_add(step.days()).map_err(|_| NoWork)?;
            if self.calendar.works_on(date) {
                left -= 1;
            }
        }
        Ok(date)
    }

    /// The moment so many working seconds before the base.
    fn ago(&self, seconds: i64) -> Result<Instant, NoWork> {
        let mut left = seconds;
        let intervals: Vec<_> =
            self.calendar.intervals(self.base.plus_seconds(-30 * 86_400), self.base).collect();
        for interval in intervals.iter().rev() {
            if left <= interval.seconds() {
                return Ok(interval.to.plus_seconds(-left));
            }
            left -= interval.seconds();
        }
        Err(NoWork)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Instant {
        Instant::from_timestamp(format!("{text}+03:00").parse().unwrap())
    }

    fn show(now: &str, when: &str) -> String {
        let days = Days::around(moment(now)).unwrap();
        days.local(days.at(When::parse(when).unwrap()).unwrap()).strftime("%F %H:%M").to_string()
    }

    #[test]
    fn days_skip_weekends_and_holidays() {
        // 3 November 2026 is the eve of a holiday, the 4th the holiday itself.
        let monday = "2026-11-23T16:00";
        assert_eq!(show(monday, "-5 10:12"), "2026-11-16 10:12");
        assert_eq!(show(monday, "0 9:10"), "2026-11-23 09:10");
        assert_eq!(show(monday, "+14 18:00"), "2026-12-11 18:00");
        assert_eq!(show(monday, "-13 12:00"), "2026-11-03 12:00");
        assert_eq!(show(monday, "-12 12:00"), "2026-11-05 12:00");
    }

    #[test]
    fn minutes_ago_are_working_minutes() {
        assert_eq!(show("2026-11-23T16:00", "~40"), "2026-11-23 15:20");
        assert_eq!(show("2026-11-23T14:10", "~40"), "2026-11-23 12:30", "lunch does not count");
        assert_eq!(show("2026-11-23T09:10", "~40"), "2026-11-20 17:30");
        assert_eq!(show("2026-11-22T03:00", "~40"), "2026-11-20 17:20", "on a Sunday night it is Friday");
        assert_eq!(show("2026-11-22T03:00", "-1 9:00"), "2026-11-19 09:00");
    }

    #[test]
    fn steps_are_never_in_the_future() {
        let days = Days::around(moment("2026-11-23T09:05")).unwrap();
        assert_eq!(days.past(When::parse("0 9:40").unwrap()).unwrap(), moment("2026-11-23T09:05"));
    }

    #[test]
    fn other_texts_are_no_moments() {
        for wrong in ["", "~0", "~x", "5", "-5 25:00", "-5 10", "x 10:00"] {
            assert_eq!(When::parse(wrong), None, "{wrong}");
        }
    }
}
