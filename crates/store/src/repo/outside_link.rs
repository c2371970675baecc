//! Links that were sent outside. Only the hash of a link's secret is kept.

use domain::ids::{LinkId, PersonId, RequestId, UnitId};
use domain::permission::LinkScope;
use domain::time::Instant;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::{hot_sql, params};

/// A link as its address finds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutsideLink {
    /// Its id, the actor of what its holder does.
    pub id: LinkId,
    /// What it opens.
    pub scope: LinkScope,
    /// Whether it still does.
    pub works: bool,
    /// Until when it works, unless it is ended before.
    pub expires_at: Instant,
}

/// A link as those who sent it know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentLink {
    /// Its id.
    pub id: LinkId,
    /// For whom.
    pub unit: UnitId,
    /// Who made it.
    pub made_by: PersonId,
    /// When.
    pub created_at: Instant,
    /// Until when it works.
    pub expires_at: Instant,
    /// When it was ended before its time.
    pub revoked_at: Option<Instant>,
}

impl SentLink {
    /// Whether it opens anything now.
    pub fn works(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }
}

/// The link whose secret has this hash.
pub fn by_secret(tx: &mut dyn Tx, secret: &str, now: Instant) -> Result<Option<OutsideLink>, StoreError> {
    let row = tx.query_opt(
        hot_sql!("SELECT id, request, unit, expires_at, revoked_at FROM outside_link WHERE secret = $1"),
        params![secret],
    )?;
    row.map(|row| {
        let (request, unit): (RequestId, UnitId) = (row.id(1)?, row.id(2)?);
        let expires_at = row.instant(3)?;
        let works = expires_at > now && row.is_null(4)?;
        Ok(OutsideLink { id: row.id(0)?, scope: LinkScope { request, unit }, works, expires_at })
    })
    .transpose()
}

/// Every link to a request, newest first.
pub fn of_request(tx: &mut dyn Tx, request: RequestId) -> Result<Vec<SentLink>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT id, unit, made_by, created_at, expires_at, revoked_at
             FROM outside_link WHERE request = $1 ORDER BY created_at DESC, id DESC"
        ),
        params![request],
    )?;
    rows.iter()
        .map(|row| {
            Ok(SentLink {
                id: row.id(0)?,
                unit: row.id(1)?,
                made_by: row.id(2)?,
                created_at: row.instant(3)?,
                expires_at: row.instant(4)?,
                revoked_at: row.opt_instant(5)?,
            })
        })
        .collect()
}

/// Keeps a link to a request. `secret` is the hash of its secret.
pub fn insert(tx: &mut dyn Tx, secret: &str, request: RequestId, link: &SentLink) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO outside_link (id, secret, request, unit, made_by, created_at, expires_at, revoked_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        params![
            link.id,
            secret,
            request,
            link.unit,
            link.made_by,
            link.created_at,
            link.expires_at,
            link.revoked_at
        ],
    )
}

/// Ends a link of a request; false when it is not there or ended already.
pub fn revoke(tx: &mut dyn Tx, request: RequestId, link: LinkId, now: Instant) -> Result<bool, StoreError> {
    let ended = tx.execute(
        hot_sql!(
            "UPDATE outside_link SET revoked_at = $3 WHERE id = $1 AND request = $2 AND revoked_at IS NULL"
        ),
        params![link, request, now],
    )?;
    Ok(ended == 1)
}
