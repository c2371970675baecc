//! The company's rows as its history tells them, to be compared with the rows that are there.

use std::collections::BTreeMap;

use base16ct::lower::encode_string as hex;
use domain::aggregate::Folded as _;
use domain::company::{COMPANY_STREAM, Entity, Event, Person, Service, ServiceStage, Unit};
use domain::history::Recorded;
use domain::ids::StreamId;
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
    entities: BTreeMap<StreamId, Entity>,
}

impl Replay {
    /// Takes the next event of its stream.
    ///
    /// # Errors
    /// [`StoreError::Inconsistent`] when it does not follow from those before it.
    pub fn push(&mut self, recorded: &Recorded<Event>) -> Result<(), StoreError> {
        let Recorded { stream, seq, envelope, event } = recorded;
        let before = self.entities.remove(stream);
        let folded = Entity::evolve(before, event, envelope.occurred_at).and_then(|entity| match entity {
            Entity::Company(_) if *stream != COMPANY_STREAM => {
                Err("the company's event stands on another stream")
            }
            entity => Ok(entity),
        });
        let entity = folded.map_err(|problem| {
            StoreError::inconsistent("event", "data", format!("{} {seq}", stream.0), problem)
        })?;
        self.entities.insert(*stream, entity);
        Ok(())
    }

    fn units(&self) -> impl Iterator<Item = &Unit> {
        self.entities.values().filter_map(|entity| match entity {
            Entity::Unit(unit) => Some(unit),
            _ => None,
        })
    }

    fn people(&self) -> impl Iterator<Item = &Person> {
        self.entities.values().filter_map(|entity| match entity {
            Entity::Person(person) => Some(person),
            _ => None,
        })
    }

    fn services(&self) -> impl Iterator<Item = &Service> {
        self.entities.values().filter_map(|entity| match entity {
            Entity::Service(service) => Some(service),
            _ => None,
        })
    }

    /// Services that the index holds: published ones that may be ordered or are ideas.
    pub fn indexed_services(&self) -> impl Iterator<Item = &Service> + '_ {
        self.services().filter(|service| {
            service.current().is_some()
                && (service.stage.is_orderable() || service.stage == ServiceStage::Idea)
        })
    }

    /// Every row of the company's state tables.
    pub fn tables(&self) -> Vec<TableRows> {
        let company = self.entities.get(&COMPANY_STREAM).and_then(|entity| match entity {
            Entity::Company(company) => Some(company),
            _ => None,
        });
        let calendars = company.iter().flat_map(|company| &company.calendars);
        let promises = company.iter().flat_map(|company| &company.promises);
        let versions = self.services().flat_map(|service| {
            service.versions.iter().map(|(version, from)| service::version_values(service.id, version, *from))
        });
        vec![
            table(&company::COMPANY, company.map(company::values)),
            table(
                &calendar::CALENDAR,
                calendars.map(|(id, version)| calendar::calendar_values(*id, version)),
            ),
            table(&calendar::PROMISE, promises.map(|(id, version)| calendar::promise_values(*id, version))),
            table(&unit::UNIT, self.units().map(unit::values)),
            table(&rate::UNIT_RATE, self.units().flat_map(rate::rows)),
            table(&person::PERSON, self.people().map(person::values)),
            table(&person::IDENTITY, self.people().flat_map(person::identity_rows)),
            table(&person::MEMBERSHIP, self.people().flat_map(person::membership_rows)),
            table(&person::GRANT, self.people().flat_map(person::grant_rows)),
            table(&service::SERVICE, self.services().map(service::values)),
            table(&service::SERVICE_VERSION, versions),
        ]
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
    Ok(replay.tables())
}

fn table(table: &'static Table, rows: impl IntoIterator<Item = Vec<Value>>) -> TableRows {
    let rows = rows.into_iter().map(|row| (key_of(&row[..table.key()]), row)).collect();
    TableRows { table, rows }
}
