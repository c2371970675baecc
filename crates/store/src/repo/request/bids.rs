//! Requests on which a unit was asked to offer.

use std::collections::BTreeSet;

use domain::ids::{RequestId, UnitId};
use domain::money::{Minor, Seconds};
use domain::time::Instant;

use super::Listed;
use crate::error::StoreError;
use crate::read::select;
use crate::tx::Tx;
use crate::{hot_sql, params};

select! {
    /// A request on which a unit was asked to offer.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Bid {
        /// The request.
        pub listed: Listed = Listed,
        /// The unit's offer; none while it has made none.
        pub offer: Option<Bidden> = Bidden,
    }
}

select! {
    /// What a unit offered.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Bidden {
        /// Until when the offer stands, or stood.
        pub until: Instant = "b.offer_until",
        /// What it costs.
        pub price: Minor = "b.offer_price",
        /// How much time it asks of the customer.
        pub client_seconds: Seconds = "b.offer_seconds",
    }
}

/// Open requests of others on which the unit was asked to offer, newest first.
pub fn bids(
    tx: &mut dyn Tx,
    unit: UnitId,
    before: Option<RequestId>,
    limit: i64,
) -> Result<Vec<Bid>, StoreError> {
    // No names of people: they are joined to nobody.
    let bids = hot_sql!(
        Bid from "request_bidder b
             JOIN request r ON r.id = b.request
             JOIN content t ON t.id = r.title
             LEFT JOIN content cp ON cp.id = NULL
             LEFT JOIN content hp ON hp.id = NULL
             WHERE b.unit = $1 AND b.open = 1 AND b.request < $2
               AND r.unit <> b.unit AND r.class <> 'confidential' AND r.state IN ('estimating', 'choosing')
             ORDER BY b.request DESC LIMIT $3"
    );
    tx.all(bids, params![unit, before.map_or(vec![0xff; 16], RequestId::bytes), limit])
}

/// The units that may offer on a request now.
pub fn bidders(tx: &mut dyn Tx, request: RequestId) -> Result<BTreeSet<UnitId>, StoreError> {
    let units = tx.all(hot_sql!("SELECT unit FROM request_bidder WHERE request = $1"), params![request])?;
    Ok(units.into_iter().collect())
}
