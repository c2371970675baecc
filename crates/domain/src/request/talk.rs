//! Conversation, questions, time-outs and facts that belong to no single step.

use std::collections::BTreeSet;

use super::command::{CommandKind, Cx, Side};
use super::guards::{Decision, on, person, speaks_for_customer, within};
use super::parts::TimeSource;
use super::timeouts::{Action, Nudge};
use super::{Event, Refusal, Request, RequestState, Whose};
use crate::actor::Actor;
use crate::content::ContentRef;
use crate::ids::{CalendarId, QuestionId, RequestId};
use crate::money::Seconds;
use crate::time::Instant;

/// Longest span that one measurement of client time may claim: a working day.
const LONGEST_MEASUREMENT: i64 = 8 * 3600;

pub(super) fn message(request: &Request, cx: &Cx, text: &ContentRef, files: &[ContentRef]) -> Decision {
    let by = person(cx)?;
    let provider = cx.sides.contains(&Side::Provider) || cx.sides.contains(&Side::Helper);
    // A person on both sides speaks as the handler once they handle it.
    let side = match (speaks_for_customer(cx), provider) {
        (true, _) if request.handlers.contains(&by) => Side::Provider,
        (true, _) => Side::Customer,
        (false, true) => Side::Provider,
        (false, false) => return Err(Refusal::NotYours),
    };
    let mut events = vec![Event::MessagePosted { by, side, text: text.clone(), files: files.to_vec() }];
    match side {
        Side::Customer => events.extend(close_question(request, true)),
        _ => events.extend(first_answer(request)),
    }
    Ok(events)
}

pub(super) fn ask(request: &Request, cx: &Cx, question: QuestionId, text: &ContentRef) -> Decision {
    let by = on(cx, Side::Provider)?;
    within(
        request,
        CommandKind::Ask,
        &[RequestState::New, RequestState::Formulating, RequestState::Estimating, RequestState::Working],
    )?;
    if request.open_question().is_some() {
        return Err(Refusal::Already);
    }
    let mut events = vec![Event::QuestionAsked { question, by, text: text.clone() }];
    events.extend(first_answer(request));
    Ok(events)
}

pub(super) fn withdraw_question(request: &Request, cx: &Cx, question: QuestionId) -> Decision {
    on(cx, Side::Provider)?;
    match request.open_question() {
        Some(open) if open.id == question => Ok(close_question(request, false)),
        _ => Err(Refusal::Missing("question")),
    }
}

pub(super) fn measure_client_time(cx: &Cx, seconds: Seconds, source: TimeSource) -> Decision {
    person(cx)?;
    if !speaks_for_customer(cx) {
        return Err(Refusal::NotYours);
    }
    if seconds <= 0 || seconds > LONGEST_MEASUREMENT {
        return Err(Refusal::Field { field: "seconds", problem: "field-out-of-bounds" });
    }
    Ok(vec![Event::ClientTimeMeasured { seconds, source }])
}

pub(super) fn judge_repeat(request: &Request, cx: &Cx, of: RequestId, repeats: bool) -> Decision {
    on(cx, Side::Provider)?;
    if of == request.id {
        return Err(Refusal::Field { field: "of", problem: "field-itself" });
    }
    Ok(vec![Event::RepeatJudged { of, repeats }])
}

pub(super) fn apply_calendar(request: &Request, cx: &Cx, calendar: CalendarId) -> Decision {
    on(cx, Side::Provider)?;
    if request.clocks.iter().all(|clock| clock.stopped_at.is_some()) {
        return Err(Refusal::Already);
    }
    Ok(vec![Event::CalendarApplied { calendar }])
}

/// Reminds whoever moves, once a day at most and not before they had a day.
pub(super) fn remind(request: &Request, cx: &Cx) -> Decision {
    let by = person(cx)?;
    if !cx.sides.contains(&Side::Customer) && !cx.sides.contains(&Side::Provider) {
        return Err(Refusal::NotYours);
    }
    let wrong = Refusal::WrongState { state: request.state, command: CommandKind::Remind };
    let side = request.reminder_of(&cx.sides).ok_or(wrong)?;
    if cx.now < request.reminds_from() {
        return Err(Refusal::Already);
    }
    Ok(vec![Event::ReminderSent { by, side }])
}

impl Request {
    /// The side of somebody on these sides from which they remind the other, whose move it is; none while it is their own or a third's.
    pub(super) fn reminder_of(&self, sides: &BTreeSet<Side>) -> Option<Side> {
        let side = match self.turn().whose {
            Whose::Provider => Side::Customer,
            Whose::Customer => Side::Provider,
            Whose::Resolver | Whose::Nobody => return None,
        };
        sides.contains(&side).then_some(side)
    }

    /// From when the side that waits may remind the other: a day after the move began, a day after the last reminder.
    pub fn reminds_from(&self) -> Instant {
        let since = self.turn().since;
        self.reminded_at.map_or(since, |at| at.max(since)).plus_seconds(86_400)
    }
}

pub(super) fn time_out(request: &Request, cx: &Cx, nudge: &Nudge) -> Decision {
    if cx.actor != Actor::Timer {
        return Err(Refusal::NotYours);
    }
    let Some((due, timeout)) = request.next_timeout() else { return Ok(Vec::new()) };
    // A time-out of a waiting that is over says nothing.
    if due != *nudge {
        return Ok(Vec::new());
    }
    Ok(vec![match timeout.action {
        Action::Remind => Event::Reminded { nudge: nudge.step },
        Action::Escalate(to) => Event::Escalated { nudge: nudge.step, to },
        Action::Lapse => Event::Cancelled { side: Side::Timer, reason: None, released: Vec::new() },
        Action::SkipReview => Event::ReviewSkipped,
    }])
}

/// Any words of the customer answer the open question.
pub(super) fn close_question(request: &Request, answered: bool) -> Vec<Event> {
    request
        .open_question()
        .map(|question| Event::QuestionClosed { question: question.id, answered })
        .into_iter()
        .collect()
}

/// The first words of the providing unit that the customer sees stop the first-answer clocks: those of the customer
/// and of the unit. A claim, a note or an automatic reply does not.
pub(super) fn first_answer(request: &Request) -> Option<Event> {
    use super::ClockOf;
    let unit = request.unit;
    request
        .clocks
        .iter()
        .any(|clock| {
            clock.stopped_at.is_none()
                && (clock.of == ClockOf::Customer || clock.of == (ClockOf::Unit { unit }))
        })
        .then_some(Event::FirstAnswered { unit })
}
