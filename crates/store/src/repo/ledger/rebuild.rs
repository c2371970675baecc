//! The totals computed from postings alone: for checks, and for bulk loads that write postings without booking them one by one.
//! Pure. Memory is that of the totals themselves.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{RequestId, ServiceId, TransferId, UnitId};
use domain::ledger::{BudgetRow, LedgerError, Period, Posting, Purse, Transfer, TransferHead};
use domain::money::Minor;
use jiff::civil::Date;

use super::delta::{Balance, BalanceKey, ReserveKey, Trade, balances, month, periods, reserves};
use super::rows::{
    BALANCE_DAY, BALANCE_PERIOD, BUDGET, OPEN_RESERVE, ORDER_COUNT, budget_values, day_values, is_late,
    order_values, period_values, reserve_values,
};
use super::stream::{Kept, OfRequest};
use crate::table::Table;
use crate::value::Value;

/// What is wrong with a transfer's rows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}.{column} of {transfer}: {detail}")]
pub struct Wrong {
    /// The transfer.
    pub transfer: TransferId,
    /// The table.
    pub table: &'static str,
    /// The column, or `*` for what no single column is to blame for.
    pub column: &'static str,
    /// What is wrong.
    pub detail: String,
}

/// Checks a transfer's rows: zero sum in every currency and all other rules of a transfer, postings numbered from 1, their copies equal to the
/// transfer's, one service, and none without its version. `booked_on` gives the day of a moment in the company's time zone.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify(
    kept: &Kept,
    booked_on: impl Fn(domain::time::Instant) -> Date,
) -> Result<(Transfer, Option<ServiceId>), Wrong> {
    let head = kept.head;
    let wrong = |table, column, detail: String| Wrong { transfer: head.id, table, column, detail };
    let late = is_late(&head, booked_on(head.booked_at));
    let service = kept.postings.iter().find_map(|row| row.service);
    for (row, place) in kept.postings.iter().zip(1..) {
        let own = service.filter(|_| row.posting.service_version.is_some());
        let checks = [
            ("line", row.line == place, format!("line {} where {place} is expected", row.line)),
            ("effective", row.effective == head.effective, "not the transfer's day".to_owned()),
            ("booked_at", row.booked_at == head.booked_at, "not the transfer's moment".to_owned()),
            ("late", row.late == late, format!("expected {}", i32::from(late))),
            ("service", row.service == own, "not the service of the version".to_owned()),
        ];
        if let Some((column, _, detail)) = checks.into_iter().find(|(_, right, _)| !right) {
            return Err(wrong("posting", column, detail));
        }
    }
    let postings = kept.postings.iter().map(|row| row.posting).collect();
    match Transfer::new(head, postings) {
        Ok(transfer) => Ok((transfer, service)),
        Err(error) => {
            let (table, column) = match error {
                LedgerError::WrongLink(_) => ("transfer", "reverses"),
                _ => ("posting", "amount"),
            };
            Err(wrong(table, column, error.to_string()))
        }
    }
}

/// Which line of a unit's account a request counts for.
pub type OrderKey = (UnitId, Period, Trade, Option<UnitId>, Option<ServiceId>);

/// The totals of the transfers given so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// `budget_row`.
    pub budgets: BTreeMap<Purse, BudgetRow>,
    /// `open_reserve`.
    pub reserves: BTreeMap<ReserveKey, Minor>,
    /// `balance_day`.
    pub days: BTreeMap<(Date, BalanceKey), Balance>,
    /// `balance_period`.
    pub periods: BTreeMap<(Period, BalanceKey), Balance>,
    /// `order_count`.
    pub orders: BTreeMap<OrderKey, i64>,
    request: Option<RequestId>,
    counted: BTreeSet<OrderKey>,
}

impl Rebuilt {
    /// Adds a transfer to everything but the counts of orders.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`]; [`LedgerError::ReserveExceeded`] when more leaves a reserve than was in it.
    pub fn transfer(&mut self, transfer: &Transfer, service: Option<ServiceId>) -> Result<(), LedgerError> {
        let purses: BTreeSet<_> =
            transfer.postings().iter().filter_map(|posting| Purse::of(&posting.account)).collect();
        for purse in purses {
            self.budgets.entry(purse).or_insert(BudgetRow::new(purse)).apply(transfer)?;
        }
        for (key, change) in reserves(transfer)? {
            let open = self.reserves.remove(&key).unwrap_or(0);
            let after = open.checked_add(change).ok_or(LedgerError::Overflow)?;
            if after < 0 {
                let ReserveKey { request, line, .. } = key;
                return Err(LedgerError::ReserveExceeded { request, line, open, asked: -change });
            }
            if after > 0 {
                self.reserves.insert(key, after);
            }
        }
        let effective = transfer.head().effective;
        for (key, balance) in balances(transfer, service)? {
            self.balance(effective, key, balance)?;
        }
        Ok(())
    }

    fn balance(&mut self, day: Date, key: BalanceKey, sum: Balance) -> Result<(), LedgerError> {
        self.days.entry((day, key)).or_default().add(sum)?;
        if Trade::of(key.account).is_some()
            && let Some(month) = month(day)
        {
            self.periods.entry((month, key)).or_default().add(sum)?;
        }
        Ok(())
    }

    /// Adds one posting to everything but open reserves and the counts of orders.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn posting(
        &mut self,
        head: &TransferHead,
        posting: &Posting,
        service: Option<ServiceId>,
    ) -> Result<(), LedgerError> {
        if let Some(purse) = Purse::of(&posting.account) {
            let change = BudgetRow::recompute(purse, [(head.kind, posting)])?;
            let row = self.budgets.entry(purse).or_insert(BudgetRow::new(purse));
            let add = |a: Minor, b: Minor| a.checked_add(b).ok_or(LedgerError::Overflow);
            row.issued = add(row.issued, change.issued)?;
            row.reserved = add(row.reserved, change.reserved)?;
            row.spent = add(row.spent, change.spent)?;
        }
        let key = BalanceKey {
            unit: posting.unit(),
            account: posting.account.kind,
            currency: posting.account.currency,
            counterparty: posting.counterparty,
            service,
        };
        self.balance(head.effective, key, Balance { amount: posting.amount, postings: 1 })
    }

    /// Adds a posting to a reserved account to the open reserves; what is used up goes.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn reserve(&mut self, posting: &Posting) -> Result<(), LedgerError> {
        let (Some(purse), Some(request)) = (Purse::of(&posting.account), posting.request) else {
            return Ok(());
        };
        let key = ReserveKey { purse, request, line: posting.line };
        let open = self.reserves.remove(&key).unwrap_or(0);
        let after = open.checked_add(posting.amount).ok_or(LedgerError::Overflow)?;
        if after != 0 {
            self.reserves.insert(key, after);
        }
        Ok(())
    }

    /// Counts a posting's request. Postings of one request must come together, as [`super::each_by_request`] gives them.
    pub fn order(&mut self, row: OfRequest) {
        if self.request != Some(row.request) {
            self.request = Some(row.request);
            self.counted.clear();
        }
        for period in periods(row.effective) {
            let key = (row.unit, period, row.trade, row.counterparty, row.service);
            if self.counted.insert(key) {
                *self.orders.entry(key).or_default() += 1;
            }
        }
    }

    /// The rows that a table of totals must have, each once. Nothing for other tables.
    pub fn rows(&self, table: &Table) -> Box<dyn Iterator<Item = Vec<Value>> + '_> {
        match *table {
            BUDGET => Box::new(self.budgets.values().map(budget_values)),
            OPEN_RESERVE => Box::new(self.reserves.iter().map(|(key, amount)| reserve_values(key, *amount))),
            BALANCE_DAY => Box::new(self.days.iter().map(|((day, key), sum)| day_values(key, *day, *sum))),
            BALANCE_PERIOD => {
                Box::new(self.periods.iter().map(|((period, key), sum)| period_values(key, *period, *sum)))
            }
            ORDER_COUNT => Box::new(self.orders.iter().map(|(key, orders)| order_values(key, *orders))),
            _ => Box::new(std::iter::empty()),
        }
    }
}
