//! Which units and services a viewer is told of by name: the same answers wherever a name is shown.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::UnitId;
use domain::permission::{Action, Resource, Viewer, can};
use store::Tx;
use store::repo;
use store::repo::request::Listed;

use super::read::{self, ServiceView, UnitView};
use crate::error::Answer;

/// The most services that one list holds.
const SERVICES: i64 = 2_000;

/// Units whose names the viewer may be told: by [`Action::NameUnit`], and those that take part in the requests of a list that they may
/// read.
pub fn known_units<'a>(
    tx: &mut dyn Tx,
    viewer: &Viewer,
    rows: impl IntoIterator<Item = &'a Listed>,
) -> Answer<BTreeMap<UnitId, UnitView>> {
    let part: BTreeSet<UnitId> = rows.into_iter().flat_map(|row| [row.unit, row.customer_unit]).collect();
    let known = |id| part.contains(&id) || can(viewer, Action::NameUnit, Resource::Unit(id));
    Ok(read::units(tx)?.into_iter().filter(|unit| known(unit.id)).map(|unit| (unit.id, unit)).collect())
}

/// Services whose pages the viewer may open and that can be ordered by somebody, in the order they came into being.
pub fn known_services(tx: &mut dyn Tx, viewer: &Viewer) -> Answer<Vec<ServiceView>> {
    let opens = |found: &ServiceView| {
        found.stage.is_orderable() && can(viewer, Action::OpenService, Resource::Service(&found.facts()))
    };
    Ok(repo::service::list(tx, None, SERVICES)?.into_iter().filter(opens).collect())
}
