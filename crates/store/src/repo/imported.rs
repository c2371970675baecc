//! Requests of other systems. A batch writes its rows unseen; [`show`] lets them take the place of older ones.

use domain::ids::{CommandId, ContentId, PersonId, RequestId, ServiceId, UnitId};
use domain::imported::Imported;
use domain::time::Instant;
use uuid::Uuid;

use super::event;
use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params, sql};

table! {
    /// The current row of each request of another system, and those that an import writes unseen; `before` is how many events it had
    /// before the batch.
    pub IMPORTED: State "imported";
    /// The values of a row.
    pub fn values(imported: &Imported, batch: Uuid, visible: bool, before: i64)
    with last = imported.steps.last(); {
        key id = imported.id,
        key batch = batch,
        once visible = visible,
        once before = before,
        once seq = imported.seq,
        once source = &imported.source,
        once key = &imported.key,
        once title = imported.title.as_ref().map(|title| title.id),
        once state = last.map_or("", |step| step.state.as_str()),
        once unit = imported.unit,
        once team = last.and_then(|step| step.team),
        once person = last.and_then(|step| step.person),
        once service = imported.service,
        once customer = imported.customer,
        once customer_unit = imported.customer_unit,
        once priority = imported.priority.as_deref(),
        once opened_at = imported.opened_at,
        once solved_at = imported.solved_at,
        once closed_at = imported.closed_at,
        once promise_kept = imported.promise_kept,
        once reopened = imported.reopened,
        once steps = i64::try_from(imported.steps.len()).unwrap_or(i64::MAX),
        once print = &imported.print,
    }
}

select! {
    /// What is known of a request that an earlier import brought.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Known {
        /// Its id.
        pub id: RequestId,
        /// Its last event.
        pub seq: i64,
        /// How many rows it came from.
        pub steps: i64,
        /// Of these rows.
        pub print: String,
        /// The unit in which it lies.
        pub unit: UnitId,
    }
}

select! {
    struct Brought from "imported" {
        key: String,
        known: Known = Known,
    }
}

/// Every request that a source brought, by its number there.
pub fn known(tx: &mut dyn Tx, source: &str, each: &mut dyn FnMut(String, Known)) -> Result<(), StoreError> {
    let brought = sql!(Brought, "WHERE source = $1 AND visible = 1");
    tx.each(brought, params![source], &mut |Brought { key, known }| {
        each(key, known);
        Ok(())
    })
}

select! {
    /// A request of another system as its page shows it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct ImportedView from "imported" {
        /// Its id.
        pub id: RequestId,
        /// Its last event that may be seen.
        pub seq: i64,
        /// The other system.
        pub source: String,
        /// Its number there.
        pub key: String,
        /// What it was about.
        pub title: Option<ContentId>,
        /// Who served.
        pub unit: UnitId,
        /// What was ordered.
        pub service: Option<ServiceId>,
        /// Who asked.
        pub customer: Option<PersonId>,
        /// The customer's unit.
        pub customer_unit: UnitId,
        /// How urgent.
        pub priority: Option<String>,
        /// When it was stated.
        pub opened_at: Instant,
        /// When it was solved.
        pub solved_at: Option<Instant>,
        /// When it was closed.
        pub closed_at: Option<Instant>,
        /// Whether the promise was kept.
        pub promise_kept: Option<bool>,
    }
}

/// One request of another system; none while its batch is still being written.
pub fn by_id(tx: &mut dyn Tx, id: RequestId) -> Result<Option<ImportedView>, StoreError> {
    tx.opt(hot_sql!(ImportedView, "WHERE id = $1 AND visible = 1"), params![id])
}

/// Lets a batch be seen: its rows take the place of older rows of the same requests.
pub fn show(tx: &mut dyn Tx, batch: Uuid) -> Result<(), StoreError> {
    for statement in [
        sql!("DELETE FROM imported WHERE batch <> $1 AND id IN (SELECT id FROM imported WHERE batch = $1)"),
        sql!("UPDATE imported SET visible = 1 WHERE batch = $1"),
        sql!("DELETE FROM flow_case WHERE batch <> $1 AND id IN (SELECT id FROM flow_case WHERE batch = $1)"),
        sql!("UPDATE flow_case SET visible = 1 WHERE batch = $1"),
    ] {
        tx.execute(statement, params![batch])?;
    }
    Ok(())
}

/// Takes back up to `limit` requests of a batch that was never seen, with their events and words; how many there were.
pub fn take_back(tx: &mut dyn Tx, batch: Uuid, limit: i64) -> Result<usize, StoreError> {
    let rows: Vec<(RequestId, i64, Option<ContentId>)> = tx.all(
        sql!("SELECT id, before, title FROM imported WHERE batch = $1 AND visible = 0 ORDER BY id LIMIT $2"),
        params![batch, limit],
    )?;
    for (id, before, title) in &rows {
        event::cut(tx, (*id).into(), *before, CommandId(batch))?;
        if let (0, Some(title)) = (before, title) {
            tx.execute(sql!("DELETE FROM content WHERE id = $1"), params![*title])?;
        }
        tx.execute(sql!("DELETE FROM flow_case WHERE id = $1 AND batch = $2"), params![*id, batch])?;
        tx.execute(sql!("DELETE FROM imported WHERE id = $1 AND batch = $2"), params![*id, batch])?;
    }
    Ok(rows.len())
}

/// In which units the requests of an import lie that count, and how many in each.
pub fn lies_in(tx: &mut dyn Tx, batch: Uuid) -> Result<Vec<(UnitId, i64)>, StoreError> {
    tx.all(
        sql!(
            "SELECT unit, COUNT(*) FROM imported WHERE batch = $1 AND visible = 1 GROUP BY unit ORDER BY unit"
        ),
        params![batch],
    )
}

select! {
    /// A request that an import was the last to tell of.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Told from "imported" {
        /// The request.
        pub id: RequestId,
        /// The last place of its stream.
        pub seq: i64,
        /// How many events it had before the import; 0 when the import brought it.
        pub before: i64,
    }
}

/// Requests that an import was the last to tell of, after one, in the order of their ids, at most `limit`.
pub fn told_by(
    tx: &mut dyn Tx,
    batch: Uuid,
    after: Option<RequestId>,
    limit: i64,
) -> Result<Vec<Told>, StoreError> {
    let after = after.map_or(vec![0; 16], RequestId::bytes);
    let told = sql!(Told, "WHERE batch = $1 AND id > $2 AND visible = 1 ORDER BY id LIMIT $3");
    tx.all(told, params![batch, after, limit])
}

/// How many requests an import brought, and how many it lengthened.
pub fn counts(tx: &mut dyn Tx, batch: Uuid) -> Result<(usize, usize), StoreError> {
    let (all, longer): (i64, i64) = tx.one(
        sql!(
            "SELECT COUNT(*), COUNT(CASE WHEN before > 0 THEN 1 END) FROM imported WHERE batch = $1 AND visible = 1"
        ),
        params![batch],
    )?;
    let size = |count: i64| usize::try_from(count).unwrap_or(0);
    Ok((size(all - longer), size(longer)))
}

/// The import that lengthened last what another import of the same system told; none when nothing did.
pub fn lengthened_by(tx: &mut dyn Tx, source: &str, batch: Uuid) -> Result<Option<Uuid>, StoreError> {
    tx.opt(
        sql!(
            "SELECT i.batch FROM imported i
             WHERE i.source = $1 AND i.visible = 1 AND i.before > 0 AND i.batch <> $2
               AND EXISTS (SELECT 1 FROM event e WHERE e.stream = i.id AND e.command = $2)
             ORDER BY i.batch DESC LIMIT 1"
        ),
        params![source, batch],
    )
}

/// Who asked in requests of other imports.
pub fn other_customers(tx: &mut dyn Tx, batch: Uuid) -> Result<Vec<PersonId>, StoreError> {
    tx.all(
        sql!(
            "SELECT DISTINCT customer FROM imported WHERE batch <> $1 AND visible = 1 AND customer IS NOT NULL"
        ),
        params![batch],
    )
}

/// Takes away what an import brought, with the titles of the requests that it alone told of, and lets the rows be seen that were written
/// unseen to come in its place.
pub fn take_away(tx: &mut dyn Tx, batch: Uuid, now: Instant) -> Result<(), StoreError> {
    tx.execute(
        sql!(
            "UPDATE content SET body = '', salt = $2, erased_at = $3
             WHERE erased_at IS NULL AND id IN (
               SELECT title FROM imported WHERE batch = $1 AND before = 0 AND title IS NOT NULL)"
        ),
        params![batch, Vec::new(), now],
    )?;
    for statement in [
        sql!(
            "UPDATE flow_case SET visible = 1 WHERE visible = 0 AND id IN (SELECT id FROM imported WHERE batch = $1)"
        ),
        sql!(
            "UPDATE imported SET visible = 1 WHERE visible = 0 AND id IN (SELECT id FROM imported WHERE batch = $1)"
        ),
        sql!("DELETE FROM flow_case WHERE batch = $1"),
        sql!("DELETE FROM imported WHERE batch = $1"),
    ] {
        tx.execute(statement, params![batch])?;
    }
    Ok(())
}

/// Removes what a taking back wrote unseen on one request.
pub fn leave(tx: &mut dyn Tx, told: Told, taking: CommandId) -> Result<(), StoreError> {
    let (id, seq) = (told.id, told.seq);
    event::cut(tx, id.into(), seq, taking)?;
    tx.execute(sql!("DELETE FROM flow_case WHERE id = $1 AND visible = 0"), params![id])?;
    tx.execute(sql!("DELETE FROM imported WHERE id = $1 AND visible = 0"), params![id])?;
    Ok(())
}
