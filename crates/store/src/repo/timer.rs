//! Time-outs as rows, and the outbox. Both are claimed by lease, so that one node at a time works on them.

use domain::ids::{OutboxId, RequestId, StreamId};
use domain::request::timeouts::Nudge;
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, inserting, joined, params};

table! {
    /// The next time-out of each request.
    pub TIMER: State "timer";
    /// The values of a time-out's row.
    pub fn values(request: RequestId, due_at: Instant, nudge: Nudge) {
        key stream = StreamId::from(request),
        set due_at = due_at,
        set since = nudge.since,
        set step = nudge.step,
    }
}

/// Sets the next time-out of a request, or takes it away.
pub fn set(tx: &mut dyn Tx, request: RequestId, timer: Option<(Instant, Nudge)>) -> Result<(), StoreError> {
    match timer {
        Some((due_at, nudge)) => tx.execute_one(hot_sql!(upsert TIMER), &values(request, due_at, nudge)),
        None => {
            let stream = StreamId::from(request);
            tx.execute(hot_sql!("DELETE FROM timer WHERE stream = $1"), params![stream]).map(|_| ())
        }
    }
}

select! {
    struct Due from "timer" {
        due_at: Instant,
        request: RequestId = "stream",
        nudge: Nudge = Nudge,
    }
}

select! { Nudge { since: "since", step: "step" } }
/// Time-outs that are due, earliest first, at most `limit`.
pub fn due(tx: &mut dyn Tx, now: Instant, limit: i64) -> Result<Vec<(RequestId, Nudge)>, StoreError> {
    let due =
        tx.all(hot_sql!(Due, "WHERE due_at <= $1 ORDER BY due_at, stream LIMIT $2"), params![now, limit])?;
    Ok(due.into_iter().map(|due| (due.request, due.nudge)).collect())
}

/// The earliest time-out of all, with its moment.
pub fn first(tx: &mut dyn Tx) -> Result<Option<(Instant, RequestId, Nudge)>, StoreError> {
    let first = tx.opt(
        // A bound that every row meets: it lets both engines walk the index instead of sorting the table.
        hot_sql!(Due, "WHERE due_at >= $1 ORDER BY due_at, stream LIMIT 1"),
        params![i64::MIN],
    )?;
    Ok(first.map(|Due { due_at, request, nudge }| (due_at, request, nudge)))
}

table! {
    /// Who does what only one node may do at a time, and until when.
    LEASE: Operational "lease";
    fn lease_values(name: &str, holder: Uuid, until: Instant) {
        key name = name,
        set holder = holder,
        set until = until,
    }
}

/// A lease that ends later than this after the present, in seconds, was taken by a clock that was ahead: it binds nobody.
const FURTHEST: i64 = 86_400;

/// Until when a lease was last taken.
pub fn leased_until(tx: &mut dyn Tx, name: &'static str) -> Result<Option<Instant>, StoreError> {
    tx.opt(hot_sql!("SELECT until FROM lease WHERE name = $1"), params![name])
}

/// Takes or keeps a lease until `until`; false when another holder has it.
pub fn lease(
    tx: &mut dyn Tx,
    name: &'static str,
    holder: Uuid,
    now: Instant,
    until: Instant,
) -> Result<bool, StoreError> {
    let mut values = lease_values(name, holder, until);
    values.extend([now.into(), now.plus_seconds(FURTHEST).into()]);
    let take = hot_sql!(joined!(
        " "; inserting!(LEASE, true), "WHERE lease.holder = excluded.holder OR lease.until < $4 OR lease.until > $5"
    ));
    Ok(tx.execute(take, &values)? == 1)
}

select! {
    /// A row of the outbox: something happened that somebody should hear of.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Outgoing from "outbox" {
        /// Its id.
        pub id: OutboxId,
        /// Where it happened.
        pub stream: StreamId,
        /// Which event.
        pub seq: i64,
    }
}

table! {
    /// What somebody should hear of.
    OUTBOX: Operational "outbox";
    fn outgoing_values(outgoing: &Outgoing, now: Instant) {
        key id = outgoing.id,
        once topic = "notice",
        once stream = outgoing.stream,
        once seq = outgoing.seq,
        once created_at = now,
        once attempts = 0,
        once due_at = now,
    }
}

/// Puts an event into the outbox.
pub fn post(tx: &mut dyn Tx, outgoing: &Outgoing, now: Instant) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert OUTBOX), &outgoing_values(outgoing, now))
}

/// What waits in the outbox, oldest first, at most `limit`.
pub fn outgoing(tx: &mut dyn Tx, now: Instant, limit: i64) -> Result<Vec<Outgoing>, StoreError> {
    tx.all(hot_sql!(Outgoing, "WHERE due_at <= $1 ORDER BY due_at, id LIMIT $2"), params![now, limit])
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
    let attempts: i64 = tx.one(hot_sql!("SELECT attempts FROM outbox WHERE id = $1"), params![id])?;
    let attempts = attempts + 1;
    let wait = (5_i64 << attempts.clamp(0, 10)).min(3600);
    tx.execute_one(
        hot_sql!("UPDATE outbox SET attempts = $2, due_at = $3 WHERE id = $1"),
        params![id, attempts, now.plus_seconds(wait)],
    )
}
