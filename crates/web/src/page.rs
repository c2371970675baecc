//! What a handler answers with. A page cannot be built without its status and cache policy; its security policy is one and
//! strict: nothing but this site's own files, nothing inline.

use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, LOCATION, SET_COOKIE, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{Html, IntoResponse, Response};

use crate::error::{Code, Error};

/// Who may keep a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// Nobody: the page shows something of a person or a request.
    Personal,
    /// The browser alone, asking again each time: the page is the same for everybody who may see it.
    Private,
}

impl Cache {
    const fn header(self) -> &'static str {
        match self {
            Self::Personal => "no-store",
            Self::Private => "private, no-cache",
        }
    }
}

/// The policy of pages.
pub const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/// The policy of files that people put in: nothing of them runs, should a browser show one.
pub const FILE_POLICY: &str =
    "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox";

const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", PAGE_POLICY),
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), interest-cohort=()",
    ),
];

/// Adds the security headers that an answer does not have yet; [`crate::dress`] calls it for every answer.
pub(crate) fn secure(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}

/// Marks an answer whose body is meant for people as it is, so that no error page takes its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written;

/// A rendered page.
#[derive(Debug)]
pub struct Page {
    status: StatusCode,
    cache: Cache,
    html: Result<String, askama::Error>,
}

impl Page {
    /// Renders a view.
    pub fn new(status: StatusCode, cache: Cache, view: &impl Template) -> Self {
        Self { status, cache, html: view.render() }
    }

    /// A page that shows something of a person or a request: 200, kept by nobody.
    pub fn personal(view: &impl Template) -> Self {
        Self::new(StatusCode::OK, Cache::Personal, view)
    }

    /// A page that is the same for everybody who may see it.
    pub fn private(view: &impl Template) -> Self {
        Self::new(StatusCode::OK, Cache::Private, view)
    }

    /// A form that comes back filled, with what is wrong: 422.
    pub fn invalid(view: &impl Template) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, Cache::Personal, view)
    }

    /// A form that comes back because somebody changed the thing meanwhile: 409, both texts shown, nothing typed lost.
    pub fn conflict(view: &impl Template) -> Self {
        Self::new(StatusCode::CONFLICT, Cache::Personal, view)
    }
}

impl IntoResponse for Page {
    fn into_response(self) -> Response {
        let html = match self.html {
            Ok(html) => html,
            Err(fault) => {
                return Error::from(Code::Internal).because(format!("template: {fault}")).into_response();
            }
        };
        let mut response = (self.status, Html(html)).into_response();
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static(self.cache.header()));
        headers.insert(VARY, HeaderValue::from_static("Cookie, Accept-Language"));
        secure(headers);
        response.extensions_mut().insert(Written);
        response
    }
}

/// An answer for the script of a page or a machine: never kept.
pub fn json(status: StatusCode, value: &impl serde::Serialize) -> Response {
    match serde_json::to_string(value) {
        Ok(body) => {
            let mut response = (status, body).into_response();
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            response.extensions_mut().insert(Written);
            response
        }
        Err(fault) => Error::from(Code::Internal).because(format!("json: {fault}")).into_response(),
    }
}

/// After a form was carried out: see the result at `to` (303).
pub fn redirect(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response()
}

/// The same, and the page there says once what was done. `notice` is a message key that starts with `notice-` and takes no arguments.
pub fn done(to: &str, notice: &'static str) -> Response {
    let mut response = redirect(to);
    let line = format!("notice={notice}; Path=/; Max-Age=60; SameSite=Lax; HttpOnly");
    if let Ok(value) = HeaderValue::from_str(&line) {
        response.headers_mut().append(SET_COOKIE, value);
    }
    response
}
