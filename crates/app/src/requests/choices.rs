//! What the forms of a request offer to choose from.

use domain::ids::{PersonId, ServiceId, UnitId};
use domain::localized::Localized;
use domain::permission::{Action, Resource, can};
use domain::request::{Side, may_be_entrusted, takes_part_as};
use store::Tx;
use store::repo::person;

use super::shown::RequestPage;
use super::standing::belonging;
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

/// Services that the viewer knows and that can be ordered by them, or by the customer to whose request they give a service, in the
/// order they came into being.
///
/// # Errors
/// [`AppError::Forbidden`] for somebody who may not browse them.
pub fn services(tx: &mut dyn Tx, cx: &Cx, customer: Option<PersonId>) -> Answer<Vec<ServiceChoice>> {
    if !can(&cx.viewer, Action::BrowseServices, Resource::Company) {
        return Err(AppError::Forbidden);
    }
    let orders = match customer {
        None => Some(cx.viewer.clone()),
        Some(customer) => company::viewer_of(tx, customer)?.map(|signed_in| signed_in.viewer),
    };
    let Some(orders) = orders else { return Ok(Vec::new()) };
    let services = company::known_services(tx, &cx.viewer)?.into_iter();
    Ok(services
        .filter(|service| can(&orders, Action::OrderService, Resource::Service(&service.facts())))
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

/// Which people a form of the request offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// Whom the viewer may let take part.
    ToTakePart,
    /// Whom the customer may entrust.
    ToAct,
}

/// People of the customer's, the payer's and the providing unit whom the viewer may let take part or entrust: by the same rule as
/// the step itself asks.
pub fn people(tx: &mut dyn Tx, page: &RequestPage, asked: Asked) -> Answer<Vec<PersonChoice>> {
    let request = &page.request;
    let mut people: Vec<PersonChoice> = Vec::new();
    if page.sight != super::page::Sight::Whole {
        return Ok(people);
    }
    let customer = page.sides.contains(&Side::Customer);
    let known = [Some(request.customer), request.beneficiary, request.entrusted];
    for unit in [request.customer_unit, request.payer_unit, request.unit] {
        for colleague in person::of_unit(tx, unit)? {
            let id = colleague.id;
            if people.iter().any(|person| person.id == id) || known.contains(&Some(id)) {
                continue;
            }
            let takes_part = request.participants.contains(&id) || request.helpers.contains(&id);
            let belongs = belonging(tx, id)?;
            let offered = match asked {
                Asked::ToTakePart => !takes_part && takes_part_as(request, customer, &belongs).is_some(),
                Asked::ToAct => may_be_entrusted(request, id, &belongs),
            };
            if offered {
                people.push(PersonChoice { id, unit, name: colleague.name });
            }
        }
    }
    Ok(people)
}
