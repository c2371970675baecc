//! The current row of each unit.

use compact_str::CompactString;
use domain::company::{Unit, UnitKind, UnitTexts};
use domain::ids::{CalendarId, PersonId, PromiseId, ServiceId, UnitId};
use domain::ledger::BudgetMode;
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::{erasable, name, select};
use crate::repo::rate;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params};

table! {
    /// The current row of each unit.
    pub UNIT: State "unit";
    /// The values of a unit's row.
    pub fn values(unit: &Unit) {
        key id = unit.id,
        once kind = unit.kind,
        set parent = unit.parent,
        once code = &unit.code,
        set texts = unit.texts.id,
        set owner = unit.owner,
        set promise = unit.door.map(|(promise, _)| promise),
        set calendar = unit.door.map(|(_, calendar)| calendar),
        set budget_mode = unit.budget_mode,
        once created_at = unit.created_at,
        set closed_at = unit.closed_at,
    }
}

/// Writes the row, and the versions of its rate that are new.
///
/// # Errors
/// [`StoreError::Unique`] on `unit (code)` when the code is taken.
pub fn save(tx: &mut dyn Tx, before: Option<&Unit>, unit: &Unit) -> Result<(), StoreError> {
    rate::save(tx, before, unit)?;
    let now = values(unit);
    if before.map(values).as_ref() == Some(&now) {
        return Ok(());
    }
    tx.execute_one(hot_sql!(upsert UNIT), &now)
}

select! {
    /// A unit as pages need it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct UnitView from "unit u
             JOIN content c ON c.id = u.texts
             LEFT JOIN person o ON o.id = u.owner
             LEFT JOIN content op ON op.id = o.profile" {
        /// Its id.
        pub id: UnitId = "u.id",
        /// Its short name in addresses.
        pub code: String = "u.code",
        /// What kind of organisation it is.
        pub kind: UnitKind = "u.kind",
        /// The unit it is part of.
        pub parent: Option<UnitId> = "u.parent",
        /// Its name and what it is for; empty when erased.
        pub texts: UnitTexts = "c.body" => erasable,
        /// Who takes what comes to its front door.
        pub owner: Option<PersonId> = "u.owner",
        /// The owner's name; empty when there is none.
        pub owner_name: String = "op.body" => name,
        /// The promise of its front door.
        pub promise: Option<PromiseId> = "u.promise",
        /// The calendar of its front door.
        pub calendar: Option<CalendarId> = "u.calendar",
        /// How strictly its budget binds.
        pub budget_mode: BudgetMode = "u.budget_mode",
        /// When it was closed.
        pub closed_at: Option<Instant> = "u.closed_at",
    }
}

/// Units after one, closed ones too, in the order they came into being, at most `limit`.
pub fn list(tx: &mut dyn Tx, after: Option<UnitId>, limit: i64) -> Result<Vec<UnitView>, StoreError> {
    let after = after.map_or(vec![0; 16], UnitId::bytes);
    tx.all(hot_sql!(UnitView, "WHERE u.id > $1 ORDER BY u.id LIMIT $2"), params![after, limit])
}

/// One unit.
pub fn by_id(tx: &mut dyn Tx, id: UnitId) -> Result<Option<UnitView>, StoreError> {
    tx.opt(hot_sql!(UnitView, "WHERE u.id = $1"), params![id])
}

/// One unit by its code.
pub fn by_code(tx: &mut dyn Tx, code: &str) -> Result<Option<UnitView>, StoreError> {
    tx.opt(hot_sql!(UnitView, "WHERE u.code = $1"), params![code])
}

/// Whether a unit has open parts, members, services that may be ordered, requests that are not ended: what must go
/// before it closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attached {
    /// Open units that are part of it.
    pub parts: bool,
    /// People who belong to it.
    pub members: bool,
    /// Services that are not retired.
    pub services: bool,
    /// Requests that are not ended.
    pub requests: bool,
}

/// What is attached to a unit now.
pub fn attached(tx: &mut dyn Tx, id: UnitId) -> Result<Attached, StoreError> {
    let (parts, members, services, requests) = tx.one(
        hot_sql!(
            "SELECT
               CAST(CASE WHEN EXISTS (SELECT 1 FROM unit WHERE parent = $1 AND closed_at IS NULL) THEN 1 ELSE 0 END AS BIGINT),
               CAST(CASE WHEN EXISTS (SELECT 1 FROM membership WHERE unit = $1 AND ended_at IS NULL) THEN 1 ELSE 0 END AS BIGINT),
               CAST(CASE WHEN EXISTS (SELECT 1 FROM service WHERE unit = $1 AND stage NOT IN ('idea', 'retired')) THEN 1 ELSE 0 END AS BIGINT),
               CAST(CASE WHEN EXISTS (SELECT 1 FROM request WHERE unit = $1 AND open = 1) THEN 1 ELSE 0 END AS BIGINT)"
        ),
        params![id],
    )?;
    Ok(Attached { parts, members, services, requests })
}

/// What refers to a unit and has a name: its parts, its services, people who belong to it or did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// Units that are part of it, open or closed.
    pub parts: Vec<UnitId>,
    /// Its services in any stage.
    pub services: Vec<ServiceId>,
    /// People.
    pub people: Vec<PersonId>,
}

/// What of a unit's parts, services and people still has a name.
pub fn named(tx: &mut dyn Tx, id: UnitId) -> Result<Named, StoreError> {
    let mut named = Named::default();
    let rows: Vec<(CompactString, Uuid)> = tx.all(
        hot_sql!(
            "SELECT 'part', u.id FROM unit u JOIN content c ON c.id = u.texts
             WHERE u.parent = $1 AND c.erased_at IS NULL
             UNION ALL
             SELECT 'service', s.id FROM service s
             LEFT JOIN service_version v ON v.id = s.version LEFT JOIN content c ON c.id = v.texts
             WHERE s.unit = $1 AND c.erased_at IS NULL
             UNION ALL
             SELECT 'person', m.person FROM membership m
             JOIN person p ON p.id = m.person JOIN content c ON c.id = p.profile
             WHERE m.unit = $1 AND c.erased_at IS NULL"
        ),
        params![id],
    )?;
    for (what, id) in rows {
        match what.as_str() {
            "part" => named.parts.push(UnitId(id)),
            "service" => named.services.push(ServiceId(id)),
            _ => named.people.push(PersonId(id)),
        }
    }
    Ok(named)
}

/// Whether a unit has roles, requests made here, invitations to offer, or money.
pub fn is_in_use(tx: &mut dyn Tx, id: UnitId) -> Result<bool, StoreError> {
    tx.one(
        hot_sql!(
            "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM role_grant WHERE unit = $1)
               OR EXISTS (SELECT 1 FROM request WHERE unit = $1)
               OR EXISTS (SELECT 1 FROM request_bidder WHERE unit = $1)
               OR EXISTS (SELECT 1 FROM posting WHERE unit = $1)
               OR EXISTS (SELECT 1 FROM budget_row WHERE unit = $1) THEN 1 ELSE 0 END AS BIGINT)"
        ),
        params![id],
    )
}
