//! Lists of requests, each by the scope that permissions give.

use domain::ids::{RequestId, UnitId};
use domain::permission::{List, Role, Scope, scope};
use domain::request::Whose;
use store::Tx;
use store::repo::request::{self, DeskPlace, Listed};

use crate::Cx;
use crate::error::{Answer, AppError};

/// Rows of one page.
pub const PAGE: i64 = 50;

/// Requests in which the viewer takes part, newest first.
///
/// # Errors
/// The database's.
pub fn mine(
    tx: &mut dyn Tx,
    cx: &Cx,
    open: bool,
    before: Option<RequestId>,
    limit: i64,
) -> Answer<Vec<Listed>> {
    match scope(&cx.viewer, List::Mine) {
        Scope::Own(person) => Ok(request::mine(tx, person, open, before, limit)?),
        _ => Ok(Vec::new()),
    }
}

/// Requests that wait for the viewer as a customer.
///
/// # Errors
/// The database's.
pub fn waits_for_me(tx: &mut dyn Tx, cx: &Cx) -> Answer<Vec<Listed>> {
    let mine = mine(tx, cx, true, None, 200)?;
    let customer = cx.viewer.person();
    Ok(mine
        .into_iter()
        .filter(|row| row.whose == Whose::Customer && Some(row.customer) == customer)
        .collect())
}

/// One unit's desk: the rows of one side's moves, soonest due first.
///
/// # Errors
/// [`AppError::Missing`] when the viewer does not serve the unit.
pub fn desk(
    tx: &mut dyn Tx,
    cx: &Cx,
    unit: UnitId,
    whose: Whose,
    after: Option<DeskPlace>,
    limit: i64,
) -> Answer<Vec<Listed>> {
    match scope(&cx.viewer, List::Desk) {
        Scope::Units(person) if cx.viewer.serves(unit) => {
            let head = cx.viewer.has(Role::UnitHead, Some(unit));
            Ok(request::desk(tx, unit, person, head, whose, after, limit)?)
        }
        _ => Err(AppError::Missing("desk")),
    }
}

/// Briefs that units served by the viewer were asked to offer on.
///
/// # Errors
/// The database's.
pub fn bids(tx: &mut dyn Tx, cx: &Cx, before: Option<RequestId>, limit: i64) -> Answer<Vec<Listed>> {
    match scope(&cx.viewer, List::Bids) {
        Scope::Bids(person) => Ok(request::bids(tx, person, before, limit)?),
        _ => Ok(Vec::new()),
    }
}
