//! What a stream of the company is about.

use super::{Company, Event, Person, Service, UNBEGUN, Unit};
use crate::aggregate::Folded;
use crate::time::Instant;

/// What one of the company's streams folds to. The first event tells which it is; whatever is not its own is refused by the state that
/// it folds to.
#[derive(Debug, Clone, PartialEq)]
pub enum Entity {
    /// The company itself.
    Company(Company),
    /// A unit.
    Unit(Unit),
    /// A person.
    Person(Person),
    /// A service.
    Service(Service),
}

impl Folded for Entity {
    type Event = Event;

    fn evolve(before: Option<Self>, event: &Event, at: Instant) -> Result<Self, &'static str> {
        Ok(match (before, event) {
            (Some(Self::Company(known)), _) => Self::Company(Company::evolve(Some(known), event, at)?),
            (Some(Self::Unit(known)), _) => Self::Unit(Unit::evolve(Some(known), event, at)?),
            (Some(Self::Person(known)), _) => Self::Person(Person::evolve(Some(known), event, at)?),
            (Some(Self::Service(known)), _) => Self::Service(Service::evolve(Some(known), event, at)?),
            (None, Event::Started { .. }) => Self::Company(Company::evolve(None, event, at)?),
            (None, Event::UnitCreated { .. }) => Self::Unit(Unit::evolve(None, event, at)?),
            (None, Event::PersonRegistered { .. }) => Self::Person(Person::evolve(None, event, at)?),
            (None, Event::ServiceCreated { .. }) => Self::Service(Service::evolve(None, event, at)?),
            (None, _) => return Err(UNBEGUN),
        })
    }
}
