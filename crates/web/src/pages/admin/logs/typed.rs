//! A mapping as a form, and the form as it was typed.

use domain::content::limits::LINE;
use flow::format::dates::{Dates, turn};
use flow::format::{Kind, LeaveOut, Mapping, Role, Trouble};

use super::words::{MEANINGS, role_of};
use crate::auth::Fields;
use crate::form::Form;
use crate::form::decl::{FormDecl, Kind as Asked, field};

/// So many columns have a row of their own; what the mapping says of others stays as it is.
pub(super) const COLUMNS: usize = 200;
/// So many rules for rows that are left out.
pub(super) const LEAVES: usize = 10;

/// The form of a mapping. Its columns and states are those of the file, so [`mapping_of`] reads it, word for word.
pub(super) static MAP: FormDecl = FormDecl::new(
    "map",
    &[
        field("date", Asked::Own, "log-date").hint("log-date-hint"),
        field("zone", Asked::Words(LINE), "log-zone").hint("log-zone-hint"),
        field("encoding", Asked::Own, "log-encoding"),
        field("delimiter", Asked::Own, "log-delimiter"),
        field("dates", Asked::Own, "log-dates-more").hint("log-dates-more-hint"),
        field("case_type", Asked::Own, "log-case-type").hint("log-case-type-hint"),
        field("sheet", Asked::Words(LINE), "log-sheet").hint("log-sheet-hint"),
        field("snapshot", Asked::Tick, "log-snapshot").hint("log-snapshot-hint"),
        field("missing", Asked::Own, "log-missing").hint("log-missing-hint"),
        field("name", Asked::Words(LINE), "log-mapping-name").hint("log-mapping-name-hint"),
    ],
);
/// The form that loads a mapping, and the one that brings one in a file.
pub(super) static LOAD: FormDecl = FormDecl::new("load", &[field("saved", Asked::Own, "log-saved-choose")]);
pub(super) static TOML: FormDecl =
    FormDecl::new("toml", &[field("mapping", Asked::Files, "log-toml-file").hint("log-toml-hint")]);

/// The code of a meaning.
fn code(meaning: flow::log::Meaning) -> &'static str {
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
        form = form.with(format!("role.{n}"), first.map_or("", Role::code));
    }
    for (role, column) in mapping.columns.iter().filter(|(role, _)| !shown.contains(role)) {
        form = form.with("also", format!("{}:{column}", role.code()));
    }
    for (n, (state, _)) in states.iter().enumerate() {
        form = form.with(format!("meaning.{n}"), mapping.meanings.get(state).map_or("", |one| code(*one)));
    }
    for n in 0..LEAVES {
        let (column, values) = match mapping.leave_out.get(n) {
            Some(leave) => (leave.column.clone(), leave.values.join("\n")),
            None => (String::new(), String::new()),
        };
        form = form.with(format!("leave_column.{n}"), column).with(format!("leave_values.{n}"), values);
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

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
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

/// Reads a form. What is wrong comes beside it, so that the page can show both.
pub(super) fn mapping_of(fields: &Fields) -> (Mapping, Vec<Fault>) {
    let mut mapping = Mapping {
        name: fields.text("name").trim().to_owned(),
        zone: fields.filled("zone").map(str::to_owned),
        missing: lines(fields.text("missing")),
        snapshot: fields.flag("snapshot"),
        ..Mapping::default()
    };
    let mut faults = Vec::new();
    for also in fields.all("also") {
        if let Some((role, column)) = also.split_once(':')
            && let Some(role) = role_of(role)
        {
            mapping.columns.insert(role, plain(column));
        }
    }
    for n in 0..COLUMNS {
        let (name, column) = (format!("role.{n}"), format!("column.{n}"));
        let Some(role) = fields.filled(&name).and_then(role_of) else { continue };
        let column = plain(fields.text(&column));
        if column.is_empty() {
            continue;
        }
        if mapping.columns.get(&role).is_some_and(|other| *other != column) {
            faults.push(Fault::Twice(name, role));
            continue;
        }
        mapping.columns.insert(role, column);
    }
    for n in 0.. {
        let Some(state) = fields.opt(&format!("state.{n}")) else { break };
        let chosen = fields.text(&format!("meaning.{n}"));
        if let Some((_, meaning)) = MEANINGS.iter().find(|(code, _)| *code == chosen) {
            mapping.meanings.insert(plain(state), *meaning);
        }
    }
    for n in 0..LEAVES {
        let column = plain(fields.text(&format!("leave_column.{n}")));
        let values = lines(fields.text(&format!("leave_values.{n}")));
        if !column.is_empty() && !values.is_empty() {
            mapping.leave_out.push(LeaveOut { column, values });
        }
    }
    let date = fields.filled("date").unwrap_or("iso").to_owned();
    let more = lines(fields.text("dates"));
    if date != "iso" || !more.is_empty() {
        mapping.dates = std::iter::once(date).chain(more).collect();
    }
    let hint = |name: &str| fields.filled(name).map(str::to_owned);
    mapping.file.encoding = hint("encoding");
    mapping.file.sheet = hint("sheet");
    mapping.file.case_type = hint("case_type");
    mapping.file.delimiter = match fields.text("delimiter") {
        "tab" => Some('\t'),
        other => other.chars().next(),
    };
    if let Err(trouble) = Dates::new(&[], mapping.zone.as_deref()) {
        faults.push(Fault::Unreadable("zone", trouble));
    }
    let turned = |pattern: &String| turn(pattern).is_some_and(|other| mapping.dates.contains(&other));
    if mapping.dates.iter().any(turned) {
        let patterns = mapping.dates.clone();
        faults.push(Fault::Unreadable("dates", Trouble::new(Kind::MixedDates { patterns })));
    }
    if let Err(trouble) = Dates::new(&mapping.dates, None) {
        faults.push(Fault::Unreadable("dates", trouble));
    }
    (mapping, faults)
}

/// The roles that a log cannot be read without and that no column has.
pub(super) fn missing(mapping: &Mapping) -> Vec<Fault> {
    let needed = Role::ALL.into_iter().filter(|role| role.needed() && mapping.column(*role).is_none());
    needed.map(Fault::Missing).collect()
}
