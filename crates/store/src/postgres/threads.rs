//! The threads that own PostgreSQL's connections.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::thread::sleep;
use std::time::{Duration, Instant};

use postgres::IsolationLevel;

use crate::error::StoreError;
use crate::job::{Job, Queue, perform};
use crate::postgres::raw::PostgresRaw;
use crate::postgres::{Address, Link, postgres_error};
use crate::session::{Company, Session};
use crate::tx::Lane;

/// What a worker does.
#[derive(Clone)]
pub(crate) struct Work {
    pub(crate) address: Address,
    pub(crate) database: u64,
    pub(crate) lane: Lane,
    pub(crate) limit: Duration,
}

/// How often a closure runs at most.
const ATTEMPTS: u32 = 30;

/// Holds the company as it is. Keys of two numbers are apart from those of one, which [`crate::hold`] takes.
pub(crate) const HOLD_COMPANY: &str = "SELECT pg_advisory_xact_lock_shared(1, 0)";

enum Outcome {
    /// The job knows its outcome.
    Done,
    /// Another writer was in the way: run it again after a pause.
    Conflict,
    /// It must run without other writers: run it again so, at once.
    Alone,
    /// Something was there already. It may have come meanwhile: run it again, once.
    Twice,
    /// The connection broke before the commit: run it again on a new one.
    Broken(String),
}

/// Takes jobs until the queue closes. The connection is opened at the first job and again when it breaks.
pub(crate) fn work_loop(work: &Work, queue: &Queue) {
    let mut link: Option<Link> = None;
    while let Some(mut job) = queue.pop() {
        if work.lane == Lane::Read && job.abandoned() {
            continue;
        }
        serve(work, &mut link, job.as_mut());
        job.answer();
    }
}

fn serve(work: &Work, link: &mut Option<Link>, job: &mut dyn Job) {
    let started = Instant::now();
    let limit = job.limit().unwrap_or(work.limit);
    let mut broken = 0;
    let (mut company, mut twice) = (Company::Shared, false);
    for attempt in 0..ATTEMPTS {
        let mut open = match link.take().filter(|link| !link.client.is_closed()) {
            Some(open) => open,
            None => match work.address.connect() {
                Ok(open) => open,
                Err(error) => return job.fail(error),
            },
        };
        match once(work, &mut open, job, company, twice, limit) {
            Outcome::Done => {
                *link = Some(open);
                return;
            }
            Outcome::Conflict => {
                *link = Some(open);
                again("conflict");
                if started.elapsed() >= limit {
                    break;
                }
                tracing::debug!(attempt, "another writer was in the way");
                sleep(pause(attempt));
            }
            Outcome::Alone => {
                *link = Some(open);
                again("alone");
                company = Company::Alone;
            }
            Outcome::Twice => {
                *link = Some(open);
                again("there already");
                twice = true;
            }
            Outcome::Broken(words) => {
                broken += 1;
                again("broken connection");
                if broken > 1 {
                    return job.fail(StoreError::Unreachable(words));
                }
            }
        }
    }
    job.fail(StoreError::Conflict);
}

/// Counts a transaction that is run again.
fn again(why: &'static str) {
    metrics::counter!("vitrina_store_again_total", "why" => why).increment(1);
}

fn once(
    work: &Work,
    link: &mut Link,
    job: &mut dyn Job,
    company: Company,
    twice: bool,
    limit: Duration,
) -> Outcome {
    let builder = link.client.build_transaction();
    let builder = match work.lane {
        Lane::Read => builder.isolation_level(IsolationLevel::RepeatableRead).read_only(true),
        Lane::Write | Lane::Claim => builder.isolation_level(IsolationLevel::ReadCommitted),
    };
    let mut transaction = match builder.start() {
        Ok(transaction) => transaction,
        Err(error) => return failed(job, postgres_error("BEGIN", &error)),
    };
    if limit != work.limit {
        let limit = limit.as_millis();
        let text = format!(
            "SET LOCAL statement_timeout = {limit}; SET LOCAL idle_in_transaction_session_timeout = {limit}"
        );
        if let Err(error) = transaction.batch_execute(&text) {
            return failed(job, postgres_error(&text, &error));
        }
    }
    if work.lane == Lane::Write {
        let text = match company {
            Company::Alone => "SELECT pg_advisory_xact_lock(1, 0)",
            Company::Shared | Company::Wanted => HOLD_COMPANY,
        };
        if let Err(error) = transaction.batch_execute(text) {
            return failed(job, postgres_error(text, &error));
        }
    }
    // A read takes nothing for given but its snapshot.
    let company = if work.lane == Lane::Read { Company::Alone } else { company };
    let raw = PostgresRaw { transaction, prepared: &mut link.prepared };
    let mut session = Session::new(raw, work.database, work.lane, company, Some(limit));
    let kept = perform(job, &mut session);
    let (conflict, lost, company) = (session.conflict(), session.lost(), session.company());
    let again = session.twice() && !twice;
    let transaction = session.into_raw().transaction;
    if let Some(words) = lost {
        return Outcome::Broken(words);
    }
    if conflict || !kept {
        let _ = transaction.rollback();
        return match company {
            Company::Wanted => Outcome::Alone,
            _ if conflict => Outcome::Conflict,
            _ if again => Outcome::Twice,
            _ => Outcome::Done,
        };
    }
    match transaction.commit().map_err(|error| postgres_error("COMMIT", &error)) {
        Ok(()) => {}
        Err(StoreError::Conflict) => return Outcome::Conflict,
        Err(StoreError::Unreachable(words)) if work.lane == Lane::Read => return Outcome::Broken(words),
        Err(StoreError::Unreachable(words)) => job.fail(StoreError::OutcomeUnknown(words)),
        Err(error @ (StoreError::Unique { .. } | StoreError::Constraint { .. })) => job.fail(error),
        Err(error) => job.fail(StoreError::Commit(error.to_string())),
    }
    Outcome::Done
}

fn failed(job: &mut dyn Job, error: StoreError) -> Outcome {
    match error {
        StoreError::Unreachable(words) => Outcome::Broken(words),
        error => {
            job.fail(error);
            Outcome::Done
        }
    }
}

/// Between half and the whole of a pause that doubles from 2 ms up to 128 ms.
fn pause(attempt: u32) -> Duration {
    let whole = 2_000_u64 << attempt.min(6);
    let random = RandomState::new().build_hasher().finish();
    Duration::from_micros(whole / 2 + random % (whole / 2))
}
