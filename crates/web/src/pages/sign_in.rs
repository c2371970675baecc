//! Signing in with login and password, or, in a demonstration, as one of its people; signing out.

use std::time::Duration;

use app::AppError;
use app::company;
use app::error::Answer;
use app::identity::{self, Entered, Known, Secret, SignIn, SignInError};
use askama::Template;
use axum::extract::Query;
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::ids::PersonId;
use domain::localized::{Language, Localized};
use serde::Deserialize;

use crate::auth::{MaybeSignedIn, Sent, Visit, known_cookie, session_cookie, step_cookie, visit_cookie};
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply};
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, field};
use crate::form::{Again, Form};
use crate::page::{Page, done, redirect};
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

/// Where to go afterwards.
const NEXT: FieldDecl = field("next", FieldKind::Carried, "");

/// What is left out is as wrong as what does not match: the form tells neither from the other.
static SIGN_IN: FormDecl = FormDecl::new(
    "sign-in",
    &[
        NEXT,
        field("login", FieldKind::Login, "sign-in-login").hint("sign-in-login-hint").optional(),
        field("password", FieldKind::Secret, "sign-in-password"),
    ],
);

/// Login and password as they were typed.
#[derive(Deserialize)]
struct Typed {
    login: String,
    password: String,
    next: String,
}

static PERSONA: FormDecl = FormDecl::new("persona", &[NEXT, field("person", FieldKind::Id, "")]);

/// Whose part is taken.
#[derive(Deserialize)]
struct ChosenPersona {
    person: PersonId,
    next: String,
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

async fn view(visit: &Visit, form: Form) -> Reply<SignInView> {
    let c = visit.chrome();
    let found = visit.site.read(identity::personas).await?;
    let personas = found.into_iter().map(|found| {
        let unit = found.unit.as_ref().map(|unit| unit.text(visit.prefs.language).to_owned());
        let about: Vec<_> = [found.position, unit].into_iter().flatten().collect();
        PersonaRow { id: found.person, name: found.name, about: about.join(", "), hint: found.hint }
    });
    Ok(SignInView {
        company: visit.company.as_ref().map(|company| company.name.clone()).unwrap_or_default(),
        next: routes::local(form.value("next")).unwrap_or_default().to_owned(),
        form,
        personas: personas.collect(),
        c,
    })
}

pub(super) fn go(next: &str) -> String {
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
    let form = Form::of(&SIGN_IN).with("next", asked.next);
    Ok(Page::personal(&view(&visit, form).await?).into_response())
}

async fn sign_in(headers: HeaderMap, sent: Sent) -> Reply<Response> {
    let Typed { login, password, next } = sent.input(&SIGN_IN)?;
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
        password,
        network: sent.network.clone(),
        known,
        slowed: sent.site.config().slowed,
        device: sent.device.clone(),
        key: sent.site.key().await?,
    };
    let secret = sent.site.secret();
    let signed =
        identity::sign_in(sent.site.db(), sent.site.passwords(), &sent.cx(), ask, secret.clone()).await;
    match signed {
        Ok(entered) => enter(&sent, &headers, entered, &secret, &next).await,
        Err(error) => {
            let again = refuse(&sent, &SIGN_IN, "password", error)?;
            Ok(again.page(&view(&sent, again.form.clone()).await?))
        }
    }
}

/// Lets in whoever proved who they are, or leads to the page of their code.
pub(super) async fn enter(
    visit: &Visit,
    headers: &HeaderMap,
    entered: Entered,
    secret: &Secret,
    next: &str,
) -> Reply<Response> {
    match entered {
        Entered::In(session) => welcome(visit, headers, session.person, secret, redirect(&go(next))).await,
        Entered::Owes => {
            let mut response = redirect(&routes::with(&routes::sign_in_code(), &[("next", next)]));
            let cookie = step_cookie(Some(secret), visit.site.config().secure);
            response.headers_mut().append(SET_COOKIE, cookie);
            Ok(response)
        }
    }
}

/// The form with why a password was not taken, beside `field`.
pub(super) fn refuse(sent: &Sent, decl: &FormDecl, field: &str, error: SignInError) -> Reply<Again> {
    let c = sent.chrome();
    match error {
        SignInError::Wrong => {
            let said = if field == "password" { c.t("sign-in-wrong") } else { c.t("me-password-wrong") };
            Ok(sent.wrong(decl, field, said.into_owned()))
        }
        SignInError::Blocked { until } => {
            let until =
                [("wait", c.exact(until.seconds_since(c.now).max(1)).into()), ("hour", c.hour(until).into())];
            let again = sent.wrong(decl, field, c.ta("sign-in-blocked", &until));
            Ok(Again { status: StatusCode::TOO_MANY_REQUESTS, ..again })
        }
        SignInError::App(error) => sent.refused(decl, error),
    }
}

/// A new password is typed twice.
pub(super) fn twice(password: &str, again: &str) -> Answer<()> {
    if password == again { Ok(()) } else { Err(AppError::field("password-again", "password-differs")) }
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
    let ChosenPersona { person, next } = sent.input(&PERSONA).map_err(|_| Error::from(Code::BadRequest))?;
    let (secret, device) = (sent.site.secret(), sent.device.clone());
    let kept = secret.clone();
    sent.site.write(&sent.cx(), move |tx, cx| identity::enter_as(tx, cx, person, &kept, &device)).await?;
    welcome(&sent, &headers, person, &secret, redirect(&go(&next))).await
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
            let mut wrong = Form::of(&SIGN_IN).with("login", HOSTILE);
            wrong.fail("password", c.t("sign-in-wrong").into_owned());
            let base = |form, personas| Self {
                c: c.clone(),
                company: HOSTILE.into(),
                form,
                next: "/r/1?a=\"b".into(),
                personas,
            };
            vec![base(Form::of(&SIGN_IN), Vec::new()), base(wrong, personas)]
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
