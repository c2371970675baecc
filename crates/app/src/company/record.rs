//! The rows that the company's aggregates have, and what a command that comes again did.

use domain::company::{Company, Event, Person, Service, Unit};
use domain::ids::StreamId;
use domain::time::Instant;
use store::Tx;
use store::repo::{self, event};

use crate::Cx;
use crate::aggregate::Kept;
use crate::error::Answer;
use crate::once;

impl Kept for Company {
    const WORD: &'static str = "company";
    const FOR_GIVEN: bool = true;

    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>, _: Instant) -> Answer<()> {
        Ok(repo::company::save(tx, before, self)?)
    }
}

impl Kept for Unit {
    const WORD: &'static str = "unit";
    const FOR_GIVEN: bool = true;

    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>, _: Instant) -> Answer<()> {
        Ok(repo::unit::save(tx, before, self)?)
    }
}

impl Kept for Person {
    const WORD: &'static str = "person";
    const FOR_GIVEN: bool = true;

    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>, _: Instant) -> Answer<()> {
        Ok(repo::person::save(tx, before, self)?)
    }
}

impl Kept for Service {
    const WORD: &'static str = "service";
    const FOR_GIVEN: bool = true;

    fn save(&self, tx: &mut dyn Tx, before: Option<&Self>, _: Instant) -> Answer<()> {
        Ok(repo::service::save(tx, before, self)?)
    }
}

/// The stream that this command went to, when it was done before.
pub(super) fn done(tx: &mut dyn Tx, cx: &Cx) -> Answer<Option<StreamId>> {
    once::done(tx, cx)
}

/// The events that this command left on a stream, when it was done before.
pub(super) fn done_events(tx: &mut dyn Tx, cx: &Cx, stream: StreamId) -> Answer<Vec<Event>> {
    let events = event::load::<Event>(tx, stream)?;
    let own = events.into_iter().filter(|recorded| recorded.envelope.command == cx.command);
    Ok(own.map(|recorded| recorded.event).collect())
}
