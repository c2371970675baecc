//! The history: appended, never changed.

use domain::actor::{Actor, Channel};
use domain::history::{Envelope, Events, Part, Recorded, decode, encode};
use domain::ids::{CommandId, PersonId, StreamId};
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{hot_sql, params, sql};

/// The columns of an event, in the order of [`values`]; for bulk loads.
pub const COLUMNS: &[&str] = &[
    "stream",
    "seq",
    "kind",
    "version",
    "occurred_at",
    "recorded_at",
    "actor",
    "actor_id",
    "on_behalf_of",
    "channel",
    "command",
    "correlation",
    "data",
];

/// The values of an event's row.
pub fn values<E: Events>(stream: StreamId, seq: i64, envelope: &Envelope, event: &E) -> Vec<Value> {
    let (kind, data) = encode(event);
    vec![
        stream.into(),
        seq.into(),
        kind.into(),
        E::VERSION.into(),
        envelope.occurred_at.into(),
        envelope.recorded_at.into(),
        envelope.actor.kind().into(),
        envelope.actor.id().into(),
        envelope.on_behalf_of.into(),
        envelope.channel.code().into(),
        envelope.command.into(),
        envelope.correlation.into(),
        data.into(),
    ]
}

/// Appends events after `seq` and gives the new last sequence.
///
/// # Errors
/// [`StoreError::Unique`] on `event` when somebody else appended meanwhile.
pub fn append<E: Events>(
    tx: &mut dyn Tx,
    stream: StreamId,
    mut seq: i64,
    envelope: &Envelope,
    events: &[E],
) -> Result<i64, StoreError> {
    for event in events {
        seq += 1;
        tx.execute_one(
            hot_sql!(
                "INSERT INTO event (stream, seq, kind, version, occurred_at, recorded_at, actor, actor_id,
                   on_behalf_of, channel, command, correlation, data)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
            ),
            &values(stream, seq, envelope, event),
        )?;
    }
    Ok(seq)
}

/// One stream, whole, in its order. Empty when there is none.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a row cannot be read.
pub fn load<E: Events>(tx: &mut dyn Tx, stream: StreamId) -> Result<Vec<Recorded<E>>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT stream, seq, kind, version, occurred_at, recorded_at, actor, actor_id, on_behalf_of, channel,
               command, correlation, data
             FROM event WHERE stream = $1 ORDER BY seq"
        ),
        params![stream],
    )?;
    rows.iter().map(from_row).collect()
}

/// Every event of the company in the order of streams, in bounded memory: kind and row.
///
/// # Errors
/// Whatever `each` says, or the database.
pub fn each(
    tx: &mut dyn Tx,
    each: &mut dyn FnMut(&str, &Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    tx.query_each(
        sql!(
            "SELECT stream, seq, kind, version, occurred_at, recorded_at, actor, actor_id, on_behalf_of, channel,
               command, correlation, data
             FROM event ORDER BY stream, seq"
        ),
        &[],
        &mut |row| each(row.text(2)?, row),
    )
}

/// Reads a row of [`load`] or [`each`].
///
/// # Errors
/// [`StoreError::Inconsistent`] with the column that cannot be read.
pub fn from_row<E: Events>(row: &Row) -> Result<Recorded<E>, StoreError> {
    let actor = Actor::from_parts(row.text(6)?, row.opt_id::<Uuid>(7)?)
        .ok_or_else(|| row.wrong(6, "no such kind of actor"))?;
    let channel = Channel::from_code(row.text(9)?).ok_or_else(|| row.wrong(9, "no such channel"))?;
    let event = decode(row.text(2)?, row.int(3)?, row.text(12)?).map_err(|error| {
        let column = match error.part {
            Part::Kind => 2,
            Part::Version => 3,
            Part::Data => 12,
        };
        row.wrong(column, error.to_string())
    })?;
    Ok(Recorded {
        stream: row.id(0)?,
        seq: row.int(1)?,
        envelope: Envelope {
            actor,
            on_behalf_of: row.opt_id::<PersonId>(8)?,
            channel,
            command: row.id::<CommandId>(10)?,
            correlation: row.id(11)?,
            occurred_at: row.instant(4)?,
            recorded_at: row.instant(5)?,
        },
        event,
    })
}

/// The first event of a stream.
///
/// # Errors
/// [`StoreError::Inconsistent`] when the row cannot be read.
pub fn first<E: Events>(tx: &mut dyn Tx, stream: StreamId) -> Result<Option<Recorded<E>>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT stream, seq, kind, version, occurred_at, recorded_at, actor, actor_id, on_behalf_of, channel,
               command, correlation, data
             FROM event WHERE stream = $1 AND seq = 1"
        ),
        params![stream],
    )?;
    row.as_ref().map(from_row).transpose()
}

/// The place of the last event of a stream; 0 when there is none.
pub fn last_seq(tx: &mut dyn Tx, stream: StreamId) -> Result<i64, StoreError> {
    let row = tx.query_one(hot_sql!("SELECT max(seq) FROM event WHERE stream = $1"), params![stream])?;
    Ok(row.opt_int(0)?.unwrap_or(0))
}
