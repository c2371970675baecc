//! Transfers and postings as rows, and back.

use domain::ids::{ServiceId, StreamId};
use domain::ledger::{Account, AccountKind, Cause, Period, Posting, Transfer, TransferHead, TransferKind};
use domain::money::Currency;
use jiff::civil::Date;

use crate::error::StoreError;
use crate::value::{Row, RowId, Value};

/// What a key column holds where there is nothing: no id is all zeros.
pub(super) const NONE: [u8; 16] = [0; 16];

/// An id for a key column, which is never NULL.
pub(super) fn key_of(id: Option<impl Into<Value>>) -> Value {
    id.map_or(Value::from(NONE), Into::into)
}

/// Reads [`key_of`] back.
pub(super) fn opt_key<T: RowId>(row: &Row, at: usize) -> Result<Option<T>, StoreError> {
    if row.bytes(at)? == NONE { Ok(None) } else { row.id(at).map(Some) }
}

pub(super) fn day(row: &Row, at: usize) -> Result<Date, StoreError> {
    row.text(at)?.parse().map_err(|_| row.wrong(at, "expected a day such as 2026-11-05"))
}

pub(super) fn currency(row: &Row, at: usize) -> Result<Currency, StoreError> {
    row.text(at)?.parse().map_err(|_| row.wrong(at, "expected a currency"))
}

pub(super) fn period(row: &Row, at: usize) -> Result<Option<Period>, StoreError> {
    match row.text(at)? {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| row.wrong(at, "expected a period")),
    }
}

/// The columns of a transfer, in the order of [`transfer_values`]; for bulk loads.
pub const TRANSFER_COLUMNS: &[&str] = &["id", "kind", "reverses", "effective", "booked_at", "stream", "seq"];

/// The values of a transfer's row.
pub fn transfer_values(head: &TransferHead) -> Vec<Value> {
    vec![
        head.id.into(),
        head.kind.code().into(),
        head.reverses.into(),
        head.effective.to_string().into(),
        head.booked_at.into(),
        head.cause.stream.into(),
        head.cause.seq.into(),
    ]
}

/// The columns of a posting, in the order of [`posting_values`]; for bulk loads.
pub const POSTING_COLUMNS: &[&str] = &[
    "transfer",
    "line",
    "unit",
    "account",
    "currency",
    "period",
    "amount",
    "counterparty",
    "service",
    "service_version",
    "request",
    "offer_line",
    "effective",
    "booked_at",
    "late",
];

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
    transfer.postings().iter().zip(1_i64..).map(move |(posting, line)| {
        let Posting { account, .. } = posting;
        vec![
            head.id.into(),
            line.into(),
            account.unit.into(),
            account.kind.code().into(),
            account.currency.code().into(),
            account.period.map_or_else(String::new, |period| period.to_string()).into(),
            posting.amount.into(),
            posting.counterparty.into(),
            service.filter(|_| posting.service_version.is_some()).into(),
            posting.service_version.into(),
            posting.request.into(),
            posting.line.into(),
            head.effective.to_string().into(),
            head.booked_at.into(),
            late.into(),
        ]
    })
}

/// The columns that [`posting_from_row`] reads: seven of the transfer `t`, ten of the posting `p`, in the order of the booking.
macro_rules! select_postings {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.kind, t.reverses, t.effective, t.booked_at, t.stream, t.seq, p.unit, p.account,
               p.currency, p.period, p.amount, p.counterparty, p.service, p.service_version, p.request,
               p.offer_line
             FROM transfer t JOIN posting p ON p.transfer = t.id ",
            $rest
        )
    };
}
pub(super) use select_postings;

/// Reads a row of [`select_postings`].
pub(super) fn posting_from_row(row: &Row) -> Result<(TransferHead, Posting, Option<ServiceId>), StoreError> {
    let head = TransferHead {
        id: row.id(0)?,
        kind: row.code(1, TransferKind::from_code)?,
        reverses: row.opt_id(2)?,
        effective: day(row, 3)?,
        booked_at: row.instant(4)?,
        cause: Cause { stream: row.id::<StreamId>(5)?, seq: row.int(6)? },
    };
    let posting = Posting {
        account: Account {
            unit: row.id(7)?,
            kind: row.code(8, AccountKind::from_code)?,
            currency: currency(row, 9)?,
            period: period(row, 10)?,
        },
        amount: row.int(11)?,
        counterparty: row.opt_id(12)?,
        service_version: row.opt_id(14)?,
        request: row.opt_id(15)?,
        line: row.opt_id(16)?,
    };
    Ok((head, posting, row.opt_id(13)?))
}
