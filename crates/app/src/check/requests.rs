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
use store::repo::flow_case::{self, FlowCase};
use store::repo::ledger::{Rebuilt, TOTAL_COLUMNS, reserved_between};
use store::repo::request::{BIDDER, COLUMNS, PARTY, REVIEW, bidder_rows, party_rows, review_values, values};
use store::repo::{self, event, import_batch, timer};
use store::{Row, StoreError, Tx};
use uuid::Uuid;

use super::Checked;
use super::compare::{Shape, compare};
use super::contents::{self, Referred};
use crate::company::Replay;
use crate::error::Answer;
use crate::requests::{Published, cached_by, timer_by};

/// Events of one window.
const WINDOW: i64 = 10_000;

const REQUEST: Shape = Shape { table: "request", columns: COLUMNS, key: 1 };
const IMPORTED: Shape = Shape { table: "imported", columns: repo::imported::COLUMNS, key: 2 };
const CASES: Shape = Shape { table: "flow_case", columns: flow_case::COLUMNS, key: 2 };
// Person, request and side tell one row from another.
const PARTIES: Shape = Shape { table: "request_party", columns: PARTY, key: 3 };
const BIDDERS: Shape = Shape { table: "request_bidder", columns: BIDDER, key: 2 };
const REVIEWS: Shape = Shape { table: "review", columns: REVIEW, key: 1 };
const TIMERS: Shape = Shape { table: "timer", columns: timer::COLUMNS, key: 1 };
const DOCUMENTS: Shape = Shape { table: "search_doc", columns: &["id", "kind"], key: 1 };

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
    pub(super) rows: &'a [Row],
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
        if !last && let Some(cut) = rows.last().map(|row| row.bytes(0).map(<[u8]>::to_vec)).transpose()? {
            // The last stream may go on: it belongs to the next window.
            rows.retain(|row| row.bytes(0).is_ok_and(|stream| stream != cut));
            if rows.is_empty() {
                limit *= 2;
                continue;
            }
        }
        limit = WINDOW;
        let to = match rows.last() {
            Some(row) if !last => row.bytes(0)?.to_vec(),
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
        rows: &[Row],
        unseen: &BTreeSet<Uuid>,
        replay: &mut Replay,
        checked: &mut Checked,
    ) -> Answer<Self> {
        let mut window = Self::default();
        let (mut request, mut import): (Option<Told>, Folding) = (None, Folding::default());
        for row in rows {
            let stream: StreamId = row.id(0)?;
            let seq = row.int(1)?;
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
            contents::collect(stream, row.text(12)?, &mut window.referred);
            if window.broken.contains(&stream) {
                continue;
            }
            let folded = if row.text(2)?.starts_with(company::Event::PREFIX) {
                event::from_row::<company::Event>(row).and_then(|recorded| replay.push(&recorded))
            } else if row.text(2)?.starts_with(imported::Event::PREFIX) {
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
        let whole =
            |row: &Row, at: usize| row.id::<Uuid>(at).is_ok_and(|id| !self.broken.contains(&StreamId(id)));
        let found = |tx: &mut dyn Tx, shape: Shape, key: &'static str, at: usize| -> Answer<Vec<Row>> {
            let mut rows = audit::between(tx, shape.table, shape.columns, key, after, to)?;
            rows.retain(|row| whole(row, at));
            Ok(rows)
        };
        let kept = found(tx, REQUEST, "id", 0)?;
        compare(REQUEST, rows, &kept, checked)?;
        let seen = |row: &Row| row.bool(2).unwrap_or(true);
        let mut kept = found(tx, IMPORTED, "id", 0)?;
        kept.retain(seen);
        let brought = self
            .imports
            .iter()
            .map(|brought| repo::imported::values(&brought.imported, brought.batch, true, brought.before));
        compare(IMPORTED, brought, &kept, checked)?;
        let mut kept = found(tx, CASES, "id", 0)?;
        kept.retain(seen);
        cases.extend(
            self.imports.iter().map(|brought| {
                flow_case::values(&FlowCase::imported(&brought.imported, brought.batch), true)
            }),
        );
        compare(CASES, cases, &kept, checked)?;
        let kept = found(tx, PARTIES, "request", 1)?;
        compare(PARTIES, requests().flat_map(party_rows), &kept, checked)?;
        let kept = found(tx, BIDDERS, "request", 1)?;
        compare(BIDDERS, requests().flat_map(bidder_rows), &kept, checked)?;
        let kept = found(tx, REVIEWS, "request", 0)?;
        let reviews = requests().filter_map(|request| Some(review_values(request, request.review.as_ref()?)));
        compare(REVIEWS, reviews, &kept, checked)?;
        let kept = found(tx, TIMERS, "stream", 0)?;
        compare(TIMERS, timers, &kept, checked)?;
        let ids: BTreeSet<RequestId> = requests().map(|request| request.id).collect();
        let mut kept = found(tx, DOCUMENTS, "id", 0)?;
        // Documents of other kinds are compared with the company.
        kept.retain(|row| {
            row.text(1).is_ok_and(|kind| kind == "request") || row.id(0).is_ok_and(|id| ids.contains(&id))
        });
        let documents = ids.iter().map(|id| vec![(*id).into(), "request".into()]);
        compare(DOCUMENTS, documents, &kept, checked)?;
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
        for (table, columns) in TOTAL_COLUMNS.into_iter().filter(|(table, _)| *table == "open_reserve") {
            let found = audit::between(tx, table, columns, "request", after, to)?;
            compare(Shape { table, columns, key: columns.len() - 1 }, rebuilt.rows(table), &found, checked)?;
        }
        Ok(())
    }

    /// Every transfer names an event that is there.
    fn causes(&self, tx: &mut dyn Tx, after: &[u8], to: &[u8], checked: &mut Checked) -> Answer<()> {
        for row in audit::between(tx, "transfer", &["id", "stream", "seq"], "stream", after, to)? {
            let (id, stream, seq): (Uuid, StreamId, i64) = (row.id(0)?, row.id(1)?, row.int(2)?);
            let length = self.lengths.get(&stream).copied().unwrap_or(0);
            if !(1..=length).contains(&seq) {
                checked.differs("transfer", id, "seq", format!("an event of {length} on {}", stream.0), seq);
            }
        }
        Ok(())
    }
}

/// Adds an event to the request of its stream.
fn fold(row: &Row, told: &mut Option<Told>) -> Result<(), StoreError> {
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
fn bring(row: &Row, unseen: &BTreeSet<Uuid>, told: &mut Folding) -> Result<(), StoreError> {
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
