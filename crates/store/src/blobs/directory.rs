//! Files in a directory: `ab/cdef…`, written aside, synced, renamed, and the directory synced.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use domain::time::Instant;
use sha2::{Digest, Sha256};

use crate::blobs::{BlobName, Blobs, ORPHAN_SECONDS, Opened, Space, verified};
use crate::error::StoreError;

/// Files in a directory of this machine, or one that all nodes share.
#[derive(Debug)]
pub struct DirectoryBlobs {
    root: PathBuf,
    written: AtomicU64,
    /// Bytes of all files, once they were counted.
    size: Mutex<Option<u64>>,
}

/// Names of files that are still being written start so.
const ASIDE: &str = "new-";

impl DirectoryBlobs {
    /// Uses `root`, making it when it is missing.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(root)?;
        Ok(Self { root: root.to_owned(), written: AtomicU64::new(0), size: Mutex::new(None) })
    }

    fn place(&self, name: BlobName) -> (PathBuf, PathBuf) {
        let hex = name.to_string();
        let directory = self.root.join(&hex[..2]);
        let file = directory.join(&hex[2..]);
        (directory, file)
    }

    /// Notes that so many bytes came.
    fn grew(&self, bytes: u64) {
        if let Some(size) = self.size.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
            *size += bytes;
        }
    }

    /// Bytes of all files: counted once, and anew after each sweep.
    fn size(&self) -> Result<u64, StoreError> {
        let mut size = self.size.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(size) = *size {
            return Ok(size);
        }
        let mut all = 0;
        for (_, place, _) in self.files()? {
            match fs::metadata(place) {
                Ok(file) => all += file.len(),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(error.into()),
            }
        }
        *size = Some(all);
        Ok(all)
    }

    /// Every file with its time of putting; also those left aside by a crash, without a name.
    fn files(&self) -> Result<Vec<(Option<BlobName>, PathBuf, Instant)>, StoreError> {
        let mut files = Vec::new();
        for directory in fs::read_dir(&self.root)? {
            let directory = directory?;
            if !directory.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(directory.path())? {
                let file = file?;
                let (first, rest) = (directory.file_name(), file.file_name());
                let (first, rest) = (first.to_string_lossy(), rest.to_string_lossy());
                let name = BlobName::parse(&format!("{first}{rest}"));
                if name.is_none() && !rest.starts_with(ASIDE) {
                    continue;
                }
                files.push((name, file.path(), instant(file.metadata()?.modified()?)));
            }
        }
        Ok(files)
    }
}

impl Blobs for DirectoryBlobs {
    fn put(&self, bytes: &[u8], now: Instant) -> Result<BlobName, StoreError> {
        let name = BlobName::of(bytes);
        let (directory, place) = self.place(name);
        if !directory.exists() {
            fs::create_dir_all(&directory)?;
            File::open(&self.root)?.sync_all()?;
        }
        // Written again even when it is there: the older one may be about to be swept.
        let new = !place.exists();
        let count = self.written.fetch_add(1, Ordering::Relaxed);
        let aside = directory.join(format!("{ASIDE}{}-{count}", std::process::id()));
        let write = || -> std::io::Result<()> {
            let mut file = File::create(&aside)?;
            file.write_all(bytes)?;
            file.set_modified(system_time(now))?;
            file.sync_all()?;
            fs::rename(&aside, &place)?;
            File::open(&directory)?.sync_all()
        };
        write().inspect_err(|_| {
            let _ = fs::remove_file(&aside);
        })?;
        if new {
            self.grew(bytes.len() as u64);
        }
        Ok(name)
    }

    fn put_from(&self, source: &mut dyn Read, now: Instant) -> Result<(BlobName, u64), StoreError> {
        // The name is known at the end: until then it lies in a directory that no name leads to.
        let incoming = self.root.join("in");
        fs::create_dir_all(&incoming)?;
        let count = self.written.fetch_add(1, Ordering::Relaxed);
        let aside = incoming.join(format!("{ASIDE}{}-{count}", std::process::id()));
        let mut write = || -> std::io::Result<(BlobName, u64)> {
            let mut file = File::create(&aside)?;
            let (mut digest, mut size) = (Sha256::new(), 0);
            let mut piece = vec![0; 64 * 1024];
            loop {
                let read = match source.read(&mut piece) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                    other => other?,
                };
                if read == 0 {
                    break;
                }
                digest.update(&piece[..read]);
                file.write_all(&piece[..read])?;
                size += read as u64;
            }
            file.set_modified(system_time(now))?;
            file.sync_all()?;
            let name = BlobName(digest.finalize().into());
            let (directory, place) = self.place(name);
            if !directory.exists() {
                fs::create_dir_all(&directory)?;
                File::open(&self.root)?.sync_all()?;
            }
            let new = !place.exists();
            fs::rename(&aside, &place)?;
            File::open(&directory)?.sync_all()?;
            if new {
                self.grew(size);
            }
            Ok((name, size))
        };
        let written = write().inspect_err(|_| {
            let _ = fs::remove_file(&aside);
        })?;
        Ok(written)
    }

    fn open(&self, name: BlobName) -> Result<Option<Opened>, StoreError> {
        match File::open(self.place(name).1) {
            Ok(file) => {
                let size = file.metadata()?.len();
                Ok(Some((Box::new(std::io::BufReader::new(file)), size)))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn get(&self, name: BlobName) -> Result<Option<Vec<u8>>, StoreError> {
        match fs::read(self.place(name).1) {
            Ok(bytes) => verified(name, bytes, "blobs").map(Some),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn exists(&self, name: BlobName) -> Result<bool, StoreError> {
        Ok(self.place(name).1.try_exists()?)
    }

    fn names(&self) -> Result<Vec<BlobName>, StoreError> {
        let mut names: Vec<_> = self.files()?.into_iter().filter_map(|file| file.0).collect();
        names.sort_unstable();
        Ok(names)
    }

    #[cfg(unix)]
    fn space(&self) -> Result<Option<Space>, StoreError> {
        let there = rustix::fs::statvfs(&self.root).map_err(std::io::Error::from)?;
        Ok(Some(Space {
            total: there.f_blocks.saturating_mul(there.f_frsize),
            free: there.f_bavail.saturating_mul(there.f_frsize),
            files: self.size()?,
        }))
    }

    fn sweep(&self, used: &HashSet<BlobName>, now: Instant) -> Result<u64, StoreError> {
        let before = now.plus_seconds(-ORPHAN_SECONDS);
        let mut swept = 0;
        for (name, place, put) in self.files()? {
            if put < before && name.is_none_or(|name| !used.contains(&name)) {
                fs::remove_file(place)?;
                swept += 1;
            }
        }
        *self.size.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(swept)
    }
}

fn system_time(at: Instant) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(at.millis().max(0).unsigned_abs())
}

fn instant(time: SystemTime) -> Instant {
    let millis = time.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    Instant::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
}
