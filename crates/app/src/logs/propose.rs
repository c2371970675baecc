//! What a log would bring: units, services, people and requests, matched with those that are there.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};

use base16ct::lower::encode_string as hex;
use domain::ids::{PersonId, ServiceId, UnitId};
use flow::format::Gathered;
use flow::log::{Case, Log, Name};
use sha2::{Digest, Sha256};
use store::Tx;
use store::repo::imported::{self, Known};
use store::repo::unit::UnitView;

use super::Order;
use super::foreign::{Foreign, set_apart};
use super::reach::{Reach, brings};
use crate::Cx;
use crate::company::{self, NewColleague, NewService, NewUnit, Newcomers};
use crate::error::{Answer, AppError};

/// What becomes of one request of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is new.
    New,
    /// It is known, and the log goes on where it ended.
    Longer(Known),
    /// It is known as it is.
    Same,
    /// It is known with more rows than the log has.
    Older,
    /// Its rows are not those that were taken in before: it is left as it is.
    Differs,
    /// It would touch a unit to which the importer may not bring history: it is not taken in.
    Foreign,
}

/// What a log would bring.
#[derive(Debug, Clone, Default)]
pub struct Proposal {
    /// What would be created.
    pub newcomers: Newcomers,
    /// Units of the log that are known: the name there, and the unit here. It may be a part of another unit.
    pub known_units: Vec<(String, UnitId)>,
    /// Services of the log that are known, by their names there.
    pub known_services: Vec<String>,
    /// People of the log that are known, by their names there.
    pub known_people: Vec<String>,
    /// What becomes of each request, in the order of the log.
    pub fates: Vec<Fate>,
    /// Units to which the importer may not bring history, with the rows that stay outside; in the order of the log.
    pub foreign: Vec<Foreign>,
    /// Units that it touches: asked for again when it is shown.
    pub(super) touched: BTreeSet<UnitId>,
    pub(super) teams: HashMap<Name, UnitId>,
    pub(super) units: HashMap<Name, UnitId>,
    pub(super) customers: HashMap<Name, UnitId>,
    pub(super) services: HashMap<(UnitId, Name), ServiceId>,
    pub(super) people: HashMap<Name, PersonId>,
    pub(super) unit: Option<UnitId>,
    pub(super) elsewhere: Option<UnitId>,
}

impl Proposal {
    /// How many requests share a fate.
    pub fn count(&self, wanted: impl Fn(&Fate) -> bool) -> usize {
        self.fates.iter().filter(|fate| wanted(fate)).count()
    }

    /// Whether there is nothing to be written.
    pub fn is_empty(&self) -> bool {
        !self.fates.iter().any(|fate| matches!(fate, Fate::New | Fate::Longer(_)))
    }

    /// Whether a request, by its place in the log, brings something.
    fn brings(&self, place: usize) -> bool {
        matches!(self.fates.get(place), Some(Fate::New | Fate::Longer(_)))
    }

    /// The unit that served a case.
    pub(super) fn unit_of(&self, case: &Case) -> Option<UnitId> {
        self.units.get(&case.unit).copied().or(self.unit)
    }
}

/// SHA-256 over the first rows of a case, in hexadecimal.
pub(super) fn print_of(prints: impl Iterator<Item = u128>) -> String {
    let mut digest = Sha256::new();
    prints.for_each(|print| digest.update(print.to_be_bytes()));
    hex(&digest.finalize())
}

/// The prints of each case's rows: the sources stand in the order of all steps.
pub(super) fn cases(gathered: &Gathered) -> impl Iterator<Item = (&Case, usize)> {
    let mut first = 0;
    gathered.log.cases().iter().map(move |case| {
        let at = first;
        first += gathered.log.steps(case).len();
        (case, at)
    })
}

/// Says what a log would bring. Changes nothing.
///
/// # Errors
/// [`AppError::Forbidden`] unless the viewer may bring history into the unit ([`brings`]); [`AppError::Missing`] without the unit.
pub fn propose(tx: &mut dyn Tx, cx: &mut Cx, order: &Order, gathered: &Gathered) -> Answer<Proposal> {
    let unit = company::unit(tx, order.unit)?;
    if !brings(&cx.viewer, order.unit) {
        return Err(AppError::Forbidden);
    }
    if unit.closed_at.is_some() {
        return Err(AppError::field("unit", "unit-closed"));
    }
    let known_units = company::units(tx)?;
    let viewer = cx.viewer.clone();
    let mut reach = Reach::new(&viewer, &known_units);
    let finder = Finder { known: &known_units, unit: order.unit, beside: unit.parent };
    // Whose customers nobody names are of the unit's surroundings, where the importer may bring history there.
    let elsewhere = match unit.parent {
        Some(parent) if reach.holds(tx, parent)? => parent,
        _ => order.unit,
    };
    let mut proposal = Proposal {
        unit: Some(order.unit),
        elsewhere: Some(elsewhere),
        touched: BTreeSet::from([order.unit, elsewhere]),
        newcomers: Newcomers { source: order.source.clone(), ..Newcomers::default() },
        ..Proposal::default()
    };
    let mut known = HashMap::new();
    imported::known(tx, &order.source, &mut |key, one| {
        known.insert(key, one);
    })?;
    proposal.fates =
        cases(gathered).map(|(case, first)| fate(gathered, case, first, known.remove(&*case.key))).collect();
    set_apart(tx, &mut reach, &finder, gathered, &mut proposal)?;
    // Who and what only requests name that bring nothing is not created.
    units(cx, &finder, &gathered.log, &mut proposal);
    services(tx, cx, &gathered.log, &mut proposal)?;
    people(tx, cx, order, gathered, &mut proposal)?;
    Ok(proposal)
}

fn fate(gathered: &Gathered, case: &Case, first: usize, known: Option<Known>) -> Fate {
    let Some(known) = known else { return Fate::New };
    let rows = gathered.log.steps(case).len();
    let before = usize::try_from(known.steps).unwrap_or(usize::MAX);
    if before > rows {
        return Fate::Older;
    }
    let prints = gathered.sources[first..first + before].iter().map(|source| source.print);
    if print_of(prints) != known.print {
        Fate::Differs
    } else if before == rows {
        Fate::Same
    } else {
        Fate::Longer(known)
    }
}

/// Finds the units that a log names among those that are there.
pub(super) struct Finder<'a> {
    known: &'a [UnitView],
    /// The unit that served: teams are its parts.
    pub(super) unit: UnitId,
    /// What it is part of: units that are no teams stand beside it.
    pub(super) beside: Option<UnitId>,
}

impl Finder<'_> {
    /// A unit by its code or name, those inside `parent` first.
    pub(super) fn find(&self, text: &str, parent: Option<UnitId>) -> Option<UnitId> {
        let called = text.to_lowercase();
        let named = |unit: &&UnitView| {
            let name = &unit.texts.name;
            unit.closed_at.is_none()
                && (unit.code == called
                    || [&name.ru, &name.en].into_iter().flatten().any(|name| name.to_lowercase() == called))
        };
        let inside = self.known.iter().filter(|unit| parent.is_some() && unit.parent == parent).find(named);
        inside.or_else(|| self.known.iter().find(named)).map(|unit| unit.id)
    }
}

/// Every unit that the log names: teams are parts of the unit, others stand beside it.
fn units(cx: &mut Cx, finder: &Finder<'_>, log: &Log, proposal: &mut Proposal) {
    let mut created: HashMap<Name, UnitId> = HashMap::new();
    let mut place = |name: Name, parent: Option<UnitId>, proposal: &mut Proposal| -> UnitId {
        let text = log.names.text(name);
        if let Some(id) = finder.find(text, parent) {
            proposal.known_units.push((text.to_owned(), id));
            return id;
        }
        *created.entry(name).or_insert_with(|| {
            let id = UnitId(cx.ids.next());
            proposal.newcomers.units.push(NewUnit { id, name: text.to_owned(), parent });
            id
        })
    };
    for (at, case) in log.cases().iter().enumerate() {
        if !proposal.brings(at) {
            continue;
        }
        if case.unit.given() && !proposal.units.contains_key(&case.unit) {
            let id = place(case.unit, finder.beside, proposal);
            proposal.units.insert(case.unit, id);
        }
        if case.customer.given() && !proposal.customers.contains_key(&case.customer) {
            let id = place(case.customer, finder.beside, proposal);
            proposal.customers.insert(case.customer, id);
        }
        for team in log.steps(case).team {
            if team.given() && !proposal.teams.contains_key(team) {
                let id = place(*team, Some(finder.unit), proposal);
                proposal.teams.insert(*team, id);
            }
        }
    }
}

fn services(tx: &mut dyn Tx, cx: &mut Cx, log: &Log, proposal: &mut Proposal) -> Answer<()> {
    let mut known: HashMap<UnitId, HashMap<String, ServiceId>> = HashMap::new();
    for (at, case) in log.cases().iter().enumerate() {
        let Some(unit) = proposal.unit_of(case).filter(|_| proposal.brings(at)) else { continue };
        if !case.service.given() || proposal.services.contains_key(&(unit, case.service)) {
            continue;
        }
        if let Entry::Vacant(place) = known.entry(unit) {
            let mut named = HashMap::new();
            for service in company::services_of(tx, unit)? {
                if let Some(offered) = &service.offered {
                    let name = &offered.texts.name;
                    for name in [&name.ru, &name.en].into_iter().flatten() {
                        named.insert(name.to_lowercase(), service.id);
                    }
                }
                named.insert(service.code.clone(), service.id);
            }
            place.insert(named);
        }
        let text = log.names.text(case.service);
        let id = match known.get(&unit).and_then(|named| named.get(&text.to_lowercase())) {
            Some(id) => {
                proposal.known_services.push(text.to_owned());
                *id
            }
            None => {
                let id = ServiceId(cx.ids.next());
                proposal.newcomers.services.push(NewService { id, name: text.to_owned(), unit });
                id
            }
        };
        proposal.services.insert((unit, case.service), id);
    }
    Ok(())
}

fn people(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    order: &Order,
    gathered: &Gathered,
    proposal: &mut Proposal,
) -> Answer<()> {
    let log = &gathered.log;
    let known = company::known_to(tx, &order.source)?;
    let mut place = |name: Name, unit: UnitId, proposal: &mut Proposal| {
        if !name.given() || proposal.people.contains_key(&name) {
            return;
        }
        let text = log.names.text(name);
        let id = match known.get(text) {
            Some(id) => {
                proposal.known_people.push(text.to_owned());
                *id
            }
            None => {
                let id = PersonId(cx.ids.next());
                proposal.newcomers.people.push(NewColleague { id, name: text.to_owned(), unit });
                id
            }
        };
        proposal.people.insert(name, id);
    };
    for (at, (case, extra)) in log.cases().iter().zip(&gathered.extras).enumerate() {
        if !proposal.brings(at) {
            continue;
        }
        let steps = log.steps(case);
        for (person, team) in steps.person.iter().zip(steps.team) {
            let unit = proposal.teams.get(team).copied().unwrap_or(order.unit);
            place(*person, unit, proposal);
        }
        let unit =
            proposal.customers.get(&case.customer).copied().or(proposal.elsewhere).unwrap_or(order.unit);
        place(extra.customer_person, unit, proposal);
    }
    Ok(())
}
