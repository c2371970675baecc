//! Signing in with login and password, or, in a demonstration, as one of its people; signing out.

use std::time::Duration;

use app::company;
use app::identity::{self, Known, Secret, SignIn, SignInError};
use askama::Template;
use axum::extract::Query;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::ids::PersonId;
use domain::localized::{Language, Localized};
use serde::Deserialize;

use crate::auth::{MaybeSignedIn, Sent, Visit, known_cookie, session_cookie, visit_cookie};
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply};
use crate::form::Form;
use crate::page::{Cache, Page, done, redirect};
use crate::prefs::cookie;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::SIGN_IN, Reach::ANYONE, show),
        Route::post(pattern::SIGN_IN, Reach::ANYONE, sign_in),
        Route::post(pattern::PERSONA, Reach::ANYONE, persona),
        Route::post(pattern::SIGN_OUT, Reach::ANYONE, sign_out),
    ]
}

/// How long an attempt waits for its turn.
const TURN: Duration = Duration::from_secs(10);

/// Somebody whose part a visitor may take.
#[derive(Debug)]
pub(crate) struct PersonaRow {
    pub id: PersonId,
    pub name: String,
    /// What they do and where, as far as it is known.
    pub about: String,
    pub hint: Localized,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "sign_in.html")]
pub(crate) struct SignInView {
    pub c: Chrome,
    pub company: String,
    pub form: Form,
    /// Where to go afterwards.
    pub next: String,
    pub personas: Vec<PersonaRow>,
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    next: String,
}

async fn view(visit: &Visit, form: Form, next: &str) -> Reply<SignInView> {
    let c = visit.chrome();
    let found = visit.site.read(identity::personas).await?;
    let personas = found.into_iter().map(|found| {
        let unit = found.unit.as_ref().map(|unit| unit.text(visit.prefs.language).to_owned());
        let about: Vec<_> = [found.position, unit].into_iter().flatten().collect();
        PersonaRow { id: found.person, name: found.name, about: about.join(", "), hint: found.hint }
    });
    Ok(SignInView {
        company: visit.company.as_ref().map(|company| company.name.clone()).unwrap_or_default(),
        form,
        next: routes::local(next).unwrap_or_default().to_owned(),
        personas: personas.collect(),
        c,
    })
}

fn go(next: &str) -> String {
    // Coming back to signing in would go round in circles.
    let next = routes::local(next).filter(|next| !next.starts_with(pattern::SIGN_IN));
    next.map_or_else(routes::home, str::to_owned)
}

async fn show(visit: MaybeSignedIn, Query(asked): Query<Asked>) -> Reply<Response> {
    if visit.company.is_none() {
        return Ok(redirect(&routes::first_run()));
    }
    if visit.person.is_some() {
        return Ok(redirect(&go(&asked.next)));
    }
    Ok(Page::personal(&view(&visit, Form::new("sign-in"), &asked.next).await?).into_response())
}

async fn sign_in(headers: HeaderMap, sent: Sent) -> Reply<Response> {
    let next = sent.fields.text("next").to_owned();
    let login = sent.fields.text("login").to_owned();
    let known = match sent.known.as_slice() {
        [] => None,
        all => {
            let (key, login) = (sent.site.key().await?, identity::normalise_login(&login));
            all.iter().find(|known| known.is_for(&key, &login)).map(Known::name)
        }
    };
    // Many attempts at once from one network leave room for those from others, and for browsers that are known.
    let _turn = match &known {
        Some(_) => None,
        None => {
            let turn = sent.site.attempts().wait(&sent.network, TURN).await;
            Some(turn.ok_or_else(|| Error::from(Code::Busy))?)
        }
    };
    let ask = SignIn {
        login,
        password: sent.fields.text("password").to_owned(),
        network: sent.network.clone(),
        known,
        slowed: sent.site.config().slowed,
        device: sent.device.clone(),
    };
    let secret = sent.site.secret();
    let signed =
        identity::sign_in(sent.site.db(), sent.site.passwords(), &sent.cx(), ask, secret.clone()).await;
    match signed {
        Ok(session) => welcome(&sent, &headers, session.person, &secret, redirect(&go(&next))).await,
        Err(error) => {
            let mut form = sent.form("sign-in");
            let status = refuse(&sent.chrome(), &mut form, "password", error)?;
            Ok(Page::new(status, Cache::Personal, &view(&sent, form, &next).await?).into_response())
        }
    }
}

/// Says in a form why a password was not taken; the status of the page that shows it.
pub(super) fn refuse(
    c: &Chrome,
    form: &mut Form,
    field: &str,
    error: SignInError,
) -> Result<StatusCode, Error> {
    match error {
        SignInError::Wrong if field == "password" => form.fail(field, c.t("sign-in-wrong").into_owned()),
        SignInError::Wrong => form.fail(field, c.t("me-password-wrong").into_owned()),
        SignInError::Blocked { until } => {
            let until =
                [("wait", c.exact(until.seconds_since(c.now).max(1)).into()), ("hour", c.hour(until).into())];
            form.fail(field, c.ta("sign-in-blocked", &until));
            return Ok(StatusCode::TOO_MANY_REQUESTS);
        }
        SignInError::App(error) => {
            if !form.reject(c, &error) {
                return Err(error.into());
            }
        }
    }
    Ok(StatusCode::UNPROCESSABLE_ENTITY)
}

/// Hands the browser its session with an answer, in place of the session it had.
pub(super) async fn welcome(
    visit: &Visit,
    headers: &HeaderMap,
    person: PersonId,
    secret: &Secret,
    mut response: Response,
) -> Reply<Response> {
    if let Some(before) = visit.session.as_ref().map(|session| session.id) {
        visit.site.write(&visit.cx(None), move |tx, cx| identity::end(tx, cx, before)).await?;
    }
    let secure = visit.site.config().secure;
    let answered = response.headers_mut();
    answered.append(SET_COOKIE, session_cookie(Some(secret), secure));
    answered.append(SET_COOKIE, visit_cookie(None, secure));
    if let Some(login) = visit.site.read(move |tx| identity::login_of(tx, person)).await? {
        let key = visit.site.key().await?;
        let known = Known::with(visit.known.clone(), &key, &visit.site.chance(), &login);
        answered.append(SET_COOKIE, known_cookie(&Known::cookie(&key, &known), secure));
    }
    if cookie(headers, "lang").is_none() {
        let signed = visit.site.read(move |tx| company::viewer_of(tx, person)).await?;
        if let Some(signed) = signed {
            answered.append(SET_COOKIE, language_cookie(signed.me.language));
        }
    }
    Ok(response)
}

/// The language of a browser, for a year.
pub(super) fn language_cookie(language: Language) -> HeaderValue {
    let code = language.code();
    let line = format!("lang={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    HeaderValue::from_str(&line).unwrap_or(HeaderValue::from_static(""))
}

async fn persona(headers: HeaderMap, sent: Sent) -> Reply<Response> {
    let person = sent.fields.id("person").map(PersonId).ok_or_else(|| Error::from(Code::BadRequest))?;
    let (secret, device) = (sent.site.secret(), sent.device.clone());
    let kept = secret.clone();
    sent.site.write(&sent.cx(), move |tx, cx| identity::enter_as(tx, cx, person, &kept, &device)).await?;
    welcome(&sent, &headers, person, &secret, redirect(&go(sent.fields.text("next")))).await
}

async fn sign_out(sent: Sent) -> Reply<Response> {
    if let Some(session) = sent.session.as_ref().map(|session| session.id) {
        sent.site.write(&sent.cx(), move |tx, cx| identity::end(tx, cx, session)).await?;
    }
    let mut response = done(pattern::SIGN_IN, "notice-signed-out");
    response.headers_mut().append(SET_COOKIE, session_cookie(None, sent.site.config().secure));
    Ok(response)
}

#[cfg(test)]
mod tests {
    use domain::ids::PersonId;
    use domain::localized::Language;

    use super::*;
    use crate::samples::{BIDI, HOSTILE, LONG, Samples};

    impl Samples for SignInView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let persona = |n: u128, name: &str, hint: Localized| PersonaRow {
                id: PersonId(uuid::Uuid::from_u128(n)),
                name: name.into(),
                about: LONG.into(),
                hint,
            };
            let personas = vec![
                persona(1, "Анна Белова", Localized::both("Поставить задачу", "State a problem")),
                persona(2, HOSTILE, Localized::one(Language::Ru, BIDI)),
            ];
            let mut wrong = Form::new("sign-in").with("login", HOSTILE);
            wrong.fail("password", c.t("sign-in-wrong").into_owned());
            let base = |form, personas| Self {
                c: c.clone(),
                company: HOSTILE.into(),
                form,
                next: "/r/1?a=\"b".into(),
                personas,
            };
            vec![base(Form::new("sign-in"), Vec::new()), base(wrong, personas)]
        }
    }

    #[test]
    fn one_comes_back_to_own_pages_alone() {
        assert_eq!(go("/r/7?x=1"), "/r/7?x=1");
        assert_eq!(go("//evil.example"), "/");
        assert_eq!(go("/sign-in?next=/sign-in"), "/");
        assert_eq!(go(""), "/");
    }
}
