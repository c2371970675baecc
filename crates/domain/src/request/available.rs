//! Which commands a page may offer. The table of `docs/request-states.md`, read the other way round; a test holds both
//! against what [`super::decide`] really does.

use std::collections::BTreeSet;

use super::command::Side;
use super::{Class, Request, State};

/// Codes of the commands that somebody on these sides can give now. Finer conditions (own work, nothing left to
/// choose, cancelling while sub-requests are open) are refused with their reason when tried.
pub fn available(request: &Request, sides: &BTreeSet<Side>) -> BTreeSet<&'static str> {
    ALL.iter()
        .filter(|(_, states, allowed)| {
            states.contains(&request.state) && allowed.iter().any(|side| sides.contains(side))
        })
        .map(|(code, _, _)| *code)
        .filter(|code| fits(request, sides, code))
        .collect()
}

fn fits(request: &Request, sides: &BTreeSet<Side>, code: &str) -> bool {
    match code {
        "claim" => request.state == State::New || request.handler.is_none(),
        "ask" => request.open_question().is_none(),
        "withdraw_question" => request.open_question().is_some(),
        // Once work was handed over, only the provider may stop, giving up what is unpaid.
        "cancel" => {
            request.state.before_agreement()
                || request.deliveries.is_empty()
                || sides.contains(&Side::Provider)
        }
        "share_outside" => request.class != Class::Confidential && asks_somebody(request),
        // Work for nothing may be judged by the customer who serves the unit.
        "judge" => sides.contains(&Side::Customer) || super::judge::is_free(request),
        "entrust" => request.class != Class::Confidential,
        "end_trust" => request.entrusted.is_some(),
        "say_outside" => asks_somebody(request),
        // A sub-request ends first.
        "deliver" => request.children.iter().all(|child| !child.open),
        "open_dispute" => !request.deliveries.is_empty(),
        "finish_task" => request.tasks.iter().any(|task| task.done_at.is_none()),
        _ => true,
    }
}

/// Some unit was asked to offer and has not declined.
fn asks_somebody(request: &Request) -> bool {
    request.invitations.iter().any(|known| known.declined_at.is_none())
}

type Row = (&'static str, &'static [State], &'static [Side]);

const ALL: &[Row] = {
    use Side::{Bidder, Customer, Helper, Own, Participant, Provider, Resolver};
    use State::{
        Accepting, Cancelled, Choosing, Closed, Confirming, Disputed, Estimating, Formulating, New,
        Reviewing, Working,
    };
    const P: &[Side] = &[Provider];
    const C: &[Side] = &[Customer];
    const CP: &[Side] = &[Customer, Provider];
    /// What the customer who serves the unit may do for themselves.
    const CO: &[Side] = &[Customer, Own];
    const OPEN: &[State] =
        &[New, Formulating, Confirming, Estimating, Choosing, Working, Accepting, Disputed, Reviewing];
    const WORK: &[State] = &[Formulating, Confirming, Estimating, Choosing, Working];
    &[
        ("pass_on", &[New, Formulating], P),
        ("claim", &[New, Working], P),
        (
            "assign",
            &[Formulating, Confirming, Estimating, Choosing, Working, Accepting, Disputed, Reviewing],
            P,
        ),
        ("message", &State::ALL, &[Customer, Own, Participant, Provider, Helper]),
        ("ask", &[New, Formulating, Estimating, Working], P),
        ("withdraw_question", &[New, Formulating, Confirming, Estimating, Choosing, Working], P),
        ("record_interview", &[Formulating, Confirming, Estimating], P),
        ("send_brief", &[Formulating, Confirming], P),
        ("confirm_brief", &[Confirming], CO),
        ("correct_brief", &[Confirming], C),
        ("invite", &[Estimating, Choosing], C),
        ("decline_invitation", &[Estimating, Choosing], &[Bidder]),
        ("share_outside", OPEN, C),
        ("say_outside", OPEN, &[Customer, Own, Participant, Provider, Bidder]),
        ("send_offer", &[Estimating, Choosing], &[Provider, Bidder]),
        ("withdraw_offer", &[Choosing], &[Provider, Bidder]),
        ("choose", &[Choosing], C),
        ("refuse_offers", &[Choosing], C),
        ("add_task", WORK, P),
        ("finish_task", WORK, P),
        ("log_effort", WORK, P),
        ("child_stated", WORK, P),
        ("deliver", &[Working], P),
        ("judge", &[Accepting], CO),
        ("open_dispute", &[Working, Accepting, Reviewing, Closed], CP),
        ("resolve", &[Disputed], &[Resolver]),
        ("review", &[Reviewing], C),
        ("reopen", &[Reviewing, Closed, Cancelled], CO),
        ("cancel", &[New, Formulating, Confirming, Estimating, Choosing, Working], CP),
        ("cancel", &[Working, Accepting, Disputed], P),
        ("add_participant", OPEN, CP),
        ("entrust", &State::ALL, &[Customer, Own]),
        ("end_trust", &State::ALL, &[Customer, Own]),
    ]
};
