//! The history, stream by stream: requests folded and compared with their rows, the company's events handed on.

use std::collections::{BTreeMap, BTreeSet};

use domain::company;
use domain::history::Events as _;
use domain::ids::{RequestId, StreamId};
use domain::imported::{self, Brought, Folding};
use domain::ledger::LedgerError;
use domain::request::{Event, Request, evolve};
use domain::time::Instant;
use domain::trace::{Place, Step, walk};
use store::audit::{self, FIRST, LAST};
use store::repo::event::{self, EventRow};
use store::repo::flow_case::{self, FLOW_CASE, FlowCase};
use store::repo::imported::IMPORTED;
use store::repo::ledger::{OPEN_RESERVE, Rebuilt, reserved_between};
use store::repo::request::{BIDDER, PARTY, REQUEST, REVIEW, bidder_rows, party_rows, review_values, values};
use store::repo::timer::{self, TIMER};
use store::repo::{self, import_batch};
use store::tables::{DOCUMENT, Table};
use store::{Row, StoreError, Tx, Value};
use uuid::Uuid;

use super::Checked;
use super::compare::compare;
use super::contents::{self, Referred};
use crate::company::{Replay, key_of};
use crate::error::Answer;
use crate::requests::{Published, cached_by, timer_by};

/// Events of one window.
const WINDOW: i64 = 10_000;

/// Replays every stream; gives what the company's events come to.
pub(super) fn check(tx: &mut dyn Tx, checked: &mut Checked) -> Answer<Replay> {
    let mut published = Published::load(tx)?;
    let mut replay = Replay::default();
    // What an import is still writing is nobody's yet, nor what is written to take one back.
    let mut unseen: BTreeSet<Uuid> = import_batch::running(tx)?.into_iter().map(|batch| batch.id).collect();
    let going_back = import_batch::going_back(tx)?.into_iter().filter_map(|batch| batch.taken_back);
    unseen.extend(going_back.map(|back| back.command.0));
    streams(tx, &mut |tx, span| {
        let window = Window::read(span.rows, &unseen, &mut replay, checked)?;
        window.compare(tx, span.after, span.to, &mut published, checked)
    })?;
    Ok(replay)
}

/// The events of some whole streams: of those above `after` and not above `to`.
pub(super) struct Span<'a> {
    pub(super) rows: &'a [EventRow],
    pub(super) after: &'a [u8],
    pub(super) to: &'a [u8],
}

/// Hands on all events, span after span.
pub(super) fn streams(
    tx: &mut dyn Tx,
    each: &mut dyn FnMut(&mut dyn Tx, Span<'_>) -> Answer<()>,
) -> Answer<()> {
    let mut after = FIRST.to_vec();
    let mut limit = WINDOW;
    loop {
        let mut rows = audit::events_after(tx, &after, limit)?;
        let last = rows.len() < usize::try_from(limit).unwrap_or(usize::MAX);
        if !last && let Some(cut) = rows.last().map(|row| row.stream) {
            // The last stream may go on: it belongs to the next window.
            rows.retain(|row| row.stream != cut);
            if rows.is_empty() {
                limit *= 2;
                continue;
            }
        }
        limit = WINDOW;
        let to = match rows.last() {
            Some(row) if !last => row.stream.bytes(),
            _ => LAST.to_vec(),
        };
        each(tx, Span { rows: &rows, after: &after, to: &to })?;
        if last {
            return Ok(());
        }
        after = to;
    }
}

/// A request folded from its stream, with the moment of its last event and its trace.
struct Told {
    request: Request,
    last_at: Instant,
    steps: Vec<Step>,
}

/// Streams of one window, folded.
#[derive(Default)]
struct Window {
    requests: Vec<Told>,
    imports: Vec<Brought>,
    /// The last place of every stream.
    lengths: BTreeMap<StreamId, i64>,
    /// Streams that cannot be folded: their rows are not compared.
    broken: BTreeSet<StreamId>,
    referred: Vec<Referred>,
}

impl Window {
    fn read(
        rows: &[EventRow],
        unseen: &BTreeSet<Uuid>,
        replay: &mut Replay,
        checked: &mut Checked,
    ) -> Answer<Self> {
        let mut window = Self::default();
        let (mut request, mut import): (Option<Told>, Folding) = (None, Folding::default());
        for row in rows {
            let EventRow { stream, seq, .. } = *row;
            let place = format!("{} {seq}", stream.0);
            checked.events += 1;
            let expected = window.lengths.get(&stream).copied().unwrap_or(0) + 1;
            if expected == 1 {
                window.requests.extend(request.take());
                window.imports.extend(std::mem::take(&mut import).brought());
            }
            if seq != expected {
                checked.differs("event", &place, "seq", expected, seq);
                window.broken.insert(stream);
            }
            window.lengths.insert(stream, seq);
            contents::collect(stream, &row.data, &mut window.referred);
            if window.broken.contains(&stream) {
                continue;
            }
            let folded = if row.kind.starts_with(company::Event::PREFIX) {
                event::from_row::<company::Event>(row).and_then(|recorded| replay.push(&recorded))
            } else if row.kind.starts_with(imported::Event::PREFIX) {
                bring(row, unseen, &mut import)
            } else {
                fold(row, &mut request)
            };
            if let Err(error) = folded {
                (request, import) = (None, Folding::default());
                window.broken.insert(stream);
                let StoreError::Inconsistent { column, detail, .. } = error else { return Err(error.into()) };
                checked.differs("event", &place, &column, "what follows from the events before it", detail);
            }
        }
        window.requests.extend(request);
        window.imports.extend(import.brought());
        checked.requests += (window.requests.len() + window.imports.len()) as u64;
        Ok(window)
    }

    fn compare(
        self,
        tx: &mut dyn Tx,
        after: &[u8],
        to: &[u8],
        published: &mut Published,
        checked: &mut Checked,
    ) -> Answer<()> {
        let (mut rows, mut timers) = (Vec::new(), Vec::new());
        let mut cases = Vec::new();
        for Told { request, last_at, steps } in &self.requests {
            match cached_by(published, request, *last_at) {
                Ok(cached) => {
                    rows.push(values(request, cached));
                    cases.push(flow_case::values(&FlowCase::own(request, cached, steps.clone()), true));
                }
                Err(error) => checked.unreadable(error)?,
            }
            match timer_by(published, request) {
                Ok(due) => timers.extend(due.map(|(due_at, nudge)| timer::values(request.id, due_at, nudge))),
                Err(error) => checked.unreadable(error)?,
            }
        }
        let requests = || self.requests.iter().map(|told| &told.request);
        let broken: Vec<Value> = self.broken.iter().map(|stream| Value::from(*stream)).collect();
        let found = |tx: &mut dyn Tx, table: &Table, key: &'static str| -> Answer<Vec<Row>> {
            let mut rows = audit::between(tx, table, key, after, to)?;
            rows.retain(|row| table.value(row, key).is_some_and(|id| !broken.contains(id)));
            Ok(rows)
        };
        let kept = found(tx, &REQUEST, "id")?;
        compare(&REQUEST, rows, &kept, checked);
        let is_seen = |table: &Table, row: &Row| table.value(row, "visible") != Some(&Value::from(false));
        let mut kept = found(tx, &IMPORTED, "id")?;
        kept.retain(|row| is_seen(&IMPORTED, row));
        let brought = self
            .imports
            .iter()
            .map(|brought| repo::imported::values(&brought.imported, brought.batch, true, brought.before));
        compare(&IMPORTED, brought, &kept, checked);
        let mut kept = found(tx, &FLOW_CASE, "id")?;
        kept.retain(|row| is_seen(&FLOW_CASE, row));
        cases.extend(
            self.imports.iter().map(|brought| {
                flow_case::values(&FlowCase::imported(&brought.imported, brought.batch), true)
            }),
        );
        compare(&FLOW_CASE, cases, &kept, checked);
        let kept = found(tx, &PARTY, "request")?;
        compare(&PARTY, requests().flat_map(party_rows), &kept, checked);
        let kept = found(tx, &BIDDER, "request")?;
        compare(&BIDDER, requests().flat_map(bidder_rows), &kept, checked);
        let kept = found(tx, &REVIEW, "request")?;
        let reviews = requests().filter_map(|request| Some(review_values(request, request.review.as_ref()?)));
        compare(&REVIEW, reviews, &kept, checked);
        let kept = found(tx, &TIMER, "stream")?;
        compare(&TIMER, timers, &kept, checked);
        let ids: BTreeSet<RequestId> = requests().map(|request| request.id).collect();
        let mut kept = found(tx, &DOCUMENT, "id")?;
        // Documents of other kinds are compared with the company.
        let own: BTreeSet<String> = ids.iter().map(|id| id.to_string()).collect();
        kept.retain(|row| {
            DOCUMENT.value(row, "kind") == Some(&"request".into())
                || DOCUMENT.value(row, "id").is_some_and(|id| own.contains(&key_of(std::slice::from_ref(id))))
        });
        let documents = ids.iter().map(|id| vec![(*id).into(), "request".into()]);
        compare(&DOCUMENT, documents, &kept, checked);
        self.reserves(tx, after, to, checked)?;
        self.causes(tx, after, to, checked)?;
        contents::check(tx, self.referred, after, to, checked)
    }

    /// What is reserved for the requests of the window, against the postings.
    fn reserves(&self, tx: &mut dyn Tx, after: &[u8], to: &[u8], checked: &mut Checked) -> Answer<()> {
        let mut rebuilt = Rebuilt::default();
        let postings = match reserved_between(tx, after, to) {
            Ok(postings) => postings,
            Err(error) => return checked.unreadable(error.into()),
        };
        for posting in postings {
            rebuilt.reserve(&posting)?;
        }
        if let Some((key, open)) = rebuilt.reserves.iter().find(|(_, amount)| **amount < 0) {
            let wrong =
                LedgerError::ReserveExceeded { request: key.request, line: key.line, open: 0, asked: -open };
            checked.differs("posting", key.request, "amount", "reserves that are never overdrawn", wrong);
        }
        let found = audit::between(tx, &OPEN_RESERVE, "request", after, to)?;
        compare(&OPEN_RESERVE, rebuilt.rows(&OPEN_RESERVE), &found, checked);
        Ok(())
    }

    /// Every transfer names an event that is there.
    fn causes(&self, tx: &mut dyn Tx, after: &[u8], to: &[u8], checked: &mut Checked) -> Answer<()> {
        for (id, stream, seq) in audit::causes_between(tx, after, to)? {
            let length = self.lengths.get(&stream).copied().unwrap_or(0);
            if !(1..=length).contains(&seq) {
                checked.differs("transfer", id, "seq", format!("an event of {length} on {}", stream.0), seq);
            }
        }
        Ok(())
    }
}

/// Adds an event to the request of its stream.
fn fold(row: &EventRow, told: &mut Option<Told>) -> Result<(), StoreError> {
    let recorded = event::from_row::<Event>(row)?;
    let at = recorded.envelope.occurred_at;
    let (before, mut steps) = told.take().map_or((None, Vec::new()), |told| (Some(told.request), told.steps));
    let place = before.as_ref().map(Place::of);
    let folded = evolve(before, &recorded.event, at);
    let wrong = |problem| StoreError::inconsistent("event", "data", recorded.stream.0, problem);
    let folded = folded.map_err(wrong)?;
    if StreamId::from(folded.id) != recorded.stream {
        return Err(wrong("it tells of another request than that of its stream"));
    }
    walk(&mut steps, place, &folded, at);
    *told = Some(Told { request: folded, last_at: recorded.envelope.recorded_at, steps });
    Ok(())
}

/// Adds an event to the request of another system, unless what told of it is still being written.
fn bring(row: &EventRow, unseen: &BTreeSet<Uuid>, told: &mut Folding) -> Result<(), StoreError> {
    let recorded = event::from_row::<imported::Event>(row)?;
    if unseen.contains(&recorded.envelope.command.0) {
        return Ok(());
    }
    let stream = recorded.stream;
    let wrong = |problem| StoreError::inconsistent("event", "data", stream.0, problem);
    if let imported::Event::Stated { request, .. } = &recorded.event
        && StreamId::from(*request) != stream
    {
        return Err(wrong("it tells of another request than that of its stream"));
    }
    told.push(recorded).map_err(wrong)
}
