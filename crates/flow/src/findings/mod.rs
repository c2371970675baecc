//! Findings: where time is lost, ready to be read. Each has its cost in hours ([`Finding::money`]: in money), the requests behind it and what to try.
//!
//! The definitions are plain on purpose: whoever reads a finding can check it by hand on one request. Costs of different kinds overlap
//! (a request may wait idle while it is in ping-pong), so they are not to be added up. A finding says where to look, not who is at
//! fault: it names states and teams, never people.

mod effort;
mod money;
mod moves;
mod spent;
mod steps;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::money::{Money, Rate, Rates, Without};
use self::spent::{Lost, share_out};

use crate::{
    filter::View,
    log::{Millis, Name},
    quantile::HOUR,
    times::WorkingTime,
};

/// What kind of loss it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// A request went from a team to another and came back. Cost: the time between leaving the team and returning.
    PingPong,
    /// A state of the provider's side that most requests of the service do without, with no better promise kept for it. Cost: the time in it.
    ExtraStep,
    /// A state whose slowest visits last several times its usual one. Cost: what those last beyond the median visit.
    SlowStep,
    /// After going from one team to another, requests lie untouched longer than after other hand-offs. Cost: what they lie beyond the
    /// median of all hand-offs.
    SlowHandOver,
    /// A state of work or queue that requests come back into. Cost: the time of the second and later visits.
    Repetition,
    /// Requests with far more steps than usual. Cost: their time beyond the median of the others.
    ManyTouches,
    /// A team has the request, no person does. Cost: that time, while the request waits for nobody outside.
    Idle,
}

/// What to try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Try {
    /// Ask at the start what decides which team it is; let the first team finish with a short question to the second.
    AskWhatDecidesAtStart,
    /// Leave the step out for a while and compare.
    LeaveOut,
    /// Look at the slowest requests together and agree on a longest time after which somebody is asked.
    LookAtTheSlowest,
    /// Agree when the receiving team looks, and hand over with what it needs.
    AgreeOnHandOver,
    /// Agree on what ready means before the step is left.
    AgreeOnReady,
    /// Give it one owner and talk instead of writing.
    OneOwner,
    /// Give each request a person when it comes to the team: a rota.
    Rota,
}

impl FindingKind {
    /// What to try against it.
    #[must_use]
    pub fn what_to_try(self) -> Try {
        match self {
            Self::PingPong => Try::AskWhatDecidesAtStart,
            Self::ExtraStep => Try::LeaveOut,
            Self::SlowStep => Try::LookAtTheSlowest,
            Self::SlowHandOver => Try::AgreeOnHandOver,
            Self::Repetition => Try::AgreeOnReady,
            Self::ManyTouches => Try::OneOwner,
            Self::Idle => Try::Rota,
        }
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// All requests of the view.
    All,
    /// A state of one service.
    State {
        /// The service.
        service: Name,
        /// The state.
        state: Name,
    },
    /// A team.
    Team(Name),
    /// Two teams: the one that gave, and the one that received.
    Teams {
        /// The team that gave it away.
        from: Name,
        /// The team that received it.
        to: Name,
    },
}

/// Where time is lost.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What kind of loss.
    pub kind: FindingKind,
    /// About what.
    pub about: About,
    /// How often it happened.
    pub times: u64,
    /// What it cost, in hours by the calendar that was given.
    pub hours: f64,
    /// The hours of them in which the side that serves had the request, by team: not those in which it waited for the customer or for
    /// somebody outside.
    pub teams: Vec<(Name, f64)>,
    /// The requests, by their places in the log, in its order.
    pub places: Vec<u32>,
}

impl Finding {
    /// What to try against it.
    #[must_use]
    pub fn what_to_try(&self) -> Try {
        self.kind.what_to_try()
    }
}

/// From where on something is a finding.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// The fewest requests behind a finding. Below five one could guess whose they are.
    pub requests: usize,
    /// The least cost, in hours.
    pub hours: f64,
    /// The fewest visits, hand-offs or requests of a group before its median is taken for usual.
    pub usual: usize,
    /// How many times the usual is slow, or much.
    pub factor: f64,
    /// The largest share of the requests of a service that go through an extra step, 0 to 1.
    pub extra_share: f64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { requests: 5, hours: 8.0, usual: 20, factor: 2.0, extra_share: 0.4 }
    }
}

/// The findings of a view, the most costly first. Open requests count until `now`.
#[must_use]
pub fn findings(view: &View<'_>, now: Millis, calendar: &impl WorkingTime, limits: &Limits) -> Vec<Finding> {
    let mut found = Found::default();
    moves::ping_pong(view, now, calendar, &mut found);
    moves::slow_hand_over(view, now, calendar, limits, &mut found);
    steps::look(view, now, calendar, limits, &mut found);
    effort::idle(view, now, calendar, &mut found);
    effort::many_touches(view, calendar, limits, &mut found);
    found.list(view, now, calendar, limits)
}

/// Losses as they are met, by kind and subject.
#[derive(Default)]
struct Found(BTreeMap<(FindingKind, About), Loss>);

#[derive(Default)]
struct Loss {
    span: f64,
    places: Vec<u32>,
    list: Vec<Lost>,
}

impl Loss {
    fn finding(
        self,
        (kind, about): (FindingKind, About),
        view: &View<'_>,
        now: Millis,
        calendar: &impl WorkingTime,
    ) -> Finding {
        let mut teams = BTreeMap::new();
        for lost in &self.list {
            if let Some(one) = view.request(lost.place) {
                share_out(view.log(), one, now, calendar, *lost, &mut teams);
            }
        }
        Finding {
            kind,
            about,
            times: self.list.len() as u64,
            hours: self.span / HOUR,
            teams: teams.into_iter().map(|(team, span)| (team, span / HOUR)).collect(),
            places: self.places,
        }
    }
}

impl Found {
    /// One more loss of a request. Requests come in the order of the view.
    fn add(&mut self, kind: FindingKind, about: About, lost: Lost) {
        let loss = self.0.entry((kind, about)).or_default();
        loss.span += lost.span;
        if loss.places.last() != Some(&lost.place) {
            loss.places.push(lost.place);
        }
        loss.list.push(lost);
    }

    fn list(
        self,
        view: &View<'_>,
        now: Millis,
        calendar: &impl WorkingTime,
        limits: &Limits,
    ) -> Vec<Finding> {
        let mut list: Vec<Finding> = self
            .0
            .into_iter()
            .filter(|(_, loss)| loss.places.len() >= limits.requests && loss.span / HOUR >= limits.hours)
            .map(|(of, loss)| loss.finding(of, view, now, calendar))
            .collect();
        // Stable: equals stay in the order of kind and subject.
        list.sort_by(|one, other| other.hours.total_cmp(&one.hours));
        list
    }
}
