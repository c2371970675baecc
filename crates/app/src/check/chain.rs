//! The chain of hashes: every event against its predecessor, its columns and what it moved, every stream against its end, every kept
//! root against what the history of its day comes to.

use std::collections::BTreeMap;

use domain::ids::StreamId;
use domain::time::Instant;
use store::chain::{Moved, Root, Tip};
use store::repo::event::EventRow;
use store::repo::root::{self, DayRoot};
use store::repo::stream::{self, STREAM};
use store::{Row, Tx, audit};

use super::Checked;
use super::requests::Span;
use super::roots::{day_of, end_of};
use crate::error::Answer;

/// What is found along all streams.
pub(super) struct Chains {
    /// The days whose roots were kept, the latest first.
    days: Vec<Day>,
    /// All streams as they are now.
    now: Root,
    /// When the newest event was recorded.
    newest: Option<Instant>,
}

/// A day whose root was kept.
struct Day {
    kept: DayRoot,
    /// The first moment that is not of it.
    until: Instant,
    /// What the history comes to.
    found: Root,
}

/// The events of one stream with what they moved and the end that the stream is said to have.
struct Links<'a> {
    rows: &'a [EventRow],
    raw: &'a [Row],
    moved: BTreeMap<i64, Vec<Moved>>,
    end: Option<Tip>,
}

impl Chains {
    pub(super) fn begin(tx: &mut dyn Tx) -> Answer<Self> {
        let day = |kept: DayRoot| Some(Day { kept, until: end_of(kept.day)?, found: Root::default() });
        let days = root::latest(tx, i64::MAX)?.into_iter().filter_map(day).collect();
        Ok(Self { days, now: Root::default(), newest: None })
    }

    /// Compares the streams of a span.
    pub(super) fn check(&mut self, tx: &mut dyn Tx, span: &Span<'_>, checked: &mut Checked) -> Answer<()> {
        let mut moved: BTreeMap<StreamId, BTreeMap<i64, Vec<Moved>>> = BTreeMap::new();
        match audit::moved_between(tx, span.after, span.to) {
            Ok(all) => {
                for one in all {
                    let (stream, seq) = one.cause();
                    moved.entry(stream).or_default().entry(seq).or_default().push(one);
                }
            }
            Err(error) => return checked.unreadable(error.into()),
        }
        let mut ends: BTreeMap<StreamId, Tip> =
            stream::between(tx, span.after, span.to)?.into_iter().collect();
        let mut from = 0;
        for rows in span.rows.chunk_by(|a, b| a.stream == b.stream) {
            let stream = rows[0].stream;
            let raw = &span.raw[from..from + rows.len()];
            from += rows.len();
            let (moved, end) = (moved.remove(&stream).unwrap_or_default(), ends.remove(&stream));
            let links = Links { rows, raw, moved, end };
            if links.waits() && self.days.is_empty() {
                checked.waiting += 1;
            } else {
                links.check(checked);
            }
            self.add(rows);
        }
        for (stream, end) in ends {
            checked.differs("event", place(stream, 1), "*", of(end), "no row");
        }
        Ok(())
    }

    /// Adds a stream to the roots of the days that it had begun before the end of.
    fn add(&mut self, rows: &[EventRow]) {
        let mut days = self.days.iter_mut().peekable();
        for row in rows.iter().rev() {
            self.newest = self.newest.max(Some(row.recorded_at));
            while let Some(day) = days.next_if(|day| row.recorded_at < day.until) {
                day.found.add(row.stream, row.tip());
            }
        }
        if let Some(last) = rows.last() {
            self.now.add(last.stream, last.tip());
        }
    }

    /// Compares the roots that were kept, and says that of now.
    pub(super) fn finish(self, checked: &mut Checked) {
        for Day { kept, found, .. } in self.days {
            let found = DayRoot::new(kept.day, &found);
            for (column, found, kept_so) in [
                ("streams", found.streams.to_string(), kept.streams.to_string()),
                ("events", found.events.to_string(), kept.events.to_string()),
                ("hash", found.hex(), kept.hex()),
            ] {
                if found != kept_so {
                    checked.differs("root", kept.day, column, found, kept_so);
                }
            }
        }
        checked.root = self.newest.map(|at| DayRoot::new(day_of(at), &self.now));
    }
}

impl Links<'_> {
    fn stream(&self) -> StreamId {
        self.rows[0].stream
    }

    /// Whether it is a stream of before that has no hashes yet.
    fn waits(&self) -> bool {
        self.end.is_none() && self.rows.iter().all(|row| row.hash.is_none())
    }

    /// The end that the event at a place of the list makes after another.
    fn after(&self, before: Tip, at: usize) -> Tip {
        let moved = self.moved.get(&(before.seq() + 1));
        before.after(self.raw[at].values(), moved.map_or(&[], Vec::as_slice))
    }

    /// Whether what comes after the event at a place of the list holds this to be the end that it made.
    fn believed(&self, tip: Tip, at: usize) -> bool {
        match self.rows.get(at + 1) {
            Some(next) => self.after(tip, at + 1) == next.tip(),
            None => self.end == Some(tip),
        }
    }

    /// Names the first row that does not fit. What comes after it hangs on it.
    fn check(&self, checked: &mut Checked) {
        let stream = self.stream();
        let mut before = Tip::BEGIN;
        for (at, row) in self.rows.iter().enumerate() {
            let seq = before.seq() + 1;
            let named = place(stream, seq);
            if row.seq != seq {
                return checked.differs(
                    "event",
                    named,
                    "*",
                    "a row",
                    format!("none, the next is {}", row.seq),
                );
            }
            let tip = self.after(before, at);
            if tip == row.tip() {
                before = tip;
                continue;
            }
            if self.end.is_some_and(|end| end.seq() < seq) {
                return checked.differs("event", named, "*", AFTER_THE_END, "a row");
            }
            if row.hash.is_some() && self.believed(row.tip(), at) {
                let expected = format!("the row that its hash is of{}", self.with(seq));
                return checked.differs("event", named, "*", expected, "a row that was changed");
            }
            let found = if row.hash.is_some() { "another" } else { "none" };
            let expected = format!("the hash of the row{}", self.with(seq));
            return checked.differs("event", named, "hash", expected, found);
        }
        match self.end {
            Some(end) if end == before => {}
            None => checked.differs(STREAM.name, stream.0, "*", of(before), "no row"),
            Some(end) if end.hash() == before.hash() => {
                checked.differs(STREAM.name, stream.0, "seq", before.seq(), end.seq());
            }
            Some(end) if end.seq() == before.seq() => {
                checked.differs(STREAM.name, stream.0, "hash", "that of the last event", "another");
            }
            Some(end) if end.seq() < before.seq() => {
                checked.differs("event", place(stream, end.seq() + 1), "*", AFTER_THE_END, "a row");
            }
            Some(end) => checked.differs("event", place(stream, before.seq() + 1), "*", of(end), "no row"),
        }
    }

    /// In words, what an event's hash covers beside its row.
    fn with(&self, seq: i64) -> String {
        let moved: Vec<_> = self.moved.get(&seq).into_iter().flatten().collect();
        match moved.as_slice() {
            [] => " without transfers".to_owned(),
            some => {
                let ids: Vec<_> = some.iter().map(|moved| moved.transfer().0.to_string()).collect();
                format!(" with the postings of {}", ids.join(", "))
            }
        }
    }
}

/// What is said of a row that was added.
const AFTER_THE_END: &str = "no row after the end of the stream";

/// How an event is named.
fn place(stream: StreamId, seq: i64) -> String {
    format!("{} {seq}", stream.0)
}

/// In words, a stream of this end.
fn of(end: Tip) -> String {
    format!("a row, for the stream has {} events", end.seq())
}
