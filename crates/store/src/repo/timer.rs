//! Time-outs as rows, and the outbox. Both are claimed by lease, so that one node at a time works on them.

use domain::ids::{OutboxId, RequestId, StreamId};
use domain::request::timeouts::Nudge;
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params};

/// The columns of a time-out's row, in the order of [`values`]; the first is its key.
pub const COLUMNS: &[&str] = &["stream", "due_at", "since", "step"];

/// The values of a time-out's row.
pub fn values(request: RequestId, due_at: Instant, nudge: Nudge) -> Vec<Value> {
    vec![StreamId::from(request).into(), due_at.into(), nudge.since.into(), nudge.step.into()]
}

/// Sets the next time-out of a request, or takes it away.
pub fn set(tx: &mut dyn Tx, request: RequestId, timer: Option<(Instant, Nudge)>) -> Result<(), StoreError> {
    let stream = StreamId::from(request);
    match timer {
        Some((due_at, nudge)) => tx.execute_one(
            hot_sql!(
                "INSERT INTO timer (stream, due_at, since, step) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (stream) DO UPDATE SET due_at = excluded.due_at, since = excluded.since,
                   step = excluded.step"
            ),
            &values(request, due_at, nudge),
        ),
        None => tx.execute(hot_sql!("DELETE FROM timer WHERE stream = $1"), params![stream]).map(|_| ()),
    }
}

/// Time-outs that are due, earliest first, at most `limit`.
pub fn due(tx: &mut dyn Tx, now: Instant, limit: i64) -> Result<Vec<(RequestId, Nudge)>, StoreError> {
    let rows = tx.query(
        hot_sql!("SELECT stream, since, step FROM timer WHERE due_at <= $1 ORDER BY due_at, stream LIMIT $2"),
        params![now, limit],
    )?;
    rows.iter().map(|row| Ok((row.id(0)?, Nudge { since: row.instant(1)?, step: row.number(2)? }))).collect()
}

/// The earliest time-out of all, with its moment.
pub fn first(tx: &mut dyn Tx) -> Result<Option<(Instant, RequestId, Nudge)>, StoreError> {
    let row = tx.query_opt(
        // A bound that every row meets: it lets both engines walk the index instead of sorting the table.
        hot_sql!(
            "SELECT due_at, stream, since, step FROM timer WHERE due_at >= $1 ORDER BY due_at, stream LIMIT 1"
        ),
        params![i64::MIN],
    )?;
    row.map(|row| Ok((row.instant(0)?, row.id(1)?, Nudge { since: row.instant(2)?, step: row.number(3)? })))
        .transpose()
}

/// A lease that ends later than this after the present, in seconds, was taken by a clock that was ahead: it binds nobody.
const FURTHEST: i64 = 86_400;

/// Until when a lease was last taken.
pub fn leased_until(tx: &mut dyn Tx, name: &'static str) -> Result<Option<Instant>, StoreError> {
    let row = tx.query_opt(hot_sql!("SELECT until FROM lease WHERE name = $1"), params![name])?;
    row.map(|row| row.instant(0)).transpose()
}

/// Takes or keeps a lease until `until`; false when another holder has it.
pub fn lease(
    tx: &mut dyn Tx,
    name: &'static str,
    holder: Uuid,
    now: Instant,
    until: Instant,
) -> Result<bool, StoreError> {
    let taken = tx.execute(
        hot_sql!(
            "INSERT INTO lease (name, holder, until) VALUES ($1, $2, $3)
             ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
             WHERE lease.holder = excluded.holder OR lease.until < $4 OR lease.until > $5"
        ),
        params![name, holder, until, now, now.plus_seconds(FURTHEST)],
    )?;
    Ok(taken == 1)
}

/// A row of the outbox: something happened that somebody should hear of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Its id.
    pub id: OutboxId,
    /// Where it happened.
    pub stream: StreamId,
    /// Which event.
    pub seq: i64,
}

/// Puts an event into the outbox.
pub fn post(tx: &mut dyn Tx, outgoing: &Outgoing, now: Instant) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO outbox (id, topic, stream, seq, created_at, attempts, due_at)
             VALUES ($1, 'notice', $2, $3, $4, 0, $4)"
        ),
        params![outgoing.id, outgoing.stream, outgoing.seq, now],
    )
}

/// What waits in the outbox, oldest first, at most `limit`.
pub fn outgoing(tx: &mut dyn Tx, now: Instant, limit: i64) -> Result<Vec<Outgoing>, StoreError> {
    let rows = tx.query(
        hot_sql!("SELECT id, stream, seq FROM outbox WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2"),
        params![now, limit],
    )?;
    rows.iter().map(|row| Ok(Outgoing { id: row.id(0)?, stream: row.id(1)?, seq: row.int(2)? })).collect()
}

/// Takes a delivered row out.
pub fn delivered(tx: &mut dyn Tx, id: OutboxId) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!("DELETE FROM outbox WHERE id = $1"), params![id])
}

/// Puts a time-out that failed off until `until`, so that it does not stand in the way of others.
pub fn postpone(tx: &mut dyn Tx, request: RequestId, until: Instant) -> Result<(), StoreError> {
    tx.execute(
        hot_sql!("UPDATE timer SET due_at = $2 WHERE stream = $1"),
        params![StreamId::from(request), until],
    )
    .map(|_| ())
}

/// Puts a row of the outbox that failed off, each time twice as long, at most an hour.
pub fn retry_later(tx: &mut dyn Tx, id: OutboxId, now: Instant) -> Result<(), StoreError> {
    let row = tx.query_one(hot_sql!("SELECT attempts FROM outbox WHERE id = $1"), params![id])?;
    let attempts = row.int(0)? + 1;
    let wait = (5_i64 << attempts.clamp(0, 10)).min(3600);
    tx.execute_one(
        hot_sql!("UPDATE outbox SET attempts = $2, due_at = $3 WHERE id = $1"),
        params![id, attempts, now.plus_seconds(wait)],
    )
}
