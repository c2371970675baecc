//! Signed-in browsers. Only the hash of a session's secret is kept.

use domain::ids::{PersonId, SessionId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{hot_sql, params, sql};

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id, which people may see.
    pub id: SessionId,
    /// The hash of its secret.
    pub secret: String,
    /// Who signed in.
    pub person: PersonId,
    /// When.
    pub created_at: Instant,
    /// When it was last used, to within some minutes.
    pub seen_at: Instant,
    /// When it ends unless it is used before.
    pub expires_at: Instant,
    /// Browser and system, in words.
    pub device: String,
}

fn session(row: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        id: row.id(0)?,
        secret: row.text(1)?.to_owned(),
        person: row.id(2)?,
        created_at: row.instant(3)?,
        seen_at: row.instant(4)?,
        expires_at: row.instant(5)?,
        device: row.text(6)?.to_owned(),
    })
}

/// Keeps a new session.
pub fn insert(tx: &mut dyn Tx, session: &Session) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO session (id, secret, person, created_at, seen_at, expires_at, device)
             VALUES ($1, $2, $3, $4, $5, $6, $7)"
        ),
        params![
            session.id,
            session.secret.as_str(),
            session.person,
            session.created_at,
            session.seen_at,
            session.expires_at,
            session.device.as_str()
        ],
    )
}

/// The session with this hash, if it lasts at `now` and its person is active.
pub fn by_secret(tx: &mut dyn Tx, secret: &str, now: Instant) -> Result<Option<Session>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT s.id, s.secret, s.person, s.created_at, s.seen_at, s.expires_at, s.device
             FROM session s JOIN person p ON p.id = s.person
             WHERE s.secret = $1 AND s.expires_at > $2 AND p.active = 1"
        ),
        params![secret, now],
    )?;
    row.as_ref().map(session).transpose()
}

/// The sessions of a person that last at `now`, latest used first.
pub fn of_person(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Result<Vec<Session>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT id, secret, person, created_at, seen_at, expires_at, device FROM session
             WHERE person = $1 AND expires_at > $2 ORDER BY seen_at DESC, id DESC LIMIT 100"
        ),
        params![person, now],
    )?;
    rows.iter().map(session).collect()
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
