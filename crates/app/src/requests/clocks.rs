//! Clocks and time-outs with the calendar and promise versions they are bound to.

use std::collections::HashMap;
use std::sync::Arc;

use domain::calendar::Calendar;
use domain::ids::CalendarId;
use domain::promise::ClockState;
use domain::request::timeouts::Nudge;
use domain::request::{AnswerClock, ClockOf, ClockStory, Request, State, read_clock};
use domain::time::Instant;
use store::repo::request::Cached;
use store::{StoreError, Tx};

use super::world;
use crate::error::Answer;

/// Every first-answer clock of the request, read at `now`.
///
/// # Errors
/// [`StoreError::Inconsistent`] when a calendar or promise version that a clock is bound to is not there.
pub fn answer_clocks(
    tx: &mut dyn Tx,
    request: &Request,
    now: Instant,
) -> Answer<Vec<(AnswerClock, ClockStory)>> {
    request.clocks.iter().map(|clock| Ok((clock.clone(), clock_story(tx, request, clock, now)?))).collect()
}

fn clock_story(tx: &mut dyn Tx, request: &Request, clock: &AnswerClock, now: Instant) -> Answer<ClockStory> {
    let mut calendars: HashMap<CalendarId, Arc<Calendar>> = HashMap::new();
    for id in std::iter::once(clock.calendar).chain(clock.applied.iter().map(|(_, id)| *id)) {
        calendars.insert(id, world::calendar(tx, id)?);
    }
    let promise = world::promise(tx, clock.promise)?;
    let find = |id| calendars.get(&id).map(|calendar| &**calendar);
    let story = read_clock(request, clock, &promise, find, now);
    Ok(story.ok_or_else(|| {
        StoreError::inconsistent("promise", "body", clock.promise, "bound to another calendar")
    })?)
}

/// What the row caches: rewritten with every step, so that lists need no calendar.
pub(super) fn cached(tx: &mut dyn Tx, request: &Request, now: Instant) -> Answer<Cached> {
    let answered_at = request
        .clocks
        .iter()
        .find(|clock| clock.of == ClockOf::Customer && clock.answered)
        .and_then(|clock| clock.stopped_at);
    let story = match request.clocks.iter().find(|clock| clock.of == ClockOf::Customer) {
        Some(clock) => Some(clock_story(tx, request, clock, now)?),
        None => None,
    };
    let due_at = match request.state {
        State::Working => request.chosen().map(|offer| offer.ready_by),
        state if state.before_agreement() && answered_at.is_none() => {
            story.as_ref().and_then(|story| story.reading.due_at)
        }
        _ => None,
    };
    let answer_kept = story.filter(|_| answered_at.is_some()).and_then(|story| match story.reading.state {
        ClockState::Met => Some(true),
        ClockState::Missed => Some(false),
        _ => None,
    });
    Ok(Cached { due_at, answered_at, answer_kept })
}

/// The moment of the next time-out: so many hundredths of a working day after the move began, by the calendar of the
/// unit that owes the answer.
pub(super) fn timer(tx: &mut dyn Tx, request: &Request) -> Answer<Option<(Instant, Nudge)>> {
    let Some((nudge, timeout)) = request.next_timeout() else { return Ok(None) };
    let Some(clock) = request.clocks.last() else { return Ok(None) };
    let id = clock.applied.last().map_or(clock.calendar, |(_, id)| *id);
    let calendar = world::calendar(tx, id)?;
    let seconds = calendar.full_day_seconds() * i64::from(timeout.after) / 100;
    Ok(calendar.add_working_seconds(nudge.since, seconds).map(|due| (due, nudge)))
}
