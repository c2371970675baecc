//! The end of each stream of the history: the last event that is chained, with its hash.

use domain::ids::StreamId;
use domain::time::Instant;

use crate::chain::{Hash, Tip};
use crate::error::StoreError;
use crate::read::{SIXTY, sixty};
use crate::table::table;
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params, sql};

table! {
    /// The end of each stream.
    pub STREAM: State "stream";
    /// The values of a row.
    pub(crate) fn values(id: StreamId, seq: i64, hash: Hash) {
        key id = id,
        set seq = seq,
        set hash = hash,
    }
}

/// A row of this table: only a stream that is chained has one.
#[derive(Debug, Clone, PartialEq)]
pub struct End(pub(super) Vec<Value>);

impl End {
    /// The row of a stream that ends so.
    pub fn new(stream: StreamId, tip: Tip) -> Option<Self> {
        tip.hash().filter(|_| tip.seq() > 0).map(|hash| Self(values(stream, tip.seq(), hash)))
    }
}

impl AsRef<[Value]> for End {
    fn as_ref(&self) -> &[Value] {
        &self.0
    }
}

/// The ends of streams, of those that are chained.
pub(crate) fn tips(tx: &mut dyn Tx, streams: &[StreamId]) -> Result<Vec<(StreamId, Tip)>, StoreError> {
    let mut tips = Vec::with_capacity(streams.len());
    for some in streams.chunks(60) {
        tips.extend(tx.all::<(StreamId, Tip)>(
            hot_sql!(crate::joined!(" "; "SELECT id, seq, hash FROM stream WHERE id IN", SIXTY)),
            &sixty(some.iter().map(|stream| stream.bytes())),
        )?);
    }
    Ok(tips)
}

/// Takes the end of a stream back to an event that is there; a stream without events has none.
pub(super) fn end_at(tx: &mut dyn Tx, stream: StreamId, seq: i64) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM stream WHERE id = $1"), params![stream])?;
    tx.execute(
        sql!(
            "INSERT INTO stream (id, seq, hash)
             SELECT stream, seq, hash FROM event WHERE stream = $1 AND seq = $2 AND hash IS NOT NULL"
        ),
        params![stream, seq],
    )?;
    Ok(())
}

/// The ends of streams above `after` and not above `to`.
pub fn between(tx: &mut dyn Tx, after: &[u8], to: &[u8]) -> Result<Vec<(StreamId, Tip)>, StoreError> {
    tx.all(sql!("SELECT id, seq, hash FROM stream WHERE id > $1 AND id <= $2"), params![after, to])
}

/// The ends of streams after one, in the order of ids, at most `limit`; each with the moment when its last event was recorded.
pub fn ends_after(
    tx: &mut dyn Tx,
    after: &[u8],
    limit: i64,
) -> Result<Vec<(StreamId, Tip, Instant)>, StoreError> {
    tx.all(
        sql!(
            "SELECT s.id, s.seq, s.hash, e.recorded_at FROM stream s JOIN event e ON e.stream = s.id AND e.seq = s.seq
             WHERE s.id > $1 ORDER BY s.id LIMIT $2"
        ),
        params![after, limit],
    )
}
