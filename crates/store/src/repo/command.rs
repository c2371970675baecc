//! Command keys: a command that comes twice is done once.

use domain::ids::{CommandId, StreamId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, inserting, joined, params, sql};

select! {
    /// A command that was done.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Done from "command" {
        /// The stream that it went to.
        pub stream: StreamId,
        /// The hash of what it asked for, where that was kept.
        pub print: Option<Vec<u8>>,
    }
}

table! {
    /// Commands that were done.
    COMMAND: Operational "command";
    fn values(id: CommandId, done: &Done, now: Instant) {
        key id = id,
        once stream = done.stream,
        once print = done.print.as_deref(),
        once recorded_at = now,
    }
}

/// The command with this key, if it was done.
pub fn done(tx: &mut dyn Tx, id: CommandId) -> Result<Option<Done>, StoreError> {
    tx.opt(hot_sql!(Done, "WHERE id = $1"), params![id])
}

/// Remembers that it is done with what goes on now; false when it was done before.
pub fn take(tx: &mut dyn Tx, id: CommandId, done: &Done, now: Instant) -> Result<bool, StoreError> {
    let take = hot_sql!(joined!(" "; inserting!(COMMAND, false), "ON CONFLICT (id) DO NOTHING"));
    tx.execute(take, &values(id, done, now)).map(|rows| rows == 1)
}

/// Remembers that it was done.
///
/// # Errors
/// [`StoreError::Unique`] when it was done meanwhile.
pub fn remember(tx: &mut dyn Tx, id: CommandId, done: &Done, now: Instant) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert COMMAND), &values(id, done, now))
}

/// Forgets commands that were done before a moment; how many.
pub fn forget(tx: &mut dyn Tx, before: Instant) -> Result<u64, StoreError> {
    tx.execute(sql!("DELETE FROM command WHERE recorded_at < $1"), params![before])
}
