//! Conversation and work: messages, questions, tasks, effort.

use domain::request::{CommandKind, Side};

use super::plain::one;
use super::step::{Carry, FILES, Step, at, step};
use super::view::StepView;
use crate::form::Choice;
use crate::form::decl::{FieldKind, field, line, page, paragraph};

/// Words that both sides see, with files; or, for the provider, a question that stops the clocks until it is answered.
pub(super) static MESSAGE: Step = Step {
    fields: &[
        page("text", "message-text"),
        FILES,
        field("ask", FieldKind::Tick, "message-ask").hint("message-ask-hint").optional(),
    ],
    read: |form, step, _| {
        let [text, files, _] = step.fields else {
            return Carry::Step(step.command, form.object(step.fields));
        };
        let brings = !form.files(files.name).is_empty();
        if form.filled("ask") {
            if brings {
                form.problem("files", "field-ask-files");
            }
            return Carry::Step(CommandKind::Ask, form.object(&[paragraph(text.name, text.label)]));
        }
        // A file may speak for itself.
        let text = if brings { text.optional() } else { *text };
        Carry::Step(step.command, form.object(&[text, *files]))
    },
    show: |stage| {
        let c = &stage.c;
        let mut controls = vec![stage.ask("text"), stage.ask("files")];
        if stage.page.sides.contains(&Side::Provider) && stage.page.available.contains(&CommandKind::Ask) {
            controls.push(stage.ask("ask"));
        }
        let answers = stage.page.speaks_for_customer() && stage.page.request.open_question().is_some();
        let will = if answers { vec![c.t("message-answers").into()] } else { Vec::new() };
        let sees = c.t("sees-both").into();
        StepView { will, controls, sees, ..stage.view(c.t("message-title"), c.t("message-do")) }.into()
    },
    ..step(CommandKind::Message, at!("message"), "tl", "notice-message")
};

/// Words for a unit that was asked to offer, or from it: nobody but that unit and both sides of the request reads them.
pub(super) static SAY: Step = Step {
    fill: |_, page, form| {
        let mut asked = page.request.invitations.iter().filter(|known| known.declined_at.is_none());
        match (asked.next(), asked.next()) {
            (Some(only), None) if form.value("unit").is_empty() => form.with("unit", only.unit.to_string()),
            _ => form,
        }
    },
    fields: &[field("unit", FieldKind::Id, "say-unit"), page("text", "message-text")],
    show: |stage| {
        let c = &stage.c;
        let text = stage.ask("text");
        if let Some(own) = stage.page.bidder {
            let controls = vec![stage.hidden("unit", own.to_string()), text];
            let sees = c.t("say-seen-by-company").into();
            return StepView { controls, sees, ..stage.view(c.t("say-title-company"), c.t("message-do")) }
                .into();
        }
        let asked = stage.page.request.invitations.iter().filter(|known| known.declined_at.is_none());
        let choices = asked.map(|known| Choice::new(known.unit.to_string(), stage.unit(known.unit)));
        let unit = stage.pick("unit", &one(stage, choices.collect()));
        StepView {
            controls: vec![unit, text],
            sees: c.t("say-seen").into(),
            ..stage.view(c.t("say-title"), c.t("message-do"))
        }
        .into()
    },
    ..step(CommandKind::SayOutside, at!("say"), "tl", "notice-message")
};

/// Notes a piece of work.
pub(super) static TASK: Step = Step {
    fields: &[line("text", "task-text")],
    places: &[("task", "text")],
    show: |stage| {
        let c = &stage.c;
        StepView {
            controls: vec![stage.ask("text")],
            sees: c.t("sees-both").into(),
            ..stage.view(c.t("task-title"), c.t("task-do"))
        }
        .into()
    },
    ..step(CommandKind::AddTask, at!("task"), "tools", "notice-task")
};

/// Marks a piece of work as done.
pub(super) static TASK_DONE: Step = Step {
    fields: &[field("task", FieldKind::Id, "task-which")],
    show: |stage| {
        let c = &stage.c;
        let open = stage.page.request.tasks.iter().filter(|task| task.done_at.is_none());
        let choices = open.map(|task| Choice::new(task.id.to_string(), stage.page.text(&task.text)));
        let task = stage.pick("task", &one(stage, choices.collect()));
        StepView { controls: vec![task], ..stage.view(c.t("task-done-title"), c.t("task-done-do")) }.into()
    },
    ..step(CommandKind::FinishTask, at!("task/done"), "tools", "notice-task-done")
};

/// Notes the provider's time.
pub(super) static EFFORT: Step = Step {
    fields: &[
        field("minutes", FieldKind::Minutes, "effort-minutes")
            .as_input("seconds")
            .hint("effort-minutes-hint"),
        field("task", FieldKind::Id, "task-which").optional(),
    ],
    show: |stage| {
        let c = &stage.c;
        let none = Choice::new("", c.t("effort-no-task"));
        let tasks = stage.page.request.tasks.iter();
        let tasks = tasks.map(|task| Choice::new(task.id.to_string(), stage.page.text(&task.text)));
        let tasks = std::iter::once(none).chain(tasks).collect();
        StepView {
            controls: vec![stage.ask("minutes"), stage.pick("task", &vec![(String::new(), tasks)])],
            sees: c.t("effort-sees").into(),
            ..stage.view(c.t("effort-title"), c.t("effort-do"))
        }
        .into()
    },
    ..step(CommandKind::LogEffort, at!("effort"), "tools", "notice-effort")
};
