//! What a finding costs in money, by hand; and minutes of the customer before and since.

use flow::{
    baseline::{Verdict, baseline},
    filter::View,
    findings::{FindingKind, Limits, Money, Rate, Rates, Without, findings},
    log::{Log, Meaning, Millis, Name, NewCase, Step},
    report::{Options, report},
    times::RoundTheClock,
};

const HOUR: Millis = 3_600_000;

/// Six requests that go from one team to another and back: four hours with the other, one of which waits for the customer.
fn there_and_back() -> (Log, [Name; 2]) {
    let mut log = Log::default();
    let teams = ["Desk", "Network"].map(|team| log.names.intern(team));
    let [work, asking] = ["Work", "Asking"].map(|state| log.names.intern(state));
    log.mean(work, Meaning::Work);
    log.mean(asking, Meaning::Customer);
    let anna = log.names.intern("anna");
    for n in 0..6 {
        let opened = n * 100 * HOUR;
        let step = |activity, team, hour| Step { activity, team, person: anna, at: opened + hour * HOUR };
        let steps = [
            step(work, teams[0], 0),
            step(work, teams[1], 1),
            step(asking, teams[1], 2),
            step(work, teams[1], 3),
            step(work, teams[0], 5),
        ];
        let case = NewCase { opened, closed: Some(opened + 6 * HOUR), unit: teams[0], ..NewCase::default() };
        log.push(case, steps);
    }
    (log, teams)
}

fn rates(list: &[(Name, Rate)]) -> Rates {
    Rates { currency: "RUB".into(), by_team: list.iter().copied().collect() }
}

#[test]
fn ping_pong_is_paid_at_the_rate_of_those_who_had_it_without_what_waits_for_the_customer() {
    let (log, [desk, network]) = there_and_back();
    let found = findings(&View::whole(&log), 1_000 * HOUR, &RoundTheClock, &Limits::default());
    let back = found.iter().find(|one| one.kind == FindingKind::PingPong).unwrap();
    assert_eq!((back.hours, back.times), (24.0, 6));
    assert_eq!(back.teams, [(network, 18.0)]);
    // 18 hours at 1 500,00 are 27 000,00.
    let money = back.money(&rates(&[(desk, Rate::PerHour(1)), (network, Rate::PerHour(150_000))]));
    assert_eq!(money, Money { amount: Some(2_700_000), hours: 18.0, without: Some(Without::NotOurs) });
    let few = back.money(&rates(&[(network, Rate::FewPeople)]));
    assert_eq!((few.amount, few.without), (None, Some(Without::FewPeople)));
}

#[test]
fn a_visit_with_two_teams_is_shared_out_between_them() {
    let mut log = Log::default();
    let [one, other] = ["One", "Other"].map(|team| log.names.intern(team));
    let waiting = log.names.intern("Waiting");
    log.mean(waiting, Meaning::Queue);
    for n in 0..5 {
        let opened = n * 100 * HOUR;
        let step =
            |team, hour| Step { activity: waiting, team, person: Name::NONE, at: opened + hour * HOUR };
        let case = NewCase { opened, closed: Some(opened + 8 * HOUR), unit: one, ..NewCase::default() };
        // Before the first team it is the unit that serves; a step without a team leaves it where it was.
        log.push(case, [step(Name::NONE, 0), step(other, 2), step(Name::NONE, 5)]);
    }
    let limits = Limits { hours: 0.0, usual: 5, factor: 1.0, ..Limits::default() };
    let found = findings(&View::whole(&log), 1_000 * HOUR, &RoundTheClock, &limits);
    let idle = found.iter().find(|one| one.kind == FindingKind::Idle).unwrap();
    assert_eq!(idle.teams, [(other, 15.0)]);
    let mut log = Log::default();
    let [one, other] = ["One", "Other"].map(|team| log.names.intern(team));
    let [work, rest] = ["Work", "Rest"].map(|state| log.names.intern(state));
    for n in 0..5 {
        let opened = n * 100 * HOUR;
        let step = |activity, team, hour| Step { activity, team, person: one, at: opened + hour * HOUR };
        let steps = [step(work, one, 0), step(rest, one, 1), step(work, one, 2), step(work, other, 5)];
        log.push(NewCase { opened, closed: Some(opened + 6 * HOUR), unit: one, ..NewCase::default() }, steps);
    }
    let found = findings(&View::whole(&log), 1_000 * HOUR, &RoundTheClock, &limits);
    let again = found.iter().find(|one| one.kind == FindingKind::Repetition).unwrap();
    assert_eq!((again.hours, again.teams.as_slice()), (20.0, [(one, 15.0), (other, 5.0)].as_slice()));
}

#[test]
fn the_report_tells_money_with_its_currency_or_why_there_is_none() {
    let (log, [_, network]) = there_and_back();
    let view = View::whole(&log);
    let told = |rates: Option<&Rates>| {
        let options = Options { rates, ..Options::default() };
        let report = report(&view, 1_000 * HOUR, &RoundTheClock, &options);
        let json = serde_json::to_value(&report).unwrap();
        let list = json["findings"].as_array().unwrap();
        list.iter().find(|one| one["kind"] == "ping_pong").unwrap().clone()
    };
    let paid = told(Some(&rates(&[(network, Rate::PerHour(150_000))])));
    let price = serde_json::json!({ "amount": 2_700_000, "currency": "RUB", "hours": 18.0 });
    assert_eq!((&paid["money"], &paid["without_money"]), (&price, &"not_ours".into()));
    let unknown = told(Some(&rates(&[])));
    assert_eq!((unknown.get("money"), &unknown["without_money"]), (None, &"not_set".into()));
    assert_eq!(told(None).get("without_money"), None);
}

/// Requests that are closed one an hour, from the first hour on.
fn closed(count: i64) -> Log {
    let mut log = Log::default();
    for n in 0..count {
        log.push(NewCase { opened: 0, closed: Some(n * HOUR), ..NewCase::default() }, []);
    }
    log
}

#[test]
fn minutes_of_the_customer_are_compared_where_they_were_measured() {
    let log = closed(100);
    let view = View::whole(&log);
    let compare = |seconds: &dyn Fn(i64) -> Option<i64>| {
        let seconds: Vec<Option<i64>> = (0..100).map(seconds).collect();
        baseline(&view, 50 * HOUR, &RoundTheClock, &seconds).client_minutes
    };
    let less = compare(&|n| Some(if n < 50 { 1_200 + n } else { 600 + n })).unwrap();
    assert_eq!((less.count_before, less.count_since, less.verdict), (50, 50, Verdict::Better));
    assert!((less.before.unwrap() - 20.4).abs() < 0.01 && (less.since.unwrap() - 11.24).abs() < 0.01);
    // The values run on from one side to the other, so that they are shifted by ten minutes less the fifty requests between.
    assert!((less.change.unwrap() + 10.0 - 50.0 / 60.0).abs() < 1e-6);
    assert!(less.low.unwrap() < less.change.unwrap() && less.change.unwrap() < less.high.unwrap());
    // What came from another system was not measured, and neither was what took nothing.
    let since_only = compare(&|n| (n >= 50).then_some(600)).unwrap();
    assert_eq!((since_only.count_before, since_only.before, since_only.change), (0, None, None));
    assert_eq!((since_only.since, since_only.verdict), (Some(10.0), Verdict::TooFew));
    assert_eq!(compare(&|n| (n < 50).then_some(0)), None);
    assert_eq!(compare(&|_| None), None);
    assert_eq!(baseline(&view, 0, &RoundTheClock, &[]).client_minutes, None);
}
