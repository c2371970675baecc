//! Routes, the doors before them, and the loop that answers.

mod body;
mod bring;
pub mod figures;
mod guard;
pub(crate) mod health;
pub(crate) mod limits;
mod lines;
pub(crate) mod nav;
pub(crate) mod proof;
pub mod reach;
pub mod route;
mod serve;
pub(crate) mod shares;

use axum::http::header::{HeaderValue, STRICT_TRANSPORT_SECURITY};
use axum::response::Response;
use axum::{Router, middleware};

pub(crate) use body::Coming;
pub use body::Pace;
pub(crate) use bring::Bringing;
pub use bring::{Allowed, Params};
pub use lines::Limits;
pub use reach::{Door, Home, Reach, Seat};
pub use route::{AnswerKind, Route, Takes};
pub use serve::{raise_open_files, serve};

use crate::pages;
use crate::site::Site;

/// Every route of the site, each declared once, with who may reach it.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/health", Reach::BARE, health::health).json(),
        Route::get("/ready", Reach::BARE, health::ready).json(),
    ];
    routes.extend(pages::routes());
    routes
}

/// The site as a service. Nothing answers but what [`routes`] declares and the files and switches of the interface.
pub fn router(site: Site) -> Router {
    router_of(site, routes())
}

/// These routes as a service.
pub fn router_of(site: Site, routes: Vec<Route>) -> Router {
    let mut router = Router::new();
    for route in routes {
        let (path, handler) = route.guarded(&site);
        router = router.route(path, handler);
    }
    let router = crate::dress::interface(router);
    let router = router.layer(middleware::from_fn_with_state(site.clone(), limits::bound));
    let secure = site.config().secure;
    let most =
        usize::try_from(site.config().quotas.request).unwrap_or(usize::MAX).max(crate::dress::LOG_BYTES);
    let router = crate::dress(router, most.saturating_add(crate::dress::FORM_BYTES)).with_state(site);
    if secure { router.layer(middleware::map_response(https_only)) } else { router }
}

/// Tells browsers to come by HTTPS for a year.
async fn https_only(mut response: Response) -> Response {
    let a_year = HeaderValue::from_static("max-age=31536000");
    response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, a_year);
    response
}
