//! Administration: units, people, services, promises, settings. Each page is a list or one thing with its forms; a form
//! that is not right brings its page back, filled.

pub(crate) mod alerts;
pub(crate) mod audit;
pub(crate) mod company;
pub(crate) mod holds;
pub(crate) mod import;
pub(crate) mod logs;
pub(crate) mod opening;
pub(crate) mod overview;
pub(crate) mod past;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod promises;
pub(crate) mod rates;
pub(crate) mod service;
pub(crate) mod services;
pub(crate) mod unit;
pub(crate) mod units;

#[cfg(test)]
mod samples;

use app::company::UnitView;
use askama::Template;
use axum::response::Response;
use domain::ledger::BudgetMode;
use domain::permission::{Action, Resource, can};

use crate::auth::{Sent, SignedIn, Visit};
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply};
use crate::form::{Again, Choice, Form};
use crate::labels;
use crate::page::done;
use crate::pages::desk::Tab;
use crate::routes;
use crate::server::Route;

/// The routes of administration.
pub(crate) fn routes() -> Vec<Route> {
    [
        overview::routes(),
        units::routes(),
        unit::routes(),
        people::routes(),
        person::routes(),
        import::routes(),
        services::routes(),
        service::routes(),
        promises::routes(),
        rates::routes(),
        audit::routes(),
        holds::routes(),
        opening::routes(),
        past::routes(),
        company::routes(),
        alerts::routes(),
        logs::routes(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What may not be done by this viewer is not there for them.
fn hidden(error: impl Into<Error>) -> Error {
    match error.into() {
        error if error.code == Code::Forbidden => Error::not_found(),
        other => other,
    }
}

/// The sections of administration, the one of this page marked.
fn sections(c: &Chrome, visit: &Visit, here: &str) -> Vec<Tab> {
    let viewer = &visit.viewer;
    let may = |action, resource| can(viewer, action, resource);
    let mut units = viewer.grants.iter().filter_map(|(_, unit)| *unit);
    let all = may(Action::Administer, Resource::Company);
    let may = May {
        all,
        edits: all || units.any(|unit| may(Action::EditServices, Resource::Unit(unit))),
        rates: may(Action::KeepRates, Resource::Company),
        watch: all || may(Action::Audit, Resource::Company),
    };
    sections_of(c, may, here)
}

/// Which sections there are for somebody.
#[derive(Debug, Clone, Copy)]
struct May {
    /// Those of administrators.
    all: bool,
    /// Those of people who edit services.
    edits: bool,
    /// That of finance.
    rates: bool,
    /// That of those who keep watch.
    watch: bool,
}

fn sections_of(c: &Chrome, may: May, here: &str) -> Vec<Tab> {
    let May { all, edits, rates, watch } = may;
    [
        ("admin-overview", routes::admin(), all),
        ("admin-units", routes::admin_units(), all),
        ("admin-people", routes::admin_people(), all),
        ("admin-services", routes::admin_services(), edits),
        ("admin-promises", routes::admin_promises(), all),
        ("admin-rates", routes::admin_rates(), rates),
        ("admin-logs-tab", routes::logs(), edits),
        ("admin-company", routes::admin_company(), all),
        ("admin-holds", routes::admin_holds(), all),
        ("admin-audit", routes::admin_audit(), watch),
    ]
    .into_iter()
    .filter(|(_, _, there)| *there)
    .map(|(key, href, _)| Tab { label: c.t(key).into_owned(), here: href == here, href })
    .collect()
}

/// After a form of administration: its result with a notice, or its page again with what is wrong.
async fn settled<T, V, F>(
    sent: &Sent,
    came: Reply<Result<T, Again>>,
    (to, notice): (String, &'static str),
    page: impl FnOnce(SignedIn, Form) -> F,
) -> Reply<Response>
where
    V: Template,
    F: Future<Output = Reply<V>>,
{
    match came.map_err(hidden)? {
        Ok(_) => Ok(done(&to, notice)),
        Err(again) => Ok(again.page(&page(sent.signed_in()?, again.form.clone()).await?)),
    }
}

/// What one form of a page shows: the one that was sent and came back, or how it begins.
fn given(sent: &Option<Form>, begins: Form) -> Form {
    match sent {
        Some(form) if form.id == begins.id => form.clone(),
        _ => begins,
    }
}

/// As [`given`]; when somebody else was faster, each field says what it would begin with now. `choices` are the words of fields
/// that are chosen.
fn given_or_late(c: &Chrome, sent: &Option<Form>, begins: Form, choices: &[(&str, &[Choice])]) -> Form {
    let now = begins.clone();
    let mut form = given(sent, begins);
    if !form.is_late() {
        return form;
    }
    for (name, value) in now.values().iter().filter(|(name, _)| !name.ends_with("_id")) {
        if plain(form.value(name)) == plain(value) {
            continue;
        }
        let list = choices.iter().find(|(known, _)| known == name).map(|(_, list)| *list);
        let chosen = list.and_then(|list| list.iter().find(|choice| choice.value == *value));
        let text = chosen.map_or(value.as_str(), |choice| choice.label.as_str());
        form.fail(
            name.as_str(),
            match text {
                "" => c.t("admin-now-empty").into_owned(),
                text => c.ta("admin-now", &[("value", text.into())]),
            },
        );
    }
    form
}

/// Words as they were before a browser changed the ends of lines.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// Open units to choose from, by code.
fn unit_choices(c: &Chrome, units: &[UnitView], outside: bool) -> Vec<Choice> {
    units
        .iter()
        .filter(|unit| unit.closed_at.is_none() && (outside || !unit.kind.is_outside()))
        .map(|unit| Choice::new(unit.id.to_string(), unit_name(c, unit)))
        .collect()
}

pub(in crate::pages) fn unit_name(c: &Chrome, unit: &UnitView) -> String {
    let name = unit.texts.name.text(c.l.0);
    if name.is_empty() { unit.code.clone() } else { name.to_owned() }
}

fn mode_choices(c: &Chrome) -> Vec<Choice> {
    BudgetMode::ALL
        .into_iter()
        .map(|mode| {
            Choice::new(mode.code(), c.t(labels::budget_mode(mode))).hint(c.t(labels::budget_mode_note(mode)))
        })
        .collect()
}
