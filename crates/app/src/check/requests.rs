//! The history, stream by stream: requests folded and compared with their rows, the company's events handed on.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{self, Access};
use domain::aggregate::Folded as _;
use domain::company;
use domain::history::{Events, Recorded};
use domain::ids::{PersonId, RequestId, StreamId};
use domain::imported::{self, Brought, Folding};
use domain::ledger::LedgerError;
use domain::request::{Event, Request};
use domain::time::Instant;
use domain::trace::TracedRequest;
use store::audit::{self, FIRST, LAST};
use store::repo::act::ACT;
use store::repo::event::{self, EventRow};
use store::repo::flow_case::{self, FLOW_CASE, FlowCase};
use store::repo::hold::{self, ACCESS_HOLD};
use store::repo::imported::IMPORTED;
use store::repo::ledger::{OPEN_RESERVE, Rebuilt, reserved_between};
use store::repo::opening::{self, ACCESS_OPENING};
use store::repo::request::{BIDDER, PARTY, REQUEST, REVIEW, bidder_rows, party_rows, review_values, values};
use store::repo::{self, import_batch};
use store::tables::{DOCUMENT, Table};
use store::{Row, StoreError, Tx, Value};
use uuid::Uuid;

use super::Checked;
use super::chain::Chains;
use super::compare::compare;
use super::contents::{self, Referred};
use crate::company::{Replay, key_of};
use crate::error::Answer;
use crate::requests::{Published, cached_by};

/// Events of one window.
const WINDOW: i64 = 10_000;

/// Replays every stream; gives what the company's events come to.
pub(super) fn check(tx: &mut dyn Tx, checked: &mut Checked) -> Answer<Replay> {
    let mut company = Replay::default();
    let mut chains = Chains::begin(tx)?;
    windows(tx, &mut company, checked, &mut |tx, window, span, published, checked| {
        chains.check(tx, span, checked)?;
        window.compare(tx, span.after, span.to, published, checked)
    })?;
    chains.finish(checked);
    Ok(company)
}

/// What is done with the streams of a window.
type Each<'a> = &'a mut dyn FnMut(&mut dyn Tx, Window, &Span<'_>, &mut Published, &mut Checked) -> Answer<()>;

/// Folds all streams, window after window.
pub(super) fn windows(
    tx: &mut dyn Tx,
    company: &mut Replay,
    checked: &mut Checked,
    each: Each<'_>,
) -> Answer<()> {
    let mut published = Published::load(tx)?;
    // What an import is still writing is nobody's yet, nor what is written to take one back.
    let mut unseen: BTreeSet<Uuid> = import_batch::running(tx)?.into_iter().map(|batch| batch.id).collect();
    let going_back = import_batch::going_back(tx)?.into_iter().filter_map(|batch| batch.taken_back);
    unseen.extend(going_back.map(|back| back.command.0));
    streams(tx, &mut |tx, span| {
        let window = Window::read(span.rows, &unseen, company, checked)?;
        each(tx, window, &span, &mut published, checked)
    })
}

/// The events of some whole streams: of those above `after` and not above `to`.
pub(super) struct Span<'a> {
    pub(super) rows: &'a [EventRow],
    /// The same as they are.
    pub(super) raw: &'a [Row],
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
        let mut raw = audit::events_after(tx, &after, limit)?;
        let mut rows: Vec<EventRow> = raw.iter().map(Row::read).collect::<Result<_, _>>()?;
        let last = rows.len() < usize::try_from(limit).unwrap_or(usize::MAX);
        if !last && let Some(cut) = rows.last().map(|row| row.stream) {
            // The last stream may go on: it belongs to the next window.
            rows.retain(|row| row.stream != cut);
            raw.truncate(rows.len());
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
        each(tx, Span { rows: &rows, raw: &raw, after: &after, to: &to })?;
        if last {
            return Ok(());
        }
        after = to;
    }
}

/// A bound that takes in everybody who came within the same thousandth of a second: the stream of somebody's access differs from their own
/// id in what follows that.
fn around(bound: &[u8], rest: u8) -> Vec<u8> {
    let moment = bound.len().min(6);
    bound.iter().take(moment).copied().chain(std::iter::repeat_n(rest, bound.len() - moment)).collect()
}

/// The stream of the access of the person in a column.
fn access_of(person: Option<&Value>) -> Option<[u8; 16]> {
    let Some(Value::Bytes(bytes)) = person else { return None };
    PersonId::from_bytes(bytes).map(|person| access::stream_of(person).0.into_bytes())
}

/// Folds an event of a family into the machine of its stream.
type Fold = fn(&mut Window, &EventRow, &mut Beside<'_>) -> Result<(), StoreError>;

/// Every family of events: what its kinds begin with, and who folds it. An event of any other is a difference.
const FAMILIES: [(&str, Fold); 4] = [
    (Event::PREFIX, Window::request),
    (imported::Event::PREFIX, Window::imported),
    (company::Event::PREFIX, Window::company),
    (access::Event::PREFIX, Window::access),
];

/// What is known beside the streams of a window.
struct Beside<'a> {
    /// Commands whose events nobody is to see yet.
    unseen: &'a BTreeSet<Uuid>,
    /// The company, across windows.
    company: &'a mut Replay,
}

/// A request folded from its stream, with the moment of its last event.
struct Replayed {
    traced: TracedRequest,
    last_at: Instant,
}

/// Streams of one window, folded by the machines of their families.
#[derive(Default)]
pub(super) struct Window {
    requests: BTreeMap<StreamId, Replayed>,
    imports: BTreeMap<StreamId, Folding>,
    accesses: BTreeMap<StreamId, Access>,
    /// Rows of acts.
    acts: BTreeMap<StreamId, Vec<Vec<Value>>>,
    /// The last place of every stream.
    lengths: BTreeMap<StreamId, i64>,
    /// Streams that cannot be folded: their rows are not compared.
    broken: BTreeSet<StreamId>,
    referred: Vec<Referred>,
}

/// What says to which stream a row belongs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    /// The column that holds it.
    Stream(&'static str),
    /// The column that holds the person whose access it is.
    Access(&'static str),
}

/// The rows of a table that the streams of a window make.
pub(super) struct Made {
    pub(super) table: &'static Table,
    /// What says to which stream a row belongs.
    pub(super) of: Of,
    pub(super) rows: Vec<Vec<Value>>,
}

impl Window {
    pub(super) fn read(
        rows: &[EventRow],
        unseen: &BTreeSet<Uuid>,
        company: &mut Replay,
        checked: &mut Checked,
    ) -> Answer<Self> {
        let mut window = Self::default();
        let mut beside = Beside { unseen, company };
        for row in rows {
            let EventRow { stream, seq, .. } = *row;
            let place = format!("{} {seq}", stream.0);
            checked.events += 1;
            let expected = window.lengths.get(&stream).copied().unwrap_or(0) + 1;
            if seq != expected {
                checked.differs("event", &place, "seq", expected, seq);
                window.broken.insert(stream);
            }
            window.lengths.insert(stream, seq);
            contents::collect(stream, &row.data, &mut window.referred);
            if window.broken.contains(&stream) {
                continue;
            }
            let kind = row.kind.as_str();
            let Some((_, fold)) = FAMILIES.iter().find(|(prefix, _)| kind.starts_with(prefix)) else {
                checked.differs("event", &place, "kind", "a family of events that somebody folds", kind);
                continue;
            };
            if let Err(error) = fold(&mut window, row, &mut beside) {
                window.broken.insert(stream);
                let StoreError::Inconsistent { column, detail, .. } = error else { return Err(error.into()) };
                checked.differs("event", &place, &column, "what follows from the events before it", detail);
            }
        }
        let Self { requests, imports, acts, broken, .. } = &mut window;
        requests.retain(|stream, _| !broken.contains(stream));
        imports.retain(|stream, _| !broken.contains(stream));
        acts.retain(|stream, _| !broken.contains(stream));
        checked.requests += (requests.len() + window.brought().count()) as u64;
        Ok(window)
    }

    /// Folds an event into the request of its stream.
    fn request(&mut self, row: &EventRow, _: &mut Beside<'_>) -> Result<(), StoreError> {
        let Recorded { stream, seq, envelope, event } = event::from_row::<Event>(row)?;
        let before = self.requests.remove(&stream).map(|replayed| replayed.traced);
        let wrong = |problem| StoreError::inconsistent("event", "data", stream.0, problem);
        let mut traced = TracedRequest::evolve(before, &event, envelope.occurred_at).map_err(wrong)?;
        if StreamId::from(traced.request.id) != stream {
            return Err(wrong("it tells of another request than that of its stream"));
        }
        traced.request.seq = seq;
        self.requests.insert(stream, Replayed { traced, last_at: envelope.recorded_at });
        Ok(())
    }

    /// Folds an event into the request of another system, unless what told of it is still being written.
    fn imported(&mut self, row: &EventRow, beside: &mut Beside<'_>) -> Result<(), StoreError> {
        let recorded = event::from_row::<imported::Event>(row)?;
        if beside.unseen.contains(&recorded.envelope.command.0) {
            return Ok(());
        }
        let stream = recorded.stream;
        let wrong = |problem| StoreError::inconsistent("event", "data", stream.0, problem);
        if let imported::Event::Stated { request, .. } = &recorded.event
            && StreamId::from(*request) != stream
        {
            return Err(wrong("it tells of another request than that of its stream"));
        }
        self.imports.entry(stream).or_default().push(recorded).map_err(wrong)
    }

    /// Folds an event into the company.
    fn company(&mut self, row: &EventRow, beside: &mut Beside<'_>) -> Result<(), StoreError> {
        let recorded = event::from_row(row)?;
        self.act(&recorded);
        beside.company.push(&recorded)
    }

    /// Folds an event into somebody's access.
    fn access(&mut self, row: &EventRow, _: &mut Beside<'_>) -> Result<(), StoreError> {
        let recorded = event::from_row::<access::Event>(row)?;
        let wrong = |problem| StoreError::inconsistent("event", "data", recorded.stream.0, problem);
        let before = self.accesses.remove(&recorded.stream);
        let after = Access::evolve(before, &recorded.event, recorded.envelope.occurred_at).map_err(wrong)?;
        if access::stream_of(after.person) != recorded.stream {
            return Err(wrong("it tells of another person than that of its stream"));
        }
        self.accesses.insert(recorded.stream, after);
        self.act(&recorded);
        Ok(())
    }

    /// Rows of people whose access waits.
    fn holds(&self) -> Vec<Vec<Value>> {
        let held = |access: &Access| Some(hold::values(access.person, access.hold?));
        self.accesses.values().filter_map(held).collect()
    }

    /// Rows of requests that auditors opened.
    fn openings(&self) -> Vec<Vec<Value>> {
        let of = |access: &Access| {
            access.openings.iter().map(|one| opening::values(access.person, one)).collect::<Vec<_>>()
        };
        self.accesses.values().flat_map(of).collect()
    }

    fn act<E: Events>(&mut self, recorded: &Recorded<E>) {
        let Recorded { stream, seq, envelope, event } = recorded;
        self.acts.entry(*stream).or_default().extend(event::act_values(*stream, *seq, envelope, event));
    }

    fn brought(&self) -> impl Iterator<Item = &Brought> {
        self.imports.values().filter_map(Folding::brought)
    }

    /// The requests of the window, as their events tell them.
    pub(super) fn requests(&self) -> impl Iterator<Item = &Request> {
        self.requests.values().map(|replayed| &replayed.traced.request)
    }

    /// The rows of every table that the streams of the window make; what cannot be computed is a difference.
    pub(super) fn made(&self, published: &mut Published, checked: &mut Checked) -> Answer<Vec<Made>> {
        let (mut rows, mut cases) = (Vec::new(), Vec::new());
        for Replayed { traced: TracedRequest { request, steps }, last_at } in self.requests.values() {
            match cached_by(published, request, *last_at) {
                Ok(cached) => {
                    rows.push(values(request, cached));
                    cases.push(flow_case::values(&FlowCase::own(request, cached, steps.clone()), true));
                }
                Err(error) => checked.unreadable(error)?,
            }
        }
        cases.extend(
            self.brought().map(|brought| {
                flow_case::values(&FlowCase::imported(&brought.imported, brought.batch), true)
            }),
        );
        let brought = self
            .brought()
            .map(|brought| repo::imported::values(&brought.imported, brought.batch, true, brought.before));
        let reviews =
            self.requests().filter_map(|request| Some(review_values(request, request.review.as_ref()?)));
        let made = |table, stream, rows| Made { table, of: Of::Stream(stream), rows };
        let of_access = |table, rows| Made { table, of: Of::Access("person"), rows };
        Ok(vec![
            made(&REQUEST, "id", rows),
            made(&IMPORTED, "id", brought.collect()),
            made(&FLOW_CASE, "id", cases),
            made(&PARTY, "request", self.requests().flat_map(party_rows).collect()),
            made(&BIDDER, "request", self.requests().flat_map(bidder_rows).collect()),
            made(&REVIEW, "request", reviews.collect()),
            of_access(&ACCESS_HOLD, self.holds()),
            of_access(&ACCESS_OPENING, self.openings()),
            made(&ACT, "stream", self.acts.values().flatten().cloned().collect()),
        ])
    }

    /// The rows of a table that are there for the streams of the window, but for those that nobody is to see yet.
    pub(super) fn kept(
        &self,
        tx: &mut dyn Tx,
        table: &'static Table,
        of: Of,
        after: &[u8],
        to: &[u8],
    ) -> Answer<Vec<Row>> {
        let (column, mut rows) = match of {
            Of::Stream(column) => (column, audit::between(tx, table, column, after, to)?),
            Of::Access(column) => {
                let (low, high) = (around(after, 0), around(to, u8::MAX));
                let mut rows = audit::between(tx, table, column, &low, &high)?;
                rows.retain(|row| {
                    let stream = access_of(table.value(row, column));
                    stream.is_none_or(|stream| stream.as_slice() > after && stream.as_slice() <= to)
                });
                (column, rows)
            }
        };
        let broken: Vec<Value> = match of {
            Of::Stream(_) => self.broken.iter().map(|stream| Value::from(*stream)).collect(),
            Of::Access(_) => self.broken.iter().map(|stream| access::person_of(*stream).into()).collect(),
        };
        rows.retain(|row| {
            table.value(row, column).is_some_and(|id| !broken.contains(id))
                && table.value(row, "visible") != Some(&Value::from(false))
        });
        Ok(rows)
    }

    fn compare(
        self,
        tx: &mut dyn Tx,
        after: &[u8],
        to: &[u8],
        published: &mut Published,
        checked: &mut Checked,
    ) -> Answer<()> {
        for Made { table, of, rows } in self.made(published, checked)? {
            let kept = self.kept(tx, table, of, after, to)?;
            compare(table, rows, &kept, checked);
        }
        let ids: BTreeSet<RequestId> = self.requests.keys().map(|stream| RequestId(stream.0)).collect();
        let mut kept = self.kept(tx, &DOCUMENT, Of::Stream("id"), after, to)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_a_person_are_found_whatever_stands_between_their_two_streams() {
        let person = PersonId(Uuid::from_u128(0x0193_5c1a_0000_7000_8000_0000_0000_0001));
        // Another stream of the same thousandth of a second, between the person's own and that of their access.
        let between = Uuid::from_u128(0x0193_5c1a_0000_7abc_8000_0000_0000_0001).into_bytes();
        let (own, access) = (person.0.into_bytes(), access::stream_of(person).0.into_bytes());
        assert!(own < between && between < access);
        // Of two windows that meet there, the second has the access, and its bounds take in the person.
        assert!(around(&between, 0).as_slice() < own.as_slice());
        assert!(own.as_slice() <= around(LAST, u8::MAX).as_slice());
        assert_eq!(access_of(Some(&person.into())), Some(access));
        assert_eq!(access_of(Some(&Value::Null)), None);
        assert_eq!(around(FIRST, 0), FIRST);
    }
}
