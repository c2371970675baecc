//! What every page needs to know of its reader, in a few reads by key: the person, their units and roles, the company.

use domain::company::{Profile, UnitTexts};
use domain::ids::{ContentId, PersonId, RequestId, UnitId};
use domain::localized::{Language, Localized};
use domain::money::Currency;
use domain::permission::{LinkScope, Role};
use domain::time::Instant;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{hot_sql, params};

/// The company as every page needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompanyCard {
    /// Its name.
    pub name: String,
    /// The accounting currency.
    pub currency: Currency,
    /// The name of its time zone.
    pub zone: String,
    /// The language of those who chose none.
    pub language: Language,
    /// People and sums are invented.
    pub demonstration: bool,
    /// The notice that explains metering, when it was published.
    pub metering_notice: Option<ContentId>,
}

/// The company, once it began.
///
/// # Errors
/// The database's.
pub fn company(tx: &mut dyn Tx) -> Result<Option<CompanyCard>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT m.id, n.body, m.currency, m.zone, m.language, m.demonstration, m.metering_notice
             FROM company m JOIN content n ON n.id = m.name WHERE m.id = 1"
        ),
        params![],
    )?;
    row.map(|row| {
        Ok(CompanyCard {
            name: row.text(1)?.to_owned(),
            currency: row.code(2, |code| code.parse().ok())?,
            zone: row.text(3)?.to_owned(),
            language: row.code(4, Language::from_code)?,
            demonstration: row.bool(5)?,
            metering_notice: row.opt_id(6)?,
        })
    })
    .transpose()
}

/// A person as every page needs them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonCard {
    /// Who.
    pub id: PersonId,
    /// What is personal; empty when erased.
    pub profile: Profile,
    /// The language they chose.
    pub language: Language,
    /// They belong to an outside organisation.
    pub outside: bool,
    /// When they read the notice of metering.
    pub notice_seen_at: Option<Instant>,
    /// Units they belong to, the longest first.
    pub units: Vec<(UnitId, Localized)>,
    /// Roles they hold; company roles have no unit.
    pub grants: Vec<(Role, Option<UnitId>)>,
}

/// A person who is active.
///
/// # Errors
/// The database's.
pub fn person(tx: &mut dyn Tx, id: PersonId) -> Result<Option<PersonCard>, StoreError> {
    let Some(row) = tx.query_opt(
        hot_sql!(
            "SELECT p.id, c.body, p.language, p.outside, p.notice_seen_at
             FROM person p JOIN content c ON c.id = p.profile WHERE p.id = $1 AND p.active = 1"
        ),
        params![id],
    )?
    else {
        return Ok(None);
    };
    let units = tx.query(
        hot_sql!(
            "SELECT m.unit, c.body FROM membership m JOIN unit u ON u.id = m.unit JOIN content c ON c.id = u.texts
             WHERE m.person = $1 AND m.ended_at IS NULL ORDER BY m.started_at, m.unit"
        ),
        params![id],
    )?;
    let grants = tx.query(
        hot_sql!("SELECT role, unit FROM role_grant WHERE person = $1 ORDER BY role, unit"),
        params![id],
    )?;
    Ok(Some(PersonCard {
        id,
        profile: json(&row, 1)?,
        language: row.code(2, Language::from_code)?,
        outside: row.bool(3)?,
        notice_seen_at: row.opt_instant(4)?,
        units: units
            .iter()
            .map(|row| Ok((row.id(0)?, json::<UnitTexts>(row, 1)?.name)))
            .collect::<Result<_, StoreError>>()?,
        grants: grants.iter().map(grant).collect::<Result<_, StoreError>>()?,
    }))
}

fn grant(row: &Row) -> Result<(Role, Option<UnitId>), StoreError> {
    let role = row.code(0, Role::from_code)?;
    Ok((role, if role.of_a_unit() { Some(row.id(1)?) } else { None }))
}

/// JSON of a content row; the default when it was erased.
fn json<T: DeserializeOwned + Default>(row: &Row, at: usize) -> Result<T, StoreError> {
    match row.text(at)? {
        "" => Ok(T::default()),
        body => serde_json::from_str(body).map_err(|error| row.wrong(at, error.to_string())),
    }
}

/// A link that was sent outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutsideLink {
    /// What it opens.
    pub scope: LinkScope,
    /// Whether it still does.
    pub works: bool,
}

/// The link whose secret has this hash.
///
/// # Errors
/// The database's.
pub fn outside_link(tx: &mut dyn Tx, secret: &str, now: Instant) -> Result<Option<OutsideLink>, StoreError> {
    let row = tx.query_opt(
        hot_sql!("SELECT request, unit, expires_at, revoked_at FROM outside_link WHERE secret = $1"),
        params![secret],
    )?;
    row.map(|row| {
        let (request, unit): (RequestId, UnitId) = (row.id(0)?, row.id(1)?);
        let works = row.instant(2)? > now && row.is_null(3)?;
        Ok(OutsideLink { scope: LinkScope { request, unit }, works })
    })
    .transpose()
}
