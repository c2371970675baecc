//! Reading people: who looks, who belongs where.

use std::collections::BTreeMap;

use domain::actor::Actor;
use domain::company::{Profile, UnitTexts};
use domain::ids::{PersonId, UnitId};
use domain::localized::{Language, Localized};
use domain::permission::{Role, Viewer};
use store::repo::credential;
use store::repo::person::{self, Colleague, PersonRow, SignsIn, Tie};
use store::{StoreError, Tx};

use super::read::Metering;
use crate::error::{Answer, AppError};

/// What pages say of the person who looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Me {
    /// Their id.
    pub id: PersonId,
    /// Their name.
    pub name: String,
    /// Their address of mail.
    pub email: Option<String>,
    /// The language they read.
    pub language: Language,
    /// True for people of other organisations.
    pub outside: bool,
    /// The unit they have belonged to longest, with its name.
    pub unit: Option<(UnitId, Localized)>,
    /// What they are to be told of metering.
    pub metering: Metering,
}

/// Somebody who may sign in, with everything that permissions depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// For use cases.
    pub viewer: Viewer,
    /// For pages.
    pub me: Me,
}

/// The person as a viewer, in two statements; none when there is no such person or they are switched off.
pub fn viewer_of(tx: &mut dyn Tx, id: PersonId) -> Answer<Option<SignedIn>> {
    let Some(found) = person::signed_in(tx, id)?.filter(|found| found.person.active) else {
        return Ok(None);
    };
    let SignsIn { person: row, published, held, as_of } = found;
    let metering = Metering::of(row.notice_seen_at, published);
    let mut viewer = Viewer {
        actor: Actor::Person(id),
        outside: row.outside,
        held,
        metered: metering == Metering::On,
        as_of,
        ..Viewer::nobody()
    };
    let mut longest = None;
    for tie in person::ties(tx, id)? {
        match tie {
            Tie::Member { unit, texts, from } => {
                viewer.units.insert(unit);
                if longest.as_ref().is_none_or(|(since, known, _)| (from, unit) < (*since, *known)) {
                    longest = Some((from, unit, texts));
                }
            }
            Tie::Role(role, unit) => {
                viewer.grants.insert((role, unit));
            }
        }
    }
    let unit = longest.map(|(_, unit, texts)| Ok::<_, StoreError>((unit, unit_name(unit, &texts)?)));
    let me = Me {
        id,
        name: row.profile.name,
        email: row.profile.email,
        language: row.language,
        outside: row.outside,
        unit: unit.transpose()?,
        metering,
    };
    Ok(Some(SignedIn { viewer, me }))
}

/// The viewer as they are in this transaction: read again when anything followed in their own history since they were read.
///
/// # Errors
/// [`AppError::Forbidden`] when they may no longer sign in.
pub fn present(tx: &mut dyn Tx, viewer: &Viewer) -> Answer<Viewer> {
    let Some(person) = viewer.person() else { return Ok(viewer.clone()) };
    if person::as_of(tx, person)? == viewer.as_of {
        return Ok(viewer.clone());
    }
    let now = viewer_of(tx, person)?.ok_or(AppError::Forbidden)?.viewer;
    Ok(Viewer { opened: viewer.opened.clone(), speaks_for: viewer.speaks_for, ..now })
}

/// A person with the roles they hold, whether or not they may sign in; none without the person. It shows what they may touch, and lets
/// nobody act.
pub fn who_holds(tx: &mut dyn Tx, id: PersonId) -> Answer<Option<Viewer>> {
    let Some(row) = person::by_id(tx, id)? else { return Ok(None) };
    let roles = person::ties(tx, id)?.into_iter().filter_map(|tie| match tie {
        Tie::Role(role, unit) => Some((role, unit)),
        Tie::Member { .. } => None,
    });
    let grants = roles.collect();
    Ok(Some(Viewer { actor: Actor::Person(id), outside: row.outside, grants, ..Viewer::nobody() }))
}

fn unit_name(unit: UnitId, texts: &str) -> Result<Localized, StoreError> {
    if texts.is_empty() {
        return Ok(Localized::default());
    }
    serde_json::from_str::<UnitTexts>(texts)
        .map(|texts| texts.name)
        .map_err(|error| StoreError::inconsistent("unit", "texts", unit, error.to_string()))
}

/// The unit that a person has belonged to longest: theirs when they state a problem.
pub fn unit_of(tx: &mut dyn Tx, id: PersonId) -> Answer<Option<UnitId>> {
    let ties = person::ties(tx, id)?.into_iter();
    let units = ties.filter_map(|tie| match tie {
        Tie::Member { unit, from, .. } => Some((from, unit)),
        Tie::Role(..) => None,
    });
    Ok(units.min().map(|(_, unit)| unit))
}

/// Whether a person who may sign in serves the unit.
pub fn serves(tx: &mut dyn Tx, id: PersonId, unit: UnitId) -> Answer<bool> {
    Ok(person::serves(tx, id, unit)?)
}

/// Whether the person exists and may sign in.
pub fn is_active(tx: &mut dyn Tx, id: PersonId) -> Answer<bool> {
    Ok(person::by_id(tx, id)?.is_some_and(|row| row.active))
}

/// People who belong to a unit or hold a role in it.
pub fn people_of_unit(tx: &mut dyn Tx, unit: UnitId) -> Answer<Vec<Colleague>> {
    Ok(person::of_unit(tx, unit)?)
}

/// Those of them who serve it, with their names: a request can be given to them.
pub fn providers_of(tx: &mut dyn Tx, unit: UnitId) -> Answer<Vec<(PersonId, String)>> {
    let people = person::of_unit(tx, unit)?.into_iter().filter(|person| !person.roles.is_empty());
    Ok(people.map(|person| (person.id, person.name)).collect())
}

/// Who leads a unit; none while nobody does.
pub fn head_of(tx: &mut dyn Tx, unit: UnitId) -> Answer<Option<(PersonId, String)>> {
    Ok(person::holders(tx, Role::UnitHead, Some(unit))?.into_iter().next())
}

/// A person as administrators see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// Their id.
    pub id: PersonId,
    /// Name, address, position.
    pub profile: Profile,
    /// The language they read.
    pub language: Language,
    /// True for people of other organisations.
    pub outside: bool,
    /// False while they may not sign in.
    pub active: bool,
    /// They have a password.
    pub signs_in: bool,
    /// Where they belong, and who leads them there.
    pub units: Vec<(UnitId, Option<PersonId>)>,
    /// Roles they hold; company roles have no unit.
    pub roles: Vec<(Role, Option<UnitId>)>,
}

fn view(row: PersonRow) -> PersonView {
    PersonView {
        id: row.id,
        profile: row.profile,
        language: row.language,
        outside: row.outside,
        active: row.active,
        signs_in: false,
        units: Vec::new(),
        roles: Vec::new(),
    }
}

/// People after one, in the order they were registered, in three statements. For administrators and auditors.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn people(
    tx: &mut dyn Tx,
    viewer: &Viewer,
    after: Option<PersonId>,
    limit: i64,
) -> Answer<Vec<PersonView>> {
    sees_people(viewer)?;
    let rows = person::list(tx, after, limit)?;
    with_ties(tx, rows)
}

/// One person. For administrators and auditors.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Missing`].
pub fn person(tx: &mut dyn Tx, viewer: &Viewer, id: PersonId) -> Answer<PersonView> {
    sees_people(viewer)?;
    let row = person::by_id(tx, id)?.ok_or(AppError::Missing("person"))?;
    with_ties(tx, vec![row])?.pop().ok_or(AppError::Missing("person"))
}

fn sees_people(viewer: &Viewer) -> Answer<()> {
    use domain::permission::{Action, Resource, can};
    let may =
        [Action::Administer, Action::Audit].iter().any(|action| can(viewer, *action, Resource::Company));
    if may { Ok(()) } else { Err(AppError::Forbidden) }
}

fn with_ties(tx: &mut dyn Tx, rows: Vec<PersonRow>) -> Answer<Vec<PersonView>> {
    let (Some(first), Some(last)) = (rows.first().map(|row| row.id), rows.last().map(|row| row.id)) else {
        return Ok(Vec::new());
    };
    let mut people: BTreeMap<PersonId, PersonView> =
        rows.into_iter().map(|row| (row.id, view(row))).collect();
    for id in credential::between(tx, first, last)? {
        if let Some(person) = people.get_mut(&id) {
            person.signs_in = true;
        }
    }
    for (id, unit, manager) in person::memberships_between(tx, first, last)? {
        if let Some(person) = people.get_mut(&id) {
            person.units.push((unit, manager));
        }
    }
    for (id, role, unit) in person::grants_between(tx, first, last)? {
        if let Some(person) = people.get_mut(&id) {
            person.roles.push((role, unit));
        }
    }
    Ok(people.into_values().collect())
}
