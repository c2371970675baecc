//! Offers, their choice, and what is reserved for it.

use std::collections::BTreeSet;

use super::command::{CommandKind, Cx, Side};
use super::guards::{Decision, for_customer, on, within};
use super::parts::*;
use super::talk::first_answer;
use super::{Event, Refusal, Request, RequestState};
use crate::actor::Actor;
use crate::content::{ContentRef, limits};
use crate::ids::{OfferId, UnitId};
use crate::money::MAX_AMOUNT;

pub(super) fn invite(request: &Request, cx: &Cx, unit: UnitId) -> Decision {
    for_customer(request, cx, false)?;
    within(request, CommandKind::Invite, &[RequestState::Estimating, RequestState::Choosing])?;
    // Whoever pays does not sell to themselves.
    if unit == request.customer_unit || unit == request.payer_unit {
        return Err(Refusal::Field { field: "unit", problem: "field-own-unit" });
    }
    if unit == request.unit || invited(request, unit) {
        return Err(Refusal::Already);
    }
    Ok(vec![Event::Invited { unit }])
}

pub(super) fn decline_invitation(request: &Request, cx: &Cx, reason: &ContentRef) -> Decision {
    let unit = bidding_unit(request, cx)?;
    within(request, CommandKind::DeclineInvitation, &[RequestState::Estimating, RequestState::Choosing])?;
    if unit == request.unit {
        return Err(Refusal::NotYours);
    }
    Ok(vec![Event::InvitationDeclined { unit, reason: reason.clone() }])
}

pub(super) fn send_offer(request: &Request, cx: &Cx, offer: &Offer) -> Decision {
    let unit = bidding_unit(request, cx)?;
    within(request, CommandKind::SendOffer, &[RequestState::Estimating, RequestState::Choosing])?;
    if offer.unit != unit {
        return Err(Refusal::NotYours);
    }
    valid(request, offer, cx)?;
    // A newer offer of the same unit takes the place of the former one: it is never chosen by mistake.
    let mut events = vec![Event::OfferSent { offer: offer.clone() }];
    if unit == request.unit {
        events.extend(first_answer(request));
    }
    Ok(events)
}

pub(super) fn withdraw_offer(request: &Request, cx: &Cx, offer: OfferId, reason: &ContentRef) -> Decision {
    let unit = bidding_unit(request, cx)?;
    within(request, CommandKind::WithdrawOffer, &[RequestState::Choosing])?;
    let found = request.offer(offer).ok_or(Refusal::Missing("offer"))?;
    if found.unit != unit {
        return Err(Refusal::NotYours);
    }
    if found.withdrawn_at.is_some() {
        return Err(Refusal::Already);
    }
    Ok(vec![Event::OfferWithdrawn { offer, reason: reason.clone() }])
}

pub(super) fn choose(
    request: &Request,
    cx: &Cx,
    offer: OfferId,
    reason: &ContentRef,
    funding: &Funding,
) -> Decision {
    let by = for_customer(request, cx, false)?;
    within(request, CommandKind::Choose, &[RequestState::Choosing])?;
    let found = request.live_offers(cx.now).find(|live| live.id == offer).ok_or(Refusal::OfferGone)?;
    Ok(vec![Event::OfferChosen {
        offer,
        by,
        reason: Some(reason.clone()),
        funding: funding.clone(),
        reserved: reserved(found, funding)?,
        to: (found.unit != request.unit).then_some(found.unit),
    }])
}

pub(super) fn refuse_offers(request: &Request, cx: &Cx, reason: &ContentRef) -> Decision {
    for_customer(request, cx, false)?;
    within(request, CommandKind::RefuseOffers, &[RequestState::Choosing])?;
    Ok(vec![Event::OffersRefused { reason: reason.clone() }])
}

/// What choosing the offer reserves, by line. An offer that charges nothing reserves nothing and needs no budget.
pub(super) fn reserved(offer: &Offer, funding: &Funding) -> Result<Vec<LineAmount>, Refusal> {
    if matches!(funding, Funding::Nothing) != (offer.total() == 0) {
        return Err(Refusal::Field { field: "funding", problem: "field-required" });
    }
    Ok(offer
        .lines
        .iter()
        .filter_map(|line| line.amount().map(|amount| LineAmount { line: line.id, amount }))
        .filter(|sum| sum.amount != 0)
        .collect())
}

pub(super) fn invited(request: &Request, unit: UnitId) -> bool {
    request.invitations.iter().any(|known| known.unit == unit && known.declined_at.is_none())
}

fn bidding_unit(request: &Request, cx: &Cx) -> Result<UnitId, Refusal> {
    if cx.sides.contains(&Side::Bidder) {
        // The holder of a link offers for the unit that the link was made for.
        if !matches!(cx.actor, Actor::Link(_)) {
            on(cx, Side::Bidder)?;
        }
        return cx.unit.filter(|unit| invited(request, *unit)).ok_or(Refusal::NotYours);
    }
    on(cx, Side::Provider)?;
    Ok(request.unit)
}

fn valid(request: &Request, offer: &Offer, cx: &Cx) -> Result<(), Refusal> {
    let field = |field, problem| Err(Refusal::Field { field, problem });
    let brief = request.confirmed_brief().ok_or(Refusal::Missing("brief"))?;
    if offer.brief != brief.version {
        return Err(Refusal::OldVersion { seen: offer.brief, newest: brief.version });
    }
    let known: BTreeSet<_> = brief.criteria.iter().map(|item| item.id).collect();
    if !offer.criteria.is_subset(&known) {
        return Err(Refusal::Missing("criterion"));
    }
    if offer.criteria.is_empty() {
        return field("criteria", "field-required");
    }
    if offer.lines.len() > limits::ITEMS {
        return field("lines", "field-too-many");
    }
    for line in &offer.lines {
        if line.quantity <= 0 || line.unit_price < 0 {
            return field("lines", "field-out-of-bounds");
        }
        if line.amount().is_none_or(|amount| amount > MAX_AMOUNT) {
            return field("lines", "field-out-of-bounds");
        }
        if !line.criteria.is_subset(&known) {
            return Err(Refusal::Missing("criterion"));
        }
    }
    if offer.total() > MAX_AMOUNT {
        return field("lines", "field-out-of-bounds");
    }
    let Estimate { optimistic, likely, pessimistic } = offer.estimate;
    if optimistic < 0 || optimistic > likely || likely > pessimistic || pessimistic > 10 * 365 * 86_400 {
        return field("estimate", "field-estimate-order");
    }
    if !(0..=400 * 3600).contains(&offer.client_seconds) {
        return field("client_minutes", "field-out-of-bounds");
    }
    if !(1..=99).contains(&offer.probability) {
        return field("probability", "field-out-of-bounds");
    }
    if offer.ready_by <= cx.now {
        return field("ready_by", "field-in-past");
    }
    if offer.valid_until <= cx.now {
        return field("valid_until", "field-in-past");
    }
    if !offer.outside && offer.own_answer.is_none() {
        return field("own_answer", "field-required");
    }
    if request.live_offers(cx.now).any(|live| live.unit == offer.unit) {
        // The former offer must be taken back first, with a reason that the customer sees.
        return Err(Refusal::Already);
    }
    Ok(())
}
