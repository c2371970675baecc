//! One row by itself: what each cell says, or what is wrong with it.

use std::collections::BTreeSet;

use csv::StringRecord;
use domain::content::limits::LINE;
use domain::ids::UnitId;
use domain::permission::Role;

use super::Problem;
use super::columns::{self, Column};
use super::file::Sheet;
use super::roster::{Named, Roster};
use crate::company::checks::{bound, email, one_line};

/// The longest cell that a report shows, in characters.
const SHOWN: usize = 80;

/// What a row says. Where the file does not have a column, nothing is said.
#[derive(Debug, Clone)]
pub(super) struct FileRow {
    pub(super) line: u64,
    pub(super) number: String,
    pub(super) name: String,
    pub(super) email: Option<Option<String>>,
    pub(super) unit: UnitId,
    pub(super) manager: Option<Option<String>>,
    pub(super) position: Option<Option<String>>,
    pub(super) roles: BTreeSet<Role>,
}

/// Reads a row; its problems are added to `problems`. The number comes back even from a row that is not right.
pub(super) fn check(
    sheet: &Sheet,
    roster: &Roster,
    line: u64,
    record: &StringRecord,
    problems: &mut Vec<Problem>,
) -> (String, Option<FileRow>) {
    let before = problems.len();
    let extra = record.iter().skip(sheet.width).any(|cell| !cell.trim().is_empty());
    if record.len() < sheet.width || extra {
        problems.push(Problem {
            line,
            column: None,
            value: shown(&record.iter().collect::<Vec<_>>().join(" | ")),
            problem: "import-row-length",
            limit: Some(bound(sheet.width)),
        });
        return (String::new(), None);
    }
    let mut cells = Cells { sheet, record, line, problems };
    let number = cells.text(Column::Number).unwrap_or_default();
    let name = cells.text(Column::Name).unwrap_or_default();
    let email = cells.email();
    let position = cells.text(Column::Position).map(filled);
    let manager = cells.text(Column::Manager).map(filled);
    let unit = cells.unit(roster);
    let roles =
        cells.roles(unit.and_then(|unit| roster.units.get(&unit)).is_some_and(|u| u.kind.is_outside()));
    let right = problems.len() == before;
    let row = unit.filter(|_| right).map(|unit| FileRow {
        line,
        number: number.clone(),
        name,
        email,
        unit,
        manager,
        position,
        roles,
    });
    (number, row)
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

struct Cells<'a> {
    sheet: &'a Sheet,
    record: &'a StringRecord,
    line: u64,
    problems: &'a mut Vec<Problem>,
}

impl Cells<'_> {
    fn raw(&self, column: Column) -> Option<&str> {
        self.sheet.cell(self.record, column)
    }

    fn problem(&mut self, column: Column, problem: &'static str, limit: Option<i64>) {
        let value = shown(self.raw(column).unwrap_or_default());
        self.problems.push(Problem { line: self.line, column: Some(column), value, problem, limit });
    }

    /// A cell as one line; none when the file does not have the column.
    fn text(&mut self, column: Column) -> Option<String> {
        let raw = self.raw(column)?;
        let (hidden, text) = (raw.chars().any(is_hidden), one_line(raw));
        if hidden {
            self.problem(column, "field-control", None);
        } else if text.chars().count() > LINE {
            self.problem(column, "field-too-long", Some(bound(LINE)));
        } else if column.is_required() && text.is_empty() {
            self.problem(column, "field-required", None);
        }
        Some(text)
    }

    fn email(&mut self) -> Option<Option<String>> {
        let before = self.problems.len();
        let text = self.text(Column::Email)?;
        if text.is_empty() || self.problems.len() > before {
            return Some(None);
        }
        let address = email(&text);
        if address.is_none() {
            self.problem(Column::Email, "field-email", None);
        }
        Some(address)
    }

    fn unit(&mut self, roster: &Roster) -> Option<UnitId> {
        let before = self.problems.len();
        let text = self.text(Column::Unit)?;
        if self.problems.len() > before {
            return None;
        }
        match roster.unit_named(&text) {
            Named::One(unit) => return Some(unit),
            Named::Closed => self.problem(Column::Unit, "unit-closed", None),
            Named::Several => self.problem(Column::Unit, "import-unit-ambiguous", None),
            Named::Nothing => self.problem(Column::Unit, "import-unit-unknown", None),
        }
        None
    }

    fn roles(&mut self, outside: bool) -> BTreeSet<Role> {
        let text = self.text(Column::Roles).unwrap_or_default();
        let mut roles = BTreeSet::new();
        for word in text.split([',', ';', '|', '+']).filter(|word| !word.trim().is_empty()) {
            match columns::role(word) {
                Some(role) if outside && !role.of_a_unit() => {
                    self.problem(Column::Roles, "role-inside-only", None);
                }
                Some(role) => {
                    roles.insert(role);
                }
                None => self.problem(Column::Roles, "import-role-unknown", None),
            }
        }
        roles
    }
}

/// A character that cannot be seen and has no place in a table of people: it could make one name pass for another.
fn is_hidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || is_override(c)
}

const fn is_override(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What stands in a cell, short and visible.
pub(super) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (place, c) in text.trim().chars().enumerate() {
        if place == SHOWN {
            shown.push('…');
            break;
        }
        match c {
            '\n' | '\t' => shown.push(' '),
            c if c.is_control() || is_override(c) => shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(c))),
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_short_and_visible() {
        assert_eq!(shown(" a\u{202E}b\u{7}c\nd "), "a⟨U+202E⟩b⟨U+0007⟩c d");
        assert_eq!(shown(&"ы".repeat(10_000)).chars().count(), SHOWN + 1);
        assert_eq!(shown("<b>"), "<b>", "markup is text: the edge escapes it");
    }
}
