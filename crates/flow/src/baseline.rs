//! Baseline: how requests went before a date and since. Each figure has an interval of 95 %; when the interval holds "no change", or
//! either side has too few requests, it is too early to tell, and the figures are shown all the same.
//!
//! Requests belong to the side on which they were closed. By the day of opening, the newer side would hold only those of its requests
//! that went fast, for the slow are still open, and everything would look better than it is.

use serde::Serialize;

use crate::{
    filter::{Request, View},
    handoffs,
    interval::{self, Distance},
    log::Millis,
    quantile::{hours, median},
    reopening,
    times::WorkingTime,
};

/// The fewest requests on a side.
pub const FEWEST: usize = 20;

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Less than before, by more than chance.
    Better,
    /// More than before, by more than chance.
    Worse,
    /// Fewer than [`FEWEST`] requests on a side.
    TooFew,
    /// It may be chance: the interval holds "no change".
    TooEarly,
}

/// A figure before and since, where less is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// How many requests there were before.
    pub count_before: u64,
    /// How many since.
    pub count_since: u64,
    /// The figure before; `None` of no requests.
    pub before: Option<f64>,
    /// The figure since; `None` of no requests.
    pub since: Option<f64>,
    /// Since less before, by an estimate that suits the figure; it need not be the difference of the two figures.
    pub change: Option<f64>,
    /// The lower end of its interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// What can be said.
    pub verdict: Verdict,
}

impl Change {
    fn new(counts: (usize, usize), figures: (Option<f64>, Option<f64>), distance: Option<Distance>) -> Self {
        let verdict = match distance {
            _ if counts.0.min(counts.1) < FEWEST => Verdict::TooFew,
            Some(distance) if distance.high < 0.0 => Verdict::Better,
            Some(distance) if distance.low > 0.0 => Verdict::Worse,
            _ => Verdict::TooEarly,
        };
        Self {
            count_before: counts.0 as u64,
            count_since: counts.1 as u64,
            before: figures.0,
            since: figures.1,
            change: distance.map(|distance| distance.estimate),
            low: distance.map(|distance| distance.low),
            high: distance.map(|distance| distance.high),
            verdict,
        }
    }

    /// Of a value of each request, such as hours or minutes: medians, and how far the values are shifted
    /// ([`interval::shift`]).
    #[must_use]
    pub fn of_values(before: &[f64], since: &[f64]) -> Self {
        Self::new(
            (before.len(), since.len()),
            (median(before.to_vec()), median(since.to_vec())),
            interval::shift(before, since),
        )
    }

    /// Of a small number counted on each request, where medians would hide the change: means ([`interval::means`]).
    #[must_use]
    pub fn of_counts(before: &[f64], since: &[f64]) -> Self {
        let mean =
            |values: &[f64]| (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64);
        Self::new((before.len(), since.len()), (mean(before), mean(since)), interval::means(before, since))
    }

    /// Of a share: (requests with it, all) on each side ([`interval::proportions`]).
    #[must_use]
    pub fn of_shares(before: (u64, u64), since: (u64, u64)) -> Self {
        let share = |(hits, all)| crate::quantile::share(hits, all);
        Self::new(
            (before.1 as usize, since.1 as usize),
            (share(before), share(since)),
            interval::proportions(before, since),
        )
    }
}

/// The figures of a view before a date and since.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Baseline {
    /// From opening to closing, in hours: medians and shift.
    pub lead_hours: Change,
    /// Hand-offs of a request that some team had: means.
    pub handoffs: Change,
    /// Reopened: shares, 0 to 1.
    pub reopened: Change,
    /// Minutes of the customer, of the requests for which they were measured: medians and shift. None when they were measured for none
    /// on either side; a side where they were not measured has no figure, and nothing can be said of the change.
    pub client_minutes: Option<Change>,
}

/// The closed requests of a view on both sides of a date.
#[must_use]
pub fn sides<'a>(view: &View<'a>, date: Millis) -> (View<'a>, View<'a>) {
    let side =
        |wanted: bool| view.only(|one| one.case.closed.is_some_and(|closed| (closed < date) == wanted));
    (side(true), side(false))
}

/// The figures of the closed requests of a view before a date and since. To compare with less than the whole past, narrow the view first.
/// `client_seconds` is the customer's measured time of each request, by its place in the log; what is missing, or is nothing, was not
/// measured.
#[must_use]
pub fn baseline(
    view: &View<'_>,
    date: Millis,
    calendar: &impl WorkingTime,
    client_seconds: &[Option<i64>],
) -> Baseline {
    let (before, since) = sides(view, date);
    let lead = |view: &View<'_>| -> Vec<f64> {
        let span = |one: Request<'_>| Some(hours(calendar.between(one.case.opened, one.case.closed?)));
        view.iter().filter_map(span).collect()
    };
    let changes = |view: &View<'_>| -> Vec<f64> {
        let found = view.iter().map(|one| handoffs::of_case(one.steps)).filter(|found| found.has_team());
        found.map(|found| f64::from(found.handoffs)).collect()
    };
    let reopened = |view: &View<'_>| {
        let count = view.iter().filter(|one| reopening::of_case(view.log(), *one) > 0).count();
        (count as u64, view.len() as u64)
    };
    let minutes = |view: &View<'_>| -> Vec<f64> {
        let seconds = |place: u32| client_seconds.get(place as usize).copied().flatten();
        let measured = view.iter().filter_map(|one| seconds(one.place)).filter(|seconds| *seconds > 0);
        measured.map(|seconds| seconds as f64 / 60.0).collect()
    };
    let (mine, now) = (minutes(&before), minutes(&since));
    let measured = !mine.is_empty() || !now.is_empty();
    Baseline {
        client_minutes: measured.then(|| Change::of_values(&mine, &now)),
        lead_hours: Change::of_values(&lead(&before), &lead(&since)),
        handoffs: Change::of_counts(&changes(&before), &changes(&since)),
        reopened: Change::of_shares(reopened(&before), reopened(&since)),
    }
}
