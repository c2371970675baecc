//! What a fresh company still lacks: the first steps of its administrator.

use store::Tx;
use store::repo::{ledger, person, service};

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
    /// A service can be ordered.
    pub services: bool,
    /// A unit was given a budget.
    pub budgets: bool,
    /// Somebody takes what no department owns.
    pub front_desk: bool,
    /// The notice of metering is published.
    pub metering: bool,
}

impl Setup {
    /// Everything is done.
    pub const fn is_complete(&self) -> bool {
        self.units > 0 && self.people && self.services && self.budgets && self.front_desk && self.metering
    }
}

/// Which of the first steps are done. For administrators.
///
/// # Errors
/// [`crate::AppError::Forbidden`]; the database's.
pub fn setup(tx: &mut dyn Tx, cx: &Cx) -> Answer<Setup> {
    administers(cx)?;
    let company = company(tx)?;
    let services = service::list(tx, None, 1_000)?;
    Ok(Setup {
        units: units(tx)?.iter().filter(|unit| unit.closed_at.is_none()).count(),
        people: person::list(tx, None, 2)?.len() > 1,
        services: services.iter().any(|service| service.stage.is_orderable() && service.offered.is_some()),
        budgets: ledger::any_budget(tx)?,
        front_desk: company.front_desk.is_some(),
        metering: company.metering,
    })
}
