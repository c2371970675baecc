//! Versions of what an hour of a unit costs: written once, never changed.

use std::collections::BTreeMap;

use domain::company::{RateVersion, Unit};
use domain::ids::{PersonId, UnitId};

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{hot_sql, params, sql};

/// The columns of a version's row, in the order of [`rows`]; the first two are its key.
pub const COLUMNS: &[&str] = &["unit", "number", "per_hour", "valid_from"];

fn values(unit: UnitId, version: &RateVersion) -> Vec<Value> {
    vec![unit.into(), version.number.into(), version.per_hour.into(), version.valid_from.into()]
}

/// The values of the rows of a unit.
pub fn rows(unit: &Unit) -> impl Iterator<Item = Vec<Value>> + '_ {
    unit.rates.iter().map(|version| values(unit.id, version))
}

/// Writes the versions that are new.
pub(super) fn save(tx: &mut dyn Tx, before: Option<&Unit>, unit: &Unit) -> Result<(), StoreError> {
    let kept = before.map_or(0, |before| before.rates.len());
    for version in unit.rates.iter().skip(kept) {
        tx.execute_one(
            hot_sql!("INSERT INTO unit_rate (unit, number, per_hour, valid_from) VALUES ($1, $2, $3, $4)"),
            &values(unit.id, version),
        )?;
    }
    Ok(())
}

fn version(row: &Row) -> Result<(UnitId, RateVersion), StoreError> {
    let version = RateVersion { number: row.number(1)?, per_hour: row.int(2)?, valid_from: row.instant(3)? };
    Ok((row.id(0)?, version))
}

/// Every version of every unit that has one, in order.
pub fn all(tx: &mut dyn Tx) -> Result<BTreeMap<UnitId, Vec<RateVersion>>, StoreError> {
    let mut found: BTreeMap<UnitId, Vec<RateVersion>> = BTreeMap::new();
    let rows = tx
        .query(sql!("SELECT unit, number, per_hour, valid_from FROM unit_rate ORDER BY unit, number"), &[])?;
    for row in &rows {
        let (unit, version) = version(row)?;
        found.entry(unit).or_default().push(version);
    }
    Ok(found)
}

/// People who belong to a unit now and are not switched off, at most `limit`.
pub fn people(tx: &mut dyn Tx, unit: UnitId, limit: i64) -> Result<Vec<PersonId>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT m.person FROM membership m JOIN person p ON p.id = m.person
             WHERE m.unit = $1 AND m.ended_at IS NULL AND p.active = 1 ORDER BY m.person LIMIT $2"
        ),
        params![unit, limit],
    )?;
    rows.iter().map(|row| row.id(0)).collect()
}
