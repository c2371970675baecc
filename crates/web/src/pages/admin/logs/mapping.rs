//! What the columns of a file mean: suggested, changed, saved under a name, shown by the first rows.

use app::logs::{self, Look, Plan, look};
use askama::Template;
use axum::extract::{Path, Query};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::time::Instant;
use flow::format::dates::{Dates, KNOWN, Read};
use flow::format::{Doubt, Mapping, Role};
use serde::Deserialize;

use super::super::{hidden, sections, unit_name};
use super::typed::{COLUMNS, Fault, LOAD, Load, MAP, TOML, Typed, form_of, missing, states};
use super::words::{MEANINGS, example, refusal};
use super::{Failed, OwnPlan, keep, plan_of, reading, unit_of, zone_of};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::{Choice, Field, Form, rows as rows_of};
use crate::i18n::Html;
use crate::labels;
use crate::page::{Page, done, redirect};
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Table};
use crate::routes;

/// Rows that are shown as they will be understood.
const ROWS: usize = 8;
/// A mapping as a file is not larger.
const FILE_BYTES: i64 = 1 << 20;

/// Rows that are left out.
#[derive(Debug, Clone)]
pub(crate) struct LeaveRow {
    pub column: Field,
    pub values: Field,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/logs/map.html")]
pub(crate) struct MapView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub plan: String,
    pub file: String,
    /// Format, encoding, unit, system.
    pub about: Vec<(&'static str, String)>,
    /// What a person must say or check.
    pub doubts: Vec<String>,
    /// Why the whole file cannot be used so.
    pub trouble: Option<String>,
    pub form: Form,
    /// Roles of columns that have no row.
    pub also: Vec<Field>,
    /// What each column may mean.
    pub columns: Table,
    pub more_columns: Option<String>,
    /// What each state may mean.
    pub states: Table,
    pub leaves: Vec<LeaveRow>,
    pub leave_columns: Vec<Choice>,
    pub dates: Vec<Choice>,
    pub encodings: Vec<Choice>,
    pub delimiters: Vec<Choice>,
    pub types: Vec<Choice>,
    pub sheets: bool,
    pub texts: bool,
    /// The first rows as they will be understood.
    pub rows: Table,
    pub saved: Vec<Choice>,
    pub downloads: Vec<(String, String)>,
    pub load: Form,
    pub toml: Form,
}

fn doubt(c: &Chrome, doubt: &Doubt, zone: &str) -> String {
    let examples = |patterns: &[String]| {
        let all: Vec<String> = patterns.iter().map(|one| example(one)).collect();
        all.join(", ")
    };
    match doubt {
        Doubt::NotFound { role } => {
            c.ta("log-doubt-not-found", &[("role", c.t(labels::column_role(*role)).into_owned().into())])
        }
        Doubt::DayOrMonth { patterns } => {
            c.ta("log-doubt-day-or-month", &[("patterns", examples(patterns).into())])
        }
        Doubt::SeveralPatterns { patterns } => {
            c.ta("log-doubt-several", &[("patterns", examples(patterns).into())])
        }
        Doubt::MixedDates { patterns } => c.ta("log-doubt-mixed", &[("patterns", examples(patterns).into())]),
        Doubt::ZoneNeeded => c.ta("log-doubt-zone", &[("zone", zone.into())]),
        Doubt::MeaningsGuessed => c.t("log-doubt-meanings").into_owned(),
    }
}

/// The first rows under a mapping.
fn understood(c: &Chrome, found: Option<&Look>, mapping: &Mapping) -> Table {
    let table = Table::new("", c.t("log-understood")).look("adm").moved().numbers(c.t("import-line"));
    let Some(found) = found else { return table };
    let shown: Vec<(Role, usize)> = Role::ALL
        .into_iter()
        .filter_map(|role| {
            let column = mapping.column(role)?;
            Some((role, found.columns.iter().position(|name| name == column)?))
        })
        .take(9)
        .collect();
    let dates = Dates::new(&mapping.dates, mapping.zone.as_deref()).ok();
    let cell = |role: Role, text: &str| {
        if mapping.is_missing(text) {
            return "—".to_owned();
        }
        if role.is_time() {
            return match dates.as_ref().map(|dates| dates.read(text)) {
                Some(Ok(Read::Clean(at) | Read::Repaired(at, _))) => c.full(Instant::from_millis(at)),
                Some(Err(trouble)) => c.ta(
                    "log-row-wrong",
                    &[
                        ("value", text.into()),
                        ("why", refusal(c, &flow::format::Trouble::new(trouble.kind)).into()),
                    ],
                ),
                None => text.to_owned(),
            };
        }
        match (role, mapping.meanings.get(text)) {
            (Role::Activity, Some(meaning)) => {
                format!("{text} ({})", c.t(labels::meaning_choice(*meaning)).to_lowercase())
            }
            _ => text.chars().take(200).collect(),
        }
    };
    let rows = found.rows.iter().take(ROWS).map(|row| {
        let text = |role, place| cell(role, row.cell(place).unwrap_or_default().trim());
        let cells = shown.iter().map(|(role, place)| Cell::text(text(*role, *place)));
        std::iter::once(Cell::text(row.line.to_string())).chain(cells).collect()
    });
    let heads = shown.iter().map(|(role, _)| c.t(labels::column_role(*role)));
    heads.fold(table, Table::plain).filled(rows)
}

/// A row of the form: what it is about, whose name goes along unseen, and what it may mean.
fn chosen(c: &Chrome, form: &Form, row: &str, name: &str, what: &str, choices: &[Choice]) -> [Cell; 2] {
    let unseen = Field { value: name.to_owned(), ..form.field(&format!("{row}_name")) };
    let field = form.field(&format!("{row}_{what}"));
    let control = Html(format!("{}{}", c.carry(unseen), c.pick_bare(&field, choices)));
    [Cell::label(field.id, name), Cell::html(control)]
}

/// The columns of the file and what each may mean.
fn column_rows(c: &Chrome, found: Option<&Look>, form: &Form) -> Table {
    let mut roles = vec![Choice::new("", c.t("log-role-none"))];
    roles.extend(Role::ALL.into_iter().map(|role| Choice::new(role.code(), c.t(labels::column_role(role)))));
    let columns = found.into_iter().flat_map(|found| {
        found.columns.iter().take(COLUMNS).enumerate().map(move |(n, name)| (n, name, samples(found, n)))
    });
    Table::new("", c.t("log-columns"))
        .plain(c.t("import-column"))
        .plain(c.t("log-samples"))
        .cells("mut")
        .plain(c.t("log-role"))
        .filled(columns.map(|(n, name, samples)| {
            let [label, control] = chosen(c, form, &format!("column_{n}"), name, "role", &roles);
            vec![label, Cell::text(samples), control]
        }))
}

/// The states and what each may mean.
fn state_rows(c: &Chrome, states: Vec<(String, u64)>, form: &Form) -> Table {
    let mut meanings = vec![Choice::new("", c.t("log-meaning-none"))];
    meanings.extend(MEANINGS.iter().map(|(code, one)| Choice::new(*code, c.t(labels::meaning_choice(*one)))));
    let count = |count: u64| match i64::try_from(count).unwrap_or(i64::MAX) {
        0 => String::new(),
        count => c.number(count),
    };
    Table::new("", c.t("log-states"))
        .plain(c.t("log-state"))
        .numbers(c.t("log-first-rows"))
        .plain(c.t("log-means"))
        .filled(states.into_iter().enumerate().map(|(n, (name, rows))| {
            let [label, control] = chosen(c, form, &format!("state_{n}"), &name, "meaning", &meanings);
            vec![label, Cell::text(count(rows)), control]
        }))
}

fn samples(found: &Look, place: usize) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for row in &found.rows {
        let text = row.cell(place).unwrap_or_default().trim();
        if !text.is_empty() && !seen.contains(&text) {
            seen.push(text);
        }
        if seen.len() == 3 {
            break;
        }
    }
    let cut = |text: &&str| -> String {
        let short: String = text.chars().take(40).collect();
        if short.len() < text.len() { format!("{short}…") } else { short }
    };
    seen.iter().map(cut).collect::<Vec<_>>().join(" · ")
}

/// What surrounds a file on its page.
pub(super) struct About<'a> {
    pub plan: &'a str,
    pub file: String,
    pub unit: String,
    pub source: String,
    pub zone: String,
    pub saved: Vec<String>,
    pub trouble: Option<String>,
}

/// The page of a file; `found` is nothing when it cannot be read as the mapping says.
pub(super) fn view(
    c: Chrome,
    sections: Vec<Tab>,
    about: About<'_>,
    found: Option<&Look>,
    mapping: &Mapping,
    given: Option<Form>,
    doubts: &[Doubt],
) -> MapView {
    let columns = found.map_or(&[][..], |found| &found.columns);
    let all_states = states(mapping, found.map_or(&[][..], |found| &found.states));
    let form = given.unwrap_or_else(|| form_of(mapping, columns, &all_states));
    let text = |key: &str| c.t(key).into_owned();
    let mut leave_columns = vec![Choice::new("", "—")];
    leave_columns.extend(columns.iter().take(COLUMNS).map(|name| Choice::new(name.clone(), name.clone())));
    let shown_leaves = (mapping.leave_out.len() + 1).clamp(1, 10);
    let leaves = (0..shown_leaves).map(|n| LeaveRow {
        column: form.field(&format!("leave_{n}_column")),
        values: form.field(&format!("leave_{n}_values")),
    });
    let current = form.value("date").to_owned();
    let known = std::iter::once("iso").chain(KNOWN).chain(["epoch", "epoch_ms"]);
    let mut dates: Vec<Choice> = known.map(|one| Choice::new(one, example(one))).collect();
    if !current.is_empty() && dates.iter().all(|choice| choice.value != current) {
        dates.push(Choice::new(current.clone(), example(&current)));
    }
    let mut encodings = vec![Choice::new("", c.t("log-found-out"))];
    encodings.extend(
        ["utf-8", "windows-1251", "koi8-r", "ibm866", "utf-16le", "utf-16be", "windows-1252"]
            .map(|name| Choice::new(name, name)),
    );
    let delimiters = vec![
        Choice::new("", c.t("log-found-out")),
        Choice::new(",", ","),
        Choice::new(";", ";"),
        Choice::new("tab", c.t("import-tab")),
        Choice::new("|", "|"),
    ];
    let types = found.map_or_else(Vec::new, |found| {
        let one = |kind: &flow::format::ObjectType| {
            let label = c.ta(
                "log-object-type",
                &[
                    ("name", kind.name.clone().into()),
                    ("objects", i64::try_from(kind.objects).unwrap_or(i64::MAX).into()),
                    ("events", i64::try_from(kind.events).unwrap_or(i64::MAX).into()),
                ],
            );
            Choice::new(kind.name.clone(), label)
        };
        found.types.iter().map(one).collect()
    });
    let rows = understood(&c, found, mapping);
    let mut lines = vec![("log-unit", about.unit), ("log-source", about.source)];
    if let Some(found) = found {
        lines.push(("log-format", text(labels::log_format(found.form))));
        if let Some(encoding) = found.encoding {
            lines.push(("log-encoding", encoding.to_owned()));
        }
    }
    let also = rows_of(form.names(), "also", "name").into_iter();
    let also = also.flat_map(|n| ["name", "role"].map(|part| form.field(&format!("also_{n}_{part}"))));
    let more = columns.len().saturating_sub(COLUMNS);
    MapView {
        plan: about.plan.to_owned(),
        file: about.file,
        about: lines,
        doubts: doubts.iter().map(|one| doubt(&c, one, &about.zone)).collect(),
        trouble: about.trouble,
        also: also.collect(),
        columns: column_rows(&c, found, &form),
        more_columns: (more > 0).then(|| c.count("log-more-columns", more)),
        states: state_rows(&c, all_states, &form),
        leaves: leaves.collect(),
        leave_columns,
        dates,
        encodings,
        delimiters,
        types,
        sheets: found.is_none_or(|found| found.form == flow::format::Form::Xlsx),
        texts: found.is_none_or(|found| found.encoding.is_some()),
        rows,
        saved: about.saved.iter().map(|name| Choice::new(name.clone(), name.clone())).collect(),
        downloads: about.saved.iter().map(|name| (routes::log_mapping(name), name.clone())).collect(),
        load: Form::of(&LOAD),
        toml: Form::of(&TOML),
        form,
        sections,
        c,
    }
}

/// The page of a plan. `sent` is a form that came back; `trouble` says why the file cannot be used so.
pub(super) async fn page(
    visit: &SignedIn,
    name: &str,
    plan: Plan,
    sent: Option<Form>,
    trouble: Option<String>,
) -> Reply<MapView> {
    let unit = unit_of(visit, plan.unit).await?;
    let cx = visit.cx(None);
    let saved = visit.site.read(move |tx| logs::mappings(tx, &cx)).await.map_err(hidden)?;
    let asked = plan.clone();
    let looked = reading(&visit.site, move |site, watch| {
        let (file, _) = asked.open(&**site.blobs())?;
        Ok(look(file, asked.mapping.as_ref(), Some(watch))?)
    });
    let c = visit.chrome();
    let (found, unread) = match looked.await {
        Ok(found) => (Some(found), None),
        Err(Failed::File(trouble)) => (None, Some(refusal(&c, &trouble))),
        Err(Failed::App(error)) => return Err(hidden(error)),
    };
    let zone = zone_of(visit);
    let (mapping, doubts) = match (&plan.mapping, &found) {
        (Some(mapping), _) => (mapping.clone(), Vec::new()),
        (None, Some(found)) => {
            let mut mapping = found.suggestion.mapping.clone();
            mapping.zone.get_or_insert_with(|| zone.clone());
            if mapping.name.is_empty() {
                mapping.name.clone_from(&plan.source);
            }
            if found.form.has_objects() && mapping.file.case_type.is_none() {
                mapping.file.case_type.clone_from(&found.case_type);
            }
            (mapping, found.suggestion.doubts.clone())
        }
        (None, None) => (Mapping::default(), Vec::new()),
    };
    let about = About {
        plan: name,
        file: plan.file.clone(),
        unit: unit_name(&c, &unit),
        source: plan.source.clone(),
        zone,
        saved: saved.into_iter().map(|(name, _)| name).collect(),
        trouble: trouble.or(unread),
    };
    let sections = sections(&c, visit, &routes::logs());
    Ok(view(c, sections, about, found.as_ref(), &mapping, sent, &doubts))
}

pub(super) async fn show(visit: SignedIn, Path(name): Path<String>) -> Reply<Response> {
    let plan = plan_of(&visit, &name).await?;
    let view = page(&visit, &name, plan, None, None).await?;
    let wrong = view.trouble.is_some();
    Ok(if wrong { Page::invalid(&view) } else { Page::personal(&view) }.into_response())
}

fn tell(form: &mut Form, c: &Chrome, faults: &[Fault]) {
    for fault in faults {
        match fault {
            Fault::Twice(field, role) => {
                let text =
                    c.ta("log-role-twice", &[("role", c.t(labels::column_role(*role)).into_owned().into())]);
                form.fail(field.clone(), text);
            }
            Fault::Missing(role) => {
                let text = c
                    .ta("log-role-missing", &[("role", c.t(labels::column_role(*role)).into_owned().into())]);
                form.fail("column_0_role", text);
            }
            Fault::Unreadable(field, trouble) => form.fail(*field, refusal(c, trouble)),
        }
    }
}

/// Whatever is done with the form of a mapping: shown by the first rows, saved, loaded, tried.
pub(super) async fn change(Path(name): Path<String>, sent: Sent) -> Reply<Response> {
    let visit = sent.signed_in()?;
    let mut plan = plan_of(&visit, &name).await?;
    if sent.pressed("saved") {
        let (cx, Load { saved: wanted }) = (visit.cx(None), sent.input(&LOAD)?);
        let saved = visit.site.read(move |tx| logs::mappings(tx, &cx)).await.map_err(hidden)?;
        let found = saved.into_iter().find(|(name, _)| *name == wanted);
        let (_, mapping) = found.ok_or_else(Error::not_found)?;
        return taken(&sent, &visit, plan, mapping).await;
    }
    let c = visit.chrome();
    let typed = match sent.input::<Typed>(&MAP) {
        Ok(typed) => typed,
        Err(error) => {
            let again = sent.refused(&MAP, error)?;
            let view = page(&visit, &name, plan, Some(again.form), None).await?;
            return Ok(Page::invalid(&view).into_response());
        }
    };
    let act = typed.act.clone();
    let (mapping, mut faults) = typed.mapping();
    if !matches!(act.as_str(), "show" | "save") {
        faults.extend(missing(&mapping));
    }
    plan.mapping = Some(mapping.clone());
    let mut form = sent.again(&MAP);
    if faults.is_empty() && act == "save" {
        let kept = mapping.clone();
        let saved = sent.site.write(&sent.cx(), move |tx, cx| logs::save_mapping(tx, cx, &kept)).await;
        match saved {
            Ok(()) => {
                let next = keep(&sent.site, plan).await?;
                return Ok(done(&routes::log_map(next), "notice-mapping-saved"));
            }
            Err(error) => {
                if !form.reject(&c, &error) {
                    return Err(hidden(error));
                }
            }
        }
    } else if faults.is_empty() {
        let next = keep(&sent.site, plan).await?;
        return Ok(redirect(&if act == "show" { routes::log_map(next) } else { routes::log_try(next) }));
    }
    tell(&mut form, &c, &faults);
    Ok(Page::invalid(&page(&visit, &name, plan, Some(form), None).await?).into_response())
}

/// Goes on with a mapping that was loaded.
async fn taken(sent: &Sent, visit: &SignedIn, mut plan: Plan, mut mapping: Mapping) -> Reply<Response> {
    mapping.zone.get_or_insert_with(|| zone_of(visit));
    plan.mapping = Some(mapping);
    Ok(done(&routes::log_map(keep(&sent.site, plan).await?), "notice-mapping-loaded"))
}

/// Takes a mapping from a file.
pub(super) async fn from_file(own: OwnPlan, sent: Sent) -> Reply<Response> {
    let visit = sent.signed_in()?;
    let OwnPlan { name, plan } = own;
    let c = visit.chrome();
    let upload = sent.upload("mapping").filter(|file| file.file.size <= FILE_BYTES);
    let read = match upload {
        None => Err(c.t("field-required").into_owned()),
        Some(upload) => {
            let blob = store::blobs::BlobName::parse(&upload.file.blob);
            let blobs = std::sync::Arc::clone(sent.site.blobs());
            let work = tokio::task::spawn_blocking(move || blob.map(|blob| blobs.get(blob)).transpose());
            let bytes = work.await.ok().and_then(Result::ok).flatten().flatten().unwrap_or_default();
            Mapping::read(&bytes[..]).map_err(|trouble| refusal(&c, &trouble))
        }
    };
    match read {
        Ok(mapping) => taken(&sent, &visit, plan, mapping).await,
        Err(text) => {
            let mut view = page(&visit, &name, plan, None, None).await?;
            view.toml.fail("mapping", text);
            Ok(Page::invalid(&view).into_response())
        }
    }
}

/// Which mapping is meant.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Named {
    name: String,
}

/// A saved mapping as a file.
pub(super) async fn download(visit: SignedIn, Query(named): Query<Named>) -> Reply<Response> {
    let cx = visit.cx(None);
    let saved = visit.site.read(move |tx| logs::mappings(tx, &cx)).await.map_err(hidden)?;
    let found = saved.into_iter().find(|(name, _)| *name == named.name);
    let (name, mapping) = found.ok_or_else(Error::not_found)?;
    let disposition = crate::pages::journey::files::disposition(&format!("{name}.toml"));
    let disposition = HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let kind = HeaderValue::from_static("application/toml; charset=utf-8");
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, disposition)], mapping.to_toml()).into_response())
}
