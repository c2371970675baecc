//! The links of the header: where this person may go.

use domain::localized::Language;
use domain::permission::{Action, Resource, Role, Viewer, can};

use crate::chrome::NavItem;
use crate::i18n::L;
use crate::routes;

/// The links of a viewer, in order.
pub(crate) fn of(viewer: &Viewer, language: Language) -> Vec<NavItem> {
    let l = L(language);
    let item = |key: &str, href: String| NavItem { label: l.t(key).into_owned(), href };
    let mut nav = vec![item("nav-home", routes::home())];
    if !viewer.served().is_empty() {
        nav.push(item("nav-desk", routes::desk()));
    }
    // Heads find their unit's account here; finance and auditors their own unit's, and from there the others.
    let heads =
        viewer.grants.iter().filter(|(role, _)| *role == Role::UnitHead).filter_map(|(_, unit)| *unit);
    let mut own = heads.chain(viewer.units.iter().copied());
    if let Some(unit) = own.find(|unit| can(viewer, Action::ReadAccount, Resource::Unit(*unit))) {
        nav.push(item("nav-account", routes::account(unit)));
    }
    if let Some(href) = flow(viewer) {
        nav.push(item("nav-flow", href));
    }
    if can(viewer, Action::Administer, Resource::Company) {
        nav.push(item("nav-admin", routes::admin()));
    } else if can(viewer, Action::KeepRates, Resource::Company) {
        nav.push(item("nav-rates", routes::admin_rates()));
    } else if can(viewer, Action::Audit, Resource::Company) {
        nav.push(item("nav-audit", routes::admin_audit()));
    }
    nav
}

/// Where a viewer sees how requests flow: in the company, else in a unit that they lead or whose services they run.
fn flow(viewer: &Viewer) -> Option<String> {
    if can(viewer, Action::ReadFlow, Resource::Company) {
        return Some(routes::flow());
    }
    let leads = |role: &Role| matches!(role, Role::UnitHead | Role::ServiceOwner);
    let mut units = viewer.grants.iter().filter(|(role, _)| leads(role)).filter_map(|(_, unit)| *unit);
    units.find(|unit| can(viewer, Action::ReadFlow, Resource::Unit(*unit))).map(routes::unit_flow)
}
