//! Conversation and work: messages, questions, tasks, effort.

use app::requests::Input;
use domain::ids::{TaskId, UnitId};
use domain::request::{CommandKind, Side};

use super::plain::one;
use super::reach::*;
use super::step::{Needs, Step, blank};
use super::view::{Control, StepView};
use crate::form::Choice;

/// Words that both sides see, with files; or, for the provider, a question that stops the clocks until it is answered.
pub(super) static MESSAGE: Step = Step {
    path: "/r/{no}/message",
    action: "message",
    command: CommandKind::Message,
    sides: SPEAKING,
    reach: BY_EITHER,
    files: true,
    needs: Needs::Nothing,
    place: "tl",
    notice: "notice-message",
    leaves: false,
    fill: blank,
    read: |form, _| {
        let files = form.files();
        if form.filled("ask") {
            if !files.is_empty() {
                form.problem("files", "field-ask-files");
            }
            return Some(Input::Ask { text: form.paragraph("text") }.into());
        }
        // A file may speak for itself.
        let text = if files.is_empty() { form.page("text") } else { form.opt_page("text") };
        Some(Input::Message { text, files }.into())
    },
    show: |stage| {
        let c = &stage.c;
        let mut controls = vec![stage.area("text", c.t("message-text"), ""), stage.files(c.t("files-label"))];
        if stage.page.sides.contains(&Side::Provider) && stage.page.available.contains(&CommandKind::Ask) {
            controls.push(Control::Check {
                field: stage.form.field("ask"),
                label: c.t("message-ask").into(),
                hint: c.t("message-ask-hint").into(),
            });
        }
        let answers = stage.page.speaks_for_customer() && stage.page.request.open_question().is_some();
        let will = if answers { vec![c.t("message-answers").into()] } else { Vec::new() };
        let sees = c.t("sees-both").into();
        StepView { will, controls, sees, ..stage.view(c.t("message-title"), c.t("message-do")) }.into()
    },
};

/// Words for a unit that was asked to offer, or from it: nobody but that unit and both sides of the request reads them.
pub(super) static SAY: Step = Step {
    path: "/r/{no}/say",
    action: "say",
    command: CommandKind::SayOutside,
    sides: &[Side::Customer, Side::Own, Side::Participant, Side::Provider, Side::Bidder],
    reach: BY_EITHER,
    files: false,
    needs: Needs::Nothing,
    place: "tl",
    notice: "notice-message",
    leaves: false,
    fill: |_, page, form| {
        let mut asked = page.request.invitations.iter().filter(|known| known.declined_at.is_none());
        match (asked.next(), asked.next()) {
            (Some(only), None) if form.value("unit").is_empty() => form.with("unit", only.unit.to_string()),
            _ => form,
        }
    },
    read: |form, _| {
        let (unit, text) = (form.id("unit"), form.page("text"));
        Some(Input::SayOutside { unit: UnitId(unit?), text }.into())
    },
    show: |stage| {
        let c = &stage.c;
        let text = stage.area("text", c.t("message-text"), "");
        if let Some(own) = stage.page.bidder {
            let controls = vec![stage.hidden("unit", own.to_string()), text];
            let sees = c.t("say-seen-by-company").into();
            return StepView { controls, sees, ..stage.view(c.t("say-title-company"), c.t("message-do")) }
                .into();
        }
        let asked = stage.page.request.invitations.iter().filter(|known| known.declined_at.is_none());
        let choices = asked.map(|known| Choice::new(known.unit.to_string(), stage.unit(known.unit)));
        let unit = stage.select("unit", c.t("say-unit"), "", one(stage, choices.collect()));
        StepView {
            controls: vec![unit, text],
            sees: c.t("say-seen").into(),
            ..stage.view(c.t("say-title"), c.t("message-do"))
        }
        .into()
    },
};

/// Notes a piece of work.
pub(super) static TASK: Step = Step {
    path: "/r/{no}/task",
    action: "task",
    command: CommandKind::AddTask,
    sides: PROVIDER,
    reach: BY_PROVIDER,
    files: false,
    needs: Needs::Nothing,
    place: "tools",
    notice: "notice-task",
    leaves: false,
    fill: blank,
    read: |form, _| Some(Input::AddTask { text: form.line("text") }.into()),
    show: |stage| {
        let c = &stage.c;
        StepView {
            controls: vec![stage.input("text", c.t("task-text"), "")],
            sees: c.t("sees-both").into(),
            ..stage.view(c.t("task-title"), c.t("task-do"))
        }
        .into()
    },
};

/// Marks a piece of work as done.
pub(super) static TASK_DONE: Step = Step {
    path: "/r/{no}/task/done",
    action: "task/done",
    command: CommandKind::FinishTask,
    sides: PROVIDER,
    reach: BY_PROVIDER,
    files: false,
    needs: Needs::Nothing,
    place: "tools",
    notice: "notice-task-done",
    leaves: false,
    fill: blank,
    read: |form, _| form.id("task").map(|id| Input::FinishTask { task: TaskId(id) }.into()),
    show: |stage| {
        let c = &stage.c;
        let open = stage.page.request.tasks.iter().filter(|task| task.done_at.is_none());
        let choices = open.map(|task| Choice::new(task.id.to_string(), stage.page.text(&task.text)));
        let task = stage.select("task", c.t("task-which"), "", one(stage, choices.collect()));
        StepView { controls: vec![task], ..stage.view(c.t("task-done-title"), c.t("task-done-do")) }.into()
    },
};

/// Notes the provider's time.
pub(super) static EFFORT: Step = Step {
    path: "/r/{no}/effort",
    action: "effort",
    command: CommandKind::LogEffort,
    sides: PROVIDER,
    reach: BY_PROVIDER,
    files: false,
    needs: Needs::Nothing,
    place: "tools",
    notice: "notice-effort",
    leaves: false,
    fill: blank,
    read: |form, _| {
        let (task, seconds) = (form.opt_id("task"), form.minutes("minutes"));
        Some(Input::LogEffort { task: task.map(TaskId), seconds: seconds? }.into())
    },
    show: |stage| {
        let c = &stage.c;
        let none = Choice::new("", c.t("effort-no-task"));
        let tasks = stage.page.request.tasks.iter();
        let tasks = tasks.map(|task| Choice::new(task.id.to_string(), stage.page.text(&task.text)));
        let tasks = std::iter::once(none).chain(tasks).collect();
        StepView {
            controls: vec![
                stage.number("minutes", c.t("effort-minutes"), c.t("effort-minutes-hint")),
                stage.select("task", c.t("task-which"), "", vec![(String::new(), tasks)]),
            ],
            sees: c.t("effort-sees").into(),
            ..stage.view(c.t("effort-title"), c.t("effort-do"))
        }
        .into()
    },
};
