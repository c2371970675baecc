//! Command keys: a command that comes twice is done once.

use domain::ids::{CommandId, StreamId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::{hot_sql, params};

/// A command that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The stream that it went to.
    pub stream: StreamId,
    /// The last place there when it was done.
    pub seq: i64,
    /// The hash of what it asked for, where that was kept.
    pub print: Option<Vec<u8>>,
}

/// The command with this key, if it was done.
pub fn done(tx: &mut dyn Tx, id: CommandId) -> Result<Option<Done>, StoreError> {
    let row = tx.query_opt(hot_sql!("SELECT stream, seq, print FROM command WHERE id = $1"), params![id])?;
    row.map(|row| {
        let print = if row.is_null(2)? { None } else { Some(row.bytes(2)?.to_vec()) };
        Ok(Done { stream: row.id(0)?, seq: row.int(1)?, print })
    })
    .transpose()
}

/// Remembers that it was done.
///
/// # Errors
/// [`StoreError::Unique`] when it was done meanwhile.
pub fn remember(tx: &mut dyn Tx, id: CommandId, done: &Done, now: Instant) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!("INSERT INTO command (id, stream, seq, print, recorded_at) VALUES ($1, $2, $3, $4, $5)"),
        params![id, done.stream, done.seq, done.print.as_deref(), now],
    )
}
