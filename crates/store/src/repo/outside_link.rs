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
