//! What holds for the whole company: who takes what no department owns, the notice of metering, the address.

use std::collections::BTreeSet;

use app::company::{self, CompanyView, UnitView};
use app::error::Answer;
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use domain::content::limits::PAGE;
use domain::ids::{PersonId, UnitId};
use domain::localized::Localized;
use domain::permission::Role;
use serde::Deserialize;
use store::Tx;

use super::{given, sections, settled, unit_choices};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, field};
use crate::form::{Again, Choice, Form};
use crate::page::Page;
use crate::pages::desk::Tab;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    let all = Reach::ADMINISTRATORS;
    vec![
        Route::get(pattern::ADMIN_COMPANY, all, show),
        Route::post(pattern::ADMIN_FRONT_DESK, all, front_desk),
        Route::post(pattern::ADMIN_METERING, all, metering),
        Route::post(pattern::ADMIN_ADDRESS, all, address),
        Route::post(pattern::ADMIN_FACTORS, all, factors).proof(),
    ]
}

const UNIT: FieldDecl = field("unit", FieldKind::Id, "front-desk-unit");

pub(super) static CHOOSE: FormDecl = FormDecl::new("choose", &[UNIT]);
pub(super) static DESK: FormDecl = FormDecl::new(
    "front-desk",
    &[field("owner", FieldKind::Id, "front-desk-owner").hint("front-desk-owner-hint"), UNIT],
)
.places(&[("unit", "owner")]);
pub(super) static ADDRESS: FormDecl = FormDecl::new(
    "address",
    &[field("address", FieldKind::Url, "company-address").hint("company-address-hint").optional()],
);
pub(super) static FACTORS: FormDecl = FormDecl::new(
    "factors",
    &[
        field("provider", FieldKind::Tick, "role-provider"),
        field("service_owner", FieldKind::Tick, "role-service-owner"),
        field("unit_head", FieldKind::Tick, "role-unit-head"),
        field("finance", FieldKind::Tick, "role-finance"),
        field("administrator", FieldKind::Tick, "role-administrator"),
        field("auditor", FieldKind::Tick, "role-auditor"),
    ],
);
pub(super) static METERING: FormDecl =
    FormDecl::new("metering", &[field("notice", FieldKind::Both(PAGE), "metering-notice").optional()]);

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/company.html")]
pub(crate) struct CompanySettingsView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    /// Which unit the front desk would be: chosen first.
    pub choose: Form,
    pub units: Vec<Choice>,
    pub desk: Form,
    /// Who serves that unit.
    pub owners: Vec<Choice>,
    pub notice: Form,
    pub metering: bool,
    pub address: Form,
    /// Roles that ask for a second factor.
    pub factors: Form,
    /// The address that the settings of the program say, which wins.
    pub set: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    unit: String,
}

struct Found {
    company: CompanyView,
    units: Vec<UnitView>,
    unit: Option<UnitId>,
    owners: Vec<(PersonId, String)>,
    notice: Option<Localized>,
}

fn find(tx: &mut dyn Tx, wanted: Option<UnitId>) -> Answer<Found> {
    let company = company::company(tx)?;
    let units = company::units(tx)?;
    let inside = |unit: &&UnitView| unit.closed_at.is_none() && !unit.kind.is_outside();
    let unit = wanted
        .or(company.front_desk.map(|(unit, _)| unit))
        .or_else(|| units.iter().find(inside).map(|unit| unit.id));
    let owners = match unit {
        Some(unit) => company::providers_of(tx, unit)?,
        None => Vec::new(),
    };
    Ok(Found { notice: company::metering_notice(tx)?, company, units, unit, owners })
}

fn view(
    c: Chrome,
    sections: Vec<Tab>,
    found: &Found,
    sent: &Option<Form>,
    set: Option<String>,
) -> CompanySettingsView {
    let unit = found.unit.map(|unit| unit.to_string()).unwrap_or_default();
    let owner = found.company.front_desk.filter(|(named, _)| Some(*named) == found.unit);
    let desk = Form::of(&DESK)
        .with("unit", unit.clone())
        .with("owner", owner.map(|(_, owner)| owner.to_string()).unwrap_or_default());
    let text = found.notice.clone().unwrap_or_default();
    CompanySettingsView {
        choose: Form::of(&CHOOSE).with("unit", unit),
        units: unit_choices(&c, &found.units, false),
        desk: given(sent, desk),
        owners: found.owners.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect(),
        notice: given(sent, Form::of(&METERING).with_both("notice", &text)),
        metering: found.company.metering,
        address: given(
            sent,
            Form::of(&ADDRESS).with("address", found.company.address.clone().unwrap_or_default()),
        ),
        factors: given(
            sent,
            Role::ALL
                .iter()
                .filter(|role| found.company.factor_roles.contains(role))
                .fold(Form::of(&FACTORS), |form, role| form.with(role.code(), "yes")),
        ),
        set,
        sections,
        c,
    }
}

async fn page(visit: &SignedIn, unit: Option<UnitId>, sent: Option<Form>) -> Reply<CompanySettingsView> {
    let found = visit.site.read(move |tx| find(tx, unit)).await?;
    let c = visit.chrome();
    let sections = sections(&c, visit, &routes::admin_company());
    let set = visit.site.config().public_url.as_ref().map(|origin| origin.as_str().to_owned());
    Ok(view(c, sections, &found, &sent, set))
}

async fn show(visit: SignedIn, Query(wanted): Query<Wanted>) -> Reply {
    Ok(Page::personal(&page(&visit, UnitId::parse(&wanted.unit), None).await?))
}

async fn answer(sent: &Sent, came: Reply<Result<(), Again>>) -> Reply<Response> {
    let to = (routes::admin_company(), "notice-saved");
    settled(sent, came, to, async |signed, form| {
        let unit = UnitId::parse(form.value("unit"));
        page(&signed, unit, Some(form)).await
    })
    .await
}

/// Who takes what comes to nobody known.
#[derive(Debug, Clone, Deserialize)]
struct FrontDesk {
    unit: UnitId,
    owner: PersonId,
}

async fn front_desk(sent: Sent) -> Reply<Response> {
    let came =
        sent.act(&DESK, |tx, cx, FrontDesk { unit, owner }| company::name_front_desk(tx, cx, unit, owner));
    answer(&sent, came.await).await
}

/// Where people reach the company.
#[derive(Debug, Clone, Deserialize)]
struct Address {
    address: String,
}

async fn address(sent: Sent) -> Reply<Response> {
    let came = sent.act(&ADDRESS, |tx, cx, Address { address }| company::say_address(tx, cx, &address));
    answer(&sent, came.await).await
}

/// Roles that ask for a second factor.
#[derive(Debug, Clone, Deserialize)]
struct Factors {
    provider: bool,
    service_owner: bool,
    unit_head: bool,
    finance: bool,
    administrator: bool,
    auditor: bool,
}

impl Factors {
    fn roles(&self) -> BTreeSet<Role> {
        let of = |role| match role {
            Role::Provider => self.provider,
            Role::ServiceOwner => self.service_owner,
            Role::UnitHead => self.unit_head,
            Role::Finance => self.finance,
            Role::Administrator => self.administrator,
            Role::Auditor => self.auditor,
        };
        Role::ALL.into_iter().filter(|role| of(*role)).collect()
    }
}

async fn factors(sent: Sent) -> Reply<Response> {
    let came = sent.act(&FACTORS, |tx, cx, wanted: Factors| company::require_factor(tx, cx, &wanted.roles()));
    answer(&sent, came.await).await
}

/// What people are told before their time is measured.
#[derive(Debug, Clone, Deserialize)]
struct Metering {
    notice: Localized,
}

async fn metering(sent: Sent) -> Reply<Response> {
    let came =
        sent.act(&METERING, |tx, cx, Metering { notice }| company::publish_metering_notice(tx, cx, &notice));
    answer(&sent, came.await).await
}
