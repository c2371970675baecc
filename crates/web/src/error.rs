//! Errors as people and machines see them: one table of codes, and the page or JSON made of it.
//!
//! A handler answers `Err(Error)`; [`crate::dress`] turns it into a page in the reader's language, or into JSON for machines,
//! and does the same for answers that axum makes itself (no such route, a body too large, a handler that panicked).

mod of_app;
pub(crate) mod view;

use std::borrow::Cow;

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::money::Minor;
use fluent_bundle::FluentValue;

use crate::format::Reader;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $status:ident, $title:literal, $what:literal, $kept:literal, $next:literal;)+) => {
        /// What went wrong, as a closed set.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {$($(#[$doc])* $name,)+}

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The code that machines read; it never changes.
            pub const fn code(self) -> &'static str {
                match self {$(Self::$name => $code,)+}
            }

            /// The HTTP status.
            pub const fn status(self) -> StatusCode {
                match self {$(Self::$name => StatusCode::$status,)+}
            }

            /// Message keys: title, what happened, what was kept, what to do.
            pub const fn keys(self) -> [&'static str; 4] {
                match self {$(Self::$name => [$title, $what, $kept, $next],)+}
            }
        }
    };
}

codes! {
    /// The request cannot be read.
    BadRequest, "bad_request", BAD_REQUEST, "error-bad-request", "error-bad-request-what", "error-kept-nothing", "error-next-back";
    /// Nobody is signed in, or the session has ended.
    SignIn, "sign_in", UNAUTHORIZED, "error-sign-in", "error-sign-in-what", "error-kept-draft", "error-sign-in-next";
    /// The viewer may not do this.
    Forbidden, "forbidden", FORBIDDEN, "error-forbidden", "error-forbidden-what", "error-kept-nothing", "error-forbidden-next";
    /// The form comes from another site or from an ended session.
    Stale, "stale_form", FORBIDDEN, "error-stale", "error-stale-what", "error-kept-draft", "error-stale-next";
    /// There is no such thing, or not for this viewer.
    NotFound, "not_found", NOT_FOUND, "error-not-found", "error-not-found-what", "error-kept-all", "error-not-found-next";
    /// The address exists, but not for this way of asking.
    Method, "method_not_allowed", METHOD_NOT_ALLOWED, "error-method", "error-method-what", "error-kept-nothing", "error-next-back";
    /// What was asked does not fit the present state.
    Conflict, "conflict", CONFLICT, "error-conflict", "error-conflict-what", "error-kept-draft", "error-conflict-next";
    /// A link that has ended.
    Gone, "gone", GONE, "error-gone", "error-gone-what", "error-kept-all", "error-gone-next";
    /// A link that was sent outside opens nothing: it ended, was taken back or never was. The three look alike.
    LinkOver, "link_over", GONE, "error-link", "error-link-what", "error-link-kept", "error-link-next";
    /// The body is too large.
    TooLarge, "too_large", PAYLOAD_TOO_LARGE, "error-too-large", "error-too-large-what", "error-kept-draft", "error-too-large-next";
    /// A kind of body that is not understood.
    Media, "unsupported_media", UNSUPPORTED_MEDIA_TYPE, "error-media", "error-media-what", "error-kept-nothing", "error-next-back";
    /// Fields are missing or wrong.
    Invalid, "invalid", UNPROCESSABLE_ENTITY, "error-invalid", "error-invalid-what", "error-kept-draft", "error-invalid-next";
    /// Too many attempts.
    TooMany, "too_many_requests", TOO_MANY_REQUESTS, "error-too-many", "error-too-many-what", "error-kept-draft", "error-too-many-next";
    /// A fault of the program.
    Internal, "internal", INTERNAL_SERVER_ERROR, "error-internal", "error-internal-what", "error-kept-draft", "error-internal-next";
    /// The browser asked for a host that is not ours.
    Host, "wrong_host", MISDIRECTED_REQUEST, "error-host", "error-host-what", "error-kept-nothing", "error-host-next";
    /// The database cannot keep up.
    Busy, "busy", SERVICE_UNAVAILABLE, "error-busy", "error-busy-what", "error-kept-draft", "error-busy-next";
    /// The database is away. It comes back by itself.
    Away, "database_away", SERVICE_UNAVAILABLE, "error-away", "error-away-what", "error-kept-draft", "error-busy-next";
    /// The disk of the server has no room or cannot be written.
    Unwritable, "unwritable", SERVICE_UNAVAILABLE, "error-unwritable", "error-unwritable-what", "error-kept-draft", "error-unwritable-next";
    /// The body came too slowly.
    Slow, "slow_body", REQUEST_TIMEOUT, "error-slow", "error-slow-what", "error-kept-draft", "error-slow-next";
    /// There is no room for files: somebody brought as much as they may, or the disk is full.
    NoRoom, "no_room", INSUFFICIENT_STORAGE, "error-no-room", "error-no-room-what", "error-kept-draft", "error-no-room-next";
    /// The work took longer than it may.
    Timeout, "timeout", GATEWAY_TIMEOUT, "error-timeout", "error-timeout-what", "error-kept-draft", "error-busy-next";
}

impl Code {
    /// In how many seconds the same may be tried again, where trying helps.
    pub const fn retry_after(self) -> Option<u32> {
        match self {
            Self::Busy => Some(1),
            Self::Away | Self::Timeout => Some(5),
            Self::TooMany => Some(60),
            _ => None,
        }
    }

    /// The code for a status that came without one.
    pub fn of_status(status: StatusCode) -> Self {
        let own = Self::ALL.iter().copied().find(|code| code.status() == status);
        own.unwrap_or(if status.is_server_error() { Self::Internal } else { Self::BadRequest })
    }
}

/// A value in a sentence about an error.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Text(String),
    /// A number.
    Number(i64),
    /// A sum in the company's currency.
    Money(Minor),
}

/// A sentence to be said in the reader's language: a message key and its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The message key.
    pub key: &'static str,
    /// Its arguments.
    pub values: Vec<(&'static str, Value)>,
}

impl Said {
    /// A sentence without values.
    pub const fn new(key: &'static str) -> Self {
        Self { key, values: Vec::new() }
    }

    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Self {
        self.values.push((name, value));
        self
    }

    /// The sentence.
    pub fn to(&self, reader: &Reader) -> String {
        let args: Vec<(&'static str, FluentValue<'_>)> = self
            .values
            .iter()
            .map(|(name, value)| {
                let value = match value {
                    Value::Text(text) => text.clone().into(),
                    Value::Number(number) => (*number).into(),
                    Value::Money(minor) => reader.money(*minor).into(),
                };
                (*name, value)
            })
            .collect();
        reader.ta(self.key, &args)
    }
}

/// An answer that is not what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Which line of the table.
    pub code: Code,
    /// A closer sentence than the table's «what happened».
    pub what: Option<Said>,
    /// For the log alone, never shown.
    pub cause: Option<Cow<'static, str>>,
}

impl From<Code> for Error {
    fn from(code: Code) -> Self {
        Self { code, what: None, cause: None }
    }
}

impl Error {
    /// There is no such thing, or not for this viewer: the two look alike on purpose.
    pub fn not_found() -> Self {
        Code::NotFound.into()
    }

    /// The viewer may not do this.
    pub fn forbidden() -> Self {
        Code::Forbidden.into()
    }

    /// With a closer sentence.
    #[must_use]
    pub fn saying(mut self, what: Said) -> Self {
        self.what = Some(what);
        self
    }

    /// With a cause for the log.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Cow<'static, str>>) -> Self {
        self.cause = Some(cause.into());
        self
    }
}

impl IntoResponse for Error {
    /// The bare status; the page or JSON is made of the error by [`crate::dress`], which knows the reader.
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        if let Some(seconds) = self.code.retry_after() {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// The answer of a handler.
pub type Reply<T = crate::page::Page> = Result<T, Error>;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_distinct_and_errors_all() {
        let codes: BTreeSet<_> = Code::ALL.iter().map(|code| code.code()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|code| code.status().as_u16() >= 400));
    }

    #[test]
    fn a_bare_status_finds_its_line() {
        for (status, code) in [
            (404, Code::NotFound),
            (413, Code::TooLarge),
            (403, Code::Forbidden),
            (408, Code::Slow),
            (418, Code::BadRequest),
            (502, Code::Internal),
        ] {
            assert_eq!(Code::of_status(StatusCode::from_u16(status).unwrap()), code);
        }
    }
}
