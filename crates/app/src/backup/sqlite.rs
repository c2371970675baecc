//! A company in SQLite: its file is copied while others write to it, and put in its place when it is restored.

use std::fs;
use std::path::Path;

use domain::time::Instant;
use store::blobs::{BlobName, Blobs, DirectoryBlobs};
use store::{Db, copy};

use super::files::{self, Writing};
use super::manifest::{Amount, Form, Manifest, Part, hashed};
use super::{BackupError, FILES, KEY, Told, at, own, settle};

/// Where a copy is put together before it takes its place.
const ASIDE: &str = ".restoring";

/// Copies the company in `data` into `directory`, which [`prepare`](super::prepare) made: the database first, then the files that the copy
/// refers to. Then everything is read again. The copy is one when the manifest that this gives is written.
///
/// # Errors
/// [`BackupError::Damaged`] when the copy is, and so the database: nothing is to be kept of it.
pub fn copy_sqlite(data: &Path, directory: &Path, now: Instant, told: Told) -> Result<Manifest, BackupError> {
    let (source, target) = (data.join(Db::FILE), directory.join(Db::FILE));
    copy::copy(&source, &target, &mut |done, all| told("pages of the database copied", done, all))?;
    let (list, written) = copy_files(&target, data, directory, now, told)?;
    told("database looked through", 0, 1);
    if let Some(words) = copy::damage(&target)? {
        return Err(BackupError::Damaged(words));
    }
    let held = copy::held(&target)?;
    let mut manifest = Manifest::new(Form::Sqlite, "sqlite", held.schema, now);
    manifest.counts = held.counts.into_iter().collect();
    manifest.files = written;
    manifest.parts = vec![Part::of(directory, Db::FILE)?, list];
    files::verify(directory, written, told)?;
    Ok(manifest)
}

fn copy_files(
    database: &Path,
    data: &Path,
    directory: &Path,
    now: Instant,
    told: Told,
) -> Result<(Part, Amount), BackupError> {
    let blobs = DirectoryBlobs::open(&data.join(FILES))?;
    let mut writing = Writing::begin(directory, now)?;
    copy::each_file(database, &mut |word| {
        let Some(name) = BlobName::parse(word) else {
            return Err(BackupError::Damaged(format!("a file with the name {word:?}")));
        };
        let Some((mut file, _)) = blobs.open(name)? else {
            return Err(BackupError::Damaged(format!("the file {name} is not there")));
        };
        writing.put(name, &mut file)?;
        told("files copied", writing.written.count, 0);
        Ok(())
    })?;
    writing.end()
}

/// Puts a copy of SQLite's into `data`, where no company may be: it is put together aside and takes its place at the end, the database last.
/// Sessions do not come along, so everybody signs in again.
///
/// # Errors
/// [`BackupError::NotEmpty`], [`BackupError::Changed`]; nothing is changed then.
pub fn restore_sqlite(
    directory: &Path,
    manifest: &Manifest,
    data: &Path,
    key: &Path,
    now: Instant,
    told: Told,
) -> Result<(), BackupError> {
    empty(data)?;
    manifest.verify(directory, told)?;
    files::verify(directory, manifest.files, told)?;
    let new = !data.exists();
    fs::create_dir_all(data).map_err(at(data))?;
    if new {
        own(data, 0o700)?;
    }
    let aside = data.join(ASIDE);
    let restored = (|| {
        begin_aside(&aside)?;
        let (from, to) = (directory.join(Db::FILE), aside.join(Db::FILE));
        let expected =
            manifest.part(Db::FILE).ok_or_else(|| BackupError::Changed("no database in it".to_owned()))?;
        if copied(&from, &to)? != expected.sha256 {
            return Err(BackupError::Changed(format!("{} has other bytes", Db::FILE)));
        }
        copy::forget_passing(&to)?;
        let blobs = DirectoryBlobs::open(&aside.join(FILES))?;
        files::bring(directory, &blobs, now, manifest.files.count, told)?;
        bring_key(directory, manifest, key)?;
        take_place(&aside, data)
    })();
    if restored.is_err() {
        let _ = fs::remove_dir_all(&aside);
    }
    restored
}

/// Refuses a place where something is.
fn empty(data: &Path) -> Result<(), BackupError> {
    let files = data.join(FILES);
    let any = files.is_dir() && fs::read_dir(&files).map_err(at(&files))?.next().is_some();
    let journal = data.join(format!("{}-wal", Db::FILE));
    if any || data.join(Db::FILE).exists() || journal.exists() {
        return Err(BackupError::NotEmpty(data.display().to_string()));
    }
    Ok(())
}

/// Makes the place aside, without what an interruption left there.
fn begin_aside(aside: &Path) -> Result<(), BackupError> {
    if aside.exists() {
        fs::remove_dir_all(aside).map_err(at(aside))?;
    }
    fs::create_dir(aside).map_err(at(aside))?;
    own(aside, 0o700)
}

/// Copies a file onto the disk; its hash.
fn copied(from: &Path, to: &Path) -> Result<String, BackupError> {
    let mut source = fs::File::open(from).map_err(at(from))?;
    let mut target = fs::File::create_new(to).map_err(at(to))?;
    let (hash, _) = hashed(&mut source, &mut target).map_err(at(to))?;
    target.sync_all().map_err(at(to))?;
    own(to, 0o600)?;
    Ok(hash)
}

/// Puts the key of a copy where the program looks for it, unless one is there.
fn bring_key(directory: &Path, manifest: &Manifest, key: &Path) -> Result<(), BackupError> {
    if manifest.part(KEY).is_none() || key.exists() {
        return Ok(());
    }
    if let Some(beside) = key.parent() {
        fs::create_dir_all(beside).map_err(at(beside))?;
    }
    copied(&directory.join(KEY), key).map(|_| ())
}

/// Moves what is aside to its place: the files, then the database, which makes it a company.
fn take_place(aside: &Path, data: &Path) -> Result<(), BackupError> {
    let files = data.join(FILES);
    if files.is_dir() {
        fs::remove_dir(&files).map_err(at(&files))?;
    }
    let moved = |name: &str| fs::rename(aside.join(name), data.join(name)).map_err(at(&data.join(name)));
    settle(aside)?;
    moved(FILES)?;
    if let Err(error) = moved(Db::FILE) {
        let _ = fs::rename(&files, aside.join(FILES));
        return Err(error);
    }
    fs::remove_dir(aside).map_err(at(aside))?;
    settle(data)
}
