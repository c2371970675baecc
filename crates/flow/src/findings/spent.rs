//! Who had the request while it lost time.

use std::collections::BTreeMap;

use crate::{
    filter::Request,
    log::{Log, Meaning, Millis, Name},
    stays::stays,
    times::WorkingTime,
};

/// A loss of one request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lost {
    /// Its place in the log.
    pub place: u32,
    /// When it began.
    pub from: Millis,
    /// When it was over.
    pub to: Millis,
    /// What it cost, in milliseconds by the calendar: the whole span, or a part of it.
    pub span: f64,
}

/// Shares out a loss among the teams that had the request, by how long each did; before the first team it is the unit that serves. What
/// passed while the request waited for the customer or for somebody outside, or was solved, is nobody's and left out.
pub(super) fn share_out(
    log: &Log,
    one: Request<'_>,
    now: Millis,
    calendar: &impl WorkingTime,
    lost: Lost,
    teams: &mut BTreeMap<Name, f64>,
) {
    let mut team = one.case.unit;
    let mut parts: Vec<(Option<Name>, Millis, Millis)> = Vec::new();
    for stay in stays(log, one, now) {
        team = stay.team.some().unwrap_or(team);
        let (from, to) = (stay.from.max(lost.from), stay.to.min(lost.to));
        if to <= from {
            continue;
        }
        let ours = matches!(stay.meaning, Meaning::Queue | Meaning::Work | Meaning::Other);
        let who = ours.then_some(team);
        match parts.last_mut() {
            Some((last, _, until)) if *last == who => *until = to,
            _ => parts.push((who, from, to)),
        }
    }
    let mut give = |who: Option<Name>, span: f64| {
        if let Some(team) = who {
            *teams.entry(team).or_default() += span;
        }
    };
    if let [(who, ..)] = parts[..] {
        give(who, lost.span);
        return;
    }
    let sizes: Vec<f64> = parts.iter().map(|(_, from, to)| calendar.between(*from, *to) as f64).collect();
    let whole: f64 = sizes.iter().sum();
    if whole > 0.0 {
        for ((who, ..), size) in parts.iter().zip(sizes) {
            give(*who, lost.span * size / whole);
        }
    }
}
