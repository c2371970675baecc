//! The current rows of each person: profile, identities, memberships, roles.

use domain::company::{Membership, Person};
use domain::ids::{ContentId, PersonId, UnitId};
use domain::permission::Role;
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params};

mod read;

pub use read::*;

/// The columns of a person's row, in the order of [`values`]; the first is its key.
pub const COLUMNS: &[&str] =
    &["id", "profile", "language", "outside", "active", "registered_at", "notice_seen_at"];

/// The columns of an identity's row, in the order of [`identity_values`]; the first two are its key.
pub const IDENTITY: &[&str] = &["source", "hash", "person", "content"];

/// The columns of a membership's row, in the order of [`membership_values`]; the first three are its key.
pub const MEMBERSHIP: &[&str] = &["person", "unit", "started_at", "manager", "ended_at"];

/// The columns of a role's row, in the order of [`grant_values`]; the first three are its key.
pub const GRANT: &[&str] = &["person", "role", "unit", "granted_at"];

/// What stands for the company where a row of a role names a unit.
pub const NO_UNIT: UnitId = UnitId(Uuid::nil());

/// The values of a person's row.
pub fn values(person: &Person) -> Vec<Value> {
    vec![
        person.id.into(),
        person.profile.id.into(),
        person.language.code().into(),
        person.outside.into(),
        person.active.into(),
        person.registered_at.into(),
        person.notice_seen_at.into(),
    ]
}

/// The values of an identity's row.
pub fn identity_values(person: PersonId, source: &str, hash: &str, content: ContentId) -> Vec<Value> {
    vec![source.into(), hash.into(), person.into(), content.into()]
}

/// The values of a membership's row.
pub fn membership_values(
    person: PersonId,
    unit: UnitId,
    from: Instant,
    membership: &Membership,
) -> Vec<Value> {
    vec![person.into(), unit.into(), from.into(), membership.manager.into(), membership.ended_at.into()]
}

/// The values of a role's row.
pub fn grant_values(person: PersonId, role: Role, unit: Option<UnitId>, at: Instant) -> Vec<Value> {
    vec![person.into(), role.code().into(), unit.unwrap_or(NO_UNIT).into(), at.into()]
}

/// Every row of a person's identities.
pub fn identity_rows(person: &Person) -> impl Iterator<Item = Vec<Value>> + '_ {
    person
        .identities
        .iter()
        .map(|((source, hash), content)| identity_values(person.id, source, hash, *content))
}

/// Every row of a person's memberships.
pub fn membership_rows(person: &Person) -> impl Iterator<Item = Vec<Value>> + '_ {
    person
        .memberships
        .iter()
        .map(|((unit, from), membership)| membership_values(person.id, *unit, *from, membership))
}

/// Every row of a person's roles.
pub fn grant_rows(person: &Person) -> impl Iterator<Item = Vec<Value>> + '_ {
    person.grants.iter().map(|((role, unit), at)| grant_values(person.id, *role, *unit, *at))
}

/// Writes new people in bulk.
///
/// # Errors
/// [`StoreError::Unique`] on `identity (source, hash)` when another person has the identity.
pub fn insert_all(tx: &mut dyn Tx, people: &[Person]) -> Result<(), StoreError> {
    tx.insert_many("person", COLUMNS, &mut people.iter().map(values))?;
    tx.insert_many("identity", IDENTITY, &mut people.iter().flat_map(identity_rows))?;
    tx.insert_many("membership", MEMBERSHIP, &mut people.iter().flat_map(membership_rows))?;
    tx.insert_many("role_grant", GRANT, &mut people.iter().flat_map(grant_rows))?;
    Ok(())
}

/// Writes what changed.
///
/// # Errors
/// [`StoreError::Unique`] on `identity (source, hash)` when another person has the identity.
pub fn save(tx: &mut dyn Tx, before: Option<&Person>, person: &Person) -> Result<(), StoreError> {
    let now = values(person);
    if before.map(values).as_ref() != Some(&now) {
        tx.execute_one(
            hot_sql!(
                "INSERT INTO person (id, profile, language, outside, active, registered_at, notice_seen_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7)
                 ON CONFLICT (id) DO UPDATE SET profile = excluded.profile, language = excluded.language,
                   active = excluded.active, notice_seen_at = excluded.notice_seen_at"
            ),
            &now,
        )?;
    }
    save_identities(tx, before, person)?;
    save_memberships(tx, before, person)?;
    save_grants(tx, before, person)
}

fn save_identities(tx: &mut dyn Tx, before: Option<&Person>, person: &Person) -> Result<(), StoreError> {
    for ((source, hash), content) in &person.identities {
        let key = (source.clone(), hash.clone());
        if before.and_then(|before| before.identities.get(&key)) == Some(content) {
            continue;
        }
        tx.execute_one(
            hot_sql!("INSERT INTO identity (source, hash, person, content) VALUES ($1, $2, $3, $4)"),
            &identity_values(person.id, source, hash, *content),
        )?;
    }
    let known = before.into_iter().flat_map(|before| before.identities.keys());
    for (source, hash) in known.filter(|key| !person.identities.contains_key(key)) {
        tx.execute_one(
            hot_sql!("DELETE FROM identity WHERE source = $1 AND hash = $2"),
            params![source.as_str(), hash.as_str()],
        )?;
    }
    Ok(())
}

fn save_memberships(tx: &mut dyn Tx, before: Option<&Person>, person: &Person) -> Result<(), StoreError> {
    for ((unit, from), membership) in &person.memberships {
        if before.and_then(|before| before.memberships.get(&(*unit, *from))) == Some(membership) {
            continue;
        }
        tx.execute_one(
            hot_sql!(
                "INSERT INTO membership (person, unit, started_at, manager, ended_at) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (person, unit, started_at) DO UPDATE SET manager = excluded.manager,
                   ended_at = excluded.ended_at"
            ),
            &membership_values(person.id, *unit, *from, membership),
        )?;
    }
    Ok(())
}

fn save_grants(tx: &mut dyn Tx, before: Option<&Person>, person: &Person) -> Result<(), StoreError> {
    for (key, at) in &person.grants {
        if before.and_then(|before| before.grants.get(key)) == Some(at) {
            continue;
        }
        tx.execute_one(
            hot_sql!(
                "INSERT INTO role_grant (person, role, unit, granted_at) VALUES ($1, $2, $3, $4)
                 ON CONFLICT (person, role, unit) DO UPDATE SET granted_at = excluded.granted_at"
            ),
            &grant_values(person.id, key.0, key.1, *at),
        )?;
    }
    let held = before.into_iter().flat_map(|before| before.grants.keys());
    for (role, unit) in held.filter(|key| !person.grants.contains_key(key)) {
        tx.execute_one(
            hot_sql!("DELETE FROM role_grant WHERE person = $1 AND role = $2 AND unit = $3"),
            params![person.id, role.code(), unit.unwrap_or(NO_UNIT)],
        )?;
    }
    Ok(())
}
