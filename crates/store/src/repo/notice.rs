//! Notices: what a person should hear of.

use domain::ids::{PersonId, RequestId};
use domain::notice::NoticeKind;
use domain::time::Instant;
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::{is_set, select};
use crate::repo::ledger::Seen;
use crate::table::table;
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params, sql};

table! {
    /// What people should hear of.
    NOTICE: Operational "notice";
    fn values(id: Uuid, person: PersonId, kind: NoticeKind, request: RequestId, now: Instant) {
        key id = id,
        once person = person,
        once kind = kind.code(),
        once request = request,
        once created_at = now,
        once read_at = Value::Null,
    }
}

/// Keeps notices about a request: the id of each, for whom, of what.
pub fn insert(
    tx: &mut dyn Tx,
    request: RequestId,
    notices: &[(Uuid, PersonId, NoticeKind)],
    now: Instant,
) -> Result<(), StoreError> {
    if notices.is_empty() {
        return Ok(());
    }
    let rows = notices.iter().map(|(id, person, kind)| values(*id, *person, *kind, request, now));
    tx.fill(&NOTICE, rows).map(|_| ())
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

select! {
    Notice {
        id: "n.id",
        kind: "n.kind" => |row, at| Ok(NoticeKind::from_code(row.text(at)?)),
        created_at: "n.created_at",
        seen: "n.read_at" => is_set,
        request: Seen,
    } => Self { id, kind, created_at, unread: !seen, request }
}

/// A person's notices, newest first, at most `limit`.
pub fn of(
    tx: &mut dyn Tx,
    person: PersonId,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Notice>, StoreError> {
    let before = before.map_or(vec![0xff; 16], |id| id.as_bytes().to_vec());
    let notices = hot_sql!(
        Notice from "(SELECT id, kind, request, created_at, read_at FROM notice
               WHERE person = $1 AND id < $2 ORDER BY id DESC LIMIT $3) n
             LEFT JOIN request r ON r.id = n.request LEFT JOIN content title ON title.id = r.title
             ORDER BY n.id DESC"
    );
    tx.all(notices, params![person, before, limit])
}

/// How many of the newest hundred are unread.
pub fn unread(tx: &mut dyn Tx, person: PersonId) -> Result<i64, StoreError> {
    tx.one(
        hot_sql!(
            "SELECT COUNT(*) FROM (SELECT read_at FROM notice WHERE person = $1 ORDER BY id DESC LIMIT 100) n
             WHERE n.read_at IS NULL"
        ),
        params![person],
    )
}

/// Marks all as seen.
pub fn mark_read(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Result<u64, StoreError> {
    tx.execute(
        hot_sql!("UPDATE notice SET read_at = $2 WHERE person = $1 AND read_at IS NULL"),
        params![person, now],
    )
}

/// Forgets notices from before a moment; how many.
pub fn forget(tx: &mut dyn Tx, before: Instant) -> Result<u64, StoreError> {
    tx.execute(sql!("DELETE FROM notice WHERE created_at < $1"), params![before])
}
