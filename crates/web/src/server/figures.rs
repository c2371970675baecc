//! Figures of the site for whoever watches it, and the listener that gives them out. They name patterns of addresses, methods and codes:
//! nobody's words, no ids.

use std::time::Duration;

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::routing::get;
use metrics::{counter, gauge, histogram};
use tokio::net::TcpListener;

/// The word for a method; methods that nobody declares are one.
pub(crate) fn method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

/// Counts an answer. `route` is empty for what no route answers: files of the interface, addresses that are not there.
pub(crate) fn count(method: &'static str, route: &'static str, status: StatusCode, took: Duration) {
    let status = status.as_str().to_owned();
    counter!("vitrina_http_requests_total", "method" => method, "route" => route, "status" => status)
        .increment(1);
    histogram!("vitrina_http_request_seconds", "route" => route).record(took);
}

/// Counts a round of the background: when it was, time-outs that were carried out, work that failed.
pub(crate) fn round(at: domain::time::Instant, timers: usize, failed: usize) {
    gauge!("vitrina_background_round_timestamp_seconds").set(at.millis() as f64 / 1000.0);
    counter!("vitrina_timers_total").increment(timers as u64);
    counter!("vitrina_background_failed_total").increment(failed as u64);
}

/// Gives figures out at `/metrics` until the runtime ends, each time as `read` tells them, which may block.
///
/// # Errors
/// The listener's.
pub async fn give(
    listener: TcpListener,
    read: impl Fn() -> String + Clone + Send + Sync + 'static,
) -> std::io::Result<()> {
    let answer = async move || {
        let told = tokio::task::spawn_blocking(read.clone()).await;
        let told = told.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
        Ok::<_, StatusCode>(([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], told))
    };
    axum::serve(listener, Router::new().route("/metrics", get(answer))).await
}
