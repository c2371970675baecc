//! SQLite: one writer thread that commits in groups, and reader threads that cannot write.

mod checkpoint;
mod raw;
mod threads;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::error::StoreError;
use crate::options::{Care, DbOptions};

pub(crate) use checkpoint::Checkpoints;
pub(crate) use raw::{SqliteRaw, sqlite_error};
pub(crate) use threads::{Group, read_loop, tell_index, write_loop};

/// How much of the file is mapped at most, in bytes: addresses, not memory.
const MAPPED: i64 = 1 << 36;

/// A connection with its bound in time.
pub(crate) struct Link {
    pub(crate) connection: Connection,
    /// The number of the database, for caches.
    pub(crate) database: u64,
    bound: Arc<Bound>,
}

/// When the running statement is to be interrupted, in microseconds since `from`; 0 is never.
struct Bound {
    from: Instant,
    until: AtomicU64,
}

impl Link {
    /// Opens the file. Readers may not write; `create` makes it when it is missing.
    pub(crate) fn open(
        file: &Path,
        writer: bool,
        create: bool,
        options: &DbOptions,
    ) -> Result<Self, StoreError> {
        let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if create {
            flags |= OpenFlags::SQLITE_OPEN_CREATE;
        }
        let connect = || -> Result<Connection, rusqlite::Error> {
            let connection = Connection::open_with_flags(file, flags)?;
            connection.busy_timeout(Duration::from_secs(5))?;
            connection.set_prepared_statement_cache_capacity(512);
            // A request's statement and brief are a kilobyte or two: on smaller pages each would take a page of its own.
            // Counts only for a file that is made now.
            connection.pragma_update(None, "page_size", 8_192)?;
            let (journal, synchronous) = match options.care {
                Care::Durable => ("WAL", "FULL"),
                Care::Relaxed => ("WAL", "OFF"),
                Care::Filling => ("OFF", "OFF"),
            };
            connection.pragma_update(None, "journal_mode", journal)?;
            connection.pragma_update(None, "synchronous", synchronous)?;
            connection.pragma_update(None, "foreign_keys", options.care != Care::Filling)?;
            connection.pragma_update(None, "trusted_schema", false)?;
            let cache = if writer { options.writer_cache } else { options.cache };
            connection.pragma_update(None, "cache_size", -i64::from(cache))?;
            if options.care != Care::Filling {
                // Pages that are not in the cache are read where the system has them, without a call and a copy for each.
                connection.pragma_update(None, "mmap_size", MAPPED)?;
            }
            // A plan does not depend on what a parameter is this time, or a statement would be prepared again at every other.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            connection.pragma_update(None, "temp_store", "MEMORY")?;
            connection.pragma_update(None, "query_only", !writer)?;
            if options.care == Care::Filling {
                // Helpers that sort for indexes.
                connection.pragma_update(None, "threads", 2)?;
            }
            Ok(connection)
        };
        let unreachable = |error: rusqlite::Error| unopened(file, &error);
        let mut connection = connect().map_err(unreachable)?;
        let bound = Arc::new(Bound { from: Instant::now(), until: AtomicU64::new(0) });
        let watched = Arc::clone(&bound);
        connection.progress_handler(2_000, Some(move || watched.is_over())).map_err(unreachable)?;
        Ok(Self { connection, database: 0, bound })
    }

    /// Interrupts whatever runs longer than `limit` from now.
    pub(crate) fn bound(&self, limit: Option<Duration>) {
        let micros = |duration: Duration| u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        let until = limit.map_or(0, |limit| micros(self.bound.from.elapsed().saturating_add(limit)).max(1));
        self.bound.until.store(until, Ordering::Relaxed);
    }

    /// Runs one command without parameters. It is prepared once: each transaction has several.
    pub(crate) fn command(&self, text: &str) -> Result<(), StoreError> {
        let wrong = |error: rusqlite::Error| sqlite_error(text, &error);
        let mut prepared = self.connection.prepare_cached(text).map_err(wrong)?;
        let mut rows = prepared.raw_query();
        while rows.next().map_err(wrong)?.is_some() {}
        Ok(())
    }
}

/// Why a file could not be opened, in the store's words.
pub(crate) fn unopened(file: &Path, error: &rusqlite::Error) -> StoreError {
    let told = format!("{}: {error}", file.display());
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Damaged(told),
        Some(ErrorCode::DiskFull) => StoreError::Unwritable(told),
        // SQLite says no more than that it cannot: the system says why.
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure) => {
            match std::fs::OpenOptions::new().write(true).open(file).map_err(StoreError::from) {
                Err(StoreError::Unwritable(why)) => {
                    StoreError::Unwritable(format!("{}: {why}", file.display()))
                }
                _ => StoreError::Unreachable(told),
            }
        }
        _ => StoreError::Unreachable(told),
    }
}

impl Bound {
    fn is_over(&self) -> bool {
        match self.until.load(Ordering::Relaxed) {
            0 => false,
            until => self.from.elapsed().as_micros() > u128::from(until),
        }
    }
}

/// The first damage that SQLite finds in a file, if any; indexes are not compared with their tables.
pub(crate) fn damage(file: &Path) -> Result<Option<String>, StoreError> {
    damage_by(file, "quick_check")
}

/// The same by a check of SQLite's.
pub(crate) fn damage_by(file: &Path, check: &str) -> Result<Option<String>, StoreError> {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY)
        .map_err(|error| unopened(file, &error))?;
    let found = connection.query_row(&format!("PRAGMA {check}(1)"), (), |row| row.get::<_, String>(0));
    match found {
        Ok(words) if words == "ok" => Ok(None),
        Ok(words) => Ok(Some(words)),
        Err(rusqlite::Error::SqliteFailure(error, words))
            if matches!(error.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) =>
        {
            Ok(Some(words.unwrap_or_else(|| error.to_string())))
        }
        Err(error) => Err(unopened(file, &error)),
    }
}
