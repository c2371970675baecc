//! All of the ledger, in bounded memory: for exports and checks.

use domain::ids::{RequestId, ServiceId, TransferId, UnitId};
use domain::ledger::{AccountKind, Posting, TransferHead};
use domain::time::Instant;
use jiff::civil::Date;

use super::delta::Trade;
use super::rows::{day, posting_from_row, select_postings};
use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{params, sql};

/// A transfer exactly as the rows have it, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The transfer's row.
    pub head: TransferHead,
    /// Its postings in their order.
    pub postings: Vec<KeptPosting>,
}

/// A posting's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptPosting {
    /// Its place in the transfer, from 1.
    pub line: i64,
    /// What it says.
    pub posting: Posting,
    /// The service it is kept under.
    pub service: Option<ServiceId>,
    /// Its copy of the effective day.
    pub effective: Date,
    /// Its copy of the moment of booking.
    pub booked_at: Instant,
    /// Whether it is marked as booked in a later month.
    pub late: bool,
}

/// Every transfer, oldest first. A transfer without postings does not come; [`childless`] names those.
///
/// # Errors
/// Whatever `each` says; [`StoreError::Inconsistent`] when a row cannot be read.
pub fn each_transfer(
    tx: &mut dyn Tx,
    each: &mut dyn FnMut(Kept) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut kept: Option<Kept> = None;
    tx.query_each(
        sql!(
            "SELECT t.id, t.kind, t.reverses, t.effective, t.booked_at, t.stream, t.seq, p.unit, p.account, p.currency,
               p.period, p.amount, p.counterparty, p.service, p.service_version, p.request, p.offer_line, p.line,
               p.effective, p.booked_at, p.late
             FROM transfer t JOIN posting p ON p.transfer = t.id ORDER BY t.id, p.line"
        ),
        &[],
        &mut |row| {
            let (head, posting, service) = posting_from_row(row)?;
            let posting = KeptPosting {
                line: row.int(17)?,
                posting,
                service,
                effective: day(row, 18)?,
                booked_at: row.instant(19)?,
                late: row.bool(20)?,
            };
            if let Some(same) = kept.as_mut().filter(|known| known.head.id == head.id) {
                same.postings.push(posting);
                return Ok(());
            }
            match kept.replace(Kept { head, postings: vec![posting] }) {
                Some(done) => each(done),
                None => Ok(()),
            }
        },
    )?;
    kept.map_or(Ok(()), each)
}

/// Every posting of one unit with the head of its transfer and its service, those of one request together.
///
/// # Errors
/// Whatever `each` says; [`StoreError::Inconsistent`] when a row cannot be read.
pub fn each_of_unit(
    tx: &mut dyn Tx,
    unit: &[u8],
    each: &mut dyn FnMut(TransferHead, Posting, Option<ServiceId>) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    tx.query_each(sql!(select_postings!("WHERE p.unit = $1 ORDER BY p.request")), params![unit], &mut |row| {
        let (head, posting, service) = posting_from_row(row)?;
        each(head, posting, service)
    })
}

/// Every posting to reserved accounts for requests above `after` and not above `to`.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a row cannot be read.
pub fn reserved_between(tx: &mut dyn Tx, after: &[u8], to: &[u8]) -> Result<Vec<Posting>, StoreError> {
    let mut postings = Vec::new();
    tx.query_each(
        sql!(select_postings!("WHERE p.request > $1 AND p.request <= $2 AND p.account = 'reserved'")),
        params![after, to],
        &mut |row| {
            postings.push(posting_from_row(row)?.1);
            Ok(())
        },
    )?;
    Ok(postings)
}

/// Transfers without any posting.
pub fn childless(tx: &mut dyn Tx) -> Result<Vec<TransferId>, StoreError> {
    let rows = tx.query(
        sql!(
            "SELECT t.id FROM transfer t WHERE NOT EXISTS (SELECT 1 FROM posting p WHERE p.transfer = t.id)
             ORDER BY t.id LIMIT 100"
        ),
        &[],
    )?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// What a posting says about the request it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OfRequest {
    /// The request.
    pub request: RequestId,
    /// Whose posting.
    pub unit: UnitId,
    /// On which half of the unit's account.
    pub trade: Trade,
    /// The unit on the other side.
    pub counterparty: Option<UnitId>,
    /// The service.
    pub service: Option<ServiceId>,
    /// For which day.
    pub effective: Date,
}

/// Every posting to earnings, spendings and client time that names a request, those of one request together.
///
/// # Errors
/// Whatever `each` says; [`StoreError::Inconsistent`] when a row cannot be read.
pub fn each_by_request(
    tx: &mut dyn Tx,
    each: &mut dyn FnMut(OfRequest) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let read = |row: &Row| -> Result<Option<OfRequest>, StoreError> {
        let Some(trade) = Trade::of(row.code(2, AccountKind::from_code)?) else { return Ok(None) };
        Ok(Some(OfRequest {
            request: row.id(0)?,
            unit: row.id(1)?,
            trade,
            counterparty: row.opt_id(3)?,
            service: row.opt_id(4)?,
            effective: day(row, 5)?,
        }))
    };
    tx.query_each(
        sql!(
            "SELECT request, unit, account, counterparty, service, effective FROM posting
             WHERE request IS NOT NULL ORDER BY request"
        ),
        &[],
        &mut |row| read(row)?.map_or(Ok(()), &mut *each),
    )
}
