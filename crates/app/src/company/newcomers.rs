//! Units, services and people that an import brings, many at once: history, words, rows and index together.

use std::collections::BTreeSet;

use domain::actor::Channel;
use domain::aggregate::{Folded, fold};
use domain::company::{
    COMPANY_STREAM, Company, Event, Person, Pricing, Profile, Service, ServiceTexts, ServiceVersion, Unit,
    UnitKind, UnitTexts,
};
use domain::content::ContentRef;
use domain::history::Envelope;
use domain::ids::{ContentId, PersonId, ServiceId, ServiceVersionId, StreamId, UnitId};
use domain::localized::Localized;
use domain::permission::ServiceFacts;
use domain::request::Class;
use serde::Serialize;
use store::repo::content::{self, NewContent};
use store::repo::event::Draft;
use store::repo::{event, person};
use store::{StoreError, Tx, Value};

use super::index::index_service;
use super::known_by::Source;
use crate::Cx;
use crate::aggregate::{Kept as _, Stream, damaged};
use crate::error::{Answer, AppError};

/// A unit that is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    /// The id it will have.
    pub id: UnitId,
    /// Its name in the other system.
    pub name: String,
    /// The unit it is part of.
    pub parent: Option<UnitId>,
}

/// A service that is not there yet. It becomes an idea: its unit sees it and decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewService {
    /// The id it will have.
    pub id: ServiceId,
    /// Its name in the other system.
    pub name: String,
    /// The unit whose product it is.
    pub unit: UnitId,
}

/// A person who is not there yet. They cannot sign in until somebody invites them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewColleague {
    /// The id they will have.
    pub id: PersonId,
    /// What the other system calls them.
    pub name: String,
    /// The unit they belong to.
    pub unit: UnitId,
}

/// Everything that an import brings beside requests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Newcomers {
    /// The other system.
    pub source: String,
    /// Units, parents before their parts.
    pub units: Vec<NewUnit>,
    /// Services of known or new units.
    pub services: Vec<NewService>,
    /// People.
    pub people: Vec<NewColleague>,
}

/// Takes all of them in. The caller has checked that they may come; `cx.command` is the import.
pub fn admit(tx: &mut dyn Tx, cx: &mut Cx, new: &Newcomers) -> Answer<()> {
    let company = Stream::<Company>::load(tx, COMPANY_STREAM)?.1;
    let (promise, _) = company.starting.ok_or(AppError::Missing("promise"))?;
    let language = company.language;
    let source = Source::open(tx, &new.source)?;
    let mut pen = Pen { cx, contents: Vec::new(), events: Vec::new() };

    for (place, unit) in new.units.iter().enumerate() {
        let texts = UnitTexts { name: one_name(&unit.name), ..UnitTexts::default() };
        let stream = StreamId(unit.id.0);
        let texts = pen.json(stream, "unit", &texts)?;
        let code = pen.code(&new.source, "t", place);
        // No front door: it takes no requests until somebody opens one.
        let created =
            Event::UnitCreated { unit: unit.id, kind: UnitKind::Internal, parent: unit.parent, code, texts };
        let state: Unit = pen.tell(stream, &[created])?;
        state.save(tx, None, pen.cx.now)?;
    }
    for (place, service) in new.services.iter().enumerate() {
        let stream = StreamId(service.id.0);
        let name = one_name(&service.name);
        let texts = ServiceTexts { outcome: name.clone(), name, ..ServiceTexts::default() };
        let version = ServiceVersion {
            id: ServiceVersionId(pen.cx.ids.next()),
            number: 1,
            texts: pen.json(stream, "service", &texts)?,
            pricing: Pricing::Estimated,
            client_seconds: 0,
            ready: false,
            obligatory: false,
            class: Class::Open,
            promise,
            delivery_days: None,
            criteria: Vec::new(),
            audience: BTreeSet::new(),
        };
        let code = pen.code(&new.source, "s", place);
        let events = [
            Event::ServiceCreated { service: service.id, unit: service.unit, code },
            Event::ServiceVersionPublished { service: service.id, version },
        ];
        let state: Service = pen.tell(stream, &events)?;
        state.save(tx, None, pen.cx.now)?;
        index_service(tx, service.id, &ServiceFacts::from(&state), &texts)?;
    }
    let mut people = Vec::with_capacity(new.people.len());
    for colleague in &new.people {
        let stream = StreamId(colleague.id.0);
        let profile = Profile { name: colleague.name.clone(), ..Profile::default() };
        let profile = pen.json(stream, "profile", &profile)?;
        let (linked, text) = source.link(pen.cx, colleague.id, &colleague.name);
        pen.keep(stream, &text);
        let events = [
            Event::PersonRegistered { person: colleague.id, profile, language, outside: false },
            linked,
            Event::MembershipStarted { person: colleague.id, unit: colleague.unit, manager: None },
        ];
        people.push(pen.tell::<Person>(stream, &events)?);
    }
    let Pen { contents, events, .. } = pen;
    tx.fill(&content::CONTENT, contents)?;
    event::fill(tx, events)?;
    person::insert_all(tx, &people)?;
    Ok(())
}

/// People whom the source knows, by what it calls them.
pub fn known_to(tx: &mut dyn Tx, source: &str) -> Answer<std::collections::HashMap<String, PersonId>> {
    let mut known = std::collections::HashMap::new();
    person::each_with_identity(tx, source, &mut |person, external| {
        known.extend(external.map(|external| (external, person.id)));
        Ok(())
    })?;
    Ok(known)
}

/// A name of another system says the same in both languages.
fn one_name(name: &str) -> Localized {
    Localized::both(name, name)
}

/// Collects words and events of one command.
struct Pen<'a> {
    cx: &'a mut Cx,
    contents: Vec<Vec<Value>>,
    events: Vec<Draft>,
}

impl Pen<'_> {
    fn json(&mut self, stream: StreamId, kind: &'static str, value: &impl Serialize) -> Answer<ContentRef> {
        let id = ContentId(self.cx.ids.next());
        let body = serde_json::to_string(value)
            .map_err(|error| StoreError::inconsistent("content", "body", id, error.to_string()))?;
        let text = NewContent { id, kind, salt: self.cx.salt(id.0), body, file: None };
        self.keep(stream, &text);
        Ok(text.reference())
    }

    fn keep(&mut self, stream: StreamId, text: &NewContent) {
        self.contents.push(content::values(stream, self.cx.viewer.person(), self.cx.now, text));
    }

    /// A short name that no other unit or service has: of the source and of the import.
    fn code(&self, source: &str, kind: &str, place: usize) -> String {
        let import = self.cx.command.0.simple().to_string();
        format!("{source}-{}-{kind}{}", &import[import.len() - 6..], place + 1)
    }

    /// Writes a new stream down and folds it.
    fn tell<S: Folded<Event = Event>>(&mut self, stream: StreamId, events: &[Event]) -> Answer<S> {
        let envelope = Envelope { channel: Channel::Import, ..self.cx.own_envelope(stream) };
        let drafts = (1..).zip(events);
        self.events.extend(drafts.map(|(seq, event)| Draft::new(stream, seq, &envelope, event)));
        let now = self.cx.now;
        let folded = fold::<S>(events.iter().map(|event| (event, now)));
        let folded = folded.map_err(|problem| damaged(stream, problem))?;
        Ok(folded.ok_or_else(|| damaged(stream, "nothing happened"))?)
    }
}
