//! Acts of the past under the rule of the present: who acted for the customer and may not have.

use super::command::{Cx, Side};
use super::guards::{for_customer, on};
use super::judge::is_free;
use super::{Event, Refusal, Request};
use crate::ids::OfferId;

/// Whether somebody may have done what happened to a request, by the rule of who acts for the customer. `cx` says who acted and
/// where they stood then; `before` is the request as it was. What nobody does for the customer is always right here.
///
/// # Errors
/// The [`Refusal`] with which the rule would answer today.
pub fn judge_act(before: &Request, event: &Event, cx: &Cx) -> Result<(), Refusal> {
    let customer = |own| for_customer(before, cx, own).map(|_| ());
    match event {
        // A ready service is ordered by whoever states the problem; what it costs those who serve the unit do not choose.
        Event::BriefConfirmed { version } if before.is_listed(*version) => Ok(()),
        Event::OfferChosen { offer, .. } if listed(before, *offer) => {
            let own = cx.sides.contains(&Side::Own);
            let free = before.offers.iter().any(|known| known.id == *offer && known.total() == 0);
            if own && !free { Err(Refusal::OwnUnit) } else { Ok(()) }
        }
        Event::BriefConfirmed { .. } | Event::Reopened { .. } => customer(true),
        Event::BriefCorrected { .. }
        | Event::OfferChosen { .. }
        | Event::OffersRefused { .. }
        | Event::LinkMade { .. }
        | Event::LinkEnded { .. }
        | Event::Reviewed { .. } => customer(false),
        Event::Invited { unit } => {
            if [before.customer_unit, before.payer_unit].contains(unit) {
                return Err(Refusal::Field { field: "unit", problem: "field-own-unit" });
            }
            customer(false)
        }
        Event::Judged { .. } => customer(is_free(before)),
        Event::Entrusted { .. } | Event::TrustEnded { .. } => {
            customer(true)?;
            if cx.actor.person() == Some(before.customer) { Ok(()) } else { Err(Refusal::NotYours) }
        }
        Event::ParticipantAdded { side: Side::Customer, .. }
        | Event::Cancelled { side: Side::Customer, .. } => customer(false),
        // Either side may disagree.
        Event::DisputeOpened { .. } => customer(false).or_else(|refusal| {
            if cx.sides.contains(&Side::Provider) { on(cx, Side::Provider).map(|_| ()) } else { Err(refusal) }
        }),
        Event::Stated { .. }
        | Event::PassedOn { .. }
        | Event::Claimed { .. }
        | Event::Assigned { .. }
        | Event::MessagePosted { .. }
        | Event::QuestionAsked { .. }
        | Event::QuestionClosed { .. }
        | Event::FirstAnswered { .. }
        | Event::InterviewRecorded { .. }
        | Event::BriefSent { .. }
        | Event::InvitationDeclined { .. }
        | Event::OutsideSaid { .. }
        | Event::OfferSent { .. }
        | Event::OfferWithdrawn { .. }
        | Event::TaskAdded { .. }
        | Event::TaskFinished { .. }
        | Event::EffortLogged { .. }
        | Event::ChildStated { .. }
        | Event::ChildAgreed { .. }
        | Event::ChildPaid { .. }
        | Event::ChildRefunded { .. }
        | Event::ChildEnded { .. }
        | Event::Delivered { .. }
        | Event::Accepted { .. }
        | Event::DisputeResolved { .. }
        | Event::ReviewSkipped
        | Event::Cancelled { .. }
        | Event::Reminded { .. }
        | Event::ReminderSent { .. }
        | Event::Escalated { .. }
        | Event::ParticipantAdded { .. }
        | Event::ClientTimeMeasured { .. }
        | Event::RepeatJudged { .. }
        | Event::CalendarApplied { .. } => Ok(()),
    }
}

/// Whether an offer came from the price list of a ready service.
fn listed(before: &Request, offer: OfferId) -> bool {
    before.offers.iter().any(|known| known.id == offer && before.is_listed(known.brief))
}
