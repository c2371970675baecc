//! Aggregates: states that are folded from the events of a stream, on writing and on replay alike.
//!
//! Several families of events may stand in one stream: a request's own, and those of forms, approvals or clocks that belong to it.
//! Each family has a machine of its own, a state that is folded from the events of that family alone. Places in the stream count
//! the events of all.

use crate::history::Events;
use crate::time::Instant;

/// A state that is folded from the events of one family in one stream.
pub trait Folded: Clone + PartialEq {
    /// The family.
    type Event: Events;

    /// The state after an event that happened at `at`; `before` is none with the first event only.
    ///
    /// # Errors
    /// The event does not follow from the state: the history is damaged.
    fn evolve(before: Option<Self>, event: &Self::Event, at: Instant) -> Result<Self, &'static str>;
}

/// Folds all events of a family in a stream; none when there are none.
///
/// # Errors
/// An event does not follow from those before it.
pub fn fold<'a, S: Folded<Event: 'a>>(
    events: impl IntoIterator<Item = (&'a S::Event, Instant)>,
) -> Result<Option<S>, &'static str> {
    events.into_iter().try_fold(None, |state, (event, at)| S::evolve(state, event, at).map(Some))
}

/// Folds events of one moment into a state that is there.
///
/// # Errors
/// An event does not follow from those before it.
pub fn fold_into<'a, S: Folded<Event: 'a>>(
    state: S,
    events: impl IntoIterator<Item = &'a S::Event>,
    at: Instant,
) -> Result<S, &'static str> {
    events.into_iter().try_fold(state, |state, event| S::evolve(Some(state), event, at))
}
