//! Words and files that people wrote: erasable, so events refer to them only by id and salted hash.

use std::collections::HashMap;

use base16ct::lower::encode_string as hex;
use domain::content::ContentRef;
use domain::ids::{ContentId, PersonId, StreamId};
use domain::time::Instant;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::value::Value;
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

select! {
    /// A file as pages need it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct File {
        /// The stream it belongs to: who reads that may read the file.
        pub stream: StreamId = "c.stream",
        /// Its name.
        pub name: String = "c.body",
        /// Its type.
        pub media_type: String = "f.media_type",
        /// Bytes.
        pub size: i64 = "f.size",
        /// The name of the blob.
        pub blob: String = "f.blob",
    }
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

table! {
    /// Words that people wrote, and names of files.
    pub CONTENT: Content "content";
    /// The values of a text's row.
    pub fn values(stream: StreamId, author: Option<PersonId>, now: Instant, content: &NewContent) {
        key id = content.id,
        once kind = content.kind,
        once salt = content.salt,
        once body = &content.body,
        once stream = stream,
        once author = author,
        once created_at = now,
        once erased_at = Value::Null,
    }
}

table! {
    /// What is known of files, by the text that is their name.
    FILE: Content "file";
    fn file_values(content: ContentId, file: &NewFile) {
        key content = content,
        once media_type = &file.media_type,
        once size = file.size,
        once blob = &file.blob,
    }
}

/// Keeps texts and files of a stream.
pub fn insert(
    tx: &mut dyn Tx,
    stream: StreamId,
    author: Option<PersonId>,
    now: Instant,
    contents: &[NewContent],
) -> Result<(), StoreError> {
    if contents.is_empty() {
        return Ok(());
    }
    tx.fill(&CONTENT, contents.iter().map(|content| values(stream, author, now, content)))?;
    let mut files =
        contents.iter().filter_map(|content| Some((content.id, content.file.as_ref()?))).peekable();
    if files.peek().is_some() {
        tx.fill(&FILE, files.map(|(id, file)| file_values(id, file)))?;
    }
    Ok(())
}

/// All words of a stream by id; erased ones are empty.
pub fn of_stream(tx: &mut dyn Tx, stream: StreamId) -> Result<HashMap<ContentId, String>, StoreError> {
    let texts: Vec<(ContentId, String)> =
        tx.all(hot_sql!("SELECT id, body FROM content WHERE stream = $1"), params![stream])?;
    Ok(texts.into_iter().collect())
}

select! {
    struct Filed from "content c JOIN file f ON f.content = c.id" {
        content: ContentId = "c.id",
        file: File = File,
    }
}

/// The files of a stream by content id.
pub fn files_of_stream(tx: &mut dyn Tx, stream: StreamId) -> Result<HashMap<ContentId, File>, StoreError> {
    let files = tx.all(hot_sql!(Filed, "WHERE c.stream = $1"), params![stream])?;
    Ok(files.into_iter().map(|Filed { content, file }| (content, file)).collect())
}

/// Bytes of the files of a stream.
pub fn bytes_of_stream(tx: &mut dyn Tx, stream: StreamId) -> Result<i64, StoreError> {
    tx.one(
        hot_sql!(
            "SELECT CAST(coalesce(sum(f.size), 0) AS BIGINT)
             FROM content c JOIN file f ON f.content = c.id WHERE c.stream = $1"
        ),
        params![stream],
    )
}

/// One text.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there: somebody refers to it.
pub fn body(tx: &mut dyn Tx, id: ContentId) -> Result<String, StoreError> {
    tx.one(hot_sql!("SELECT body FROM content WHERE id = $1"), params![id])
}

/// The salt of one text.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there: somebody refers to it.
pub fn salt(tx: &mut dyn Tx, id: ContentId) -> Result<Vec<u8>, StoreError> {
    tx.one(hot_sql!("SELECT salt FROM content WHERE id = $1"), params![id])
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
