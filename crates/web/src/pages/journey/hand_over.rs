//! Handing a request over to another unit, and ordering from another unit for it.

use domain::ids::{ServiceId, UnitId};
use domain::request::{CommandKind, free_on};
use serde_json::{Value, json};

use super::plain::open_units;
use super::stage::Stage;
use super::step::{Carry, FILES, Needs, Step, at, step};
use super::view::{Piece, StepView};
use crate::form::decl::{FieldDecl, FieldKind, field, page, paragraph};
use crate::form::{Choice, Groups};

/// A unit, or a service of a unit, as one choice sends it: `unit` or `unit/service`.
fn target(text: &str) -> Option<(UnitId, Option<ServiceId>)> {
    match text.split_once('/') {
        None => Some((UnitId::parse(text)?, None)),
        Some((unit, service)) => Some((UnitId::parse(unit)?, Some(ServiceId::parse(service)?))),
    }
}

/// The field of such a choice.
const fn target_field(name: &'static str, label: &'static str) -> FieldDecl {
    field(name, FieldKind::Code(|text| target(text).is_some()), label).hint("target-hint")
}

/// What was chosen there.
fn taken(data: &Value, name: &str) -> Option<(UnitId, Option<ServiceId>)> {
    target(data.get(name)?.as_str()?)
}

/// Units and their services, a group each.
fn targets(stage: &Stage, without: Option<UnitId>) -> Groups {
    let c = &stage.c;
    let mut groups = vec![(String::new(), vec![Choice::new("", c.t("choose-one"))])];
    for (unit, view) in open_units(stage) {
        if Some(unit) == without || view.kind == domain::company::UnitKind::Partner {
            continue;
        }
        let mut choices =
            vec![Choice::new(unit.to_string(), c.ta("target-door", &[("unit", stage.unit(unit).into())]))];
        for service in stage.lists.services.iter().filter(|service| service.unit == unit) {
            choices.push(Choice::new(format!("{unit}/{}", service.id), service.name.text(c.l.0)));
        }
        groups.push((stage.unit(unit), choices));
    }
    groups
}

/// Hands the request over to another unit.
pub(super) static PASS_ON: Step = Step {
    needs: Needs::CustomersServices,
    leaves: true,
    fill: |_, _, form| form.with("share", "yes"),
    fields: &[
        target_field("to", "pass-on-to"),
        paragraph("note", "pass-on-note").hint("pass-on-note-hint"),
        field("share", FieldKind::YesNo, "pass-on-share").as_input("share_history"),
    ],
    read: |form, step, _| {
        let mut data = form.object(step.fields);
        if let Some((to, service)) = taken(&data, "to") {
            data["to"] = to.to_string().into();
            data["service"] = service.map(|id| id.to_string()).into();
        }
        Carry::Step(step.command, data)
    },
    places: &[("unit", "to"), ("service", "to")],
    show: |stage| {
        let c = &stage.c;
        let share = vec![
            Choice::new("yes", c.t("pass-on-all")).hint(c.t("pass-on-all-hint")),
            Choice::new("no", c.t("pass-on-little")).hint(c.t("pass-on-little-hint")),
        ];
        StepView {
            will: vec![c.t("pass-on-will").into(), c.t("pass-on-clock").into()],
            pieces: vec![Piece::Words {
                title: c.t("known-statement").into(),
                text: stage.words(&stage.page.request.statement),
            }],
            controls: vec![
                stage.pick("to", &targets(stage, Some(stage.page.request.unit))),
                stage.ask("note"),
                stage.choose("share", &share),
            ],
            sees: c.t("pass-on-sees").into(),
            ..stage.view(c.t("pass-on-title"), c.t("pass-on-do"))
        }
        .into()
    },
    ..step(CommandKind::PassOn, at!("pass-on"), "turn", "notice-passed-on")
};

/// Orders from another unit for this request.
pub(super) static ORDER: Step = Step {
    needs: Needs::Services,
    fields: &[
        target_field("target", "order-target"),
        page("text", "order-text").hint("order-text-hint"),
        field("line", FieldKind::Id, "order-pays").hint("order-pays-hint").optional(),
        FILES,
    ],
    read: |form, step, no| {
        let mut data = form.object(step.fields);
        data["target"] = match taken(&data, "target") {
            Some((_, Some(service))) => json!({ "service": service.to_string() }),
            Some((unit, None)) => json!({ "unit": unit.to_string() }),
            None => Value::Null,
        };
        data["parent"] = json!([no, data.get("line")]);
        Carry::Order(data)
    },
    places: &[("unit", "target"), ("service", "target")],
    show: |stage| {
        let c = &stage.c;
        let request = &stage.page.request;
        let mut lines = vec![Choice::new("", c.t("order-own"))];
        for line in request.chosen().map(|offer| offer.lines.as_slice()).unwrap_or_default() {
            if let Ok(free) = free_on(request, line.id)
                && free > 0
            {
                let name = [("line", stage.page.text(&line.text).into()), ("free", c.money(free).into())];
                lines.push(Choice::new(line.id.to_string(), c.ta("order-line", &name)));
            }
        }
        StepView {
            will: vec![c.t("order-will").into(), c.t("order-clock").into()],
            controls: vec![
                stage.pick("target", &targets(stage, None)),
                stage.ask("text"),
                stage.pick("line", &vec![(String::new(), lines)]),
                stage.ask("files"),
            ],
            sees: c.t("order-sees").into(),
            ..stage.view(c.t("order-title"), c.t("order-do"))
        }
        .into()
    },
    ..step(CommandKind::ChildStated, at!("order"), "tools", "notice-ordered")
};
