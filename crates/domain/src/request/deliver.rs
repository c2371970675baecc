//! Work: tasks, effort, sub-requests, hand-over.

use super::command::{CommandKind, Cx, Side};
use super::guards::{Decision, on, within};
use super::judge::actual_of;
use super::parts::*;
use super::talk::{close_question, first_answer};
use super::{Event, Refusal, Request, RequestState};
use crate::content::{ContentRef, limits};
use crate::ids::{LineId, RequestId, TaskId, UnitId};
use crate::money::{MAX_AMOUNT, Minor, Seconds};

pub(super) fn add_task(request: &Request, cx: &Cx, task: TaskId, text: &ContentRef) -> Decision {
    on(cx, Side::Provider)?;
    open(request, CommandKind::AddTask)?;
    if request.tasks.len() >= limits::ITEMS {
        return Err(Refusal::Field { field: "task", problem: "field-too-many" });
    }
    Ok(vec![Event::TaskAdded { task, text: text.clone() }])
}

pub(super) fn finish_task(request: &Request, cx: &Cx, task: TaskId) -> Decision {
    on(cx, Side::Provider)?;
    open(request, CommandKind::FinishTask)?;
    match request.tasks.iter().find(|known| known.id == task) {
        None => Err(Refusal::Missing("task")),
        Some(known) if known.done_at.is_some() => Err(Refusal::Already),
        Some(_) => Ok(vec![Event::TaskFinished { task }]),
    }
}

pub(super) fn log_effort(request: &Request, cx: &Cx, task: Option<TaskId>, seconds: Seconds) -> Decision {
    on(cx, Side::Provider)?;
    open(request, CommandKind::LogEffort)?;
    if !(1..=24 * 3600).contains(&seconds) {
        return Err(Refusal::Field { field: "minutes", problem: "field-out-of-bounds" });
    }
    if let Some(task) = task
        && request.tasks.iter().all(|known| known.id != task)
    {
        return Err(Refusal::Missing("task"));
    }
    Ok(vec![Event::EffortLogged { task, seconds }])
}

pub(super) fn child_stated(
    request: &Request,
    cx: &Cx,
    child: RequestId,
    unit: UnitId,
    line: Option<LineId>,
) -> Decision {
    on(cx, Side::Provider)?;
    open(request, CommandKind::ChildStated)?;
    if let Some(line) = line {
        free_on(request, line)?;
    }
    Ok(vec![Event::ChildStated { child, unit, line }])
}

/// What follows in the parent from a step of the child: the use case sends it with the child's own step.
pub(super) fn child_agreed(request: &Request, child: RequestId, amount: Minor) -> Decision {
    let known = child_of(request, child)?;
    let line = known.line.ok_or(Refusal::Missing("line"))?;
    let free = free_on(request, line)?;
    if amount > free {
        return Err(Refusal::LineExhausted { free, needed: amount });
    }
    Ok(vec![Event::ChildAgreed { child, amount }])
}

pub(super) fn child_paid(request: &Request, child: RequestId, amount: Minor) -> Decision {
    let known = child_of(request, child)?;
    if amount > known.earmarked {
        return Err(Refusal::LineExhausted { free: known.earmarked, needed: amount });
    }
    Ok(vec![Event::ChildPaid { child, amount }])
}

pub(super) fn child_refunded(request: &Request, child: RequestId, amount: Minor) -> Decision {
    let paid = child_of(request, child)?.paid;
    if amount > paid {
        return Err(Refusal::MoreThanPaid { paid });
    }
    Ok(vec![Event::ChildRefunded { child, amount }])
}

pub(super) fn child_ended(request: &Request, child: RequestId) -> Decision {
    if child_of(request, child)?.open { Ok(vec![Event::ChildEnded { child }]) } else { Ok(Vec::new()) }
}

pub(super) fn deliver(
    request: &Request,
    cx: &Cx,
    note: &ContentRef,
    files: &[ContentRef],
    actuals: &[LineAmount],
) -> Decision {
    let by = on(cx, Side::Provider)?;
    within(request, CommandKind::Deliver, &[RequestState::Working])?;
    let open = request.children.iter().filter(|child| child.open).count();
    if open > 0 {
        return Err(Refusal::ChildrenOpen(open));
    }
    valid_actuals(request, actuals)?;
    let delivery =
        Delivery { by, note: note.clone(), files: files.to_vec(), actuals: actuals.to_vec(), at: cx.now };
    let mut events = close_question(request, false);
    // Whoever hands over an unclaimed ready service has handled it.
    if request.handler.is_none() {
        events.push(Event::Claimed { by });
    }
    events.push(Event::Delivered { delivery });
    events.extend(first_answer(request));
    Ok(events)
}

fn open(request: &Request, kind: CommandKind) -> Result<(), Refusal> {
    within(
        request,
        kind,
        &[
            RequestState::Formulating,
            RequestState::Confirming,
            RequestState::Estimating,
            RequestState::Choosing,
            RequestState::Working,
        ],
    )
}

fn child_of(request: &Request, id: RequestId) -> Result<&Child, Refusal> {
    request.children.iter().find(|child| child.request == id).ok_or(Refusal::Missing("child"))
}

/// What a reserved line can still give to sub-requests: reserved, less what others hold back or have spent.
///
/// # Errors
/// The chosen offer has no such line.
pub fn free_on(request: &Request, line: LineId) -> Result<Minor, Refusal> {
    let reserved = *request.reserved.get(&line).ok_or(Refusal::Missing("line"))?;
    let held: Minor = request
        .children
        .iter()
        .filter(|child| child.line == Some(line))
        .map(|child| child.earmarked + child.paid)
        .sum();
    Ok(reserved - held)
}

fn valid_actuals(request: &Request, actuals: &[LineAmount]) -> Result<(), Refusal> {
    let Some(offer) = request.chosen() else { return Ok(()) };
    for actual in actuals {
        let line = offer.lines.iter().find(|line| line.id == actual.line).ok_or(Refusal::Missing("line"))?;
        let limit = line.amount().unwrap_or(0).min(MAX_AMOUNT);
        if !line.settles_at_actual() || actual.amount < 0 || actual.amount > limit {
            return Err(Refusal::Field { field: "actuals", problem: "field-out-of-bounds" });
        }
    }
    // A line that settles at its actual needs one: from its sub-requests, from here, or from a former hand-over.
    let unknown = offer.lines.iter().any(|line| {
        line.settles_at_actual()
            && request.reserved.contains_key(&line.id)
            && actuals.iter().all(|actual| actual.line != line.id)
            && actual_of(request, line).is_none()
    });
    if unknown {
        return Err(Refusal::Field { field: "actuals", problem: "field-required" });
    }
    Ok(())
}
