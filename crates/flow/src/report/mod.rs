//! Everything at once, to be written as JSON. Names are given in the words of the log; spans are hours.

mod lines;

use serde::Serialize;

pub use self::lines::{Follows, Group, Price, State, Supply, Told, Way};
use crate::{
    ageing::{AGES, ageing},
    baseline::{Baseline, baseline},
    filter::View,
    findings::{Limits, Rates, findings},
    graph::graph,
    handoffs::{HandoffLine, Handoffs, handoffs, ping_pong, table},
    log::Millis,
    promise::promises,
    quantile::Spread,
    reopening::{Reopening, reopening},
    times::{RoundTheClock, Times, WorkingTime, times},
    variants::variants,
};

/// What to put into a report.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// How many of the most frequent variants.
    pub variants: usize,
    /// From where on a loss is a finding.
    pub limits: Limits,
    /// The date that the baseline compares before and since.
    pub since: Option<Millis>,
    /// What an hour costs; without, findings are told in hours alone.
    pub rates: Option<&'a Rates>,
    /// The customer's measured time of each request, by its place in the log, in seconds.
    pub client_seconds: &'a [Option<i64>],
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self { variants: 20, limits: Limits::default(), since: None, rates: None, client_seconds: &[] }
    }
}

/// What a view tells.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the fields are explained where their types are")]
pub struct Report {
    /// Requests.
    pub cases: u64,
    /// Their steps.
    pub events: u64,
    /// Different sequences of states, repeats kept.
    pub variants: u64,
    /// Requests that are not closed.
    pub open: u64,
    /// Of those that were promised something, 0 to 1.
    pub promise_missed_share: Option<f64>,
    pub promise_given: u64,
    pub promise_missed: u64,
    /// From opening to closing, round the clock.
    pub lead_time_hours: Option<Spread>,
    /// From opening to solving, round the clock.
    pub solve_time_hours: Option<Spread>,
    /// All times round the clock, in hours.
    pub calendar_time: Times,
    /// All times by the working calendar, in hours.
    pub working_time: Times,
    pub handoffs: Handoffs,
    pub handoff_table: Vec<HandoffLine>,
    pub ping_pong_table: Vec<HandoffLine>,
    pub reopening: Reopening,
    /// Open requests by age: up to 1, 3, 7, 14, 30, 90 days, older.
    pub open_by_age: [u64; AGES.len() + 1],
    pub top_variants: Vec<Way>,
    pub states: Vec<State>,
    pub follows: Vec<Follows>,
    pub by_service: Vec<Group>,
    pub by_unit: Vec<Group>,
    pub by_customer: Vec<Group>,
    pub by_priority: Vec<Group>,
    pub pairs: Vec<Supply>,
    pub findings: Vec<Told>,
    pub baseline: Option<Baseline>,
}

/// The report of a view. `now` is the moment up to which open requests count; findings and working times go by `calendar`, everything
/// else by the clock.
#[must_use]
pub fn report(view: &View<'_>, now: Millis, calendar: &impl WorkingTime, options: &Options<'_>) -> Report {
    let log = view.log();
    let promises = promises(view);
    let calendar_time = times(view, now, &RoundTheClock);
    let ways = variants(view);
    let graph = graph(view, &RoundTheClock);
    Report {
        cases: view.len() as u64,
        events: view.events() as u64,
        variants: ways.list.len() as u64,
        open: view.iter().filter(|one| one.case.closed.is_none()).count() as u64,
        promise_missed_share: promises.missed_share,
        promise_given: promises.given,
        promise_missed: promises.missed,
        lead_time_hours: calendar_time.lead,
        solve_time_hours: calendar_time.solve,
        working_time: times(view, now, calendar),
        calendar_time,
        handoffs: handoffs(view),
        handoff_table: table(view, 4, &RoundTheClock),
        ping_pong_table: ping_pong(view, 3, &RoundTheClock),
        reopening: reopening(view, now, &RoundTheClock),
        open_by_age: ageing(view, now, &RoundTheClock).classes(),
        top_variants: lines::ways(log, &ways, options.variants),
        by_service: lines::groups(view, |case| case.service),
        by_unit: lines::groups(view, |case| case.unit),
        by_customer: lines::groups(view, |case| case.customer),
        by_priority: lines::groups(view, |case| case.priority),
        pairs: lines::supplies(view, now),
        findings: lines::told(log, &findings(view, now, calendar, &options.limits), options.rates),
        baseline: options.since.map(|date| baseline(view, date, &RoundTheClock, options.client_seconds)),
        states: lines::states(view, now, &graph),
        follows: lines::follows(log, &graph),
    }
}
