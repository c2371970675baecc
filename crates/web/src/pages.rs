//! Pages, a module each: handlers, views, and the declaration of their routes.

pub(crate) mod account;
pub(crate) mod admin;
pub(crate) mod code;
pub(crate) mod desk;
pub(crate) mod factor;
pub(crate) mod first_run;
pub(crate) mod flow;
pub(crate) mod go;
pub(crate) mod home;
pub(crate) mod journey;
pub(crate) mod known;
pub(crate) mod me;
pub(crate) mod notices;
pub(crate) mod outside;
pub(crate) mod request;
pub(crate) mod service;
pub(crate) mod set_password;
pub(crate) mod sign_in;
pub(crate) mod storefront;

use crate::server::Route;

/// The routes of every page.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = Vec::new();
    routes.extend(sign_in::routes());
    routes.extend(code::routes());
    routes.extend(set_password::routes());
    routes.extend(first_run::routes());
    routes.extend(me::routes());
    routes.extend(factor::routes());
    routes.extend(known::routes());
    routes.extend(go::routes());
    routes.extend(home::routes());
    routes.extend(request::routes());
    routes.extend(storefront::routes());
    routes.extend(service::routes());
    routes.extend(desk::routes());
    routes.extend(account::routes());
    routes.extend(flow::routes());
    routes.extend(journey::routes());
    routes.extend(admin::routes());
    routes.extend(notices::routes());
    routes.extend(outside::routes());
    routes
}
