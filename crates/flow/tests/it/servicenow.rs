//! The figures of the real ServiceNow log: those that others published, and those of an independent reading (data/README.md).

use flow::{
    filter::{Filter, View},
    graph::graph,
    handoffs::{handoffs, ping_pong, table},
    log::{Log, Name},
    reopening::reopening,
    times::{RoundTheClock, times},
    variants::variants,
};

fn near(is: f64, expected: f64, within: f64) {
    assert!((is - expected).abs() <= within, "{is} is not {expected}");
}

fn texts<'a>(log: &'a Log, states: &[Name]) -> Vec<&'a str> {
    states.iter().map(|&state| log.names.text(state)).collect()
}

fn of_priority(log: &Log, priority: &str) -> Filter {
    Filter { priorities: vec![log.names.find(priority).unwrap()], ..Filter::default() }
}

#[test]
fn cases_events_and_states() {
    let log = crate::real::log();
    let view = View::whole(log);
    assert_eq!((view.len(), view.events()), (24_918, 141_712));
    let graph = graph(&view, &RoundTheClock);
    let counts: Vec<_> = graph.nodes.iter().map(|node| (log.names.text(node.state), node.count)).collect();
    assert_eq!(
        counts,
        [
            ("Active", 38_716),
            ("New", 36_407),
            ("Resolved", 25_751),
            ("Closed", 24_985),
            ("Awaiting User Info", 14_642),
            ("Awaiting Vendor", 707),
            ("Awaiting Problem", 461),
            ("Awaiting Evidence", 38),
            ("-100", 5),
        ]
    );
    assert_eq!(graph.edges.len(), 49);
    let edge = |from: &str, to: &str| {
        graph.edge(log.names.find(from).unwrap(), log.names.find(to).unwrap()).unwrap().count
    };
    assert_eq!(edge("Resolved", "Closed"), 24_917);
    assert_eq!(edge("Active", "Active"), 22_728);
    assert_eq!(edge("New", "Active"), 7_936);
    assert_eq!(edge("Active", "Resolved"), 12_048);
    assert_eq!(graph.nodes.iter().map(|node| node.starts).sum::<u64>(), 24_918);
    assert_eq!(graph.node(log.names.find("Closed").unwrap()).unwrap().ends, 24_918);
}

#[test]
fn variants_with_repeats_kept() {
    let log = crate::real::log();
    let variants = variants(&View::whole(log));
    assert_eq!(variants.list.len(), 2_079);
    let top: Vec<_> =
        variants.list.iter().take(3).map(|one| (texts(log, one.states).join(">"), one.count)).collect();
    let expected =
        [("Active>Resolved>Closed", 3_238), ("New>Resolved>Closed", 3_099), ("Resolved>Closed", 1_796)];
    assert_eq!(top, expected.map(|(states, count)| (states.to_owned(), count)));
    assert_eq!(variants.cases_of(0).count(), 3_238);
}

#[test]
fn promise_missed_by_priority() {
    let log = crate::real::log();
    let missed = |view: &View<'_>| {
        let missed = view.iter().filter(|one| one.case.promise_kept == Some(false)).count();
        (missed, missed as f64 / view.len() as f64)
    };
    let whole = missed(&View::whole(log));
    assert_eq!(whole.0, 9_115);
    near(whole.1, 0.3658, 0.00005);
    for (priority, cases, share) in [
        ("1 - Critical", 270, 0.9815),
        ("2 - High", 408, 0.9951),
        ("3 - Moderate", 23_466, 0.3546),
        ("4 - Low", 774, 0.1589),
    ] {
        let view = View::of(log, &of_priority(log, priority));
        assert_eq!(view.len(), cases, "{priority}");
        near(missed(&view).1, share, 0.00005);
    }
}

#[test]
fn lead_times_of_the_last_row() {
    let times = times(&View::whole(crate::real::log()), crate::real::NOW, &RoundTheClock);
    let lead = times.lead.unwrap();
    assert_eq!(lead.count, 24_918);
    near(lead.mean / 24.0, 13.139, 0.0005);
    near(lead.median / 24.0, 6.078, 0.0005);
    // numpy.quantile of the hours
    near(lead.p85, 433.916_666, 0.0001);
    near(lead.p95, 867.12, 0.0001);
    let solve = times.solve.unwrap();
    assert_eq!(solve.count, 24_918 - 1_556);
    near(solve.mean / 24.0, 7.424, 0.0005);
    near(solve.median / 24.0, 0.921, 0.0005);
}

/// Hours to solve are published with one place after the point, shares in percent likewise.
fn line(log: &Log, lines: &[flow::handoffs::HandoffLine], n: usize, requests: u64, hours: f64, missed: f64) {
    assert_eq!(lines[n].requests, requests);
    assert_eq!(lines[n].places.len() as u64, requests);
    near(lines[n].solve_hours.unwrap().median, hours, 0.0501);
    near(lines[n].missed_share.unwrap() * 100.0, missed, 0.0501);
    assert!(lines[n].places.iter().all(|&place| log.cases()[place as usize].solved.is_some()));
}

#[test]
fn hand_offs_of_priority_three() {
    let log = crate::real::log();
    let view = View::of(log, &of_priority(log, "3 - Moderate"));
    let lines = table(&view, 4, &RoundTheClock);
    assert_eq!(lines.iter().map(|line| line.requests).sum::<u64>(), 21_644);
    line(log, &lines, 0, 12_737, 1.1, 26.3);
    line(log, &lines, 1, 4_929, 39.8, 40.5);
    line(log, &lines, 2, 1_885, 119.8, 60.1);
    line(log, &lines, 3, 974, 164.8, 66.6);
    line(log, &lines, 4, 1_119, 281.6, 81.4);
    assert!(lines[4].or_more && !lines[3].or_more);
    let lines = ping_pong(&view, 3, &RoundTheClock);
    assert_eq!(
        lines.iter().map(|line| line.came_back).collect::<Vec<_>>(),
        [false, true, false, true].map(Some)
    );
    line(log, &lines, 0, 1_179, 114.5, 60.4);
    line(log, &lines, 1, 706, 134.8, 59.6);
    line(log, &lines, 2, 285, 168.0, 67.7);
    line(log, &lines, 3, 689, 162.5, 66.2);
}

/// The published hand-off figures leave the five rows of the state `-100` out; they change none of them.
#[test]
fn the_nameless_state_changes_no_hand_off() {
    let log = crate::real::log();
    let nameless = log.names.find("-100").unwrap();
    let mut rows = 0;
    for one in View::whole(log).iter() {
        let with = flow::handoffs::of_case(one.steps);
        let steps = one.steps.iter().filter(|step| step.activity != nameless);
        let teams: Vec<Name> = steps.map(|step| step.team).collect();
        rows += one.steps.len() - teams.len();
        let without = flow::handoffs::of_case(flow::log::Steps {
            activity: &teams,
            team: &teams,
            person: &teams,
            at: &one.steps.at[..teams.len()],
        });
        assert_eq!(with, without, "{}", one.case.key);
    }
    assert_eq!(rows, 5);
}

#[test]
fn first_team_and_hand_offs_per_incident() {
    let found = handoffs(&View::whole(crate::real::log()));
    assert_eq!(found.without_team, 373);
    near(found.first_team_share.unwrap(), 0.610, 0.0005);
    near(found.per_request.unwrap(), 0.78, 0.005);
}

#[test]
fn reopened() {
    let found = reopening(&View::whole(crate::real::log()), crate::real::NOW, &RoundTheClock);
    assert_eq!(found.reopened, 275);
    assert_eq!(found.places.len(), 275);
}

#[test]
fn the_report_holds_the_figures_and_can_be_written() {
    let log = crate::real::log();
    let date = crate::real::moment("1/6/2016 00:00");
    let options = flow::report::Options { since: date, ..Default::default() };
    let report = flow::report::report(&View::whole(log), crate::real::NOW, &RoundTheClock, &options);
    let json: serde_json::Value = serde_json::to_value(&report).unwrap();
    assert_eq!(
        (&json["cases"], &json["events"], &json["variants"]),
        (&24_918.into(), &141_712.into(), &2_079.into())
    );
    let number = |path: &str| json.pointer(path).and_then(serde_json::Value::as_f64).unwrap();
    near(number("/promise_missed_share"), 0.3658, 0.00005);
    near(number("/lead_time_hours/mean") / 24.0, 13.139, 0.0005);
    near(number("/lead_time_hours/median") / 24.0, 6.078, 0.0005);
    near(number("/lead_time_hours/p85"), 433.916_666, 0.0001);
    near(number("/lead_time_hours/p95"), 867.12, 0.0001);
    near(number("/handoffs/first_team_share"), 0.610, 0.0005);
    assert_eq!(json["reopening"]["reopened"], 275);
    assert_eq!(json["by_priority"].as_array().unwrap().len(), 4);
    assert_eq!(
        report.baseline.unwrap().lead_hours.count_before + report.baseline.unwrap().lead_hours.count_since,
        24_918
    );
    // Time is conserved: what the states took is what passed from opening to the end.
    let spent: f64 = report.calendar_time.parts.iter().map(|part| part.hours).sum();
    near(spent, report.lead_time_hours.unwrap().total, 1e-3);
    assert!(report.baseline.unwrap().client_minutes.is_none(), "the log measures nobody's time");
    assert!(report.findings.iter().all(|told| told.money.is_none() && told.without_money.is_none()));
    assert!(!report.findings.is_empty());
    assert!(report.findings.is_sorted_by(|one, next| one.hours >= next.hours));
}
