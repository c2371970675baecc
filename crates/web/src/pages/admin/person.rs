//! One person: who they are, where they belong, what they may do, whether and how they sign in.

use app::Cx;
use app::company::{self, NewPerson, PersonView, StartMembership, UnitView};
use app::identity::{self, HasFactor};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::ids::{PersonId, StreamId, UnitId};
use domain::localized::Language;
use domain::permission::Role;
use domain::time::Instant;
use serde::Deserialize;
use store::Tx;
use store::repo::session::Session;

use super::people::{LANGUAGE, languages, role_of};
use super::{given, given_or_late, hidden, sections, settled, unit_choices, unit_name};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, code_of, field, line};
use crate::form::{Again, Choice, Form};
use crate::labels;
use crate::page::Page;
use crate::pages::desk::Tab;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    let all = Reach::ADMINISTRATORS;
    vec![
        Route::get(pattern::ADMIN_PERSON, all, show),
        Route::post(pattern::ADMIN_PROFILE, all, profile),
        Route::post(pattern::ADMIN_JOIN, all, join),
        Route::post(pattern::ADMIN_LEAVE, all, leave),
        Route::post(pattern::ADMIN_GRANT, all, grant).proof(),
        Route::post(pattern::ADMIN_REVOKE, all, revoke).proof(),
        Route::post(pattern::ADMIN_SWITCH, all, switch),
        Route::post(pattern::ADMIN_LINK, all, link).proof(),
        Route::post(pattern::ADMIN_UNLINK, all, unlink),
        Route::post(pattern::ADMIN_SESSIONS, all, end_sessions),
        Route::post(pattern::ADMIN_FACTOR, all, reset_factor).proof(),
    ]
}

const ROLE: FieldDecl = field("role", code_of!(Role), "person-role");

pub(super) static PROFILE: FormDecl = FormDecl::new(
    "profile",
    &[
        line("name", "person-name"),
        field("email", FieldKind::Email, "person-email").optional(),
        line("position", "person-position").optional(),
        LANGUAGE.optional(),
    ],
);
pub(super) static JOIN: FormDecl = FormDecl::new("join", &[field("unit", FieldKind::Id, "person-join")]);
pub(super) static GRANT: FormDecl = FormDecl::new(
    "grant",
    &[ROLE, field("unit", FieldKind::Id, "person-role-unit").hint("person-role-unit-hint").optional()],
);
// What buttons ask for: what is wrong stands above all of them.
static LEAVE: FormDecl = FormDecl::new("acts", &[field("unit", FieldKind::Id, "")]);
static REVOKE: FormDecl = FormDecl::new("acts", &[ROLE, field("unit", FieldKind::Id, "").optional()]);
pub(super) static SWITCH: FormDecl = FormDecl::new("acts", &[field("active", FieldKind::YesNo, "")]);
pub(super) static LINK: FormDecl =
    FormDecl::new("link", &[line("login", "sign-in-login").hint("person-login-hint").optional()]);

/// A unit that the person belongs to.
#[derive(Debug, Clone)]
pub(crate) struct Home {
    pub id: String,
    pub name: String,
}

/// A role that the person holds.
#[derive(Debug, Clone)]
pub(crate) struct Held {
    pub role: &'static str,
    pub unit: String,
    pub name: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/person.html")]
pub(crate) struct PersonEditView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub id: String,
    pub name: String,
    pub active: bool,
    pub seen: i64,
    pub profile: Form,
    pub languages: Vec<Choice>,
    pub homes: Vec<Home>,
    pub join: Form,
    pub units: Vec<Choice>,
    pub held: Vec<Held>,
    pub grant: Form,
    pub roles: Vec<Choice>,
    pub role_units: Vec<Choice>,
    /// What is wrong with what a button asked for.
    pub acts: Form,
    pub link: Form,
    /// The link that was just made and until when it works: shown once.
    pub made: Option<(String, String)>,
    /// Until when a link works that was made before.
    pub waits: Option<String>,
    /// How many sessions are open and when one was last used; none when there are none.
    pub sessions_open: Option<String>,
    /// Since when they have a second factor; none without.
    pub factor: Option<String>,
    /// The acts by and to them.
    pub acts_at: String,
}

fn view(
    c: Chrome,
    sections: Vec<Tab>,
    (person, seen): (&PersonView, i64),
    units: &[UnitView],
    sent: &Option<Form>,
    (waits, open, factor): (Option<Instant>, &[Session], Option<HasFactor>),
) -> PersonEditView {
    let own = &person.profile;
    let profile = Form::of(&PROFILE)
        .with("name", own.name.clone())
        .with("email", own.email.clone().unwrap_or_default())
        .with("position", own.position.clone().unwrap_or_default())
        .with("language", person.language.code());
    let name_of = |id: UnitId| {
        units.iter().find(|unit| unit.id == id).map(|unit| unit_name(&c, unit)).unwrap_or_default()
    };
    let mut role_units = vec![Choice::new("", c.t("role-whole-company"))];
    role_units.extend(unit_choices(&c, units, true));
    PersonEditView {
        id: person.id.to_string(),
        name: if own.name.is_empty() { c.t("person-erased").into_owned() } else { own.name.clone() },
        active: person.active,
        seen,
        profile: given_or_late(&c, sent, profile, &[("language", &languages())]),
        languages: languages(),
        homes: person.units.iter().map(|(id, _)| Home { id: id.to_string(), name: name_of(*id) }).collect(),
        join: given(sent, Form::of(&JOIN)),
        units: unit_choices(&c, units, true),
        held: person
            .roles
            .iter()
            .map(|(role, unit)| Held {
                role: role.code(),
                unit: unit.map(|unit| unit.to_string()).unwrap_or_default(),
                name: role_of(&c, units, *role, *unit),
            })
            .collect(),
        grant: given(sent, Form::of(&GRANT)),
        roles: Role::ALL.into_iter().map(|role| Choice::new(role.code(), c.t(labels::role(role)))).collect(),
        role_units,
        acts: given(sent, Form::of(&SWITCH)),
        link: given(sent, Form::of(&LINK)),
        made: None,
        waits: waits.map(|until| c.until(until)),
        sessions_open: open.first().map(|last| {
            let when = [("when", c.moment(last.seen_at).into()), ("count", open.len().into())];
            c.ta("person-sessions-count", &when)
        }),
        factor: factor.map(|factor| c.ta("person-factor", &[("when", c.moment(factor.since).into())])),
        acts_at: routes::with(&routes::admin_audit(), &[("person", &person.id.to_string())]),
        sections,
        c,
    }
}

fn person_id(text: &str) -> Reply<PersonId> {
    PersonId::parse(text).ok_or_else(Error::not_found)
}

async fn page(visit: &SignedIn, id: PersonId, sent: Option<Form>) -> Reply<PersonEditView> {
    let cx = visit.cx(None);
    let (person, seen, units, waits, open, factor) = visit
        .site
        .read(move |tx| {
            let person = company::person(tx, &cx.viewer, id)?;
            let (waits, open) = (identity::setup_waits(tx, &cx, id)?, identity::sessions_of(tx, &cx, id)?);
            let factor = identity::factor_of(tx, &cx, id)?;
            Ok((person, company::version_of(tx, StreamId(id.0))?, company::units(tx)?, waits, open, factor))
        })
        .await
        .map_err(hidden)?;
    let c = visit.chrome();
    let sections = sections(&c, visit, &routes::admin_people());
    Ok(view(c, sections, (&person, seen), &units, &sent, (waits, &open, factor)))
}

async fn show(visit: SignedIn, Path(id): Path<String>) -> Reply {
    Ok(Page::personal(&page(&visit, person_id(&id)?, None).await?))
}

/// What was done to the person: their page, with a notice or with what is wrong in the form.
async fn answer(sent: &Sent, id: PersonId, came: Reply<Result<(), Again>>) -> Reply<Response> {
    let to = (routes::admin_person(id), "notice-saved");
    settled(sent, came, to, async |signed, form| page(&signed, id, Some(form)).await).await
}

/// Who somebody is.
#[derive(Debug, Clone, Deserialize)]
struct Profile {
    #[serde(flatten)]
    person: NewPerson,
    language: Option<Language>,
}

async fn profile(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let (id, seen) = (person_id(&id)?, sent.seen);
    let change = move |tx: &mut dyn Tx, cx: &mut Cx, Profile { person, language }| {
        company::change_profile(tx, cx, id, &person, seen)?;
        match language {
            Some(language) => company::choose_language(tx, &mut cx.follow_up(), id, language),
            None => Ok(()),
        }
    };
    let came = sent.act(&PROFILE, change).await;
    answer(&sent, id, came).await
}

/// A unit to join or to leave.
#[derive(Debug, Clone, Deserialize)]
struct Of {
    unit: UnitId,
}

async fn join(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let join = move |tx: &mut dyn Tx, cx: &mut Cx, Of { unit }| {
        company::start_membership(tx, cx, StartMembership { person: id, unit, manager: None, from: None })
    };
    let came = sent.act(&JOIN, join).await;
    answer(&sent, id, came).await
}

async fn leave(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let leave =
        move |tx: &mut dyn Tx, cx: &mut Cx, Of { unit }| company::end_membership(tx, cx, id, unit, None);
    let came = sent.act(&LEAVE, leave).await;
    answer(&sent, id, came).await
}

/// A role, in a unit or in the company.
#[derive(Debug, Clone, Deserialize)]
struct Granted {
    role: Role,
    unit: Option<UnitId>,
}

async fn grant(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let grant = move |tx: &mut dyn Tx, cx: &mut Cx, Granted { role, unit }| {
        company::grant_role(tx, cx, id, role, unit)
    };
    let came = sent.act(&GRANT, grant).await;
    answer(&sent, id, came).await
}

async fn revoke(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let revoke = move |tx: &mut dyn Tx, cx: &mut Cx, Granted { role, unit }| {
        company::revoke_role(tx, cx, id, role, unit)
    };
    let came = sent.act(&REVOKE, revoke).await;
    answer(&sent, id, came).await
}

/// Whether somebody signs in.
#[derive(Debug, Clone, Deserialize)]
struct Switch {
    active: bool,
}

async fn switch(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let turn = move |tx: &mut dyn Tx, cx: &mut Cx, Switch { active }| company::switch(tx, cx, id, active);
    let came = sent.act(&SWITCH, turn).await;
    answer(&sent, id, came).await
}

/// What somebody signs in with.
#[derive(Debug, Clone, Deserialize)]
struct Link {
    login: String,
}

async fn link(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    // A link that leads nowhere is not made.
    if let Err(error) = sent.whole("", "login") {
        return answer(&sent, id, sent.refused(&LINK, error).map(Err)).await;
    }
    let secret = sent.site.secret();
    let kept = secret.clone();
    let issue = move |tx: &mut dyn Tx, cx: &mut Cx, Link { login }| {
        identity::issue_setup(tx, cx, id, Some(login.as_str()).filter(|login| !login.is_empty()), &kept)
    };
    match sent.act(&LINK, issue).await? {
        Ok(made) => {
            let mut view = page(&sent.signed_in()?, id, None).await?;
            let address = sent.whole(&routes::set_password(secret.to_text()), "login")?;
            view.link = Form::of(&LINK).with("login", made.login).with("address", address.clone());
            view.made = Some((address, view.c.until(made.expires_at)));
            Ok(Page::personal(&view).into_response())
        }
        Err(again) => answer(&sent, id, Ok(Err(again))).await,
    }
}

/// A button that asks for nothing more.
static NOTHING: FormDecl = FormDecl::new("acts", &[]);

/// What [`NOTHING`] asks for.
#[derive(Debug, Clone, Deserialize)]
struct Nothing {}

async fn unlink(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let revoke = move |tx: &mut dyn Tx, cx: &mut Cx, _: Nothing| identity::revoke_setup(tx, cx, id);
    let came = sent.act(&NOTHING, revoke).await;
    answer(&sent, id, came).await
}

async fn end_sessions(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let end = move |tx: &mut dyn Tx, cx: &mut Cx, _: Nothing| identity::end_of_person(tx, cx, id).map(|_| ());
    let came = sent.act(&NOTHING, end).await;
    answer(&sent, id, came).await
}

async fn reset_factor(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let reset = move |tx: &mut dyn Tx, cx: &mut Cx, _: Nothing| identity::reset_factor(tx, cx, id);
    let came = sent.act(&NOTHING, reset).await;
    answer(&sent, id, came).await
}
