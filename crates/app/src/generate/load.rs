//! From the plan into the tables: threads that make, one that writes.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

use domain::history::Recorded;
use domain::ids::StreamId;
use domain::time::Instant;
use store::chain::{Moved, Tip};
use store::repo::event::Draft;
use store::repo::ledger::{Booked, Rebuilt, TOTALS};
use store::repo::stream::End;
use store::{Db, IndexDoc, Lane, StoreError, Tx, bulk};

use super::batch::Batch;
use super::found::{Founded, Founding, found};
use super::journey::journey;
use super::order::Waiting;
use super::totals::Totals;
use super::world::World;
use super::{FillError, Filled, Plan};
use crate::company::{KIND, Replay, searched};
use crate::error::{Answer, AppError};
use crate::tokens;

/// Requests of one chunk: one transaction.
const CHUNK: usize = 1_000;
/// How long one transaction may take; indexes of a large company take minutes.
const LIMIT: Duration = Duration::from_secs(3600);

/// Runs a piece of work that nobody competes with: an empty database is filled by one program, so nothing runs twice.
fn write<T, F>(db: &Db, work: F) -> Answer<T>
where
    T: Send + 'static,
    F: FnOnce(&mut dyn Tx) -> Answer<T> + Send + 'static,
{
    let mut work = Some(work);
    db.within(Lane::Write, LIMIT, move |tx| {
        let work = work.take().ok_or(AppError::Store(StoreError::Conflict))?;
        bulk::hasten(tx)?;
        work(tx)
    })
}

/// Fills an empty database; `threads` make requests. `progress` hears how many requests and events are written.
///
/// On SQLite open the database without waiting for the disk, and settle the file afterwards ([`bulk::settle`]): nothing is
/// there before everything is. While this runs, secondary indexes are missing; a database whose filling was interrupted is
/// to be thrown away.
///
/// # Errors
/// [`FillError::NotEmpty`].
pub fn fill(
    db: &Db,
    plan: &Plan,
    threads: usize,
    progress: &mut dyn FnMut(&Filled),
) -> Result<Filled, FillError> {
    if !db.read_blocking(|tx| bulk::is_empty(tx)).map_err(AppError::Store)? {
        return Err(FillError::NotEmpty);
    }
    let started = Stopwatch::now();
    let (world, founding) = found(plan)?;
    let mut filled = Filled::default();
    let mut totals = Totals::default();
    write(db, |tx| Ok(bulk::drop_indexes(tx)?))?;
    filled.events += company(db, &world, founding, &mut totals)?;
    let next = AtomicUsize::new(0);
    thread::scope(|scope| -> Answer<()> {
        let (sender, receiver) = sync_channel(2);
        for _ in 0..threads.max(1) {
            let (sender, world, next) = (sender.clone(), &world, &next);
            scope.spawn(move || make(plan, world, next, &sender));
        }
        drop(sender);
        take(db, plan, &world, &receiver, &mut totals, &mut |written| {
            filled.requests += written.requests;
            filled.open += written.open;
            filled.events += written.events;
            filled.loading = started.elapsed();
            progress(&filled);
        })
    })?;
    let last = i64::try_from(plan.requests).unwrap_or(i64::MAX);
    let rest = totals.ended_before(None);
    write(db, move |tx| {
        write_totals(tx, &rest)?;
        Ok(tx.numbers_from(last)?)
    })?;
    filled.loading = started.elapsed();
    write(db, |tx| Ok(bulk::make_indexes(tx)?))?;
    write(db, |tx| Ok(bulk::analyse(tx)?))?;
    filled.indexing = started.elapsed() - filled.loading;
    Ok(filled)
}

impl Plan {
    /// When the request of a number is stated.
    fn moment(&self, world: &World, number: i64) -> Instant {
        let all = i64::try_from(self.requests).unwrap_or(i64::MAX);
        world.calendars[0].share(number - 1, all, world.until)
    }

    /// When the first request of a chunk is stated, if there is such a chunk.
    fn stated(&self, world: &World, chunk: usize) -> Option<Instant> {
        let before = chunk * CHUNK;
        (before < self.requests).then(|| self.moment(world, before as i64 + 1))
    }
}

/// Makes chunks until there are none left or nobody takes them.
fn make(plan: &Plan, world: &World, next: &AtomicUsize, sender: &SyncSender<(usize, Answer<Batch>)>) {
    let all = i64::try_from(plan.requests).unwrap_or(i64::MAX);
    loop {
        let chunk = next.fetch_add(1, Ordering::Relaxed);
        let first = (chunk * CHUNK) as i64 + 1;
        let last = (first + CHUNK as i64 - 1).min(all);
        if first > last {
            return;
        }
        let mut batch = Batch::default();
        let mut made = Ok(());
        let mut number = first;
        while number <= last && made.is_ok() {
            let at = plan.moment(world, number);
            match journey(world, plan.seed, number, at, number < last, &mut batch) {
                Ok(made) => number += made.max(1),
                Err(error) => made = Err(error),
            }
        }
        if sender.send((chunk, made.map(|()| batch))).is_err() {
            return;
        }
    }
}

/// Writes chunks in their order, and totals of days and periods that are over.
fn take(
    db: &Db,
    plan: &Plan,
    world: &World,
    receiver: &Receiver<(usize, Answer<Batch>)>,
    totals: &mut Totals,
    written: &mut dyn FnMut(&Filled),
) -> Answer<()> {
    let mut early = BTreeMap::new();
    let mut expected = 0;
    let mut waiting = Waiting::default();
    for (chunk, made) in receiver {
        early.insert(chunk, made?);
        while let Some(mut batch) = early.remove(&expected) {
            expected += 1;
            waiting.put_in_order(&mut batch, plan.stated(world, expected));
            totals.add(std::mem::take(&mut batch.totals))?;
            // Every later request is stated later, so what ended before the first of these is complete.
            let over = batch.from.map(|from| totals.ended_before(Some(world.books.day(from))));
            let mut filled =
                Filled { requests: batch.count as u64, open: batch.open as u64, ..Filled::default() };
            filled.events = write(db, move |tx| {
                if let Some(over) = over {
                    write_totals(tx, &over)?;
                }
                Ok(batch.write(tx)?)
            })?;
            written(&filled);
        }
    }
    Ok(())
}

fn write_totals(tx: &mut dyn Tx, totals: &Rebuilt) -> Answer<()> {
    for table in TOTALS {
        tx.fill(table, totals.rows(table))?;
    }
    Ok(())
}

/// Writes the company: its history, words, rows and budgets; how many events.
fn company(db: &Db, world: &World, founding: Founding, totals: &mut Totals) -> Answer<u64> {
    let mut replay = Replay::default();
    let mut batch = Batch::default();
    batch.contents = founding.contents;
    let mut moved: HashMap<StreamId, Vec<Moved>> = HashMap::new();
    for transfer in &founding.budgets {
        let booked = Booked { transfer: transfer.clone(), service: None };
        moved.entry(transfer.head().cause.stream).or_default().push(world.books.moved(&booked)?);
    }
    for Founded { stream, events } in founding.streams {
        let mut tip = Tip::BEGIN;
        let mut moved = moved.remove(&stream).unwrap_or_default();
        for ((event, envelope), seq) in events.into_iter().zip(1..) {
            let draft = Draft::new(stream, seq, &envelope, &event).moving(&mut moved);
            let (row, after) = draft.link(tip)?;
            batch.events.push(row);
            tip = after;
            replay.push(&Recorded { stream, seq, envelope, event })?;
        }
        batch.ends.extend(End::new(stream, tip));
    }
    batch.budgets(&founding.budgets, &world.books)?;
    totals.add(std::mem::take(&mut batch.totals))?;
    for service in &world.services {
        let analysis = text::analyse(&searched(&service.texts));
        batch.docs.push(
            IndexDoc {
                id: service.id.0,
                kind: KIND.to_owned(),
                terms: analysis.terms,
                words: analysis.words,
                audience: vec![tokens::EVERYBODY.to_owned()],
            }
            .spelt(),
        );
    }
    let tables = replay.tables();
    write(db, move |tx| {
        for rows in tables {
            tx.fill(rows.table, rows.rows.into_values())?;
        }
        Ok(batch.write(tx)?)
    })
}
