//! Loading a request from its history, and recording what was decided: history, words, row, ledger, timer, notices and
//! index, in one transaction.

use domain::history::Recorded;
use domain::ids::{RequestId, StreamId};
use domain::request::{Event, Request};
use domain::time::Instant;
use domain::trace::{Step, TracedRequest};
use store::Tx;
use store::chain::Tip;
use store::repo;
use store::repo::flow_case::{self, FlowCase};
use uuid::Uuid;

use super::{clocks, index};
use crate::aggregate::{Kept, Stream};
use crate::error::{Answer, AppError};
use crate::ledger::{self, Books};
use crate::words::Words;
use crate::{Cx, notices};

/// A request and the events that made it.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// As it is now.
    pub request: Request,
    /// The steps it took.
    pub(super) steps: Vec<Step>,
    /// Its own events; those of other families in its stream are their machines'.
    pub events: Vec<Recorded<Event>>,
    /// The end of its stream.
    pub tip: Tip,
}

/// Loads a request by replaying its stream.
///
/// # Errors
/// [`AppError::Missing`] when there is none; [`StoreError::Inconsistent`](store::StoreError::Inconsistent) when the history does not
/// fold.
pub fn load(tx: &mut dyn Tx, id: RequestId) -> Answer<Loaded> {
    let (stream, events) = Stream::<TracedRequest>::read(tx, id.into())?;
    let Stream { tip, state, .. } = stream;
    let TracedRequest { mut request, steps } = state.ok_or(AppError::Missing("request"))?;
    request.seq = tip.seq();
    Ok(Loaded { request, steps, events, tip })
}

impl Kept for TracedRequest {
    const WORD: &'static str = "request";

    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>, now: Instant) -> Answer<()> {
        let Self { request, steps } = self;
        let before = before.map(|traced| &traced.request);
        let cached = clocks::cached(tx, request, now)?;
        repo::request::save(tx, before, request, cached)?;
        flow_case::save(tx, before, &FlowCase::own(request, cached, steps.clone()))?;
        index::put(tx, before, request)
    }

    fn correlation(&self, _: StreamId) -> Uuid {
        self.request.root.0
    }
}

/// Records events that were decided, with the words that belong to them and what they move in the ledger.
///
/// # Errors
/// The rules' and the database's; nothing is kept then.
pub(super) fn record(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    before: Option<&Loaded>,
    decided: Vec<Event>,
    words: Words,
) -> Answer<Request> {
    let stream = match (before, decided.first()) {
        (Some(Loaded { request, steps, tip, .. }), _) => {
            let state = Some(TracedRequest { request: request.clone(), steps: steps.clone() });
            Stream { id: request.id.into(), tip: *tip, state }
        }
        (None, Some(Event::Stated { id, .. })) => Stream::new(StreamId::from(*id)),
        (None, _) => return Err(AppError::Missing("request")),
    };
    let first = stream.seq() + 1;
    if decided.is_empty() {
        let stream = stream.append(tx, cx, &decided, words, cx.now)?;
        return Ok(stream.state.ok_or(AppError::Missing("request"))?.request);
    }
    let next = stream.follow(&decided, cx.now)?;
    let before = before.map(|loaded| &loaded.request);
    let moved = if decided.iter().any(ledger::moves) {
        let numbered: Vec<(i64, Event)> = (first..).zip(decided.iter().cloned()).collect();
        let books = Books::load(tx)?;
        ledger::apply(tx, cx, &books, before, &next.after.request, &numbered)?
    } else {
        Vec::new()
    };
    let stream = next.append(tx, cx, words, moved)?;
    notices::tell(tx, cx, before, &decided)?;
    Ok(stream.state.ok_or(AppError::Missing("request"))?.request)
}
