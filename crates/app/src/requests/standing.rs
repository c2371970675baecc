//! Where a viewer stands towards a request: what they may read, on which sides they act.

use std::collections::BTreeSet;

use domain::ids::{PersonId, RequestId, UnitId};
use domain::permission::{Action, RequestFacts, Resource, Role, Viewer, can, sides};
use domain::request::{self, Belonging, Directory, Request, Side, acting, deciders};
use domain::time::Instant;
use store::repo::{self, person, unit};
use store::{StoreError, Tx};
use uuid::Uuid;

use super::record::{Loaded, load};
use crate::error::{Answer, AppError};

/// Where a viewer stands.
pub(super) struct Standing {
    /// What permissions depend on.
    pub facts: RequestFacts,
    /// The sides they are on.
    pub sides: BTreeSet<Side>,
    /// The invited unit for which they speak.
    pub bidder: Option<UnitId>,
}

impl Standing {
    /// As the rules of a request ask for it.
    pub(super) fn context(&self, viewer: &Viewer, now: Instant) -> request::Cx {
        request::Cx { actor: viewer.actor, sides: self.sides.clone(), unit: self.bidder, now }
    }
}

/// The request behind a number, for whoever may read at least its brief. One that they may not read and one that is not there are
/// refused by the same rows, so that neither words nor time tell them apart. Its history is read only for heads and administrators to
/// whom it may have gone up, which few requests do: those whose customer serves or worked on them.
///
/// # Errors
/// [`AppError::Missing`] for everybody else.
pub(super) fn readable(tx: &mut dyn Tx, viewer: &Viewer, number: i64) -> Answer<(Loaded, Standing)> {
    let facts = repo::request::facts_of(tx, viewer.person(), number)?;
    readable_as(tx, viewer, facts)
}

/// The same for whoever has read what the rows say of that number.
pub(super) fn readable_as(
    tx: &mut dyn Tx,
    viewer: &Viewer,
    facts: Option<RequestFacts>,
) -> Answer<(Loaded, Standing)> {
    let missing = AppError::Missing("request");
    let id = facts.as_ref().map_or(RequestId(Uuid::nil()), |facts| facts.id);
    let mut known = facts.ok_or(missing.clone());
    if let Ok(facts) = &known
        && can(viewer, Action::ReadDispute, Resource::Request(facts))
    {
        // Nothing more need be asked.
    } else {
        let bidders = repo::request::bidders(tx, id)?;
        let above = leads(viewer) && repo::request::may_have_gone_up(tx, id)?;
        known = known.and_then(|facts| {
            let asked = RequestFacts { bidders, ..facts };
            let reads = above || can(viewer, Action::ReadBrief, Resource::Request(&asked));
            if reads { Ok(asked) } else { Err(missing.clone()) }
        });
    }
    let loaded = load(tx, known?.id)?;
    let standing = standing(tx, viewer, &loaded.request)?;
    if can(viewer, Action::ReadBrief, Resource::Request(&standing.facts)) {
        Ok((loaded, standing))
    } else {
        Err(missing)
    }
}

/// Where the viewer stands now.
pub(super) fn standing(tx: &mut dyn Tx, viewer: &Viewer, request: &Request) -> Answer<Standing> {
    let mut facts = RequestFacts::from(request);
    let gone_up = match viewer.person() {
        Some(person) if may_decide_from_above(viewer, request) => {
            deciders(&mut Present(tx), request)?.contains(&person)
        }
        _ => false,
    };
    if gone_up {
        facts.deciders.extend(viewer.person());
    }
    let (mut sides, bidder) = sides(viewer, &facts);
    if !viewer.is_shut_from(request.class) {
        sides.extend(acting(viewer, request, gone_up));
    }
    Ok(Standing { facts, sides, bidder })
}

/// Heads and administrators who do not act for the customer anyway: for the others nobody need ask the directory.
fn may_decide_from_above(viewer: &Viewer, request: &Request) -> bool {
    leads(viewer) && acting(viewer, request, false).is_none()
}

/// Heads and administrators.
fn leads(viewer: &Viewer) -> bool {
    viewer.grants.iter().any(|(role, _)| matches!(role, Role::UnitHead | Role::Administrator))
}

/// Whose move the customer's is beside them.
pub(crate) fn in_place_of_customer(tx: &mut dyn Tx, request: &Request) -> Answer<Vec<PersonId>> {
    request::in_place_of_customer(&mut Present(tx), request)
}

/// The directory as it is now.
struct Present<'a>(&'a mut dyn Tx);

impl Directory for Present<'_> {
    type Error = AppError;

    fn serves(&mut self, person: PersonId, unit: UnitId) -> Answer<bool> {
        Ok(person::serves(self.0, person, unit)?)
    }

    fn holders(&mut self, role: Role, unit: Option<UnitId>) -> Answer<Vec<PersonId>> {
        Ok(person::holders(self.0, role, unit)?.into_iter().map(|(person, _)| person).collect())
    }

    fn above(&mut self, unit: UnitId) -> Answer<Option<UnitId>> {
        let found = unit::by_id(self.0, unit)?;
        Ok(found.ok_or_else(|| StoreError::inconsistent("unit", "id", unit, "no such unit"))?.parent)
    }

    fn units_of(&mut self, person: PersonId) -> Answer<BTreeSet<UnitId>> {
        Ok(belonging(self.0, person)?.member)
    }
}

/// Where somebody belongs now. Somebody who may not sign in belongs nowhere.
pub(super) fn belonging(tx: &mut dyn Tx, id: PersonId) -> Answer<Belonging> {
    let mut belongs = Belonging::default();
    let Some(row) = person::by_id(tx, id)?.filter(|row| row.active) else { return Ok(belongs) };
    belongs.outside = row.outside;
    for tie in person::ties(tx, id)? {
        match tie {
            person::Tie::Member { unit, .. } => belongs.member.extend([unit]),
            person::Tie::Role(role, Some(unit)) if role.of_a_unit() => belongs.serves.extend([unit]),
            person::Tie::Role(..) => {}
        }
    }
    Ok(belongs)
}
