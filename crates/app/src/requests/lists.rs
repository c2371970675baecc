//! Lists of requests, each by the scope that permissions give.

use domain::ids::{RequestId, UnitId};
use domain::permission::{List, Role, Scope, scope};
use domain::request::Whose;
use store::Tx;
use store::repo::request::{self, Bid, DeskCount, DeskGroup, DeskOf, DeskPlace, DeskShare, Listed};

use crate::Cx;
use crate::error::{Answer, AppError};

/// Rows of one page.
pub const PAGE: i64 = 50;

/// The rows without those that do not open for the viewer: see [`domain::permission::Viewer::is_shut_from`].
pub(crate) fn shown(cx: &Cx, mut rows: Vec<Listed>) -> Vec<Listed> {
    rows.retain(|row| !cx.viewer.is_shut_from(row.class));
    rows
}

/// Requests in which the viewer takes part, newest first.
pub fn mine(
    tx: &mut dyn Tx,
    cx: &Cx,
    open: bool,
    before: Option<RequestId>,
    limit: i64,
) -> Answer<Vec<Listed>> {
    match scope(&cx.viewer, List::Mine) {
        Scope::Own(person) => Ok(shown(cx, request::mine(tx, person, open, before, limit)?)),
        _ => Ok(Vec::new()),
    }
}

/// Requests that wait for the viewer as a customer.
pub fn waits_for_me(tx: &mut dyn Tx, cx: &Cx) -> Answer<Vec<Listed>> {
    let mine = mine(tx, cx, true, None, 200)?;
    let customer = cx.viewer.person();
    Ok(mine
        .into_iter()
        .filter(|row| row.whose == Whose::Customer && Some(row.customer) == customer)
        .collect())
}

/// Who looks at which desk.
///
/// # Errors
/// [`AppError::Missing`] when the viewer does not serve the unit.
fn desk_of(cx: &Cx, unit: UnitId) -> Answer<DeskOf> {
    match scope(&cx.viewer, List::Desk) {
        Scope::Units(person) if cx.viewer.serves(unit) => {
            Ok(DeskOf { unit, person, head: cx.viewer.has(Role::UnitHead, Some(unit)) })
        }
        _ => Err(AppError::Missing("desk")),
    }
}

/// One part of a unit's desk, soonest due first.
///
/// # Errors
/// [`AppError::Missing`] when the viewer does not serve the unit.
pub fn desk(
    tx: &mut dyn Tx,
    cx: &Cx,
    unit: UnitId,
    group: DeskGroup,
    share: DeskShare,
    after: Option<DeskPlace>,
    limit: i64,
) -> Answer<Vec<Listed>> {
    Ok(shown(cx, request::desk(tx, desk_of(cx, unit)?, group, share, after, limit)?))
}

/// How many requests the parts of a desk hold; none when there are too many to count for a page.
///
/// # Errors
/// As [`desk`].
pub fn desk_counts(tx: &mut dyn Tx, cx: &Cx, unit: UnitId) -> Answer<Option<Vec<DeskCount>>> {
    Ok(request::desk_counts(tx, desk_of(cx, unit)?)?)
}

/// Requests of others on which the unit was asked to offer, newest first.
///
/// # Errors
/// [`AppError::Missing`] when the viewer does not serve the unit.
pub fn bids(
    tx: &mut dyn Tx,
    cx: &Cx,
    unit: UnitId,
    before: Option<RequestId>,
    limit: i64,
) -> Answer<Vec<Bid>> {
    match scope(&cx.viewer, List::Bids) {
        Scope::Bids(_) if cx.viewer.serves(unit) => Ok(request::bids(tx, unit, before, limit)?),
        _ => Err(AppError::Missing("desk")),
    }
}
