//! Signed-in browsers. Only the hash of a session's secret is kept.

use domain::ids::{PersonId, SessionId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params, sql};

select! {
    /// A signed-in browser.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Session from "session s" {
        /// Its id, which people may see.
        pub id: SessionId = "s.id",
        /// The hash of its secret.
        pub secret: String = "s.secret",
        /// Who signed in.
        pub person: PersonId = "s.person",
        /// When.
        pub created_at: Instant = "s.created_at",
        /// When it was last used, to within some minutes.
        pub seen_at: Instant = "s.seen_at",
        /// When it ends unless it is used before.
        pub expires_at: Instant = "s.expires_at",
        /// Browser and system, in words.
        pub device: String = "s.device",
        /// When the password was last typed in it.
        pub proved_at: Instant = "s.proved_at",
    }
}

table! {
    /// Signed-in browsers.
    SESSION: Operational "session";
    fn values(session: &Session) {
        key id = session.id,
        once secret = &session.secret,
        once person = session.person,
        once created_at = session.created_at,
        once seen_at = session.seen_at,
        once expires_at = session.expires_at,
        once device = &session.device,
        once proved_at = session.proved_at,
    }
}

/// Keeps a new session.
pub fn insert(tx: &mut dyn Tx, session: &Session) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert SESSION), &values(session))
}

/// The session with this hash, if it lasts at `now` and its person is active.
pub fn by_secret(tx: &mut dyn Tx, secret: &str, now: Instant) -> Result<Option<Session>, StoreError> {
    let found = hot_sql!(
        Session,
        "JOIN person p ON p.id = s.person WHERE s.secret = $1 AND s.expires_at > $2 AND p.active = 1"
    );
    tx.opt(found, params![secret, now])
}

/// The sessions of a person that last at `now`, latest used first.
pub fn of_person(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Result<Vec<Session>, StoreError> {
    let lasting = hot_sql!(
        Session,
        "WHERE s.person = $1 AND s.expires_at > $2 ORDER BY s.seen_at DESC, s.id DESC LIMIT 100"
    );
    tx.all(lasting, params![person, now])
}

/// Notes that a session was used; false when it is gone.
pub fn touch(
    tx: &mut dyn Tx,
    id: SessionId,
    seen_at: Instant,
    expires_at: Instant,
) -> Result<bool, StoreError> {
    let touched = tx.execute(
        hot_sql!("UPDATE session SET seen_at = $2, expires_at = $3 WHERE id = $1 AND seen_at < $2"),
        params![id, seen_at, expires_at],
    )?;
    Ok(touched == 1)
}

/// Notes that the password was typed in a session.
pub fn prove(tx: &mut dyn Tx, id: SessionId, now: Instant) -> Result<(), StoreError> {
    tx.execute(hot_sql!("UPDATE session SET proved_at = $2 WHERE id = $1"), params![id, now]).map(|_| ())
}

/// Ends one session of a person; false when there is none such.
pub fn end(tx: &mut dyn Tx, person: PersonId, id: SessionId) -> Result<bool, StoreError> {
    tx.execute(hot_sql!("DELETE FROM session WHERE id = $1 AND person = $2"), params![id, person])
        .map(|n| n > 0)
}

/// Ends every session of a person but `keep`; how many.
pub fn end_all(tx: &mut dyn Tx, person: PersonId, keep: Option<SessionId>) -> Result<u64, StoreError> {
    let keep = keep.map_or_else(Vec::new, SessionId::bytes);
    tx.execute(hot_sql!("DELETE FROM session WHERE person = $1 AND id <> $2"), params![person, keep])
}

/// Removes sessions that ended before `now`; how many.
pub fn sweep(tx: &mut dyn Tx, now: Instant) -> Result<u64, StoreError> {
    tx.execute(sql!("DELETE FROM session WHERE expires_at <= $1"), params![now])
}
