//! Rates of an hour: set and seen by finance alone, used where they are spread over enough people.

use std::collections::HashMap;

use app::AppError;
use app::analytics::{Flow, rates as rates_of_log};
use app::company::*;
use domain::company::{RateVersion, UnitKind};
use domain::ids::UnitId;
use domain::permission::{Action, Resource, Role, can};
use domain::time::{Clock as _, Instant};
use flow::findings::Rate;
use flow::log::Name;
use testkit::each_db;
use uuid::Uuid;

use crate::world::*;

fn set(
    unit: UnitId,
    per_hour: i64,
    valid_from: Option<Instant>,
) -> impl Fn(&mut dyn store::Tx, &mut app::Cx) -> app::error::Answer<u32> + Send + 'static {
    move |tx, cx| set_rate(tx, cx, SetRate { unit, per_hour, valid_from })
}

/// What the findings of a log are told of an hour of these units at a moment.
fn told(world: &World<'_>, units: &[UnitId], at: Instant) -> Vec<Rate> {
    let units: HashMap<Name, UnitId> = (1..).map(Name).zip(units.iter().copied()).collect();
    let count = units.len();
    let flow = Flow { units, ..Flow::default() };
    let rates = read(world.f, move |tx| rates_of_log(tx, &flow, at));
    assert_eq!(rates.currency, "RUB");
    (1..=count).map(|name| rates.by_team[&Name(u32::try_from(name).unwrap())]).collect()
}

each_db! {
    fn finance_sets_and_sees_rates_and_nobody_else_does(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let it = world.it;
        let finance = world.member("Финансы", world.hr, Some(Role::Finance));
        let others = [
            world.admin,
            world.member("Глава", it, Some(Role::UnitHead)),
            world.member("Владелец", it, Some(Role::ServiceOwner)),
            world.member("Исполнитель", it, Some(Role::Provider)),
            world.member("Аудитор", it, Some(Role::Auditor)),
            world.member("Сотрудник", it, None),
        ];
        let one = cx(f, viewer(f, finance));
        assert_eq!(run(f, &one, set(it, 150_000, None)).unwrap(), 1);
        assert_eq!(run(f, &one, set(it, 150_000, None)).unwrap(), 1, "the same command is done once");
        for person in others {
            assert!(is_forbidden(&world.by(person, set(it, 1, None))));
            let sees = viewer(f, person);
            assert!(!can(&sees, Action::KeepRates, Resource::Company));
            let seen = f.db.read_blocking(move |tx| rates(tx, &sees));
            assert!(is_forbidden(&seen));
        }
        let sees = viewer(f, finance);
        let found = read(f, move |tx| rates(tx, &sees));
        assert_eq!(found.len(), 1);
        let version = RateVersion { number: 1, per_hour: 150_000, valid_from: one.now };
        assert_eq!((found[0].unit.id, found[0].versions.as_slice(), found[0].people), (it, [version].as_slice(), 5));
    }

    fn a_version_replaces_the_one_before_from_its_day_on(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let it = world.it;
        let finance = world.member("Финансы", world.hr, Some(Role::Finance));
        for n in 0..5 {
            world.member(&format!("Сотрудник {n}"), it, None);
        }
        let now = f.clock.now();
        let day = |days: i64| now.plus_seconds(days * 86_400);
        let by_finance = |per_hour, from| world.by(finance, set(it, per_hour, Some(from)));
        assert_eq!(by_finance(100_000, day(-400)).unwrap(), 1);
        assert_eq!(by_finance(200_000, day(10)).unwrap(), 2);
        assert_eq!(problems(by_finance(1, day(9))), ["valid_from: rate-before-last"]);
        assert_eq!(by_finance(210_000, day(10)).unwrap(), 3, "a version is corrected from its own day");
        let at = |days| told(&world, &[it], day(days))[0];
        assert_eq!([-401, -400, 9, 10, 1000].map(at), [
            Rate::NotSet, Rate::PerHour(100_000), Rate::PerHour(100_000), Rate::PerHour(210_000), Rate::PerHour(210_000),
        ]);
    }

    fn what_is_no_rate_is_refused(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let finance = world.member("Финансы", world.hr, Some(Role::Finance));
        let (vendor, it) = (world.unit("vendor", UnitKind::Vendor), world.it);
        let outcome = |unit, per_hour| world.by(finance, set(unit, per_hour, None));
        assert_eq!(problems(outcome(it, 0)), ["per_hour: rate-not-above-zero"]);
        assert_eq!(problems(outcome(it, -5)), ["per_hour: rate-not-above-zero"]);
        assert_eq!(problems(outcome(it, i64::MAX)), ["per_hour: field-out-of-bounds"]);
        assert_eq!(problems(outcome(vendor, 100)), ["unit: rate-outside"]);
        let closed = world.unit("closed", UnitKind::Internal);
        world.as_admin(move |tx, cx| close_unit(tx, cx, closed)).unwrap();
        assert_eq!(problems(outcome(closed, 100)), ["unit: unit-closed"]);
        assert!(matches!(outcome(UnitId(Uuid::from_u128(5)), 100), Err(AppError::Missing("unit"))));
    }

    fn a_rate_is_told_only_over_five_people_and_holds_in_the_parts(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let (it, hr, now) = (world.it, world.hr, f.clock.now());
        let finance = world.member("Финансы", hr, Some(Role::Finance));
        let part = world.unit("part", UnitKind::Internal);
        world.as_admin(move |tx, cx| move_unit(tx, cx, part, Some(it))).unwrap();
        let mine: Vec<_> = (0..3).map(|n| world.member(&format!("Свой {n}"), it, None)).collect();
        for n in 0..2 {
            world.member(&format!("Часть {n}"), part, None);
        }
        let all = || told(&world, &[it, part, hr], now);
        assert_eq!(all(), [Rate::NotSet; 3]);
        world.by(finance, set(it, 150_000, None)).unwrap();
        // Three of the unit and two of its part are five.
        assert_eq!(all(), [Rate::PerHour(150_000), Rate::PerHour(150_000), Rate::NotSet]);
        // Somebody of both counts once.
        let both = mine[0];
        let into = StartMembership { person: both, unit: part, manager: None, from: None };
        world.as_admin(move |tx, cx| start_membership(tx, cx, into)).unwrap();
        let off = mine[1];
        world.as_admin(move |tx, cx| switch(tx, cx, off, false)).unwrap();
        assert_eq!(all(), [Rate::FewPeople, Rate::FewPeople, Rate::NotSet]);
        world.as_admin(move |tx, cx| switch(tx, cx, off, true)).unwrap();
        assert_eq!(all()[0], Rate::PerHour(150_000));
        // A rate of its own takes the part's people from under the other one.
        world.by(finance, set(part, 90_000, None)).unwrap();
        assert_eq!(all(), [Rate::FewPeople, Rate::FewPeople, Rate::NotSet]);
    }
}
