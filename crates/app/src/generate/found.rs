//! The company before its first request: calendars, units, people, services, budgets, as the events that made them.

use std::collections::HashMap;
use std::sync::Arc;

use domain::actor::{Actor, Channel};
use domain::calendar::{Calendar, Definition, Week, russian_exceptions};
use domain::company::{COMPANY_STREAM, Event, UnitKind, UnitTexts};
use domain::history::Envelope;
use domain::ids::*;
use domain::ledger::{BudgetMode, Transfer};
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::promise::{Amount, Promise, PromiseKind};
use domain::time::Instant;
use jiff::tz::TimeZoneDatabase;
use store::{StoreError, Value};

use super::Plan;
use super::offer::services;
use super::pen::Pen;
use super::rng::Rng;
use super::staff::{budgets, people};
use super::themes::{Both, CITIES, OFFICES, THEMES};
use super::working::Working;
use super::world::{Unit, World};
use crate::error::Answer;
use crate::ledger::Books;
use crate::requests::Published;

/// A stream of the company with everything that happened on it.
pub(super) struct Founded {
    pub(super) stream: StreamId,
    pub(super) events: Vec<(Event, Envelope)>,
}

/// What is written before the first request.
pub(super) struct Founding {
    pub(super) streams: Vec<Founded>,
    pub(super) contents: Vec<Vec<Value>>,
    pub(super) budgets: Vec<Transfer>,
}

/// Makes the company in memory, piece by piece.
pub(super) struct Founder {
    pub(super) rng: Rng,
    pub(super) at: Instant,
    actor: PersonId,
    places: HashMap<StreamId, usize>,
    pub(super) founding: Founding,
}

impl Founder {
    pub(super) fn pen(&mut self) -> Pen {
        Pen::new(self.at, &mut self.rng)
    }

    /// How many events a stream has so far.
    pub(super) fn length(&self, stream: StreamId) -> i64 {
        self.places.get(&stream).map_or(0, |place| self.founding.streams[*place].events.len()) as i64
    }

    /// Adds events of one command to a stream.
    pub(super) fn happen(&mut self, stream: StreamId, pen: Pen, events: impl IntoIterator<Item = Event>) {
        let command = pen.command;
        self.founding.contents.extend(pen.rows(stream, Some(self.actor), self.at));
        let envelope = Envelope {
            actor: Actor::Person(self.actor),
            on_behalf_of: None,
            channel: Channel::Cli,
            command,
            correlation: stream.0,
            occurred_at: self.at,
            recorded_at: self.at,
        };
        let events = events.into_iter().map(|event| (event, envelope.clone()));
        let streams = &mut self.founding.streams;
        let place = *self.places.entry(stream).or_insert_with(|| {
            streams.push(Founded { stream, events: Vec::new() });
            streams.len() - 1
        });
        streams[place].events.extend(events);
    }
}

pub(super) fn both(text: Both) -> Localized {
    Localized::both(text.0, text.1)
}

/// Three working years before the present moment.
pub(super) fn beginning(until: Instant) -> Instant {
    until.plus_seconds(-3 * 365 * 86_400)
}

/// Makes the company.
pub(super) fn found(plan: &Plan) -> Answer<(World, Founding)> {
    let from = beginning(plan.until);
    let mut rng = Rng::new(plan.seed, u64::MAX);
    let resolver = PersonId(Ids::new(from, rng.entropy()).next());
    let founding = Founding { streams: Vec::new(), contents: Vec::new(), budgets: Vec::new() };
    let mut founder = Founder { rng, at: from, actor: resolver, places: HashMap::new(), founding };
    let zone = "Europe/Moscow";
    let zone =
        TimeZoneDatabase::bundled().get(zone).map_err(|error| StoreError::Schema(error.to_string()))?;
    let mut world = World {
        from,
        until: plan.until,
        books: Books { currency: Currency::RUB, zone },
        calendars: Vec::new(),
        units: Vec::new(),
        places: HashMap::new(),
        published: Published::default(),
        people: Vec::new(),
        services: Vec::new(),
        providers: Vec::new(),
        vendors: Vec::new(),
        resolver,
    };
    let promises = settings(&mut founder, &mut world)?;
    units(&mut founder, &mut world, &promises, plan);
    people(&mut founder, &mut world, plan);
    for place in 0..world.units.len() {
        let unit = &world.units[place];
        let (id, owner, promise) = (unit.id, unit.owner, unit.promise);
        let calendar = world.calendars[unit.calendar].calendar.id();
        let mode = unit.mode;
        let pen = founder.pen();
        let door = Event::FrontDoorSet { unit: id, owner: Some(owner), promise, calendar };
        let mut events = vec![door, Event::BudgetModeSet { unit: id, mode }];
        if !unit.outside {
            events.push(Event::RateSet { unit: id, number: 1, per_hour: 150_000, valid_from: world.from });
        }
        founder.happen(StreamId(id.0), pen, events);
    }
    let pen = founder.pen();
    let desk = world.providers[0];
    let named = Event::FrontDeskNamed { unit: world.units[desk].id, owner: world.units[desk].owner };
    founder.happen(COMPANY_STREAM, pen, [named]);
    services(&mut founder, &mut world, plan);
    budgets(&mut founder, &world, plan)?;
    Ok((world, founder.founding))
}

/// The company itself, two calendars and a promise on each.
fn settings(founder: &mut Founder, world: &mut World) -> Answer<Vec<PromiseId>> {
    let mut pen = founder.pen();
    let name = pen.write("company", "Северная сборка");
    let text = Localized::both(
        "Витрина считает, сколько времени заказчика занимает каждая услуга.",
        "Vitrina counts how much of a customer's time each service takes.",
    );
    let notice = pen.json("notice", &text);
    let mut events = vec![
        Event::Started {
            name,
            currency: Currency::RUB,
            zone: "Europe/Moscow".to_owned(),
            language: Language::Ru,
            demonstration: true,
        },
        Event::MeteringNoticePublished { notice },
    ];
    let mut promises = Vec::new();
    for (zone, name) in [
        ("Europe/Moscow", ("Пятидневка, Москва", "Five-day week, Moscow")),
        ("Asia/Yekaterinburg", ("Пятидневка, Урал", "Five-day week, Urals")),
    ] {
        let week = Week::office();
        let id = CalendarId(pen.ids.next());
        let exceptions = russian_exceptions(&week);
        let definition =
            Definition { id, version: 1, name: both(name), zone: zone.to_owned(), week, exceptions };
        let body = pen.json("calendar", &definition);
        let calendar = Calendar::new(definition).map_err(|error| StoreError::Schema(format!("{error:?}")))?;
        events.push(Event::CalendarPublished { calendar: id, number: 1, body, valid_from: founder.at });
        let promise = Promise {
            id: PromiseId(pen.ids.next()),
            version: 1,
            kind: PromiseKind::FirstAnswer,
            amount: Amount::WorkingSeconds(4 * 3600),
            calendar: id,
        };
        let body = serde_json::to_value(&promise).map_err(|error| StoreError::Schema(error.to_string()))?;
        events.push(Event::PromisePublished { promise: promise.id, number: 1, body, valid_from: founder.at });
        promises.push(promise.id);
        world.published.promises.insert(promise.id, promise);
        world.published.calendars.insert(id, Arc::new(calendar.clone()));
        // A table that ends well after the present: journeys stop there themselves.
        world.calendars.push(Working::new(calendar, world.from, world.until.plus_seconds(120 * 86_400)));
    }
    founder.happen(COMPANY_STREAM, pen, events);
    Ok(promises)
}

/// The tree: departments with teams that serve, branches with offices that order, vendors outside.
fn units(founder: &mut Founder, world: &mut World, promises: &[PromiseId], plan: &Plan) {
    let add = |founder: &mut Founder, world: &mut World, kind, parent: Option<usize>, name: Both| {
        let place = world.units.len();
        let mut pen = founder.pen();
        let id = UnitId(pen.ids.next());
        let purpose = Localized::both("Помогает коллегам.", "Helps colleagues.");
        let texts = pen.json("unit", &UnitTexts { name: both(name), purpose });
        let parent = parent.map(|parent: usize| world.units[parent].id);
        let created = Event::UnitCreated { unit: id, kind, parent, code: format!("unit-{place}"), texts };
        founder.happen(StreamId(id.0), pen, [created]);
        world.places.insert(id, place);
        let calendar = usize::from(founder.rng.chance(25));
        let mode = match founder.rng.below(10) {
            0..4 => BudgetMode::Shadow,
            4..8 => BudgetMode::Soft,
            _ => BudgetMode::Hard,
        };
        let owner = world.resolver;
        let promise = promises[calendar];
        let outside = kind == UnitKind::Vendor;
        world.units.push(Unit { id, outside, calendar, promise, mode, owner, team: Vec::new() });
        place
    };
    let internal = UnitKind::Internal;
    let root = add(founder, world, internal, None, ("Северная сборка", "Northern Assembly"));
    for theme in THEMES {
        let department = add(founder, world, internal, Some(root), theme.department);
        for team in theme.teams {
            let team = add(founder, world, internal, Some(department), *team);
            world.providers.push(team);
        }
    }
    for name in [("ООО «Точный подряд»", "Exact Contractors Ltd"), ("ИП Зимина", "Zimina, sole trader")]
    {
        let vendor = add(founder, world, UnitKind::Vendor, None, name);
        world.vendors.push(vendor);
    }
    let offices = plan.offices(world.units.len());
    for (city, left) in CITIES.iter().zip((0..offices).step_by(OFFICES.len())) {
        let branch = add(founder, world, internal, Some(root), *city);
        for office in OFFICES.iter().take(offices - left) {
            add(founder, world, internal, Some(branch), *office);
        }
    }
}
