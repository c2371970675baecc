//! The site over a small company, and requests to it written as bytes:
//!
//! ```text
//! unithead /u/it/flow?about=slow&a=lead&b=85
//! accept-language: en
//! ```
//!
//! The first word is a seat of the tests' matrix. `{csrf}`, `{no}`, `{unit}` and the like stand for what only the company knows.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Uri};
use testkit::Fixture;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use web::server::Seat;
use web::site::Config;

use crate::support::world::World;
use crate::support::{config, site_with};

/// So many forms are sent to one company.
const FORMS: usize = 2_000;

static PLACE: LazyLock<Mutex<Place>> = LazyLock::new(|| Mutex::new(Place::new()));

/// Somebody in their browser.
struct Person {
    cookies: String,
    token: String,
}

struct Place {
    router: Router,
    people: BTreeMap<String, Person>,
    known: Vec<(&'static [u8], Vec<u8>)>,
    forms: usize,
    runtime: Runtime,
    // Goes last: the database lies in it.
    _fixture: Fixture,
}

impl Place {
    fn new() -> Self {
        let fixture = Fixture::sqlite();
        let site = site_with(&fixture, Config { anonymous_posts: u32::MAX, ..config() });
        let world = World::over(site);
        let mut people = BTreeMap::new();
        for seat in Seat::ALL {
            let mut browser = world.browser(seat);
            let page = browser.get(if seat.is_person() { "/me" } else { "/sign-in" });
            let token = page.hidden("csrf").expect("a page with a token");
            let cookies: Vec<_> =
                browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            people.insert(format!("{seat:?}").to_lowercase(), Person { cookies: cookies.join("; "), token });
        }
        let known: [(&[u8], String); 14] = [
            (b"{no}", world.number.to_string()),
            (b"{asked}", world.asked.to_string()),
            (b"{secret}", world.secret.to_string()),
            (b"{file}", world.file.clone()),
            (b"{imported}", world.imported.clone()),
            (b"{plan}", world.plan.clone()),
            (b"{import}", world.import.to_string()),
            (b"{link}", world.link.to_text()),
            (b"{revoked}", world.revoked.to_text()),
            (b"{setup}", world.setup.to_text()),
            (b"{customers}", world.customers.to_string()),
            (b"{providers}", world.providers.to_string()),
            (b"{vendor}", world.vendor.to_string()),
            (b"{person}", world.people[&Seat::Handler].to_string()),
        ];
        Self {
            router: web::server::router(world.site),
            people,
            known: known.map(|(name, value)| (name, value.into_bytes())).into(),
            forms: 0,
            runtime: Builder::new_current_thread().enable_all().build().expect("a runtime"),
            _fixture: fixture,
        }
    }

    /// Puts in what only the company knows.
    fn filled<'a>(&self, text: &'a [u8], token: &str) -> Cow<'a, [u8]> {
        if !text.contains(&b'{') {
            return text.into();
        }
        let mut filled = Vec::with_capacity(text.len() + 100);
        let mut rest = text;
        while let Some((first, after)) = rest.split_first() {
            let known = self.known.iter().map(|(name, value)| (*name, value.as_slice()));
            let token = (&b"{csrf}"[..], token.as_bytes());
            match known.chain([token]).find(|(name, _)| rest.starts_with(name)) {
                Some((name, value)) => {
                    filled.extend_from_slice(value);
                    rest = &rest[name.len()..];
                }
                None => {
                    filled.push(*first);
                    rest = after;
                }
            }
        }
        filled.into()
    }

    fn send(&self, method: Method, first: &[u8], headers: &[u8], body: Option<&[u8]>) {
        let space = first.iter().position(|byte| *byte == b' ');
        let (seat, path) = space.map_or((&b"nobody"[..], first), |at| (&first[..at], &first[at + 1..]));
        let seat = std::str::from_utf8(seat).unwrap_or_default();
        let person = self.people.get(seat).unwrap_or(&self.people["nobody"]);
        // What is no address is refused before the site sees it.
        let Ok(uri) = Uri::try_from(&*self.filled(path, &person.token)) else { return };
        let typed = uri.to_string();
        let body = body.map(|body| self.filled(body, &person.token).into_owned());
        let mut request = Request::new(body.map_or_else(Body::empty, Body::from));
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        let own =
            [("cookie", person.cookies.as_str()), ("sec-fetch-site", "same-origin"), ("accept", "text/html")];
        for (name, value) in own {
            let value = HeaderValue::from_str(value).expect("a header");
            request.headers_mut().insert(HeaderName::from_static(name), value);
        }
        for line in headers.split(|byte| *byte == b'\n') {
            let Some(at) = line.iter().position(|byte| *byte == b':') else { continue };
            let value = HeaderValue::from_bytes(line[at + 1..].trim_ascii());
            if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(&line[..at]), value) {
                request.headers_mut().append(name, value);
            }
        }
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.expect("an answer");
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.expect("a body");
            assert!(
                parts.status.as_u16() < 500,
                "{typed}: {}: {}",
                parts.status,
                String::from_utf8_lossy(&body)
            );
            holds(&parts.headers, &body, &typed);
        });
    }
}

/// What holds of every answer: it leads nowhere else, and nothing that was typed becomes a part of the page.
fn holds(headers: &HeaderMap, body: &[u8], typed: &str) {
    if let Some(to) = headers.get("location") {
        let to = to.to_str().expect("an address of ASCII");
        assert!(to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'), "{typed} leads to {to}");
    }
    let is_page = headers.get("content-type").is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page && !headers.contains_key("content-encoding") {
        let page = std::str::from_utf8(body).expect("a page of UTF-8");
        for bad in ["<fuzz", "\" fuzz=", "' fuzz="] {
            assert!(!page.contains(bad), "{typed}: {bad} stands on the page");
        }
        assert!(headers.contains_key("content-security-policy"), "{typed}: a page without a policy");
    }
}

/// A line, and what stands behind it.
fn line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| *byte == b'\n');
    end.map_or((text, &[][..]), |end| (&text[..end], &text[end + 1..]))
}

/// Asks for a page: a line with seat and address, then lines with headers.
pub fn get(text: &[u8]) {
    let place = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
    let (first, headers) = line(text);
    place.send(Method::GET, first, headers, None);
}

/// Sends a form: a line with seat and address, lines with headers, an empty one, the body.
pub fn post(text: &[u8]) {
    let mut place = PLACE.lock().unwrap_or_else(PoisonError::into_inner);
    place.forms += 1;
    if place.forms > FORMS {
        // What forms wrote is forgotten, so that a finding stands on few of those before it.
        *place = Place::new();
    }
    let (first, rest) = line(text);
    let end = rest.windows(2).position(|two| two == b"\n\n");
    let (headers, body) = end.map_or((rest, &[][..]), |end| (&rest[..end], &rest[end + 2..]));
    place.send(Method::POST, first, headers, Some(body));
}
