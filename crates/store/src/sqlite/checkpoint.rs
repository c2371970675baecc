//! Folding the write-ahead log back into the file beside the writer, which then only appends to the log.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::{Duration, Instant};

use crate::error::StoreError;
use crate::options::DbOptions;
use crate::sqlite::{Link, sqlite_error};

/// How long the log grows before it is looked at again.
const PAUSE: Duration = Duration::from_millis(500);
/// Fewer rows written to the log are left where they are for a while: pages that are written again and again are folded back once, and the
/// disk is the writer's.
const FEW: u64 = 40_000;
/// Then whatever was written is folded back.
const WHILE: Duration = Duration::from_secs(30);
/// With more pages in the log the writer stops for the rest to be folded back, so that the log begins anew: 512 MB.
const MANY: i64 = 64_000;

/// The thread that folds, as the writer sees it. It ends when this goes.
pub(crate) struct Checkpoints {
    shared: Arc<Shared>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    /// Rows that the writer has written.
    written: AtomicU64,
    /// The log is long: the writer is to stop for it.
    long: AtomicBool,
}

impl Checkpoints {
    /// Starts the thread for the file.
    pub(crate) fn start(file: &Path, options: &DbOptions) -> Result<Self, StoreError> {
        let link = Link::open(file, true, false, options)?;
        let shared = Arc::new(Shared::default());
        let (stop, stopped) = channel::<()>();
        let known = Arc::clone(&shared);
        let thread = spawn(move || {
            let (mut folded, mut since) = (0, Instant::now());
            while stopped.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                let written = known.written.load(Ordering::Relaxed);
                let waits = written > folded && since.elapsed() >= WHILE;
                if written < folded + FEW && !waits {
                    continue;
                }
                (folded, since) = (written, Instant::now());
                match fold(&link) {
                    Ok(log) => known.long.store(log > MANY, Ordering::Relaxed),
                    Err(error) => tracing::warn!(%error, "the write-ahead log was not folded back"),
                }
            }
        });
        Ok(Self { shared, stop: Some(stop), thread: Some(thread) })
    }

    /// After a commit of the writer.
    pub(crate) fn committed(&self, link: &Link) {
        self.shared.written.store(link.connection.total_changes(), Ordering::Relaxed);
        if self.shared.long.swap(false, Ordering::Relaxed)
            && let Err(error) = fold(link)
        {
            tracing::warn!(%error, "the write-ahead log was not folded back");
        }
    }
}

impl Drop for Checkpoints {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the thread that folds the write-ahead log back panicked");
        }
    }
}

/// Copies what no reader needs any more from the log into the file; how many pages the log has.
fn fold(link: &Link) -> Result<i64, StoreError> {
    let text = "PRAGMA wal_checkpoint(PASSIVE)";
    let log = link.connection.query_row(text, (), |row| row.get(1));
    log.map_err(|error| sqlite_error(text, &error))
}
