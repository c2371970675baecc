//! Intervals of a person's attention: visible to that person alone and deleted after 90 days.

use domain::ids::{PersonId, RequestId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::{hot_sql, params};

/// Intervals of the person that overlap `from..to`. None is longer than fifteen minutes, so the search is bounded.
pub fn between(
    tx: &mut dyn Tx,
    person: PersonId,
    from: Instant,
    to: Instant,
) -> Result<Vec<(Instant, Instant)>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT from_at, to_at FROM attention
             WHERE person = $1 AND from_at > $2 AND from_at < $3 AND to_at > $4"
        ),
        params![person, from.plus_seconds(-3600), to, from],
    )?;
    rows.iter().map(|row| Ok((row.instant(0)?, row.instant(1)?))).collect()
}

/// Keeps an interval.
pub fn add(
    tx: &mut dyn Tx,
    person: PersonId,
    request: RequestId,
    from: Instant,
    to: Instant,
) -> Result<(), StoreError> {
    tx.execute(
        hot_sql!(
            "INSERT INTO attention (person, from_at, to_at, request) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person, from_at, request) DO UPDATE SET to_at = excluded.to_at"
        ),
        params![person, from, to, request],
    )
    .map(|_| ())
}

/// Deletes what is older than `before`.
pub fn forget(tx: &mut dyn Tx, before: Instant) -> Result<u64, StoreError> {
    tx.execute(crate::sql!("DELETE FROM attention WHERE to_at < $1"), params![before])
}
