//! The first run, calendars and promises, settings.

use app::AppError;
use app::company::*;
use domain::calendar::{Exception, Hours, Week};
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::{Role, Viewer};
use domain::promise::{Amount, PromiseKind};
use testkit::each_db;

use crate::world::*;

fn calendar(zone: &str) -> PublishCalendar {
    PublishCalendar {
        unit: None,
        name: both("Смена"),
        zone: zone.to_owned(),
        week: Week::around_the_clock(),
        exceptions: Vec::new(),
        replaces: None,
        valid_from: None,
    }
}

each_db! {
    fn a_company_starts_once(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        assert!(read(f, find_company).is_none());
        let first = cx(f, Viewer::nobody());
        let begin = start("  Ромашка\u{202E}  и партнёры ");
        let again = begin.clone();
        let started = run(f, &first, move |tx, cx| start_company(tx, cx, begin.clone())).unwrap();
        let company = read(f, company);
        assert_eq!(company.name, "Ромашка и партнёры");
        assert_eq!((company.currency, company.language), (Currency::RUB, Language::Ru));
        assert!(!company.demonstration && !company.metering && company.front_desk.is_none());
        let admin = viewer(f, started.administrator);
        assert!(admin.has(Role::Administrator, None));
        // A double click is the same company; another form is not.
        let twice = again.clone();
        assert_eq!(run(f, &first, move |tx, cx| start_company(tx, cx, twice.clone())).unwrap(), started);
        let other = cx(f, Viewer::nobody());
        assert!(is_forbidden(&run(f, &other, move |tx, cx| start_company(tx, cx, again.clone()))));
        let calendar = read(f, move |tx| app::company::calendar(tx, started.calendar));
        assert_eq!(calendar.full_day_seconds(), 8 * 3600);
        assert!(!calendar.works_on("2026-01-01".parse().unwrap()), "holidays are known");
        let promise = read(f, move |tx| promise(tx, started.promise));
        assert_eq!((promise.kind, promise.amount), (PromiseKind::FirstAnswer, Amount::WorkingDays(1)));
    }

    fn a_first_run_tells_every_field_that_is_wrong(f) {
        let begin = StartCompany {
            name: " ".into(),
            currency: Currency::SECONDS,
            zone: "Mars/Olympus".into(),
            administrator: NewPerson { name: "x".repeat(301), email: "olga".into(), position: String::new() },
            ..start("")
        };
        let wrong = [
            "company: field-required", "currency: field-currency", "name: field-too-long", "email: field-email",
            "zone: calendar-zone",
        ];
        assert_eq!(problems(could_start(&begin)), wrong, "it is told without a database");
        let outcome = run(f, &cx(f, Viewer::nobody()), move |tx, cx| start_company(tx, cx, begin.clone()));
        assert_eq!(problems(outcome), wrong);
        assert!(read(f, find_company).is_none(), "nothing is half done");
    }

    fn calendars_and_promises_are_versions(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let one = world.cx();
        let publish = move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            publish_calendar(tx, cx, calendar("Asia/Omsk"))
        };
        let id = run(f, &one, publish).unwrap();
        assert_eq!(run(f, &one, publish).unwrap(), id, "the same command is done once");
        assert_eq!(read(f, calendars).len(), 2);
        let next = world.as_admin(move |tx, cx| {
            publish_calendar(tx, cx, PublishCalendar { replaces: Some(id), ..calendar("Asia/Omsk") })
        }).unwrap();
        let list = read(f, calendars);
        assert_eq!(list.iter().map(|(version, _)| version.number).collect::<Vec<_>>(), [1, 1, 2]);
        assert_eq!(list[2].1.zone().iana_name(), Some("Asia/Omsk"));
        let amount = Amount::WorkingSeconds(7200);
        let publish = move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            publish_promise(tx, cx, PublishPromise {
                unit: None, kind: PromiseKind::FirstAnswer, amount, calendar: next, replaces: None, valid_from: None,
            })
        };
        let two = world.cx();
        let id = run(f, &two, publish).unwrap();
        assert_eq!(run(f, &two, publish).unwrap(), id);
        let promise = read(f, move |tx| promise(tx, id));
        assert_eq!((promise.amount, promise.calendar), (amount, next));
        assert_eq!(read(f, promises).len(), 2);
    }

    fn a_wrong_calendar_is_told_field_by_field(f) {
        let world = World::new(f);
        let mut wrong = calendar("Nowhere");
        wrong.name = Localized::default();
        wrong.week.mon = vec![Hours::new("9:00", "25:00")];
        wrong.exceptions = vec![Exception { date: "2026-02-30".into(), name: both("x"), hours: Vec::new() }];
        wrong.replaces = Some(domain::ids::CalendarId(uuid::Uuid::from_u128(5)));
        let outcome = world.as_admin(move |tx, cx| publish_calendar(tx, cx, wrong.clone()));
        assert_eq!(problems(outcome), [
            "replaces: field-not-found", "name: field-required", "zone: calendar-zone",
            "week.mon[0].from: calendar-time", "week.mon[0].to: calendar-time",
            "exceptions[0].date: calendar-date",
        ]);
        let started = world.started;
        let bad = move |amount, calendar| PublishPromise {
            unit: None, kind: PromiseKind::Delivery, amount, calendar, replaces: None, valid_from: None,
        };
        let nowhere = domain::ids::CalendarId(uuid::Uuid::from_u128(5));
        let outcome = world.as_admin(move |tx, cx| {
            publish_promise(tx, cx, bad(Amount::WorkingDays(0), nowhere))
        });
        assert_eq!(problems(outcome), ["calendar: field-not-found", "amount: field-promise-amount"]);
        assert!(world.as_admin(move |tx, cx| {
            publish_promise(tx, cx, bad(Amount::WorkingDays(3), started.calendar))
        }).is_ok());
    }

    fn heads_publish_for_their_units_others_do_not(f) {
        let world = World::new(f);
        let head = world.member("Глава", world.it, Some(Role::UnitHead));
        let colleague = world.member("Коллега", world.it, Some(Role::Provider));
        let (it, hr) = (world.it, world.hr);
        let of = |unit| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            publish_calendar(tx, cx, PublishCalendar { unit, ..calendar("Asia/Omsk") })
        };
        assert!(world.by(head, of(Some(it))).is_ok());
        assert!(is_forbidden(&world.by(head, of(Some(hr)))));
        assert!(is_forbidden(&world.by(head, of(None))));
        assert!(is_forbidden(&world.by(colleague, of(Some(it)))));
        assert!(is_forbidden(&run(f, &cx(f, Viewer::nobody()), of(None))));
    }

    fn the_front_desk_and_the_notice(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let anna = world.member("Анна", world.it, Some(Role::Provider));
        let bob = world.member("Боб", world.hr, None);
        let (it, hr, admin) = (world.it, world.hr, world.admin);
        let outcome = world.as_admin(move |tx, cx| name_front_desk(tx, cx, hr, bob));
        assert_eq!(problems(outcome), ["owner: person-does-not-serve"]);
        assert!(is_forbidden(&world.by(anna, move |tx, cx| name_front_desk(tx, cx, it, anna))));
        world.as_admin(move |tx, cx| name_front_desk(tx, cx, it, anna)).unwrap();
        world.as_admin(move |tx, cx| name_front_desk(tx, cx, it, anna)).unwrap();
        assert_eq!(read(f, front_desk), Some((it, anna)));

        let seen = move |tx: &mut dyn store::Tx, cx: &mut app::Cx| see_metering_notice(tx, cx);
        assert!(matches!(world.by(bob, seen), Err(AppError::Missing("notice"))));
        let metering = |person| read(f, move |tx| viewer_of(tx, person)).unwrap().me.metering;
        assert_eq!(metering(bob), Metering::Off);
        let outcome = world.as_admin(|tx, cx| publish_metering_notice(tx, cx, &Localized::default()));
        assert_eq!(problems(outcome), ["notice: field-required"]);
        assert!(is_forbidden(&world.by(bob, |tx, cx| publish_metering_notice(tx, cx, &both("x")))));
        world.as_admin(|tx, cx| publish_metering_notice(tx, cx, &both("Что измеряется"))).unwrap();
        assert_eq!(read(f, metering_notice).unwrap().text(Language::Ru), "Что измеряется");
        assert!(!viewer(f, bob).metered);
        world.by(bob, seen).unwrap();
        assert_eq!((metering(bob), metering(admin)), (Metering::On, Metering::Unseen));
        assert!(viewer(f, bob).metered);
        // A new notice must be shown again.
        f.clock.advance_seconds(60);
        world.as_admin(|tx, cx| publish_metering_notice(tx, cx, &both("Новое"))).unwrap();
        assert_eq!(metering(bob), Metering::Unseen);
        world.by(bob, seen).unwrap();
        assert_eq!(metering(bob), Metering::On);
    }
}
