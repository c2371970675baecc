//! Loading a stream, and recording what happened on it: history, words and rows together.

use domain::company::{Company, Event, Folded, Person, Service, Unit, fold};
use domain::ids::StreamId;
use domain::time::Instant;
use store::repo;
use store::{StoreError, Tx};

use crate::Cx;
use crate::error::{Answer, AppError};
use crate::once;
use crate::words::Words;

/// A state that has rows of its own.
pub(super) trait Kept: Folded {
    /// What a missing one is called.
    const WORD: &'static str;
    /// Writes the rows that differ.
    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>) -> Result<(), StoreError>;
}

impl Kept for Company {
    const WORD: &'static str = "company";
    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>) -> Result<(), StoreError> {
        repo::company::save(tx, before, self)
    }
}

impl Kept for Unit {
    const WORD: &'static str = "unit";
    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>) -> Result<(), StoreError> {
        repo::unit::save(tx, before, self)
    }
}

impl Kept for Person {
    const WORD: &'static str = "person";
    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>) -> Result<(), StoreError> {
        repo::person::save(tx, before, self)
    }
}

impl Kept for Service {
    const WORD: &'static str = "service";
    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>) -> Result<(), StoreError> {
        repo::service::save(tx, before, self)
    }
}

/// A stream as it is now.
#[derive(Debug, Clone)]
pub(super) struct Stream<S> {
    id: StreamId,
    /// The place of its last event; 0 for one that has not begun.
    pub(super) seq: i64,
    /// Its state; none for one that has not begun.
    before: Option<S>,
}

impl<S: Kept> Stream<S> {
    /// A stream that begins now.
    pub(super) const fn new(id: StreamId) -> Self {
        Self { id, seq: 0, before: None }
    }

    /// Reads a stream that has begun.
    pub(super) fn load(tx: &mut dyn Tx, id: StreamId) -> Answer<(Self, S)> {
        let events = repo::event::load::<Event>(tx, id)?;
        let folded = fold(events.iter().map(|recorded| (&recorded.event, recorded.envelope.occurred_at)));
        let state: Option<S> = folded.map_err(|problem| damaged(id, problem))?;
        let state = state.ok_or(AppError::Missing(S::WORD))?;
        let seq = events.last().map_or(0, |recorded| recorded.seq);
        Ok((Self { id, seq, before: Some(state.clone()) }, state))
    }

    /// Refuses when somebody changed it since `seen` was read.
    pub(super) fn unchanged_since(&self, seen: Option<i64>) -> Answer<()> {
        match seen {
            Some(seen) if seen != self.seq => Err(AppError::Changed { seen, now: self.seq }),
            _ => Ok(()),
        }
    }

    /// Records events of the present moment with the words they refer to, and remembers the command.
    pub(super) fn record(self, tx: &mut dyn Tx, cx: &Cx, events: &[Event], words: Words) -> Answer<()> {
        let at = cx.now;
        self.record_at(tx, cx, events, words, at)
    }

    /// The same for events that happened at `at`.
    pub(super) fn record_at(
        self,
        tx: &mut dyn Tx,
        cx: &Cx,
        events: &[Event],
        words: Words,
        at: Instant,
    ) -> Answer<()> {
        let (id, seq) = (self.id, self.append(tx, cx, events, words, at)?);
        once::remember(tx, cx, id, seq)
    }

    /// The same without remembering: for the second stream of one command. Gives the place of the last event.
    pub(super) fn append(
        self,
        tx: &mut dyn Tx,
        cx: &Cx,
        events: &[Event],
        words: Words,
        at: Instant,
    ) -> Answer<i64> {
        words.save(tx, cx, self.id, cx.viewer.person())?;
        if events.is_empty() {
            return Ok(self.seq);
        }
        let mut after = self.before.clone();
        for event in events {
            after = Some(S::evolve(after, event, at).map_err(|problem| damaged(self.id, problem))?);
        }
        let mut envelope = cx.own_envelope(self.id);
        envelope.occurred_at = at;
        let seq = repo::event::append(tx, self.id, self.seq, &envelope, events)?;
        if let Some(after) = after {
            after.save(tx, self.before.as_ref())?;
        }
        Ok(seq)
    }
}

pub(super) fn damaged(stream: StreamId, problem: &str) -> StoreError {
    StoreError::inconsistent("event", "data", stream.0, problem)
}

/// The stream that this command went to, when it was done before.
pub(super) fn done(tx: &mut dyn Tx, cx: &Cx) -> Answer<Option<StreamId>> {
    once::done(tx, cx)
}

/// The events that this command left on a stream, when it was done before.
pub(super) fn done_events(tx: &mut dyn Tx, cx: &Cx, stream: StreamId) -> Answer<Vec<Event>> {
    let events = repo::event::load::<Event>(tx, stream)?;
    let own = events.into_iter().filter(|recorded| recorded.envelope.command == cx.command);
    Ok(own.map(|recorded| recorded.event).collect())
}
