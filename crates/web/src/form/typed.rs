//! What people type into fields, beside numbers themselves (`format/typed.rs`): quantities, hours, dates.

use domain::localized::Language;
use domain::money::Seconds;
use domain::time::Instant;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::format::decimal;
pub(crate) use crate::format::{Fault, typed as sum};

/// A whole number up to `most`; per cent are often written with their sign.
pub(crate) fn whole(text: &str, most: i64, language: Language) -> Result<i64, Fault> {
    let whole = decimal(text.trim_end_matches('%'), 0, language)?;
    if whole > most { Err("field-out-of-bounds") } else { Ok(whole) }
}

/// A quantity in thousandths.
pub(crate) fn quantity(text: &str, language: Language) -> Result<i64, Fault> {
    match decimal(text, 3, language)? {
        0 => Err("field-out-of-bounds"),
        quantity => Ok(quantity),
    }
}

/// Hours, as `12`, `12,5` or `12:30`, in seconds.
pub(crate) fn hours(text: &str, language: Language) -> Result<Seconds, Fault> {
    let seconds = if let Some((hours, minutes)) = text.trim().split_once(':') {
        let minutes: Seconds = minutes.parse().map_err(|_| "field-not-number")?;
        if !(0..60).contains(&minutes) {
            return Err("field-not-number");
        }
        decimal(hours, 0, language)?.checked_mul(3600).and_then(|hours| hours.checked_add(minutes * 60))
    } else {
        decimal(text, 2, language)?.checked_mul(36)
    };
    seconds.filter(|seconds| *seconds <= 10 * 365 * 86_400).ok_or("field-out-of-bounds")
}

/// Whole minutes, in seconds.
pub(crate) fn minutes(text: &str, language: Language) -> Result<Seconds, Fault> {
    decimal(text, 0, language)?.checked_mul(60).ok_or("field-out-of-bounds")
}

/// A date, as `2026-11-26` or `26.11.2026`.
pub(crate) fn date(text: &str) -> Result<Date, Fault> {
    let digits = |text: &str, len: std::ops::RangeInclusive<usize>| -> Result<i16, Fault> {
        let plain = len.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().map_err(|_| "field-not-date") } else { Err("field-not-date") }
    };
    let text = text.trim();
    let (year, month, day) = if let Some((year, rest)) = text.split_once('-') {
        let (month, day) = rest.split_once('-').ok_or("field-not-date")?;
        (digits(year, 4..=4)?, digits(month, 1..=2)?, digits(day, 1..=2)?)
    } else {
        let (day, rest) = text.split_once('.').ok_or("field-not-date")?;
        let (month, year) = rest.split_once('.').ok_or("field-not-date")?;
        (digits(year, 4..=4)?, digits(month, 1..=2)?, digits(day, 1..=2)?)
    };
    if !(2000..=2200).contains(&year) {
        return Err("field-not-date");
    }
    let small = |value: i16| i8::try_from(value).map_err(|_| "field-not-date");
    Date::new(year, small(month)?, small(day)?).map_err(|_| "field-not-date")
}

/// A time of day, as `16:00` or `9:30`.
pub(crate) fn time(text: &str) -> Result<Time, Fault> {
    let (hour, rest) = text.trim().split_once(':').ok_or("field-not-time")?;
    // Browsers may add seconds.
    let minute = rest.split_once(':').map_or(rest, |(minute, _)| minute);
    let digits = |text: &str| -> Result<i8, Fault> {
        let plain = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().map_err(|_| "field-not-time") } else { Err("field-not-time") }
    };
    Time::new(digits(hour)?, digits(minute)?, 0, 0).map_err(|_| "field-not-time")
}

/// The moment of a date and time in a zone. A time that the zone skips is the moment after the gap, one that it has twice
/// the first.
pub(crate) fn moment(date: Date, time: Time, zone: &TimeZone) -> Result<Instant, Fault> {
    let zoned = date.to_datetime(time).to_zoned(zone.clone()).map_err(|_| "field-not-date")?;
    Ok(Instant::from_timestamp(zoned.timestamp()))
}

/// Thousandths or hundredths as they are typed again: without zeros at the end, with the mark of the language.
pub(crate) fn decimal_text(value: i64, digits: u32, language: Language) -> String {
    let one = 10_i64.pow(digits);
    let (whole, fraction) = (value / one, (value % one).abs());
    if fraction == 0 {
        return whole.to_string();
    }
    let mark = if language == Language::Ru { ',' } else { '.' };
    let fraction = format!("{fraction:0width$}", width = digits as usize);
    format!("{whole}{mark}{}", fraction.trim_end_matches('0'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{En, Ru};

    #[test]
    fn quantities_hours_and_minutes() {
        assert_eq!(quantity("2,5", Ru), Ok(2_500));
        assert_eq!(quantity("1,500", Ru), Ok(1_500));
        assert_eq!(quantity("1,500", En), Ok(1_500_000));
        assert_eq!(quantity("0", Ru), Err("field-out-of-bounds"));
        assert_eq!(quantity("-1", Ru), Err("field-negative"));
        assert_eq!(hours("12", Ru), Ok(12 * 3600));
        assert_eq!(hours("1,25", Ru), Ok(4500));
        assert_eq!(hours("1:30", En), Ok(5400));
        assert_eq!(hours("1:75", En), Err("field-not-number"));
        assert_eq!(hours("99999999999", En), Err("field-out-of-bounds"));
        assert_eq!(minutes("25", Ru), Ok(1500));
        assert_eq!(minutes("2,5", Ru), Err("field-too-precise"));
        assert_eq!(decimal_text(2_500, 3, Ru), "2,5");
        assert_eq!(decimal_text(1_240_050, 2, En), "12400.5");
        assert_eq!(decimal_text(3_000, 3, En), "3");
    }

    #[test]
    fn dates_and_times_as_people_and_browsers_write_them() {
        let day = Date::constant(2026, 11, 26);
        for text in ["2026-11-26", "26.11.2026", " 26.11.2026 "] {
            assert_eq!(date(text), Ok(day), "{text}");
        }
        for text in
            ["", "26.11.26", "26/11/2026", "2026-13-01", "31.02.2026", "завтра", "+026-11-26", "0001-01-01"]
        {
            assert_eq!(date(text), Err("field-not-date"), "{text}");
        }
        assert_eq!(time("16:00"), Ok(Time::constant(16, 0, 0, 0)));
        assert_eq!(time("9:05:59"), Ok(Time::constant(9, 5, 0, 0)));
        for text in ["", "16", "24:00", "16:60", "ab:cd", "+9:00"] {
            assert_eq!(time(text), Err("field-not-time"), "{text}");
        }
        let zone = TimeZone::get("Europe/Moscow").unwrap();
        let at = moment(day, Time::constant(16, 0, 0, 0), &zone).unwrap();
        assert_eq!(at.to_timestamp().to_string(), "2026-11-26T13:00:00Z");
    }
}
