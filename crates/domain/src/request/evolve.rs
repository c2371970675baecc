//! Events into a request: the same fold when a command is recorded and when the history is replayed.

use super::command::Side;
use super::parts::*;
use super::{Event, RequestState};
use crate::aggregate::Folded;
use crate::time::Instant;

impl Folded for Request {
    type Event = Event;

    /// The first event must be `Stated`. The sequence counts on from where the stream stood: whoever reads a stream in which other
    /// families stand as well sets it.
    fn evolve(before: Option<Self>, event: &Event, at: Instant) -> Result<Self, &'static str> {
        let Some(mut request) = before else { return begin(event, at) };
        request.seq += 1;
        let before = request.turn();
        apply(&mut request, event, at)?;
        // Whoever moves now is waited for anew: the steps of the former waiting are done with.
        let after = request.turn();
        if (after.whose, after.what, after.since) != (before.whose, before.what, before.since) {
            request.nudges = 0;
        }
        Ok(request)
    }
}

fn begin(event: &Event, at: Instant) -> Result<Request, &'static str> {
    let Event::Stated {
        id,
        number,
        parent,
        root,
        root_at,
        class,
        author,
        customer,
        customer_unit,
        beneficiary,
        payer_unit,
        unit,
        service,
        title,
        statement,
        clocks,
        ..
    } = event
    else {
        return Err("a request begins with its statement");
    };
    Ok(Request {
        id: *id,
        number: *number,
        seq: 1,
        stated_at: at,
        parent: *parent,
        root: *root,
        root_at: *root_at,
        class: *class,
        author: *author,
        customer: *customer,
        customer_unit: *customer_unit,
        beneficiary: *beneficiary,
        payer_unit: *payer_unit,
        participants: Default::default(),
        helpers: Default::default(),
        entrusted: None,
        unit: *unit,
        past_units: Vec::new(),
        service: *service,
        handler: None,
        handlers: Default::default(),
        statement: statement.clone(),
        title: title.clone(),
        state: RequestState::New,
        since: at,
        questions: Vec::new(),
        interviews: Vec::new(),
        briefs: Vec::new(),
        invitations: Vec::new(),
        offers: Vec::new(),
        choice: None,
        tasks: Vec::new(),
        effort: 0,
        children: Vec::new(),
        deliveries: Vec::new(),
        verdicts: Default::default(),
        paid: Default::default(),
        reserved: Default::default(),
        refunded: 0,
        disputes: Vec::new(),
        review: None,
        reopened: 0,
        clocks: clocks.clone(),
        client_seconds: 0,
        nudges: 0,
        reminded_at: None,
    })
}

fn enter(request: &mut Request, state: RequestState, at: Instant) {
    request.state = state;
    request.since = at;
    if !state.is_open() {
        for clock in &mut request.clocks {
            clock.stopped_at.get_or_insert(at);
        }
        for question in &mut request.questions {
            question.closed_at.get_or_insert(at);
        }
    }
}

fn take(request: &mut Request, person: crate::ids::PersonId) {
    request.handler = Some(person);
    request.handlers.insert(person);
}

fn release(request: &mut Request, released: &[LineAmount]) {
    for LineAmount { line, amount } in released {
        if let Some(left) = request.reserved.get_mut(line) {
            *left -= amount;
        }
    }
    request.reserved.retain(|_, left| *left != 0);
}

fn apply(request: &mut Request, event: &Event, at: Instant) -> Result<(), &'static str> {
    match event {
        Event::Stated { .. } => return Err("a request is stated once"),
        Event::PassedOn { from, to, service, clock, .. } => {
            request.past_units.push(*from);
            request.unit = *to;
            request.service = *service;
            request.handler = None;
            for clock in &mut request.clocks {
                if clock.of == (ClockOf::Unit { unit: *from }) {
                    clock.stopped_at.get_or_insert(at);
                }
            }
            request.clocks.push(clock.clone());
            enter(request, RequestState::New, at);
        }
        Event::Claimed { by } => {
            take(request, *by);
            // A ready service is at work already; the claim starts the handler's own move.
            let state =
                if request.state == RequestState::New { RequestState::Formulating } else { request.state };
            enter(request, state, at);
        }
        Event::Assigned { to } => take(request, *to),
        Event::MessagePosted { .. }
        | Event::RepeatJudged { .. }
        | Event::LinkMade { .. }
        | Event::LinkEnded { .. }
        | Event::OutsideSaid { .. } => {}
        Event::QuestionAsked { question, by, text } => request.questions.push(Question {
            id: *question,
            by: *by,
            text: text.clone(),
            asked_at: at,
            closed_at: None,
        }),
        Event::QuestionClosed { question, .. } => {
            let found = request.questions.iter_mut().find(|known| known.id == *question);
            found.ok_or("an unknown question was closed")?.closed_at.get_or_insert(at);
        }
        Event::FirstAnswered { unit } => {
            for clock in &mut request.clocks {
                let concerned =
                    matches!(clock.of, ClockOf::Customer) || clock.of == (ClockOf::Unit { unit: *unit });
                if concerned && clock.stopped_at.is_none() {
                    clock.stopped_at = Some(at);
                    clock.answered = true;
                }
            }
        }
        Event::InterviewRecorded { interview } => request.interviews.push(interview.clone()),
        Event::BriefSent { brief } => {
            request.title = brief.title.clone();
            request.briefs.push(brief.clone());
            enter(request, RequestState::Confirming, at);
        }
        Event::BriefConfirmed { .. } => {
            request.briefs.last_mut().ok_or("no brief to confirm")?.confirmed_at = Some(at);
            enter(request, RequestState::Estimating, at);
        }
        Event::BriefCorrected { .. } => {
            request.briefs.last_mut().ok_or("no brief to correct")?.corrected_at = Some(at);
            enter(request, RequestState::Formulating, at);
        }
        Event::Invited { unit } => {
            request.invitations.push(Invitation { unit: *unit, at, declined_at: None });
        }
        Event::InvitationDeclined { unit, .. } => {
            for invitation in request.invitations.iter_mut().filter(|known| known.unit == *unit) {
                invitation.declined_at.get_or_insert(at);
            }
        }
        Event::OfferSent { offer } => {
            request.offers.push(offer.clone());
            if request.state != RequestState::Choosing {
                enter(request, RequestState::Choosing, at);
            }
        }
        Event::OfferWithdrawn { offer, .. } => {
            let found = request.offers.iter_mut().find(|known| known.id == *offer);
            found.ok_or("an unknown offer was taken back")?.withdrawn_at = Some(at);
            if request.state == RequestState::Choosing && request.live_offers(at).next().is_none() {
                enter(request, RequestState::Estimating, at);
            }
        }
        Event::OfferChosen { offer, by, reason, funding, reserved, to } => {
            request.choice =
                Some(Choice { offer: *offer, by: *by, reason: reason.clone(), funding: funding.clone(), at });
            request.reserved = reserved.iter().map(|sum| (sum.line, sum.amount)).collect();
            if let Some(unit) = to {
                request.past_units.push(request.unit);
                request.unit = *unit;
                request.handler = None;
                if let Some(winner) = request.offer(*offer).and_then(|offer| offer.by) {
                    take(request, winner);
                }
            }
            enter(request, RequestState::Working, at);
        }
        Event::OffersRefused { .. } => {
            for offer in &mut request.offers {
                offer.withdrawn_at.get_or_insert(at);
            }
            enter(request, RequestState::Estimating, at);
        }
        Event::TaskAdded { task, text } => {
            request.tasks.push(Task { id: *task, text: text.clone(), done_at: None, effort: 0 });
        }
        Event::TaskFinished { task } => {
            let found = request.tasks.iter_mut().find(|known| known.id == *task);
            found.ok_or("an unknown task was finished")?.done_at = Some(at);
        }
        Event::EffortLogged { task, seconds } => {
            request.effort += seconds;
            if let Some(task) = task {
                let found = request.tasks.iter_mut().find(|known| known.id == *task);
                found.ok_or("effort on an unknown task")?.effort += seconds;
            }
        }
        Event::ChildStated { child, unit, line } => request.children.push(Child {
            request: *child,
            unit: *unit,
            line: *line,
            earmarked: 0,
            paid: 0,
            open: true,
        }),
        Event::ChildAgreed { child, amount } => child_of(request, *child)?.earmarked = *amount,
        Event::ChildPaid { child, amount } => {
            let child = child_of(request, *child)?;
            child.earmarked -= amount;
            child.paid += amount;
        }
        Event::ChildRefunded { child, amount } => child_of(request, *child)?.paid -= amount,
        Event::ChildEnded { child } => {
            let child = child_of(request, *child)?;
            child.earmarked = 0;
            child.open = false;
        }
        Event::Delivered { delivery } => {
            request.deliveries.push(delivery.clone());
            enter(request, RequestState::Accepting, at);
        }
        Event::Judged { verdicts, .. } => {
            let all = verdicts.iter().all(|verdict| verdict.accepted);
            for verdict in verdicts {
                request.verdicts.insert(verdict.criterion, verdict.clone());
            }
            if !all {
                enter(request, RequestState::Working, at);
            }
        }
        Event::Accepted { payments, released, whole } => {
            for LineAmount { line, amount } in payments {
                *request.paid.entry(*line).or_default() += amount;
            }
            release(request, payments);
            release(request, released);
            if *whole {
                enter(request, RequestState::Reviewing, at);
            }
        }
        Event::DisputeOpened { dispute, by, text } => {
            request.disputes.push(Dispute {
                id: *dispute,
                by: *by,
                text: text.clone(),
                opened_at: at,
                from: request.state,
                resolution: None,
            });
            enter(request, RequestState::Disputed, at);
        }
        Event::DisputeResolved { resolution, .. } => {
            let dispute = request.disputes.last_mut().ok_or("no dispute to resolve")?;
            dispute.resolution = Some(*resolution);
            let from = dispute.from;
            match resolution {
                Resolution::Rework => enter(request, RequestState::Working, at),
                // What follows (payment, release) comes as an event of its own.
                Resolution::Release | Resolution::Accept => {}
                Resolution::Refund { amount } => {
                    request.refunded += amount;
                    enter(request, from, at);
                }
                Resolution::Dismiss => enter(request, from, at),
            }
        }
        Event::Reviewed { review } => {
            request.review = Some(review.clone());
            enter(request, RequestState::Closed, at);
        }
        Event::ReviewSkipped => enter(request, RequestState::Closed, at),
        Event::Reopened { to, .. } => {
            request.reopened += 1;
            request.review = None;
            enter(request, *to, at);
        }
        Event::Cancelled { released, .. } => {
            release(request, released);
            enter(request, RequestState::Cancelled, at);
        }
        Event::Reminded { nudge } | Event::Escalated { nudge, .. } => request.nudges = nudge + 1,
        Event::ReminderSent { .. } => request.reminded_at = Some(at),
        Event::ParticipantAdded { person, side: Side::Provider } => {
            request.helpers.insert(*person);
        }
        Event::ParticipantAdded { person, .. } => {
            request.participants.insert(*person);
        }
        Event::Entrusted { to, .. } => request.entrusted = Some(*to),
        Event::TrustEnded { .. } => request.entrusted = None,
        Event::ClientTimeMeasured { seconds, .. } => request.client_seconds += seconds,
        Event::CalendarApplied { calendar } => {
            for clock in request.clocks.iter_mut().filter(|clock| clock.stopped_at.is_none()) {
                clock.applied.push((at, *calendar));
            }
        }
    }
    Ok(())
}

fn child_of(request: &mut Request, id: crate::ids::RequestId) -> Result<&mut Child, &'static str> {
    request.children.iter_mut().find(|child| child.request == id).ok_or("an unknown sub-request")
}
