//! The steps of each case brought together and into order.

use std::ops::Range;

use sha2::{Digest, Sha256};

use super::gathered::short;
use super::report::{Done, Report};
use super::trouble::{Trouble, TroubleKind};
use crate::log::{Millis, Name, Step};

/// A row that was taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    pub case: u32,
    pub activity: Name,
    pub team: Name,
    pub person: Name,
    pub at: Millis,
    /// What the column of order says.
    pub order: Option<i64>,
    pub line: u64,
    pub print: u128,
    /// A hash of the whole row.
    pub whole: u64,
    /// Something in the row tells events apart, so that two equal rows are one event.
    pub known: bool,
}

impl Event {
    pub fn step(&self) -> Step {
        Step { activity: self.activity, team: self.team, person: self.person, at: self.at }
    }
}

/// The events of all cases, those of one case together.
pub(super) struct Arranged {
    pub events: Vec<Event>,
    /// Where those of each case are.
    pub ranges: Vec<Range<usize>>,
}

/// Brings the events of each case together and into their order.
pub(super) fn arrange(mut events: Vec<Event>, cases: usize, report: &mut Report) -> Arranged {
    // Stable: rows of a case keep their order.
    if !events.is_sorted_by_key(|event| event.case) {
        events.sort_by_key(|event| event.case);
    }
    let mut ranges = Vec::with_capacity(cases);
    let mut kept: Vec<Event> = Vec::with_capacity(events.len());
    for group in events.chunk_by(|a, b| a.case == b.case) {
        let start = kept.len();
        ranges.resize(group[0].case as usize, start..start);
        let mut group = group.to_vec();
        once(&mut group, report);
        order(&mut group, report);
        number(&mut group);
        kept.append(&mut group);
        ranges.push(start..kept.len());
    }
    ranges.resize(cases, kept.len()..kept.len());
    Arranged { events: kept, ranges }
}

/// Leaves out rows that are in every cell the same as an earlier one of the case, if each row must be another event.
fn once(group: &mut Vec<Event>, report: &mut Report) {
    let mut before = std::collections::HashSet::with_capacity(group.len());
    group.retain(|event| {
        let new = before.insert(event.whole);
        if !new {
            let done = if event.known { Done::RowRejected } else { Done::Kept };
            report.note(Trouble::new(TroubleKind::DuplicateRow).at(event.line), done);
        }
        new || !event.known
    });
}

/// The order of the source: that of its column where this rises with time, else that of its rows.
fn order(group: &mut [Event], report: &mut Report) {
    let orders: Option<Vec<i64>> = group.iter().map(|event| event.order).collect();
    match orders {
        Some(orders) if !orders.is_sorted() => {
            let mut sorted = group.to_vec();
            sorted.sort_by_key(|event| event.order);
            let line = group[0].line;
            if jumps(&sorted) <= jumps(group) && sorted.windows(2).all(|pair| pair[0].order != pair[1].order)
            {
                group.copy_from_slice(&sorted);
                report.note(Trouble::new(TroubleKind::OutOfOrder).at(line), Done::Repaired);
            } else {
                report.note(Trouble::new(TroubleKind::OrderBroken).at(line), Done::Kept);
            }
        }
        Some(_) => {}
        None if group.len() > 1 && group.windows(2).all(|pair| pair[0].at > pair[1].at) => {
            report.note(Trouble::new(TroubleKind::Reversed).at(group[0].line), Done::Repaired);
            group.reverse();
        }
        None => {}
    }
    for pair in group.windows(2) {
        if pair[1].at < pair[0].at {
            report.note(Trouble::new(TroubleKind::OutOfOrder).at(pair[1].line), Done::Kept);
        }
    }
}

/// How often the time goes back.
fn jumps(group: &[Event]) -> usize {
    group.windows(2).filter(|pair| pair[1].at < pair[0].at).count()
}

/// Gives rows of the same fingerprint one of their own each.
fn number(group: &mut [Event]) {
    let mut seen: std::collections::HashMap<u128, u64> = std::collections::HashMap::new();
    for event in group {
        let count = seen.entry(event.print).or_default();
        *count += 1;
        if *count > 1 {
            let mut digest = Sha256::new();
            digest.update(event.print.to_le_bytes());
            digest.update(count.to_le_bytes());
            event.print = short(digest.finalize().as_slice());
        }
    }
}
