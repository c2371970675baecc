//! What is lost between teams: ping-pong and slow hand-overs.

use std::collections::BTreeMap;

use super::{About, FindingKind, Found, Limits, Lost};
use crate::{
    filter::{Request, View},
    log::{Millis, Name},
    quantile::median,
    stays::{Stay, end, team_visits},
    times::WorkingTime,
};

/// A request returns to a team that had it before: the time from leaving that team last until returning, under the team and the one it
/// went to from there. Within a request an hour is counted once.
pub(super) fn ping_pong(view: &View<'_>, now: Millis, calendar: &impl WorkingTime, found: &mut Found) {
    for one in view.iter() {
        let visits: Vec<Stay> = team_visits(view.log(), one, now).collect();
        let mut counted = Millis::MIN;
        for (n, visit) in visits.iter().enumerate() {
            let Some(left) = visits[..n].iter().rposition(|before| before.team == visit.team) else {
                continue;
            };
            let from = visits[left].to.max(counted);
            let span = calendar.between(from, visit.from);
            counted = counted.max(visit.from);
            let about = About::Teams { from: visit.team, to: visits[left + 1].team };
            let lost = Lost { place: one.place, from, to: visit.from, span: span as f64 };
            found.add(FindingKind::PingPong, about, lost);
        }
    }
}

/// A hand-over lies from the change of the team until the next step of any kind (the end, or now, when there is none). The pairs of
/// teams whose median lies at least [`Limits::factor`] times that of all hand-overs cost what each lies beyond that median.
pub(super) fn slow_hand_over(
    view: &View<'_>,
    now: Millis,
    calendar: &impl WorkingTime,
    limits: &Limits,
    found: &mut Found,
) {
    let mut by_pair: BTreeMap<(Name, Name), Vec<Lost>> = BTreeMap::new();
    let mut all = Vec::new();
    for one in view.iter() {
        for (from, to, lost) in hand_overs(one, now, calendar) {
            by_pair.entry((from, to)).or_default().push(lost);
            all.push(lost.span);
        }
    }
    if all.len() < limits.usual {
        return;
    }
    let Some(usual) = median(all) else { return };
    for ((from, to), spans) in by_pair {
        let typical = median(spans.iter().map(|lost| lost.span).collect()).unwrap_or(0.0);
        if typical > 0.0 && typical >= limits.factor * usual {
            for lost in spans.into_iter().filter(|lost| lost.span > usual) {
                let lost = Lost { span: lost.span - usual, ..lost };
                found.add(FindingKind::SlowHandOver, About::Teams { from, to }, lost);
            }
        }
    }
}

/// The hand-overs of a request: from whom, to whom, how long until the next step.
fn hand_overs(one: Request<'_>, now: Millis, calendar: &impl WorkingTime) -> Vec<(Name, Name, Lost)> {
    let end = end(&one, now);
    let mut last = Name::NONE;
    let mut list = Vec::new();
    for (n, &team) in one.steps.team.iter().enumerate() {
        if team.given() && last.given() && team != last {
            let until = one.steps.at.get(n + 1).copied().unwrap_or(end);
            let from = one.steps.at[n];
            let span = calendar.between(from, until) as f64;
            list.push((last, team, Lost { place: one.place, from, to: until, span }));
        }
        last = team.some().unwrap_or(last);
    }
    list
}
