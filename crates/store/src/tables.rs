//! Every table and its class. A table that is not listed here fails the tests.

use std::collections::BTreeSet;

use crate::error::StoreError;
use crate::sql;
use crate::statement::Engine;
use crate::tx::Tx;

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

/// One table of the schema.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its class.
    pub class: TableClass,
    /// The only engine that has it, if not both.
    pub engine: Option<Engine>,
    /// What the dump shows of it.
    pub dump: Dump,
}

const fn table(name: &'static str, class: TableClass) -> Table {
    Table { name, class, engine: None, dump: Dump::All }
}

const fn only(engine: Engine, name: &'static str, class: TableClass) -> Table {
    Table { name, class, engine: Some(engine), dump: Dump::Nothing }
}

/// Every table, by name.
pub const TABLES: &[Table] = &[
    table("account_kind_code", TableClass::Operational),
    table("attention", TableClass::Operational),
    table("balance_day", TableClass::Projection),
    table("balance_period", TableClass::Projection),
    table("blob_chunk", TableClass::Content),
    table("blob_file", TableClass::Content),
    table("budget_row", TableClass::Projection),
    table("calendar", TableClass::State),
    table("channel_code", TableClass::Operational),
    table("command", TableClass::Operational),
    table("company", TableClass::State),
    table("content", TableClass::Content),
    table("credential", TableClass::Operational),
    table("event", TableClass::History),
    table("file", TableClass::Content),
    table("file_brought", TableClass::Operational),
    table("flow_case", TableClass::Projection),
    table("identity", TableClass::State),
    table("import_batch", TableClass::Operational),
    table("import_mapping", TableClass::Operational),
    table("imported", TableClass::State),
    table("lease", TableClass::Operational),
    table("login_attempt", TableClass::Operational),
    table("membership", TableClass::State),
    table("notice", TableClass::Operational),
    table("open_reserve", TableClass::Projection),
    table("order_count", TableClass::Projection),
    table("outbox", TableClass::Operational),
    table("outside_link", TableClass::Operational),
    table("person", TableClass::State),
    table("persona", TableClass::Operational),
    table("posting", TableClass::History),
    table("promise", TableClass::State),
    table("request", TableClass::State),
    table("request_bidder", TableClass::State),
    only(Engine::Sqlite, "request_number", TableClass::Operational),
    table("request_party", TableClass::State),
    table("review", TableClass::State),
    table("role_code", TableClass::Operational),
    table("role_grant", TableClass::State),
    table("schema_version", TableClass::Operational),
    Table { dump: Dump::Columns(&["id", "kind"]), ..table("search_doc", TableClass::Index) },
    only(Engine::Sqlite, "search_text", TableClass::Index),
    table("service", TableClass::State),
    table("service_version", TableClass::State),
    table("session", TableClass::Operational),
    table("setup_token", TableClass::Operational),
    table("site_key", TableClass::Operational),
    table("stage_code", TableClass::Operational),
    table("state_code", TableClass::Operational),
    table("timer", TableClass::State),
    table("transfer", TableClass::History),
    table("unit", TableClass::State),
    table("unit_kind_code", TableClass::Operational),
    table("unit_rate", TableClass::State),
];

/// The listed tables of one engine.
pub fn tables(engine: Engine) -> impl Iterator<Item = &'static Table> {
    TABLES.iter().filter(move |table| table.engine.is_none_or(|only| only == engine))
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
    rows.iter().map(|row| row.text(0).map(str::to_owned)).collect()
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
    fn the_list_is_sorted_and_names_each_table_once() {
        assert!(TABLES.windows(2).all(|pair| pair[0].name < pair[1].name));
    }
}
