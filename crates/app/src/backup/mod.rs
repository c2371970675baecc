//! Copies of a whole company in a directory, files included.
//!
//! | in the directory | what |
//! |---|---|
//! | `vitrina.sqlite3` | the database, as SQLite keeps it; or |
//! | `TABLE.jsonl` | the rows of each table as text, which either engine takes in |
//! | `files/` | the files that it refers to, under the hashes of their bytes |
//! | `files.txt` | their names and sizes |
//! | `secret.key` | the key that seals second factors, when it was asked for |
//! | `backup.json` | what all this is, with the hash of each part; written last |
//!
//! The database is copied first and its files afterwards: a row refers to a file only after the file lies on the disk. A directory without
//! `backup.json` is what is left of a copy that was interrupted, and nothing takes it for one.

mod files;
mod lines;
mod manifest;
mod place;
mod rows;
mod sqlite;

use std::io;
use std::path::{Path, PathBuf};

use store::StoreError;

pub use manifest::{Amount, Form, Manifest, Part};
pub use rows::{Target, export, import};
pub use sqlite::{copy_sqlite, restore_sqlite};

use crate::error::AppError;

/// The key's name in a copy, and beside the data.
pub const KEY: &str = "secret.key";
/// The directory of files, in a copy and beside SQLite's database.
pub const FILES: &str = "files";

/// Hears what is done, and how much of how much.
pub type Told = fn(&'static str, u64, u64);

/// Why there is no copy, or nothing was taken from one.
#[derive(Debug, Clone, thiserror::Error)]
pub enum BackupError {
    /// The directory of a new copy is in use.
    #[error("{} is not empty: name a new directory", .0.display())]
    InUse(PathBuf),
    /// It is none, or was never finished.
    #[error("{} holds no finished backup: backup.json, which is written last, is not there", .0.display())]
    Unfinished(PathBuf),
    /// Something is not as it was written.
    #[error(
        "the backup was changed or damaged: {0}. Nothing was taken from it: bring it over again, or take another one"
    )]
    Changed(String),
    /// A program of another time made it.
    #[error("the backup has schema version {theirs}, this program {own}: {}", if theirs > own { "restore it with a newer program" }
        else { "take it in with a program of that version; this one brings it up when it serves it" })]
    Schema {
        /// The version of the copy.
        theirs: i64,
        /// That of this program.
        own: i64,
    },
    /// It is of another kind than the place wants.
    #[error("{0}")]
    Kind(&'static str),
    /// There is a company already.
    #[error("{0} is not empty: a backup is restored into a place of its own")]
    NotEmpty(String),
    /// The company is not whole, so its copy is none.
    #[error("the company is damaged, which `vitrina check` may tell more of: {0}")]
    Damaged(String),
    /// The file system's.
    #[error("{}: {error}", .place.display())]
    Io {
        /// Where.
        place: PathBuf,
        /// The system's words.
        error: String,
    },
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The rules'.
    #[error(transparent)]
    App(#[from] AppError),
}

/// An error of the file system at a place.
fn at(place: &Path) -> impl Fn(io::Error) -> BackupError + '_ {
    move |error| BackupError::Io { place: place.to_owned(), error: error.to_string() }
}

/// Makes the directory of a copy, for its owner alone; one that is there must be empty.
///
/// # Errors
/// [`BackupError::InUse`].
pub fn prepare(directory: &Path) -> Result<(), BackupError> {
    std::fs::create_dir_all(directory).map_err(at(directory))?;
    if std::fs::read_dir(directory).map_err(at(directory))?.next().is_some() {
        return Err(BackupError::InUse(directory.to_owned()));
    }
    own(directory, 0o700)
}

/// Takes from others what they could read.
#[cfg(unix)]
fn own(place: &Path, mode: u32) -> Result<(), BackupError> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(place, std::fs::Permissions::from_mode(mode)).map_err(at(place))
}

#[cfg(not(unix))]
fn own(_: &Path, _: u32) -> Result<(), BackupError> {
    Ok(())
}

/// Brings the names in a directory onto the disk.
fn settle(directory: &Path) -> Result<(), BackupError> {
    std::fs::File::open(directory).and_then(|directory| directory.sync_all()).map_err(at(directory))
}

/// Copies the key beside the rest of a copy; its part of the manifest.
///
/// # Errors
/// When it cannot be read or written.
pub fn take_key(key: &Path, directory: &Path) -> Result<Part, BackupError> {
    let target = directory.join(KEY);
    std::fs::copy(key, &target).map_err(at(key))?;
    own(&target, 0o600)?;
    Part::of(directory, KEY)
}
