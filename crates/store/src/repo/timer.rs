//! Time-outs, in the rows of their requests, worked on by one node at a time, which holds a lease.

use domain::ids::{RequestId, StreamId};
use domain::request::timeouts::Nudge;
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, inserting, joined, params, sql};

/// The next time-out of a request: when it comes, and for which waiting.
pub type Timer = (Instant, Nudge);

/// Sets the next time-out of a request, or takes it away.
pub fn set(tx: &mut dyn Tx, request: RequestId, timer: Option<Timer>) -> Result<(), StoreError> {
    let set = hot_sql!("UPDATE request SET timer_at = $2, timer_since = $3, timer_step = $4 WHERE id = $1");
    let (at, nudge) = timer.unzip();
    tx.execute_one(set, params![request, at, nudge.map(|nudge| nudge.since), nudge.map(|nudge| nudge.step)])
}

select! {
    struct Due from "request" {
        due_at: Instant = "timer_at",
        request: RequestId = "id",
        nudge: Nudge = Nudge,
    }
}

select! { Nudge { since: "timer_since", step: "timer_step" } }
/// Time-outs that are due, earliest first, at most `limit`.
pub fn due(tx: &mut dyn Tx, now: Instant, limit: i64) -> Result<Vec<(RequestId, Nudge)>, StoreError> {
    let due =
        tx.all(hot_sql!(Due, "WHERE timer_at <= $1 ORDER BY timer_at, id LIMIT $2"), params![now, limit])?;
    Ok(due.into_iter().map(|due| (due.request, due.nudge)).collect())
}

/// How many time-outs are due.
pub fn waiting(tx: &mut dyn Tx, now: Instant) -> Result<i64, StoreError> {
    tx.one(hot_sql!("SELECT COUNT(*) FROM request WHERE timer_at <= $1"), params![now])
}

/// The earliest time-out of all, with its moment.
pub fn first(tx: &mut dyn Tx) -> Result<Option<(Instant, RequestId, Nudge)>, StoreError> {
    let first = tx.opt(
        // A bound that every row meets: it lets both engines walk the index instead of sorting the table.
        hot_sql!(Due, "WHERE timer_at >= $1 ORDER BY timer_at, id LIMIT 1"),
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
    /// Something of which nobody heard yet when notices came to be written with the events.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Outgoing from "outbox" {
        /// Where it happened.
        pub stream: StreamId,
        /// Which event.
        pub seq: i64,
        /// When.
        pub created_at: Instant,
    }
}

/// Everything of which nobody heard yet, oldest first.
pub fn outgoing(tx: &mut dyn Tx) -> Result<Vec<Outgoing>, StoreError> {
    tx.all(sql!(Outgoing, "ORDER BY created_at, id"), &[])
}

/// Forgets all of that.
pub fn forget_outgoing(tx: &mut dyn Tx) -> Result<(), StoreError> {
    tx.execute(sql!("DELETE FROM outbox"), &[]).map(|_| ())
}

/// Puts a time-out that failed off until `until`, so that it does not stand in the way of others.
pub fn postpone(tx: &mut dyn Tx, request: RequestId, until: Instant) -> Result<(), StoreError> {
    tx.execute(
        hot_sql!("UPDATE request SET timer_at = $2 WHERE id = $1 AND timer_at IS NOT NULL"),
        params![request, until],
    )
    .map(|_| ())
}
