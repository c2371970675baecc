//! Conversation, questions, time-outs and facts that belong to no single step.

use super::command::{Command, Cx, Side};
use super::decide::{Decision, on, person, speaks_for_customer, within};
use super::timeouts::Action;
use super::{Event, Refusal, Request, State};
use crate::actor::Actor;

/// Longest span that one measurement of client time may claim: a working day.
const LONGEST_MEASUREMENT: i64 = 8 * 3600;

pub(super) fn decide(request: &Request, command: &Command, cx: &Cx) -> Decision {
    match command {
        Command::Message { text, files } => {
            let by = person(cx)?;
            let provider = cx.sides.contains(&Side::Provider) || cx.sides.contains(&Side::Helper);
            // A person on both sides speaks as the handler once they handle it.
            let side = match (speaks_for_customer(cx), provider) {
                (true, _) if request.handlers.contains(&by) => Side::Provider,
                (true, _) => Side::Customer,
                (false, true) => Side::Provider,
                (false, false) => return Err(Refusal::NotYours),
            };
            let mut events =
                vec![Event::MessagePosted { by, side, text: text.clone(), files: files.clone() }];
            match side {
                Side::Customer => events.extend(close_question(request, true)),
                _ => events.extend(first_answer(request)),
            }
            Ok(events)
        }
        Command::Ask { question, text } => {
            let by = on(cx, Side::Provider)?;
            within(request, command, &[State::New, State::Formulating, State::Estimating, State::Working])?;
            if request.open_question().is_some() {
                return Err(Refusal::Already);
            }
            let mut events = vec![Event::QuestionAsked { question: *question, by, text: text.clone() }];
            events.extend(first_answer(request));
            Ok(events)
        }
        Command::WithdrawQuestion { question } => {
            on(cx, Side::Provider)?;
            match request.open_question() {
                Some(open) if open.id == *question => Ok(close_question(request, false)),
                _ => Err(Refusal::Missing("question")),
            }
        }
        Command::MeasureClientTime { seconds, source } => {
            person(cx)?;
            if !speaks_for_customer(cx) {
                return Err(Refusal::NotYours);
            }
            if *seconds <= 0 || *seconds > LONGEST_MEASUREMENT {
                return Err(Refusal::Field { field: "seconds", problem: "field-out-of-bounds" });
            }
            Ok(vec![Event::ClientTimeMeasured { seconds: *seconds, source: *source }])
        }
        Command::JudgeRepeat { of, repeats } => {
            on(cx, Side::Provider)?;
            if *of == request.id {
                return Err(Refusal::Field { field: "of", problem: "field-itself" });
            }
            Ok(vec![Event::RepeatJudged { of: *of, repeats: *repeats }])
        }
        Command::ApplyCalendar { calendar } => {
            on(cx, Side::Provider)?;
            if request.clocks.iter().all(|clock| clock.stopped_at.is_some()) {
                return Err(Refusal::Already);
            }
            Ok(vec![Event::CalendarApplied { calendar: *calendar }])
        }
        Command::TimeOut(nudge) => {
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
        _ => Err(Refusal::WrongState { state: request.state, command: command.kind() }),
    }
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
