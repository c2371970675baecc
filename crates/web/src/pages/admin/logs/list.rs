//! Earlier and running imports, and a file to begin with.

use app::AppError;
use app::company::{self, UnitView};
use app::logs::{self, Astray, Plan, Told, look};
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::ids::UnitId;
use serde::Deserialize;
use store::repo::import_batch::{ImportBatch, ImportState};

use super::super::{sections, unit_choices};
use super::astray::astray;
use super::words::refusal;
use super::{Failed, keep, own_units, reading};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldKind, FormDecl, field};
use crate::form::{Choice, Form};
use crate::page::{Page, redirect};
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Table};
use crate::parts::{Mark, State};
use crate::routes;

pub(super) static LOG: FormDecl = FormDecl::new(
    "log",
    &[
        field("unit", FieldKind::Id, "log-unit").hint("log-unit-hint"),
        field("source", FieldKind::Words(60), "log-source").hint("log-source-hint"),
        field("file", FieldKind::Files, "log-file").hint("log-file-hint").optional(),
    ],
);

/// Where a file comes from, and to which unit it belongs.
#[derive(Debug, Clone, Deserialize)]
struct Origin {
    unit: UnitId,
    source: String,
}

/// So many imports are listed.
const SHOWN: i64 = 50;

/// Which unit is meant.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    unit: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/logs/list.html")]
pub(crate) struct LogsView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub table: Table,
    /// Imports in foreign units, for administrators.
    pub astray: Table,
    pub form: Form,
    pub units: Vec<Choice>,
}

/// Where an import stands, in a word.
pub(super) fn state(c: &Chrome, batch: &ImportBatch) -> State {
    if batch.is_taken_back() {
        return State::new(Mark::Plain, c.t("log-state-back"));
    }
    if batch.goes_back() {
        return State::new(Mark::Work, c.t("log-state-going-back"));
    }
    match batch.state {
        ImportState::Reading | ImportState::Staging if batch.asked_to_stop => {
            State::new(Mark::Wait, c.t("log-state-stopping"))
        }
        ImportState::Reading => State::new(Mark::Work, c.t("log-state-reading")),
        ImportState::Staging => State::new(Mark::Work, c.t("log-state-staging")),
        ImportState::Done => State::new(Mark::Done, c.t("log-state-done")),
        ImportState::Cancelled => State::new(Mark::Plain, c.t("log-state-cancelled")),
        ImportState::Failed => State::new(Mark::Late, c.t("log-state-failed")),
    }
}

/// What came of it, in a line.
fn outcome(c: &Chrome, batch: &ImportBatch, told: &Told) -> String {
    match batch.state {
        ImportState::Done if batch.is_taken_back() => String::new(),
        ImportState::Done => c.ta(
            "log-outcome",
            &[
                ("new", i64::try_from(told.new).unwrap_or(i64::MAX).into()),
                ("longer", i64::try_from(told.longer).unwrap_or(i64::MAX).into()),
            ],
        ),
        ImportState::Staging if batch.total > 0 => c.percent(batch.done, batch.total),
        _ => String::new(),
    }
}

pub(super) fn unit_text(c: &Chrome, units: &[UnitView], unit: Option<UnitId>) -> String {
    let unit = units.iter().find(|one| Some(one.id) == unit);
    unit.map_or_else(String::new, |unit| super::super::unit_name(c, unit))
}

/// What the page tells.
struct Found {
    units: Vec<UnitView>,
    all: Vec<(ImportBatch, Told)>,
    astray: Vec<Astray>,
    /// Who brought each of the latter.
    who: Vec<String>,
}

/// The list, empty.
pub(super) fn table(c: &Chrome) -> Table {
    Table::new("", c.t("log-earlier"))
        .plain(c.t("log-file"))
        .plain(c.t("log-source"))
        .plain(c.t("log-unit"))
        .plain(c.t("log-began"))
        .plain(c.t("units-state"))
        .plain(c.t("log-came"))
}

fn view(c: Chrome, sections: Vec<Tab>, found: &Found, own: &[UnitView], form: Form) -> LogsView {
    let units = &found.units;
    let row = |(batch, told): &(ImportBatch, Told)| {
        vec![
            Cell::text(&batch.file).to(routes::log(batch.id)),
            Cell::text(&batch.source),
            Cell::text(unit_text(&c, units, told.unit)),
            Cell::html(c.time_moment(batch.started_at)),
            Cell::state(state(&c, batch)),
            Cell::text(outcome(&c, batch, told)),
        ]
    };
    LogsView {
        table: table(&c).filled(found.all.iter().map(row)),
        astray: astray(&c, &found.astray, &found.who, units),
        units: unit_choices(&c, own, true),
        form,
        sections,
        c,
    }
}

async fn page(visit: &SignedIn, form: Form) -> Reply<LogsView> {
    let cx = visit.cx(None);
    let found = visit
        .site
        .read(move |tx| {
            let astray = logs::astray(tx, &cx)?;
            let mut who = Vec::with_capacity(astray.len());
            for one in &astray {
                who.push(logs::who(tx, one.batch.person)?);
            }
            Ok(Found { units: company::units(tx)?, all: logs::latest(tx, &cx, SHOWN)?, astray, who })
        })
        .await?;
    let own = own_units(&visit.viewer, found.units.clone());
    let c = visit.chrome();
    let sections = sections(&c, visit, &routes::logs());
    Ok(view(c, sections, &found, &own, form))
}

pub(super) async fn show(visit: SignedIn, Query(wanted): Query<Wanted>) -> Reply {
    let code = wanted.unit;
    let found = visit.site.read(company::units).await?;
    let unit = found.iter().find(|unit| unit.code == code).map(|unit| unit.id.to_string());
    Ok(Page::personal(&page(&visit, Form::of(&LOG).with("unit", unit.unwrap_or_default())).await?))
}

async fn refused(visit: &SignedIn, mut form: Form, field: &str, text: String) -> Reply<Response> {
    form.fail(field, text);
    Ok(Page::invalid(&page(visit, form).await?).into_response())
}

/// Keeps the file, looks whether it can be read, and leads on to the meaning of its columns.
pub(super) async fn upload(sent: Sent) -> Reply<Response> {
    let visit = sent.signed_in()?;
    let (c, form) = (visit.chrome(), sent.again(&LOG));
    let Origin { unit, source } = match sent.input(&LOG) {
        Ok(origin) => origin,
        Err(error) => {
            let again = sent.refused(&LOG, error)?;
            return Ok(again.page(&page(&visit, again.form.clone()).await?));
        }
    };
    let units = visit.site.read(company::units).await?;
    if !own_units(&visit.viewer, units).iter().any(|own| own.id == unit) {
        return refused(&visit, form, "unit", c.t("field-not-offered").into_owned()).await;
    }
    let Some(file) = sent.upload("file") else {
        return refused(&visit, form, "file", c.t("field-required").into_owned()).await;
    };
    let name: String = file.name.chars().filter(|sign| !sign.is_control()).take(200).collect();
    let plan = Plan::new(visit.viewer.person(), file.file.blob.clone(), name, unit, source);
    let asked = plan.clone();
    let looked = reading(&sent.site, move |site, watch| {
        let (file, _) = asked.open(&**site.blobs())?;
        Ok(look(file, None, Some(watch))?)
    });
    match looked.await {
        Ok(_) => Ok(redirect(&routes::log_map(keep(&sent.site, plan).await?))),
        Err(Failed::File(trouble)) => refused(&visit, form, "file", refusal(&c, &trouble)).await,
        Err(Failed::App(AppError::Missing("file"))) => {
            refused(&visit, form, "file", c.t("import-file-gone").into_owned()).await
        }
        Err(Failed::App(error)) => Err(error.into()),
    }
}
