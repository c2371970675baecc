//! Pages, a module each: handlers, views, and the declaration of their routes.

pub(crate) mod first_run;
pub(crate) mod me;
pub(crate) mod set_password;
pub(crate) mod sign_in;

use crate::server::Route;

/// The routes of every page.
pub(crate) fn routes() -> Vec<Route> {
    [sign_in::routes(), set_password::routes(), first_run::routes(), me::routes()]
        .into_iter()
        .flatten()
        .collect()
}
