//! The place of a company in SQLite, taken by what was put together aside.

use std::fs;
use std::path::{Path, PathBuf};

use store::Db;

use super::manifest::{Manifest, hashed};
use super::{BackupError, FILES, KEY, at, own, settle};

/// Where a company is put together before it takes its place.
const ASIDE: &str = ".restoring";

/// An empty place, with what is put together aside.
pub(super) struct Place<'d> {
    data: &'d Path,
    aside: PathBuf,
    /// The directory was not there.
    new: bool,
}

impl<'d> Place<'d> {
    /// Refuses a place where something is.
    pub(super) fn check_empty(data: &Path) -> Result<(), BackupError> {
        let files = data.join(FILES);
        let any = files.is_dir() && fs::read_dir(&files).map_err(at(&files))?.next().is_some();
        let journal = data.join(format!("{}-wal", Db::FILE));
        if any || data.join(Db::FILE).exists() || journal.exists() {
            return Err(BackupError::NotEmpty(data.display().to_string()));
        }
        Ok(())
    }

    /// Begins aside, without what an interruption left there.
    pub(super) fn begin(data: &'d Path) -> Result<Self, BackupError> {
        let new = !data.exists();
        fs::create_dir_all(data).map_err(at(data))?;
        if new {
            own(data, 0o700)?;
        }
        let aside = data.join(ASIDE);
        if aside.exists() {
            fs::remove_dir_all(&aside).map_err(at(&aside))?;
        }
        fs::create_dir(&aside).map_err(at(&aside))?;
        own(&aside, 0o700)?;
        Ok(Self { data, aside, new })
    }

    /// Lets `work` put the database and the files together, and moves them to their place. When anything fails nothing is left.
    pub(super) fn finish(
        self,
        work: impl FnOnce(&Path) -> Result<(), BackupError>,
    ) -> Result<(), BackupError> {
        let done = work(&self.aside).and_then(|()| self.take());
        if done.is_err() {
            let _ = fs::remove_dir_all(&self.aside);
            if self.new {
                // Unless a key came into it.
                let _ = fs::remove_dir(self.data);
            }
        }
        done
    }

    /// The files first, then the database, which makes it a company.
    fn take(&self) -> Result<(), BackupError> {
        let files = self.data.join(FILES);
        if files.is_dir() {
            fs::remove_dir(&files).map_err(at(&files))?;
        }
        let moved = |name: &str| {
            let to = self.data.join(name);
            fs::rename(self.aside.join(name), &to).map_err(at(&to))
        };
        settle(&self.aside)?;
        moved(FILES)?;
        if let Err(error) = moved(Db::FILE) {
            let _ = fs::rename(&files, self.aside.join(FILES));
            return Err(error);
        }
        let _ = fs::remove_dir_all(&self.aside);
        settle(self.data)
    }
}

/// Copies a file onto the disk, for its owner alone; its hash.
pub(super) fn copied(from: &Path, to: &Path) -> Result<String, BackupError> {
    let mut source = fs::File::open(from).map_err(at(from))?;
    let mut target = fs::File::create_new(to).map_err(at(to))?;
    let (hash, _) = hashed(&mut source, &mut target).map_err(at(to))?;
    target.sync_all().map_err(at(to))?;
    own(to, 0o600)?;
    Ok(hash)
}

/// Puts the key of a copy where the program looks for it, unless one is there; whether it did.
pub(super) fn bring_key(directory: &Path, manifest: &Manifest, key: &Path) -> Result<bool, BackupError> {
    if manifest.part(KEY).is_none() || key.exists() {
        return Ok(false);
    }
    if let Some(beside) = key.parent().filter(|beside| !beside.as_os_str().is_empty()) {
        fs::create_dir_all(beside).map_err(at(beside))?;
    }
    copied(&directory.join(KEY), key).map(|_| true)
}
