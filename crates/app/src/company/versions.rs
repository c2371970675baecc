//! Calendars and promises: immutable versions. Whatever starts under a version stays under it.

use domain::calendar::{Calendar, Definition, Exception, Fault, Week};
use domain::company::{COMPANY_STREAM, Company, Event};
use domain::content::limits::LINE;
use domain::ids::{CalendarId, PromiseId, UnitId};
use domain::localized::Localized;
use domain::permission::{Action, Resource, can};
use domain::promise::{Amount, Promise, PromiseKind};
use domain::time::Instant;
use store::{StoreError, Tx};

use super::checks::{Checks, bound};
use super::record::{done, done_events};
use crate::Cx;
use crate::aggregate::Stream;
use crate::error::{Answer, AppError};
use crate::words::Words;

/// A new calendar, or a new version of one.
#[derive(Debug, Clone)]
pub struct PublishCalendar {
    /// The unit it is made for: its head may. None: for the company, by an administrator.
    pub unit: Option<UnitId>,
    /// What people call it.
    pub name: Localized,
    /// Its IANA time zone.
    pub zone: String,
    /// The ordinary week.
    pub week: Week,
    /// Days that differ.
    pub exceptions: Vec<Exception>,
    /// The version that it replaces.
    pub replaces: Option<CalendarId>,
    /// From when it may be used; now when left out.
    pub valid_from: Option<Instant>,
}

/// A new promise, or a new version of one.
#[derive(Debug, Clone)]
pub struct PublishPromise {
    /// The unit it is made for: its head may. None: for the company, by an administrator.
    pub unit: Option<UnitId>,
    /// What is promised.
    pub kind: PromiseKind,
    /// Within how much working time.
    pub amount: Amount,
    /// The calendar version that it is counted on.
    pub calendar: CalendarId,
    /// The version that it replaces.
    pub replaces: Option<PromiseId>,
    /// From when it may be given; now when left out.
    pub valid_from: Option<Instant>,
}

fn authorised(cx: &Cx, unit: Option<UnitId>) -> Answer<()> {
    let may = match unit {
        Some(unit) => can(&cx.viewer, Action::EditUnit, Resource::Unit(unit)),
        None => can(&cx.viewer, Action::Administer, Resource::Company),
    };
    if may { Ok(()) } else { Err(AppError::Forbidden) }
}

/// Publishes a calendar version.
///
/// # Errors
/// [`AppError::Invalid`] with the path of every field that is not right, such as `week.mon[1].from`.
pub fn publish_calendar(tx: &mut dyn Tx, cx: &mut Cx, new: PublishCalendar) -> Answer<CalendarId> {
    authorised(cx, new.unit)?;
    if done(tx, cx)?.is_some() {
        return done_events(tx, cx, COMPANY_STREAM)?
            .into_iter()
            .find_map(|event| match event {
                Event::CalendarPublished { calendar, .. } => Some(calendar),
                _ => None,
            })
            .ok_or(AppError::Missing("calendar"));
    }
    let (stream, company) = Stream::<Company>::load(tx, COMPANY_STREAM)?;
    let mut checks = Checks::default();
    let number = match new.replaces.map(|id| company.calendars.get(&id)) {
        None => 1,
        Some(Some(replaced)) => replaced.number + 1,
        Some(None) => {
            checks.problem("replaces", "field-not-found");
            1
        }
    };
    let id = CalendarId(cx.ids.next());
    let exceptions = new
        .exceptions
        .into_iter()
        .enumerate()
        .map(|(place, exception)| Exception {
            name: checks.localized(&format!("exceptions[{place}].name"), &exception.name, LINE, false),
            ..exception
        })
        .collect();
    let definition = Definition {
        id,
        version: number,
        name: checks.localized("name", &new.name, LINE, true),
        zone: new.zone.trim().to_owned(),
        week: new.week,
        exceptions,
    };
    calendar_faults(&mut checks, &definition);
    checks.done()?;
    let mut words = Words::default();
    let event = Event::CalendarPublished {
        calendar: id,
        number,
        body: words.json(cx, "calendar", &definition),
        valid_from: new.valid_from.unwrap_or(cx.now),
    };
    stream.record(tx, cx, &[event], words)?;
    Ok(id)
}

/// Publishes a promise version.
///
/// # Errors
/// [`AppError::Invalid`] with every field that is not right.
pub fn publish_promise(tx: &mut dyn Tx, cx: &mut Cx, new: PublishPromise) -> Answer<PromiseId> {
    authorised(cx, new.unit)?;
    if done(tx, cx)?.is_some() {
        return done_events(tx, cx, COMPANY_STREAM)?
            .into_iter()
            .find_map(|event| match event {
                Event::PromisePublished { promise, .. } => Some(promise),
                _ => None,
            })
            .ok_or(AppError::Missing("promise"));
    }
    let (stream, company) = Stream::<Company>::load(tx, COMPANY_STREAM)?;
    let mut checks = Checks::default();
    let number = match new.replaces.map(|id| company.promises.get(&id)) {
        None => 1,
        Some(Some(replaced)) => replaced.number + 1,
        Some(None) => {
            checks.problem("replaces", "field-not-found");
            1
        }
    };
    checks.require(company.calendars.contains_key(&new.calendar), "calendar", "field-not-found");
    checks.require(new.amount.check().is_ok(), "amount", "field-promise-amount");
    checks.done()?;
    let promise = Promise {
        id: PromiseId(cx.ids.next()),
        version: number,
        kind: new.kind,
        amount: new.amount,
        calendar: new.calendar,
    };
    let event = promise_event(&promise, new.valid_from.unwrap_or(cx.now))?;
    stream.record(tx, cx, &[event], Words::default())?;
    Ok(promise.id)
}

pub(super) fn promise_event(promise: &Promise, valid_from: Instant) -> Answer<Event> {
    let body = serde_json::to_value(promise)
        .map_err(|error| StoreError::inconsistent("promise", "body", promise.id, error.to_string()))?;
    Ok(Event::PromisePublished { promise: promise.id, number: promise.version, body, valid_from })
}

/// Checks a definition; each fault stands at the path of its field.
pub(super) fn calendar_faults(checks: &mut Checks, definition: &Definition) {
    let Err(invalid) = Calendar::new(definition.clone()) else { return };
    for problem in invalid.0 {
        let key = match problem.fault {
            Fault::UnknownZone => "calendar-zone",
            Fault::BadTime => "calendar-time",
            Fault::BadDate => "calendar-date",
            Fault::EmptyStretch => "calendar-empty-stretch",
            Fault::Unsorted => "calendar-unsorted",
            Fault::Overlaps(_) => "calendar-overlaps",
            Fault::SameDate(_) => "calendar-same-date",
            Fault::Unnamed => "field-required",
            Fault::NoHours => "calendar-no-hours",
            Fault::TooMany(limit) => {
                checks.limit(&problem.path, "field-too-many", bound(limit));
                continue;
            }
        };
        checks.problem(&problem.path, key);
    }
}
