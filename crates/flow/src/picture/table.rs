//! The table behind a picture.

use super::{Target, Words};
use crate::csv;
use crate::log::Millis;

/// A cell. Numbers stay numbers, so that a file holds them in full and a page in its own words.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A number of things.
    Count(u64),
    /// A span in hours.
    Hours(f64),
    /// A day, by a moment in it.
    Day(Millis),
    /// Nothing is known.
    Empty,
}

impl Cell {
    /// As a page shows it.
    #[must_use]
    pub fn shown(&self, words: &dyn Words) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => words.count(*count),
            Self::Hours(hours) => words.span(*hours),
            Self::Day(at) => words.day(*at),
            Self::Empty => String::new(),
        }
    }

    /// Whether it is set to the right.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Hours(_))
    }

    /// As a file holds it: hours with a point and three places, days as files have them.
    fn plain(&self, words: &dyn Words) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Hours(hours) => format!("{hours:.3}"),
            Self::Day(at) => words.date(*at),
            other => other.shown(words),
        }
    }
}

/// Heads and rows, all of the same width.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// What the columns hold.
    pub head: Vec<String>,
    /// The rows.
    pub rows: Vec<Vec<Cell>>,
    /// What each row opens to.
    pub targets: Vec<Option<Target>>,
}

impl Table {
    /// As CSV after RFC 4180, lines ended by CR LF, in UTF-8 without a mark. Texts are harmless for spreadsheets, see [`crate::csv`].
    #[must_use]
    pub fn csv(&self, words: &dyn Words) -> String {
        let mut out = csv::row(',', self.head.iter().map(String::as_str));
        for row in &self.rows {
            for (n, cell) in row.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                match cell {
                    Cell::Text(text) => csv::text(&mut out, text),
                    other => csv::plain(&mut out, &other.plain(words)),
                }
            }
            out.push_str("\r\n");
        }
        out
    }
}
