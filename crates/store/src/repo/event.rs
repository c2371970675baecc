//! The history: appended, never changed.

use compact_str::CompactString;
use domain::actor::{Actor, Channel};
use domain::history::{Envelope, Events, Part, Recorded, decode, encode};
use domain::ids::{CommandId, PersonId, StreamId};
use domain::time::Instant;
use uuid::Uuid;

use super::act::{self, ACT};
use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params, sql};

table! {
    /// The history.
    pub EVENT: History "event";
    /// The values of an event's row.
    pub fn values<E: Events>(stream: StreamId, seq: i64, envelope: &Envelope, event: &E)
    with (kind, data) = encode(event); {
        key stream = stream,
        key seq = seq,
        once kind = kind,
        once version = E::VERSION,
        once occurred_at = envelope.occurred_at,
        once recorded_at = envelope.recorded_at,
        once actor = envelope.actor.kind(),
        once actor_id = envelope.actor.id(),
        once on_behalf_of = envelope.on_behalf_of,
        once channel = envelope.channel,
        once command = envelope.command,
        once correlation = envelope.correlation,
        once data = data,
    }
}

select! {
    /// An event as its row has it, before it is known whether it can be understood.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct EventRow from "event" {
        /// Its stream.
        pub stream: StreamId,
        /// Its place there.
        pub seq: i64,
        /// What happened, with the prefix of its family.
        pub kind: String,
        /// What it says, in JSON.
        pub data: String,
        version: i64,
        occurred_at: Instant,
        recorded_at: Instant,
        actor: CompactString,
        actor_id: Option<Uuid>,
        on_behalf_of: Option<PersonId>,
        channel: CompactString,
        command: CommandId,
        correlation: Uuid,
    }
}

impl EventRow {
    /// What tells it from others, in the order in which events were written down.
    pub fn place(&self) -> (Instant, StreamId, i64) {
        (self.recorded_at, self.stream, self.seq)
    }
}

/// Appends events after `seq`, with the rows of those that are acts, and gives the new last sequence.
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
        tx.execute_one(hot_sql!(insert EVENT), &values(stream, seq, envelope, event))?;
        if let Some(act) = act_values(stream, seq, envelope, event) {
            tx.execute_one(hot_sql!(insert ACT), &act)?;
        }
    }
    Ok(seq)
}

/// The values of the row of an act; none when the event is not one.
pub fn act_values<E: Events>(
    stream: StreamId,
    seq: i64,
    envelope: &Envelope,
    event: &E,
) -> Option<Vec<Value>> {
    let concerned = event.concerned(stream)?;
    Some(act::values(stream, seq, &encode(event).0, envelope, concerned))
}

/// One stream as the machine of one family reads it.
#[derive(Debug, Clone)]
pub struct Stream<E> {
    /// The events of the family, in their order.
    pub events: Vec<Recorded<E>>,
    /// The place of the last event, of whichever family; 0 when there is none.
    pub last: i64,
}

/// The events of one family in a stream, in their order. Empty when there are none.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a row cannot be read.
pub fn load<E: Events>(tx: &mut dyn Tx, stream: StreamId) -> Result<Vec<Recorded<E>>, StoreError> {
    Ok(self::stream(tx, stream)?.events)
}

/// A stream, whole. Events of other families are left to their own machines.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a row of the family cannot be read.
pub fn stream<E: Events>(tx: &mut dyn Tx, stream: StreamId) -> Result<Stream<E>, StoreError> {
    let rows = tx.all(hot_sql!(EventRow, "WHERE stream = $1 ORDER BY seq"), params![stream])?;
    let last = rows.last().map_or(0, |row| row.seq);
    let own = rows.iter().filter(|row| row.kind.starts_with(E::PREFIX));
    Ok(Stream { events: own.map(from_row).collect::<Result<_, _>>()?, last })
}

/// Every event of the company in the order of streams, in bounded memory.
///
/// # Errors
/// Whatever `each` says, or the database.
pub fn each(
    tx: &mut dyn Tx,
    each: &mut dyn FnMut(EventRow) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    tx.each(sql!(EventRow, "ORDER BY stream, seq"), &[], each)
}

/// Understands a row.
///
/// # Errors
/// [`StoreError::Inconsistent`] with the column that cannot be read.
pub fn from_row<E: Events>(row: &EventRow) -> Result<Recorded<E>, StoreError> {
    let wrong = |column: &str, detail: &str| StoreError::inconsistent("event", column, row.stream, detail);
    let actor = Actor::from_parts(&row.actor, row.actor_id);
    let event = decode(&row.kind, row.version, &row.data).map_err(|error| {
        let column = match error.part {
            Part::Kind => "kind",
            Part::Version => "version",
            Part::Data => "data",
        };
        wrong(column, &error.to_string())
    })?;
    Ok(Recorded {
        stream: row.stream,
        seq: row.seq,
        envelope: Envelope {
            actor: actor.ok_or_else(|| wrong("actor", "no such kind of actor"))?,
            on_behalf_of: row.on_behalf_of,
            channel: Channel::from_code(&row.channel).ok_or_else(|| wrong("channel", "no such channel"))?,
            command: row.command,
            correlation: row.correlation,
            occurred_at: row.occurred_at,
            recorded_at: row.recorded_at,
        },
        event,
    })
}

/// The first event of a stream.
///
/// # Errors
/// [`StoreError::Inconsistent`] when the row cannot be read.
pub fn first<E: Events>(tx: &mut dyn Tx, stream: StreamId) -> Result<Option<Recorded<E>>, StoreError> {
    let row = tx.opt(hot_sql!(EventRow, "WHERE stream = $1 AND seq = 1"), params![stream])?;
    row.as_ref().map(from_row).transpose()
}

/// The event of the same kind before one of a stream; none when it was the first of its kind.
pub fn before(tx: &mut dyn Tx, stream: StreamId, seq: i64) -> Result<Option<EventRow>, StoreError> {
    tx.opt(
        hot_sql!(
            EventRow,
            "WHERE stream = $1 AND seq < $2
               AND kind = (SELECT this.kind FROM event this WHERE this.stream = $1 AND this.seq = $2)
             ORDER BY seq DESC LIMIT 1"
        ),
        params![stream, seq],
    )
}

/// The place of the last event of a stream; 0 when there is none.
pub fn last_seq(tx: &mut dyn Tx, stream: StreamId) -> Result<i64, StoreError> {
    let last: Option<i64> =
        tx.one(hot_sql!("SELECT max(seq) FROM event WHERE stream = $1"), params![stream])?;
    Ok(last.unwrap_or(0))
}
