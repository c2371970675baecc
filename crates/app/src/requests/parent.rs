//! What a step of a sub-request means for the request it serves.

use domain::actor::Actor;
use domain::aggregate::Folded as _;
use domain::request::{
    self, Command, Event, Funding, Offer, Request, RequestState, Resolution, Side, decide,
};
use store::Tx;

use super::record::{Loaded, load, record};
use crate::Cx;
use crate::error::Answer;
use crate::words::Words;

/// Commands to the parent that follow from the child's events, in their order.
pub(super) fn steps(child: &Request, events: &[Event]) -> Vec<Command> {
    if child.parent.is_none() {
        return Vec::new();
    }
    let mut commands = Vec::new();
    let mut now = child.clone();
    for event in events {
        let was = now.state;
        let at = now.since;
        let Ok(after) = Request::evolve(Some(now.clone()), event, at) else { return commands };
        now = after;
        match event {
            Event::OfferChosen { offer, funding: Funding::ParentLine { .. }, .. } => {
                let amount = now.offer(*offer).map_or(0, Offer::total);
                commands.push(Command::ChildAgreed { child: child.id, amount });
            }
            Event::Accepted { payments, .. } if from_parent(&now) => {
                let amount = payments.iter().map(|payment| payment.amount).sum();
                if amount > 0 {
                    commands.push(Command::ChildPaid { child: child.id, amount });
                }
            }
            Event::DisputeResolved { resolution: Resolution::Refund { amount }, .. } if from_parent(&now) => {
                commands.push(Command::ChildRefunded { child: child.id, amount: *amount });
            }
            _ => {}
        }
        // A child counts as ended once it is accepted: its review keeps nobody waiting.
        let ended =
            |state| matches!(state, RequestState::Reviewing | RequestState::Closed | RequestState::Cancelled);
        if ended(now.state) && !ended(was) {
            commands.push(Command::ChildEnded { child: child.id });
        }
    }
    commands
}

fn from_parent(request: &Request) -> bool {
    request.choice.as_ref().is_some_and(|choice| matches!(choice.funding, Funding::ParentLine { .. }))
}

/// Carries the commands out on the parent, in the same transaction.
pub(super) fn follow(tx: &mut dyn Tx, cx: &mut Cx, child: &Request, commands: Vec<Command>) -> Answer<()> {
    let Some(parent) = child.parent else { return Ok(()) };
    for command in commands {
        let loaded = load(tx, parent.request)?;
        let context =
            request::Cx { actor: Actor::Timer, sides: [Side::Timer].into(), unit: None, now: cx.now };
        let events = decide(&loaded.request, &command, &context)?;
        if !events.is_empty() {
            record(tx, cx, Some(&loaded), events, Words::default())?;
        }
    }
    Ok(())
}

/// Orders a sub-request for the parent: the first step, by the person who serves it.
pub(super) fn order(tx: &mut dyn Tx, cx: &mut Cx, parent: &Loaded, command: Command) -> Answer<()> {
    let context =
        request::Cx { actor: cx.viewer.actor, sides: [Side::Provider].into(), unit: None, now: cx.now };
    let events = decide(&parent.request, &command, &context)?;
    record(tx, cx, Some(parent), events, Words::default()).map(|_| ())
}
