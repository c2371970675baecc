//! Which rows come along when a company moves to another place, and which do not.

use crate::dump::{Kind, columns, rows_in_order};
use crate::error::StoreError;
use crate::tables::{Table, TableClass, all};
use crate::tx::Tx;
use crate::value::Row;

/// Why the rows of a table do not come along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stays {
    /// The migrations make them, or emptied them for good: the schema and its words. Numbers of requests go on after the last one that is told beside the rows.
    Schema,
    /// The full-text index is spelt for each engine; it is made again from what came.
    Index,
    /// Where the bytes of files are is the engine's own business; files come beside the rows.
    File,
    /// It holds for a moment and for the place where it was given: who works in the background, who is signed in. A session that was
    /// ended after the rows were taken must not live again.
    Passing,
}

/// Tables whose class does not say it. Everything else comes along: history and content, which nothing can make again; state and
/// projections, which are compared with the history afterwards; and what is kept beside it, such as passwords, notices and links.
const BY_NAME: &[(&str, Stays)] = &[
    ("account_kind_code", Stays::Schema),
    ("blob_chunk", Stays::File),
    ("blob_file", Stays::File),
    ("channel_code", Stays::Schema),
    ("lease", Stays::Passing),
    ("outbox", Stays::Schema),
    ("request_number", Stays::Schema),
    ("role_code", Stays::Schema),
    ("schema_version", Stays::Schema),
    ("session", Stays::Passing),
    ("sign_in_step", Stays::Passing),
    ("stage_code", Stays::Schema),
    ("state_code", Stays::Schema),
    ("unit_kind_code", Stays::Schema),
];

/// Why a table's rows do not come along; none when they do.
pub fn stays(table: &Table) -> Option<Stays> {
    if table.class == TableClass::Index {
        return Some(Stays::Index);
    }
    BY_NAME.iter().find(|(name, _)| *name == table.name).map(|(_, why)| *why)
}

/// The tables whose rows come along, in an order in which they can be filled.
pub fn carried() -> impl Iterator<Item = &'static Table> {
    let last = |table: &Table| REFERRING.contains(&table.name);
    let all = || all().iter().copied().filter(|table| stays(table).is_none());
    all().filter(move |table| !last(table)).chain(all().filter(move |table| last(table)))
}

/// Tables whose rows refer to those of a table with a later name.
const REFERRING: &[&str] = &["posting"];

/// What the values of a table's columns are, in the order in which [`carry`] gives them.
///
/// # Errors
/// Besides the database's, [`StoreError::Schema`] when the schema has other columns than the table's description.
pub fn kinds(tx: &mut dyn Tx, table: &Table) -> Result<Vec<Kind>, StoreError> {
    let live = columns(tx, table.name)?;
    let wrong = |what: &str| StoreError::Schema(format!("{}: {what}", table.name));
    if live.len() != table.columns.len() {
        return Err(wrong("the schema has other columns than its description"));
    }
    let kind = |name: &&str| live.iter().find(|column| column.name == *name)?.kind;
    table.columns.iter().map(|name| kind(name).ok_or_else(|| wrong(name))).collect()
}

/// Gives every row of a table with all its columns, by primary key: the same rows in the same order on both engines.
///
/// # Errors
/// The database's, and those of `each`.
pub fn carry(
    tx: &mut dyn Tx,
    table: &Table,
    each: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let live = columns(tx, table.name)?;
    rows_in_order(tx, table.name, &live, table.columns, each)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_is_a_table_and_what_cannot_be_made_again_never_stays() {
        for (name, _) in BY_NAME {
            assert!(all().iter().any(|table| table.name == *name), "{name}");
        }
        for table in all() {
            let made = matches!(table.class, TableClass::Index | TableClass::Operational);
            let files = stays(table) == Some(Stays::File);
            assert!(made || files || stays(table).is_none(), "{}", table.name);
        }
    }
}
