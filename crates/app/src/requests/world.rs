//! The door of a unit as a request meets it.

use domain::ids::UnitId;
use store::Tx;
use store::repo::unit;

use crate::company::{self, FrontDoor};
use crate::error::{Answer, AppError};

/// The front door of an open unit.
///
/// # Errors
/// [`AppError::Invalid`] on `unit` when there is none, it is closed, or nobody set its promise yet.
pub(crate) fn door(tx: &mut dyn Tx, id: UnitId) -> Answer<FrontDoor> {
    let view = unit::by_id(tx, id)?.filter(|view| view.closed_at.is_none());
    let view = view.ok_or_else(|| AppError::field("unit", "field-not-offered"))?;
    if view.promise.is_none() || view.calendar.is_none() {
        return Err(AppError::field("unit", "field-no-door"));
    }
    company::front_door(tx, id)
}
