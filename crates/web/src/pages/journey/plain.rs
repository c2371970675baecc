//! Steps of a button or a line: who takes it, who takes part, the brief's confirmation, who is asked to offer.

use app::requests::Input;
use app::requests::choices::Asked;
use domain::ids::{PersonId, UnitId};
use domain::request::{CommandKind, Side};

use super::reach::*;
use super::stage::Stage;
use super::step::{Needs, Step, blank};
use super::view::{Control, Piece, StepView};
use crate::form::Choice;

/// Takes the request.
pub(super) static CLAIM: Step = Step {
    path: "/r/{no}/claim",
    action: "claim",
    command: CommandKind::Claim,
    sides: PROVIDER,
    reach: BY_PROVIDER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-taken",
    leaves: false,
    fill: blank,
    read: |_, _| Some(Input::Claim.into()),
    show: |stage| {
        let c = &stage.c;
        let will = vec![c.t("claim-will").into(), c.t("claim-clock").into()];
        StepView { will, ..stage.view(c.t("claim-title"), c.t("claim-do")) }.into()
    },
};

/// Gives it to a colleague.
pub(super) static ASSIGN: Step = Step {
    path: "/r/{no}/assign",
    action: "assign",
    command: CommandKind::Assign,
    sides: PROVIDER,
    reach: BY_PROVIDER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-assigned",
    leaves: true,
    fill: blank,
    read: |form, _| form.id("to").map(|id| Input::Assign { to: PersonId(id) }.into()),
    show: |stage| {
        let c = &stage.c;
        let handler = stage.page.request.handler;
        let others = stage.page.colleagues.iter().filter(|(id, _)| Some(*id) != handler);
        let choices = others.map(|(id, name)| Choice::new(id.to_string(), name)).collect();
        let to = stage.select("to", c.t("assign-to"), c.t("assign-to-hint"), one(stage, choices));
        StepView { controls: vec![to], ..stage.view(c.t("assign-title"), c.t("assign-do")) }.into()
    },
};

/// Takes the open question back.
pub(super) static WITHDRAW_QUESTION: Step = Step {
    path: "/r/{no}/withdraw-question",
    action: "withdraw-question",
    command: CommandKind::WithdrawQuestion,
    sides: PROVIDER,
    reach: BY_PROVIDER,
    files: false,
    needs: Needs::Nothing,
    place: "tl",
    notice: "notice-question-withdrawn",
    leaves: false,
    fill: blank,
    read: |_, _| Some(Input::WithdrawQuestion.into()),
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
};

/// Agrees with the brief.
pub(super) static CONFIRM: Step = Step {
    path: "/r/{no}/confirm",
    action: "confirm",
    command: CommandKind::ConfirmBrief,
    sides: CUSTOMER_OWN,
    reach: BY_CUSTOMER,
    files: false,
    needs: Needs::Nothing,
    place: "brief",
    notice: "notice-confirmed",
    leaves: false,
    fill: blank,
    read: |form, _| form.small("version").map(|version| Input::ConfirmBrief { version }.into()),
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
};

/// Says what is not right in the brief.
pub(super) static CORRECT: Step = Step {
    path: "/r/{no}/correct",
    action: "correct",
    command: CommandKind::CorrectBrief,
    sides: CUSTOMER,
    reach: BY_CUSTOMER,
    files: false,
    needs: Needs::Nothing,
    place: "brief",
    notice: "notice-corrected",
    leaves: false,
    fill: blank,
    read: |form, _| {
        let (version, comment) = (form.small("version"), form.paragraph("comment"));
        Some(Input::CorrectBrief { version: version?, comment }.into())
    },
    show: |stage| {
        let c = &stage.c;
        let comment = stage.area("comment", c.t("correct-comment"), c.t("correct-comment-hint"));
        StepView {
            pieces: newest(stage),
            will: vec![c.t("correct-will").into()],
            controls: vec![version(stage), comment],
            sees: c.t("sees-both").into(),
            ..stage.view(c.t("correct-title"), c.t("correct-do"))
        }
        .into()
    },
};

fn newest(stage: &Stage) -> Vec<Piece> {
    stage.page.request.brief().map(|brief| stage.brief(brief)).unwrap_or_default()
}

/// The version that the page shows: the newest, whatever the form came with.
fn version(stage: &Stage) -> Control {
    let version = stage.page.request.brief().map_or(0, |brief| brief.version);
    stage.hidden("version", version.to_string())
}

/// Asks another unit to offer.
pub(super) static INVITE: Step = Step {
    path: "/r/{no}/invite",
    action: "invite",
    command: CommandKind::Invite,
    sides: CUSTOMER,
    reach: BY_CUSTOMER,
    files: false,
    needs: Needs::Nothing,
    place: "offers",
    notice: "notice-invited",
    leaves: false,
    fill: blank,
    read: |form, _| form.id("unit").map(|id| Input::Invite { unit: UnitId(id) }.into()),
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
        let unit = stage.select("unit", c.t("invite-unit"), "", groups);
        StepView {
            will: vec![c.t("invite-will").into()],
            controls: vec![unit],
            ..stage.view(c.t("invite-title"), c.t("invite-do"))
        }
        .into()
    },
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
pub(super) fn one(stage: &Stage, choices: Vec<Choice>) -> super::view::Groups {
    let first = Choice::new("", stage.c.t("choose-one"));
    vec![(String::new(), [vec![first], choices].concat())]
}

/// Lets somebody take part.
pub(super) static PARTICIPANT: Step = Step {
    path: "/r/{no}/participant",
    action: "participant",
    command: CommandKind::AddParticipant,
    sides: EITHER,
    reach: BY_EITHER,
    files: false,
    needs: Needs::People(Asked::ToTakePart),
    place: "turn",
    notice: "notice-participant",
    leaves: false,
    fill: blank,
    read: |form, _| form.id("person").map(|id| Input::AddParticipant { person: PersonId(id) }.into()),
    show: |stage| {
        let c = &stage.c;
        let customer = stage.page.sides.contains(&Side::Customer);
        let will = if customer { "participant-will" } else { "participant-will-provider" };
        let hint = c.t("participant-hint");
        StepView {
            will: vec![c.t(will).into()],
            controls: vec![stage.select("person", c.t("participant-person"), hint, people(stage))],
            ..stage.view(c.t("participant-title"), c.t("participant-do"))
        }
        .into()
    },
};

/// The people who were read for the page, by unit.
fn people(stage: &Stage) -> super::view::Groups {
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
    path: "/r/{no}/entrust",
    action: "entrust",
    command: CommandKind::Entrust,
    sides: CUSTOMER_OWN,
    reach: BY_THE_CUSTOMER,
    files: false,
    needs: Needs::People(Asked::ToAct),
    place: "turn",
    notice: "notice-entrusted",
    leaves: false,
    fill: blank,
    read: |form, _| form.id("person").map(|id| Input::Entrust { to: PersonId(id) }.into()),
    show: |stage| {
        let c = &stage.c;
        let hint = c.t("entrust-hint");
        StepView {
            will: vec![c.t("entrust-will").into(), c.t("entrust-back").into()],
            controls: vec![stage.select("person", c.t("entrust-person"), hint, people(stage))],
            ..stage.view(c.t("entrust-title"), c.t("entrust-do"))
        }
        .into()
    },
};

/// Takes that back.
pub(super) static END_TRUST: Step = Step {
    path: "/r/{no}/end-trust",
    action: "end-trust",
    command: CommandKind::EndTrust,
    sides: CUSTOMER_OWN,
    reach: BY_THE_CUSTOMER,
    files: false,
    needs: Needs::Nothing,
    place: "turn",
    notice: "notice-trust-ended",
    leaves: false,
    fill: blank,
    read: |_, _| Some(Input::EndTrust.into()),
    show: |stage| {
        let c = &stage.c;
        let entrusted = stage.page.request.entrusted.map(|person| stage.page.name(person).to_owned());
        let who = entrusted.unwrap_or_default();
        let will = vec![c.ta("end-trust-will", &[("who", who.into())])];
        StepView { will, ..stage.view(c.t("end-trust-title"), c.t("end-trust-do")) }.into()
    },
};

/// Judges whether this request repeats another.
pub(super) static REPEAT: Step = Step {
    path: "/r/{no}/repeat",
    action: "repeat",
    command: CommandKind::JudgeRepeat,
    sides: PROVIDER,
    reach: BY_PROVIDER,
    files: false,
    needs: Needs::Nothing,
    place: "tl",
    notice: "notice-repeat",
    leaves: false,
    fill: |_, _, form| form.with("repeats", "yes"),
    read: |form, _| {
        let number = form.small("number");
        let repeats = form.choice("repeats", |word| match word {
            "yes" => Some(true),
            "no" => Some(false),
            _ => None,
        });
        Some(Input::JudgeRepeat { number: number?, repeats: repeats? }.into())
    },
    show: |stage| {
        let c = &stage.c;
        let choices = vec![Choice::new("yes", c.t("repeat-yes")), Choice::new("no", c.t("repeat-no"))];
        StepView {
            will: vec![c.t("repeat-will").into()],
            controls: vec![
                stage.number("number", c.t("repeat-number"), c.t("repeat-number-hint")),
                stage.radios("repeats", c.t("repeat-question"), choices),
            ],
            ..stage.view(c.t("repeat-title"), c.t("repeat-do"))
        }
        .into()
    },
};
