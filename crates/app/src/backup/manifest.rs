//! What a copy says of itself.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

use base16ct::lower::encode_string as hex;
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::migrate::own_version;

use super::{BackupError, Told, at, lines, settle};

/// The manifest's name; it is written last.
const FILE: &str = "backup.json";
/// What this form of copies is called in it.
const KIND: &str = "vitrina-backup-1";

/// How the rows of a copy are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The file of SQLite.
    Sqlite,
    /// A file of text for each table, for either engine.
    Rows,
}

/// How many files, and their bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amount {
    /// How many.
    pub count: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A file of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Its name in the directory.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// The hash of its bytes, in hex.
    pub sha256: String,
}

/// Everything that a copy says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always the same word.
    kind: String,
    /// How the rows are kept.
    pub form: Form,
    /// The version of the program that made it.
    pub program: String,
    /// The version of the schema of its rows.
    pub schema: i64,
    /// The database that the company was in.
    pub engine: String,
    /// When it was begun (UTC).
    pub moment: String,
    /// The last number that a request got, where the rows do not hold it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numbers: Option<i64>,
    /// How many rows each table has.
    pub counts: BTreeMap<String, i64>,
    /// The files of the company that it holds.
    pub files: Amount,
    /// Every other file in the directory.
    pub parts: Vec<Part>,
}

impl Part {
    /// Reads a file of a directory.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(directory: &Path, name: &str) -> Result<Self, BackupError> {
        let place = directory.join(name);
        let mut file = File::open(&place).map_err(at(&place))?;
        let (sha256, bytes) = hashed(&mut file, &mut io::sink()).map_err(at(&place))?;
        Ok(Self { name: name.to_owned(), bytes, sha256 })
    }
}

/// Reads to the end and writes what it read: the hash of the bytes in hex, and how many there are.
pub(super) fn hashed(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<(String, u64)> {
    let (mut hash, mut bytes) = (Sha256::new(), 0);
    let mut piece = vec![0; 256 * 1024];
    loop {
        let read = match from.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if read == 0 {
            return Ok((hex(&hash.finalize()), bytes));
        }
        hash.update(&piece[..read]);
        to.write_all(&piece[..read])?;
        bytes += read as u64;
    }
}

impl Manifest {
    pub(super) fn new(form: Form, engine: &str, schema: i64, moment: Instant) -> Self {
        Self {
            kind: KIND.to_owned(),
            form,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            schema,
            engine: engine.to_owned(),
            moment: moment.to_timestamp().to_string(),
            numbers: None,
            counts: BTreeMap::new(),
            files: Amount::default(),
            parts: Vec::new(),
        }
    }

    /// Writes it, which makes the copy one: everything else lies on the disk.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, directory: &Path) -> Result<(), BackupError> {
        settle(directory)?;
        let (aside, place) = (directory.join(format!("{FILE}.new")), directory.join(FILE));
        let write = || -> io::Result<()> {
            let mut file = File::create(&aside)?;
            serde_json::to_writer_pretty(&mut file, self)?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&aside, &place)
        };
        write().map_err(at(&place))?;
        settle(directory)
    }

    /// Reads it; whether this program can do anything with it.
    ///
    /// # Errors
    /// [`BackupError::Unfinished`], [`BackupError::Schema`] for a newer one, [`BackupError::Changed`] when it cannot be read.
    pub fn read(directory: &Path) -> Result<Self, BackupError> {
        let place = directory.join(FILE);
        let text = match std::fs::read_to_string(&place) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(BackupError::Unfinished(directory.to_owned()));
            }
            Err(error) => return Err(at(&place)(error)),
        };
        let wrong = |error: serde_json::Error| BackupError::Changed(format!("{FILE}: {error}"));
        let read: Self = serde_json::from_str(&text).map_err(wrong)?;
        if read.kind != KIND {
            return Err(BackupError::Changed(format!("{FILE} is of the kind {}, not {KIND}", read.kind)));
        }
        match own_version() {
            own if read.schema > own => Err(BackupError::Schema { theirs: read.schema, own }),
            _ => Ok(read),
        }
    }

    /// The part of this name.
    pub fn part(&self, name: &str) -> Option<&Part> {
        self.parts.iter().find(|part| part.name == name)
    }

    /// Reads every part and compares its hash. Files of the company are not among the parts.
    ///
    /// # Errors
    /// [`BackupError::Changed`] for the first that differs.
    pub(super) fn verify(&self, directory: &Path, told: Told) -> Result<(), BackupError> {
        for (part, done) in self.parts.iter().zip(0..) {
            told("parts compared", done, self.parts.len() as u64);
            let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            if part.name.starts_with('.') || !part.name.chars().all(plain) {
                return Err(BackupError::Changed(format!("a part with the name {:?}", part.name)));
            }
            let found = match Part::of(directory, &part.name) {
                Ok(found) => found,
                Err(error) => return Err(BackupError::Changed(error.to_string())),
            };
            if found != *part {
                return Err(match self.form {
                    Form::Rows if part.name.ends_with(".jsonl") => lines::fault(directory, &part.name),
                    _ => BackupError::Changed(format!("{} has other bytes", part.name)),
                });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_finished_newer_or_changed_is_refused_in_words() {
        let place = tempfile::tempdir().unwrap();
        let directory = place.path();
        let refused = || Manifest::read(directory).unwrap_err().to_string();
        assert!(refused().contains("no finished backup"), "{}", refused());
        std::fs::write(directory.join("rows"), "one").unwrap();
        let mut manifest = Manifest::new(Form::Sqlite, "sqlite", own_version(), Instant::from_millis(0));
        manifest.parts.push(Part::of(directory, "rows").unwrap());
        manifest.write(directory).unwrap();
        assert_eq!(Manifest::read(directory).unwrap(), manifest);
        manifest.verify(directory, |_, _, _| {}).unwrap();
        std::fs::write(directory.join("rows"), "two").unwrap();
        let changed = manifest.verify(directory, |_, _, _| {}).unwrap_err().to_string();
        assert!(changed.contains("rows has other bytes"), "{changed}");
        manifest.parts[0].name = "../rows".to_owned();
        assert!(matches!(manifest.verify(directory, |_, _, _| {}), Err(BackupError::Changed(_))));
        manifest.schema = own_version() + 1;
        manifest.write(directory).unwrap();
        assert!(refused().contains("a newer program"), "{}", refused());
        std::fs::write(directory.join(FILE), "{}").unwrap();
        assert!(refused().contains("changed or damaged"), "{}", refused());
    }
}
