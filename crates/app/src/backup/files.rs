//! The files of a company in a copy: their list, and their bytes under their hashes.

use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use domain::time::Instant;
use store::blobs::{BlobName, Blobs, DirectoryBlobs};

use super::manifest::{Amount, Part, hashed};
use super::{BackupError, FILES, Told, at};

/// The list's name: a line for each file, its hash and its size.
const LIST: &str = "files.txt";

/// The files that are written into a copy, and their list.
pub(super) struct Writing {
    directory: PathBuf,
    list: BufWriter<File>,
    blobs: DirectoryBlobs,
    now: Instant,
    /// What was written so far.
    pub(super) written: Amount,
}

impl Writing {
    /// Begins, over what an attempt before may have left.
    pub(super) fn begin(directory: &Path, now: Instant) -> Result<Self, BackupError> {
        let place = directory.join(LIST);
        Ok(Self {
            list: BufWriter::new(File::create(&place).map_err(at(&place))?),
            blobs: DirectoryBlobs::open(&directory.join(FILES))?,
            directory: directory.to_owned(),
            now,
            written: Amount::default(),
        })
    }

    /// Takes a file with the bytes of `from`.
    pub(super) fn put(&mut self, name: BlobName, from: &mut dyn std::io::Read) -> Result<(), BackupError> {
        let (found, bytes) = self.blobs.put_from(from, self.now)?;
        if found != name {
            return Err(BackupError::Damaged(format!("the bytes of the file {name} have the hash {found}")));
        }
        self.written.count += 1;
        self.written.bytes += bytes;
        writeln!(self.list, "{name} {bytes}").map_err(at(&self.directory.join(LIST)))
    }

    /// Ends the list; its part of the manifest.
    pub(super) fn end(mut self) -> Result<(Part, Amount), BackupError> {
        let place = self.directory.join(LIST);
        self.list.flush().and_then(|()| self.list.get_ref().sync_all()).map_err(at(&place))?;
        super::settle(&self.directory.join(FILES))?;
        Ok((Part::of(&self.directory, LIST)?, self.written))
    }
}

/// The names of a list with their sizes, one by one.
pub(super) fn each_listed(
    directory: &Path,
    each: &mut dyn FnMut(BlobName, u64) -> Result<(), BackupError>,
) -> Result<(), BackupError> {
    let place = directory.join(LIST);
    let lines = BufReader::new(File::open(&place).map_err(at(&place))?).lines();
    for (line, number) in lines.zip(1_u64..) {
        let line = line.map_err(at(&place))?;
        let read =
            line.split_once(' ').and_then(|(name, size)| Some((BlobName::parse(name)?, size.parse().ok()?)));
        let Some((name, size)) = read else {
            return Err(BackupError::Changed(format!(
                "{LIST}, line {number}: {line:?} is no file and its size"
            )));
        };
        each(name, size)?;
    }
    Ok(())
}

/// Reads every listed file and compares it with its name.
pub(super) fn verify(directory: &Path, expected: Amount, told: Told) -> Result<(), BackupError> {
    let blobs = DirectoryBlobs::open(&directory.join(FILES))?;
    let mut read = Amount::default();
    each_listed(directory, &mut |name, size| {
        let Some((mut file, _)) = blobs.open(name)? else {
            return Err(BackupError::Changed(format!("the file {name} is not there")));
        };
        let (found, bytes) = hashed(&mut file, &mut std::io::sink()).map_err(at(directory))?;
        if found != name.to_string() || bytes != size {
            return Err(BackupError::Changed(format!("the file {name} has other bytes")));
        }
        read.count += 1;
        read.bytes += bytes;
        told("files compared", read.count, expected.count);
        Ok(())
    })?;
    if read == expected {
        return Ok(());
    }
    let of = |amount: Amount| format!("{} files of {} bytes", amount.count, amount.bytes);
    Err(BackupError::Changed(format!("{LIST} names {}, backup.json {}", of(read), of(expected))))
}

/// Copies every listed file to where a company keeps them.
pub(super) fn bring(
    directory: &Path,
    to: &dyn Blobs,
    now: Instant,
    count: u64,
    told: Told,
) -> Result<(), BackupError> {
    let blobs = DirectoryBlobs::open(&directory.join(FILES))?;
    let mut done = 0;
    each_listed(directory, &mut |name, _| {
        let there = blobs.open(name)?;
        let brought = match there {
            Some((mut file, _)) => to.put_from(&mut file, now)?.0,
            None => return Err(BackupError::Changed(format!("the file {name} is not there"))),
        };
        if brought != name {
            return Err(BackupError::Changed(format!("the file {name} has other bytes")));
        }
        done += 1;
        told("files brought", done, count);
        Ok(())
    })
}
