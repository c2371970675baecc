//! Loading a request from its history, and recording what was decided: history, words, row, ledger, timer, outbox and
//! index, in one transaction.

use domain::history::Recorded;
use domain::ids::{OutboxId, RequestId, StreamId};
use domain::request::{Event, Request, evolve};
use domain::trace::{Place, walk};
use store::repo::flow_case::{self, FlowCase};
use store::repo::{self, timer};
use store::{StoreError, Tx};

use super::{clocks, index};
use crate::Cx;
use crate::error::{Answer, AppError};
use crate::ledger::{self, Books};
use crate::words::Words;

/// A request and the events that made it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// As it is now.
    pub request: Request,
    /// Its history.
    pub events: Vec<Recorded<Event>>,
}

/// Loads a request by replaying its stream.
///
/// # Errors
/// [`AppError::Missing`] when there is none; [`StoreError::Inconsistent`] when the history does not fold.
pub fn load(tx: &mut dyn Tx, id: RequestId) -> Answer<Loaded> {
    let events = repo::event::load::<Event>(tx, id.into())?;
    let mut request = None;
    for recorded in &events {
        let folded = evolve(request, &recorded.event, recorded.envelope.occurred_at);
        request = Some(folded.map_err(|problem| StoreError::inconsistent("event", "data", id, problem))?);
    }
    let request = request.ok_or(AppError::Missing("request"))?;
    Ok(Loaded { request, events })
}

/// Records events that were decided, with the words that belong to them.
///
/// # Errors
/// The rules' and the database's; nothing is kept then.
pub(super) fn record(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    before: Option<&Request>,
    decided: Vec<Event>,
    words: Words,
) -> Answer<Request> {
    let (stream, seq) = match (before, decided.first()) {
        (Some(before), _) => (StreamId::from(before.id), before.seq),
        (None, Some(Event::Stated { id, .. })) => (StreamId::from(*id), 0),
        (None, _) => return Err(AppError::Missing("request")),
    };
    let mut request = before.cloned();
    let mut steps = match before {
        Some(before) => flow_case::steps_of(tx, before.id)?,
        None => Vec::new(),
    };
    for event in &decided {
        let place = request.as_ref().map(Place::of);
        let folded = evolve(request, event, cx.now);
        let folded = folded.map_err(|problem| StoreError::inconsistent("event", "data", stream, problem))?;
        walk(&mut steps, place, &folded, cx.now);
        request = Some(folded);
    }
    let request = request.ok_or(AppError::Missing("request"))?;
    words.save(tx, cx, stream, cx.viewer.person())?;
    if decided.is_empty() {
        return Ok(request);
    }
    let envelope = cx.envelope(request.root.0);
    let last = repo::event::append(tx, stream, seq, &envelope, &decided)?;
    let numbered: Vec<(i64, Event)> = (seq + 1..).zip(decided).collect();
    let cached = clocks::cached(tx, &request, cx.now)?;
    repo::request::save(tx, before, &request, cached)?;
    flow_case::save(tx, &FlowCase::own(&request, cached, steps))?;
    let books = Books::load(tx)?;
    ledger::apply(tx, cx, &books, before, &request, &numbered)?;
    let due = clocks::timer(tx, &request)?;
    timer::set(tx, request.id, due)?;
    let id = OutboxId(cx.ids.next());
    timer::post(tx, &timer::Outgoing { id, stream, seq: last }, cx.now)?;
    index::put(tx, before, &request)?;
    Ok(request)
}
