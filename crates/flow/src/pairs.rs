//! Pairs of units: who asks whom, how much, how long it takes, and where the chain waits.

use std::collections::BTreeMap;

use crate::{
    filter::View,
    log::{Meaning, Millis, Name},
    quantile::{Spread, share},
    times::{ByMeaning, WorkingTime, of_case},
};

/// What one unit asks of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// The customer.
    pub customer: Name,
    /// The provider.
    pub unit: Name,
    /// The requests, by their places in the log.
    pub places: Vec<u32>,
    /// How many of them are open.
    pub open: u64,
    /// From opening to closing of those that are closed, in hours.
    pub lead: Option<Spread>,
    /// What the time of all of them went to, open ones until now.
    pub spent: ByMeaning,
    /// The promise missed, of those that had one, 0 to 1.
    pub missed_share: Option<f64>,
}

impl Pair {
    /// How many requests there are.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.places.len() as u64
    }

    /// For whom the requests waited longest, if they waited.
    #[must_use]
    pub fn waits_for(&self) -> Option<Meaning> {
        self.spent.longest_wait()
    }
}

/// The pairs of a view, those with the most requests first, then by name. A request whose customer or provider is not known has
/// [`Name::NONE`] there.
#[must_use]
pub fn pairs(view: &View<'_>, now: Millis, calendar: &impl WorkingTime) -> Vec<Pair> {
    #[derive(Default)]
    struct Gather {
        places: Vec<u32>,
        lead: Vec<Millis>,
        spent: ByMeaning,
        promised: u64,
        missed: u64,
    }
    let mut found: BTreeMap<(Name, Name), Gather> = BTreeMap::new();
    for one in view.iter() {
        let gather = found.entry((one.case.customer, one.case.unit)).or_default();
        let times = of_case(view.log(), one, now, calendar);
        gather.places.push(one.place);
        gather.lead.extend(times.lead);
        gather.spent.add_all(&times.spent);
        gather.promised += u64::from(one.case.promise_kept.is_some());
        gather.missed += u64::from(one.case.promise_kept == Some(false));
    }
    let mut list: Vec<Pair> = found
        .into_iter()
        .map(|((customer, unit), gather)| Pair {
            customer,
            unit,
            open: (gather.places.len() - gather.lead.len()) as u64,
            places: gather.places,
            lead: Spread::hours(gather.lead),
            spent: gather.spent,
            missed_share: share(gather.missed, gather.promised),
        })
        .collect();
    list.sort_by_key(|pair| (std::cmp::Reverse(pair.places.len()), pair.customer, pair.unit));
    list
}
