//! Booking a transfer: its rows and the totals, in one transaction.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::{RequestId, ServiceId, UnitId};
use domain::ledger::{AccountKind, BudgetRow, LedgerError, Period, Purse, Transfer};
use domain::money::Minor;
use jiff::civil::Date;

use super::delta::{Balance, BalanceKey, ReserveKey, Trade, balances, periods, reserves};
use super::load::budget;
use super::rows::{day, key_of, posting_values, transfer_values};
use crate::error::StoreError;
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

/// Books a transfer. `service` is the one whose version the postings name; `booked_on` is the day of booking in the company's
/// time zone.
///
/// # Errors
/// [`LedgerError::ReserveExceeded`] when more would leave a reserve than is in it.
pub fn save(
    tx: &mut dyn Tx,
    transfer: &Transfer,
    service: Option<ServiceId>,
    booked_on: Date,
) -> Result<(), SaveError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO transfer (id, kind, reverses, effective, booked_at, stream, seq)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &transfer_values(transfer.head()),
    )?;
    for values in posting_values(transfer, service, booked_on) {
        tx.execute_one(
            hot_sql!(
                "INSERT INTO posting (transfer, line, unit, account, currency, period, amount, counterparty, service,
                   service_version, request, offer_line, effective, booked_at, late)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
            ),
            &values,
        )?;
    }
    save_budgets(tx, transfer)?;
    for (key, change) in reserves(transfer)? {
        save_reserve(tx, key, change)?;
    }
    let effective = transfer.head().effective;
    for (key, balance) in balances(transfer, service)? {
        save_day(tx, effective, key, balance)?;
        if Trade::of(key.account).is_some() {
            for period in periods(effective) {
                save_period(tx, period, key, balance)?;
            }
        }
    }
    save_orders(tx, transfer, service)
}

fn save_budgets(tx: &mut dyn Tx, transfer: &Transfer) -> Result<(), SaveError> {
    let purses: BTreeSet<Purse> =
        transfer.postings().iter().filter_map(|posting| Purse::of(&posting.account)).collect();
    for purse in purses {
        let before = budget(tx, purse)?;
        let mut row = before.unwrap_or(BudgetRow::new(purse));
        row.apply(transfer)?;
        if before == Some(row) {
            continue;
        }
        tx.execute_one(
            hot_sql!(
                "INSERT INTO budget_row (unit, period, currency, issued, reserved, spent)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (unit, period, currency) DO UPDATE SET issued = excluded.issued,
                   reserved = excluded.reserved, spent = excluded.spent"
            ),
            params![
                purse.unit,
                purse.period.to_string(),
                purse.currency.code(),
                row.issued,
                row.reserved,
                row.spent
            ],
        )?;
    }
    Ok(())
}

fn save_reserve(tx: &mut dyn Tx, key: ReserveKey, change: Minor) -> Result<(), SaveError> {
    let ReserveKey { purse, request, line } = key;
    let (period, currency) = (purse.period.to_string(), purse.currency.code());
    let row = tx.query_opt(
        hot_sql!(
            "SELECT amount FROM open_reserve
             WHERE request = $1 AND offer_line = $2 AND unit = $3 AND period = $4 AND currency = $5"
        ),
        params![request, key_of(line), purse.unit, &period, currency],
    )?;
    let open = row.map(|row| row.int(0)).transpose()?.unwrap_or(0);
    let after = open.checked_add(change).ok_or(LedgerError::Overflow)?;
    match after {
        _ if change == 0 => Ok(()),
        ..0 => Err(LedgerError::ReserveExceeded { request, line, open, asked: -change }.into()),
        0 => Ok(tx.execute_one(
            hot_sql!(
                "DELETE FROM open_reserve
                 WHERE request = $1 AND offer_line = $2 AND unit = $3 AND period = $4 AND currency = $5"
            ),
            params![request, key_of(line), purse.unit, &period, currency],
        )?),
        _ => Ok(tx.execute_one(
            hot_sql!(
                "INSERT INTO open_reserve (request, offer_line, unit, period, currency, amount)
                 VALUES ($1, $2, $3, $4, $5, $6)
                 ON CONFLICT (request, offer_line, unit, period, currency) DO UPDATE SET amount = excluded.amount"
            ),
            params![request, key_of(line), purse.unit, &period, currency, after],
        )?),
    }
}

fn save_day(tx: &mut dyn Tx, day: Date, key: BalanceKey, sum: Balance) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO balance_day (unit, day, account, currency, counterparty, service, amount, postings)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (unit, day, account, currency, counterparty, service) DO UPDATE
             SET amount = balance_day.amount + excluded.amount, postings = balance_day.postings + excluded.postings"
        ),
        params![
            key.unit,
            day.to_string(),
            key.account.code(),
            key.currency.code(),
            key_of(key.counterparty),
            key_of(key.service),
            sum.amount,
            sum.postings
        ],
    )
}

fn save_period(tx: &mut dyn Tx, period: Period, key: BalanceKey, sum: Balance) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO balance_period (unit, period, account, currency, counterparty, service, amount, postings)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (unit, period, account, currency, counterparty, service) DO UPDATE
             SET amount = balance_period.amount + excluded.amount,
               postings = balance_period.postings + excluded.postings"
        ),
        params![
            key.unit,
            period.to_string(),
            key.account.code(),
            key.currency.code(),
            key_of(key.counterparty),
            key_of(key.service),
            sum.amount,
            sum.postings
        ],
    )
}

/// Which line of a unit's account a posting belongs to.
type OrderKey = (UnitId, Trade, Option<UnitId>, Option<ServiceId>);

/// A request counts once in each period and line, whichever of its postings comes first.
fn save_orders(tx: &mut dyn Tx, transfer: &Transfer, service: Option<ServiceId>) -> Result<(), SaveError> {
    let mut touched: BTreeMap<RequestId, BTreeSet<OrderKey>> = BTreeMap::new();
    for posting in transfer.postings() {
        if let (Some(request), Some(trade)) = (posting.request, Trade::of(posting.account.kind)) {
            let service = service.filter(|_| posting.service_version.is_some());
            let key = (posting.unit(), trade, posting.counterparty, service);
            touched.entry(request).or_default().insert(key);
        }
    }
    for (request, keys) in touched {
        let rows = tx.query(
            hot_sql!(
                "SELECT DISTINCT unit, account, counterparty, service, effective FROM posting
                 WHERE request = $1 AND transfer <> $2 AND account IN
                   ('revenue', 'cost', 'purchases', 'client_time_given', 'client_time_taken')"
            ),
            params![request, transfer.id()],
        )?;
        let mut known: BTreeSet<(OrderKey, Period)> = BTreeSet::new();
        for row in &rows {
            if let Some(trade) = Trade::of(row.code(1, AccountKind::from_code)?) {
                let key = (row.id(0)?, trade, row.opt_id(2)?, row.opt_id(3)?);
                known.extend(periods(day(row, 4)?).map(|period| (key, period)));
            }
        }
        for key in keys {
            for period in periods(transfer.head().effective) {
                if !known.contains(&(key, period)) {
                    count_order(tx, key, period)?;
                }
            }
        }
    }
    Ok(())
}

fn count_order(tx: &mut dyn Tx, key: OrderKey, period: Period) -> Result<(), StoreError> {
    let (unit, trade, counterparty, service) = key;
    tx.execute_one(
        hot_sql!(
            "INSERT INTO order_count (unit, period, side, counterparty, service, orders) VALUES ($1, $2, $3, $4, $5, 1)
             ON CONFLICT (unit, period, side, counterparty, service) DO UPDATE SET orders = order_count.orders + 1"
        ),
        params![unit, period.to_string(), trade.code(), key_of(counterparty), key_of(service)],
    )
}
