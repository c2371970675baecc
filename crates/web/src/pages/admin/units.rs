//! The units of the company.

use app::AppError;
use app::company::{self, CreateUnit, UnitView};
use app::error::Answer;
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::company::UnitKind;
use domain::ids::UnitId;

use super::{given, localized, placed, sections, unit_choices, unit_name};
use crate::auth::{Fields, Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::{Choice, Form};
use crate::page::{Page, done};
use crate::pages::desk::Tab;
use crate::parts::{Mark, State};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::ADMIN_UNITS, Reach::ADMINISTRATORS, show),
        Route::post(pattern::ADMIN_UNITS, Reach::ADMINISTRATORS, create),
    ]
}

/// A unit of the list.
#[derive(Debug, Clone)]
pub(crate) struct UnitRow {
    pub href: String,
    pub name: String,
    pub code: String,
    pub kind: &'static str,
    pub parent: String,
    pub owner: String,
    pub state: State,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/units.html")]
pub(crate) struct UnitsView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub rows: Vec<UnitRow>,
    pub form: Form,
    pub kinds: Vec<Choice>,
    pub parents: Vec<Choice>,
}

pub(super) fn kind_name(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Internal => "unit-kind-internal",
        UnitKind::Manager => "unit-kind-manager",
        UnitKind::Vendor => "unit-kind-vendor",
        UnitKind::Partner => "unit-kind-partner",
    }
}

fn view(c: Chrome, sections: Vec<Tab>, units: &[UnitView], sent: Option<Form>) -> UnitsView {
    let row = |unit: &UnitView| UnitRow {
        href: routes::admin_unit(&unit.code),
        name: unit_name(&c, unit),
        code: unit.code.clone(),
        kind: kind_name(unit.kind),
        parent: unit
            .parent
            .and_then(|parent| units.iter().find(|unit| unit.id == parent))
            .map(|parent| unit_name(&c, parent))
            .unwrap_or_default(),
        owner: unit.owner_name.clone(),
        state: match unit.closed_at {
            Some(_) => State::new(Mark::Done, c.t("unit-state-closed")),
            None if unit.owner.is_none() => State::new(Mark::Soon, c.t("unit-state-no-owner")),
            None => State::new(Mark::Plain, c.t("unit-state-open")),
        },
    };
    let mut parents = vec![Choice::new("", c.t("unit-no-parent"))];
    parents.extend(unit_choices(&c, units, true));
    let kinds = UnitKind::ALL.into_iter().map(|kind| Choice::new(kind.code(), c.t(kind_name(kind))));
    UnitsView {
        rows: units.iter().map(row).collect(),
        form: given(&sent, Form::new("unit").with("kind", UnitKind::Internal.code())).labels(
            &c,
            &[
                ("name_ru", "units-name"),
                ("name_en", "units-name"),
                ("name_en", "units-name"),
                ("purpose_ru", "unit-purpose"),
                ("purpose_en", "unit-purpose"),
                ("purpose_en", "unit-purpose"),
                ("code", "units-code"),
                ("kind", "units-kind"),
                ("parent", "units-parent"),
            ],
        ),
        kinds: kinds.collect(),
        parents,
        sections,
        c,
    }
}

async fn page(visit: &SignedIn, sent: Option<Form>) -> Reply<UnitsView> {
    let units = visit.site.read(company::units).await?;
    let c = visit.chrome();
    let sections = sections(&c, visit, &routes::admin_units());
    Ok(view(c, sections, &units, sent))
}

async fn show(visit: SignedIn) -> Reply {
    Ok(Page::personal(&page(&visit, None).await?))
}

fn read(fields: &Fields) -> Answer<CreateUnit> {
    Ok(CreateUnit {
        code: fields.text("code").to_owned(),
        kind: fields.one_of("kind", UnitKind::from_code, UnitKind::Internal)?,
        parent: fields.id_if_any("parent")?.map(UnitId),
        name: localized(fields, "name"),
        purpose: localized(fields, "purpose"),
    })
}

async fn create(sent: Sent) -> Reply<Response> {
    let signed = sent.signed_in()?;
    let code = sent.fields.text("code").trim().to_lowercase();
    let made = match read(&sent.fields) {
        Ok(new) => sent.site.write(&sent.cx(), move |tx, cx| company::create_unit(tx, cx, new.clone())).await,
        Err(error) => Err(error),
    };
    match made {
        Ok(_) => Ok(done(&routes::admin_unit(code), "notice-saved")),
        Err(error) => {
            let error = placed(error, sent.prefs.language, &["name", "purpose"], &[]);
            refused(&signed, sent.form("unit"), error).await
        }
    }
}

async fn refused(visit: &SignedIn, mut form: Form, error: AppError) -> Reply<Response> {
    if !form.reject(&visit.chrome(), &error) {
        return Err(error.into());
    }
    Ok(Page::invalid(&page(visit, Some(form)).await?).into_response())
}
