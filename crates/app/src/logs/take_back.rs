//! Taking an import back. Its events stay where they are, and each request that it told of hears that they count no longer. That is
//! written little by little and unseen; one switch then takes its rows away, shows those of the imports before it, and closes what it
//! alone brought.

use domain::access;
use domain::history::Recorded;
use domain::ids::{PersonId, RequestId, StreamId};
use domain::imported::{Brought, Event, Folding};
use domain::permission::Viewer;
use domain::time::Instant;
use store::repo::event::Draft;
use store::repo::flow_case::{self, FlowCase};
use store::repo::import_batch::{self, ImportBatch, ImportState, TakenBack};
use store::repo::{event, imported};
use store::{Db, Lane, StoreError, Tx};
use uuid::Uuid;

use super::reach::Reach;
use super::take::SWITCH;
use super::{Told, imports, progress};
use crate::Cx;
use crate::audit::did;
use crate::company::{self, Leavers, Mentioned};
use crate::error::{Answer, AppError};

/// How many requests one transaction writes of.
const REQUESTS: i64 = 250;

/// Why an import cannot be taken back now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hindrance {
    /// It did not come to its end, so nothing of it is there.
    NotDone,
    /// It was taken back, or is being taken back now.
    Already,
    /// Another import goes on or is taken back.
    Busy,
    /// This later one lengthened the same requests, and goes first.
    Later(Box<ImportBatch>),
}

impl Hindrance {
    /// The message key of its sentence; see `errors.ftl`.
    pub const fn problem(&self) -> &'static str {
        match self {
            Self::NotDone => "log-back-not-done",
            Self::Already => "log-back-already",
            Self::Busy => "log-busy",
            Self::Later(_) => "log-back-later",
        }
    }
}

/// What taking an import back would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outlook {
    /// Requests that vanish.
    pub gone: usize,
    /// Requests that read as before it.
    pub shorter: usize,
    /// Units that are closed.
    pub units: usize,
    /// Services that are closed.
    pub services: usize,
    /// People who leave.
    pub people: usize,
    /// Why it cannot be done now.
    pub hindrance: Option<Hindrance>,
}

/// Whether a viewer may take an import back: whoever may bring history to the unit that it is for and to every unit in which its requests
/// lie.
pub fn takes_back(tx: &mut dyn Tx, viewer: &Viewer, batch: &ImportBatch) -> Answer<bool> {
    if !imports(viewer) {
        return Ok(false);
    }
    let units = company::units(tx)?;
    let mut reach = Reach::new(viewer, &units);
    let lies_in = imported::lies_in(tx, batch.id)?.into_iter().map(|(unit, _)| unit);
    for unit in Told::read(batch).unit.into_iter().chain(lies_in) {
        if !reach.holds(tx, unit)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Says what taking an import back would do. Changes nothing.
///
/// # Errors
/// [`AppError::Missing`] when there is none for this viewer, [`AppError::Forbidden`] when they may not take it back.
pub fn outlook(tx: &mut dyn Tx, cx: &Cx, id: Uuid) -> Answer<(ImportBatch, Told, Outlook)> {
    let (batch, told) = progress(tx, cx, id)?;
    if !takes_back(tx, &cx.viewer, &batch)? {
        return Err(AppError::Forbidden);
    }
    let mut outlook = Outlook { hindrance: hindrance(tx, &batch)?, ..Outlook::default() };
    if !matches!(outlook.hindrance, Some(Hindrance::NotDone | Hindrance::Already)) {
        (outlook.gone, outlook.shorter) = imported::counts(tx, id)?;
        let mentioned = mentioned(tx, id)?;
        let Leavers { units, services, people } = company::leavers(tx, id, &batch.source, &mentioned)?;
        (outlook.units, outlook.services, outlook.people) = (units.len(), services.len(), people.len());
    }
    Ok((batch, told, outlook))
}

/// The name of whoever began an import or took it back; empty when nobody did or it was erased.
pub fn who(tx: &mut dyn Tx, person: Option<PersonId>) -> Answer<String> {
    let found = match person {
        Some(person) => store::repo::person::by_id(tx, person)?,
        None => None,
    };
    Ok(found.map_or_else(String::new, |found| found.profile.name))
}

fn hindrance(tx: &mut dyn Tx, batch: &ImportBatch) -> Answer<Option<Hindrance>> {
    if batch.state != ImportState::Done {
        return Ok(Some(Hindrance::NotDone));
    }
    if batch.taken_back.is_some() {
        return Ok(Some(Hindrance::Already));
    }
    if !import_batch::running(tx)?.is_empty() || !import_batch::going_back(tx)?.is_empty() {
        return Ok(Some(Hindrance::Busy));
    }
    let later = match imported::lengthened_by(tx, &batch.source, batch.id)? {
        Some(later) => import_batch::by_id(tx, later)?,
        None => None,
    };
    Ok(later.map(|later| Hindrance::Later(Box::new(later))))
}

/// Writes down that an import is taken back. `false` when the same command began it already.
///
/// # Errors
/// As for [`outlook`]; [`AppError::Invalid`] for the field `import` when something [hinders](Hindrance) it.
pub fn begin_taking_back(tx: &mut dyn Tx, cx: &Cx, id: Uuid) -> Answer<bool> {
    tx.alone()?;
    let (batch, _) = progress(tx, cx, id)?;
    if !takes_back(tx, &cx.viewer, &batch)? {
        return Err(AppError::Forbidden);
    }
    if batch.taken_back.is_some_and(|back| back.command == cx.command) {
        return Ok(false);
    }
    if let Some(hindrance) = hindrance(tx, &batch)? {
        return Err(AppError::field("import", hindrance.problem()));
    }
    let back = TakenBack { command: cx.command, by: cx.viewer.person(), moved_at: cx.now, at: None };
    import_batch::take_back(tx, id, Some(&back))?;
    Ok(true)
}

/// Carries out what [`begin_taking_back`] wrote down. It takes as long as it takes: call it on a thread of its own.
///
/// # Errors
/// [`AppError::Forbidden`] when the viewer lost meanwhile what it needs; the database's. The import then stays as it was.
pub fn take_back(db: &Db, cx: &Cx, id: Uuid, now: &dyn Fn() -> Instant) -> Answer<()> {
    let batch = db.read_blocking(move |tx| -> Answer<_> { Ok(import_batch::by_id(tx, id)?) })?;
    let own =
        |batch: &ImportBatch| batch.taken_back.filter(|back| back.command == cx.command && back.at.is_none());
    let batch = batch.ok_or(AppError::Missing("import"))?;
    let back = own(&batch).ok_or(AppError::Missing("import"))?;
    let outcome = staged(db, cx, &batch, back, now);
    if outcome.is_err() {
        leave(db, id, back)?;
    }
    outcome
}

fn staged(db: &Db, cx: &Cx, batch: &ImportBatch, back: TakenBack, now: &dyn Fn() -> Instant) -> Answer<()> {
    let id = batch.id;
    let source = batch.source.clone();
    let (mentioned, leavers) = db.within(Lane::Read, SWITCH, move |tx| -> Answer<_> {
        let mentioned = mentioned(tx, id)?;
        let leavers = company::leavers(tx, id, &source, &mentioned)?;
        Ok((mentioned, leavers))
    })?;
    let mut after = None;
    loop {
        let (cx, back) = (cx.clone(), TakenBack { moved_at: now(), ..back });
        let last = db.write_blocking(move |tx| -> Answer<_> {
            import_batch::take_back(tx, id, Some(&back))?;
            stage(tx, &cx, id, after)
        })?;
        match last {
            Some(last) => after = Some(last),
            None => break,
        }
    }
    let (cx, moment) = (cx.clone(), now());
    db.within(Lane::Write, SWITCH, move |tx| {
        tx.alone()?;
        let batch = import_batch::by_id(tx, id)?.ok_or(AppError::Missing("import"))?;
        let viewer = company::present(tx, &cx.viewer)?;
        if !takes_back(tx, &viewer, &batch)? {
            return Err(AppError::Forbidden);
        }
        let leavers = company::still(tx, id, &mentioned, leavers.clone())?;
        company::dismiss(tx, &cx, &leavers)?;
        did(tx, &cx, access::Event::TookBack { import: id })?;
        imported::take_away(tx, id, cx.now)?;
        import_batch::save(
            tx,
            &ImportBatch { report: Told::read(&batch).without_words().to_json(), ..batch },
        )?;
        let back = TakenBack { moved_at: moment, at: Some(moment), ..back };
        Ok(import_batch::take_back(tx, id, Some(&back))?)
    })
}

/// Tells some requests, those after `after`, that the import counts no longer; nobody sees it yet. Gives the last of them.
fn stage(tx: &mut dyn Tx, cx: &Cx, batch: Uuid, after: Option<RequestId>) -> Answer<Option<RequestId>> {
    let told = imported::told_by(tx, batch, after, REQUESTS)?;
    let (mut events, mut rows, mut cases) = (Vec::new(), Vec::new(), Vec::new());
    for imported::Told { id, seq, before } in &told {
        let stream = StreamId::from(*id);
        let (envelope, event) = (cx.own_envelope(stream), Event::TakenBack { batch });
        events.push(Draft::new(stream, seq + 1, &envelope, &event));
        if *before == 0 {
            continue;
        }
        let mut all = event::load::<Event>(tx, stream)?;
        all.push(Recorded { stream, seq: seq + 1, envelope, event });
        if let Some(Brought { imported, batch, before }) = folded(*id, all)? {
            rows.push(imported::values(&imported, batch, false, before));
            cases.push(flow_case::values(&FlowCase::imported(&imported, batch), false));
        }
    }
    event::fill(tx, events)?;
    tx.fill(&imported::IMPORTED, rows)?;
    tx.fill(&flow_case::FLOW_CASE, cases)?;
    Ok(told.last().map(|last| last.id))
}

fn folded(id: RequestId, events: Vec<Recorded<Event>>) -> Answer<Option<Brought>> {
    Ok(Folding::of(events).map_err(|problem| StoreError::inconsistent("event", "data", id, problem))?)
}

/// What is named by requests of other imports, and by those that this one lengthened as they were before it.
fn mentioned(tx: &mut dyn Tx, batch: Uuid) -> Answer<Mentioned> {
    let mut mentioned = Mentioned::default();
    let mut mention = |case: FlowCase| {
        mentioned.units.extend([case.unit, case.customer_unit]);
        mentioned.services.extend(case.service);
        for step in &case.steps {
            mentioned.units.extend(step.team);
            mentioned.people.extend(step.person);
        }
        Ok(())
    };
    flow_case::each_of_imports(tx, batch, &mut mention)?;
    let mut customers = imported::other_customers(tx, batch)?;
    let mut after = None;
    loop {
        let told = imported::told_by(tx, batch, after, REQUESTS)?;
        for one in told.iter().filter(|one| one.before > 0) {
            let mut events = event::load::<Event>(tx, StreamId::from(one.id))?;
            events.retain(|recorded| recorded.envelope.command.0 != batch && recorded.seq <= one.before);
            if let Some(Brought { imported, batch, .. }) = folded(one.id, events)? {
                customers.extend(imported.customer);
                mention(FlowCase::imported(&imported, batch))?;
            }
        }
        match told.last() {
            Some(last) => after = Some(last.id),
            None => break,
        }
    }
    mentioned.people.extend(customers);
    Ok(mentioned)
}

/// Removes what a taking back wrote unseen, a little at a time: the import stays as it was.
fn leave(db: &Db, id: Uuid, back: TakenBack) -> Answer<()> {
    let mut after = None;
    loop {
        let last = db.write_blocking(move |tx| -> Answer<_> {
            let told = imported::told_by(tx, id, after, REQUESTS)?;
            for one in &told {
                imported::leave(tx, *one, back.command)?;
            }
            if told.is_empty() {
                import_batch::take_back(tx, id, None)?;
            }
            Ok(told.last().map(|last| last.id))
        })?;
        match last {
            Some(last) => after = Some(last),
            None => return Ok(()),
        }
    }
}

/// Gives up what was being taken back by a program that ended; `lost` judges by when it last moved on.
pub(super) fn sweep(db: &Db, lost: impl Fn(Instant) -> bool) -> Answer<usize> {
    let going = db.read_blocking(|tx| -> Answer<_> { Ok(import_batch::going_back(tx)?) })?;
    let mut left = 0;
    for batch in going {
        if let Some(back) = batch.taken_back.filter(|back| lost(back.moved_at)) {
            leave(db, batch.id, back)?;
            left += 1;
        }
    }
    Ok(left)
}
