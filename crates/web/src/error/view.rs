//! The page and the JSON of an error.

use askama::Template;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::{Code, Error};
use crate::chrome::Chrome;
use crate::page::{Cache, Page, json};
use crate::routes;

/// The page of an error.
#[derive(Debug, Template)]
#[template(path = "error.html")]
pub(crate) struct ErrorView {
    pub c: Chrome,
    /// The HTTP status, small print for people who report it.
    pub status: u16,
    pub title: String,
    pub what: String,
    pub kept: String,
    pub next: String,
    /// A form was sent: the page to go back to.
    pub back: Option<String>,
    /// Signing in is what helps.
    pub sign_in: Option<String>,
}

impl ErrorView {
    /// `sent`: a form was sent; `back`: the local path of the page that sent it.
    pub(crate) fn new(mut c: Chrome, error: &Error, sent: bool, back: Option<String>) -> Self {
        c.outside |= error.code == Code::LinkOver;
        let [title, what, kept, next] = error.code.keys();
        // Where no form was sent there is no text to speak of.
        let kept = if sent || error.code == Code::LinkOver { kept } else { "error-kept-all" };
        let [title, what, kept, next] = [title, what, kept, next].map(|key| c.t(key).into_owned());
        let what = error.what.as_ref().map_or(what, |said| said.to(&c));
        // Coming back after signing in makes sense to a page, not to the target of a form.
        let sign_in =
            (error.code == Code::SignIn).then(|| routes::sign_in(back.as_deref().unwrap_or(&c.path)));
        Self { status: error.code.status().as_u16(), title, what, kept, next, back, sign_in, c }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    error: Parts<'a>,
}

#[derive(Serialize)]
struct Parts<'a> {
    code: &'a str,
    status: u16,
    message: &'a str,
    next: &'a str,
}

/// What a reader is answered: JSON when a machine asks, a page otherwise.
pub(crate) fn answer(c: Chrome, error: &Error, machine: bool, sent: bool, back: Option<String>) -> Response {
    let status = error.code.status();
    let view = ErrorView::new(c, error, sent, back);
    if machine {
        let parts =
            Parts { code: error.code.code(), status: view.status, message: &view.what, next: &view.next };
        return json(status, &Body { error: parts });
    }
    match view.render() {
        Ok(_) => Page::new(status, Cache::Personal, &view).into_response(),
        // The error page must not fail into another error page.
        Err(fault) => {
            tracing::error!(%fault, "the error page cannot be rendered");
            (StatusCode::INTERNAL_SERVER_ERROR, "500").into_response()
        }
    }
}

/// A programming interface, or a caller that reads JSON and not HTML.
pub(crate) fn is_machine(path: &str, headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    path.starts_with("/api/") || (accept.contains("application/json") && !accept.contains("text/html"))
}
