//! Random calendars against a clock that walks minute by minute.

use super::*;
use crate::localized::{Language, Localized};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

fn hhmm(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Up to three stretches of a day; the last may run until five in the morning if the day begins after five.
fn day() -> impl Strategy<Value = Vec<Hours>> {
    let points = proptest::collection::btree_set(300_u32..=1440, 0..=3_usize);
    (points, any::<bool>(), 0_u32..=300).prop_map(|(points, night, tail)| {
        let points: Vec<u32> = points.into_iter().collect();
        let mut hours: Vec<Hours> =
            points.chunks_exact(2).map(|pair| Hours::new(hhmm(pair[0]), hhmm(pair[1]))).collect();
        if let ([start], true) = (points.chunks_exact(2).remainder(), night && points.last() != Some(&1440)) {
            hours.push(Hours::new(hhmm(*start), hhmm(tail)));
        }
        hours
    })
}

/// A zone and a date near one of its interesting moments.
fn place() -> impl Strategy<Value = (&'static str, Date)> {
    prop_oneof![
        Just(("Europe/Berlin", date(2026, 3, 29))),
        Just(("Europe/Berlin", date(2026, 10, 25))),
        Just(("Asia/Vladivostok", date(2026, 11, 23))),
        Just(("Europe/Moscow", date(2014, 10, 26))),
        Just(("America/New_York", date(2026, 11, 1))),
        Just(("Australia/Lord_Howe", date(2026, 4, 5))),
        Just(("Pacific/Apia", date(2011, 12, 30))),
        Just(("UTC", date(2026, 1, 1))),
    ]
}

pub(crate) fn calendar_near() -> impl Strategy<Value = (Calendar, Instant)> {
    let week = proptest::collection::vec(day(), 7);
    let exceptions = proptest::collection::btree_map(-6_i64..=6, day(), 0..4);
    (place(), week, exceptions).prop_map(|((zone, middle), days, exceptions)| {
        let [mon, tue, wed, thu, fri, sat, sun]: [Vec<Hours>; 7] = days.try_into().expect("seven");
        let mut week = Week { mon, tue, wed, thu, fri, sat, sun };
        if week.days().iter().all(|day| day.is_empty()) {
            week = Week::office();
        }
        let exceptions = exceptions
            .into_iter()
            .map(|(days, hours)| Exception {
                date: (middle + jiff::Span::new().days(days)).to_string(),
                name: Localized::one(Language::Ru, "Особый день"),
                hours,
            })
            .collect();
        let id = CalendarId(Uuid::nil());
        let calendar = Calendar::new(Definition {
            id,
            version: 1,
            name: Localized::default(),
            zone: zone.into(),
            week,
            exceptions,
        });
        let midnight = middle.at(0, 0, 0, 0).to_zoned(TimeZone::UTC).expect("in range").timestamp();
        (calendar.expect("valid by construction"), Instant::from_timestamp(midnight))
    })
}

/// For every minute of `[from, to)`: is it working? Told by the latest wall-clock reading seen so far, with no use of
/// the walk under test: a stretch has begun when its beginning has been seen, and is over when its end has been seen.
pub(crate) fn minutes(calendar: &Calendar, from: Instant, to: Instant) -> Vec<bool> {
    let zone = calendar.zone();
    let start = from.millis() / 60_000;
    let mut latest = i64::MIN;
    let mut said = Vec::new();
    for minute in start - 3 * 1440..to.millis() / 60_000 {
        let stamp = Timestamp::from_second(minute * 60).expect("in range");
        let local = zone.to_datetime(stamp);
        let reading =
            check::day_number(local.date()) * 1440 + i64::from(local.hour()) * 60 + i64::from(local.minute());
        latest = latest.max(reading);
        if minute >= start {
            said.push(open_at(calendar, latest));
        }
    }
    said
}

fn open_at(calendar: &Calendar, reading: i64) -> bool {
    let (day, minute) = (reading.div_euclid(1440), reading.rem_euclid(1440));
    let definition = calendar.definition();
    let hours = |day: i64| {
        let date = date(1970, 1, 1) + jiff::Span::new().days(day);
        let exception = definition.exceptions.iter().find(|exception| exception.date == date.to_string());
        let ordinary = definition.week.days()[date.weekday().to_monday_zero_offset() as usize];
        exception.map_or(ordinary, |exception| &exception.hours).to_vec()
    };
    let minutes = |text: &str| {
        text[..2].parse::<i64>().expect("hours") * 60 + text[3..].parse::<i64>().expect("minutes")
    };
    let today = hours(day).into_iter().any(|stretch| {
        let (from, to) = (minutes(&stretch.from), minutes(&stretch.to));
        from <= minute && (minute < to || to <= from)
    });
    let yesterday = hours(day - 1).into_iter().any(|stretch| {
        let (from, to) = (minutes(&stretch.from), minutes(&stretch.to));
        to <= from && minute < to
    });
    today || yesterday
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn the_walk_agrees_with_the_clock_on_the_wall(
        (calendar, middle) in calendar_near(), start in -7200_i64..7200, length in 0_i64..7200,
    ) {
        let from = middle.plus_seconds(start * 60);
        let to = from.plus_seconds(length * 60);
        let oracle = minutes(&calendar, from, to);
        prop_assert_eq!(calendar.working_seconds(from, to), 60 * oracle.iter().filter(|open| **open).count() as i64);
        for (place, open) in oracle.iter().enumerate().step_by(97) {
            prop_assert_eq!(calendar.is_working(from.plus_seconds(60 * place as i64)), *open);
        }
        if let Some(first) = oracle.iter().position(|open| *open) {
            prop_assert_eq!(calendar.next_working(from), Some(from.plus_seconds(60 * first as i64)));
        }
    }

    #[test]
    fn working_seconds_add_up_however_a_span_is_split(
        (calendar, middle) in calendar_near(), mut points in proptest::collection::vec(-900_000_000_i64..900_000_000, 3),
    ) {
        points.sort_unstable();
        let [a, b, c] = [points[0], points[1], points[2]].map(|millis| Instant::from_millis(middle.millis() + millis));
        prop_assert_eq!(
            calendar.working_seconds(a, b) + calendar.working_seconds(b, c),
            calendar.working_seconds(a, c)
        );
    }

    #[test]
    fn adding_is_the_inverse_of_counting_and_gives_the_earliest_moment(
        (calendar, middle) in calendar_near(), start in -900_000_i64..900_000, seconds in 1_i64..400_000,
    ) {
        let from = middle.plus_seconds(start);
        // A week of a few minutes may not reach the amount in ten years.
        let (Some(end), Some(more)) =
            (calendar.add_working_seconds(from, seconds), calendar.add_working_seconds(from, seconds + 1))
        else {
            prop_assert!(calendar.working_seconds(from, from.plus_seconds(HORIZON)) <= seconds);
            return Ok(());
        };
        prop_assert_eq!(calendar.working_seconds(from, end), seconds);
        prop_assert_eq!(calendar.working_seconds(from, end.plus_seconds(-1)), seconds - 1);
        prop_assert!(more > end);
    }

    #[test]
    fn the_timeline_leaves_no_gap_and_counts_the_same(
        (calendar, middle) in calendar_near(), start in -900_000_i64..900_000, length in 0_i64..1_500_000,
    ) {
        let from = middle.plus_seconds(start);
        let to = from.plus_seconds(length);
        let line = calendar.timeline(from, to);
        let mut edge = from;
        let mut working = 0;
        for (place, stretch) in line.iter().enumerate() {
            prop_assert_eq!(stretch.interval.from, edge);
            prop_assert!(stretch.interval.seconds() > 0);
            prop_assert!(place == 0 || line[place - 1].kind != stretch.kind);
            edge = stretch.interval.to;
            if stretch.kind == StretchKind::Working {
                working += stretch.interval.seconds();
            }
        }
        prop_assert_eq!(edge, to);
        prop_assert_eq!(working, calendar.working_seconds(from, to));
    }
}
