//! Links that were sent outside. Only the hash of a link's secret is kept.

use domain::ids::{LinkId, PersonId, RequestId, UnitId};
use domain::permission::LinkScope;
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
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

select! {
    /// A link as those who sent it know it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct SentLink from "outside_link" {
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
}

impl SentLink {
    /// Whether it opens anything now.
    pub fn works(&self, now: Instant) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }
}

table! {
    /// Links that were sent outside.
    OUTSIDE_LINK: Operational "outside_link";
    fn values(secret: &str, request: RequestId, link: &SentLink) {
        key id = link.id,
        once secret = secret,
        once request = request,
        once unit = link.unit,
        once made_by = link.made_by,
        once created_at = link.created_at,
        once expires_at = link.expires_at,
        once revoked_at = link.revoked_at,
    }
}

select! {
    struct Found from "outside_link" {
        request: RequestId,
        link: SentLink = SentLink,
    }
}

/// The link whose secret has this hash.
pub fn by_secret(tx: &mut dyn Tx, secret: &str, now: Instant) -> Result<Option<OutsideLink>, StoreError> {
    let found = tx.opt(hot_sql!(Found, "WHERE secret = $1"), params![secret])?;
    Ok(found.map(|Found { request, link }| OutsideLink {
        id: link.id,
        scope: LinkScope { request, unit: link.unit },
        works: link.works(now),
        expires_at: link.expires_at,
    }))
}

/// Every link to a request, newest first.
pub fn of_request(tx: &mut dyn Tx, request: RequestId) -> Result<Vec<SentLink>, StoreError> {
    tx.all(hot_sql!(SentLink, "WHERE request = $1 ORDER BY created_at DESC, id DESC"), params![request])
}

/// Keeps a link to a request. `secret` is the hash of its secret.
pub fn insert(tx: &mut dyn Tx, secret: &str, request: RequestId, link: &SentLink) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert OUTSIDE_LINK), &values(secret, request, link))
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
