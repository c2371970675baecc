//! Commands into events. Pure: the same request, command and context always give the same answer.

use super::command::{Command, Cx, NewRequest, Side};
use super::guards::{Decision, person};
use super::parts::*;
use super::{Event, Request, agree, deliver, formulate, judge, outside, people, talk};

/// Decides one command.
///
/// # Errors
/// A [`Refusal`] that says why not; nothing has changed.
pub fn decide(request: &Request, command: &Command, cx: &Cx) -> Decision {
    match command {
        Command::PassOn { to, service, note, share_history, promise, calendar } => {
            formulate::pass_on(request, cx, *to, *service, note, *share_history, *promise, *calendar)
        }
        Command::Claim => formulate::claim(request, cx),
        Command::Assign { to } => formulate::assign(request, cx, *to),
        Command::Message { text, files } => talk::message(request, cx, text, files),
        Command::Ask { question, text } => talk::ask(request, cx, *question, text),
        Command::WithdrawQuestion { question } => talk::withdraw_question(request, cx, *question),
        Command::RecordInterview { interview } => formulate::record_interview(request, cx, interview),
        Command::SendBrief { brief } => formulate::send_brief(request, cx, brief),
        Command::ConfirmBrief { version } => formulate::confirm_brief(request, cx, *version),
        Command::CorrectBrief { version, comment } => {
            formulate::correct_brief(request, cx, *version, comment)
        }
        Command::Invite { unit } => agree::invite(request, cx, *unit),
        Command::DeclineInvitation { reason } => agree::decline_invitation(request, cx, reason),
        Command::ShareOutside { link, unit, until } => {
            outside::share_outside(request, cx, *link, *unit, *until)
        }
        Command::EndLink { link, unit } => outside::end_link(request, cx, *link, *unit),
        Command::SayOutside { unit, text } => outside::say_outside(request, cx, *unit, text),
        Command::SendOffer { offer } => agree::send_offer(request, cx, offer),
        Command::WithdrawOffer { offer, reason } => agree::withdraw_offer(request, cx, *offer, reason),
        Command::Choose { offer, reason, funding } => agree::choose(request, cx, *offer, reason, funding),
        Command::RefuseOffers { reason } => agree::refuse_offers(request, cx, reason),
        Command::AddTask { task, text } => deliver::add_task(request, cx, *task, text),
        Command::FinishTask { task } => deliver::finish_task(request, cx, *task),
        Command::LogEffort { task, seconds } => deliver::log_effort(request, cx, *task, *seconds),
        Command::ChildStated { child, unit, line } => {
            deliver::child_stated(request, cx, *child, *unit, *line)
        }
        Command::ChildAgreed { child, amount } => deliver::child_agreed(request, *child, *amount),
        Command::ChildPaid { child, amount } => deliver::child_paid(request, *child, *amount),
        Command::ChildRefunded { child, amount } => deliver::child_refunded(request, *child, *amount),
        Command::ChildEnded { child } => deliver::child_ended(request, *child),
        Command::Deliver { note, files, actuals } => deliver::deliver(request, cx, note, files, actuals),
        Command::Judge { verdicts } => judge::judge(request, cx, verdicts),
        Command::OpenDispute { dispute, text } => judge::open_dispute(request, cx, *dispute, text),
        Command::Resolve { resolution, text } => judge::resolve(request, *resolution, text, cx),
        Command::Review { solved, seconds, would_pay, comment } => {
            judge::review(request, cx, *solved, *seconds, *would_pay, comment.as_ref())
        }
        Command::Reopen { reason } => judge::reopen(request, cx, reason),
        Command::Cancel { reason } => judge::cancel(request, cx, reason),
        Command::Remind => talk::remind(request, cx),
        Command::TimeOut(nudge) => talk::time_out(request, cx, nudge),
        Command::AddParticipant { person: added, belongs } => {
            people::add_participant(request, cx, *added, belongs)
        }
        Command::Entrust { to, belongs } => people::entrust(request, cx, *to, belongs),
        Command::EndTrust => people::end_trust(request, cx),
        Command::MeasureClientTime { seconds, source } => talk::measure_client_time(cx, *seconds, *source),
        Command::JudgeRepeat { of, repeats } => talk::judge_repeat(request, cx, *of, *repeats),
        Command::ApplyCalendar { calendar } => talk::apply_calendar(request, cx, *calendar),
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
