use super::*;
use crate::localized::Localized;
use jiff::civil::date;
use uuid::Uuid;

fn at(text: &str) -> Instant {
    Instant::from_timestamp(text.parse().expect("a timestamp with an offset"))
}

/// Date, name and hours of an exception.
type Special<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)]);

fn calendar(zone: &str, week: Week, exceptions: &[Special]) -> Calendar {
    Calendar::new(definition(zone, week, exceptions)).expect("valid")
}

fn definition(zone: &str, week: Week, exceptions: &[Special]) -> Definition {
    let hours = |list: &[(&str, &str)]| list.iter().map(|(from, to)| Hours::new(*from, *to)).collect();
    let exceptions = exceptions
        .iter()
        .map(|(date, name, list)| Exception {
            date: (*date).into(),
            name: Localized::one(crate::localized::Language::Ru, *name),
            hours: hours(list),
        })
        .collect();
    Definition {
        id: CalendarId(Uuid::nil()),
        version: 1,
        name: Localized::both("Офис", "Office"),
        zone: zone.into(),
        week,
        exceptions,
    }
}

fn problems(definition: Definition) -> Vec<(String, Fault)> {
    let Invalid(found) = Calendar::new(definition).expect_err("invalid");
    found.into_iter().map(|problem| (problem.path, problem.fault)).collect()
}

fn night() -> Week {
    Week::five_days(&[Hours::new("22:00", "06:00")])
}

const HOUR: i64 = 3600;

#[test]
fn lunch_and_weekend_do_not_count() {
    let office = calendar("Europe/Moscow", Week::office(), &[]);
    // Friday 12:00 to Monday 10:00.
    let (from, to) = (at("2026-11-20T12:00:00+03:00"), at("2026-11-23T10:00:00+03:00"));
    assert_eq!(office.working_seconds(from, to), 6 * HOUR);
    assert_eq!(office.add_working_seconds(from, 6 * HOUR), Some(to));
    assert_eq!(office.working_seconds(to, from), 0);
    assert!(!office.is_working(at("2026-11-23T13:30:00+03:00")));
    assert!(office.is_working(at("2026-11-23T14:00:00+03:00")));
    assert_eq!(office.next_working(at("2026-11-20T18:00:00+03:00")), Some(at("2026-11-23T09:00:00+03:00")));
    assert_eq!(office.full_day_seconds(), 8 * HOUR);
}

#[test]
fn a_span_used_up_at_the_close_of_day_ends_there() {
    let office = calendar("Europe/Moscow", Week::office(), &[]);
    let from = at("2026-11-20T10:00:00+03:00");
    assert_eq!(office.add_working_seconds(from, 7 * HOUR), Some(at("2026-11-20T18:00:00+03:00")));
    assert_eq!(office.add_working_seconds(from, 7 * HOUR + 1), Some(at("2026-11-23T09:00:01+03:00")));
}

#[test]
fn holidays_and_moved_days_replace_the_week() {
    let exceptions: &[Special] =
        &[("2026-11-20", "День компании", &[]), ("2026-11-21", "Рабочая суббота", &[("10:00", "12:00")])];
    let office = calendar("Europe/Moscow", Week::office(), exceptions);
    let (from, to) = (at("2026-11-20T00:00:00+03:00"), at("2026-11-23T00:00:00+03:00"));
    assert_eq!(office.working_seconds(from, to), 2 * HOUR);
    let line = office.timeline(from, to);
    let name = Localized::one(crate::localized::Language::Ru, "День компании");
    assert_eq!(line[0].kind, StretchKind::Off { reason: OffReason::Holiday { name } });
    assert_eq!(line[0].interval.seconds(), 24 * HOUR);
    assert_eq!(
        line.last().map(|stretch| stretch.kind.clone()),
        Some(StretchKind::Off { reason: OffReason::Weekend })
    );
}

#[test]
fn the_timeline_names_night_lunch_and_weekend() {
    let office = calendar("Asia/Vladivostok", Week::office(), &[]);
    let line = office.timeline(at("2026-11-20T00:00:00+10:00"), at("2026-11-23T10:00:00+10:00"));
    let said: Vec<_> =
        line.iter().map(|stretch| (stretch.interval.seconds() / HOUR, stretch.kind.clone())).collect();
    let off = |reason| StretchKind::Off { reason };
    assert_eq!(
        said,
        [
            (9, off(OffReason::OutsideHours)),
            (4, StretchKind::Working),
            (1, off(OffReason::Break)),
            (4, StretchKind::Working),
            (6, off(OffReason::OutsideHours)),
            (48, off(OffReason::Weekend)),
            (9, off(OffReason::OutsideHours)),
            (1, StretchKind::Working),
        ]
    );
}

#[test]
fn a_night_shift_belongs_to_the_day_it_starts_on() {
    let shift = calendar("Europe/Moscow", night(), &[("2026-11-25", "Выходной", &[])]);
    // Friday's shift runs into Saturday; Saturday and Sunday have none.
    assert!(shift.is_working(at("2026-11-28T05:59:59+03:00")));
    assert!(!shift.is_working(at("2026-11-28T06:00:00+03:00")));
    assert!(!shift.is_working(at("2026-11-29T23:00:00+03:00")));
    // The free Wednesday keeps Tuesday's tail and loses its own night.
    assert!(shift.is_working(at("2026-11-25T03:00:00+03:00")));
    assert!(!shift.is_working(at("2026-11-26T03:00:00+03:00")));
}

#[test]
fn berlin_loses_an_hour_in_march_and_gains_one_in_october() {
    let mut week = night();
    week.sat = vec![Hours::new("22:00", "06:00")];
    let shift = calendar("Europe/Berlin", week, &[]);
    let spring = (at("2026-03-28T12:00:00+01:00"), at("2026-03-29T12:00:00+02:00"));
    let autumn = (at("2026-10-24T12:00:00+02:00"), at("2026-10-25T12:00:00+01:00"));
    assert_eq!(shift.working_seconds(spring.0, spring.1), 7 * HOUR);
    assert_eq!(shift.working_seconds(autumn.0, autumn.1), 9 * HOUR);
    assert_eq!(shift.add_working_seconds(autumn.0, 9 * HOUR), Some(at("2026-10-25T06:00:00+01:00")));
    // An office day after the change still begins at nine on the wall.
    let office = calendar("Europe/Berlin", Week::office(), &[]);
    assert_eq!(office.next_working(at("2026-03-28T12:00:00+01:00")), Some(at("2026-03-30T09:00:00+02:00")));
    assert_eq!(office.next_working(at("2026-10-24T12:00:00+02:00")), Some(at("2026-10-26T09:00:00+01:00")));
}

#[test]
fn a_time_that_the_clocks_leap_over_is_the_leap_and_a_repeated_one_its_first_pass() {
    let edges =
        Week { sun: vec![Hours::new("01:00", "02:30"), Hours::new("02:30", "05:00")], ..Week::default() };
    let sunday = calendar("Europe/Berlin", edges, &[]);
    let of = |from: &str, to: &str| {
        sunday.intervals(at(from), at(to)).map(|interval| (interval.from, interval.to)).collect::<Vec<_>>()
    };
    assert_eq!(
        of("2026-03-29T00:00:00+01:00", "2026-03-29T12:00:00+02:00"),
        [
            (at("2026-03-29T01:00:00+01:00"), at("2026-03-29T02:00:00+01:00")),
            (at("2026-03-29T03:00:00+02:00"), at("2026-03-29T05:00:00+02:00")),
        ]
    );
    assert_eq!(
        of("2026-10-25T00:00:00+02:00", "2026-10-25T12:00:00+01:00"),
        [
            (at("2026-10-25T01:00:00+02:00"), at("2026-10-25T02:30:00+02:00")),
            (at("2026-10-25T02:30:00+02:00"), at("2026-10-25T05:00:00+01:00")),
        ]
    );
}

#[test]
fn a_stretch_that_ends_with_the_repeated_hour_has_both_passes() {
    let week =
        Week { sun: vec![Hours::new("01:00", "03:00"), Hours::new("03:00", "04:00")], ..Week::default() };
    let sunday = calendar("Europe/Berlin", week, &[]);
    let found: Vec<_> =
        sunday.intervals(at("2026-10-25T00:00:00+02:00"), at("2026-10-25T12:00:00+01:00")).collect();
    assert_eq!(found.iter().map(Interval::seconds).collect::<Vec<_>>(), [3 * HOUR, HOUR]);
    assert_eq!(found[1].from, at("2026-10-25T03:00:00+01:00"));
}

#[test]
fn around_the_clock_counts_every_second_even_on_a_day_that_never_was() {
    // Samoa had no 30 December 2011.
    let always = calendar("Pacific/Apia", Week::around_the_clock(), &[]);
    let (from, to) = (at("2011-12-20T00:00:00Z"), at("2012-01-10T00:00:00Z"));
    assert_eq!(always.working_seconds(from, to), 21 * 24 * HOUR);
    let weekdays = calendar("Pacific/Apia", Week::office(), &[]);
    // Friday the 30th was leapt over: Thursday the 29th is followed by Saturday.
    let week = (at("2011-12-25T10:00:00Z"), at("2012-01-01T10:00:00Z"));
    assert_eq!(weekdays.working_seconds(week.0, week.1), 4 * 8 * HOUR);
}

#[test]
fn absurd_spans_end() {
    let once = calendar("UTC", Week::default(), &[("2026-01-01", "Раз", &[("09:00", "10:00")])]);
    assert_eq!(once.next_working(at("2026-01-01T10:00:00Z")), None);
    assert_eq!(once.add_working_seconds(at("2025-12-31T10:00:00Z"), HOUR + 1), None);
    assert_eq!(once.full_day_seconds(), HOUR);
    let (first, last) = (Instant::from_millis(i64::MIN), Instant::from_millis(i64::MAX));
    assert_eq!(once.working_seconds(first, last), HOUR);
    assert_eq!(once.add_working_seconds(last, 1), None);
    assert_eq!(once.add_working_seconds(first, 1), None);
}

#[test]
fn everything_wrong_is_said_at_once_with_its_path() {
    let mut week = Week::office();
    week.tue = vec![Hours::new("09:00", "13:00"), Hours::new("12:00", "25:00"), Hours::new("9:00", "10:00")];
    week.wed = vec![Hours::new("09:00", "13:00"), Hours::new("12:00", "18:00")];
    week.thu = vec![Hours::new("14:00", "18:00"), Hours::new("09:00", "13:00")];
    week.fri = vec![Hours::new("10:00", "10:00")];
    let bad = definition(
        "Mars/Olympus",
        week,
        &[("2026-02-30", "Нет такого дня", &[]), ("2026-03-01", "Раз", &[]), ("2026-03-01", " ", &[])],
    );
    let path = |text: &str| text.to_owned();
    assert_eq!(
        problems(bad),
        [
            (path("zone"), Fault::UnknownZone),
            (path("week.tue[1].to"), Fault::BadTime),
            (path("week.tue[2].from"), Fault::BadTime),
            (path("week.wed[1]"), Fault::Overlaps("week.wed[0]".into())),
            (path("week.thu[1]"), Fault::Unsorted),
            (path("week.fri[0]"), Fault::EmptyStretch),
            (path("exceptions[0].date"), Fault::BadDate),
            (path("exceptions[2].name"), Fault::Unnamed),
            (path("exceptions[2].date"), Fault::SameDate("exceptions[1]".into())),
        ]
    );
}

#[test]
fn a_night_shift_may_not_run_into_the_next_day() {
    let mut week = night();
    week.sat = vec![Hours::new("05:00", "12:00")];
    let path = |text: &str| text.to_owned();
    assert_eq!(
        problems(definition("UTC", week, &[])),
        [(path("week.sat[0]"), Fault::Overlaps("week.fri[0]".into()))]
    );
    let moved = definition(
        "UTC",
        night(),
        &[
            ("2026-11-29", "Воскресенье", &[("20:00", "23:30")]),
            ("2026-11-25", "Среда", &[("05:00", "06:00")]),
        ],
    );
    assert_eq!(problems(moved), [(path("exceptions[1].hours[0]"), Fault::Overlaps("week.tue[0]".into()))]);
}

#[test]
fn no_hours_at_all_is_refused() {
    let empty = definition("UTC", Week::default(), &[("2026-01-01", "Праздник", &[])]);
    assert_eq!(problems(empty), [("week".to_owned(), Fault::NoHours)]);
}

#[test]
fn json_keeps_the_calendar_and_checks_it_when_reading() {
    let office = russian(CalendarId(Uuid::nil()), 7, "Asia/Vladivostok", Week::office()).expect("valid");
    let json = serde_json::to_string(&office).expect("writes");
    assert_eq!(serde_json::from_str::<Calendar>(&json).expect("reads"), office);
    let broken = json.replace("Asia/Vladivostok", "Asia/Nowhere");
    let error = serde_json::from_str::<Calendar>(&broken).expect_err("refuses").to_string();
    assert!(error.contains("zone: no such time zone"), "{error}");
    let plain = r#"{"id":"00000000-0000-0000-0000-000000000000","version":1,"zone":"UTC",
        "week":{"mon":[{"from":"09:00","to":"10:00"}]},"exceptions":[{"date":"2026-01-01","name":"Новый год"}]}"#;
    let plain: Calendar = serde_json::from_str(plain).expect("reads");
    assert_eq!(plain.definition().exceptions[0].name.ru.as_deref(), Some("Новый год"));
}

fn moscow() -> Calendar {
    russian(CalendarId(Uuid::nil()), 1, "Europe/Moscow", Week::office()).expect("valid")
}

#[test]
fn russian_working_days_match_the_published_counts() {
    let calendar = moscow();
    let published = [
        (2015, 247),
        (2016, 247),
        (2017, 247),
        (2018, 247),
        (2019, 247),
        (2022, 247),
        (2023, 247),
        (2024, 248),
        (2025, 247),
        (2026, 247),
    ];
    for (year, days) in published {
        let count = date(year, 1, 1).series(jiff::Span::new().days(1)).take_while(|day| day.year() == year);
        assert_eq!(count.filter(|day| calendar.works_on(*day)).count(), days, "{year}");
    }
}

#[test]
fn russian_working_hours_match_the_published_norms_of_the_forty_hour_week() {
    let calendar = moscow();
    let published = [
        (2015, 1971),
        (2016, 1974),
        (2017, 1973),
        (2018, 1970),
        (2019, 1970),
        (2022, 1973),
        (2023, 1973),
        (2024, 1979),
        (2025, 1972),
        (2026, 1972),
    ];
    for (year, hours) in published {
        let (from, to) =
            (at(&format!("{year}-01-01T00:00:00+03:00")), at(&format!("{}-01-01T00:00:00+03:00", year + 1)));
        assert_eq!(calendar.working_seconds(from, to) / HOUR, hours, "{year}");
    }
}

#[test]
fn russian_saturdays_move_and_eves_are_short() {
    let calendar = moscow();
    // 27 April 2024 stood in for the 29th; 2 November for 30 April, the eve of 1 May, so it was shorter.
    assert!(calendar.works_on(date(2024, 4, 27)) && !calendar.works_on(date(2024, 4, 29)));
    let day = |date: &str| {
        calendar.working_seconds(at(&format!("{date}T00:00:00+03:00")), at(&format!("{date}T23:59:59+03:00")))
    };
    assert_eq!(day("2024-04-27"), 8 * HOUR);
    assert_eq!(day("2024-11-02"), 7 * HOUR);
    assert_eq!(day("2026-06-11"), 7 * HOUR);
    assert!(
        calendar.is_working(at("2026-06-11T16:59:59+03:00"))
            && !calendar.is_working(at("2026-06-11T17:00:00+03:00"))
    );
    let line = calendar.timeline(at("2026-12-31T00:00:00+03:00"), at("2027-01-09T00:00:00+03:00"));
    let names: Vec<_> = line
        .iter()
        .filter_map(|stretch| match &stretch.kind {
            StretchKind::Off { reason: OffReason::Holiday { name } } => name.ru.as_deref(),
            _ => None,
        })
        .collect();
    assert_eq!(
        names,
        [
            "Выходной (перенесено с 04.01.2026)",
            "Новогодние каникулы",
            "Рождество Христово",
            "Новогодние каникулы"
        ]
    );
}

#[test]
fn shortening_works_for_every_shape_of_day() {
    for week in [
        night(),
        Week::five_days(&[Hours::new("09:00", "10:00")]),
        Week::five_days(&[Hours::new("09:00", "17:00"), Hours::new("17:30", "18:00")]),
        Week::five_days(&[Hours::new("20:00", "00:30")]),
        Week::five_days(&[Hours::new("20:00", "01:00")]),
        Week::around_the_clock(),
    ] {
        let ordinary = calendar("UTC", week.clone(), &[]).full_day_seconds();
        let calendar = russian(CalendarId(Uuid::nil()), 1, "UTC", week).expect("valid");
        let eve = calendar.plan(check::day_number(date(2026, 6, 11)));
        assert_eq!(eve.seconds(), ordinary - HOUR);
    }
}
