//! Whether the program lives, and whether it can serve, for whoever watches it.

use std::time::Duration;

use app::work;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::time::Instant;
use serde::Serialize;
use tokio::sync::Mutex;

use crate::page::json;
use crate::site::Site;

/// The database is asked at most once in so many seconds, however often somebody asks us.
const PROBE: Duration = Duration::from_secs(10);

/// The background writes every few seconds. When it has not for so long, nothing can be written, or nobody does what is due.
const STALE_SECONDS: i64 = 120;

#[derive(Serialize)]
struct Health {
    ok: bool,
    version: &'static str,
}

/// 200 as long as the program answers at all: whoever watches it need not start it again because the database is away.
pub(super) async fn health() -> Response {
    json(StatusCode::OK, &Health { ok: true, version: env!("CARGO_PKG_VERSION") })
}

/// What the last look at the database told.
#[derive(Debug, Clone, Copy)]
struct Seen {
    at: tokio::time::Instant,
    /// When the background last wrote; `None` where it never did or the database did not answer.
    wrote: Option<Instant>,
    answers: bool,
}

/// Looks at the database now and then.
#[derive(Debug, Default)]
pub(crate) struct Readiness {
    seen: Mutex<Option<Seen>>,
}

impl Readiness {
    /// Whoever comes while somebody looks waits for what they see.
    async fn look(&self, site: &Site) -> Seen {
        let mut seen = self.seen.lock().await;
        if let Some(known) = seen.filter(|known| known.at.elapsed() < PROBE) {
            return known;
        }
        let found = site.read(work::wrote).await;
        if let Err(error) = &found {
            tracing::error!(%error, "the database does not answer");
        }
        let looked =
            Seen { at: tokio::time::Instant::now(), answers: found.is_ok(), wrote: found.ok().flatten() };
        *seen = Some(looked);
        looked
    }
}

#[derive(Serialize)]
struct Ready {
    ready: bool,
    /// Whether the database answers.
    database: bool,
    /// Seconds since something was last written; none where nothing ever was.
    last_write_seconds: Option<i64>,
}

/// 200 when the database answers and was written to lately, else 503. It reads at most every ten seconds and never writes.
pub(super) async fn ready(State(site): State<Site>) -> Response {
    let seen = site.readiness().look(&site).await;
    let age = seen.wrote.map(|wrote| site.now().seconds_since(wrote).max(0));
    let ready = seen.answers && age.is_none_or(|age| age < STALE_SECONDS);
    let status = if ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    json(status, &Ready { ready, database: seen.answers, last_write_seconds: age })
}
