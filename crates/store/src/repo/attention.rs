//! Intervals of a person's attention: visible to that person alone and deleted after 90 days.

use domain::ids::{PersonId, RequestId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params};

table! {
    /// Intervals of people's attention.
    ATTENTION: Operational "attention";
    fn values(person: PersonId, from: Instant, request: RequestId, to: Instant) {
        key person = person,
        key from_at = from,
        key request = request,
        set to_at = to,
    }
}

/// Intervals of the person that overlap `from..to`. None is longer than fifteen minutes, so the search is bounded.
pub fn between(
    tx: &mut dyn Tx,
    person: PersonId,
    from: Instant,
    to: Instant,
) -> Result<Vec<(Instant, Instant)>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT from_at, to_at FROM attention
             WHERE person = $1 AND from_at > $2 AND from_at < $3 AND to_at > $4"
        ),
        params![person, from.plus_seconds(-3600), to, from],
    )
}

/// Keeps an interval.
pub fn add(
    tx: &mut dyn Tx,
    person: PersonId,
    request: RequestId,
    from: Instant,
    to: Instant,
) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(upsert ATTENTION), &values(person, from, request, to))
}

/// Deletes what is older than `before`.
pub fn forget(tx: &mut dyn Tx, before: Instant) -> Result<u64, StoreError> {
    tx.execute(crate::sql!("DELETE FROM attention WHERE to_at < $1"), params![before])
}
