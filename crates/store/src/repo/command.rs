//! Command keys: a command that comes twice is done once.

use domain::ids::{CommandId, StreamId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::{hot_sql, params};

/// Where a command with this key went, if it was done: stream and its last sequence then.
///
/// # Errors
/// The database's.
pub fn done(tx: &mut dyn Tx, id: CommandId) -> Result<Option<(StreamId, i64)>, StoreError> {
    let row = tx.query_opt(hot_sql!("SELECT stream, seq FROM command WHERE id = $1"), params![id])?;
    row.map(|row| Ok((row.id(0)?, row.int(1)?))).transpose()
}

/// Remembers that it was done.
///
/// # Errors
/// [`StoreError::Unique`] when it was done meanwhile.
pub fn remember(
    tx: &mut dyn Tx,
    id: CommandId,
    stream: StreamId,
    seq: i64,
    now: Instant,
) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!("INSERT INTO command (id, stream, seq, recorded_at) VALUES ($1, $2, $3, $4)"),
        params![id, stream, seq, now],
    )
}
