//! Every table and its class: those that are described beside their statements, and the few others. A table that is neither fails the
//! tests.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::error::StoreError;
use crate::sql;
use crate::statement::Engine;
pub use crate::table::Table;
use crate::table::{Described, Mark};
use crate::tx::Tx;
use crate::value::Row;

/// What a table's rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableClass {
    /// Events; only appended.
    History,
    /// Current rows, rebuilt by replay.
    State,
    /// Erasable text and files.
    Content,
    /// Totals and other derived rows.
    Projection,
    /// Sessions, tokens, leases; the schema itself and its code tables.
    Operational,
    /// The full-text index.
    Index,
}

/// What the dump shows of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dump {
    /// Every column.
    All,
    /// These columns: the others differ between the engines.
    Columns(&'static [&'static str]),
    /// Nothing.
    Nothing,
}

const fn table(name: &'static str, class: TableClass) -> Table {
    Table::named(name, class)
}

const fn only(engine: Engine, name: &'static str, class: TableClass) -> Table {
    Table { engine: Some(engine), dump: Dump::Nothing, ..Table::named(name, class) }
}

/// A table of the words of an enum.
pub const fn codes(name: &'static str) -> Table {
    Table {
        columns: &["code", "place"],
        marks: &[Mark::Key, Mark::Once],
        ..Table::named(name, TableClass::Operational)
    }
}

/// Documents of the full-text index, as both engines have them.
pub const DOCUMENT: Table = Table {
    columns: &["id", "kind"],
    marks: &[Mark::Key, Mark::Set],
    dump: Dump::Columns(&["id", "kind"]),
    ..Table::named("search_doc", TableClass::Index)
};

/// Tables that are not described beside their statements: nothing writes their rows whole.
const OTHERS: &[Table] = &[
    codes("account_kind_code"),
    codes("channel_code"),
    codes("role_code"),
    codes("stage_code"),
    codes("state_code"),
    codes("unit_kind_code"),
    // What waited to be told before notices were written with the events; nothing waits in it any more.
    table("outbox", TableClass::Operational),
    table("schema_version", TableClass::Operational),
    only(Engine::Sqlite, "request_number", TableClass::Operational),
    DOCUMENT,
    only(Engine::Sqlite, "search_text", TableClass::Index),
];

/// Every table, by name.
pub fn all() -> &'static [&'static Table] {
    static ALL: OnceLock<Vec<&'static Table>> = OnceLock::new();
    ALL.get_or_init(|| {
        let described = inventory::iter::<Described>.into_iter().map(|described| described.0);
        let mut all: Vec<_> = described.chain(OTHERS).collect();
        all.sort_by_key(|table| table.name);
        all
    })
}

/// The listed tables of one engine.
pub fn tables(engine: Engine) -> impl Iterator<Item = &'static Table> {
    all().iter().copied().filter(move |table| table.engine.is_none_or(|only| only == engine))
}

/// The tables that the schema has, by name. What SQLite keeps for its own full-text tables is not counted.
pub fn live_tables(tx: &mut dyn Tx) -> Result<BTreeSet<String>, StoreError> {
    let rows = tx.query(
        sql!(
            sqlite = "SELECT name FROM pragma_table_list
                 WHERE schema = 'main' AND type IN ('table', 'virtual') AND substr(name, 1, 7) <> 'sqlite_'",
            postgres = "SELECT CAST(tablename AS TEXT) FROM pg_catalog.pg_tables WHERE schemaname = current_schema()"
        ),
        &[],
    )?;
    rows.iter().map(Row::read).collect()
}

/// Differences between the list and the schema, in words; empty when there are none.
pub fn unlisted_or_missing(tx: &mut dyn Tx) -> Result<Vec<String>, StoreError> {
    let live = live_tables(tx)?;
    let listed: BTreeSet<String> = tables(tx.engine()).map(|table| table.name.to_owned()).collect();
    let unlisted = live.difference(&listed).map(|name| format!("{name} has no class"));
    let missing = listed.difference(&live).map(|name| format!("{name} is listed and missing"));
    Ok(unlisted.chain(missing).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_table_is_described_once_with_its_key_first() {
        assert!(all().windows(2).all(|pair| pair[0].name < pair[1].name));
        for table in all() {
            let after = &table.marks[table.key()..];
            assert!(!after.contains(&Mark::Key), "{}", table.name);
            assert_eq!(table.marks.len(), table.columns.len());
        }
    }
}
