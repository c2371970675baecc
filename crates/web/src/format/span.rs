//! Spans of time.

use domain::localized::Language;
use domain::money::Seconds;

use super::{NBSP, number};

struct Units {
    day: &'static str,
    hour: &'static str,
    minute: &'static str,
    second: &'static str,
}

const fn units(language: Language) -> Units {
    match language {
        Language::Ru => Units { day: "дн", hour: "ч", minute: "мин", second: "с" },
        Language::En => Units { day: "d", hour: "h", minute: "min", second: "s" },
    }
}

fn minus(seconds: Seconds) -> &'static str {
    if seconds < 0 { "\u{2212}" } else { "" }
}

/// Hours and minutes: `25 мин`, `2 ч 05 мин`. Rounded to the nearest minute, but what is more than nothing is never written
/// as nothing: it is at least one minute.
pub fn span(seconds: Seconds, language: Language) -> String {
    let unit = units(language);
    let size = seconds.unsigned_abs();
    let minutes = if size == 0 { 0 } else { (size.saturating_add(30) / 60).max(1) };
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let sign = minus(seconds);
    if hours == 0 {
        return format!("{sign}{minutes}{NBSP}{}", unit.minute);
    }
    let hours = number(i64::try_from(hours).unwrap_or(i64::MAX), language);
    format!("{sign}{hours}{NBSP}{}{NBSP}{minutes:02}{NBSP}{}", unit.hour, unit.minute)
}

/// To the second, for statements and postings: `1 ч 05 мин 07 с`. Every part below the first is written with two digits.
pub fn exact(seconds: Seconds, language: Language) -> String {
    let unit = units(language);
    let size = seconds.unsigned_abs();
    let (hours, minutes, rest) = (size / 3600, size / 60 % 60, size % 60);
    let sign = minus(seconds);
    if hours > 0 {
        let hours = number(i64::try_from(hours).unwrap_or(i64::MAX), language);
        let (h, m, s) = (unit.hour, unit.minute, unit.second);
        return format!("{sign}{hours}{NBSP}{h}{NBSP}{minutes:02}{NBSP}{m}{NBSP}{rest:02}{NBSP}{s}");
    }
    if minutes > 0 {
        return format!("{sign}{minutes}{NBSP}{}{NBSP}{rest:02}{NBSP}{}", unit.minute, unit.second);
    }
    format!("{sign}{rest}{NBSP}{}", unit.second)
}

/// Waiting, which runs through nights: `4 дн 3 ч`, under a day as [`span`]. Rounded down, so that it never says a day too early.
pub fn waited(seconds: Seconds, language: Language) -> String {
    let unit = units(language);
    let hours = seconds.unsigned_abs() / 3600;
    if hours < 24 {
        return span(seconds, language);
    }
    let days = number(i64::try_from(hours / 24).unwrap_or(i64::MAX), language);
    let sign = minus(seconds);
    match hours % 24 {
        0 => format!("{sign}{days}{NBSP}{}", unit.day),
        rest => format!("{sign}{days}{NBSP}{}{NBSP}{rest}{NBSP}{}", unit.day, unit.hour),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: String) -> String {
        assert!(!text.contains(' '), "{text} may break");
        text.replace(NBSP, " ")
    }

    #[test]
    fn spans_in_both_languages() {
        for (seconds, russian, english) in [
            (0, "0 мин", "0 min"),
            (1, "1 мин", "1 min"),
            (89, "1 мин", "1 min"),
            (90, "2 мин", "2 min"),
            (59 * 60 + 30, "1 ч 00 мин", "1 h 00 min"),
            (7800, "2 ч 10 мин", "2 h 10 min"),
            (-300, "\u{2212}5 мин", "\u{2212}5 min"),
            (4_000_000, "1 111 ч 07 мин", "1,111 h 07 min"),
        ] {
            assert_eq!(plain(span(seconds, Language::Ru)), russian);
            assert_eq!(plain(span(seconds, Language::En)), english);
        }
    }

    #[test]
    fn exact_spans_lose_nothing() {
        for (seconds, russian, english) in [
            (0, "0 с", "0 s"),
            (61, "1 мин 01 с", "1 min 01 s"),
            (3907, "1 ч 05 мин 07 с", "1 h 05 min 07 s"),
            (-59, "\u{2212}59 с", "\u{2212}59 s"),
        ] {
            assert_eq!(plain(exact(seconds, Language::Ru)), russian);
            assert_eq!(plain(exact(seconds, Language::En)), english);
        }
    }

    #[test]
    fn waiting_counts_days() {
        for (seconds, russian, english) in [
            (3600, "1 ч 00 мин", "1 h 00 min"),
            (86_399, "24 ч 00 мин", "24 h 00 min"),
            (86_400, "1 дн", "1 d"),
            (99 * 3600, "4 дн 3 ч", "4 d 3 h"),
        ] {
            assert_eq!(plain(waited(seconds, Language::Ru)), russian);
            assert_eq!(plain(waited(seconds, Language::En)), english);
        }
    }
}
