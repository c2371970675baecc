//! Units: created, changed, moved, closed.

use app::AppError;
use app::company::*;
use domain::company::UnitKind;
use domain::ids::{PromiseId, StreamId, UnitId};
use domain::ledger::BudgetMode;
use domain::localized::{Language, Localized};
use domain::permission::Role;
use testkit::each_db;
use uuid::Uuid;

use crate::world::*;

each_db! {
    fn a_unit_has_a_unique_code_and_a_front_door(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let one = world.cx();
        let create = |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            create_unit(tx, cx, new_unit(" Legal ", UnitKind::Internal))
        };
        let legal = run(f, &one, create).unwrap();
        assert_eq!(run(f, &one, create).unwrap(), legal, "the same command is done once");
        assert_eq!(problems(world.as_admin(create)), ["code: field-taken"]);
        let door = read(f, move |tx| front_door(tx, legal));
        assert_eq!((door.promise, door.calendar), (world.started.promise, world.started.calendar));
        assert_eq!((door.budget_mode, door.closed), (BudgetMode::Shadow, false));
        assert_eq!(read(f, |tx| unit_by_code(tx, "legal")).id, legal);
        assert_eq!(read(f, units).len(), 3);
        let nowhere = UnitId(Uuid::from_u128(9));
        let outcome = world.as_admin(move |tx, cx| {
            create_unit(tx, cx, CreateUnit {
                code: "отдел".into(),
                parent: Some(nowhere),
                name: Localized::one(Language::En, " "),
                purpose: Localized::one(Language::Ru, "п".repeat(4001)),
                kind: UnitKind::Vendor,
            })
        });
        assert_eq!(problems(outcome), [
            "code: field-code", "parent: field-not-found", "name: field-required", "purpose_ru: field-too-long",
        ]);
    }

    fn only_administrators_create_heads_edit(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let head = world.member("Глава", world.it, Some(Role::UnitHead));
        let finance = world.member("Финансы", world.hr, Some(Role::Finance));
        let (it, hr) = (world.it, world.hr);
        let create = |tx: &mut dyn store::Tx, cx: &mut app::Cx| create_unit(tx, cx, new_unit("x", UnitKind::Manager));
        assert!(is_forbidden(&world.by(head, create)));
        let words = |unit, seen| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            change_unit_texts(tx, cx, ChangeUnitTexts { unit, name: both("ИТ\r\nслужба"), purpose: both("Чинит"), seen })
        };
        assert!(is_forbidden(&world.by(head, words(hr, None))));
        assert!(is_forbidden(&world.by(finance, words(it, None))));
        let seen = read(f, move |tx| version_of(tx, StreamId(it.0)));
        world.by(head, words(it, Some(seen))).unwrap();
        let stale = world.by(head, words(it, Some(seen)));
        assert!(matches!(stale, Err(AppError::Changed { seen: s, now }) if s == seen && now == seen + 1));
        let unit = read(f, move |tx| unit(tx, it));
        assert_eq!(unit.texts.purpose.text(Language::Ru), "Чинит");

        let mode = |unit| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| {
            set_budget_mode(tx, cx, unit, BudgetMode::Hard)
        };
        assert!(is_forbidden(&world.by(head, mode(it))));
        world.by(finance, mode(it)).unwrap();
        world.as_admin(mode(hr)).unwrap();
        assert_eq!(read(f, move |tx| front_door(tx, it)).budget_mode, BudgetMode::Hard);
        let missing = world.as_admin(mode(UnitId(Uuid::from_u128(1234))));
        assert!(matches!(missing, Err(AppError::Missing("unit"))));
    }

    fn the_front_door_names_who_serves(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let head = world.member("Глава", world.it, Some(Role::UnitHead));
        let anna = world.member("Анна", world.it, Some(Role::Provider));
        let stranger = world.member("Чужой", world.hr, Some(Role::Provider));
        let started = world.started;
        let it = world.it;
        let door = move |owner, promise| SetFrontDoor {
            unit: it, owner, promise, calendar: started.calendar, seen: None,
        };
        let nowhere = PromiseId(Uuid::from_u128(1));
        let outcome = world.by(head, move |tx, cx| set_front_door(tx, cx, door(Some(stranger), nowhere)));
        assert_eq!(problems(outcome), ["owner: person-does-not-serve", "promise: field-not-found"]);
        world.by(head, move |tx, cx| set_front_door(tx, cx, door(Some(anna), started.promise))).unwrap();
        assert!(is_forbidden(&world.by(anna, move |tx, cx| set_front_door(tx, cx, door(None, started.promise)))));
        let unit = read(f, |tx| unit_by_code(tx, "it"));
        assert_eq!((unit.owner, unit.owner_name.as_str()), (Some(anna), "Анна"));
    }

    fn units_move_but_not_into_themselves(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let (it, hr) = (world.it, world.hr);
        let to = |unit, parent| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| move_unit(tx, cx, unit, parent);
        world.as_admin(to(hr, Some(it))).unwrap();
        assert_eq!(problems(world.as_admin(to(it, Some(hr)))), ["parent: unit-in-itself"]);
        assert_eq!(problems(world.as_admin(to(it, Some(it)))), ["parent: unit-in-itself"]);
        assert_eq!(read(f, move |tx| unit(tx, hr)).parent, Some(it));
        world.as_admin(to(hr, None)).unwrap();
        assert_eq!(read(f, move |tx| unit(tx, hr)).parent, None);
    }

    fn a_unit_closes_when_nothing_hangs_on_it(f) {
        f.assert_on_drop(rows_are_what_history_tells);
        let world = World::new(f);
        let (it, hr) = (world.it, world.hr);
        let anna = world.member("Анна", it, Some(Role::Provider));
        world.as_admin(move |tx, cx| move_unit(tx, cx, hr, Some(it))).unwrap();
        world.as_admin(move |tx, cx| name_front_desk(tx, cx, it, anna)).unwrap();
        let close = |unit| move |tx: &mut dyn store::Tx, cx: &mut app::Cx| close_unit(tx, cx, unit);
        assert_eq!(
            problems(world.as_admin(close(it))),
            ["unit: unit-has-parts", "unit: unit-has-members", "unit: unit-is-front-desk"]
        );
        assert!(is_forbidden(&world.by(anna, close(hr))));
        let one = world.cx();
        run(f, &one, close(hr)).unwrap();
        run(f, &one, close(hr)).unwrap();
        assert_eq!(problems(world.as_admin(close(hr))), ["unit: unit-closed"]);
        assert!(read(f, move |tx| front_door(tx, hr)).closed);
        let outcome = world.as_admin(move |tx, cx| {
            create_unit(tx, cx, CreateUnit { parent: Some(hr), ..new_unit("hr-2", UnitKind::Internal) })
        });
        assert_eq!(problems(outcome), ["parent: field-not-found"]);
        // The code of a closed unit stays taken: old addresses keep their meaning.
        let outcome = world.as_admin(|tx, cx| create_unit(tx, cx, new_unit("hr", UnitKind::Internal)));
        assert_eq!(problems(outcome), ["code: field-taken"]);
    }
}
