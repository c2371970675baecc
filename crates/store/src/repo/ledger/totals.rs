//! What statements read: totals of periods, what came too late for them, what is reserved now.

use domain::ids::{PersonId, ServiceId, UnitId};
use domain::ledger::{AccountKind, Period, Purse};
use domain::localized::Localized;
use domain::money::Minor;
use domain::time::Instant;
use jiff::civil::Date;

use super::delta::{BalanceKey, Trade};
use super::figures::{Seen, seen_from_row, select_seen};
use super::rows::{currency, opt_key, period};
use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{hot_sql, params};

/// The sum of an account with one other side and service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Total {
    /// What it is the sum of.
    pub key: BalanceKey,
    /// Debits less credits.
    pub amount: Minor,
}

/// Earnings, spendings and client time of a unit in a period, by other side and service.
pub fn totals(tx: &mut dyn Tx, unit: UnitId, period: Period) -> Result<Vec<Total>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT unit, account, currency, counterparty, service, amount FROM balance_period
             WHERE unit = $1 AND period = $2"
        ),
        params![unit, period.to_string()],
    )?;
    let total = |row: &Row| {
        let key = BalanceKey {
            unit: row.id(0)?,
            account: row.code(1, AccountKind::from_code)?,
            currency: currency(row, 2)?,
            counterparty: opt_key(row, 3)?,
            service: opt_key(row, 4)?,
        };
        Ok(Total { key, amount: row.int(5)? })
    };
    rows.iter().map(total).collect()
}

/// What was booked from one moment to before another for the days `from` to `to`, in a later month than that of its day.
pub fn late(
    tx: &mut dyn Tx,
    unit: UnitId,
    booked: (Instant, Instant),
    days: (Date, Date),
) -> Result<Vec<Total>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT account, currency, counterparty, service, CAST(SUM(amount) AS BIGINT) FROM posting
             WHERE unit = $1 AND late = 1 AND booked_at >= $2 AND booked_at < $3 AND effective >= $4 AND effective <= $5
               AND account IN
               ('revenue', 'cost', 'purchases', 'client_time_given', 'client_time_taken')
             GROUP BY account, currency, counterparty, service"
        ),
        params![unit, booked.0, booked.1, days.0.to_string(), days.1.to_string()],
    )?;
    let total = |row: &Row| {
        let key = BalanceKey {
            unit,
            account: row.code(0, AccountKind::from_code)?,
            currency: currency(row, 1)?,
            counterparty: row.opt_id(2)?,
            service: row.opt_id(3)?,
        };
        Ok(Total { key, amount: row.int(4)? })
    };
    rows.iter().map(total).collect()
}

/// How many different requests the totals of a period come from, by half, other side and service.
#[expect(clippy::type_complexity, reason = "one row of one table")]
pub fn orders(
    tx: &mut dyn Tx,
    unit: UnitId,
    period: Period,
) -> Result<Vec<(Trade, Option<UnitId>, Option<ServiceId>, i64)>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT side, counterparty, service, orders FROM order_count WHERE unit = $1 AND period = $2"
        ),
        params![unit, period.to_string()],
    )?;
    rows.iter()
        .map(|row| Ok((row.code(0, Trade::from_code)?, opt_key(row, 1)?, opt_key(row, 2)?, row.int(3)?)))
        .collect()
}

/// The sums of a unit's accounts in seven periods.
pub fn series(
    tx: &mut dyn Tx,
    unit: UnitId,
    periods: [Period; 7],
) -> Result<Vec<(Period, AccountKind, Minor)>, StoreError> {
    let [a, b, c, d, e, f, g] = periods.map(|period| period.to_string());
    let rows = tx.query(
        hot_sql!(
            "SELECT period, account, CAST(SUM(amount) AS BIGINT) FROM balance_period
             WHERE unit = $1 AND period IN ($2, $3, $4, $5, $6, $7, $8) GROUP BY period, account"
        ),
        params![unit, a, b, c, d, e, f, g],
    )?;
    let sum = |row: &Row| {
        let period = period(row, 0)?.ok_or_else(|| row.wrong(0, "expected a period"))?;
        Ok((period, row.code(1, AccountKind::from_code)?, row.int(2)?))
    };
    rows.iter().map(sum).collect()
}

/// What is reserved now for one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOrder {
    /// The request, as far as the viewer may know it.
    pub request: Seen,
    /// How much.
    pub amount: Minor,
}

/// What is reserved now out of a budget, by request, largest first, and for how many requests in all.
pub fn open_orders(
    tx: &mut dyn Tx,
    purse: Purse,
    viewer: Option<PersonId>,
    limit: i64,
) -> Result<(Vec<OpenOrder>, i64), StoreError> {
    let (period, currency) = (purse.period.to_string(), purse.currency.code());
    let rows = tx.query(
        hot_sql!(concat!(
            select_seen!("o.amount, o.request"),
            " FROM (SELECT request, CAST(SUM(amount) AS BIGINT) AS amount FROM open_reserve
                 WHERE unit = $2 AND period = $3 AND currency = $4 GROUP BY request
                 ORDER BY amount DESC, request LIMIT $5) o
             LEFT JOIN request r ON r.id = o.request LEFT JOIN content title ON title.id = r.title
             ORDER BY o.amount DESC, o.request"
        )),
        params![viewer, purse.unit, &period, currency, limit],
    )?;
    let open = |row: &Row| {
        let request = seen_from_row(row, viewer, 2)?.ok_or_else(|| row.wrong(1, "no such request"))?;
        Ok(OpenOrder { request, amount: row.int(0)? })
    };
    let list = rows.iter().map(open).collect::<Result<Vec<_>, StoreError>>()?;
    let count = tx.query_one(
        hot_sql!(
            "SELECT COUNT(DISTINCT request) FROM open_reserve WHERE unit = $1 AND period = $2 AND currency = $3"
        ),
        params![purse.unit, &period, currency],
    )?;
    Ok((list, count.int(0)?))
}

/// The names of all units.
pub fn unit_names(tx: &mut dyn Tx) -> Result<Vec<(UnitId, String, Localized)>, StoreError> {
    let rows =
        tx.query(hot_sql!("SELECT u.id, u.code, c.body FROM unit u JOIN content c ON c.id = u.texts"), &[])?;
    rows.iter().map(|row| Ok((row.id(0)?, row.text(1)?.to_owned(), name(row, 2)?))).collect()
}

/// The names of the services that a unit supplied or ordered in a period.
pub fn service_names(
    tx: &mut dyn Tx,
    unit: UnitId,
    period: Period,
) -> Result<Vec<(ServiceId, Localized)>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT s.id, c.body FROM service s JOIN service_version v ON v.id = s.version JOIN content c ON c.id = v.texts
             WHERE s.id IN (SELECT service FROM balance_period WHERE unit = $1 AND period = $2)"
        ),
        params![unit, period.to_string()],
    )?;
    rows.iter().map(|row| Ok((row.id(0)?, name(row, 1)?))).collect()
}

/// The name in the texts of a unit or service; empty when erased.
pub(super) fn name(row: &Row, at: usize) -> Result<Localized, StoreError> {
    /// What both kinds of texts begin with.
    #[derive(serde::Deserialize)]
    struct Named {
        name: Localized,
    }
    match row.opt_text(at)? {
        None | Some("") => Ok(Localized::default()),
        Some(body) => serde_json::from_str::<Named>(body)
            .map(|named| named.name)
            .map_err(|error| row.wrong(at, error.to_string())),
    }
}
