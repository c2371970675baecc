//! The ledger's tests: each movement with figures, a case by hand, random commands, and a second opinion from hledger.

mod budgets;
mod crm;
mod hledger;
mod movements;
mod payables;
mod properties;
mod reversals;
mod statements;

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::*;
use crate::ids::*;
use crate::money::{Currency, Minor};
use crate::time::Instant;

pub const COMPANY: UnitId = UnitId(Uuid::from_u128(1));
pub const MARKETING: UnitId = UnitId(Uuid::from_u128(2));
pub const IT: UnitId = UnitId(Uuid::from_u128(3));
pub const LEGAL: UnitId = UnitId(Uuid::from_u128(4));
pub const VENDOR: UnitId = UnitId(Uuid::from_u128(5));

pub fn request(n: u128) -> RequestId {
    RequestId(Uuid::from_u128(0x1000 + n))
}

pub fn line(n: u128) -> LineId {
    LineId(Uuid::from_u128(0x2000 + n))
}

pub fn item(n: u128) -> ItemId {
    ItemId(Uuid::from_u128(0x3000 + n))
}

/// Version `n` of a service; the service itself is [`service`] of the same number.
pub fn version(n: u128) -> ServiceVersionId {
    ServiceVersionId(Uuid::from_u128(0x4000 + n))
}

pub fn service(n: u128) -> ServiceId {
    ServiceId(Uuid::from_u128(0x4000 + n))
}

pub fn november() -> Period {
    "2026-11".parse().unwrap()
}

/// Midday of a day, as the moment of booking.
pub fn moment(day: Date) -> Instant {
    let midday = day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap();
    Instant::from_timestamp(midday.timestamp())
}

/// Transfer `n`, on a day of November 2026, booked that midday.
pub fn on(n: u128, day: i8) -> Entry {
    dated(n, date(2026, 11, day), moment(date(2026, 11, day)))
}

pub fn dated(n: u128, effective: Date, booked_at: Instant) -> Entry {
    let cause = Cause { stream: StreamId(Uuid::from_u128(0x5000 + n)), seq: 1 };
    Entry { id: TransferId(Uuid::from_u128(0x6000 + n)), effective, booked_at, cause }
}

pub fn purse(unit: UnitId) -> Purse {
    Purse { unit, period: november(), currency: Currency::RUB }
}

pub fn order(n: u128, payer: UnitId, provider: UnitId) -> Order {
    Order {
        request: request(n),
        payer,
        provider,
        outside: provider == VENDOR,
        service: Some(version(n)),
        currency: Currency::RUB,
        budget: Some(november()),
    }
}

pub fn whole(amount: Minor) -> Vec<Share> {
    vec![Share { line: None, amount }]
}

pub fn share(n: u128, amount: Minor) -> Share {
    Share { line: Some(line(n)), amount }
}

pub fn money(unit: UnitId, kind: AccountKind) -> Account {
    Account::plain(unit, kind, Currency::RUB)
}

pub fn book(transfers: impl IntoIterator<Item = Transfer>) -> Book {
    let mut book = Book::new();
    for transfer in transfers {
        book.record(transfer).unwrap();
        assert!(book.trial().unwrap().values().all(|sum| *sum == 0));
    }
    book
}

/// The postings of a transfer as (account, amount).
pub fn amounts(transfer: &Transfer) -> Vec<(Account, Minor)> {
    transfer.postings().iter().map(|posting| (posting.account, posting.amount)).collect()
}

pub fn facts(book: &Book) -> Vec<PostingFact> {
    let fact = |transfer: &Transfer, posting: &Posting| PostingFact {
        head: *transfer.head(),
        posting: *posting,
        service: posting.service_version.map(|version| ServiceId(version.0)),
    };
    let of = |transfer: &Transfer| {
        transfer.postings().iter().map(|posting| fact(transfer, posting)).collect::<Vec<_>>()
    };
    book.transfers().iter().flat_map(of).collect()
}

pub fn query(unit: UnitId) -> Query {
    Query {
        unit,
        currency: Currency::RUB,
        period: november(),
        budget: november(),
        as_of: moment(date(2027, 1, 31)),
        issued: None,
        previous: None,
    }
}

/// A statement whose every figure was opened: the filter's postings sum to it, and the totals to their rows.
pub fn opened(query: Query, facts: &[PostingFact]) -> Statement {
    let statement = statement(query, facts).unwrap();
    let Statement { earned, spent, taken, given, issued, reserved, free, .. } = statement;
    let rows = statement.supplies.iter().chain(&statement.orders);
    for figure in [earned, spent, taken, given, issued, reserved, free]
        .into_iter()
        .chain(rows.flat_map(|row| [row.money, row.seconds]))
    {
        assert_eq!(figure.filter.sum(facts).unwrap(), figure);
    }
    let sum = |rows: &[StatementRow], figure: fn(&StatementRow) -> Figure| -> Minor {
        rows.iter().map(|row| figure(row).amount).sum()
    };
    assert_eq!(sum(&statement.supplies, |row| row.money), earned.amount);
    assert_eq!(sum(&statement.supplies, |row| row.seconds), taken.amount);
    assert_eq!(sum(&statement.orders, |row| row.money), spent.amount);
    assert_eq!(sum(&statement.orders, |row| row.seconds), given.amount);
    statement
}
