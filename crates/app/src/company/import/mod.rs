//! People from a file of the personnel department: read, checked, compared with who is known, and applied at once.
//!
//! The file is the truth for the people in it and says nothing of others: whoever is missing is listed and stays.
//! Roles are granted, never taken back, except those of a unit that a person leaves.

mod apply;
mod columns;
mod compare;
mod file;
mod links;
mod roster;
mod row;

use domain::company::COMPANY_STREAM;
use domain::ids::PersonId;
use store::Tx;

pub use columns::Column;

use super::units::administers;
use crate::Cx;
use crate::error::Answer;
use crate::once;

/// The largest file, in bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The most rows, the header not counted.
pub const MAX_ROWS: usize = 100_000;

/// What is to be done with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportMode {
    /// Tell what would change; nothing is written.
    Preview,
    /// Change it, all or nothing. With `skip_bad` rows with problems are left out; without it one problem stops all.
    Apply {
        /// Leave out rows with problems.
        skip_bad: bool,
    },
}

/// What is wrong at one place of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line that the row begins on, the first being 1.
    pub line: u64,
    /// The column; none when it is the whole row.
    pub column: Option<Column>,
    /// What stands there, shortened, invisible characters spelt out.
    pub value: String,
    /// Message key of what is wrong; see `errors.ftl`.
    pub problem: &'static str,
    /// The bound that was crossed, or the other line that the message names.
    pub limit: Option<i64>,
}

/// What a row changes about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub column: Column,
    /// As it is; a unit or role by its code, a manager by personnel number.
    pub from: String,
    /// As it will be.
    pub to: String,
}

/// A row and the person it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The line that the row begins on.
    pub line: u64,
    /// The person; none while they are not registered.
    pub person: Option<PersonId>,
    /// Their personnel number.
    pub number: String,
    /// Their name in the file.
    pub name: String,
    /// What changes; for a person who is not registered, what they get.
    pub changes: Vec<Change>,
}

/// Somebody known by a personnel number that the file does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The person.
    pub person: PersonId,
    /// Their personnel number.
    pub number: String,
    /// Their name.
    pub name: String,
}

/// What the file says, and what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// True when the changes were made.
    pub applied: bool,
    /// How the file is written: `UTF-8`, `windows-1251`, `UTF-16LE`, `UTF-16BE`.
    pub encoding: &'static str,
    /// What stands between its columns.
    pub separator: char,
    /// Rows that are not empty.
    pub rows: usize,
    /// People to be registered.
    pub created: Vec<Planned>,
    /// People about whom something changes.
    pub changed: Vec<Planned>,
    /// Rows that say what is known already.
    pub unchanged: usize,
    /// People in the file who are switched off, and stay so.
    pub switched_off: Vec<Planned>,
    /// People who may sign in and are not in the file. Nothing happens to them.
    pub missing: Vec<Missing>,
    /// What is wrong, by line.
    pub problems: Vec<Problem>,
    /// Headers that mean nothing here.
    pub ignored: Vec<String>,
}

/// Reads a file of people and, when asked, makes the changes it tells of, in this transaction.
///
/// # Errors
/// [`crate::AppError::Forbidden`]; [`crate::AppError::Invalid`] when the file as a whole cannot be read: `file` with
/// `file-…`, or a column (`number`, `name`, `unit` …) with `import-column-…`. Problems of rows stand in the report.
pub fn import_people(tx: &mut dyn Tx, cx: &mut Cx, bytes: &[u8], mode: ImportMode) -> Answer<ImportReport> {
    administers(cx)?;
    let sheet = file::read(bytes)?;
    tx.alone()?;
    let roster = roster::Roster::load(tx)?;
    let plan = compare::plan(&sheet, &roster);
    let mut report = plan.report(&sheet, &roster);
    let ImportMode::Apply { skip_bad } = mode else { return Ok(report) };
    if once::done_on(tx, cx, COMPANY_STREAM)? {
        report.applied = true;
        return Ok(report);
    }
    if !report.problems.is_empty() && !skip_bad {
        return Ok(report);
    }
    apply::apply(tx, cx, &roster, &plan)?;
    once::remember(tx, cx, COMPANY_STREAM)?;
    report.applied = true;
    Ok(report)
}
