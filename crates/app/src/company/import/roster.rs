//! Who and what is known before the import.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::company::{Profile, UnitKind};
use domain::ids::{PersonId, UnitId};
use domain::localized::Language;
use domain::permission::Role;
use store::Tx;
use store::repo::{self, person};
use uuid::Uuid;

use super::columns::plain;
use crate::company::HR;
use crate::error::{Answer, AppError};

/// A person who is registered.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) profile: Profile,
    pub(super) outside: bool,
    pub(super) active: bool,
    /// Personnel numbers; usually one.
    pub(super) numbers: Vec<String>,
    /// Units they belong to now, with their managers there.
    pub(super) units: Vec<(UnitId, Option<PersonId>)>,
    pub(super) grants: BTreeSet<(Role, Option<UnitId>)>,
}

/// A unit that may be named in the file.
#[derive(Debug, Clone)]
pub(super) struct KnownUnit {
    pub(super) id: UnitId,
    pub(super) code: String,
    pub(super) kind: UnitKind,
    pub(super) closed: bool,
}

/// Everything that rows are compared with.
#[derive(Debug)]
pub(super) struct Roster {
    pub(super) language: Language,
    pub(super) people: BTreeMap<PersonId, Known>,
    pub(super) by_number: HashMap<String, PersonId>,
    /// People without a number, by address; none when two have the same.
    by_email: HashMap<String, Option<PersonId>>,
    pub(super) units: BTreeMap<UnitId, KnownUnit>,
    by_name: HashMap<String, Vec<UnitId>>,
}

/// What a name of a unit came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    One(UnitId),
    Closed,
    Several,
    Nothing,
}

impl Roster {
    /// Reads it, in a number of statements that does not depend on how many people there are.
    pub(super) fn load(tx: &mut dyn Tx) -> Answer<Self> {
        let company = repo::company::current(tx)?.ok_or(AppError::Missing("company"))?;
        let mut roster = Self {
            language: company.language,
            people: BTreeMap::new(),
            by_number: HashMap::new(),
            by_email: HashMap::new(),
            units: BTreeMap::new(),
            by_name: HashMap::new(),
        };
        roster.load_units(tx)?;
        let (people, by_number) = (&mut roster.people, &mut roster.by_number);
        person::each_with_identity(tx, HR, &mut |row, number| {
            let known = people.entry(row.id).or_insert_with(|| Known {
                profile: row.profile,
                outside: row.outside,
                active: row.active,
                numbers: Vec::new(),
                units: Vec::new(),
                grants: BTreeSet::new(),
            });
            if let Some(number) = number {
                by_number.insert(number.clone(), row.id);
                known.numbers.push(number);
            }
            Ok(())
        })?;
        let (first, last) = (PersonId(Uuid::nil()), PersonId(Uuid::max()));
        for (id, unit, manager) in person::memberships_between(tx, first, last)? {
            if let Some(known) = roster.people.get_mut(&id) {
                known.units.push((unit, manager));
            }
        }
        for (id, role, unit) in person::grants_between(tx, first, last)? {
            if let Some(known) = roster.people.get_mut(&id) {
                known.grants.insert((role, unit));
            }
        }
        for (id, known) in &roster.people {
            if let (Some(email), true) = (&known.profile.email, known.numbers.is_empty()) {
                let entry = roster.by_email.entry(email.clone());
                entry.and_modify(|other| *other = None).or_insert(Some(*id));
            }
        }
        Ok(roster)
    }

    fn load_units(&mut self, tx: &mut dyn Tx) -> Answer<()> {
        for unit in super::super::read::units(tx)? {
            let names = [&unit.texts.name.ru, &unit.texts.name.en];
            let mut spelt: BTreeSet<String> = names.into_iter().flatten().map(|name| plain(name)).collect();
            spelt.remove("");
            for name in spelt {
                self.by_name.entry(name).or_default().push(unit.id);
            }
            let closed = unit.closed_at.is_some();
            let known = KnownUnit { id: unit.id, code: unit.code, kind: unit.kind, closed };
            self.units.insert(unit.id, known);
        }
        Ok(())
    }

    /// The unit that a cell names, by code first.
    pub(super) fn unit_named(&self, text: &str) -> Named {
        let code = text.trim().to_ascii_lowercase();
        if let Some(unit) = self.units.values().find(|unit| unit.code == code) {
            return if unit.closed { Named::Closed } else { Named::One(unit.id) };
        }
        let found = self.by_name.get(&plain(text)).map_or(&[][..], Vec::as_slice);
        let open: Vec<_> =
            found.iter().copied().filter(|id| self.units.get(id).is_some_and(|unit| !unit.closed)).collect();
        match (found, open.as_slice()) {
            ([], _) => Named::Nothing,
            (_, []) => Named::Closed,
            (_, [one]) => Named::One(*one),
            _ => Named::Several,
        }
    }

    /// Who has the number, else the one person without a number who has the address.
    pub(super) fn find(&self, number: &str, email: Option<&str>) -> Option<PersonId> {
        let by_number = self.by_number.get(number).copied();
        by_number.or_else(|| email.and_then(|email| self.by_email.get(email).copied().flatten()))
    }

    /// What a unit is called in a report.
    pub(super) fn code(&self, unit: UnitId) -> &str {
        self.units.get(&unit).map_or("?", |unit| unit.code.as_str())
    }

    /// What a person is called in a report.
    pub(super) fn number(&self, person: PersonId) -> &str {
        let known = self.people.get(&person);
        known.and_then(|known| known.numbers.first()).map_or("?", String::as_str)
    }
}
