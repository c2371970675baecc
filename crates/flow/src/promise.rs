//! How often the promise was kept.

use serde::Serialize;

use crate::{filter::View, quantile::share};

/// The promises of a view. Requests that were given none are left out.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Promises {
    /// Requests with a promise that is judged.
    pub given: u64,
    /// Kept.
    pub kept: u64,
    /// Missed.
    pub missed: u64,
    /// Missed of given, 0 to 1.
    pub missed_share: Option<f64>,
}

/// Counts the promises of a view.
#[must_use]
pub fn promises(view: &View<'_>) -> Promises {
    let (mut kept, mut missed) = (0, 0);
    for one in view.iter() {
        match one.case.promise_kept {
            Some(true) => kept += 1,
            Some(false) => missed += 1,
            None => (),
        }
    }
    Promises { given: kept + missed, kept, missed, missed_share: share(missed, kept + missed) }
}
