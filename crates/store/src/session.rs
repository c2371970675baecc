//! The rules of a transaction that are the same on both engines: bounds in time, refused values, a failure that ends it.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::error::StoreError;
use crate::hold::Hold;
use crate::search::IndexChange;
use crate::statement::{Ask, Engine, Statement, question_marks};
use crate::tx::{Lane, Tx};
use crate::value::{Row, Value};

/// A statement that was run, with its parameters.
#[derive(Debug, Clone)]
pub struct Traced {
    /// Which one of the program's; none when it was put together: for several rows of a table, for what is held.
    pub statement: Option<&'static Statement>,
    /// As the engine got it.
    pub text: String,
    /// With what.
    pub params: Vec<Value>,
}

/// SQL made at run time, from the names of listed tables only: for the dump, bulk loads and the checks of the schema.
pub trait Dynamic {
    #[doc(hidden)]
    fn rows_of(
        &mut self,
        text: &str,
        params: &[Value],
        each: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    #[doc(hidden)]
    fn command(&mut self, text: &str) -> Result<(), StoreError>;

    /// Keeps every statement from now on, for tests of plans.
    #[doc(hidden)]
    fn trace(&mut self);

    /// What was kept since [`Dynamic::trace`].
    #[doc(hidden)]
    fn traced(&mut self) -> Vec<Traced>;
}

/// What an engine's adapter does; everything is checked before it is called.
pub(crate) trait Raw {
    const ENGINE: Engine;

    fn execute(&mut self, ask: Ask<'_>, params: &[Value]) -> Result<u64, StoreError>;

    /// Gives rows until `each` answers false. `all`: they will all be kept in memory anyway.
    fn query(
        &mut self,
        ask: Ask<'_>,
        params: &[Value],
        all: bool,
        each: &mut dyn FnMut(Row) -> bool,
    ) -> Result<(), StoreError>;

    fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        conflict: &str,
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError>;

    /// Waits until no other transaction holds this number, and holds it to the end of this one.
    fn hold(&mut self, key: i64) -> Result<(), StoreError>;

    /// Runs a savepoint command.
    fn control(&mut self, text: &str) -> Result<(), StoreError>;
}

/// Holds a number on PostgreSQL until the transaction ends.
pub(crate) const HOLD: &str = "SELECT pg_advisory_xact_lock($1)";
/// Rows that one statement of PostgreSQL inserts; with more it pays to copy.
pub(crate) const TOGETHER: usize = 16;

/// The statement of PostgreSQL that inserts so many rows; `conflict` says what becomes of one whose key is there.
pub(crate) fn together(table: &str, columns: &[&str], conflict: &str, rows: usize) -> String {
    let row = |from: usize| {
        let places: Vec<_> = (1..=columns.len()).map(|place| format!("${}", from + place)).collect();
        format!("({})", places.join(", "))
    };
    let values: Vec<_> = (0..rows).map(|at| row(at * columns.len())).collect();
    format!("INSERT INTO {table} ({}) VALUES {}{conflict}", columns.join(", "), values.join(", "))
}

/// How a transaction holds what every writer takes for given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Company {
    /// Others may write beside it.
    Shared,
    /// The same, and it wants to change it.
    Wanted,
    /// Nobody writes beside it.
    Alone,
}

/// A number for a database that is opened now.
pub(crate) fn number() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// An open transaction over an adapter.
pub(crate) struct Session<R> {
    raw: R,
    database: u64,
    lane: Lane,
    deadline: Option<Instant>,
    /// How many changes of the index there were when each open savepoint began.
    savepoints: Vec<usize>,
    index: Vec<IndexChange>,
    failed: Option<String>,
    conflict: bool,
    lost: Option<String>,
    twice: bool,
    held: HashSet<i64>,
    company: Company,
    statements: u64,
    trace: Option<Vec<Traced>>,
}

impl<R: Raw> Session<R> {
    pub(crate) fn new(raw: R, database: u64, lane: Lane, company: Company, limit: Option<Duration>) -> Self {
        let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
        Self {
            raw,
            database,
            lane,
            deadline,
            savepoints: Vec::new(),
            index: Vec::new(),
            failed: None,
            conflict: false,
            lost: None,
            twice: false,
            held: HashSet::new(),
            company,
            statements: 0,
            trace: None,
        }
    }

    /// The place of the statement that failed and was not undone by a savepoint.
    pub(crate) fn failed(&self) -> Option<&str> {
        self.failed.as_deref()
    }

    /// Whether another writer was in the way: the whole transaction must run again.
    pub(crate) const fn conflict(&self) -> bool {
        self.conflict
    }

    /// Whether something was there already that had been looked for in vain, which another writer may have put there meanwhile.
    pub(crate) const fn twice(&self) -> bool {
        self.twice
    }

    /// How it holds the company, and whether that is enough for what it wants to do.
    pub(crate) const fn company(&self) -> Company {
        self.company
    }

    /// How the connection broke, when it did.
    pub(crate) fn lost(&self) -> Option<String> {
        self.lost.clone()
    }

    pub(crate) fn into_raw(self) -> R {
        self.raw
    }

    /// What the index is to be told before the commit.
    pub(crate) fn into_index(self) -> Vec<IndexChange> {
        self.index
    }

    fn ready(&mut self, place: &str, params: &[Value]) -> Result<(), StoreError> {
        if let Some(failed) = &self.failed {
            return Err(StoreError::Aborted { place: failed.clone() });
        }
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return self.note(place, Err(StoreError::Timeout));
        }
        let checked = params.iter().try_for_each(|value| value.check(place));
        self.note(place, checked)
    }

    /// As [`Self::ready`], for a statement of the program: it is counted.
    fn begin(&mut self, statement: &'static Statement, params: &[Value]) -> Result<(), StoreError> {
        self.ready(statement.place(), params)?;
        self.statements += 1;
        if let Some(trace) = &mut self.trace {
            let text = statement.prepared_text(R::ENGINE).unwrap_or_default().to_owned();
            trace.push(Traced { statement: Some(statement), text, params: params.to_vec() });
        }
        Ok(())
    }

    /// Traces rows that are written together.
    fn trace_rows(&mut self, table: &str, columns: &[&str], conflict: &str, rows: &[Vec<Value>]) {
        if let Some(trace) = &mut self.trace {
            for rows in rows.chunks(TOGETHER) {
                let text = together(table, columns, conflict, rows.len());
                trace.push(Traced { statement: None, text, params: rows.concat() });
            }
        }
    }

    fn note<T>(&mut self, place: &str, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if let Err(error) = &result {
            self.failed = Some(place.to_owned());
            self.conflict |= *error == StoreError::Conflict;
            self.twice |= matches!(error, StoreError::Unique { .. });
            if let StoreError::Unreachable(words) = error {
                self.lost = Some(words.clone());
            }
        }
        result
    }

    fn run(
        &mut self,
        ask: Ask<'_>,
        params: &[Value],
        each: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut stopped = None;
        let result = self.raw.query(ask, params, false, &mut |row| match each(&row) {
            Ok(()) => true,
            Err(error) => {
                stopped = Some(error);
                false
            }
        });
        self.note(ask.place, result)?;
        stopped.map_or(Ok(()), Err)
    }

    fn control(&mut self, text: &str) -> Result<(), StoreError> {
        let result = self.raw.control(text);
        self.note(text, result)
    }
}

impl<R: Raw> Dynamic for Session<R> {
    fn rows_of(
        &mut self,
        text: &str,
        params: &[Value],
        each: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.ready(text, params)?;
        let text = if R::ENGINE == Engine::Sqlite { question_marks(text) } else { text.to_owned() };
        let columns = std::sync::OnceLock::new();
        self.run(Ask::new(&text, &text, &columns), params, each)
    }

    fn command(&mut self, text: &str) -> Result<(), StoreError> {
        self.ready(text, &[])?;
        self.control(text)
    }

    fn trace(&mut self) {
        self.trace = Some(Vec::new());
    }

    fn traced(&mut self) -> Vec<Traced> {
        self.trace.take().unwrap_or_default()
    }
}

impl<R: Raw> Tx for Session<R> {
    fn engine(&self) -> Engine {
        R::ENGINE
    }

    fn database(&self) -> u64 {
        self.database
    }

    fn lane(&self) -> Lane {
        self.lane
    }

    fn statements(&self) -> u64 {
        self.statements
    }

    fn execute(&mut self, statement: &'static Statement, params: &[Value]) -> Result<u64, StoreError> {
        self.begin(statement, params)?;
        let result = statement.ask(R::ENGINE).and_then(|ask| self.raw.execute(ask, params));
        self.note(statement.place(), result)
    }

    fn query(&mut self, statement: &'static Statement, params: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.begin(statement, params)?;
        let mut rows = Vec::new();
        let result = statement.ask(R::ENGINE).and_then(|ask| {
            self.raw.query(ask, params, true, &mut |row| {
                rows.push(row);
                true
            })
        });
        self.note(statement.place(), result)?;
        Ok(rows)
    }

    fn query_each(
        &mut self,
        statement: &'static Statement,
        params: &[Value],
        each: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.begin(statement, params)?;
        let ask = statement.ask(R::ENGINE);
        let ask = self.note(statement.place(), ask)?;
        self.run(ask, params, each)
    }

    fn insert_many(
        &mut self,
        table: &'static str,
        columns: &'static [&'static str],
        conflict: &str,
        rows: &mut dyn Iterator<Item = Vec<Value>>,
    ) -> Result<u64, StoreError> {
        self.ready(table, &[])?;
        self.statements += 1;
        let plain = |name: &str| {
            !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        };
        let result = if !plain(table) || columns.is_empty() || !columns.iter().all(|name| plain(name)) {
            Err(StoreError::misuse(table, "plain names of a table and its columns expected"))
        } else {
            let mut refused = None;
            let mut checked = rows.map_while(|row| {
                let right = if row.len() == columns.len() {
                    row.iter().try_for_each(|value| value.check(table))
                } else {
                    Err(StoreError::misuse(
                        table,
                        format!("{} values for {} columns", row.len(), columns.len()),
                    ))
                };
                right.map_err(|error| refused = Some(error)).ok().map(|()| row)
            });
            let result = if self.trace.is_some() {
                let rows: Vec<_> = checked.collect();
                self.trace_rows(table, columns, conflict, &rows);
                self.raw.insert_many(table, columns, conflict, &mut rows.into_iter())
            } else {
                self.raw.insert_many(table, columns, conflict, &mut checked)
            };
            refused.map_or(result, Err)
        };
        self.note(table, result)
    }

    fn hold(&mut self, what: Hold<'_>) -> Result<(), StoreError> {
        if self.lane == Lane::Read || R::ENGINE == Engine::Sqlite {
            return Ok(());
        }
        self.ready("hold", &[])?;
        let key = what.key();
        if self.held.contains(&key) {
            return Ok(());
        }
        if let Some(trace) = &mut self.trace {
            trace.push(Traced { statement: None, text: HOLD.to_owned(), params: vec![key.into()] });
        }
        let held = self.raw.hold(key);
        self.note("hold", held)?;
        self.held.insert(key);
        Ok(())
    }

    fn alone(&mut self) -> Result<(), StoreError> {
        if self.company == Company::Alone {
            return Ok(());
        }
        self.company = Company::Wanted;
        self.note("alone", Err(StoreError::Conflict))
    }

    fn index_later(&mut self, change: IndexChange) -> Result<(), StoreError> {
        self.ready("index", &[])?;
        self.index.push(change);
        Ok(())
    }

    fn savepoint(&mut self) -> Result<(), StoreError> {
        self.ready("SAVEPOINT", &[])?;
        self.control(&format!("SAVEPOINT s{}", self.savepoints.len() + 1))?;
        self.savepoints.push(self.index.len());
        Ok(())
    }

    fn release(&mut self) -> Result<(), StoreError> {
        self.ready("RELEASE", &[])?;
        if self.savepoints.is_empty() {
            return self.note("RELEASE", Err(StoreError::misuse("RELEASE", "no savepoint is open")));
        }
        self.control(&format!("RELEASE SAVEPOINT s{}", self.savepoints.len()))?;
        self.savepoints.pop();
        Ok(())
    }

    fn rollback_to(&mut self) -> Result<(), StoreError> {
        if self.savepoints.is_empty() {
            return self.note("ROLLBACK", Err(StoreError::misuse("ROLLBACK", "no savepoint is open")));
        }
        if let (Some(place), true) = (&self.failed, self.conflict || self.lost.is_some()) {
            return Err(StoreError::Aborted { place: place.clone() });
        }
        let name = format!("s{}", self.savepoints.len());
        self.index.truncate(self.savepoints.pop().unwrap_or(0));
        // What was held since then is given up with it.
        self.held.clear();
        self.control(&format!("ROLLBACK TO SAVEPOINT {name}"))?;
        self.control(&format!("RELEASE SAVEPOINT {name}"))?;
        self.failed = None;
        self.twice = false;
        Ok(())
    }
}
