//! The first run: the company begins with its settings, an administrator, a calendar and a promise to start from.

use domain::actor::Actor;
use domain::calendar::{Definition, Week, russian_exceptions};
use domain::company::{COMPANY_STREAM, Event, Profile};
use domain::content::limits::LINE;
use domain::ids::{CalendarId, PersonId, PromiseId, StreamId};
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::Role;
use domain::promise::{Amount, Promise, PromiseKind};
use store::Tx;
use store::repo;
use uuid::Uuid;

use super::checks::Checks;
use super::people::{NewPerson, profile};
use super::record::{done, done_events};
use super::versions::{calendar_faults, promise_event};
use crate::Cx;
use crate::aggregate::Stream;
use crate::error::{Answer, AppError};
use crate::origin::Origin;
use crate::words::Words;

/// What the first run asks for.
#[derive(Debug, Clone)]
pub struct StartCompany {
    /// What the company is called.
    pub name: String,
    /// What its money is counted in.
    pub currency: Currency,
    /// Its IANA time zone.
    pub zone: String,
    /// The language of what the product says on its own.
    pub language: Language,
    /// The address at which people's browsers will reach it, when it is known.
    pub address: Option<String>,
    /// True when everything in it is made up. It cannot be changed later.
    pub demonstration: bool,
    /// The first administrator; the personal language is the company's.
    pub administrator: NewPerson,
}

/// A company that began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Started {
    /// Its first administrator.
    pub administrator: PersonId,
    /// The calendar that new units start with: office hours, Russian holidays where money is roubles.
    pub calendar: CalendarId,
    /// The promise that new units start with: a first answer within a working day.
    pub promise: PromiseId,
}

/// What was said, cleaned and right.
struct Checked {
    name: String,
    address: Option<Origin>,
    profile: Profile,
    calendar: Definition,
}

fn checked(new: &StartCompany, calendar: CalendarId) -> Answer<Checked> {
    let mut checks = Checks::default();
    let name = checks.line("company", &new.name, LINE, true);
    checks.require(new.currency != Currency::SECONDS, "currency", "field-currency");
    let address = new.address.as_deref().map(Origin::parse);
    checks.require(address != Some(None), "address", "field-address");
    let profile = profile(&mut checks, &new.administrator);
    let calendar = first_calendar(calendar, new.zone.trim(), new.currency);
    calendar_faults(&mut checks, &calendar);
    checks.done()?;
    Ok(Checked { name, address: address.flatten(), profile, calendar })
}

/// Whether a company could begin so, as far as it can be told without a database: before one is made for it.
///
/// # Errors
/// [`AppError::Invalid`] with every field that is not right.
pub fn could_start(new: &StartCompany) -> Answer<()> {
    checked(new, CalendarId(Uuid::nil())).map(drop)
}

/// Begins the company. Anybody may, once: whoever installs it.
///
/// # Errors
/// [`AppError::Forbidden`] when it has begun; [`AppError::Invalid`] with every field that is not right.
pub fn start_company(tx: &mut dyn Tx, cx: &mut Cx, new: StartCompany) -> Answer<Started> {
    if let Some(stream) = done(tx, cx)? {
        return again(tx, cx, PersonId(stream.0));
    }
    if repo::company::current(tx)?.is_some() {
        return Err(AppError::Forbidden);
    }
    let calendar = CalendarId(cx.ids.next());
    let Checked { name, address, profile, calendar: definition } = checked(&new, calendar)?;

    let administrator = PersonId(cx.ids.next());
    let mut own = cx.clone();
    own.viewer.actor = Actor::Person(administrator);
    let promise = Promise {
        id: PromiseId(own.ids.next()),
        version: 1,
        kind: PromiseKind::FirstAnswer,
        amount: Amount::WorkingDays(1),
        calendar,
    };
    let mut words = Words::default();
    let events = [
        Event::Started {
            name: words.required(&mut own, "company", "company", &name, LINE),
            currency: new.currency,
            zone: definition.zone.clone(),
            language: new.language,
            demonstration: new.demonstration,
        },
        Event::CalendarPublished {
            calendar,
            number: 1,
            body: words.json(&mut own, "calendar", &definition),
            valid_from: own.now,
        },
        promise_event(&promise, own.now)?,
    ];
    let address = address.map(|origin| Event::AddressSaid { address: origin.as_str().to_owned() });
    let events: Vec<_> = events.into_iter().chain(address).collect();
    Stream::<domain::company::Company>::new(COMPANY_STREAM).append(tx, &own, &events, words, own.now)?;
    let started = Started { administrator, calendar, promise: promise.id };
    register_first(tx, &mut own, &profile, new.language, administrator)?;
    cx.ids = own.ids;
    Ok(started)
}

fn register_first(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    profile: &Profile,
    language: Language,
    person: PersonId,
) -> Answer<()> {
    let mut words = Words::default();
    let events = [
        Event::PersonRegistered {
            person,
            profile: words.json(cx, "profile", profile),
            language,
            outside: false,
        },
        Event::RoleGranted { person, role: Role::Administrator, unit: None },
    ];
    Stream::<domain::company::Person>::new(StreamId(person.0)).record(tx, cx, &events, words)
}

fn first_calendar(id: CalendarId, zone: &str, currency: Currency) -> Definition {
    let week = Week::office();
    let russian = currency == Currency::RUB;
    let name = if russian {
        Localized::both("Пятидневка с праздниками России", "Five-day week with Russian holidays")
    } else {
        Localized::both("Пятидневка", "Five-day week")
    };
    let exceptions = if russian { russian_exceptions(&week) } else { Vec::new() };
    Definition { id, version: 1, name, zone: zone.to_owned(), week, exceptions }
}

fn again(tx: &mut dyn Tx, cx: &Cx, administrator: PersonId) -> Answer<Started> {
    let mut started = None;
    for event in done_events(tx, cx, COMPANY_STREAM)? {
        match (event, started) {
            (Event::CalendarPublished { calendar, .. }, _) => started = Some((calendar, None)),
            (Event::PromisePublished { promise, .. }, Some((calendar, _))) => {
                started = Some((calendar, Some(promise)));
            }
            _ => {}
        }
    }
    match started {
        Some((calendar, Some(promise))) => Ok(Started { administrator, calendar, promise }),
        _ => Err(AppError::Forbidden),
    }
}
