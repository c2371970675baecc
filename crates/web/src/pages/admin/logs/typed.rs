//! A mapping as a form, and the form as it was typed.

use domain::content::limits::LINE;
use flow::format::dates::{Dates, turn};
use flow::format::{LeaveOut, Mapping, Role, Trouble, TroubleKind};
use flow::log::Meaning;
use serde::Deserialize;

use super::words::{MEANINGS, role_of};
use crate::form::Form;
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, field};

/// So many columns have a row of their own; what the mapping says of others stays as it is.
pub(super) const COLUMNS: usize = 200;
/// So many rules for rows that are left out.
pub(super) const LEAVES: usize = 10;

/// A column and its role.
const COLUMN: &[FieldDecl] = &[
    field("name", FieldKind::Carried, ""),
    field("role", FieldKind::Code(|role| role_of(role).is_some()), "").optional(),
];
/// A state and what it means.
const STATE: &[FieldDecl] = &[
    field("name", FieldKind::Carried, ""),
    field("meaning", FieldKind::Code(|code| MEANINGS.iter().any(|(known, _)| *known == code)), "").optional(),
];
/// Rows that are left out.
const LEAVE: &[FieldDecl] = &[
    field("column", FieldKind::Carried, "log-leave-column"),
    field("values", FieldKind::Lines, "log-leave-values").hint("log-leave-values-hint"),
];

/// The form of a mapping.
pub(super) static MAP: FormDecl = FormDecl::new(
    "map",
    &[
        field("act", FieldKind::Carried, ""),
        // Roles of columns that have no row on the page.
        field("also", FieldKind::Rows(COLUMN), ""),
        field("column", FieldKind::Rows(COLUMN), ""),
        field("state", FieldKind::Rows(STATE), ""),
        field("date", FieldKind::Words(LINE), "log-date").hint("log-date-hint").optional(),
        field("zone", FieldKind::Words(LINE), "log-zone").hint("log-zone-hint").optional(),
        field("dates", FieldKind::Lines, "log-dates-more").hint("log-dates-more-hint"),
        field("case_type", FieldKind::Carried, "log-case-type").hint("log-case-type-hint"),
        field("encoding", FieldKind::Words(LINE), "log-encoding").optional(),
        field("delimiter", FieldKind::Carried, "log-delimiter"),
        field("sheet", FieldKind::Words(LINE), "log-sheet").hint("log-sheet-hint").optional(),
        field("snapshot", FieldKind::Tick, "log-snapshot").hint("log-snapshot-hint"),
        field("missing", FieldKind::Lines, "log-missing").hint("log-missing-hint"),
        field("leave", FieldKind::Rows(LEAVE), ""),
        field("name", FieldKind::Words(LINE), "log-mapping-name").hint("log-mapping-name-hint").optional(),
    ],
);

/// What [`MAP`] asks for.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Typed {
    /// What is done with it: shown by the first rows, saved, else tried.
    pub act: String,
    also: Vec<Column>,
    column: Vec<Column>,
    state: Vec<State>,
    date: String,
    zone: String,
    dates: Vec<String>,
    case_type: String,
    encoding: String,
    delimiter: String,
    sheet: String,
    snapshot: bool,
    missing: Vec<String>,
    leave: Vec<LeaveOut>,
    name: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Column {
    name: String,
    role: Option<Role>,
}

#[derive(Debug, Clone, Deserialize)]
struct State {
    name: String,
    meaning: Option<Meaning>,
}

/// The form that loads a mapping, and the one that brings one in a file.
pub(super) static LOAD: FormDecl =
    FormDecl::new("load", &[field("saved", FieldKind::Carried, "log-saved-choose")]);
pub(super) static TOML: FormDecl =
    FormDecl::new("toml", &[field("mapping", FieldKind::Files, "log-toml-file").hint("log-toml-hint")]);

/// What [`LOAD`] asks for.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Load {
    pub saved: String,
}

/// The code of a meaning.
fn code(meaning: Meaning) -> &'static str {
    MEANINGS.iter().find(|(_, one)| *one == meaning).map_or("", |(code, _)| code)
}

/// The states that stand on the page: those of the file, then those that the mapping names besides.
pub(super) fn states(mapping: &Mapping, found: &[(String, u64)]) -> Vec<(String, u64)> {
    let mut all = found.to_vec();
    let besides = mapping.meanings.keys().filter(|name| found.iter().all(|(state, _)| state != *name));
    all.extend(besides.map(|name| (name.clone(), 0)));
    all
}

/// The form of a mapping for a file with these columns and states.
pub(super) fn form_of(mapping: &Mapping, columns: &[String], states: &[(String, u64)]) -> Form {
    let mut form = Form::of(&MAP);
    let mut shown: Vec<Role> = Vec::new();
    for (n, column) in columns.iter().take(COLUMNS).enumerate() {
        let mut roles = Role::ALL.into_iter().filter(|role| mapping.column(*role) == Some(column.as_str()));
        let first = roles.next();
        // A name that comes twice is the first of its columns.
        let first = first.filter(|role| !shown.contains(role));
        shown.extend(first);
        form = form.with(format!("column_{n}_name"), column.as_str());
        form = form.with(format!("column_{n}_role"), first.map_or("", Role::code));
    }
    let also = mapping.columns.iter().filter(|(role, _)| !shown.contains(role));
    for (n, (role, column)) in also.enumerate() {
        form = form.with(format!("also_{n}_name"), column.as_str());
        form = form.with(format!("also_{n}_role"), role.code());
    }
    for (n, (state, _)) in states.iter().enumerate() {
        let meaning = mapping.meanings.get(state).map_or("", |one| code(*one));
        form = form.with(format!("state_{n}_name"), state.as_str());
        form = form.with(format!("state_{n}_meaning"), meaning);
    }
    for n in 0..LEAVES {
        let (column, values) = match mapping.leave_out.get(n) {
            Some(leave) => (leave.column.clone(), leave.values.join("\n")),
            None => (String::new(), String::new()),
        };
        form = form.with(format!("leave_{n}_column"), column).with(format!("leave_{n}_values"), values);
    }
    let hint = |hint: &Option<String>| hint.clone().unwrap_or_default();
    let (date, more) = match mapping.dates.split_first() {
        Some((first, rest)) => (first.clone(), rest.join("\n")),
        None => ("iso".to_owned(), String::new()),
    };
    form.with("name", mapping.name.clone())
        .with("zone", hint(&mapping.zone))
        .with("date", date)
        .with("dates", more)
        .with("missing", mapping.missing.join("\n"))
        .with("snapshot", if mapping.snapshot { "yes" } else { "" })
        .with("encoding", hint(&mapping.file.encoding))
        .with("delimiter", mapping.file.delimiter.map_or_else(String::new, delimiter_code))
        .with("sheet", hint(&mapping.file.sheet))
        .with("case_type", hint(&mapping.file.case_type))
}

fn delimiter_code(sign: char) -> String {
    if sign == '\t' { "tab".to_owned() } else { sign.to_string() }
}

/// Text of one line, as browsers send it back from a field that nobody sees.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// What is wrong with what was typed.
#[derive(Debug)]
pub(super) enum Fault {
    /// A role that two columns have.
    Twice(String, Role),
    /// A needed role that no column has.
    Missing(Role),
    /// A zone or a pattern that cannot be read, and its field.
    Unreadable(&'static str, Trouble),
}

impl Typed {
    /// The mapping. What is wrong with it comes beside it, so that the page can show both.
    pub fn mapping(self) -> (Mapping, Vec<Fault>) {
        let hint = |text: String| Some(text).filter(|text| !text.trim().is_empty());
        let mut mapping = Mapping {
            name: self.name,
            zone: hint(self.zone),
            missing: self.missing,
            snapshot: self.snapshot,
            ..Mapping::default()
        };
        let mut faults = Vec::new();
        let role = |column: Column| Some((column.role?, plain(&column.name)));
        mapping.columns.extend(self.also.into_iter().filter_map(role));
        for (n, column) in self.column.into_iter().enumerate().take(COLUMNS) {
            let Some((role, column)) = role(column).filter(|(_, column)| !column.is_empty()) else {
                continue;
            };
            if mapping.columns.get(&role).is_some_and(|other| *other != column) {
                faults.push(Fault::Twice(format!("column_{n}_role"), role));
                continue;
            }
            mapping.columns.insert(role, column);
        }
        let meaning = |state: State| Some((plain(&state.name), state.meaning?));
        mapping.meanings.extend(self.state.into_iter().filter_map(meaning));
        let leaves = self.leave.into_iter().take(LEAVES);
        let leaves = leaves.map(|leave| LeaveOut { column: plain(&leave.column), ..leave });
        mapping.leave_out.extend(leaves.filter(|leave| !leave.column.is_empty() && !leave.values.is_empty()));
        let date = hint(self.date).unwrap_or_else(|| "iso".to_owned());
        if date != "iso" || !self.dates.is_empty() {
            mapping.dates = std::iter::once(date).chain(self.dates).collect();
        }
        mapping.file.encoding = hint(self.encoding);
        mapping.file.sheet = hint(self.sheet);
        mapping.file.case_type = hint(self.case_type);
        mapping.file.delimiter = match self.delimiter.as_str() {
            "tab" => Some('\t'),
            other => other.chars().next(),
        };
        faults.extend(unreadable(&mapping));
        (mapping, faults)
    }
}

/// A zone and patterns of dates that cannot be read.
fn unreadable(mapping: &Mapping) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Err(trouble) = Dates::new(&[], mapping.zone.as_deref()) {
        faults.push(Fault::Unreadable("zone", trouble));
    }
    let turned = |pattern: &String| turn(pattern).is_some_and(|other| mapping.dates.contains(&other));
    if mapping.dates.iter().any(turned) {
        let patterns = mapping.dates.clone();
        faults.push(Fault::Unreadable("dates", Trouble::new(TroubleKind::MixedDates { patterns })));
    }
    if let Err(trouble) = Dates::new(&mapping.dates, None) {
        faults.push(Fault::Unreadable("dates", trouble));
    }
    faults
}

/// The roles that a log cannot be read without and that no column has.
pub(super) fn missing(mapping: &Mapping) -> Vec<Fault> {
    let needed = Role::ALL.into_iter().filter(|role| role.needed() && mapping.column(*role).is_none());
    needed.map(Fault::Missing).collect()
}
