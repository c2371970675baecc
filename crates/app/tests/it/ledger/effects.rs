//! What events of requests move, on both databases.

use app::AppError;
use domain::ledger::{BudgetMode, Insufficient, OpenReserve, TransferKind};
use domain::request::{Command, Funding, LineKind, Resolution, Side, TimeSource};
use store::repo::ledger as rows;
use testkit::each_db;

use crate::ledger::world::*;

const PERIOD: &str = "2026-03";

/// Marketing orders a change of the CRM from IT, labour of 171 000 and a lawyer for up to 15 000; Legal does that part for 12 000.
pub fn crm(world: &mut World<'_>) -> (domain::ids::RequestId, domain::ids::RequestId) {
    use LineKind::{Labour, PassThrough};
    world.issue(MARKETING, PERIOD, 640_000_00);
    let offer = lines(0, &[(Labour, 171_000_00, &[1, 2]), (PassThrough, 15_000_00, &[3])]);
    let parent = world.ask(1, MARKETING, IT, None, offer);
    let measure = |seconds| Command::MeasureClientTime { seconds, source: TimeSource::Estimate };
    world.run([(parent, measure(25 * 60 + 12), Side::Customer)]).unwrap();
    let funding = world.funding(MARKETING, BudgetMode::Hard, 186_000_00).unwrap();
    world.choose(parent, funding).unwrap();
    assert_eq!(world.sums(MARKETING, PERIOD), (640_000_00, 186_000_00, 0, 454_000_00));

    let child = world.ask(2, IT, LEGAL, Some((parent, line(2))), lines(10, &[(Labour, 12_000_00, &[])]));
    world.choose(child, Funding::ParentLine { request: parent, line: line(2) }).unwrap();
    assert_eq!(open(world), [(1, 1, 171_000_00), (1, 2, 3_000_00), (2, 2, 12_000_00)]);
    world.run([(child, measure(8 * 60 + 5), Side::Customer)]).unwrap();
    world.run([(child, deliver(&[]), Side::Provider)]).unwrap();
    world.accept_child(child, parent).unwrap();
    world.run([(parent, Command::ChildEnded { child }, Side::Provider)]).unwrap();
    assert_eq!(open(world), [(1, 1, 171_000_00), (1, 2, 15_000_00)]);
    assert_eq!(world.sums(MARKETING, PERIOD), (640_000_00, 186_000_00, 0, 454_000_00));

    world.run([(parent, deliver(&[]), Side::Provider)]).unwrap();
    world.run([(parent, verdicts(&[3]), Side::Customer)]).unwrap();
    assert_eq!(world.sums(MARKETING, PERIOD), (640_000_00, 15_000_00, 171_000_00, 454_000_00));
    world.run([(parent, deliver(&[]), Side::Provider)]).unwrap();
    world.run([(parent, verdicts(&[]), Side::Customer)]).unwrap();
    world.run([(parent, measure(4 * 60 + 48), Side::Customer)]).unwrap();
    assert_eq!(world.sums(MARKETING, PERIOD), (640_000_00, 0, 183_000_00, 457_000_00));
    assert_eq!(open(world), []);
    (parent, child)
}

/// Open reserves of all requests: request, line, amount.
fn open(world: &World<'_>) -> Vec<(u128, u128, i64)> {
    let requests: Vec<_> = world.requests.keys().copied().collect();
    let rows = world.f.db.read_blocking(move |tx| -> Result<Vec<OpenReserve>, store::StoreError> {
        let mut all = Vec::new();
        for request in &requests {
            all.extend(rows::open_of_request(tx, *request)?);
        }
        Ok(all)
    });
    let short = |row: OpenReserve| {
        (row.request.0.as_u128() - 0x1000, row.line.unwrap().0.as_u128() - 0x2000, row.amount)
    };
    rows.unwrap().into_iter().map(short).collect()
}

each_db! {
    fn the_crm_case_moves_what_was_worked_out_by_hand(f) {
        let mut world = World::new(f);
        let (parent, child) = crm(&mut world);
        let kinds = |request| {
            let booked = f.db.read_blocking(move |tx| rows::of_request(tx, request)).unwrap();
            booked.into_iter().map(|booked| booked.transfer.kind().code()).collect::<Vec<_>>()
        };
        assert_eq!(
            kinds(parent),
            ["client_time", "reserve", "earmark", "unearmark", "post", "post", "void", "client_time"]
        );
        assert_eq!(kinds(child), ["earmark", "client_time", "unearmark", "post"]);
    }

    fn an_upheld_dispute_gives_money_back_newest_payment_first(f) {
        let mut world = World::new(f);
        let (parent, _) = crm(&mut world);
        let dispute = |n| Command::OpenDispute { dispute: domain::ids::DisputeId(item(n).0), text: words(1) };
        world.run([(parent, dispute(1), Side::Customer)]).unwrap();
        world.run([(parent, resolve(Resolution::Refund { amount: 29_100_00 }), Side::Resolver)]).unwrap();
        assert_eq!(world.sums(MARKETING, PERIOD), (640_000_00, 0, 153_900_00, 486_100_00));
        assert_eq!(open(&world), []);
        let booked = f.db.read_blocking(move |tx| rows::of_request(tx, parent)).unwrap();
        let back: Vec<_> = booked
            .iter()
            .filter(|booked| booked.transfer.kind() == TransferKind::Reverse)
            .map(|booked| booked.transfer.postings()[0].amount.abs())
            .collect();
        assert_eq!(back, [12_000_00, 17_100_00], "the lawyer's line first, it was paid last");
        world.run([(parent, dispute(2), Side::Customer)]).unwrap();
        world.run([(parent, resolve(Resolution::Refund { amount: 153_900_00 }), Side::Resolver)]).unwrap();
        assert_eq!(world.sums(MARKETING, PERIOD), (640_000_00, 0, 0, 640_000_00));
    }

    fn a_cancelled_sub_request_returns_to_the_line_once(f) {
        let mut world = World::new(f);
        world.issue(MARKETING, PERIOD, 100);
        let parent = world.ask(1, MARKETING, IT, None, lines(0, &[(LineKind::PassThrough, 90, &[])]));
        let funding = world.funding(MARKETING, BudgetMode::Hard, 90).unwrap();
        world.choose(parent, funding).unwrap();
        let line = line(1);
        let child = world.ask(2, IT, LEGAL, Some((parent, line)), lines(10, &[(LineKind::PassThrough, 80, &[])]));
        world.choose(child, Funding::ParentLine { request: parent, line }).unwrap();
        // What was set aside can be set aside further on.
        let grandchild = world.ask(3, LEGAL, VENDOR, Some((child, crate::ledger::world::line(11))), lines(20, &[(LineKind::Fixed, 70, &[])]));
        world.choose(grandchild, Funding::ParentLine { request: child, line: crate::ledger::world::line(11) }).unwrap();
        assert_eq!(open(&world), [(1, 1, 10), (2, 1, 10), (3, 1, 70)]);
        let cancel = || Command::Cancel { reason: words(1) };
        world
            .run([
                (grandchild, cancel(), Side::Provider),
                (child, Command::ChildEnded { child: grandchild }, Side::Provider),
            ])
            .unwrap();
        assert_eq!(open(&world), [(1, 1, 10), (2, 1, 80)]);
        world
            .run([
                (child, cancel(), Side::Provider),
                (parent, Command::ChildEnded { child }, Side::Provider),
            ])
            .unwrap();
        assert_eq!(open(&world), [(1, 1, 90)]);
        world.run([(parent, cancel(), Side::Customer)]).unwrap();
        assert_eq!(world.sums(MARKETING, PERIOD), (100, 0, 0, 100));
    }

    fn a_hard_budget_refuses_and_a_soft_one_marks(f) {
        let mut world = World::new(f);
        world.issue(MARKETING, PERIOD, 100);
        let refused = world.funding(MARKETING, BudgetMode::Hard, 101);
        assert!(matches!(refused, Err(AppError::Budget(Insufficient { free: 100, needed: 101 }))), "{refused:?}");
        let over = world.funding(MARKETING, BudgetMode::Soft, 101).unwrap();
        assert!(matches!(over, Funding::Budget { over: true, .. }));
        assert_eq!(world.funding(MARKETING, BudgetMode::Hard, 0).unwrap(), Funding::Nothing);
        assert!(matches!(world.funding(IT, BudgetMode::Hard, 1), Err(AppError::Budget(_))), "nothing was issued");

        // A decision on an older row is found out where the money is reserved.
        let stale = world.funding(MARKETING, BudgetMode::Hard, 60).unwrap();
        let offer = || lines(0, &[(LineKind::Fixed, 60, &[])]);
        let (first, second) = (world.ask(1, MARKETING, IT, None, offer()), world.ask(2, MARKETING, IT, None, offer()));
        world.choose(first, stale.clone()).unwrap();
        let refused = world.choose(second, stale);
        assert!(matches!(refused, Err(AppError::Budget(Insufficient { free: 40, needed: 60 }))), "{refused:?}");
        assert_eq!(world.sums(MARKETING, PERIOD), (100, 60, 0, 40));

        let soft = world.funding(MARKETING, BudgetMode::Soft, 60).unwrap();
        world.choose(second, soft).unwrap();
        assert_eq!(world.sums(MARKETING, PERIOD), (100, 120, 0, -20));
    }

    fn the_shortest_budget_with_money_pays(f) {
        let world = World::new(f);
        let period = |funding| match funding {
            Funding::Budget { period, .. } => period.to_string(),
            other => panic!("{other:?}"),
        };
        let soft = |world: &World<'_>| period(world.funding(IT, BudgetMode::Soft, 1).unwrap());
        assert_eq!(soft(&world), "2026-03");
        world.issue(IT, "2026", 5);
        assert_eq!(soft(&world), "2026");
        world.issue(IT, "2026-Q1", 5);
        assert_eq!(soft(&world), "2026-Q1");
        world.issue(IT, "2026-04", 5);
        assert_eq!(soft(&world), "2026-Q1", "next month's budget is for next month");
        // In Moscow the month has begun, in Greenwich not yet.
        world.set_now("2026-03-31T21:00:00Z");
        assert_eq!(soft(&world), "2026-04");
    }

    fn a_shadow_budget_reserves_nothing_and_pays_from_settlement(f) {
        let mut world = World::new(f);
        let request = world.ask(1, MARKETING, VENDOR, None, lines(0, &[(LineKind::Purchase, 500, &[])]));
        let funding = world.funding(MARKETING, BudgetMode::Shadow, 500).unwrap();
        world.choose(request, funding).unwrap();
        world.run([(request, deliver(&[(1, 400)]), Side::Provider)]).unwrap();
        world.run([(request, verdicts(&[]), Side::Customer)]).unwrap();
        assert_eq!(world.sums(MARKETING, PERIOD), (0, 0, 0, 0));
        let booked = f.db.read_blocking(move |tx| rows::of_request(tx, request)).unwrap();
        let postings: Vec<_> = booked
            .iter()
            .flat_map(|booked| booked.transfer.postings())
            .map(|posting| (posting.unit(), posting.account.kind.code(), posting.amount))
            .collect();
        assert_eq!(
            postings,
            [
                (MARKETING, "purchases", 400),
                (VENDOR, "revenue", -400),
                (MARKETING, "settlement", -400),
                (VENDOR, "settlement", 400),
            ]
        );
        let dispute = Command::OpenDispute { dispute: domain::ids::DisputeId(item(1).0), text: words(1) };
        world.run([(request, dispute, Side::Customer)]).unwrap();
        world.run([(request, resolve(Resolution::Refund { amount: 150 }), Side::Resolver)]).unwrap();
        let booked = f.db.read_blocking(move |tx| rows::of_request(tx, request)).unwrap();
        assert_eq!(booked.len(), 2, "a reversal, and no reserve to void");
    }
}
