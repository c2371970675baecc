//! One person: who they are, where they belong, what they may do, whether and how they sign in.

use app::company::{self, NewPerson, PersonView, StartMembership, UnitView};
use app::error::Answer;
use app::{AppError, Cx, identity};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::ids::{PersonId, StreamId, UnitId};
use domain::localized::Language;
use domain::permission::Role;
use store::Tx;

use super::people::{languages, role_of};
use super::{given, given_or_late, hidden, reject, role_name, sections, unit_choices, unit_name};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::{Choice, Form};
use crate::page::{Cache, Page, done};
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
        Route::post(pattern::ADMIN_GRANT, all, grant),
        Route::post(pattern::ADMIN_REVOKE, all, revoke),
        Route::post(pattern::ADMIN_SWITCH, all, switch),
        Route::post(pattern::ADMIN_LINK, all, link),
    ]
}

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
}

fn view(
    c: Chrome,
    sections: Vec<Tab>,
    (person, seen): (&PersonView, i64),
    units: &[UnitView],
    sent: &Option<Form>,
) -> PersonEditView {
    let own = &person.profile;
    let profile = Form::new("profile")
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
        join: given(sent, Form::new("join")),
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
        grant: given(sent, Form::new("grant")),
        roles: Role::ALL.into_iter().map(|role| Choice::new(role.code(), c.t(role_name(role)))).collect(),
        role_units,
        acts: given(sent, Form::new("acts")),
        link: given(sent, Form::new("link")),
        made: None,
        sections,
        c,
    }
}

fn person_id(text: &str) -> Reply<PersonId> {
    PersonId::parse(text).ok_or_else(Error::not_found)
}

async fn page(visit: &SignedIn, id: PersonId, sent: Option<Form>) -> Reply<PersonEditView> {
    let cx = visit.cx(None);
    let (person, seen, units) = visit
        .site
        .read(move |tx| {
            let person = company::person(tx, &cx.viewer, id)?;
            Ok((person, company::version_of(tx, StreamId(id.0))?, company::units(tx)?))
        })
        .await
        .map_err(hidden)?;
    let c = visit.chrome();
    let sections = sections(&c, visit, &routes::admin_people());
    Ok(view(c, sections, (&person, seen), &units, &sent))
}

async fn show(visit: SignedIn, Path(id): Path<String>) -> Reply {
    Ok(Page::personal(&page(&visit, person_id(&id)?, None).await?))
}

/// What was done to the person: their page again, with a notice, or with what is wrong in the form.
async fn answer(
    sent: &Sent,
    id: PersonId,
    (name, first): (&'static str, &str),
    result: Answer<()>,
) -> Reply<Response> {
    match result {
        Ok(()) => Ok(done(&routes::admin_person(id), "notice-saved")),
        Err(error) => {
            let mut form = sent.form(name);
            let status = reject(&mut form, &sent.chrome(), &error, first).ok_or_else(|| hidden(error))?;
            let view = page(&sent.signed_in()?, id, Some(form)).await?;
            Ok(Page::new(status, Cache::Personal, &view).into_response())
        }
    }
}

async fn profile(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let fields = &sent.fields;
    let new = NewPerson {
        name: fields.text("name").to_owned(),
        email: fields.text("email").to_owned(),
        position: fields.text("position").to_owned(),
    };
    let seen = sent.seen;
    let result = match fields.one_of("language", |code| Language::from_code(code).map(Some), None) {
        Ok(language) => {
            let change = move |tx: &mut dyn Tx, cx: &mut Cx| {
                company::change_profile(tx, cx, id, &new, seen)?;
                match language {
                    Some(language) => company::choose_language(tx, &mut cx.follow_up(), id, language),
                    None => Ok(()),
                }
            };
            sent.site.write(&sent.cx(), change).await
        }
        Err(error) => Err(error),
    };
    answer(&sent, id, ("profile", "name"), result).await
}

async fn join(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let result = match sent.fields.id("unit").map(UnitId) {
        Some(unit) => {
            let joins = StartMembership { person: id, unit, manager: None, from: None };
            sent.site.write(&sent.cx(), move |tx, cx| company::start_membership(tx, cx, joins)).await
        }
        None => Err(AppError::field("unit", "field-required")),
    };
    answer(&sent, id, ("join", "unit"), result).await
}

async fn leave(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let result = match sent.fields.id("unit").map(UnitId) {
        Some(unit) => {
            sent.site.write(&sent.cx(), move |tx, cx| company::end_membership(tx, cx, id, unit, None)).await
        }
        None => Err(AppError::field("unit", "field-required")),
    };
    answer(&sent, id, ("acts", "unit"), result).await
}

fn role_sent(sent: &Sent) -> Answer<(Role, Option<UnitId>)> {
    let role = Role::from_code(sent.fields.text("role"));
    let role = role.ok_or_else(|| AppError::field("role", "field-required"))?;
    Ok((role, sent.fields.id_if_any("unit")?.map(UnitId)))
}

async fn grant(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let result = match role_sent(&sent) {
        Ok((role, unit)) => {
            sent.site.write(&sent.cx(), move |tx, cx| company::grant_role(tx, cx, id, role, unit)).await
        }
        Err(error) => Err(error),
    };
    answer(&sent, id, ("grant", "role"), result).await
}

async fn revoke(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let result = match role_sent(&sent) {
        Ok((role, unit)) => {
            sent.site.write(&sent.cx(), move |tx, cx| company::revoke_role(tx, cx, id, role, unit)).await
        }
        Err(error) => Err(error),
    };
    answer(&sent, id, ("acts", "role"), result).await
}

async fn switch(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    let active = match sent.fields.text("active") {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(AppError::field("active", "field-required")),
    };
    let result = match active {
        Ok(active) => sent.site.write(&sent.cx(), move |tx, cx| company::switch(tx, cx, id, active)).await,
        Err(error) => Err(error),
    };
    answer(&sent, id, ("acts", "active"), result).await
}

async fn link(Path(id): Path<String>, sent: Sent) -> Reply<Response> {
    let id = person_id(&id)?;
    // A link that leads nowhere is not made.
    if let Err(error) = sent.whole("", "login") {
        return answer(&sent, id, ("link", "login"), Err(error)).await;
    }
    let login = sent.fields.filled("login").map(str::to_owned);
    let secret = sent.site.secret();
    let kept = secret.clone();
    let made = sent
        .site
        .write(&sent.cx(), move |tx, cx| identity::issue_setup(tx, cx, id, login.as_deref(), &kept))
        .await;
    match made {
        Ok(made) => {
            let mut view = page(&sent.signed_in()?, id, None).await?;
            let address = sent.whole(&routes::set_password(secret.to_text()), "login")?;
            view.link = Form::new("link").with("login", made.login).with("address", address.clone());
            view.made = Some((address, view.c.until(made.expires_at)));
            Ok(Page::personal(&view).into_response())
        }
        Err(error) => answer(&sent, id, ("link", "login"), Err(error)).await,
    }
}
