//! The current row of each service, and its versions, which never change.

use domain::company::{Service, ServiceTexts, ServiceVersion, Stage};
use domain::ids::{ServiceId, ServiceVersionId, UnitId};
use domain::permission::ServiceFacts;
use domain::time::Instant;

use crate::error::StoreError;
use crate::repo::content::parsed;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{hot_sql, params};

/// The columns of a service's row, in the order of [`values`]; the first is its key.
pub const COLUMNS: &[&str] = &["id", "unit", "code", "stage", "version", "created_at"];

/// The columns of a version's row, in the order of [`version_values`]; the first is its key.
pub const VERSION: &[&str] = &["id", "service", "number", "texts", "facts", "valid_from"];

/// The values of a service's row.
pub fn values(service: &Service) -> Vec<Value> {
    vec![
        service.id.into(),
        service.unit.into(),
        service.code.as_str().into(),
        service.stage.code().into(),
        service.current().map(|version| version.id).into(),
        service.created_at.into(),
    ]
}

/// The values of a version's row.
///
/// # Errors
/// Facts that JSON cannot hold; there are none.
pub fn version_values(
    service: ServiceId,
    version: &ServiceVersion,
    valid_from: Instant,
) -> Result<Vec<Value>, StoreError> {
    let facts = serde_json::to_string(version).map_err(|error| {
        StoreError::inconsistent("service_version", "facts", version.id, error.to_string())
    })?;
    Ok(vec![
        version.id.into(),
        service.into(),
        version.number.into(),
        version.texts.id.into(),
        facts.into(),
        valid_from.into(),
    ])
}

/// Writes the row and the versions that are new.
///
/// # Errors
/// [`StoreError::Unique`] on `service (code)` when the code is taken.
pub fn save(tx: &mut dyn Tx, before: Option<&Service>, service: &Service) -> Result<(), StoreError> {
    let now = values(service);
    if before.map(values).as_ref() != Some(&now) {
        tx.execute_one(
            hot_sql!(
                "INSERT INTO service (id, unit, code, stage, version, created_at) VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (id) DO UPDATE SET stage = excluded.stage, version = excluded.version"
            ),
            &now,
        )?;
    }
    for (version, from) in service.versions.iter().skip(before.map_or(0, |before| before.versions.len())) {
        tx.execute_one(
            hot_sql!(
                "INSERT INTO service_version (id, service, number, texts, facts, valid_from)
                 VALUES ($1, $2, $3, $4, $5, $6)"
            ),
            &version_values(service.id, version, *from)?,
        )?;
    }
    Ok(())
}

/// A service as pages need it.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceView {
    /// Its id.
    pub id: ServiceId,
    /// Its short name in addresses.
    pub code: String,
    /// The unit whose product it is.
    pub unit: UnitId,
    /// Where it is in its life.
    pub stage: Stage,
    /// What is offered; none while it was never published.
    pub offered: Option<Offered>,
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

/// A version with its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Offered {
    /// Price, client time, class, promise, criteria.
    pub version: ServiceVersion,
    /// Its words; empty when erased.
    pub texts: ServiceTexts,
    /// From when it holds.
    pub valid_from: Instant,
}

fn json<T: serde::de::DeserializeOwned>(row: &Row, at: usize) -> Result<T, StoreError> {
    serde_json::from_str(row.text(at)?).map_err(|error| row.wrong(at, error.to_string()))
}

fn view(row: &Row) -> Result<ServiceView, StoreError> {
    let offered = if row.is_null(4)? {
        None
    } else {
        Some(Offered { version: json(row, 4)?, texts: parsed(row, 5)?, valid_from: row.instant(6)? })
    };
    Ok(ServiceView {
        id: row.id(0)?,
        code: row.text(1)?.to_owned(),
        unit: row.id(2)?,
        stage: row.code(3, Stage::from_code)?,
        offered,
    })
}

macro_rules! select_sql {
    ($tail:literal) => {
        hot_sql! { concat!(
            "SELECT s.id, s.code, s.unit, s.stage, v.facts, c.body, v.valid_from
             FROM service s
             LEFT JOIN service_version v ON v.id = s.version
             LEFT JOIN content c ON c.id = v.texts
             WHERE ",
            $tail
        ) }
    };
}

/// One service.
pub fn by_id(tx: &mut dyn Tx, id: ServiceId) -> Result<Option<ServiceView>, StoreError> {
    tx.query_opt(select_sql!("s.id = $1"), params![id])?.as_ref().map(view).transpose()
}

/// One service by its code.
pub fn by_code(tx: &mut dyn Tx, code: &str) -> Result<Option<ServiceView>, StoreError> {
    tx.query_opt(select_sql!("s.code = $1"), params![code])?.as_ref().map(view).transpose()
}

/// Services of a unit in every stage, in the order they came into being, at most 500.
pub fn of_unit(tx: &mut dyn Tx, unit: UnitId) -> Result<Vec<ServiceView>, StoreError> {
    tx.query(select_sql!("s.unit = $1 ORDER BY s.id LIMIT 500"), params![unit])?.iter().map(view).collect()
}

/// Services after one, in the order they came into being, at most `limit`.
pub fn list(tx: &mut dyn Tx, after: Option<ServiceId>, limit: i64) -> Result<Vec<ServiceView>, StoreError> {
    let after = after.map_or(vec![0; 16], ServiceId::bytes);
    tx.query(select_sql!("s.id > $1 ORDER BY s.id LIMIT $2"), params![after, limit])?
        .iter()
        .map(view)
        .collect()
}

/// The facts of one version.
pub fn version(tx: &mut dyn Tx, id: ServiceVersionId) -> Result<Option<ServiceVersion>, StoreError> {
    let row = tx.query_opt(hot_sql!("SELECT id, facts FROM service_version WHERE id = $1"), params![id])?;
    row.map(|row| json(&row, 1)).transpose()
}

/// The words of one version; empty when erased.
///
/// # Errors
/// [`StoreError::Inconsistent`] when they are not there.
pub fn texts(tx: &mut dyn Tx, version: &ServiceVersion) -> Result<ServiceTexts, StoreError> {
    let row =
        tx.query_one(hot_sql!("SELECT id, body FROM content WHERE id = $1"), params![version.texts.id])?;
    parsed(&row, 1)
}

/// All versions of a service, the newest first, at most 200.
pub fn versions(tx: &mut dyn Tx, service: ServiceId) -> Result<Vec<Offered>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT v.id, v.facts, c.body, v.valid_from
             FROM service_version v JOIN content c ON c.id = v.texts
             WHERE v.service = $1 ORDER BY v.number DESC LIMIT 200"
        ),
        params![service],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Offered { version: json(row, 1)?, texts: parsed(row, 2)?, valid_from: row.instant(3)? })
        })
        .collect()
}

/// Services by their ids, at most the first 60 of them, in no order.
pub fn some(tx: &mut dyn Tx, ids: &[ServiceId]) -> Result<Vec<ServiceView>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = tx.query(
        select_sql!(
            "s.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
               $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
               $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60)"
        ),
        &super::request::sixty(ids.iter().map(|id| id.bytes())),
    )?;
    rows.iter().map(view).collect()
}

/// Whether requests made here are for a service.
pub fn is_in_use(tx: &mut dyn Tx, id: ServiceId) -> Result<bool, StoreError> {
    let row = tx.query_opt(hot_sql!("SELECT id FROM request WHERE service = $1 LIMIT 1"), params![id])?;
    Ok(row.is_some())
}
