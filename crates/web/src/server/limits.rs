//! What keeps one site standing: how much is in work at once, how long it may take, how often strangers may send forms.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, HttpBody};
use axum::extract::{Request, State};
use axum::http::Method;
use axum::http::header::{CONNECTION, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::time::Instant;

use super::body::Paced;
use crate::auth::network_of;
use crate::error::{Code, Error};
use crate::site::Site;

/// More networks than this are not remembered at once; the fullest buckets go first, which forgets nothing.
const MOST_NETWORKS: usize = 10_000;

/// A bucket of tokens for each network, filled evenly within a minute.
#[derive(Debug)]
pub(crate) struct Buckets {
    per_minute: u32,
    /// Milliseconds of debt are kept as the moment when the bucket will be full again.
    full_at: Mutex<HashMap<String, i64>>,
}

impl Buckets {
    pub(crate) fn new(per_minute: u32) -> Self {
        Self { per_minute: per_minute.max(1), full_at: Mutex::new(HashMap::new()) }
    }

    /// Takes a token; `false` when there is none.
    pub(crate) fn take(&self, network: &str, now: Instant) -> bool {
        let cost = 60_000 / i64::from(self.per_minute);
        let now = now.millis();
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        // A debt beyond a minute is of a clock that stepped back.
        let debt = full_at.get(network).map_or(0, |full_at| full_at - now).max(0);
        let after = now + if debt > 60_000 { 0 } else { debt } + cost;
        if after - now > 60_000 {
            return false;
        }
        if full_at.len() >= MOST_NETWORKS && !full_at.contains_key(network) {
            full_at.retain(|_, full_at| *full_at > now);
            if full_at.len() >= MOST_NETWORKS {
                return false;
            }
        }
        full_at.insert(network.to_owned(), after);
        true
    }
}

/// Answers 503 when too much is in work or the database's queue is full, before the body is read, 408 when the body comes too
/// slowly, and 504 when the work takes too long; waiting for the body is no work.
///
/// Requests with bodies have places of their own, which networks share: whoever sends slowly keeps no page from anybody.
pub(super) async fn bound(State(site): State<Site>, mut request: Request, next: Next) -> Response {
    let writes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let (mut place, mut permit, mut coming) = (None, None, None);
    if request.body().is_end_stream() {
        permit = Arc::clone(site.in_flight()).try_acquire_owned().ok();
    } else {
        let network = network_of(request.extensions(), request.headers(), site.config().behind_proxy);
        place = site.bodies().take(&network);
    }
    if (place.is_none() && permit.is_none()) || (writes && site.db().is_busy()) {
        return Error::from(Code::Busy).into_response();
    }
    if place.is_some() {
        let (body, known) = Paced::new(std::mem::take(request.body_mut()), site.config().pace);
        *request.body_mut() = Body::new(body);
        request.extensions_mut().insert(Arc::clone(&known));
        coming = Some(known);
    }
    let began = tokio::time::Instant::now();
    let until = || {
        let patience = site.config().patience;
        match &coming {
            Some(coming) => began + patience * coming.patience() + coming.waited(),
            None => began + patience,
        }
    };
    let mut work = pin!(next.run(request));
    loop {
        match tokio::time::timeout_at(until(), work.as_mut()).await {
            Ok(response) => {
                let slow = coming.as_ref().is_some_and(|coming| coming.was_slow());
                return if slow && !response.status().is_success() { too_slow() } else { response };
            }
            // The body was waited for meanwhile.
            Err(_) if tokio::time::Instant::now() < until() => {}
            Err(_) => return Error::from(Code::Timeout).into_response(),
        }
    }
}

/// What is left of the body is not read.
fn too_slow() -> Response {
    let mut response = Error::from(Code::Slow).into_response();
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let buckets = Buckets::new(6);
        let now = Instant::from_millis(1_000_000);
        let taken = |at: Instant, n: usize| (0..n).filter(|_| buckets.take("a", at)).count();
        assert_eq!(taken(now, 10), 6);
        assert_eq!(taken(now.plus_seconds(9), 10), 0);
        assert_eq!(taken(now.plus_seconds(10), 10), 1);
        assert_eq!(taken(now.plus_seconds(1_000), 10), 6);
        assert!(buckets.take("b", now), "another network");
        assert_eq!(taken(now, 10), 6, "a clock that stepped back locks nobody out");
    }

    #[test]
    fn the_memory_of_networks_is_bounded() {
        let buckets = Buckets::new(60);
        let now = Instant::from_millis(0);
        for n in 0..MOST_NETWORKS {
            assert!(buckets.take(&n.to_string(), now));
        }
        assert!(!buckets.take("one more", now));
        assert!(buckets.take("one more", now.plus_seconds(1)), "those whose buckets are full again went");
        assert_eq!(buckets.full_at.lock().unwrap().len(), 1);
    }
}
