//! Accounts whose password somebody else reset: they open nothing confidential until a second administrator or the head of their unit
//! confirms that it is still them.

use domain::access::{Event, Hold};
use domain::ids::{PersonId, UnitId};
use domain::notice::NoticeKind;
use domain::permission::{Action, Resource, Role, Viewer, can};
use store::Tx;
use store::repo::hold::{self, Waiting};
use store::repo::{notice, person};

use super::{access, tell};
use crate::Cx;
use crate::error::{Answer, AppError};

/// The most that are listed.
const LISTED: i64 = 500;

/// Shuts what is confidential from somebody whose password was reset, and tells those who handle it.
pub(super) fn shut(tx: &mut dyn Tx, cx: &mut Cx, whose: PersonId, by: Option<PersonId>) -> Answer<()> {
    tell(tx, cx, whose, &[Event::Reset { by }])?;
    tell_handlers(tx, cx, whose)
}

/// Tells those who handle what is confidential and theirs that others reset an account.
pub(super) fn tell_handlers(tx: &mut dyn Tx, cx: &mut Cx, whose: PersonId) -> Answer<()> {
    for (handler, request) in hold::handlers(tx, whose)? {
        let told = (cx.ids.next(), handler, NoticeKind::AccessReset);
        notice::insert(tx, request, &[told], cx.now)?;
    }
    Ok(())
}

/// Whether the viewer may say that this account is still its owner's: an administrator or the head of a unit they belong to, but neither
/// the owner nor whoever made the link.
fn confirms(viewer: &Viewer, whose: PersonId, by: Option<PersonId>, units: &[UnitId]) -> bool {
    let me = viewer.person();
    let heads = || units.iter().any(|unit| viewer.has(Role::UnitHead, Some(*unit)));
    me != Some(whose)
        && (by.is_none() || me != by)
        && (can(viewer, Action::Administer, Resource::Company) || heads())
}

fn units_of(tx: &mut dyn Tx, whose: PersonId) -> Answer<Vec<UnitId>> {
    let ties = person::ties(tx, whose)?.into_iter();
    Ok(ties
        .filter_map(|tie| match tie {
            person::Tie::Member { unit, .. } => Some(unit),
            person::Tie::Role(..) => None,
        })
        .collect())
}

/// Accounts that wait and that the viewer may confirm or, as an administrator, watch; each with whether they may confirm it. Who waits
/// longest comes first.
///
/// # Errors
/// The database's.
pub fn holds(tx: &mut dyn Tx, cx: &Cx) -> Answer<Vec<(Waiting, bool)>> {
    let administers = can(&cx.viewer, Action::Administer, Resource::Company);
    let mut found = Vec::new();
    for waiting in hold::all(tx, LISTED)? {
        let units = units_of(tx, waiting.person)?;
        let may = confirms(&cx.viewer, waiting.person, waiting.by, &units);
        if may || administers {
            found.push((waiting, may));
        }
    }
    Ok(found)
}

/// Confirms that an account is still its owner's: what is confidential opens again.
///
/// # Errors
/// [`AppError::Missing`] when it does not wait, or when the viewer may not even know that it does; [`AppError::Forbidden`] for the owner and
/// for whoever made the link.
pub fn confirm_access(tx: &mut dyn Tx, cx: &Cx, whose: PersonId) -> Answer<()> {
    let known = access::access(tx, whose)?.and_then(|access| access.hold);
    let units = units_of(tx, whose)?;
    match known {
        Some(Hold { by, .. }) if confirms(&cx.viewer, whose, by, &units) => {
            tell(tx, cx, whose, &[Event::Confirmed])
        }
        Some(_) if can(&cx.viewer, Action::Administer, Resource::Company) => Err(AppError::Forbidden),
        _ => Err(AppError::Missing("hold")),
    }
}
