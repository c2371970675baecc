//! What an hour of a unit costs: set and seen by finance alone. Others meet it only in hours turned into money, and only where it is
//! spread over [`FEWEST_PEOPLE`] or more.

use std::collections::{BTreeMap, BTreeSet};

use domain::company::{Event, FEWEST_PEOPLE, MAX_PER_HOUR, RateVersion, holders, in_force};
use domain::ids::{PersonId, UnitId};
use domain::money::Minor;
use domain::permission::{Action, Resource, Viewer, can};
use domain::time::Instant;
use serde::Deserialize;
use store::Tx;
use store::repo::rate;

use super::UnitView;
use super::checks::{Checks, bound};
use super::read::units;
use super::record::{done, done_events};
use super::units::{allowed, open_unit, stream_of};
use crate::Cx;
use crate::error::{Answer, AppError};
use crate::words::Words;

/// A new version of the rate of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct SetRate {
    /// The unit.
    pub unit: UnitId,
    /// What an hour costs, in the smallest units of the company's currency.
    pub per_hour: Minor,
    /// From when it holds; now when left out.
    pub valid_from: Option<Instant>,
}

/// Sets what an hour of a unit costs from a moment on; gives the number of the version. A version replaces the one before it from its
/// moment on, so it may not begin before that one; to correct a version, set another from the same moment.
///
/// # Errors
/// [`AppError::Forbidden`] for everybody but finance; [`AppError::Missing`] without the unit; [`AppError::Invalid`] for an outside or
/// closed unit, a rate that is not above zero or larger than [`MAX_PER_HOUR`], a moment before the last version's.
pub fn set_rate(tx: &mut dyn Tx, cx: &mut Cx, new: SetRate) -> Answer<u32> {
    allowed(can(&cx.viewer, Action::KeepRates, Resource::Unit(new.unit)))?;
    if done(tx, cx)?.is_some() {
        return done_events(tx, cx, stream_of(new.unit))?
            .into_iter()
            .find_map(|event| match event {
                Event::RateSet { number, .. } => Some(number),
                _ => None,
            })
            .ok_or(AppError::Missing("rate"));
    }
    let (stream, unit) = open_unit(tx, new.unit)?;
    let valid_from = new.valid_from.unwrap_or(cx.now);
    let last = unit.rates.last();
    let mut checks = Checks::default();
    checks.require(!unit.kind.is_outside(), "unit", "rate-outside");
    checks.require(new.per_hour > 0, "per_hour", "rate-not-above-zero");
    if new.per_hour > MAX_PER_HOUR {
        checks.problem("per_hour", "field-out-of-bounds");
    }
    checks.require(last.is_none_or(|last| last.valid_from <= valid_from), "valid_from", "rate-before-last");
    checks.done()?;
    let number = last.map_or(1, |last| last.number + 1);
    let event = Event::RateSet { unit: new.unit, number, per_hour: new.per_hour, valid_from };
    stream.record(tx, cx, &[event], Words::default())?;
    Ok(number)
}

/// A unit that has a rate, for finance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RatedUnit {
    /// The unit.
    pub unit: UnitView,
    /// Every version, in order.
    pub versions: Vec<RateVersion>,
    /// Over how many people it is spread now: those of the unit and of its parts that have no rate of their own. Counted up to
    /// [`COUNTED`].
    pub people: usize,
}

/// How far people under a rate are counted.
pub const COUNTED: usize = 1000;

/// Every rate there is, in the order in which the units came into being.
///
/// # Errors
/// [`AppError::Forbidden`] for everybody but finance.
pub fn rates(tx: &mut dyn Tx, viewer: &Viewer) -> Answer<Vec<RatedUnit>> {
    allowed(can(viewer, Action::KeepRates, Resource::Company))?;
    // Those that begin later are counted as if they had begun.
    let book = Book::load(tx, Instant::from_millis(i64::MAX))?;
    let mut found = Vec::new();
    for unit in &book.units {
        let Some(versions) = book.versions.get(&unit.id) else { continue };
        let people = book.people(tx, unit.id, COUNTED)?;
        found.push(RatedUnit { unit: unit.clone(), versions: versions.clone(), people });
    }
    Ok(found)
}

/// What may be told of an hour of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourRate {
    /// What it costs, in the smallest units of the company's currency.
    PerHour(Minor),
    /// Neither the unit nor one above it had a rate then.
    NotSet,
    /// There is a rate, but it is spread over fewer than [`FEWEST_PEOPLE`].
    FewPeople,
}

/// What an hour of each of these units costs at a moment, to turn hours into money that others may see. People are counted now. It
/// asks for no permission: what it gives must not be shown as it is.
pub(crate) fn hour_rates(
    tx: &mut dyn Tx,
    of: &BTreeSet<UnitId>,
    at: Instant,
) -> Answer<BTreeMap<UnitId, HourRate>> {
    let book = Book::load(tx, at)?;
    let mut known: BTreeMap<UnitId, HourRate> = BTreeMap::new();
    let mut found = BTreeMap::new();
    for unit in of {
        let Some(holder) = book.holders.get(unit).copied() else {
            found.insert(*unit, HourRate::NotSet);
            continue;
        };
        let rate = match known.get(&holder) {
            Some(rate) => *rate,
            None => {
                let many = book.people(tx, holder, FEWEST_PEOPLE)? >= FEWEST_PEOPLE;
                let version = book.versions.get(&holder).and_then(|versions| in_force(versions, at));
                match version {
                    Some(version) if many => HourRate::PerHour(version.per_hour),
                    Some(_) => HourRate::FewPeople,
                    None => HourRate::NotSet,
                }
            }
        };
        known.insert(holder, rate);
        found.insert(*unit, rate);
    }
    Ok(found)
}

/// All rates with the tree of units.
struct Book {
    units: Vec<UnitView>,
    versions: BTreeMap<UnitId, Vec<RateVersion>>,
    /// Whose rate holds for each unit.
    holders: BTreeMap<UnitId, UnitId>,
}

impl Book {
    fn load(tx: &mut dyn Tx, at: Instant) -> Answer<Self> {
        let versions = rate::all(tx)?;
        let units = if versions.is_empty() { Vec::new() } else { units(tx)? };
        let rated =
            |unit: &UnitView| versions.get(&unit.id).is_some_and(|versions| in_force(versions, at).is_some());
        let tree = units.iter().map(|unit| (unit.id, (unit.parent, rated(unit)))).collect();
        Ok(Self { holders: holders(&tree), units, versions })
    }

    /// Over how many people the rate of a unit is spread; counting stops at `limit`.
    fn people(&self, tx: &mut dyn Tx, holder: UnitId, limit: usize) -> Answer<usize> {
        let mut people: BTreeSet<PersonId> = BTreeSet::new();
        for (unit, _) in self.holders.iter().filter(|(_, of)| **of == holder) {
            people.extend(rate::people(tx, *unit, bound(limit))?);
            if people.len() >= limit {
                return Ok(limit);
            }
        }
        Ok(people.len())
    }
}
