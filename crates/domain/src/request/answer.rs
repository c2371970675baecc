//! The first-answer clocks of a request, put together for [`crate::promise`]: facts from here, arithmetic from there.

use super::parts::{AnswerClock, Request};
use crate::calendar::Calendar;
use crate::ids::CalendarId;
use crate::promise::{AppliedCalendar, ClockFacts, ExplainedLine, Pause, Promise, PromiseClock, Reading};
use crate::time::Instant;

/// A clock as pages show it.
#[derive(Debug, Clone)]
pub struct ClockStory {
    /// State, deadline, counted and paused time.
    pub reading: Reading,
    /// Every counted, idle and paused interval.
    pub lines: Vec<ExplainedLine>,
}

/// Reads one clock of the request.
///
/// `calendar` finds a calendar version by its id. `None` when a version the clock needs is not there: the history and
/// the tables contradict each other.
pub fn read_clock<'a>(
    request: &Request,
    clock: &AnswerClock,
    promise: &Promise,
    calendar: impl Fn(CalendarId) -> Option<&'a Calendar>,
    now: Instant,
) -> Option<ClockStory> {
    with_clock(request, clock, promise, calendar, |clock| ClockStory {
        reading: clock.read(now),
        lines: clock.explain(now),
    })
}

/// The reading alone, as [`read_clock`] gives it.
pub fn clock_reading<'a>(
    request: &Request,
    clock: &AnswerClock,
    promise: &Promise,
    calendar: impl Fn(CalendarId) -> Option<&'a Calendar>,
    now: Instant,
) -> Option<Reading> {
    with_clock(request, clock, promise, calendar, |clock| clock.read(now))
}

fn with_clock<'a, T>(
    request: &Request,
    clock: &AnswerClock,
    promise: &Promise,
    calendar: impl Fn(CalendarId) -> Option<&'a Calendar>,
    read: impl FnOnce(&PromiseClock<'_>) -> T,
) -> Option<T> {
    let bound = std::iter::once((clock.started_at, clock.calendar));
    let calendars: Vec<AppliedCalendar<'_>> = bound
        .chain(clock.applied.iter().copied())
        .map(|(from, id)| calendar(id).map(|calendar| AppliedCalendar { from, calendar }))
        .collect::<Option<_>>()?;
    let facts = ClockFacts {
        start: Some(clock.started_at),
        pauses: request
            .questions
            .iter()
            .map(|question| Pause { from: question.asked_at, to: question.closed_at, question: question.id })
            .collect(),
        stop: clock.stopped_at,
    };
    let clock = PromiseClock::new(promise, &calendars, &facts).ok()?;
    Some(read(&clock))
}
