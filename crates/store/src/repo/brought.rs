//! Files that people sent lately, whether or not something came of them.

use domain::ids::PersonId;
use domain::time::Instant;

use crate::error::StoreError;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params, sql};

table! {
    /// Files that people sent lately.
    BROUGHT: Operational "file_brought";
    fn values(person: PersonId, blob: &str, size: i64, now: Instant) {
        key person = person,
        key blob = blob,
        once size = size,
        set brought_at = now,
    }
}

/// Bytes of the files that a person sent at `from` or later, but for the one of this name.
pub fn bytes(tx: &mut dyn Tx, person: PersonId, from: Instant, but: &str) -> Result<i64, StoreError> {
    tx.one(
        hot_sql!(
            "SELECT CAST(coalesce(sum(size), 0) AS BIGINT) FROM file_brought
             WHERE person = $1 AND brought_at >= $2 AND blob <> $3"
        ),
        params![person, from, but],
    )
}

/// Notes that a person sent a file of this name now; the same file again is one file.
pub fn add(tx: &mut dyn Tx, person: PersonId, blob: &str, size: i64, now: Instant) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(upsert BROUGHT), &values(person, blob, size, now))
}

/// Deletes what was sent before `before`.
pub fn forget(tx: &mut dyn Tx, before: Instant) -> Result<u64, StoreError> {
    tx.execute(sql!("DELETE FROM file_brought WHERE brought_at < $1"), params![before])
}
