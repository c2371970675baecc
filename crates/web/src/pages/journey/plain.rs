//! Steps of a button or a line: who takes it, who takes part, the brief's confirmation, who is asked to offer.

use app::requests::choices::Asked;
use domain::ids::UnitId;
use domain::request::{CommandKind, Side};

use super::stage::Stage;
use super::step::{Needs, Step, at, step};
use super::view::{Control, Piece, StepView};
use crate::form::Choice;
use crate::form::decl::{FieldDecl, FieldKind, field, paragraph};

/// Takes the request.
pub(super) static CLAIM: Step = Step {
    show: |stage| {
        let c = &stage.c;
        let will = vec![c.t("claim-will").into(), c.t("claim-clock").into()];
        StepView { will, ..stage.view(c.t("claim-title"), c.t("claim-do")) }.into()
    },
    ..step(CommandKind::Claim, at!("claim"), "turn", "notice-taken")
};

/// Gives it to a colleague.
pub(super) static ASSIGN: Step = Step {
    leaves: true,
    fields: &[field("to", FieldKind::Id, "assign-to").hint("assign-to-hint")],
    show: |stage| {
        let c = &stage.c;
        let handler = stage.page.request.handler;
        let others = stage.page.colleagues.iter().filter(|(id, _)| Some(*id) != handler);
        let choices = others.map(|(id, name)| Choice::new(id.to_string(), name)).collect();
        let to = stage.pick("to", &one(stage, choices));
        StepView { controls: vec![to], ..stage.view(c.t("assign-title"), c.t("assign-do")) }.into()
    },
    ..step(CommandKind::Assign, at!("assign"), "turn", "notice-assigned")
};

/// Takes the open question back.
pub(super) static WITHDRAW_QUESTION: Step = Step {
    show: |stage| {
        let c = &stage.c;
        let question = stage.page.request.open_question();
        let pieces = question
            .map(|question| Piece::Words {
                title: c.t("question-open").into(),
                text: stage.words(&question.text),
            })
            .into_iter()
            .collect();
        let will = vec![c.t("withdraw-question-will").into()];
        let view = stage.view(c.t("withdraw-question-title"), c.t("withdraw-question-do"));
        StepView { pieces, will, ..view }.into()
    },
    ..step(CommandKind::WithdrawQuestion, at!("withdraw-question"), "tl", "notice-question-withdrawn")
};

/// Agrees with the brief.
pub(super) static CONFIRM: Step = Step {
    fields: &[VERSION],
    show: |stage| {
        let c = &stage.c;
        let will = vec![c.t("confirm-will").into(), c.t("confirm-money").into()];
        StepView {
            pieces: newest(stage),
            will,
            controls: vec![version(stage)],
            ..stage.view(c.t("confirm-title"), c.t("confirm-do"))
        }
        .into()
    },
    ..step(CommandKind::ConfirmBrief, at!("confirm"), "brief", "notice-confirmed")
};

/// Says what is not right in the brief.
pub(super) static CORRECT: Step = Step {
    fields: &[VERSION, paragraph("comment", "correct-comment").hint("correct-comment-hint")],
    show: |stage| {
        let c = &stage.c;
        StepView {
            pieces: newest(stage),
            will: vec![c.t("correct-will").into()],
            controls: vec![version(stage), stage.ask("comment")],
            sees: c.t("sees-both").into(),
            ..stage.view(c.t("correct-title"), c.t("correct-do"))
        }
        .into()
    },
    ..step(CommandKind::CorrectBrief, at!("correct"), "brief", "notice-corrected")
};

fn newest(stage: &Stage) -> Vec<Piece> {
    stage.page.request.brief().map(|brief| stage.brief(brief)).unwrap_or_default()
}

/// The version of the brief that was read.
const VERSION: FieldDecl = field("version", FieldKind::Whole(i32::MAX as i64), "");

/// The version that the page shows: the newest, whatever the form came with.
fn version(stage: &Stage) -> Control {
    let version = stage.page.request.brief().map_or(0, |brief| brief.version);
    stage.hidden("version", version.to_string())
}

/// Asks another unit to offer.
pub(super) static INVITE: Step = Step {
    fields: &[field("unit", FieldKind::Id, "invite-unit")],
    show: |stage| {
        let c = &stage.c;
        let request = &stage.page.request;
        let asked = |unit: UnitId| {
            let known = request.invitations.iter();
            known.filter(|known| known.declined_at.is_none()).any(|known| known.unit == unit)
        };
        let mut inside = Vec::new();
        let mut outside = Vec::new();
        for (unit, view) in open_units(stage) {
            let pays = [request.customer_unit, request.payer_unit].contains(&unit);
            if unit != request.unit && !pays && !asked(unit) {
                let group = if view.kind.is_outside() { &mut outside } else { &mut inside };
                group.push(Choice::new(unit.to_string(), stage.unit(unit)));
            }
        }
        let mut groups = one(stage, Vec::new());
        groups.push((c.t("invite-inside").into(), inside));
        groups.push((c.t("invite-outside").into(), outside));
        let unit = stage.pick("unit", &groups);
        StepView {
            will: vec![c.t("invite-will").into()],
            controls: vec![unit],
            ..stage.view(c.t("invite-title"), c.t("invite-do"))
        }
        .into()
    },
    ..step(CommandKind::Invite, at!("invite"), "offers", "notice-invited")
};

/// Units that take requests, by name.
pub(super) fn open_units(stage: &Stage) -> Vec<(UnitId, &store::repo::unit::UnitView)> {
    let units = stage.page.units.iter();
    let mut open: Vec<_> = units
        .filter(|(_, view)| view.closed_at.is_none() && view.promise.is_some() && view.calendar.is_some())
        .map(|(id, view)| (*id, view))
        .collect();
    let language = stage.c.l.0;
    open.sort_by(|(a, x), (b, y)| {
        let name =
            |view: &store::repo::unit::UnitView| crate::format::sorting(view.texts.name.text(language));
        name(x).cmp(&name(y)).then(a.cmp(b))
    });
    open
}

/// Choices without headings, with an empty one first.
pub(super) fn one(stage: &Stage, choices: Vec<Choice>) -> crate::form::Groups {
    let first = Choice::new("", stage.c.t("choose-one"));
    vec![(String::new(), [vec![first], choices].concat())]
}

/// Lets somebody take part.
pub(super) static PARTICIPANT: Step = Step {
    needs: Needs::People(Asked::ToTakePart),
    fields: &[field("person", FieldKind::Id, "participant-person").hint("participant-hint")],
    show: |stage| {
        let c = &stage.c;
        let customer = stage.page.sides.contains(&Side::Customer);
        let will = if customer { "participant-will" } else { "participant-will-provider" };
        StepView {
            will: vec![c.t(will).into()],
            controls: vec![stage.pick("person", &people(stage))],
            ..stage.view(c.t("participant-title"), c.t("participant-do"))
        }
        .into()
    },
    ..step(CommandKind::AddParticipant, at!("participant"), "turn", "notice-participant")
};

/// The people who were read for the page, by unit.
fn people(stage: &Stage) -> crate::form::Groups {
    let mut groups = one(stage, Vec::new());
    for person in &stage.lists.people {
        let unit = stage.unit(person.unit);
        let choice = Choice::new(person.id.to_string(), &person.name);
        match groups.iter_mut().find(|(name, _)| *name == unit) {
            Some((_, choices)) => choices.push(choice),
            None => groups.push((unit, vec![choice])),
        }
    }
    groups
}

/// Lets one person act for the customer.
pub(super) static ENTRUST: Step = Step {
    needs: Needs::People(Asked::ToAct),
    fields: &[field("person", FieldKind::Id, "entrust-person").as_input("to").hint("entrust-hint")],
    show: |stage| {
        let c = &stage.c;
        StepView {
            will: vec![c.t("entrust-will").into(), c.t("entrust-back").into()],
            controls: vec![stage.pick("person", &people(stage))],
            ..stage.view(c.t("entrust-title"), c.t("entrust-do"))
        }
        .into()
    },
    ..step(CommandKind::Entrust, at!("entrust"), "turn", "notice-entrusted")
};

/// Takes that back.
pub(super) static END_TRUST: Step = Step {
    show: |stage| {
        let c = &stage.c;
        let entrusted = stage.page.request.entrusted.map(|person| stage.page.name(person).to_owned());
        let who = entrusted.unwrap_or_default();
        let will = vec![c.ta("end-trust-will", &[("who", who.into())])];
        StepView { will, ..stage.view(c.t("end-trust-title"), c.t("end-trust-do")) }.into()
    },
    ..step(CommandKind::EndTrust, at!("end-trust"), "turn", "notice-trust-ended")
};

/// Reminds the other side that it is their move.
pub(super) static REMIND: Step = Step {
    show: |stage| {
        let c = &stage.c;
        let will = vec![c.t("remind-will").into()];
        StepView { will, ..stage.view(c.t("remind-title"), c.t("remind-do")) }.into()
    },
    ..step(CommandKind::Remind, at!("remind"), "turn", "notice-reminder-sent")
};

/// Judges whether this request repeats another.
pub(super) static REPEAT: Step = Step {
    fill: |_, _, form| form.with("repeats", "yes"),
    fields: &[
        field("number", FieldKind::Whole(i64::MAX), "repeat-number").hint("repeat-number-hint"),
        field("repeats", FieldKind::YesNo, "repeat-question"),
    ],
    places: &[("of", "number")],
    show: |stage| {
        let c = &stage.c;
        let choices = vec![Choice::new("yes", c.t("repeat-yes")), Choice::new("no", c.t("repeat-no"))];
        StepView {
            will: vec![c.t("repeat-will").into()],
            controls: vec![stage.ask("number"), stage.choose("repeats", &choices)],
            ..stage.view(c.t("repeat-title"), c.t("repeat-do"))
        }
        .into()
    },
    ..step(CommandKind::JudgeRepeat, at!("repeat"), "tl", "notice-repeat")
};
