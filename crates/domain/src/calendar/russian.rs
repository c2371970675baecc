//! The production calendar of Russia, 2015–2027.
//!
//! The data lists days off only; the rest follows from two rules of the law:
//! a day off "moved from" a date that is itself no day off makes that date (a Saturday) a working day with the hours of
//! the day it stands in for; and the working day before a public holiday is an hour shorter (article 95 of the Labour
//! Code), also when it has been moved to a Saturday.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::check::{DAY, day_number, time, weekday};
use super::{Calendar, Definition, Exception, Hours, Invalid, Week};
use crate::ids::CalendarId;
use crate::localized::Localized;

const DAYS_OFF: &str = include_str!("../../data/ru_public_holidays_2015_2027.csv");

/// A calendar of the five-day week with Russian holidays, working Saturdays and shortened days.
///
/// # Errors
/// The zone or the hours are wrong; see [`Calendar::new`].
pub fn russian(id: CalendarId, version: u32, zone: &str, week: Week) -> Result<Calendar, Invalid> {
    Calendar::new(Definition {
        id,
        version,
        name: Localized::both("Производственный календарь России", "Russian production calendar"),
        zone: zone.to_owned(),
        exceptions: russian_exceptions(&week),
        week,
    })
}

/// The exceptions alone, in the order of dates, for calendars that add their own. `week` gives the hours of working
/// Saturdays and shortened days; where it has none, there is nothing to shorten or to move.
pub fn russian_exceptions(week: &Week) -> Vec<Exception> {
    let off: BTreeMap<Date, &str> = DAYS_OFF
        .lines()
        .filter_map(|line| line.split_once(','))
        .filter_map(|(date, name)| Some((date.parse().ok()?, name)))
        .collect();
    let hours_of = |date: Date| week.days()[weekday(day_number(date))];
    let is_eve = |date: Date| {
        date.tomorrow().ok().and_then(|next| off.get(&next)).copied().filter(|name| is_holiday(name))
    };
    let mut found: BTreeMap<Date, Exception> = BTreeMap::new();
    for (date, name) in &off {
        let exception = |date: Date, name, hours| Exception { date: date.to_string(), name, hours };
        found.insert(*date, exception(*date, localized(name), Vec::new()));
        if let Some(moved) = moved_from(name).filter(|moved| !off.contains_key(moved)) {
            let ordinary = hours_of(*date);
            if hours_of(moved).is_empty() && !ordinary.is_empty() {
                let (ru, en) =
                    (format!("Рабочий день за {}", short(*date)), format!("Working day instead of {date}"));
                let day = if is_eve(*date).is_some() {
                    let name = Localized::both(ru + ", сокращённый на час", en + ", an hour shorter");
                    exception(moved, name, shorten(ordinary))
                } else {
                    exception(moved, Localized::both(ru, en), ordinary.to_vec())
                };
                found.insert(moved, day);
            }
        }
        if !is_holiday(name) {
            continue;
        }
        if let Some(eve) = date.yesterday().ok().filter(|eve| !off.contains_key(eve)) {
            let ordinary = hours_of(eve);
            if !ordinary.is_empty() {
                let of = localized(name);
                let name = Localized::both(
                    format!("Сокращённый день: завтра {}", of.ru.unwrap_or_default()),
                    format!("Shortened day: tomorrow is {}", of.en.unwrap_or_default()),
                );
                found.entry(eve).or_insert_with(|| exception(eve, name, shorten(ordinary)));
            }
        }
    }
    found.into_values().collect()
}

/// A public holiday itself, not a day off that was moved or added because of one.
fn is_holiday(name: &str) -> bool {
    !name.contains('(')
}

fn moved_from(name: &str) -> Option<Date> {
    let text = name.split_once("перенесено с ")?.1.strip_suffix(')')?;
    let mut parts = text.split('.');
    let (day, month, year) =
        (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    Date::new(year, month, day).ok()
}

fn short(date: Date) -> String {
    format!("{:02}.{:02}.{}", date.day(), date.month(), date.year())
}

/// The same hours without the last working hour.
fn shorten(hours: &[Hours]) -> Vec<Hours> {
    let mut left = 3600;
    let mut kept = hours.to_vec();
    while left > 0 {
        let Some(last) = kept.pop() else { break };
        let (Some(from), Some(to)) = (time(&last.from), time(&last.to)) else {
            kept.push(last);
            break;
        };
        let to = if to < from { to + DAY } else { to };
        if to - from > left {
            let to = to - left;
            // A night shift may now end exactly at midnight.
            let to = if to > DAY { to - DAY } else { to };
            kept.push(Hours::new(last.from, format!("{:02}:{:02}", to / 3600, to % 3600 / 60)));
            break;
        }
        left -= to - from;
    }
    kept
}

fn localized(name: &str) -> Localized {
    let (base, rest) = name.split_once(" (").unwrap_or((name, ""));
    let english = match base {
        "Новогодние каникулы" => "New Year holidays",
        "Рождество Христово" => "Orthodox Christmas",
        "День защитника Отечества" => "Defender of the Fatherland Day",
        "Международный женский день" => "International Women's Day",
        "Праздник Весны и Труда" => "Spring and Labour Day",
        "День Победы" => "Victory Day",
        "День России" => "Russia Day",
        "День народного единства" => "National Unity Day",
        _ => "Day off",
    };
    let english = match moved_from(name) {
        Some(from) => format!("{english} (moved from {from})"),
        None if rest.is_empty() => english.to_owned(),
        None => format!("{english} (day off)"),
    };
    Localized::both(name, english)
}
