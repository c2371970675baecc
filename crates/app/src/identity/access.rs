//! What happens to somebody's access, told to the history.

use domain::access::{Access, Event, stream_of};
use domain::ids::PersonId;
use domain::time::Instant;
use store::repo::{hold as holds, opening};
use store::{Hold, Tx};

use crate::Cx;
use crate::aggregate::{Kept, Stream};
use crate::error::Answer;
use crate::words::Words;

impl Kept for Access {
    const WORD: &'static str = "access";

    /// Links and sessions are kept where they are looked up.
    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>, _: Instant) -> Answer<()> {
        holds::save(tx, self.person, before.and_then(|before| before.hold), self.hold)?;
        let known = before.map_or(0, |before| before.openings.len());
        self.openings.iter().skip(known).try_for_each(|new| Ok(opening::insert(tx, self.person, new)?))
    }
}

/// Holds what is decided about somebody's access: their password, links, factor, sessions.
pub(super) fn hold(tx: &mut dyn Tx, person: PersonId) -> Answer<()> {
    Ok(tx.hold(Hold::Stream(stream_of(person)))?)
}

/// The access of a person as it is now.
pub(super) fn access(tx: &mut dyn Tx, person: PersonId) -> Answer<Option<Access>> {
    Ok(Stream::<Access>::read(tx, stream_of(person))?.0.state)
}

/// Writes down what happened to a person's access.
pub(crate) fn tell(tx: &mut dyn Tx, cx: &Cx, person: PersonId, events: &[Event]) -> Answer<()> {
    tell_with(tx, cx, person, events, Words::default())
}

/// The same with the words that the events refer to.
pub(super) fn tell_with(
    tx: &mut dyn Tx,
    cx: &Cx,
    person: PersonId,
    events: &[Event],
    words: Words,
) -> Answer<()> {
    let (stream, _) = Stream::<Access>::read(tx, stream_of(person))?;
    let begun = stream.state.is_none().then_some(Event::Begun { person });
    let all: Vec<Event> = begun.into_iter().chain(events.iter().cloned()).collect();
    stream.append(tx, cx, &all, words, cx.now).map(|_| ())
}
