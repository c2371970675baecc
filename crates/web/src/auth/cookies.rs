//! The cookies: of a session, of a visitor who has none yet but is shown a form, of a browser with which somebody signed in before, of whoever
//! gave the password and owes a code.

use app::identity::{ABSOLUTE_SECONDS, Secret};
use axum::http::{HeaderMap, HeaderValue};

use crate::prefs::cookie;

/// The name of the session's cookie. With HTTPS its prefix makes browsers refuse it from anywhere but this very host.
const fn session_name(secure: bool) -> &'static str {
    if secure { "__Host-session" } else { "session" }
}

const fn visit_name(secure: bool) -> &'static str {
    if secure { "__Host-visit" } else { "visit" }
}

const fn known_name(secure: bool) -> &'static str {
    if secure { "__Host-known" } else { "known" }
}

const fn step_name(secure: bool) -> &'static str {
    if secure { "__Host-step" } else { "step" }
}

/// The `Set-Cookie` of whoever gave the password and owes a code; `None` ends it.
pub(crate) fn step_cookie(secret: Option<&Secret>, secure: bool) -> HeaderValue {
    match secret {
        Some(secret) => line(step_name(secure), &secret.to_text(), 300, secure),
        None => line(step_name(secure), "", 0, secure),
    }
}

/// The secret of the step at which a code is owed.
pub(crate) fn step_secret(headers: &HeaderMap, secure: bool) -> Option<Secret> {
    Secret::parse(&cookie(headers, step_name(secure))?)
}

/// A browser stays known for a year.
const KNOWN_SECONDS: i64 = 365 * 86_400;

fn line(name: &str, value: &str, seconds: i64, secure: bool) -> HeaderValue {
    let secure = if secure { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; Max-Age={seconds}; SameSite=Lax; HttpOnly{secure}");
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
}

/// The `Set-Cookie` of a session; `None` ends it.
pub fn session_cookie(secret: Option<&Secret>, secure: bool) -> HeaderValue {
    match secret {
        Some(secret) => line(session_name(secure), &secret.to_text(), ABSOLUTE_SECONDS, secure),
        None => line(session_name(secure), "", 0, secure),
    }
}

/// The `Set-Cookie` of a visitor; `None` ends it.
pub fn visit_cookie(secret: Option<&Secret>, secure: bool) -> HeaderValue {
    match secret {
        Some(secret) => line(visit_name(secure), &secret.to_text(), ABSOLUTE_SECONDS, secure),
        None => line(visit_name(secure), "", 0, secure),
    }
}

/// The `Set-Cookie` of a known browser, with what [`app::identity::Known::cookie`] wrote.
pub(crate) fn known_cookie(text: &str, secure: bool) -> HeaderValue {
    line(known_name(secure), text, KNOWN_SECONDS, secure)
}

/// What a known browser says of itself.
pub(super) fn known_text(headers: &HeaderMap, secure: bool) -> Option<String> {
    cookie(headers, known_name(secure))
}

/// The secret of the session that a request carries.
pub(super) fn session_secret(headers: &HeaderMap, secure: bool) -> Option<Secret> {
    Secret::parse(&cookie(headers, session_name(secure))?)
}

/// The secret of the visitor that a request carries.
pub(super) fn visit_secret(headers: &HeaderMap, secure: bool) -> Option<Secret> {
    Secret::parse(&cookie(headers, visit_name(secure))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_kept_from_scripts_and_other_hosts() {
        let secret = Secret::new([1; 32]);
        let text = session_cookie(Some(&secret), true);
        let text = text.to_str().unwrap();
        assert!(text.starts_with(&format!("__Host-session={}; Path=/; ", secret.to_text())));
        assert!(text.ends_with("SameSite=Lax; HttpOnly; Secure"));
        assert!(!text.contains("Domain"));
        assert_eq!(session_cookie(None, false), "session=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly");
        let mut headers = HeaderMap::new();
        headers
            .insert("cookie", HeaderValue::from_str(&format!("a=b; session={}", secret.to_text())).unwrap());
        assert_eq!(session_secret(&headers, false), Some(secret));
        assert_eq!(session_secret(&headers, true), None, "the unprefixed one could come from elsewhere");
    }
}
