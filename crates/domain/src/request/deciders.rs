//! To whom the customer's decisions go when the customer may not take them.

use std::collections::BTreeSet;

use super::{Class, Request};
use crate::ids::{PersonId, UnitId};
use crate::permission::Role;

/// More levels than this no company has: a unit that is above itself is damaged.
const LEVELS: usize = 50;

/// Who belongs and leads where: the directory as it is, or as it was at a moment of the past.
pub trait Directory {
    /// Why it cannot be read.
    type Error;

    /// Whether somebody serves a unit: as provider, service owner or head.
    fn serves(&mut self, person: PersonId, unit: UnitId) -> Result<bool, Self::Error>;

    /// Who holds a role, in a unit or in the company, and may sign in.
    fn holders(&mut self, role: Role, unit: Option<UnitId>) -> Result<Vec<PersonId>, Self::Error>;

    /// The unit above.
    fn above(&mut self, unit: UnitId) -> Result<Option<UnitId>, Self::Error>;

    /// The units to which somebody belongs.
    fn units_of(&mut self, person: PersonId) -> Result<BTreeSet<UnitId>, Self::Error>;
}

/// To whom the customer's decisions went up: nobody while the customer, whom they entrusted or the head of the payer's unit may
/// take them; else the heads of the nearest unit above who are on neither side, else the administrators who are. A confidential
/// request goes up to nobody: it is read by those named on it alone.
pub fn deciders<D: Directory>(directory: &mut D, request: &Request) -> Result<Vec<PersonId>, D::Error> {
    if request.class == Class::Confidential || !stands_on_both_sides(directory, request, request.customer)? {
        return Ok(Vec::new());
    }
    if let Some(entrusted) = request.entrusted
        && !stands_on_both_sides(directory, request, entrusted)?
    {
        return Ok(Vec::new());
    }
    let mut next = Some(request.payer_unit);
    for _ in 0..LEVELS {
        let Some(at) = next else { break };
        let able = able(directory, request, Role::UnitHead, Some(at))?;
        if !able.is_empty() {
            return Ok(if at == request.payer_unit { Vec::new() } else { able });
        }
        next = directory.above(at)?;
    }
    let mut neither = Vec::new();
    for administrator in able(directory, request, Role::Administrator, None)? {
        let belongs = directory.units_of(administrator)?;
        if ![request.unit, request.customer_unit].iter().any(|unit| belongs.contains(unit)) {
            neither.push(administrator);
        }
    }
    Ok(neither)
}

/// Whose move it is beside the customer: whom they entrusted; and when the customer may not decide, the heads of the payer's unit
/// who are on neither side, or those to whom it went up.
pub fn in_place_of_customer<D: Directory>(
    directory: &mut D,
    request: &Request,
) -> Result<Vec<PersonId>, D::Error> {
    if !stands_on_both_sides(directory, request, request.customer)? {
        return Ok(request.entrusted.into_iter().collect());
    }
    let heads = match request.class {
        Class::Confidential => Vec::new(),
        _ => able(directory, request, Role::UnitHead, Some(request.payer_unit))?,
    };
    let above = deciders(directory, request)?;
    Ok(request.entrusted.into_iter().chain(heads).chain(above).collect())
}

/// Holders of a role who are on neither side.
fn able<D: Directory>(
    directory: &mut D,
    request: &Request,
    role: Role,
    unit: Option<UnitId>,
) -> Result<Vec<PersonId>, D::Error> {
    let mut able = Vec::new();
    for person in directory.holders(role, unit)? {
        if !stands_on_both_sides(directory, request, person)? {
            able.push(person);
        }
    }
    Ok(able)
}

/// Whether somebody worked on the request or serves a unit that offers or does the work.
fn stands_on_both_sides<D: Directory>(
    directory: &mut D,
    request: &Request,
    person: PersonId,
) -> Result<bool, D::Error> {
    if request.worked_on_by(person) {
        return Ok(true);
    }
    for unit in std::iter::once(request.unit).chain(request.asked_units()) {
        if directory.serves(person, unit)? {
            return Ok(true);
        }
    }
    Ok(false)
}
