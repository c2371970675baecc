use super::*;
use crate::calendar::{Definition, Hours, OffReason, Week, russian};
use crate::ids::QuestionId;
use crate::localized::Localized;
use crate::time::Instant;
use uuid::Uuid;

const HOUR: i64 = 3600;

fn at(text: &str) -> Instant {
    Instant::from_timestamp(text.parse().expect("a timestamp with an offset"))
}

/// Moscow time in November 2026: `msk("20 12:00")`.
fn msk(text: &str) -> Instant {
    let (day, time) = text.split_once(' ').expect("day and time");
    at(&format!("2026-11-{day}T{time}:00+03:00"))
}

fn calendar_id(number: u128) -> CalendarId {
    CalendarId(Uuid::from_u128(number))
}

fn office(number: u128, zone: &str) -> Calendar {
    russian(calendar_id(number), 1, zone, Week::office()).expect("valid")
}

fn plain(number: u128, zone: &str, week: Week) -> Calendar {
    let id = calendar_id(number);
    let name = Localized::both("Часы", "Hours");
    Calendar::new(Definition { id, version: 1, name, zone: zone.into(), week, exceptions: Vec::new() })
        .expect("valid")
}

fn hours(amount: i64) -> Promise {
    promise(Amount::WorkingSeconds(amount * HOUR))
}

fn promise(amount: Amount) -> Promise {
    let id = PromiseId(Uuid::from_u128(1));
    Promise { id, version: 1, kind: PromiseKind::FirstAnswer, amount, calendar: calendar_id(1) }
}

fn question(number: u128) -> QuestionId {
    QuestionId(Uuid::from_u128(number))
}

fn pause(number: u128, from: Instant, to: Option<Instant>) -> Pause {
    Pause { from, to, question: question(number) }
}

fn started(start: Instant, pauses: Vec<Pause>) -> ClockFacts {
    ClockFacts { start: Some(start), pauses, stop: None }
}

fn read(promise: &Promise, calendar: &Calendar, facts: &ClockFacts, now: Instant) -> Reading {
    let calendars = [AppliedCalendar { from: now, calendar }];
    PromiseClock::new(promise, &calendars, facts).expect("bound").read(now)
}

fn explain(promise: &Promise, calendar: &Calendar, facts: &ClockFacts, now: Instant) -> Vec<ExplainedLine> {
    let calendars = [AppliedCalendar { from: now, calendar }];
    PromiseClock::new(promise, &calendars, facts).expect("bound").explain(now)
}

#[test]
fn a_clock_runs_over_lunch_night_and_weekend_without_counting_them() {
    let (promise, calendar) = (hours(8), office(1, "Europe/Moscow"));
    let facts = started(msk("20 12:00"), vec![]);
    let reading = read(&promise, &calendar, &facts, msk("20 13:30"));
    assert_eq!((reading.state, reading.counted, reading.remaining), (ClockState::Running, HOUR, 7 * HOUR));
    // Friday 12–13 and 14–18, Monday 09–12.
    assert_eq!(reading.due_at, Some(msk("23 12:00")));
    let said: Vec<_> = explain(&promise, &calendar, &facts, msk("23 10:00"))
        .into_iter()
        .map(|line| (line.interval.seconds() / HOUR, line.counted / HOUR, line.kind))
        .collect();
    let off = |reason| LineKind::Off { reason };
    assert_eq!(
        said,
        [
            (1, 1, LineKind::Counted),
            (1, 0, off(OffReason::Break)),
            (4, 4, LineKind::Counted),
            (6, 0, off(OffReason::OutsideHours)),
            (48, 0, off(OffReason::Weekend)),
            (9, 0, off(OffReason::OutsideHours)),
            (1, 1, LineKind::Counted),
        ]
    );
}

#[test]
fn met_at_the_very_second_and_missed_one_second_later() {
    let (promise, calendar) = (hours(2), office(1, "Europe/Moscow"));
    let stopped = |stop| ClockFacts { start: Some(msk("20 10:00")), pauses: vec![], stop: Some(stop) };
    let state = |stop| read(&promise, &calendar, &stopped(stop), msk("30 10:00")).state;
    assert_eq!(state(msk("20 12:00")), ClockState::Met);
    assert_eq!(state(Instant::from_millis(msk("20 12:00").millis() + 999)), ClockState::Met);
    assert_eq!(state(msk("20 12:00").plus_seconds(1)), ClockState::Missed);
    let reading = read(&promise, &calendar, &stopped(msk("20 16:00")), msk("30 10:00"));
    assert_eq!((reading.counted, reading.remaining), (5 * HOUR, -3 * HOUR));
    assert_eq!(reading.due_at, Some(msk("20 12:00")));
}

#[test]
fn due_exactly_at_the_close_of_day_is_not_due_next_morning() {
    let (promise, calendar) = (hours(8), office(1, "Europe/Moscow"));
    let facts = started(msk("20 09:00"), vec![]);
    assert_eq!(read(&promise, &calendar, &facts, msk("20 18:00")).state, ClockState::Running);
    let reading = read(&promise, &calendar, &facts, msk("21 11:00"));
    assert_eq!((reading.state, reading.due_at), (ClockState::Missed, Some(msk("20 18:00"))));
    // A question asked when it was already too late does not make it timely again.
    let facts = started(msk("20 09:00"), vec![pause(1, msk("21 10:00"), None)]);
    let reading = read(&promise, &calendar, &facts, msk("24 11:00"));
    assert_eq!((reading.state, reading.due_at), (ClockState::Missed, Some(msk("20 18:00"))));
}

#[test]
fn weekend_inside_a_pause_is_neither_counted_nor_charged_to_the_customer() {
    let (promise, calendar) = (hours(8), office(1, "Europe/Moscow"));
    // Asked Friday 17:00, answered Monday 10:00.
    let facts = started(msk("20 15:00"), vec![pause(1, msk("20 17:00"), Some(msk("23 10:00")))]);
    let reading = read(&promise, &calendar, &facts, msk("23 11:00"));
    assert_eq!(reading.counted, 3 * HOUR);
    assert_eq!(reading.paused_working, 2 * HOUR);
    assert_eq!(reading.paused, 65 * HOUR);
    assert_eq!(reading.elapsed, 68 * HOUR);
    assert!((reading.paused_share_of_working() - 0.4).abs() < 1e-9);
    assert!((reading.paused_share_of_wall() - 65.0 / 68.0).abs() < 1e-9);
    assert_eq!(reading.due_at, Some(msk("23 17:00")));
}

#[test]
fn overlapping_pauses_count_once() {
    let (promise, calendar) = (hours(8), office(1, "Europe/Moscow"));
    let pauses = vec![
        pause(1, msk("20 10:00"), Some(msk("20 12:00"))),
        pause(2, msk("20 11:00"), Some(msk("20 15:00"))),
        pause(3, msk("20 11:30"), Some(msk("20 11:45"))),
    ];
    let facts = started(msk("20 09:00"), pauses);
    let reading = read(&promise, &calendar, &facts, msk("20 18:00"));
    assert_eq!((reading.paused, reading.paused_working, reading.counted), (5 * HOUR, 4 * HOUR, 4 * HOUR));
    let paused: Vec<_> = explain(&promise, &calendar, &facts, msk("20 18:00"))
        .into_iter()
        .filter(|line| matches!(line.kind, LineKind::Paused { .. }))
        .map(|line| (line.interval.seconds() / HOUR, line.kind))
        .collect();
    assert_eq!(
        paused,
        [
            (2, LineKind::Paused { question: question(1), working: 2 * HOUR }),
            (3, LineKind::Paused { question: question(2), working: 2 * HOUR }),
        ]
    );
}

#[test]
fn answering_one_of_two_questions_keeps_the_clock_paused() {
    let (promise, calendar) = (hours(8), office(1, "Europe/Moscow"));
    let pauses = vec![pause(2, msk("20 11:00"), None), pause(1, msk("20 10:00"), Some(msk("20 12:00")))];
    let reading = read(&promise, &calendar, &started(msk("20 09:00"), pauses), msk("20 16:00"));
    assert_eq!((reading.state, reading.waits_for), (ClockState::Paused, Some(question(2))));
    assert_eq!(reading.counted, HOUR);
}

#[test]
fn a_pause_outlives_a_change_of_promise() {
    let calendar = office(1, "Europe/Moscow");
    let facts = started(msk("20 09:00"), vec![pause(1, msk("20 10:00"), Some(msk("20 12:00")))]);
    let before = read(&hours(4), &calendar, &facts, msk("20 16:00"));
    let after = read(&Promise { version: 2, ..hours(6) }, &calendar, &facts, msk("20 16:00"));
    assert_eq!((before.counted, before.paused_working), (after.counted, after.paused_working));
    assert_eq!((before.due_at, after.due_at), (Some(msk("20 16:00")), Some(msk("20 18:00"))));
}

#[test]
fn while_paused_the_due_moment_is_what_an_answer_now_would_make_it() {
    let (promise, calendar) = (hours(4), office(1, "Europe/Moscow"));
    let facts = started(msk("20 09:00"), vec![pause(1, msk("20 10:00"), None)]);
    let reading = read(&promise, &calendar, &facts, msk("20 16:00"));
    assert_eq!((reading.state, reading.due_if_resumed_now), (ClockState::Paused, true));
    // One hour counted; three left: Friday 16–18 and Monday 09–10.
    assert_eq!(reading.due_at, Some(msk("23 10:00")));
    assert_eq!(reading.waits_for, Some(question(1)));
}

#[test]
fn a_pause_that_begins_outside_hours_costs_only_working_time() {
    let (promise, calendar) = (hours(4), office(1, "Europe/Moscow"));
    let facts = started(msk("20 17:00"), vec![pause(1, msk("21 12:00"), Some(msk("23 08:00")))]);
    let reading = read(&promise, &calendar, &facts, msk("23 10:00"));
    assert_eq!((reading.paused_working, reading.counted), (0, 2 * HOUR));
    assert_eq!(reading.due_at, Some(msk("23 12:00")));
}

#[test]
fn a_clock_started_on_a_holiday_begins_to_count_on_the_next_working_day() {
    let (promise, calendar) = (hours(1), office(1, "Europe/Moscow"));
    let facts = started(at("2026-01-01T12:00:00+03:00"), vec![]);
    let reading = read(&promise, &calendar, &facts, at("2026-01-05T12:00:00+03:00"));
    assert_eq!((reading.state, reading.counted), (ClockState::Running, 0));
    // The 9th was moved, the 10th and 11th are a weekend.
    assert_eq!(reading.due_at, Some(at("2026-01-12T10:00:00+03:00")));
    let lines = explain(&promise, &calendar, &facts, at("2026-01-05T12:00:00+03:00"));
    let name = Localized::both("Новогодние каникулы", "New Year holidays");
    assert_eq!(lines.len(), 1);
    assert_eq!(lines[0].kind, LineKind::Off { reason: OffReason::Holiday { name } });
}

#[test]
fn a_machine_clock_that_steps_back_changes_nothing() {
    let (promise, calendar) = (hours(8), office(1, "Europe/Moscow"));
    let facts = started(
        msk("20 09:00"),
        vec![
            // The answer carries an earlier time than its question.
            pause(1, msk("20 11:00"), Some(msk("20 10:30"))),
            pause(2, msk("20 12:00"), Some(msk("20 12:30"))),
        ],
    );
    let reading = read(&promise, &calendar, &facts, msk("20 12:30"));
    assert_eq!((reading.counted, reading.paused), (3 * HOUR, HOUR / 2));
    assert_eq!(read(&promise, &calendar, &facts, msk("20 11:00")), reading);
    // A stop earlier than the start is a stop at the start.
    let facts = ClockFacts { start: Some(msk("20 12:00")), pauses: vec![], stop: Some(msk("20 11:59")) };
    let reading = read(&promise, &calendar, &facts, msk("20 12:00"));
    assert_eq!((reading.state, reading.counted, reading.elapsed), (ClockState::Met, 0, 0));
}

#[test]
fn nothing_is_counted_before_the_start() {
    let (promise, calendar) = (hours(8), office(1, "Europe/Moscow"));
    let reading = read(&promise, &calendar, &ClockFacts::default(), msk("20 12:00"));
    assert_eq!((reading.state, reading.due_at, reading.remaining), (ClockState::NotStarted, None, 8 * HOUR));
    let ahead = started(msk("23 09:00"), vec![]);
    let reading = read(&promise, &calendar, &ahead, msk("20 12:00"));
    assert_eq!((reading.state, reading.due_at), (ClockState::NotStarted, Some(msk("23 18:00"))));
    assert!(explain(&promise, &calendar, &ahead, msk("20 12:00")).is_empty());
}

#[test]
fn working_days_are_full_days_of_the_calendar() {
    let calendar = office(1, "Europe/Moscow");
    let facts = started(msk("20 11:00"), vec![]);
    let due = |days| read(&promise(Amount::WorkingDays(days)), &calendar, &facts, msk("20 12:00")).due_at;
    assert_eq!((due(1), due(2)), (Some(msk("23 11:00")), Some(msk("24 11:00"))));
    // The shortened 11 June lacks an hour.
    let facts = started(at("2026-06-10T11:00:00+03:00"), vec![]);
    let reading = read(&promise(Amount::WorkingDays(2)), &calendar, &facts, at("2026-06-10T12:00:00+03:00"));
    assert_eq!(reading.due_at, Some(at("2026-06-15T12:00:00+03:00")));
}

#[test]
fn hours_on_the_wall_hold_across_both_changes_of_the_clocks_in_berlin() {
    let calendar = plain(1, "Europe/Berlin", Week::office());
    for (start, due) in [
        ("2026-03-27T17:00:00+01:00", "2026-03-30T10:00:00+02:00"),
        ("2026-10-23T17:00:00+02:00", "2026-10-26T10:00:00+01:00"),
    ] {
        let reading = read(&hours(2), &calendar, &started(at(start), vec![]), at(start));
        assert_eq!(reading.due_at, Some(at(due)));
    }
    // Around the clock, a day of the change has 23 or 25 real hours; 24 are promised.
    let always = plain(1, "Europe/Berlin", Week::around_the_clock());
    for (start, due) in [
        ("2026-03-28T12:00:00+01:00", "2026-03-29T13:00:00+02:00"),
        ("2026-10-24T12:00:00+02:00", "2026-10-25T11:00:00+01:00"),
    ] {
        let reading = read(&hours(24), &always, &started(at(start), vec![]), at(start));
        assert_eq!(reading.due_at, Some(at(due)));
        assert_eq!(explain(&hours(24), &always, &started(at(start), vec![]), at(due)).len(), 1);
    }
}

#[test]
fn vladivostok_opens_while_moscow_sleeps() {
    let calendar = office(1, "Asia/Vladivostok");
    // Sunday 23:00 in Moscow is Monday 06:00 in Vladivostok.
    let reading = read(&hours(1), &calendar, &started(msk("22 23:00"), vec![]), msk("22 23:30"));
    assert_eq!(reading.due_at, Some(msk("23 03:00")));
}

#[test]
fn a_calendar_applied_later_leaves_the_past_alone_and_is_named() {
    let (first, second) = (office(1, "Europe/Moscow"), plain(2, "Europe/Moscow", Week::around_the_clock()));
    let promise = promise(Amount::WorkingDays(2));
    let facts = started(msk("20 14:00"), vec![]);
    let before = read(&promise, &first, &facts, msk("20 18:00"));
    let calendars = [
        AppliedCalendar { from: msk("01 00:00"), calendar: &first },
        AppliedCalendar { from: msk("21 00:00"), calendar: &second },
    ];
    let clock = PromiseClock::new(&promise, &calendars, &facts).expect("bound");
    let after = clock.read(msk("20 18:00"));
    assert_eq!((before.counted, before.promised), (after.counted, after.promised));
    // Sixteen hours promised: four on Friday, twelve on Saturday under the new calendar.
    assert_eq!((before.due_at, after.due_at), (Some(msk("24 13:00")), Some(msk("21 12:00"))));
    let lines = clock.explain(msk("21 12:00"));
    let applied: Vec<_> = lines.iter().filter(|line| line.interval.seconds() == 0).collect();
    assert_eq!(applied.len(), 1);
    assert_eq!(applied[0].kind, LineKind::CalendarApplied { calendar: calendar_id(2) });
    assert_eq!(applied[0].interval.from, msk("21 00:00"));
    assert_eq!(lines.iter().map(|line| line.counted).sum::<i64>(), 16 * HOUR);
}

#[test]
fn of_two_calendars_the_one_recorded_last_holds_even_if_its_time_is_earlier() {
    let always = |number| plain(number, "Europe/Moscow", Week::around_the_clock());
    let (first, second, third) = (office(1, "Europe/Moscow"), always(2), office(3, "Europe/Moscow"));
    let (promise, facts) = (hours(100), started(msk("20 17:00"), vec![]));
    let calendars = [
        AppliedCalendar { from: msk("20 17:00"), calendar: &first },
        AppliedCalendar { from: msk("20 20:00"), calendar: &second },
        AppliedCalendar { from: msk("20 19:00"), calendar: &third },
    ];
    let clock = PromiseClock::new(&promise, &calendars, &facts).expect("bound");
    assert_eq!(clock.read(msk("23 10:00")).counted, 2 * HOUR);
}

#[test]
fn a_clock_is_refused_another_calendar_than_it_is_bound_to() {
    let other = office(2, "Europe/Moscow");
    let (promise, facts) = (hours(1), ClockFacts::default());
    let calendars = [AppliedCalendar { from: msk("20 09:00"), calendar: &other }];
    let refused = WrongCalendar { bound: calendar_id(1), given: Some(calendar_id(2)) };
    assert_eq!(PromiseClock::new(&promise, &calendars, &facts).err(), Some(refused));
    assert!(PromiseClock::new(&promise, &[], &facts).is_err());
}

#[test]
fn a_promise_that_cannot_be_kept_in_ten_years_has_no_due_moment() {
    let rare = plain(1, "UTC", Week { mon: vec![Hours::new("09:00", "09:01")], ..Week::default() });
    let facts = started(msk("20 09:00"), vec![]);
    let reading = read(&hours(24), &rare, &facts, msk("20 10:00"));
    assert_eq!((reading.state, reading.due_at), (ClockState::Running, None));
}

#[test]
fn amounts_are_checked() {
    for bad in [Amount::WorkingSeconds(0), Amount::WorkingSeconds(-1), Amount::WorkingDays(0)] {
        assert_eq!(bad.check(), Err(BadAmount));
    }
    assert!(Amount::WorkingSeconds(i64::MAX).check().is_err() && Amount::WorkingDays(1251).check().is_err());
    assert_eq!(Amount::WorkingDays(3).check(), Ok(Amount::WorkingDays(3)));
}

#[test]
fn promises_facts_and_lines_survive_json() {
    let (promise, calendar) = (promise(Amount::WorkingDays(2)), office(1, "Europe/Moscow"));
    let mut facts = started(msk("20 17:00"), vec![pause(1, msk("23 10:00"), Some(msk("23 11:00")))]);
    facts.pauses.push(pause(2, msk("24 10:00"), None));
    let lines = explain(&promise, &calendar, &facts, msk("24 12:00"));
    fn again<T: Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
        serde_json::from_str(&serde_json::to_string(value).expect("writes")).expect("reads")
    }
    assert_eq!(again(&promise), promise);
    assert_eq!(again(&facts), facts);
    assert_eq!(again(&lines), lines);
}
