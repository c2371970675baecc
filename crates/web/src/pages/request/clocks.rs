//! Clocks: the move that is waited for, the delivery, the first answer; each with its reason.

use domain::calendar::OffReason;
use domain::promise::{Amount, ClockState, ExplainedLine, LineKind};
use domain::request::timeouts::{Action, EscalateTo};
use domain::request::{AnswerClock, ClockOf, ClockStory, RequestState, TurnWhat, Whose};
use domain::time::Instant;

use super::look::Look;
use super::turn::is_yours;
use crate::parts::{ClockBlock, Mark, State, Why, WhyLine};

/// Lines of an explanation that are shown from each end when there are more.
const ENDS: usize = 24;

/// Every clock, the running one first.
pub(super) fn all(look: Look<'_>) -> Vec<ClockBlock> {
    let mut blocks: Vec<_> = [of_turn(look), of_delivery(look)].into_iter().flatten().collect();
    let customers = look.page.clocks.iter().find(|(clock, _)| clock.of == ClockOf::Customer);
    for (clock, story) in &look.page.clocks {
        // The unit's own clock is shown where it differs from the customer's.
        let same = customers.is_some_and(|(known, _)| {
            clock.of != ClockOf::Customer
                && known.started_at == clock.started_at
                && known.stopped_at == clock.stopped_at
        });
        if !same {
            blocks.push(of_answer(look, clock, story));
        }
    }
    blocks
}

fn used(from: Instant, to: Instant, now: Instant) -> u8 {
    let (passed, all) = (now.seconds_since(from).max(0), to.seconds_since(from).max(1));
    u8::try_from((passed * 100 / all).min(100)).unwrap_or(100)
}

/// How long the present move may take before the product reminds.
fn of_turn(look: Look<'_>) -> Option<ClockBlock> {
    let (c, now) = (look.c, look.request().turn());
    let yours = is_yours(look, now);
    let name = match (now.what, yours) {
        (TurnWhat::Deliver | TurnWhat::Nothing, _) => return None,
        (TurnWhat::Claim, _) => "request-clock-claim",
        (TurnWhat::Formulate, _) => "request-clock-formulate",
        (TurnWhat::Answer, true) => "request-clock-answer-yours",
        (TurnWhat::Answer, false) => "request-clock-answer",
        (TurnWhat::Confirm, true) => "request-clock-confirm-yours",
        (TurnWhat::Confirm, false) => "request-clock-confirm",
        (TurnWhat::Estimate, _) => "request-clock-estimate",
        (TurnWhat::Choose, true) => "request-clock-choose-yours",
        (TurnWhat::Choose, false) => "request-clock-choose",
        (TurnWhat::Accept, true) => "request-clock-accept-yours",
        (TurnWhat::Accept, false) => "request-clock-accept",
        (TurnWhat::Resolve, _) => "request-clock-resolve",
        (TurnWhat::Review, true) => "request-clock-review-yours",
        (TurnWhat::Review, false) => "request-clock-review",
    };
    let mark = if yours { Mark::You } else { Mark::Work };
    let mut block = ClockBlock {
        name: look.t(name),
        state: State::new(mark, look.t("request-clock-running")),
        due: None,
        used: None,
        yours,
        note: look.t("request-then-nothing"),
        why: None,
    };
    if let Some((due, then)) = look.page.timeout {
        if due > look.page.now {
            block.due = Some(c.time(due, c.until(due)));
            block.used = Some(used(now.since, due, look.page.now));
        } else {
            block.state = State::new(Mark::Late, look.t("request-clock-late"));
            block.due = Some(c.time_moment(due));
        }
        block.note = look.t(match then {
            Action::Remind if now.whose == Whose::Customer => "request-then-remind-free",
            Action::Remind => "request-then-remind",
            Action::Escalate(EscalateTo::CustomerHead) => "request-then-customer-head",
            Action::Escalate(EscalateTo::ProviderHead) => "request-then-provider-head",
            Action::Escalate(EscalateTo::Administrators) => "request-then-administrators",
            Action::Lapse => "request-then-lapse",
            Action::SkipReview => "request-then-skip",
        });
    }
    Some(block)
}

/// The date that the chosen offer promises.
fn of_delivery(look: Look<'_>) -> Option<ClockBlock> {
    let (c, request) = (look.c, look.request());
    let mut block = ClockBlock {
        name: look.t("request-clock-delivery"),
        state: State::new(Mark::Wait, look.t("request-clock-not-started")),
        due: None,
        used: None,
        yours: false,
        note: look.t("request-clock-delivery-note"),
        why: None,
    };
    let Some((offer, choice)) = request.chosen().zip(request.choice.as_ref()) else {
        let ahead = matches!(request.state, RequestState::Choosing | RequestState::Estimating);
        return ahead.then_some(block);
    };
    let due = offer.ready_by;
    let promised = |key: &str, when: Instant| {
        let args = [("due", c.moment(due).into()), ("when", c.moment(when).into())];
        c.ta(key, &args)
    };
    match request.deliveries.first().map(|delivery| delivery.at) {
        Some(at) if request.state != RequestState::Working => {
            let kept = at <= due;
            block.state = if kept {
                State::new(Mark::Done, look.t("request-clock-met"))
            } else {
                State::new(Mark::Late, look.t("request-clock-missed"))
            };
            block.note = promised("request-clock-delivered", at);
        }
        delivered => {
            if !request.state.is_open() {
                return None;
            }
            let late = due < look.page.now;
            block.state = if late {
                State::new(Mark::Late, look.t("request-clock-late"))
            } else {
                State::new(Mark::Work, look.t("request-clock-running"))
            };
            block.due = Some(c.time_by(due));
            block.used = Some(used(choice.at, due, look.page.now));
            block.note = match delivered {
                Some(at) => promised("request-clock-delivered-again", at),
                None => c.ta(
                    "request-offer-probability",
                    &[("percent", c.percent(i64::from(offer.probability), 100).into())],
                ),
            };
        }
    }
    Some(block)
}

/// A clock of the first answer.
fn of_answer(look: Look<'_>, clock: &AnswerClock, story: &ClockStory) -> ClockBlock {
    let (c, reading) = (look.c, &story.reading);
    let name = match clock.of {
        ClockOf::Customer => look.t("request-clock-first"),
        ClockOf::Unit { unit } => c.ta("request-clock-first-unit", &[("unit", look.unit(unit).into())]),
    };
    let (mark, word) = match reading.state {
        ClockState::NotStarted => (Mark::Wait, "request-clock-not-started"),
        ClockState::Running => (Mark::Work, "request-clock-running"),
        ClockState::Paused => (Mark::Wait, "request-clock-paused"),
        // Stopped before its time with nobody having answered: the request ended first.
        ClockState::Met if !clock.answered => (Mark::Plain, "request-clock-unneeded"),
        ClockState::Met => (Mark::Done, "request-clock-met"),
        ClockState::Missed if clock.stopped_at.is_none() => (Mark::Late, "request-clock-late"),
        ClockState::Missed => (Mark::Late, "request-clock-missed"),
    };
    let open = clock.stopped_at.is_none();
    let whole = |seconds: i64| seconds % 60 == 0;
    let exact = !story.lines.iter().all(|line| whole(line.counted));
    let span = |seconds: i64| if exact { c.exact(seconds) } else { c.span(seconds) };
    let args = [("counted", span(reading.counted).into()), ("promised", c.span(reading.promised).into())];
    let mut note = c.ta("request-clock-counted", &args);
    if reading.due_if_resumed_now {
        note = look.t("request-clock-paused-note");
    }
    ClockBlock {
        name,
        state: State::new(mark, look.t(word)),
        due: reading.due_at.filter(|_| open).map(|due| match reading.state {
            ClockState::Running => c.time_by(due),
            _ => c.time_moment(due),
        }),
        used: (open && reading.promised > 0)
            .then(|| u8::try_from((reading.counted.max(0) * 100 / reading.promised).min(100)).unwrap_or(100)),
        yours: false,
        note,
        why: Some(Why {
            lines: lines(look, &story.lines, exact),
            total_name: c.ta("request-clock-total", &[("promised", c.span(reading.promised).into())]),
            total: span(reading.counted),
            basis: basis(look, clock),
        }),
    }
}

/// ExplainedLine by line; of very many the first and the last, and the sum of those between.
fn lines(look: Look<'_>, lines: &[ExplainedLine], exact: bool) -> Vec<WhyLine> {
    if lines.len() <= 2 * ENDS {
        return lines.iter().map(|line| line_of(look, line, exact)).collect();
    }
    let (first, rest) = lines.split_at(ENDS);
    let (middle, last) = rest.split_at(rest.len() - ENDS);
    let counted: i64 = middle.iter().map(|line| line.counted).sum();
    let between = WhyLine {
        when: look.c.count("request-why-between", middle.len()),
        counted: if exact { look.c.exact(counted) } else { look.c.span(counted) },
        off: false,
    };
    let told = |line: &ExplainedLine| line_of(look, line, exact);
    first.iter().map(told).chain([between]).chain(last.iter().map(told)).collect()
}

fn line_of(look: Look<'_>, line: &ExplainedLine, exact: bool) -> WhyLine {
    let c = look.c;
    let when = c.stretch(line.interval.from, line.interval.to);
    let off = |key: &str| WhyLine {
        when: c.ta("request-why-line", &[("when", when.clone().into()), ("why", c.t(key).into())]),
        counted: look.t("request-why-not"),
        off: true,
    };
    match &line.kind {
        LineKind::Counted => {
            let counted = if exact { c.exact(line.counted) } else { c.span(line.counted) };
            WhyLine { when, counted, off: false }
        }
        LineKind::Off { reason: OffReason::OutsideHours } => off("request-why-night"),
        LineKind::Off { reason: OffReason::Break } => off("request-why-break"),
        LineKind::Off { reason: OffReason::Weekend } => off("request-why-weekend"),
        LineKind::Off { reason: OffReason::Holiday { name } } => {
            let name = crate::format::bidi_safe(name.text(c.language()));
            if name.is_empty() {
                return off("request-why-holiday");
            }
            WhyLine {
                when: c.ta("request-why-line", &[("when", when.into()), ("why", name.into())]),
                counted: look.t("request-why-not"),
                off: true,
            }
        }
        LineKind::Paused { .. } if look.customer() => off("request-why-paused-you"),
        LineKind::Paused { .. } => off("request-why-paused"),
        LineKind::CalendarApplied { .. } => WhyLine {
            when: c.ta("request-why-calendar", &[("when", c.moment(line.interval.from).into())]),
            counted: String::new(),
            off: true,
        },
    }
}

/// Promise and calendar with their versions.
fn basis(look: Look<'_>, clock: &AnswerClock) -> String {
    let c = look.c;
    let mut parts = Vec::new();
    if let Some(promise) = look.page.promises.get(&clock.promise) {
        let amount = match promise.amount {
            Amount::WorkingSeconds(seconds) => {
                c.ta("request-why-promise-time", &[("span", c.span(seconds).into())])
            }
            Amount::WorkingDays(days) => c.count("request-why-promise-days", days),
        };
        let version = i64::from(promise.version);
        parts.push(c.ta("request-why-promise", &[("amount", amount.into()), ("version", version.into())]));
    }
    let last = clock.applied.last().map_or(clock.calendar, |(_, calendar)| *calendar);
    if let Some(calendar) = look.page.calendars.get(&last) {
        let name = crate::format::bidi_safe(calendar.definition().name.text(c.language()));
        let version = calendar.version().to_string();
        let args = [
            ("name", name.into()),
            ("version", version.into()),
            ("zone", calendar.definition().zone.clone().into()),
        ];
        parts.push(c.ta("request-why-calendar-version", &args));
    }
    parts.join(" ")
}

/// The moment of the first answer that was promised.
pub(super) fn first_due(look: Look<'_>) -> Option<Instant> {
    let (_, story) = look.page.clocks.iter().find(|(clock, _)| clock.of == ClockOf::Customer)?;
    story.reading.due_at
}
