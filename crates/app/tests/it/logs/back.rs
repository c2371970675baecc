//! Imports that are taken back: what they brought counts no longer, and everything reads as before them.

use app::analytics::{
    Subject, Window, history, imported, read as read_flow, taken as taken_along, working_clock,
};
use app::company::{people, services};
use app::error::AppError;
use app::logs::{Hindrance, Outlook, Plan, astray, begin, begin_taking_back, outlook, sweep, take_back};
use domain::company::ServiceStage;
use domain::ids::{PersonId, RequestId, UnitId};
use domain::localized::Language;
use domain::permission::{Role as Held, Viewer};
use flow::filter::View;
use flow::report::{Options, report};
use testkit::each_db;

use super::*;
use crate::world::{World, cx, viewer};

/// So many requests came first.
const FIRST: usize = 12;
/// So many there are after the second file.
const SECOND: usize = 52;

/// The second file: forty requests more, from a team, for a service, and with six people whom nobody knew.
fn longer() -> String {
    let mut text = log(FIRST);
    for n in FIRST..SECOND {
        let (day, person) = (n % 27 + 1, n % 3);
        text.push_str(&format!(
            "A-{n},New,2026-03-{day:02} 09:00,Printers,,Newcomer {person},Printing,Paper jams {n}\n\
             A-{n},Closed,2026-03-{day:02} 11:00,Printers,Mechanic {person},Newcomer {person},Printing,Paper jams {n}\n"
        ));
    }
    text
}

/// The file of the first requests with a step more for some of them, by somebody whom nobody knew.
fn reopened(requests: usize) -> String {
    let mut text = HEAD.to_owned();
    for (n, lines) in log(FIRST).lines().skip(1).collect::<Vec<_>>().chunks(3).enumerate() {
        lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
        if n < requests {
            text.push_str(&format!(
                "A-{n},Work,2026-04-01 09:00,Second line,Late handler,Caller 0,Access,Cannot sign in {n}\n"
            ));
        }
    }
    text
}

fn taken_in(world: &World<'_>, text: &str) -> Cx {
    let cx = importer(world);
    taken_by(world, &cx, &gathered(text), &mut |_| ()).unwrap();
    cx
}

fn by(f: &Fixture, person: PersonId) -> Cx {
    let mut cx = cx(f, viewer(f, person));
    cx.command = CommandId(cx.ids.next());
    cx
}

fn begun(f: &Fixture, cx: &Cx, import: &Cx) -> Result<bool, AppError> {
    let (cx, id) = (cx.clone(), import.command.0);
    f.db.write_blocking(move |tx| begin_taking_back(tx, &cx, id))
}

fn taken_back(world: &World<'_>, import: &Cx) {
    let cx = importer(world);
    assert!(begun(world.f, &cx, import).unwrap());
    let now = world.f.clock.now();
    take_back(&world.f.db, &cx, import.command.0, &|| now).unwrap();
    assert!(batch(world, import).is_taken_back());
}

fn said(world: &World<'_>, cx: &Cx, import: &Cx) -> Result<Outlook, AppError> {
    let (cx, id) = (cx.clone(), import.command.0);
    world.f.db.read_blocking(move |tx| outlook(tx, &cx, id).map(|(_, _, outlook)| outlook))
}

fn problem(answer: Result<bool, AppError>) -> &'static str {
    match answer {
        Err(AppError::Invalid(fields)) => fields[0].problem,
        other => panic!("{other:?}"),
    }
}

/// Everything that is told of requests, figures, units, services and people, in words: what must be the same again.
fn told(world: &World<'_>) -> String {
    let (cx, unit, now) = (world.cx(), world.it, world.f.clock.now());
    read(world.f, move |tx| {
        let flow = read_flow(tx, &cx, Subject::Unit(unit), Window::ALL, None, Language::Ru)?;
        let ids: Vec<RequestId> = flow.log.cases().iter().map(|case| app::analytics::case(case.id)).collect();
        let clock = working_clock(tx, Some(unit), now, now)?;
        let figures = report(&View::whole(&flow.log), now.millis(), &clock, &Options::default());
        let every: Vec<u32> = (0..).take(flow.log.cases().len()).collect();
        let file = history(&flow, &taken_along(&flow, &every));
        let mut pages = Vec::new();
        for id in ids {
            pages.push(format!("{:?}", imported(tx, &cx, id)?));
        }
        pages.sort();
        let open: Vec<_> = units(tx)?.into_iter().filter(|unit| unit.closed_at.is_none()).collect();
        let mut there = Vec::new();
        for unit in &open {
            there.push((unit.texts.name.clone(), people_of_unit(tx, unit.id)?));
        }
        let mut offered = services(tx, None, 500)?;
        offered.retain(|service| service.stage != ServiceStage::Retired);
        let cases = file.cases().iter().map(|case| format!("{case:?} {:?}", file.steps(case)));
        Ok(format!("{figures:?}\n{:?}\n{pages:?}\n{there:?}\n{offered:?}", cases.collect::<Vec<_>>()))
    })
}

/// How many documents the index holds.
fn documents(f: &Fixture) -> i64 {
    read(f, |tx| Ok(tx.one(sql!("SELECT COUNT(*) FROM search_doc"), params![])?))
}

/// Words of every text that is kept.
fn words(f: &Fixture) -> String {
    read(f, |tx| {
        let bodies: Vec<String> = tx.all(sql!("SELECT body FROM content ORDER BY id"), params![])?;
        Ok(bodies.join("\n"))
    })
}

each_db! {
    fn what_an_import_brought_is_gone_and_everything_reads_as_before_it(f) {
        let world = World::new(f);
        taken(&world, &log(FIRST));
        let (before, counted, spoken) = (told(&world), there(f, world.it), words(f));
        let indexed = documents(f);
        let import = taken_in(&world, &longer());
        let grown = there(f, world.it);
        assert_eq!((grown.shown, grown.units - counted.units, grown.services - counted.services), (52, 1, 1));
        assert_eq!(grown.people - counted.people, 6);
        assert_eq!(documents(f), indexed + 1, "the service is found by those of its unit");
        let expected = Outlook { gone: 40, shorter: 0, units: 1, services: 1, people: 6, hindrance: None };
        assert_eq!(said(&world, &importer(&world), &import).unwrap(), expected);

        taken_back(&world, &import);
        is_clean(f);
        let after = there(f, world.it);
        assert_eq!((after.imported, after.shown, after.cases), (counted.imported, counted.shown, counted.cases));
        assert_eq!(told(&world), before);
        assert_eq!(documents(f), indexed);
        let left = words(f);
        for name in ["Printers", "Printing", "Newcomer", "Mechanic", "Paper jams"] {
            assert!(!left.contains(name), "{name}");
        }
        for line in spoken.lines().filter(|line| !line.is_empty()) {
            assert!(left.contains(line), "{line}");
        }
        let everybody = everybody(&world);
        assert_eq!(everybody.iter().filter(|person| person.profile.name.is_empty() && !person.active).count(), 6);
        assert_eq!(after.events, grown.events, "its events stay");
    }

    fn the_same_file_comes_in_again(f) {
        let world = World::new(f);
        taken(&world, &log(FIRST));
        let import = taken_in(&world, &longer());
        let grown = told(&world);
        taken_back(&world, &import);
        let again = taken_in(&world, &longer());
        is_clean(f);
        let counted = there(f, world.it);
        assert_eq!((counted.shown, counted.cases_shown), (52, 52));
        let figures = |told: &str| told.lines().next().unwrap().to_owned();
        assert_eq!(figures(&told(&world)), figures(&grown));
        taken_back(&world, &again);
        is_clean(f);
        assert_eq!(there(f, world.it).shown, 12);
    }

    fn requests_that_went_on_read_as_before(f) {
        let world = World::new(f);
        taken(&world, &log(FIRST));
        let before = told(&world);
        let import = taken_in(&world, &reopened(5));
        assert_ne!(told(&world), before);
        let expected = Outlook { gone: 0, shorter: 5, units: 0, services: 0, people: 1, hindrance: None };
        assert_eq!(said(&world, &importer(&world), &import).unwrap(), expected);
        taken_back(&world, &import);
        is_clean(f);
        assert_eq!(told(&world), before);
        assert!(!words(f).contains("Late handler"));
        // The file goes on where the requests end now, and may be taken back once more.
        let again = taken_in(&world, &reopened(7));
        is_clean(f);
        assert_eq!(there(f, world.it).shown, 12);
        taken_back(&world, &again);
        is_clean(f);
        assert_eq!(told(&world), before);
    }

    fn the_later_one_goes_first(f) {
        let world = World::new(f);
        let first = taken_in(&world, &log(FIRST));
        let second = taken_in(&world, &reopened(2));
        let (id, hindered) = (second.command.0, said(&world, &importer(&world), &first).unwrap().hindrance);
        assert!(matches!(hindered, Some(Hindrance::Later(later)) if later.id == id));
        assert_eq!(problem(begun(f, &importer(&world), &first)), "log-back-later");
        taken_back(&world, &second);
        assert_eq!(problem(begun(f, &importer(&world), &second)), "log-back-already");
        taken_back(&world, &first);
        is_clean(f);
        let left = there(f, world.it);
        assert_eq!((left.imported, left.cases), (0, 0));
        assert!(!words(f).contains("Cannot sign in") && !words(f).contains("Handler"));
    }

    fn what_others_need_stays(f) {
        let world = World::new(f);
        let first = taken_in(&world, &log(FIRST));
        // Another import names the team, the service and somebody of the first one.
        let other = format!(
            "{HEAD}B-1,New,2026-03-01 09:00,Second line,Handler 1,Caller 1,Access,Other\n\
             B-1,Closed,2026-03-01 10:00,Second line,Handler 1,Caller 1,Access,Other\n"
        );
        taken_in(&world, &other);
        // And an administrator renamed somebody of it.
        let renamed = everybody(&world);
        let renamed = renamed.iter().find(|person| person.profile.name == "Caller 2").unwrap().id;
        world
            .as_admin(move |tx, cx| {
                let new = app::company::NewPerson { name: "Семён Своих".into(), ..Default::default() };
                app::company::change_profile(tx, cx, renamed, &new, None)
            })
            .unwrap();
        taken_back(&world, &first);
        is_clean(f);
        let left = words(f);
        for name in ["Second line", "Access", "Handler 1", "Caller 1", "Семён Своих"] {
            assert!(left.contains(name), "{name}");
        }
        for name in ["First line", "Handler 0", "Caller 0", "Cannot sign in"] {
            assert!(!left.contains(name), "{name}");
        }
    }

    fn it_is_begun_once_and_hinders_other_imports(f) {
        let world = World::new(f);
        let import = taken_in(&world, &log(3));
        let cx = importer(&world);
        assert!(begun(f, &cx, &import).unwrap());
        assert!(!begun(f, &cx, &import).unwrap(), "a second click is the same command");
        assert_eq!(problem(begun(f, &importer(&world), &import)), "log-back-already");
        let plan = Plan::new(None, String::new(), "log.csv".into(), world.it, "Old".into());
        let next = importer(&world);
        assert_eq!(problem(f.db.write_blocking(move |tx| begin(tx, &next, &plan))), "log-busy");
        let busy = taken_by(&world, &importer(&world), &gathered(&log(5)), &mut |_| ());
        assert!(matches!(busy, Err(TakeError::App(AppError::Invalid(_)))));
        let now = f.clock.now();
        take_back(&f.db, &cx, import.command.0, &|| now).unwrap();
        assert!(!begun(f, &cx, &import).unwrap());
        assert_eq!(there(f, world.it).shown, 0);
        // An import that did not come to its end left nothing to be taken back.
        let stopped = importer(&world);
        let (asking, id) = (world.cx(), stopped.command.0);
        let _ = taken_by(&world, &stopped, &gathered(&log(700)), &mut |_| {
            let asking = asking.clone();
            f.db.write_blocking(move |tx| app::logs::stop(tx, &asking, id)).unwrap();
        });
        assert_eq!(problem(begun(f, &importer(&world), &stopped)), "log-back-not-done");
        is_clean(f);
    }

    fn nothing_is_seen_before_the_switch_and_a_lost_one_leaves_nothing(f) {
        let world = World::new(f);
        taken(&world, &log(FIRST));
        let import = taken_in(&world, &format!("{}{}", reopened(6), longer().split_once("A-12,").unwrap().1.to_owned().replacen("", "A-12,", 1)));
        let (before, counted) = (told(&world), there(f, world.it));
        let cx = importer(&world);
        assert!(begun(f, &cx, &import).unwrap());
        // As if the program ended before the switch: the clock is asked for the last time there.
        let asked = std::cell::Cell::new(0);
        let now = || {
            asked.set(asked.get() + 1);
            assert!(asked.get() < 3, "the program ends");
            f.clock.now()
        };
        let lost = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            take_back(&f.db, &cx, import.command.0, &now)
        }));
        assert!(lost.is_err());
        assert_eq!(told(&world), before);
        is_clean(f);
        assert_eq!(sweep(&f.db, f.clock.now()).unwrap(), 0, "it may still go on");
        let later = f.clock.advance_seconds(3_600);
        assert_eq!(sweep(&f.db, later).unwrap(), 1);
        assert_eq!(there(f, world.it), counted);
        assert!(batch(&world, &import).taken_back.is_none());
        is_clean(f);
        taken_back(&world, &import);
        is_clean(f);
    }

    fn whoever_may_bring_history_there_may_take_it_back(f) {
        let world = World::new(f);
        let head = world.member("Глава", world.it, Some(Held::UnitHead));
        let other = world.member("Другая", world.hr, Some(Held::UnitHead));
        let import = by(f, head);
        taken_by(&world, &import, &gathered(&log(3)), &mut |_| ()).unwrap();
        assert!(matches!(said(&world, &by(f, other), &import), Err(AppError::Missing(_))));
        assert!(matches!(begun(f, &by(f, other), &import), Err(AppError::Missing(_))));
        let nobody = cx(f, Viewer::nobody());
        assert!(matches!(begun(f, &nobody, &import), Err(AppError::Missing(_))));
        // Requests in a unit of somebody else need an administrator, though the head began the import.
        moved_to(f, &import, world.hr);
        assert!(matches!(begun(f, &by(f, head), &import), Err(AppError::Forbidden)));
        moved_to(f, &import, world.it);
        let own = by(f, head);
        assert!(begun(f, &own, &import).unwrap());
        // The right is asked for again with the switch.
        let (it, now) = (world.it, f.clock.now());
        let before = there(f, it);
        world.as_admin(move |tx, cx| app::company::revoke_role(tx, cx, head, Held::UnitHead, Some(it))).unwrap();
        let outcome = take_back(&f.db, &own, import.command.0, &|| now);
        assert!(matches!(outcome, Err(AppError::Forbidden)), "{outcome:?}");
        assert!(batch(&world, &import).taken_back.is_none());
        assert_eq!(there(f, it), before);
        is_clean(f);
    }

    fn imports_in_foreign_units_are_told_to_administrators(f) {
        let world = World::new(f);
        let head = world.member("Глава", world.it, Some(Held::UnitHead));
        let import = by(f, head);
        taken_by(&world, &import, &gathered(&log(3)), &mut |_| ()).unwrap();
        taken(&world, &log(5));
        let seen = |person: PersonId| {
            let cx = cx(f, viewer(f, person));
            read(f, move |tx| astray(tx, &cx))
        };
        assert_eq!(seen(world.admin), []);
        // As an import of before the rule: its requests lie with somebody else.
        moved_to(f, &import, world.hr);
        let found = seen(world.admin);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].batch.id, import.command.0);
        assert_eq!((found[0].units.iter().copied().collect::<Vec<_>>(), found[0].requests), (vec![world.hr], 3));
        assert_eq!(seen(head), []);
        taken_back(&world, &import);
        assert_eq!(seen(world.admin), []);
    }
}

fn everybody(world: &World<'_>) -> Vec<app::company::PersonView> {
    let viewer = world.cx().viewer;
    read(world.f, move |tx| people(tx, &viewer, None, 500))
}

/// Puts the requests of an import into another unit, behind the back of the rules.
fn moved_to(f: &Fixture, import: &Cx, unit: UnitId) {
    let id = import.command.0;
    f.db.write_blocking(move |tx| -> Result<(), StoreError> {
        tx.execute(sql!("UPDATE imported SET unit = $2 WHERE batch = $1"), params![id, unit])?;
        Ok(())
    })
    .unwrap();
}
