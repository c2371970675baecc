//! Findings: where time is lost, what it costs, which requests, what to try.

use flow::findings::{About, Finding, Kind, Limits, Try, findings as find};
use flow::picture::Words;

use super::about::{kind_code, references};
use super::ground::Ground;
use super::words::span;

/// A finding in words.
#[derive(Debug, Clone)]
pub(crate) struct Finding2 {
    pub title: String,
    /// What happens where.
    pub what: String,
    /// What it cost, in hours.
    pub cost: String,
    pub times: String,
    pub requests: String,
    pub href: String,
    pub attempt: String,
}

/// How many are shown.
const MOST: usize = 40;

/// The name of a kind.
pub(super) const fn name_of(kind: Kind) -> &'static str {
    match kind {
        Kind::PingPong => "finding-ping-pong",
        Kind::ExtraStep => "finding-extra-step",
        Kind::SlowStep => "finding-slow-step",
        Kind::SlowHandOver => "finding-slow-hand-over",
        Kind::Repetition => "finding-repetition",
        Kind::ManyTouches => "finding-many-touches",
        Kind::Idle => "finding-idle",
    }
}

const fn what_of(kind: Kind) -> &'static str {
    match kind {
        Kind::PingPong => "finding-ping-pong-what",
        Kind::ExtraStep => "finding-extra-step-what",
        Kind::SlowStep => "finding-slow-step-what",
        Kind::SlowHandOver => "finding-slow-hand-over-what",
        Kind::Repetition => "finding-repetition-what",
        Kind::ManyTouches => "finding-many-touches-what",
        Kind::Idle => "finding-idle-what",
    }
}

const fn try_of(what: Try) -> &'static str {
    match what {
        Try::AskWhatDecidesAtStart => "try-ask-what-decides",
        Try::LeaveOut => "try-leave-out",
        Try::LookAtTheSlowest => "try-look-at-the-slowest",
        Try::AgreeOnHandOver => "try-agree-on-hand-over",
        Try::AgreeOnReady => "try-agree-on-ready",
        Try::OneOwner => "try-one-owner",
        Try::Rota => "try-rota",
    }
}

pub(super) fn findings(ground: &Ground) -> Vec<Finding2> {
    let all = find(&ground.view(), ground.now, &ground.clock, &Limits::default());
    all.iter().take(MOST).map(|one| told(ground, one)).collect()
}

fn told(ground: &Ground, one: &Finding) -> Finding2 {
    let (told, c) = (&ground.told, &ground.told.c);
    let label = |name| told.label(ground.flow.log.names.text(name));
    let (state, service, from, to) = match one.about {
        About::All => (String::new(), String::new(), String::new(), String::new()),
        About::State { service, state } => (label(state), label(service), String::new(), String::new()),
        About::Team(team) => (String::new(), String::new(), label(team), String::new()),
        About::Teams { from, to } => (String::new(), String::new(), label(from), label(to)),
    };
    let (a, b) = references(ground, one.about);
    let about = format!("finding-{}", kind_code(one.kind));
    let args =
        [("state", state.into()), ("service", service.into()), ("from", from.into()), ("to", to.into())];
    let args: Vec<_> = args.into_iter().filter(|(_, value)| *value != "".into()).collect();
    Finding2 {
        title: c.t(name_of(one.kind)).into_owned(),
        what: c.ta(what_of(one.kind), &args),
        cost: span(c, one.hours, false),
        times: told.times(one.times),
        requests: told.requests(one.places.len() as u64),
        href: ground.list(&about, &a, &b),
        attempt: c.t(try_of(one.what_to_try())).into_owned(),
    }
}
