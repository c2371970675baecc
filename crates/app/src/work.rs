//! Work in the background: time-outs that are due, histories of before that are chained, what is forgotten. One node at a time
//! does it, by lease; each piece is a transaction of its own and is checked again when it is done.

use std::collections::HashSet;
use std::time::Duration;

use domain::actor::{Actor, Channel};
use domain::permission::Viewer;
use domain::time::Instant;
use store::blobs::{BlobName, Blobs};
use store::repo::{attention, command, event, notice, timer};
use store::{Db, Lane, StoreError, Tx, audit};
use uuid::Uuid;

use crate::Cx;
use crate::error::{Answer, AppError};
use crate::requests::act_as_timer;

/// How long a node keeps the lease without renewing it.
const LEASE: Duration = Duration::from_secs(30);
/// What the lease is called.
const WORK: &str = "work";
/// Pieces of one turn.
const BATCH: i64 = 100;
/// Events of before that one transaction chains, and how many such transactions there are in one turn. A stream is chained whole.
const CHAINED: u64 = 2_000;
const CHAINS: usize = 5;
/// How long one of them may take, for the sake of a very long stream.
const CHAINING: Duration = Duration::from_secs(60);
/// Files whose names are read at once.
const WINDOW: i64 = 500;
/// Days for which a person's own intervals are kept.
pub const ATTENTION_DAYS: i64 = 90;
/// Days for which a command that comes again is known: longer than any form is open.
pub const COMMAND_DAYS: i64 = 30;
/// Days for which notices are kept.
pub const NOTICE_DAYS: i64 = 365;

/// What one turn came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Time-outs carried out.
    pub timers: usize,
    /// Events of before that got their hashes.
    pub chained: u64,
    /// Pieces that failed and will be tried again.
    pub failed: usize,
}

/// One turn: everything due at `now`, at most a batch of each. `random` gives 32 fresh bytes for each command.
///
/// # Errors
/// The database's, when not even the lease could be asked for.
pub fn turn(
    db: &Db,
    holder: Uuid,
    now: Instant,
    mut random: impl FnMut() -> [u8; 32],
) -> Result<Done, StoreError> {
    let until = now.plus_seconds(LEASE.as_secs().cast_signed());
    let held = db.claim_blocking(move |tx| timer::lease(tx, WORK, holder, now, until))?;
    let mut done = Done::default();
    if !held {
        return Ok(done);
    }
    for (request, nudge) in db.read_blocking(move |tx| timer::due(tx, now, BATCH))? {
        let viewer = Viewer { actor: Actor::Timer, ..Viewer::nobody() };
        let cx = Cx::new(viewer, now, Channel::Timer, None, random());
        let fired: Result<(), AppError> =
            db.write_blocking(move |tx| act_as_timer(tx, &mut cx.clone(), request, nudge));
        match fired {
            Ok(()) => done.timers += 1,
            Err(_) => {
                done.failed += 1;
                db.write_blocking(move |tx| timer::postpone(tx, request, now.plus_seconds(600)))?;
            }
        }
    }
    done.chained = chain(db)?;
    Ok(done)
}

/// Chains streams of before, a few at a time: where it was interrupted it goes on, for what waits is told by the rows.
fn chain(db: &Db) -> Result<u64, StoreError> {
    let mut all = 0;
    for _ in 0..CHAINS {
        let waiting = db.read_blocking(|tx| event::unchained(tx, BATCH))?;
        if waiting.is_empty() {
            break;
        }
        let chained = db.within(Lane::Write, CHAINING, move |tx| -> Result<u64, StoreError> {
            let mut chained = 0;
            for stream in &waiting {
                chained += event::chain(tx, *stream)?;
                if chained >= CHAINED {
                    break;
                }
            }
            Ok(chained)
        })?;
        if chained == 0 {
            break;
        }
        all += chained;
    }
    Ok(all)
}

/// When the product last worked by itself; none before it ever did.
pub fn worked(db: &Db) -> Result<Option<Instant>, StoreError> {
    db.read_blocking(|tx| timer::leased_until(tx, WORK))
}

/// When the lease of the background was last renewed, which is the product's last write when nobody does anything.
pub fn wrote(tx: &mut dyn Tx) -> Answer<Option<Instant>> {
    let until = timer::leased_until(tx, WORK)?;
    Ok(until.map(|until| until.plus_seconds(-LEASE.as_secs().cast_signed())))
}

/// Removes files that nothing refers to and that were put more than a day ago: those of imports, of previews, of forms that came to
/// nothing. Once an hour is often enough; how many went.
///
/// # Errors
/// The database's, the files'.
pub fn sweep_files(db: &Db, blobs: &dyn Blobs, now: Instant) -> Result<u64, StoreError> {
    let mut used = HashSet::new();
    let mut after = audit::FIRST.to_vec();
    loop {
        let from = after.clone();
        let files = db.read_blocking(move |tx| audit::files_after(tx, &from, WINDOW))?;
        let Some(last) = files.last() else { break };
        after = last.content.clone();
        used.extend(files.iter().filter_map(|file| BlobName::parse(&file.blob)));
    }
    blobs.sweep(&used, now)
}

/// Forgets personal intervals, keys of commands and notices that are older than they need be. Once an hour is often enough; how many rows.
pub fn forget(db: &Db, now: Instant) -> Result<u64, StoreError> {
    let ago = move |days: i64| now.plus_seconds(-days * 86_400);
    db.write_blocking(move |tx| {
        Ok(attention::forget(tx, ago(ATTENTION_DAYS))?
            + command::forget(tx, ago(COMMAND_DAYS))?
            + notice::forget(tx, ago(NOTICE_DAYS))?)
    })
}
