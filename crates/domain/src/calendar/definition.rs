//! A working calendar as people write it and as it is stored (JSON): plain texts, not yet checked.

use serde::{Deserialize, Deserializer, Serialize};

use crate::ids::CalendarId;
use crate::localized::{Language, Localized};

/// One version of a working calendar, unchecked. [`super::Calendar::new`] checks it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// The id of this very version.
    pub id: CalendarId,
    /// The number of the version, from 1.
    pub version: u32,
    /// What people call the calendar. A plain text counts as Russian.
    #[serde(default, deserialize_with = "text_or_localized")]
    pub name: Localized,
    /// The IANA time zone, such as `Europe/Moscow`.
    pub zone: String,
    /// The ordinary week.
    pub week: Week,
    /// Days that differ from the ordinary week, in any order, each date once.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
}

/// The ordinary hours of each weekday; a day without hours is a day off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "the names of weekdays say it")]
pub struct Week {
    pub mon: Vec<Hours>,
    pub tue: Vec<Hours>,
    pub wed: Vec<Hours>,
    pub thu: Vec<Hours>,
    pub fri: Vec<Hours>,
    pub sat: Vec<Hours>,
    pub sun: Vec<Hours>,
}

impl Week {
    /// The field names, Monday first, as they stand in JSON and in the paths of problems.
    pub const NAMES: [&'static str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    /// The same hours from Monday to Friday.
    pub fn five_days(hours: &[Hours]) -> Self {
        let day = hours.to_vec();
        Self {
            mon: day.clone(),
            tue: day.clone(),
            wed: day.clone(),
            thu: day.clone(),
            fri: day,
            ..Self::default()
        }
    }

    /// Monday to Friday, 09:00–18:00 with lunch at 13:00–14:00.
    pub fn office() -> Self {
        Self::five_days(&[Hours::new("09:00", "13:00"), Hours::new("14:00", "18:00")])
    }

    /// All day, every day.
    pub fn around_the_clock() -> Self {
        let day = vec![Hours::new("00:00", "24:00")];
        let five = Self::five_days(&day);
        Self { sat: day.clone(), sun: day, ..five }
    }

    /// The seven days, Monday first.
    pub fn days(&self) -> [&[Hours]; 7] {
        [&self.mon, &self.tue, &self.wed, &self.thu, &self.fri, &self.sat, &self.sun]
    }
}

/// A stretch of working time, as read on the wall clock of the zone.
///
/// When `to` is not later than `from`, the stretch runs across midnight into the next day and belongs to the day it
/// starts on. `24:00` is the midnight that ends the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hours {
    /// The beginning, `HH:MM`.
    pub from: String,
    /// The end, `HH:MM`, not part of the stretch.
    pub to: String,
}

impl Hours {
    /// From two times written `HH:MM`.
    pub fn new(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { from: from.into(), to: to.into() }
    }
}

/// A date with hours of its own: a holiday (no hours), a moved working day or a shortened day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exception {
    /// The civil date, `YYYY-MM-DD`.
    pub date: String,
    /// Why the day differs. A plain text counts as Russian.
    #[serde(deserialize_with = "text_or_localized")]
    pub name: Localized,
    /// The hours that replace the ordinary ones; empty on a holiday.
    #[serde(default)]
    pub hours: Vec<Hours>,
}

fn text_or_localized<'de, D: Deserializer<'de>>(from: D) -> Result<Localized, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Text(String),
        Localized(Localized),
    }
    Ok(match Either::deserialize(from)? {
        Either::Text(text) => Localized::one(Language::Ru, text),
        Either::Localized(both) => both,
    })
}
