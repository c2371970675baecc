//! Triage, claim, interview, brief: the provider owes the formulation.

use std::collections::BTreeSet;

use super::command::{CommandKind, Cx, Side};
use super::guards::{Decision, for_customer, on, within};
use super::parts::*;
use super::talk::{close_question, first_answer};
use super::{Event, Refusal, Request, RequestState};
use crate::content::{ContentRef, limits};
use crate::ids::{CalendarId, PersonId, PromiseId, UnitId};

/// Questions of the interview guide, in their order; the words stand in the message files.
pub const GUIDE: [&str; 5] = ["stated", "last_time", "tried", "outcome", "other"];

#[expect(clippy::too_many_arguments, reason = "everything that the command carries")]
pub(super) fn pass_on(
    request: &Request,
    cx: &Cx,
    to: UnitId,
    service: Option<ServiceRef>,
    note: &ContentRef,
    share_history: bool,
    promise: PromiseId,
    calendar: CalendarId,
) -> Decision {
    on(cx, Side::Provider)?;
    within(request, CommandKind::PassOn, &[RequestState::New, RequestState::Formulating])?;
    if to == request.unit {
        return Err(Refusal::Already);
    }
    let mut events = close_question(request, false);
    events.push(Event::PassedOn {
        from: request.unit,
        to,
        service,
        note: note.clone(),
        share_history,
        clock: AnswerClock {
            of: ClockOf::Unit { unit: to },
            promise,
            calendar,
            started_at: cx.now,
            stopped_at: None,
            answered: false,
            applied: Vec::new(),
        },
    });
    Ok(events)
}

pub(super) fn claim(request: &Request, cx: &Cx) -> Decision {
    let by = on(cx, Side::Provider)?;
    if request.handler == Some(by) {
        return Err(Refusal::Already);
    }
    match (request.state, request.handler) {
        (RequestState::New, _) | (RequestState::Working, None) => Ok(vec![Event::Claimed { by }]),
        _ => Err(Refusal::WrongState { state: request.state, command: CommandKind::Claim }),
    }
}

pub(super) fn assign(request: &Request, cx: &Cx, to: PersonId) -> Decision {
    on(cx, Side::Provider)?;
    if !request.state.is_open() || request.state == RequestState::New {
        return Err(Refusal::WrongState { state: request.state, command: CommandKind::Assign });
    }
    if request.handler == Some(to) {
        return Err(Refusal::Already);
    }
    Ok(vec![Event::Assigned { to }])
}

pub(super) fn record_interview(request: &Request, cx: &Cx, interview: &Interview) -> Decision {
    on(cx, Side::Provider)?;
    within(
        request,
        CommandKind::RecordInterview,
        &[RequestState::Formulating, RequestState::Confirming, RequestState::Estimating],
    )?;
    if !(0..=12 * 3600).contains(&interview.seconds) {
        return Err(Refusal::Field { field: "minutes", problem: "field-out-of-bounds" });
    }
    if interview.happened_at > cx.now {
        return Err(Refusal::Field { field: "happened_at", problem: "field-in-future" });
    }
    if interview.notes.is_empty() && interview.quotes.is_empty() {
        return Err(Refusal::Field { field: "notes", problem: "field-required" });
    }
    if interview.notes.iter().any(|note| !GUIDE.contains(&note.prompt.as_str())) {
        return Err(Refusal::Missing("prompt"));
    }
    let mut events = vec![Event::InterviewRecorded { interview: interview.clone() }];
    if interview.seconds > 0 {
        events.push(Event::ClientTimeMeasured { seconds: interview.seconds, source: TimeSource::Interview });
    }
    Ok(events)
}

pub(super) fn send_brief(request: &Request, cx: &Cx, brief: &Brief) -> Decision {
    on(cx, Side::Provider)?;
    // A version that nobody has read yet may be replaced by a better one.
    within(request, CommandKind::SendBrief, &[RequestState::Formulating, RequestState::Confirming])?;
    valid(request, brief)?;
    let mut events = close_question(request, false);
    events.push(Event::BriefSent { brief: brief.clone() });
    events.extend(first_answer(request));
    Ok(events)
}

pub(super) fn confirm_brief(request: &Request, cx: &Cx, version: u32) -> Decision {
    for_customer(request, cx, true)?;
    within(request, CommandKind::ConfirmBrief, &[RequestState::Confirming])?;
    newest(request, version)?;
    Ok(vec![Event::BriefConfirmed { version }])
}

pub(super) fn correct_brief(request: &Request, cx: &Cx, version: u32, comment: &ContentRef) -> Decision {
    for_customer(request, cx, false)?;
    within(request, CommandKind::CorrectBrief, &[RequestState::Confirming])?;
    newest(request, version)?;
    Ok(vec![Event::BriefCorrected { version, comment: comment.clone() }])
}

fn newest(request: &Request, seen: u32) -> Result<(), Refusal> {
    match request.brief() {
        Some(brief) if brief.version == seen => Ok(()),
        Some(brief) => Err(Refusal::OldVersion { seen, newest: brief.version }),
        None => Err(Refusal::Missing("brief")),
    }
}

fn valid(request: &Request, brief: &Brief) -> Result<(), Refusal> {
    let next = request.brief().map_or(1, |brief| brief.version + 1);
    if brief.version != next {
        return Err(Refusal::OldVersion { seen: brief.version, newest: next - 1 });
    }
    if brief.criteria.is_empty() {
        return Err(Refusal::Field { field: "criteria", problem: "field-required" });
    }
    if brief.criteria.len() > limits::ITEMS || brief.assumptions.len() > limits::ITEMS {
        return Err(Refusal::Field { field: "criteria", problem: "field-too-many" });
    }
    let ids: BTreeSet<_> = brief.criteria.iter().chain(&brief.assumptions).map(|item| item.id).collect();
    if ids.len() != brief.criteria.len() + brief.assumptions.len() {
        return Err(Refusal::Field { field: "criteria", problem: "field-repeated" });
    }
    Ok(())
}
