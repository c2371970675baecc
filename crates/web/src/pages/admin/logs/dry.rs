//! What an import would bring, with nothing changed yet; and the button that begins it.

use std::sync::Arc;
use std::time::Duration;

use app::AppError;
use app::company::{self, UnitView};
use app::logs::{self, Proposal, Remark, Told, propose, read};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::ids::UnitId;
use flow::format::Gathered;
use store::Lane;

use super::super::{hidden, sections, unit_name};
use super::foreign::{self, ForeignView};
use super::words::{done, refusal, what};
use super::{Failed, mapping, plan_of, reading, unit_of};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::Form;
use crate::form::decl::FormDecl;
use crate::labels;
use crate::page::{Page, redirect};
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Row, Table};
use crate::parts::{Mark, State};
use crate::routes;

/// So long what is there may be compared with the file.
const PATIENCE: Duration = Duration::from_secs(25);
/// So many names or remarks of each list are shown.
const SHOWN: usize = 200;

/// What would be created of a kind, and what of it is here already: lists with names.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub title: String,
    pub names: Vec<String>,
    pub more: Option<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/logs/try.html")]
pub(crate) struct TryView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub plan: String,
    pub file: String,
    pub unit: String,
    pub about: String,
    pub counts: Vec<(&'static str, String)>,
    pub differing: Vec<String>,
    /// What stays outside, for it names units of others.
    pub foreign: Option<ForeignView>,
    pub created: Vec<Vec<Named>>,
    pub states: Table,
    pub remarks: Table,
    pub remarks_more: Option<String>,
    pub kinds: Table,
    pub form: Form,
    /// Something would come.
    pub any: bool,
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Remarks as a table, the first of them.
pub(super) fn rows(c: &Chrome, remarks: &[Remark]) -> (Table, Option<String>) {
    let mut table = Table::new("", c.t("log-remarks-rows"))
        .words(c.t("import-line"))
        .plain(c.t("import-column"))
        .plain(c.t("import-value"))
        .plain(c.t("import-why"))
        .plain(c.t("log-done"));
    for remark in remarks.iter().take(SHOWN) {
        let line = i64::try_from(remark.line).unwrap_or(i64::MAX);
        let cells = vec![
            Cell::text(if line > 0 { c.number(line) } else { String::new() }),
            Cell::text(&remark.column),
            Cell::text(&remark.value),
            Cell::text(what(c, remark)),
            Cell::text(c.t(done(&remark.done))),
        ];
        table.rows.push(Row { cells, bad: remark.done == "row_rejected", ..Row::default() });
    }
    let more = remarks.len().saturating_sub(SHOWN);
    (table, (more > 0).then(|| c.count("import-more", more)))
}

/// How many remarks of each kind there are, each with its sentence.
pub(super) fn kinds(c: &Chrome, told: &Told) -> Table {
    let line = |(kind, how, count): &(String, String, u64)| {
        let first = told.notes.iter().find(|remark| remark.kind == *kind);
        let remark = first.cloned().unwrap_or_else(|| Remark { kind: kind.clone(), ..Remark::default() });
        vec![
            Cell::text(what(c, &remark)),
            Cell::text(c.t(done(how))),
            Cell::text(c.number(i64::try_from(*count).unwrap_or(i64::MAX))),
        ]
    };
    Table::new("", c.t("log-remarks-kinds"))
        .plain(c.t("import-why"))
        .plain(c.t("log-done"))
        .numbers(c.t("log-count"))
        .filled(told.counts.iter().map(line))
}

/// What becomes of the requests, in figures.
pub(super) fn counts(c: &Chrome, told: &Told) -> Vec<(&'static str, String)> {
    [
        ("log-new", told.new),
        ("log-longer", told.longer),
        ("log-same", told.same),
        ("log-older", told.older),
        ("log-differs", told.differs),
    ]
    .into_iter()
    .map(|(key, count)| (key, c.number(whole(count))))
    .collect()
}

fn named(c: &Chrome, key: &str, mut names: Vec<String>) -> Named {
    let title = c.count(key, names.len());
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    Named { title, names, more: (more > 0).then(|| c.count("log-more-names", more)) }
}

/// What would be created, then what is known when anything is.
fn created(c: &Chrome, key: &str, names: Vec<String>, known: Vec<String>) -> Vec<Named> {
    let known = (!known.is_empty()).then(|| named(c, "log-known", known));
    std::iter::once(named(c, key, names)).chain(known).collect()
}

/// Units of the file that are here, each with the unit that it is a part of: a team may be found in another one.
fn known_units(c: &Chrome, proposal: &Proposal, units: &[UnitView]) -> Vec<String> {
    let named = |id: UnitId| units.iter().find(|unit| unit.id == id);
    let line = |(name, id): &(String, UnitId)| {
        let Some(unit) = named(*id) else { return name.clone() };
        let ours = unit_name(c, unit);
        let called = if ours == *name { ours } else { format!("{name}: {ours}") };
        match unit.parent.and_then(named) {
            Some(parent) => format!("{called} ({})", unit_name(c, parent)),
            None => called,
        }
    };
    proposal.known_units.iter().map(line).collect()
}

/// What a page of a plan says besides what its file brings.
pub(super) struct About {
    pub plan: String,
    pub file: String,
    pub unit: String,
    /// The units of the company.
    pub units: Vec<UnitView>,
}

pub(super) fn view(
    c: Chrome,
    sections: Vec<Tab>,
    about: About,
    told: &Told,
    gathered: &Gathered,
    proposal: &Proposal,
    form: Form,
) -> TryView {
    let new = &proposal.newcomers;
    let names = |all: &mut dyn Iterator<Item = &String>| all.cloned().collect::<Vec<_>>();
    let states = gathered.activities.iter().map(|seen| {
        let meaning = match seen.meaning {
            Some(meaning) => Cell::text(c.t(labels::meaning_choice(meaning))),
            None => Cell::state(State::new(Mark::Soon, c.t("log-meaning-none"))),
        };
        let events = c.number(i64::try_from(seen.events).unwrap_or(i64::MAX));
        vec![Cell::text(gathered.log.names.text(seen.activity)), meaning, Cell::text(events)]
    });
    let states = Table::new("", c.t("log-states"))
        .plain(c.t("log-state"))
        .plain(c.t("log-means"))
        .numbers(c.t("log-times-came"))
        .filled(states.take(SHOWN));
    let (remarks, remarks_more) = rows(&c, &told.notes);
    TryView {
        about: c.ta(
            "log-about",
            &[
                ("rows", i64::try_from(told.rows).unwrap_or(i64::MAX).into()),
                ("requests", whole(gathered.log.cases().len()).into()),
                ("steps", whole(gathered.log.events()).into()),
            ],
        ),
        counts: counts(&c, told),
        differing: told.differing.clone(),
        foreign: foreign::view(&c, told, &about.units),
        created: vec![
            created(
                &c,
                "log-created-units",
                names(&mut new.units.iter().map(|one| &one.name)),
                known_units(&c, proposal, &about.units),
            ),
            created(
                &c,
                "log-created-services",
                names(&mut new.services.iter().map(|one| &one.name)),
                proposal.known_services.clone(),
            ),
            created(
                &c,
                "log-created-people",
                names(&mut new.people.iter().map(|one| &one.name)),
                proposal.known_people.clone(),
            ),
        ],
        states,
        remarks,
        remarks_more,
        kinds: kinds(&c, told),
        any: !proposal.is_empty(),
        plan: about.plan,
        file: about.file,
        unit: about.unit,
        form,
        sections,
        c,
    }
}

/// The page of a plan; `form` is what came back when the import could not begin.
async fn page(visit: &SignedIn, name: &str, form: Form) -> Reply<Response> {
    let plan = plan_of(visit, name).await?;
    if plan.mapping.is_none() {
        return Ok(redirect(&routes::log_map(name)));
    }
    let unit = unit_of(visit, plan.unit).await?;
    let (asked, cx) = (plan.clone(), visit.cx(None));
    let found = reading(&visit.site, move |site, watch| {
        let (file, size) = asked.open(&**site.blobs())?;
        let mapping = asked.mapping.clone().unwrap_or_default();
        let gathered = Arc::new(read(file, size, &mapping, Some(watch))?);
        let (order, kept) = (asked.order(), Arc::clone(&gathered));
        let proposal: Result<(Proposal, Vec<UnitView>), AppError> =
            site.db().within(Lane::Read, PATIENCE, move |tx| {
                Ok((propose(tx, &mut cx.clone(), &order, &gathered)?, company::units(tx)?))
            });
        let (proposal, units) = proposal?;
        Ok((kept, proposal, units))
    });
    let c = visit.chrome();
    let (gathered, proposal, units) = match found.await {
        Ok(found) => found,
        Err(Failed::File(trouble)) => {
            let view = mapping::page(visit, name, plan, None, Some(refusal(&c, &trouble))).await?;
            return Ok(Page::invalid(&view).into_response());
        }
        Err(Failed::App(AppError::Invalid(fields))) => {
            let mut form = form.clone();
            form.reject(&c, &AppError::Invalid(fields));
            let text = form.faults(&c).first().map(|(_, text)| text.clone());
            let view = mapping::page(visit, name, plan, None, text).await?;
            return Ok(Page::invalid(&view).into_response());
        }
        Err(Failed::App(error)) => return Err(hidden(error)),
    };
    let told = Told::proposed(plan.unit, &gathered, &proposal);
    let about = About { plan: name.to_owned(), file: plan.file, unit: unit_name(&c, &unit), units };
    let right = form.is_right();
    let view =
        view(c.clone(), sections(&c, visit, &routes::logs()), about, &told, &gathered, &proposal, form);
    Ok(if right { Page::personal(&view) } else { Page::conflict(&view) }.into_response())
}

/// The button that takes a file in.
pub(super) static TAKE: FormDecl = FormDecl::new("take", &[]);

pub(super) async fn show(visit: SignedIn, Path(name): Path<String>) -> Reply<Response> {
    page(&visit, &name, Form::of(&TAKE)).await
}

/// Begins the import and leads to its progress. A double click begins one.
pub(super) async fn start(Path(name): Path<String>, sent: Sent) -> Reply<Response> {
    let visit = sent.signed_in()?;
    let plan = plan_of(&visit, &name).await?;
    let cx = sent.cx();
    let id = cx.command.0;
    let asked = plan.clone();
    match sent.site.write(&cx, move |tx, cx| logs::begin(tx, cx, &asked)).await {
        Ok(true) => {
            let site = sent.site.clone();
            let work = move || {
                let now = || site.now();
                if let Err(error) = logs::run(site.db(), &**site.blobs(), &cx, &plan, &now) {
                    tracing::error!(%error, "an import could not be ended");
                }
            };
            let began = std::thread::Builder::new().name("import".to_owned()).spawn(work);
            if let Err(fault) = began {
                tracing::error!(%fault, "an import could not begin");
            }
            Ok(redirect(&routes::log(id)))
        }
        Ok(false) => Ok(redirect(&routes::log(id))),
        Err(error) => {
            let mut form = Form::of(&TAKE);
            if form.reject(&sent.chrome(), &error) {
                page(&visit, &name, form).await
            } else {
                Err(hidden(error))
            }
        }
    }
}
