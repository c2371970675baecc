//! What must hold of any ledger, however it came about.

use std::collections::{BTreeMap, BTreeSet};

use app::ledger::{FigureKey, StatementView, postings, statement};
use domain::ids::{StreamId, TransferId, UnitId};
use domain::ledger::*;
use domain::money::{Currency, Minor};
use store::repo::ledger::{Rebuilt, TOTALS, childless, each_by_request, each_transfer, save, verify};
use store::{StoreError, Value, audit, params, sql};

use crate::ledger::world::*;

/// Every transfer with its service, each checked, oldest first.
pub fn transfers(world: &World<'_>) -> Vec<(Transfer, Option<domain::ids::ServiceId>)> {
    let read = world.f.db.read_blocking(|tx| -> Result<_, StoreError> {
        assert_eq!(childless(tx)?, []);
        let mut all = Vec::new();
        each_transfer(tx, &mut |kept| {
            all.push(verify(&kept, |at| books().day(at)).unwrap());
            Ok(())
        })?;
        Ok(all)
    });
    read.unwrap()
}

/// All accounts sum to zero in every currency, no reserve is below zero, and the totals are those of the postings.
pub fn sound(world: &World<'_>) -> Book {
    let mut book = Book::new();
    let mut rebuilt = Rebuilt::default();
    for (transfer, service) in transfers(world) {
        rebuilt.transfer(&transfer, service).unwrap();
        book.record(transfer).unwrap();
    }
    assert!(book.trial().unwrap().values().all(|sum| *sum == 0));
    let rows = world.f.db.read_blocking(move |tx| -> Result<_, StoreError> {
        let mut rebuilt = rebuilt.clone();
        each_by_request(tx, &mut |row| {
            rebuilt.order(row);
            Ok(())
        })?;
        let sorted =
            |rows: Vec<Vec<Value>>| rows.iter().map(|row| format!("{row:?}")).collect::<BTreeSet<_>>();
        let mut pairs = Vec::new();
        for table in TOTALS {
            let kept = audit::whole(tx, table)?.iter().map(|row| row.values().to_vec()).collect();
            pairs.push((table.name, sorted(kept), sorted(rebuilt.rows(table).collect())));
        }
        Ok(pairs)
    });
    for (table, kept, rebuilt) in rows.unwrap() {
        assert_eq!(kept, rebuilt, "{table}");
    }
    book
}

pub fn read_statement(world: &World<'_>, unit: UnitId, period: &str) -> StatementView {
    let (cx, period): (_, Period) = (cx(world.f, finance()), period.parse().unwrap());
    world.f.db.read_blocking(move |tx| statement(tx, &cx, unit, period)).unwrap()
}

/// The sum of a figure's postings, read page by page.
pub fn open(world: &World<'_>, unit: UnitId, period: &str, key: FigureKey) -> Minor {
    let mut sum = 0;
    let mut after = None;
    loop {
        let (cx, period): (_, Period) = (cx(world.f, finance()), period.parse().unwrap());
        let page =
            world.f.db.read_blocking(move |tx| postings(tx, &cx, unit, period, key, after, 2)).unwrap();
        sum += page.iter().map(|posting| posting.amount).sum::<Minor>();
        assert!(page.iter().all(|posting| after.is_none_or(|after| after < posting.place)));
        match page.last() {
            Some(last) if page.len() == 2 => after = Some(last.place),
            _ => return sum,
        }
    }
}

/// Every figure of a unit's statement is the sum of its postings, and equals the one that the rules compute from all postings.
pub fn agrees(world: &World<'_>, unit: UnitId, period: &str) -> StatementView {
    let view = read_statement(world, unit, period);
    let facts: Vec<_> = transfers(world)
        .into_iter()
        .flat_map(|(transfer, service)| {
            let head = *transfer.head();
            let fact = move |posting: &Posting| PostingFact {
                head,
                posting: *posting,
                service: service.filter(|_| posting.service_version.is_some()),
            };
            transfer.postings().iter().map(fact).collect::<Vec<_>>()
        })
        .collect();
    let midnight = |day: jiff::civil::Date| {
        // A bill has what was booked before this moment; the rules ask for the last moment that it has.
        let begins = day.to_zoned(books().zone).unwrap().timestamp().as_millisecond() - 1;
        domain::time::Instant::from_millis(begins)
    };
    let query = Query {
        unit,
        currency: Currency::RUB,
        period: view.period,
        budget: view.budget.row.purse.period,
        as_of: world.f.now(),
        issued: view.closed.then(|| midnight(view.closes_on)),
        previous: Some(midnight(view.period.start())),
    };
    let expected = domain::ledger::statement(query, &facts).unwrap();
    for (half, rows, money, seconds) in [
        (&view.supplied, &expected.supplies, FigureOf::Earned, FigureOf::Taken),
        (&view.ordered, &expected.orders, FigureOf::Spent, FigureOf::Given),
    ] {
        let found: BTreeMap<_, _> = half
            .rows
            .iter()
            .map(|row| {
                let line = |side| open(world, unit, period, FigureKey::line(side, row.key));
                assert_eq!((line(money), line(seconds)), (row.sums.money, row.sums.seconds));
                let key = (row.key.service, row.key.counterparty);
                (key, (row.outside, row.sums.orders, row.sums.money, row.sums.seconds))
            })
            .collect();
        let wanted: BTreeMap<_, _> = rows
            .iter()
            .filter(|row| row.money.amount != 0 || row.seconds.amount != 0)
            .map(|row| {
                let orders = i64::try_from(row.requests).unwrap();
                let key = (row.service, row.counterparty);
                (key, (row.outside, orders, row.money.amount, row.seconds.amount))
            })
            .collect();
        assert_eq!(found, wanted);
    }
    let totals = [
        (FigureOf::Earned, view.supplied.total.money, expected.earned),
        (FigureOf::Taken, view.supplied.total.seconds, expected.taken),
        (FigureOf::Spent, view.ordered.total.money, expected.spent),
        (FigureOf::Given, view.ordered.total.seconds, expected.given),
    ];
    for (side, found, wanted) in totals {
        assert_eq!(found, wanted.amount, "{side:?}");
        assert_eq!(open(world, unit, period, FigureKey::all(side)), found, "{side:?} opens");
    }
    let row = view.budget.row;
    if !view.closed {
        assert_eq!((row.issued, row.reserved), (expected.issued.amount, expected.reserved.amount));
        assert_eq!(row.free().unwrap(), expected.free.amount);
    }
    for (side, amount) in [
        (FigureOf::Issued, row.issued),
        (FigureOf::Reserved, row.reserved),
        (FigureOf::Free, row.free().unwrap()),
    ] {
        assert_eq!(open(world, unit, period, FigureKey::all(side)), amount, "{side:?} opens");
    }
    assert_eq!(view.budget.open.iter().map(|open| open.amount).sum::<Minor>(), row.reserved);
    for (found, wanted) in [(&view.corrections, &expected.corrections), (&view.late, &expected.late)] {
        let of = |side| wanted.iter().filter(|row| row.side == side).map(|row| row.amount).sum::<Minor>();
        assert_eq!(
            (found.earned, found.spent, found.taken, found.given),
            (of(FigureOf::Earned), of(FigureOf::Spent), of(FigureOf::Taken), of(FigureOf::Given))
        );
        assert_eq!(found.postings.len(), wanted.len());
        assert_eq!(
            found.postings.iter().map(|posting| posting.amount).sum::<Minor>(),
            wanted.iter().map(|row| row.amount).sum::<Minor>()
        );
    }
    view
}

/// Books client time for an earlier day: a correction by hand.
pub fn time_for(world: &World<'_>, day: &str, seconds: i64) {
    let mut ids = world.f.ids();
    let entry = Entry {
        id: TransferId(ids.next()),
        effective: day.parse().unwrap(),
        booked_at: world.f.now(),
        cause: Cause { stream: StreamId(ids.next()), seq: 1 },
    };
    let domain::request::ServiceRef { service, version } = service(IT);
    let transfer = client_time(entry, MARKETING, IT, Some(version), None, seconds).unwrap();
    let booked_on = books().day(world.f.now());
    let _moved = world.f.db.write_blocking(move |tx| save(tx, &transfer, Some(service), booked_on)).unwrap();
}

/// Breaks a row on purpose.
pub fn spoil(world: &World<'_>, transfer: TransferId) {
    world
        .f
        .db
        .write_blocking(move |tx| {
            tx.execute_one(
                sql!("UPDATE posting SET amount = amount + 1 WHERE transfer = $1 AND line = 1"),
                params![transfer],
            )
        })
        .unwrap();
}
