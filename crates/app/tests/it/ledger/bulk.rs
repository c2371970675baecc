//! Transfers loaded in bulk, with their totals computed at the end: the same statements as if each had been booked.

use domain::ids::{RequestId, StreamId, TransferId, UnitId};
use domain::ledger::*;
use store::repo::ledger::{
    POSTING, Rebuilt, TOTALS, TRANSFER, each_by_request, posting_values, transfer_values,
};
use store::{StoreError, Value};
use testkit::each_db;
use uuid::Uuid;

use crate::ledger::checks::{agrees, read_statement, sound};
use crate::ledger::world::*;

/// How many orders of Marketing from IT are paid.
const ORDERS: i64 = 300;

fn orders(world: &World<'_>) -> Vec<Transfer> {
    let mut ids = world.f.ids();
    let purse = Purse { unit: MARKETING, period: "2026-03".parse().unwrap(), currency: books().currency };
    let mut entry = |n: i64| Entry {
        id: TransferId(ids.next()),
        effective: jiff::civil::date(2026, 3, i8::try_from(n % 28).unwrap() + 1),
        booked_at: world.f.now(),
        cause: Cause { stream: StreamId(Uuid::from_u128(7)), seq: n + 1 },
    };
    let company = domain::company::COMPANY_UNIT;
    let mut all = vec![issue(entry(0), company, purse, 1_000_000_000).unwrap()];
    for n in 0..ORDERS {
        let order = Order {
            request: RequestId(Uuid::from_u128(0x9000 + u128::try_from(n).unwrap())),
            payer: MARKETING,
            provider: IT,
            outside: false,
            service: Some(service(IT).version),
            currency: purse.currency,
            budget: Some(purse.period),
        };
        let shares = [Share { line: Some(line(1)), amount: 100 + n }];
        all.extend(reserve(entry(n), &order, &shares).unwrap());
        all.extend(post(entry(n), &order, &shares).unwrap());
        let (request, version) = (Some(order.request), order.service);
        all.push(client_time(entry(n), MARKETING, IT, version, request, 60).unwrap());
    }
    all
}

fn load(world: &World<'_>) {
    let transfers = orders(world);
    let today = books().day(world.f.now());
    let of = |transfer: &Transfer| (transfer.kind() != TransferKind::Issue).then_some(service(IT).service);
    let loaded = world.f.db.write_blocking(move |tx| -> Result<(), StoreError> {
        let heads = transfers.iter().map(|transfer| transfer_values(transfer.head()));
        tx.fill(&TRANSFER, heads)?;
        let postings: Vec<Vec<Value>> = transfers
            .iter()
            .flat_map(|transfer| posting_values(transfer, of(transfer), today).collect::<Vec<_>>())
            .collect();
        tx.fill(&POSTING, postings)?;
        let mut rebuilt = Rebuilt::default();
        for transfer in &transfers {
            rebuilt.transfer(transfer, of(transfer)).unwrap();
        }
        each_by_request(tx, &mut |row| {
            rebuilt.order(row);
            Ok(())
        })?;
        for table in TOTALS {
            tx.fill(table, rebuilt.rows(table))?;
        }
        Ok(())
    });
    loaded.unwrap();
}

each_db! {
    fn a_bulk_load_reads_like_booked_transfers(f) {
        let world = World::new(f);
        load(&world);
        sound(&world);
        let it = read_statement(&world, IT, "2026-03");
        assert_eq!(it.supplied.total.orders, ORDERS);
        assert_eq!(it.supplied.total.seconds, 60 * ORDERS);
        let spent: UnitId = MARKETING;
        assert_eq!(agrees(&world, spent, "2026-03").ordered.total.money, it.supplied.total.money);
    }
}
