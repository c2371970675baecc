//! The services that the viewer edits: all of them for administrators, their units' for heads and service owners.

use app::Cx;
use app::company::{self, ServiceView, UnitView};
use app::error::Answer;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::ids::{ServiceId, UnitId};
use domain::permission::{Action, Resource, can};
use serde::Deserialize;
use store::Tx;

use super::{given, hidden, sections, unit_choices, unit_name};
use crate::auth::{Sent, SignedIn, Visit};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldKind, FormDecl, field, line};
use crate::form::{Choice, Form};
use crate::labels;
use crate::page::{Page, done};
use crate::pages::desk::Tab;
use crate::pages::service::price_of;
use crate::parts::table::{Cell, Table};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// Rows of one page.
const PAGE: i64 = 200;

/// Whoever edits services of some unit.
const EDITORS: Reach = Reach::company(&[Action::Administer]).or_somewhere(&[Action::EditServices]);

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::ADMIN_SERVICES, EDITORS, show),
        Route::post(pattern::ADMIN_SERVICES, EDITORS, create),
    ]
}

pub(super) static SERVICE: FormDecl = FormDecl::new(
    "service",
    &[field("unit", FieldKind::Id, "services-unit"), line("code", "units-code").hint("service-code-hint")],
);

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/services.html")]
pub(crate) struct ServicesView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub table: Table,
    pub next: Option<String>,
    pub form: Form,
    pub units: Vec<Choice>,
}

pub(super) fn name_of(c: &Chrome, service: &ServiceView) -> String {
    let name = service.offered.as_ref().map_or("", |offered| offered.texts.name.text(c.l.0));
    if name.is_empty() { service.code.clone() } else { name.to_owned() }
}

fn may_edit(visit: &Visit, unit: UnitId) -> bool {
    can(&visit.viewer, Action::EditServices, Resource::Unit(unit))
}

struct Found {
    units: Vec<UnitView>,
    services: Vec<ServiceView>,
    more: bool,
}

fn find(tx: &mut dyn Tx, cx: &Cx, after: Option<ServiceId>) -> Answer<Found> {
    let units = company::units(tx)?;
    if can(&cx.viewer, Action::Administer, Resource::Company) {
        let mut services = company::services(tx, after, PAGE + 1)?;
        let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = services.len() > limit;
        services.truncate(limit);
        return Ok(Found { units, services, more });
    }
    let mut services = Vec::new();
    for unit in cx.viewer.served() {
        if can(&cx.viewer, Action::EditServices, Resource::Unit(unit)) {
            services.extend(company::services_of(tx, unit)?);
        }
    }
    Ok(Found { units, services, more: false })
}

/// The list, empty.
pub(super) fn table(c: &Chrome) -> Table {
    Table::new("", c.t("admin-services"))
        .plain(c.t("units-name"))
        .plain(c.t("units-code"))
        .plain(c.t("services-unit"))
        .plain(c.t("services-stage"))
        .numbers(c.t("services-version"))
        .numbers(c.t("desk-col-price"))
        .grows("services")
}

fn view(c: Chrome, visit: &Visit, found: &Found, sent: &Option<Form>) -> ServicesView {
    let own: Vec<UnitView> = found.units.iter().filter(|unit| may_edit(visit, unit.id)).cloned().collect();
    let row = |service: &ServiceView| {
        let unit = found.units.iter().find(|unit| unit.id == service.unit);
        let offered = service.offered.as_ref().map(|offered| &offered.version);
        vec![
            Cell::text(name_of(&c, service)).to(routes::admin_service(&service.code)),
            Cell::text(&service.code),
            Cell::text(unit.map(|unit| unit_name(&c, unit)).unwrap_or_default()),
            Cell::text(c.t(labels::service_stage(service.stage))),
            Cell::text(offered.map(|version| version.number.to_string()).unwrap_or_default()),
            Cell::tag(offered.map(|version| price_of(version, None))),
        ]
    };
    ServicesView {
        sections: sections(&c, visit, &routes::admin_services()),
        table: table(&c).filled(found.services.iter().map(row)),
        next: found
            .services
            .last()
            .filter(|_| found.more)
            .map(|last| routes::with(&routes::admin_services(), &[("after", &last.id.to_string())])),
        form: given(sent, Form::of(&SERVICE)),
        units: unit_choices(&c, &own, true),
        c,
    }
}

#[derive(Debug, Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    after: String,
}

async fn page(visit: &SignedIn, after: &str, sent: Option<Form>) -> Reply<ServicesView> {
    let (cx, after) = (visit.cx(None), ServiceId::parse(after));
    let found = visit.site.read(move |tx| find(tx, &cx, after)).await?;
    Ok(view(visit.chrome(), visit, &found, &sent))
}

async fn show(visit: SignedIn, Query(wanted): Query<Wanted>) -> Reply {
    Ok(Page::personal(&page(&visit, &wanted.after, None).await?))
}

/// A service to begin with.
#[derive(Debug, Clone, Deserialize)]
struct Begun {
    unit: UnitId,
    code: String,
}

async fn create(sent: Sent) -> Reply<Response> {
    let created = sent.act(&SERVICE, |tx, cx, Begun { unit, code }| {
        company::create_service(tx, cx, unit, &code).map(|_| code.trim().to_lowercase())
    });
    match created.await.map_err(hidden)? {
        Ok(code) => Ok(done(&routes::admin_service(code), "notice-service-created")),
        Err(again) => Ok(again.page(&page(&sent.signed_in()?, "", Some(again.form.clone())).await?)),
    }
}
