//! Who takes part, and whom the customer entrusts.

use super::command::{Belonging, CommandKind, Cx, Side};
use super::guards::{Decision, for_customer};
use super::{Class, Event, Refusal, Request};
use crate::ids::PersonId;

pub(super) fn add_participant(request: &Request, cx: &Cx, added: PersonId, belongs: &Belonging) -> Decision {
    let customer = match for_customer(request, cx, false) {
        Ok(_) => true,
        Err(_) if cx.sides.contains(&Side::Provider) => false,
        Err(refusal) => return Err(refusal),
    };
    open(request, CommandKind::AddParticipant)?;
    let known = [Some(request.customer), request.beneficiary, request.entrusted];
    if known.contains(&Some(added))
        || request.participants.contains(&added)
        || request.helpers.contains(&added)
    {
        return Err(Refusal::Already);
    }
    let side = takes_part_as(request, customer, belongs);
    let side = side.ok_or(Refusal::Field { field: "person", problem: "field-not-offered" })?;
    Ok(vec![Event::ParticipantAdded { person: added, side }])
}

pub(super) fn entrust(request: &Request, cx: &Cx, to: PersonId, belongs: &Belonging) -> Decision {
    let by = the_customer(request, cx)?;
    if request.entrusted == Some(to) || request.customer == to {
        return Err(Refusal::Already);
    }
    if !may_be_entrusted(request, to, belongs) {
        return Err(Refusal::Field { field: "person", problem: "field-not-offered" });
    }
    Ok(vec![Event::Entrusted { to, by }])
}

pub(super) fn end_trust(request: &Request, cx: &Cx) -> Decision {
    let by = the_customer(request, cx)?;
    request.entrusted.ok_or(Refusal::Missing("trust"))?;
    Ok(vec![Event::TrustEnded { by }])
}

/// On whose side somebody would take part, when the customer lets them in (`customer`) or the provider; none when they may not.
///
/// Providers let in colleagues of their unit. The customer lets in anybody but people of a unit that was asked to offer. A
/// confidential request takes in only whom both could let in.
#[must_use]
pub fn takes_part_as(request: &Request, customer: bool, belongs: &Belonging) -> Option<Side> {
    let of = |unit| belongs.member.contains(&unit) || belongs.serves.contains(&unit);
    if request.asked_units().into_iter().any(of) {
        return None;
    }
    let provider = of(request.unit) && (customer || !belongs.outside);
    if provider {
        return Some(Side::Provider);
    }
    (customer && request.class != Class::Confidential).then_some(Side::Customer)
}

/// Whether the customer may entrust this person: of the payer's unit, on neither side of the work. What is confidential is nobody
/// else's to decide.
#[must_use]
pub fn may_be_entrusted(request: &Request, to: PersonId, belongs: &Belonging) -> bool {
    request.class != Class::Confidential
        && belongs.member.contains(&request.payer_unit)
        && !belongs.outside
        && !request.worked_on_by(to)
        && !request.helpers.contains(&to)
        && !request.is_served_by(|unit| belongs.serves.contains(&unit))
}

/// Trust is the customer's own to give: whom they entrusted does not pass it on.
fn the_customer(request: &Request, cx: &Cx) -> Result<PersonId, Refusal> {
    let by = for_customer(request, cx, true)?;
    if by == request.customer { Ok(by) } else { Err(Refusal::NotYours) }
}

fn open(request: &Request, kind: CommandKind) -> Result<(), Refusal> {
    if request.state.is_open() {
        Ok(())
    } else {
        Err(Refusal::WrongState { state: request.state, command: kind })
    }
}
