//! Reading people.

use std::collections::BTreeSet;

use domain::company::Profile;
use domain::ids::{PersonId, UnitId};
use domain::localized::Language;
use domain::permission::Role;
use domain::time::Instant;

use super::NO_UNIT;
use crate::error::StoreError;
use crate::repo::content::parsed;
use crate::repo::request::name_of;
use crate::tx::Tx;
use crate::value::Row;
use crate::{hot_sql, params, sql};

/// The row of a person with the profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Their id.
    pub id: PersonId,
    /// Name, address, position; empty when erased.
    pub profile: Profile,
    /// The language they read.
    pub language: Language,
    /// True for people of other organisations.
    pub outside: bool,
    /// False while they may not sign in.
    pub active: bool,
    /// When they read the notice of metering.
    pub notice_seen_at: Option<Instant>,
}

fn person(row: &Row) -> Result<PersonRow, StoreError> {
    Ok(PersonRow {
        id: row.id(0)?,
        profile: parsed(row, 1)?,
        language: row.code(2, Language::from_code)?,
        outside: row.bool(3)?,
        active: row.bool(4)?,
        notice_seen_at: row.opt_instant(5)?,
    })
}

/// One person, with the moment from which metering is explained: none while it is not.
pub fn signed_in(tx: &mut dyn Tx, id: PersonId) -> Result<Option<(PersonRow, Option<Instant>)>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT p.id, c.body, p.language, p.outside, p.active, p.notice_seen_at, n.created_at
             FROM person p
             JOIN content c ON c.id = p.profile
             LEFT JOIN company k ON k.id = 1
             LEFT JOIN content n ON n.id = k.metering_notice
             WHERE p.id = $1"
        ),
        params![id],
    )?;
    row.map(|row| Ok((person(&row)?, row.opt_instant(6)?))).transpose()
}

/// One person.
pub fn by_id(tx: &mut dyn Tx, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT p.id, c.body, p.language, p.outside, p.active, p.notice_seen_at
             FROM person p JOIN content c ON c.id = p.profile WHERE p.id = $1"
        ),
        params![id],
    )?;
    row.as_ref().map(person).transpose()
}

/// People after one, in the order they were registered, at most `limit`.
pub fn list(tx: &mut dyn Tx, after: Option<PersonId>, limit: i64) -> Result<Vec<PersonRow>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT p.id, c.body, p.language, p.outside, p.active, p.notice_seen_at
             FROM person p JOIN content c ON c.id = p.profile WHERE p.id > $1 ORDER BY p.id LIMIT $2"
        ),
        params![after.map_or(vec![0; 16], PersonId::bytes), limit],
    )?;
    rows.iter().map(person).collect()
}

/// Where a person belongs now, or a role they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tie {
    /// They belong to the unit.
    Member {
        /// The unit.
        unit: UnitId,
        /// Its words, [`domain::company::UnitTexts`] in JSON.
        texts: String,
        /// Since when.
        from: Instant,
    },
    /// They hold the role.
    Role(Role, Option<UnitId>),
}

/// Where a person belongs now and the roles they hold, in one statement.
pub fn ties(tx: &mut dyn Tx, id: PersonId) -> Result<Vec<Tie>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT m.unit, 'member', c.body, m.started_at
             FROM membership m JOIN unit u ON u.id = m.unit JOIN content c ON c.id = u.texts
             WHERE m.person = $1 AND m.ended_at IS NULL
             UNION ALL
             SELECT g.unit, g.role, '', g.granted_at FROM role_grant g WHERE g.person = $1"
        ),
        params![id],
    )?;
    rows.iter()
        .map(|row| match row.text(1)? {
            "member" => {
                Ok(Tie::Member { unit: row.id(0)?, texts: row.text(2)?.to_owned(), from: row.instant(3)? })
            }
            _ => Ok(Tie::Role(row.code(1, Role::from_code)?, of_unit_or_company(row, 0)?)),
        })
        .collect()
}

fn of_unit_or_company(row: &Row, at: usize) -> Result<Option<UnitId>, StoreError> {
    Ok(Some(row.id::<UnitId>(at)?).filter(|unit| *unit != NO_UNIT))
}

/// Present memberships of the people from `first` to `last` by id: person, unit, manager.
pub fn memberships_between(
    tx: &mut dyn Tx,
    first: PersonId,
    last: PersonId,
) -> Result<Vec<(PersonId, UnitId, Option<PersonId>)>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT person, unit, manager FROM membership
             WHERE person >= $1 AND person <= $2 AND ended_at IS NULL"
        ),
        params![first, last],
    )?;
    rows.iter().map(|row| Ok((row.id(0)?, row.id(1)?, row.opt_id(2)?))).collect()
}

/// Roles of the people from `first` to `last` by id.
pub fn grants_between(
    tx: &mut dyn Tx,
    first: PersonId,
    last: PersonId,
) -> Result<Vec<(PersonId, Role, Option<UnitId>)>, StoreError> {
    let rows = tx.query(
        hot_sql!("SELECT person, role, unit FROM role_grant WHERE person >= $1 AND person <= $2"),
        params![first, last],
    )?;
    rows.iter()
        .map(|row| Ok((row.id(0)?, row.code(1, Role::from_code)?, of_unit_or_company(row, 2)?)))
        .collect()
}

/// A person as other people see them on a unit's page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colleague {
    /// Their id.
    pub id: PersonId,
    /// Their name; empty when erased.
    pub name: String,
    /// What they do, when it is said.
    pub position: Option<String>,
    /// Roles in this unit; none for a member without one.
    pub roles: BTreeSet<Role>,
    /// True when they belong to the unit, false when they only hold a role in it.
    pub member: bool,
}

/// People who belong to the unit or hold a role in it and may sign in, at most 1 000, in the order of their ids.
pub fn of_unit(tx: &mut dyn Tx, unit: UnitId) -> Result<Vec<Colleague>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT p.id, c.body, m.unit, g.role
             FROM (SELECT person FROM membership WHERE unit = $1 AND ended_at IS NULL
                   UNION SELECT person FROM role_grant WHERE unit = $1 ORDER BY 1 LIMIT 1000) t
             JOIN person p ON p.id = t.person
             JOIN content c ON c.id = p.profile
             LEFT JOIN membership m ON m.unit = $1 AND m.person = t.person AND m.ended_at IS NULL
             LEFT JOIN role_grant g ON g.unit = $1 AND g.person = t.person
             WHERE p.active = 1
             ORDER BY p.id"
        ),
        params![unit],
    )?;
    let mut people: Vec<Colleague> = Vec::new();
    for row in &rows {
        let id = row.id(0)?;
        if people.last().is_none_or(|last| last.id != id) {
            let profile: Profile = parsed(row, 1)?;
            people.push(Colleague {
                id,
                name: profile.name,
                position: profile.position,
                roles: BTreeSet::new(),
                member: !row.is_null(2)?,
            });
        }
        if let (Some(last), false) = (people.last_mut(), row.is_null(3)?) {
            last.roles.insert(row.code(3, Role::from_code)?);
        }
    }
    Ok(people)
}

/// Whether a person who may sign in holds a role that serves the unit.
pub fn serves(tx: &mut dyn Tx, person: PersonId, unit: UnitId) -> Result<bool, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT g.person FROM role_grant g JOIN person p ON p.id = g.person
             WHERE g.person = $1 AND g.unit = $2 AND p.active = 1
               AND g.role IN ('provider', 'service_owner', 'unit_head') LIMIT 1"
        ),
        params![person, unit],
    )?;
    Ok(!rows.is_empty())
}

/// People who may sign in and hold the role in the unit (none: in the company), with their names, at most 100, the
/// longest in it first.
pub fn holders(
    tx: &mut dyn Tx,
    role: Role,
    unit: Option<UnitId>,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT g.person, c.body FROM role_grant g
             JOIN person p ON p.id = g.person
             JOIN content c ON c.id = p.profile
             WHERE g.unit = $1 AND g.role = $2 AND p.active = 1
             ORDER BY g.granted_at, g.person LIMIT 100"
        ),
        params![unit.unwrap_or(NO_UNIT), role.code()],
    )?;
    rows.iter().map(|row| Ok((row.id(0)?, name_of(row, 1)?))).collect()
}

/// Whether somebody has a role in a unit.
pub fn any_of_units(tx: &mut dyn Tx) -> Result<bool, StoreError> {
    // Asked until the first steps are done; it ends at the first row.
    Ok(tx.query_opt(sql!("SELECT role FROM role_grant WHERE unit > $1 LIMIT 1"), params![NO_UNIT])?.is_some())
}

/// Who is known to another system by this salted hash.
pub fn by_identity(tx: &mut dyn Tx, source: &str, hash: &str) -> Result<Option<PersonId>, StoreError> {
    let row = tx.query_opt(
        hot_sql!("SELECT person FROM identity WHERE source = $1 AND hash = $2"),
        params![source, hash],
    )?;
    row.map(|row| row.id(0)).transpose()
}

/// Everybody with what one source knows them by, in the order of their ids: for imports.
///
/// # Errors
/// Whatever `each` says, or the database.
pub fn each_with_identity(
    tx: &mut dyn Tx,
    source: &str,
    each: &mut dyn FnMut(PersonRow, Option<String>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    tx.query_each(
        sql!(
            "SELECT p.id, c.body, p.language, p.outside, p.active, p.notice_seen_at, ic.body
             FROM person p
             JOIN content c ON c.id = p.profile
             LEFT JOIN identity i ON i.person = p.id AND i.source = $1
             LEFT JOIN content ic ON ic.id = i.content
             ORDER BY p.id"
        ),
        params![source],
        &mut |row| {
            let external = row.opt_text(6)?.filter(|text| !text.is_empty()).map(str::to_owned);
            each(person(row)?, external)
        },
    )
}

/// Everybody whom a source knows.
pub fn known_to(tx: &mut dyn Tx, source: &str) -> Result<Vec<PersonId>, StoreError> {
    let rows = tx.query(sql!("SELECT DISTINCT person FROM identity WHERE source = $1"), params![source])?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Whether a person may sign in or was invited to, takes part in requests made here, or leads somebody.
pub fn is_in_use(tx: &mut dyn Tx, id: PersonId) -> Result<bool, StoreError> {
    let row = tx.query_one(
        hot_sql!(
            "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM credential WHERE person = $1)
               OR EXISTS (SELECT 1 FROM setup_token WHERE person = $1)
               OR EXISTS (SELECT 1 FROM request_party WHERE person = $1)
               OR EXISTS (SELECT 1 FROM membership WHERE manager = $1) THEN 1 ELSE 0 END AS BIGINT)"
        ),
        params![id],
    )?;
    row.bool(0)
}
