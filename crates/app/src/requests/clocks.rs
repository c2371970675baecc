//! Clocks and time-outs with the calendar and promise versions they are bound to.

use std::collections::HashMap;
use std::sync::Arc;

use domain::calendar::Calendar;
use domain::ids::{CalendarId, PromiseId};
use domain::promise::{ClockState, Promise};
use domain::request::{AnswerClock, ClockOf, ClockStory, Request, RequestState, clock_reading, read_clock};
use domain::time::Instant;
use store::repo::request::Cached;
use store::repo::timer::Timer;
use store::{StoreError, Tx};

use crate::company;
use crate::error::Answer;

/// Where calendar and promise versions are found: in the tables, or in the memory of a check or a bulk load.
pub(crate) trait Versions {
    /// A calendar version.
    fn calendar(&mut self, id: CalendarId) -> Answer<Arc<Calendar>>;
    /// A promise version.
    fn promise(&mut self, id: PromiseId) -> Answer<Promise>;
}

/// The tables.
struct Tables<'a>(&'a mut dyn Tx);

impl Versions for Tables<'_> {
    fn calendar(&mut self, id: CalendarId) -> Answer<Arc<Calendar>> {
        company::calendar(self.0, id)
    }

    fn promise(&mut self, id: PromiseId) -> Answer<Promise> {
        Ok((*company::promise(self.0, id)?).clone())
    }
}

/// Every first-answer clock of the request, read at `now`.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a calendar or promise version that a clock is bound to is not there.
pub fn answer_clocks(
    tx: &mut dyn Tx,
    request: &Request,
    now: Instant,
) -> Answer<Vec<(AnswerClock, ClockStory)>> {
    let mut tables = Tables(tx);
    let story = |clock: &AnswerClock| -> Answer<(AnswerClock, ClockStory)> {
        let (promise, calendars) = bound(&mut tables, clock)?;
        let find = |id| calendars.get(&id).map(|calendar| &**calendar);
        let story = read_clock(request, clock, &promise, find, now).ok_or_else(|| unbound(clock))?;
        Ok((clock.clone(), story))
    };
    request.clocks.iter().map(story).collect()
}

/// The versions that a clock is bound to.
fn bound(
    versions: &mut dyn Versions,
    clock: &AnswerClock,
) -> Answer<(Promise, HashMap<CalendarId, Arc<Calendar>>)> {
    let mut calendars = HashMap::new();
    for id in std::iter::once(clock.calendar).chain(clock.applied.iter().map(|(_, id)| *id)) {
        calendars.insert(id, versions.calendar(id)?);
    }
    Ok((versions.promise(clock.promise)?, calendars))
}

fn unbound(clock: &AnswerClock) -> StoreError {
    StoreError::inconsistent("promise", "body", clock.promise, "bound to another calendar")
}

/// What the row caches: rewritten with every step, so that lists need no calendar.
pub(super) fn cached(tx: &mut dyn Tx, request: &Request, now: Instant) -> Answer<Cached> {
    cached_by(&mut Tables(tx), request, now)
}

/// The same with versions from anywhere. `now` is the moment of the last event.
pub(crate) fn cached_by(versions: &mut dyn Versions, request: &Request, now: Instant) -> Answer<Cached> {
    let customer = request.clocks.iter().find(|clock| clock.of == ClockOf::Customer);
    let answered_at = customer.filter(|clock| clock.answered).and_then(|clock| clock.stopped_at);
    let reading = match customer {
        Some(clock) => {
            let (promise, calendars) = bound(versions, clock)?;
            let find = |id| calendars.get(&id).map(|calendar| &**calendar);
            Some(clock_reading(request, clock, &promise, find, now).ok_or_else(|| unbound(clock))?)
        }
        None => None,
    };
    let due_at = match request.state {
        RequestState::Working => request.chosen().map(|offer| offer.ready_by),
        state if state.before_agreement() && answered_at.is_none() => {
            reading.as_ref().and_then(|reading| reading.due_at)
        }
        _ => None,
    };
    let answer_kept = reading.filter(|_| answered_at.is_some()).and_then(|reading| match reading.state {
        ClockState::Met => Some(true),
        ClockState::Missed => Some(false),
        _ => None,
    });
    Ok(Cached { due_at, answered_at, answer_kept, timer: timer_by(versions, request)? })
}

/// The moment of the next time-out: so many hundredths of a working day after the move began, by the calendar of the
/// unit that owes the answer.
pub(super) fn timer(tx: &mut dyn Tx, request: &Request) -> Answer<Option<Timer>> {
    timer_by(&mut Tables(tx), request)
}

/// The same with versions from anywhere.
fn timer_by(versions: &mut dyn Versions, request: &Request) -> Answer<Option<Timer>> {
    let Some((nudge, timeout)) = request.next_timeout() else { return Ok(None) };
    let Some(clock) = request.clocks.last() else { return Ok(None) };
    let id = clock.applied.last().map_or(clock.calendar, |(_, id)| *id);
    let calendar = versions.calendar(id)?;
    let seconds = calendar.full_day_seconds() * i64::from(timeout.after) / 100;
    Ok(calendar.add_working_seconds(nudge.since, seconds).map(|due| (due, nudge)))
}
