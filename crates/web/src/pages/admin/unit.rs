//! One unit: its words, front door, budget, place, end.

use app::AppError;
use app::company::{self, ChangeUnitTexts, SetFrontDoor, UnitView, Version};
use app::error::{Answer, FieldError};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::calendar::Calendar;
use domain::company::Stage;
use domain::ids::{CalendarId, PersonId, PromiseId, StreamId, UnitId};
use domain::ledger::BudgetMode;
use domain::permission::{Action, Resource, can};
use domain::promise::{Promise, PromiseKind};
use std::sync::Arc;
use store::Tx;

use super::promises::{amount, calendar_name};
use super::{
    given, given_or_late, hidden, localized, mode_choices, placed, reject, sections, unit_choices, unit_name,
    with_text,
};
use crate::auth::{Sent, SignedIn, Visit};
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::{Choice, Form};
use crate::page::{Cache, Page, done};
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
        Route::post(pattern::ADMIN_UNIT_BUDGET, budget, mode),
        Route::post(pattern::ADMIN_UNIT_PARENT, Reach::ADMINISTRATORS, parent),
        Route::post(pattern::ADMIN_UNIT_CLOSE, Reach::ADMINISTRATORS, close),
    ]
}

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
    let texts = with_text(Form::new("texts"), "name", &unit.texts.name);
    let door = Form::new("door")
        .with("owner", text(unit.owner.map(|id| id.to_string())))
        .with("promise", text(unit.promise.map(|id| id.to_string())))
        .with("calendar", text(unit.calendar.map(|id| id.to_string())));
    UnitEditView {
        sections: sections(&c, visit, ""),
        code: unit.code.clone(),
        name: unit_name(&c, unit),
        kind: super::units::kind_name(unit.kind),
        closed: unit.closed_at.is_some(),
        all,
        seen: found.seen,
        texts: given_or_late(&c, sent, with_text(texts, "purpose", &unit.texts.purpose), &[]),
        door: given_or_late(
            &c,
            sent,
            door,
            &[("owner", &owners), ("promise", &promises), ("calendar", &calendars)],
        ),
        owners,
        promises,
        calendars,
        budget: given(sent, Form::new("mode").with("mode", unit.budget_mode.code())),
        modes: mode_choices(&c),
        parent: given(sent, Form::new("place").with("parent", text(unit.parent.map(|id| id.to_string())))),
        parents,
        close: given(sent, Form::new("close")),
        services: found
            .services
            .iter()
            .map(|service| ServiceLink {
                href: routes::admin_service(&service.code),
                name: super::services::name_of(&c, service),
                stage: stage_name(service.stage),
            })
            .collect(),
        c,
    }
}

pub(super) fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Idea => "service-stage-idea",
        Stage::Pilot => "service-stage-pilot",
        Stage::Live => "service-stage-live",
        Stage::Retiring => "service-stage-retiring",
        Stage::Retired => "service-stage-retired",
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

/// What was done to the unit: its page again, with a notice, or with what is wrong in the form.
async fn answer(
    sent: &Sent,
    code: String,
    (id, first): (&'static str, &str),
    result: Answer<()>,
) -> Reply<Response> {
    match result {
        Ok(()) => Ok(done(&routes::admin_unit(code), "notice-saved")),
        Err(error) => {
            let mut form = sent.form(id);
            let status = reject(&mut form, &sent.chrome(), &error, first).ok_or_else(|| hidden(error))?;
            let view = page(&sent.signed_in()?, code, Some(form)).await?;
            Ok(Page::new(status, Cache::Personal, &view).into_response())
        }
    }
}

async fn unit_id(sent: &Sent, code: &str) -> Reply<UnitId> {
    let code = code.to_owned();
    Ok(sent.site.read(move |tx| company::unit_by_code(tx, &code)).await?.id)
}

async fn texts(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let (unit, seen) = (unit_id(&sent, &code).await?, sent.seen);
    let (name, purpose) = (localized(&sent.fields, "name"), localized(&sent.fields, "purpose"));
    let change = ChangeUnitTexts { unit, name, purpose, seen };
    let result =
        sent.site.write(&sent.cx(), move |tx, cx| company::change_unit_texts(tx, cx, change.clone())).await;
    let result = result.map_err(|error| placed(error, sent.prefs.language, &["name", "purpose"], &[]));
    answer(&sent, code, ("texts", "name_ru"), result).await
}

async fn door(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let unit = unit_id(&sent, &code).await?;
    if !can(&sent.viewer, Action::EditUnit, Resource::Unit(unit)) {
        return Err(Error::not_found());
    }
    let fields = &sent.fields;
    let (promise, calendar) = (fields.id("promise"), fields.id("calendar"));
    let owner = fields.id_if_any("owner").map(|owner| owner.map(PersonId));
    let result = match (owner, promise.zip(calendar)) {
        (Err(error), _) => Err(error),
        (Ok(owner), Some((promise, calendar))) => {
            let (promise, calendar) = (PromiseId(promise), CalendarId(calendar));
            let door = SetFrontDoor { unit, owner, promise, calendar, seen: sent.seen };
            sent.site.write(&sent.cx(), move |tx, cx| company::set_front_door(tx, cx, door.clone())).await
        }
        (Ok(_), None) => {
            let missing = [("promise", promise), ("calendar", calendar)].into_iter();
            let missing = missing.filter(|(_, value)| value.is_none());
            Err(AppError::Invalid(missing.map(|(name, _)| FieldError::new(name, "field-required")).collect()))
        }
    };
    answer(&sent, code, ("door", "owner"), result).await
}

async fn mode(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let unit = unit_id(&sent, &code).await?;
    let chosen = BudgetMode::from_code(sent.fields.text("mode"));
    let result = match chosen {
        Some(mode) => {
            sent.site.write(&sent.cx(), move |tx, cx| company::set_budget_mode(tx, cx, unit, mode)).await
        }
        None => Err(AppError::field("mode", "field-required")),
    };
    // Finance has no page of units: the account shows how strictly the budget binds.
    if !can(&sent.viewer, Action::EditUnit, Resource::Unit(unit)) {
        return match result {
            Ok(()) => Ok(done(&routes::account(code), "notice-saved")),
            Err(error) => Err(error.into()),
        };
    }
    answer(&sent, code, ("mode", "mode"), result).await
}

async fn parent(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let unit = unit_id(&sent, &code).await?;
    let result = match sent.fields.id_if_any("parent") {
        Ok(parent) => {
            let parent = parent.map(UnitId);
            sent.site.write(&sent.cx(), move |tx, cx| company::move_unit(tx, cx, unit, parent)).await
        }
        Err(error) => Err(error),
    };
    answer(&sent, code, ("place", "parent"), result).await
}

async fn close(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let unit = unit_id(&sent, &code).await?;
    let result = sent.site.write(&sent.cx(), move |tx, cx| company::close_unit(tx, cx, unit)).await;
    answer(&sent, code, ("close", "unit"), result).await
}
