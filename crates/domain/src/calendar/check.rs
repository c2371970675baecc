//! Turns a definition into days of seconds, or says everything that is wrong with it, each with the field's path.

use std::collections::BTreeMap;
use std::fmt;

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::definition::{Definition, Hours, Week};
use crate::localized::Localized;

/// Seconds of a civil day that has no change of offset.
pub(super) const DAY: i64 = 86_400;
/// More exceptions than a century of holidays needs.
const MAX_EXCEPTIONS: usize = 10_000;
const MAX_STRETCHES: usize = 48;

/// One thing wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where: `zone`, `week.mon[1].from`, `exceptions[3].date`.
    pub path: String,
    /// What.
    pub fault: Fault,
}

/// What can be wrong with a definition.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The zone is not in the time zone database.
    #[error("no such time zone; write one such as Europe/Moscow")]
    UnknownZone,
    /// Not `HH:MM` between 00:00 and 24:00 (`from`: before 24:00).
    #[error("write a time as HH:MM")]
    BadTime,
    /// Not `YYYY-MM-DD` between 1900 and 2499.
    #[error("write a date as YYYY-MM-DD")]
    BadDate,
    /// The stretch begins and ends at the same time.
    #[error("begins and ends at the same time; all day is 00:00 to 24:00")]
    EmptyStretch,
    /// The stretches of a day are not in the order of time.
    #[error("stands before an earlier stretch; put them in the order of time")]
    Unsorted,
    /// The stretch shares time with the one named, on the same day or across midnight.
    #[error("overlaps {0}")]
    Overlaps(String),
    /// The date already has an exception at the path named.
    #[error("has the same date as {0}")]
    SameDate(String),
    /// The exception says nothing about why.
    #[error("needs a name")]
    Unnamed,
    /// No working time at all.
    #[error("the calendar has no working hours")]
    NoHours,
    /// The list is longer than the number given.
    #[error("has more than {0} entries")]
    TooMany(usize),
}

/// Everything that is wrong with a definition; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid(pub Vec<Problem>);

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.0.iter().enumerate() {
            write!(f, "{}{}: {}", if place == 0 { "" } else { "; " }, problem.path, problem.fault)?;
        }
        Ok(())
    }
}

impl std::error::Error for Invalid {}

/// The stretches of one civil day in local seconds from its midnight, in order; the last may pass 24:00.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Day {
    pub(super) stretches: Vec<(i64, i64)>,
    /// The name, when the day is an exception.
    pub(super) name: Option<Localized>,
}

impl Day {
    pub(super) fn seconds(&self) -> i64 {
        self.stretches.iter().map(|(from, to)| to - from).sum()
    }
}

/// A checked definition.
pub(super) struct Compiled {
    pub(super) zone: TimeZone,
    pub(super) week: [Day; 7],
    /// By day number since 1970-01-01.
    pub(super) exceptions: Vec<(i64, Day)>,
}

/// Monday is 0; 1970-01-01 was a Thursday.
pub(super) fn weekday(day: i64) -> usize {
    (day + 3).rem_euclid(7) as usize
}

pub(super) fn day_number(date: jiff::civil::Date) -> i64 {
    let hours = date.duration_since(jiff::civil::date(1970, 1, 1)).as_hours();
    hours.div_euclid(24)
}

pub(super) fn compile(definition: &Definition) -> Result<Compiled, Invalid> {
    let mut found = Vec::new();
    let zone = TimeZoneDatabase::bundled().get(definition.zone.trim()).ok();
    if zone.is_none() {
        found.push(Problem { path: "zone".into(), fault: Fault::UnknownZone });
    }
    let mut week: [Day; 7] = Default::default();
    for (place, hours) in definition.week.days().into_iter().enumerate() {
        week[place].stretches = stretches(&format!("week.{}", Week::NAMES[place]), hours, &mut found);
    }
    let exceptions = read_exceptions(definition, &mut found);
    check_midnights(&week, &exceptions, &mut found);
    let written = definition.week.days().iter().any(|day| !day.is_empty())
        || definition.exceptions.iter().any(|exception| !exception.hours.is_empty());
    if !written {
        found.push(Problem { path: "week".into(), fault: Fault::NoHours });
    }
    match zone {
        Some(zone) if found.is_empty() => {
            let exceptions = exceptions.into_iter().map(|(day, (_, plan))| (day, plan)).collect();
            Ok(Compiled { zone, week, exceptions })
        }
        _ => Err(Invalid(found)),
    }
}

fn read_exceptions(definition: &Definition, found: &mut Vec<Problem>) -> BTreeMap<i64, (usize, Day)> {
    let mut days: BTreeMap<i64, (usize, Day)> = BTreeMap::new();
    if definition.exceptions.len() > MAX_EXCEPTIONS {
        found.push(Problem { path: "exceptions".into(), fault: Fault::TooMany(MAX_EXCEPTIONS) });
        return days;
    }
    for (place, exception) in definition.exceptions.iter().enumerate() {
        let path = format!("exceptions[{place}]");
        if exception.name.is_empty() {
            found.push(Problem { path: format!("{path}.name"), fault: Fault::Unnamed });
        }
        let stretches = stretches(&format!("{path}.hours"), &exception.hours, found);
        let Some(day) = date(&exception.date) else {
            found.push(Problem { path: format!("{path}.date"), fault: Fault::BadDate });
            continue;
        };
        if let Some((earlier, _)) = days.get(&day) {
            let fault = Fault::SameDate(format!("exceptions[{earlier}]"));
            found.push(Problem { path: format!("{path}.date"), fault });
            continue;
        }
        days.insert(day, (place, Day { stretches, name: Some(exception.name.clone()) }));
    }
    days
}

fn stretches(path: &str, hours: &[Hours], found: &mut Vec<Problem>) -> Vec<(i64, i64)> {
    if hours.len() > MAX_STRETCHES {
        found.push(Problem { path: path.to_owned(), fault: Fault::TooMany(MAX_STRETCHES) });
        return Vec::new();
    }
    let mut read: Vec<(i64, i64)> = Vec::with_capacity(hours.len());
    for (place, stretch) in hours.iter().enumerate() {
        let from = time(&stretch.from).filter(|from| *from < DAY);
        let to = time(&stretch.to);
        for (side, value) in [("from", from), ("to", to)] {
            if value.is_none() {
                found.push(Problem { path: format!("{path}[{place}].{side}"), fault: Fault::BadTime });
            }
        }
        let (Some(from), Some(to)) = (from, to) else { continue };
        let here = format!("{path}[{place}]");
        if from == to {
            found.push(Problem { path: here, fault: Fault::EmptyStretch });
            continue;
        }
        let to = if to < from { to + DAY } else { to };
        if let Some((earlier, end)) = read.last() {
            if from < *earlier {
                found.push(Problem { path: here, fault: Fault::Unsorted });
            } else if from < *end {
                let fault = Fault::Overlaps(format!("{path}[{}]", place - 1));
                found.push(Problem { path: here, fault });
            }
        }
        read.push((from, to));
    }
    read
}

/// A night shift must end before the next day's first stretch begins, in the ordinary week and around exceptions.
fn check_midnights(week: &[Day; 7], exceptions: &BTreeMap<i64, (usize, Day)>, found: &mut Vec<Problem>) {
    let clash = |first: &Day, second: &Day| {
        let tail = first.stretches.last().map_or(0, |(_, to)| to - DAY);
        second.stretches.first().is_some_and(|(from, _)| *from < tail)
    };
    let last = |day: &Day, path: String| format!("{path}[{}]", day.stretches.len().saturating_sub(1));
    for today in 0..7 {
        let tomorrow = (today + 1) % 7;
        if clash(&week[today], &week[tomorrow]) {
            let fault = Fault::Overlaps(last(&week[today], format!("week.{}", Week::NAMES[today])));
            found.push(Problem { path: format!("week.{}[0]", Week::NAMES[tomorrow]), fault });
        }
    }
    let plan = |day: i64| match exceptions.get(&day) {
        Some((place, plan)) => (plan, format!("exceptions[{place}].hours")),
        None => (&week[weekday(day)], format!("week.{}", Week::NAMES[weekday(day)])),
    };
    for (day, (place, own)) in exceptions {
        let path = format!("exceptions[{place}].hours");
        let (before, before_path) = plan(day - 1);
        if clash(before, own) {
            let fault = Fault::Overlaps(last(before, before_path));
            found.push(Problem { path: format!("{path}[0]"), fault });
        }
        // A following exception finds the clash itself, by looking back.
        if !exceptions.contains_key(&(day + 1)) {
            let (after, after_path) = plan(day + 1);
            if clash(own, after) {
                let fault = Fault::Overlaps(format!("{after_path}[0]"));
                found.push(Problem { path: last(own, path), fault });
            }
        }
    }
}

/// Seconds from midnight of `HH:MM`; 24:00 is allowed.
pub(super) fn time(text: &str) -> Option<i64> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let number = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.parse::<i64>().ok() } else { None }
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = hours * 3600 + minutes * 60;
    (minutes < 60 && seconds <= DAY).then_some(seconds)
}

fn date(text: &str) -> Option<i64> {
    let text = text.trim();
    let date: jiff::civil::Date = text.parse().ok()?;
    // The parser is generous; the stored form is the ten characters.
    (text.len() == 10 && (1900..2500).contains(&date.year())).then(|| day_number(date))
}
