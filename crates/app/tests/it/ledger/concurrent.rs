//! Orders that come at the same moment, from threads that know nothing of each other.

use std::collections::BTreeSet;
use std::sync::{Arc, Barrier};

use app::AppError;
use app::error::Answer;
use app::ledger::{apply, funding};
use domain::actor::Actor;
use domain::aggregate::Folded as _;
use domain::ledger::BudgetMode;
use domain::permission::Viewer;
use domain::request::{Command, Cx as Context, LineKind, Request, Side, decide};
use store::StoreError;
use store::repo::{event, request as rows};
use testkit::each_db;

use crate::ledger::checks::sound;
use crate::ledger::world::*;

const PERIOD: &str = "2026-03";
/// What each order costs.
const PRICE: i64 = 30;

/// Decides on the funding and reserves, all in one transaction, as a use case does.
pub fn choose(world: &World<'_>, request: Request) -> impl Fn() -> Answer<()> + use<> {
    let (db, cx) =
        (world.f.db.clone(), cx(world.f, Viewer { actor: Actor::Person(CUSTOMER), ..Viewer::nobody() }));
    move || {
        let (request, cx) = (request.clone(), cx.clone());
        db.write_blocking(move |tx| -> Answer<()> {
            let mut cx = cx.clone();
            let funding = funding(tx, &books(), MARKETING, BudgetMode::Hard, PRICE, cx.now)?;
            let offer = request.offers[0].id;
            let command = Command::Choose { offer, reason: words(1), funding };
            let sides = BTreeSet::from([Side::Customer]);
            let context = Context { actor: cx.viewer.actor, sides, unit: None, now: cx.now };
            let events = decide(&request, &command, &context)?;
            let mut after = request.clone();
            for event in &events {
                after = Request::evolve(Some(after), event, cx.now).unwrap();
            }
            let tip = event::tip(tx, request.id.into())?;
            let numbered: Vec<_> = (tip.seq() + 1..).zip(events.clone()).collect();
            let moved = apply(tx, &mut cx, &books(), Some(&request), &after, &numbered)?;
            event::append(tx, request.id.into(), tip, &cx.envelope(request.root.0), &events, moved)?;
            rows::save(tx, Some(&request), &after, rows::Cached::default())?;
            Ok(())
        })
    }
}

each_db! {
    fn orders_at_the_same_moment_never_overdraw_a_hard_budget(f) {
        let mut world = World::new(f);
        world.issue(MARKETING, PERIOD, 100);
        let ids: Vec<_> = (1..=8)
            .map(|n| world.ask(n, MARKETING, IT, None, lines(10 * n, &[(LineKind::Fixed, PRICE, &[])])))
            .collect();
        let barrier = Arc::new(Barrier::new(ids.len()));
        let threads: Vec<_> = ids
            .iter()
            .map(|id| {
                let (choose, barrier) = (choose(&world, world.requests[id].clone()), Arc::clone(&barrier));
                std::thread::spawn(move || {
                    barrier.wait();
                    loop {
                        match choose() {
                            // The retries of one closure ran out: the same work may be sent again.
                            Err(AppError::Store(StoreError::Conflict)) => {}
                            Ok(()) => return true,
                            Err(AppError::Budget(refused)) => {
                                assert!(refused.free < PRICE && refused.needed == PRICE);
                                return false;
                            }
                            Err(other) => panic!("{other}"),
                        }
                    }
                })
            })
            .collect();
        let chosen = threads.into_iter().map(|thread| thread.join().unwrap()).filter(|chosen| *chosen);
        assert_eq!(chosen.count(), 3, "three times thirty fit in a hundred");
        assert_eq!(world.sums(MARKETING, PERIOD), (100, 90, 0, 10));
        sound(&world);
    }
}
