//! The company itself: units, people, services, calendars, promises, budgets. Each is a small stream of its own, so
//! that every row of the state tables can be rebuilt from history: rows are written from what [`Folded::evolve`](crate::aggregate::Folded::evolve) gives, on writing and on replay alike.

mod entity;
mod event;
mod parts;
mod person;
mod rate;
mod service;
mod settings;
mod unit;

#[cfg(test)]
mod tests;

use uuid::Uuid;

use crate::ids::StreamId;

pub use entity::Entity;
pub use event::{Event, EventKind};
pub use parts::{
    COMPANY_UNIT, Pricing, Profile, ServiceStage, ServiceTexts, ServiceVersion, UnitKind, UnitTexts,
};
pub use person::{Membership, Person};
pub use rate::{FEWEST_PEOPLE, MAX_PER_HOUR, RateVersion, holders, in_force};
pub use service::Service;
pub use settings::{CalendarVersion, Company, PromiseVersion};
pub use unit::Unit;

/// The one stream of company-wide settings, calendars and promises.
pub const COMPANY_STREAM: StreamId = StreamId(Uuid::from_u128(1));

/// Why an event does not follow.
const FOREIGN: &str = "the event belongs to another kind of stream";
const TWICE: &str = "it begins twice";
const UNBEGUN: &str = "something happens to it before it begins";
