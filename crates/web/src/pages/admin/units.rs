//! The units of the company.

use app::company::{self, CreateUnit, UnitView};
use askama::Template;
use axum::response::Response;
use domain::company::UnitKind;
use domain::content::limits::{LINE, PARAGRAPH};

use super::{given, sections, unit_choices, unit_name};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldKind, FormDecl, code_of, field, line};
use crate::form::{Choice, Form};
use crate::labels;
use crate::page::{Page, done};
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Table};
use crate::parts::{Mark, State};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::ADMIN_UNITS, Reach::ADMINISTRATORS, show),
        Route::post(pattern::ADMIN_UNITS, Reach::ADMINISTRATORS, create),
    ]
}

pub(super) static UNIT: FormDecl = FormDecl::new(
    "unit",
    &[
        field("name", FieldKind::Both(LINE), "units-name").optional(),
        field("purpose", FieldKind::Both(PARAGRAPH), "unit-purpose").optional(),
        line("code", "units-code").hint("unit-code-hint"),
        field("kind", code_of!(UnitKind), "units-kind"),
        field("parent", FieldKind::Id, "units-parent").optional(),
    ],
);

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/units.html")]
pub(crate) struct UnitsView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub table: Table,
    pub form: Form,
    pub kinds: Vec<Choice>,
    pub parents: Vec<Choice>,
}

/// The list, empty.
pub(super) fn table(c: &Chrome) -> Table {
    Table::new("", c.t("admin-units"))
        .plain(c.t("units-name"))
        .plain(c.t("units-code"))
        .plain(c.t("units-kind"))
        .words(c.t("units-parent"))
        .words(c.t("units-owner"))
        .plain(c.t("units-state"))
}

fn view(c: Chrome, sections: Vec<Tab>, units: &[UnitView], sent: Option<Form>) -> UnitsView {
    let row = |unit: &UnitView| {
        let parent = unit.parent.and_then(|parent| units.iter().find(|unit| unit.id == parent));
        let state = match unit.closed_at {
            Some(_) => State::new(Mark::Done, c.t("unit-state-closed")),
            None if unit.owner.is_none() => State::new(Mark::Soon, c.t("unit-state-no-owner")),
            None => State::new(Mark::Plain, c.t("unit-state-open")),
        };
        vec![
            Cell::text(unit_name(&c, unit)).to(routes::admin_unit(&unit.code)),
            Cell::text(&unit.code),
            Cell::text(c.t(labels::unit_kind(unit.kind))),
            Cell::text(parent.map(|parent| unit_name(&c, parent)).unwrap_or_default()),
            Cell::text(&unit.owner_name),
            Cell::state(state),
        ]
    };
    let mut parents = vec![Choice::new("", c.t("unit-no-parent"))];
    parents.extend(unit_choices(&c, units, true));
    let kinds = UnitKind::ALL.into_iter().map(|kind| Choice::new(kind.code(), c.t(labels::unit_kind(kind))));
    UnitsView {
        table: table(&c).filled(units.iter().map(row)),
        form: given(&sent, Form::of(&UNIT).with("kind", UnitKind::Internal.code())),
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

async fn create(sent: Sent) -> Reply<Response> {
    let created = sent.act(&UNIT, |tx, cx, new: CreateUnit| {
        let code = new.code.trim().to_lowercase();
        company::create_unit(tx, cx, new).map(|_| code)
    });
    match created.await? {
        Ok(code) => Ok(done(&routes::admin_unit(code), "notice-saved")),
        Err(again) => Ok(again.page(&page(&sent.signed_in()?, Some(again.form.clone())).await?)),
    }
}
