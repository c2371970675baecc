//! What holds of every log, however odd: unordered times, steps outside the life of the request, no steps, no teams.

use std::collections::HashMap;

use flow::{
    ageing::ageing,
    arrivals::{arrivals, every},
    baseline::sides,
    cumulative::cumulative,
    filter::{Filter, Moment, Period, View},
    findings::{FindingKind, Limits, Rate, Rates, findings},
    graph::{along, graph, through},
    handoffs::{handoffs, of_case, ping_pong, table},
    interval,
    log::{Log, Meaning, Millis, Name, NewCase, Step},
    pairs::pairs,
    quantile::{Spread, quantile},
    reopening::reopening,
    stays::{end, stays, team_visits, visits},
    times::{self, MEANINGS, RoundTheClock},
    variants::variants,
};
use proptest::prelude::*;

const NOW: Millis = 1_000;

type Row = (usize, usize, usize, Millis);
type OneCase = (Millis, Option<Millis>, Option<bool>, usize, Vec<Row>);

fn case() -> impl Strategy<Value = OneCase> {
    let row = (0_usize..7, 0_usize..4, 0_usize..3, -50_i64..1_100);
    (
        0_i64..900,
        prop::option::of(0_i64..400),
        prop::option::of(any::<bool>()),
        0_usize..3,
        prop::collection::vec(row, 0..9),
    )
}

fn log() -> impl Strategy<Value = Log> {
    prop::collection::vec(case(), 0..40).prop_map(|cases| {
        let mut log = Log::default();
        let states = MEANINGS.map(|meaning| {
            let name = log.names.intern(&format!("{meaning:?}"));
            log.mean(name, meaning);
            name
        });
        let teams = ["", "A", "B", "C"].map(|team| log.names.intern(team));
        let people = ["", "p", "q"].map(|person| log.names.intern(person));
        let units = ["", "HR", "IT"].map(|unit| log.names.intern(unit));
        for (n, (opened, length, promise_kept, unit, rows)) in cases.into_iter().enumerate() {
            let closed = length.map(|length| opened + length);
            let case = NewCase {
                id: n as u128,
                opened,
                closed,
                solved: closed.map(|closed| closed.max(opened + 1) - 1),
                promise_kept,
                unit: units[unit],
                customer: units[n % 3],
                service: units[unit],
                ..NewCase::default()
            };
            let step = |(state, team, person, at): Row| Step {
                activity: states[state],
                team: teams[team],
                person: people[person],
                at,
            };
            log.push(case, rows.into_iter().map(step));
        }
        log
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Stays follow each other without a gap, from the opening to the end, and so does what is joined of them.
    #[test]
    fn no_time_is_lost_or_made(log in log()) {
        for one in View::whole(&log).iter() {
            let list: Vec<_> = stays(&log, one, NOW).collect();
            prop_assert_eq!(list.len(), one.steps.len() + 1);
            prop_assert_eq!(list[0].from, one.case.opened);
            prop_assert_eq!(list[list.len() - 1].to, end(&one, NOW));
            prop_assert!(list.windows(2).all(|pair| pair[0].to == pair[1].from));
            prop_assert!(list.iter().all(|stay| stay.from <= stay.to));
            let whole = end(&one, NOW) - one.case.opened;
            prop_assert_eq!(visits(&log, one, NOW).map(|visit| visit.span()).sum::<Millis>(), whole);
            let spent = times::of_case(&log, one, NOW, &RoundTheClock).spent;
            prop_assert_eq!(spent.total(), whole);
            let rest = spent.of(Meaning::Solved) + spent.of(Meaning::Closed);
            prop_assert_eq!(spent.touch() + spent.waiting() + rest, whole);
            let teams: Vec<Name> = team_visits(&log, one, NOW).map(|visit| visit.team).collect();
            prop_assert!(teams.windows(2).all(|pair| pair[0] != pair[1]));
            prop_assert_eq!(teams.len() as u32, if of_case(one.steps).has_team() { of_case(one.steps).handoffs + 1 } else { 0 });
        }
    }

    #[test]
    fn every_request_goes_one_way(log in log()) {
        let view = View::whole(&log);
        let found = variants(&view);
        let mut naive: HashMap<Vec<Name>, u64> = HashMap::new();
        for one in view.iter() {
            *naive.entry(one.steps.activity.to_vec()).or_default() += 1;
        }
        prop_assert_eq!(found.list.len(), naive.len());
        for (n, way) in found.list.iter().enumerate() {
            prop_assert_eq!(naive[way.states], way.count);
            let places: Vec<u32> = found.cases_of(n).collect();
            prop_assert_eq!(places.len() as u64, way.count);
            prop_assert_eq!(places[0], way.first);
            prop_assert!(places.iter().all(|&place| log.steps(&log.cases()[place as usize]).activity == way.states));
        }
        prop_assert!(found.list.is_sorted_by(|one, next| (next.count, one.first) <= (one.count, next.first)));
        prop_assert!(found.needed_for(1.0) == found.list.len() && found.needed_for(0.0) == 0);
    }

    #[test]
    fn the_graph_counts_every_step(log in log()) {
        let view = View::whole(&log);
        let found = graph(&view, &RoundTheClock);
        let mut naive: HashMap<(Name, Name), Vec<f64>> = HashMap::new();
        for one in view.iter() {
            for n in 1..one.steps.len() {
                let pair = (one.steps.activity[n - 1], one.steps.activity[n]);
                naive.entry(pair).or_default().push((one.steps.at[n] - one.steps.at[n - 1]).max(0) as f64 / 3.6e6);
            }
        }
        prop_assert_eq!(found.edges.len(), naive.len());
        for edge in &found.edges {
            let spans = naive.remove(&(edge.from, edge.to)).unwrap();
            prop_assert_eq!(edge.count, spans.len() as u64);
            prop_assert_eq!(Some(edge.hours), Spread::of(spans));
            prop_assert_eq!(edge.cases as usize, along(&view, edge.from, edge.to).len());
        }
        for node in &found.nodes {
            prop_assert_eq!(node.cases as usize, through(&view, node.state).len());
        }
        let begun = view.iter().filter(|one| !one.steps.is_empty()).count() as u64;
        prop_assert_eq!(found.nodes.iter().map(|node| node.starts).sum::<u64>(), begun);
        prop_assert_eq!(found.nodes.iter().map(|node| node.ends).sum::<u64>(), begun);
        prop_assert_eq!(found.nodes.iter().map(|node| node.count).sum::<u64>(), view.events() as u64);
    }

    #[test]
    fn hand_offs_agree_with_a_list_without_repeats(log in log()) {
        let view = View::whole(&log);
        for one in view.iter() {
            let mut teams: Vec<Name> = one.steps.team.iter().copied().filter(|team| team.given()).collect();
            teams.dedup();
            let found = of_case(one.steps);
            prop_assert_eq!(found.handoffs as usize, teams.len().saturating_sub(1));
            let long = teams.len();
            teams.sort_unstable();
            teams.dedup();
            prop_assert_eq!(found.came_back(), teams.len() < long);
        }
        let all = handoffs(&view);
        prop_assert_eq!((all.with_team + all.without_team) as usize, view.len());
        let lines = table(&view, 3, &RoundTheClock);
        let solved = view.iter().filter(|one| one.case.solved.is_some() && of_case(one.steps).has_team()).count();
        prop_assert_eq!(lines.iter().map(|line| line.requests).sum::<u64>(), solved as u64);
        for pair in ping_pong(&view, 2, &RoundTheClock).chunks(2) {
            prop_assert_eq!(pair[0].requests + pair[1].requests, lines[pair[0].handoffs as usize].requests);
        }
    }

    #[test]
    fn periods_part_the_requests(log in log(), date in 0_i64..1_300) {
        for by in [Moment::Opened, Moment::Completed] {
            let of = |period| View::of(&log, &Filter { by, period, ..Filter::default() }).len();
            let before = of(Period { from: None, until: Some(date) });
            let since = of(Period { from: Some(date), until: None });
            let all = log.cases().iter().filter(|case| by == Moment::Opened || case.closed.is_some()).count();
            prop_assert_eq!(before + since, all);
            prop_assert_eq!(of(Period::default()), log.cases().len());
        }
        let (before, since) = sides(&View::whole(&log), date);
        prop_assert_eq!(before.len() + since.len(), log.cases().iter().filter(|case| case.closed.is_some()).count());
    }

    #[test]
    fn what_comes_either_goes_or_stays(log in log(), from in -100_i64..500, step in 1_i64..300) {
        let view = View::whole(&log);
        let bounds = every(from, from + 900, step, 20);
        prop_assert!(bounds.len() <= 21 && bounds.windows(2).all(|pair| pair[0] < pair[1]));
        prop_assert!(bounds[bounds.len() - 1] >= from + 900);
        for line in arrivals(&view, &bounds) {
            let inside = |at: Millis| line.from <= at && at < line.until;
            let arrived = log.cases().iter().filter(|case| inside(case.opened)).count();
            let gone = log.cases().iter().filter(|case| case.closed.is_some_and(inside)).count();
            let open = log.cases().iter().filter(|case| {
                case.opened < line.until && case.closed.is_none_or(|closed| closed >= line.until)
            });
            prop_assert_eq!((line.arrived, line.completed, line.open), (arrived as u64, gone as u64, open.count() as u64));
        }
        for standing in cumulative(&view, &bounds) {
            let mut naive = [0; 7];
            for one in view.iter().filter(|one| one.case.opened <= standing.at) {
                let closed = one.case.closed.is_some_and(|closed| closed <= standing.at);
                let last = stays(&log, one, Millis::MAX).filter(|stay| stay.from <= standing.at).last();
                naive[if closed { Meaning::Closed } else { last.unwrap().meaning } as usize] += 1;
            }
            prop_assert_eq!(standing.counts, naive);
        }
    }

    #[test]
    fn the_open_grow_old(log in log(), now in 0_i64..1_200) {
        let found = ageing(&View::whole(&log), now, &RoundTheClock);
        let open = log.cases().iter().filter(|case| case.opened <= now && case.closed.is_none_or(|at| at > now));
        prop_assert_eq!(found.open.len(), open.count());
        prop_assert_eq!(found.classes().iter().sum::<u64>() as usize, found.open.len());
        prop_assert!(found.open.is_sorted_by(|one, next| one.calendar_age >= next.calendar_age));
        prop_assert!(found.open.iter().all(|open| (0..=open.age).contains(&open.in_state)));
    }

    #[test]
    fn findings_stand_on_requests(log in log()) {
        let view = View::whole(&log);
        let limits = Limits { requests: 1, hours: 0.0, usual: 2, ..Limits::default() };
        let list = findings(&view, NOW, &RoundTheClock, &limits);
        prop_assert!(list.is_sorted_by(|one, next| one.hours >= next.hours));
        for finding in &list {
            prop_assert!(!finding.places.is_empty() && finding.places.len() as u64 <= finding.times);
            prop_assert!(finding.places.is_sorted_by(|one, next| one < next));
            // Nothing costs more than the requests behind it lasted.
            let whole: Millis = View::at(&log, &finding.places).iter().map(|one| end(&one, NOW) - one.case.opened).sum();
            if !matches!(finding.kind, FindingKind::SlowHandOver) {
                prop_assert!(finding.hours <= whole as f64 / 3.6e6 + 1e-9, "{:?}", finding);
            }
        }
        // Teams share out no more than the finding costs; at the same rate for all, its money is that of their hours.
        let flat = Rates {
            currency: "RUB".into(),
            by_team: (0..log.names.len() as u32).map(|name| (Name(name), Rate::PerHour(360_000_000))).collect(),
        };
        for finding in &list {
            let shared: f64 = finding.teams.iter().map(|(_, hours)| hours).sum();
            prop_assert!(finding.teams.iter().all(|(_, hours)| *hours >= 0.0));
            prop_assert!(shared <= finding.hours * (1.0 + 1e-9) + 1e-12, "{:?}", finding);
            let money = finding.money(&flat);
            prop_assert!((money.hours - shared).abs() < 1e-9);
            // Two digits are off by a twentieth at most.
            prop_assert!(money.amount.is_none_or(|sum| (sum as f64 / 3.6e8 - shared).abs() <= shared / 20.0 + 1e-8), "{:?}", money);
            if finding.kind == FindingKind::Idle {
                prop_assert!((shared - finding.hours).abs() < 1e-9, "{:?}", finding);
            }
        }
        let back = view.iter().filter(|one| of_case(one.steps).came_back()).count();
        let mut places: Vec<u32> = list.iter().filter(|one| one.kind == FindingKind::PingPong).flat_map(|one| one.places.clone()).collect();
        places.sort_unstable();
        places.dedup();
        prop_assert_eq!(places.len(), back);
    }

    #[test]
    fn pairs_and_reopening_add_up(log in log()) {
        let view = View::whole(&log);
        let list = pairs(&view, NOW, &RoundTheClock);
        prop_assert_eq!(list.iter().map(|pair| pair.requests()).sum::<u64>() as usize, view.len());
        prop_assert!(list.iter().all(|pair| pair.spent.waiting() == 0 || pair.waits_for().is_some()));
        let found = reopening(&view, NOW, &RoundTheClock);
        prop_assert!(found.reopened <= found.solved && found.reopened <= found.times);
    }

    #[test]
    fn quantiles_are_ordered(mut values in prop::collection::vec(-1e6_f64..1e6, 1..80), part in 0.0_f64..1.0) {
        let spread = Spread::of(values.clone()).unwrap();
        values.sort_unstable_by(f64::total_cmp);
        let (low, high) = (values[0], values[values.len() - 1]);
        prop_assert!(low <= spread.median && spread.median <= spread.p85 && spread.p85 <= spread.p95 && spread.p95 <= high);
        let at = quantile(&values, part).unwrap();
        let below = values.iter().filter(|value| **value < at - 1e-6).count() as f64;
        prop_assert!(below <= part * (values.len() - 1) as f64 + 1.0);
    }

    /// The differences that are never written down, written down.
    #[test]
    fn shifts_agree_with_all_differences(
        first in prop::collection::vec(-9_i32..9, 8..30),
        second in prop::collection::vec(-9_i32..9, 8..30),
    ) {
        let floats = |list: &[i32]| list.iter().map(|value| f64::from(*value) / 4.0).collect::<Vec<_>>();
        let (x, y) = (floats(&first), floats(&second));
        let mut all: Vec<f64> = y.iter().flat_map(|y| x.iter().map(move |x| y - x)).collect();
        all.sort_unstable_by(f64::total_cmp);
        let found = interval::shift(&x, &y).unwrap();
        prop_assert_eq!(found.estimate, quantile(&all, 0.5).unwrap());
        prop_assert!(found.low <= found.estimate && found.estimate <= found.high);
        let back = interval::shift(&y, &x).unwrap();
        prop_assert_eq!((back.estimate, back.low, back.high), (-found.estimate, -found.high, -found.low));
    }
}
