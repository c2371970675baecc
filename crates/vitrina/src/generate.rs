//! Filling an empty database with a made-up company, for measuring.

use std::error::Error;
use std::thread::available_parallelism;
use std::time::{Duration, Instant as Stopwatch};

use app::generate::{Filled, Plan, fill};
use app::system::SystemClock;
use clap::Args;
use domain::time::Clock as _;
use store::{Care, Db, DbOptions, bulk};

use crate::out::{remark, say};
use crate::settings::Settings;

/// How large.
#[derive(Debug, Args)]
pub struct Size {
    /// People
    #[arg(long, default_value_t = 10_000)]
    people: usize,
    /// Services
    #[arg(long, default_value_t = 200)]
    services: usize,
    /// Requests over three years
    #[arg(long, default_value_t = 1_000_000)]
    requests: usize,
    /// The same seed at the same moment gives the same company
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// Memory for SQLite's pages while rows come in from everywhere: 400 MB.
const CACHE: u32 = 400_000;

/// Fills the database, telling how it goes.
pub fn generate(settings: &Settings, size: &Size) -> Result<(), Box<dyn Error>> {
    // Nothing of it counts before all of it is there, so no commit need wait for the disk: the end does.
    let options = DbOptions { care: Care::Filling, writer_cache: CACHE, ..DbOptions::default() };
    let db = match &settings.database {
        Some(url) => Db::open_postgres(url, &options)?,
        None => Db::open_sqlite(&settings.data, &options)?,
    };
    let plan = Plan {
        people: size.people.max(300),
        services: size.services.clamp(20, 300),
        requests: size.requests,
        seed: size.seed,
        until: SystemClock.now(),
    };
    let threads = available_parallelism().map_or(2, usize::from);
    let started = Stopwatch::now();
    let mut told = started;
    let filled = fill(&db, &plan, threads, &mut |filled| {
        if told.elapsed() >= Duration::from_secs(2) {
            told = Stopwatch::now();
            tell(filled);
        }
    })?;
    // Closing folds the write-ahead log into the file.
    drop(db);
    if settings.database.is_none() {
        bulk::settle(&settings.data)?;
    }
    tell(&filled);
    say!(
        "{} requests ({} open), {} events: rows {:.1} s, indexes {:.1} s, in all {:.1} s: {:.0} events/s",
        filled.requests,
        filled.open,
        filled.events,
        filled.loading.as_secs_f64(),
        filled.indexing.as_secs_f64(),
        started.elapsed().as_secs_f64(),
        per_second(filled.events, started.elapsed()),
    );
    Ok(())
}

fn per_second(count: u64, within: Duration) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let count = count as f64;
    count / within.as_secs_f64().max(0.001)
}

fn tell(filled: &Filled) {
    remark!(
        "{} requests, {} events, {:.0} events/s",
        filled.requests,
        filled.events,
        per_second(filled.events, filled.loading)
    );
}
