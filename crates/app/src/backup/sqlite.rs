//! A company in SQLite: its file is copied while others write to it, and put in its place when it is restored.

use std::path::Path;

use domain::time::Instant;
use store::blobs::{BlobName, Blobs, DirectoryBlobs};
use store::{Db, copy};

use super::files::{self, Writing};
use super::manifest::{Amount, Form, Manifest, Part};
use super::place::{Place, bring_key, copied};
use super::{BackupError, FILES, Told};

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
    if manifest.form != Form::Sqlite {
        return Err(BackupError::Kind("these are rows, no copy of SQLite"));
    }
    Place::check_empty(data)?;
    manifest.verify(directory, told)?;
    files::verify(directory, manifest.files, told)?;
    Place::begin(data)?.finish(|aside| {
        let (from, to) = (directory.join(Db::FILE), aside.join(Db::FILE));
        let expected =
            manifest.part(Db::FILE).ok_or_else(|| BackupError::Changed("no database in it".to_owned()))?;
        if copied(&from, &to)? != expected.sha256 {
            return Err(BackupError::Changed(format!("{} has other bytes", Db::FILE)));
        }
        copy::forget_passing(&to)?;
        let blobs = DirectoryBlobs::open(&aside.join(FILES))?;
        files::bring(directory, &blobs, now, manifest.files.count, told)?;
        bring_key(directory, manifest, key).map(|_| ())
    })
}
