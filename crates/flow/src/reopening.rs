//! Reopening: a request that was solved or closed and went back to anything else.

use serde::Serialize;

use crate::{
    filter::{Request, View},
    log::{Log, Meaning, Millis},
    quantile::{Spread, share},
    stays::stays,
    times::WorkingTime,
};

/// Whether a request in such a state is over, for the moment.
fn done(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Solved | Meaning::Closed)
}

/// How often a request went back.
#[must_use]
pub fn of_case(log: &Log, one: Request<'_>) -> u32 {
    let states = one.steps.activity.iter().map(|&state| done(log.meaning(state)));
    let mut before = false;
    let mut times = 0;
    for now in states {
        times += u32::from(before && !now);
        before = now;
    }
    times
}

/// The reopenings of a view.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reopening {
    /// Requests that were ever solved or closed.
    pub solved: u64,
    /// Requests of those that went back at least once.
    pub reopened: u64,
    /// Their share, 0 to 1.
    pub share: Option<f64>,
    /// How often all of them went back.
    pub times: u64,
    /// From the first going back to the end (now while open), less what they stood solved, in hours, of each that went back.
    pub again_hours: Option<Spread>,
    /// The requests that went back, by their places in the log.
    #[serde(skip)]
    pub places: Vec<u32>,
}

/// Counts the reopenings of a view; open requests count until `now`.
#[must_use]
pub fn reopening(view: &View<'_>, now: Millis, calendar: &impl WorkingTime) -> Reopening {
    let log = view.log();
    let (mut solved, mut times) = (0, 0);
    let (mut places, mut again) = (Vec::new(), Vec::new());
    for one in view.iter() {
        solved += u64::from(one.steps.activity.iter().any(|&state| done(log.meaning(state))));
        let back = of_case(log, one);
        if back > 0 {
            times += u64::from(back);
            places.push(one.place);
            let mut was_done = false;
            let mut span = 0;
            for stay in stays(log, one, now) {
                was_done |= done(stay.meaning);
                if was_done && !done(stay.meaning) {
                    span += calendar.between(stay.from, stay.to);
                }
            }
            again.push(span);
        }
    }
    let reopened = places.len() as u64;
    Reopening {
        solved,
        reopened,
        share: share(reopened, solved),
        times,
        again_hours: Spread::hours(again),
        places,
    }
}
