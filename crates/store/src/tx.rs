//! One transaction, as use cases see it.

use crate::error::StoreError;
use crate::hold::Hold;
use crate::read::FromRow;
use crate::search::IndexChange;
use crate::statement::{Engine, Query, Statement};
use crate::table::Table;
use crate::value::{Row, Value, named};

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    /// Commands: READ COMMITTED with what they hold (see [`Hold`]), run again when another writer was in the way.
    Write,
    /// Pages: one snapshot, nothing may be written.
    Read,
    /// Claims of leases: READ COMMITTED on a connection of its own; the writer on SQLite.
    Claim,
}

impl Lane {
    /// The word for it in figures.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Read => "read",
            Self::Claim => "claim",
        }
    }
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
    /// rows. Rows that are written together count as one; savepoints, and what is held, are not counted.
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

    /// Writes many rows at once, in one statement or by COPY; how many. `conflict` says what becomes of a row whose key is there.
    fn insert_many(
        &mut self,
        table: &'static str,
        columns: &'static [&'static str],
        conflict: &str,
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError>;

    /// Waits until no other writer holds this, and holds it until the transaction ends. What is read afterwards stays as it is.
    /// Nothing happens in a read, nor where there is one writer.
    fn hold(&mut self, what: Hold<'_>) -> Result<(), StoreError>;

    /// Says that this transaction changes what every other writer takes for given: units, people, services, settings. It then runs again from
    /// its beginning with no other writer beside it, unless it does already; so the error is to be passed on.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when others may be writing.
    fn alone(&mut self) -> Result<(), StoreError>;

    /// Keeps a change of SQLite's full-text index until just before the commit.
    #[doc(hidden)]
    fn index_later(&mut self, change: IndexChange) -> Result<(), StoreError>;

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

    /// What every row is read as.
    pub fn all<T: FromRow>(
        &mut self,
        query: impl Into<Query<T>>,
        params: &[Value],
    ) -> Result<Vec<T>, StoreError> {
        self.query(query.into().statement, params)?.iter().map(Row::read).collect()
    }

    /// What the only row is read as, if there is one; two rows are inconsistent.
    pub fn opt<T: FromRow>(
        &mut self,
        query: impl Into<Query<T>>,
        params: &[Value],
    ) -> Result<Option<T>, StoreError> {
        self.query_opt(query.into().statement, params)?.as_ref().map(Row::read).transpose()
    }

    /// What the only row is read as; none or two are inconsistent.
    pub fn one<T: FromRow>(&mut self, query: impl Into<Query<T>>, params: &[Value]) -> Result<T, StoreError> {
        self.query_one(query.into().statement, params)?.read()
    }

    /// What each row is read as, one by one, in bounded memory. An error of `each` stops it and is returned.
    pub fn each<T: FromRow>(
        &mut self,
        query: impl Into<Query<T>>,
        params: &[Value],
        each: &mut dyn FnMut(T) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.query_each(query.into().statement, params, &mut |row| each(row.read()?))
    }

    /// Inserts many rows of a described table at once; how many.
    pub fn fill(
        &mut self,
        table: &Table,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError> {
        self.insert_many(table.name, table.columns, "", &mut rows.into_iter())
    }

    /// Upserts several rows of a described table at once, no two of them with the same key.
    pub fn put(
        &mut self,
        table: &Table,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> Result<(), StoreError> {
        let text = crate::text::insert::<4_096>(table, true);
        let text = text.as_str();
        let conflict = &text[text.find(" ON CONFLICT").unwrap_or(text.len())..];
        self.insert_many(table.name, table.columns, conflict, &mut rows.into_iter()).map(|_| ())
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
        self.one(
            crate::hot_sql!(
                sqlite = "UPDATE request_number SET last = last + 1 WHERE id = 1 RETURNING last",
                postgres = "SELECT nextval('request_number')"
            ),
            &[],
        )
    }

    /// The last human number that was given; 0 before the first.
    pub fn last_number(&mut self) -> Result<i64, StoreError> {
        self.one(
            crate::sql!(
                sqlite = "SELECT last FROM request_number WHERE id = 1",
                postgres = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM request_number"
            ),
            &[],
        )
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
    let detail = format!("{detail} at {}", statement.place());
    StoreError::inconsistent(statement.table(), "*", named(params.first()), detail)
}
