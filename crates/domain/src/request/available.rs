//! Which commands a page may offer. The table of `docs/request-states.md`, read the other way round; a test holds both
//! against what [`super::decide`] really does.

use std::collections::BTreeSet;

use strum::IntoEnumIterator as _;

use super::command::{CommandKind, Side};
use super::{Class, Request, RequestState};

/// The commands that somebody on these sides can give now. Finer conditions (own work, nothing left to choose, cancelling
/// while sub-requests are open) are refused with their reason when tried.
pub fn available(request: &Request, sides: &BTreeSet<Side>) -> BTreeSet<CommandKind> {
    let given = |command: &CommandKind| {
        givers(*command).iter().any(|(states, allowed)| {
            states.contains(&request.state) && allowed.iter().any(|side| sides.contains(side))
        })
    };
    CommandKind::iter().filter(given).filter(|command| fits(request, sides, *command)).collect()
}

fn fits(request: &Request, sides: &BTreeSet<Side>, command: CommandKind) -> bool {
    match command {
        CommandKind::Claim => request.state == RequestState::New || request.handler.is_none(),
        CommandKind::Ask => request.open_question().is_none(),
        CommandKind::WithdrawQuestion => request.open_question().is_some(),
        // Once work was handed over, only the provider may stop, giving up what is unpaid.
        CommandKind::Cancel => {
            request.state.before_agreement()
                || request.deliveries.is_empty()
                || sides.contains(&Side::Provider)
        }
        CommandKind::ShareOutside => request.class != Class::Confidential && asks_somebody(request),
        // Work for nothing may be judged by the customer who serves the unit.
        CommandKind::Judge => sides.contains(&Side::Customer) || super::judge::is_free(request),
        CommandKind::Entrust => request.class != Class::Confidential,
        CommandKind::EndTrust => request.entrusted.is_some(),
        CommandKind::SayOutside => asks_somebody(request),
        // A sub-request ends first.
        CommandKind::Deliver => request.children.iter().all(|child| !child.open),
        CommandKind::OpenDispute => !request.deliveries.is_empty(),
        CommandKind::Remind => request.reminder_of(sides).is_some(),
        CommandKind::FinishTask => request.tasks.iter().any(|task| task.done_at.is_none()),
        _ => true,
    }
}

/// Some unit was asked to offer and has not declined.
fn asks_somebody(request: &Request) -> bool {
    request.invitations.iter().any(|known| known.declined_at.is_none())
}

/// Whether somebody on this side may ever give the command from a page of its own.
pub fn may_give(command: CommandKind, side: Side) -> bool {
    givers(command).iter().any(|(_, sides)| sides.contains(&side))
}

/// In which states which sides may give a command, as far as a page offers it.
const fn givers(command: CommandKind) -> &'static [(&'static [RequestState], &'static [Side])] {
    use CommandKind as K;
    use RequestState::{
        Accepting, Cancelled, Choosing, Closed, Confirming, Disputed, Estimating, Formulating, New,
        Reviewing, Working,
    };
    use Side::{Bidder, Customer, Helper, Own, Participant, Provider, Resolver};
    const P: &[Side] = &[Provider];
    const C: &[Side] = &[Customer];
    const CP: &[Side] = &[Customer, Provider];
    /// What the customer who serves the unit may do for themselves.
    const CO: &[Side] = &[Customer, Own];
    const OPEN: &[RequestState] =
        &[New, Formulating, Confirming, Estimating, Choosing, Working, Accepting, Disputed, Reviewing];
    const WORK: &[RequestState] = &[Formulating, Confirming, Estimating, Choosing, Working];
    match command {
        K::PassOn => &[(&[New, Formulating], P)],
        K::Claim => &[(&[New, Working], P)],
        K::Assign => {
            &[(&[Formulating, Confirming, Estimating, Choosing, Working, Accepting, Disputed, Reviewing], P)]
        }
        K::Message => &[(&RequestState::ALL, &[Customer, Own, Participant, Provider, Helper])],
        K::Ask => &[(&[New, Formulating, Estimating, Working], P)],
        K::WithdrawQuestion => &[(&[New, Formulating, Confirming, Estimating, Choosing, Working], P)],
        K::RecordInterview => &[(&[Formulating, Confirming, Estimating], P)],
        K::SendBrief => &[(&[Formulating, Confirming], P)],
        K::ConfirmBrief => &[(&[Confirming], CO)],
        K::CorrectBrief => &[(&[Confirming], C)],
        K::Invite => &[(&[Estimating, Choosing], C)],
        K::DeclineInvitation => &[(&[Estimating, Choosing], &[Bidder])],
        K::ShareOutside => &[(OPEN, C)],
        K::SayOutside => &[(OPEN, &[Customer, Own, Participant, Provider, Bidder])],
        K::SendOffer => &[(&[Estimating, Choosing], &[Provider, Bidder])],
        K::WithdrawOffer => &[(&[Choosing], &[Provider, Bidder])],
        K::Choose | K::RefuseOffers => &[(&[Choosing], C)],
        K::AddTask | K::FinishTask | K::LogEffort | K::ChildStated => &[(WORK, P)],
        K::Deliver => &[(&[Working], P)],
        K::Judge => &[(&[Accepting], CO)],
        K::OpenDispute => &[(&[Working, Accepting, Reviewing, Closed], CP)],
        K::Resolve => &[(&[Disputed], &[Resolver])],
        K::Review => &[(&[Reviewing], C)],
        K::Reopen => &[(&[Reviewing, Closed, Cancelled], CO)],
        K::Cancel => &[
            (&[New, Formulating, Confirming, Estimating, Choosing, Working], CP),
            (&[Working, Accepting, Disputed], P),
        ],
        K::Remind | K::AddParticipant => &[(OPEN, CP)],
        K::Entrust | K::EndTrust => &[(&RequestState::ALL, &[Customer, Own])],
        K::JudgeRepeat => &[(&RequestState::ALL, P)],
        // A link is ended beside its own line; the rest is the product's own to give.
        K::EndLink
        | K::ChildAgreed
        | K::ChildPaid
        | K::ChildRefunded
        | K::ChildEnded
        | K::TimeOut
        | K::MeasureClientTime
        | K::ApplyCalendar => &[],
    }
}
