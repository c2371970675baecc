//! Reading people.

use std::collections::BTreeSet;

use domain::company::Profile;
use domain::ids::{PersonId, UnitId};
use domain::localized::Language;
use domain::permission::Role;
use domain::time::Instant;

use super::NO_UNIT;
use crate::error::StoreError;
use crate::read::{erasable, is_set, kept, name, select};
use crate::tx::Tx;
use crate::{hot_sql, params, sql};

select! {
    /// The row of a person with the profile.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PersonRow from "person p JOIN content c ON c.id = p.profile" {
        /// Their id.
        pub id: PersonId = "p.id",
        /// Name, address, position; empty when erased.
        pub profile: Profile = "c.body" => erasable,
        /// The language they read.
        pub language: Language = "p.language",
        /// True for people of other organisations.
        pub outside: bool = "p.outside",
        /// False while they may not sign in.
        pub active: bool = "p.active",
        /// When they read the notice of metering.
        pub notice_seen_at: Option<Instant> = "p.notice_seen_at",
    }
}

/// Somebody with what else is known of them.
struct With<T> {
    person: PersonRow,
    more: T,
}

type WithMore = With<(Option<Instant>, Option<Instant>, Option<i64>)>;

select! {
    WithMore from "person p
             JOIN content c ON c.id = p.profile
             LEFT JOIN company k ON k.id = 1
             LEFT JOIN content n ON n.id = k.metering_notice
             LEFT JOIN access_hold a ON a.person = p.id
             LEFT JOIN stream s ON s.id = p.id" {
        person: PersonRow,
        more: "n.created_at, a.since, s.seq",
    }
}

/// Somebody who signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignsIn {
    /// Who.
    pub person: PersonRow,
    /// The moment from which metering is explained; none while it is not.
    pub published: Option<Instant>,
    /// Their access waits to be confirmed.
    pub held: bool,
    /// The place of the last event of their own history.
    pub as_of: i64,
}

/// One person, with what depends on the company.
pub fn signed_in(tx: &mut dyn Tx, id: PersonId) -> Result<Option<SignsIn>, StoreError> {
    let found = tx.opt(hot_sql!(WithMore, "WHERE p.id = $1"), params![id])?;
    Ok(found.map(|With { person, more: (published, held, as_of) }| SignsIn {
        person,
        published,
        held: held.is_some(),
        as_of: as_of.unwrap_or(0),
    }))
}

/// The place of the last event of a person's own history; 0 where there is none that is chained.
pub fn as_of(tx: &mut dyn Tx, id: PersonId) -> Result<i64, StoreError> {
    Ok(tx.opt(hot_sql!("SELECT seq FROM stream WHERE id = $1"), params![id])?.unwrap_or(0))
}

/// One person.
pub fn by_id(tx: &mut dyn Tx, id: PersonId) -> Result<Option<PersonRow>, StoreError> {
    tx.opt(hot_sql!(PersonRow, "WHERE p.id = $1"), params![id])
}

/// People after one, in the order they were registered, at most `limit`.
pub fn list(tx: &mut dyn Tx, after: Option<PersonId>, limit: i64) -> Result<Vec<PersonRow>, StoreError> {
    let after = after.map_or(vec![0; 16], PersonId::bytes);
    tx.all(hot_sql!(PersonRow, "WHERE p.id > $1 ORDER BY p.id LIMIT $2"), params![after, limit])
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
    let members: Vec<(UnitId, Option<Role>, String, Instant)> = tx.all(
        hot_sql!(
            "SELECT m.unit, NULL, c.body, m.started_at
             FROM membership m JOIN unit u ON u.id = m.unit JOIN content c ON c.id = u.texts
             WHERE m.person = $1 AND m.ended_at IS NULL
             UNION ALL
             SELECT g.unit, g.role, '', g.granted_at FROM role_grant g WHERE g.person = $1"
        ),
        params![id],
    )?;
    let tie = |(unit, role, texts, from): (UnitId, Option<Role>, _, _)| match role {
        None => Tie::Member { unit, texts, from },
        Some(role) => Tie::Role(role, of_unit_or_company(unit)),
    };
    Ok(members.into_iter().map(tie).collect())
}

fn of_unit_or_company(unit: UnitId) -> Option<UnitId> {
    Some(unit).filter(|unit| *unit != NO_UNIT)
}

/// Present memberships of the people from `first` to `last` by id: person, unit, manager.
pub fn memberships_between(
    tx: &mut dyn Tx,
    first: PersonId,
    last: PersonId,
) -> Result<Vec<(PersonId, UnitId, Option<PersonId>)>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT person, unit, manager FROM membership
             WHERE person >= $1 AND person <= $2 AND ended_at IS NULL"
        ),
        params![first, last],
    )
}

/// Roles of the people from `first` to `last` by id.
pub fn grants_between(
    tx: &mut dyn Tx,
    first: PersonId,
    last: PersonId,
) -> Result<Vec<(PersonId, Role, Option<UnitId>)>, StoreError> {
    let grants: Vec<(PersonId, Role, UnitId)> = tx.all(
        hot_sql!("SELECT person, role, unit FROM role_grant WHERE person >= $1 AND person <= $2"),
        params![first, last],
    )?;
    let grant = |(person, role, unit)| (person, role, of_unit_or_company(unit));
    Ok(grants.into_iter().map(grant).collect())
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

select! {
    struct Present from "(SELECT person FROM membership WHERE unit = $1 AND ended_at IS NULL
                   UNION SELECT person FROM role_grant WHERE unit = $1 ORDER BY 1 LIMIT 1000) t
             JOIN person p ON p.id = t.person
             JOIN content c ON c.id = p.profile
             LEFT JOIN membership m ON m.unit = $1 AND m.person = t.person AND m.ended_at IS NULL
             LEFT JOIN role_grant g ON g.unit = $1 AND g.person = t.person" {
        id: PersonId = "p.id",
        profile: Profile = "c.body" => erasable,
        member: bool = "m.unit" => is_set,
        role: Option<Role> = "g.role",
    }
}

/// People who belong to the unit or hold a role in it and may sign in, at most 1 000, in the order of their ids.
pub fn of_unit(tx: &mut dyn Tx, unit: UnitId) -> Result<Vec<Colleague>, StoreError> {
    let mut people: Vec<Colleague> = Vec::new();
    for Present { id, profile, member, role } in
        tx.all(hot_sql!(Present, "WHERE p.active = 1 ORDER BY p.id"), params![unit])?
    {
        if let Some(last) = people.last_mut().filter(|last| last.id == id) {
            last.roles.extend(role);
            continue;
        }
        let Profile { name, position, .. } = profile;
        people.push(Colleague { id, name, position, roles: role.into_iter().collect(), member });
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

select! {
    /// What somebody is called.
    pub(in crate::repo) struct Called from "person p JOIN content c ON c.id = p.profile" {
        pub(in crate::repo) id: PersonId = "p.id",
        pub(in crate::repo) name: String = "c.body" => name,
    }
}

impl From<Called> for (PersonId, String) {
    fn from(Called { id, name }: Called) -> Self {
        (id, name)
    }
}

/// People who may sign in and hold the role in the unit (none: in the company), with their names, at most 100, the
/// longest in it first.
pub fn holders(
    tx: &mut dyn Tx,
    role: Role,
    unit: Option<UnitId>,
) -> Result<Vec<(PersonId, String)>, StoreError> {
    let called = tx.all(
        hot_sql!(
            Called from "role_grant g
             JOIN person p ON p.id = g.person
             JOIN content c ON c.id = p.profile
             WHERE g.unit = $1 AND g.role = $2 AND p.active = 1
             ORDER BY g.granted_at, g.person LIMIT 100"
        ),
        params![unit.unwrap_or(NO_UNIT), role],
    )?;
    Ok(called.into_iter().map(Into::into).collect())
}

/// Whether somebody has a role in a unit.
pub fn any_of_units(tx: &mut dyn Tx) -> Result<bool, StoreError> {
    // Asked until the first steps are done; it ends at the first row.
    Ok(tx.query_opt(sql!("SELECT role FROM role_grant WHERE unit > $1 LIMIT 1"), params![NO_UNIT])?.is_some())
}

/// Who is known to another system by this salted hash.
pub fn by_identity(tx: &mut dyn Tx, source: &str, hash: &str) -> Result<Option<PersonId>, StoreError> {
    tx.opt(hot_sql!("SELECT person FROM identity WHERE source = $1 AND hash = $2"), params![source, hash])
}

type WithIdentity = With<Option<String>>;

select! {
    WithIdentity from "person p
             JOIN content c ON c.id = p.profile
             LEFT JOIN identity i ON i.person = p.id AND i.source = $1
             LEFT JOIN content ic ON ic.id = i.content" {
        person: PersonRow,
        more: "ic.body" => kept,
    }
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
    let everybody = sql!(WithIdentity, "ORDER BY p.id");
    tx.each(everybody, params![source], &mut |With { person, more }| each(person, more))
}

/// Everybody whom a source knows.
pub fn known_to(tx: &mut dyn Tx, source: &str) -> Result<Vec<PersonId>, StoreError> {
    tx.all(sql!("SELECT DISTINCT person FROM identity WHERE source = $1"), params![source])
}

/// Whether a person may sign in or was invited to, takes part in requests made here, or leads somebody.
pub fn is_in_use(tx: &mut dyn Tx, id: PersonId) -> Result<bool, StoreError> {
    tx.one(
        hot_sql!(
            "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM credential WHERE person = $1)
               OR EXISTS (SELECT 1 FROM setup_token WHERE person = $1)
               OR EXISTS (SELECT 1 FROM request_party WHERE person = $1)
               OR EXISTS (SELECT 1 FROM membership WHERE manager = $1) THEN 1 ELSE 0 END AS BIGINT)"
        ),
        params![id],
    )
}
