//! Events as sentences. What somebody said in their own words is in `timeline.rs`.

use domain::request::timeouts::EscalateTo;
use domain::request::{Event, LineAmount, Offer, Review, Side, TimeSource, Verdict};

use super::clocks::first_due;
use super::look::Look;
use super::offers;
use super::timeline::Told;
use crate::labels;

/// The sentence for one event; empty when this reader is not told.
pub(super) fn line(told: &Told<'_>) -> String {
    let (look, c) = (told.look, told.look.c);
    let actor = told.recorded.envelope.actor.person();
    let me = look.who(actor);
    let who = told.actor();
    match &told.recorded.event {
        Event::Claimed { by } => {
            c.ta("history-claimed", &[("me", look.who(Some(*by)).into()), ("who", look.name(*by).into())])
        }
        Event::Assigned { to } => {
            c.ta("history-assigned", &[("me", look.who(Some(*to)).into()), ("who", look.name(*to).into())])
        }
        Event::QuestionClosed { answered: true, .. } => look.t("history-question-closed"),
        Event::QuestionClosed { answered: false, .. } => look.t("history-question-taken-back"),
        Event::FirstAnswered { unit } => c.ta("history-first-answer", &[("unit", look.unit(*unit).into())]),
        Event::BriefSent { brief } => {
            let to = if look.me(brief.by) {
                "me"
            } else if look.customer() {
                "you"
            } else {
                "other"
            };
            let who = look.name(brief.by);
            let args = [("to", to.into()), ("version", i64::from(brief.version).into()), ("who", who.into())];
            c.ta("history-brief-sent", &args)
        }
        Event::BriefConfirmed { version } => c.ta(
            "history-brief-confirmed",
            &[("me", me.into()), ("who", who.into()), ("version", i64::from(*version).into())],
        ),
        Event::Invited { unit } => c.ta("history-invited", &[("unit", look.unit(*unit).into())]),
        Event::LinkMade { unit, expires_at, .. } => {
            c.ta("history-link", &[("unit", look.unit(*unit).into()), ("until", c.until(*expires_at).into())])
        }
        Event::LinkEnded { unit, .. } => c.ta("history-link-ended", &[("unit", look.unit(*unit).into())]),
        Event::InvitationDeclined { unit, reason } => c.ta(
            "history-declined",
            &[("unit", look.unit(*unit).into()), ("reason", look.line(reason).into())],
        ),
        Event::OfferSent { offer } => c.ta("history-offer", &terms(look, offer)),
        Event::OfferWithdrawn { offer, reason } => {
            let unit = look.request().offer(*offer).map_or_else(String::new, |offer| look.unit(offer.unit));
            c.ta("history-offer-withdrawn", &[("unit", unit.into()), ("reason", look.line(reason).into())])
        }
        Event::OfferChosen { .. } => chosen(told),
        Event::OffersRefused { reason } => c.ta(
            "history-offers-refused",
            &[("me", me.into()), ("who", who.into()), ("reason", look.line(reason).into())],
        ),
        Event::TaskAdded { text, .. } => c.ta("history-task", &[("text", look.line(text).into())]),
        Event::TaskFinished { task } => {
            let task = look.request().tasks.iter().find(|known| known.id == *task);
            let text = task.map_or_else(String::new, |task| look.line(&task.text));
            c.ta("history-task-done", &[("text", text.into())])
        }
        // How long a person worked is told to that person alone; the request shows the sum.
        Event::EffortLogged { seconds, .. } if me == "you" => {
            c.ta("history-effort", &[("span", c.span(*seconds).into())])
        }
        Event::EffortLogged { .. } => String::new(),
        Event::ChildStated { child, unit, .. } => c.ta(
            "history-child",
            &[("unit", look.unit(*unit).into()), ("number", number(look, *child).into())],
        ),
        Event::ChildAgreed { child, amount } => child_sum(look, "history-child-agreed", *child, *amount),
        Event::ChildPaid { child, amount } => child_sum(look, "history-child-paid", *child, *amount),
        Event::ChildRefunded { child, amount } => child_sum(look, "history-child-refunded", *child, *amount),
        Event::ChildEnded { child } => {
            c.ta("history-child-ended", &[("number", number(look, *child).into())])
        }
        Event::Judged { by, verdicts } => {
            let text = judged(look, verdicts);
            let args =
                [("me", look.who(Some(*by)).into()), ("who", look.name(*by).into()), ("text", text.into())];
            c.ta("history-judged", &args)
        }
        Event::Accepted { payments, released, whole } => accepted(look, payments, released, *whole),
        Event::ReviewSkipped => look.t("history-review-skipped"),
        Event::Cancelled { side, reason, released } => {
            let key = match side {
                Side::Customer | Side::Own | Side::Participant => "history-cancelled-customer",
                Side::Timer => "history-cancelled-timer",
                Side::Resolver => "history-cancelled-resolver",
                Side::Provider | Side::Helper | Side::Bidder => "history-cancelled-provider",
            };
            let mut text = look.t(key);
            if let Some(reason) = reason {
                push(&mut text, &c.ta("history-reason", &[("reason", look.line(reason).into())]));
            }
            push(&mut text, &back(look, released));
            text
        }
        Event::Reminded { .. } => look.t("history-reminded"),
        Event::ReminderSent { by, .. } => c.ta(
            "history-reminder-sent",
            &[("me", look.who(Some(*by)).into()), ("who", look.name(*by).into())],
        ),
        Event::Escalated { to, .. } => look.t(match to {
            EscalateTo::CustomerHead => "history-escalated-customer",
            EscalateTo::ProviderHead => "history-escalated-provider",
            EscalateTo::Administrators => "history-escalated-administrators",
        }),
        Event::ParticipantAdded { person, .. } => c.ta(
            "history-participant",
            &[("me", look.who(Some(*person)).into()), ("who", look.name(*person).into())],
        ),
        Event::Entrusted { to, .. } => {
            c.ta("history-entrusted", &[("me", look.who(Some(*to)).into()), ("who", look.name(*to).into())])
        }
        Event::TrustEnded { .. } => look.t("history-trust-ended"),
        // A person's own minutes are visible to that person alone; the request shows the sum. Those of an interview are the
        // customer's, though the provider wrote them down.
        Event::ClientTimeMeasured { seconds, source: TimeSource::Interview }
            if look.me(look.request().customer) =>
        {
            c.ta("history-time-interview", &[("span", c.span(*seconds).into())])
        }
        Event::ClientTimeMeasured { seconds, source: TimeSource::Estimate } if me == "you" => {
            c.ta("history-time-page", &[("span", c.span(*seconds).into())])
        }
        Event::ClientTimeMeasured { .. } => String::new(),
        Event::RepeatJudged { repeats, .. } if look.provider() => {
            look.t(if *repeats { "history-repeats" } else { "history-repeats-not" })
        }
        Event::RepeatJudged { .. } => String::new(),
        Event::CalendarApplied { .. } => look.t("history-calendar"),
        Event::Stated { .. }
        | Event::PassedOn { .. }
        | Event::MessagePosted { .. }
        | Event::OutsideSaid { .. }
        | Event::QuestionAsked { .. }
        | Event::InterviewRecorded { .. }
        | Event::BriefCorrected { .. }
        | Event::Delivered { .. }
        | Event::DisputeOpened { .. }
        | Event::DisputeResolved { .. }
        | Event::Reviewed { .. }
        | Event::Reopened { .. } => String::new(),
    }
}

fn push(text: &mut String, more: &str) {
    if !more.is_empty() {
        text.push(' ');
        text.push_str(more);
    }
}

/// What follows the first words: who has it, until when it is answered, for whom it is.
pub(super) fn stated(look: Look<'_>, event: &Event) -> String {
    let Event::Stated { author, customer, beneficiary, unit, .. } = event else { return String::new() };
    let c = look.c;
    let mut text = c.ta("history-stated", &[("unit", look.unit(*unit).into())]);
    if let Some(due) = first_due(look) {
        push(&mut text, &c.ta("history-stated-due", &[("when", c.moment(due).into())]));
    }
    if customer != author {
        push(&mut text, &c.ta("history-stated-for", &[("who", look.you_or(*customer).into())]));
    }
    if let Some(person) = beneficiary {
        push(&mut text, &c.ta("history-stated-beneficiary", &[("who", look.you_or(*person).into())]));
    }
    if let Some(parent) = &look.page.parent {
        push(&mut text, &c.ta("history-stated-parent", &[("number", parent.number.to_string().into())]));
    }
    text
}

fn terms<'a>(look: Look<'_>, offer: &Offer) -> [crate::i18n::Arg<'a>; 4] {
    let c = look.c;
    let time = if offer.client_seconds == 0 { look.t("time-none") } else { c.span(offer.client_seconds) };
    [
        ("unit", look.unit(offer.unit).into()),
        ("price", c.price(offer.total()).into()),
        ("time", time.into()),
        ("when", c.day(offer.ready_by).into()),
    ]
}

fn chosen(told: &Told<'_>) -> String {
    let (look, c) = (told.look, told.look.c);
    let Event::OfferChosen { offer, by, reason, funding, to, .. } = &told.recorded.event else {
        return String::new();
    };
    let Some(offer) = look.request().offer(*offer) else { return String::new() };
    let mut text = match reason {
        None => c.ta("history-terms", &[("price", c.price(offer.total()).into())]),
        Some(reason) => {
            let args = [
                ("me", look.who(Some(*by)).into()),
                ("who", look.name(*by).into()),
                ("unit", look.unit(offer.unit).into()),
                ("price", c.price(offer.total()).into()),
                ("reason", look.quote(reason).into()),
            ];
            c.ta("history-chosen", &args)
        }
    };
    push(&mut text, &offers::funding(look, offer, funding));
    if let Some(unit) = to {
        push(&mut text, &c.ta("history-moved", &[("unit", look.unit(*unit).into())]));
    }
    text
}

fn number(look: Look<'_>, id: domain::ids::RequestId) -> String {
    let child = look.page.children.iter().find(|child| child.id == id);
    child.map_or_else(String::new, |child| child.number.to_string())
}

fn child_sum(look: Look<'_>, key: &str, id: domain::ids::RequestId, amount: i64) -> String {
    look.c.ta(key, &[("number", number(look, id).into()), ("sum", look.c.money(amount).into())])
}

/// «Принято 3 критерия из 4».
pub(super) fn judged(look: Look<'_>, verdicts: &[Verdict]) -> String {
    let met = verdicts.iter().filter(|verdict| verdict.accepted).count();
    if met == verdicts.len() {
        return look.c.count("history-judged-all", verdicts.len());
    }
    let (met, all) = (i64::try_from(met).unwrap_or(0), i64::try_from(verdicts.len()).unwrap_or(0));
    look.c.ta("history-judged-some", &[("met", met.into()), ("all", all.into())])
}

fn accepted(look: Look<'_>, payments: &[LineAmount], released: &[LineAmount], whole: bool) -> String {
    let c = look.c;
    let paid: i64 = payments.iter().map(|sum| sum.amount).sum();
    let key = match (whole, paid) {
        (true, 0) => "history-accepted-free",
        (true, _) => "history-accepted",
        (false, _) => "history-accepted-part",
    };
    let mut text = c.ta(key, &[("sum", c.money(paid).into())]);
    push(&mut text, &back(look, released));
    text
}

fn back(look: Look<'_>, released: &[LineAmount]) -> String {
    match released.iter().map(|sum| sum.amount).sum::<i64>() {
        0 => String::new(),
        sum => look.c.ta("history-back", &[("sum", look.c.money(sum).into())]),
    }
}

/// The three answers in one line.
pub(super) fn reviewed(look: Look<'_>, review: &Review) -> String {
    let args = [
        ("solved", look.t(labels::solved(review.solved)).into()),
        ("pay", look.t(labels::would_pay(review.would_pay)).into()),
    ];
    look.c.ta("history-reviewed", &args)
}

/// Message key of a question of the interview guide.
pub(super) fn prompt(code: &str) -> &'static str {
    match code {
        "stated" => "history-note-stated",
        "last_time" => "history-note-last-time",
        "tried" => "history-note-tried",
        "outcome" => "history-note-outcome",
        _ => "history-note-other",
    }
}
