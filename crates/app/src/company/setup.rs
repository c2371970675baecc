//! What a fresh company still lacks: the first steps of its administrator.

use store::Tx;
use store::repo::{ledger, person, request, service};

use super::read::{company, units};
use super::units::administers;
use crate::Cx;
use crate::error::Answer;

/// Which of the first steps are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setup {
    /// Units that are not closed.
    pub units: usize,
    /// There is somebody beside the administrator.
    pub people: bool,
    /// Whoever looks belongs to a unit: only so they can ask for anything.
    pub belongs: bool,
    /// Somebody answers for a unit.
    pub roles: bool,
    /// A service can be ordered.
    pub services: bool,
    /// A unit was given a budget.
    pub budgets: bool,
    /// Somebody takes what no department owns.
    pub front_desk: bool,
    /// The notice of metering is published.
    pub metering: bool,
    /// Something was asked for.
    pub requests: bool,
}

impl Setup {
    /// Everything is done.
    pub const fn is_complete(&self) -> bool {
        self.has_begun() && self.budgets && self.metering
    }

    /// People can work; budgets and the metering of time are a choice.
    pub const fn has_begun(&self) -> bool {
        self.units > 0
            && self.people
            && self.belongs
            && self.roles
            && self.services
            && self.front_desk
            && self.requests
    }
}

/// Which of the first steps are done. For administrators.
///
/// # Errors
/// [`crate::AppError::Forbidden`].
pub fn setup(tx: &mut dyn Tx, cx: &Cx) -> Answer<Setup> {
    administers(cx)?;
    let company = company(tx)?;
    let services = service::list(tx, None, 1_000)?;
    Ok(Setup {
        units: units(tx)?.iter().filter(|unit| unit.closed_at.is_none()).count(),
        people: person::list(tx, None, 2)?.len() > 1,
        services: services.iter().any(|service| service.stage.is_orderable() && service.offered.is_some()),
        belongs: !cx.viewer.units.is_empty(),
        roles: person::any_of_units(tx)?,
        budgets: ledger::any_budget(tx)?,
        front_desk: company.front_desk.is_some(),
        metering: company.metering,
        requests: request::any(tx)?,
    })
}
