//! Booking a transfer: its rows and the totals, in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{RequestId, ServiceId, UnitId};
use domain::ledger::{AccountKind, BudgetRow, LedgerError, Purse, Transfer};
use domain::money::Minor;
use jiff::civil::Date;

use super::delta::{ReserveKey, Trade, balances, month, periods, reserves};
use super::load::budget;
use super::rebuild::OrderKey;
use super::rows::{
    BALANCE_DAY, BALANCE_PERIOD, BUDGET, OPEN_RESERVE, ORDER_COUNT, POSTING, TRANSFER, budget_values,
    day_values, order_values, period_values, posting_values, reserve_values, transfer_values,
};
use crate::chain::Moved;
use crate::error::StoreError;
use crate::hold::Hold;
use crate::read::key_of;
use crate::tx::Tx;
use crate::{hot_sql, params};

/// Why a transfer was not booked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The database's.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// More would leave a reserve than is in it, or a total does not fit.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Books a transfer, and gives it back as the hash of the event that caused it covers it. `service` is the one whose version the postings
/// name; `booked_on` is the day of booking in the company's time zone.
///
/// # Errors
/// [`LedgerError::ReserveExceeded`] when more would leave a reserve than is in it.
pub fn save(
    tx: &mut dyn Tx,
    transfer: &Transfer,
    service: Option<ServiceId>,
    booked_on: Date,
) -> Result<Moved, SaveError> {
    let head = transfer_values(transfer.head());
    tx.execute_one(hot_sql!(insert TRANSFER), &head)?;
    let postings: Vec<_> = posting_values(transfer, service, booked_on).collect();
    tx.fill(&POSTING, postings.iter().cloned())?;
    save_budgets(tx, transfer)?;
    for (key, change) in reserves(transfer)? {
        save_reserve(tx, key, change)?;
    }
    let effective = transfer.head().effective;
    let balances = balances(transfer, service)?;
    tx.put(&BALANCE_DAY, balances.iter().map(|(key, sum)| day_values(key, effective, *sum)))?;
    let traded = balances.iter().filter(|(key, _)| Trade::of(key.account).is_some());
    if let Some(month) = month(effective) {
        tx.put(&BALANCE_PERIOD, traded.map(|(key, sum)| period_values(key, month, *sum)))?;
    }
    save_orders(tx, transfer, service)?;
    Ok(Moved::new(&head, &postings)?)
}

/// A transfer as the hash of the event that caused it covers it, for whoever books many at once. Parameters as those of [`save`].
///
/// # Errors
/// Never: a transfer names its cause.
pub fn moved(transfer: &Transfer, service: Option<ServiceId>, booked_on: Date) -> Result<Moved, StoreError> {
    let postings: Vec<_> = posting_values(transfer, service, booked_on).collect();
    Moved::new(&transfer_values(transfer.head()), &postings)
}

fn save_budgets(tx: &mut dyn Tx, transfer: &Transfer) -> Result<(), SaveError> {
    let purses: BTreeSet<Purse> =
        transfer.postings().iter().filter_map(|posting| Purse::of(&posting.account)).collect();
    for purse in purses {
        tx.hold(Hold::Budgets(purse.unit))?;
        let before = budget(tx, purse)?;
        let mut row = before.unwrap_or(BudgetRow::new(purse));
        row.apply(transfer)?;
        if before == Some(row) {
            continue;
        }
        tx.execute_one(hot_sql!(upsert BUDGET), &budget_values(&row))?;
    }
    Ok(())
}

fn save_reserve(tx: &mut dyn Tx, key: ReserveKey, change: Minor) -> Result<(), SaveError> {
    let ReserveKey { purse, request, line } = key;
    let open: Option<i64> = tx.opt(
        hot_sql!(
            "SELECT amount FROM open_reserve
             WHERE request = $1 AND offer_line = $2 AND unit = $3 AND period = $4 AND currency = $5"
        ),
        params![request, key_of(line), purse.unit, purse.period, purse.currency],
    )?;
    let open = open.unwrap_or(0);
    let after = open.checked_add(change).ok_or(LedgerError::Overflow)?;
    match after {
        _ if change == 0 => Ok(()),
        ..0 => Err(LedgerError::ReserveExceeded { request, line, open, asked: -change }.into()),
        0 => Ok(tx.execute_one(
            hot_sql!(
                "DELETE FROM open_reserve
                 WHERE request = $1 AND offer_line = $2 AND unit = $3 AND period = $4 AND currency = $5"
            ),
            params![request, key_of(line), purse.unit, purse.period, purse.currency],
        )?),
        _ => Ok(tx.execute_one(hot_sql!(upsert OPEN_RESERVE), &reserve_values(&key, after))?),
    }
}

/// What an earlier posting of the request moved: whose account, which, the other side, the service, for which day.
type Earlier = (UnitId, AccountKind, Option<UnitId>, Option<ServiceId>, Date);

/// A request counts once in each period and line, whichever of its postings comes first.
fn save_orders(tx: &mut dyn Tx, transfer: &Transfer, service: Option<ServiceId>) -> Result<(), SaveError> {
    let mut touched: BTreeMap<RequestId, BTreeSet<OrderKey>> = BTreeMap::new();
    for posting in transfer.postings() {
        if let (Some(request), Some(trade)) = (posting.request, Trade::of(posting.account.kind)) {
            let service = service.filter(|_| posting.service_version.is_some());
            let keys = periods(transfer.head().effective)
                .map(|period| (posting.unit(), period, trade, posting.counterparty, service));
            touched.entry(request).or_default().extend(keys);
        }
    }
    for (request, mut keys) in touched {
        let before: Vec<Earlier> = tx.all(
            hot_sql!(
                "SELECT DISTINCT unit, account, counterparty, service, effective FROM posting
                 WHERE request = $1 AND transfer <> $2 AND account IN
                   ('revenue', 'cost', 'purchases', 'client_time_given', 'client_time_taken')"
            ),
            params![request, transfer.id()],
        )?;
        for (unit, account, counterparty, service, effective) in before {
            if let Some(trade) = Trade::of(account) {
                for period in periods(effective) {
                    keys.remove(&(unit, period, trade, counterparty, service));
                }
            }
        }
        tx.put(&ORDER_COUNT, keys.iter().map(|key| order_values(key, 1)))?;
    }
    Ok(())
}
