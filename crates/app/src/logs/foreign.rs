//! Rows of a log that name units to which its importer may not bring history: they stay outside, and are told.

use std::collections::HashMap;

use domain::ids::UnitId;
use flow::format::Gathered;
use flow::log::Name;
use serde::{Deserialize, Serialize};
use store::Tx;

use super::propose::{Fate, Finder, Proposal, cases};
use super::reach::Reach;
use crate::error::Answer;

/// So many lines are told of each unit.
const LINES: usize = 5;

/// A unit to which the importer may not bring history, and the rows that stay outside because of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Foreign {
    /// What the file calls it; empty when a known request lies in it and the file does not name it.
    pub name: String,
    /// The unit here; none when it would have to be made.
    pub unit: Option<UnitId>,
    /// Rows of the requests that belong to it.
    pub rows: u64,
    /// The lines of the first of them.
    pub lines: Vec<u64>,
}

/// Sets apart every request that would touch a unit outside the reach, and notes the units that the others touch.
pub(super) fn set_apart(
    tx: &mut dyn Tx,
    reach: &mut Reach<'_>,
    finder: &Finder<'_>,
    gathered: &Gathered,
    proposal: &mut Proposal,
) -> Answer<()> {
    let log = &gathered.log;
    let mut asked: HashMap<(Name, Option<UnitId>), (Option<UnitId>, bool)> = HashMap::new();
    let mut places: HashMap<(Name, Option<UnitId>), usize> = HashMap::new();
    for (at, (case, first)) in cases(gathered).enumerate() {
        let mut outside: Vec<(Name, Option<UnitId>)> = Vec::new();
        // A request that goes on stays in the unit where it is.
        let stands = match &proposal.fates[at] {
            Fate::New => None,
            Fate::Longer(known) => Some(known.unit),
            _ => continue,
        };
        if let Some(unit) = stands
            && !reach.holds(tx, unit)?
        {
            outside.push((Name::NONE, Some(unit)));
        }
        let steps = log.steps(case);
        let beside = [case.unit, case.customer].into_iter().map(|name| (name, finder.beside));
        let teams = steps.team.iter().map(|name| (*name, Some(finder.unit)));
        for (name, parent) in beside.chain(teams).filter(|(name, _)| name.given()) {
            let (unit, holds) = match asked.get(&(name, parent)) {
                Some(known) => *known,
                None => {
                    let unit = finder.find(log.names.text(name), parent);
                    let holds = match unit {
                        Some(unit) => reach.holds(tx, unit)?,
                        None => reach.makes_below(tx, parent)?,
                    };
                    asked.insert((name, parent), (unit, holds));
                    (unit, holds)
                }
            };
            match (holds, unit.or(parent)) {
                (true, touched) => proposal.touched.extend(touched),
                (false, _) if !outside.contains(&(name, unit)) => outside.push((name, unit)),
                (false, _) => {}
            }
        }
        proposal.touched.extend(stands.filter(|_| outside.is_empty()));
        if outside.is_empty() {
            continue;
        }
        proposal.fates[at] = Fate::Foreign;
        for (name, unit) in outside {
            let place = *places.entry((name, unit)).or_insert_with(|| {
                let name = log.names.text(name).to_owned();
                proposal.foreign.push(Foreign { name, unit, ..Foreign::default() });
                proposal.foreign.len() - 1
            });
            let foreign = &mut proposal.foreign[place];
            foreign.rows += steps.len() as u64;
            let lines = gathered.sources[first..first + steps.len()].iter().map(|source| source.line);
            let free = LINES - foreign.lines.len();
            foreign.lines.extend(lines.filter(|line| *line > 0).take(free));
        }
    }
    Ok(())
}
