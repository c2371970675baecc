//! One stream and the state of one machine in it: loaded by replay, gone on with by events, words and rows together.
//!
//! The hash of an event covers what it moved in the ledger, so what is booked for events is booked before they are written:
//! [`Stream::follow`] says what they make of the state, [`Next::append`] writes them with what was moved.

use domain::aggregate::{Folded, fold, fold_into};
use domain::history::{Events as _, Recorded};
use domain::ids::StreamId;
use domain::time::Instant;
use store::chain::{Moved, Tip};
use store::repo::{act, event};
use store::{StoreError, Tx};
use uuid::Uuid;

use crate::Cx;
use crate::error::{Answer, AppError};
use crate::once;
use crate::words::Words;

/// A state that has rows of its own.
pub(crate) trait Kept: Folded {
    /// What a missing one is called.
    const WORD: &'static str;
    /// Every writer takes it for given: whoever changes it writes alone.
    const FOR_GIVEN: bool = false;

    /// Writes the rows that differ; `now` is the moment of the last event.
    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>, now: Instant) -> Answer<()>;

    /// What belongs together across streams: the stream itself where it belongs to nothing larger.
    fn correlation(&self, stream: StreamId) -> Uuid {
        stream.0
    }
}

/// A stream as one machine knows it.
#[derive(Debug, Clone)]
pub(crate) struct Stream<S> {
    pub(crate) id: StreamId,
    /// Its end: the place and the hash of its last event, of whichever family.
    pub(crate) tip: Tip,
    /// The machine's state; none before its first event.
    pub(crate) state: Option<S>,
}

impl<S> Stream<S> {
    /// A stream that begins now.
    pub(crate) const fn new(id: StreamId) -> Self {
        Self { id, tip: Tip::BEGIN, state: None }
    }

    /// The place of its last event; 0 for one that has not begun.
    pub(crate) const fn seq(&self) -> i64 {
        self.tip.seq()
    }

    /// Refuses when somebody changed it since `seen` was read.
    pub(crate) fn unchanged_since(&self, seen: Option<i64>) -> Answer<()> {
        match seen {
            Some(seen) if seen != self.seq() => Err(AppError::Changed { seen, now: self.seq() }),
            _ => Ok(()),
        }
    }
}

impl<S: Folded> Stream<S> {
    /// Reads a stream, with the events of the machine's family.
    pub(crate) fn read(tx: &mut dyn Tx, id: StreamId) -> Answer<(Self, Vec<Recorded<S::Event>>)> {
        let event::Stream { events, tip } = event::stream::<S::Event>(tx, id)?;
        let folded = fold(events.iter().map(|recorded| (&recorded.event, recorded.envelope.occurred_at)));
        let state = folded.map_err(|problem| damaged(id, problem))?;
        Ok((Self { id, tip, state }, events))
    }
}

impl<S: Kept> Stream<S> {
    /// Reads a stream in which the machine has begun, to go on with it.
    pub(crate) fn load(tx: &mut dyn Tx, id: StreamId) -> Answer<(Self, S)> {
        if S::FOR_GIVEN {
            tx.alone()?;
        }
        let (stream, _) = Self::read(tx, id)?;
        let state = stream.state.clone().ok_or(AppError::Missing(S::WORD))?;
        Ok((stream, state))
    }

    /// Records events of the present moment with the words they refer to, and remembers the command.
    pub(crate) fn record(self, tx: &mut dyn Tx, cx: &Cx, events: &[S::Event], words: Words) -> Answer<()> {
        let at = cx.now;
        self.record_at(tx, cx, events, words, at)
    }

    /// The same for events that happened at `at`.
    pub(crate) fn record_at(
        self,
        tx: &mut dyn Tx,
        cx: &Cx,
        events: &[S::Event],
        words: Words,
        at: Instant,
    ) -> Answer<()> {
        let after = self.append(tx, cx, events, words, at)?;
        once::remember(tx, cx, after.id)
    }

    /// The same without remembering: for the second stream of one command. Gives the stream as it is then.
    pub(crate) fn append(
        self,
        tx: &mut dyn Tx,
        cx: &Cx,
        events: &[S::Event],
        words: Words,
        at: Instant,
    ) -> Answer<Self> {
        if events.is_empty() {
            words.save(tx, cx, self.id, cx.viewer.person())?;
            return Ok(self);
        }
        self.follow(events, at)?.append(tx, cx, words, Vec::new())
    }

    /// What events of a moment, at least one, make of it, before anything is written.
    pub(crate) fn follow(self, events: &[S::Event], at: Instant) -> Answer<Next<'_, S>> {
        let after = match (self.state.clone(), events.split_first()) {
            (before, Some((first, rest))) => {
                S::evolve(before, first, at).and_then(|begun| fold_into(begun, rest, at))
            }
            (_, None) => Err("nothing happens"),
        };
        let after = after.map_err(|problem| damaged(self.id, problem))?;
        Ok(Next { before: self, events, after, at })
    }
}

/// Events that follow in a stream and are not written yet.
#[derive(Debug)]
pub(crate) struct Next<'a, S: Folded> {
    before: Stream<S>,
    events: &'a [S::Event],
    /// The state after them.
    pub(crate) after: S,
    at: Instant,
}

impl<S: Kept> Next<'_, S> {
    /// Writes words, events and rows; `moved` is what was booked for the events. Gives the stream as it is then.
    pub(crate) fn append(
        self,
        tx: &mut dyn Tx,
        cx: &Cx,
        words: Words,
        moved: Vec<Moved>,
    ) -> Answer<Stream<S>> {
        let Self { before: Stream { id, tip, state: before }, events, after, at } = self;
        if S::FOR_GIVEN {
            tx.alone()?;
        }
        words.save(tx, cx, id, cx.viewer.person())?;
        let mut envelope = cx.envelope(after.correlation(id));
        envelope.occurred_at = at;
        let tip = event::append(tx, id, tip, &envelope, events, moved)?;
        if let Some(network) = &cx.network
            && events.iter().any(|event| event.concerned(id).is_some())
        {
            act::note_network(tx, cx.command, network, cx.now)?;
        }
        after.save(tx, before.as_ref(), at)?;
        Ok(Stream { id, tip, state: Some(after) })
    }
}

/// An event that does not follow from those before it.
pub(crate) fn damaged(stream: StreamId, problem: &str) -> StoreError {
    StoreError::inconsistent("event", "data", stream.0, problem)
}
