//! The door before a handler: loads the caller, turns away whoever the route is not for by what it declares ([`Reach`]), notes that a session is used.

use std::sync::Arc;
use std::time::Duration;

use app::identity::{self, TOUCH_SECONDS};
use axum::body::Body;
use axum::extract::{RawPathParams, Request, State};
use axum::http::header::{REFERRER_POLICY, SET_COOKIE};
use axum::http::{HeaderValue, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::bring::{Allowed, Bringing};
use super::lines::Held;
use super::proof::{self, Asked};
use super::reach::{Door, Reach};
use super::route::{AnswerKind, Takes};
use crate::auth::{self, Visit, visit_cookie, was_forwarded};
use crate::dress::Routed;
use crate::error::{Code, Error, Said, Value};
use crate::page::redirect;
use crate::routes;
use crate::site::Site;

/// How long a page that counts much waits for the person's other ones.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the door of one route knows.
#[derive(Clone)]
pub(super) struct Guarded {
    pub site: Site,
    pub reach: Reach,
    pub kind: AnswerKind,
    pub takes: Takes,
    pub allowed: Allowed,
    pub heavy: bool,
    pub proof: bool,
    pub before_factor: bool,
    pub path: &'static str,
}

/// Lets a request through the door of its route, or answers in its place.
pub(super) async fn pass(
    State(guarded): State<Guarded>,
    params: RawPathParams,
    request: Request,
    next: Next,
) -> Response {
    let routed = Routed(guarded.path);
    let outside = guarded.reach.door == Door::Link;
    let mut response = through(guarded, &params, request, next).await;
    if outside {
        for_link_holders(&mut response);
    }
    response.extensions_mut().insert(routed);
    response
}

/// What pages of link holders say besides: no other site learns the address, which holds the secret, and no search engine
/// keeps it. Links that ended and links that never were look alike.
fn for_link_holders(response: &mut Response) {
    if let Some(error) = response.extensions_mut().get_mut::<Error>()
        && matches!(error.code, Code::NotFound | Code::Gone)
    {
        let cause = error.cause.take();
        *error = Error { cause, ..Code::LinkOver.into() };
        *response.status_mut() = Code::LinkOver.status();
    }
    let headers = response.headers_mut();
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
}

async fn through(guarded: Guarded, params: &RawPathParams, request: Request, next: Next) -> Response {
    if guarded.reach.door == Door::Bare {
        return next.run(request).await;
    }
    if holds_controls(request.uri()) {
        return Error::from(Code::BadRequest).into_response();
    }
    let link = match guarded.reach.door {
        Door::Link => params.iter().find(|(name, _)| *name == "token").map(|(_, value)| value),
        _ => None,
    };
    let (parts, body) = request.into_parts();
    let visit = match auth::load(&guarded.site, &parts, link).await {
        Ok(visit) => Arc::new(visit),
        Err(error) => return error.into_response(),
    };
    let mut request = Request::from_parts(parts, body);
    if !visit.asks_here() {
        return Error::from(Code::Host).into_response();
    }
    if !guarded.site.config().behind_proxy && was_forwarded(request.headers()) {
        guarded.site.saw_proxy(visit.now);
    }
    if let Some(refused) = refuse(&guarded, &visit, &request) {
        return dressed(refused, &visit);
    }
    if let Some(refused) = in_a_hurry(&guarded, &visit, &request) {
        return dressed(refused.into_response(), &visit);
    }
    touch(&guarded.site, &visit).await;
    if !guarded.reach.admits(&visit.viewer) {
        return dressed(guarded.reach.refusal().into_response(), &visit);
    }
    if guarded.proof {
        request = match proof::asked(&visit, request).await {
            Ok(Asked::Passes(request)) => *request,
            Ok(Asked::Answered(response)) => return response,
            Err(error) => return dressed(error.into_response(), &visit),
        };
    }
    request.extensions_mut().insert(Arc::clone(&visit));
    let params = params.iter().collect();
    let bringing = Bringing { takes: guarded.takes, allowed: guarded.allowed.clone(), params };
    request.extensions_mut().insert(bringing);
    let shown = request.method() == Method::GET && guarded.kind == AnswerKind::Page;
    let place = match visit.viewer.person().filter(|_| guarded.heavy) {
        Some(person) => match guarded.site.heavy().wait(&person.to_string(), PATIENCE).await {
            Some(place) => Some(place),
            None => {
                let refused = Error::from(Code::TooMany).saying(Said::new("error-too-many-heavy"));
                return dressed(refused.into_response(), &visit);
            }
        },
        None => None,
    };
    let mut response = next.run(request).await;
    if let Some(place) = place {
        // A file is in work until its last byte.
        response = response.map(|body| Body::new(Held { body, held: place }));
    }
    if let Some(secret) = visit.fresh.as_ref().filter(|_| shown && response.status() == StatusCode::OK) {
        let cookie = visit_cookie(Some(secret), guarded.site.config().secure);
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    dressed(response, &visit)
}

/// Whether an address holds characters that nobody types and no database keeps, such as `%00`. Ends of lines and tabs come from
/// boxes of several lines.
fn holds_controls(uri: &Uri) -> bool {
    let text = uri.path_and_query().map_or("", |path| path.as_str()).as_bytes();
    let typed = |low: u8| matches!(low, b'9' | b'a' | b'A' | b'd' | b'D');
    text.windows(3).any(|part| match part {
        [b'%', b'0', low] => low.is_ascii_hexdigit() && !typed(*low),
        [b'%', b'1', low] => low.is_ascii_hexdigit(),
        _ => false,
    })
}

/// The answer for whoever may not come in, if any.
fn refuse(guarded: &Guarded, visit: &Visit, request: &Request) -> Option<Response> {
    let page = guarded.kind == AnswerKind::Page && request.method() == Method::GET;
    if visit.company.is_none() && guarded.reach.door != Door::Open {
        return Some(if page { redirect(&routes::first_run()) } else { Error::not_found().into_response() });
    }
    if guarded.reach.door != Door::Session {
        return None;
    }
    if visit.person.is_some() {
        let shut = visit.owes_factor && !guarded.before_factor;
        return shut.then(|| {
            if page { redirect(&routes::my_factor()) } else { Error::from(Code::Forbidden).into_response() }
        });
    }
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    Some(if page { redirect(&routes::sign_in(path)) } else { Error::from(Code::SignIn).into_response() })
}

/// Forms are counted before their bodies are read: those of people who are signed in for each of them, those of strangers for their
/// network, those of a browser that somebody signed in with for that browser.
fn in_a_hurry(guarded: &Guarded, visit: &Visit, request: &Request) -> Option<Error> {
    if matches!(*request.method(), Method::GET | Method::HEAD) {
        return None;
    }
    let (site, now) = (&guarded.site, visit.now);
    match (visit.viewer.person(), visit.known.first()) {
        (Some(person), _) => {
            let limit = Value::Number(site.config().writes.into());
            (!site.writers().take(&person.to_string(), now)).then(|| {
                Error::from(Code::TooMany).saying(Said::new("error-too-many-writes").with("limit", limit))
            })
        }
        (None, Some(known)) => (!site.anonymous().take(&known.name(), now)).then(|| Code::TooMany.into()),
        (None, None) => (!site.anonymous().take(&visit.network, now)).then(|| Code::TooMany.into()),
    }
}

/// Notes that the session is used. A note that fails is made again by the next request.
async fn touch(site: &Site, visit: &Visit) {
    let Some(session) = visit.session.clone() else { return };
    let now = visit.now;
    if now.seconds_since(session.seen_at) < TOUCH_SECONDS {
        return;
    }
    let noted = site.db().write(move |tx| identity::touch(tx, &session, now)).await;
    if let Err(error) = noted {
        tracing::warn!(%error, "the use of a session was not noted");
    }
}

/// Error pages show who is signed in, as every page does.
fn dressed(mut response: Response, visit: &Visit) -> Response {
    if response.extensions().get::<Error>().is_some() {
        response.extensions_mut().insert(visit.chrome());
    }
    response
}
