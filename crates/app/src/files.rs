//! How much people may bring as files: in one file, for one request, in a month.
//!
//! A month counts what was sent, whether or not something came of it: files of forms that were refused lie on the disk too, for
//! a day.

use domain::ids::{PersonId, RequestId};
use domain::time::Instant;
use store::repo::{brought, command, content};
use store::{Hold, StoreError, Tx};

use crate::Cx;
use crate::error::{Answer, AppError};

/// Bytes of a megabyte, as people count files.
pub const MB: i64 = 1024 * 1024;
/// For how many days back the files of a person are counted.
pub const MONTH_DAYS: i64 = 30;

/// How many bytes may be brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotas {
    /// In one file.
    pub file: i64,
    /// For one request, all its files together.
    pub request: i64,
    /// By one person within [`MONTH_DAYS`].
    pub person: i64,
}

impl Default for Quotas {
    fn default() -> Self {
        Self { file: 25 * MB, request: 200 * MB, person: 2048 * MB }
    }
}

/// How many bytes are left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// For the request.
    pub request: i64,
    /// Of the person's month.
    pub person: i64,
}

/// Says whether the caller may bring files, and to which request they come, when it is there already.
pub type Allowed<'a> = dyn Fn(&mut dyn Tx, &Cx) -> Answer<Option<RequestId>> + 'a;

/// How much a person may still bring, for a request that is there or a new one. `allowed` says whether they may bring anything,
/// and for which request; a command that was done already is answered again, whatever its giver may do now.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is no person; those of `allowed`.
pub fn room(tx: &mut dyn Tx, cx: &Cx, quotas: &Quotas, allowed: &Allowed<'_>) -> Answer<Room> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let request = match command::done(tx, cx.command)? {
        Some(_) => None,
        None => allowed(tx, cx)?,
    };
    let there = match request {
        Some(request) => content::bytes_of_stream(tx, request.into())?,
        None => 0,
    };
    let brought = brought::bytes(tx, person, month_before(cx.now), "")?;
    Ok(Room { request: (quotas.request - there).max(0), person: (quotas.person - brought).max(0) })
}

/// Notes a file that a person brings, before it is kept; false when it is more than they may bring in a month.
pub fn bring(
    tx: &mut dyn Tx,
    person: PersonId,
    blob: &str,
    size: i64,
    quotas: &Quotas,
    now: Instant,
) -> Result<bool, StoreError> {
    tx.hold(Hold::Measured(person))?;
    let before = brought::bytes(tx, person, month_before(now), blob)?;
    if before.saturating_add(size) > quotas.person {
        return Ok(false);
    }
    brought::add(tx, person, blob, size, now)?;
    Ok(true)
}

/// Forgets what was brought longer ago than is counted.
pub fn forget(tx: &mut dyn Tx, now: Instant) -> Result<u64, StoreError> {
    brought::forget(tx, month_before(now))
}

fn month_before(now: Instant) -> Instant {
    now.plus_seconds(-MONTH_DAYS * 86_400)
}
