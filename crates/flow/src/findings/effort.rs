//! What is lost around people: requests that a team has and nobody, and requests that are touched again and again.

use super::{About, Found, Kind, Limits};
use crate::{
    filter::View,
    log::{Meaning, Millis},
    quantile::median,
    stays::stays,
    times::WorkingTime,
};

/// The time in which a team had a request, no person did, and the request waited for nobody outside the provider. The stays of one
/// request with one team count as one time each.
pub(super) fn idle(view: &View<'_>, now: Millis, calendar: &impl WorkingTime, found: &mut Found) {
    for one in view.iter() {
        for stay in stays(view.log(), one, now) {
            let ours = matches!(stay.meaning, Meaning::Queue | Meaning::Work);
            if ours && stay.team.given() && !stay.person.given() && stay.to > stay.from {
                let span = calendar.between(stay.from, stay.to);
                if span > 0 {
                    found.add(Kind::Idle, About::Team(stay.team), one.place, span as f64);
                }
            }
        }
    }
}

/// The closed requests whose steps are at least [`Limits::factor`] times the median number and ten or more: each costs what it took
/// from opening to closing beyond the median of the others.
pub(super) fn many_touches(view: &View<'_>, calendar: &impl WorkingTime, limits: &Limits, found: &mut Found) {
    let closed: Vec<(u32, usize, f64)> = view
        .iter()
        .filter_map(|one| {
            let span = calendar.between(one.case.opened, one.case.closed?);
            Some((one.place, one.steps.len(), span as f64))
        })
        .collect();
    if closed.len() < limits.usual {
        return;
    }
    let usual_steps = median(closed.iter().map(|(_, steps, _)| *steps as f64).collect()).unwrap_or(0.0);
    let many = |steps: usize| steps >= 10 && steps as f64 >= limits.factor * usual_steps;
    let others = closed.iter().filter(|(_, steps, _)| !many(*steps)).map(|(_, _, span)| *span).collect();
    let Some(usual) = median(others) else { return };
    for (place, steps, span) in closed {
        if many(steps) && span > usual {
            found.add(Kind::ManyTouches, About::All, place, span - usual);
        }
    }
}
