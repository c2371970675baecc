//! Acts of the past that the rule of who acts for the customer would refuse today, each judged by the directory as it was then.

use std::collections::{BTreeMap, BTreeSet};

use domain::actor::Actor;
use domain::aggregate::{Folded, fold};
use domain::company::{self, Person, Unit};
use domain::history::{Envelope, Events, Recorded, encode};
use domain::ids::{PersonId, StreamId, UnitId};
use domain::permission::{RequestFacts, Role, Viewer, sides};
use domain::request::{self, Directory, Event, Refusal, Request, acting, deciders, judge_act};
use domain::time::Instant;
use store::repo::event::{self, EventRow};
use store::repo::person;
use store::{Db, Lane, StoreError, Tx};

use super::LIMIT;
use super::requests::streams;
use crate::error::Answer;

/// Something that somebody did for the customer and may not have done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The number of the request.
    pub number: i64,
    /// The place of the event in its history.
    pub seq: i64,
    /// What happened, by the word of the event.
    pub what: String,
    /// Who did it.
    pub person: PersonId,
    /// What they are called; empty when erased.
    pub name: String,
    /// When.
    pub at: Instant,
    /// Why it would be refused.
    pub why: Refusal,
}

/// Judges every act of the history, in the order of requests. It reads for as long as it takes and changes nothing.
///
/// # Errors
/// A history that does not fold, the database's.
pub fn acts(db: &Db) -> Answer<Vec<Act>> {
    db.within(Lane::Read, LIMIT, |tx| {
        let past = Past::load(tx)?;
        let mut acts = Vec::new();
        let mut before = None;
        streams(tx, &mut |_, span| {
            for row in span.rows.iter().filter(|row| of::<Event>(row)) {
                judge(row, &mut before, &past, &mut acts)?;
            }
            Ok(())
        })?;
        for act in &mut acts {
            act.name = person::by_id(tx, act.person)?.map(|row| row.profile.name).unwrap_or_default();
        }
        acts.sort_by_key(|act| (act.number, act.seq));
        Ok(acts)
    })
}

fn of<E: Events>(row: &EventRow) -> bool {
    row.kind.starts_with(E::PREFIX)
}

/// Folds the next event of its request, and judges it before.
fn judge(row: &EventRow, before: &mut Option<Request>, past: &Past, acts: &mut Vec<Act>) -> Answer<()> {
    let Recorded { stream, seq, envelope, event } = event::from_row::<Event>(row)?;
    let known = before.take().filter(|_| seq > 1);
    if let (Some(request), Actor::Person(person)) = (&known, envelope.actor)
        && let Err(why) = judge_act(request, &event, &past.context(request, person, &envelope))
    {
        let (number, at) = (request.number, envelope.occurred_at);
        let what = encode(&event).0.trim_start_matches(Event::PREFIX).to_owned();
        acts.push(Act { number, seq, what, person, name: String::new(), at, why });
    }
    let folded = Request::evolve(known, &event, envelope.occurred_at);
    *before = Some(folded.map_err(|problem| StoreError::inconsistent("event", "data", stream.0, problem))?);
    Ok(())
}

/// The history of the directory.
#[derive(Default)]
struct Past {
    streams: BTreeMap<StreamId, Vec<(Instant, company::Event)>>,
    /// Whoever ever held a role, by role and unit.
    held: BTreeMap<(Role, Option<UnitId>), BTreeSet<PersonId>>,
}

impl Past {
    fn load(tx: &mut dyn Tx) -> Answer<Self> {
        let mut past = Self::default();
        streams(tx, &mut |_, span| {
            for row in span.rows.iter().filter(|row| of::<company::Event>(row)) {
                let Recorded { stream, envelope, event, .. } = event::from_row::<company::Event>(row)?;
                if let company::Event::RoleGranted { person, role, unit } = &event {
                    past.held.entry((*role, *unit)).or_default().insert(*person);
                }
                past.streams.entry(stream).or_default().push((envelope.recorded_at, event));
            }
            Ok(())
        })?;
        Ok(past)
    }

    /// What somebody or something was at a moment. A history that does not fold is left out: `check` names it.
    fn as_of<T: Folded<Event = company::Event>>(&self, stream: StreamId, at: Instant) -> Option<T> {
        let events = self.streams.get(&stream)?.iter().take_while(|(happened, _)| *happened <= at);
        fold(events.map(|(happened, event)| (event, *happened))).ok().flatten()
    }

    /// Who acted and where they stood towards the request at that moment.
    fn context(&self, request: &Request, person: PersonId, envelope: &Envelope) -> request::Cx {
        let mut then = Then { past: self, at: envelope.recorded_at };
        let viewer = then.viewer(person);
        let (mut sides, unit) = sides(&viewer, &RequestFacts::from(request));
        let nearest = acting(&viewer, request, false);
        let side = nearest.or_else(|| {
            let Ok(above) = deciders(&mut then, request);
            acting(&viewer, request, above.contains(&person))
        });
        sides.extend(side);
        request::Cx { actor: envelope.actor, sides, unit, now: envelope.occurred_at }
    }
}

/// The directory as it was at a moment.
struct Then<'a> {
    past: &'a Past,
    at: Instant,
}

impl Then<'_> {
    fn person(&self, id: PersonId) -> Option<Person> {
        self.past.as_of(StreamId(id.0), self.at)
    }

    fn viewer(&self, id: PersonId) -> Viewer {
        let mut viewer = Viewer { actor: Actor::Person(id), ..Viewer::nobody() };
        if let Some(person) = self.person(id) {
            viewer.outside = person.outside;
            viewer.units = person.present().map(|(unit, ..)| unit).collect();
            viewer.grants = person.grants.into_keys().collect();
        }
        viewer
    }
}

impl Directory for Then<'_> {
    type Error = std::convert::Infallible;

    fn serves(&mut self, person: PersonId, unit: UnitId) -> Result<bool, Self::Error> {
        Ok(self.person(person).is_some_and(|known| known.active) && self.viewer(person).serves(unit))
    }

    fn holders(&mut self, role: Role, unit: Option<UnitId>) -> Result<Vec<PersonId>, Self::Error> {
        let ever = self.past.held.get(&(role, unit)).into_iter().flatten().copied();
        let then = |person: &PersonId| {
            self.person(*person).is_some_and(|known| known.active && known.grants.contains_key(&(role, unit)))
        };
        Ok(ever.filter(then).collect())
    }

    fn above(&mut self, unit: UnitId) -> Result<Option<UnitId>, Self::Error> {
        Ok(self.past.as_of::<Unit>(StreamId(unit.0), self.at).and_then(|unit| unit.parent))
    }

    fn units_of(&mut self, person: PersonId) -> Result<BTreeSet<UnitId>, Self::Error> {
        let known = self.person(person).filter(|known| known.active);
        Ok(known.map(|known| known.present().map(|(unit, ..)| unit).collect()).unwrap_or_default())
    }
}
