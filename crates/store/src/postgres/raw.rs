//! Statements in a PostgreSQL transaction.

use std::collections::HashMap;
use std::error::Error as _;

use postgres::binary_copy::BinaryCopyInWriter;
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Statement, Transaction};

use crate::error::{ConstraintKind, StoreError};
use crate::postgres::types::is_readable;
use crate::session::{HOLD, Raw, TOGETHER, together};
use crate::statement::{Ask, Engine};
use crate::value::{Row, Value};

/// Rows fetched at a time from a portal.
const PAGE: i32 = 500;
/// Prepared statements kept by one connection.
const KEPT: usize = 1_000;

pub(crate) struct PostgresRaw<'c> {
    pub(crate) transaction: Transaction<'c>,
    pub(crate) prepared: &'c mut HashMap<String, Statement>,
}

impl PostgresRaw<'_> {
    fn prepare(&mut self, text: &str, place: &str) -> Result<Statement, StoreError> {
        if let Some(known) = self.prepared.get(text) {
            return Ok(known.clone());
        }
        let made = self.transaction.prepare(text).map_err(|error| postgres_error(place, &error))?;
        if self.prepared.len() >= KEPT {
            self.prepared.clear();
        }
        self.prepared.insert(text.to_owned(), made.clone());
        Ok(made)
    }

    fn ready(&mut self, ask: Ask<'_>, params: &[Value]) -> Result<Statement, StoreError> {
        let statement = self.prepare(ask.text, ask.place)?;
        let count = statement.params().len();
        if count != params.len() {
            let detail = format!("{} parameters for {count} placeholders", params.len());
            return Err(StoreError::misuse(ask.place, detail));
        }
        if let Some(column) = statement.columns().iter().find(|column| !is_readable(column.type_())) {
            let detail =
                format!("column {} is {}: cast it to a portable type", column.name(), column.type_());
            return Err(StoreError::misuse(ask.place, detail));
        }
        Ok(statement)
    }

    /// Writes at most [`TOGETHER`] rows in one statement.
    fn insert_few(
        &mut self,
        table: &str,
        columns: &[&str],
        conflict: &str,
        rows: &[Vec<Value>],
    ) -> Result<u64, StoreError> {
        let insert = self.prepare(&together(table, columns, conflict, rows.len()), table)?;
        let params: Vec<_> = rows.iter().flatten().map(|value| value as &(dyn ToSql + Sync)).collect();
        let written = self.transaction.execute(&insert, &params);
        written.map_err(|error| self.wrong(table, &error))
    }

    /// After a migration elsewhere, a prepared plan may no longer fit: prepare anew next time.
    fn wrong(&mut self, place: &str, error: &postgres::Error) -> StoreError {
        if error.as_db_error().and_then(|error| error.routine()) == Some("RevalidateCachedQuery") {
            self.prepared.clear();
            return StoreError::Conflict;
        }
        postgres_error(place, error)
    }
}

fn references(params: &[Value]) -> Vec<&(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync)).collect()
}

impl Raw for PostgresRaw<'_> {
    const ENGINE: Engine = Engine::Postgres;

    fn execute(&mut self, ask: Ask<'_>, params: &[Value]) -> Result<u64, StoreError> {
        let statement = self.ready(ask, params)?;
        if !statement.columns().is_empty() {
            return Err(StoreError::misuse(ask.place, "the statement gives rows: query it"));
        }
        let result = self.transaction.execute(&statement, &references(params));
        result.map_err(|error| self.wrong(ask.place, &error))
    }

    fn query(
        &mut self,
        ask: Ask<'_>,
        params: &[Value],
        all: bool,
        each: &mut dyn FnMut(Row) -> bool,
    ) -> Result<(), StoreError> {
        let statement = self.ready(ask, params)?;
        let columns = ask.columns(|| statement.columns().iter().map(|c| c.name().to_owned()).collect());
        let mut give = |found: &postgres::Row| -> Result<bool, postgres::Error> {
            let values = (0..found.len()).map(|at| found.try_get(at)).collect::<Result<Vec<Value>, _>>()?;
            Ok(each(Row { values, columns: columns.clone() }))
        };
        if all {
            let found = self.transaction.query(&statement, &references(params));
            for row in found.map_err(|error| self.wrong(ask.place, &error))? {
                if !give(&row).map_err(|error| postgres_error(ask.place, &error))? {
                    break;
                }
            }
            return Ok(());
        }
        let portal = self.transaction.bind(&statement, &references(params));
        let portal = portal.map_err(|error| self.wrong(ask.place, &error))?;
        loop {
            let page = self.transaction.query_portal(&portal, PAGE);
            let page = page.map_err(|error| self.wrong(ask.place, &error))?;
            for row in &page {
                if !give(row).map_err(|error| postgres_error(ask.place, &error))? {
                    return Ok(());
                }
            }
            if page.len() < PAGE as usize {
                return Ok(());
            }
        }
    }

    fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        conflict: &str,
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError> {
        let mut count = 0;
        let mut first: Vec<Vec<Value>> = rows.take(TOGETHER).collect();
        while !conflict.is_empty() || first.len() < TOGETHER {
            if first.is_empty() {
                return Ok(count);
            }
            count += self.insert_few(table, columns, conflict, &first)?;
            first = rows.take(TOGETHER).collect();
        }
        let names = columns.join(", ");
        let shape = self.prepare(&format!("SELECT {names} FROM {table}"), table)?;
        let types: Vec<_> = shape.columns().iter().map(|column| column.type_().clone()).collect();
        let wrong = |error: postgres::Error| postgres_error(table, &error);
        let copy = format!("COPY {table} ({names}) FROM STDIN BINARY");
        let mut writer = BinaryCopyInWriter::new(self.transaction.copy_in(&copy).map_err(wrong)?, &types);
        for row in first.into_iter().chain(rows) {
            writer.write(&references(&row)).map_err(wrong)?;
        }
        writer.finish().map_err(wrong)
    }

    fn hold(&mut self, key: i64) -> Result<(), StoreError> {
        let held = self.prepare(HOLD, "hold")?;
        self.transaction.execute(&held, &[&key]).map(|_| ()).map_err(|error| self.wrong("hold", &error))
    }

    fn control(&mut self, text: &str) -> Result<(), StoreError> {
        self.transaction.batch_execute(text).map_err(|error| postgres_error(text, &error))
    }
}

/// What an error says, with its causes. Its details are left out, and what it says of a value that does not fit (class 22): they hold rows
/// and values, and so words of people, which belong in no log.
pub(crate) fn words(error: &postgres::Error) -> String {
    if let Some(error) = error.as_db_error() {
        let code = error.code().code();
        let told = if code.starts_with("22") { "a value does not fit" } else { error.message() };
        return format!("{told} [{code}]");
    }
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

/// The store's words for an error of PostgreSQL.
pub(crate) fn postgres_error(place: &str, error: &postgres::Error) -> StoreError {
    let detail = words(error);
    let refused = |kind| StoreError::Constraint { kind, detail: format!("{detail} ({place})") };
    let Some(db) = error.as_db_error() else {
        let broken = error.is_closed() || error.source().is_some_and(|source| source.is::<std::io::Error>());
        return if broken {
            StoreError::Unreachable(format!("{detail} ({place})"))
        } else {
            StoreError::misuse(place, detail)
        };
    };
    match *db.code() {
        SqlState::UNIQUE_VIOLATION => StoreError::Unique {
            table: db.table().unwrap_or("?").to_owned(),
            columns: key_columns(db.detail().unwrap_or_default()),
            constraint: db.constraint().map(str::to_owned),
        },
        SqlState::T_R_SERIALIZATION_FAILURE | SqlState::T_R_DEADLOCK_DETECTED => StoreError::Conflict,
        SqlState::QUERY_CANCELED | SqlState::LOCK_NOT_AVAILABLE => StoreError::Timeout,
        SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => StoreError::Damaged(detail),
        SqlState::DISK_FULL => StoreError::Unwritable(detail),
        SqlState::FOREIGN_KEY_VIOLATION => refused(ConstraintKind::ForeignKey),
        SqlState::CHECK_VIOLATION => refused(ConstraintKind::Check),
        SqlState::NOT_NULL_VIOLATION => refused(ConstraintKind::NotNull),
        SqlState::READ_ONLY_SQL_TRANSACTION => StoreError::misuse(place, "a read may not write"),
        SqlState::IN_FAILED_SQL_TRANSACTION => StoreError::Aborted { place: place.to_owned() },
        SqlState::ADMIN_SHUTDOWN
        | SqlState::CRASH_SHUTDOWN
        | SqlState::CANNOT_CONNECT_NOW
        | SqlState::IDLE_IN_TRANSACTION_SESSION_TIMEOUT => StoreError::Unreachable(detail),
        _ => StoreError::Sql { place: place.to_owned(), detail },
    }
}

/// Reads the columns of "Key (source, external_id)=(…) already exists."; the brackets stand in every language.
fn key_columns(detail: &str) -> Vec<String> {
    let from = detail.find('(').map_or(0, |at| at + 1);
    let until = detail.find(")=").unwrap_or(from).max(from);
    detail[from..until].split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_key_of_a_unique_violation_is_read() {
        let read = super::key_columns;
        assert_eq!(read("Key (source, external_id)=(1, 2) already exists."), ["source", "external_id"]);
        assert_eq!(read("Ключ \"(id)=(5)\" уже существует."), ["id"]);
        assert!(read("").is_empty());
    }
}
