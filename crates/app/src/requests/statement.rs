//! Stating a problem: to a service, to a department's front door, or to nobody known.

use domain::aggregate::fold;
use domain::company::{Pricing, ServiceVersion, UnitKind};
use domain::content::limits::{LINE, PAGE};
use domain::ids::*;
use domain::permission::{Action, Resource, can};
use domain::request::{self, *};
use domain::time::Instant;
use serde::Deserialize;
use store::Tx;

use super::act::{Acted, customer_time};
use super::input::{FileInput, keep};
use super::record::{Loaded, load, record};
use super::standing::readable;
use super::{funding, parent, world};
use crate::Cx;
use crate::aggregate::damaged;
use crate::company;
use crate::error::{Answer, AppError};
use crate::once;
use crate::words::{Words, first_line};

/// Where a problem goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// To the unit of a service.
    Service(ServiceId),
    /// To a department's front door.
    Unit(UnitId),
    /// No department is known: to the company's front desk.
    FrontDesk,
}

/// A problem in somebody's own words.
#[derive(Debug, Clone, Deserialize)]
pub struct NewStatement {
    /// The words.
    pub text: String,
    /// Where it goes.
    pub target: Target,
    /// For whom, when for another person.
    pub beneficiary: Option<PersonId>,
    /// Files.
    #[serde(default)]
    pub files: Vec<FileInput>,
    /// The request it is ordered for, by its number, with the line that may pay.
    pub parent: Option<(i64, Option<LineId>)>,
    /// Narrower than the service says; never wider.
    pub class: Option<Class>,
}

/// States a problem and gives the new request.
///
/// # Errors
/// [`AppError::Invalid`] with every field that is not right; the rules' and the budget's refusals for a ready service.
pub fn state(tx: &mut dyn Tx, cx: &mut Cx, opened_at: Option<Instant>, new: NewStatement) -> Answer<Acted> {
    if !can(&cx.viewer, Action::StateRequest, Resource::Company) {
        return Err(AppError::Forbidden);
    }
    let id = RequestId(cx.ids.next());
    if let Some(stream) = once::take(tx, cx, id.into())? {
        return Ok(Acted::from(&load(tx, RequestId(stream.0))?.request));
    }
    let customer = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let parent = new.parent.map(|(number, line)| parent_of(tx, cx, number, line)).transpose()?;
    // A sub-request is paid by the unit that ordered it: the parent's provider.
    let customer_unit = match &parent {
        Some((parent, _)) => parent.request.unit,
        None => company::unit_of(tx, customer)?.ok_or_else(|| AppError::field("text", "field-no-unit"))?,
    };
    let (unit, version) = target(tx, cx, new.target)?;
    let door = world::door(tx, unit)?;
    let mut words = Words::default();
    let statement = words.required(cx, "text", "statement", &new.text, PAGE);
    let title = words.required(cx, "text", "title", &first_line(&new.text), LINE);
    let files = keep(cx, &mut words, new.files);
    words.check()?;
    let service =
        version.as_ref().map(|(service, version)| ServiceRef { service: *service, version: version.id });
    let class = version.as_ref().map_or(Class::Open, |(_, version)| version.class);
    let mut stated = NewRequest {
        id,
        number: tx.next_number()?,
        parent: parent.as_ref().map(|(Loaded { request, .. }, line)| {
            (Parent { request: request.id, line: *line }, request.root, request.root_at)
        }),
        class: new.class.map_or(class, |asked| narrower(asked, class)),
        customer,
        customer_unit,
        beneficiary: new.beneficiary.filter(|person| *person != customer),
        payer_unit: customer_unit,
        unit,
        service,
        title,
        statement,
        files,
        promise: version.as_ref().map_or(door.promise, |(_, version)| version.promise),
        calendar: door.calendar,
        ready: None,
        channel: cx.channel,
    };
    // A service's promise may be bound to another calendar version than the unit's present one.
    stated.calendar = company::promise(tx, stated.promise)?.calendar;
    if let Some((_, version)) = &version
        && version.ready
    {
        stated.ready = Some(Box::new(ready(tx, cx, &mut words, &stated, version, door.owner)?));
    }
    let context = request::Cx {
        actor: cx.viewer.actor,
        sides: [ordering(&cx.viewer, unit)].into(),
        unit: None,
        now: cx.now,
    };
    let mut events = state_request(&stated, &context)?;
    if let Some((parent, line)) = parent {
        let child = Command::ChildStated { child: id, unit, line };
        parent::order(tx, cx, &parent, child)?;
    }
    let now = begun(id, &events, cx.now)?;
    events.extend(customer_time(tx, cx, &now, opened_at)?);
    let followed = parent::steps(&begun(id, &events[..1], cx.now)?, &events[1..]);
    parent::follow(tx, cx, &now, followed)?;
    let request = record(tx, cx, None, events, words)?;
    Ok(Acted::from(&request))
}

/// A new request after its first events.
fn begun(id: RequestId, events: &[Event], now: Instant) -> Answer<Request> {
    let folded = fold(events.iter().map(|event| (event, now)));
    let begun = folded.map_err(|problem| damaged(id.into(), problem))?;
    Ok(begun.ok_or_else(|| damaged(id.into(), "a stream without events"))?)
}

/// The wider of two classes never wins.
fn narrower(asked: Class, service: Class) -> Class {
    let rank = |class| Class::ALL.iter().position(|known| *known == class);
    if rank(asked) > rank(service) { asked } else { service }
}

fn target(tx: &mut dyn Tx, cx: &Cx, target: Target) -> Answer<(UnitId, Option<(ServiceId, ServiceVersion)>)> {
    Ok(match target {
        Target::Service(service) => {
            let found = company::orderable(tx, &cx.viewer, service)?;
            let found = found.ok_or_else(|| AppError::field("service", "field-not-offered"))?;
            (found.unit, Some((service, found.version)))
        }
        Target::Unit(unit) => {
            let door = world::door(tx, unit)?;
            if door.kind == UnitKind::Partner {
                return Err(AppError::field("unit", "field-not-offered"));
            }
            (unit, None)
        }
        Target::FrontDesk => {
            (company::company(tx)?.front_desk.ok_or(AppError::Missing("front desk"))?.0, None)
        }
    })
}

/// The parent, when the viewer serves it.
fn parent_of(
    tx: &mut dyn Tx,
    cx: &Cx,
    number: i64,
    line: Option<LineId>,
) -> Answer<(Loaded, Option<LineId>)> {
    let (loaded, standing) = readable(tx, &cx.viewer, number)?;
    if !standing.sides.contains(&Side::Provider) {
        return Err(AppError::Forbidden);
    }
    Ok((loaded, line))
}

/// The brief and the offer of a ready service: its criteria and its price list.
fn ready(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    words: &mut Words,
    stated: &NewRequest,
    version: &ServiceVersion,
    owner: Option<PersonId>,
) -> Answer<ReadyTerms> {
    let texts = company::service_texts(tx, version)?;
    let language = company::company(tx)?.language;
    let by = owner.unwrap_or(stated.customer);
    let name = texts.name.text(language).to_owned();
    let criteria: Vec<Item> = version
        .criteria
        .iter()
        .zip(&texts.criteria)
        .map(|(id, text)| Item {
            id: *id,
            text: words.required(cx, "criteria", "criterion", text.text(language), LINE),
        })
        .collect();
    let price = match version.pricing {
        Pricing::Fixed { price } => price,
        Pricing::From { .. } | Pricing::Estimated => {
            return Err(AppError::field("service", "field-not-offered"));
        }
    };
    let days = i64::from(version.delivery_days.unwrap_or(500));
    let calendar = company::calendar(tx, stated.calendar)?;
    let work = calendar.full_day_seconds() * days / 100;
    let ready_by = calendar.add_working_seconds(cx.now, work).unwrap_or(cx.now.plus_seconds(work));
    let outside = company::unit(tx, stated.unit)?.kind.is_outside();
    let brief = Brief {
        version: 1,
        title: stated.title.clone(),
        problem: stated.statement.clone(),
        outcome: words.required(cx, "outcome", "brief", texts.outcome.text(language), PAGE),
        criteria,
        assumptions: Vec::new(),
        distance: Distance::Same,
        by,
        sent_at: cx.now,
        confirmed_at: None,
        corrected_at: None,
    };
    let lines = (price > 0).then(|| Line {
        id: LineId(cx.ids.next()),
        kind: LineKind::Fixed,
        text: words.required(cx, "line", "offer_line", &name, LINE),
        quantity: 1000,
        unit_price: price,
        criteria: Default::default(),
    });
    let offer = Offer {
        id: OfferId(cx.ids.next()),
        unit: stated.unit,
        outside,
        by: Some(by),
        brief: 1,
        lines: lines.into_iter().collect(),
        estimate: Estimate { optimistic: 0, likely: work, pessimistic: work },
        client_seconds: version.client_seconds,
        ready_by,
        probability: 85,
        criteria: brief.criteria.iter().map(|item| item.id).collect(),
        risk: None,
        own_answer: None,
        valid_until: ready_by,
        sent_at: cx.now,
        withdrawn_at: None,
    };
    let line = stated.parent.as_ref().and_then(|(parent, _, _)| Some((parent.request, parent.line?)));
    let funding = funding::of(tx, cx, stated.payer_unit, line, price, version.obligatory)?;
    Ok(ReadyTerms { offer, brief, funding })
}
