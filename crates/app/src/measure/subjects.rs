//! Whose pages are measured.

use domain::actor::Channel;
use domain::ids::{PersonId, StreamId, UnitId};
use domain::ledger::{Period, PeriodLength};
use domain::time::Instant;
use store::audit::{Extreme, extreme};
use store::{StoreError, Tx, repo};

use crate::Cx;
use crate::company::viewer_of;
use crate::error::{Answer, AppError};
use crate::ledger::Books;
use crate::requests::lists;

/// Hardly any rows, or the most there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// The fewest, but some.
    Few,
    /// The most.
    Many,
}

/// Whom and what pages are shown of.
#[derive(Debug, Clone)]
pub struct Subject {
    /// Somebody with few or many open requests of their own.
    pub customer: Cx,
    /// The head of a unit with few or many open requests.
    pub head: Cx,
    /// The code of that unit.
    pub desk: String,
    /// Its id.
    pub desk_unit: UnitId,
    /// The head of a unit with few or many postings.
    pub payer: Cx,
    /// That unit.
    pub account: UnitId,
    /// The present quarter.
    pub period: Period,
    /// An ended request with few or many events.
    pub request: i64,
    /// Its customer.
    pub requester: Cx,
    /// The code of a service with few or many reviews.
    pub service: String,
    /// Words with few or many hits.
    pub words: String,
    /// An administrator.
    pub administrator: Cx,
}

fn context(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Answer<Cx> {
    let known = viewer_of(tx, person)?.ok_or(AppError::Missing("person"))?;
    Ok(Cx::new(known.viewer, now, Channel::Web, None, [7; 32]))
}

/// Finds a subject in a filled company. It reads whole tables: for tests and measuring only.
///
/// # Errors
/// [`AppError::Missing`] when the company has nobody and nothing of the kind.
pub fn subject(tx: &mut dyn Tx, extent: Extent, now: Instant) -> Answer<Subject> {
    let most = extent == Extent::Many;
    let mut find = |what| -> Answer<Vec<u8>> { extreme(tx, what, most)?.ok_or(AppError::Missing("subject")) };
    let [customer, desk, account, service, request] = [
        find(Extreme::Customer)?,
        find(Extreme::Desk)?,
        find(Extreme::Account)?,
        find(Extreme::Service)?,
        find(Extreme::Request)?,
    ];
    let id = |bytes: &[u8]| uuid::Uuid::from_slice(bytes).map_err(|error| wrong(&error.to_string()));
    let request = crate::requests::load(tx, domain::ids::RequestId(id(&request)?))?.request;
    let desk = unit(tx, UnitId(id(&desk)?))?;
    let account = unit(tx, UnitId(id(&account)?))?;
    let books = Books::load(tx)?;
    let period =
        Period::containing(books.day(now), PeriodLength::Quarter).ok_or_else(|| wrong("the year"))?;
    let service = repo::service::by_id(tx, domain::ids::ServiceId(id(&service)?))?;
    let owner = |unit: &repo::unit::UnitView| unit.owner.ok_or(AppError::Missing("owner"));
    let administrators = repo::person::holders(tx, domain::permission::Role::Administrator, None)?;
    let administrator = administrators.first().ok_or(AppError::Missing("administrator"))?.0;
    let customer = context(tx, PersonId(id(&customer)?), now)?;
    let own = lists::mine(tx, &customer, true, None, 1)?;
    let title = own.first().map(|row| row.title.clone()).unwrap_or_default();
    Ok(Subject {
        customer,
        head: context(tx, owner(&desk)?, now)?,
        desk: desk.code.clone(),
        desk_unit: desk.id,
        payer: context(tx, owner(&account)?, now)?,
        account: account.id,
        period,
        request: request.number,
        requester: context(tx, request.customer, now)?,
        service: service.ok_or(AppError::Missing("service"))?.code,
        // One's own words find little more than that one request; frequent words find as many as are shown.
        words: if most {
            format!("{title} настроить проверить подготовить")
        } else {
            title
        },
        administrator: context(tx, administrator, now)?,
    })
}

fn unit(tx: &mut dyn Tx, id: UnitId) -> Answer<repo::unit::UnitView> {
    repo::unit::by_id(tx, id)?.ok_or(AppError::Missing("unit"))
}

fn wrong(detail: &str) -> StoreError {
    StoreError::inconsistent("request", "id", StreamId(uuid::Uuid::nil()), detail)
}
