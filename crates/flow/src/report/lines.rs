//! The lines of a report, in the words of the log.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::{
    filter::View,
    findings::{About, Finding, FindingKind, Rates, Try, Without},
    graph::{Graph, time_in_states},
    log::{Case, Log, Meaning, Millis, Name},
    pairs::pairs,
    promise::promises,
    quantile::Spread,
    times::RoundTheClock,
    variants::Variants,
};

/// A variant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// The states, repeats kept.
    pub states: Vec<String>,
    /// Requests.
    pub requests: u64,
    /// Of all, 0 to 1.
    pub share: f64,
}

/// A state of the graph.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct State {
    /// The state.
    pub state: String,
    /// What it means.
    pub meaning: Meaning,
    /// Steps into it.
    pub count: u64,
    /// Requests that were in it.
    pub requests: u64,
    /// Requests that began in it.
    pub starts: u64,
    /// Requests whose last step it is.
    pub ends: u64,
    /// How long a visit lasts, round the clock.
    pub hours: Option<Spread>,
}

/// A state directly after another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Follows {
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// How often.
    pub count: u64,
    /// In how many requests.
    pub requests: u64,
    /// From one to the other, round the clock.
    pub hours: Spread,
}

/// The requests of one service, unit, customer or priority.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Its name; empty where the log gives none.
    pub name: String,
    /// Requests.
    pub requests: u64,
    /// Of those that were promised something, 0 to 1.
    pub promise_missed_share: Option<f64>,
    /// From opening to closing, round the clock.
    pub lead_time_hours: Option<Spread>,
}

/// What one unit asks of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Supply {
    /// Who asks.
    pub customer: String,
    /// Who serves.
    pub unit: String,
    /// Requests.
    pub requests: u64,
    /// From opening to closing, round the clock.
    pub lead_time_hours: Option<Spread>,
    /// For whom they waited longest.
    pub waits_for: Option<Meaning>,
}

/// Hours in money, see [`Finding::money`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Price {
    /// The sum in the smallest units of the currency, in two digits.
    pub amount: i64,
    /// The currency, by its code of ISO 4217.
    pub currency: String,
    /// How many of the hours it is for.
    pub hours: f64,
}

/// A finding in the words of the log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// What kind of loss.
    pub kind: FindingKind,
    /// The service, when it is about a state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The team that gave, or the one it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The team that received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_team: Option<String>,
    /// How often.
    pub times: u64,
    /// The cost, by the working calendar.
    pub hours: f64,
    /// The same hours in money, as far as there are rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub money: Option<Price>,
    /// Why some of the hours, or all, are not in the money; the reason of most of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_money: Option<Without>,
    /// Requests.
    pub requests: u64,
    /// What to try.
    pub what_to_try: Try,
}

fn text(log: &Log, name: Name) -> String {
    log.names.text(name).to_owned()
}

pub(super) fn ways(log: &Log, variants: &Variants<'_>, most: usize) -> Vec<Way> {
    let way = |way: &crate::variants::Variant<'_>| Way {
        states: way.states.iter().map(|&state| text(log, state)).collect(),
        requests: way.count,
        share: variants.share(way),
    };
    variants.list.iter().take(most).map(way).collect()
}

pub(super) fn states(view: &View<'_>, now: Millis, graph: &Graph) -> Vec<State> {
    let log = view.log();
    let spent: BTreeMap<Name, Spread> = time_in_states(view, now, &RoundTheClock).into_iter().collect();
    let state = |node: &crate::graph::Node| State {
        state: text(log, node.state),
        meaning: log.meaning(node.state),
        count: node.count,
        requests: node.cases,
        starts: node.starts,
        ends: node.ends,
        hours: spent.get(&node.state).copied(),
    };
    graph.nodes.iter().map(state).collect()
}

pub(super) fn follows(log: &Log, graph: &Graph) -> Vec<Follows> {
    let follows = |edge: &crate::graph::Edge| Follows {
        from: text(log, edge.from),
        to: text(log, edge.to),
        count: edge.count,
        requests: edge.cases,
        hours: edge.hours,
    };
    graph.edges.iter().map(follows).collect()
}

/// The requests by one of their names, the largest group first, then by the order of the log.
pub(super) fn groups(view: &View<'_>, of: impl Fn(&Case) -> Name) -> Vec<Group> {
    let log = view.log();
    let mut found: BTreeMap<Name, Vec<u32>> = BTreeMap::new();
    for one in view.iter() {
        found.entry(of(one.case)).or_default().push(one.place);
    }
    let mut list: Vec<(Name, Vec<u32>)> = found.into_iter().collect();
    list.sort_by_key(|(name, places)| (std::cmp::Reverse(places.len()), *name));
    let group = |(name, places): (Name, Vec<u32>)| {
        let group = View::at(log, &places);
        let lead = group.iter().filter_map(|one| Some(one.case.closed? - one.case.opened));
        Group {
            name: text(log, name),
            requests: places.len() as u64,
            promise_missed_share: promises(&group).missed_share,
            lead_time_hours: Spread::hours(lead),
        }
    };
    list.into_iter().map(group).collect()
}

pub(super) fn supplies(view: &View<'_>, now: Millis) -> Vec<Supply> {
    let log = view.log();
    let supply = |pair: crate::pairs::Pair| Supply {
        customer: text(log, pair.customer),
        unit: text(log, pair.unit),
        requests: pair.requests(),
        lead_time_hours: pair.lead,
        waits_for: pair.waits_for(),
    };
    pairs(view, now, &RoundTheClock).into_iter().map(supply).collect()
}

pub(super) fn told(log: &Log, findings: &[Finding], rates: Option<&Rates>) -> Vec<Told> {
    let told = |finding: &Finding| {
        let (service, state, team, to_team) = match finding.about {
            About::All => (None, None, None, None),
            About::State { service, state } => (Some(service), Some(state), None, None),
            About::Team(team) => (None, None, Some(team), None),
            About::Teams { from, to } => (None, None, Some(from), Some(to)),
        };
        let words = |name: Option<Name>| name.map(|name| text(log, name));
        let money = rates.map(|rates| (finding.money(rates), rates));
        let price = money.and_then(|(money, rates)| {
            Some(Price { amount: money.amount?, currency: rates.currency.clone(), hours: money.hours })
        });
        Told {
            kind: finding.kind,
            service: words(service),
            state: words(state),
            team: words(team),
            to_team: words(to_team),
            times: finding.times,
            hours: finding.hours,
            money: price,
            without_money: money.and_then(|(money, _)| money.without),
            requests: finding.places.len() as u64,
            what_to_try: finding.what_to_try(),
        }
    };
    findings.iter().map(told).collect()
}
