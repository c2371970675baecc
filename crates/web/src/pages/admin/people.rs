//! The people of the company.

use app::Cx;
use app::company::{self, HR, Identity, NewPerson, PersonView, RegisterPerson, StartMembership, UnitView};
use app::error::Answer;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::ids::{PersonId, UnitId};
use domain::localized::Language;
use serde::Deserialize;
use store::Tx;

use super::{given, hidden, sections, unit_choices, unit_name};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, code_of, field, line};
use crate::form::{Choice, Form};
use crate::labels;
use crate::page::{Page, done};
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Table};
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

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/people.html")]
pub(crate) struct PeopleView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub table: Table,
    pub next: Option<String>,
    pub form: Form,
    pub units: Vec<Choice>,
    pub languages: Vec<Choice>,
}

pub(super) static PERSON: FormDecl = FormDecl::new(
    "person",
    &[
        line("name", "person-name"),
        field("email", FieldKind::Email, "person-email").optional(),
        line("position", "person-position").optional(),
        line("number", "person-number").as_input("external").optional(),
        field("unit", FieldKind::Id, "person-unit").optional(),
        LANGUAGE,
        field("outside", FieldKind::Tick, "person-is-outside").hint("person-is-outside-hint").optional(),
    ],
);

/// Which language somebody reads.
pub(super) const LANGUAGE: FieldDecl = field("language", code_of!(Language), "person-language");

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
    let name = c.t(labels::role(role));
    match of.and_then(|of| units.iter().find(|unit| unit.id == of)) {
        Some(unit) => format!("{name}: {}", unit_name(c, unit)),
        None => name.into_owned(),
    }
}

fn row(c: &Chrome, units: &[UnitView], person: &PersonView) -> Vec<Cell> {
    let of = |id: &UnitId| units.iter().find(|unit| unit.id == *id).map(|unit| unit_name(c, unit));
    let roles: Vec<String> = person.roles.iter().map(|(role, of)| role_of(c, units, *role, *of)).collect();
    let name = &person.profile.name;
    let name = if name.is_empty() { c.t("person-erased").into_owned() } else { name.clone() };
    let state = match (person.active, person.outside, person.signs_in) {
        (false, ..) => State::new(Mark::Done, c.t("person-off")),
        (true, true, _) => State::new(Mark::Plain, c.t("person-outside")),
        (true, false, true) => State::new(Mark::Plain, c.t("person-on")),
        (true, false, false) => State::new(Mark::Wait, c.t("person-no-password")),
    };
    vec![
        Cell::text(name).to(routes::admin_person(person.id)),
        Cell::text(person.profile.position.clone().unwrap_or_default()),
        Cell::text(person.units.iter().filter_map(|(unit, _)| of(unit)).collect::<Vec<_>>().join(", ")),
        Cell::text(roles.join(", ")),
        Cell::text(person.profile.email.clone().unwrap_or_default()),
        Cell::state(state),
    ]
}

/// The list, empty.
pub(super) fn table(c: &Chrome) -> Table {
    Table::new("", c.t("admin-people"))
        .plain(c.t("person-name"))
        .plain(c.t("person-position"))
        .plain(c.t("person-units"))
        .plain(c.t("person-roles"))
        .plain(c.t("person-email"))
        .plain(c.t("units-state"))
        .grows("people")
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
        table: table(&c).filled(people.iter().map(|person| row(&c, &units, person))),
        next,
        form: given(&sent, Form::of(&PERSON).with("language", c.code())),
        units: choices,
        languages: languages(),
        c,
    })
}

async fn show(visit: SignedIn, Query(wanted): Query<Wanted>) -> Reply {
    Ok(Page::personal(&page(&visit, &wanted.after, None).await?))
}

/// A person, and the unit that they join.
#[derive(Debug, Clone, Deserialize)]
struct Newcomer {
    name: String,
    email: String,
    position: String,
    external: String,
    unit: Option<UnitId>,
    language: Language,
    outside: bool,
}

fn add_person(tx: &mut dyn Tx, cx: &mut Cx, new: Newcomer) -> Answer<PersonId> {
    let Newcomer { name, email, position, external, unit, language, outside } = new;
    let known = (!external.is_empty()).then(|| Identity { source: HR.to_owned(), external });
    let identities = known.into_iter().collect();
    let person = NewPerson { name, email, position };
    let person = company::register_person(tx, cx, RegisterPerson { person, language, outside, identities })?;
    if let Some(unit) = unit {
        let joins = StartMembership { person, unit, manager: None, from: None };
        company::start_membership(tx, &mut cx.follow_up(), joins)?;
    }
    Ok(person)
}

async fn add(sent: Sent) -> Reply<Response> {
    match sent.act(&PERSON, add_person).await? {
        Ok(person) => Ok(done(&routes::admin_person(person), "notice-person-added")),
        Err(again) => Ok(again.page(&page(&sent.signed_in()?, "", Some(again.form.clone())).await?)),
    }
}
