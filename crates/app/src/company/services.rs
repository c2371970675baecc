//! Services of a unit: created, published in versions, moved through the stages of their life.

use std::collections::BTreeSet;

use domain::company::{Event, Pricing, Service, ServiceStage, ServiceTexts, ServiceVersion};
use domain::content::limits::{ITEMS, LINE, PARAGRAPH};
use domain::ids::{ItemId, PromiseId, ServiceId, ServiceVersionId, StreamId, UnitId};
use domain::localized::Localized;
use domain::money::{MAX_AMOUNT, Seconds};
use domain::permission::{Action, Resource, ServiceFacts, can};
use domain::promise::{Amount, PromiseKind};
use domain::request::Class;
use serde::Deserialize;
use store::Tx;
use store::repo;

use super::checks::{Checks, bound};
use super::index::index_service;
use super::read::find_promise;
use super::record::{done, done_events};
use super::units::{allowed, open_unit};
use crate::Cx;
use crate::aggregate::Stream;
use crate::error::{Answer, AppError};
use crate::words::Words;

/// The most client time a version may state: a thousand hours.
const MAX_CLIENT_SECONDS: Seconds = 1_000 * 3_600;
/// The longest delivery, in hundredths of a working day.
const MAX_DELIVERY: u32 = Amount::MAX_DAYS * 100;

/// A criterion of a ready service; `id` when it lived in the version before.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct CriterionInput {
    /// Its id in the version before.
    pub id: Option<ItemId>,
    /// Its words; an empty one is left out.
    pub text: Localized,
}

/// A new version of a service, as it is typed.
#[derive(Debug, Clone, Deserialize)]
pub struct PublishServiceVersion {
    /// The service.
    pub service: ServiceId,
    /// What it is called.
    pub name: Localized,
    /// In one sentence.
    pub lead: Localized,
    /// For whom.
    pub for_whom: Localized,
    /// Which problem it solves.
    pub problem: Localized,
    /// What the customer gets.
    pub outcome: Localized,
    /// What is included, a line each.
    pub included: Localized,
    /// What is not.
    pub excluded: Localized,
    /// Accepted if: for a service ordered from the price list.
    pub criteria: Vec<CriterionInput>,
    /// The price list.
    pub pricing: Pricing,
    /// Client time that the provider states while too little has been measured.
    pub client_seconds: Seconds,
    /// True when it is ordered from the price list without brief and offer.
    pub ready: bool,
    /// True when the law requires it.
    pub obligatory: bool,
    /// Who may see requests for it.
    pub class: Class,
    /// The first-answer promise; the unit's own when left out.
    pub promise: Option<PromiseId>,
    /// Promised delivery, in hundredths of a working day.
    pub delivery_days: Option<u32>,
    /// The units whose people may see and order it; empty for everybody.
    pub audience: BTreeSet<UnitId>,
    /// What [`super::version_of`] gave when the form was made.
    pub seen: Option<i64>,
}

fn edits(cx: &Cx, unit: UnitId) -> Answer<()> {
    allowed(can(&cx.viewer, Action::EditServices, Resource::Unit(unit)))
}

fn load(tx: &mut dyn Tx, cx: &Cx, id: ServiceId) -> Answer<(Stream<Service>, Service)> {
    let (stream, service) = Stream::<Service>::load(tx, StreamId(id.0))?;
    edits(cx, service.unit)?;
    Ok((stream, service))
}

/// Creates a service as an idea.
///
/// # Errors
/// [`AppError::Invalid`] when the code is taken or unfit, or the unit is closed.
pub fn create_service(tx: &mut dyn Tx, cx: &mut Cx, unit: UnitId, code: &str) -> Answer<ServiceId> {
    edits(cx, unit)?;
    if let Some(stream) = done(tx, cx)? {
        return Ok(ServiceId(stream.0));
    }
    open_unit(tx, unit)?;
    let mut checks = Checks::default();
    let code = checks.code("code", code);
    checks.require(repo::service::by_code(tx, &code)?.is_none(), "code", "field-taken");
    checks.done()?;
    let service = ServiceId(cx.ids.next());
    let event = Event::ServiceCreated { service, unit, code };
    Stream::<Service>::new(StreamId(service.0)).record(tx, cx, &[event], Words::default())?;
    Ok(service)
}

/// Publishes a version. It never changes; requests keep the one they began under.
///
/// # Errors
/// [`AppError::Changed`]; [`AppError::Invalid`] with every field that is not right.
pub fn publish_service_version(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    new: PublishServiceVersion,
) -> Answer<ServiceVersionId> {
    let (stream, service) = load(tx, cx, new.service)?;
    if done(tx, cx)?.is_some() {
        let events = done_events(tx, cx, StreamId(new.service.0))?;
        let own = events.into_iter().find_map(|event| match event {
            Event::ServiceVersionPublished { version, .. } => Some(version.id),
            _ => None,
        });
        return own.ok_or(AppError::Missing("service"));
    }
    stream.unchanged_since(new.seen)?;
    let (_, unit) = open_unit(tx, service.unit)?;
    let mut checks = Checks::default();
    let (texts, criteria) = words_of(&mut checks, cx, &service, &new);
    check_terms(&mut checks, &new, criteria.len());
    for unit in &new.audience {
        let open = repo::unit::by_id(tx, *unit)?.is_some_and(|unit| unit.closed_at.is_none());
        checks.require(open, "audience", "field-not-found");
    }
    let promise = match new.promise.or(unit.door.map(|(promise, _)| promise)) {
        Some(id) => find_promise(tx, id)?.filter(|promise| promise.kind == PromiseKind::FirstAnswer),
        None => None,
    };
    checks.require(promise.is_some(), "promise", "field-not-found");
    checks.done()?;
    let promise = promise.ok_or(AppError::Missing("promise"))?.id;

    let id = ServiceVersionId(cx.ids.next());
    let mut words = Words::default();
    let version = ServiceVersion {
        id,
        number: service.current().map_or(1, |version| version.number + 1),
        texts: words.json(cx, "service", &texts),
        pricing: new.pricing,
        client_seconds: new.client_seconds,
        ready: new.ready,
        obligatory: new.obligatory,
        class: new.class,
        promise,
        delivery_days: new.delivery_days,
        criteria,
        audience: new.audience.clone(),
    };
    let event = Event::ServiceVersionPublished { service: service.id, version };
    stream.record(tx, cx, &[event], words)?;
    let facts = ServiceFacts { published: true, audience: new.audience, ..ServiceFacts::from(&service) };
    index_service(tx, service.id, &facts, &texts)?;
    Ok(id)
}

fn words_of(
    checks: &mut Checks,
    cx: &mut Cx,
    service: &Service,
    new: &PublishServiceVersion,
) -> (ServiceTexts, Vec<ItemId>) {
    let known = service.current().map_or(&[][..], |version| &version.criteria);
    let (mut ids, mut criteria) = (Vec::new(), Vec::new());
    for (place, criterion) in new.criteria.iter().enumerate() {
        let text = checks.localized(&format!("criteria[{place}]"), &criterion.text, LINE, false);
        if text.is_empty() {
            continue;
        }
        // An id that the version before does not know would let one criterion pass for another.
        let id = criterion.id.filter(|id| known.contains(id) && !ids.contains(id));
        ids.push(id.unwrap_or_else(|| ItemId(cx.ids.next())));
        criteria.push(text);
    }
    if criteria.len() > ITEMS {
        checks.limit("criteria", "field-too-many", bound(ITEMS));
    }
    let texts = ServiceTexts {
        name: checks.localized("name", &new.name, LINE, true),
        lead: checks.localized("lead", &new.lead, LINE, false),
        for_whom: checks.localized("for_whom", &new.for_whom, PARAGRAPH, false),
        problem: checks.localized("problem", &new.problem, PARAGRAPH, false),
        outcome: checks.localized("outcome", &new.outcome, PARAGRAPH, true),
        included: checks.localized("included", &new.included, PARAGRAPH, false),
        excluded: checks.localized("excluded", &new.excluded, PARAGRAPH, false),
        criteria,
    };
    (texts, ids)
}

/// What is ordered from the price list must say price, date and criteria; what the law requires is free and in term.
fn check_terms(checks: &mut Checks, new: &PublishServiceVersion, criteria: usize) {
    let price = match new.pricing {
        Pricing::Fixed { price } | Pricing::From { price } => price,
        Pricing::Estimated => 0,
    };
    checks.require(price >= 0, "price", "field-negative");
    if price > MAX_AMOUNT {
        checks.limit("price", "field-too-large", MAX_AMOUNT);
    }
    checks.require(new.client_seconds >= 0, "client_seconds", "field-negative");
    if new.client_seconds > MAX_CLIENT_SECONDS {
        checks.limit("client_seconds", "field-too-large", MAX_CLIENT_SECONDS);
    }
    match new.delivery_days {
        Some(0) => checks.problem("delivery_days", "field-required"),
        Some(days) if days > MAX_DELIVERY => {
            checks.limit("delivery_days", "field-too-large", i64::from(MAX_DELIVERY / 100));
        }
        None => checks.require(!(new.ready || new.obligatory), "delivery_days", "field-required"),
        Some(_) => {}
    }
    if new.ready {
        checks.require(matches!(new.pricing, Pricing::Fixed { .. }), "pricing", "service-ready-price");
        checks.require(criteria > 0, "criteria", "field-required");
    }
    if new.obligatory {
        let free = matches!(new.pricing, Pricing::Fixed { price: 0 });
        checks.require(free, "pricing", "service-obligatory-free");
    }
}

/// Moves a service to another stage of its life. It never becomes an idea again.
///
/// # Errors
/// [`AppError::Invalid`] when it cannot be ordered because nothing was published yet.
pub fn change_stage(tx: &mut dyn Tx, cx: &mut Cx, id: ServiceId, stage: ServiceStage) -> Answer<()> {
    let (stream, service) = load(tx, cx, id)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    open_unit(tx, service.unit)?;
    let mut checks = Checks::default();
    let published = service.current().is_some() || !stage.is_orderable();
    checks.require(published, "stage", "service-unpublished");
    checks.require(
        stage != ServiceStage::Idea || service.stage == ServiceStage::Idea,
        "stage",
        "service-idea-again",
    );
    checks.done()?;
    let event = (service.stage != stage).then_some(Event::ServiceStageChanged { service: id, stage });
    stream.record(tx, cx, event.as_slice(), Words::default())?;
    if let (Some(version), true) = (service.current(), service.stage != stage) {
        let texts = repo::service::texts(tx, version)?;
        index_service(tx, id, &ServiceFacts { stage, ..ServiceFacts::from(&service) }, &texts)?;
    }
    Ok(())
}
