//! Bounds and places of a database.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use crate::migrate::Rebuild;

/// What a commit on SQLite waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Care {
    /// The disk: what was acknowledged survives a loss of power.
    Durable,
    /// Nothing. For tests.
    Relaxed,
    /// Nothing, and nobody reads meanwhile: no journal, so that pages are written once, and no checks of references between
    /// tables. For filling an empty file that is thrown away when the filling fails or is interrupted.
    Filling,
}

/// When missing migrations are applied at opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Migrate {
    /// Always.
    Always,
    /// Where there is no schema at all: a database of an older program stays as it is.
    Fresh,
    /// Never.
    Never,
}

/// Bounds of the database work.
#[derive(Debug, Clone)]
pub struct DbOptions {
    /// How many closures may wait in each lane before [`StoreError::Busy`](crate::StoreError::Busy).
    pub queue: usize,
    /// Reader threads.
    pub readers: usize,
    /// Writer threads on PostgreSQL; SQLite has one.
    pub writers: usize,
    /// How long a read may take.
    pub read_limit: Duration,
    /// How long a write may take; on PostgreSQL retries stop after it.
    pub write_limit: Duration,
    /// How many closures one SQLite commit takes at most.
    pub group_size: usize,
    /// How long one SQLite commit gathers closures that already wait.
    pub group_time: Duration,
    /// What a commit waits for.
    pub care: Care,
    /// Memory for pages of each SQLite connection that reads, in KiB.
    pub cache: u32,
    /// The same of the one that writes: what a group of commands changes should lie in it whole.
    pub writer_cache: u32,
    /// When missing migrations are applied.
    pub migrate: Migrate,
    /// What makes tables again from the history, where a missing migration asks for it.
    pub rebuild: Option<Rebuild>,
    /// Whether a copy has to be there before that: SQLite's file is copied beside it; PostgreSQL, which cannot be, is refused.
    pub copy: bool,
}

impl Default for DbOptions {
    fn default() -> Self {
        Self {
            queue: 1_024,
            readers: 4,
            writers: 8,
            read_limit: Duration::from_secs(10),
            write_limit: Duration::from_secs(5),
            group_size: 256,
            group_time: Duration::from_millis(20),
            care: Care::Durable,
            cache: 16_000,
            writer_cache: 64_000,
            migrate: Migrate::Always,
            rebuild: None,
            copy: false,
        }
    }
}

/// Where the rows are.
#[derive(Clone, PartialEq, Eq)]
pub enum Home {
    /// The directory that holds the SQLite file.
    Directory(PathBuf),
    /// The address of a PostgreSQL database. May hold a password, so it is never printed.
    Server(String),
}

impl fmt::Debug for Home {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(directory) => f.debug_tuple("Directory").field(directory).finish(),
            Self::Server(_) => f.write_str("Server"),
        }
    }
}
