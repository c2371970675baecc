//! Loading a request from its history, and recording what was decided: history, words, row, ledger, timer, outbox and
//! index, in one transaction.

use domain::history::Recorded;
use domain::ids::{OutboxId, RequestId, StreamId};
use domain::request::{Event, Request};
use domain::time::Instant;
use domain::trace::TracedRequest;
use store::Tx;
use store::repo::flow_case::{self, FlowCase};
use store::repo::{self, timer};
use uuid::Uuid;

use super::{clocks, index};
use crate::Cx;
use crate::aggregate::{Kept, Stream};
use crate::error::{Answer, AppError};
use crate::ledger::{self, Books};
use crate::words::Words;

/// A request and the events that made it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// As it is now.
    pub request: Request,
    /// Its own events; those of other families in its stream are their machines'.
    pub events: Vec<Recorded<Event>>,
}

/// Loads a request by replaying its stream.
///
/// # Errors
/// [`AppError::Missing`] when there is none; [`StoreError::Inconsistent`](store::StoreError::Inconsistent) when the history does not
/// fold.
pub fn load(tx: &mut dyn Tx, id: RequestId) -> Answer<Loaded> {
    let (stream, events) = Stream::<Request>::read(tx, id.into())?;
    let mut request = stream.state.ok_or(AppError::Missing("request"))?;
    request.seq = stream.seq;
    Ok(Loaded { request, events })
}

impl Kept for TracedRequest {
    const WORD: &'static str = "request";

    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>, now: Instant) -> Answer<()> {
        let Self { request, steps } = self;
        let before = before.map(|traced| &traced.request);
        let cached = clocks::cached(tx, request, now)?;
        repo::request::save(tx, before, request, cached)?;
        flow_case::save(tx, &FlowCase::own(request, cached, steps.clone()))?;
        let due = clocks::timer(tx, request)?;
        timer::set(tx, request.id, due)?;
        index::put(tx, before, request)
    }

    fn correlation(&self, _: StreamId) -> Uuid {
        self.request.root.0
    }
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
    let stream = match (before, decided.first()) {
        (Some(before), _) => {
            let steps = flow_case::steps_of(tx, before.id)?;
            let state = Some(TracedRequest { request: before.clone(), steps });
            Stream { id: before.id.into(), seq: before.seq, state }
        }
        (None, Some(Event::Stated { id, .. })) => Stream::new(StreamId::from(*id)),
        (None, _) => return Err(AppError::Missing("request")),
    };
    let first = stream.seq + 1;
    let Stream { id, seq, state } = stream.append(tx, cx, &decided, words, cx.now)?;
    let request = state.ok_or(AppError::Missing("request"))?.request;
    if decided.is_empty() {
        return Ok(request);
    }
    let numbered: Vec<(i64, Event)> = (first..).zip(decided).collect();
    let books = Books::load(tx)?;
    ledger::apply(tx, cx, &books, before, &request, &numbered)?;
    let outgoing = timer::Outgoing { id: OutboxId(cx.ids.next()), stream: id, seq };
    timer::post(tx, &outgoing, cx.now)?;
    Ok(request)
}
