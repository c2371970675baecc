//! The company's rows as its history tells them, to be compared with the rows that are there.

use std::collections::BTreeMap;

use base16ct::lower::encode_string as hex;
use domain::company::{COMPANY_STREAM, Company, Event, Folded, Person, Service, ServiceStage, Unit};
use domain::history::Recorded;
use domain::ids::{ServiceId, StreamId};
use store::repo::{calendar, company, person, rate, service, unit};
use store::tables::Table;
use store::{StoreError, Value};

/// The rows that one table must have.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRows {
    /// The table.
    pub table: &'static Table,
    /// The values of each row by [`key_of`].
    pub rows: BTreeMap<String, Vec<Value>>,
}

/// The key of a row in words: what a report names it by.
pub fn key_of(key: &[Value]) -> String {
    let word = |value: &Value| match value {
        Value::Bytes(bytes) => match uuid::Uuid::from_slice(bytes) {
            Ok(id) => id.to_string(),
            Err(_) => hex(bytes),
        },
        Value::Int(int) => int.to_string(),
        Value::Real(real) => real.to_string(),
        Value::Text(text) => text.to_string(),
        Value::Null => "null".to_owned(),
    };
    key.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Folds the company's events as they come, stream by stream or mixed.
#[derive(Debug, Default)]
pub struct Replay {
    company: Option<Company>,
    units: BTreeMap<StreamId, Unit>,
    people: BTreeMap<StreamId, Person>,
    services: BTreeMap<StreamId, Service>,
}

impl Replay {
    /// Takes the next event of its stream.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when it does not follow from those before it.
    pub fn push(&mut self, recorded: &Recorded<Event>) -> Result<(), StoreError> {
        let Recorded { stream, seq, envelope, event } = recorded;
        let at = envelope.occurred_at;
        let folded = match kind_of(event) {
            Kind::Company if *stream == COMPANY_STREAM => {
                Company::evolve(self.company.take(), event, at).map(|state| self.company = Some(state))
            }
            Kind::Company => Err("the company's event stands on another stream"),
            Kind::Unit => step(&mut self.units, *stream, event, at),
            Kind::Person => step(&mut self.people, *stream, event, at),
            Kind::Service => step(&mut self.services, *stream, event, at),
        };
        folded.map_err(|problem| {
            StoreError::inconsistent("event", "data", format!("{} {seq}", stream.0), problem)
        })
    }

    /// Services that the index holds: published ones that may be ordered or are ideas.
    pub fn indexed_services(&self) -> impl Iterator<Item = ServiceId> + '_ {
        let held = |service: &&Service| {
            service.current().is_some()
                && (service.stage.is_orderable() || service.stage == ServiceStage::Idea)
        };
        self.services.values().filter(held).map(|service| service.id)
    }

    /// Every row of the company's state tables.
    ///
    /// # Errors
    /// Facts that JSON cannot hold; there are none.
    pub fn tables(&self) -> Result<Vec<TableRows>, StoreError> {
        let company = self.company.as_ref();
        let calendars = company.iter().flat_map(|company| &company.calendars);
        let promises = company.iter().flat_map(|company| &company.promises);
        let versions = self.services.values().flat_map(|service| {
            service.versions.iter().map(|(version, from)| service::version_values(service.id, version, *from))
        });
        let people = || self.people.values();
        Ok(vec![
            table(&company::COMPANY, company.map(company::values)),
            table(
                &calendar::CALENDAR,
                calendars.map(|(id, version)| calendar::calendar_values(*id, version)),
            ),
            table(&calendar::PROMISE, promises.map(|(id, version)| calendar::promise_values(*id, version))),
            table(&unit::UNIT, self.units.values().map(unit::values)),
            table(&rate::UNIT_RATE, self.units.values().flat_map(rate::rows)),
            table(&person::PERSON, people().map(person::values)),
            table(&person::IDENTITY, people().flat_map(person::identity_rows)),
            table(&person::MEMBERSHIP, people().flat_map(person::membership_rows)),
            table(&person::GRANT, people().flat_map(person::grant_rows)),
            table(&service::SERVICE, self.services.values().map(service::values)),
            table(&service::SERVICE_VERSION, versions),
        ])
    }
}

/// The rows that a whole history makes.
///
/// # Errors
/// [`StoreError::Inconsistent`] with the event that does not follow.
pub fn replay_company<'a>(
    events: impl IntoIterator<Item = &'a Recorded<Event>>,
) -> Result<Vec<TableRows>, StoreError> {
    let mut replay = Replay::default();
    for recorded in events {
        replay.push(recorded)?;
    }
    replay.tables()
}

fn table(table: &'static Table, rows: impl IntoIterator<Item = Vec<Value>>) -> TableRows {
    let rows = rows.into_iter().map(|row| (key_of(&row[..table.key()]), row)).collect();
    TableRows { table, rows }
}

fn step<S: Folded>(
    states: &mut BTreeMap<StreamId, S>,
    stream: StreamId,
    event: &Event,
    at: domain::time::Instant,
) -> Result<(), &'static str> {
    let state = S::evolve(states.remove(&stream), event, at)?;
    states.insert(stream, state);
    Ok(())
}

enum Kind {
    Company,
    Unit,
    Person,
    Service,
}

/// Which kind of stream an event belongs to.
fn kind_of(event: &Event) -> Kind {
    match event {
        Event::Started { .. }
        | Event::MeteringNoticePublished { .. }
        | Event::FrontDeskNamed { .. }
        | Event::AddressSaid { .. }
        | Event::CalendarPublished { .. }
        | Event::PromisePublished { .. } => Kind::Company,
        Event::UnitCreated { .. }
        | Event::UnitTextsChanged { .. }
        | Event::UnitMoved { .. }
        | Event::UnitClosed { .. }
        | Event::FrontDoorSet { .. }
        | Event::BudgetModeSet { .. }
        | Event::RateSet { .. }
        | Event::BudgetIssued { .. }
        | Event::BudgetWithdrawn { .. } => Kind::Unit,
        Event::PersonRegistered { .. }
        | Event::ProfileChanged { .. }
        | Event::LanguageChosen { .. }
        | Event::IdentityLinked { .. }
        | Event::IdentityUnlinked { .. }
        | Event::MembershipStarted { .. }
        | Event::MembershipEnded { .. }
        | Event::RoleGranted { .. }
        | Event::RoleRevoked { .. }
        | Event::SwitchedOff { .. }
        | Event::SwitchedOn { .. }
        | Event::MeteringNoticeSeen { .. } => Kind::Person,
        Event::ServiceCreated { .. }
        | Event::ServiceVersionPublished { .. }
        | Event::ServiceStageChanged { .. } => Kind::Service,
    }
}
