//! Every page a person can reach: the palette (Ctrl K), and a page without a script.

use app::company::{self, ServiceView, UnitView};
use axum::http::HeaderMap;
use axum::response::Response;
use domain::localized::Language;
use domain::permission::{Action, Resource, can};

use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::palette::{self, Command};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The most services that the palette holds; the others are found from the box on the home page.
const SERVICES: usize = 500;

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get(pattern::PALETTE, Reach::SIGNED_IN, show)]
}

/// `units` and `services` are those whose pages the reader may open.
fn commands(c: &Chrome, language: Language, units: &[UnitView], services: &[ServiceView]) -> Vec<Command> {
    let page = c.t("palette-page");
    let mut commands: Vec<_> =
        c.nav.iter().map(|item| Command::new(item.label.clone(), page.clone(), item.href.clone())).collect();
    commands.push(Command::new(c.t("home-mine"), page.clone(), routes::mine()));
    commands.push(Command::new(c.t("me-title"), page, routes::me()));
    for unit in units.iter().filter(|unit| unit.closed_at.is_none() && unit.promise.is_some()) {
        let name = unit.texts.name.text(language);
        commands.push(Command::new(name, c.t("palette-storefront"), routes::unit(&unit.code)));
    }
    for service in services.iter().take(SERVICES) {
        let Some(offered) = &service.offered else { continue };
        let of = units.iter().find(|unit| unit.id == service.unit);
        let of = of.map(|unit| unit.texts.name.text(language)).unwrap_or_default();
        commands.push(Command::new(offered.texts.name.text(language), of, routes::service(&service.code)));
    }
    // What was erased has no name to go by.
    commands.retain(|command| !command.title.is_empty());
    commands
}

async fn show(signed: SignedIn, headers: HeaderMap) -> Reply<Response> {
    let viewer = signed.viewer.clone();
    let (units, services) = signed
        .site
        .read(move |tx| {
            let browses = can(&viewer, Action::BrowseServices, Resource::Company);
            let units = if browses { company::units(tx)? } else { Vec::new() };
            Ok((units, company::known_services(tx, &viewer)?))
        })
        .await?;
    let c = signed.chrome();
    let commands = commands(&c, signed.prefs.language, &units, &services);
    Ok(palette::answer(c, &headers, commands))
}
