//! Taking back what is unused of a budget.

use std::sync::{Arc, Barrier};

use app::AppError;
use app::error::Answer;
use app::ledger::withdraw_budget;
use domain::ids::{TransferId, UnitId};
use domain::ledger::{BudgetMode, Insufficient, LedgerError, Period};
use domain::request::{Command, LineKind};
use store::StoreError;
use testkit::{Fixture, each_db};
use uuid::Uuid;

use crate::ledger::checks::{agrees, sound};
use crate::ledger::concurrent::choose;
use crate::ledger::statements::head_of;
use crate::ledger::world::*;

const PERIOD: &str = "2026-03";

fn back(f: &Fixture, cx: app::Cx, unit: UnitId, amount: i64) -> Answer<Vec<TransferId>> {
    let period: Period = PERIOD.parse().unwrap();
    f.db.write_blocking(move |tx| withdraw_budget(tx, &mut cx.clone(), unit, period, amount))
}

each_db! {
    fn what_is_free_is_taken_back_once_by_those_who_may(f) {
        let mut world = World::new(f);
        world.issue(MARKETING, PERIOD, 100);
        world.issue(MARKETING, PERIOD, 50);
        world.issue(MARKETING, "2026-04", 1_000);
        let order = world.ask(1, MARKETING, IT, None, lines(0, &[(LineKind::Fixed, 40, &[])]));
        let funding = world.funding(MARKETING, BudgetMode::Hard, 40).unwrap();
        world.choose(order, funding).unwrap();
        let refused = back(f, cx(f, finance()), MARKETING, 111);
        assert!(matches!(refused, Err(AppError::Budget(Insufficient { free: 110, needed: 111 }))), "{refused:?}");
        let once = cx(f, finance());
        let first = back(f, once.clone(), MARKETING, 70).unwrap();
        assert_eq!(first.len(), 2, "fifty of the later issue and twenty of the earlier");
        assert_eq!(back(f, once.clone(), MARKETING, 70).unwrap(), first, "a double click is one command");
        assert_eq!(world.sums(MARKETING, PERIOD), (80, 40, 0, 40));
        assert_eq!(world.sums(MARKETING, "2026-04"), (1_000, 0, 0, 1_000), "each period by itself");
        assert!(matches!(back(f, once, IT, 1), Err(AppError::Invalid(_))), "the key belongs to another command");
        for viewer in [head_of(MARKETING), head_of(domain::company::COMPANY_UNIT)] {
            assert!(matches!(back(f, cx(f, viewer), MARKETING, 1), Err(AppError::Forbidden)));
        }
        let nowhere = UnitId(Uuid::from_u128(0x999));
        assert!(matches!(back(f, cx(f, finance()), nowhere, 1), Err(AppError::Missing("unit"))));
        assert!(matches!(back(f, cx(f, finance()), IT, 1), Err(AppError::Budget(Insufficient { free: 0, .. }))));
        for amount in [0, -1] {
            let refused = back(f, cx(f, finance()), MARKETING, amount);
            assert!(matches!(refused, Err(AppError::Ledger(LedgerError::TooSmall(_)))), "{refused:?}");
        }
        back(f, cx(f, finance()), MARKETING, 40).unwrap();
        assert_eq!(world.sums(MARKETING, PERIOD), (40, 40, 0, 0));
        // The order keeps its money, and what it gives back can be taken back too.
        world.run([(order, Command::Cancel { reason: words(1) }, domain::request::Side::Customer)]).unwrap();
        back(f, cx(f, finance()), MARKETING, 40).unwrap();
        assert_eq!(world.sums(MARKETING, PERIOD), (0, 0, 0, 0));
        agrees(&world, MARKETING, PERIOD);
        sound(&world);
    }

    fn orders_and_withdrawals_at_the_same_moment_never_overdraw(f) {
        let mut world = World::new(f);
        world.issue(MARKETING, PERIOD, 100);
        let ids: Vec<_> = (1..=4)
            .map(|n| world.ask(n, MARKETING, IT, None, lines(10 * n, &[(LineKind::Fixed, 30, &[])])))
            .collect();
        let mut works: Vec<Box<dyn Fn() -> Answer<()> + Send>> = Vec::new();
        for id in &ids {
            works.push(Box::new(choose(&world, world.requests[id].clone())));
            let (db, once) = (f.db.clone(), cx(f, finance()));
            works.push(Box::new(move || {
                let (cx, period): (_, Period) = (once.clone(), PERIOD.parse().unwrap());
                db.write_blocking(move |tx| withdraw_budget(tx, &mut cx.clone(), MARKETING, period, 20)).map(|_| ())
            }));
        }
        let barrier = Arc::new(Barrier::new(works.len()));
        let threads: Vec<_> = works
            .into_iter()
            .map(|work| {
                let barrier = Arc::clone(&barrier);
                std::thread::spawn(move || {
                    barrier.wait();
                    loop {
                        match work() {
                            // The retries of one closure ran out: the same work may be sent again.
                            Err(AppError::Store(StoreError::Conflict)) => {}
                            Ok(()) => return true,
                            Err(AppError::Budget(_)) => return false,
                            Err(other) => panic!("{other}"),
                        }
                    }
                })
            })
            .collect();
        let done: Vec<bool> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        let count = |at: usize| done.iter().skip(at).step_by(2).filter(|done| **done).count() as i64;
        let (orders, withdrawn) = (count(0), count(1));
        let left = 100 - 20 * withdrawn - 30 * orders;
        assert_eq!(world.sums(MARKETING, PERIOD), (100 - 20 * withdrawn, 30 * orders, 0, left));
        assert!((0..30).contains(&left), "{orders} orders, {withdrawn} withdrawals: some were refused, none beyond");
    }
}
