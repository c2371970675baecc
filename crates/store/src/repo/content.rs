//! Words and files that people wrote: erasable, so events refer to them only by id and salted hash.

use std::collections::HashMap;

use base16ct::lower::encode_string as hex;
use domain::content::ContentRef;
use domain::ids::{ContentId, PersonId, StreamId};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{hot_sql, params};

/// A text to be kept.
#[derive(Debug, Clone)]
pub struct NewContent {
    /// Its id.
    pub id: ContentId,
    /// What it is: `statement`, `message`, `profile`…
    pub kind: &'static str,
    /// Unguessable, so that nobody can guess the words back from the hash.
    pub salt: [u8; 16],
    /// The words.
    pub body: String,
    /// The file behind it, when it is one; the body is then its name.
    pub file: Option<NewFile>,
}

/// A file whose bytes already lie in the blobs.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewFile {
    /// As the browser said, checked by the edge.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// The name of the blob: its SHA-256.
    pub blob: String,
}

/// A file as pages need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// The stream it belongs to: who reads that may read the file.
    pub stream: StreamId,
    /// Its name.
    pub name: String,
    /// Its type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// The name of the blob.
    pub blob: String,
}

impl NewContent {
    /// The reference that events carry.
    pub fn reference(&self) -> ContentRef {
        let blob = self.file.as_ref().map_or("", |file| file.blob.as_str());
        ContentRef { id: self.id, hash: hash(&self.salt, &self.body, blob) }
    }
}

/// Lower-case hexadecimal SHA-256 of salt, words and, for a file, the name of its blob.
pub fn hash(salt: &[u8], body: &str, blob: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt);
    hasher.update(body.as_bytes());
    hasher.update(blob.as_bytes());
    hex(&hasher.finalize())
}

/// The columns of a text's row, in the order of [`values`]; for bulk loads.
pub const COLUMNS: &[&str] = &["id", "kind", "salt", "body", "stream", "author", "created_at", "erased_at"];

/// The values of a text's row.
pub fn values(stream: StreamId, author: Option<PersonId>, now: Instant, content: &NewContent) -> Vec<Value> {
    vec![
        content.id.into(),
        content.kind.into(),
        content.salt.into(),
        content.body.as_str().into(),
        stream.into(),
        author.into(),
        now.into(),
        Value::Null,
    ]
}

/// Authored data kept as JSON in a content row that was joined; the default when erased.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not what was written.
pub fn parsed<T: serde::de::DeserializeOwned + Default>(row: &Row, at: usize) -> Result<T, StoreError> {
    let Some(body) = row.opt_text(at)?.filter(|body| !body.is_empty()) else { return Ok(T::default()) };
    serde_json::from_str(body).map_err(|error| row.wrong(at, error.to_string()))
}

/// Keeps a text or file.
pub fn insert(
    tx: &mut dyn Tx,
    stream: StreamId,
    author: Option<PersonId>,
    now: Instant,
    content: &NewContent,
) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO content (id, kind, salt, body, stream, author, created_at, erased_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)"
        ),
        params![content.id, content.kind, content.salt, content.body.as_str(), stream, author, now],
    )?;
    if let Some(file) = &content.file {
        tx.execute_one(
            hot_sql!("INSERT INTO file (content, media_type, size, blob) VALUES ($1, $2, $3, $4)"),
            params![content.id, file.media_type.as_str(), file.size, file.blob.as_str()],
        )?;
    }
    Ok(())
}

/// All words of a stream by id; erased ones are empty.
pub fn of_stream(tx: &mut dyn Tx, stream: StreamId) -> Result<HashMap<ContentId, String>, StoreError> {
    let rows = tx.query(hot_sql!("SELECT id, body FROM content WHERE stream = $1"), params![stream])?;
    rows.iter().map(|row| Ok((row.id(0)?, row.text(1)?.to_owned()))).collect()
}

/// The files of a stream by content id.
pub fn files_of_stream(tx: &mut dyn Tx, stream: StreamId) -> Result<HashMap<ContentId, File>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT c.id, c.stream, c.body, f.media_type, f.size, f.blob
             FROM content c JOIN file f ON f.content = c.id WHERE c.stream = $1"
        ),
        params![stream],
    )?;
    rows.iter()
        .map(|row| {
            let file = File {
                stream: row.id(1)?,
                name: row.text(2)?.to_owned(),
                media_type: row.text(3)?.to_owned(),
                size: row.int(4)?,
                blob: row.text(5)?.to_owned(),
            };
            Ok((row.id(0)?, file))
        })
        .collect()
}

/// Bytes of the files of a stream.
pub fn bytes_of_stream(tx: &mut dyn Tx, stream: StreamId) -> Result<i64, StoreError> {
    let row = tx.query_one(
        hot_sql!(
            "SELECT CAST(coalesce(sum(f.size), 0) AS BIGINT)
             FROM content c JOIN file f ON f.content = c.id WHERE c.stream = $1"
        ),
        params![stream],
    )?;
    row.int(0)
}

/// One text.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there: somebody refers to it.
pub fn body(tx: &mut dyn Tx, id: ContentId) -> Result<String, StoreError> {
    Ok(tx.query_one(hot_sql!("SELECT body FROM content WHERE id = $1"), params![id])?.text(0)?.to_owned())
}

/// The salt of one text.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there: somebody refers to it.
pub fn salt(tx: &mut dyn Tx, id: ContentId) -> Result<Vec<u8>, StoreError> {
    Ok(tx.query_one(hot_sql!("SELECT salt FROM content WHERE id = $1"), params![id])?.bytes(0)?.to_vec())
}

/// Erases all words of a stream, with the salts that would let somebody guess them. What refers to them stays.
pub fn erase_stream(tx: &mut dyn Tx, stream: StreamId, now: Instant) -> Result<(), StoreError> {
    tx.execute(
        hot_sql!(
            "UPDATE content SET body = '', salt = $2, erased_at = $3 WHERE stream = $1 AND erased_at IS NULL"
        ),
        params![stream, Vec::new(), now],
    )?;
    Ok(())
}
