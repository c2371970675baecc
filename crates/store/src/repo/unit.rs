//! The current row of each unit.

use domain::company::{Unit, UnitKind, UnitTexts};
use domain::ids::{CalendarId, PersonId, PromiseId, ServiceId, UnitId};
use domain::ledger::BudgetMode;
use domain::time::Instant;

use crate::error::StoreError;
use crate::repo::content::parsed;
use crate::repo::rate;
use crate::repo::request::name_of;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{hot_sql, params};

/// The columns of a unit's row, in the order of [`values`]; the first is its key.
pub const COLUMNS: &[&str] = &[
    "id",
    "kind",
    "parent",
    "code",
    "texts",
    "owner",
    "promise",
    "calendar",
    "budget_mode",
    "created_at",
    "closed_at",
];

/// The values of a unit's row.
pub fn values(unit: &Unit) -> Vec<Value> {
    vec![
        unit.id.into(),
        unit.kind.code().into(),
        unit.parent.into(),
        unit.code.as_str().into(),
        unit.texts.id.into(),
        unit.owner.into(),
        unit.door.map(|(promise, _)| promise).into(),
        unit.door.map(|(_, calendar)| calendar).into(),
        unit.budget_mode.code().into(),
        unit.created_at.into(),
        unit.closed_at.into(),
    ]
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
    tx.execute_one(
        hot_sql!(
            "INSERT INTO unit (id, kind, parent, code, texts, owner, promise, calendar, budget_mode, created_at,
               closed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
             ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, texts = excluded.texts, owner = excluded.owner,
               promise = excluded.promise, calendar = excluded.calendar, budget_mode = excluded.budget_mode,
               closed_at = excluded.closed_at"
        ),
        &now,
    )
}

/// A unit as pages need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitView {
    /// Its id.
    pub id: UnitId,
    /// Its short name in addresses.
    pub code: String,
    /// What kind of organisation it is.
    pub kind: UnitKind,
    /// The unit it is part of.
    pub parent: Option<UnitId>,
    /// Its name and what it is for; empty when erased.
    pub texts: UnitTexts,
    /// Who takes what comes to its front door.
    pub owner: Option<PersonId>,
    /// The owner's name; empty when there is none.
    pub owner_name: String,
    /// The promise of its front door.
    pub promise: Option<PromiseId>,
    /// The calendar of its front door.
    pub calendar: Option<CalendarId>,
    /// How strictly its budget binds.
    pub budget_mode: BudgetMode,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

fn view(row: &Row) -> Result<UnitView, StoreError> {
    Ok(UnitView {
        id: row.id(0)?,
        code: row.text(1)?.to_owned(),
        kind: row.code(2, UnitKind::from_code)?,
        parent: row.opt_id(3)?,
        texts: parsed(row, 4)?,
        owner: row.opt_id(5)?,
        owner_name: name_of(row, 6)?,
        promise: row.opt_id(7)?,
        calendar: row.opt_id(8)?,
        budget_mode: row.code(9, BudgetMode::from_code)?,
        closed_at: row.opt_instant(10)?,
    })
}

macro_rules! select_sql {
    ($tail:literal) => {
        hot_sql! { concat!(
            "SELECT u.id, u.code, u.kind, u.parent, c.body, u.owner, op.body, u.promise, u.calendar, u.budget_mode,
               u.closed_at
             FROM unit u
             JOIN content c ON c.id = u.texts
             LEFT JOIN person o ON o.id = u.owner
             LEFT JOIN content op ON op.id = o.profile
             WHERE ",
            $tail
        ) }
    };
}

/// Units after one, closed ones too, in the order they came into being, at most `limit`.
pub fn list(tx: &mut dyn Tx, after: Option<UnitId>, limit: i64) -> Result<Vec<UnitView>, StoreError> {
    let after = after.map_or(vec![0; 16], UnitId::bytes);
    tx.query(select_sql!("u.id > $1 ORDER BY u.id LIMIT $2"), params![after, limit])?
        .iter()
        .map(view)
        .collect()
}

/// One unit.
pub fn by_id(tx: &mut dyn Tx, id: UnitId) -> Result<Option<UnitView>, StoreError> {
    tx.query_opt(select_sql!("u.id = $1"), params![id])?.as_ref().map(view).transpose()
}

/// One unit by its code.
pub fn by_code(tx: &mut dyn Tx, code: &str) -> Result<Option<UnitView>, StoreError> {
    tx.query_opt(select_sql!("u.code = $1"), params![code])?.as_ref().map(view).transpose()
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
    let row = tx.query_one(
        hot_sql!(
            "SELECT
               CAST(CASE WHEN EXISTS (SELECT 1 FROM unit WHERE parent = $1 AND closed_at IS NULL) THEN 1 ELSE 0 END AS BIGINT),
               CAST(CASE WHEN EXISTS (SELECT 1 FROM membership WHERE unit = $1 AND ended_at IS NULL) THEN 1 ELSE 0 END AS BIGINT),
               CAST(CASE WHEN EXISTS (SELECT 1 FROM service WHERE unit = $1 AND stage NOT IN ('idea', 'retired')) THEN 1 ELSE 0 END AS BIGINT),
               CAST(CASE WHEN EXISTS (SELECT 1 FROM request WHERE unit = $1 AND open = 1) THEN 1 ELSE 0 END AS BIGINT)"
        ),
        params![id],
    )?;
    Ok(Attached {
        parts: row.bool(0)?,
        members: row.bool(1)?,
        services: row.bool(2)?,
        requests: row.bool(3)?,
    })
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
    let rows = tx.query(
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
    for row in &rows {
        match row.text(0)? {
            "part" => named.parts.push(row.id(1)?),
            "service" => named.services.push(row.id(1)?),
            _ => named.people.push(row.id(1)?),
        }
    }
    Ok(named)
}

/// Whether a unit has roles, requests made here, invitations to offer, or money.
pub fn is_in_use(tx: &mut dyn Tx, id: UnitId) -> Result<bool, StoreError> {
    let row = tx.query_one(
        hot_sql!(
            "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM role_grant WHERE unit = $1)
               OR EXISTS (SELECT 1 FROM request WHERE unit = $1)
               OR EXISTS (SELECT 1 FROM request_bidder WHERE unit = $1)
               OR EXISTS (SELECT 1 FROM posting WHERE unit = $1)
               OR EXISTS (SELECT 1 FROM budget_row WHERE unit = $1) THEN 1 ELSE 0 END AS BIGINT)"
        ),
        params![id],
    )?;
    row.bool(0)
}
