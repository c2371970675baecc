//! Files, kept under the hash of their bytes: beside SQLite in a directory, on PostgreSQL in pieces in the database.
//!
//! A file is put first and referred to afterwards, by the transaction that needs it. What nobody refers to is swept after a day.

mod database;
mod directory;

use std::collections::HashSet;
use std::fmt;
use std::io::{Cursor, Read};

use base16ct::lower::encode_string as hex;
use domain::time::Instant;
use sha2::{Digest, Sha256};

use crate::error::StoreError;

pub use database::{DatabaseBlobs, Pieces, put_in};
pub use directory::DirectoryBlobs;

/// How long a file without a reference stays.
pub const ORPHAN_SECONDS: i64 = 24 * 60 * 60;

/// The name of a file: the SHA-256 of its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BlobName(pub [u8; 32]);

impl BlobName {
    /// The name of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads the 64 hex digits that [`fmt::Display`] writes.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return None;
        }
        let mut name = [0; 32];
        for (at, byte) in name.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
        }
        Some(Self(name))
    }

    /// Reads the 32 bytes that a row keeps.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for BlobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl From<BlobName> for crate::value::Value {
    fn from(name: BlobName) -> Self {
        Self::from(name.0)
    }
}

/// Where files are. The calls block: from asynchronous code use a blocking thread.
pub trait Blobs: Send + Sync {
    /// Keeps the bytes durably and gives their name; the same bytes again are kept once and count as put `now`.
    fn put(&self, bytes: &[u8], now: Instant) -> Result<BlobName, StoreError>;

    /// Keeps everything that a reader gives; its name and size. Where the place of files allows it, memory holds a piece at a time.
    ///
    /// # Errors
    /// The reader's too.
    fn put_from(&self, source: &mut dyn Read, now: Instant) -> Result<(BlobName, u64), StoreError> {
        let mut bytes = Vec::new();
        source.read_to_end(&mut bytes)?;
        Ok((self.put(&bytes, now)?, bytes.len() as u64))
    }

    /// A reader of the file and its size, or `None` when there is no such file.
    ///
    /// # Errors
    /// As [`Blobs::get`], unless the reader meets them later.
    fn open(&self, name: BlobName) -> Result<Option<Opened>, StoreError> {
        let reader = |bytes: Vec<u8>| {
            let size = bytes.len() as u64;
            (Box::new(Cursor::new(bytes)) as Box<dyn Read + Send>, size)
        };
        Ok(self.get(name)?.map(reader))
    }

    /// The bytes, or `None` when there is no such file.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when the bytes do not have the hash that names them.
    fn get(&self, name: BlobName) -> Result<Option<Vec<u8>>, StoreError>;

    /// Whether the file is there.
    fn exists(&self, name: BlobName) -> Result<bool, StoreError>;

    /// Every file, for the checks.
    fn names(&self) -> Result<Vec<BlobName>, StoreError>;

    /// How much room there is where the files are; `None` where nobody can tell, as in a database elsewhere.
    fn space(&self) -> Result<Option<Space>, StoreError> {
        Ok(None)
    }

    /// Removes files that are not `used` and were put more than a day before `now`; how many. Read `used` before.
    fn sweep(&self, used: &HashSet<BlobName>, now: Instant) -> Result<u64, StoreError>;
}

/// The room where files are, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// Of the whole file system.
    pub total: u64,
    /// What of it is free for us.
    pub free: u64,
    /// What the files take.
    pub files: u64,
}

impl Space {
    /// How many hundredths are free, rounded down.
    pub fn free_percent(&self) -> u64 {
        (u128::from(self.free) * 100 / u128::from(self.total.max(1))).min(100) as u64
    }
}

/// A file being read, and how many bytes it has.
pub type Opened = (Box<dyn Read + Send>, u64);

/// The bytes, if they have the hash that names them.
fn verified(name: BlobName, bytes: Vec<u8>, table: &str) -> Result<Vec<u8>, StoreError> {
    let found = BlobName::of(&bytes);
    if found == name {
        Ok(bytes)
    } else {
        Err(StoreError::inconsistent(table, "bytes", name, format!("the bytes have the hash {found}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_back() {
        let name = BlobName::of(b"abc");
        assert_eq!(name.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(BlobName::parse(&name.to_string()), Some(name));
        assert_eq!(BlobName::from_bytes(&name.0), Some(name));
        for wrong in ["", "ba", "../../../../etc/passwd", &"г".repeat(32), &"A".repeat(64), &"+1".repeat(32)]
        {
            assert_eq!(BlobName::parse(wrong), None, "{wrong}");
        }
    }
}
