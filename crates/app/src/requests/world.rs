//! What a request needs to know of the company around it.

use std::sync::Arc;

use domain::calendar::Calendar;
use domain::company::{ServiceTexts, ServiceVersion, Stage, UnitKind};
use domain::ids::*;
use domain::ledger::BudgetMode;
use domain::permission::Viewer;
use domain::promise::Promise;
use domain::request::ServiceRef;
use store::repo::company::CompanyView;
use store::repo::{self, person, service, unit};
use store::{StoreError, Tx};

use crate::error::{Answer, AppError};

/// How a unit takes what comes to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Door {
    /// What kind of organisation it is.
    pub(crate) kind: UnitKind,
    /// Who takes it.
    pub(crate) owner: Option<PersonId>,
    /// Its first-answer promise.
    pub(crate) promise: PromiseId,
    /// The calendar of that promise.
    pub(crate) calendar: CalendarId,
}

/// The company.
///
/// # Errors
/// [`AppError::Missing`] before the first run.
pub(crate) fn company(tx: &mut dyn Tx) -> Answer<CompanyView> {
    repo::company::current(tx)?.ok_or(AppError::Missing("company"))
}

/// The front door of an open unit.
///
/// # Errors
/// [`AppError::Invalid`] on `unit` when there is none, it is closed, or nobody set its promise yet.
pub(crate) fn door(tx: &mut dyn Tx, id: UnitId) -> Answer<Door> {
    let view = unit::by_id(tx, id)?.filter(|view| view.closed_at.is_none());
    let view = view.ok_or_else(|| AppError::field("unit", "field-not-offered"))?;
    let (Some(promise), Some(calendar)) = (view.promise, view.calendar) else {
        return Err(AppError::field("unit", "field-no-door"));
    };
    Ok(Door { kind: view.kind, owner: view.owner, promise, calendar })
}

/// How strictly a unit's budget binds.
///
/// # Errors
/// [`AppError::Missing`] when there is no such unit.
pub(crate) fn budget_mode(tx: &mut dyn Tx, id: UnitId) -> Answer<BudgetMode> {
    Ok(unit::by_id(tx, id)?.ok_or(AppError::Missing("unit"))?.budget_mode)
}

/// True for organisations outside the company.
///
/// # Errors
/// [`AppError::Missing`] when there is no such unit.
pub(crate) fn is_outside(tx: &mut dyn Tx, id: UnitId) -> Answer<bool> {
    Ok(unit::by_id(tx, id)?.ok_or(AppError::Missing("unit"))?.kind.is_outside())
}

/// The unit that a person belongs to now; the oldest membership when there are several.
///
/// # Errors
/// The database's.
pub(crate) fn unit_of(tx: &mut dyn Tx, id: PersonId) -> Answer<Option<UnitId>> {
    crate::company::unit_of(tx, id)
}

/// A service that the viewer may order, with its present version: ideas are for their own unit alone.
///
/// # Errors
/// The database's.
pub(crate) fn orderable(
    tx: &mut dyn Tx,
    viewer: &Viewer,
    id: ServiceId,
) -> Answer<Option<(UnitId, ServiceVersion)>> {
    let Some(view) = service::by_id(tx, id)? else { return Ok(None) };
    let open = view.stage.is_orderable() || (view.stage == Stage::Idea && viewer.serves(view.unit));
    Ok(view.offered.filter(|_| open).map(|offered| (view.unit, offered.version)))
}

/// The present version of a service, and whose it is.
///
/// # Errors
/// [`AppError::Invalid`] on `service` when it cannot be ordered.
pub(crate) fn current_version(tx: &mut dyn Tx, id: ServiceId) -> Answer<(ServiceRef, UnitId)> {
    let view = service::by_id(tx, id)?.filter(|view| view.stage.is_orderable());
    let (unit, offered) = view
        .and_then(|view| view.offered.map(|offered| (view.unit, offered)))
        .ok_or_else(|| AppError::field("service", "field-not-offered"))?;
    Ok((ServiceRef { service: id, version: offered.version.id }, unit))
}

/// One version of a service.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there: a request is bound to it.
pub(crate) fn version(tx: &mut dyn Tx, id: ServiceVersionId) -> Answer<ServiceVersion> {
    let version = service::version(tx, id)?;
    Ok(version.ok_or_else(|| StoreError::inconsistent("service_version", "id", id, "not there"))?)
}

/// The words of a version.
///
/// # Errors
/// The database's.
pub(crate) fn texts(tx: &mut dyn Tx, version: &ServiceVersion) -> Answer<ServiceTexts> {
    Ok(service::texts(tx, version)?)
}

/// True when the person's time may be measured: the notice is published and this person has seen it.
///
/// # Errors
/// The database's.
pub(crate) fn metering_applies(tx: &mut dyn Tx, id: PersonId) -> Answer<bool> {
    crate::company::metering_applies(tx, id)
}

/// A person who may take part.
///
/// # Errors
/// [`AppError::Invalid`] on `person` when there is none or they were switched off.
pub(crate) fn active(tx: &mut dyn Tx, id: PersonId) -> Answer<()> {
    match person::by_id(tx, id)? {
        Some(row) if row.active => Ok(()),
        _ => Err(AppError::field("person", "field-not-offered")),
    }
}

/// A calendar version, from memory after the first time.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there or cannot be read: a clock is bound to it.
pub(crate) fn calendar(tx: &mut dyn Tx, id: CalendarId) -> Answer<Arc<Calendar>> {
    crate::company::calendar(tx, id)
}

/// A promise version, from memory after the first time.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there or cannot be read: a clock is bound to it.
pub(crate) fn promise(tx: &mut dyn Tx, id: PromiseId) -> Answer<Promise> {
    Ok((*crate::company::promise(tx, id)?).clone())
}
