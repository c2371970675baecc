//! What a unit paid to others.

use domain::ids::UnitId;
use domain::money::{Currency, Minor};
use jiff::civil::Date;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::{hot_sql, params};

/// What a unit paid for work to each other unit on the days `from` to `to`, less what was taken back.
pub fn paid(
    tx: &mut dyn Tx,
    unit: UnitId,
    (from, to): (Date, Date),
) -> Result<Vec<(UnitId, Currency, Minor)>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT counterparty, currency, CAST(SUM(amount) AS BIGINT) FROM posting
             WHERE unit = $1 AND account IN ('cost', 'purchases') AND effective >= $2 AND effective <= $3
               AND counterparty IS NOT NULL
             GROUP BY counterparty, currency"
        ),
        params![unit, from, to],
    )
}
