//! Versions of what an hour of a unit costs: written once, never changed.

use std::collections::BTreeMap;

use domain::company::{RateVersion, Unit};
use domain::ids::{PersonId, UnitId};

use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params, sql};

table! {
    /// What an hour of each unit costs, version by version.
    pub UNIT_RATE: State "unit_rate";
    fn values(unit: UnitId, version: &RateVersion) {
        key unit = unit,
        key number = version.number,
        once per_hour = version.per_hour,
        once valid_from = version.valid_from,
    }
}

/// The values of the rows of a unit.
pub fn rows(unit: &Unit) -> impl Iterator<Item = Vec<Value>> + '_ {
    unit.rates.iter().map(|version| values(unit.id, version))
}

/// Writes the versions that are new.
pub(super) fn save(tx: &mut dyn Tx, before: Option<&Unit>, unit: &Unit) -> Result<(), StoreError> {
    let kept = before.map_or(0, |before| before.rates.len());
    rows(unit).skip(kept).try_for_each(|row| tx.execute_one(hot_sql!(insert UNIT_RATE), &row))
}

select! { RateVersion { number: "number", per_hour: "per_hour", valid_from: "valid_from" } }

select! {
    struct OfUnit from "unit_rate" {
        unit: UnitId,
        version: RateVersion = RateVersion,
    }
}

/// Every version of every unit that has one, in order.
pub fn all(tx: &mut dyn Tx) -> Result<BTreeMap<UnitId, Vec<RateVersion>>, StoreError> {
    let mut found: BTreeMap<UnitId, Vec<RateVersion>> = BTreeMap::new();
    for OfUnit { unit, version } in tx.all(sql!(OfUnit, "ORDER BY unit, number"), &[])? {
        found.entry(unit).or_default().push(version);
    }
    Ok(found)
}

/// People who belong to a unit now and are not switched off, at most `limit`.
pub fn people(tx: &mut dyn Tx, unit: UnitId, limit: i64) -> Result<Vec<PersonId>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT m.person FROM membership m JOIN person p ON p.id = m.person
             WHERE m.unit = $1 AND m.ended_at IS NULL AND p.active = 1 ORDER BY m.person LIMIT $2"
        ),
        params![unit, limit],
    )
}
