//! The page of a desk: the units that the viewer serves, one unit's open requests by whose move it is, briefs to offer on.

use std::collections::BTreeMap;

use domain::ids::{RequestId, UnitId};
use domain::request::TurnWhat;
use store::Tx;
use store::repo::request::{Bid, DeskCount, DeskGroup, DeskPlace, DeskShare, Listed, holding};
use store::repo::unit::{self, UnitView};

use super::lists::{self, PAGE};
use crate::Cx;
use crate::error::{Answer, AppError};
use crate::search;

/// What of a desk is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    /// The code of the unit; empty for the first one that the viewer serves.
    pub unit: String,
    /// Whose requests.
    pub share: DeskShare,
    /// One part alone, going on after a place.
    pub part: Option<(DeskGroup, Option<DeskPlace>)>,
    /// Requests to offer on alone, going on after one.
    pub bids_after: Option<RequestId>,
    /// Words or a number to find; blank for none.
    pub words: String,
}

/// One part of a desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Which.
    pub group: DeskGroup,
    /// Soonest due first.
    pub rows: Vec<Listed>,
    /// Where the next page begins, when there is one.
    pub next: Option<DeskPlace>,
}

/// A desk.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    /// The units that the viewer serves, in order.
    pub served: Vec<UnitId>,
    /// The unit of this desk.
    pub unit: UnitView,
    /// All units by id, for names.
    pub units: BTreeMap<UnitId, UnitView>,
    /// How many requests the parts hold; none when there are too many to count.
    pub counts: Option<Vec<DeskCount>>,
    /// The parts asked for.
    pub parts: Vec<Part>,
    /// What was found by words; none when nothing was searched for.
    pub found: Option<Vec<Listed>>,
    /// Requests on which the unit was asked to offer, newest first; not beside one part alone.
    pub bids: Vec<Bid>,
    /// Where the next page of these begins, when there is one.
    pub next_bid: Option<RequestId>,
    /// For requests whose work waits for sub-requests: the units that serve these.
    pub held: BTreeMap<RequestId, Vec<UnitId>>,
}

/// Loads a desk; none when the viewer serves no unit.
///
/// # Errors
/// [`AppError::Missing`] for a unit that the viewer does not serve.
pub fn desk(tx: &mut dyn Tx, cx: &Cx, asked: &Asked) -> Answer<Option<Desk>> {
    let units: BTreeMap<UnitId, UnitView> =
        unit::list(tx, None, 5_000)?.into_iter().map(|unit| (unit.id, unit)).collect();
    let served: Vec<UnitId> = cx
        .viewer
        .served()
        .into_iter()
        .filter(|id| units.get(id).is_some_and(|unit| unit.closed_at.is_none()))
        .collect();
    let chosen = if asked.unit.is_empty() {
        let Some(first) = served.first() else { return Ok(None) };
        units.get(first)
    } else {
        units.values().find(|unit| unit.code == asked.unit && cx.viewer.serves(unit.id))
    };
    let unit = chosen.ok_or(AppError::Missing("desk"))?.clone();
    let found = if asked.words.trim().is_empty() {
        None
    } else {
        let found = search::find(tx, cx, &asked.words)?.requests;
        Some(found.into_iter().filter(|row| row.unit == unit.id).collect())
    };
    let mut parts = Vec::new();
    let (mut bids, mut next_bid) = (Vec::new(), None);
    match asked.part {
        Some((group, after)) => parts.push(part(tx, cx, unit.id, group, asked.share, after)?),
        None if asked.bids_after.is_some() => {
            (bids, next_bid) = bids_page(tx, cx, unit.id, asked.bids_after)?;
        }
        None if found.is_none() => {
            for group in DeskGroup::ALL {
                parts.push(part(tx, cx, unit.id, group, asked.share, None)?);
            }
            (bids, next_bid) = bids_page(tx, cx, unit.id, None)?;
        }
        None => {}
    }
    let counts = lists::desk_counts(tx, cx, unit.id)?;
    let rows = parts.iter().flat_map(|part: &Part| &part.rows).chain(found.iter().flatten());
    let held = held(tx, rows)?;
    Ok(Some(Desk { served, unit, units, counts, parts, found, bids, next_bid, held }))
}

/// Which of these rows wait for sub-requests, by the rule of [`domain::request::Request::held_by`]: only work is held up.
fn held<'a>(
    tx: &mut dyn Tx,
    rows: impl Iterator<Item = &'a Listed>,
) -> Answer<BTreeMap<RequestId, Vec<UnitId>>> {
    let work: Vec<RequestId> = rows.filter(|row| row.what == TurnWhat::Deliver).map(|row| row.id).collect();
    let mut held: BTreeMap<RequestId, Vec<UnitId>> = BTreeMap::new();
    for child in holding(tx, &work)? {
        let units = held.entry(child.parent).or_default();
        if !units.contains(&child.unit) {
            units.push(child.unit);
        }
    }
    Ok(held)
}

fn bids_page(
    tx: &mut dyn Tx,
    cx: &Cx,
    unit: UnitId,
    after: Option<RequestId>,
) -> Answer<(Vec<Bid>, Option<RequestId>)> {
    let mut bids = lists::bids(tx, cx, unit, after, PAGE + 1)?;
    let more = bids.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    bids.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = bids.last().filter(|_| more).map(|last| last.listed.id);
    Ok((bids, next))
}

fn part(
    tx: &mut dyn Tx,
    cx: &Cx,
    unit: UnitId,
    group: DeskGroup,
    share: DeskShare,
    after: Option<DeskPlace>,
) -> Answer<Part> {
    let mut rows = lists::desk(tx, cx, unit, group, share, after, PAGE + 1)?;
    let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = rows.last().filter(|_| more).map(|last| DeskPlace { due_at: last.due_at, id: last.id });
    Ok(Part { group, rows, next })
}
