//! Handing a request over to another unit, and ordering from another unit for it.

use app::requests::{Input, NewStatement, Target};
use domain::ids::{LineId, ServiceId, UnitId};
use domain::request::{CommandKind, Side, free_on};

use super::plain::open_units;
use super::reach::*;
use super::reading::Reading;
use super::stage::Stage;
use super::step::{Ask, Needs, Step};
use super::view::{Groups, Piece, StepView};
use crate::form::Choice;

/// A unit, or a service of a unit, as one choice sends it: `unit` or `unit/service`.
fn target(form: &mut Reading<'_>, name: &str) -> Option<(UnitId, Option<ServiceId>)> {
    form.choice(name, |value| match value.split_once('/') {
        None => Some((UnitId::parse(value)?, None)),
        Some((unit, service)) => Some((UnitId::parse(unit)?, Some(ServiceId::parse(service)?))),
    })
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
    path: "/r/{no}/pass-on",
    action: "pass-on",
    command: CommandKind::PassOn,
    sides: PROVIDER,
    reach: BY_PROVIDER,
    files: false,
    needs: Needs::CustomersServices,
    place: "turn",
    notice: "notice-passed-on",
    leaves: true,
    fill: |_, _, form| form.with("share", "yes"),
    read: |form, _| {
        let to = target(form, "to");
        let note = form.paragraph("note");
        let share = form.choice("share", |word| match word {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        });
        let (to, service) = to?;
        Some(Input::PassOn { to, service, note, share_history: share? }.into())
    },
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
                stage.select(
                    "to",
                    c.t("pass-on-to"),
                    c.t("target-hint"),
                    targets(stage, Some(stage.page.request.unit)),
                ),
                stage.area("note", c.t("pass-on-note"), c.t("pass-on-note-hint")),
                stage.radios("share", c.t("pass-on-share"), share),
            ],
            sees: c.t("pass-on-sees").into(),
            ..stage.view(c.t("pass-on-title"), c.t("pass-on-do"))
        }
        .into()
    },
};

/// Orders from another unit for this request.
pub(super) static ORDER: Step = Step {
    path: "/r/{no}/order",
    action: "order",
    command: CommandKind::ChildStated,
    sides: &[Side::Provider],
    reach: BY_PROVIDER,
    files: true,
    needs: Needs::Services,
    place: "tools",
    notice: "notice-ordered",
    leaves: false,
    fill: |_, _, form| form,
    read: |form, no| {
        let target = target(form, "target");
        let (text, line) = (form.page("text"), form.opt_id("line"));
        let target = match target? {
            (_, Some(service)) => Target::Service(service),
            (unit, None) => Target::Unit(unit),
        };
        Some(Ask::Order(Box::new(NewStatement {
            text,
            target,
            beneficiary: None,
            files: form.files(),
            parent: Some((no, line.map(LineId))),
            class: None,
        })))
    },
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
                stage.select("target", c.t("order-target"), c.t("target-hint"), targets(stage, None)),
                stage.area("text", c.t("order-text"), c.t("order-text-hint")),
                stage.select("line", c.t("order-pays"), c.t("order-pays-hint"), vec![(String::new(), lines)]),
                stage.files(c.t("files-label")),
            ],
            sees: c.t("order-sees").into(),
            ..stage.view(c.t("order-title"), c.t("order-do"))
        }
        .into()
    },
};
