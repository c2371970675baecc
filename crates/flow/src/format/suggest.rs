//! A mapping guessed from the names of columns and the first rows.

use std::collections::HashSet;

use super::dates::{KNOWN, Pattern, Said, turn};
use super::guess::{NAMES, guess_meaning, plain};
use super::mapping::{Mapping, Role};
use super::rows::Row;

/// Something that a person must say, as the file leaves it open.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case", tag = "doubt")]
pub enum Doubt {
    /// No column was found for something that is needed.
    NotFound {
        /// What is needed.
        role: Role,
    },
    /// Every date could be read in either way: the first was taken.
    DayOrMonth {
        /// The ways to read it.
        patterns: Vec<String>,
    },
    /// The dates are written in several ways, all of them clear.
    SeveralPatterns {
        /// The ways.
        patterns: Vec<String>,
    },
    /// The dates are written in ways that cannot be told apart.
    MixedDates {
        /// The ways.
        patterns: Vec<String>,
    },
    /// Times are given without a zone.
    ZoneNeeded,
    /// It was guessed what these states mean.
    MeaningsGuessed,
}

/// A guess.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The mapping.
    pub mapping: Mapping,
    /// What is open.
    pub doubts: Vec<Doubt>,
}

/// Guesses a mapping from the columns and some rows.
#[must_use]
pub fn suggest(columns: &[String], rows: &[Row]) -> Suggestion {
    let mut mapping = known(columns).unwrap_or_default();
    let guessed = mapping.columns.is_empty();
    // Logs of others in these formats have attributes of their own besides those of the standard.
    let open = guessed || columns.iter().any(|name| name == "ocel:oid" || name == "case:concept:name");
    mapping.columns.retain(|_, column| columns.contains(column));
    let mut doubts = Vec::new();
    let values = |column: &str| -> Vec<&str> {
        let place = columns.iter().position(|name| name == column);
        let cells = rows.iter().filter_map(|row| row.cell(place?)).map(str::trim);
        cells.collect()
    };
    if open {
        mapping.missing = markers(rows);
        by_name(columns, &mut mapping);
    }
    if guessed {
        by_value(columns, &values, &mut mapping);
    }
    for role in Role::ALL.into_iter().filter(|role| role.needed()) {
        if mapping.column(role).is_none() {
            doubts.push(Doubt::NotFound { role });
        }
    }
    // All columns of dates together: one that is sure of the order of day and month decides for those that are not.
    let times = Role::ALL.into_iter().filter(|role| role.is_time()).filter_map(|role| mapping.column(role));
    let given: Vec<&str> = times.flat_map(&values).filter(|value| !mapping.is_missing(value)).collect();
    let (patterns, local) = patterns(&given, &mut doubts);
    if patterns.iter().any(|pattern| pattern != "iso") {
        mapping.dates = patterns;
    }
    if local && mapping.zone.is_none() {
        doubts.push(Doubt::ZoneNeeded);
    }
    if open
        && mapping.column(Role::Meaning).is_none()
        && let Some(column) = mapping.column(Role::Activity)
    {
        let states: HashSet<&str> =
            values(column).into_iter().filter(|value| !mapping.is_missing(value)).collect();
        let meanings: Vec<_> =
            states.iter().filter_map(|state| Some(((*state).to_owned(), guess_meaning(state)?))).collect();
        if !meanings.is_empty() {
            doubts.push(Doubt::MeaningsGuessed);
        }
        mapping.meanings.extend(meanings);
    }
    Suggestion { mapping, doubts }
}

/// The mapping of a system whose columns these are.
fn known(columns: &[String]) -> Option<Mapping> {
    // The objects of others have no attribute for their number: their identifier serves.
    let mut foreign = Mapping::ocel();
    foreign.columns.insert(Role::Case, "ocel:oid".to_owned());
    foreign.file.case_type = None;
    [Mapping::servicenow(), Mapping::xes(), Mapping::ocel(), foreign, Mapping::csv()].into_iter().find(
        |known| {
            [Role::Case, Role::Activity, Role::Time].iter().all(|role| {
                known.column(*role).is_some_and(|column| columns.iter().any(|name| name == column))
            })
        },
    )
}

/// Signs that stand where nothing was given.
fn markers(rows: &[Row]) -> Vec<String> {
    let usual = ["?", "-", "—", "NULL", "null", "N/A", "n/a", "None", "nan"];
    let seen: HashSet<&str> = rows.iter().flat_map(Row::cells).flatten().map(str::trim).collect();
    usual.iter().filter(|marker| seen.contains(**marker)).map(|marker| (*marker).to_owned()).collect()
}

/// Columns whose names say what they are: exactly first, then by a part of it. Each column serves once.
fn by_name(columns: &[String], mapping: &mut Mapping) {
    let plains: Vec<String> = columns.iter().map(|name| plain(name)).collect();
    let used = |n: &usize| mapping.columns.values().any(|column| *column == columns[*n]);
    let mut taken: HashSet<usize> = (0..columns.len()).filter(used).collect();
    for whole in [true, false] {
        for (role, names) in NAMES {
            if mapping.columns.contains_key(role) {
                continue;
            }
            // Short words occur within others by chance.
            let like = |plain: &str, name: &str| {
                plain == name || (!whole && name.chars().count() > 4 && plain.contains(name))
            };
            // The earlier a name stands in the list, the better it fits.
            let rank = |n: usize| names.iter().position(|name| like(&plains[n], name));
            let free = (0..columns.len()).filter(|n| !taken.contains(n));
            if let Some((_, n)) = free.filter_map(|n| Some((rank(n)?, n))).min() {
                taken.insert(n);
                mapping.columns.insert(*role, columns[n].clone());
            }
        }
    }
}

/// What the names left open, by the values: a time is what reads as one, a state what has few values, a case what repeats.
fn by_value<'r>(columns: &[String], values: &impl Fn(&str) -> Vec<&'r str>, mapping: &mut Mapping) {
    let free: Vec<&String> =
        columns.iter().filter(|name| !mapping.columns.values().any(|used| used == *name)).collect();
    let mut free = free.into_iter();
    if mapping.column(Role::Time).is_none() {
        let is_time = |name: &&String| {
            let given: Vec<&str> =
                values(name).into_iter().filter(|value| !mapping.is_missing(value)).collect();
            !given.is_empty() && !fitting(&given).is_empty()
        };
        if let Some(column) = free.clone().find(is_time) {
            mapping.columns.insert(Role::Time, column.clone());
        }
    }
    let time = mapping.column(Role::Time).map(str::to_owned);
    if mapping.column(Role::Activity).is_none() {
        let few = |name: &&String| {
            let given = values(name);
            let different: HashSet<&str> = given.iter().copied().collect();
            Some(*name) != time.as_ref()
                && given.len() >= 10
                && (2..=30).contains(&different.len())
                && given.iter().all(|value| value.chars().any(char::is_alphabetic))
        };
        if let Some(column) = free.find(few) {
            mapping.columns.insert(Role::Activity, column.clone());
        }
    }
}

/// The known patterns that all values fit.
fn fitting(given: &[&str]) -> Vec<Pattern> {
    let known = std::iter::once("iso").chain(KNOWN).filter_map(|text| Pattern::new(text).ok());
    known.filter(|pattern| given.iter().all(|value| pattern.read(value).is_some())).collect()
}

/// The pattern and the one with day and month changed about, when both are known and the values do not tell which it is.
fn either(pattern: &Pattern, values: &[&str]) -> Vec<String> {
    let turned = turn(&pattern.text).filter(|text| KNOWN.contains(&text.as_str()));
    let Some(turned) = turned.and_then(|text| Pattern::new(&text).ok()) else { return Vec::new() };
    let clear = values.iter().any(|value| turned.read(value).is_none())
        || values.iter().all(|value| turned.read(value) == pattern.read(value));
    if clear { Vec::new() } else { vec![pattern.text.clone(), turned.text] }
}

/// How dates are written, and whether they need a zone.
fn patterns(given: &[&str], doubts: &mut Vec<Doubt>) -> (Vec<String>, bool) {
    if given.is_empty() {
        return (Vec::new(), false);
    }
    let mut fits = fitting(given);
    fits.dedup_by(|b, a| given.iter().all(|value| a.read(value) == b.read(value)));
    let is_local =
        |pattern: &Pattern| given.iter().any(|value| matches!(pattern.read(value), Some(Said::Local(_))));
    let texts =
        |patterns: &[Pattern]| patterns.iter().map(|pattern| pattern.text.clone()).collect::<Vec<_>>();
    if let Some(first) = fits.first() {
        let local = is_local(first);
        if fits.len() > 1 {
            doubts.push(Doubt::DayOrMonth { patterns: texts(&fits) });
        }
        return (vec![fits[0].text.clone()], local);
    }
    // No single way fits: those that are needed, as long as none of them is another with day and month changed about.
    let known = std::iter::once("iso").chain(KNOWN).filter_map(|text| Pattern::new(text).ok());
    let mut left: Vec<&str> = given.to_vec();
    let mut needed: Vec<Pattern> = Vec::new();
    let mut ways: Vec<(usize, Pattern)> = known
        .map(|pattern| (given.iter().filter(|value| pattern.read(value).is_some()).count(), pattern))
        .collect();
    ways.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    let mut unclear = Vec::new();
    for (_, pattern) in ways {
        let (its, others): (Vec<&str>, Vec<&str>) =
            left.iter().partition(|value| pattern.read(value).is_some());
        left = others;
        if !its.is_empty() {
            unclear.extend(either(&pattern, &its));
            needed.push(pattern);
        }
    }
    let local = needed.iter().any(is_local);
    let turned =
        |pattern: &Pattern| needed.iter().any(|other| turn(&other.text).as_ref() == Some(&pattern.text));
    let patterns = texts(&needed);
    if needed.iter().any(turned) {
        doubts.push(Doubt::MixedDates { patterns: patterns.clone() });
    } else if !unclear.is_empty() {
        doubts.push(Doubt::DayOrMonth { patterns: unclear });
    } else if needed.len() > 1 {
        doubts.push(Doubt::SeveralPatterns { patterns: patterns.clone() });
    }
    (patterns, local)
}
