//! Work: tasks, sub-requests, hand-overs.

use serde::{Deserialize, Serialize};

use super::LineAmount;
use crate::content::ContentRef;
use crate::ids::{LineId, PersonId, RequestId, TaskId, UnitId};
use crate::money::{Minor, Seconds};
use crate::time::Instant;

/// A piece of the provider's work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What is to be done.
    pub text: ContentRef,
    /// When it was done.
    pub done_at: Option<Instant>,
    /// Provider's seconds spent on it.
    pub effort: Seconds,
}

/// A sub-request ordered for this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Child {
    /// Its id.
    pub request: RequestId,
    /// Who serves it.
    pub unit: UnitId,
    /// The line that it is paid from, if it is.
    pub line: Option<LineId>,
    /// Sum held back from the line while the child is not settled.
    pub earmarked: Minor,
    /// Sum paid so far, less what came back: what it came to.
    pub paid: Minor,
    /// True until it is closed or cancelled.
    pub open: bool,
}

/// Work handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Who handed it over.
    pub by: PersonId,
    /// What was done, in words.
    pub note: ContentRef,
    /// Files that came with it.
    pub files: Vec<ContentRef>,
    /// Actual sums of purchase and pass-through lines, where no sub-request tells them.
    #[serde(default)]
    pub actuals: Vec<LineAmount>,
    /// When.
    pub at: Instant,
}
