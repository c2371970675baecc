//! Into which units somebody may bring history. Asked when an import is planned and begun, and again in the transaction that shows it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::actor::Channel;
use domain::company::Event;
use domain::ids::{StreamId, UnitId};
use domain::permission::{Action, Resource, Viewer, can};
use store::Tx;
use store::repo::event;
use store::repo::unit::UnitView;

use crate::company;
use crate::error::{Answer, AppError};

/// Whether a viewer may bring in the history of some unit.
pub(super) fn imports(viewer: &Viewer) -> bool {
    can(viewer, Action::BringHistory, Resource::Company)
        || viewer.served().into_iter().any(|unit| brings(viewer, unit))
}

/// Whether a viewer may bring history into this unit.
pub fn brings(viewer: &Viewer, unit: UnitId) -> bool {
    can(viewer, Action::BringHistory, Resource::Unit(unit))
}

/// Units that an import may touch: those of [`brings`], and what an earlier import made below them, as long as nobody opened a front
/// door there. Without the latter nobody but an administrator could go on with the history of their own teams.
pub(super) struct Reach<'a> {
    viewer: &'a Viewer,
    units: HashMap<UnitId, (Option<UnitId>, bool)>,
    known: BTreeMap<UnitId, bool>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(viewer: &'a Viewer, units: &[UnitView]) -> Self {
        let units = units.iter().map(|unit| (unit.id, (unit.parent, unit.promise.is_some())));
        Self { viewer, units: units.collect(), known: BTreeMap::new() }
    }

    /// Whether an import of the viewer may touch the unit.
    pub(super) fn holds(&mut self, tx: &mut dyn Tx, unit: UnitId) -> Answer<bool> {
        if let Some(known) = self.known.get(&unit) {
            return Ok(*known);
        }
        let holds = brings(self.viewer, unit) || self.holds_through_parent(tx, unit)?;
        self.known.insert(unit, holds);
        Ok(holds)
    }

    /// Whether a unit may be made below this one; below none, it would stand beside the company's first units.
    pub(super) fn makes_below(&mut self, tx: &mut dyn Tx, parent: Option<UnitId>) -> Answer<bool> {
        match parent {
            Some(parent) => self.holds(tx, parent),
            None => Ok(!self.viewer.outside && can(self.viewer, Action::Administer, Resource::Company)),
        }
    }

    fn holds_through_parent(&self, tx: &mut dyn Tx, unit: UnitId) -> Answer<bool> {
        let (mut at, mut passed) = (unit, BTreeSet::new());
        loop {
            let Some((Some(parent), opened)) = self.units.get(&at) else { return Ok(false) };
            if *opened || !passed.insert(at) || !made_by_an_import(tx, at)? {
                return Ok(false);
            }
            if brings(self.viewer, *parent) {
                return Ok(true);
            }
            at = *parent;
        }
    }
}

fn made_by_an_import(tx: &mut dyn Tx, unit: UnitId) -> Answer<bool> {
    let first = event::first::<Event>(tx, StreamId(unit.0))?;
    Ok(first.is_some_and(|recorded| recorded.envelope.channel == Channel::Import))
}

/// Refuses unless all of these units may still be touched, by what the viewer holds now.
///
/// # Errors
/// [`AppError::Forbidden`].
pub(super) fn ask_again(tx: &mut dyn Tx, viewer: &Viewer, touched: &BTreeSet<UnitId>) -> Answer<()> {
    let (viewer, units) = (company::present(tx, viewer)?, company::units(tx)?);
    let mut reach = Reach::new(&viewer, &units);
    for unit in touched {
        if !reach.holds(tx, *unit)? {
            return Err(AppError::Forbidden);
        }
    }
    Ok(())
}
