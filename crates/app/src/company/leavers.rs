//! Units, services and people that only an import brought: when it is taken back, they are closed and their names erased.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashSet};

use domain::company::{Event, Person, Service, ServiceStage, Unit};
use domain::content::ContentRef;
use domain::ids::{PersonId, ServiceId, StreamId, UnitId};
use domain::permission::ServiceFacts;
use store::Tx;
use store::repo::{self, content, event};
use uuid::Uuid;

use super::belonging::leaving;
use super::index::index_service;
use super::read::{services, units};
use crate::Cx;
use crate::aggregate::{Kept, Stream};
use crate::error::Answer;
use crate::words::Words;

/// So many services are read at once.
const PAGE: i64 = 500;

/// What the requests of other imports name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mentioned {
    /// Units that serve, order or have a request.
    pub units: HashSet<UnitId>,
    /// Services that were ordered.
    pub services: HashSet<ServiceId>,
    /// People who ask or have a request.
    pub people: HashSet<PersonId>,
}

/// What leaves with an import.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leavers {
    /// Units.
    pub units: Vec<UnitId>,
    /// Services.
    pub services: Vec<ServiceId>,
    /// People.
    pub people: Vec<PersonId>,
}

/// What only this import of the source brought, and nothing else needs: nobody changed it since, no other import names it, nothing that
/// was made here refers to it.
pub fn leavers(tx: &mut dyn Tx, import: Uuid, source: &str, mentioned: &Mentioned) -> Answer<Leavers> {
    let begins = format!("{source}-");
    let named = units(tx)?.into_iter().filter(|unit| unit.code.starts_with(&begins));
    let mut found = Leavers {
        units: named.map(|unit| unit.id).collect(),
        people: repo::person::known_to(tx, source)?,
        ..Leavers::default()
    };
    each_service(tx, &mut |service| {
        found.services.extend(service.code.starts_with(&begins).then_some(service.id));
    })?;
    still(tx, import, mentioned, found)
}

/// Those of the leavers that nothing needs even now.
pub fn still(tx: &mut dyn Tx, import: Uuid, mentioned: &Mentioned, found: Leavers) -> Answer<Leavers> {
    let mut left = Leavers::default();
    let owners: BTreeSet<PersonId> = units(tx)?.into_iter().filter_map(|unit| unit.owner).collect();
    for id in found.people {
        let needed = mentioned.people.contains(&id) || owners.contains(&id);
        if !needed && alone(tx, StreamId(id.0), import)? && !repo::person::is_in_use(tx, id)? {
            left.people.push(id);
        }
    }
    for id in found.services {
        if !mentioned.services.contains(&id)
            && alone(tx, StreamId(id.0), import)?
            && !repo::service::is_in_use(tx, id)?
        {
            left.services.push(id);
        }
    }
    let mut needed = BTreeSet::new();
    each_service(tx, &mut |service| needed.extend(service.facts().audience))?;
    needed.extend(repo::company::current(tx)?.and_then(|company| company.front_desk).map(|(desk, _)| desk));
    for id in found.units {
        if !mentioned.units.contains(&id)
            && !needed.contains(&id)
            && alone(tx, StreamId(id.0), import)?
            && !repo::unit::is_in_use(tx, id)?
        {
            left.units.push(id);
        }
    }
    // Parts came after what they are part of, and go before it.
    left.units.sort_unstable_by_key(|id| Reverse(*id));
    // What stays in a unit keeps it, and that in turn keeps what it is part of.
    loop {
        let before = left.units.len();
        for id in left.units.clone() {
            let named = repo::unit::named(tx, id)?;
            let empty = named.parts.iter().all(|part| left.units.contains(part))
                && named.services.iter().all(|service| left.services.contains(service))
                && named.people.iter().all(|person| left.people.contains(person));
            if !empty {
                left.units.retain(|unit| *unit != id);
            }
        }
        if left.units.len() == before {
            return Ok(left);
        }
    }
}

fn each_service(tx: &mut dyn Tx, each: &mut dyn FnMut(&repo::service::ServiceView)) -> Answer<()> {
    let mut after = None;
    loop {
        let page = services(tx, after, PAGE)?;
        page.iter().for_each(&mut *each);
        match page.last() {
            Some(last) => after = Some(last.id),
            None => return Ok(()),
        }
    }
}

/// Whether nothing but the import told of a stream.
fn alone(tx: &mut dyn Tx, stream: StreamId, import: Uuid) -> Answer<bool> {
    let told = event::load::<Event>(tx, stream)?;
    Ok(!told.is_empty() && told.iter().all(|recorded| recorded.envelope.command.0 == import))
}

/// Closes all of them and erases their names. The caller has checked that this may be.
pub fn dismiss(tx: &mut dyn Tx, cx: &Cx, leavers: &Leavers) -> Answer<()> {
    for person in &leavers.people {
        let (stream, state) = Stream::<Person>::load(tx, StreamId(person.0))?;
        let units: BTreeSet<UnitId> = state.present().map(|(unit, ..)| unit).collect();
        let mut events: Vec<Event> = units.into_iter().flat_map(|unit| leaving(&state, unit)).collect();
        // Whoever comes by this name again is a person of their own.
        events.extend(state.identities.iter().map(|((source, hash), id)| Event::IdentityUnlinked {
            person: *person,
            source: source.clone(),
            external: ContentRef { id: *id, hash: hash.clone() },
        }));
        events.push(Event::SwitchedOff { person: *person });
        end(tx, cx, stream, StreamId(person.0), &events)?;
    }
    for service in &leavers.services {
        let (stream, state) = Stream::<Service>::load(tx, StreamId(service.0))?;
        let facts = ServiceFacts { stage: ServiceStage::Retired, ..ServiceFacts::from(&state) };
        let event = Event::ServiceStageChanged { service: *service, stage: ServiceStage::Retired };
        end(tx, cx, stream, StreamId(service.0), &[event])?;
        index_service(tx, *service, &facts, &Default::default())?;
    }
    for unit in &leavers.units {
        let (stream, _) = Stream::<Unit>::load(tx, StreamId(unit.0))?;
        end(tx, cx, stream, StreamId(unit.0), &[Event::UnitClosed { unit: *unit }])?;
    }
    Ok(())
}

fn end<S: Kept<Event = Event>>(
    tx: &mut dyn Tx,
    cx: &Cx,
    stream: Stream<S>,
    id: StreamId,
    events: &[Event],
) -> Answer<()> {
    stream.append(tx, cx, events, Words::default(), cx.now)?;
    Ok(content::erase_stream(tx, id, cx.now)?)
}
