//! What a browser prefers: language and theme, read from every request before anything else, without the database.

use axum::Form;
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, REFERER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use domain::localized::Language;
use serde::Deserialize;
use std::convert::Infallible;

use crate::routes;

/// The colours of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word of the cookie, the form and `data-theme`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }

    /// Message key of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::System => "theme-system",
            Self::Light => "theme-light",
            Self::Dark => "theme-dark",
        }
    }
}

/// The preferences of one request. Handlers take it as an argument; [`crate::dress`] puts it in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prefs {
    /// The chosen language, else the best of `Accept-Language`, else Russian.
    pub language: Language,
    /// The chosen theme.
    pub theme: Theme,
    /// Path and query that were asked for.
    pub path: String,
    /// Message key of what the page before did; see [`crate::page::done`].
    pub notice: Option<String>,
}

impl Prefs {
    /// Reads the cookies and headers of a request.
    pub fn of(headers: &HeaderMap, uri: &Uri) -> Self {
        let language = cookie(headers, "lang").and_then(|code| Language::from_code(&code));
        let accepted =
            || headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).and_then(accepted);
        Self {
            language: language.or_else(accepted).unwrap_or_default(),
            theme: cookie(headers, "theme").and_then(|code| Theme::from_code(&code)).unwrap_or_default(),
            path: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            notice: cookie(headers, "notice").filter(|key| key.starts_with("notice-")),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Prefs {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(parts.extensions.get().cloned().unwrap_or_else(|| Self::of(&parts.headers, &parts.uri)))
    }
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The language of `Accept-Language` with the greatest weight, the first of equals.
fn accepted(header: &str) -> Option<Language> {
    let mut best: Option<(f32, Language)> = None;
    for part in header.split(',').take(20) {
        let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
        let weight = weight.trim().parse().ok().filter(|weight| (0.0..=1.0).contains(weight)).unwrap_or(0.0);
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        if let Some(language) = Language::from_code(&primary)
            && weight > best.map_or(0.0, |(weight, _)| weight)
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// A switch's form.
#[derive(Debug, Deserialize)]
pub(crate) struct Choice {
    choice: String,
    #[serde(default)]
    back: String,
}

/// Keeps the chosen language and goes back.
pub(crate) async fn choose_language(headers: HeaderMap, Form(form): Form<Choice>) -> Response {
    keep("lang", Language::from_code(&form.choice).map(Language::code), &form, &headers)
}

/// Keeps the chosen theme and goes back.
pub(crate) async fn choose_theme(headers: HeaderMap, Form(form): Form<Choice>) -> Response {
    keep("theme", Theme::from_code(&form.choice).map(Theme::code), &form, &headers)
}

/// Nothing secret is in these cookies; they last a year.
fn keep(name: &str, code: Option<&'static str>, form: &Choice, headers: &HeaderMap) -> Response {
    let referer = headers
        .get(REFERER)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.parse::<Uri>().ok())
        .and_then(|uri| uri.path_and_query().map(ToString::to_string));
    let back = routes::local(&form.back)
        .or_else(|| referer.as_deref().and_then(routes::local))
        .map_or_else(routes::home, ToOwned::to_owned);
    let mut response = Redirect::to(&back).into_response();
    if let Some(code) = code {
        let line = format!("{name}={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
        if let Ok(value) = HeaderValue::from_str(&line) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefs(pairs: &[(&'static str, &'static str)]) -> Prefs {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, HeaderValue::from_static(value));
        }
        Prefs::of(&headers, &Uri::from_static("/r/1?x=2"))
    }

    #[test]
    fn the_choice_beats_the_browser_and_the_browser_beats_the_default() {
        assert_eq!(prefs(&[]).language, Language::Ru);
        assert_eq!(prefs(&[("accept-language", "en-GB,en;q=0.9,ru;q=0.8")]).language, Language::En);
        assert_eq!(prefs(&[("accept-language", "de, en;q=0.3, ru;q=0.5")]).language, Language::Ru);
        assert_eq!(prefs(&[("accept-language", "en;q=0, fr, *;q=bad")]).language, Language::Ru);
        assert_eq!(prefs(&[("accept-language", "en"), ("cookie", "a=b; lang=ru")]).language, Language::Ru);
        assert_eq!(prefs(&[("accept-language", "en"), ("cookie", "lang=xx")]).language, Language::En);
        assert_eq!(prefs(&[("cookie", "theme=dark")]).theme, Theme::Dark);
        assert_eq!(prefs(&[]).path, "/r/1?x=2");
    }
}
