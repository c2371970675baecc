//! Random clocks against a count of minutes.

use super::*;
use crate::calendar::properties::{calendar_near, minutes};
use crate::ids::QuestionId;
use crate::time::Instant;
use proptest::prelude::*;
use uuid::Uuid;

fn bound(calendar: &Calendar, seconds: i64) -> Promise {
    let id = PromiseId(Uuid::from_u128(1));
    let amount = Amount::WorkingSeconds(seconds);
    Promise { id, version: 1, kind: PromiseKind::Delivery, amount, calendar: calendar.id() }
}

/// Pauses in minutes after the start: begin and length; the last may still wait.
fn pauses() -> impl Strategy<Value = (Vec<(i64, i64)>, Option<i64>)> {
    (proptest::collection::vec((-200_i64..6000, -30_i64..3000), 0..5), proptest::option::of(0_i64..7000))
}

fn facts(start: Instant, closed: &[(i64, i64)], open: Option<i64>) -> ClockFacts {
    let after = |minutes: i64| start.plus_seconds(60 * minutes);
    let question = |number: usize| QuestionId(Uuid::from_u128(number as u128));
    let closed = closed.iter().enumerate().map(|(number, (from, length))| Pause {
        from: after(*from),
        to: Some(after(from + length)),
        question: question(number),
    });
    let open = open.map(|from| Pause { from: after(from), to: None, question: question(99) });
    ClockFacts { start: Some(start), pauses: closed.chain(open).collect(), stop: None }
}

/// Counts the minutes that are open and covered by no pause; gives the count and the minute the promise runs out.
fn by_minutes(
    calendars: &[AppliedCalendar<'_>],
    facts: &ClockFacts,
    end: Instant,
    promised: i64,
) -> (i64, Option<Instant>) {
    let start = facts.start.expect("started");
    let open: Vec<Vec<bool>> =
        calendars.iter().map(|applied| minutes(applied.calendar, start, end.plus_seconds(60))).collect();
    let (mut counted, mut due) = (0, None);
    let mut minute = start;
    let mut place = 0;
    while minute < end {
        let which = (1..calendars.len()).filter(|which| calendars[*which].from <= minute).max().unwrap_or(0);
        let paused =
            facts.pauses.iter().any(|pause| pause.from <= minute && pause.to.is_none_or(|to| minute < to));
        if open[which][place] && !paused {
            counted += 60;
            if counted == promised {
                due = Some(minute.plus_seconds(60));
            }
        }
        minute = minute.plus_seconds(60);
        place += 1;
    }
    (counted, due)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_clock_agrees_with_a_count_of_minutes(
        (first, middle) in calendar_near(), (second, _) in calendar_near(), change in 0_i64..9000, offset in -6000_i64..3000,
        (closed, open) in pauses(), promised in 1_i64..3000, length in 7000_i64..12000,
    ) {
        let start = middle.plus_seconds(60 * offset);
        let facts = facts(start, &closed, open);
        let now = start.plus_seconds(60 * length);
        let promise = bound(&first, 60 * promised);
        let calendars = [
            AppliedCalendar { from: start, calendar: &first },
            AppliedCalendar { from: start.plus_seconds(60 * change), calendar: &second },
        ];
        let reading = PromiseClock::new(&promise, &calendars, &facts).expect("bound").read(now);
        let (counted, due) = by_minutes(&calendars, &facts, now, 60 * promised);
        prop_assert_eq!(reading.counted, counted);
        match due {
            Some(due) => prop_assert_eq!(reading.due_at, Some(due)),
            None => prop_assert!(reading.due_at.is_none_or(|due| due > now)),
        }
        prop_assert_eq!(reading.state == ClockState::Missed, due.is_some_and(|due| due < now));
    }

    #[test]
    fn the_lines_leave_no_gap_and_add_up(
        (calendar, middle) in calendar_near(), (other, _) in calendar_near(), change in 0_i64..900_000_000, offset in -900_000_000_i64..0,
        (closed, open) in pauses(), length in 0_i64..900_000_000,
    ) {
        let start = Instant::from_millis(middle.millis() + offset);
        let facts = facts(start, &closed, open);
        let now = Instant::from_millis(start.millis() + length);
        let promise = bound(&calendar, 3600);
        let calendars = [
            AppliedCalendar { from: start, calendar: &calendar },
            AppliedCalendar { from: Instant::from_millis(start.millis() + change), calendar: &other },
        ];
        let clock = PromiseClock::new(&promise, &calendars, &facts).expect("bound");
        let (lines, reading) = (clock.explain(now), clock.read(now));
        let whole = |at: Instant| Instant::from_millis(at.millis().div_euclid(1000) * 1000);
        let mut edge = whole(start);
        let (mut paused, mut paused_working) = (0, 0);
        for line in &lines {
            prop_assert_eq!(line.interval.from, edge);
            edge = line.interval.to;
            if let LineKind::Paused { working, .. } = &line.kind {
                paused += line.interval.seconds();
                paused_working += working;
            }
        }
        prop_assert_eq!(edge.seconds_since(whole(start)), reading.elapsed);
        prop_assert!(edge >= whole(now));
        prop_assert_eq!(lines.iter().map(|line| line.counted).sum::<i64>(), reading.counted);
        prop_assert_eq!((paused, paused_working), (reading.paused, reading.paused_working));
        prop_assert_eq!(reading.counted + reading.remaining, reading.promised);
    }

    #[test]
    fn a_pause_only_ever_postpones(
        (calendar, middle) in calendar_near(), (closed, open) in pauses(), more in (0_i64..6000, 0_i64..3000),
        promised in 60_i64..400_000, length in 9000_i64..20_000,
    ) {
        let promise = bound(&calendar, promised);
        let calendars = [AppliedCalendar { from: middle, calendar: &calendar }];
        let now = middle.plus_seconds(60 * length);
        let fewer = facts(middle, &closed, open);
        let longer: Vec<_> = closed.iter().copied().chain([more]).collect();
        let with = facts(middle, &longer, open);
        let before = PromiseClock::new(&promise, &calendars, &fewer).expect("bound").read(now);
        let after = PromiseClock::new(&promise, &calendars, &with).expect("bound").read(now);
        // No due moment means later than ten years.
        prop_assert!(after.due_at.is_none_or(|due| before.due_at.is_some_and(|before| before <= due)));
        prop_assert!(after.counted <= before.counted);
        prop_assert!(after.paused >= before.paused);
    }

    #[test]
    fn reading_later_never_changes_the_past(
        (calendar, middle) in calendar_near(), (closed, open) in pauses(), promised in 60_i64..400_000,
        (early, later) in (9000_i64..15_000, 0_i64..9000),
    ) {
        let promise = bound(&calendar, promised);
        let calendars = [AppliedCalendar { from: middle, calendar: &calendar }];
        let facts = facts(middle, &closed, open);
        let clock = PromiseClock::new(&promise, &calendars, &facts).expect("bound");
        let first = middle.plus_seconds(60 * early);
        let second = first.plus_seconds(60 * later);
        let (before, after) = (clock.read(first), clock.read(second));
        prop_assert!(after.counted >= before.counted && after.paused >= before.paused);
        if before.state == ClockState::Missed {
            prop_assert_eq!(after.state, ClockState::Missed);
        }
        if open.is_none() || before.state == ClockState::Missed {
            prop_assert_eq!(before.due_at, after.due_at);
        }
        let past: i64 = clock.explain(second).iter()
            .filter(|line| line.kind == LineKind::Counted)
            .map(|line| line.interval.to.min(first).seconds_since(line.interval.from).max(0))
            .sum();
        prop_assert_eq!(past, before.counted);
    }
}
