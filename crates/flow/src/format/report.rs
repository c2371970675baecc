//! What was rejected or repaired while a log was read.

use std::collections::BTreeMap;

use super::rows::Limits;
use super::trouble::{Trouble, TroubleKind};

/// What was done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Done {
    /// The row was left out.
    RowRejected,
    /// The value was read as not given; the row was taken.
    ValueDropped,
    /// It was read in another way than usual.
    Repaired,
    /// It was taken as it stands.
    Kept,
}

/// One thing that was noticed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// What is wrong and where.
    #[serde(flatten)]
    pub trouble: Trouble,
    /// What was done about it.
    pub done: Done,
}

/// What was noticed while reading.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Report {
    /// Rows read, with those that were rejected.
    pub rows: u64,
    /// Rows that were left out.
    pub rejected: u64,
    /// Rows that the mapping leaves out.
    pub left_out: u64,
    /// The first notes of each kind.
    pub notes: Vec<Note>,
    /// How many of each kind there are altogether, by [`TroubleKind::code`].
    #[serde(serialize_with = "counted")]
    counts: BTreeMap<(&'static str, Done), u64>,
    #[serde(skip)]
    limit: usize,
}

/// One line of the counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    /// See [`TroubleKind::code`].
    pub code: &'static str,
    /// What was done.
    pub done: Done,
    /// How often.
    pub count: u64,
}

impl Report {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { limit: limits.notes, ..Self::default() }
    }

    /// Notes one thing. A kind fills a fifth of the list at most, so that it does not hide the others.
    pub(super) fn note(&mut self, trouble: Trouble, done: Done) {
        let count = self.counts.entry((trouble.kind.code(), done)).or_default();
        *count += 1;
        if done == Done::RowRejected {
            self.rejected += 1;
        }
        if self.notes.len() < self.limit && *count <= (self.limit as u64).div_ceil(5) {
            self.notes.push(Note { trouble, done });
        }
    }

    /// How many there are of each kind.
    pub fn counts(&self) -> impl Iterator<Item = Count> + '_ {
        self.counts.iter().map(|(&(code, done), &count)| Count { code, done, count })
    }

    /// How many there are of one kind, whatever was done.
    #[must_use]
    pub fn count(&self, kind: &TroubleKind) -> u64 {
        self.counts().filter(|line| line.code == kind.code()).map(|line| line.count).sum()
    }
}

fn counted<S: serde::Serializer>(
    counts: &BTreeMap<(&'static str, Done), u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(counts.iter().map(|(&(code, done), &count)| Count { code, done, count }))
}
