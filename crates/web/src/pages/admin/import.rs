//! People from a file: read, shown what would change, applied at once or not at all.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use app::company::{
    self, Change, Column, ImportMode, ImportReport, Planned, Problem, UnitView, import_people,
};
use app::error::Answer;
use app::{AppError, Cx};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::content::limits::{LINE, PARAGRAPH};
use domain::permission::Role;
use serde::Deserialize;
use store::blobs::BlobName;
use store::{Lane, StoreError};

use super::{hidden, sections, unit_name};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply};
use crate::form::Form;
use crate::form::decl::{FieldKind, FormDecl, field};
use crate::i18n::{Html, escape};
use crate::labels;
use crate::page::{Page, done};
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Row, Table};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// How long reading or applying a file may take.
const PATIENCE: Duration = Duration::from_secs(120);
/// How many rows of each list are shown.
const SHOWN: usize = 200;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::ADMIN_IMPORT, Reach::ADMINISTRATORS, show),
        Route::post(pattern::ADMIN_IMPORT, Reach::ADMINISTRATORS, preview).files(),
        Route::post(pattern::ADMIN_IMPORT_APPLY, Reach::ADMINISTRATORS, apply).proof(),
    ]
}

/// The page that asks for a file.
#[derive(Debug, Template)]
#[template(path = "admin/import.html")]
pub(crate) struct ImportView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub form: Form,
}

/// A list of the report.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub table: Table,
    /// How many are not shown.
    pub more: Option<String>,
}

/// What the file would change.
#[derive(Debug, Template)]
#[template(path = "admin/preview.html")]
pub(crate) struct PreviewView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub name: String,
    pub blob: String,
    pub about: String,
    pub ignored: String,
    pub counts: Vec<(&'static str, String)>,
    /// Something in the file is wrong.
    pub problems: bool,
    /// What is wrong, who comes, who changes, who is missing: those of them that there are.
    pub lists: Vec<Listed>,
    /// Something would change.
    pub any: bool,
}

/// Names behind what the columns of a file hold.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Of units, by code.
    units: BTreeMap<String, String>,
    /// Of people in the file, by personnel number.
    people: BTreeMap<String, String>,
}

impl Names {
    pub(super) fn new(c: &Chrome, units: &[UnitView], report: &ImportReport) -> Self {
        let rows = report.created.iter().chain(&report.changed);
        Self {
            units: units.iter().map(|unit| (unit.code.clone(), unit_name(c, unit))).collect(),
            people: rows.map(|row| (row.number.clone(), row.name.clone())).collect(),
        }
    }
}

/// A value of a column, as people read it: units and roles come as codes with commas between, managers as numbers.
fn value(c: &Chrome, names: &Names, column: Column, text: &str) -> String {
    let named = |word: &str| match column {
        Column::Roles => Role::from_code(word).map(|role| c.t(labels::role(role)).into_owned()),
        Column::Unit => names.units.get(word).cloned(),
        Column::Manager => names.people.get(word).map(|name| format!("{name} ({word})")),
        _ => None,
    };
    if !matches!(column, Column::Roles | Column::Unit | Column::Manager) {
        return text.to_owned();
    }
    text.split(", ").map(|word| named(word).unwrap_or_else(|| word.to_owned())).collect::<Vec<_>>().join(", ")
}

/// The line of a file, where there is one.
fn line(c: &Chrome, line: u64) -> Cell {
    Cell::text(if line > 0 { c.number(i64::try_from(line).unwrap_or(i64::MAX)) } else { String::new() })
}

/// What changes about somebody, a line for each column; of somebody new, that they are.
fn changes(c: &Chrome, names: &Names, planned: &Planned) -> Html {
    let change = |change: &Change| {
        let of = |text: &str| escape(&value(c, names, change.column, text));
        let (from, to) = (of(&change.from), of(&change.to));
        let gone = if from.is_empty() { String::new() } else { format!("<del><bdi>{from}</bdi></del> ") };
        let column = c.t(labels::person_column(change.column));
        format!("<span class=\"blk\">{}: {gone}<ins><bdi>{to}</bdi></ins></span>", escape(&column))
    };
    let new = planned.person.is_none().then(|| {
        let text = escape(&c.t("import-new-person"));
        format!("<span class=\"blk\">{text}</span>")
    });
    Html(new.into_iter().chain(planned.changes.iter().map(change)).collect())
}

/// People of the file.
fn people(c: &Chrome, id: &'static str, title: &str) -> Table {
    Table::new(id, c.t(title))
        .numbers(c.t("import-line"))
        .cells("l")
        .plain(c.t("person-number"))
        .plain(c.t("person-name"))
        .heads()
        .plain(c.t("import-changes"))
}

fn wrong(c: &Chrome, problem: &Problem) -> Row {
    let why = match (c.has(problem.problem), problem.limit) {
        (true, Some(limit)) => c.ta(problem.problem, &[("limit", limit.into())]),
        (true, None) => c.t(problem.problem).into_owned(),
        (false, _) => c.t("field-wrong").into_owned(),
    };
    let column = problem.column.map_or("import-whole-row", labels::person_column);
    let cells =
        vec![line(c, problem.line), Cell::text(c.t(column)), Cell::text(&problem.value), Cell::text(why)];
    Row { cells, bad: true, ..Row::default() }
}

fn more(c: &Chrome, all: usize) -> Option<String> {
    (all > SHOWN).then(|| c.count("import-more", all - SHOWN))
}

pub(super) fn view(
    c: Chrome,
    sections: Vec<Tab>,
    name: String,
    blob: String,
    report: &ImportReport,
    names: &Names,
) -> PreviewView {
    let mut problems = Table::new("problems", c.t("import-problems"))
        .numbers(c.t("import-line"))
        .cells("l")
        .plain(c.t("import-column"))
        .heads()
        .plain(c.t("import-value"))
        .plain(c.t("import-why"));
    problems.rows.extend(report.problems.iter().take(SHOWN).map(|problem| wrong(&c, problem)));
    let list = |id, title: &str, rows: &[Planned]| Listed {
        table: people(&c, id, title).filled(rows.iter().take(SHOWN).map(|planned| {
            let (number, name) = (Cell::text(&planned.number), Cell::text(&planned.name));
            vec![line(&c, planned.line), number, name, Cell::html(changes(&c, names, planned))]
        })),
        more: more(&c, rows.len()),
    };
    let missing =
        people(&c, "missing", "import-missing").filled(report.missing.iter().take(SHOWN).map(|missing| {
            let (number, name) = (Cell::text(&missing.number), Cell::text(&missing.name));
            vec![line(&c, 0), number, name, Cell::text("")]
        }));
    let lists = vec![
        Listed { table: problems, more: more(&c, report.problems.len()) },
        list("created", "import-created", &report.created),
        list("changed", "import-changed", &report.changed),
        list("off", "import-switched-off", &report.switched_off),
        Listed { table: missing, more: more(&c, report.missing.len()) },
    ];
    let separator = match report.separator {
        '\t' => c.t("import-tab").into_owned(),
        other => c.ta("import-quoted", &[("sign", other.to_string().into())]),
    };
    let number = |n: usize| c.number(i64::try_from(n).unwrap_or(i64::MAX));
    PreviewView {
        about: c.ta(
            "import-about",
            &[
                ("count", i64::try_from(report.rows).unwrap_or(i64::MAX).into()),
                ("encoding", report.encoding.into()),
                ("separator", separator.into()),
            ],
        ),
        ignored: report.ignored.join(", "),
        counts: vec![
            ("import-created", number(report.created.len())),
            ("import-changed", number(report.changed.len())),
            ("import-unchanged", number(report.unchanged)),
            ("import-missing", number(report.missing.len())),
            ("import-problems", number(report.problems.len())),
        ],
        problems: !report.problems.is_empty(),
        lists: lists.into_iter().filter(|list| !list.table.rows.is_empty()).collect(),
        any: !report.created.is_empty() || !report.changed.is_empty(),
        name,
        blob,
        sections,
        c,
    }
}

pub(super) static IMPORT: FormDecl = FormDecl::new(
    "import",
    &[field("file", FieldKind::Files, "import-file").hint("import-file-hint").optional()],
);

/// The file that was looked at, to be taken.
static APPLY: FormDecl = FormDecl::new(
    "import",
    &[
        field("file", FieldKind::Words(LINE), "import-file"),
        field("name", FieldKind::Words(PARAGRAPH), "").optional(),
        field("skip_bad", FieldKind::Tick, "").optional(),
    ],
);

/// What [`APPLY`] asks for.
#[derive(Debug, Clone, Deserialize)]
struct Apply {
    file: String,
    name: String,
    skip_bad: bool,
}

async fn show(visit: SignedIn) -> Reply {
    Ok(Page::personal(&ask(&visit, Form::of(&IMPORT))))
}

fn ask(visit: &SignedIn, form: Form) -> ImportView {
    let c = visit.chrome();
    ImportView { sections: sections(&c, visit, &routes::admin_people()), form, c }
}

/// Faults of the file as a whole, at its field; a column that is missing is named.
fn refused(visit: &SignedIn, error: AppError) -> Reply<Response> {
    let AppError::Invalid(fields) = error else { return Err(hidden(error)) };
    let c = visit.chrome();
    let mut form = Form::of(&IMPORT);
    for field in fields {
        let column = Column::ALL.into_iter().find(|column| column.code() == field.field);
        let text = match (c.has(field.problem), field.limit) {
            (true, Some(limit)) => c.ta(field.problem, &[("limit", limit.into())]),
            (true, None) => c.t(field.problem).into_owned(),
            (false, _) => c.t("field-wrong").into_owned(),
        };
        let text = match column {
            Some(column) => format!("{}: {text}", c.t(labels::person_column(column))),
            None => text,
        };
        form.fail("file", text);
    }
    Ok(Page::invalid(&ask(visit, form)).into_response())
}

/// Reads the kept file and does with it what `mode` says, on a thread that may block.
async fn run(sent: &Sent, cx: Cx, blob: BlobName, mode: ImportMode) -> Answer<ImportReport> {
    let (db, blobs) = (sent.site.db().clone(), Arc::clone(sent.site.blobs()));
    let lane = if mode == ImportMode::Preview { Lane::Read } else { Lane::Write };
    let work = tokio::task::spawn_blocking(move || {
        let bytes = blobs.get(blob)?.ok_or(AppError::Missing("file"))?;
        db.within(lane, PATIENCE, move |tx| import_people(tx, &mut cx.clone(), &bytes, mode))
    });
    work.await.unwrap_or_else(|_| Err(StoreError::Closed.into()))
}

async fn preview(sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let Some(file) = sent.upload("file") else {
        return refused(&signed, AppError::field("file", "field-required"));
    };
    let Some(blob) = BlobName::parse(&file.file.blob) else {
        return Err(Error::from(Code::Internal).because("the name of a file"));
    };
    match run(&sent, sent.cx(), blob, ImportMode::Preview).await {
        Ok(report) => previewed(&signed, &file.name, blob, &report, None).await,
        Err(error) => refused(&signed, error),
    }
}

async fn previewed(
    visit: &SignedIn,
    name: &str,
    blob: BlobName,
    report: &ImportReport,
    warning: Option<&str>,
) -> Reply<Response> {
    let units = visit.site.read(company::units).await?;
    let mut c = visit.chrome();
    let names = Names::new(&c, &units, report);
    if let Some(key) = warning {
        let text = c.t(key).into_owned();
        c.notices.push(crate::chrome::Notice { kind: crate::chrome::NoticeKind::Warning, text });
    }
    let sections = sections(&c, visit, &routes::admin_people());
    let view = view(c, sections, name.to_owned(), blob.to_string(), report, &names);
    let page = if warning.is_some() { Page::conflict(&view) } else { Page::personal(&view) };
    Ok(page.into_response())
}

async fn apply(sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let Apply { file, name, skip_bad } = match sent.input(&APPLY) {
        Ok(asked) => asked,
        Err(error) => return refused(&signed, error),
    };
    let Some(blob) = BlobName::parse(&file) else {
        return refused(&signed, AppError::field("file", "field-required"));
    };
    match run(&sent, sent.cx(), blob, ImportMode::Apply { skip_bad }).await {
        Ok(report) if report.applied => Ok(done(&routes::admin_people(), "notice-imported")),
        Ok(report) => previewed(&signed, &name, blob, &report, Some("import-not-applied")).await,
        // The file was kept for a day only.
        Err(AppError::Missing("file")) => refused(&signed, AppError::field("file", "import-file-gone")),
        Err(error) => refused(&signed, error),
    }
}
