//! What the providing side does beside the one next action: tasks, time, colleagues, other units.

use std::collections::BTreeSet;

use domain::ids::UnitId;
use domain::request::{Class, CommandKind, RequestState, Side};

use super::look::Look;
use crate::form::Choice;
use crate::parts::{Mark, State};
use crate::routes::request_action;

/// The provider's section.
#[derive(Debug)]
pub(crate) struct Tools {
    /// Other steps that are possible now: words and address.
    pub links: Vec<(String, String)>,
    pub tasks: Vec<Task>,
    pub add_task: bool,
    pub log_effort: bool,
    /// Provider's time in all.
    pub effort: String,
    /// Tasks that time can be noted on; the first means none.
    pub task_choices: Vec<Choice>,
    /// Colleagues to whom the request can be given.
    pub assign: Vec<Choice>,
    /// The question waits and can be taken back.
    pub withdraw_question: bool,
}

impl Tools {
    /// Something stands in the fold.
    pub fn forms(&self) -> bool {
        self.add_task || self.log_effort || !self.assign.is_empty()
    }
}

/// A piece of work.
#[derive(Debug)]
pub(crate) struct Task {
    pub id: String,
    pub text: String,
    pub state: State,
    pub effort: String,
    /// It can be finished.
    pub open: bool,
}

/// The section, for the providing side alone.
pub(super) fn tools(look: Look<'_>) -> Option<Tools> {
    if !look.provider() {
        return None;
    }
    let (c, request) = (look.c, look.request());
    let works = look.can(CommandKind::AddTask);
    let tasks = request.tasks.iter().map(|task| Task {
        id: task.id.to_string(),
        text: look.line(&task.text),
        state: match task.done_at {
            Some(at) => State::new(Mark::Done, c.ta("request-task-done", &[("when", c.day(at).into())])),
            None => State::new(Mark::Work, look.t("request-task-open")),
        },
        effort: if task.effort == 0 { String::new() } else { c.span(task.effort) },
        open: works && task.done_at.is_none(),
    });
    let none = Choice::new("", look.t("request-effort-no-task"));
    let on_task = request.tasks.iter().filter(|task| task.done_at.is_none());
    let task_choices = on_task.map(|task| Choice::new(task.id.to_string(), look.line(&task.text)));
    let assign = look.page.colleagues.iter().filter(|(person, _)| Some(*person) != request.handler);
    let assign = assign.map(|(person, name)| Choice::new(person.to_string(), super::look::isolated(name)));
    let tools = Tools {
        links: links(look),
        tasks: tasks.collect(),
        add_task: works,
        log_effort: look.can(CommandKind::LogEffort),
        effort: if request.effort == 0 { look.t("time-none") } else { c.span(request.effort) },
        task_choices: [none].into_iter().chain(task_choices).collect(),
        assign: if look.can(CommandKind::Assign) { assign.collect() } else { Vec::new() },
        withdraw_question: look.can(CommandKind::WithdrawQuestion) && request.open_question().is_some(),
    };
    let something = !tools.links.is_empty()
        || !tools.tasks.is_empty()
        || tools.add_task
        || tools.withdraw_question
        || !tools.assign.is_empty();
    something.then_some(tools)
}

fn links(look: Look<'_>) -> Vec<(String, String)> {
    let number = look.request().number;
    let steps: [(CommandKind, &str, &'static str); 6] = [
        (CommandKind::RecordInterview, "request-record-interview", "interview"),
        (CommandKind::SendBrief, "request-go-formulate", "brief"),
        (CommandKind::SendOffer, "request-go-estimate", "offer"),
        (CommandKind::Deliver, "request-go-deliver", "deliver"),
        (CommandKind::ChildStated, "request-order", "order"),
        (CommandKind::PassOn, "request-pass-on", "pass-on"),
    ];
    let possible = steps.into_iter().filter(|(command, ..)| look.can(*command));
    let mut links: Vec<_> =
        possible.map(|(_, key, action)| (look.t(key), request_action(number, action))).collect();
    // A judgement kept for later, whatever the step.
    if look.request().state.is_open() && look.can(CommandKind::JudgeRepeat) {
        links.push((look.t("request-repeats"), request_action(number, "repeat")));
    }
    links
}

/// Units that were or can be asked to offer.
#[derive(Debug)]
pub(crate) struct Invite {
    /// Who was asked, and what came of it.
    pub asked: Vec<(String, State)>,
    /// Who can be asked.
    pub units: Vec<Choice>,
    /// Where the brief is shown to somebody without an account.
    pub share: Option<String>,
    /// Where those who were asked are written to.
    pub say: Option<String>,
}

/// The section, while offers are awaited.
pub(super) fn invite(look: Look<'_>) -> Option<Invite> {
    let request = look.request();
    if !look.can(CommandKind::Invite)
        || !matches!(request.state, RequestState::Estimating | RequestState::Choosing)
    {
        return None;
    }
    let asked: Vec<_> = request
        .invitations
        .iter()
        .filter(|invitation| invitation.unit != request.unit)
        .map(|invitation| {
            let offered = request.live_offers(look.page.now).any(|offer| offer.unit == invitation.unit);
            let state = match (invitation.declined_at, offered) {
                (Some(_), _) => State::new(Mark::Plain, look.t("request-invited-declined")),
                (None, true) => State::new(Mark::Done, look.t("request-invited-offered")),
                (None, false) => State::new(Mark::Wait, look.t("request-invited-waits")),
            };
            (look.unit(invitation.unit), state)
        })
        .collect();
    let waiting: BTreeSet<UnitId> = request
        .invitations
        .iter()
        .filter(|invitation| invitation.declined_at.is_none())
        .map(|invitation| invitation.unit)
        .collect();
    let free = look.page.units.values().filter(|unit| {
        // Who has no front door has nobody to read the invitation: groups of a history from elsewhere, for one.
        unit.closed_at.is_none()
            && unit.promise.is_some()
            && unit.calendar.is_some()
            && unit.id != request.unit
            && unit.id != request.customer_unit
            && !waiting.contains(&unit.id)
    });
    let mut units: Vec<_> = free.map(|unit| Choice::new(unit.id.to_string(), look.unit(unit.id))).collect();
    units.sort_by_cached_key(|choice| crate::format::sorting(&choice.label));
    units.insert(0, Choice::new("", look.t("request-invite-choose")));
    let share = (request.class != Class::Confidential).then(|| request_action(request.number, "share"));
    let say = look.can(CommandKind::SayOutside).then(|| request_action(request.number, "say"));
    Some(Invite { asked, units, share, say })
}

/// Ways out, as quiet links: disagree, open again, stop.
pub(super) fn ways_out(look: Look<'_>) -> Vec<(String, String)> {
    let number = look.request().number;
    let steps: [(CommandKind, &str, &'static str); 3] = [
        (CommandKind::OpenDispute, "request-dispute-open-it", "dispute"),
        (CommandKind::Reopen, "request-reopen", "reopen"),
        (CommandKind::Cancel, "request-cancel", "cancel"),
    ];
    let mut links: Vec<_> = steps
        .into_iter()
        // Opening an ended request again stands at the top.
        .filter(|(command, ..)| {
            look.can(*command) && (*command != CommandKind::Reopen || look.request().state.is_open())
        })
        .map(|(_, key, action)| (look.t(key), request_action(number, action)))
        .collect();
    // While offers are awaited, these stand beside those who were asked.
    if (look.customer() || look.provider())
        && !matches!(look.request().state, RequestState::Estimating | RequestState::Choosing)
    {
        if look.can(CommandKind::SayOutside) {
            links.push((look.t("request-say-outside"), request_action(number, "say")));
        }
        if look.can(CommandKind::ShareOutside) {
            links.push((look.t("request-share"), request_action(number, "share")));
        }
    }
    if look.on(Side::Bidder) && !look.whole() && look.can(CommandKind::SayOutside) {
        links.push((look.t("say-title-company"), look.bids(&request_action(number, "say"))));
    }
    if look.on(Side::Bidder) && look.can(CommandKind::DeclineInvitation) {
        links.push((look.t("request-decline"), look.bids(&request_action(number, "decline"))));
    }
    links
}
