//! The company's own use cases: first run, units, people, services, calendars, promises; and reading them.
//!
//! Every command authorises first, is done once for its key, and writes history, words, rows and index together. A
//! command that finds everything as it should be already writes nothing.

mod belonging;
mod cache;
mod checks;
mod import;
mod index;
mod known_by;
mod leavers;
mod names;
mod newcomers;
mod people;
mod people_read;
mod rates;
mod read;
mod record;
mod replay;
mod services;
mod settings;
mod setup;
mod start;
mod storefront;
mod units;
mod versions;

pub use belonging::{StartMembership, end_membership, grant_role, revoke_role, start_membership};
pub use checks::{CODE, version_of};
pub use import::{
    Change, Column, ImportMode, ImportReport, MAX_BYTES, MAX_ROWS, Missing, Planned, Problem, import_people,
};
pub(crate) use index::index_service;
pub use index::{KIND, searched};
pub use known_by::{HR, Identity, person_known_as};
pub use leavers::{Leavers, Mentioned, dismiss, leavers, still};
pub use names::{known_services, known_units};
pub use newcomers::{NewColleague, NewService, NewUnit, Newcomers, admit, known_to};
pub use people::{
    NewPerson, RegisterPerson, change_profile, choose_language, link_identity, register_person,
    see_metering_notice, switch,
};
pub use people_read::{
    Me, PersonView, SignedIn, head_of, is_active, people, people_of_unit, person, present, providers_of,
    serves, unit_of, viewer_of, who_holds,
};
pub(crate) use rates::hour_rates;

/// What the kinds of the company's events begin with.
pub const EVENTS: &str = <domain::company::Event as domain::history::Events>::PREFIX;
pub use rates::{COUNTED, HourRate, RatedUnit, SetRate, rates, set_rate};
pub use read::*;
pub use replay::{Replay, TableRows, key_of, replay_company};
pub use services::{
    CriterionInput, PublishServiceVersion, change_stage, create_service, publish_service_version,
};
pub use settings::{name_front_desk, publish_metering_notice, require_factor, say_address};
pub use setup::{Setup, setup};
pub use start::{StartCompany, Started, could_start, start_company};
pub use storefront::{Storefront, storefront};
pub(crate) use units::administers;
pub use units::{
    ChangeUnitTexts, CreateUnit, SetFrontDoor, change_unit_texts, close_unit, create_unit, move_unit,
    set_budget_mode, set_front_door,
};
pub use versions::{PublishCalendar, PublishPromise, publish_calendar, publish_promise};
