//! Imports that lie in units to which whoever brought them may not bring history.

use std::collections::{BTreeMap, BTreeSet};

use domain::company::Event;
use domain::ids::{PersonId, StreamId, UnitId};
use domain::permission::{Action, Resource, Viewer, can};
use store::Tx;
use store::repo::import_batch::{self, ImportBatch, ImportState};
use store::repo::{event, imported};

use super::reach::Reach;
use crate::Cx;
use crate::company::{self, UnitView};
use crate::error::Answer;

/// So many imports are looked through, the newest first.
const MOST: i64 = 1_000;

/// An import that lies in units to which its importer may not bring history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Astray {
    /// The import.
    pub batch: ImportBatch,
    /// These units: where its requests lie, and below which it made units.
    pub units: BTreeSet<UnitId>,
    /// How many of its requests lie there.
    pub requests: i64,
}

/// Imports that somebody brought where they may not bring history, by the roles that they hold now; the newest first. For administrators:
/// everybody else gets none.
pub fn astray(tx: &mut dyn Tx, cx: &Cx) -> Answer<Vec<Astray>> {
    if !can(&cx.viewer, Action::Administer, Resource::Company) {
        return Ok(Vec::new());
    }
    let (units, mut found) = (company::units(tx)?, Vec::new());
    let mut viewers: BTreeMap<PersonId, Viewer> = BTreeMap::new();
    let counts = |batch: &ImportBatch| batch.state == ImportState::Done && !batch.is_taken_back();
    for batch in import_batch::latest(tx, MOST)?.into_iter().filter(counts) {
        let Some(person) = batch.person else { continue };
        if let std::collections::btree_map::Entry::Vacant(place) = viewers.entry(person) {
            place.insert(company::who_holds(tx, person)?.unwrap_or_else(Viewer::nobody));
        }
        let mut reach = Reach::new(&viewers[&person], &units);
        let (mut outside, mut requests) = (BTreeSet::new(), 0);
        for (unit, count) in imported::lies_in(tx, batch.id)? {
            if !reach.holds(tx, unit)? {
                outside.insert(unit);
                requests += count;
            }
        }
        for unit in made_by(tx, &batch, &units)? {
            if !reach.makes_below(tx, unit.parent)? {
                outside.insert(unit.parent.unwrap_or(unit.id));
            }
        }
        if !outside.is_empty() {
            found.push(Astray { batch, units: outside, requests });
        }
    }
    Ok(found)
}

/// Units that an import made and that are still open.
fn made_by<'a>(tx: &mut dyn Tx, batch: &ImportBatch, units: &'a [UnitView]) -> Answer<Vec<&'a UnitView>> {
    let begins = format!("{}-", batch.source);
    let mut made = Vec::new();
    for unit in units.iter().filter(|unit| unit.closed_at.is_none() && unit.code.starts_with(&begins)) {
        let first = event::first::<Event>(tx, StreamId(unit.id.0))?;
        if first.is_some_and(|recorded| recorded.envelope.command.0 == batch.id) {
            made.push(unit);
        }
    }
    Ok(made)
}
