//! Routes, the doors before them, and the loop that answers.

mod guard;
mod health;
pub(crate) mod limits;
pub(crate) mod nav;
pub mod reach;
pub mod route;
mod serve;

use axum::{Router, middleware};

pub use reach::{Door, Reach, Seat};
pub use route::{Kind, Route};
pub use serve::serve;

use crate::pages;
use crate::site::Site;

/// Every route of the site, each declared once, with who may reach it.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![Route::get("/health", Reach::BARE, health::health).json()];
    routes.extend(pages::routes());
    routes
}

/// The site as a service. Nothing answers but what [`routes`] declares and the files and switches of the interface.
pub fn router(site: Site) -> Router {
    let mut router = Router::new();
    for route in routes() {
        let (path, handler) = route.guarded(&site);
        router = router.route(path, handler);
    }
    let router = router.layer(middleware::from_fn_with_state(site.clone(), limits::bound));
    crate::dress(router).with_state(site)
}
