//! What happens to somebody's access, told to the history.

use domain::access::{Access, Event, stream_of};
use domain::ids::PersonId;
use domain::time::Instant;
use store::Tx;
use store::repo::hold;

use crate::Cx;
use crate::aggregate::{Kept, Stream};
use crate::error::Answer;
use crate::words::Words;

impl Kept for Access {
    const WORD: &'static str = "access";

    /// Links and sessions are kept where they are looked up.
    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>, _: Instant) -> Answer<()> {
        Ok(hold::save(tx, self.person, before.and_then(|before| before.hold), self.hold)?)
    }
}

/// The access of a person as it is now.
pub(super) fn access(tx: &mut dyn Tx, person: PersonId) -> Answer<Option<Access>> {
    Ok(Stream::<Access>::read(tx, stream_of(person))?.0.state)
}

/// Writes down what happened to a person's access.
pub(crate) fn tell(tx: &mut dyn Tx, cx: &Cx, person: PersonId, events: &[Event]) -> Answer<()> {
    let (stream, _) = Stream::<Access>::read(tx, stream_of(person))?;
    let begun = stream.state.is_none().then_some(Event::Begun { person });
    let all: Vec<Event> = begun.into_iter().chain(events.iter().cloned()).collect();
    stream.append(tx, cx, &all, Words::default(), cx.now).map(|_| ())
}
