//! The code of a second factor, after the password.

use app::AppError;
use app::identity::{self, Code as Typed, SignInError};
use askama::Template;
use axum::extract::Query;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::sign_in::{go, welcome};
use crate::auth::{MaybeSignedIn, Sent, step_cookie, step_secret};
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::decl::{FieldKind, FormDecl, SHORT, field};
use crate::form::{Again, Form};
use crate::page::{Page, done, redirect};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::SIGN_IN_CODE, Reach::ANYONE, show),
        Route::post(pattern::SIGN_IN_CODE, Reach::ANYONE, enter),
    ]
}

static CODE: FormDecl = FormDecl::new(
    "code",
    &[
        field("next", FieldKind::Carried, ""),
        field("code", FieldKind::Words(SHORT), "code-typed").hint("code-typed-hint").fills("one-time-code"),
    ],
);

/// What was typed.
#[derive(Deserialize)]
struct Came {
    code: String,
    next: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "code.html")]
pub(crate) struct CodeView {
    pub c: Chrome,
    pub form: Form,
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

async fn show(visit: MaybeSignedIn, headers: HeaderMap, Query(asked): Query<Asked>) -> Reply<Response> {
    if visit.person.is_some() || step_secret(&headers, visit.site.config().secure).is_none() {
        return Ok(redirect(&routes::sign_in(&asked.next)));
    }
    let form = Form::of(&CODE).with("next", asked.next);
    Ok(Page::personal(&CodeView { c: visit.chrome(), form }).into_response())
}

/// Back to the beginning: the code came too late.
fn over(sent: &Sent) -> Response {
    let mut response = done(&routes::signing_in(), "notice-code-late");
    response.headers_mut().append(SET_COOKIE, step_cookie(None, sent.site.config().secure));
    response
}

async fn enter(headers: HeaderMap, sent: Sent) -> Reply<Response> {
    let Some(step) = step_secret(&headers, sent.site.config().secure) else { return Ok(over(&sent)) };
    let c = sent.chrome();
    let again = |again: Again| Ok(again.page(&CodeView { c: sent.chrome(), form: again.form.clone() }));
    let Came { code, next } = match sent.input(&CODE) {
        Ok(came) => came,
        Err(error) => return again(sent.refused(&CODE, error)?),
    };
    let typed = Typed { step, code, key: sent.site.key().await?, network: sent.network.clone() };
    let secret = sent.site.secret();
    match identity::finish_code(sent.site.db(), sent.site.vault(), &sent.cx(), typed, secret.clone()).await {
        Ok(session) => {
            let mut response =
                welcome(&sent, &headers, session.person, &secret, redirect(&go(&next))).await?;
            response.headers_mut().append(SET_COOKIE, step_cookie(None, sent.site.config().secure));
            Ok(response)
        }
        Err(SignInError::Wrong) => again(sent.wrong(&CODE, "code", c.t("factor-code-wrong").into_owned())),
        Err(SignInError::Blocked { until }) => {
            let wait = c.exact(until.seconds_since(c.now).max(1));
            let told = [("wait", wait.into()), ("hour", c.hour(until).into())];
            let wrong = sent.wrong(&CODE, "code", c.ta("sign-in-blocked", &told));
            again(Again { status: StatusCode::TOO_MANY_REQUESTS, ..wrong })
        }
        Err(SignInError::App(AppError::Missing(_))) => Ok(over(&sent)),
        Err(SignInError::App(error @ AppError::Invalid(_))) => again(sent.refused(&CODE, error)?),
        Err(SignInError::App(error)) => Err(Error::from(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::Samples;

    impl Samples for CodeView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let mut wrong = Form::of(&CODE);
            wrong.fail("code", c.t("factor-code-wrong").into_owned());
            [Form::of(&CODE), wrong].map(|form| Self { c: c.clone(), form }).into()
        }
    }
}
