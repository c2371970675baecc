//! Company-wide settings: the front desk, the notice of metering, the address.

use std::collections::BTreeSet;

use domain::company::{COMPANY_STREAM, Company, Event};
use domain::content::limits::PAGE;
use domain::ids::{PersonId, UnitId};
use domain::localized::Localized;
use domain::permission::Role;
use store::Tx;
use store::repo;

use super::checks::Checks;
use super::record::done;
use super::units::administers;
use crate::Cx;
use crate::aggregate::Stream;
use crate::error::Answer;
use crate::origin::Origin;
use crate::words::Words;

/// Names the unit and the person that take what no department owns.
///
/// # Errors
/// [`crate::AppError::Invalid`] when the unit is closed or the person does not serve it.
pub fn name_front_desk(tx: &mut dyn Tx, cx: &mut Cx, unit: UnitId, owner: PersonId) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, company) = Stream::<Company>::load(tx, COMPANY_STREAM)?;
    let mut checks = Checks::default();
    let found = repo::unit::by_id(tx, unit)?;
    let right = found.is_some_and(|unit| unit.closed_at.is_none() && !unit.kind.is_outside());
    checks.require(right, "unit", "field-not-found");
    checks.require(repo::person::serves(tx, owner, unit)?, "owner", "person-does-not-serve");
    checks.done()?;
    let event = (company.front_desk != Some((unit, owner))).then_some(Event::FrontDeskNamed { unit, owner });
    stream.record(tx, cx, event.as_slice(), Words::default())
}

/// Says at which address people's browsers reach the company: links that are sent are made of it, and no other host is answered.
///
/// # Errors
/// [`crate::AppError::Invalid`] when it is no address of the web.
pub fn say_address(tx: &mut dyn Tx, cx: &mut Cx, address: &str) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, company) = Stream::<Company>::load(tx, COMPANY_STREAM)?;
    let mut checks = Checks::default();
    let origin = Origin::parse(address);
    checks.require(origin.is_some(), "address", "field-address");
    checks.done()?;
    let address =
        origin.map(|origin| origin.as_str().to_owned()).filter(|new| company.address.as_ref() != Some(new));
    let events: Vec<_> = address.map(|address| Event::AddressSaid { address }).into_iter().collect();
    stream.record(tx, cx, &events, Words::default())
}

/// Publishes the notice that explains metering: what, why, who sees it, how long. Metering is off before it.
///
/// # Errors
/// [`crate::AppError::Invalid`] when it says nothing.
pub fn publish_metering_notice(tx: &mut dyn Tx, cx: &mut Cx, notice: &Localized) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, _) = Stream::<Company>::load(tx, COMPANY_STREAM)?;
    let mut checks = Checks::default();
    let notice = checks.localized("notice", notice, PAGE, true);
    checks.done()?;
    let mut words = Words::default();
    let notice = words.json(cx, "metering_notice", &notice);
    stream.record(tx, cx, &[Event::MeteringNoticePublished { notice }], words)
}

/// Says which roles their holders use with a second factor: whoever holds one and has none yet adds it at the next page.
pub fn require_factor(tx: &mut dyn Tx, cx: &mut Cx, roles: &BTreeSet<Role>) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, company) = Stream::<Company>::load(tx, COMPANY_STREAM)?;
    let event = (company.factor_roles != *roles).then(|| Event::FactorRequired { roles: roles.clone() });
    stream.record(tx, cx, event.as_slice(), Words::default())
}
