//! Links that were sent outside. Only the hash of a link's secret is kept.

use domain::ids::{RequestId, UnitId};
use domain::permission::LinkScope;
use domain::time::Instant;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::{hot_sql, params};

/// A link that was sent outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutsideLink {
    /// What it opens.
    pub scope: LinkScope,
    /// Whether it still does.
    pub works: bool,
}

/// The link whose secret has this hash.
///
/// # Errors
/// The database's.
pub fn by_secret(tx: &mut dyn Tx, secret: &str, now: Instant) -> Result<Option<OutsideLink>, StoreError> {
    let row = tx.query_opt(
        hot_sql!("SELECT request, unit, expires_at, revoked_at FROM outside_link WHERE secret = $1"),
        params![secret],
    )?;
    row.map(|row| {
        let (request, unit): (RequestId, UnitId) = (row.id(0)?, row.id(1)?);
        let works = row.instant(2)? > now && row.is_null(3)?;
        Ok(OutsideLink { scope: LinkScope { request, unit }, works })
    })
    .transpose()
}

/// Keeps a link. `secret` is the hash of its secret.
///
/// # Errors
/// The database's.
pub fn insert(
    tx: &mut dyn Tx,
    secret: &str,
    scope: LinkScope,
    now: Instant,
    expires_at: Instant,
) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO outside_link (secret, request, unit, created_at, expires_at, revoked_at)
             VALUES ($1, $2, $3, $4, $5, NULL)"
        ),
        params![secret, scope.request, scope.unit, now, expires_at],
    )
}

/// Ends every link to a request for a unit; how many.
///
/// # Errors
/// The database's.
pub fn revoke(tx: &mut dyn Tx, scope: LinkScope, now: Instant) -> Result<u64, StoreError> {
    tx.execute(
        hot_sql!(
            "UPDATE outside_link SET revoked_at = $3 WHERE request = $1 AND unit = $2 AND revoked_at IS NULL"
        ),
        params![scope.request, scope.unit, now],
    )
}
