//! What pages and other use cases read of the company: plain structs, few statements.

use std::sync::Arc;

use domain::calendar::{Calendar, Definition};
use domain::company::{ServiceTexts, ServiceVersion};
use domain::ids::{CalendarId, PersonId, PromiseId, ServiceId, ServiceVersionId, UnitId};
use domain::ledger::BudgetMode;
use domain::localized::Localized;
use domain::permission::{Action, Resource, Viewer, can};
use domain::promise::Promise;
use domain::request::ServiceRef;
use store::repo::{self, calendar as versions};
use store::{StoreError, Tx};

pub use store::repo::calendar::Version;
pub use store::repo::company::CompanyView;
pub use store::repo::person::Colleague;
pub use store::repo::service::{Offered, ServiceView};
pub use store::repo::unit::UnitView;

use super::cache::Cache;
use super::people_read::viewer_of;
use crate::error::{Answer, AppError};

/// The most units that one list gives.
const UNITS: i64 = 10_000;

static CALENDARS: Cache<CalendarId, Calendar> = Cache::new();
static PROMISES: Cache<PromiseId, Promise> = Cache::new();

/// The company; none before its first run.
pub fn find_company(tx: &mut dyn Tx) -> Answer<Option<CompanyView>> {
    Ok(repo::company::current(tx)?)
}

/// The company.
///
/// # Errors
/// [`AppError::Missing`] before its first run.
pub fn company(tx: &mut dyn Tx) -> Answer<CompanyView> {
    find_company(tx)?.ok_or(AppError::Missing("company"))
}

/// The notice that explains metering; none while metering is off.
pub fn metering_notice(tx: &mut dyn Tx) -> Answer<Option<Localized>> {
    let body = repo::company::metering_notice(tx)?.filter(|body| !body.is_empty());
    let parsed = body.map(|body| serde_json::from_str(&body));
    Ok(parsed
        .transpose()
        .map_err(|error| StoreError::inconsistent("content", "body", "metering notice", error.to_string()))?)
}

/// What a person is told of metering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Metering {
    /// No notice is published: nothing is measured.
    Off,
    /// The notice is published and must be shown: nothing is measured yet.
    Unseen,
    /// The person read the notice.
    On,
}

impl Metering {
    pub(super) fn of(seen: Option<domain::time::Instant>, published: Option<domain::time::Instant>) -> Self {
        match (published, seen) {
            (None, _) => Self::Off,
            (Some(published), Some(seen)) if seen >= published => Self::On,
            _ => Self::Unseen,
        }
    }
}

/// The unit and person that take what no department owns; none while they are not named.
pub fn front_desk(tx: &mut dyn Tx) -> Answer<Option<(UnitId, PersonId)>> {
    Ok(find_company(tx)?.and_then(|company| company.front_desk))
}

/// Every unit, closed ones too, in the order they came into being.
pub fn units(tx: &mut dyn Tx) -> Answer<Vec<UnitView>> {
    Ok(repo::unit::list(tx, None, UNITS)?)
}

/// One unit.
///
/// # Errors
/// [`AppError::Missing`].
pub fn unit(tx: &mut dyn Tx, id: UnitId) -> Answer<UnitView> {
    repo::unit::by_id(tx, id)?.ok_or(AppError::Missing("unit"))
}

/// One unit by its code.
///
/// # Errors
/// [`AppError::Missing`].
pub fn unit_by_code(tx: &mut dyn Tx, code: &str) -> Answer<UnitView> {
    repo::unit::by_code(tx, code)?.ok_or(AppError::Missing("unit"))
}

/// What a request needs to know of the unit it goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrontDoor {
    /// The unit.
    pub unit: UnitId,
    /// What kind of organisation it is.
    pub kind: domain::company::UnitKind,
    /// Who takes what comes there.
    pub owner: Option<PersonId>,
    /// The promise of the first answer.
    pub promise: PromiseId,
    /// The calendar that the unit works by.
    pub calendar: CalendarId,
    /// How strictly its budget binds.
    pub budget_mode: BudgetMode,
    /// True when the unit is closed.
    pub closed: bool,
}

/// The front door of a unit. Units have one from the moment they are created.
///
/// # Errors
/// [`AppError::Missing`] when there is no such unit.
pub fn front_door(tx: &mut dyn Tx, id: UnitId) -> Answer<FrontDoor> {
    let unit = unit(tx, id)?;
    let (Some(promise), Some(calendar)) = (unit.promise, unit.calendar) else {
        return Err(StoreError::inconsistent("unit", "promise", id, "the unit has no front door").into());
    };
    Ok(FrontDoor {
        unit: id,
        kind: unit.kind,
        owner: unit.owner,
        promise,
        calendar,
        budget_mode: unit.budget_mode,
        closed: unit.closed_at.is_some(),
    })
}

/// A calendar version, checked. Read once, then kept in memory.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there: somebody refers to it.
pub fn calendar(tx: &mut dyn Tx, id: CalendarId) -> Answer<Arc<Calendar>> {
    if let Some(kept) = CALENDARS.get(tx.database(), id) {
        return Ok(kept);
    }
    let wrong = |detail: String| StoreError::inconsistent("calendar", "body", id, detail);
    let body = versions::calendar(tx, id)?.ok_or_else(|| wrong("there is no such version".into()))?;
    let definition: Definition = serde_json::from_str(&body).map_err(|error| wrong(error.to_string()))?;
    let calendar = Calendar::new(definition).map_err(|error| wrong(error.to_string()))?;
    Ok(CALENDARS.put(tx.database(), id, calendar))
}

/// A promise version, if there is one.
pub fn find_promise(tx: &mut dyn Tx, id: PromiseId) -> Answer<Option<Arc<Promise>>> {
    if let Some(kept) = PROMISES.get(tx.database(), id) {
        return Ok(Some(kept));
    }
    let Some(body) = versions::promise(tx, id)? else { return Ok(None) };
    let promise: Promise = serde_json::from_str(&body)
        .map_err(|error| StoreError::inconsistent("promise", "body", id, error.to_string()))?;
    Ok(Some(PROMISES.put(tx.database(), id, promise)))
}

/// A promise version. Read once, then kept in memory.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there: somebody refers to it.
pub fn promise(tx: &mut dyn Tx, id: PromiseId) -> Answer<Arc<Promise>> {
    let found = find_promise(tx, id)?;
    Ok(found.ok_or_else(|| StoreError::inconsistent("promise", "id", id, "there is no such version"))?)
}

/// Calendar versions with their definitions, in the order they were published.
pub fn calendars(tx: &mut dyn Tx) -> Answer<Vec<(Version<CalendarId>, Arc<Calendar>)>> {
    let list = versions::calendars(tx, None, 500)?;
    list.into_iter()
        .map(|version| {
            let calendar = calendar(tx, version.id)?;
            Ok((version, calendar))
        })
        .collect()
}

/// Promise versions, in the order they were published.
pub fn promises(tx: &mut dyn Tx) -> Answer<Vec<(Version<PromiseId>, Arc<Promise>)>> {
    let list = versions::promises(tx, None, 500)?;
    list.into_iter()
        .map(|version| {
            let promise = promise(tx, version.id)?;
            Ok((version, promise))
        })
        .collect()
}

/// Every service in every stage, after one, in the order they came into being: for administration.
pub fn services(tx: &mut dyn Tx, after: Option<ServiceId>, limit: i64) -> Answer<Vec<ServiceView>> {
    Ok(repo::service::list(tx, after, limit)?)
}

/// Services of a unit in every stage.
pub fn services_of(tx: &mut dyn Tx, unit: UnitId) -> Answer<Vec<ServiceView>> {
    Ok(repo::service::of_unit(tx, unit)?)
}

/// One service by its code, if the viewer may open its page.
///
/// # Errors
/// [`AppError::Missing`].
pub fn service_by_code(tx: &mut dyn Tx, viewer: &Viewer, code: &str) -> Answer<ServiceView> {
    let found = repo::service::by_code(tx, code)?;
    let found = found.filter(|found| can(viewer, Action::OpenService, Resource::Service(&found.facts())));
    found.ok_or(AppError::Missing("service"))
}

/// One service by its code, published or not, if the viewer may edit it.
///
/// # Errors
/// [`AppError::Missing`].
pub fn service_to_edit(tx: &mut dyn Tx, viewer: &Viewer, code: &str) -> Answer<ServiceView> {
    let found = repo::service::by_code(tx, code)?;
    let found = found.filter(|found| can(viewer, Action::EditServices, Resource::Unit(found.unit)));
    found.ok_or(AppError::Missing("service"))
}

/// A service whose flow the viewer may read, by its code, and whether they may open its page: who reads the flow of a unit reads
/// that of its ideas too, such as those that came with the history of another system.
///
/// # Errors
/// [`AppError::Missing`] without it.
pub fn service_in_flow(tx: &mut dyn Tx, viewer: &Viewer, code: &str) -> Answer<(ServiceView, bool)> {
    let found = repo::service::by_code(tx, code)?.ok_or(AppError::Missing("service"))?;
    let open = can(viewer, Action::OpenService, Resource::Service(&found.facts()));
    if open || can(viewer, Action::ReadFlow, Resource::Unit(found.unit)) {
        Ok((found, open))
    } else {
        Err(AppError::Missing("service"))
    }
}

/// A service that the viewer may order now.
#[derive(Debug, Clone, PartialEq)]
pub struct Orderable {
    /// The unit that provides it.
    pub unit: UnitId,
    /// The version that the order keeps.
    pub version: ServiceVersion,
}

/// What an order of the service begins with; none when it cannot be ordered.
pub fn orderable(tx: &mut dyn Tx, viewer: &Viewer, id: ServiceId) -> Answer<Option<Orderable>> {
    let found = repo::service::by_id(tx, id)?;
    let found = found.filter(|found| can(viewer, Action::OrderService, Resource::Service(&found.facts())));
    Ok(found.and_then(|service| Some(Orderable { unit: service.unit, version: service.offered?.version })))
}

/// The version of a service that is offered now, and its unit, when somebody may order it.
///
/// # Errors
/// [`AppError::Invalid`] when they may not, or cannot sign in any more.
pub fn current_version(tx: &mut dyn Tx, orders: PersonId, id: ServiceId) -> Answer<(ServiceRef, UnitId)> {
    let found = match viewer_of(tx, orders)? {
        Some(orders) => orderable(tx, &orders.viewer, id)?,
        None => None,
    };
    let found = found.map(|found| (ServiceRef { service: id, version: found.version.id }, found.unit));
    found.ok_or_else(|| AppError::field("service", "field-not-offered"))
}

/// Facts of one version of a service.
///
/// # Errors
/// [`StoreError::Inconsistent`] when it is not there: somebody refers to it.
pub fn service_version(tx: &mut dyn Tx, id: ServiceVersionId) -> Answer<ServiceVersion> {
    let found = repo::service::version(tx, id)?;
    Ok(found
        .ok_or_else(|| StoreError::inconsistent("service_version", "id", id, "there is no such version"))?)
}

/// The words of one version; empty when erased.
pub fn service_texts(tx: &mut dyn Tx, version: &ServiceVersion) -> Answer<ServiceTexts> {
    Ok(repo::service::texts(tx, version)?)
}

/// All versions of a service, the newest first.
pub fn service_versions(tx: &mut dyn Tx, id: ServiceId) -> Answer<Vec<Offered>> {
    Ok(repo::service::versions(tx, id)?)
}
