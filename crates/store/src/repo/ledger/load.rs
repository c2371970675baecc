//! Transfers of a request, reversals, budgets and open reserves.

use domain::ids::{RequestId, ServiceId, TransferId, UnitId};
use domain::ledger::{BudgetRow, OpenReserve, Period, Posting, Purse, Transfer, TransferHead};
use domain::money::Currency;

use super::rows::Posted;
use crate::error::StoreError;
use crate::read::{opt_key, select};
use crate::tx::Tx;
use crate::{hot_sql, params, sql};

/// A transfer with the service whose version its postings name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The transfer.
    pub transfer: Transfer,
    /// The service.
    pub service: Option<ServiceId>,
}

/// Gathers rows, all postings of a transfer together, into transfers.
#[derive(Debug, Default)]
pub(super) struct Gather {
    head: Option<TransferHead>,
    postings: Vec<Posting>,
    service: Option<ServiceId>,
}

impl Gather {
    /// Takes one row; gives the transfer before it when the row begins another.
    pub(super) fn row(&mut self, row: Posted) -> Result<Option<Booked>, StoreError> {
        let Posted { head, posting, service } = row;
        let done = if self.head.is_some_and(|known| known.id != head.id) { self.end()? } else { None };
        self.head = Some(head);
        self.postings.push(posting);
        self.service = self.service.or(service);
        Ok(done)
    }

    /// The last transfer.
    pub(super) fn end(&mut self) -> Result<Option<Booked>, StoreError> {
        let Self { head, postings, service } = std::mem::take(self);
        let Some(head) = head else { return Ok(None) };
        let transfer = Transfer::new(head, postings)
            .map_err(|error| StoreError::inconsistent("posting", "*", head.id, error.to_string()))?;
        Ok(Some(Booked { transfer, service }))
    }
}

fn gather(rows: Vec<Posted>) -> Result<Vec<Booked>, StoreError> {
    let mut gather = Gather::default();
    let mut all = Vec::new();
    for row in rows {
        all.extend(gather.row(row)?);
    }
    all.extend(gather.end()?);
    Ok(all)
}

/// Every transfer that names the request, oldest first.
///
/// # Errors
/// [`StoreError::Inconsistent`] when stored postings are no transfer.
pub fn of_request(tx: &mut dyn Tx, request: RequestId) -> Result<Vec<Booked>, StoreError> {
    gather(tx.all(
        hot_sql!(
            Posted,
            "WHERE t.id IN (SELECT transfer FROM posting WHERE request = $1) ORDER BY t.id, p.line"
        ),
        params![request],
    )?)
}

/// A transfer by its id.
///
/// # Errors
/// [`StoreError::Inconsistent`] when there is none, or stored postings are no transfer.
pub fn by_id(tx: &mut dyn Tx, transfer: TransferId) -> Result<Booked, StoreError> {
    let rows = tx.all(hot_sql!(Posted, "WHERE t.id = $1 ORDER BY t.id, p.line"), params![transfer])?;
    let found = gather(rows)?.into_iter().next();
    found.ok_or_else(|| StoreError::inconsistent("transfer", "id", transfer, "there is none"))
}

/// The transfers that take this one back, in the order of booking.
///
/// # Errors
/// [`StoreError::Inconsistent`] when stored postings are no transfer.
pub fn reversals_of(tx: &mut dyn Tx, transfer: TransferId) -> Result<Vec<Booked>, StoreError> {
    gather(tx.all(hot_sql!(Posted, "WHERE t.reverses = $1 ORDER BY t.id, p.line"), params![transfer])?)
}

/// Whether any unit was ever given a budget.
pub fn any_budget(tx: &mut dyn Tx) -> Result<bool, StoreError> {
    // Asked by one page of administration; it ends at the first row.
    let row = tx.query_opt(sql!("SELECT issued FROM budget_row WHERE issued > 0 LIMIT 1"), params![])?;
    Ok(row.is_some())
}

select! { BudgetRow from "budget_row" { purse: Purse, issued: "issued", reserved: "reserved", spent: "spent" } }

/// A budget's row; `None` when nothing was ever issued or reserved.
pub fn budget(tx: &mut dyn Tx, purse: Purse) -> Result<Option<BudgetRow>, StoreError> {
    let budget = hot_sql!(BudgetRow, "WHERE unit = $1 AND period = $2 AND currency = $3");
    tx.opt(budget, params![purse.unit, purse.period, purse.currency])
}

/// The rows of three budgets of a unit, in no particular order; those that do not exist are left out.
pub fn budgets(
    tx: &mut dyn Tx,
    unit: UnitId,
    currency: Currency,
    [a, b, c]: [Period; 3],
) -> Result<Vec<BudgetRow>, StoreError> {
    let budgets = hot_sql!(BudgetRow, "WHERE unit = $1 AND currency = $2 AND period IN ($3, $4, $5)");
    tx.all(budgets, params![unit, currency, a, b, c])
}

select! {
    OpenReserve from "open_reserve" {
        request: "request",
        line: "offer_line" => opt_key,
        purse: Purse,
        amount: "amount",
    }
}

/// What is reserved now for a request, by budget and line.
pub fn open_of_request(tx: &mut dyn Tx, request: RequestId) -> Result<Vec<OpenReserve>, StoreError> {
    tx.all(
        hot_sql!(OpenReserve, "WHERE request = $1 ORDER BY offer_line, unit, period, currency"),
        params![request],
    )
}
