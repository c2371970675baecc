//! Acceptance, payment, disputes, review, reopening, cancellation.

use std::collections::BTreeSet;

use super::command::{CommandKind, Cx, Side};
use super::guards::{Decision, for_customer, on, person, within};
use super::parts::*;
use super::{Event, Refusal, Request, RequestState};
use crate::content::ContentRef;
use crate::ids::{DisputeId, ItemId};
use crate::ledger::{Due, PricedLine, Pricing, Terms, payable};
use crate::money::{Minor, Seconds};
use crate::time::Instant;

/// Days after its end within which a request can be opened again.
pub const REOPEN_DAYS: i64 = 30;

pub(super) fn judge(request: &Request, cx: &Cx, verdicts: &[Verdict]) -> Decision {
    // What is free may be judged by the customer who serves the unit, when the work is another's.
    let by = for_customer(request, cx, is_free(request))?;
    within(request, CommandKind::Judge, &[RequestState::Accepting])?;
    let criteria = agreed_criteria(request);
    let judged: BTreeSet<_> = verdicts.iter().map(|verdict| verdict.criterion).collect();
    if judged != criteria || judged.len() != verdicts.len() {
        return Err(Refusal::Field { field: "verdicts", problem: "field-every-criterion" });
    }
    if verdicts.iter().any(|verdict| !verdict.accepted && verdict.comment.is_none()) {
        return Err(Refusal::Field { field: "comment", problem: "field-required" });
    }
    let accepted: BTreeSet<_> =
        verdicts.iter().filter(|verdict| verdict.accepted).map(|verdict| verdict.criterion).collect();
    let mut events = vec![Event::Judged { by, verdicts: verdicts.to_vec() }];
    events.extend(settle(request, &accepted, accepted == criteria)?);
    Ok(events)
}

pub(super) fn open_dispute(request: &Request, cx: &Cx, dispute: DisputeId, text: &ContentRef) -> Decision {
    let by = match for_customer(request, cx, false) {
        Ok(by) => by,
        Err(_) if cx.sides.contains(&Side::Provider) => on(cx, Side::Provider)?,
        Err(refusal) => return Err(refusal),
    };
    within(
        request,
        CommandKind::OpenDispute,
        &[RequestState::Working, RequestState::Accepting, RequestState::Reviewing, RequestState::Closed],
    )?;
    if request.deliveries.is_empty() {
        return Err(Refusal::Missing("delivery"));
    }
    let ended = request.state == RequestState::Closed;
    if ended && days_between(request.since, cx.now) > REOPEN_DAYS {
        return Err(Refusal::TooLate { days: REOPEN_DAYS });
    }
    Ok(vec![Event::DisputeOpened { dispute, by, text: text.clone() }])
}

pub(super) fn review(
    request: &Request,
    cx: &Cx,
    solved: Solved,
    seconds: Option<Seconds>,
    would_pay: WouldPay,
    comment: Option<&ContentRef>,
) -> Decision {
    let by = for_customer(request, cx, false)?;
    within(request, CommandKind::Review, &[RequestState::Reviewing])?;
    if seconds.is_some_and(|seconds| !(0..=400 * 3600).contains(&seconds)) {
        return Err(Refusal::Field { field: "minutes", problem: "field-out-of-bounds" });
    }
    let mode = request.choice.as_ref().and_then(|choice| match &choice.funding {
        Funding::Budget { mode, .. } => Some(*mode),
        _ => None,
    });
    Ok(vec![Event::Reviewed {
        review: Review {
            by,
            solved,
            seconds,
            would_pay,
            asked: request.chosen().map_or(0, Offer::total),
            paid: request.paid_total(),
            mode,
            comment: comment.cloned(),
            at: cx.now,
        },
    }])
}

pub(super) fn reopen(request: &Request, cx: &Cx, reason: &ContentRef) -> Decision {
    let by = for_customer(request, cx, true)?;
    within(
        request,
        CommandKind::Reopen,
        &[RequestState::Reviewing, RequestState::Closed, RequestState::Cancelled],
    )?;
    if days_between(request.since, cx.now) > REOPEN_DAYS {
        return Err(Refusal::TooLate { days: REOPEN_DAYS });
    }
    // Paid work goes back to work at no new charge; a stopped request goes back to its formulation.
    let to = match (request.state, request.handler) {
        (RequestState::Cancelled, Some(_)) => RequestState::Formulating,
        (RequestState::Cancelled, None) => RequestState::New,
        _ => RequestState::Working,
    };
    Ok(vec![Event::Reopened { by, reason: reason.clone(), to }])
}

pub(super) fn cancel(request: &Request, cx: &Cx, reason: &ContentRef) -> Decision {
    person(cx)?;
    // Before the work is handed over either side may stop. Afterwards only the provider may, giving up what is
    // unpaid: delivered work is judged or disputed, so that stopping never saves the customer the price.
    let side = match request.state {
        state if state.before_agreement() => either_side(request, cx)?,
        RequestState::Working if request.deliveries.is_empty() => either_side(request, cx)?,
        RequestState::Working | RequestState::Accepting | RequestState::Disputed => {
            on(cx, Side::Provider)?;
            Side::Provider
        }
        state => return Err(Refusal::WrongState { state, command: CommandKind::Cancel }),
    };
    let open = request.children.iter().filter(|child| child.open).count();
    if open > 0 {
        return Err(Refusal::ChildrenOpen(open));
    }
    Ok(vec![Event::Cancelled { side, reason: Some(reason.clone()), released: left(request) }])
}

fn either_side(request: &Request, cx: &Cx) -> Result<Side, Refusal> {
    match for_customer(request, cx, false) {
        Ok(_) => Ok(Side::Customer),
        Err(_) if cx.sides.contains(&Side::Provider) => Ok(Side::Provider),
        Err(refusal) => Err(refusal),
    }
}

/// The chosen offer charges nothing.
pub(super) fn is_free(request: &Request) -> bool {
    request.chosen().is_some_and(|offer| offer.total() == 0)
}

pub(super) fn resolve(request: &Request, resolution: Resolution, text: &ContentRef, cx: &Cx) -> Decision {
    let by = on(cx, Side::Resolver)?;
    within(request, CommandKind::Resolve, &[RequestState::Disputed])?;
    let dispute = request.open_dispute().ok_or(Refusal::Missing("dispute"))?;
    // Whoever delivered, asked for it or quarrels about it does not decide.
    let party = request.worked_on_by(by)
        || request.entrusted == Some(by)
        || request.helpers.contains(&by)
        || [request.author, request.customer, dispute.by].contains(&by)
        || request.participants.contains(&by);
    if party {
        return Err(Refusal::OwnWork);
    }
    let after = matches!(resolution, Resolution::Refund { .. } | Resolution::Dismiss);
    if after != dispute.after_acceptance() {
        return Err(Refusal::Field { field: "outcome", problem: "field-not-offered" });
    }
    let resolved = Event::DisputeResolved { dispute: dispute.id, by, resolution, text: text.clone() };
    Ok(match resolution {
        Resolution::Rework | Resolution::Dismiss => vec![resolved],
        Resolution::Refund { amount } => {
            let paid = request.paid_total();
            if amount <= 0 || amount > paid {
                return Err(Refusal::MoreThanPaid { paid });
            }
            vec![resolved]
        }
        Resolution::Accept => {
            let mut events = vec![resolved];
            events.extend(settle(request, &agreed_criteria(request), true)?);
            events
        }
        Resolution::Release => {
            vec![resolved, Event::Cancelled { side: Side::Resolver, reason: None, released: left(request) }]
        }
    })
}

/// Criteria of the brief that the chosen offer promised to meet.
fn agreed_criteria(request: &Request) -> BTreeSet<ItemId> {
    request.chosen().map(|offer| offer.criteria.clone()).unwrap_or_default()
}

/// What is reserved and not paid, by line.
fn left(request: &Request) -> Vec<LineAmount> {
    request
        .reserved
        .iter()
        .filter(|(_, amount)| **amount != 0)
        .map(|(line, amount)| LineAmount { line: *line, amount: *amount })
        .collect()
}

/// What acceptance pays and lets go, by [`payable`], less what was paid before.
fn dues(request: &Request, accepted: &BTreeSet<ItemId>) -> Result<Vec<Due>, Refusal> {
    let offer = request.chosen().ok_or(Refusal::Missing("offer"))?;
    let lines = offer.lines.iter().map(|line| PricedLine {
        line: line.id,
        amount: line.amount().unwrap_or(0),
        pricing: if line.settles_at_actual() {
            Pricing::PassThrough { actual: actual_of(request, line) }
        } else {
            Pricing::Fixed
        },
        criteria: line.criteria.iter().copied().collect(),
    });
    let terms = Terms {
        agreed: offer.total(),
        lines: lines.collect(),
        criteria: offer.criteria.iter().copied().collect(),
    };
    let settled = offer.lines.iter().map(|line| line.id);
    let settled = settled.filter(|line| !request.reserved.contains_key(line)).collect();
    payable(&terms, accepted, &settled)
        .map_err(|_| Refusal::Field { field: "actuals", problem: "field-required" })
}

impl Request {
    /// What the customer pays, in minor units, by accepting all that was delivered now; lines at cost at what they came
    /// to. `None` without an agreed offer, or while nobody said what a line at cost came to.
    #[must_use]
    pub fn pays_if_accepted(&self) -> Option<Minor> {
        let all = self.chosen()?.criteria.iter().copied().collect();
        Some(dues(self, &all).ok()?.iter().map(|due| due.pay).sum())
    }
}

/// The event of acceptance.
fn settle(request: &Request, accepted: &BTreeSet<ItemId>, whole: bool) -> Result<Option<Event>, Refusal> {
    let dues = dues(request, accepted)?;
    let sums = |amount: fn(&Due) -> Minor| -> Vec<LineAmount> {
        let sums =
            dues.iter().filter_map(|due| due.line.map(|line| LineAmount { line, amount: amount(due) }));
        sums.filter(|sum| sum.amount != 0).collect()
    };
    let (payments, released) = (sums(|due| due.pay), sums(|due| due.release));
    let something = whole || !payments.is_empty() || !released.is_empty();
    Ok(something.then_some(Event::Accepted { payments, released, whole }))
}

/// The actual sum of a line that is settled at its actual: what sub-requests cost, else what the last hand-over says.
/// `None` when nobody said.
pub(super) fn actual_of(request: &Request, line: &Line) -> Option<Minor> {
    let children: Vec<_> = request.children.iter().filter(|child| child.line == Some(line.id)).collect();
    if !children.is_empty() {
        return Some(children.iter().map(|child| child.paid).sum());
    }
    let actuals = request.deliveries.iter().rev().flat_map(|delivery| &delivery.actuals);
    actuals.into_iter().find(|actual| actual.line == line.id).map(|actual| actual.amount)
}

/// Whole days between two instants.
const fn days_between(from: Instant, to: Instant) -> i64 {
    to.seconds_since(from) / 86_400
}
