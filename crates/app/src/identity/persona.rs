//! Personas: a visitor of a demonstration takes somebody's part with one click. A real company has none, whatever its
//! tables hold: whether it is a demonstration is said once, when it begins, and no command changes it.

use domain::access::Way;
use domain::actor::Actor;
use domain::ids::PersonId;
use store::Tx;
use store::repo::credential::{self, Persona};
use store::repo::session::Session;

use super::{Secret, session};
use crate::Cx;
use crate::error::{Answer, AppError};

/// Whether the company is a demonstration; `None` before it began.
pub fn demonstration(tx: &mut dyn Tx) -> Answer<Option<bool>> {
    Ok(credential::demonstration(tx)?)
}

/// Whose part a visitor may take; nobody's in a real company.
pub fn personas(tx: &mut dyn Tx) -> Answer<Vec<Persona>> {
    match credential::demonstration(tx)? {
        Some(true) => Ok(credential::personas(tx)?),
        _ => Ok(Vec::new()),
    }
}

/// Opens a session as a persona.
///
/// # Errors
/// [`AppError::Forbidden`] in a real company and for whoever is not a persona.
pub fn enter_as(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    person: PersonId,
    secret: &Secret,
    device: &str,
) -> Answer<Session> {
    if credential::demonstration(tx)? != Some(true) || !credential::is_persona(tx, person)? {
        return Err(AppError::Forbidden);
    }
    cx.viewer.actor = Actor::Person(person);
    session::open(tx, cx, person, secret, device, Way::Persona)
}
