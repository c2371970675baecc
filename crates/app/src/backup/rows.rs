//! A company as rows in text, which goes from one engine to the other.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use domain::time::Instant;
use store::blobs::{BlobName, Blobs, DirectoryBlobs, Pieces, put_in};
use store::carry::{carried, carry, kinds};
use store::tables::{self, Table, TableClass};
use store::{Care, Db, DbOptions, Engine, Lane, StoreError, Tx, audit, bulk, migrate};

use super::files::{self, Writing as WritingFiles};
use super::lines::{Reading, Writing};
use super::manifest::{Amount, Form, Manifest, Part};
use super::place::{Place, bring_key};
use super::{BackupError, FILES, Told};

/// How long it may take.
const LIMIT: Duration = Duration::from_secs(24 * 3600);
/// Names of files that are asked for at once.
const WINDOW: i64 = 500;
/// Memory for SQLite's pages while rows come in from everywhere: 400 MB.
const CACHE: u32 = 400_000;

/// Writes the company into `directory`, which [`prepare`](super::prepare) made: all rows that come along (see [`store::carry`]) and the files
/// that they refer to, of one snapshot. Then everything is read again. Memory holds a row at a time.
///
/// # Errors
/// [`BackupError::Schema`] when the database is of another program; the database's and the file system's.
pub fn export(
    db: &Db,
    blobs: &Arc<dyn Blobs>,
    directory: &Path,
    now: Instant,
    told: Told,
) -> Result<Manifest, BackupError> {
    let (blobs, place) = (Arc::clone(blobs), directory.to_owned());
    let manifest = db.within(Lane::Read, LIMIT, move |tx| export_in(tx, &*blobs, &place, now, told))?;
    manifest.verify(directory, told)?;
    files::verify(directory, manifest.files, told)?;
    Ok(manifest)
}

fn export_in(
    tx: &mut dyn Tx,
    blobs: &dyn Blobs,
    directory: &Path,
    now: Instant,
    told: Told,
) -> Result<Manifest, BackupError> {
    let schema = migrate::version(tx)?;
    let own = migrate::own_version();
    if schema != own {
        return Err(BackupError::Schema { theirs: schema, own });
    }
    if let Some(problem) = tables::unlisted_or_missing(tx)?.into_iter().next() {
        return Err(StoreError::Schema(problem).into());
    }
    let engine = match tx.engine() {
        Engine::Sqlite => "sqlite",
        Engine::Postgres => "postgres",
    };
    let mut manifest = Manifest::new(Form::Rows, engine, schema, now);
    manifest.numbers = Some(tx.last_number()?);
    let mut rows = 0;
    for table in carried() {
        let kinds = kinds(tx, table)?;
        let mut writing = Writing::begin(directory, table, &kinds, schema)?;
        carry(tx, table, &mut |row| {
            rows += 1;
            told("rows written", rows, 0);
            writing.row(row.values())
        })?;
        manifest.counts.insert(table.name.to_owned(), i64::try_from(writing.rows).unwrap_or(i64::MAX));
        manifest.parts.push(writing.end(table)?);
    }
    let (list, written) = export_files(tx, blobs, directory, now, told)?;
    manifest.parts.push(list);
    manifest.files = written;
    Ok(manifest)
}

fn export_files(
    tx: &mut dyn Tx,
    blobs: &dyn Blobs,
    directory: &Path,
    now: Instant,
    told: Told,
) -> Result<(Part, Amount), BackupError> {
    let mut writing = WritingFiles::begin(directory, now)?;
    let mut after = String::new();
    loop {
        let names = audit::blobs_after(tx, &after, WINDOW)?;
        let Some(last) = names.last() else { return writing.end() };
        after.clone_from(last);
        for word in names {
            let damaged = |what: &str| BackupError::Damaged(format!("the file {word:?} {what}"));
            let name = BlobName::parse(&word).ok_or_else(|| damaged("has no hash for its name"))?;
            let there = match tx.engine() {
                // Of the same snapshot as the rows.
                Engine::Postgres => match Pieces::open(tx, name)? {
                    Some(mut pieces) => Some(writing.put(name, &mut pieces)?),
                    None => None,
                },
                Engine::Sqlite => match blobs.open(name)? {
                    Some((mut file, _)) => Some(writing.put(name, &mut file)?),
                    None => None,
                },
            };
            there.ok_or_else(|| damaged("is not there"))?;
            told("files copied", writing.written.count, 0);
        }
    }
}

/// Where rows are taken in.
#[derive(Debug, Clone, Copy)]
pub enum Target<'t> {
    /// A directory without a company, for SQLite.
    Directory(&'t Path),
    /// An opened PostgreSQL database without one.
    Server(&'t Db),
}

/// Takes in a company that [`export`] wrote. Everything is compared with its hashes before anything is written. On PostgreSQL all of it is one
/// transaction; for SQLite it is put together aside and takes its place at the end. `key` is where the program looks for the key.
///
/// # Errors
/// [`BackupError::NotEmpty`], [`BackupError::Changed`], [`BackupError::Schema`], [`BackupError::Kind`]; nothing is changed then.
pub fn import(
    directory: &Path,
    manifest: &Manifest,
    target: Target<'_>,
    key: &Path,
    now: Instant,
    told: Told,
) -> Result<(), BackupError> {
    if manifest.form != Form::Rows {
        return Err(BackupError::Kind("this is a copy of SQLite, no rows: restore it with --data"));
    }
    let own = migrate::own_version();
    if manifest.schema != own {
        return Err(BackupError::Schema { theirs: manifest.schema, own });
    }
    if let Target::Directory(data) = target {
        Place::check_empty(data)?;
    }
    manifest.verify(directory, told)?;
    files::verify(directory, manifest.files, told)?;
    match target {
        Target::Server(db) => {
            // Before the company is there: without it nobody gets in by a second factor.
            let brought = bring_key(directory, manifest, key)?;
            let filled = fill(db, directory, manifest, now, told);
            if brought && filled.is_err() {
                let _ = std::fs::remove_file(key);
            }
            filled
        }
        Target::Directory(data) => Place::begin(data)?.finish(|aside| {
            let options =
                DbOptions { care: Care::Filling, writer_cache: CACHE, readers: 1, ..DbOptions::default() };
            let db = Db::open_sqlite(aside, &options)?;
            fill(&db, directory, manifest, now, told)?;
            // Closing ends the file.
            drop(db);
            bulk::settle(aside)?;
            let blobs = DirectoryBlobs::open(&aside.join(FILES))?;
            files::bring(directory, &blobs, now, manifest.files.count, told)?;
            bring_key(directory, manifest, key).map(|_| ())
        }),
    }
}

fn fill(db: &Db, directory: &Path, manifest: &Manifest, now: Instant, told: Told) -> Result<(), BackupError> {
    let (place, manifest) = (directory.to_owned(), manifest.clone());
    db.within(Lane::Write, LIMIT, move |tx| fill_in(tx, &place, &manifest, now, told))
}

fn fill_in(
    tx: &mut dyn Tx,
    directory: &Path,
    manifest: &Manifest,
    now: Instant,
    told: Told,
) -> Result<(), BackupError> {
    tx.alone()?;
    if !bulk::is_empty(tx)? {
        return Err(BackupError::NotEmpty("the database".to_owned()));
    }
    bulk::drop_indexes(tx)?;
    let mut all = 0;
    for table in carried() {
        fill_table(tx, table, directory, manifest, &mut || {
            all += 1;
            told("rows taken in", all, 0);
        })?;
    }
    if let Some(last) = manifest.numbers.filter(|last| *last > 0) {
        tx.numbers_from(last)?;
    }
    if tx.engine() == Engine::Postgres {
        fill_files(tx, directory, manifest, now, told)?;
    }
    // What is found by words is asked for by key from here on, of large tables: the engine is to know that they are.
    bulk::analyse(tx)?;
    crate::check::index_again(tx, &mut |done| told("documents put into the index", done, 0))?;
    told("indexes made", 0, 1);
    Ok(bulk::make_indexes(tx)?)
}

fn fill_table(
    tx: &mut dyn Tx,
    table: &'static Table,
    directory: &Path,
    manifest: &Manifest,
    row: &mut dyn FnMut(),
) -> Result<(), BackupError> {
    let kinds = kinds(tx, table)?;
    if table.class == TableClass::Operational {
        // A place where nobody began a company may have been served, and keeps what a program needs for that.
        tx.command(&format!("DELETE FROM {}", table.name))?;
    }
    let mut reading = Reading::open(directory, table, &kinds, manifest.schema)?;
    let mut failed = None;
    let rows = std::iter::from_fn(|| match reading.next() {
        Ok(found) => {
            row();
            found
        }
        Err(error) => {
            failed = Some(error);
            None
        }
    });
    let filled = tx.fill(table, rows);
    if let Some(error) = failed {
        return Err(error);
    }
    let (filled, expected) = (filled?, manifest.counts.get(table.name).copied().unwrap_or(0));
    if reading.is_over() && i64::try_from(filled) == Ok(expected) {
        return Ok(());
    }
    Err(BackupError::Changed(format!("{} has {filled} rows, not {expected}", table.name)))
}

fn fill_files(
    tx: &mut dyn Tx,
    directory: &Path,
    manifest: &Manifest,
    now: Instant,
    told: Told,
) -> Result<(), BackupError> {
    let blobs = DirectoryBlobs::open(&directory.join(FILES))?;
    let mut done = 0;
    files::each_listed(directory, &mut |name, size| {
        let Some((mut file, _)) = blobs.open(name)? else {
            return Err(BackupError::Changed(format!("the file {name} is not there")));
        };
        put_in(tx, name, size, &mut file, now)?;
        done += 1;
        told("files brought", done, manifest.files.count);
        Ok(())
    })
}
