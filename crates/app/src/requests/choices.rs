//! What the forms of a request offer to choose from.

use domain::ids::{PersonId, ServiceId, UnitId};
use domain::localized::Localized;
use domain::permission::{Action, Resource, can};
use store::Tx;
use store::repo::person;

use super::page::RequestPage;
use crate::Cx;
use crate::company;
use crate::error::{Answer, AppError};

/// A service that can be ordered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceChoice {
    /// Its id.
    pub id: ServiceId,
    /// Whose product it is.
    pub unit: UnitId,
    /// What it is called.
    pub name: Localized,
}

/// Services that can be ordered, in the order they came into being.
///
/// # Errors
/// [`AppError::Forbidden`] for somebody who may not browse them; the database's.
pub fn services(tx: &mut dyn Tx, cx: &Cx) -> Answer<Vec<ServiceChoice>> {
    if !can(&cx.viewer, Action::BrowseServices, Resource::Company) {
        return Err(AppError::Forbidden);
    }
    let services = company::known_services(tx, &cx.viewer)?.into_iter();
    Ok(services
        .filter_map(|service| {
            let name = service.offered?.texts.name;
            Some(ServiceChoice { id: service.id, unit: service.unit, name })
        })
        .collect())
}

/// Somebody who can be asked to take part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonChoice {
    /// Their id.
    pub id: PersonId,
    /// The unit they are listed with.
    pub unit: UnitId,
    /// Their name; empty when erased.
    pub name: String,
}

/// People of the customer's and of the providing unit who do not take part yet, for whoever reads the whole request.
///
/// # Errors
/// The database's.
pub fn people(tx: &mut dyn Tx, page: &RequestPage) -> Answer<Vec<PersonChoice>> {
    let request = &page.request;
    let mut people: Vec<PersonChoice> = Vec::new();
    if page.sight != super::page::Sight::Whole {
        return Ok(people);
    }
    for unit in [request.customer_unit, request.unit] {
        for colleague in person::of_unit(tx, unit)? {
            let takes_part = request.customer == colleague.id || request.participants.contains(&colleague.id);
            if !takes_part && people.iter().all(|known| known.id != colleague.id) {
                people.push(PersonChoice { id: colleague.id, unit, name: colleague.name });
            }
        }
    }
    Ok(people)
}
