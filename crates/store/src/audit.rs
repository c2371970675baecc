//! Reading everything, in the order of keys and in windows of bounded size, for checks.
//!
//! Texts are made of the names of listed tables and their columns only.

use domain::ids::{StreamId, TransferId};
use uuid::Uuid;

use crate::bulk::{Index, indexes};
use crate::chain::Moved;
use crate::error::StoreError;
use crate::read::{is_set, select, words};
use crate::repo::content::hash;
use crate::repo::event::EVENT;
use crate::repo::ledger::{POSTING, TRANSFER};
use crate::statement::{Engine, Statement, parts};
use crate::table::Table;
use crate::tables::DOCUMENT;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{params, sql};

/// Below every id.
pub const FIRST: &[u8] = &[];
/// Above every id.
pub const LAST: &[u8] = &[0xff; 17];

/// How many bytes PostgreSQL keeps for the database.
pub fn bytes(tx: &mut dyn Tx) -> Result<i64, StoreError> {
    tx.one(sql!(postgres = "SELECT pg_database_size(current_database())"), &[])
}

/// Rows of events after a stream, in the order of streams, at most `limit`: as they are, to be read as an [`EventRow`].
///
/// [`EventRow`]: crate::repo::event::EventRow
pub fn events_after(tx: &mut dyn Tx, after: &[u8], limit: i64) -> Result<Vec<Row>, StoreError> {
    all(tx, &EVENT, " WHERE stream > $1 ORDER BY stream, seq LIMIT $2", params![after, limit])
}

/// What events of streams above `after` and not above `to` moved, as it is; in the order of streams, places and transfers.
pub fn moved_between(tx: &mut dyn Tx, after: &[u8], to: &[u8]) -> Result<Vec<Moved>, StoreError> {
    moved_where(tx, "t.stream > $1 AND t.stream <= $2", params![after, to])
}

/// What the events of a stream moved, as it is; in the order of places and transfers.
pub(crate) fn moved(tx: &mut dyn Tx, stream: StreamId) -> Result<Vec<Moved>, StoreError> {
    moved_where(tx, "t.stream = $1", params![stream])
}

fn moved_where(tx: &mut dyn Tx, which: &str, params: &[Value]) -> Result<Vec<Moved>, StoreError> {
    let columns = |table: &Table, of: &str| {
        let columns = table.columns.iter().map(|column| format!("{of}.{column}"));
        columns.collect::<Vec<_>>().join(", ")
    };
    let (own, theirs) = (columns(&TRANSFER, "t"), columns(&POSTING, "p"));
    let text = format!(
        "SELECT {own}, {theirs} FROM transfer t LEFT JOIN posting p ON p.transfer = t.id
         WHERE {which} ORDER BY t.stream, t.seq, t.id, p.line"
    );
    let width = TRANSFER.columns.len();
    let mut gathered: Vec<(Vec<Value>, Vec<Vec<Value>>)> = Vec::new();
    tx.rows_of(&text, params, &mut |row| {
        let (transfer, posting) = row.values().split_at(width);
        if gathered.last().is_none_or(|(known, _)| known[0] != transfer[0]) {
            gathered.push((transfer.to_vec(), Vec::new()));
        }
        if let Some((_, postings)) = gathered.last_mut()
            && posting[0] != Value::Null
        {
            postings.push(posting.to_vec());
        }
        Ok(())
    })?;
    gathered.into_iter().map(|(transfer, postings)| Moved::new(&transfer, &postings)).collect()
}

/// Rows of a table whose id in `key` lies above `after` and not above `to`.
pub fn between(
    tx: &mut dyn Tx,
    table: &Table,
    key: &'static str,
    after: &[u8],
    to: &[u8],
) -> Result<Vec<Row>, StoreError> {
    all(tx, table, &format!(" WHERE {key} > $1 AND {key} <= $2"), params![after, to])
}

/// Rows of a table whose `key` is this id.
pub fn of(tx: &mut dyn Tx, table: &Table, key: &'static str, id: &[u8]) -> Result<Vec<Row>, StoreError> {
    all(tx, table, &format!(" WHERE {key} = $1"), params![id])
}

/// The rows of the events of a stream, in their order.
pub(crate) fn events_of(tx: &mut dyn Tx, stream: StreamId) -> Result<Vec<Row>, StoreError> {
    all(tx, &EVENT, " WHERE stream = $1 ORDER BY seq", params![stream])
}

/// Every row of a small table.
pub fn whole(tx: &mut dyn Tx, table: &Table) -> Result<Vec<Row>, StoreError> {
    all(tx, table, "", &[])
}

fn all(tx: &mut dyn Tx, table: &Table, which: &str, params: &[Value]) -> Result<Vec<Row>, StoreError> {
    let text = format!("SELECT {} FROM {}{which}", table.columns.join(", "), table.name);
    let mut rows = Vec::new();
    tx.rows_of(&text, params, &mut |row| {
        rows.push(row.clone());
        Ok(())
    })?;
    Ok(rows)
}

/// Transfers of streams above `after` and not above `to`: id, stream and the place of the event there.
pub fn causes_between(
    tx: &mut dyn Tx,
    after: &[u8],
    to: &[u8],
) -> Result<Vec<(TransferId, StreamId, i64)>, StoreError> {
    tx.all(
        sql!("SELECT id, stream, seq FROM transfer WHERE stream > $1 AND stream <= $2"),
        params![after, to],
    )
}

/// The lowest id above `after` in the column of any of these tables; none when there is none.
pub fn next_id(
    tx: &mut dyn Tx,
    tables: &[&'static str],
    column: &'static str,
    after: &[u8],
) -> Result<Option<Vec<u8>>, StoreError> {
    let mut lowest: Option<Vec<u8>> = None;
    for table in tables {
        let text = format!("SELECT {column} FROM {table} WHERE {column} > $1 ORDER BY {column} LIMIT 1");
        tx.rows_of(&text, params![after], &mut |row| {
            let found: Vec<u8> = row.read()?;
            lowest = Some(lowest.take().map_or(found.clone(), |known| known.min(found)));
            Ok(())
        })?;
    }
    Ok(lowest)
}

/// A text with what proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its stream.
    pub stream: StreamId,
    /// The hash of its salt, words and file, as they are.
    pub hash: String,
    /// True when it was erased.
    pub erased: bool,
    /// True when nothing of its words is left.
    pub empty: bool,
}

/// A text with its id, as it is read to be proved.
struct Text {
    id: Vec<u8>,
    kept: Kept,
}

select! {
    Text from "content c LEFT JOIN file f ON f.content = c.id" {
        id: "c.id",
        stream: "c.stream",
        salt: "c.salt",
        body: "c.body",
        erased: "c.erased_at" => is_set,
        blob: "f.blob" => words,
    } => Self { id, kept: kept(stream, salt, body, erased, blob) }
}

fn kept(stream: StreamId, salt: Vec<u8>, body: String, erased: bool, blob: String) -> Kept {
    Kept { stream, hash: hash(&salt, &body, &blob), erased, empty: body.is_empty() }
}

/// Texts of streams above `after` and not above `to`; words are not kept in memory.
pub fn contents_between(
    tx: &mut dyn Tx,
    after: &[u8],
    to: &[u8],
    each: &mut dyn FnMut(Vec<u8>, Kept),
) -> Result<(), StoreError> {
    let texts = sql!(Text, "WHERE c.stream > $1 AND c.stream <= $2");
    tx.each(texts, params![after, to], &mut |Text { id, kept }| {
        each(id, kept);
        Ok(())
    })
}

/// One text.
pub fn content(tx: &mut dyn Tx, id: &[u8]) -> Result<Option<Kept>, StoreError> {
    Ok(tx.opt(sql!(Text, "WHERE c.id = $1"), params![id])?.map(|text| text.kept))
}

select! {
    /// A file that a text refers to.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Filed from "file" {
        /// The text.
        pub content: Vec<u8>,
        /// The name of the blob.
        pub blob: String,
        /// Bytes, as the row says.
        pub size: i64,
    }
}

/// Files of texts after one, in the order of texts, at most `limit`.
pub fn files_after(tx: &mut dyn Tx, after: &[u8], limit: i64) -> Result<Vec<Filed>, StoreError> {
    tx.all(sql!(Filed, "WHERE content > $1 ORDER BY content LIMIT $2"), params![after, limit])
}

/// The files that texts refer to, by the words of their names, each once: those after one, in order, at most `limit`.
pub fn blobs_after(tx: &mut dyn Tx, after: &str, limit: i64) -> Result<Vec<String>, StoreError> {
    tx.all(
        sql!("SELECT DISTINCT blob FROM file WHERE blob > $1 ORDER BY blob LIMIT $2"),
        params![after, limit],
    )
}

/// Documents of the index that are not requests, as [`DOCUMENT`] has them.
pub fn other_documents(tx: &mut dyn Tx) -> Result<Vec<Row>, StoreError> {
    all(tx, &DOCUMENT, " WHERE kind <> $1", params!["request"])
}

/// Documents whose terms are not there, at most a hundred. On PostgreSQL the terms stand in the same row.
pub fn documents_without_terms(tx: &mut dyn Tx) -> Result<Vec<Uuid>, StoreError> {
    tx.all(
        sql!(
            sqlite = "SELECT d.id FROM search_doc d LEFT JOIN search_text t ON t.rowid = d.docid
                 WHERE t.rowid IS NULL LIMIT 100",
            postgres = "SELECT id FROM search_doc WHERE length(terms) = 0 LIMIT 100"
        ),
        &[],
    )
}

/// How many documents there are, and how many sets of terms.
pub fn index_counts(tx: &mut dyn Tx) -> Result<(i64, i64), StoreError> {
    tx.one(
        sql!(
            sqlite = "SELECT (SELECT count(*) FROM search_doc), (SELECT count(*) FROM search_text)",
            postgres = "SELECT count(*), count(terms) FROM search_doc"
        ),
        &[],
    )
}

/// Secondary indexes of the migrations that the schema lacks.
pub fn missing_indexes(tx: &mut dyn Tx) -> Result<Vec<Index>, StoreError> {
    let live: Vec<String> = tx.all(
        sql!(
            sqlite = "SELECT name FROM sqlite_schema WHERE type = 'index'",
            postgres = "SELECT CAST(indexname AS TEXT) FROM pg_catalog.pg_indexes WHERE schemaname = current_schema()"
        ),
        &[],
    )?;
    let mut wanted = indexes(tx.engine());
    wanted.retain(|index| !live.contains(&index.name));
    Ok(wanted)
}

/// Whose rows are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extreme {
    /// A person by their open requests as a customer.
    Customer,
    /// A unit by its open requests.
    Desk,
    /// A unit by its rows of earnings.
    Account,
    /// A service by its reviews.
    Service,
    /// A closed request with a service and without a parent, by its events.
    Request,
}

/// The id with the most rows of a kind, or the fewest. Reads whole tables: for tests and measuring.
pub fn extreme(tx: &mut dyn Tx, what: Extreme, most: bool) -> Result<Option<Vec<u8>>, StoreError> {
    let (table, column, which, measure) = match what {
        Extreme::Customer => ("request_party", "person", "side = 'customer' AND open = 1", "count(*)"),
        Extreme::Desk => ("request", "unit", "open = 1 AND class <> 'confidential'", "count(*)"),
        Extreme::Account => ("posting", "unit", "account = 'revenue'", "count(*)"),
        Extreme::Service => ("review", "service", "service IS NOT NULL", "count(*)"),
        Extreme::Request => {
            ("request", "id", "state = 'closed' AND service IS NOT NULL AND parent IS NULL", "max(seq)")
        }
    };
    let direction = if most { "DESC" } else { "ASC" };
    let text = format!(
        "SELECT {column}, {measure} FROM {table} WHERE {which} GROUP BY {column} ORDER BY {measure} {direction}, {column} LIMIT 1"
    );
    let mut found = None;
    tx.rows_of(&text, &[], &mut |row| {
        found = Some(row.read()?);
        Ok(())
    })?;
    Ok(found)
}

/// How many rows each listed table has.
pub fn row_counts(tx: &mut dyn Tx) -> Result<Vec<(String, i64)>, StoreError> {
    let mut counts = Vec::new();
    for table in crate::tables::tables(tx.engine()) {
        tx.rows_of(&format!("SELECT count(*) FROM {}", table.name), &[], &mut |row| {
            counts.push((table.name.to_owned(), row.read()?));
            Ok(())
        })?;
    }
    Ok(counts)
}

/// The engine's plan of a statement in lines, none when it is not written for the engine: with these parameters, or the plan that
/// holds for any.
pub fn explain(
    tx: &mut dyn Tx,
    statement: &'static Statement,
    values: Option<&[Value]>,
) -> Result<Option<Vec<String>>, StoreError> {
    let engine = tx.engine();
    let Some(text) = statement.text(engine) else { return Ok(None) };
    let mut lines = Vec::new();
    match (engine, values) {
        (Engine::Sqlite, _) => {
            let nulls = vec![Value::Null; placeholders(text)];
            let values = values.unwrap_or(&nulls);
            tx.rows_of(&format!("EXPLAIN QUERY PLAN {text}"), values, &mut |row| {
                let (_, _, _, line): (i64, i64, i64, _) = row.read()?;
                lines.push(line);
                Ok(())
            })?;
        }
        (Engine::Postgres, Some(values)) => {
            tx.rows_of(&format!("EXPLAIN {text}"), values, &mut |row| {
                lines.push(row.read()?);
                Ok(())
            })?;
        }
        (Engine::Postgres, None) => {
            let nulls = vec!["NULL"; placeholders(text)].join(", ");
            let call = if nulls.is_empty() { String::new() } else { format!("({nulls})") };
            tx.command("SET LOCAL plan_cache_mode = force_generic_plan")?;
            tx.command(&format!("PREPARE explained AS {text}"))?;
            tx.rows_of(&format!("EXPLAIN EXECUTE explained{call}"), &[], &mut |row| {
                lines.push(row.read()?);
                Ok(())
            })?;
            tx.command("DEALLOCATE explained")?;
        }
    }
    Ok(Some(lines))
}

/// How many parameters a text takes: its highest `$n` outside of quotes.
fn placeholders(text: &str) -> usize {
    let mut highest = 0;
    for (part, _) in parts(text).into_iter().filter(|(_, code)| *code) {
        for piece in part.split('$').skip(1) {
            let digits: String = piece.chars().take_while(char::is_ascii_digit).collect();
            highest = highest.max(digits.parse().unwrap_or(0));
        }
    }
    highest
}

#[cfg(test)]
mod tests {
    #[test]
    fn parameters_are_counted() {
        assert_eq!(super::placeholders("SELECT $2, '$9', $1 FROM t WHERE a = $12 -- $40"), 12);
        assert_eq!(super::placeholders("SELECT 1"), 0);
    }
}
