//! Transfers and postings as rows, and back; the rows of the totals.

use domain::ids::ServiceId;
use domain::ledger::{Account, BudgetRow, Cause, Period, Posting, Purse, Transfer, TransferHead};
use jiff::civil::Date;

use super::delta::{Balance, BalanceKey, ReserveKey, Trade};
use super::rebuild::OrderKey;
use crate::error::StoreError;
use crate::read::{codes, key_of, select};
use crate::table::{Table, table};
use crate::value::{Row, Value};

codes! { Trade }

table! {
    /// What moves money or time, once each.
    pub TRANSFER: History "transfer";
    /// The values of a transfer's row.
    pub fn transfer_values(head: &TransferHead) {
        key id = head.id,
        once kind = head.kind,
        once reverses = head.reverses,
        once effective = head.effective,
        once booked_at = head.booked_at,
        once stream = head.cause.stream,
        once seq = head.cause.seq,
    }
}

table! {
    /// What each transfer does to each account.
    pub POSTING: History "posting";
    fn values(head: &TransferHead, line: i64, posting: &Posting, service: Option<ServiceId>, late: bool)
    with Posting { account, .. } = posting; {
        key transfer = head.id,
        key line = line,
        once unit = account.unit,
        once account = account.kind,
        once currency = account.currency,
        once period = account.period.map_or(Value::from(""), Value::from),
        once amount = posting.amount,
        once counterparty = posting.counterparty,
        once service = service.filter(|_| posting.service_version.is_some()),
        once service_version = posting.service_version,
        once request = posting.request,
        once offer_line = posting.line,
        once effective = head.effective,
        once booked_at = head.booked_at,
        once late = late,
    }
}

/// True when a transfer is booked in a later month than the one it counts for: some bill was issued without it. `booked_on` is the day
/// of its booking in the company's time zone.
pub(super) fn is_late(head: &TransferHead, booked_on: Date) -> bool {
    (booked_on.year(), booked_on.month()) > (head.effective.year(), head.effective.month())
}

/// The values of each posting's row. `service` is the one whose version the postings name, `booked_on` the day of booking in the company's time zone.
pub fn posting_values(
    transfer: &Transfer,
    service: Option<ServiceId>,
    booked_on: Date,
) -> impl Iterator<Item = Vec<Value>> + '_ {
    let head = transfer.head();
    let late = is_late(head, booked_on);
    transfer.postings().iter().zip(1..).map(move |(posting, line)| values(head, line, posting, service, late))
}

select! {
    /// A posting with the head of its transfer and the service it is kept under.
    pub(super) struct Posted from "transfer t JOIN posting p ON p.transfer = t.id" {
        pub(super) head: TransferHead = TransferHead,
        pub(super) posting: Posting = Posting,
        pub(super) service: Option<ServiceId> = "p.service",
    }
}

select! { Cause { stream: "t.stream", seq: "t.seq" } }

select! {
    TransferHead {
        id: "t.id",
        kind: "t.kind",
        reverses: "t.reverses",
        effective: "t.effective",
        booked_at: "t.booked_at",
        cause: Cause,
    }
}

select! { Account { unit: "p.unit", kind: "p.account", currency: "p.currency", period: "p.period" => period } }

fn period(row: &Row, at: usize) -> Result<Option<Period>, StoreError> {
    let Some(period) = Some(row.text(at)?).filter(|period| !period.is_empty()) else { return Ok(None) };
    period.parse().map(Some).map_err(|_| row.wrong(at, "expected a period"))
}

select! {
    Posting {
        account: Account,
        amount: "p.amount",
        counterparty: "p.counterparty",
        service_version: "p.service_version",
        request: "p.request",
        line: "p.offer_line",
    }
}

table! {
    /// The budget of each unit and period: issued, reserved, spent.
    pub BUDGET: Projection "budget_row";
    pub(super) fn budget_values(row: &BudgetRow) {
        key unit = row.purse.unit,
        key period = row.purse.period,
        key currency = row.purse.currency,
        set issued = row.issued,
        set reserved = row.reserved,
        set spent = row.spent,
    }
}

table! {
    /// What is reserved now for each request and line.
    pub OPEN_RESERVE: Projection "open_reserve";
    pub(super) fn reserve_values(key: &ReserveKey, amount: i64)
    with ReserveKey { purse, request, line } = *key; {
        key request = request,
        key offer_line = key_of(line),
        key unit = purse.unit,
        key period = purse.period,
        key currency = purse.currency,
        set amount = amount,
    }
}

select! { Purse { unit: "unit", period: "period", currency: "currency" } }

table! {
    /// Movements of each account by day, other side and service.
    pub BALANCE_DAY: Projection "balance_day";
    pub(super) fn day_values(key: &BalanceKey, day: Date, sum: Balance) {
        key unit = key.unit,
        key day = day,
        key account = key.account,
        key currency = key.currency,
        key counterparty = key_of(key.counterparty),
        key service = key_of(key.service),
        add amount = sum.amount,
        add postings = sum.postings,
    }
}

table! {
    /// The same of earnings, spendings and client time by month.
    pub BALANCE_PERIOD: Projection "balance_period";
    pub(super) fn period_values(key: &BalanceKey, period: Period, sum: Balance) {
        key unit = key.unit,
        key period = period,
        key account = key.account,
        key currency = key.currency,
        key counterparty = key_of(key.counterparty),
        key service = key_of(key.service),
        add amount = sum.amount,
        add postings = sum.postings,
    }
}

table! {
    /// How many different requests those come from.
    pub ORDER_COUNT: Projection "order_count";
    pub(super) fn order_values(key: &OrderKey, orders: i64)
    with (unit, period, trade, counterparty, service) = *key; {
        key unit = unit,
        key period = period,
        key side = trade,
        key counterparty = key_of(counterparty),
        key service = key_of(service),
        add orders = orders,
    }
}

/// The tables of totals.
pub const TOTALS: [&Table; 5] = [&BUDGET, &OPEN_RESERVE, &BALANCE_DAY, &BALANCE_PERIOD, &ORDER_COUNT];
