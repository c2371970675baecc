//! The file against who is known: whom it creates, what it changes, whom it does not mention.

use std::collections::HashSet;

use domain::company::{Profile, UnitKind};
use domain::ids::{PersonId, UnitId};
use domain::permission::Role;

use super::columns::Column;
use super::file::Sheet;
use super::roster::{Known, Roster};
use super::row::{self, FileRow};
use super::{Change, ImportReport, Missing, Planned, Problem, links};

/// What is to be done.
#[derive(Debug)]
pub(super) struct Plan {
    /// Rows of people who are not registered.
    pub(super) created: Vec<FileRow>,
    /// Rows of people about whom something changes.
    pub(super) changed: Vec<(FileRow, PersonId, Update)>,
    unchanged: usize,
    switched_off: Vec<Planned>,
    missing: Vec<Missing>,
    problems: Vec<Problem>,
}

/// What changes about a person.
#[derive(Debug, Default)]
pub(super) struct Update {
    /// The number they are not known by yet.
    pub(super) number: bool,
    /// Their new profile.
    pub(super) profile: Option<Profile>,
    /// Units that they leave, with the roles there.
    pub(super) leaves: Vec<UnitId>,
    /// The unit that they join, or stay in under another manager.
    pub(super) joins: bool,
    /// Roles to be granted.
    pub(super) roles: Vec<(Role, Option<UnitId>)>,
    shown: Vec<Change>,
}

/// Checks every row and compares it with who is known.
pub(super) fn plan(sheet: &Sheet, roster: &Roster) -> Plan {
    let mut problems = Vec::new();
    let mut numbers = HashSet::new();
    let mut rows = Vec::new();
    for (line, record) in &sheet.rows {
        let (number, row) = row::check(sheet, roster, *line, record, &mut problems);
        if !number.is_empty() {
            numbers.insert(number);
        }
        rows.extend(row);
    }
    links::check(&mut rows, &numbers, roster, &mut problems);
    problems.sort_by_key(|problem| (problem.line, problem.column));
    let mut plan = Plan {
        created: Vec::new(),
        changed: Vec::new(),
        unchanged: 0,
        switched_off: Vec::new(),
        missing: Vec::new(),
        problems,
    };
    let mut mentioned = HashSet::new();
    for row in rows {
        let found = roster.find(&row.number, row.email.as_ref().and_then(|email| email.as_deref()));
        let Some((person, known)) = found.and_then(|person| Some((person, roster.people.get(&person)?)))
        else {
            plan.created.push(row);
            continue;
        };
        mentioned.insert(person);
        if !known.active {
            plan.switched_off.push(planned(&row, Some(person), Vec::new()));
        }
        let update = compare(&row, known, roster);
        if update.shown.is_empty() {
            plan.unchanged += 1;
        } else {
            plan.changed.push((row, person, update));
        }
    }
    for (person, known) in &roster.people {
        let Some(number) = known.numbers.first() else { continue };
        let in_file =
            mentioned.contains(person) || known.numbers.iter().any(|number| numbers.contains(number));
        if known.active && !in_file {
            let (person, number, name) = (*person, number.clone(), known.profile.name.clone());
            plan.missing.push(Missing { person, number, name });
        }
    }
    plan
}

fn planned(row: &FileRow, person: Option<PersonId>, changes: Vec<Change>) -> Planned {
    Planned { line: row.line, person, number: row.number.clone(), name: row.name.clone(), changes }
}

impl Plan {
    /// The plan as people read it.
    pub(super) fn report(&self, sheet: &Sheet, roster: &Roster) -> ImportReport {
        let changed = |(row, person, update): &(FileRow, PersonId, Update)| {
            planned(row, Some(*person), update.shown.clone())
        };
        ImportReport {
            applied: false,
            encoding: sheet.encoding,
            separator: sheet.separator,
            rows: sheet.rows.len(),
            created: self.created.iter().map(|row| planned(row, None, news(row, roster))).collect(),
            changed: self.changed.iter().map(changed).collect(),
            unchanged: self.unchanged,
            switched_off: self.switched_off.clone(),
            missing: self.missing.clone(),
            problems: self.problems.clone(),
            ignored: sheet.ignored.clone(),
        }
    }
}

/// The profile that a row gives somebody; what the file does not say stays as it was.
pub(super) fn profile(row: &FileRow, before: Option<&Profile>) -> Profile {
    Profile {
        name: row.name.clone(),
        email: row.email.clone().unwrap_or_else(|| before.and_then(|profile| profile.email.clone())),
        position: row.position.clone().unwrap_or_else(|| before.and_then(|profile| profile.position.clone())),
    }
}

/// The roles of a row; those of a unit are held in the row's unit.
pub(super) fn roles(row: &FileRow) -> impl Iterator<Item = (Role, Option<UnitId>)> + '_ {
    row.roles.iter().map(|role| (*role, role.of_a_unit().then_some(row.unit)))
}

fn compare(row: &FileRow, known: &Known, roster: &Roster) -> Update {
    let mut update = Update::default();
    if !known.numbers.contains(&row.number) {
        update.number = true;
        update.show(Column::Number, "", &row.number);
    }
    let profile = profile(row, Some(&known.profile));
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    update.show_change(Column::Name, &known.profile.name, &profile.name);
    update.show_change(Column::Email, &words(&known.profile.email), &words(&profile.email));
    update.show_change(Column::Position, &words(&known.profile.position), &words(&profile.position));
    update.profile = Some(profile).filter(|profile| *profile != known.profile);
    compare_unit(&mut update, row, known, roster);
    let missing: Vec<_> = roles(row).filter(|grant| !known.grants.contains(grant)).collect();
    if !missing.is_empty() {
        let held = roles(row).filter(|grant| known.grants.contains(grant));
        update.show(Column::Roles, &codes(held), &codes(roles(row)));
    }
    update.roles = missing;
    update
}

/// What somebody who is not registered gets: everything that the row says besides number and name.
fn news(row: &FileRow, roster: &Roster) -> Vec<Change> {
    let mut update = Update::default();
    let told = |cell: &Option<Option<String>>| cell.clone().flatten().unwrap_or_default();
    update.show(Column::Unit, "", roster.code(row.unit));
    update.show_change(Column::Roles, "", &codes(roles(row)));
    update.show_change(Column::Manager, "", &told(&row.manager));
    update.show_change(Column::Position, "", &told(&row.position));
    update.show_change(Column::Email, "", &told(&row.email));
    update.shown
}

fn codes(roles: impl Iterator<Item = (Role, Option<UnitId>)>) -> String {
    roles.map(|(role, _)| role.code()).collect::<Vec<_>>().join(", ")
}

fn compare_unit(update: &mut Update, row: &FileRow, known: &Known, roster: &Roster) {
    let present = known.units.iter().find(|(unit, _)| *unit == row.unit);
    let manager = |id: Option<PersonId>| id.map_or("", |id| roster.number(id)).to_owned();
    let Some((_, before)) = present else {
        // A manager's own storefront is not a place in the staff list: people stay where they were let in.
        let staffed =
            |unit: &UnitId| roster.units.get(unit).is_none_or(|unit| unit.kind != UnitKind::Manager);
        update.leaves = known.units.iter().map(|(unit, _)| *unit).filter(staffed).collect();
        update.joins = true;
        let left: Vec<_> = update.leaves.iter().map(|unit| roster.code(*unit)).collect();
        update.show(Column::Unit, &left.join(", "), roster.code(row.unit));
        let lost =
            known.grants.iter().filter(|(_, unit)| unit.is_some_and(|unit| update.leaves.contains(&unit)));
        let lost: Vec<_> = lost.map(|(role, _)| role.code()).collect();
        if !lost.is_empty() {
            update.show(Column::Roles, &lost.join(", "), "");
        }
        return;
    };
    if let Some(asked) = &row.manager {
        let same = match (asked, before) {
            (None, None) => true,
            (Some(number), Some(person)) => roster.by_number.get(number) == Some(person),
            _ => false,
        };
        if !same {
            update.joins = true;
            update.show(Column::Manager, &manager(*before), asked.as_deref().unwrap_or_default());
        }
    }
}

impl Update {
    fn show(&mut self, column: Column, from: &str, to: &str) {
        self.shown.push(Change { column, from: from.to_owned(), to: to.to_owned() });
    }

    fn show_change(&mut self, column: Column, from: &str, to: &str) {
        if from != to {
            self.show(column, from, to);
        }
    }
}
