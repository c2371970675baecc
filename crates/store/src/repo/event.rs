//! The history: appended, never changed. An event is written with its hash (see [`crate::chain`]) and with the end of its stream, by the
//! functions of this module alone: outside of this crate nobody makes a row of it.

use std::collections::HashMap;

use compact_str::CompactString;
use domain::actor::{Actor, Channel};
use domain::history::{Envelope, EventPart, Events, Recorded, decode, encode};
use domain::ids::{CommandId, PersonId, StreamId};
use domain::time::Instant;
use uuid::Uuid;

use super::act::{self, ACT};
use super::stream::{self, End, STREAM};
use crate::audit;
use crate::chain::{Hash, Moved, Tip};
use crate::error::StoreError;
use crate::hold::Hold;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{hot_sql, params, sql};

table! {
    /// The history.
    pub(crate) EVENT: History "event";
    /// The values of an event's row, before its hash is known.
    fn values<E: Events>(stream: StreamId, seq: i64, envelope: &Envelope, event: &E)
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
        once hash = None::<Hash>,
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
        version: i64,
        occurred_at: Instant,
        /// When it was written down.
        pub recorded_at: Instant,
        actor: CompactString,
        actor_id: Option<Uuid>,
        on_behalf_of: Option<PersonId>,
        channel: CompactString,
        command: CommandId,
        correlation: Uuid,
        /// What it says, in JSON.
        pub data: String,
        /// Its place in the chain; none when it waits for it.
        pub hash: Option<Hash>,
    }
}

impl EventRow {
    /// What tells it from others, in the order in which events were written down.
    pub fn place(&self) -> (Instant, StreamId, i64) {
        (self.recorded_at, self.stream, self.seq)
    }

    /// The end of the stream when this event is its last.
    pub const fn tip(&self) -> Tip {
        Tip::new(self.seq, self.hash)
    }
}

/// An event that is to be written, with what it moved. Its hash is made when it is known what comes before it.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    stream: StreamId,
    seq: i64,
    row: Vec<Value>,
    /// The row of the act that it is.
    act: Option<Vec<Value>>,
    moved: Vec<Moved>,
}

impl Draft {
    /// An event at a place of a stream that moved nothing.
    pub fn new<E: Events>(stream: StreamId, seq: i64, envelope: &Envelope, event: &E) -> Self {
        let row = values(stream, seq, envelope, event);
        Self { stream, seq, row, act: act_values(stream, seq, envelope, event), moved: Vec::new() }
    }

    /// The same with what it moved, which is taken out of `moved`.
    #[must_use]
    pub fn moving(mut self, moved: &mut Vec<Moved>) -> Self {
        let cause = (self.stream, self.seq);
        self.moved.extend(moved.extract_if(.., |moved| moved.cause() == cause));
        self.moved.sort_by_key(Moved::transfer);
        self
    }

    /// Puts it after the end of its stream, and gives the end that it makes.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when its place is not the next one.
    pub fn link(self, before: Tip) -> Result<(Linked, Tip), StoreError> {
        let Self { stream, seq, mut row, act, moved } = self;
        if seq != before.seq() + 1 {
            let detail = format!("place {seq} does not follow {}", before.seq());
            return Err(StoreError::inconsistent("event", "seq", stream, detail));
        }
        let tip = before.after(&row, &moved);
        if let Some(hash) = row.last_mut() {
            *hash = tip.hash().into();
        }
        Ok((Linked { row, act }, tip))
    }
}

/// A row of the history with its hash, and the row of the act that it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    row: Vec<Value>,
    act: Option<Vec<Value>>,
}

impl AsRef<[Value]> for Linked {
    fn as_ref(&self) -> &[Value] {
        &self.row
    }
}

/// Appends events after the end of a stream, with the rows of those that are acts, `moved` being all that they moved, and gives the new end.
///
/// # Errors
/// [`StoreError::Unique`] on `event` when somebody else appended meanwhile; [`StoreError::Inconsistent`] when something moved that
/// none of the events caused.
pub fn append<E: Events>(
    tx: &mut dyn Tx,
    stream: StreamId,
    before: Tip,
    envelope: &Envelope,
    events: &[E],
    mut moved: Vec<Moved>,
) -> Result<Tip, StoreError> {
    let (mut tip, mut rows, mut acts) = (before, Vec::new(), Vec::new());
    for event in events {
        let draft = Draft::new(stream, tip.seq() + 1, envelope, event);
        let (row, after) = draft.moving(&mut moved).link(tip)?;
        rows.push(row.row);
        acts.extend(row.act);
        tip = after;
    }
    if !rows.is_empty() {
        tx.fill(&EVENT, rows)?;
    }
    if !acts.is_empty() {
        tx.fill(&ACT, acts)?;
    }
    if let Some(left) = moved.first() {
        return Err(StoreError::inconsistent(
            "transfer",
            "seq",
            left.stream,
            "no event that is written caused it",
        ));
    }
    if tip != before
        && let Some(End(end)) = End::new(stream, tip)
    {
        tx.execute_one(hot_sql!(upsert STREAM), &end)?;
    }
    Ok(tip)
}

/// Appends events of many streams at once, those of one stream in their order; how many.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a place does not follow the end of its stream.
pub fn fill(tx: &mut dyn Tx, drafts: Vec<Draft>) -> Result<u64, StoreError> {
    let begun = drafts.iter().filter(|draft| draft.seq == 1).map(|draft| (draft.stream, Tip::BEGIN));
    let mut tips: HashMap<StreamId, Tip> = begun.collect();
    let fresh = tips.clone();
    let mut known: Vec<StreamId> = drafts.iter().map(|draft| draft.stream).collect();
    known.sort_unstable();
    known.dedup();
    let known: Vec<_> = known.into_iter().filter(|stream| !fresh.contains_key(stream)).collect();
    tips.extend(stream::tips(tx, &known)?);
    for stream in &known {
        if !tips.contains_key(stream) {
            // It is from before and not chained yet, or it is not there.
            tips.insert(*stream, tip(tx, *stream)?);
        }
    }
    let mut rows = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let stream = draft.stream;
        let before = tips.get(&stream).copied().unwrap_or(Tip::BEGIN);
        let (row, after) = draft.link(before)?;
        rows.push(row);
        tips.insert(stream, after);
    }
    let new = fresh.keys().filter_map(|stream| End::new(*stream, *tips.get(stream)?)).collect();
    let written = fill_linked(tx, rows, new)?;
    for stream in known {
        if let Some(End(end)) = tips.get(&stream).and_then(|tip| End::new(stream, *tip)) {
            tx.execute_one(hot_sql!(upsert STREAM), &end)?;
        }
    }
    Ok(written)
}

/// Writes rows of new streams with the ends of those streams; how many events.
pub fn fill_linked(tx: &mut dyn Tx, rows: Vec<Linked>, ends: Vec<End>) -> Result<u64, StoreError> {
    let mut acts = Vec::new();
    let events = rows.into_iter().map(|Linked { row, act }| {
        acts.extend(act);
        row
    });
    let written = tx.fill(&EVENT, events)?;
    tx.fill(&ACT, acts)?;
    tx.fill(&STREAM, ends.into_iter().map(|end| end.0))?;
    Ok(written)
}

/// Takes the events of a command after a place away, which nobody has seen, and the end of the stream back to that place.
pub fn cut(tx: &mut dyn Tx, stream: StreamId, after: i64, command: CommandId) -> Result<(), StoreError> {
    let gone = tx.execute(
        sql!("DELETE FROM event WHERE stream = $1 AND seq > $2 AND command = $3"),
        params![stream, after, command],
    )?;
    if gone > 0 { stream::end_at(tx, stream, after) } else { Ok(()) }
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
    /// The end of the stream, of whichever family its last event is.
    pub tip: Tip,
}

/// The events of one family in a stream, in their order. Empty when there are none.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a row cannot be read.
pub fn load<E: Events>(tx: &mut dyn Tx, stream: StreamId) -> Result<Vec<Recorded<E>>, StoreError> {
    Ok(self::stream(tx, stream)?.events)
}

/// A stream, whole, which whoever writes holds from now on. Events of other families are left to their own machines.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a row of the family cannot be read.
pub fn stream<E: Events>(tx: &mut dyn Tx, stream: StreamId) -> Result<Stream<E>, StoreError> {
    tx.hold(Hold::Stream(stream))?;
    let rows = tx.all(hot_sql!(EventRow, "WHERE stream = $1 ORDER BY seq"), params![stream])?;
    let tip = rows.last().map_or(Tip::BEGIN, EventRow::tip);
    let own = rows.iter().filter(|row| row.kind.starts_with(E::PREFIX));
    Ok(Stream { events: own.map(from_row).collect::<Result<_, _>>()?, tip })
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
            EventPart::Kind => "kind",
            EventPart::Version => "version",
            EventPart::Data => "data",
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

/// The end of a stream.
pub fn tip(tx: &mut dyn Tx, stream: StreamId) -> Result<Tip, StoreError> {
    let last = hot_sql!("SELECT seq, hash FROM event WHERE stream = $1 ORDER BY seq DESC LIMIT 1");
    Ok(tx.opt(last, params![stream])?.unwrap_or(Tip::BEGIN))
}

/// The end that a stream had before a moment; none when it had not begun.
pub fn tip_before(tx: &mut dyn Tx, stream: StreamId, moment: Instant) -> Result<Option<Tip>, StoreError> {
    tx.opt(
        sql!("SELECT seq, hash FROM event WHERE stream = $1 AND recorded_at < $2 ORDER BY seq DESC LIMIT 1"),
        params![stream, moment],
    )
}

/// Whether any event waits for its hash.
pub fn waits(tx: &mut dyn Tx) -> Result<bool, StoreError> {
    let first = tx.query_opt(sql!("SELECT stream FROM event WHERE hash IS NULL LIMIT 1"), &[])?;
    Ok(first.is_some())
}

/// Streams of before whose events wait for their hashes, at most `limit`. Since the first root was kept none does: what has no hash is damage.
pub fn unchained(tx: &mut dyn Tx, limit: i64) -> Result<Vec<StreamId>, StoreError> {
    tx.all(
        sql!(
            "SELECT DISTINCT e.stream FROM event e
             WHERE e.hash IS NULL AND NOT EXISTS (SELECT 1 FROM stream s WHERE s.id = e.stream)
               AND NOT EXISTS (SELECT 1 FROM event h WHERE h.stream = e.stream AND h.hash IS NOT NULL)
               AND NOT EXISTS (SELECT 1 FROM root)
             ORDER BY e.stream LIMIT $1"
        ),
        params![limit],
    )
}

/// Gives the events of a stream of before their hashes, and the stream its end; how many there were. Nothing happens to a stream that has
/// any hash, nor to one of which an event is missing: a check names those.
pub fn chain(tx: &mut dyn Tx, stream: StreamId) -> Result<u64, StoreError> {
    tx.hold(Hold::Stream(stream))?;
    let events = audit::events_of(tx, stream)?;
    let fits = |(row, seq): (&Row, i64)| {
        EVENT.value(row, "seq") == Some(&Value::Int(seq)) && EVENT.value(row, "hash") == Some(&Value::Null)
    };
    if !events.iter().zip(1..).all(fits) || !stream::tips(tx, &[stream])?.is_empty() {
        return Ok(0);
    }
    let mut moved = audit::moved(tx, stream)?;
    let mut tip = Tip::BEGIN;
    for row in &events {
        let seq = tip.seq() + 1;
        let own: Vec<_> = moved.extract_if(.., |moved| moved.cause().1 == seq).collect();
        tip = tip.after(row.values(), &own);
        tx.execute_one(
            sql!("UPDATE event SET hash = $3 WHERE stream = $1 AND seq = $2"),
            params![stream, seq, tip.hash()],
        )?;
    }
    if let Some(End(end)) = End::new(stream, tip) {
        tx.execute_one(sql!(insert STREAM), &end)?;
    }
    Ok(events.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Selection;

    #[test]
    fn a_row_of_the_table_is_read_as_it_is() {
        assert_eq!(EventRow::COLUMNS, EVENT.columns.join(", "));
        assert_eq!(EVENT.columns.last(), Some(&"hash"), "it is put where it belongs");
    }
}
