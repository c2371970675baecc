//! What reading a log gives.

use sha2::{Digest, Sha256};

use super::report::Report;
use crate::log::{Log, Meaning, Name};

/// What a log does not hold of a case, in the order of its cases. Names are those of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extra {
    /// The line on which the case first comes.
    pub line: u64,
    /// The person who asked.
    pub customer_person: Name,
    /// What it is about.
    pub title: Name,
    /// By which way it came.
    pub channel: Name,
    /// How often it was opened again, by the source's own count.
    pub reopened: Option<u32>,
}

/// Where a step comes from, in the order of the steps of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StepSource {
    /// Its line, see [`Trouble::line`].
    pub line: u64,
    /// A fingerprint of what the mapping takes from the row: the same whenever the same file, or a longer one, is read again.
    /// Rows of a case that are alike count from one another, so that each has its own.
    pub print: u128,
}

/// An activity that occurs in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The activity.
    pub activity: Name,
    /// How many steps came into it.
    pub events: u64,
    /// What it means, if the mapping or the file says so; otherwise it counts as work.
    pub meaning: Option<Meaning>,
}

/// A log that was read.
#[derive(Debug, Clone)]
pub struct Gathered {
    /// The cases and their steps. The id of a case is made from its key alone ([`case_id`]).
    pub log: Log,
    /// What the log does not hold, for each case.
    pub extras: Vec<Extra>,
    /// Where each step comes from.
    pub sources: Vec<StepSource>,
    /// The activities, in the order in which they came.
    pub activities: Vec<Seen>,
    /// What was rejected and repaired.
    pub report: Report,
}

/// The id that a case has by its key.
#[must_use]
pub fn case_id(key: &str) -> u128 {
    short(Sha256::digest(key.as_bytes()).as_slice())
}

/// The first half of a digest.
pub(super) fn short(digest: &[u8]) -> u128 {
    digest.iter().take(16).fold(0, |sum, byte| sum << 8 | u128::from(*byte))
}
