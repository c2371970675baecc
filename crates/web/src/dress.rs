//! The layers around every route: preferences, limits, errors as pages, security headers, compression.

use std::any::Any;
use std::time::Instant;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{
    CONNECTION, CONTENT_TYPE, HOST, LOCATION, ORIGIN, REFERER, REFERRER_POLICY, SET_COOKIE,
};
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::limit::RequestBodyLimitLayer;

use crate::chrome::Chrome;
use crate::error::{Code, Error, view};
use crate::page::{Written, secure};
use crate::prefs::Prefs;
use crate::routes::pattern;
use crate::server::figures;
use crate::{assets, prefs, routes};

/// The most that a form without files may carry, in bytes.
pub const FORM_BYTES: usize = 1024 * 1024;

/// The most that a log of another system may have.
pub const LOG_BYTES: usize = 64 * 1024 * 1024;

/// Adds the files of the interface, the switches of language and theme, and what answers where there is nothing.
pub fn interface<S: Clone + Send + Sync + 'static>(router: Router<S>) -> Router<S> {
    router
        .route(pattern::ASSET, get(assets::serve))
        .route(pattern::LANGUAGE, post(prefs::choose_language))
        .route(pattern::THEME, post(prefs::choose_theme))
        .fallback(async || Error::not_found())
        .method_not_allowed_fallback(async || Error::from(Code::Method))
}

/// Puts every layer around the routes. No body may have more than `most` bytes, whatever its route takes.
pub fn dress<S: Clone + Send + Sync + 'static>(router: Router<S>, most: usize) -> Router<S> {
    let compressed = SizeAbove::new(256).and(NotForContentType::IMAGES).and(NotForContentType::SSE);
    router
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(RequestBodyLimitLayer::new(most))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(middleware::from_fn(surround))
        .layer(CompressionLayer::new().compress_when(compressed))
}

/// The pattern of the route that answered, for the log.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Routed(pub &'static str);

fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let cause = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("a handler panicked")
        .to_owned();
    Error::from(Code::Internal).because(cause).into_response()
}

/// Reads the preferences, refuses forms of other sites, makes pages of errors, adds headers.
async fn surround(mut request: Request, next: Next) -> Response {
    let prefs = Prefs::of(request.headers(), request.uri());
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    let machine = view::is_machine(request.uri().path(), request.headers());
    let back = (!safe).then(|| came_from(request.headers())).flatten();
    let foreign = !safe && foreign(request.headers(), request.uri().path());
    let (began, method) = (Instant::now(), figures::method(request.method()));
    request.extensions_mut().insert(prefs.clone());

    let mut response =
        if foreign { Error::from(Code::Stale).into_response() } else { next.run(request).await };

    // The pattern, not the address: addresses may hold what was searched for, or the secret of a link.
    let routed = response.extensions().get::<Routed>().map_or("", |routed| routed.0);
    if let Some(error) = error_of(&response) {
        let log = error.cause.as_deref().unwrap_or_default();
        let route = routed;
        if error.code.status().is_server_error() {
            tracing::error!(code = error.code.code(), route, cause = log, "a request failed");
        } else {
            tracing::debug!(code = error.code.code(), route, cause = log, "a request was refused");
        }
        let chrome = response.extensions_mut().remove::<Chrome>().unwrap_or_else(|| Chrome::plain(&prefs));
        let mut page = view::answer(chrome, &error, machine, !safe, back);
        // What the refused answer asked of the browser still holds: cookies, when to come again.
        for (name, value) in response.headers() {
            if name == SET_COOKIE || name == "retry-after" || name == "allow" || name == CONNECTION {
                page.headers_mut().append(name, value.clone());
            }
            // What a page of link holders says besides, it says of its errors too.
            if name == REFERRER_POLICY || name == "x-robots-tag" {
                page.headers_mut().insert(name, value.clone());
            }
        }
        response = page;
    }
    if prefs.notice.is_some() && response.extensions().get::<Written>().is_some() {
        let gone = HeaderValue::from_static("notice=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly");
        response.headers_mut().append(SET_COOKIE, gone);
    }
    secure(response.headers_mut());
    figures::count(method, routed, response.status(), began.elapsed());
    response
}

/// The error of an answer: the handler's own, or one that axum answered with plain text.
fn error_of(response: &Response) -> Option<Error> {
    if let Some(error) = response.extensions().get::<Error>() {
        return Some(error.clone());
    }
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let written = response.extensions().get::<Written>().is_some();
    let plain = response
        .headers()
        .get(CONTENT_TYPE)
        .is_none_or(|kind| kind.to_str().is_ok_and(|kind| kind.starts_with("text/plain")));
    let elsewhere = response.headers().contains_key(LOCATION);
    (failed && plain && !written && !elsewhere).then(|| Error::from(Code::of_status(status)))
}

/// Whether a form comes from another site, as far as the browser says. Tokens of the session are checked besides.
fn foreign(headers: &HeaderMap, path: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    match (text(ORIGIN.as_str()), text(HOST.as_str())) {
        // Pages of link holders send no referrer, and then browsers name no origin either; the secret in the address, which no
        // other site knows, stands for it.
        (Some("null"), _) if path.starts_with("/p/") => false,
        (Some(origin), Some(host)) => {
            origin.parse::<Uri>().ok().and_then(|uri| uri.authority().map(ToString::to_string)).as_deref()
                != Some(host)
        }
        // A caller that says neither is not a browser with someone's cookies.
        _ => false,
    }
}

/// The local page that a form was sent from.
fn came_from(headers: &HeaderMap) -> Option<String> {
    let uri: Uri = headers.get(REFERER)?.to_str().ok()?.parse().ok()?;
    let path = uri.path_and_query()?.to_string();
    routes::local(&path).map(ToOwned::to_owned)
}

#[cfg(test)]
mod tests;
