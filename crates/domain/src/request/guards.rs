//! What every command asks before it decides: who gives it, for which side, and where the request stands.

use super::command::{CommandKind, Cx, Side};
use super::{Event, Refusal, Request, RequestState};
use crate::actor::Actor;
use crate::ids::PersonId;

/// What a decision yields.
pub type Decision = Result<Vec<Event>, Refusal>;

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
pub(super) fn within(request: &Request, kind: CommandKind, states: &[RequestState]) -> Result<(), Refusal> {
    if states.contains(&request.state) {
        Ok(())
    } else {
        Err(Refusal::WrongState { state: request.state, command: kind })
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
