//! The person's own page: language, theme, the notice of metering, password, and where they are signed in.

use app::Cx;
use app::audit::{self, Act, Acts};
use app::company::{self, Metering};
use app::error::Answer;
use app::identity;
use askama::Template;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use axum::response::Response;
use domain::ids::SessionId;
use domain::localized::{Language, Localized};
use domain::time::Instant;
use serde::Deserialize;
use store::Tx;
use store::repo::act::FailedSignIn;
use store::repo::session::Session;

use super::admin::audit::told::{Teller, actor, moment};
use super::sign_in::{language_cookie, refuse, twice, welcome};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply};
use crate::form::decl::{FieldKind, FormDecl, code_of, field};
use crate::form::{Choice, Form};
use crate::i18n::Html;
use crate::page::{Page, done};
use crate::parts::table::{Cell, Table};
use crate::parts::words;
use crate::prefs::Theme;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::ME, Reach::SIGNED_IN, show),
        Route::post(pattern::MY_LANGUAGE, Reach::SIGNED_IN, language),
        Route::post(pattern::MY_METERING, Reach::SIGNED_IN, metering),
        Route::post(pattern::MY_PASSWORD, Reach::SIGNED_IN, password),
        Route::post(pattern::END_SESSION, Reach::SIGNED_IN, end),
        Route::post(pattern::END_SESSIONS, Reach::SIGNED_IN, end_others),
    ]
}

static LANGUAGE: FormDecl =
    FormDecl::new("language", &[field("language", code_of!(Language), "language").hint("me-language-hint")]);

/// The language that the person reads.
#[derive(Deserialize)]
struct Reads {
    language: Language,
}

/// How pages look is a matter of the browser: [`crate::prefs`] takes it.
static THEME: FormDecl =
    FormDecl::new("theme", &[field("choice", code_of!(Theme), "theme").hint("me-theme-hint")]);

static PASSWORD: FormDecl = FormDecl::new(
    "password",
    &[
        field("password-now", FieldKind::Secret, "me-password-now").as_input("now"),
        field("password-new", FieldKind::Secret, "me-password-new").as_input("new").hint("password-hint"),
        field("password-again", FieldKind::Secret, "password-again").as_input("again"),
    ],
);

/// The password as it is, and the new one twice.
#[derive(Deserialize)]
struct Change {
    now: String,
    new: String,
    again: String,
}

static SESSION: FormDecl = FormDecl::new("session", &[field("session", FieldKind::Id, "")]);

/// A session that is ended.
#[derive(Deserialize)]
struct Ends {
    session: SessionId,
}

/// A browser that is signed in.
#[derive(Debug)]
pub(crate) struct SessionRow {
    pub id: SessionId,
    /// In words; empty when it is not known.
    pub device: String,
    pub since: Instant,
    pub seen: Instant,
    /// This very browser.
    pub here: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "me.html")]
pub(crate) struct MeView {
    pub c: Chrome,
    pub name: String,
    /// The login; none for personas, who have no password.
    pub login: Option<String>,
    /// They have a second factor.
    pub factor: bool,
    pub language: Form,
    pub languages: Vec<Choice>,
    pub theme: Form,
    pub themes: Vec<Choice>,
    /// The notice of metering, once it is published.
    pub notice: Option<Html>,
    /// It is published and waits to be read.
    pub unread: bool,
    pub password: Form,
    pub sessions: Vec<SessionRow>,
    /// What happened to the person's access and place in the company.
    pub acts: Table,
    /// Failed attempts to sign in as them, in a sentence; none when there were none.
    pub failures: Option<String>,
}

/// What the page reads.
struct Read {
    login: Option<String>,
    factor: bool,
    notice: Option<Localized>,
    sessions: Vec<Session>,
    acts: Acts,
    failures: Vec<FailedSignIn>,
}

/// How far back the page tells of acts, in days.
const ACTS_DAYS: i64 = 90;
/// Acts that it tells of.
const ACTS: usize = 30;
/// How far back it tells of failed attempts to sign in, in days.
const FAILURES_DAYS: i64 = 30;

/// What happened to one's access, nothing yet.
fn acts_table(c: &Chrome) -> Table {
    Table::new("acts", c.t("me-acts"))
        .plain(c.t("audit-when"))
        .plain(c.t("audit-what"))
        .plain(c.t("audit-detail"))
        .words(c.t("audit-who"))
        .words(c.t("audit-network"))
}

/// An act as the person it was done to reads it.
fn act_row(teller: &Teller<'_>, act: &Act) -> Vec<Cell> {
    let c = teller.c;
    let me = teller.viewer.person();
    let who = match act.envelope.actor.person() {
        Some(_) if act.envelope.actor.person() == me => c.t("audit-you").into_owned(),
        _ => actor(c, &teller.acts.people, &act.envelope),
    };
    vec![
        Cell::html(moment(c, act.envelope.recorded_at)),
        Cell::text(teller.what(act)),
        Cell::text(teller.detail(act)),
        Cell::text(who),
        Cell::text(act.network.clone().unwrap_or_default()),
    ]
}

fn failures(c: &Chrome, found: &[FailedSignIn]) -> Option<String> {
    let last = found.first()?;
    let count: i64 = found.iter().map(|failed| failed.count).sum();
    let told = [("count", count.into()), ("when", c.moment(last.hour).into())];
    Some(c.ta("me-failures", &told))
}

fn read(tx: &mut dyn Tx, cx: &Cx) -> Answer<Read> {
    Ok(Read {
        login: identity::login(tx, cx)?,
        factor: identity::own_factor(tx, cx)?.is_some(),
        notice: company::metering_notice(tx)?,
        sessions: identity::sessions(tx, cx)?,
        acts: audit::own_acts(tx, cx, cx.now.plus_seconds(-ACTS_DAYS * 86_400), ACTS)?,
        failures: audit::own_failures(tx, cx, cx.now.plus_seconds(-FAILURES_DAYS * 86_400))?,
    })
}

async fn view(signed: &SignedIn, password: Form) -> Reply<MeView> {
    let c = signed.chrome();
    let cx = signed.cx(None);
    let found = signed.site.read(move |tx| read(tx, &cx)).await?;
    let (me, here) = (signed.me()?, signed.session()?.id);
    let themes = Theme::ALL.iter().map(|theme| Choice::new(theme.code(), c.t(theme.name()))).collect();
    Ok(MeView {
        name: me.name.clone(),
        login: found.login,
        factor: found.factor,
        language: Form::of(&LANGUAGE).with("language", me.language.code()),
        languages: vec![Choice::new("ru", "Русский"), Choice::new("en", "English")],
        theme: Form::of(&THEME).with("choice", c.theme.code()),
        themes,
        notice: found.notice.map(|notice| words(notice.text(signed.prefs.language))),
        unread: me.metering == Metering::Unseen,
        password,
        acts: {
            let teller = Teller { c: &c, viewer: &signed.viewer, acts: &found.acts };
            acts_table(&c).filled(found.acts.acts.iter().map(|act| act_row(&teller, act)))
        },
        failures: failures(&c, &found.failures),
        sessions: found
            .sessions
            .into_iter()
            .map(|session| SessionRow {
                here: session.id == here,
                id: session.id,
                device: session.device,
                since: session.created_at,
                seen: session.seen_at,
            })
            .collect(),
        c,
    })
}

async fn show(signed: SignedIn) -> Reply {
    Ok(Page::personal(&view(&signed, Form::of(&PASSWORD)).await?))
}

async fn language(sent: Sent) -> Reply<Response> {
    let person = sent.signed_in()?.person;
    let Reads { language: chosen } = sent.input(&LANGUAGE).map_err(|_| Error::from(Code::BadRequest))?;
    sent.site.write(&sent.cx(), move |tx, cx| company::choose_language(tx, cx, person, chosen)).await?;
    let mut response = done(&routes::me(), "notice-saved");
    response.headers_mut().append(SET_COOKIE, language_cookie(chosen));
    Ok(response)
}

async fn metering(sent: Sent) -> Reply<Response> {
    sent.site.write(&sent.cx(), company::see_metering_notice).await?;
    Ok(done(&routes::me(), "notice-saved"))
}

async fn password(headers: HeaderMap, sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let Change { now, new, again } = sent.input(&PASSWORD)?;
    let secret = sent.site.secret();
    let changed = match twice(&new, &again) {
        Ok(()) => {
            let (site, cx) = (&sent.site, sent.cx());
            let here = signed.session()?;
            let (salt, fresh) = (site.salt(), secret.clone());
            identity::change_password(site.db(), site.passwords(), &cx, now, new, salt, here, fresh).await
        }
        Err(error) => Err(error.into()),
    };
    match changed {
        Ok(session) => {
            let to = done(&routes::me(), "notice-password-changed");
            welcome(&sent, &headers, session.person, &secret, to).await
        }
        Err(error) => {
            let again = refuse(&sent, &PASSWORD, "password-now", error)?;
            Ok(again.page(&view(&signed, again.form.clone()).await?))
        }
    }
}

async fn end(sent: Sent) -> Reply<Response> {
    let Ends { session } = sent.input(&SESSION).map_err(|_| Error::from(Code::BadRequest))?;
    sent.site.write(&sent.cx(), move |tx, cx| identity::end(tx, cx, session)).await?;
    Ok(done(&routes::me(), "notice-session-ended"))
}

async fn end_others(sent: Sent) -> Reply<Response> {
    let here = sent.signed_in()?.session()?.id;
    sent.site.write(&sent.cx(), move |tx, cx| identity::end_others(tx, cx, Some(here))).await?;
    Ok(done(&routes::me(), "notice-session-ended"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{HOSTILE, Samples, at};

    impl Samples for MeView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let session = |n: u128, device: &str, here| SessionRow {
                id: SessionId(uuid::Uuid::from_u128(n)),
                device: device.into(),
                since: at("2026-11-20T09:00:00+03:00"),
                seen: at("2026-11-23T10:00:00+03:00"),
                here,
            };
            let themes = Theme::ALL.iter().map(|theme| Choice::new(theme.code(), c.t(theme.name())));
            let view = |login: Option<&str>, password, notice: Option<&str>, unread, sessions| Self {
                c: c.clone(),
                name: HOSTILE.into(),
                login: login.map(str::to_owned),
                factor: unread,
                language: Form::of(&LANGUAGE).with("language", "ru"),
                languages: vec![Choice::new("ru", "Русский"), Choice::new("en", "English")],
                theme: Form::of(&THEME).with("choice", "dark"),
                themes: themes.clone().collect(),
                notice: notice.map(words),
                unread,
                password,
                acts: if unread { acts_table(c).worst() } else { acts_table(c) },
                failures: unread
                    .then(|| c.ta("me-failures", &[("count", 3.into()), ("when", HOSTILE.into())])),
                sessions,
            };
            let mut wrong = Form::of(&PASSWORD);
            wrong.fail("password-now", c.t("me-password-wrong").into_owned());
            let sessions = vec![session(1, "Firefox, Linux", true), session(2, "", false)];
            vec![
                view(Some(HOSTILE), wrong, Some(HOSTILE), true, sessions),
                view(
                    Some("anna"),
                    Form::of(&PASSWORD),
                    Some("Зачем"),
                    false,
                    vec![session(1, HOSTILE, true)],
                ),
                view(None, Form::of(&PASSWORD), None, false, Vec::new()),
            ]
        }
    }
}
