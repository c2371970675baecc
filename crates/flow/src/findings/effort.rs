//! What is lost around people: requests that a team has and nobody, and requests that are touched again and again.

use super::{About, FindingKind, Found, Limits, Lost};
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
                    let lost = Lost { place: one.place, from: stay.from, to: stay.to, span: span as f64 };
                    found.add(FindingKind::Idle, About::Team(stay.team), lost);
                }
            }
        }
    }
}

/// The closed requests whose steps are at least [`Limits::factor`] times the median number and ten or more: each costs what it took
/// from opening to closing beyond the median of the others.
pub(super) fn many_touches(view: &View<'_>, calendar: &impl WorkingTime, limits: &Limits, found: &mut Found) {
    let closed: Vec<(usize, Lost)> = view
        .iter()
        .filter_map(|one| {
            let (from, to) = (one.case.opened, one.case.closed?);
            let span = calendar.between(from, to) as f64;
            Some((one.steps.len(), Lost { place: one.place, from, to, span }))
        })
        .collect();
    if closed.len() < limits.usual {
        return;
    }
    let usual_steps = median(closed.iter().map(|(steps, _)| *steps as f64).collect()).unwrap_or(0.0);
    let many = |steps: usize| steps >= 10 && steps as f64 >= limits.factor * usual_steps;
    let others = closed.iter().filter(|(steps, _)| !many(*steps)).map(|(_, lost)| lost.span).collect();
    let Some(usual) = median(others) else { return };
    for (steps, lost) in closed {
        if many(steps) && lost.span > usual {
            found.add(FindingKind::ManyTouches, About::All, Lost { span: lost.span - usual, ..lost });
        }
    }
}
