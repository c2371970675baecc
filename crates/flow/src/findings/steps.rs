//! What is lost in states: extra steps, slow steps, repetition. Each is looked for within one service, for what is usual in one need not
//! be in another.

use std::collections::{BTreeMap, HashSet};

use super::{About, FindingKind, Found, Limits, Lost};
use crate::{
    filter::View,
    log::{Log, Meaning, Millis, Name},
    quantile::{HOUR, median, quantile, share},
    stays::visits,
    times::WorkingTime,
};

/// The visits to one state of one service.
#[derive(Default)]
struct Visits {
    /// Each, and whether the request had been there before.
    list: Vec<(Lost, bool)>,
    /// How many requests.
    requests: usize,
}

/// What a service did as a whole.
#[derive(Default)]
struct Service {
    states: BTreeMap<Name, Visits>,
    requests: Vec<u32>,
}

pub(super) fn look(
    view: &View<'_>,
    now: Millis,
    calendar: &impl WorkingTime,
    limits: &Limits,
    found: &mut Found,
) {
    let mut services: BTreeMap<Name, Service> = BTreeMap::new();
    for one in view.iter() {
        let service = services.entry(one.case.service).or_default();
        service.requests.push(one.place);
        let mut met: HashSet<Name> = HashSet::new();
        for visit in visits(view.log(), one, now) {
            if matches!(visit.meaning, Meaning::Solved | Meaning::Closed) || !visit.state.given() {
                continue;
            }
            let again = !met.insert(visit.state);
            let state = service.states.entry(visit.state).or_default();
            state.requests += usize::from(!again);
            let (from, to) = (visit.from, visit.to);
            let span = calendar.between(from, to) as f64;
            state.list.push((Lost { place: one.place, from, to, span }, again));
        }
    }
    for (name, service) in &services {
        for (&state, visits) in &service.states {
            let about = About::State { service: *name, state };
            slow(visits, about, limits, found);
            repeated(visits, about, view.log().meaning(state), found);
            if ours(view.log().meaning(state)) {
                extra(view.log(), service, visits, about, limits, found);
            }
        }
    }
}

/// Whether a state lies on the provider's side.
fn ours(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Work | Meaning::Queue | Meaning::Other)
}

/// The visits above the 85th percentile, when that is an hour or more and at least [`Limits::factor`] times the median: each costs what
/// it lasts beyond the median.
fn slow(visits: &Visits, about: About, limits: &Limits, found: &mut Found) {
    if visits.list.len() < limits.usual {
        return;
    }
    let mut spans: Vec<f64> = visits.list.iter().map(|(lost, _)| lost.span).collect();
    spans.sort_unstable_by(f64::total_cmp);
    let (Some(usual), Some(slow)) = (quantile(&spans, 0.5), quantile(&spans, 0.85)) else { return };
    if slow >= HOUR && slow >= limits.factor * usual {
        for (lost, _) in visits.list.iter().filter(|(lost, _)| lost.span > slow) {
            found.add(FindingKind::SlowStep, about, Lost { span: lost.span - usual, ..*lost });
        }
    }
}

/// The second and later visits of a request to a state of work, of the queue, or of waiting inside the company.
fn repeated(visits: &Visits, about: About, meaning: Meaning, found: &mut Found) {
    if ours(meaning) {
        for (lost, _) in visits.list.iter().filter(|(_, again)| *again) {
            found.add(FindingKind::Repetition, about, *lost);
        }
    }
}

/// A state of the provider's side that at most [`Limits::extra_share`] of the requests of the service go through, when those that do
/// miss the promise no less often and take longer from opening to closing (medians) than those that do not. Both sides need
/// [`Limits::usual`] requests. Waiting for the customer or for somebody outside is no step that could be left out.
fn extra(log: &Log, service: &Service, visits: &Visits, about: About, limits: &Limits, found: &mut Found) {
    let without = service.requests.len() - visits.requests;
    let part = visits.requests as f64 / service.requests.len() as f64;
    if visits.requests < limits.usual || without < limits.usual || part > limits.extra_share {
        return;
    }
    // Both lists are in the order of the view, which need not be that of the places.
    let through: HashSet<u32> = visits.list.iter().map(|(lost, _)| lost.place).collect();
    let side = |with: bool| {
        let cases = || {
            service
                .requests
                .iter()
                .filter(|place| through.contains(place) == with)
                .map(|&place| &log.cases()[place as usize])
        };
        let lead = cases().filter_map(|case| Some((case.closed? - case.opened) as f64)).collect();
        let promised = cases().filter(|case| case.promise_kept.is_some()).count() as u64;
        let missed = cases().filter(|case| case.promise_kept == Some(false)).count() as u64;
        (median(lead), share(missed, promised))
    };
    let ((long, missed), (short, missed_without)) = (side(true), side(false));
    let longer = matches!((long, short), (Some(long), Some(short)) if long > short);
    let no_better = match (missed, missed_without) {
        (Some(with), Some(without)) => with >= without,
        _ => true,
    };
    if longer && no_better {
        for (lost, _) in &visits.list {
            found.add(FindingKind::ExtraStep, about, *lost);
        }
    }
}
