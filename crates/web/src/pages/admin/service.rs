//! One service: its stage, a new version, the versions before.

use std::sync::Arc;

use app::AppError;
use app::company::{self, CriterionInput, Offered, PublishServiceVersion, ServiceView, UnitView, Version};
use app::error::{Answer, FieldError};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::company::{Pricing, Stage};
use domain::ids::{ItemId, PromiseId, ServiceId, StreamId, UnitId};
use domain::localized::Language;
use domain::money::Currency;
use domain::permission::Action;
use domain::promise::{Promise, PromiseKind};
use domain::request::Class;
use store::Tx;

use super::promises::amount;
use super::services::name_of;
use super::unit::stage_name;
use super::{
    given, given_or_late, hidden, in_language, localized, placed, reject, sections, unit_name, with_text,
};
use crate::auth::{Fields, Sent, SignedIn, Visit};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::{Choice, Field, Form};
use crate::format::{Fault, decimal, plain, typed};
use crate::page::{Cache, Page, done};
use crate::pages::desk::Tab;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// Whoever edits services of the sample unit.
const EDITORS: Reach = Reach::unit(&[Action::EditServices]);
/// Texts of a version that are written in both languages.
const TEXTS: [&str; 7] = ["name", "lead", "for_whom", "problem", "outcome", "included", "excluded"];
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
    let mut form = Form::new("version");
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
        form = with_text(form, name, text);
    }
    for (place, (id, text)) in version.criteria.iter().zip(&texts.criteria).enumerate() {
        form = with_text(form, &format!("criteria[{place}]"), text);
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
    let flag = |set: bool| if set { "yes" } else { "" };
    form.with("pricing", pricing)
        .with("price", price.map(|price| plain(price, currency, ',')).unwrap_or_default())
        .with("client_minutes", (version.client_seconds / 60).to_string())
        .with("ready", flag(version.ready))
        .with("obligatory", flag(version.obligatory))
        .with("class", version.class.code())
        .with("promise", version.promise.to_string())
        .with("delivery_days", version.delivery_days.map(hundredths_text).unwrap_or_default())
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

/// Hundredths as they are typed: `2,5`.
fn hundredths_text(hundredths: u32) -> String {
    match (hundredths / 100, hundredths % 100) {
        (whole, 0) => whole.to_string(),
        (whole, rest) => format!("{whole},{rest:02}").trim_end_matches('0').to_owned(),
    }
}

/// Hundredths from what was typed.
fn hundredths(text: &str) -> Option<u32> {
    let (whole, fraction) = text.trim().split_once([',', '.']).unwrap_or((text.trim(), ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > 2 || !digits(whole) || !digits(fraction) {
        return None;
    }
    format!("{whole}{fraction:0<2}").parse().ok()
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
    let form = given_or_late(&c, sent, begins(c.currency, found.service.offered.as_ref()), &chosen)
        .label("price", c.t("service-price"))
        .label("client_minutes", c.t("service-client-minutes"))
        .label("delivery_days", c.t("service-delivery"))
        .label("name_ru", c.t("units-name"))
        .label("name_en", c.t("units-name"))
        .label("outcome_en", c.t("service-outcome"))
        .label("outcome_ru", c.t("service-outcome"));
    let stages = Stage::ALL.into_iter().map(|stage| Choice::new(stage.code(), c.t(stage_name(stage))));
    ServiceEditView {
        sections: sections(&c, visit, &routes::admin_services()),
        code: found.service.code.clone(),
        name: name_of(&c, &found.service),
        unit: unit_name(&c, &found.unit),
        seen: found.seen,
        stage: given(sent, Form::new("stage").with("stage", found.service.stage.code())),
        stages: stages.collect(),
        idea: found.service.stage == Stage::Idea,
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

/// What was typed, or the numbers that cannot be read.
fn read(
    service: ServiceId,
    fields: &Fields,
    (currency, language): (Currency, Language),
    seen: Option<i64>,
) -> Answer<PublishServiceVersion> {
    let mut wrong = Vec::new();
    let mut number =
        |name: &str, read: &dyn Fn(&str) -> Result<i64, Fault>| match fields.filled(name).map(read) {
            Some(Ok(value)) => value,
            Some(Err(fault)) => {
                wrong.push(FieldError::new(name, fault));
                0
            }
            None => 0,
        };
    let price = number("price", &|text| typed(text, currency, language));
    let minutes = number("client_minutes", &|text| decimal(text, 0, language));
    let days = hundredths(fields.text("delivery_days"));
    number("delivery_days", &|_| days.map(i64::from).ok_or("admin-number"));
    let pricing = |text: &str| match text {
        "fixed" => Some(Pricing::Fixed { price }),
        "from" => Some(Pricing::From { price }),
        "estimated" => Some(Pricing::Estimated),
        _ => None,
    };
    let pricing = fields.one_of("pricing", pricing, Pricing::Estimated)?;
    if !wrong.is_empty() {
        return Err(AppError::Invalid(wrong));
    }
    let criteria = (0..CRITERIA).map(|place| {
        Ok(CriterionInput {
            id: fields.id_if_any(&format!("criteria[{place}]_id"))?.map(ItemId),
            text: localized(fields, &format!("criteria[{place}]")),
        })
    });
    let text = |name| localized(fields, name);
    Ok(PublishServiceVersion {
        service,
        name: text("name"),
        lead: text("lead"),
        for_whom: text("for_whom"),
        problem: text("problem"),
        outcome: text("outcome"),
        included: text("included"),
        excluded: text("excluded"),
        criteria: criteria.collect::<Answer<_>>()?,
        pricing,
        client_seconds: minutes.saturating_mul(60),
        ready: fields.flag("ready"),
        obligatory: fields.flag("obligatory"),
        class: fields.one_of("class", Class::from_code, Class::Open)?,
        promise: fields.id_if_any("promise")?.map(PromiseId),
        delivery_days: days,
        audience: fields
            .names()
            .filter(|name| fields.flag(name))
            .filter_map(|name| UnitId::parse(name.strip_prefix("audience[")?.strip_suffix(']')?))
            .collect(),
        seen,
    })
}

async fn answer<T>(
    sent: &Sent,
    code: String,
    (id, first): (&'static str, &str),
    result: Answer<T>,
) -> Reply<Response> {
    let Err(error) = result else { return Ok(done(&routes::admin_service(code), "notice-saved")) };
    let reads = sent.prefs.language;
    let criterion = in_language("criteria[0]", reads);
    let renamed = [("criteria", criterion.as_str()), ("client_seconds", "client_minutes")];
    let error = placed(error, reads, &TEXTS, &renamed);
    let mut form = sent.form(id);
    let status = reject(&mut form, &sent.chrome(), &error, first).ok_or_else(|| hidden(error))?;
    let view = page(&sent.signed_in()?, code, Some(form)).await?;
    Ok(Page::new(status, Cache::Personal, &view).into_response())
}

async fn publish(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let service = service_id(&sent, &code).await?;
    let result = match read(service, &sent.fields, (sent.chrome().currency, sent.prefs.language), sent.seen) {
        Ok(new) => {
            sent.site
                .write(&sent.cx(), move |tx, cx| company::publish_service_version(tx, cx, new.clone()))
                .await
        }
        Err(error) => Err(error),
    };
    answer(&sent, code, ("version", "name_ru"), result).await
}

async fn stage(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let service = service_id(&sent, &code).await?;
    let result = match Stage::from_code(sent.fields.text("stage")) {
        Some(stage) => {
            sent.site.write(&sent.cx(), move |tx, cx| company::change_stage(tx, cx, service, stage)).await
        }
        None => Err(AppError::field("stage", "field-required")),
    };
    answer(&sent, code, ("stage", "stage"), result).await
}

#[cfg(test)]
pub(super) fn sample_criteria(c: &Chrome) -> Vec<Criterion> {
    criteria(c, &Form::new("version").with("criteria[0]_ru", "Видна кампания").with("criteria[0]_id", "x"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_hundredths() {
        for (text, value) in [
            ("2,5", Some(250)),
            ("10", Some(1000)),
            ("0.25", Some(25)),
            ("2,555", None),
            ("", None),
            ("-1", None),
        ] {
            assert_eq!(hundredths(text), value, "{text}");
        }
        for value in [250, 1000, 25, 101] {
            assert_eq!(hundredths(&hundredths_text(value)), Some(value));
        }
    }
}
