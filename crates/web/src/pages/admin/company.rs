//! What holds for the whole company: who takes what no department owns, the notice of metering, the address.

use app::AppError;
use app::company::{self, CompanyView, UnitView};
use app::error::{Answer, FieldError};
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::ids::{PersonId, UnitId};
use domain::localized::Localized;
use serde::Deserialize;
use store::Tx;

use super::{given, hidden, localized, placed, sections, unit_choices, with_text};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::{Choice, Form};
use crate::page::{Page, done};
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
    ]
}

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
    let desk = Form::new("front-desk")
        .with("unit", unit.clone())
        .with("owner", owner.map(|(_, owner)| owner.to_string()).unwrap_or_default());
    let text = found.notice.clone().unwrap_or_default();
    CompanySettingsView {
        choose: Form::new("choose").with("unit", unit),
        units: unit_choices(&c, &found.units, false),
        desk: given(sent, desk),
        owners: found.owners.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect(),
        notice: given(sent, with_text(Form::new("metering"), "notice", &text)),
        metering: found.company.metering,
        address: given(
            sent,
            Form::new("address").with("address", found.company.address.clone().unwrap_or_default()),
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

async fn answer(sent: &Sent, id: &'static str, result: Answer<()>) -> Reply<Response> {
    match result {
        Ok(()) => Ok(done(&routes::admin_company(), "notice-saved")),
        Err(error) => {
            let mut form = sent.form(id);
            if !form.reject(&sent.chrome(), &error) {
                return Err(hidden(error));
            }
            let unit = sent.fields.id("unit").map(UnitId);
            let view = page(&sent.signed_in()?, unit, Some(form)).await?;
            Ok(Page::invalid(&view).into_response())
        }
    }
}

async fn front_desk(sent: Sent) -> Reply<Response> {
    let (unit, owner) = (sent.fields.id("unit"), sent.fields.id("owner"));
    let result = match unit.zip(owner) {
        Some((unit, owner)) => {
            let (unit, owner) = (UnitId(unit), PersonId(owner));
            sent.site.write(&sent.cx(), move |tx, cx| company::name_front_desk(tx, cx, unit, owner)).await
        }
        None => Err(AppError::Invalid(vec![FieldError::new("owner", "field-required")])),
    };
    let result = result.map_err(|error| placed(error, sent.prefs.language, &[], &[("unit", "owner")]));
    answer(&sent, "front-desk", result).await
}

async fn address(sent: Sent) -> Reply<Response> {
    let said = sent.fields.text("address").to_owned();
    let result = sent.site.write(&sent.cx(), move |tx, cx| company::say_address(tx, cx, &said)).await;
    answer(&sent, "address", result).await
}

async fn metering(sent: Sent) -> Reply<Response> {
    let text = localized(&sent.fields, "notice");
    let result =
        sent.site.write(&sent.cx(), move |tx, cx| company::publish_metering_notice(tx, cx, &text)).await;
    answer(&sent, "metering", result.map_err(|error| placed(error, sent.prefs.language, &["notice"], &[])))
        .await
}
