//! Statements on a SQLite connection.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, Statement, ToSql, ffi};

use crate::error::{ConstraintKind, StoreError};
use crate::session::Raw;
use crate::statement::{Ask, Engine};
use crate::value::{Row, Value};

pub(crate) struct SqliteRaw<'c> {
    pub(crate) connection: &'c Connection,
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(int) => ValueRef::Integer(*int),
            Self::Real(real) => ValueRef::Real(*real),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl SqliteRaw<'_> {
    fn prepare(&self, ask: Ask<'_>, params: &[Value]) -> Result<rusqlite::CachedStatement<'_>, StoreError> {
        let place = ask.place;
        let mut prepared =
            self.connection.prepare_cached(ask.text).map_err(|error| sqlite_error(place, &error))?;
        let count = prepared.parameter_count();
        if count != params.len() {
            return Err(StoreError::misuse(
                place,
                format!("{} parameters for {count} placeholders", params.len()),
            ));
        }
        for (index, value) in params.iter().enumerate() {
            prepared.raw_bind_parameter(index + 1, value).map_err(|error| sqlite_error(place, &error))?;
        }
        Ok(prepared)
    }
}

impl Raw for SqliteRaw<'_> {
    const ENGINE: Engine = Engine::Sqlite;

    fn execute(&mut self, ask: Ask<'_>, params: &[Value]) -> Result<u64, StoreError> {
        let mut prepared = self.prepare(ask, params)?;
        let touched = prepared.raw_execute().map_err(|error| sqlite_error(ask.place, &error))?;
        Ok(touched as u64)
    }

    fn query(
        &mut self,
        ask: Ask<'_>,
        params: &[Value],
        _all: bool,
        each: &mut dyn FnMut(Row) -> bool,
    ) -> Result<(), StoreError> {
        let mut prepared = self.prepare(ask, params)?;
        let columns = ask.columns(|| prepared.column_names().map(str::to_owned).collect());
        let count = prepared.column_count();
        let mut rows = prepared.raw_query();
        let wrong = |error: rusqlite::Error| sqlite_error(ask.place, &error);
        while let Some(found) = rows.next().map_err(wrong)? {
            let mut row = Row { values: Vec::with_capacity(count), columns: columns.clone() };
            for at in 0..count {
                let value = match found.get_ref(at).map_err(wrong)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(int) => Value::Int(int),
                    ValueRef::Real(real) => Value::Real(real),
                    ValueRef::Blob(bytes) => bytes.into(),
                    ValueRef::Text(bytes) => match str::from_utf8(bytes) {
                        Ok(text) => text.into(),
                        Err(_) => return Err(row.wrong(at, "a text that is not UTF-8")),
                    },
                };
                row.values.push(value);
            }
            if !each(row) {
                break;
            }
        }
        Ok(())
    }

    fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        conflict: &str,
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError> {
        let wrong = |error: rusqlite::Error| sqlite_error(table, &error);
        let marks = format!("({})", vec!["?"; columns.len()].join(", "));
        let prepare = |rows: usize| {
            let text = format!(
                "INSERT INTO {table} ({}) VALUES {}{conflict}",
                columns.join(", "),
                vec![&*marks; rows].join(", ")
            );
            self.connection.prepare_cached(&text)
        };
        let mut several = None;
        let mut waiting: Vec<Vec<Value>> = Vec::with_capacity(TOGETHER);
        let mut count = 0;
        for row in rows {
            count += 1;
            waiting.push(row);
            if waiting.len() == TOGETHER {
                if several.is_none() {
                    several = Some(prepare(TOGETHER).map_err(wrong)?);
                }
                if let Some(several) = &mut several {
                    insert(several, &waiting).map_err(wrong)?;
                }
                waiting.clear();
            }
        }
        let mut one = prepare(1).map_err(wrong)?;
        for row in waiting.chunks(1) {
            insert(&mut one, row).map_err(wrong)?;
        }
        Ok(count)
    }

    /// There is one writer.
    fn hold(&mut self, _: i64) -> Result<(), StoreError> {
        Ok(())
    }

    fn control(&mut self, text: &str) -> Result<(), StoreError> {
        self.connection.execute_batch(text).map_err(|error| sqlite_error(text, &error))
    }
}

/// How many rows one statement of a bulk load inserts: starting and ending a statement costs as much as a row or two.
const TOGETHER: usize = 16;

fn insert(prepared: &mut Statement<'_>, rows: &[Vec<Value>]) -> rusqlite::Result<usize> {
    for (index, value) in rows.iter().flatten().enumerate() {
        prepared.raw_bind_parameter(index + 1, value)?;
    }
    prepared.raw_execute()
}

/// The store's words for an error of SQLite.
pub(crate) fn sqlite_error(place: &str, error: &rusqlite::Error) -> StoreError {
    let detail = error.to_string();
    let Some(code) = error.sqlite_error() else {
        return match error {
            rusqlite::Error::ExecuteReturnedResults => {
                StoreError::misuse(place, "the statement gives rows: query it")
            }
            _ => StoreError::Sql { place: place.to_owned(), detail },
        };
    };
    match (code.code, code.extended_code) {
        (
            _,
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID,
        ) => unique(&detail),
        (_, ffi::SQLITE_CONSTRAINT_FOREIGNKEY) => {
            StoreError::Constraint { kind: ConstraintKind::ForeignKey, detail: format!("{detail} ({place})") }
        }
        (_, ffi::SQLITE_CONSTRAINT_NOTNULL) => {
            StoreError::Constraint { kind: ConstraintKind::NotNull, detail: format!("{detail} ({place})") }
        }
        (_, ffi::SQLITE_CONSTRAINT_CHECK | ffi::SQLITE_CONSTRAINT_DATATYPE) => {
            StoreError::Constraint { kind: ConstraintKind::Check, detail: format!("{detail} ({place})") }
        }
        (ErrorCode::OperationInterrupted | ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => {
            StoreError::Timeout
        }
        (ErrorCode::ReadOnly, _) => StoreError::misuse(place, "a read may not write"),
        (ErrorCode::DiskFull, _)
        | (
            _,
            ffi::SQLITE_IOERR_WRITE
            | ffi::SQLITE_IOERR_FSYNC
            | ffi::SQLITE_IOERR_TRUNCATE
            | ffi::SQLITE_IOERR_SHMOPEN
            | ffi::SQLITE_IOERR_SHMSIZE,
        ) => StoreError::Unwritable(detail),
        (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => StoreError::Damaged(detail),
        (ErrorCode::SystemIoFailure, _) => StoreError::Io(format!("{detail} ({place})")),
        _ => StoreError::Sql { place: place.to_owned(), detail },
    }
}

/// Reads "UNIQUE constraint failed: person.source, person.external_id" or "… failed: index 'name'".
fn unique(detail: &str) -> StoreError {
    let key = detail.rsplit("failed: ").next().unwrap_or_default();
    if let Some(name) = key.strip_prefix("index '") {
        let name = name.trim_end_matches('\'').to_owned();
        return StoreError::Unique { table: "?".to_owned(), columns: Vec::new(), constraint: Some(name) };
    }
    let mut table = "?".to_owned();
    let mut columns = Vec::new();
    for part in key.split(", ") {
        match part.split_once('.') {
            Some((of, column)) => {
                of.clone_into(&mut table);
                columns.push(column.to_owned());
            }
            None => columns.push(part.to_owned()),
        }
    }
    StoreError::Unique { table, columns, constraint: None }
}
