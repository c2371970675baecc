//! The table behind a picture.

use std::fmt::Write;

use super::Words;
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

    /// As a file holds it: hours with a point and three places, days as the caller's words give them.
    fn plain(&self, words: &dyn Words) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Hours(hours) => format!("{hours:.3}"),
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
}

impl Table {
    /// As CSV after RFC 4180, lines ended by CR LF, in UTF-8 without a mark. A text that a spreadsheet would run as a formula gets an
    /// apostrophe before it.
    #[must_use]
    pub fn csv(&self, words: &dyn Words) -> String {
        let mut out = String::new();
        line(&mut out, self.head.iter().map(|head| harmless(head)));
        for row in &self.rows {
            line(
                &mut out,
                row.iter().map(|cell| match cell {
                    Cell::Text(text) => harmless(text),
                    other => other.plain(words),
                }),
            );
        }
        out
    }
}

fn harmless(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

fn line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            out.push(',');
        }
        if cell.contains(['"', ',', '\n', '\r', ';']) {
            write!(out, "\"{}\"", cell.replace('"', "\"\"")).unwrap_or_default();
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}
