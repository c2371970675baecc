//! An import: how far it came, what came of it. It can be left and found again.

use app::company::{self, UnitView};
use app::logs::{self, Told};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::permission::{Action, Resource, can};
use store::repo::import_batch::{ImportBatch, ImportState};
use uuid::Uuid;

use super::super::{hidden, sections};
use super::dry::{counts, kinds, rows};
use super::foreign::{self, ForeignView};
use super::list::{state, unit_text};
use super::words::said;
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::i18n::Html;
use crate::page::{Page, redirect};
use crate::pages::desk::Tab;
use crate::parts::State;
use crate::parts::table::Table;
use crate::routes;

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/logs/progress.html")]
pub(crate) struct ProgressView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub id: String,
    pub file: String,
    pub source: String,
    pub unit: String,
    /// It goes on: the page asks again.
    pub running: bool,
    /// Somebody asked it to stop.
    pub stopping: bool,
    pub state: State,
    /// In percent, while it is known.
    pub percent: Option<i64>,
    pub step: String,
    /// What is said to those who do not see the page.
    pub say: String,
    pub began: Html,
    pub took: String,
    /// It came to its end.
    pub done: bool,
    pub counts: Vec<(&'static str, String)>,
    pub created: Vec<(&'static str, String)>,
    pub differing: Vec<String>,
    /// What stayed outside, for it names units of others.
    pub foreign: Option<ForeignView>,
    /// Why it did not.
    pub trouble: Option<String>,
    pub remarks: Table,
    pub remarks_more: Option<String>,
    pub kinds: Table,
    pub flow: Option<String>,
    /// It is being taken back.
    pub goes_back: bool,
    /// When it was taken back, and by whom.
    pub taken_back: Option<(Html, String)>,
    /// Where it is taken back, for those who may.
    pub back: Option<String>,
}

/// What the page knows beside the import.
#[derive(Debug, Clone, Default)]
pub(super) struct Beside {
    /// Where to see how its unit works.
    pub flow: Option<String>,
    /// Who took it back.
    pub who: String,
    /// The reader may take it back.
    pub may_take_back: bool,
}

pub(super) fn view(
    c: Chrome,
    sections: Vec<Tab>,
    batch: &ImportBatch,
    told: &Told,
    units: &[UnitView],
    beside: Beside,
) -> ProgressView {
    let (goes_back, taken_back) = (batch.goes_back(), batch.is_taken_back());
    let running = batch.state.is_running() || goes_back;
    let percent =
        (batch.state.is_running() && batch.total > 0).then(|| (batch.done * 100 / batch.total).clamp(0, 100));
    let step = match batch.state {
        _ if taken_back => c.t("log-step-back").into_owned(),
        _ if goes_back => c.t("log-step-going-back").into_owned(),
        ImportState::Reading if batch.total > 0 => c.ta(
            "log-step-reading",
            &[("done", c.bytes(batch.done).into()), ("total", c.bytes(batch.total).into())],
        ),
        ImportState::Reading => c.t("log-step-reading-begins").into_owned(),
        ImportState::Staging if batch.total > 0 && batch.done >= batch.total => {
            c.t("log-step-showing").into_owned()
        }
        ImportState::Staging if batch.total > 0 => {
            c.ta("log-step-staging", &[("done", batch.done.into()), ("total", batch.total.into())])
        }
        ImportState::Staging => c.t("log-step-comparing").into_owned(),
        ImportState::Done if told.new + told.longer == 0 && told.foreign > 0 => {
            c.t("log-step-nothing-own").into_owned()
        }
        ImportState::Done if told.new + told.longer == 0 => c.t("log-step-nothing").into_owned(),
        ImportState::Done => c.t("log-step-done").into_owned(),
        ImportState::Cancelled => c.t("log-step-cancelled").into_owned(),
        ImportState::Failed => c.t("log-step-failed").into_owned(),
    };
    let state = state(&c, batch);
    // Every tenth part is enough to hear.
    let say = match percent {
        Some(percent) => format!("{} {}", state.text, c.percent(percent / 10 * 10, 100)),
        None => state.text.clone(),
    };
    let trouble = match (&told.trouble, told.error.as_str()) {
        (Some(remark), _) => Some(said(&c, remark)),
        (None, "") => None,
        (None, "lost") => Some(c.t("log-lost").into_owned()),
        (None, "forbidden") => Some(c.t("log-lost-right").into_owned()),
        (None, _) => Some(c.t("log-broke").into_owned()),
    };
    let (remarks, remarks_more) = rows(&c, &told.notes);
    let number = |count: usize| c.number(i64::try_from(count).unwrap_or(i64::MAX));
    ProgressView {
        id: batch.id.to_string(),
        file: batch.file.clone(),
        source: batch.source.clone(),
        unit: unit_text(&c, units, told.unit),
        running,
        stopping: batch.asked_to_stop,
        percent,
        step,
        say,
        began: c.time_moment(batch.started_at),
        took: if batch.state.is_running() {
            String::new()
        } else {
            c.exact(batch.changed_at.seconds_since(batch.started_at).max(1))
        },
        done: batch.state == ImportState::Done && !goes_back,
        counts: counts(&c, told),
        created: vec![
            ("log-made-units", number(told.units)),
            ("log-made-services", number(told.services)),
            ("log-made-people", number(told.people)),
        ],
        differing: told.differing.clone(),
        foreign: foreign::view(&c, told, units),
        trouble,
        remarks,
        remarks_more,
        kinds: kinds(&c, told),
        flow: beside.flow.filter(|_| !taken_back),
        goes_back,
        taken_back: batch.taken_back.and_then(|back| back.at).map(|at| (c.time_moment(at), beside.who)),
        back: (batch.state == ImportState::Done && batch.taken_back.is_none() && beside.may_take_back)
            .then(|| routes::log_back(batch.id)),
        state,
        sections,
        c,
    }
}

pub(super) async fn show(visit: SignedIn, Path(id): Path<Uuid>) -> Reply {
    let cx = visit.cx(None);
    let (batch, told, units, beside) = visit
        .site
        .read(move |tx| {
            let (batch, told) = logs::progress(tx, &cx, id)?;
            let who = logs::who(tx, batch.taken_back.and_then(|back| back.by))?;
            let may_take_back = logs::takes_back(tx, &cx.viewer, &batch)?;
            Ok((batch, told, company::units(tx)?, Beside { flow: None, who, may_take_back }))
        })
        .await
        .map_err(hidden)?;
    let c = visit.chrome();
    let sections = sections(&c, &visit, &routes::logs());
    let flow = units
        .iter()
        .find(|unit| Some(unit.id) == told.unit)
        .filter(|unit| can(&visit.viewer, Action::ReadFlow, Resource::Unit(unit.id)))
        .map(|unit| routes::with(&routes::unit_flow(&unit.code), &[("period", "all")]));
    Ok(Page::personal(&view(c, sections, &batch, &told, &units, Beside { flow, ..beside })))
}

pub(super) async fn stop(Path(id): Path<Uuid>, sent: Sent) -> Reply<Response> {
    sent.site.write(&sent.cx(), move |tx, cx| logs::stop(tx, cx, id)).await.map_err(hidden)?;
    Ok(redirect(&routes::log(id)))
}
