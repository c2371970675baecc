//! Budget periods: a calendar month, quarter or year.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// The years a period may lie in; forms and files with others are refused.
const YEARS: std::ops::RangeInclusive<i16> = 1970..=2999;

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PeriodLength {
    /// A calendar month.
    Month,
    /// Three calendar months from January, April, July or October.
    Quarter,
    /// A calendar year.
    Year,
}

impl PeriodLength {
    /// Every length, shortest first.
    pub const ALL: [Self; 3] = [Self::Month, Self::Quarter, Self::Year];

    /// The word that the tables keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|length| length.code() == code)
    }

    const fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// A month (`2026-11`), a quarter (`2026-Q4`) or a year (`2026`). Sorted by its first day, then by its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    year: i16,
    /// The first month, 1 to 12.
    month: i8,
    length: PeriodLength,
}

/// Why a text is not a period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a period is a month such as 2026-11, a quarter such as 2026-Q4 or a year such as 2026, not {0:?}")]
pub struct NotAPeriod(pub String);

impl Period {
    /// The period of this length that contains the day; `None` outside the years 1970 to 2999.
    pub fn containing(day: Date, length: PeriodLength) -> Option<Self> {
        let first = (day.month() - 1) / length.months() * length.months() + 1;
        YEARS.contains(&day.year()).then_some(Self { year: day.year(), month: first, length })
    }

    /// Month, quarter or year.
    pub const fn length(self) -> PeriodLength {
        self.length
    }

    /// The first day.
    pub fn start(self) -> Date {
        date(self.year, self.month, 1)
    }

    /// The last day, included.
    pub fn end(self) -> Date {
        // The years end long before the calendar library does.
        date(self.year, self.month + self.length.months() - 1, 1).last_of_month()
    }

    /// True when the day lies in the period.
    pub fn contains(self, day: Date) -> bool {
        self.start() <= day && day <= self.end()
    }

    /// The following period of the same length; `None` after 2999.
    pub fn next(self) -> Option<Self> {
        Self::containing(self.end().checked_add(1.day()).ok()?, self.length)
    }

    /// The preceding period of the same length; `None` before 1970.
    pub fn previous(self) -> Option<Self> {
        Self::containing(self.start().checked_sub(1.day()).ok()?, self.length)
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        parse(text).ok_or_else(|| NotAPeriod(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Period> {
    let number = |text: &str, digits: usize| {
        (text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<i16>().ok())
            .flatten()
    };
    let (year, part) = match text.split_once('-') {
        Some((year, part)) => (year, Some(part)),
        None => (text, None),
    };
    let year = number(year, 4).filter(|year| YEARS.contains(year))?;
    let (first, length) = match part {
        None => (1, PeriodLength::Year),
        Some(part) => match part.strip_prefix('Q') {
            Some(quarter) => {
                let quarter = number(quarter, 1).filter(|quarter| (1..=4).contains(quarter))?;
                (quarter * 3 - 2, PeriodLength::Quarter)
            }
            None => (number(part, 2).filter(|month| (1..=12).contains(month))?, PeriodLength::Month),
        },
    };
    Some(Period { year, month: i8::try_from(first).ok()?, length })
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            PeriodLength::Month => write!(f, "{:04}-{:02}", self.year, self.month),
            PeriodLength::Quarter => write!(f, "{:04}-Q{}", self.year, (self.month + 2) / 3),
            PeriodLength::Year => write!(f, "{:04}", self.year),
        }
    }
}

impl TryFrom<String> for Period {
    type Error = NotAPeriod;
    fn try_from(text: String) -> Result<Self, NotAPeriod> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_with_their_days() {
        for (text, start, end, next, previous) in [
            ("2026-11", date(2026, 11, 1), date(2026, 11, 30), "2026-12", "2026-10"),
            ("2026-12", date(2026, 12, 1), date(2026, 12, 31), "2027-01", "2026-11"),
            ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "2028-03", "2028-01"),
            ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), "2027-Q1", "2026-Q3"),
            ("2026", date(2026, 1, 1), date(2026, 12, 31), "2027", "2025"),
        ] {
            let period: Period = text.parse().unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!((period.start(), period.end()), (start, end));
            assert_eq!(period.next().unwrap().to_string(), next);
            assert_eq!(period.previous().unwrap().to_string(), previous);
            assert!(period.contains(start) && period.contains(end));
            assert!(
                !period.contains(start.yesterday().unwrap()) && !period.contains(end.tomorrow().unwrap())
            );
            assert_eq!(Period::containing(end, period.length()), Some(period));
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "", "26-11", "2026-13", "2026-00", "2026-1", "2026-Q5", "2026-Q0", "2026-q1", "+026", "1969",
            "3000",
        ] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod(text.to_owned())));
        }
        assert_eq!("2026-11-01".parse::<Period>(), Err(NotAPeriod("2026-11-01".to_owned())));
        assert_eq!("2999".parse::<Period>().unwrap().next(), None);
        assert_eq!("1970-01".parse::<Period>().unwrap().previous(), None);
    }
}
