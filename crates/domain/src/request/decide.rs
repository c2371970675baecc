//! Commands into events. Pure: the same request, command and context always give the same answer.

use super::command::{Command, Cx, NewRequest, Side};
use super::parts::*;
use super::{Event, Refusal, Request, State, agree, deliver, formulate, judge, outside, people, talk};
use crate::actor::Actor;
use crate::ids::PersonId;
use crate::time::Instant;

/// What a decision yields.
pub type Decision = Result<Vec<Event>, Refusal>;

/// Days after its end within which a request can be opened again.
pub const REOPEN_DAYS: i64 = 30;

/// Decides one command.
///
/// # Errors
/// A [`Refusal`] that says why not; nothing has changed.
pub fn decide(request: &Request, command: &Command, cx: &Cx) -> Decision {
    match command {
        Command::PassOn { .. }
        | Command::Claim
        | Command::Assign { .. }
        | Command::RecordInterview { .. }
        | Command::SendBrief { .. }
        | Command::ConfirmBrief { .. }
        | Command::CorrectBrief { .. } => formulate::decide(request, command, cx),
        Command::Invite { .. }
        | Command::DeclineInvitation { .. }
        | Command::SendOffer { .. }
        | Command::WithdrawOffer { .. }
        | Command::Choose { .. }
        | Command::RefuseOffers { .. } => agree::decide(request, command, cx),
        Command::AddTask { .. }
        | Command::FinishTask { .. }
        | Command::LogEffort { .. }
        | Command::ChildStated { .. }
        | Command::ChildAgreed { .. }
        | Command::ChildPaid { .. }
        | Command::ChildRefunded { .. }
        | Command::ChildEnded { .. }
        | Command::Deliver { .. } => deliver::decide(request, command, cx),
        Command::Judge { .. }
        | Command::OpenDispute { .. }
        | Command::Resolve { .. }
        | Command::Review { .. }
        | Command::Reopen { .. }
        | Command::Cancel { .. } => judge::decide(request, command, cx),
        Command::AddParticipant { .. } | Command::Entrust { .. } | Command::EndTrust => {
            people::decide(request, command, cx)
        }
        Command::ShareOutside { .. } | Command::EndLink { .. } | Command::SayOutside { .. } => {
            outside::decide(request, command, cx)
        }
        Command::Message { .. }
        | Command::Ask { .. }
        | Command::WithdrawQuestion { .. }
        | Command::MeasureClientTime { .. }
        | Command::JudgeRepeat { .. }
        | Command::ApplyCalendar { .. }
        | Command::TimeOut(_) => talk::decide(request, command, cx),
    }
}

/// Decides a statement: the first events of a new request.
///
/// # Errors
/// A [`Refusal`] when the statement cannot begin a request.
pub fn state_request(new: &NewRequest, cx: &Cx) -> Decision {
    let author = person(cx)?;
    let (parent, root, root_at) = match new.parent {
        Some((parent, root, root_at)) => (Some(parent), root, root_at),
        None => (None, new.id, cx.now),
    };
    let clock = |of| AnswerClock {
        of,
        promise: new.promise,
        calendar: new.calendar,
        started_at: cx.now,
        stopped_at: None,
        answered: false,
        applied: Vec::new(),
    };
    let mut events = vec![Event::Stated {
        id: new.id,
        number: new.number,
        parent,
        root,
        root_at,
        class: new.class,
        author,
        customer: new.customer,
        customer_unit: new.customer_unit,
        beneficiary: new.beneficiary,
        payer_unit: new.payer_unit,
        unit: new.unit,
        service: new.service,
        title: new.title.clone(),
        statement: new.statement.clone(),
        files: new.files.clone(),
        clocks: vec![clock(ClockOf::Customer), clock(ClockOf::Unit { unit: new.unit })],
    }];
    if let Some(ready) = &new.ready {
        events.push(Event::BriefSent { brief: ready.brief.clone() });
        events.push(Event::BriefConfirmed { version: 1 });
        events.push(Event::OfferSent { offer: ready.offer.clone() });
        // Whoever serves the unit orders from it for themselves what is free; what costs is chosen by the payer's head.
        if cx.sides.contains(&Side::Own) && ready.offer.total() != 0 {
            return Ok(events);
        }
        events.push(Event::OfferChosen {
            offer: ready.offer.id,
            by: author,
            reason: None,
            funding: ready.funding.clone(),
            reserved: agree::reserved(&ready.offer, &ready.funding)?,
            to: None,
        });
    }
    Ok(events)
}

/// The person who acts; timers and links have none.
pub(super) fn person(cx: &Cx) -> Result<PersonId, Refusal> {
    match cx.actor {
        Actor::Person(person) => Ok(person),
        _ => Err(Refusal::NotYours),
    }
}

/// Refuses unless the actor is on the side.
pub(super) fn on(cx: &Cx, side: Side) -> Result<PersonId, Refusal> {
    if cx.sides.contains(&side) { person(cx) } else { Err(Refusal::NotYours) }
}

/// Refuses unless the request is in one of the states.
pub(super) fn within(request: &Request, command: &Command, states: &[State]) -> Result<(), Refusal> {
    if states.contains(&request.state) {
        Ok(())
    } else {
        Err(Refusal::WrongState { state: request.state, command: command.kind() })
    }
}

/// Who acts for the customer, and not somebody who worked on it: nobody confirms, chooses or judges what they deliver. `own` says
/// whether the customer who serves the providing unit may do this for themselves; the rest goes to the payer's head.
pub(super) fn for_customer(request: &Request, cx: &Cx, own: bool) -> Result<PersonId, Refusal> {
    let by = person(cx)?;
    let acts = cx.sides.contains(&Side::Customer) || (own && cx.sides.contains(&Side::Own));
    let near = acts || cx.sides.contains(&Side::Own) || cx.sides.contains(&Side::Participant);
    if near && request.worked_on_by(by) {
        Err(Refusal::OwnWork)
    } else if acts {
        Ok(by)
    } else if cx.sides.contains(&Side::Own) {
        Err(Refusal::OwnUnit)
    } else if cx.sides.contains(&Side::Participant) {
        Err(Refusal::NotEntrusted)
    } else {
        Err(Refusal::NotYours)
    }
}

/// Those who speak beside the customer or for them.
pub(super) fn speaks_for_customer(cx: &Cx) -> bool {
    [Side::Customer, Side::Own, Side::Participant].iter().any(|side| cx.sides.contains(side))
}

/// Whole days between two instants.
pub(super) const fn days_between(from: Instant, to: Instant) -> i64 {
    to.seconds_since(from) / 86_400
}
