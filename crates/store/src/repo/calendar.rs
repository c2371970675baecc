//! Versions of calendars and promises: written once, never changed.

use domain::company::{CalendarVersion, PromiseVersion};
use domain::ids::{CalendarId, PromiseId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params};

/// The columns of a calendar's row, in the order of [`calendar_values`]; the first is its key.
pub const CALENDAR: &[&str] = &["id", "number", "body", "valid_from"];

/// The columns of a promise's row, in the order of [`promise_values`]; the first is its key.
pub const PROMISE: &[&str] = &["id", "number", "body", "valid_from"];

/// The values of a calendar's row.
pub fn calendar_values(id: CalendarId, version: &CalendarVersion) -> Vec<Value> {
    vec![id.into(), version.number.into(), version.body.id.into(), version.valid_from.into()]
}

/// The values of a promise's row.
pub fn promise_values(id: PromiseId, version: &PromiseVersion) -> Vec<Value> {
    vec![id.into(), version.number.into(), version.body.to_string().into(), version.valid_from.into()]
}

pub(super) fn insert_calendar(
    tx: &mut dyn Tx,
    id: CalendarId,
    version: &CalendarVersion,
) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!("INSERT INTO calendar (id, number, body, valid_from) VALUES ($1, $2, $3, $4)"),
        &calendar_values(id, version),
    )
}

pub(super) fn insert_promise(
    tx: &mut dyn Tx,
    id: PromiseId,
    version: &PromiseVersion,
) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!("INSERT INTO promise (id, number, body, valid_from) VALUES ($1, $2, $3, $4)"),
        &promise_values(id, version),
    )
}

/// A version in a list, with its definition in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version<I> {
    /// Its id.
    pub id: I,
    /// Counts from 1 along the versions that replace each other.
    pub number: u32,
    /// What it says.
    pub body: String,
    /// From when it may be used.
    pub valid_from: Instant,
}

/// The definition of a calendar version, in JSON.
pub fn calendar(tx: &mut dyn Tx, id: CalendarId) -> Result<Option<String>, StoreError> {
    let row = tx.query_opt(
        hot_sql!("SELECT c.body FROM calendar k JOIN content c ON c.id = k.body WHERE k.id = $1"),
        params![id],
    )?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// A promise version, in JSON.
pub fn promise(tx: &mut dyn Tx, id: PromiseId) -> Result<Option<String>, StoreError> {
    let row = tx.query_opt(hot_sql!("SELECT body FROM promise WHERE id = $1"), params![id])?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Calendar versions after one, in the order they were published, at most `limit`.
pub fn calendars(
    tx: &mut dyn Tx,
    after: Option<CalendarId>,
    limit: i64,
) -> Result<Vec<Version<CalendarId>>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT k.id, k.number, c.body, k.valid_from FROM calendar k JOIN content c ON c.id = k.body
             WHERE k.id > $1 ORDER BY k.id LIMIT $2"
        ),
        params![after.map_or(vec![0; 16], CalendarId::bytes), limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Version {
                id: row.id(0)?,
                number: row.number(1)?,
                body: row.text(2)?.to_owned(),
                valid_from: row.instant(3)?,
            })
        })
        .collect()
}

/// Promise versions after one, in the order they were published, at most `limit`.
pub fn promises(
    tx: &mut dyn Tx,
    after: Option<PromiseId>,
    limit: i64,
) -> Result<Vec<Version<PromiseId>>, StoreError> {
    let rows = tx.query(
        hot_sql!("SELECT id, number, body, valid_from FROM promise WHERE id > $1 ORDER BY id LIMIT $2"),
        params![after.map_or(vec![0; 16], PromiseId::bytes), limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Version {
                id: row.id(0)?,
                number: row.number(1)?,
                body: row.text(2)?.to_owned(),
                valid_from: row.instant(3)?,
            })
        })
        .collect()
}
