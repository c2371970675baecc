//! Small logs: what comes, what comes again, what goes on, what differs.

use app::error::AppError;
use app::logs::{Fate, Told, propose};
use domain::permission::Role;
use store::repo::import_batch::ImportState;
use testkit::each_db;

use super::*;
use crate::world::{World, cx, viewer};

each_db! {
    fn a_log_comes_in_with_its_units_services_and_people(f) {
        let world = World::new(f);
        let before = there(f, world.it);
        let text = log(40);
        let proposal = proposed(&world, &gathered(&text));
        assert_eq!(there(f, world.it), before, "a proposal changes nothing");
        assert_eq!(proposal.count(|fate| *fate == Fate::New), 40);
        let new = &proposal.newcomers;
        assert_eq!((new.units.len(), new.services.len(), new.people.len()), (2, 1, 5));
        let cx = importer(&world);
        let came = taken_by(&world, &cx, &gathered(&text), &mut |_| ()).unwrap();
        // Stated, three steps, concluded.
        assert_eq!(came.events, 40 * 5);
        let after = there(f, world.it);
        assert_eq!((after.imported, after.shown, after.cases, after.cases_shown), (40, 40, 40, 40));
        assert_eq!((after.units, after.services), (before.units + 2, before.services + 1));
        assert_eq!(after.people, before.people + 5);
        let kept = batch(&world, &cx);
        assert_eq!((kept.state, kept.done, kept.total), (ImportState::Done, 40, 40));
        let told = Told::read(&kept);
        assert_eq!((told.unit, told.new, told.units, told.people), (Some(world.it), 40, 2, 5));
        is_clean(f);
    }

    fn the_same_file_again_changes_nothing(f) {
        let world = World::new(f);
        taken(&world, &log(12));
        let before = there(f, world.it);
        let again = taken(&world, &log(12));
        assert_eq!(again.events, 0);
        assert!(again.proposal.is_empty() && again.proposal.newcomers.people.is_empty());
        assert_eq!(again.proposal.count(|fate| *fate == Fate::Same), 12);
        assert_eq!(there(f, world.it), before);
        is_clean(f);
    }

    fn a_longer_file_adds_what_is_new(f) {
        let world = World::new(f);
        taken(&world, &log(12));
        let longer = format!(
            "{}A-3,Work,2026-03-01 09:00,Third line,Handler 0,Caller 0,Access,Cannot sign in 3\n\
             A-3,Closed,2026-03-02 09:00,Third line,Handler 0,Caller 0,Access,Cannot sign in 3\n",
            log(14)
        );
        let came = taken(&world, &longer);
        assert_eq!(came.proposal.count(|fate| *fate == Fate::New), 2);
        assert_eq!(came.proposal.count(|fate| matches!(fate, Fate::Longer(_))), 1);
        assert_eq!(came.proposal.count(|fate| *fate == Fate::Same), 11);
        assert_eq!(came.events, 2 * 5 + 3, "two requests, two steps and their conclusion");
        let after = there(f, world.it);
        assert_eq!((after.imported, after.shown, after.cases, after.cases_shown), (14, 14, 14, 14));
        is_clean(f);
        // The shorter file is known to be older.
        let older = taken(&world, &log(12));
        assert_eq!(older.proposal.count(|fate| *fate == Fate::Older), 1);
        assert_eq!(older.events, 0);
    }

    fn rows_that_differ_are_left_and_named(f) {
        let world = World::new(f);
        taken(&world, &log(5));
        let before = there(f, world.it);
        let other = log(5).replace("A-2,Work,2026-02-03 10:00", "A-2,Work,2026-02-03 10:01");
        let cx = importer(&world);
        let came = taken_by(&world, &cx, &gathered(&other), &mut |_| ()).unwrap();
        assert_eq!(came.proposal.count(|fate| *fate == Fate::Differs), 1);
        assert_eq!(came.events, 0);
        assert_eq!(Told::read(&batch(&world, &cx)).differing, ["A-2"]);
        assert_eq!(there(f, world.it), before);
        is_clean(f);
    }

    fn what_is_there_is_matched_by_name(f) {
        let world = World::new(f);
        let text = log(3).replace("First line", "HR").replace("Second line", "it EN");
        let came = taken(&world, &text);
        assert_eq!((came.proposal.known_units.len(), came.proposal.newcomers.units.len()), (2, 0), "by code and by name");
        is_clean(f);
    }

    fn whoever_edits_no_services_of_the_unit_brings_nothing(f) {
        let world = World::new(f);
        let head = world.member("Глава", world.hr, Some(Role::UnitHead));
        let owner = world.member("Владелец", world.it, Some(Role::ServiceOwner));
        let gathered = gathered(&log(1));
        let ask = |person| {
            let (cx, order, gathered) = (cx(f, viewer(f, person)), order(&world), Arc::clone(&gathered));
            f.db.read_blocking(move |tx| propose(tx, &mut cx.clone(), &order, &gathered)).map(|_| ())
        };
        assert!(matches!(ask(head), Err(AppError::Forbidden)));
        assert!(ask(owner).is_ok());
        let taken = {
            let cx = cx(f, viewer(f, head));
            taken_by(&world, &cx, &gathered, &mut |_| ())
        };
        assert!(taken.is_err());
        assert_eq!(there(f, world.it).imported, 0);
    }
}
