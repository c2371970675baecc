//! Units: departments, managers' storefronts, organisations outside.

use domain::company::{COMPANY_STREAM, Company, Event, Unit, UnitKind, UnitTexts};
use domain::content::limits::{LINE, PARAGRAPH};
use domain::ids::{CalendarId, PersonId, PromiseId, StreamId, UnitId};
use domain::ledger::BudgetMode;
use domain::localized::Localized;
use domain::permission::{Action, Resource, can};
use serde::Deserialize;
use store::Tx;
use store::repo;

use super::checks::Checks;
use super::read::find_promise;
use super::record::done;
use crate::Cx;
use crate::aggregate::Stream;
use crate::error::{Answer, AppError};
use crate::words::Words;

/// A new unit. It starts with its parent's promise and calendar, else with the company's first ones.
#[derive(Debug, Clone, Deserialize)]
pub struct CreateUnit {
    /// Its short name in addresses: Latin letters, digits, hyphens; unique.
    pub code: String,
    /// What kind of organisation it is.
    pub kind: UnitKind,
    /// The unit it is part of.
    pub parent: Option<UnitId>,
    /// What it is called.
    pub name: Localized,
    /// What it is for.
    pub purpose: Localized,
}

/// New words of a unit.
#[derive(Debug, Clone)]
pub struct ChangeUnitTexts {
    /// The unit.
    pub unit: UnitId,
    /// What it is called.
    pub name: Localized,
    /// What it is for.
    pub purpose: Localized,
    /// What [`super::version_of`] gave when the form was made.
    pub seen: Option<i64>,
}

/// Who takes what comes to a unit, by which promise and calendar.
#[derive(Debug, Clone)]
pub struct SetFrontDoor {
    /// The unit.
    pub unit: UnitId,
    /// The person; none while nobody is named.
    pub owner: Option<PersonId>,
    /// The promise of the first answer.
    pub promise: PromiseId,
    /// The calendar that the unit works by.
    pub calendar: CalendarId,
    /// What [`super::version_of`] gave when the form was made.
    pub seen: Option<i64>,
}

/// Refuses unless the viewer administers the company.
pub(crate) fn administers(cx: &Cx) -> Answer<()> {
    allowed(can(&cx.viewer, Action::Administer, Resource::Company))
}

pub(super) fn allowed(may: bool) -> Answer<()> {
    if may { Ok(()) } else { Err(AppError::Forbidden) }
}

fn edits(cx: &Cx, unit: UnitId) -> Answer<()> {
    allowed(can(&cx.viewer, Action::EditUnit, Resource::Unit(unit)))
}

pub(super) fn stream_of(unit: UnitId) -> StreamId {
    StreamId(unit.0)
}

/// A unit that is not closed, for changes.
pub(super) fn open_unit(tx: &mut dyn Tx, unit: UnitId) -> Answer<(Stream<Unit>, Unit)> {
    let (stream, state) = Stream::<Unit>::load(tx, stream_of(unit))?;
    if state.closed_at.is_some() {
        return Err(AppError::field("unit", "unit-closed"));
    }
    Ok((stream, state))
}

fn words_of(checks: &mut Checks, name: &Localized, purpose: &Localized) -> UnitTexts {
    UnitTexts {
        name: checks.localized("name", name, LINE, true),
        purpose: checks.localized("purpose", purpose, PARAGRAPH, false),
    }
}

/// Creates a unit.
///
/// # Errors
/// [`AppError::Invalid`] with every field that is not right, a taken code among them.
pub fn create_unit(tx: &mut dyn Tx, cx: &mut Cx, new: CreateUnit) -> Answer<UnitId> {
    administers(cx)?;
    if let Some(stream) = done(tx, cx)? {
        return Ok(UnitId(stream.0));
    }
    let company = Stream::<Company>::load(tx, COMPANY_STREAM)?.1;
    let mut checks = Checks::default();
    let code = checks.code("code", &new.code);
    checks.require(repo::unit::by_code(tx, &code)?.is_none(), "code", "field-taken");
    let parent = match new.parent {
        Some(parent) => repo::unit::by_id(tx, parent)?.filter(|unit| unit.closed_at.is_none()),
        None => None,
    };
    checks.require(parent.is_some() == new.parent.is_some(), "parent", "field-not-found");
    let texts = words_of(&mut checks, &new.name, &new.purpose);
    checks.done()?;

    let unit = UnitId(cx.ids.next());
    let mut words = Words::default();
    let texts = words.json(cx, "unit", &texts);
    let mut events = vec![Event::UnitCreated { unit, kind: new.kind, parent: new.parent, code, texts }];
    let inherited = parent.and_then(|parent| parent.promise.zip(parent.calendar));
    if let Some((promise, calendar)) = inherited.or(company.starting) {
        events.push(Event::FrontDoorSet { unit, owner: None, promise, calendar });
    }
    Stream::<Unit>::new(stream_of(unit)).record(tx, cx, &events, words)?;
    Ok(unit)
}

/// Changes a unit's words.
///
/// # Errors
/// [`AppError::Changed`] when somebody else did meanwhile; [`AppError::Invalid`].
pub fn change_unit_texts(tx: &mut dyn Tx, cx: &mut Cx, change: ChangeUnitTexts) -> Answer<()> {
    edits(cx, change.unit)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, _) = open_unit(tx, change.unit)?;
    stream.unchanged_since(change.seen)?;
    let mut checks = Checks::default();
    let texts = words_of(&mut checks, &change.name, &change.purpose);
    checks.done()?;
    let mut words = Words::default();
    let texts = words.json(cx, "unit", &texts);
    stream.record(tx, cx, &[Event::UnitTextsChanged { unit: change.unit, texts }], words)
}

/// Makes a unit part of another one, or of none.
///
/// # Errors
/// [`AppError::Invalid`] when the new parent is closed, or is the unit itself or part of it.
pub fn move_unit(tx: &mut dyn Tx, cx: &mut Cx, unit: UnitId, parent: Option<UnitId>) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, state) = open_unit(tx, unit)?;
    let mut above = parent;
    while let Some(id) = above {
        if id == unit {
            return Err(AppError::field("parent", "unit-in-itself"));
        }
        let next =
            repo::unit::by_id(tx, id)?.filter(|unit| Some(unit.id) != parent || unit.closed_at.is_none());
        above = next.ok_or_else(|| AppError::field("parent", "field-not-found"))?.parent;
    }
    let moved = (state.parent != parent).then_some(Event::UnitMoved { unit, parent });
    stream.record(tx, cx, moved.as_slice(), Words::default())
}

/// Closes a unit. Its history and codes stay.
///
/// # Errors
/// [`AppError::Invalid`] naming everything that must go first: parts, members, services on offer, open requests, the
/// front desk.
pub fn close_unit(tx: &mut dyn Tx, cx: &mut Cx, unit: UnitId) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, _) = open_unit(tx, unit)?;
    let attached = repo::unit::attached(tx, unit)?;
    let desk = repo::company::current(tx)?.and_then(|company| company.front_desk);
    let mut checks = Checks::default();
    checks.require(!attached.parts, "unit", "unit-has-parts");
    checks.require(!attached.members, "unit", "unit-has-members");
    checks.require(!attached.services, "unit", "unit-has-services");
    checks.require(!attached.requests, "unit", "unit-has-requests");
    checks.require(desk.is_none_or(|(desk, _)| desk != unit), "unit", "unit-is-front-desk");
    checks.done()?;
    stream.record(tx, cx, &[Event::UnitClosed { unit }], Words::default())
}

/// Names who takes what comes to a unit's front door, by which promise and calendar.
///
/// # Errors
/// [`AppError::Changed`]; [`AppError::Invalid`] when person, promise or calendar do not exist or do not fit.
pub fn set_front_door(tx: &mut dyn Tx, cx: &mut Cx, door: SetFrontDoor) -> Answer<()> {
    edits(cx, door.unit)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, state) = open_unit(tx, door.unit)?;
    stream.unchanged_since(door.seen)?;
    let mut checks = Checks::default();
    if let Some(owner) = door.owner {
        checks.require(repo::person::serves(tx, owner, door.unit)?, "owner", "person-does-not-serve");
    }
    let promise = find_promise(tx, door.promise)?;
    let first_answer =
        promise.is_some_and(|promise| promise.kind == domain::promise::PromiseKind::FirstAnswer);
    checks.require(first_answer, "promise", "field-not-found");
    checks.require(repo::calendar::calendar(tx, door.calendar)?.is_some(), "calendar", "field-not-found");
    checks.done()?;
    let (owner, now) = (door.owner, (door.promise, door.calendar));
    let changed = (state.owner, state.door) != (owner, Some(now));
    let event = changed.then_some(Event::FrontDoorSet {
        unit: door.unit,
        owner,
        promise: door.promise,
        calendar: door.calendar,
    });
    stream.record(tx, cx, event.as_slice(), Words::default())
}

/// Sets how strictly a unit's budget binds. Finance and administrators may.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Missing`].
pub fn set_budget_mode(tx: &mut dyn Tx, cx: &mut Cx, unit: UnitId, mode: BudgetMode) -> Answer<()> {
    let finance = can(&cx.viewer, Action::IssueBudget, Resource::Unit(unit));
    allowed(finance || can(&cx.viewer, Action::Administer, Resource::Company))?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, state) = open_unit(tx, unit)?;
    let event = (state.budget_mode != mode).then_some(Event::BudgetModeSet { unit, mode });
    stream.record(tx, cx, event.as_slice(), Words::default())
}
