//! Arrivals against completions: whether the work grows. Days and weeks are the caller's: their bounds come as sorted moments, so that
//! they are those of the company's zone.

use serde::Serialize;

use crate::{filter::View, log::Millis};

/// What came and went between two neighbouring bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Arrivals {
    /// The first moment inside.
    pub from: Millis,
    /// The first moment after.
    pub until: Millis,
    /// Requests stated.
    pub arrived: u64,
    /// Requests closed.
    pub completed: u64,
    /// Requests open at `until`.
    pub open: u64,
}

/// Bounds at equal distance: `from`, `from + step`, … up to the first that is not before `until`. At most `most` spaces, so that a wrong
/// date cannot ask for a million; then the step is widened to as many whole steps as are needed. Empty unless `from < until` and `step > 0`.
#[must_use]
pub fn every(from: Millis, until: Millis, step: Millis, most: u32) -> Vec<Millis> {
    if from >= until || step <= 0 || most == 0 {
        return Vec::new();
    }
    let length = until.saturating_sub(from);
    let spaces = length / step + i64::from(length % step > 0);
    let wide = step.saturating_mul((spaces - 1) / i64::from(most) + 1);
    let spaces = length / wide + i64::from(length % wide > 0);
    (0..=spaces).map(|n| from.saturating_add(n.saturating_mul(wide))).collect()
}

/// In which space between sorted bounds a moment lies.
fn space(bounds: &[Millis], at: Millis) -> Option<usize> {
    let after = bounds.partition_point(|&bound| bound <= at);
    (after > 0 && after < bounds.len()).then(|| after - 1)
}

/// What came and went between the bounds, which are sorted.
#[must_use]
pub fn arrivals(view: &View<'_>, bounds: &[Millis]) -> Vec<Arrivals> {
    let mut list: Vec<Arrivals> = bounds
        .windows(2)
        .map(|pair| Arrivals { from: pair[0], until: pair[1], arrived: 0, completed: 0, open: 0 })
        .collect();
    let Some(&first) = bounds.first() else { return list };
    // What was open when the first space began.
    let mut open: i64 = 0;
    for one in view.iter() {
        open += i64::from(one.case.opened < first) - i64::from(one.case.closed.is_some_and(|at| at < first));
        if let Some(space) = space(bounds, one.case.opened) {
            list[space].arrived += 1;
        }
        if let Some(space) = one.case.closed.and_then(|at| space(bounds, at)) {
            list[space].completed += 1;
        }
    }
    for line in &mut list {
        open += line.arrived as i64 - line.completed as i64;
        line.open = u64::try_from(open).unwrap_or(0);
    }
    list
}
