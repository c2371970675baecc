//! What people type into fields, as values: sums, quantities, hours, dates. Exact: no value passes through a floating number, and
//! what can be read in two ways is refused rather than guessed.
//!
//! | language | decimal mark | groups of thousands |
//! |---|---|---|
//! | Russian | comma or dot | spaces |
//! | English | dot; a comma too, unless three digits follow | spaces or commas |

use domain::localized::Language;
use domain::money::{Currency, MAX_AMOUNT, Minor, Seconds};
use domain::time::Instant;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// Why a value cannot be read: a message key.
pub(super) type Fault = &'static str;

/// Splits a number into whole digits and digits after the mark.
fn parts(text: &str, language: Language) -> Option<(String, String)> {
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '\u{2019}')).collect();
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if text.is_empty() || text.chars().any(|c| !c.is_ascii_digit() && !matches!(c, ',' | '.')) {
        return None;
    }
    // English groups by commas: only whole groups of three before a dot or the end are groups.
    let (head, tail) = text.split_once('.').map_or((text.as_str(), None), |(head, tail)| (head, Some(tail)));
    let groups: Vec<&str> = head.split(',').collect();
    let grouped = language == Language::En
        && groups.len() > 1
        && (1..=3).contains(&groups[0].len())
        && !groups[0].starts_with('0')
        && groups[1..].iter().all(|group| group.len() == 3);
    let (whole, fraction) = if grouped {
        (groups.concat(), tail.unwrap_or_default().to_owned())
    } else {
        match (groups.as_slice(), tail) {
            ([whole], fraction) => ((*whole).to_owned(), fraction.unwrap_or_default().to_owned()),
            ([whole, fraction], None) => ((*whole).to_owned(), (*fraction).to_owned()),
            _ => return None,
        }
    };
    let mark_alone = whole.is_empty() && fraction.is_empty();
    (!mark_alone && plain(&whole) && plain(&fraction)).then_some((whole, fraction))
}

/// A number with at most `digits` digits after the mark, in units of the last of them.
fn decimal(text: &str, digits: u32, language: Language) -> Result<i64, Fault> {
    let text = text.trim().replace('\u{2212}', "-");
    let (minus, text) = text.strip_prefix('-').map_or((false, text.as_str()), |rest| (true, rest));
    let (whole, fraction) = parts(text, language).ok_or("field-not-number")?;
    let kept = fraction.trim_end_matches('0');
    let digits = digits as usize;
    if kept.len() > digits {
        return Err("field-too-precise");
    }
    let all = format!("{whole}{kept}{}", "0".repeat(digits - kept.len()));
    let value: i64 = all.parse().map_err(|_| "field-out-of-bounds")?;
    if minus && value != 0 { Err("field-negative") } else { Ok(value) }
}

/// A sum in the company's currency; its sign may stand before or after.
pub(super) fn money(text: &str, currency: Currency, language: Language) -> Result<Minor, Fault> {
    let mut text = text.trim();
    for sign in ["₽", "руб.", "руб", "р.", "€", "$", "£", "¥", "₸", currency.code()] {
        text = text.strip_suffix(sign).unwrap_or(text).trim();
        text = text.strip_prefix(sign).unwrap_or(text).trim();
    }
    let sum = decimal(text, currency.digits(), language)?;
    if sum > MAX_AMOUNT { Err("field-out-of-bounds") } else { Ok(sum) }
}

/// A whole number.
pub(super) fn whole(text: &str, language: Language) -> Result<i64, Fault> {
    decimal(text, 0, language)
}

/// A quantity in thousandths.
pub(super) fn quantity(text: &str, language: Language) -> Result<i64, Fault> {
    match decimal(text, 3, language)? {
        0 => Err("field-out-of-bounds"),
        quantity => Ok(quantity),
    }
}

/// Hours, as `12`, `12,5` or `12:30`, in seconds.
pub(super) fn hours(text: &str, language: Language) -> Result<Seconds, Fault> {
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
pub(super) fn minutes(text: &str, language: Language) -> Result<Seconds, Fault> {
    decimal(text, 0, language)?.checked_mul(60).ok_or("field-out-of-bounds")
}

/// A date, as `2026-11-26` or `26.11.2026`.
pub(super) fn date(text: &str) -> Result<Date, Fault> {
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
pub(super) fn time(text: &str) -> Result<Time, Fault> {
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
pub(super) fn moment(date: Date, time: Time, zone: &TimeZone) -> Result<Instant, Fault> {
    let zoned = date.to_datetime(time).to_zoned(zone.clone()).map_err(|_| "field-not-date")?;
    Ok(Instant::from_timestamp(zoned.timestamp()))
}

/// Thousandths or hundredths as they are typed again: without zeros at the end, with the mark of the language.
pub(super) fn decimal_text(value: i64, digits: u32, language: Language) -> String {
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
    fn sums_are_exact_in_both_languages() {
        let rub = Currency::RUB;
        for (text, language, sum) in [
            ("12400", Ru, 1_240_000),
            ("12 400", Ru, 1_240_000),
            ("12\u{a0}400,50\u{a0}₽", Ru, 1_240_050),
            ("12400.5", Ru, 1_240_050),
            ("0,07", Ru, 7),
            (",5", Ru, 50),
            ("5,", Ru, 500),
            ("1 000,000", Ru, 100_000),
            ("186 000 руб.", Ru, 18_600_000),
            ("₽12,400.50", En, 1_240_050),
            ("12,400", En, 1_240_000),
            ("1,240,000", En, 124_000_000),
            ("12,5", En, 1_250),
            ("0.10", En, 10),
            ("0", En, 0),
        ] {
            assert_eq!(money(text, rub, language), Ok(sum), "{text}");
        }
        for (text, language, fault) in [
            ("", Ru, "field-not-number"),
            ("даром", Ru, "field-not-number"),
            ("1e9", Ru, "field-not-number"),
            ("0x10", Ru, "field-not-number"),
            ("١٢", Ru, "field-not-number"),
            ("1.2.3", Ru, "field-not-number"),
            ("12.400,50", Ru, "field-not-number"),
            ("1,24,000", En, "field-not-number"),
            ("-5", Ru, "field-negative"),
            ("\u{2212}5", Ru, "field-negative"),
            // In Russian this is twelve and four tenths of a thousandth more than kopecks can say.
            ("12,405", Ru, "field-too-precise"),
            ("0,001", En, "field-too-precise"),
            ("99999999999999999999", Ru, "field-out-of-bounds"),
            ("100000000000,01", Ru, "field-out-of-bounds"),
        ] {
            assert_eq!(money(text, rub, language), Err(fault), "{text}");
        }
        assert_eq!(money("1000", "JPY".parse().unwrap(), Ru), Ok(1000));
        assert_eq!(money("10,5", "JPY".parse().unwrap(), Ru), Err("field-too-precise"));
    }

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
