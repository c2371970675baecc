//! Imports that somebody starts and leaves: begun by a command, carried out by a thread of their own, seen by their progress.

use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};

use domain::ids::UnitId;
use domain::permission::{Action, Resource, Viewer, can};
use domain::time::Instant;
use flow::format::{Progress as Read, Trouble, TroubleKind};
use store::blobs::Blobs;
use store::repo::import_batch::{self, ImportBatch, ImportState};
use store::{Db, Tx};
use uuid::Uuid;

use super::look::read;
use super::take::TakeError;
use super::{Plan, Remark, Told, brings, imports, take};
use crate::Cx;
use crate::company;
use crate::error::{Answer, AppError};

/// Between two notes of how far the reading came, in milliseconds.
const NOTED: i64 = 500;

/// Writes down that an import begins: its id is the command. `false` when the same command began it already.
///
/// # Errors
/// [`AppError::Forbidden`] as for [`super::propose`]; [`AppError::Invalid`] for the field `import` while another one goes on or is taken back.
pub fn begin(tx: &mut dyn Tx, cx: &Cx, plan: &Plan) -> Answer<bool> {
    // One import at a time.
    tx.alone()?;
    let unit = company::unit(tx, plan.unit)?;
    if !brings(&cx.viewer, unit.id) {
        return Err(AppError::Forbidden);
    }
    if import_batch::by_id(tx, cx.command.0)?.is_some() {
        return Ok(false);
    }
    if unit.closed_at.is_some() {
        return Err(AppError::field("import", "unit-closed"));
    }
    if !import_batch::running(tx)?.is_empty() || !import_batch::going_back(tx)?.is_empty() {
        return Err(AppError::field("import", "log-busy"));
    }
    import_batch::save(tx, &fresh(cx, plan, cx.now))?;
    Ok(true)
}

fn fresh(cx: &Cx, plan: &Plan, now: Instant) -> ImportBatch {
    let order = plan.order();
    ImportBatch {
        id: cx.command.0,
        source: order.source,
        file: order.file,
        person: cx.viewer.person(),
        state: ImportState::Reading,
        asked_to_stop: false,
        done: 0,
        total: 0,
        report: Told::of(plan.unit).to_json(),
        started_at: now,
        changed_at: now,
        taken_back: None,
    }
}

/// Carries out what [`begin`] wrote down, to its end or until somebody stops it. It takes as long as it takes: call it on a
/// thread of its own. How it ended stands in [`import_batch`].
///
/// # Errors
/// The database's, when not even the end could be written down: [`super::sweep`] then does so.
pub fn run(
    db: &Db,
    blobs: &dyn Blobs,
    cx: &Cx,
    plan: &Plan,
    now: &(dyn Fn() -> Instant + Sync),
) -> Answer<()> {
    let state = fresh(cx, plan, now());
    let end = |ended: ImportState, told: &Told| {
        let batch = ImportBatch { state: ended, report: told.to_json(), changed_at: now(), ..state.clone() };
        db.write_blocking(move |tx| -> Answer<()> { Ok(import_batch::save(tx, &batch)?) })
    };
    let failed = |trouble: Trouble| match trouble.kind {
        TroubleKind::Cancelled => end(ImportState::Cancelled, &Told::of(plan.unit)),
        _ => end(ImportState::Failed, &Told { trouble: Some(Remark::of(&trouble)), ..Told::of(plan.unit) }),
    };
    let Some(mapping) = &plan.mapping else {
        return failed(TroubleKind::NotMapped { role: flow::format::Role::Case }.into());
    };
    let (file, size) = match plan.open(blobs) {
        Ok(opened) => opened,
        Err(error) => {
            return end(ImportState::Failed, &Told { error: error.to_string(), ..Told::of(plan.unit) });
        }
    };
    let gathered = std::thread::scope(|scope| {
        // The watch that a reader carries outlives every borrow, so what it hears is passed on and written down here.
        let heard = Arc::new(Heard::default());
        let inner = Arc::clone(&heard);
        let watch: flow::format::Watch = Arc::new(move |progress| inner.tell(progress));
        let reading = scope.spawn(move || read(file, size, mapping, Some(watch)));
        let mut noted = now();
        while !reading.is_finished() {
            std::thread::sleep(std::time::Duration::from_millis(20));
            let moment = now();
            if moment.millis() - noted.millis() >= NOTED {
                noted = moment;
                let bytes = heard.bytes();
                let batch = ImportBatch {
                    done: i64::try_from(bytes).unwrap_or(i64::MAX),
                    total: i64::try_from(size).unwrap_or(i64::MAX),
                    changed_at: moment,
                    ..state.clone()
                };
                let stop = db.write_blocking(move |tx| -> Answer<bool> {
                    import_batch::save(tx, &batch)?;
                    Ok(import_batch::by_id(tx, batch.id)?.is_some_and(|kept| kept.asked_to_stop))
                });
                if stop.is_ok_and(|stop| stop) {
                    heard.stop();
                }
            }
        }
        reading
            .join()
            .unwrap_or_else(|_| Err(TroubleKind::Io { said: "the reader failed".to_owned() }.into()))
    });
    let gathered = match gathered {
        Ok(gathered) => Arc::new(gathered),
        Err(trouble) => return failed(trouble),
    };
    match take(db, cx, &plan.order(), &gathered, &|| now(), &mut |_| ()) {
        Ok(_) | Err(TakeError::Stopped | TakeError::App(_)) => Ok(()),
    }
}

/// What a reader says of its progress, and whether it is to go on.
#[derive(Default)]
struct Heard {
    inner: Mutex<(u64, bool)>,
}

impl Heard {
    fn tell(&self, progress: Read) -> ControlFlow<()> {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.0 = progress.bytes;
        if inner.1 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn bytes(&self) -> u64 {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).0
    }

    fn stop(&self) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).1 = true;
    }
}

/// Whether a viewer may see an import, and stop it: who began it, who edits the unit that it is for, who administers.
pub fn sees(viewer: &Viewer, batch: &ImportBatch, unit: Option<UnitId>) -> bool {
    let administers = can(viewer, Action::Administer, Resource::Company);
    let own = batch.person.is_some() && batch.person == viewer.person();
    imports(viewer) && (administers || own || unit.is_some_and(|unit| brings(viewer, unit)))
}

/// One import for its page.
///
/// # Errors
/// [`AppError::Missing`] when there is none for this viewer.
pub fn progress(tx: &mut dyn Tx, cx: &Cx, id: Uuid) -> Answer<(ImportBatch, Told)> {
    let batch = import_batch::by_id(tx, id)?.ok_or(AppError::Missing("import"))?;
    let told = Told::read(&batch);
    if sees(&cx.viewer, &batch, told.unit) { Ok((batch, told)) } else { Err(AppError::Missing("import")) }
}

/// The latest imports that a viewer may see, newest first.
pub fn latest(tx: &mut dyn Tx, cx: &Cx, limit: i64) -> Answer<Vec<(ImportBatch, Told)>> {
    let all = import_batch::latest(tx, limit)?.into_iter().map(|batch| {
        let told = Told::read(&batch);
        (batch, told)
    });
    Ok(all.filter(|(batch, told)| sees(&cx.viewer, batch, told.unit)).collect())
}

/// Asks an import to stop. One that has ended stays as it is.
///
/// # Errors
/// [`AppError::Missing`] when there is none for this viewer.
pub fn stop(tx: &mut dyn Tx, cx: &Cx, id: Uuid) -> Answer<()> {
    progress(tx, cx, id)?;
    import_batch::ask_to_stop(tx, id)?;
    Ok(())
}
