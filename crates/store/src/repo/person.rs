//! The current rows of each person: profile, identities, memberships, roles.

use domain::company::{Membership, Person};
use domain::ids::{ContentId, PersonId, UnitId};
use domain::permission::Role;
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::table::table;
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params};

mod read;

pub use read::*;

/// What stands for the company where a row of a role names a unit.
pub const NO_UNIT: UnitId = UnitId(Uuid::nil());

table! {
    /// The current row of each person.
    pub PERSON: State "person";
    /// The values of a person's row.
    pub fn values(person: &Person) {
        key id = person.id,
        set profile = person.profile.id,
        set language = person.language,
        once outside = person.outside,
        set active = person.active,
        once registered_at = person.registered_at,
        set notice_seen_at = person.notice_seen_at,
    }
}

table! {
    /// What other systems know people by.
    pub IDENTITY: State "identity";
    fn identity_values(person: PersonId, source: &str, hash: &str, content: ContentId) {
        key source = source,
        key hash = hash,
        once person = person,
        once content = content,
    }
}

table! {
    /// Where people belong, and belonged.
    pub MEMBERSHIP: State "membership";
    fn membership_values(person: PersonId, unit: UnitId, from: Instant, membership: &Membership) {
        key person = person,
        key unit = unit,
        key started_at = from,
        set manager = membership.manager,
        set ended_at = membership.ended_at,
    }
}

table! {
    /// The roles that people hold now.
    pub GRANT: State "role_grant";
    fn grant_values(person: PersonId, role: Role, unit: Option<UnitId>, at: Instant) {
        key person = person,
        key role = role,
        key unit = unit.unwrap_or(NO_UNIT),
        set granted_at = at,
    }
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
    tx.fill(&PERSON, people.iter().map(values))?;
    tx.fill(&IDENTITY, people.iter().flat_map(identity_rows))?;
    tx.fill(&MEMBERSHIP, people.iter().flat_map(membership_rows))?;
    tx.fill(&GRANT, people.iter().flat_map(grant_rows))?;
    Ok(())
}

/// Writes what changed.
///
/// # Errors
/// [`StoreError::Unique`] on `identity (source, hash)` when another person has the identity.
pub fn save(tx: &mut dyn Tx, before: Option<&Person>, person: &Person) -> Result<(), StoreError> {
    let now = values(person);
    if before.map(values).as_ref() != Some(&now) {
        tx.execute_one(hot_sql!(upsert PERSON), &now)?;
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
        tx.execute_one(hot_sql!(insert IDENTITY), &identity_values(person.id, source, hash, *content))?;
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
        tx.execute_one(hot_sql!(upsert MEMBERSHIP), &membership_values(person.id, *unit, *from, membership))?;
    }
    Ok(())
}

fn save_grants(tx: &mut dyn Tx, before: Option<&Person>, person: &Person) -> Result<(), StoreError> {
    for (key, at) in &person.grants {
        if before.and_then(|before| before.grants.get(key)) == Some(at) {
            continue;
        }
        tx.execute_one(hot_sql!(upsert GRANT), &grant_values(person.id, key.0, key.1, *at))?;
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
