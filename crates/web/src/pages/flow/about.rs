//! Which requests stand behind a figure: every figure, part of a picture and finding opens to one of these sets.

use std::collections::HashSet;

use domain::trace::Meaning as Code;
use flow::filter::{Request, View};
use flow::findings::{About, Finding, FindingKind, Limits, findings};
use flow::log::{Meaning, Millis};
use flow::quantile::Spread;
use flow::times::{RoundTheClock, WorkingTime, of_case};
use flow::{ageing, handoffs, reopening};

use super::asked::{named, start_of};
use super::ground::Ground;
use crate::labels;

/// A span of a request that is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    Lead,
    Solve,
    Answer,
    Touch,
    Waiting,
}

impl Measure {
    pub(super) const ALL: [Self; 5] = [Self::Lead, Self::Solve, Self::Answer, Self::Touch, Self::Waiting];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Lead => "lead",
            Self::Solve => "solve",
            Self::Answer => "answer",
            Self::Touch => "touch",
            Self::Waiting => "waiting",
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Lead => "flow-lead",
            Self::Solve => "flow-solve",
            Self::Answer => "flow-answer",
            Self::Touch => "flow-touch",
            Self::Waiting => "flow-waiting",
        }
    }

    fn of(
        self,
        view: &View<'_>,
        one: Request<'_>,
        now: Millis,
        calendar: &impl WorkingTime,
    ) -> Option<Millis> {
        let times = of_case(view.log(), one, now, calendar);
        match self {
            Self::Lead => times.lead,
            Self::Solve => times.solve,
            Self::Answer => times.answer,
            Self::Touch => times.lead.map(|_| times.spent.touch()),
            Self::Waiting => times.lead.map(|_| times.spent.waiting()),
        }
    }
}

/// The kinds of finding with the words of addresses.
pub(super) const KINDS: [(FindingKind, &str); 7] = [
    (FindingKind::PingPong, "ping-pong"),
    (FindingKind::ExtraStep, "extra-step"),
    (FindingKind::SlowStep, "slow-step"),
    (FindingKind::SlowHandOver, "slow-hand-over"),
    (FindingKind::Repetition, "repetition"),
    (FindingKind::ManyTouches, "many-touches"),
    (FindingKind::Idle, "idle"),
];

/// The word of a kind of finding in addresses.
pub(super) fn kind_code(kind: FindingKind) -> &'static str {
    KINDS.iter().find(|(one, _)| *one == kind).map_or("", |(_, code)| code)
}

/// The word of a meaning in addresses.
pub(super) fn meaning_code(meaning: Meaning) -> &'static str {
    Code::ALL.get(meaning as usize).map_or("", |code| code.code())
}

fn slower(
    view: &View<'_>,
    measure: Measure,
    part: u32,
    now: Millis,
    calendar: &impl WorkingTime,
) -> Vec<u32> {
    let spans: Vec<(u32, Millis)> =
        view.iter().filter_map(|one| Some((one.place, measure.of(view, one, now, calendar)?))).collect();
    let Some(spread) = Spread::hours(spans.iter().map(|(_, span)| *span)) else { return Vec::new() };
    let bound = match part {
        50 => spread.median,
        85 => spread.p85,
        95 => spread.p95,
        _ => f64::NEG_INFINITY,
    };
    let over = |span: Millis| flow::quantile::hours(span) >= bound;
    spans.into_iter().filter(|(_, span)| over(*span)).map(|(place, _)| place).collect()
}

/// The requests that the address asks for, by their places in the log; none when it asks for something that is not there.
pub(super) fn places(ground: &Ground) -> Option<Vec<u32>> {
    let (asked, flow, now) = (&ground.asked, &ground.flow, ground.now);
    let view = ground.view();
    let of = |view: &View<'_>, keep: &dyn Fn(Request<'_>) -> bool| view.only(keep).places().to_vec();
    let (a, b) = (asked.a.as_str(), asked.b.as_str());
    let date = || a.parse().ok().map(|day| start_of(day, &ground.zone).millis());
    Some(match asked.about.as_str() {
        "" | "all" => view.places().to_vec(),
        "closed" => of(&view, &|one| one.case.closed.is_some()),
        "open" => of(&view, &|one| one.case.closed.is_none()),
        "solved" => of(&view, &|one| one.case.solved.is_some()),
        "promised" => of(&view, &|one| one.case.promise_kept.is_some()),
        "kept" => of(&view, &|one| one.case.promise_kept == Some(true)),
        "missed" => of(&view, &|one| one.case.promise_kept == Some(false)),
        "moved" => of(&view, &|one| handoffs::of_case(one.steps).handoffs > 0),
        "came-back" => of(&view, &|one| handoffs::of_case(one.steps).came_back()),
        "first-team" => of(&view, &|one| {
            let found = handoffs::of_case(one.steps);
            let done = one.case.closed.is_some() || one.case.solved.is_some();
            found.has_team() && found.handoffs == 0 && done
        }),
        "reopened" => of(&view, &|one| reopening::of_case(&flow.log, one) > 0),
        "arrived" => of(&ground.standing(), &|one| ground.inside(one.case.opened)),
        "completed" => {
            of(&ground.standing(), &|one| one.case.closed.is_some_and(|closed| ground.inside(closed)))
        }
        "slow" | "slow-working" => {
            let measure = Measure::ALL.into_iter().find(|one| one.code() == a)?;
            let part = b.parse().unwrap_or(0);
            if asked.about == "slow" {
                slower(&view, measure, part, now, &RoundTheClock)
            } else {
                slower(&view, measure, part, now, &ground.clock)
            }
        }
        "spent" => {
            let meaning = Code::from_code(a)? as usize;
            let meaning = *flow::times::MEANINGS.get(meaning)?;
            of(&view, &|one| of_case(&flow.log, one, now, &RoundTheClock).spent.of(meaning) > 0)
        }
        "handoffs" => {
            let wanted: u32 = a.parse().ok()?;
            let (side, missed) = side(b);
            of(&view, &|one| {
                let found = handoffs::of_case(one.steps);
                if missed && one.case.promise_kept != Some(false) {
                    return false;
                }
                let counts = match side {
                    "more" => found.handoffs >= wanted,
                    "back" => found.handoffs == wanted && found.came_back(),
                    "forward" => found.handoffs == wanted && !found.came_back(),
                    _ => found.handoffs == wanted,
                };
                found.has_team() && one.case.solved.is_some() && counts
            })
        }
        "age" => {
            let class: usize = a.parse().ok()?;
            let found = ageing::ageing(&ground.standing(), now, &ground.clock);
            found.of_class(class).map(|open| open.place).collect()
        }
        "state" => {
            let state = named(flow, a);
            of(&view, &|one| one.steps.activity.contains(&state))
        }
        "follows" => {
            let pair = [named(flow, a), named(flow, b)];
            of(&view, &|one| one.steps.activity.windows(2).any(|two| two == pair))
        }
        "way" => {
            let id = domain::ids::RequestId::parse(a)?.0.as_u128();
            let first = flow.log.cases().iter().find(|case| case.id == id)?;
            let states = flow.log.steps(first).activity;
            of(&view, &|one| one.steps.activity == states)
        }
        "within" => {
            let (from, until): (Millis, Millis) = (a.parse().ok()?, b.parse().ok()?);
            let inside = |at: Millis| (from..until).contains(&at);
            of(&ground.standing(), &|one| inside(one.case.opened) || one.case.closed.is_some_and(inside))
        }
        "begun" | "ended" => {
            let (state, begun) = (named(flow, a), asked.about == "begun");
            of(&view, &|one| {
                let end = if begun { one.steps.activity.first() } else { one.steps.activity.last() };
                end == Some(&state)
            })
        }
        "standing" => {
            let at: Millis = a.parse().ok()?;
            let over = |closed: Option<Millis>| closed.is_some_and(|closed| closed <= at);
            of(&ground.standing(), &|one| one.case.opened <= at && !over(one.case.closed))
        }
        "before" => {
            let date = date()?;
            of(&view, &|one| one.case.closed.is_some_and(|closed| closed < date))
        }
        "since" => {
            let date = date()?;
            of(&view, &|one| one.case.closed.is_some_and(|closed| closed >= date))
        }
        other => {
            let kind = other.strip_prefix("finding-")?;
            finding(ground, &view, kind)?.places
        }
    })
}

/// Which side of a table of hand-offs is meant, and whether only of those that missed their promise.
fn side(b: &str) -> (&str, bool) {
    match b.strip_suffix("missed") {
        Some(side) => (side.trim_end_matches('-'), true),
        None => (b, false),
    }
}

/// The finding that the address names.
fn finding(ground: &Ground, view: &View<'_>, kind: &str) -> Option<Finding> {
    let kind = KINDS.iter().find(|(_, code)| *code == kind)?.0;
    let all = findings(view, ground.now, &ground.clock, &Limits::default());
    all.into_iter().find(|one| {
        let (a, b) = references(ground, one.about);
        one.kind == kind && a == ground.asked.a && b == ground.asked.b
    })
}

/// What a finding is about, as an address says it.
pub(super) fn references(ground: &Ground, about: About) -> (String, String) {
    let of = |name| super::asked::reference(&ground.flow, name);
    match about {
        About::All => (String::new(), String::new()),
        About::State { service, state } => (of(state), of(service)),
        About::Team(team) => (of(team), String::new()),
        About::Teams { from, to } => (of(from), of(to)),
    }
}

/// The title of a list, in words.
pub(super) fn title(ground: &Ground) -> String {
    let (asked, told) = (&ground.asked, &ground.told);
    let c = &told.c;
    let label =
        |text: &str| flow::picture::Words::label(told, ground.flow.log.names.text(named(&ground.flow, text)));
    let (a, b) = (asked.a.as_str(), asked.b.as_str());
    let plain = |key: &str| c.t(key).into_owned();
    match asked.about.as_str() {
        "closed" => plain("flow-list-closed"),
        "open" => plain("flow-list-open"),
        "solved" => plain("flow-list-solved"),
        "promised" => plain("flow-list-promised"),
        "kept" => plain("flow-list-kept"),
        "missed" => plain("flow-list-missed"),
        "moved" => plain("flow-list-moved"),
        "came-back" => plain("flow-list-came-back"),
        "first-team" => plain("flow-list-first-team"),
        "reopened" => plain("flow-list-reopened"),
        "arrived" => plain("flow-list-arrived"),
        "completed" => plain("flow-list-completed"),
        "slow" | "slow-working" => {
            let word =
                Measure::ALL.into_iter().find(|one| one.code() == a).map_or("flow-lead", Measure::word);
            match b {
                "50" | "85" | "95" => {
                    let part = b.parse::<i64>().unwrap_or(50);
                    c.ta("flow-list-slow", &[("what", c.t(word).into()), ("part", part.into())])
                }
                _ => c.ta("flow-list-measured", &[("what", c.t(word).into())]),
            }
        }
        "spent" => {
            let meaning = Code::from_code(a).map(|code| code as usize);
            let meaning = meaning.and_then(|place| flow::times::MEANINGS.get(place).copied());
            let word = meaning.map(|meaning| c.t(labels::meaning(meaning)).into_owned());
            c.ta("flow-list-spent", &[("what", word.unwrap_or_default().into())])
        }
        "handoffs" => {
            let count: i64 = a.parse().unwrap_or(0);
            let (side, missed) = side(b);
            let key = match side {
                "more" => "flow-list-handoffs-more",
                "back" => "flow-list-handoffs-back",
                "forward" => "flow-list-handoffs-forward",
                _ => "flow-list-handoffs",
            };
            let title = c.count(key, count);
            if missed { format!("{title}. {}", c.t("flow-list-missed")) } else { title }
        }
        "age" => plain("flow-list-age"),
        "state" => c.ta("flow-list-state", &[("state", label(a).into())]),
        "follows" => c.ta("flow-list-follows", &[("from", label(a).into()), ("to", label(b).into())]),
        "begun" => c.ta("flow-list-begun", &[("state", label(a).into())]),
        "ended" => c.ta("flow-list-ended", &[("state", label(a).into())]),
        "standing" => {
            let at = domain::time::Instant::from_millis(a.parse().unwrap_or(ground.now));
            c.ta("flow-list-standing", &[("day", c.date_short(c.civil(at)).into())])
        }
        "way" => plain("flow-list-way"),
        "within" => plain("flow-list-within"),
        "before" => plain("flow-list-before"),
        "since" => plain("flow-list-since"),
        other => {
            let kind =
                other.strip_prefix("finding-").and_then(|code| KINDS.iter().find(|(_, one)| *one == code));
            kind.map_or_else(|| plain("flow-list-all"), |(kind, _)| plain(labels::finding(*kind)))
        }
    }
}

/// The places of a list in the order in which it is read: the newest first.
pub(super) fn ordered(ground: &Ground, places: &[u32]) -> Vec<u32> {
    let cases = ground.flow.log.cases();
    let mut seen = HashSet::new();
    let mut places: Vec<u32> = places
        .iter()
        .copied()
        .filter(|place| (*place as usize) < cases.len() && seen.insert(*place))
        .collect();
    places.sort_by_key(|place| {
        let case = &cases[*place as usize];
        std::cmp::Reverse((case.opened, case.id))
    });
    places
}
