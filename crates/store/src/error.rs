//! What can go wrong between a use case and its rows, in the same words for both databases.

use std::io::ErrorKind;
use std::time::Duration;

/// Why the database did not do what was asked. Cheap to clone: one failed commit answers every waiter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// A row with the same key exists. `columns` is the same on both engines; `constraint` only PostgreSQL tells.
    #[error("{table}: a row with the same ({}) exists", columns.join(", "))]
    Unique {
        /// The table that refused the row.
        table: String,
        /// The columns of the violated key, in its order.
        columns: Vec<String>,
        /// The name of the constraint, where the engine gives it.
        constraint: Option<String>,
    },
    /// A foreign key, check or not-null rule refused the row.
    #[error("{kind:?} refused: {detail}")]
    Constraint {
        /// Which kind of rule.
        kind: ConstraintKind,
        /// What the engine said.
        detail: String,
    },
    /// A row contradicts the model: a wrong type, an unknown word, a missing or an extra row.
    #[error("{table}.{column} of row {id} contradicts the model: {detail}")]
    Inconsistent {
        /// The table.
        table: String,
        /// The column, or `*` for the whole row.
        column: String,
        /// The row, as well as it is known.
        id: String,
        /// What was found.
        detail: String,
    },
    /// A text holds the character U+0000, which PostgreSQL cannot keep; both engines refuse it.
    #[error("a text holds the character U+0000 ({place})")]
    Nul {
        /// The statement or table it was meant for.
        place: String,
    },
    /// The caller broke a rule of the seam: a write in a read, a wrong number of parameters and the like.
    #[error("{detail} ({place})")]
    Misuse {
        /// The statement or table.
        place: String,
        /// Which rule.
        detail: String,
    },
    /// A statement failed earlier in this transaction, so nothing after it counts.
    #[error("the transaction already failed at {place}")]
    Aborted {
        /// The statement that failed first.
        place: String,
    },
    /// Concurrent writers kept changing the same rows until the retries ran out.
    #[error("other writers kept changing the same rows")]
    Conflict,
    /// The queue is full: answer 503, try later.
    #[error("too many requests are waiting for the database")]
    Busy,
    /// A statement or closure ran longer than it may.
    #[error("the database work took longer than it may")]
    Timeout,
    /// The closure panicked; its savepoint was rolled back.
    #[error("the database work panicked: {0}")]
    Panicked(String),
    /// The commit failed; nothing was kept.
    #[error("the commit failed: {0}")]
    Commit(String),
    /// The connection broke during the commit: it may or may not have happened. Resubmit under the same command key.
    #[error("the connection broke during the commit: {0}")]
    OutcomeUnknown(String),
    /// The database cannot be reached.
    #[error("the database cannot be reached: {0}")]
    Unreachable(String),
    /// The database was closed.
    #[error("the database is closed")]
    Closed,
    /// The database holds no tables yet, and none were to be made.
    #[error("nothing is in this database yet: begin a company with `vitrina init` or `vitrina serve`")]
    Empty,
    /// The schema and this program do not fit.
    #[error("schema: {0}")]
    Schema(String),
    /// The disk has no room, or cannot be written. Reading goes on, and writing when somebody made room.
    #[error("nothing can be written: {0}: make room on the disk, or find out why it cannot be written")]
    Unwritable(String),
    /// What is on the disk is not what was written.
    #[error(
        "the database is damaged: {0}: keep it as it is, and put the last good copy in its place (`vitrina restore`)"
    )]
    Damaged(String),
    /// The file system failed.
    #[error("file system: {0}")]
    Io(String),
    /// Anything else the engine said.
    #[error("{detail} ({place})")]
    Sql {
        /// The statement.
        place: String,
        /// The engine's words.
        detail: String,
    },
}

/// The rule that refused a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstraintKind {
    /// The row it points to does not exist, or is still pointed to.
    ForeignKey,
    /// A CHECK, or the type of a column.
    Check,
    /// A value is missing.
    NotNull,
}

impl StoreError {
    /// A row that contradicts the model.
    pub fn inconsistent(
        table: impl Into<String>,
        column: impl Into<String>,
        id: impl ToString,
        detail: impl Into<String>,
    ) -> Self {
        Self::Inconsistent {
            table: table.into(),
            column: column.into(),
            id: id.to_string(),
            detail: detail.into(),
        }
    }

    /// Whether this is the unique key of `table` over exactly `columns`.
    pub fn is_unique_on(&self, table: &str, columns: &[&str]) -> bool {
        matches!(self, Self::Unique { table: t, columns: c, .. } if t == table && c.iter().eq(columns.iter()))
    }

    /// Whether the same work may succeed if it is sent again a moment later.
    pub const fn is_passing(&self) -> bool {
        matches!(self, Self::Conflict | Self::Busy | Self::Timeout | Self::Unreachable(_))
    }

    /// How long a client should wait before it sends the same work again, where that makes sense.
    pub const fn retry_after(&self) -> Option<Duration> {
        if self.is_passing() { Some(Duration::from_secs(1)) } else { None }
    }

    pub(crate) fn misuse(place: &str, detail: impl Into<String>) -> Self {
        Self::Misuse { place: place.to_owned(), detail: detail.into() }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem => {
                Self::Unwritable(error.to_string())
            }
            _ => Self::Io(error.to_string()),
        }
    }
}
