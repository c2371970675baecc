//! The home page: what waits for the viewer, their requests, what the box finds, the departments.

use std::collections::BTreeMap;

use domain::company::UnitKind;
use domain::ids::{PersonId, UnitId};
use domain::permission::{Action, RequestFacts, Resource, Role, can, sides};
use domain::request::Side;
use domain::time::Instant;
use store::Tx;
use store::repo::request::Listed;
use store::repo::unit::UnitView;
use store::repo::{self, person};

use crate::Cx;
use crate::company::{self, Setup};
use crate::error::Answer;
use crate::requests::{lists, world};
use crate::search::{self, SearchResults};

/// Own requests shown on the page; the rest is one click away.
pub const SHOWN: i64 = 5;

/// Who takes what no service fits, and by when they answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taker {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: UnitId,
    /// The promised moment of the first answer, were the problem stated now.
    pub due: Option<Instant>,
}

/// A department with what it offers.
#[derive(Debug, Clone)]
pub struct Shelf {
    /// The department.
    pub unit: UnitView,
    /// How many services can be ordered.
    pub services: usize,
}

/// The page.
#[derive(Debug, Clone)]
pub struct Home {
    /// Disputes to resolve, then requests that wait for the viewer's move as a customer.
    pub waits: Vec<Listed>,
    /// The newest open requests of the viewer.
    pub mine: Vec<Listed>,
    /// Departments that offer something, then managers.
    pub shelves: Vec<Shelf>,
    /// The units that the viewer may be told of, by id, for names.
    pub units: BTreeMap<UnitId, UnitView>,
    /// Who takes what nothing fits.
    pub taker: Option<Taker>,
    /// What the box finds for the text typed so far.
    pub found: SearchResults,
    /// The viewer may state problems; outsiders may not, nor whoever belongs to no unit.
    pub asks: bool,
    /// The viewer works in the company.
    pub browses: bool,
    /// What the company still lacks, for its administrators until people can work.
    pub setup: Option<Setup>,
}

/// Loads the page; `typed` is what stands in the box.
pub fn home(tx: &mut dyn Tx, cx: &Cx, typed: &str) -> Answer<Home> {
    let mut waits = disputes(tx, cx)?;
    waits.extend(lists::waits_for_me(tx, cx)?);
    let mine = lists::mine(tx, cx, true, None, SHOWN)?;
    let found = search::find(tx, cx, typed)?;
    let listed = waits.iter().chain(&mine).chain(&found.requests);
    let units = company::known_units(tx, &cx.viewer, listed)?;
    let mut counts: BTreeMap<UnitId, usize> = BTreeMap::new();
    for service in company::known_services(tx, &cx.viewer)? {
        *counts.entry(service.unit).or_default() += 1;
    }
    let browses = can(&cx.viewer, Action::BrowseServices, Resource::Company);
    let mut shelves: Vec<Shelf> = units
        .values()
        .filter(|unit| browses && unit.closed_at.is_none())
        .filter_map(|unit| Some(Shelf { services: *counts.get(&unit.id)?, unit: unit.clone() }))
        .collect();
    shelves.sort_by_key(|shelf| {
        (shelf.unit.kind == UnitKind::Manager, shelf.unit.kind.is_outside(), shelf.unit.id)
    });
    let taker = taker(tx, cx)?;
    let asks = can(&cx.viewer, Action::StateRequest, Resource::Company) && !cx.viewer.units.is_empty();
    let administers = can(&cx.viewer, Action::Administer, Resource::Company);
    let setup = if administers { Some(company::setup(tx, cx)?) } else { None };
    let setup = setup.filter(|setup| !setup.has_begun());
    Ok(Home { waits, mine, shelves, units, taker, found, asks, browses, setup })
}

/// What the box finds, for the fragment that refreshes while typing.
#[derive(Debug, Clone)]
pub struct Suggestions {
    /// Services and requests.
    pub found: SearchResults,
    /// The units that the viewer may be told of, by id, for names.
    pub units: BTreeMap<UnitId, UnitView>,
    /// Who takes what nothing fits.
    pub taker: Option<Taker>,
}

/// Finds for the text typed so far.
pub fn suggest(tx: &mut dyn Tx, cx: &Cx, typed: &str) -> Answer<Suggestions> {
    let found = search::find(tx, cx, typed)?;
    let units = company::known_units(tx, &cx.viewer, &found.requests)?;
    Ok(Suggestions { found, units, taker: taker(tx, cx)? })
}

/// Open disputes that the viewer may resolve, longest waiting first.
fn disputes(tx: &mut dyn Tx, cx: &Cx) -> Answer<Vec<Listed>> {
    if !cx.viewer.has(Role::Administrator, None) {
        return Ok(Vec::new());
    }
    let mut mine = Vec::new();
    for row in repo::request::disputed(tx, 50)? {
        let facts = RequestFacts::from(&crate::requests::load(tx, row.id)?.request);
        if sides(&cx.viewer, &facts).0.contains(&Side::Resolver) {
            mine.push(row);
        }
    }
    Ok(mine)
}

fn taker(tx: &mut dyn Tx, cx: &Cx) -> Answer<Option<Taker>> {
    if !can(&cx.viewer, Action::StateRequest, Resource::Company) {
        return Ok(None);
    }
    let Some((unit, person)) = company::company(tx)?.front_desk else { return Ok(None) };
    let Some(row) = person::by_id(tx, person)? else { return Ok(None) };
    let door = world::door(tx, unit)?;
    let calendar = company::calendar(tx, door.calendar)?;
    let promised = company::promise(tx, door.promise)?.amount.seconds(&calendar);
    let due = calendar.add_working_seconds(cx.now, promised);
    Ok(Some(Taker { person, name: row.profile.name, unit, due }))
}
