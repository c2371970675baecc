//! All of the ledger, in bounded memory: for exports and checks.

use domain::ids::{RequestId, ServiceId, TransferId, UnitId};
use domain::ledger::{AccountKind, Posting, TransferHead};
use domain::time::Instant;
use jiff::civil::Date;

use super::delta::Trade;
use super::rows::Posted;
use crate::error::StoreError;
use crate::read::select;
use crate::tx::Tx;
use crate::{params, sql};

/// A transfer exactly as the rows have it, right or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The transfer's row.
    pub head: TransferHead,
    /// Its postings in their order.
    pub postings: Vec<KeptPosting>,
}

select! {
    /// A posting's row.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct KeptPosting {
        /// Its place in the transfer, from 1.
        pub line: i64 = "p.line",
        /// What it says.
        pub posting: Posting = Posting,
        /// The service it is kept under.
        pub service: Option<ServiceId> = "p.service",
        /// Its copy of the effective day.
        pub effective: Date = "p.effective",
        /// Its copy of the moment of booking.
        pub booked_at: Instant = "p.booked_at",
        /// Whether it is marked as booked in a later month.
        pub late: bool = "p.late",
    }
}

select! {
    struct KeptRow from "transfer t JOIN posting p ON p.transfer = t.id" {
        head: TransferHead = TransferHead,
        posting: KeptPosting = KeptPosting,
    }
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
    tx.each(sql!(KeptRow, "ORDER BY t.id, p.line"), &[], &mut |KeptRow { head, posting }| {
        if let Some(same) = kept.as_mut().filter(|known| known.head.id == head.id) {
            same.postings.push(posting);
            return Ok(());
        }
        match kept.replace(Kept { head, postings: vec![posting] }) {
            Some(done) => each(done),
            None => Ok(()),
        }
    })?;
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
    let postings = sql!(Posted, "WHERE p.unit = $1 ORDER BY p.request");
    tx.each(postings, params![unit], &mut |Posted { head, posting, service }| each(head, posting, service))
}

/// Every posting to reserved accounts for requests above `after` and not above `to`.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a row cannot be read.
pub fn reserved_between(tx: &mut dyn Tx, after: &[u8], to: &[u8]) -> Result<Vec<Posting>, StoreError> {
    let reserved = sql!(Posted, "WHERE p.request > $1 AND p.request <= $2 AND p.account = 'reserved'");
    Ok(tx.all(reserved, params![after, to])?.into_iter().map(|row| row.posting).collect())
}

/// Transfers without any posting.
pub fn childless(tx: &mut dyn Tx) -> Result<Vec<TransferId>, StoreError> {
    tx.all(
        sql!(
            "SELECT t.id FROM transfer t WHERE NOT EXISTS (SELECT 1 FROM posting p WHERE p.transfer = t.id)
             ORDER BY t.id LIMIT 100"
        ),
        &[],
    )
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
    type Row = (RequestId, UnitId, AccountKind, Option<UnitId>, Option<ServiceId>, Date);
    let postings = sql!(
        "SELECT request, unit, account, counterparty, service, effective FROM posting
         WHERE request IS NOT NULL ORDER BY request"
    );
    tx.each(postings, &[], &mut |(request, unit, account, counterparty, service, effective): Row| {
        let Some(trade) = Trade::of(account) else { return Ok(()) };
        each(OfRequest { request, unit, trade, counterparty, service, effective })
    })
}
