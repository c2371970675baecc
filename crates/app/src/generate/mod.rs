//! A made-up company of any size, from a seed: the same seed, size and moment give the same rows on either engine.
//!
//! Requests are not drawn but played: every step is decided by the rules of [`domain::request`], with delays, time-outs,
//! corrections, disputes, sub-requests, and the story stops at the present moment wherever it stands. So the history
//! replays, and the ledger is what the events move.
//!
//! Threads make requests in chunks, one thread writes them in order; memory is bounded by a few chunks and by the
//! totals of the last months.

mod ask;
mod batch;
mod deliver;
mod formulate;
mod found;
mod journey;
mod load;
mod offer;
mod order;
mod pen;
mod phrases;
mod rng;
mod scene;
mod shelf;
mod staff;
mod themes;
mod totals;
mod working;
mod world;

use std::time::Duration;

use domain::time::Instant;

pub use load::fill;

use crate::error::AppError;

/// How large a company to make.
#[derive(Debug, Clone)]
pub struct Plan {
    /// People, at least 300.
    pub people: usize,
    /// Services, at most about 300.
    pub services: usize,
    /// Requests, sub-requests included.
    pub requests: usize,
    /// The same seed gives the same company.
    pub seed: u64,
    /// The present moment: three years of requests end here.
    pub until: Instant,
}

impl Plan {
    /// Offices of branches, beside `fixed` other units: three hundred units for ten thousand people.
    fn offices(&self, fixed: usize) -> usize {
        (self.people.saturating_sub(3 * fixed) / 6).clamp(10, 240)
    }
}

/// Why a database was not filled.
#[derive(Debug, thiserror::Error)]
pub enum FillError {
    /// Somebody's company is there.
    #[error("the database is not empty: a made-up company needs one of its own")]
    NotEmpty,
    /// The database's, or a rule that the generator broke.
    #[error(transparent)]
    App(#[from] AppError),
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filled {
    /// Requests.
    pub requests: u64,
    /// Of them open.
    pub open: u64,
    /// Events, those of the company included.
    pub events: u64,
    /// How long the rows took.
    pub loading: Duration,
    /// How long secondary indexes and statistics took after them.
    pub indexing: Duration,
}
