//! The current row of each service, and its versions, which never change.

use domain::company::{Service, ServiceStage, ServiceTexts, ServiceVersion};
use domain::ids::{ContentId, ServiceId, ServiceVersionId, UnitId};
use domain::permission::ServiceFacts;
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::{Erasable, Json, SIXTY, erasable, json, select, sixty};
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params};

table! {
    /// The current row of each service.
    pub SERVICE: State "service";
    /// The values of a service's row.
    pub fn values(service: &Service) {
        key id = service.id,
        once unit = service.unit,
        once code = &service.code,
        set stage = service.stage,
        set version = service.current().map(|version| version.id),
        once created_at = service.created_at,
    }
}

table! {
    /// Versions of services.
    pub SERVICE_VERSION: State "service_version";
    /// The values of a version's row.
    pub fn version_values(service: ServiceId, version: &ServiceVersion, valid_from: Instant) {
        key id = version.id,
        once service = service,
        once number = version.number,
        once texts = version.texts.id,
        once facts = Json(version),
        once valid_from = valid_from,
    }
}

/// Writes the row and the versions that are new.
///
/// # Errors
/// [`StoreError::Unique`] on `service (code)` when the code is taken.
pub fn save(tx: &mut dyn Tx, before: Option<&Service>, service: &Service) -> Result<(), StoreError> {
    let now = values(service);
    if before.map(values).as_ref() != Some(&now) {
        tx.execute_one(hot_sql!(upsert SERVICE), &now)?;
    }
    for (version, from) in service.versions.iter().skip(before.map_or(0, |before| before.versions.len())) {
        tx.execute_one(hot_sql!(insert SERVICE_VERSION), &version_values(service.id, version, *from))?;
    }
    Ok(())
}

select! {
    /// A service as pages need it.
    #[derive(Debug, Clone, PartialEq)]
    pub struct ServiceView from "service s
             LEFT JOIN service_version v ON v.id = s.version
             LEFT JOIN content c ON c.id = v.texts" {
        /// Its id.
        pub id: ServiceId = "s.id",
        /// Its short name in addresses.
        pub code: String = "s.code",
        /// The unit whose product it is.
        pub unit: UnitId = "s.unit",
        /// Where it is in its life.
        pub stage: ServiceStage = "s.stage",
        /// What is offered; none while it was never published.
        pub offered: Option<Offered> = Offered,
    }
}

impl ServiceView {
    /// What decides who may see and order it.
    pub fn facts(&self) -> ServiceFacts {
        ServiceFacts {
            unit: self.unit,
            stage: self.stage,
            published: self.offered.is_some(),
            audience: self
                .offered
                .as_ref()
                .map(|offered| offered.version.audience.clone())
                .unwrap_or_default(),
        }
    }
}

select! {
    /// A version with its words.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Offered from "service_version v JOIN content c ON c.id = v.texts" {
        /// Price, client time, class, promise, criteria.
        pub version: ServiceVersion = "v.facts" => json,
        /// Its words; empty when erased.
        pub texts: ServiceTexts = "c.body" => erasable,
        /// From when it holds.
        pub valid_from: Instant = "v.valid_from",
    }
}

/// One service.
pub fn by_id(tx: &mut dyn Tx, id: ServiceId) -> Result<Option<ServiceView>, StoreError> {
    tx.opt(hot_sql!(ServiceView, "WHERE s.id = $1"), params![id])
}

/// One service by its code.
pub fn by_code(tx: &mut dyn Tx, code: &str) -> Result<Option<ServiceView>, StoreError> {
    tx.opt(hot_sql!(ServiceView, "WHERE s.code = $1"), params![code])
}

/// Services of a unit in every stage, in the order they came into being, at most 500.
pub fn of_unit(tx: &mut dyn Tx, unit: UnitId) -> Result<Vec<ServiceView>, StoreError> {
    tx.all(hot_sql!(ServiceView, "WHERE s.unit = $1 ORDER BY s.id LIMIT 500"), params![unit])
}

/// Services after one, in the order they came into being, at most `limit`.
pub fn list(tx: &mut dyn Tx, after: Option<ServiceId>, limit: i64) -> Result<Vec<ServiceView>, StoreError> {
    let after = after.map_or(vec![0; 16], ServiceId::bytes);
    tx.all(hot_sql!(ServiceView, "WHERE s.id > $1 ORDER BY s.id LIMIT $2"), params![after, limit])
}

/// The facts of one version.
pub fn version(tx: &mut dyn Tx, id: ServiceVersionId) -> Result<Option<ServiceVersion>, StoreError> {
    let row: Option<(ServiceVersionId, Json<_>)> =
        tx.opt(hot_sql!("SELECT id, facts FROM service_version WHERE id = $1"), params![id])?;
    Ok(row.map(|(_, Json(facts))| facts))
}

/// The words of one version; empty when erased.
///
/// # Errors
/// [`StoreError::Inconsistent`] when they are not there.
pub fn texts(tx: &mut dyn Tx, version: &ServiceVersion) -> Result<ServiceTexts, StoreError> {
    let row: (ContentId, Erasable<_>) =
        tx.one(hot_sql!("SELECT id, body FROM content WHERE id = $1"), params![version.texts.id])?;
    Ok(row.1.0)
}

/// All versions of a service, the newest first, at most 200.
pub fn versions(tx: &mut dyn Tx, service: ServiceId) -> Result<Vec<Offered>, StoreError> {
    tx.all(hot_sql!(Offered, "WHERE v.service = $1 ORDER BY v.number DESC LIMIT 200"), params![service])
}

/// Services by their ids, at most the first 60 of them, in no order.
pub fn some(tx: &mut dyn Tx, ids: &[ServiceId]) -> Result<Vec<ServiceView>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = sixty(ids.iter().map(|id| id.bytes()));
    tx.all(hot_sql!(ServiceView, "WHERE s.id IN ", SIXTY), &ids)
}

/// Whether requests made here are for a service.
pub fn is_in_use(tx: &mut dyn Tx, id: ServiceId) -> Result<bool, StoreError> {
    let row = tx.query_opt(hot_sql!("SELECT id FROM request WHERE service = $1 LIMIT 1"), params![id])?;
    Ok(row.is_some())
}
