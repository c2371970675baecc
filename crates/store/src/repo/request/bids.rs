//! Requests on which a unit was asked to offer.

use std::collections::BTreeSet;

use domain::ids::{RequestId, UnitId};
use domain::money::{Minor, Seconds};
use domain::time::Instant;

use super::{Listed, listed};
use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{hot_sql, params};

/// A request on which a unit was asked to offer.
#[derive(Debug, Clone, PartialEq)]
pub struct Bid {
    /// The request.
    pub listed: Listed,
    /// The unit's offer; none while it has made none.
    pub offer: Option<Bidden>,
}

/// What a unit offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bidden {
    /// Until when the offer stands, or stood.
    pub until: Instant,
    /// What it costs.
    pub price: Minor,
    /// How much time it asks of the customer.
    pub client_seconds: Seconds,
}

/// Open requests of others on which the unit was asked to offer, newest first.
pub fn bids(
    tx: &mut dyn Tx,
    unit: UnitId,
    before: Option<RequestId>,
    limit: i64,
) -> Result<Vec<Bid>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT r.id, r.number, t.body, r.state, r.whose, r.what, r.since, r.class, r.customer, '',
               r.customer_unit, r.unit, r.service, r.handler, '', r.stated_at, r.due_at, r.price,
               r.client_seconds, b.offer_until, b.offer_price, b.offer_seconds
             FROM request_bidder b
             JOIN request r ON r.id = b.request
             JOIN content t ON t.id = r.title
             WHERE b.unit = $1 AND b.open = 1 AND b.request < $2
               AND r.unit <> b.unit AND r.class <> 'confidential' AND r.state IN ('estimating', 'choosing')
             ORDER BY b.request DESC LIMIT $3"
        ),
        params![unit, before.map_or(vec![0xff; 16], RequestId::bytes), limit],
    )?;
    rows.iter().map(|row| Ok(Bid { listed: listed(row)?, offer: bidden(row)? })).collect()
}

fn bidden(row: &Row) -> Result<Option<Bidden>, StoreError> {
    let Some(until) = row.opt_instant(19)? else { return Ok(None) };
    Ok(Some(Bidden { until, price: row.int(20)?, client_seconds: row.int(21)? }))
}

/// The units that may offer on a request now.
pub fn bidders(tx: &mut dyn Tx, request: RequestId) -> Result<BTreeSet<UnitId>, StoreError> {
    let rows = tx.query(hot_sql!("SELECT unit FROM request_bidder WHERE request = $1"), params![request])?;
    rows.iter().map(|row| row.id(0)).collect()
}
