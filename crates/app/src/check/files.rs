//! Files: that they are there, with the bytes that name them.

use store::Db;
use store::audit::{self, FIRST};
use store::blobs::{BlobName, Blobs};
use uuid::Uuid;

use super::Checked;
use crate::error::{Answer, AppError};

/// Files of one window.
const WINDOW: i64 = 500;

pub(super) fn check(db: &Db, blobs: &dyn Blobs, checked: &mut Checked) -> Answer<()> {
    let mut after = FIRST.to_vec();
    loop {
        let from = after.clone();
        let files = db.read_blocking(move |tx| audit::files_after(tx, &from, WINDOW))?;
        let Some(last) = files.last() else { return Ok(()) };
        after = last.content.clone();
        for file in files {
            checked.files += 1;
            let row = Uuid::from_slice(&file.content).map_or_else(|_| "?".to_owned(), |id| id.to_string());
            let Some(name) = BlobName::parse(&file.blob) else {
                checked.differs("file", row, "blob", "a hash", file.blob);
                continue;
            };
            match blobs.get(name) {
                Ok(Some(bytes)) if bytes.len() as i64 == file.size => {}
                Ok(Some(bytes)) => checked.differs("file", row, "size", bytes.len(), file.size),
                Ok(None) => checked.differs("file", row, "blob", "a file", "none"),
                Err(error) => checked.unreadable(AppError::Store(error))?,
            }
        }
    }
}
