//! Taking a log in: batch after batch, unseen, then one switch.

use std::sync::Arc;
use std::time::Duration;

use domain::access::Event;
use domain::ids::CommandId;
use domain::time::Instant;
use flow::format::Gathered;
use store::repo::import_batch::{self, ImportBatch, ImportState};
use store::repo::{event, imported};
use store::{Db, Lane};
use uuid::Uuid;

use super::Order;
use super::propose::{Fate, Proposal, cases, propose};
use super::reach::ask_again;
use super::rows::{Chunk, Maker};
use super::take_back;
use super::told::{FORBIDDEN, Told};
use crate::Cx;
use crate::audit::did;
use crate::company;
use crate::error::{Answer, AppError};

/// How many events one transaction writes.
const ROWS: usize = 1_000;
/// How long the switch may take.
pub(super) const SWITCH: Duration = Duration::from_secs(120);
/// An import that has not moved on for so long lost its program.
/// Longer than the switch may take.
const LOST: i64 = 300;

/// How far an import came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Requests written.
    pub done: usize,
    /// Requests to be written.
    pub total: usize,
}

/// What an import came to.
#[derive(Debug, Clone)]
pub struct Taken {
    /// What it was to bring.
    pub proposal: Proposal,
    /// Events that were written.
    pub events: u64,
}

/// Why an import did not come to its end. Nothing of it is left.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// Somebody stopped it.
    #[error("the import was stopped; nothing of it is left")]
    Stopped,
    /// The rules or the database; [`AppError::Forbidden`] also when the importer lost meanwhile what it needs.
    #[error(transparent)]
    App(#[from] AppError),
}

/// Takes a log in. `cx` is the importer's; its command is the import, which [`import_batch::by_id`] then tells of. `now` is asked
/// for the time of each step of progress, `progress` hears of it.
///
/// # Errors
/// [`TakeError::Stopped`] when somebody asked for it; the rules' and the database's. What was written is taken back.
pub fn take(
    db: &Db,
    cx: &Cx,
    order: &Order,
    gathered: &Arc<Gathered>,
    now: &dyn Fn() -> Instant,
    progress: &mut dyn FnMut(Progress),
) -> Result<Taken, TakeError> {
    let batch = cx.command.0;
    let mut cx = cx.clone();
    let mut state = started(db, &cx, order, now())?;
    let outcome = staged(db, &mut cx, order, gathered, now, &mut state, progress);
    let (ended, told) = match &outcome {
        Ok(taken) => (ImportState::Done, Told::proposed(order.unit, gathered, &taken.proposal)),
        Err(TakeError::Stopped) => (ImportState::Cancelled, Told::of(order.unit)),
        Err(TakeError::App(AppError::Forbidden)) => {
            (ImportState::Failed, Told { error: FORBIDDEN.to_owned(), ..Told::of(order.unit) })
        }
        Err(TakeError::App(error)) => {
            (ImportState::Failed, Told { error: error.to_string(), ..Told::of(order.unit) })
        }
    };
    if outcome.is_err() {
        withdraw(db, batch)?;
    }
    state.state = ended;
    state.report = told.to_json();
    state.changed_at = now();
    save(db, &state)?;
    outcome
}

/// Writes down that an import begins. An import that was announced before keeps what was known of it.
fn started(db: &Db, cx: &Cx, order: &Order, now: Instant) -> Answer<ImportBatch> {
    let id = cx.command.0;
    let fresh = ImportBatch {
        id,
        source: order.source.clone(),
        file: order.file.clone(),
        person: cx.viewer.person(),
        state: ImportState::Staging,
        asked_to_stop: false,
        done: 0,
        total: 0,
        report: Told::of(order.unit).to_json(),
        started_at: now,
        changed_at: now,
        taken_back: None,
    };
    let batch = fresh.clone();
    db.write_blocking(move |tx| -> Answer<()> {
        tx.alone()?;
        // What is taken back must not go on meanwhile.
        if !import_batch::going_back(tx)?.is_empty() {
            return Err(AppError::field("import", "log-busy"));
        }
        Ok(import_batch::save(tx, &batch)?)
    })?;
    Ok(fresh)
}

fn save(db: &Db, batch: &ImportBatch) -> Answer<()> {
    let batch = batch.clone();
    db.write_blocking(move |tx| Ok(import_batch::save(tx, &batch)?))
}

fn staged(
    db: &Db,
    cx: &mut Cx,
    order: &Order,
    gathered: &Arc<Gathered>,
    now: &dyn Fn() -> Instant,
    state: &mut ImportBatch,
    progress: &mut dyn FnMut(Progress),
) -> Result<Taken, TakeError> {
    let (proposal, asked) = {
        let (order, gathered, cx) = (order.clone(), Arc::clone(gathered), cx.clone());
        db.within(Lane::Read, SWITCH, move |tx| -> Answer<_> {
            let mut cx = cx.clone();
            cx.viewer = company::present(tx, &cx.viewer)?;
            Ok((propose(tx, &mut cx, &order, &gathered)?, cx))
        })?
    };
    *cx = asked;
    let total = proposal.count(|fate| matches!(fate, Fate::New | Fate::Longer(_)));
    state.total = whole(total);
    let (mut done, mut events) = (0, 0);
    let mut chunk = Chunk::default();
    for (place, (case, first)) in cases(gathered).enumerate() {
        let batch = state.id;
        let mut maker = Maker { cx, order, proposal: &proposal, gathered, batch };
        match &proposal.fates[place] {
            Fate::New => maker.begin(case, place, first, &mut chunk)?,
            Fate::Longer(known) => {
                let id = known.id;
                let told = db.read_blocking(move |tx| -> Answer<_> { Ok(event::load(tx, id.into())?) })?;
                maker.extend(known, told, case, place, first, &mut chunk)?;
            }
            Fate::Same | Fate::Older | Fate::Differs | Fate::Foreign => continue,
        }
        done += 1;
        if chunk.events.len() >= ROWS {
            events += chunk.events.len() as u64;
            flush(db, std::mem::take(&mut chunk), state, whole(done), now())?;
            progress(Progress { done, total });
        }
    }
    events += chunk.events.len() as u64;
    flush(db, chunk, state, whole(done), now())?;
    progress(Progress { done, total });
    switch(db, cx, &proposal, state.id)?;
    Ok(Taken { proposal, events })
}

/// Writes a chunk and how far the import came; refuses when somebody asked to stop.
fn flush(db: &Db, chunk: Chunk, state: &mut ImportBatch, done: i64, now: Instant) -> Result<(), TakeError> {
    state.done = done;
    state.changed_at = now;
    let batch = state.clone();
    let stop = db.write_blocking(move |tx| -> Answer<bool> {
        chunk.write(tx)?;
        import_batch::save(tx, &batch)?;
        Ok(import_batch::by_id(tx, batch.id)?.is_some_and(|kept| kept.asked_to_stop))
    })?;
    if stop { Err(TakeError::Stopped) } else { Ok(()) }
}

/// Lets everything be seen at once: new units, services and people, and the requests. Whether the importer may still bring history into
/// every unit that is touched is asked once more, in the same transaction.
fn switch(db: &Db, cx: &mut Cx, proposal: &Proposal, batch: Uuid) -> Answer<()> {
    if proposal.is_empty() {
        return Ok(());
    }
    let mut own = cx.follow_up();
    own.command = CommandId(batch);
    let (newcomers, touched) = (proposal.newcomers.clone(), proposal.touched.clone());
    db.within(Lane::Write, SWITCH, move |tx| {
        tx.alone()?;
        ask_again(tx, &own.viewer, &touched)?;
        company::admit(tx, &mut own.clone(), &newcomers)?;
        imported::show(tx, batch)?;
        did(tx, &own, Event::BroughtIn { import: batch })
    })
}

/// Takes back what an import wrote, a little at a time.
fn withdraw(db: &Db, batch: Uuid) -> Answer<()> {
    while db.write_blocking(move |tx| -> Answer<usize> { Ok(imported::take_back(tx, batch, 200)?) })? > 0 {}
    Ok(())
}

/// Ends imports whose program ended before them: nothing of them is left. The same for those that were being taken back: they stay as they
/// were.
pub fn sweep(db: &Db, now: Instant) -> Answer<usize> {
    let left = take_back::sweep(db, |moved| now.millis() - moved.millis() > LOST * 1000)?;
    let lost: Vec<ImportBatch> = db
        .read_blocking(|tx| -> Answer<_> { Ok(import_batch::running(tx)?) })?
        .into_iter()
        .filter(|batch| now.millis() - batch.changed_at.millis() > LOST * 1000)
        .collect();
    for batch in &lost {
        withdraw(db, batch.id)?;
        let ended = ImportBatch {
            state: ImportState::Failed,
            report: Told { error: "lost".to_owned(), ..Told::read(batch) }.to_json(),
            changed_at: now,
            ..batch.clone()
        };
        save(db, &ended)?;
    }
    Ok(lost.len() + left)
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
