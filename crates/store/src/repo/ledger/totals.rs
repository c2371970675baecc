//! What statements read: totals of periods, what came too late for them, what is reserved now.

use domain::ids::{PersonId, ServiceId, UnitId};
use domain::ledger::{AccountKind, Period, Purse};
use domain::localized::Localized;
use domain::money::{Currency, Minor};
use domain::time::Instant;
use jiff::civil::Date;

use super::delta::{BalanceKey, Trade, month};
use super::figures::Seen;
use crate::error::StoreError;
use crate::read::{opt_key, select, title};
use crate::tx::Tx;
use crate::{hot_sql, params};

select! {
    /// The sum of an account with one other side and service.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Total from "(SELECT unit, account, currency, counterparty, service, CAST(SUM(amount) AS BIGINT) AS amount
             FROM balance_period WHERE unit = $1 AND period >= $2 AND period <= $3
             GROUP BY unit, account, currency, counterparty, service) b" {
        /// What it is the sum of.
        pub key: BalanceKey = BalanceKey,
        /// Debits less credits.
        pub amount: Minor,
    }
}

select! {
    BalanceKey {
        unit: "unit",
        account: "account",
        currency: "currency",
        counterparty: "counterparty" => opt_key,
        service: "service" => opt_key,
    }
}

/// The first and the last month of a period.
fn months(period: Period) -> [Option<Period>; 2] {
    [month(period.start()), month(period.end())]
}

/// Earnings, spendings and client time of a unit in a period, by other side and service.
pub fn totals(tx: &mut dyn Tx, unit: UnitId, period: Period) -> Result<Vec<Total>, StoreError> {
    let [first, last] = months(period);
    tx.all(hot_sql!(Total, ""), params![unit, first, last])
}

/// What was booked from one moment to before another for the days `from` to `to`, in a later month than that of its day.
pub fn late(
    tx: &mut dyn Tx,
    unit: UnitId,
    booked: (Instant, Instant),
    days: (Date, Date),
) -> Result<Vec<Total>, StoreError> {
    type Sum = (AccountKind, Currency, Option<UnitId>, Option<ServiceId>, Minor);
    let sums: Vec<Sum> = tx.all(
        hot_sql!(
            "SELECT account, currency, counterparty, service, CAST(SUM(amount) AS BIGINT) FROM posting
             WHERE unit = $1 AND late = 1 AND booked_at >= $2 AND booked_at < $3 AND effective >= $4 AND effective <= $5
               AND account IN
               ('revenue', 'cost', 'purchases', 'client_time_given', 'client_time_taken')
             GROUP BY account, currency, counterparty, service"
        ),
        params![unit, booked.0, booked.1, days.0, days.1],
    )?;
    let total = |(account, currency, counterparty, service, amount)| {
        let key = BalanceKey { unit, account, currency, counterparty, service };
        Total { key, amount }
    };
    Ok(sums.into_iter().map(total).collect())
}

select! {
    struct Orders from "order_count" {
        trade: Trade = "side",
        counterparty: Option<UnitId> = "counterparty" => opt_key,
        service: Option<ServiceId> = "service" => opt_key,
        orders: i64,
    }
}

/// How many different requests the totals of a period come from, by half, other side and service.
#[expect(clippy::type_complexity, reason = "one row of one table")]
pub fn orders(
    tx: &mut dyn Tx,
    unit: UnitId,
    period: Period,
) -> Result<Vec<(Trade, Option<UnitId>, Option<ServiceId>, i64)>, StoreError> {
    let rows = tx.all(hot_sql!(Orders, "WHERE unit = $1 AND period = $2"), params![unit, period])?;
    Ok(rows.into_iter().map(|row| (row.trade, row.counterparty, row.service, row.orders)).collect())
}

/// The sums of a unit's accounts in each month from the first to the last of some periods.
pub fn series(
    tx: &mut dyn Tx,
    unit: UnitId,
    periods: &[Period],
) -> Result<Vec<(Period, AccountKind, Minor)>, StoreError> {
    let first = periods.iter().map(|period| period.start()).min().and_then(month);
    let last = periods.iter().map(|period| period.end()).max().and_then(month);
    tx.all(
        hot_sql!(
            "SELECT period, account, CAST(SUM(amount) AS BIGINT) FROM balance_period
             WHERE unit = $1 AND period >= $2 AND period <= $3 GROUP BY period, account"
        ),
        params![unit, first, last],
    )
}

select! {
    /// What is reserved now for one request.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct OpenOrder from "(SELECT request, CAST(SUM(amount) AS BIGINT) AS amount FROM open_reserve
                 WHERE unit = $2 AND period = $3 AND currency = $4 GROUP BY request
                 ORDER BY amount DESC, request LIMIT $5) o
             LEFT JOIN request r ON r.id = o.request LEFT JOIN content title ON title.id = r.title" {
        /// The request, as far as the viewer may know it.
        pub request: Seen = Seen,
        /// How much.
        pub amount: Minor = "o.amount",
    }
}

/// What is reserved now out of a budget, by request, largest first, and for how many requests in all.
pub fn open_orders(
    tx: &mut dyn Tx,
    purse: Purse,
    viewer: Option<PersonId>,
    limit: i64,
) -> Result<(Vec<OpenOrder>, i64), StoreError> {
    let Purse { unit, period, currency } = purse;
    let list = tx.all(
        hot_sql!(OpenOrder, "ORDER BY o.amount DESC, o.request"),
        params![viewer, unit, period, currency, limit],
    )?;
    let count = tx.one(
        hot_sql!(
            "SELECT COUNT(DISTINCT request) FROM open_reserve WHERE unit = $1 AND period = $2 AND currency = $3"
        ),
        params![unit, period, currency],
    )?;
    Ok((list, count))
}

select! {
    struct UnitName from "unit u JOIN content c ON c.id = u.texts" {
        id: UnitId = "u.id",
        code: String = "u.code",
        name: Localized = "c.body" => title,
    }
}

/// The names of all units.
pub fn unit_names(tx: &mut dyn Tx) -> Result<Vec<(UnitId, String, Localized)>, StoreError> {
    let units = tx.all(hot_sql!(UnitName, ""), &[])?;
    Ok(units.into_iter().map(|unit| (unit.id, unit.code, unit.name)).collect())
}

select! {
    struct ServiceName from "service s JOIN service_version v ON v.id = s.version JOIN content c ON c.id = v.texts" {
        id: ServiceId = "s.id",
        name: Localized = "c.body" => title,
    }
}

/// The names of the services that a unit supplied or ordered in a period.
pub fn service_names(
    tx: &mut dyn Tx,
    unit: UnitId,
    period: Period,
) -> Result<Vec<(ServiceId, Localized)>, StoreError> {
    let services = hot_sql!(
        ServiceName,
        "WHERE s.id IN (SELECT service FROM balance_period WHERE unit = $1 AND period >= $2 AND period <= $3)"
    );
    let [first, last] = months(period);
    Ok(tx
        .all(services, params![unit, first, last])?
        .into_iter()
        .map(|service| (service.id, service.name))
        .collect())
}
