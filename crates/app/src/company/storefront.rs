//! A unit's page: what it is for, who works there, what can be ordered.

use std::sync::Arc;

use domain::company::ServiceStage;
use domain::permission::{Action, Resource, can};
use domain::promise::Promise;
use store::Tx;
use store::repo;

use super::read::{self, Colleague, ServiceView, UnitView};
use crate::Cx;
use crate::error::{Answer, AppError};

/// Everything that the page shows, in one snapshot.
#[derive(Debug, Clone)]
pub struct Storefront {
    /// The unit.
    pub unit: UnitView,
    /// The promise of its front door.
    pub promise: Option<Arc<Promise>>,
    /// Its people with their roles there.
    pub people: Vec<Colleague>,
    /// What can be ordered, with the promise of each.
    pub services: Vec<(ServiceView, Arc<Promise>)>,
    /// Ideas, for the unit's own people; empty for everybody else.
    pub ideas: Vec<ServiceView>,
}

/// Loads a unit's page by its code.
///
/// # Errors
/// [`AppError::Missing`] when there is no such unit or the viewer has not signed in.
pub fn storefront(tx: &mut dyn Tx, cx: &Cx, code: &str) -> Answer<Storefront> {
    if !can(&cx.viewer, Action::BrowseServices, Resource::Company) {
        return Err(AppError::Missing("unit"));
    }
    let unit = read::unit_by_code(tx, code)?;
    let promise = match unit.promise {
        Some(id) => Some(read::promise(tx, id)?),
        None => None,
    };
    let (mut services, mut ideas) = (Vec::new(), Vec::new());
    for service in repo::service::of_unit(tx, unit.id)? {
        if !can(&cx.viewer, Action::OpenService, Resource::Service(&service.facts())) {
            continue;
        }
        let promised = service.offered.as_ref().map(|offered| offered.version.promise);
        match promised {
            Some(id) if service.stage.is_orderable() => services.push((service, read::promise(tx, id)?)),
            _ if service.stage == ServiceStage::Idea => ideas.push(service),
            _ => {}
        }
    }
    Ok(Storefront { people: repo::person::of_unit(tx, unit.id)?, unit, promise, services, ideas })
}
