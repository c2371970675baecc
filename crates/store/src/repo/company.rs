//! The one row of the company.

use domain::company::Company;
use domain::ids::{PersonId, UnitId};
use domain::localized::Language;
use domain::money::Currency;
use domain::time::Instant;

use crate::error::StoreError;
use crate::repo::calendar;
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params};

/// The columns of the row, in the order of [`values`]; the first is its key.
pub const COLUMNS: &[&str] = &[
    "id",
    "name",
    "currency",
    "zone",
    "language",
    "demonstration",
    "metering_notice",
    "front_desk",
    "front_desk_owner",
    "address",
];

/// The values of the row.
pub fn values(company: &Company) -> Vec<Value> {
    vec![
        1_i64.into(),
        company.name.id.into(),
        company.currency.code().into(),
        company.zone.as_str().into(),
        company.language.code().into(),
        company.demonstration.into(),
        company.metering_notice.as_ref().map(|notice| notice.id).into(),
        company.front_desk.map(|(unit, _)| unit).into(),
        company.front_desk.map(|(_, owner)| owner).into(),
        company.address.as_deref().into(),
    ]
}

/// Writes the row and the calendar and promise versions that are new.
pub fn save(tx: &mut dyn Tx, before: Option<&Company>, company: &Company) -> Result<(), StoreError> {
    let now = values(company);
    if before.map(values).as_ref() != Some(&now) {
        tx.execute_one(
            hot_sql!(
                "INSERT INTO company (id, name, currency, zone, language, demonstration, metering_notice, front_desk,
                   front_desk_owner, address)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                 ON CONFLICT (id) DO UPDATE SET metering_notice = excluded.metering_notice,
                   front_desk = excluded.front_desk, front_desk_owner = excluded.front_desk_owner,
                   address = excluded.address"
            ),
            &now,
        )?;
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

/// The company as pages need it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyView {
    /// Its name.
    pub name: String,
    /// What money is counted in.
    pub currency: Currency,
    /// The IANA time zone.
    pub zone: String,
    /// The language of what the product says on its own.
    pub language: Language,
    /// True when everything in it is made up.
    pub demonstration: bool,
    /// True when the notice that explains metering is published.
    pub metering: bool,
    /// The unit and person that take what no department owns.
    pub front_desk: Option<(UnitId, PersonId)>,
    /// The address at which people's browsers reach it, once somebody said it.
    pub address: Option<String>,
}

/// The company; none before its first run.
pub fn current(tx: &mut dyn Tx) -> Result<Option<CompanyView>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT k.id, c.body, k.currency, k.zone, k.language, k.demonstration, k.metering_notice, k.front_desk,
               k.front_desk_owner, k.address
             FROM company k JOIN content c ON c.id = k.name WHERE k.id = 1"
        ),
        &[],
    )?;
    let Some(row) = row else { return Ok(None) };
    let front_desk = row.opt_id(7)?.zip(row.opt_id(8)?);
    Ok(Some(CompanyView {
        name: row.text(1)?.to_owned(),
        currency: row.code(2, |code| code.parse().ok())?,
        zone: row.text(3)?.to_owned(),
        language: row.code(4, Language::from_code)?,
        demonstration: row.bool(5)?,
        metering: !row.is_null(6)?,
        front_desk,
        address: row.opt_text(9)?.map(str::to_owned),
    }))
}

/// The words of the notice that explains metering, as [`domain::localized::Localized`] in JSON.
pub fn metering_notice(tx: &mut dyn Tx) -> Result<Option<String>, StoreError> {
    let row = tx.query_opt(
        hot_sql!("SELECT c.body FROM company k JOIN content c ON c.id = k.metering_notice WHERE k.id = $1"),
        params![1],
    )?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// When the notice that explains metering was published; none before.
pub fn metering_since(tx: &mut dyn Tx) -> Result<Option<Instant>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT c.created_at FROM company k JOIN content c ON c.id = k.metering_notice WHERE k.id = $1"
        ),
        params![1],
    )?;
    row.map(|row| row.instant(0)).transpose()
}
