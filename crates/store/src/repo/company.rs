//! The one row of the company.

use std::collections::BTreeSet;

use domain::company::Company;
use domain::ids::{PersonId, UnitId};
use domain::localized::Language;
use domain::money::Currency;
use domain::permission::Role;
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::{is_set, select};
use crate::repo::calendar;
use crate::table::table;
use crate::tx::Tx;
use crate::value::Row;
use crate::{hot_sql, params};

table! {
    /// The one row of the company.
    pub COMPANY: State "company";
    /// The values of the row.
    pub fn values(company: &Company) {
        key id = 1,
        once name = company.name.id,
        once currency = company.currency,
        once zone = &company.zone,
        once language = company.language,
        once demonstration = company.demonstration,
        set metering_notice = company.metering_notice.as_ref().map(|notice| notice.id),
        set front_desk = company.front_desk.map(|(unit, _)| unit),
        set front_desk_owner = company.front_desk.map(|(_, owner)| owner),
        set address = company.address.as_deref(),
        set factor_roles = words_of(&company.factor_roles),
    }
}

fn words_of(roles: &BTreeSet<Role>) -> String {
    roles.iter().map(|role| role.code()).collect::<Vec<_>>().join(" ")
}

/// Roles by their words; those of a newer program are left out.
fn roles(row: &Row, at: usize) -> Result<BTreeSet<Role>, StoreError> {
    Ok(row.text(at)?.split(' ').filter_map(Role::from_code).collect())
}

/// Writes the row and the calendar and promise versions that are new.
pub fn save(tx: &mut dyn Tx, before: Option<&Company>, company: &Company) -> Result<(), StoreError> {
    let now = values(company);
    if before.map(values).as_ref() != Some(&now) {
        tx.execute_one(hot_sql!(upsert COMPANY), &now)?;
    }
    for (id, version) in &company.calendars {
        if !before.is_some_and(|before| before.calendars.contains_key(id)) {
            calendar::insert_calendar(tx, *id, version)?;
        }
    }
    for (id, version) in &company.promises {
        if !before.is_some_and(|before| before.promises.contains_key(id)) {
            calendar::insert_promise(tx, *id, version)?;
        }
    }
    Ok(())
}

select! {
    /// The company as pages need it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct CompanyView from "company k JOIN content c ON c.id = k.name" {
        /// Its name.
        pub name: String = "c.body",
        /// What money is counted in.
        pub currency: Currency = "k.currency",
        /// The IANA time zone.
        pub zone: String = "k.zone",
        /// The language of what the product says on its own.
        pub language: Language = "k.language",
        /// True when everything in it is made up.
        pub demonstration: bool = "k.demonstration",
        /// True when the notice that explains metering is published.
        pub metering: bool = "k.metering_notice" => is_set,
        /// The unit and person that take what no department owns.
        pub front_desk: Option<(UnitId, PersonId)> = "k.front_desk, k.front_desk_owner",
        /// The address at which people's browsers reach it, once somebody said it.
        pub address: Option<String> = "k.address",
        /// Roles whose holders sign in with a second factor.
        pub factor_roles: BTreeSet<Role> = "k.factor_roles" => roles,
    }
}

/// The company; none before its first run.
pub fn current(tx: &mut dyn Tx) -> Result<Option<CompanyView>, StoreError> {
    tx.opt(hot_sql!(CompanyView, "WHERE k.id = 1"), &[])
}

/// The words of the notice that explains metering, as [`domain::localized::Localized`] in JSON.
pub fn metering_notice(tx: &mut dyn Tx) -> Result<Option<String>, StoreError> {
    tx.opt(
        hot_sql!("SELECT c.body FROM company k JOIN content c ON c.id = k.metering_notice WHERE k.id = $1"),
        params![1],
    )
}

/// When the notice that explains metering was published; none before.
pub fn metering_since(tx: &mut dyn Tx) -> Result<Option<Instant>, StoreError> {
    tx.opt(
        hot_sql!(
            "SELECT c.created_at FROM company k JOIN content c ON c.id = k.metering_notice WHERE k.id = $1"
        ),
        params![1],
    )
}
