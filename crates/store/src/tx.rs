//! One transaction, as use cases see it.

use crate::error::StoreError;
use crate::statement::{Engine, Statement};
use crate::value::{Row, Value};

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Commands: SERIALIZABLE, retried.
    Write,
    /// Pages: one snapshot, nothing may be written.
    Read,
    /// Claims of outbox and timers: READ COMMITTED on a connection of its own; the writer on SQLite.
    Claim,
}

/// An open transaction. After a failed statement everything else fails too, on both engines, unless the failure happened
/// inside [`attempt`](trait.Tx.html#method.attempt).
pub trait Tx: crate::session::Dynamic {
    /// Which database answers; for the listed dialect exceptions only.
    fn engine(&self) -> Engine;

    /// A number of the opened database, its own among all that this process ever opened: caches of what never changes
    /// are keyed by it.
    fn database(&self) -> u64;

    /// What this transaction is for.
    fn lane(&self) -> Lane;

    /// How many statements ran in this transaction so far, each run counted: a page must not run more of them for more
    /// rows. Bulk inserts and savepoints are not counted.
    fn statements(&self) -> u64;

    /// Runs a statement that gives no rows; how many rows it touched.
    fn execute(&mut self, statement: &'static Statement, params: &[Value]) -> Result<u64, StoreError>;

    /// Runs a statement and gives all its rows. Bound the result with LIMIT.
    fn query(&mut self, statement: &'static Statement, params: &[Value]) -> Result<Vec<Row>, StoreError>;

    /// Runs a statement and gives its rows one by one, in bounded memory. An error of `each` stops it and is returned.
    fn query_each(
        &mut self,
        statement: &'static Statement,
        params: &[Value],
        each: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Inserts many rows at once (COPY on PostgreSQL); how many.
    fn insert_many(
        &mut self,
        table: &'static str,
        columns: &'static [&'static str],
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError>;

    /// Opens a savepoint; savepoints nest. Prefer [`attempt`](trait.Tx.html#method.attempt).
    fn savepoint(&mut self) -> Result<(), StoreError>;

    /// Keeps what was done since the innermost savepoint.
    fn release(&mut self) -> Result<(), StoreError>;

    /// Undoes what was done since the innermost savepoint, and closes it.
    fn rollback_to(&mut self) -> Result<(), StoreError>;
}

impl dyn Tx + '_ {
    /// The only row, or none; two rows are inconsistent.
    pub fn query_opt(
        &mut self,
        statement: &'static Statement,
        params: &[Value],
    ) -> Result<Option<Row>, StoreError> {
        let mut rows = self.query(statement, params)?;
        if let [_, second, ..] = rows.as_slice() {
            return Err(
                second.wrong(0, format!("one row expected, {} found at {}", rows.len(), statement.place()))
            );
        }
        Ok(rows.pop())
    }

    /// The only row; none or two are inconsistent.
    pub fn query_one(&mut self, statement: &'static Statement, params: &[Value]) -> Result<Row, StoreError> {
        self.query_opt(statement, params)?
            .ok_or_else(|| no_row(statement, params, "one row expected, none found"))
    }

    /// Runs a statement that must touch exactly one row; anything else is inconsistent.
    pub fn execute_one(&mut self, statement: &'static Statement, params: &[Value]) -> Result<(), StoreError> {
        match self.execute(statement, params)? {
            1 => Ok(()),
            n => Err(no_row(statement, params, &format!("one row expected to change, {n} did"))),
        }
    }

    /// Runs `work` in a savepoint: an error undoes its work alone and the transaction goes on.
    ///
    /// A conflict with another writer or a broken connection still ends the whole transaction.
    pub fn attempt<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&mut dyn Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.savepoint()?;
        match work(self) {
            Ok(done) => {
                self.release()?;
                Ok(done)
            }
            Err(error) => {
                self.rollback_to()?;
                Err(error)
            }
        }
    }

    /// The next human number of a request. Numbers grow; gaps are allowed.
    pub fn next_number(&mut self) -> Result<i64, StoreError> {
        self.query_one(
            crate::hot_sql!(
                sqlite = "UPDATE request_number SET last = last + 1 WHERE id = 1 RETURNING last",
                postgres = "SELECT nextval('request_number')"
            ),
            &[],
        )?
        .int(0)
    }

    /// Goes on with the human numbers after `last`, which a bulk load gave.
    pub fn numbers_from(&mut self, last: i64) -> Result<(), StoreError> {
        let set = crate::sql!(
            sqlite = "UPDATE request_number SET last = $1 WHERE id = 1 RETURNING last",
            postgres = "SELECT setval('request_number', $1)"
        );
        self.query_one(set, &[Value::Int(last)]).map(|_| ())
    }
}

fn no_row(statement: &'static Statement, params: &[Value], detail: &str) -> StoreError {
    let id = match params.first() {
        Some(Value::Bytes(bytes)) => uuid::Uuid::from_slice(bytes)
            .map_or_else(|_| format!("{} bytes", bytes.len()), |id| id.to_string()),
        Some(Value::Int(int)) => int.to_string(),
        Some(Value::Text(text)) => text.chars().take(80).collect(),
        _ => "?".to_owned(),
    };
    StoreError::inconsistent(statement.table(), "*", id, format!("{detail} at {}", statement.place()))
}
