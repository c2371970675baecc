//! What rows say of each other: numbers and addresses that stand twice, managers who are nowhere, chains that close.

use std::collections::{BTreeSet, HashMap, HashSet};

use domain::ids::PersonId;

use super::Problem;
use super::columns::Column;
use super::roster::Roster;
use super::row::{FileRow, shown};

/// Somebody in the file or known before.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Node {
    Known(PersonId),
    New(String),
}

/// Adds the problems of rows with each other and takes those rows out of `rows`.
pub(super) fn check(
    rows: &mut Vec<FileRow>,
    numbers: &HashSet<String>,
    roster: &Roster,
    problems: &mut Vec<Problem>,
) {
    twice(rows, problems, Column::Number, "import-number-twice", |row| Some(row.number.clone()));
    twice(rows, problems, Column::Email, "import-email-twice", |row| row.email.clone().flatten());
    same_person(rows, roster, problems);
    loop {
        let found = managers(rows, numbers, roster);
        let found = if found.is_empty() { cycles(rows, roster) } else { found };
        if found.is_empty() {
            return;
        }
        take_out(rows, &found);
        problems.extend(found);
    }
}

fn take_out(rows: &mut Vec<FileRow>, problems: &[Problem]) {
    let bad: BTreeSet<u64> = problems.iter().map(|problem| problem.line).collect();
    rows.retain(|row| !bad.contains(&row.line));
}

fn problem(row: &FileRow, column: Column, value: &str, problem: &'static str, limit: Option<i64>) -> Problem {
    Problem { line: row.line, column: Some(column), value: shown(value), problem, limit }
}

fn line(row: &FileRow) -> Option<i64> {
    i64::try_from(row.line).ok()
}

/// Which of two rows is right cannot be told, so neither is taken; each names the other.
fn twice(
    rows: &mut Vec<FileRow>,
    problems: &mut Vec<Problem>,
    column: Column,
    key: &'static str,
    value: impl Fn(&FileRow) -> Option<String>,
) {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(value) = value(row) {
            places.entry(value).or_default().push(at);
        }
    }
    let mut found = Vec::new();
    for (value, places) in places.iter().filter(|(_, places)| places.len() > 1) {
        for (nth, at) in places.iter().enumerate() {
            let other = if nth == 0 { places[1] } else { places[0] };
            found.push(problem(&rows[*at], column, value, key, line(&rows[other])));
        }
    }
    take_out(rows, &found);
    problems.extend(found);
}

/// Two numbers of one person, or somebody's number beside another's address: both rows would change one person.
fn same_person(rows: &mut Vec<FileRow>, roster: &Roster, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<PersonId, u64> = HashMap::new();
    let mut found = Vec::new();
    for row in rows.iter() {
        let Some(person) = roster.find(&row.number, row.email.as_ref().and_then(|email| email.as_deref()))
        else {
            continue;
        };
        if let Some(other) = seen.insert(person, row.line) {
            let limit = i64::try_from(other).ok();
            found.push(problem(row, Column::Number, &row.number, "import-number-twice", limit));
        }
        let inside = roster.units.get(&row.unit).is_none_or(|unit| !unit.kind.is_outside());
        if roster.people.get(&person).is_some_and(|known| known.outside == inside) {
            found.push(problem(row, Column::Unit, roster.code(row.unit), "import-outside", None));
        }
    }
    take_out(rows, &found);
    problems.extend(found);
}

/// Managers must be in the file, in a row that is right, or known before.
fn managers(rows: &[FileRow], numbers: &HashSet<String>, roster: &Roster) -> Vec<Problem> {
    let right: HashSet<&str> = rows.iter().map(|row| row.number.as_str()).collect();
    let mut found = Vec::new();
    for row in rows {
        let Some(manager) = row.manager.clone().flatten() else { continue };
        let key = if manager == row.number {
            "person-own-manager"
        } else if right.contains(manager.as_str()) || roster.by_number.contains_key(&manager) {
            continue;
        } else if numbers.contains(&manager) {
            "import-manager-skipped"
        } else {
            "import-manager-unknown"
        };
        found.push(problem(row, Column::Manager, &manager, key, None));
    }
    found
}

/// Nobody may be, over others, their own manager.
fn cycles(rows: &[FileRow], roster: &Roster) -> Vec<Problem> {
    let node = |number: &str, email: Option<&str>| match roster.find(number, email) {
        Some(person) => Node::Known(person),
        None => Node::New(number.to_owned()),
    };
    let mut above: HashMap<Node, Node> = HashMap::new();
    for (person, known) in &roster.people {
        if let Some(manager) = known.units.iter().find_map(|(_, manager)| *manager) {
            above.insert(Node::Known(*person), Node::Known(manager));
        }
    }
    let own = |row: &FileRow| node(&row.number, row.email.as_ref().and_then(|email| email.as_deref()));
    let in_file: HashMap<&str, &FileRow> = rows.iter().map(|row| (row.number.as_str(), row)).collect();
    for row in rows {
        match &row.manager {
            None => {}
            Some(None) => {
                above.remove(&own(row));
            }
            Some(Some(manager)) => {
                let manager =
                    in_file.get(manager.as_str()).map_or_else(|| node(manager, None), |row| own(row));
                above.insert(own(row), manager);
            }
        }
    }
    let ring = ring_members(&above);
    rows.iter()
        .filter(|row| ring.contains(&own(row)))
        .filter_map(|row| {
            let manager = row.manager.as_ref()?.as_ref()?;
            Some(problem(row, Column::Manager, manager, "import-manager-cycle", None))
        })
        .collect()
}

/// Everybody who stands above themselves.
fn ring_members(above: &HashMap<Node, Node>) -> HashSet<Node> {
    let mut ring = HashSet::new();
    // The walk in which somebody was first met; later walks stop there.
    let mut walk_of: HashMap<&Node, usize> = HashMap::new();
    for (walk, start) in above.keys().enumerate() {
        let mut at = start;
        while !walk_of.contains_key(at) {
            walk_of.insert(at, walk);
            match above.get(at) {
                Some(next) => at = next,
                None => break,
            }
        }
        if walk_of.get(at) == Some(&walk) && above.contains_key(at) && !ring.contains(at) {
            let mut member = at;
            while ring.insert(member.clone()) {
                match above.get(member) {
                    Some(next) => member = next,
                    None => break,
                }
            }
        }
    }
    ring
}
