//! The generated company as journeys see it.

use std::collections::HashMap;

use domain::company::{Pricing, ServiceTexts, ServiceVersion};
use domain::ids::{PersonId, PromiseId, ServiceId, UnitId};
use domain::ledger::BudgetMode;
use domain::localized::Language;
use domain::money::Minor;
use domain::time::Instant;

use super::rng::Rng;
use super::themes::Both;
use super::working::Working;
use crate::ledger::Books;
use crate::requests::Published;

/// Everything that journeys need to know of the company.
pub(super) struct World {
    /// When the first request is stated.
    pub(super) from: Instant,
    /// The present moment: nothing happens after it.
    pub(super) until: Instant,
    pub(super) books: Books,
    pub(super) calendars: Vec<Working>,
    pub(super) units: Vec<Unit>,
    pub(super) places: HashMap<UnitId, usize>,
    pub(super) published: Published,
    pub(super) people: Vec<Person>,
    pub(super) services: Vec<Service>,
    /// Units with services, as places in `units`, the busiest first.
    pub(super) providers: Vec<usize>,
    /// Units outside that may be asked to offer.
    pub(super) vendors: Vec<usize>,
    /// Who resolves disputes: an administrator.
    pub(super) resolver: PersonId,
}

/// A unit.
pub(super) struct Unit {
    pub(super) id: UnitId,
    pub(super) outside: bool,
    /// A place in [`World::calendars`].
    pub(super) calendar: usize,
    pub(super) promise: PromiseId,
    pub(super) mode: BudgetMode,
    /// Who answers its front door.
    pub(super) owner: PersonId,
    /// Who serves its requests.
    pub(super) team: Vec<PersonId>,
}

/// A colleague.
pub(super) struct Person {
    pub(super) id: PersonId,
    /// A place in [`World::units`].
    pub(super) unit: usize,
    pub(super) language: Language,
}

/// A service with the words that requests take from it.
pub(super) struct Service {
    pub(super) id: ServiceId,
    /// A place in [`World::units`].
    pub(super) unit: usize,
    pub(super) version: ServiceVersion,
    pub(super) texts: ServiceTexts,
    pub(super) what: Asking,
    pub(super) outcome: Both,
    pub(super) criteria: Vec<Both>,
}

/// What a request is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asking {
    pub(super) verb: Both,
    pub(super) thing: Both,
}

impl Service {
    /// What it costs by its price list; 0 without a fixed price.
    pub(super) const fn price(&self) -> Minor {
        match self.version.pricing {
            Pricing::Fixed { price } => price,
            Pricing::From { .. } | Pricing::Estimated => 0,
        }
    }
}

/// The half of a text that a reader of this language sees.
pub(super) const fn said(text: Both, language: Language) -> &'static str {
    match language {
        Language::Ru => text.0,
        Language::En => text.1,
    }
}

impl World {
    /// Somebody of a unit that serves requests, but not this person.
    pub(super) fn helper(&self, unit: usize, rng: &mut Rng, not: PersonId) -> PersonId {
        let team = &self.units[unit].team;
        let place = rng.favourite(team.len());
        if team[place] == not { team[(place + 1) % team.len()] } else { team[place] }
    }

    /// The working time of a unit.
    pub(super) fn working(&self, unit: usize) -> &Working {
        &self.calendars[self.units[unit].calendar]
    }

    /// The place of a unit.
    pub(super) fn place(&self, id: UnitId) -> usize {
        self.places.get(&id).copied().unwrap_or(0)
    }
}
