//! The threads that own SQLite's connections.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::error::StoreError;
use crate::job::{Job, Queue, perform};
use crate::search::IndexChange;
use crate::session::{Company, Session};
use crate::sqlite::{Checkpoints, Link, SqliteRaw};
use crate::tx::{Lane, Tx};

/// How many closures one commit takes at most, and how long it gathers them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group {
    pub(crate) size: usize,
    pub(crate) time: Duration,
}

/// Takes writes until the queue closes; then folds the write-ahead log back into the file.
pub(crate) fn write_loop(
    link: &Link,
    queue: &Queue,
    group: Group,
    limit: Duration,
    checkpoints: Option<Checkpoints>,
) {
    while let Some(first) = queue.pop() {
        let lost = commit_group(link, first, queue, group, limit);
        if let Some(checkpoints) = &checkpoints {
            checkpoints.committed(link);
        }
        // The engine gave up the whole group because of one closure: the others run again, each by itself.
        for job in lost {
            let alone = Group { size: 1, time: Duration::ZERO };
            for mut job in commit_group(link, job, queue, alone, limit) {
                job.fail(StoreError::Commit("the engine gave the transaction up".to_owned()));
                job.answer();
            }
        }
    }
    drop(checkpoints);
    if let Err(error) = link.command("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the write-ahead log stays as it is");
    }
}

/// Runs `first` and what waits behind it in one transaction, commits, answers. Returns jobs whose work was lost through
/// no fault of theirs.
fn commit_group(
    link: &Link,
    mut first: Box<dyn Job>,
    queue: &Queue,
    group: Group,
    limit: Duration,
) -> Vec<Box<dyn Job>> {
    if let Err(error) = link.command("BEGIN IMMEDIATE") {
        first.fail(error);
        first.answer();
        return Vec::new();
    }
    let started = Instant::now();
    let mut done: Vec<Box<dyn Job>> = Vec::new();
    let mut index = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next.take() {
        let kept = in_savepoint(link, job.as_mut(), limit, &mut index);
        if link.connection.is_autocommit() {
            // An interrupted write, a full disk: SQLite has rolled everything back.
            if kept {
                job.fail(StoreError::Commit("the engine gave the transaction up".to_owned()));
            }
            job.answer();
            return done;
        }
        done.push(job);
        if done.len() < group.size && started.elapsed() < group.time {
            next = queue.try_pop();
        }
    }
    if let Err(error) = tell_index(link, index).and_then(|()| link.command("COMMIT")) {
        let _ = link.command("ROLLBACK");
        tracing::error!(%error, waiters = done.len(), "the commit failed");
        let told = match error {
            StoreError::Unwritable(_) => error,
            other => StoreError::Commit(other.to_string()),
        };
        for job in &mut done {
            job.fail(told.clone());
        }
    }
    for job in done {
        job.answer();
    }
    Vec::new()
}

/// Tells the full-text index what a group of closures told it, of each document the last.
pub(crate) fn tell_index(link: &Link, changes: Vec<IndexChange>) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    let last: BTreeMap<_, _> = changes.into_iter().map(|change| (change.id(), change)).collect();
    let raw = SqliteRaw { connection: &link.connection };
    let mut session = Session::new(raw, link.database, Lane::Write, Company::Alone, None);
    let tx: &mut dyn Tx = &mut session;
    last.values().try_for_each(|change| tx.index_tell(change))
}

/// Runs one closure in its savepoint; whether its work is kept. What it told the full-text index goes to `index` then.
fn in_savepoint(link: &Link, job: &mut dyn Job, limit: Duration, index: &mut Vec<IndexChange>) -> bool {
    if let Err(error) = link.command("SAVEPOINT job") {
        job.fail(error);
        return false;
    }
    let limit = job.limit().unwrap_or(limit);
    link.bound(Some(limit));
    let mut session = Session::new(
        SqliteRaw { connection: &link.connection },
        link.database,
        Lane::Write,
        Company::Alone,
        Some(limit),
    );
    let kept = perform(job, &mut session);
    link.bound(None);
    let told = session.into_index();
    let closed = if kept {
        link.command("RELEASE job")
    } else {
        link.command("ROLLBACK TO job").and_then(|()| link.command("RELEASE job"))
    };
    match closed {
        Ok(()) => {
            index.extend(told.into_iter().filter(|_| kept));
            kept
        }
        Err(error) => {
            if kept {
                job.fail(error);
            }
            false
        }
    }
}

/// Takes reads until the queue closes; each sees one snapshot.
pub(crate) fn read_loop(link: &Link, queue: &Queue, limit: Duration) {
    while let Some(mut job) = queue.pop() {
        if job.abandoned() {
            continue;
        }
        let limit = job.limit().unwrap_or(limit);
        link.bound(Some(limit));
        match link.command("BEGIN") {
            Ok(()) => {
                let mut session = Session::new(
                    SqliteRaw { connection: &link.connection },
                    link.database,
                    Lane::Read,
                    Company::Alone,
                    Some(limit),
                );
                perform(job.as_mut(), &mut session);
            }
            Err(error) => job.fail(error),
        }
        link.bound(None);
        if !link.connection.is_autocommit()
            && let Err(error) = link.command("ROLLBACK")
        {
            tracing::error!(%error, "a read could not be closed");
        }
        job.answer();
    }
}
