//! Where people belong and which roles they hold. Both keep their dates: a request keeps the unit it began in.

use domain::company::{Event, Person};
use domain::ids::{PersonId, UnitId};
use domain::permission::Role;
use domain::time::Instant;
use store::Tx;
use store::repo;

use super::checks::Checks;
use super::people::{another_administrator, effective, load};
use super::record::done;
use super::units::{administers, open_unit};
use crate::Cx;
use crate::error::{Answer, AppError};
use crate::words::Words;

/// A membership that starts.
#[derive(Debug, Clone, Copy)]
pub struct StartMembership {
    /// Who.
    pub person: PersonId,
    /// Where.
    pub unit: UnitId,
    /// Who leads the person there.
    pub manager: Option<PersonId>,
    /// Since when, not later than now; now when left out.
    pub from: Option<Instant>,
}

/// Lets a person belong to a unit. Under another manager than before, the membership ends and a new one starts, so that
/// the past stays readable.
///
/// # Errors
/// [`AppError::Invalid`] when unit or manager do not fit, or the date is not possible.
pub fn start_membership(tx: &mut dyn Tx, cx: &mut Cx, new: StartMembership) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, state) = load(tx, new.person)?;
    open_unit(tx, new.unit)?;
    let at = effective(cx, new.from)?;
    let mut checks = Checks::default();
    if let Some(manager) = new.manager {
        checks.require(manager != new.person, "manager", "person-own-manager");
        checks.require(repo::person::by_id(tx, manager)?.is_some(), "manager", "field-not-found");
    }
    checks.require(at >= free_since(&state, new.unit), "from", "membership-overlaps");
    checks.done()?;
    let events = joining(&state, new.unit, new.manager);
    stream.record_at(tx, cx, &events, Words::default(), at)
}

/// The events that make a person a member under a manager; none when that is so already.
pub(super) fn joining(state: &Person, unit: UnitId, manager: Option<PersonId>) -> Vec<Event> {
    let person = state.id;
    let started = Event::MembershipStarted { person, unit, manager };
    match state.member_of(unit) {
        Some((_, membership)) if membership.manager == manager => Vec::new(),
        Some(_) => vec![Event::MembershipEnded { person, unit }, started],
        None => vec![started],
    }
}

/// The earliest moment from which a membership in the unit may start or end.
fn free_since(state: &Person, unit: UnitId) -> Instant {
    let own = state.memberships.iter().filter(|((known, _), _)| *known == unit);
    let ends = own.map(|((_, from), membership)| membership.ended_at.map_or(*from, |end| end.max(*from)));
    ends.max().unwrap_or(Instant::from_millis(i64::MIN))
}

/// Ends a membership, and with it every role that the person holds in the unit.
///
/// # Errors
/// [`AppError::Invalid`] when the person does not belong there, or the date is not possible.
pub fn end_membership(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    person: PersonId,
    unit: UnitId,
    at: Option<Instant>,
) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, state) = load(tx, person)?;
    let at = effective(cx, at)?;
    let Some((from, _)) = state.member_of(unit) else {
        return Err(AppError::field("unit", "person-not-member"));
    };
    if at < from {
        return Err(AppError::field("at", "membership-overlaps"));
    }
    stream.record_at(tx, cx, &leaving(&state, unit), Words::default(), at)
}

/// The events that end a membership and the roles in its unit.
pub(super) fn leaving(state: &Person, unit: UnitId) -> Vec<Event> {
    let person = state.id;
    let roles = state.roles_in(unit);
    let revoked = roles.map(|role| Event::RoleRevoked { person, role, unit: Some(unit) });
    std::iter::once(Event::MembershipEnded { person, unit }).chain(revoked).collect()
}

/// Grants a role: in a unit, or in the company for the roles that are the company's.
///
/// # Errors
/// [`AppError::Invalid`] when the role needs a unit, or must not have one.
pub fn grant_role(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    person: PersonId,
    role: Role,
    unit: Option<UnitId>,
) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, state) = load(tx, person)?;
    if role.of_a_unit() != unit.is_some() {
        return Err(AppError::field("unit", "role-unit"));
    }
    if let Some(unit) = unit {
        open_unit(tx, unit)?;
    } else if state.outside {
        return Err(AppError::field("role", "role-inside-only"));
    }
    let held = state.grants.contains_key(&(role, unit));
    let event = (!held).then_some(Event::RoleGranted { person, role, unit });
    stream.record(tx, cx, event.as_slice(), Words::default())
}

/// Takes a role back.
///
/// # Errors
/// [`AppError::Invalid`] for the role of the last administrator.
pub fn revoke_role(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    person: PersonId,
    role: Role,
    unit: Option<UnitId>,
) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, state) = load(tx, person)?;
    let held = state.grants.contains_key(&(role, unit));
    if held && role == Role::Administrator {
        another_administrator(tx, person)?;
    }
    let event = held.then_some(Event::RoleRevoked { person, role, unit });
    stream.record(tx, cx, event.as_slice(), Words::default())
}
