//! Files in the database, in pieces of 256 KiB.

use std::collections::HashSet;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use std::time::Duration;

use domain::time::Instant;
use sha2::{Digest, Sha256};

use crate::blobs::{BlobName, Blobs, ORPHAN_SECONDS, verified};
use crate::db::Db;
use crate::error::StoreError;
use crate::read::{FromRow, Reader};
use crate::table::table;
use crate::tx::{Lane, Tx};
use crate::{hot_sql, params, sql};

/// The size of a piece.
const CHUNK: usize = 256 * 1024;
/// A large file may take longer than a command.
const LIMIT: Duration = Duration::from_secs(60);

/// Files in the tables `blob_file` and `blob_chunk`.
#[derive(Clone)]
pub struct DatabaseBlobs {
    db: Db,
}

impl DatabaseBlobs {
    /// Files in this database.
    pub const fn new(db: Db) -> Self {
        Self { db }
    }
}

table! {
    /// Files by their hash.
    BLOB_FILE: Content "blob_file";
    fn file_values(name: BlobName, size: i64, now: Instant) {
        key sha256 = name,
        once size = size,
        set stored_at = now,
    }
}

table! {
    /// Pieces of files.
    BLOB_CHUNK: Content "blob_chunk";
    fn values(name: BlobName, seq: i64, chunk: &[u8]) {
        key sha256 = name,
        key seq = seq,
        once bytes = chunk,
    }
}

impl FromRow for BlobName {
    fn from_row(reader: &mut Reader<'_>) -> Result<Self, StoreError> {
        reader.column(|row, at| {
            Self::from_bytes(row.bytes(at)?).ok_or_else(|| row.wrong(at, "a hash of another length"))
        })
    }
}

impl Blobs for DatabaseBlobs {
    fn put(&self, bytes: &[u8], now: Instant) -> Result<BlobName, StoreError> {
        let name = BlobName::of(bytes);
        let bytes: Arc<[u8]> = bytes.into();
        self.db.within(Lane::Write, LIMIT, move |tx| {
            let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
            tx.execute_one(hot_sql!(upsert BLOB_FILE), &file_values(name, size, now))?;
            let first = hot_sql!("SELECT seq FROM blob_chunk WHERE sha256 = $1 AND seq = 0");
            if tx.query_opt(first, params![name])?.is_some() {
                return Ok(());
            }
            tx.fill(
                &BLOB_CHUNK,
                (0..).zip(bytes.chunks(CHUNK)).map(|(seq, chunk)| values(name, seq, chunk)),
            )?;
            Ok::<_, StoreError>(())
        })?;
        Ok(name)
    }

    fn get(&self, name: BlobName) -> Result<Option<Vec<u8>>, StoreError> {
        let bytes = self.db.within(Lane::Read, LIMIT, move |tx| {
            let file = hot_sql!("SELECT size FROM blob_file WHERE sha256 = $1");
            let Some(size) = tx.opt(file, params![name])? else {
                return Ok(None);
            };
            let mut bytes = Vec::with_capacity(size);
            tx.each(
                hot_sql!("SELECT bytes FROM blob_chunk WHERE sha256 = $1 ORDER BY seq"),
                params![name],
                &mut |chunk: Vec<u8>| {
                    bytes.extend_from_slice(&chunk);
                    Ok(())
                },
            )?;
            Ok::<_, StoreError>(Some(bytes))
        })?;
        bytes.map(|bytes| verified(name, bytes, "blob_chunk")).transpose()
    }

    fn exists(&self, name: BlobName) -> Result<bool, StoreError> {
        self.db.read_blocking(move |tx| {
            let file = hot_sql!("SELECT size FROM blob_file WHERE sha256 = $1");
            Ok(tx.query_opt(file, params![name])?.is_some())
        })
    }

    fn names(&self) -> Result<Vec<BlobName>, StoreError> {
        self.db.within(Lane::Read, LIMIT, |tx| stored_before(tx, Instant::from_millis(i64::MAX)))
    }

    fn sweep(&self, used: &HashSet<BlobName>, now: Instant) -> Result<u64, StoreError> {
        let before = now.plus_seconds(-ORPHAN_SECONDS);
        let old = self.db.within(Lane::Read, LIMIT, move |tx| stored_before(tx, before))?;
        let mut swept = 0;
        for name in old.into_iter().filter(|name| !used.contains(name)) {
            swept += self.db.within(Lane::Write, LIMIT, move |tx| remove(tx, name, before))?;
        }
        Ok(swept)
    }
}

/// The bytes of a file in the snapshot of a transaction, read piece by piece.
pub struct Pieces<'t> {
    tx: &'t mut dyn Tx,
    name: BlobName,
    next: i64,
    piece: Cursor<Vec<u8>>,
}

impl<'t> Pieces<'t> {
    /// The file, or none when it is not there.
    ///
    /// # Errors
    /// The database's.
    pub fn open(tx: &'t mut dyn Tx, name: BlobName) -> Result<Option<Self>, StoreError> {
        let file = hot_sql!("SELECT size FROM blob_file WHERE sha256 = $1");
        let there = tx.query_opt(file, params![name])?.is_some();
        Ok(there.then(|| Self { tx, name, next: 0, piece: Cursor::default() }))
    }
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.piece.read(into)?;
        if read > 0 || into.is_empty() {
            return Ok(read);
        }
        let piece = hot_sql!("SELECT bytes FROM blob_chunk WHERE sha256 = $1 AND seq = $2");
        let found = self.tx.opt::<Vec<u8>>(piece, params![self.name, self.next]);
        let Some(bytes) = found.map_err(io::Error::other)? else { return Ok(0) };
        self.next += 1;
        self.piece = Cursor::new(bytes);
        self.piece.read(into)
    }
}

/// Puts a file into the database within a transaction, piece by piece; it must not be there. The caller knows its hash.
///
/// # Errors
/// The database's and the reader's, [`StoreError::Inconsistent`] when the reader gives other bytes than the name says.
pub fn put_in(
    tx: &mut dyn Tx,
    name: BlobName,
    size: u64,
    source: &mut dyn Read,
    now: Instant,
) -> Result<(), StoreError> {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    tx.fill(&BLOB_FILE, [file_values(name, size, now)])?;
    let (mut hash, mut failed, mut seq) = (Sha256::new(), None, 0);
    let pieces = std::iter::from_fn(|| {
        let mut piece = Vec::with_capacity(CHUNK);
        if let Err(error) = Read::take(&mut *source, CHUNK as u64).read_to_end(&mut piece) {
            failed = Some(error);
        }
        if failed.is_some() || piece.is_empty() {
            return None;
        }
        hash.update(&piece);
        seq += 1;
        Some(values(name, seq - 1, &piece))
    });
    tx.fill(&BLOB_CHUNK, pieces)?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let found = BlobName(hash.finalize().into());
    if found == name {
        return Ok(());
    }
    Err(StoreError::inconsistent("blob_chunk", "bytes", name, format!("the bytes have the hash {found}")))
}

fn stored_before(tx: &mut dyn Tx, before: Instant) -> Result<Vec<BlobName>, StoreError> {
    tx.all(sql!("SELECT sha256 FROM blob_file WHERE stored_at < $1 ORDER BY sha256"), params![before])
}

/// Removes a file unless it was put again meanwhile.
fn remove(tx: &mut dyn Tx, name: BlobName, before: Instant) -> Result<u64, StoreError> {
    let still = hot_sql!("SELECT size FROM blob_file WHERE sha256 = $1 AND stored_at < $2");
    if tx.query_opt(still, params![name, before])?.is_none() {
        return Ok(0);
    }
    tx.execute(hot_sql!("DELETE FROM blob_chunk WHERE sha256 = $1"), params![name])?;
    tx.execute_one(hot_sql!("DELETE FROM blob_file WHERE sha256 = $1"), params![name])?;
    Ok(1)
}
