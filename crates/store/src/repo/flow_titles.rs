//! The words behind a list of requests of flow: titles of requests made here, titles of those of another system, names of people.

use std::collections::HashMap;

use domain::ids::{PersonId, RequestId, UnitId};

use super::ledger::Seen;
use super::person::Called;
use crate::error::StoreError;
use crate::read::{filled, kept, select};
use crate::tx::Tx;
use crate::{hot_sql, places};

/// How many ids one statement takes.
pub const MOST: usize = 50;

select! {
    struct Own from "request r LEFT JOIN content title ON title.id = r.title" {
        id: RequestId = "r.id",
        seen: Seen = Seen,
    }
}

/// Requests made here with what permissions are decided by, at most the first [`MOST`] of the ids, in no order.
pub fn own(
    tx: &mut dyn Tx,
    viewer: Option<PersonId>,
    ids: &[RequestId],
) -> Result<Vec<(RequestId, Seen)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let params = filled(vec![viewer.into()], MOST, ids.iter().map(|id| id.bytes()));
    let found = tx.all(hot_sql!(Own, "WHERE r.id IN ", places!(2, MOST)), &params)?;
    Ok(found.into_iter().map(|Own { id, seen }| (id, seen)).collect())
}

select! {
    struct Foreign from "imported i LEFT JOIN content c ON c.id = i.title" {
        id: RequestId = "i.id",
        unit: UnitId = "i.unit",
        title: Option<String> = "c.body" => kept,
    }
}

/// Requests of other systems: the unit that served each, and its title if it has one that was not erased. At most the first [`MOST`] of
/// the ids, in no order.
pub fn imported(
    tx: &mut dyn Tx,
    ids: &[RequestId],
) -> Result<Vec<(RequestId, UnitId, Option<String>)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let params = filled(Vec::new(), MOST, ids.iter().map(|id| id.bytes()));
    let found = tx.all(hot_sql!(Foreign, "WHERE i.visible = 1 AND i.id IN ", places!(1, MOST)), &params)?;
    Ok(found.into_iter().map(|Foreign { id, unit, title }| (id, unit, title)).collect())
}

/// Names of people, at most the first [`MOST`] of the ids; who was erased has an empty one.
pub fn names(tx: &mut dyn Tx, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let params = filled(Vec::new(), MOST, ids.iter().map(|id| id.bytes()));
    let called = tx.all(hot_sql!(Called, "WHERE p.id IN ", places!(1, MOST)), &params)?;
    Ok(called.into_iter().map(Into::into).collect())
}
