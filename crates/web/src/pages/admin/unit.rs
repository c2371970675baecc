//! One unit: its words, front door, budget, place, end.

use app::company::{self, ChangeUnitTexts, SetFrontDoor, UnitView, Version};
use app::error::Answer;
use app::{AppError, Cx};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::calendar::Calendar;
use domain::content::limits::{LINE, PARAGRAPH};
use domain::ids::{CalendarId, PersonId, PromiseId, StreamId, UnitId};
use domain::ledger::BudgetMode;
use domain::localized::Localized;
use domain::permission::{Action, Resource, can};
use domain::promise::{Promise, PromiseKind};
use serde::Deserialize;
use std::sync::Arc;
use store::Tx;

use super::promises::{amount, calendar_name};
use super::{given, given_or_late, mode_choices, sections, settled, unit_choices, unit_name};
use crate::auth::{Sent, SignedIn, Visit};
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::decl::{FieldKind, FormDecl, code_of, field};
use crate::form::{Again, Choice, Form, Nothing};
use crate::labels;
use crate::page::{Page, done};
use crate::pages::desk::Tab;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// Whoever edits the sample unit.
const EDITORS: Reach = Reach::unit(&[Action::EditUnit]);

pub(super) fn routes() -> Vec<Route> {
    let budget = Reach::company(&[Action::Administer, Action::IssueBudget]);
    vec![
        Route::get(pattern::ADMIN_UNIT, EDITORS, show),
        Route::post(pattern::ADMIN_UNIT_TEXTS, EDITORS, texts),
        Route::post(pattern::ADMIN_UNIT_DOOR, EDITORS, door),
        Route::post(pattern::ADMIN_UNIT_BUDGET, budget, mode).proof(),
        Route::post(pattern::ADMIN_UNIT_PARENT, Reach::ADMINISTRATORS, parent),
        Route::post(pattern::ADMIN_UNIT_CLOSE, Reach::ADMINISTRATORS, close),
    ]
}

pub(super) static TEXTS: FormDecl = FormDecl::new(
    "texts",
    &[
        field("name", FieldKind::Both(LINE), "units-name").optional(),
        field("purpose", FieldKind::Both(PARAGRAPH), "unit-purpose").optional(),
    ],
);
pub(super) static DOOR: FormDecl = FormDecl::new(
    "door",
    &[
        field("owner", FieldKind::Id, "unit-owner").hint("unit-owner-hint").optional(),
        field("promise", FieldKind::Id, "unit-promise").hint("unit-promise-hint"),
        field("calendar", FieldKind::Id, "unit-calendar"),
    ],
);
pub(super) static MODE: FormDecl =
    FormDecl::new("mode", &[field("mode", code_of!(BudgetMode), "unit-budget-mode")]);
pub(super) static PLACE: FormDecl =
    FormDecl::new("place", &[field("parent", FieldKind::Id, "units-parent").optional()]);
pub(super) static CLOSE: FormDecl = FormDecl::new("close", &[]);

/// A service of the unit.
#[derive(Debug, Clone)]
pub(crate) struct ServiceLink {
    pub href: String,
    pub name: String,
    pub stage: &'static str,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/unit.html")]
pub(crate) struct UnitEditView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub code: String,
    pub name: String,
    pub kind: &'static str,
    /// It is closed: nothing changes any more.
    pub closed: bool,
    /// The viewer administers the company.
    pub all: bool,
    pub seen: i64,
    pub texts: Form,
    pub door: Form,
    pub owners: Vec<Choice>,
    pub promises: Vec<Choice>,
    pub calendars: Vec<Choice>,
    pub budget: Form,
    pub modes: Vec<Choice>,
    pub parent: Form,
    pub parents: Vec<Choice>,
    pub close: Form,
    pub services: Vec<ServiceLink>,
}

/// What the page reads.
struct Found {
    unit: UnitView,
    units: Vec<UnitView>,
    seen: i64,
    owners: Vec<(PersonId, String)>,
    promises: Vec<(Version<PromiseId>, Arc<Promise>)>,
    calendars: Vec<(Version<CalendarId>, Arc<Calendar>)>,
    services: Vec<company::ServiceView>,
}

fn find(tx: &mut dyn Tx, code: &str) -> Answer<Found> {
    let unit = company::unit_by_code(tx, code)?;
    let id = unit.id;
    Ok(Found {
        unit,
        units: company::units(tx)?,
        seen: company::version_of(tx, StreamId(id.0))?,
        owners: company::providers_of(tx, id)?,
        promises: company::promises(tx)?,
        calendars: company::calendars(tx)?,
        services: company::services_of(tx, id)?,
    })
}

fn view(c: Chrome, visit: &Visit, found: Found, sent: &Option<Form>) -> UnitEditView {
    let unit = &found.unit;
    let all = can(&visit.viewer, Action::Administer, Resource::Company);
    let mut owners = vec![Choice::new("", c.t("unit-no-owner"))];
    owners.extend(found.owners.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())));
    let promises = found.promises.iter().filter(|(_, promise)| promise.kind == PromiseKind::FirstAnswer);
    let promises: Vec<Choice> = promises
        .map(|(version, promise)| Choice::new(version.id.to_string(), amount(&c, promise.amount)))
        .collect();
    let calendars: Vec<Choice> = found
        .calendars
        .iter()
        .map(|(version, calendar)| Choice::new(version.id.to_string(), calendar_name(&c, calendar)))
        .collect();
    let mut parents = vec![Choice::new("", c.t("unit-no-parent"))];
    let others: Vec<UnitView> = found.units.iter().filter(|other| other.id != unit.id).cloned().collect();
    parents.extend(unit_choices(&c, &others, true));
    let text = |id: Option<String>| id.unwrap_or_default();
    let texts = Form::of(&TEXTS).with_both("name", &unit.texts.name);
    let door = Form::of(&DOOR)
        .with("owner", text(unit.owner.map(|id| id.to_string())))
        .with("promise", text(unit.promise.map(|id| id.to_string())))
        .with("calendar", text(unit.calendar.map(|id| id.to_string())));
    UnitEditView {
        sections: sections(&c, visit, ""),
        code: unit.code.clone(),
        name: unit_name(&c, unit),
        kind: labels::unit_kind(unit.kind),
        closed: unit.closed_at.is_some(),
        all,
        seen: found.seen,
        texts: given_or_late(&c, sent, texts.with_both("purpose", &unit.texts.purpose), &[]),
        door: given_or_late(
            &c,
            sent,
            door,
            &[("owner", &owners), ("promise", &promises), ("calendar", &calendars)],
        ),
        owners,
        promises,
        calendars,
        budget: given(sent, Form::of(&MODE).with("mode", unit.budget_mode.code())),
        modes: mode_choices(&c),
        parent: given(sent, Form::of(&PLACE).with("parent", text(unit.parent.map(|id| id.to_string())))),
        parents,
        close: given(sent, Form::of(&CLOSE)),
        services: found
            .services
            .iter()
            .map(|service| ServiceLink {
                href: routes::admin_service(&service.code),
                name: super::services::name_of(&c, service),
                stage: labels::service_stage(service.stage),
            })
            .collect(),
        c,
    }
}

async fn page(visit: &SignedIn, code: String, sent: Option<Form>) -> Reply<UnitEditView> {
    let found = visit.site.read(move |tx| find(tx, &code)).await?;
    if !can(&visit.viewer, Action::EditUnit, Resource::Unit(found.unit.id)) {
        return Err(Error::not_found());
    }
    Ok(view(visit.chrome(), visit, found, &sent))
}

async fn show(visit: SignedIn, Path(code): Path<String>) -> Reply {
    Ok(Page::personal(&page(&visit, code, None).await?))
}

async fn unit_id(sent: &Sent, code: &str) -> Reply<UnitId> {
    let code = code.to_owned();
    Ok(sent.site.read(move |tx| company::unit_by_code(tx, &code)).await?.id)
}

/// What was done to the unit: its page, with a notice or with what is wrong in the form.
async fn answer(sent: &Sent, code: String, came: Reply<Result<(), Again>>) -> Reply<Response> {
    let to = (routes::admin_unit(&code), "notice-saved");
    settled(sent, came, to, async |signed, form| page(&signed, code, Some(form)).await).await
}

/// The words of a unit.
#[derive(Debug, Clone, Deserialize)]
struct Texts {
    name: Localized,
    purpose: Localized,
}

async fn texts(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let (unit, seen) = (unit_id(&sent, &code).await?, sent.seen);
    let change = move |tx: &mut dyn Tx, cx: &mut Cx, Texts { name, purpose }| {
        company::change_unit_texts(tx, cx, ChangeUnitTexts { unit, name, purpose, seen })
    };
    let came = sent.act(&TEXTS, change).await;
    answer(&sent, code, came).await
}

/// Who takes what comes, and what is promised.
#[derive(Debug, Clone, Deserialize)]
struct Door {
    owner: Option<PersonId>,
    promise: PromiseId,
    calendar: CalendarId,
}

async fn door(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let (unit, seen) = (unit_id(&sent, &code).await?, sent.seen);
    if !can(&sent.viewer, Action::EditUnit, Resource::Unit(unit)) {
        return Err(Error::not_found());
    }
    let set = move |tx: &mut dyn Tx, cx: &mut Cx, Door { owner, promise, calendar }| {
        company::set_front_door(tx, cx, SetFrontDoor { unit, owner, promise, calendar, seen })
    };
    let came = sent.act(&DOOR, set).await;
    answer(&sent, code, came).await
}

/// How strictly a budget binds.
#[derive(Debug, Clone, Deserialize)]
struct Mode {
    mode: BudgetMode,
}

async fn mode(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let unit = unit_id(&sent, &code).await?;
    let set = move |tx: &mut dyn Tx, cx: &mut Cx, Mode { mode }| company::set_budget_mode(tx, cx, unit, mode);
    let came = sent.act(&MODE, set).await;
    // Finance has no page of units: the account shows how strictly the budget binds.
    if !can(&sent.viewer, Action::EditUnit, Resource::Unit(unit)) {
        return match came? {
            Ok(()) => Ok(done(&routes::account(code), "notice-saved")),
            Err(_) => Err(AppError::field("mode", "field-required").into()),
        };
    }
    answer(&sent, code, came).await
}

/// Where a unit belongs.
#[derive(Debug, Clone, Deserialize)]
struct Place {
    parent: Option<UnitId>,
}

async fn parent(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let unit = unit_id(&sent, &code).await?;
    let put = move |tx: &mut dyn Tx, cx: &mut Cx, Place { parent }| company::move_unit(tx, cx, unit, parent);
    let came = sent.act(&PLACE, put).await;
    answer(&sent, code, came).await
}

async fn close(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let unit = unit_id(&sent, &code).await?;
    let came = sent.act(&CLOSE, move |tx, cx, Nothing {}| company::close_unit(tx, cx, unit)).await;
    answer(&sent, code, came).await
}
