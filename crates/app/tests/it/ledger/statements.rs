//! Statements of units, on both databases: every figure opens to its postings.

use app::AppError;
use app::ledger::{FigureKey, LineKey, PlaceKey, issue_budget, journal, postings, statement};
use domain::actor::Actor;
use domain::ids::UnitId;
use domain::ledger::{BudgetMode, FigureOf, LedgerError, Period};
use domain::permission::{Role, Viewer};
use domain::request::{Command, Funding, LineKind};
use store::repo::ledger::{each_transfer, verify};
use testkit::each_db;
use uuid::Uuid;

use crate::ledger::checks::{agrees, read_statement, sound, spoil, time_for, transfers};
use crate::ledger::effects::crm;
use crate::ledger::world::*;

const PERIOD: &str = "2026-03";

pub fn head_of(unit: UnitId) -> Viewer {
    let grants = [(Role::UnitHead, Some(unit))].into();
    Viewer { actor: Actor::Person(JUDGE), units: [unit].into(), grants, ..Viewer::nobody() }
}

each_db! {
    fn the_crm_case_in_the_statements_of_three_units(f) {
        let mut world = World::new(f);
        crm(&mut world);
        sound(&world);
        let marketing = agrees(&world, MARKETING, PERIOD);
        assert_eq!((marketing.ordered.total.money, marketing.ordered.total.seconds), (183_000_00, 1_800));
        assert_eq!((marketing.supplied.total.money, marketing.supplied.rows.len()), (0, 0));
        let [row] = marketing.ordered.rows[..] else { panic!("{:?}", marketing.ordered) };
        assert_eq!(row.key, LineKey { service: Some(service(IT).service), counterparty: Some(IT) });
        assert_eq!((row.sums.orders, row.outside), (1, false));
        assert_eq!((marketing.budget.row.issued, marketing.budget.left), (640_000_00, Some(457_000_00)));
        assert_eq!((marketing.budget.open.len(), marketing.budget.open_orders), (0, 0));
        assert_eq!(marketing.units[&IT].text(domain::localized::Language::Ru), "it");

        let it = agrees(&world, IT, PERIOD);
        assert_eq!((it.supplied.total.money, it.ordered.total.money), (183_000_00, 12_000_00));
        assert_eq!((it.supplied.total.seconds, it.ordered.total.seconds), (1_800, 485));
        let last = it.months.last().unwrap();
        assert_eq!((it.months.len(), last.month.to_string()), (6, PERIOD.to_owned()));
        assert_eq!((last.earned, last.spent), (183_000_00, 12_000_00));

        let legal = agrees(&world, LEGAL, PERIOD);
        assert_eq!((legal.supplied.total.money, legal.supplied.total.seconds), (12_000_00, 485));
        for longer in ["2026-Q1", "2026"] {
            assert_eq!(agrees(&world, IT, longer).supplied, it.supplied, "nothing else happened in {longer}");
        }
        let next = agrees(&world, IT, "2026-Q2");
        assert_eq!(next.supplied.before, (183_000_00, 1_800));
        assert_eq!((next.supplied.rows.len(), next.next), (0, None));
    }

    fn what_is_booked_after_a_bill_is_on_the_next(f) {
        let mut world = World::new(f);
        let (parent, _) = crm(&mut world);
        let open = agrees(&world, IT, PERIOD);
        assert!(!open.closed && open.next.is_none());
        // The evening of the last day in Greenwich, the first of April in Moscow.
        world.set_now("2026-03-31T21:00:00Z");
        time_for(&world, "2026-03-31", 600);
        let dispute = Command::OpenDispute { dispute: domain::ids::DisputeId(item(1).0), text: words(1) };
        world.run([(parent, dispute, domain::request::Side::Customer)]).unwrap();
        world.set_now("2026-04-10T09:00:00Z");
        time_for(&world, "2026-04-09", 60);
        sound(&world);

        let billed = agrees(&world, IT, PERIOD);
        assert!(billed.closed);
        assert_eq!(billed.supplied.total, open.supplied.total, "a bill that was issued stays");
        assert_eq!((billed.late.taken, billed.late.postings.len(), billed.late.more), (600, 1, false));
        assert_eq!(billed.next.unwrap().to_string(), "2026-04");
        let april = agrees(&world, IT, "2026-04");
        assert_eq!((april.corrections.taken, april.supplied.total.seconds), (600, 60));
        assert_eq!(agrees(&world, MARKETING, "2026-04").corrections.given, 600);
        // The quarter closed at the same moment; the year is open and just has it.
        assert_eq!(agrees(&world, IT, "2026-Q1").late.taken, 600);
        assert_eq!(agrees(&world, IT, "2026").supplied.total.seconds, 1_800 + 660);
    }

    fn a_budget_shows_what_is_reserved_for_which_request(f) {
        let mut world = World::new(f);
        world.issue(MARKETING, "2026-Q1", 1_000);
        for (n, price) in [(1, 200), (2, 300)] {
            let offer = lines(n * 10, &[(LineKind::Fixed, price, &[1]), (LineKind::Fixed, 1, &[])]);
            let request = world.ask(n, MARKETING, IT, None, offer);
            let funding = world.funding(MARKETING, BudgetMode::Hard, price + 1).unwrap();
            world.choose(request, funding).unwrap();
        }
        let view = agrees(&world, MARKETING, PERIOD);
        assert_eq!(view.budget.row.purse.period.to_string(), "2026-Q1", "the budget around the month");
        let open: Vec<_> = view.budget.open.iter().map(|open| (open.number, open.amount)).collect();
        assert_eq!((open, view.budget.open_orders), (vec![(2, 301), (1, 201)], 2));
        assert!(view.budget.open.iter().all(|open| open.title.is_none()), "finance reads no words");
        assert_eq!(view.budget.left, Some(498));
    }

    fn titles_only_where_the_request_may_be_read(f) {
        let mut world = World::new(f);
        let (parent, _) = crm(&mut world);
        let read = |viewer: Viewer, unit, key: FigureKey| {
            let (cx, period): (_, Period) = (cx(f, viewer), PERIOD.parse().unwrap());
            f.db.read_blocking(move |tx| postings(tx, &cx, unit, period, key, None, 100))
        };
        let spent = FigureKey::all(FigureOf::Spent);
        let seen = read(finance(), MARKETING, spent).unwrap();
        assert_eq!(seen.len(), 2);
        for posting in &seen {
            assert_eq!((posting.number, &posting.title), (Some(1), &None));
            let (unit, name) = posting.counterparty.as_ref().unwrap();
            assert_eq!((*unit, name.en.as_deref()), (IT, Some("it")));
            assert_eq!(posting.service.as_ref().unwrap().0, service(IT).service);
            assert_eq!(PlaceKey::parse(&posting.place.to_string()), Some(posting.place));
        }
        let own = read(head_of(MARKETING), MARKETING, spent).unwrap();
        assert_eq!(own[0].title.as_deref(), Some("Новое поле в CRM"));

        // A confidential request: its customer and handler read it, the head of the paying unit sees the figure.
        f.db.write_blocking(move |tx| {
            tx.execute_one(
                store::sql!("UPDATE request SET class = 'confidential' WHERE id = $1"),
                store::params![parent],
            )
        })
        .unwrap();
        assert_eq!(read(head_of(MARKETING), MARKETING, spent).unwrap()[0].title, None);
        let customer = Viewer { actor: Actor::Person(CUSTOMER), ..head_of(MARKETING) };
        assert!(read(customer, MARKETING, spent).unwrap()[0].title.is_some());
        let handler = Viewer { actor: Actor::Person(HANDLER), ..head_of(MARKETING) };
        assert!(read(handler, MARKETING, spent).unwrap()[0].title.is_some());

        // What is not there and what is not for this viewer look alike.
        let nowhere = UnitId(Uuid::from_u128(0x999));
        for (viewer, unit) in [
            (finance(), nowhere),
            (head_of(IT), MARKETING),
            (Viewer::nobody(), MARKETING),
            (head_of(domain::company::COMPANY_UNIT), domain::company::COMPANY_UNIT),
        ] {
            assert!(matches!(read(viewer.clone(), unit, spent), Err(AppError::Missing("unit"))));
            let (cx, period): (_, Period) = (cx(f, viewer), PERIOD.parse().unwrap());
            let whole = f.db.read_blocking(move |tx| statement(tx, &cx, unit, period));
            assert!(matches!(whole, Err(AppError::Missing("unit"))));
        }
    }

    fn budgets_are_issued_once_by_those_who_may(f) {
        let world = World::new(f);
        let period: Period = PERIOD.parse().unwrap();
        let once = cx(f, finance());
        let issue = |cx: app::Cx, unit, amount| {
            f.db.write_blocking(move |tx| issue_budget(tx, &mut cx.clone(), unit, period, amount))
        };
        let first = issue(once.clone(), MARKETING, 500).unwrap();
        assert_eq!(issue(once.clone(), MARKETING, 500).unwrap(), first, "a double click is one command");
        assert_eq!(world.sums(MARKETING, PERIOD), (500, 0, 0, 500));
        assert_ne!(issue(cx(f, finance()), MARKETING, 100).unwrap(), first);
        assert_eq!(world.sums(MARKETING, PERIOD), (600, 0, 0, 600));
        assert!(matches!(issue(once, IT, 500), Err(AppError::Invalid(_))), "the key belongs to another command");
        assert!(matches!(issue(cx(f, head_of(MARKETING)), MARKETING, 1), Err(AppError::Forbidden)));
        let nowhere = UnitId(Uuid::from_u128(0x999));
        assert!(matches!(issue(cx(f, finance()), nowhere, 1), Err(AppError::Missing("unit"))));
        for amount in [0, -1, domain::money::MAX_AMOUNT + 1] {
            let refused = issue(cx(f, finance()), MARKETING, amount);
            assert!(matches!(
                refused,
                Err(AppError::Ledger(LedgerError::TooSmall(_) | LedgerError::TooLarge(_)))
            ));
        }
        // Given in advance, it counts from the first day of its period.
        world.issue(MARKETING, "2026-05", 70);
        let may = agrees(&world, MARKETING, "2026-05");
        assert_eq!((may.budget.row.issued, may.budget.left), (70, Some(70)));
        sound(&world);
        let history = f.db.read_blocking(|tx| {
            store::repo::event::load::<domain::company::Event>(tx, domain::ids::StreamId(MARKETING.0))
        });
        assert_eq!(history.unwrap().iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(commands(&world), 3, "each command is remembered");
    }

    fn a_spoilt_posting_is_named(f) {
        let mut world = World::new(f);
        crm(&mut world);
        let (transfer, _) = &transfers(&world)[1];
        let id = transfer.id();
        spoil(&world, id);
        let found = f.db.read_blocking(|tx| {
            let mut found = Vec::new();
            each_transfer(tx, &mut |kept| {
                found.extend(verify(&kept, |at| books().day(at)).err());
                Ok(())
            })?;
            Ok::<_, store::StoreError>(found)
        });
        let found = found.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].transfer, found[0].table, found[0].column), (id, "posting", "amount"));
        let cx = cx(f, finance());
        let exported = f.db.read_blocking(move |tx| journal(tx, &cx, &mut |_| Ok(())));
        assert!(matches!(exported, Err(AppError::Store(store::StoreError::Inconsistent { .. }))));
    }

    fn a_free_service_counts_orders_and_time(f) {
        let mut world = World::new(f);
        for n in 1..=3 {
            let request = world.ask(n, MARKETING, IT, None, Vec::new());
            world.choose(request, Funding::Nothing).unwrap();
            let measured = Command::MeasureClientTime {
                seconds: 180,
                source: domain::request::TimeSource::Estimate,
            };
            for _ in 0..2 {
                world.run([(request, measured.clone(), domain::request::Side::Customer)]).unwrap();
            }
            world.run([(request, deliver(&[]), domain::request::Side::Provider)]).unwrap();
            world.run([(request, verdicts(&[]), domain::request::Side::Customer)]).unwrap();
        }
        sound(&world);
        let view = agrees(&world, IT, PERIOD);
        let [row] = view.supplied.rows[..] else { panic!("{:?}", view.supplied) };
        assert_eq!((row.sums.orders, row.sums.money, row.sums.seconds), (3, 0, 3 * 360));
        assert_eq!(read_statement(&world, VENDOR, PERIOD).supplied, Default::default());
    }
}

fn commands(world: &World<'_>) -> i64 {
    world.f.db.read_blocking(|tx| tx.one(store::sql!("SELECT COUNT(*) FROM command"), &[])).unwrap()
}
