//! Imports that do not come to their end: nothing of them is left, and nobody saw anything of them.

use app::company::close_unit;
use app::logs::{Plan, Told, begin, run, stop, sweep};
use store::repo::import_batch::ImportState;
use testkit::each_db;

use super::*;
use crate::world::World;

/// Enough for several batches.
const MANY: usize = 700;

each_db! {
    fn nothing_is_seen_before_the_switch_and_the_history_is_clean_meanwhile(f) {
        let world = World::new(f);
        taken(&world, &log(3));
        let before = there(f, world.it);
        let mut seen = Vec::new();
        taken_by(&world, &importer(&world), &gathered(&log(MANY)), &mut |progress| {
            if seen.is_empty() {
                is_clean(f);
            }
            if progress.done < progress.total {
                seen.push(there(f, world.it));
            }
        })
        .unwrap();
        assert!(seen.len() > 1);
        for there in seen {
            assert_eq!((there.shown, there.cases_shown), (before.shown, before.cases_shown));
            assert_eq!((there.units, there.people, there.services), (before.units, before.people, before.services));
            assert!(there.imported > before.imported);
        }
        let after = there(f, world.it);
        assert_eq!((after.imported, after.shown, after.cases_shown), (MANY as i64, MANY as i64, MANY as i64));
        is_clean(f);
    }

    fn one_that_is_stopped_leaves_nothing(f) {
        let world = World::new(f);
        taken(&world, &log(3));
        let before = there(f, world.it);
        let cx = importer(&world);
        let (asking, id) = (world.cx(), cx.command.0);
        let result = taken_by(&world, &cx, &gathered(&log(MANY)), &mut |_| {
            let asking = asking.clone();
            f.db.write_blocking(move |tx| stop(tx, &asking, id)).unwrap();
        });
        assert!(matches!(result, Err(TakeError::Stopped)));
        assert_eq!(there(f, world.it), before);
        assert_eq!(batch(&world, &cx).state, ImportState::Cancelled);
        is_clean(f);
        // The same file comes in afterwards as if nothing had been.
        assert_eq!(taken(&world, &log(MANY)).proposal.count(|fate| *fate == app::logs::Fate::New), MANY - 3);
        is_clean(f);
    }

    fn a_failure_in_the_middle_leaves_nothing(f) {
        let world = World::new(f);
        taken(&world, &log(3));
        let cx = importer(&world);
        let before = there(f, world.it);
        // A table goes away between two batches.
        let mut once = true;
        let result = taken_by(&world, &cx, &gathered(&log(MANY)), &mut |progress| {
            if once && progress.done < progress.total {
                once = false;
                f.db.write_blocking(move |tx| -> Result<(), StoreError> {
                    tx.execute(sql!("ALTER TABLE flow_case RENAME TO flow_case_away"), params![])?;
                    Ok(())
                })
                .unwrap();
            }
        });
        assert!(matches!(result, Err(TakeError::App(_))), "the table is away");
        f.db.write_blocking(move |tx| -> Result<(), StoreError> {
            tx.execute(sql!("ALTER TABLE flow_case_away RENAME TO flow_case"), params![])?;
            Ok(())
        })
        .unwrap();
        // Nothing could be taken back without the table: the sweep does so once it is there.
        f.clock.advance_seconds(3_600);
        let now = f.clock.now();
        assert_eq!(sweep(&f.db, now).unwrap(), 1);
        assert_eq!(there(f, world.it), before);
        assert_eq!(batch(&world, &cx).state, ImportState::Failed);
        is_clean(f);
    }

    fn a_program_that_ended_is_swept_after(f) {
        let world = World::new(f);
        let before = there(f, world.it);
        let cx = importer(&world);
        // As if the program ended between two batches.
        let lost = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            taken_by(&world, &cx, &gathered(&log(MANY)), &mut |_| panic!("the program ends"))
        }));
        assert!(lost.is_err());
        assert!(there(f, world.it).imported > 0);
        is_clean(f);
        assert_eq!(sweep(&f.db, f.clock.now()).unwrap(), 0, "it may still go on");
        let now = f.clock.advance_seconds(3_600);
        assert_eq!(sweep(&f.db, now).unwrap(), 1);
        assert_eq!(there(f, world.it), before);
        let kept = batch(&world, &cx);
        assert_eq!((kept.state, Told::read(&kept).error.as_str()), (ImportState::Failed, "lost"));
        is_clean(f);
    }

    fn one_import_at_a_time_begun_once_and_carried_out_from_its_plan(f) {
        let world = World::new(f);
        let blobs: Box<dyn Blobs> = match f.directory() {
            Some(directory) => Box::new(DirectoryBlobs::open(&directory.join("files")).unwrap()),
            None => Box::new(DatabaseBlobs::new(f.db.clone())),
        };
        let (blob, size) = blobs.put_from(&mut log(9).as_bytes(), f.clock.now()).unwrap();
        assert_eq!(size, log(9).len() as u64);
        let mut plan = Plan::new(Some(world.admin), blob.to_string(), "log.csv".into(), world.it, "Old".into());
        plan.mapping = Some(mapping());
        let name = plan.keep(&*blobs, f.clock.now()).unwrap().to_string();
        let cx = importer(&world);
        assert_eq!(Plan::load(&*blobs, &name, &cx.viewer).unwrap(), plan);
        // Any other file is no plan, nor is one of somebody else's.
        assert!(Plan::load(&*blobs, &blob.to_string(), &cx.viewer).is_err());
        let owner = world.member("Владелец", world.it, Some(domain::permission::Role::ServiceOwner));
        assert!(Plan::load(&*blobs, &name, &crate::world::viewer(f, owner)).is_err());
        let start = |cx: &Cx| {
            let (cx, plan) = (cx.clone(), plan.clone());
            f.db.write_blocking(move |tx| begin(tx, &cx, &plan))
        };
        assert!(start(&cx).unwrap());
        assert!(!start(&cx).unwrap(), "the same command begins it once");
        assert!(start(&importer(&world)).is_err(), "another one waits");
        let clock = f.clock.clone();
        run(&f.db, &*blobs, &cx, &plan, &move || clock.now()).unwrap();
        assert_eq!(batch(&world, &cx).state, ImportState::Done);
        assert_eq!(there(f, world.it).shown, 9);
        // A file that cannot be used says why.
        let (blob, _) = blobs.put_from(&mut "number;state\n1;2\n".as_bytes(), f.clock.now()).unwrap();
        plan.blob = blob.to_string();
        let next = importer(&world);
        let asked = plan.clone();
        let (context, kept) = (next.clone(), asked.clone());
        assert!(f.db.write_blocking(move |tx| begin(tx, &context, &kept)).unwrap());
        let clock = f.clock.clone();
        run(&f.db, &*blobs, &next, &asked, &move || clock.now()).unwrap();
        let kept = batch(&world, &next);
        assert_eq!(kept.state, ImportState::Failed);
        assert_eq!(Told::read(&kept).trouble.unwrap().kind, "no_column");
        is_clean(f);
    }

    fn a_closed_unit_takes_nothing_in(f) {
        let world = World::new(f);
        let hr = world.hr;
        world.as_admin(move |tx, cx| close_unit(tx, cx, hr)).unwrap();
        let plan = Plan::new(Some(world.admin), String::new(), "log.csv".into(), hr, "Old".into());
        let cx = importer(&world);
        assert!(f.db.write_blocking(move |tx| begin(tx, &cx, &plan)).is_err());
    }
}
