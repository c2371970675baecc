//! Notices: what a person should hear of.

use domain::ids::{PersonId, RequestId};
use domain::notice::NoticeKind;
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::repo::ledger::{Seen, seen_from_row, select_seen};
use crate::tx::Tx;
use crate::{hot_sql, params};

/// Keeps a notice.
pub fn insert(
    tx: &mut dyn Tx,
    id: Uuid,
    person: PersonId,
    kind: NoticeKind,
    request: RequestId,
    now: Instant,
) -> Result<(), StoreError> {
    tx.execute(
        hot_sql!(
            "INSERT INTO notice (id, person, kind, request, created_at, read_at) VALUES ($1, $2, $3, $4, $5, NULL)
             ON CONFLICT (id) DO NOTHING"
        ),
        params![id, person, kind.code(), request, now],
    )
    .map(|_| ())
}

/// A notice in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: Uuid,
    /// Which message.
    pub kind: Option<NoticeKind>,
    /// The request, with what tells whether the person may read it now.
    pub request: Option<Seen>,
    /// When.
    pub created_at: Instant,
    /// True until it was seen.
    pub unread: bool,
}

/// A person's notices, newest first, at most `limit`.
pub fn of(
    tx: &mut dyn Tx,
    person: PersonId,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Notice>, StoreError> {
    let before = before.map_or(vec![0xff; 16], |id| id.as_bytes().to_vec());
    let rows = tx.query(
        hot_sql!(concat!(
            select_seen!("n.id, n.kind, n.created_at, n.read_at"),
            " FROM (SELECT id, kind, request, created_at, read_at FROM notice
               WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3) n
             LEFT JOIN request r ON r.id = n.request LEFT JOIN content title ON title.id = r.title
             ORDER BY n.id DESC"
        )),
        params![person, before, limit],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Notice {
                id: row.id(0)?,
                kind: NoticeKind::from_code(row.text(1)?),
                created_at: row.instant(2)?,
                unread: row.is_null(3)?,
                request: seen_from_row(row, Some(person), 4)?,
            })
        })
        .collect()
}

/// How many of the newest hundred are unread.
pub fn unread(tx: &mut dyn Tx, person: PersonId) -> Result<i64, StoreError> {
    let row = tx.query_one(
        hot_sql!(
            "SELECT COUNT(*) FROM (SELECT read_at FROM notice WHERE person = $1 ORDER BY id DESC LIMIT 100) n
             WHERE n.read_at IS NULL"
        ),
        params![person],
    )?;
    row.int(0)
}

/// Marks all as seen.
pub fn mark_read(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Result<u64, StoreError> {
    tx.execute(
        hot_sql!("UPDATE notice SET read_at = $2 WHERE person = $1 AND read_at IS NULL"),
        params![person, now],
    )
}
