//! The company-wide stream: settings, calendars, promises.

use std::collections::{BTreeMap, BTreeSet};

use super::{Event, FOREIGN, TWICE, UNBEGUN};
use crate::aggregate::Folded;
use crate::content::ContentRef;
use crate::ids::{CalendarId, PersonId, PromiseId, UnitId};
use crate::localized::Language;
use crate::money::Currency;
use crate::permission::Role;
use crate::promise::{Promise, PromiseKind};
use crate::time::Instant;

/// The company as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Company {
    /// Its name.
    pub name: ContentRef,
    /// What money is counted in.
    pub currency: Currency,
    /// The IANA time zone.
    pub zone: String,
    /// The language of what the product says on its own.
    pub language: Language,
    /// True when everything in it is made up.
    pub demonstration: bool,
    /// The notice that explains metering; none while metering is off.
    pub metering_notice: Option<ContentRef>,
    /// The unit and person that take what no department owns.
    pub front_desk: Option<(UnitId, PersonId)>,
    /// The address at which people's browsers reach it, once somebody said it.
    pub address: Option<String>,
    /// Roles whose holders sign in with a second factor.
    pub factor_roles: BTreeSet<Role>,
    /// Every calendar version.
    pub calendars: BTreeMap<CalendarId, CalendarVersion>,
    /// Every promise version.
    pub promises: BTreeMap<PromiseId, PromiseVersion>,
    /// The promise and calendar that units start with: the first-answer promise that was published first.
    pub starting: Option<(PromiseId, CalendarId)>,
}

/// One version of a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarVersion {
    /// Counts from 1 along the versions that replace each other.
    pub number: u32,
    /// Its definition in JSON.
    pub body: ContentRef,
    /// From when it may be used.
    pub valid_from: Instant,
}

/// One version of a promise.
#[derive(Debug, Clone, PartialEq)]
pub struct PromiseVersion {
    /// Counts from 1 along the versions that replace each other.
    pub number: u32,
    /// The promise in JSON.
    pub body: serde_json::Value,
    /// From when it may be given.
    pub valid_from: Instant,
}

impl Folded for Company {
    type Event = Event;

    fn evolve(before: Option<Self>, event: &Event, _at: Instant) -> Result<Self, &'static str> {
        if let Event::Started { name, currency, zone, language, demonstration } = event {
            return if before.is_some() {
                Err(TWICE)
            } else {
                Ok(Self {
                    name: name.clone(),
                    currency: *currency,
                    zone: zone.clone(),
                    language: *language,
                    demonstration: *demonstration,
                    metering_notice: None,
                    front_desk: None,
                    address: None,
                    factor_roles: BTreeSet::new(),
                    calendars: BTreeMap::new(),
                    promises: BTreeMap::new(),
                    starting: None,
                })
            };
        }
        let mut company = before.ok_or(UNBEGUN)?;
        match event {
            Event::MeteringNoticePublished { notice } => company.metering_notice = Some(notice.clone()),
            Event::FrontDeskNamed { unit, owner } => company.front_desk = Some((*unit, *owner)),
            Event::AddressSaid { address } => company.address = Some(address.clone()),
            Event::FactorRequired { roles } => company.factor_roles = roles.clone(),
            Event::CalendarPublished { calendar, number, body, valid_from } => {
                let version =
                    CalendarVersion { number: *number, body: body.clone(), valid_from: *valid_from };
                if company.calendars.insert(*calendar, version).is_some() {
                    return Err("a calendar version is published twice");
                }
            }
            Event::PromisePublished { promise, number, body, valid_from } => {
                let version = PromiseVersion { number: *number, body: body.clone(), valid_from: *valid_from };
                if company.promises.insert(*promise, version).is_some() {
                    return Err("a promise version is published twice");
                }
                let known: Promise =
                    serde_json::from_value(body.clone()).map_err(|_| "a promise that cannot be read")?;
                if company.starting.is_none() && known.kind == PromiseKind::FirstAnswer {
                    company.starting = Some((*promise, known.calendar));
                }
            }
            _ => return Err(FOREIGN),
        }
        Ok(company)
    }
}
