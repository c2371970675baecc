//! Rows that name units to which the importer may not bring history: they stay outside and are told.

use app::company::{
    CreateUnit, RegisterPerson, StartMembership, create_unit, grant_role, people_of_unit, register_person,
    revoke_role, services_of, start_membership, units,
};
use app::error::AppError;
use app::logs::{Fate, Plan, Told, begin, brings, mappings, propose};
use domain::company::UnitKind;
use domain::ids::{PersonId, UnitId};
use domain::localized::Language;
use domain::permission::Role as Held;
use store::repo::import_batch::ImportState;
use testkit::each_db;

use super::*;
use crate::world::{World, cx, new_unit, viewer};

const COLUMNS: &str = "number,state,date,unit,customer,team,person,caller,service\n";

fn logged(text: &str) -> Arc<Gathered> {
    let mut mapping = mapping();
    mapping.columns.remove(&Role::Title);
    mapping.columns.insert(Role::Unit, "unit".to_owned());
    mapping.columns.insert(Role::Customer, "customer".to_owned());
    let text = format!("{COLUMNS}{text}");
    let size = text.len() as u64;
    Arc::new(read_log(std::io::Cursor::new(text), size, &mapping, None).unwrap())
}

/// One request of two rows.
fn request(key: &str, unit: &str, customer: &str, team: &str) -> String {
    format!(
        "{key},New,2026-02-01 09:00,{unit},{customer},{team},,Caller {key},Service {key}\n\
         {key},Closed,2026-02-01 12:00,{unit},{customer},{team},Handler {key},Caller {key},Service {key}\n"
    )
}

fn by(f: &Fixture, person: PersonId) -> Cx {
    let mut cx = cx(f, viewer(f, person));
    cx.command = CommandId(cx.ids.next());
    cx
}

fn brought(
    world: &World<'_>,
    cx: &Cx,
    unit: UnitId,
    log: &Arc<Gathered>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Taken, TakeError> {
    let clock = world.f.clock.clone();
    take(&world.f.db, cx, &Order { unit, ..order(world) }, log, &move || clock.now(), progress)
}

/// People and services of a unit, and the requests of other systems that lie in it or come from it.
fn of_unit(f: &Fixture, unit: UnitId) -> (usize, usize, i64) {
    read(f, move |tx| {
        let requests = tx.one(
            sql!("SELECT COUNT(*) FROM imported WHERE unit = $1 OR customer_unit = $1 OR team = $1"),
            params![unit],
        )?;
        Ok((people_of_unit(tx, unit)?.len(), services_of(tx, unit)?.len(), requests))
    })
}

fn unit_named(f: &Fixture, name: &'static str) -> Option<(UnitId, Option<UnitId>)> {
    read(f, move |tx| {
        let all = units(tx)?.into_iter();
        Ok(all
            .filter(|unit| unit.texts.name.ru.as_deref() == Some(name))
            .map(|unit| (unit.id, unit.parent))
            .next())
    })
}

/// A unit that is part of a head office.
fn part_of_office(world: &World<'_>) -> (UnitId, UnitId) {
    let office = world.unit("office", UnitKind::Internal);
    let new = CreateUnit { parent: Some(office), ..new_unit("desk", UnitKind::Internal) };
    (office, world.as_admin(move |tx, cx| create_unit(tx, cx, new.clone())).unwrap())
}

fn outsider(world: &World<'_>, unit: UnitId, role: Held) -> PersonId {
    let new = RegisterPerson {
        person: app::company::NewPerson { name: "Подрядчик".into(), ..Default::default() },
        language: Language::Ru,
        outside: true,
        identities: Vec::new(),
    };
    let person = world.as_admin(move |tx, cx| register_person(tx, cx, new.clone())).unwrap();
    let member = StartMembership { person, unit, manager: None, from: None };
    world.as_admin(move |tx, cx| start_membership(tx, cx, member)).unwrap();
    let of = role.of_a_unit().then_some(unit);
    world.as_admin(move |tx, cx| grant_role(tx, cx, person, role, of)).unwrap();
    person
}

each_db! {
    fn rows_of_other_units_stay_outside_and_are_told(f) {
        let world = World::new(f);
        let (office, desk) = part_of_office(&world);
        let owner = world.member("Владелец", desk, Some(Held::ServiceOwner));
        let text = [
            request("A-1", "", "", "First line"),
            request("A-2", "hr", "", "First line"),
            request("A-3", "", "office en", "First line"),
            request("A-4", "", "", "HR"),
            request("A-5", "Beside", "", ""),
            request("A-6", "", "Far away", ""),
            request("A-7", "desk", "desk", "First line"),
            request("A-8", "hr", "office", ""),
        ]
        .concat();
        let log = logged(&text);
        let before = [world.hr, office].map(|unit| of_unit(f, unit));
        let cx = by(f, owner);
        let came = brought(&world, &cx, desk, &log, &mut |_| ()).unwrap();
        assert_eq!([world.hr, office].map(|unit| of_unit(f, unit)), before, "nothing of them is touched");
        assert_eq!(came.proposal.count(|fate| *fate == Fate::New), 2);
        let told = Told::read(&batch(&world, &cx));
        let lines: Vec<_> = told
            .foreign_units
            .iter()
            .map(|one| (one.name.as_str(), one.unit, one.rows, one.lines.clone()))
            .collect();
        assert_eq!(told.foreign, 6);
        assert_eq!(
            lines,
            [
                ("hr", Some(world.hr), 4, vec![4, 5, 16, 17]),
                ("office en", Some(office), 2, vec![6, 7]),
                ("HR", Some(world.hr), 2, vec![8, 9]),
                ("Beside", None, 2, vec![10, 11]),
                ("Far away", None, 2, vec![12, 13]),
                ("office", Some(office), 2, vec![16, 17]),
            ]
        );
        assert_eq!(unit_named(f, "Beside"), None);
        assert_eq!(unit_named(f, "First line").unwrap().1, Some(desk), "a team is made inside");
        // Who asked and whose unit nobody names belongs where the importer may bring people.
        assert_eq!(of_unit(f, desk).0, 1 + 2, "the owner and two who asked");
        is_clean(f);
        // An administrator's order takes all of it in.
        let all = brought(&world, &importer(&world), desk, &log, &mut |_| ()).unwrap();
        assert_eq!(all.proposal.count(|fate| *fate == Fate::New), 6);
        assert!(all.proposal.foreign.is_empty());
        assert_eq!(of_unit(f, world.hr).2, 3);
        is_clean(f);
    }

    fn a_request_that_lies_elsewhere_does_not_go_on(f) {
        let world = World::new(f);
        brought(&world, &importer(&world), world.hr, &logged(&request("A-1", "", "", "")), &mut |_| ()).unwrap();
        let owner = world.member("Владелец", world.it, Some(Held::ServiceOwner));
        let longer = logged(&format!(
            "{}A-1,Closed,2026-02-05 09:00,,,,,Caller A-1,Service A-1\n",
            request("A-1", "", "", "")
        ));
        let before = there(f, world.hr);
        let cx = by(f, owner);
        let came = brought(&world, &cx, world.it, &longer, &mut |_| ()).unwrap();
        assert_eq!((came.events, there(f, world.hr)), (0, before));
        let told = Told::read(&batch(&world, &cx));
        assert_eq!((told.foreign, told.foreign_units[0].unit, told.foreign_units[0].rows), (1, Some(world.hr), 3));
        assert_eq!(brought(&world, &importer(&world), world.it, &longer, &mut |_| ()).unwrap().events, 2);
        is_clean(f);
    }

    fn the_history_of_ones_own_teams_goes_on_until_they_open_a_door(f) {
        let world = World::new(f);
        let head = world.member("Глава", world.it, Some(Held::UnitHead));
        brought(&world, &by(f, head), world.it, &logged(&request("A-1", "", "", "First line")), &mut |_| ()).unwrap();
        let came =
            brought(&world, &by(f, head), world.it, &logged(&request("A-2", "", "", "First line")), &mut |_| ());
        assert_eq!(came.unwrap().proposal.count(|fate| *fate == Fate::New), 1);
        // A unit that an administrator put below is somebody's own.
        let new = CreateUnit { parent: Some(world.it), ..new_unit("night", UnitKind::Internal) };
        world.as_admin(move |tx, cx| create_unit(tx, cx, new.clone())).unwrap();
        let came = brought(&world, &by(f, head), world.it, &logged(&request("A-3", "", "", "night")), &mut |_| ());
        assert_eq!(came.unwrap().proposal.count(|fate| *fate == Fate::Foreign), 1);
        is_clean(f);
    }

    fn whoever_loses_the_unit_meanwhile_brings_nothing(f) {
        let world = World::new(f);
        let head = world.member("Глава", world.it, Some(Held::UnitHead));
        let before = there(f, world.it);
        let (cx, it) = (by(f, head), world.it);
        let log = logged(&request("A-1", "", "", "First line"));
        let result = brought(&world, &cx, world.it, &log, &mut |_| {
            world.as_admin(move |tx, cx| revoke_role(tx, cx, head, Held::UnitHead, Some(it))).unwrap();
        });
        assert!(matches!(result, Err(TakeError::App(AppError::Forbidden))), "{result:?}");
        assert_eq!(there(f, world.it), before);
        let kept = batch(&world, &cx);
        assert_eq!((kept.state, Told::read(&kept).error.as_str()), (ImportState::Failed, "forbidden"));
        is_clean(f);
    }

    fn people_of_other_organisations_bring_nothing(f) {
        let world = World::new(f);
        let vendor = world.unit("vendor", UnitKind::Vendor);
        for role in [Held::ServiceOwner, Held::UnitHead] {
            let person = outsider(&world, vendor, role);
            let cx = by(f, person);
            assert!(!brings(&cx.viewer, vendor), "{role:?}");
            let log = logged(&request("A-1", "hr", "", ""));
            let (asked, order) = (cx.clone(), Order { unit: vendor, ..order(&world) });
            let (found, kept) = (Arc::clone(&log), cx.clone());
            let proposal = f.db.read_blocking(move |tx| propose(tx, &mut asked.clone(), &order, &found).map(|_| ()));
            assert!(matches!(proposal, Err(AppError::Forbidden)), "{role:?}");
            let plan = Plan::new(Some(person), String::new(), "log.csv".into(), vendor, "Old".into());
            let begun = f.db.write_blocking(move |tx| begin(tx, &kept, &plan));
            assert!(matches!(begun, Err(AppError::Forbidden)), "{role:?}");
            let kept = cx.clone();
            assert!(matches!(f.db.read_blocking(move |tx| mappings(tx, &kept)), Err(AppError::Forbidden)));
            let result = brought(&world, &cx, vendor, &log, &mut |_| ());
            assert!(matches!(result, Err(TakeError::App(AppError::Forbidden))), "{role:?}");
        }
        assert_eq!(there(f, vendor).imported, 0);
        is_clean(f);
    }
}
