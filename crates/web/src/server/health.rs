//! Whether the site works, for whoever watches it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use store::repo::credential;

use crate::page::json;
use crate::site::Site;

#[derive(Serialize)]
struct Health {
    ok: bool,
    version: &'static str,
}

/// 200 when the database answers, 503 when it does not.
pub(super) async fn health(State(site): State<Site>) -> Response {
    let answered = site.read(|tx| Ok(credential::demonstration(tx)?)).await;
    if let Err(error) = &answered {
        tracing::error!(%error, "the database does not answer");
    }
    let status = if answered.is_ok() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    json(status, &Health { ok: answered.is_ok(), version: env!("CARGO_PKG_VERSION") })
}
