//! A copy of SQLite's file beside it, before tables of it are made again from its history.

use std::fs;
use std::path::{Path, PathBuf};

use crate::copy;
use crate::error::StoreError;

/// Where the copy lies, named with the number of the schema that it has.
fn place(file: &Path, schema: i64) -> PathBuf {
    file.with_file_name(format!("vitrina-schema-{schema}.sqlite3"))
}

/// Copies `file` as it was before the transaction in which it is called, looks through the copy and gives it its name; where it lies.
/// A copy of the same schema that an earlier attempt left gives way.
pub(super) fn keep(file: &Path, schema: i64) -> Result<PathBuf, StoreError> {
    let place = place(file, schema);
    kept(file, &place).map(|()| place.clone()).map_err(|error| {
        StoreError::Schema(format!(
            "tables are to be made again from the history, and the copy of the database that is kept before that failed: {error}. \
             Nothing was changed. Let {} be written, or serve with --no-copy, which keeps none",
            place.display()
        ))
    })
}

fn kept(file: &Path, place: &Path) -> Result<(), StoreError> {
    let aside = place.with_extension("part");
    if aside.exists() {
        fs::remove_file(&aside)?;
    }
    enough(needed(file)?, copy::free(place.parent().unwrap_or(Path::new(".")))?)?;
    let copied = copy::copy(file, &aside, &mut |_, _| {}).and_then(|()| match copy::damage(&aside)? {
        Some(words) => Err(StoreError::Damaged(words)),
        None => Ok(fs::rename(&aside, place)?),
    });
    if copied.is_err() {
        let _ = fs::remove_file(&aside);
    }
    copied
}

/// The bytes of the file and of its journal.
fn needed(file: &Path) -> Result<u64, StoreError> {
    let mut journal = file.as_os_str().to_owned();
    journal.push("-wal");
    let journal = fs::metadata(journal).map_or(0, |journal| journal.len());
    Ok(fs::metadata(file)?.len() + journal)
}

fn enough(needed: u64, free: u64) -> Result<(), StoreError> {
    if free >= needed {
        return Ok(());
    }
    let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
    let (needed, free) = (megabytes(needed), free / 1_000_000);
    Err(StoreError::Io(format!("it takes {needed} MB and {free} MB are free")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_has_no_room_is_refused_before_it_begins() {
        assert_eq!(enough(5_000_000, 5_000_000), Ok(()));
        let refused = enough(5_000_001, 4_999_999).unwrap_err().to_string();
        assert!(refused.contains("it takes 6 MB and 4 MB are free"), "{refused}");
    }

    #[test]
    fn what_an_interruption_left_gives_way_and_a_damaged_file_gives_no_copy() {
        let place = tempfile::tempdir().unwrap();
        let file = place.path().join("vitrina.sqlite3");
        rusqlite::Connection::open(&file).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
        fs::write(place.path().join("vitrina-schema-3.part"), "torn").unwrap();
        fs::write(place.path().join("vitrina-schema-3.sqlite3"), "of an earlier attempt").unwrap();
        let copied = keep(&file, 3).unwrap();
        assert_eq!(copied, place.path().join("vitrina-schema-3.sqlite3"));
        assert_eq!(copy::damage(&copied), Ok(None));
        assert!(!place.path().join("vitrina-schema-3.part").exists());
        fs::write(&file, [7; 4096]).unwrap();
        let refused = keep(&file, 4).unwrap_err().to_string();
        assert!(refused.contains("--no-copy"), "{refused}");
        assert!(!place.path().join("vitrina-schema-4.sqlite3").exists());
    }
}
