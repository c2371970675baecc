//! One service: its stage, a new version, the versions before.

use std::sync::Arc;

use app::Cx;
use app::company::{self, Offered, PublishServiceVersion, ServiceView, UnitView, Version};
use app::error::Answer;
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::company::{Pricing, ServiceStage};
use domain::content::limits::{LINE, PARAGRAPH};
use domain::ids::{PromiseId, ServiceId, StreamId, UnitId};
use domain::localized::Language;
use domain::money::Currency;
use domain::permission::Action;
use domain::promise::{Promise, PromiseKind};
use domain::request::Class;
use serde::Deserialize;
use serde_json::json;
use store::Tx;

use super::promises::amount;
use super::services::name_of;
use super::{given, given_or_late, sections, settled, unit_name};
use crate::auth::{Sent, SignedIn, Visit};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, code_of, field};
use crate::form::typed::decimal_text;
use crate::form::{Again, Choice, Field, Form, Reading, made};
use crate::format::plain;
use crate::labels;
use crate::page::Page;
use crate::pages::desk::Tab;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// Whoever edits services of the sample unit.
const EDITORS: Reach = Reach::unit(&[Action::EditServices]);
/// Texts of a version that are written in both languages.
const TEXTS: [&str; 7] = ["name", "lead", "for_whom", "problem", "outcome", "included", "excluded"];
pub(super) static STAGE: FormDecl = FormDecl::new(
    "stage",
    &[field("stage", code_of!(ServiceStage), "services-stage").hint("service-stage-hint")],
);
pub(super) static VERSION: FormDecl = FormDecl::new(
    "version",
    &[
        field("name", FieldKind::Both(LINE), "units-name").optional(),
        field("lead", FieldKind::Both(LINE), "service-lead").optional(),
        field("problem", FieldKind::Both(PARAGRAPH), "service-problem").optional(),
        field("outcome", FieldKind::Both(PARAGRAPH), "service-outcome").optional(),
        field("for_whom", FieldKind::Both(PARAGRAPH), "service-for-whom").optional(),
        field("included", FieldKind::Both(PARAGRAPH), "service-included").optional(),
        field("excluded", FieldKind::Both(PARAGRAPH), "service-excluded").optional(),
        field(
            "pricing",
            FieldKind::Code(|word| matches!(word, "fixed" | "from" | "estimated")),
            "service-pricing",
        ),
        field("price", FieldKind::Sum, "budget-amount-in").optional(),
        field("client_minutes", FieldKind::Minutes, "service-client-minutes")
            .as_input("client_seconds")
            .hint("service-client-minutes-hint")
            .optional(),
        field("promise", FieldKind::Id, "service-promise-what").hint("service-promise-hint").optional(),
        field("delivery_days", FieldKind::Hundredths, "service-delivery")
            .hint("service-delivery-hint")
            .optional(),
        field("ready", FieldKind::Tick, "service-ready").hint("service-ready-hint").optional(),
        field("obligatory", FieldKind::Tick, "service-is-obligatory")
            .hint("service-is-obligatory-hint")
            .optional(),
        field("class", code_of!(Class), "service-class"),
    ],
)
.places(&[("criteria", "criteria[0]_*")]);
/// A criterion, and the id that it had in the version before.
const CRITERION: FieldDecl = field("text", FieldKind::Both(PARAGRAPH), "").optional();
const CRITERION_ID: FieldDecl = field("id", FieldKind::Id, "").optional();
/// Rows for criteria that are empty at first.
const SPARE: usize = 3;
/// The most rows for criteria.
const CRITERIA: usize = 60;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::ADMIN_SERVICE, EDITORS, show),
        Route::post(pattern::ADMIN_SERVICE_VERSION, EDITORS, publish),
        Route::post(pattern::ADMIN_SERVICE_STAGE, EDITORS, stage),
    ]
}

/// A criterion of the form: its id, its fields in both languages.
#[derive(Debug, Clone)]
pub(crate) struct Criterion {
    pub label: String,
    pub id_name: String,
    pub id: String,
    pub ru: Field,
    pub en: Field,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/service.html")]
pub(crate) struct ServiceEditView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub code: String,
    pub name: String,
    pub unit: String,
    pub seen: i64,
    pub stage: Form,
    pub stages: Vec<Choice>,
    /// Nobody can order it yet.
    pub idea: bool,
    pub form: Form,
    pub pricings: Vec<Choice>,
    pub classes: Vec<Choice>,
    pub promises: Vec<Choice>,
    pub criteria: Vec<Criterion>,
    /// Departments whose people it may be for, each with its tick.
    pub audience: Vec<(Field, String)>,
    /// Versions that were published: number, from when, name.
    pub versions: Vec<(u32, String, String)>,
}

struct Found {
    service: ServiceView,
    unit: UnitView,
    seen: i64,
    versions: Vec<Offered>,
    promises: Vec<(Version<PromiseId>, Arc<Promise>)>,
    units: Vec<UnitView>,
}

fn find(tx: &mut dyn Tx, viewer: &domain::permission::Viewer, code: &str) -> Answer<Found> {
    let service = company::service_to_edit(tx, viewer, code)?;
    Ok(Found {
        unit: company::unit(tx, service.unit)?,
        seen: company::version_of(tx, StreamId(service.id.0))?,
        versions: company::service_versions(tx, service.id)?,
        promises: company::promises(tx)?,
        units: company::units(tx)?,
        service,
    })
}

/// The form as the present version begins it.
fn begins(currency: Currency, offered: Option<&Offered>) -> Form {
    let mut form = Form::of(&VERSION);
    let Some(offered) = offered else {
        return form.with("pricing", "estimated").with("class", Class::Open.code());
    };
    let (version, texts) = (&offered.version, &offered.texts);
    let all = [
        &texts.name,
        &texts.lead,
        &texts.for_whom,
        &texts.problem,
        &texts.outcome,
        &texts.included,
        &texts.excluded,
    ];
    for (name, text) in TEXTS.into_iter().zip(all) {
        form = form.with_both(name, text);
    }
    for (place, (id, text)) in version.criteria.iter().zip(&texts.criteria).enumerate() {
        form = form.with_both(&format!("criteria[{place}]"), text);
        form = form.with(format!("criteria[{place}]_id"), id.to_string());
    }
    let (pricing, price) = match version.pricing {
        Pricing::Fixed { price } => ("fixed", Some(price)),
        Pricing::From { price } => ("from", Some(price)),
        Pricing::Estimated => ("estimated", None),
    };
    for unit in &version.audience {
        form = form.with(audience_field(*unit), "yes");
    }
    let days = version.delivery_days.map(|days| decimal_text(days.into(), 2, Language::Ru));
    let flag = |set: bool| if set { "yes" } else { "" };
    form.with("pricing", pricing)
        .with("price", price.map(|price| plain(price, currency, ',')).unwrap_or_default())
        .with("client_minutes", (version.client_seconds / 60).to_string())
        .with("ready", flag(version.ready))
        .with("obligatory", flag(version.obligatory))
        .with("class", version.class.code())
        .with("promise", version.promise.to_string())
        .with("delivery_days", days.unwrap_or_default())
}

/// The tick that makes a service one for the people of a department.
fn audience_field(unit: UnitId) -> String {
    format!("audience[{unit}]")
}

/// Departments that a service can be for; those that closed stay while they are ticked.
fn audience(c: &Chrome, units: &[UnitView], form: &Form) -> Vec<(Field, String)> {
    let inside = units.iter().filter(|unit| !unit.kind.is_outside());
    inside
        .map(|unit| (unit, form.field(&audience_field(unit.id))))
        .filter(|(unit, field)| unit.closed_at.is_none() || field.value == "yes")
        .map(|(unit, field)| (field, unit_name(c, unit)))
        .collect()
}

fn criteria(c: &Chrome, form: &Form) -> Vec<Criterion> {
    let filled = |place: usize| {
        ["ru", "en"]
            .iter()
            .any(|language| !form.value(&format!("criteria[{place}]_{language}")).trim().is_empty())
    };
    let last = (0..CRITERIA).rev().find(|place| filled(*place)).map_or(0, |place| place + 1);
    (0..(last + SPARE).min(CRITERIA))
        .map(|place| {
            let id_name = format!("criteria[{place}]_id");
            let n = (place + 1).to_string();
            Criterion {
                label: c.ta("service-criterion", &[("n", n.into())]),
                id: form.value(&id_name).to_owned(),
                id_name,
                ru: form.field(&format!("criteria[{place}]_ru")),
                en: form.field(&format!("criteria[{place}]_en")),
            }
        })
        .collect()
}

pub(super) fn pricings(c: &Chrome) -> Vec<Choice> {
    [("fixed", "pricing-fixed"), ("from", "pricing-from"), ("estimated", "pricing-estimated")]
        .map(|(value, key)| Choice::new(value, c.t(key)))
        .to_vec()
}

pub(super) fn classes(c: &Chrome) -> Vec<Choice> {
    Class::ALL
        .into_iter()
        .map(|class| {
            let (name, hint) = match class {
                Class::Open => ("service-class-open", "service-class-open-why"),
                Class::UnitOnly => ("service-class-unit", "service-class-unit-why"),
                Class::Confidential => ("service-class-confidential", "service-class-confidential-why"),
            };
            Choice::new(class.code(), c.t(name)).hint(c.t(hint))
        })
        .collect()
}

fn view(c: Chrome, visit: &Visit, found: &Found, sent: &Option<Form>) -> ServiceEditView {
    let mut promises = vec![Choice::new("", c.t("service-promise-unit"))];
    let first = found.promises.iter().filter(|(_, promise)| promise.kind == PromiseKind::FirstAnswer);
    promises.extend(
        first.map(|(version, promise)| Choice::new(version.id.to_string(), amount(&c, promise.amount))),
    );
    let (pricings, classes, flags) = (pricings(&c), classes(&c), [Choice::new("yes", c.t("admin-yes"))]);
    let chosen: [(&str, &[Choice]); 5] = [
        ("pricing", &pricings),
        ("class", &classes),
        ("promise", &promises),
        ("ready", &flags),
        ("obligatory", &flags),
    ];
    let form = given_or_late(&c, sent, begins(c.currency, found.service.offered.as_ref()), &chosen);
    let stages = ServiceStage::ALL
        .into_iter()
        .map(|stage| Choice::new(stage.code(), c.t(labels::service_stage(stage))));
    ServiceEditView {
        sections: sections(&c, visit, &routes::admin_services()),
        code: found.service.code.clone(),
        name: name_of(&c, &found.service),
        unit: unit_name(&c, &found.unit),
        seen: found.seen,
        stage: given(sent, Form::of(&STAGE).with("stage", found.service.stage.code())),
        stages: stages.collect(),
        idea: found.service.stage == ServiceStage::Idea,
        pricings,
        classes,
        promises,
        criteria: criteria(&c, &form),
        audience: audience(&c, &found.units, &form),
        form,
        versions: found
            .versions
            .iter()
            .map(|offered| {
                let name = offered.texts.name.text(c.l.0).to_owned();
                (offered.version.number, c.day(offered.valid_from), name)
            })
            .collect(),
        c,
    }
}

async fn page(visit: &SignedIn, code: String, sent: Option<Form>) -> Reply<ServiceEditView> {
    let viewer = visit.viewer.clone();
    let found = visit.site.read(move |tx| find(tx, &viewer, &code)).await?;
    Ok(view(visit.chrome(), visit, &found, &sent))
}

async fn show(visit: SignedIn, Path(code): Path<String>) -> Reply {
    Ok(Page::personal(&page(&visit, code, None).await?))
}

async fn service_id(sent: &Sent, code: &str) -> Reply<ServiceId> {
    let (viewer, code) = (sent.viewer.clone(), code.to_owned());
    Ok(sent.site.read(move |tx| find(tx, &viewer, &code)).await?.service.id)
}

/// What was typed, or what cannot be read.
fn read(sent: &Sent, c: &Chrome, service: ServiceId) -> Answer<PublishServiceVersion> {
    let mut reading = Reading::new(&sent.fields, &sent.files, c);
    let mut data = reading.object(VERSION.fields);
    let criteria = (0..CRITERIA).map(|place| {
        let id = reading.value_at(&CRITERION_ID, &format!("criteria[{place}]_id"));
        json!({ "id": id, "text": reading.value_at(&CRITERION, &format!("criteria[{place}]")) })
    });
    data["criteria"] = criteria.collect();
    data["audience"] = reading.ticked("audience[", "]").into();
    data["pricing"] = json!({ "pricing": data["pricing"], "price": data.get("price").unwrap_or(&json!(0)) });
    data["service"] = service.to_string().into();
    data["seen"] = sent.seen.into();
    made(reading.done(Some(data))?)
}

/// What was done to the service: its page, with a notice or with what is wrong in the form.
async fn answer(sent: &Sent, code: String, came: Reply<Result<(), Again>>) -> Reply<Response> {
    let to = (routes::admin_service(&code), "notice-saved");
    settled(sent, came, to, async |signed, form| page(&signed, code, Some(form)).await).await
}

async fn publish(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let service = service_id(&sent, &code).await?;
    let published = match read(&sent, &sent.chrome(), service) {
        Ok(new) => {
            let publish =
                move |tx: &mut dyn Tx, cx: &mut Cx| company::publish_service_version(tx, cx, new.clone());
            sent.site.write(&sent.cx(), publish).await.map(drop)
        }
        Err(error) => Err(error),
    };
    let came = match published {
        Ok(()) => Ok(Ok(())),
        Err(error) => sent.refused(&VERSION, error).map(Err),
    };
    answer(&sent, code, came).await
}

/// Where a service is in its life.
#[derive(Debug, Clone, Deserialize)]
struct Moved {
    stage: ServiceStage,
}

async fn stage(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let service = service_id(&sent, &code).await?;
    let change =
        move |tx: &mut dyn Tx, cx: &mut Cx, Moved { stage }| company::change_stage(tx, cx, service, stage);
    let came = sent.act(&STAGE, change).await;
    answer(&sent, code, came).await
}

#[cfg(test)]
pub(super) fn sample_criteria(c: &Chrome) -> Vec<Criterion> {
    criteria(c, &Form::of(&VERSION).with("criteria[0]_ru", "Видна кампания").with("criteria[0]_id", "x"))
}
