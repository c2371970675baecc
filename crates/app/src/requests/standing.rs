//! Where a viewer stands towards a request: what they may read, on which sides they act.

use std::collections::BTreeSet;

use domain::ids::{PersonId, UnitId};
use domain::permission::{RequestFacts, Role, Viewer, sides};
use domain::request::{self, Belonging, Class, Request, Side, acting};
use domain::time::Instant;
use store::repo::{person, unit};
use store::{StoreError, Tx};

use crate::error::Answer;

/// More levels than this no company has: a unit that is above itself is damaged.
const LEVELS: usize = 50;

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

/// Where the viewer stands now.
///
/// # Errors
/// The database's.
pub(super) fn standing(tx: &mut dyn Tx, viewer: &Viewer, request: &Request) -> Answer<Standing> {
    let mut facts = RequestFacts::from(request);
    let gone_up = match viewer.person() {
        Some(person) if may_decide_from_above(viewer, request) => deciders(tx, request)?.contains(&person),
        _ => false,
    };
    if gone_up {
        facts.deciders.extend(viewer.person());
    }
    let (mut sides, bidder) = sides(viewer, &facts);
    sides.extend(acting(viewer, request, gone_up));
    Ok(Standing { facts, sides, bidder })
}

/// Heads and administrators who do not act for the customer anyway: for the others nobody need ask the directory.
fn may_decide_from_above(viewer: &Viewer, request: &Request) -> bool {
    let leads = viewer.grants.iter().any(|(role, _)| matches!(role, Role::UnitHead | Role::Administrator));
    leads && acting(viewer, request, false).is_none()
}

/// To whom the customer's decisions went up: nobody while the customer, whom they entrusted or the head of the payer's unit may
/// take them; else the heads of the nearest unit above who are on neither side, else the administrators who are. A confidential
/// request goes up to nobody: it is read by those named on it alone.
///
/// # Errors
/// The database's.
fn deciders(tx: &mut dyn Tx, request: &Request) -> Answer<Vec<PersonId>> {
    if request.class == Class::Confidential || !stands_on_both_sides(tx, request, request.customer)? {
        return Ok(Vec::new());
    }
    if let Some(entrusted) = request.entrusted
        && !stands_on_both_sides(tx, request, entrusted)?
    {
        return Ok(Vec::new());
    }
    let mut next = Some(request.payer_unit);
    for _ in 0..LEVELS {
        let Some(at) = next else { break };
        let able = able(tx, request, Role::UnitHead, Some(at))?;
        if !able.is_empty() {
            return Ok(if at == request.payer_unit { Vec::new() } else { able });
        }
        next = unit::by_id(tx, at)?
            .ok_or_else(|| StoreError::inconsistent("request", "payer_unit", request.id, "no such unit"))?
            .parent;
    }
    let mut neither = Vec::new();
    for administrator in able(tx, request, Role::Administrator, None)? {
        let belongs = belonging(tx, administrator)?;
        if ![request.unit, request.customer_unit].iter().any(|unit| belongs.member.contains(unit)) {
            neither.push(administrator);
        }
    }
    Ok(neither)
}

/// The heads of the payer's unit who are on neither side, when the customer may not decide: it is their move.
///
/// # Errors
/// The database's.
pub(crate) fn in_place_of_customer(tx: &mut dyn Tx, request: &Request) -> Answer<Vec<PersonId>> {
    if !stands_on_both_sides(tx, request, request.customer)? {
        return Ok(request.entrusted.into_iter().collect());
    }
    let heads = able(tx, request, Role::UnitHead, Some(request.payer_unit))?;
    let above = deciders(tx, request)?;
    let heads = if request.class == Class::Confidential { Vec::new() } else { heads };
    Ok(request.entrusted.into_iter().chain(heads).chain(above).collect())
}

/// Holders of a role who are on neither side.
fn able(tx: &mut dyn Tx, request: &Request, role: Role, unit: Option<UnitId>) -> Answer<Vec<PersonId>> {
    let mut able = Vec::new();
    for (person, _) in person::holders(tx, role, unit)? {
        if !stands_on_both_sides(tx, request, person)? {
            able.push(person);
        }
    }
    Ok(able)
}

/// Whether somebody worked on the request or serves a unit that offers or does the work.
fn stands_on_both_sides(tx: &mut dyn Tx, request: &Request, person: PersonId) -> Answer<bool> {
    if request.worked_on_by(person) {
        return Ok(true);
    }
    for unit in std::iter::once(request.unit).chain(request.asked_units()) {
        if person::serves(tx, person, unit)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Where somebody belongs now. Somebody who may not sign in belongs nowhere.
///
/// # Errors
/// The database's.
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
