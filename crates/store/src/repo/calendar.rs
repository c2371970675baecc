//! Versions of calendars and promises: written once, never changed.

use domain::company::{CalendarVersion, PromiseVersion};
use domain::ids::{CalendarId, PromiseId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params};

table! {
    /// Versions of working calendars.
    pub CALENDAR: State "calendar";
    /// The values of a calendar's row.
    pub fn calendar_values(id: CalendarId, version: &CalendarVersion) {
        key id = id,
        once number = version.number,
        once body = version.body.id,
        once valid_from = version.valid_from,
    }
}

table! {
    /// Versions of promises.
    pub PROMISE: State "promise";
    /// The values of a promise's row.
    pub fn promise_values(id: PromiseId, version: &PromiseVersion) {
        key id = id,
        once number = version.number,
        once body = version.body.to_string(),
        once valid_from = version.valid_from,
    }
}

pub(super) fn insert_calendar(
    tx: &mut dyn Tx,
    id: CalendarId,
    version: &CalendarVersion,
) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert CALENDAR), &calendar_values(id, version))
}

pub(super) fn insert_promise(
    tx: &mut dyn Tx,
    id: PromiseId,
    version: &PromiseVersion,
) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert PROMISE), &promise_values(id, version))
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

type Calendar = Version<CalendarId>;

select! {
    Calendar from "calendar k JOIN content c ON c.id = k.body" {
        id: "k.id",
        number: "k.number",
        body: "c.body",
        valid_from: "k.valid_from",
    }
}

type Promise = Version<PromiseId>;

select! { Promise from "promise" { id: "id", number: "number", body: "body", valid_from: "valid_from" } }

/// The definition of a calendar version, in JSON.
pub fn calendar(tx: &mut dyn Tx, id: CalendarId) -> Result<Option<String>, StoreError> {
    Ok(tx.opt(hot_sql!(Calendar, "WHERE k.id = $1"), params![id])?.map(|version| version.body))
}

/// A promise version, in JSON.
pub fn promise(tx: &mut dyn Tx, id: PromiseId) -> Result<Option<String>, StoreError> {
    Ok(tx.opt(hot_sql!(Promise, "WHERE id = $1"), params![id])?.map(|version| version.body))
}

/// Calendar versions after one, in the order they were published, at most `limit`.
pub fn calendars(
    tx: &mut dyn Tx,
    after: Option<CalendarId>,
    limit: i64,
) -> Result<Vec<Version<CalendarId>>, StoreError> {
    let after = after.map_or(vec![0; 16], CalendarId::bytes);
    tx.all(hot_sql!(Calendar, "WHERE k.id > $1 ORDER BY k.id LIMIT $2"), params![after, limit])
}

/// Promise versions after one, in the order they were published, at most `limit`.
pub fn promises(
    tx: &mut dyn Tx,
    after: Option<PromiseId>,
    limit: i64,
) -> Result<Vec<Version<PromiseId>>, StoreError> {
    let after = after.map_or(vec![0; 16], PromiseId::bytes);
    tx.all(hot_sql!(Promise, "WHERE id > $1 ORDER BY id LIMIT $2"), params![after, limit])
}
