//! The people of the company.

use app::company::{self, HR, Identity, NewPerson, PersonView, RegisterPerson, StartMembership, UnitView};
use app::error::Answer;
use app::{AppError, Cx};
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::ids::{PersonId, UnitId};
use domain::localized::Language;
use serde::Deserialize;
use store::Tx;

use super::{given, hidden, placed, role_name, sections, unit_choices, unit_name};
use crate::auth::{Fields, Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::{Choice, Form};
use crate::page::{Page, done};
use crate::pages::desk::Tab;
use crate::parts::{Mark, State};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// Rows of one page.
const PAGE: i64 = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::ADMIN_PEOPLE, Reach::ADMINISTRATORS, show),
        Route::post(pattern::ADMIN_PEOPLE, Reach::ADMINISTRATORS, add),
    ]
}

/// Somebody of the list.
#[derive(Debug, Clone)]
pub(crate) struct PersonRow {
    pub href: String,
    pub name: String,
    pub position: String,
    pub email: String,
    pub units: String,
    pub roles: String,
    pub state: State,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/people.html")]
pub(crate) struct PeopleView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub rows: Vec<PersonRow>,
    pub next: Option<String>,
    pub form: Form,
    pub units: Vec<Choice>,
    pub languages: Vec<Choice>,
}

#[derive(Debug, Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    after: String,
}

pub(super) fn languages() -> Vec<Choice> {
    vec![Choice::new("ru", "Русский"), Choice::new("en", "English")]
}

/// A role with its unit, in words.
pub(super) fn role_of(
    c: &Chrome,
    units: &[UnitView],
    role: domain::permission::Role,
    of: Option<UnitId>,
) -> String {
    let name = c.t(role_name(role));
    match of.and_then(|of| units.iter().find(|unit| unit.id == of)) {
        Some(unit) => format!("{name}: {}", unit_name(c, unit)),
        None => name.into_owned(),
    }
}

fn row(c: &Chrome, units: &[UnitView], person: &PersonView) -> PersonRow {
    let of = |id: &UnitId| units.iter().find(|unit| unit.id == *id).map(|unit| unit_name(c, unit));
    let roles: Vec<String> = person.roles.iter().map(|(role, of)| role_of(c, units, *role, *of)).collect();
    let name = person.profile.name.clone();
    PersonRow {
        href: routes::admin_person(person.id),
        name: if name.is_empty() { c.t("person-erased").into_owned() } else { name },
        position: person.profile.position.clone().unwrap_or_default(),
        email: person.profile.email.clone().unwrap_or_default(),
        units: person.units.iter().filter_map(|(unit, _)| of(unit)).collect::<Vec<_>>().join(", "),
        roles: roles.join(", "),
        state: match (person.active, person.outside, person.signs_in) {
            (false, ..) => State::new(Mark::Done, c.t("person-off")),
            (true, true, _) => State::new(Mark::Plain, c.t("person-outside")),
            (true, false, true) => State::new(Mark::Plain, c.t("person-on")),
            (true, false, false) => State::new(Mark::Wait, c.t("person-no-password")),
        },
    }
}

async fn page(visit: &SignedIn, after: &str, sent: Option<Form>) -> Reply<PeopleView> {
    let (cx, after) = (visit.cx(None), PersonId::parse(after));
    let (mut people, units) = visit
        .site
        .read(move |tx| Ok((company::people(tx, &cx.viewer, after, PAGE + 1)?, company::units(tx)?)))
        .await
        .map_err(hidden)?;
    let c = visit.chrome();
    let more = people.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    people.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = people
        .last()
        .filter(|_| more)
        .map(|last| routes::with(&routes::admin_people(), &[("after", &last.id.to_string())]));
    let mut choices = vec![Choice::new("", c.t("person-no-unit"))];
    choices.extend(unit_choices(&c, &units, true));
    Ok(PeopleView {
        sections: sections(&c, visit, &routes::admin_people()),
        rows: people.iter().map(|person| row(&c, &units, person)).collect(),
        next,
        form: given(&sent, Form::new("person").with("language", c.code())).labels(
            &c,
            &[
                ("name", "person-name"),
                ("email", "person-email"),
                ("position", "person-position"),
                ("number", "person-number"),
                ("unit", "person-unit"),
                ("language", "person-language"),
            ],
        ),
        units: choices,
        languages: languages(),
        c,
    })
}

async fn show(visit: SignedIn, Query(wanted): Query<Wanted>) -> Reply {
    Ok(Page::personal(&page(&visit, &wanted.after, None).await?))
}

/// The person, and the unit that they join.
fn read(fields: &Fields) -> Answer<(RegisterPerson, Option<UnitId>)> {
    let number = fields.filled("number").map(str::to_owned);
    let new = RegisterPerson {
        person: NewPerson {
            name: fields.text("name").to_owned(),
            email: fields.text("email").to_owned(),
            position: fields.text("position").to_owned(),
        },
        language: fields.one_of("language", Language::from_code, Language::default())?,
        outside: fields.flag("outside"),
        identities: number.into_iter().map(|id| Identity { source: HR.to_owned(), external: id }).collect(),
    };
    Ok((new, fields.id_if_any("unit")?.map(UnitId)))
}

async fn add(sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let added = match read(&sent.fields) {
        Ok((new, unit)) => {
            let add = move |tx: &mut dyn Tx, cx: &mut Cx| {
                let person = company::register_person(tx, cx, new.clone())?;
                if let Some(unit) = unit {
                    let joins = StartMembership { person, unit, manager: None, from: None };
                    company::start_membership(tx, &mut cx.follow_up(), joins)?;
                }
                Ok(person)
            };
            sent.site.write(&sent.cx(), add).await
        }
        Err(error) => Err(error),
    };
    match added {
        Ok(person) => Ok(done(&routes::admin_person(person), "notice-person-added")),
        Err(error) => {
            let error = placed(error, sent.prefs.language, &[], &[("external", "number")]);
            let mut form = sent.form("person");
            if !form.reject(&sent.chrome(), &error) {
                return Err(AppError::into(error));
            }
            Ok(Page::invalid(&page(&signed, "", Some(form)).await?).into_response())
        }
    }
}
