//! A copy of a SQLite file, taken while others read and write it.

use std::fs::File;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use crate::carry::{Stays, stays};
use crate::error::StoreError;
use crate::statement::Engine;
use crate::tables::tables;

/// Pages between two looks at how far it is: 16 MB.
const STEP: i32 = 2_000;

/// What a copy holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The version of its schema.
    pub schema: i64,
    /// How many rows each of its tables has, those of SQLite's own left out; by name.
    pub counts: Vec<(String, i64)>,
}

/// Copies the file at `from` as it is at one moment to `to`, which is not there yet, and brings it onto the disk; `told` hears how many
/// pages of how many are copied. Nobody waits for it: it reads one snapshot, and writers write on beside it. Their journal grows until
/// it is through.
///
/// # Errors
/// When the file cannot be read or the copy cannot be written.
pub fn copy(from: &Path, to: &Path, told: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError> {
    let reading = named(from);
    let source = open(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    // The snapshot lasts as long as the transaction. Without it every change of others would begin the copy anew.
    source.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema").map_err(&reading)?;
    // Made here, so that it is for whoever makes it alone, and never in the place of another.
    File::create_new(to).map_err(|error| StoreError::Io(format!("{}: {error}", to.display())))?;
    let writing = named(to);
    let mut target = open(to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    {
        let backup = Backup::new(&source, &mut target).map_err(&writing)?;
        loop {
            match backup.step(STEP).map_err(&writing)? {
                StepResult::Done => break,
                StepResult::More => {}
                // Somebody makes the file anew, or looks through it alone.
                _ => sleep(Duration::from_millis(50)),
            }
            let progress = backup.progress();
            let pages = |count: i32| u64::try_from(count).unwrap_or(0);
            told(pages(progress.pagecount - progress.remaining), pages(progress.pagecount));
        }
    }
    // One plain file without a journal beside it. Whoever serves it goes back to a write-ahead log.
    target.pragma_update(None, "journal_mode", "DELETE").map_err(&writing)?;
    target.close().map_err(|(_, error)| writing(error))?;
    File::open(to)?.sync_all()?;
    Ok(())
}

/// The bytes that are free where a copy is to lie.
pub(crate) fn free(directory: &Path) -> Result<u64, StoreError> {
    let there = rustix::fs::statvfs(directory).map_err(std::io::Error::from)?;
    Ok(there.f_bavail.saturating_mul(there.f_frsize))
}

/// Looks through a file that nobody serves, indexes included: the first damage, if any.
///
/// # Errors
/// When it cannot be opened.
pub fn damage(file: &Path) -> Result<Option<String>, StoreError> {
    crate::sqlite::damage_by(file, "integrity_check")
}

/// What a file that nobody serves holds.
///
/// # Errors
/// When it is no database of this product.
pub fn held(file: &Path) -> Result<Held, StoreError> {
    let wrong = named(file);
    let connection = open(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let schema = connection
        .query_row("SELECT max(version) FROM schema_version", (), |row| row.get(0))
        .map_err(&wrong)?;
    let mut counts = Vec::new();
    for table in tables(Engine::Sqlite).filter(|table| stays(table) != Some(Stays::Index)) {
        // An older file lacks some.
        if connection.table_exists(None, table.name).map_err(&wrong)? {
            let text = format!("SELECT count(*) FROM {}", table.name);
            let count = connection.query_row(&text, (), |row| row.get(0)).map_err(&wrong)?;
            counts.push((table.name.to_owned(), count));
        }
    }
    Ok(Held { schema, counts })
}

/// The files of the company that a database file refers to, by the words of their names, each once, in order.
///
/// # Errors
/// When it is no database of this product, and those of `each`.
pub fn each_file<E: From<StoreError>>(
    file: &Path,
    each: &mut dyn FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let wrong = |error| E::from(named(file)(error));
    let connection = open(file, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut files = connection.prepare("SELECT DISTINCT blob FROM file ORDER BY blob").map_err(wrong)?;
    let mut rows = files.query(()).map_err(wrong)?;
    while let Some(row) = rows.next().map_err(wrong)? {
        each(&row.get::<_, String>(0).map_err(wrong)?)?;
    }
    Ok(())
}

/// Takes out of a file that nobody serves what must not live again: sessions that may have been ended since, signing in that was under way, leases.
///
/// # Errors
/// When it cannot be written.
pub fn forget_passing(file: &Path) -> Result<(), StoreError> {
    let wrong = named(file);
    let connection = open(file, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    for table in tables(Engine::Sqlite).filter(|table| stays(table) == Some(Stays::Passing)) {
        if connection.table_exists(None, table.name).map_err(&wrong)? {
            connection.execute(&format!("DELETE FROM {}", table.name), ()).map_err(&wrong)?;
        }
    }
    connection.close().map_err(|(_, error)| wrong(error))
}

fn open(file: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection =
        Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(named(file))?;
    connection.busy_timeout(Duration::from_secs(30)).map_err(named(file))?;
    connection.pragma_update(None, "trusted_schema", false).map_err(named(file))?;
    Ok(connection)
}

fn named(file: &Path) -> impl Fn(rusqlite::Error) -> StoreError + Copy + '_ {
    move |error| crate::sqlite::unopened(file, &error)
}
