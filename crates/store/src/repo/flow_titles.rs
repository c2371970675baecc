//! The words behind a list of requests of flow: titles of requests made here, titles of those of another system, names of people.

use std::collections::HashMap;

use domain::ids::{PersonId, RequestId, UnitId};

use super::ledger::{Seen, seen_from_row, select_seen};
use super::request::name_of;
use crate::error::StoreError;
use crate::hot_sql;
use crate::tx::Tx;
use crate::value::Value;

/// How many ids one statement takes.
pub const MOST: usize = 50;

/// Fifty parameters after those that are given: the first fifty keys, the rest filled with the last of them.
fn fifty(mut first: Vec<Value>, keys: impl Iterator<Item = Vec<u8>>) -> Vec<Value> {
    let begun = first.len();
    first.extend(keys.take(MOST).map(Value::from));
    let last = if first.len() > begun { first.last().cloned() } else { None };
    first.resize(begun + MOST, last.unwrap_or(Value::Null));
    first
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
    let rows = tx.query(
        hot_sql!(concat!(
            select_seen!("r.id"),
            " FROM request r LEFT JOIN content title ON title.id = r.title
             WHERE r.id IN ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
               $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41,
               $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)"
        )),
        &fifty(vec![viewer.into()], ids.iter().map(|id| id.bytes())),
    )?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        if let Some(seen) = seen_from_row(row, viewer, 1)? {
            found.push((row.id(0)?, seen));
        }
    }
    Ok(found)
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
    let rows = tx.query(
        hot_sql!(
            "SELECT i.id, i.unit, c.body FROM imported i LEFT JOIN content c ON c.id = i.title
             WHERE i.visible = 1 AND i.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
               $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
               $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)"
        ),
        &fifty(Vec::new(), ids.iter().map(|id| id.bytes())),
    )?;
    let one = |row: &crate::value::Row| {
        let title = row.opt_text(2)?.filter(|title| !title.is_empty()).map(str::to_owned);
        Ok((row.id(0)?, row.id(1)?, title))
    };
    rows.iter().map(one).collect()
}

/// Names of people, at most the first [`MOST`] of the ids; who was erased has an empty one.
pub fn names(tx: &mut dyn Tx, ids: &[PersonId]) -> Result<HashMap<PersonId, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx.query(
        hot_sql!(
            "SELECT p.id, c.body FROM person p JOIN content c ON c.id = p.profile
             WHERE p.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16,
               $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36,
               $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)"
        ),
        &fifty(Vec::new(), ids.iter().map(|id| id.bytes())),
    )?;
    rows.iter().map(|row| Ok((row.id(0)?, name_of(row, 1)?))).collect()
}
