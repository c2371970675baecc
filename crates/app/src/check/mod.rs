//! `check`: the history replayed and compared with every row that follows from it.
//!
//! | what | against what |
//! |---|---|
//! | state of the company | its events, folded |
//! | requests, their people, bidders, reviews, time-outs | their events, folded |
//! | texts | the hashes in the events that refer to them |
//! | events and what they moved | the hashes in which each holds the one before it, the end of its stream, the roots of days |
//! | transfers | their own rules: zero sum, numbering, copies |
//! | budgets, balances, counts, open reserves | the postings |
//! | documents of the index | requests and services |
//! | files | the bytes behind them |
//! | code tables, secondary indexes | the program |
//!
//! Everything is read in one snapshot, in the order of keys and in windows, so memory stays small however large the
//! company is. Nothing is changed.

mod acts;
mod chain;
mod codes;
mod company;
mod compare;
mod contents;
mod files;
mod index;
mod ledger;
mod rebuild;
mod requests;
mod roots;

use std::fmt;
use std::time::Duration;

use store::blobs::Blobs;
use store::repo::root::DayRoot;
use store::{Db, Lane, Tx, audit};

use crate::error::{Answer, AppError};

pub use acts::{Act, acts};
pub use index::index_again;
pub use rebuild::rebuild;
pub use roots::{keep_root, roots};

/// How many differences are kept; the rest are counted.
pub const KEPT: usize = 1_000;
/// How long a check may take.
const LIMIT: Duration = Duration::from_secs(24 * 3600);

/// A row that is not what the history makes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table.
    pub table: String,
    /// The key of the row.
    pub row: String,
    /// The column; `*` for a row that is missing or too many.
    pub column: String,
    /// What the history says.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, row, column, expected, found } = self;
        write!(f, "{table} {row} {column}: expected {expected}, found {found}")
    }
}

/// What a check came to.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// Events that were replayed.
    pub events: u64,
    /// Requests that were compared.
    pub requests: u64,
    /// Texts whose hashes were compared.
    pub contents: u64,
    /// Transfers that were verified.
    pub transfers: u64,
    /// Files that were read.
    pub files: u64,
    /// Streams of before that wait for their hashes.
    pub waiting: u64,
    /// One hash over the ends of all streams, with the day (UTC) of the newest event: what [`keep_root`] keeps once that day is over, if
    /// nothing more is recorded in it. None without a history.
    pub root: Option<DayRoot>,
    /// The first [`KEPT`] differences.
    pub differences: Vec<Difference>,
    /// How many differences there are in all.
    pub count: u64,
}

impl Checked {
    /// True when everything is as the history says.
    pub const fn is_clean(&self) -> bool {
        self.count == 0
    }

    fn report(&mut self, difference: Difference) {
        self.count += 1;
        if self.differences.len() < KEPT {
            self.differences.push(difference);
        }
    }

    /// A difference in one column.
    fn differs(
        &mut self,
        table: &str,
        row: impl fmt::Display,
        column: &str,
        expected: impl fmt::Display,
        found: impl fmt::Display,
    ) {
        self.report(Difference {
            table: table.to_owned(),
            row: row.to_string(),
            column: column.to_owned(),
            expected: expected.to_string(),
            found: found.to_string(),
        });
    }

    /// A row that cannot be read is a difference; anything else stops the check.
    fn unreadable(&mut self, error: AppError) -> Answer<()> {
        match error {
            AppError::Store(store::StoreError::Inconsistent { table, column, id, detail }) => {
                self.differs(&table, id, &column, "what can be read", detail);
                Ok(())
            }
            other => Err(other),
        }
    }
}

/// Compares everything. It reads for as long as it takes; other work goes on meanwhile.
///
/// # Errors
/// The database's; differences are no error.
pub fn check(db: &Db, blobs: &dyn Blobs) -> Answer<Checked> {
    let mut checked = db.within(Lane::Read, LIMIT, rows)?;
    files::check(db, blobs, &mut checked)?;
    Ok(checked)
}

/// Compares all rows in the transaction's snapshot; files are left out.
pub fn rows(tx: &mut dyn Tx) -> Answer<Checked> {
    let mut checked = Checked::default();
    for problem in store::tables::unlisted_or_missing(tx)? {
        checked.differs("schema", problem, "*", "listed tables", "others");
    }
    for index in audit::missing_indexes(tx)? {
        checked.differs("schema", index.name, "*", "a secondary index", "none");
    }
    codes::check(tx, &mut checked)?;
    match requests::check(tx, &mut checked) {
        Ok(company) => company::check(tx, company, &mut checked)?,
        // Damage that no row of the history is to have.
        Err(error) => checked.unreadable(error)?,
    }
    ledger::check(tx, &mut checked)?;
    Ok(checked)
}
