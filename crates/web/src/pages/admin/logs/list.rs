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
use super::astray::{AstrayRow, rows};
use super::words::refusal;
use super::{Failed, keep, own_units, reading};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::{Choice, Form};
use crate::i18n::Html;
use crate::page::{Page, redirect};
use crate::pages::desk::Tab;
use crate::parts::{Mark, State};
use crate::routes;

/// So many imports are listed.
const SHOWN: i64 = 50;

/// Which unit is meant.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Wanted {
    unit: String,
}

/// An import of the list.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub href: String,
    pub file: String,
    pub source: String,
    pub unit: String,
    pub began: Html,
    pub state: State,
    pub what: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/logs/list.html")]
pub(crate) struct LogsView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub rows: Vec<Row>,
    /// Imports in foreign units, for administrators.
    pub astray: Vec<AstrayRow>,
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

fn view(c: Chrome, sections: Vec<Tab>, found: &Found, own: &[UnitView], form: Form) -> LogsView {
    let units = &found.units;
    let row = |(batch, told): &(ImportBatch, Told)| Row {
        href: routes::log(batch.id),
        file: batch.file.clone(),
        source: batch.source.clone(),
        unit: unit_text(&c, units, told.unit),
        began: c.time_moment(batch.started_at),
        state: state(&c, batch),
        what: outcome(&c, batch, told),
    };
    LogsView {
        rows: found.all.iter().map(row).collect(),
        astray: rows(&c, &found.astray, &found.who, units),
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
    let form = form
        .label("unit", c.t("log-unit").into_owned())
        .label("source", c.t("log-source").into_owned())
        .label("file", c.t("log-file").into_owned());
    Ok(view(c, sections, &found, &own, form))
}

pub(super) async fn show(visit: SignedIn, Query(wanted): Query<Wanted>) -> Reply {
    let code = wanted.unit;
    let found = visit.site.read(company::units).await?;
    let unit = found.iter().find(|unit| unit.code == code).map(|unit| unit.id.to_string());
    Ok(Page::personal(&page(&visit, Form::new("log").with("unit", unit.unwrap_or_default())).await?))
}

async fn refused(visit: &SignedIn, mut form: Form, field: &str, text: String) -> Reply<Response> {
    form.fail(field, text);
    Ok(Page::invalid(&page(visit, form).await?).into_response())
}

/// Keeps the file, looks whether it can be read, and leads on to the meaning of its columns.
pub(super) async fn upload(sent: Sent) -> Reply<Response> {
    let visit = sent.signed_in()?;
    let (c, form) = (visit.chrome(), sent.form("log"));
    let unit = match sent.fields.id_if_any("unit") {
        Ok(Some(unit)) => UnitId(unit),
        _ => return refused(&visit, form, "unit", c.t("field-required").into_owned()).await,
    };
    let units = visit.site.read(company::units).await?;
    if !own_units(&visit.viewer, units).iter().any(|own| own.id == unit) {
        return refused(&visit, form, "unit", c.t("field-not-offered").into_owned()).await;
    }
    let Some(source) = sent.fields.filled("source").map(str::to_owned) else {
        return refused(&visit, form, "source", c.t("field-required").into_owned()).await;
    };
    if source.chars().count() > 60 {
        let text = c.ta("field-too-long", &[("limit", 60.into())]);
        return refused(&visit, form, "source", text).await;
    }
    let Some(file) = sent.files.iter().find(|file| file.field == "file") else {
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
