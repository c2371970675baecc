//! One clock, read at a moment: a pure function of recorded facts.

use serde::{Deserialize, Serialize};

use super::Promise;
use crate::calendar::{Calendar, instant, second};
use crate::ids::{CalendarId, QuestionId};
use crate::time::Instant;

/// A calendar that a clock runs on, from a recorded moment.
#[derive(Debug, Clone, Copy)]
pub struct AppliedCalendar<'a> {
    /// From when. The first calendar of a clock counts from the clock's start, whatever stands here.
    pub from: Instant,
    /// Which.
    pub calendar: &'a Calendar,
}

/// A question that the customer has to answer; the clock waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    /// When the question was asked.
    pub from: Instant,
    /// When it was answered; `None` while it waits.
    pub to: Option<Instant>,
    /// The question.
    pub question: QuestionId,
}

/// What was recorded about a clock. The facts belong to the request, not to the promise: a change of promise or
/// calendar loses none of them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ClockFacts {
    /// When the clock started.
    pub start: Option<Instant>,
    /// Its pauses, in the order they were recorded; they may overlap.
    pub pauses: Vec<Pause>,
    /// When what was promised happened.
    pub stop: Option<Instant>,
}

/// What a clock says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockState {
    /// Its start is not recorded or lies ahead.
    NotStarted,
    /// It counts (at night too: it just has nothing to count then).
    Running,
    /// It waits for the customer's answer.
    Paused,
    /// The promised thing happened, not later than it was due.
    Met,
    /// It is later than due, whether the thing has happened since or not.
    Missed,
}

/// A clock read at a moment. All measures are whole seconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What the clock says.
    pub state: ClockState,
    /// The moment the promise is due: the earliest by which the promised working time has passed outside pauses.
    /// `None` before the start is recorded, and when it lies more than ten years after the last pause.
    pub due_at: Option<Instant>,
    /// True while paused: `due_at` then is what it would be, were the answer given at this very moment.
    pub due_if_resumed_now: bool,
    /// The question it waits for, when paused: the one asked first.
    pub waits_for: Option<QuestionId>,
    /// What was promised, in working seconds.
    pub promised: i64,
    /// Working seconds counted so far, pauses left out; it goes on after the due moment.
    pub counted: i64,
    /// `promised - counted`; negative when overdue.
    pub remaining: i64,
    /// Seconds on the wall from start to stop, or until now.
    pub elapsed: i64,
    /// Of `elapsed`, the seconds in pauses; overlapping pauses count once.
    pub paused: i64,
    /// Of `paused`, the working seconds: what the pauses really cost.
    pub paused_working: i64,
}

impl Reading {
    /// The part of working time that was spent in pauses, 0 to 1; 0 when there was no working time.
    pub fn paused_share_of_working(&self) -> f64 {
        share(self.paused_working, self.paused_working + self.counted)
    }

    /// The part of all time that was spent in pauses, 0 to 1.
    pub fn paused_share_of_wall(&self) -> f64 {
        share(self.paused, self.elapsed)
    }
}

fn share(part: i64, whole: i64) -> f64 {
    if whole > 0 { part as f64 / whole as f64 } else { 0.0 }
}

/// The clock was given no calendar, or its first is not the one the promise is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the promise is counted on calendar {bound}, the clock was given {given:?} first")]
pub struct WrongCalendar {
    /// What the promise is bound to.
    pub bound: CalendarId,
    /// The first one given.
    pub given: Option<CalendarId>,
}

/// A clock: a promise, the calendars applied to it, and the recorded facts.
///
/// Moments are cut to their second. The present is never earlier than the latest recorded fact, so a machine's clock that
/// steps back changes nothing; an answer recorded as earlier than its question is a pause of no length.
#[derive(Debug, Clone, Copy)]
pub struct PromiseClock<'a> {
    pub(super) promise: &'a Promise,
    pub(super) calendars: &'a [AppliedCalendar<'a>],
    pub(super) facts: &'a ClockFacts,
}

/// A stretch of a clock's life with one calendar, in seconds since 1970, in a pause or not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) from: i64,
    pub(super) to: i64,
    pub(super) question: Option<QuestionId>,
    pub(super) calendar: &'a Calendar,
}

impl Piece<'_> {
    fn working(&self) -> i64 {
        self.calendar.working_seconds(instant(self.from), instant(self.to))
    }
}

impl<'a> PromiseClock<'a> {
    /// Puts a clock together. `calendars` in the order they were applied; the first is the promise's own.
    ///
    /// # Errors
    /// The first calendar is missing or is not the version that the promise is bound to.
    pub fn new(
        promise: &'a Promise,
        calendars: &'a [AppliedCalendar<'a>],
        facts: &'a ClockFacts,
    ) -> Result<Self, WrongCalendar> {
        let given = calendars.first().map(|applied| applied.calendar.id());
        if given == Some(promise.calendar) {
            Ok(Self { promise, calendars, facts })
        } else {
            Err(WrongCalendar { bound: promise.calendar, given })
        }
    }

    /// What was promised in working seconds, by the calendar the clock started under: a calendar applied later changes
    /// when time counts, never how much was promised.
    pub fn promised_seconds(&self) -> i64 {
        self.promise.amount.seconds(self.calendars[0].calendar)
    }

    /// Reads the clock.
    pub fn read(&self, now: Instant) -> Reading {
        let promised = self.promised_seconds();
        let mut reading = Reading {
            state: ClockState::NotStarted,
            due_at: None,
            due_if_resumed_now: false,
            waits_for: None,
            promised,
            counted: 0,
            remaining: promised,
            elapsed: 0,
            paused: 0,
            paused_working: 0,
        };
        let Some(start) = self.facts.start.map(second) else { return reading };
        let end = self.end(now);
        let waits_for = self.waits_for();
        for piece in self.pieces(start, end) {
            if piece.question.is_some() {
                reading.paused += piece.to - piece.from;
                reading.paused_working += piece.working();
            } else {
                reading.counted += piece.working();
            }
        }
        reading.remaining = promised - reading.counted;
        reading.elapsed = (end - start).max(0);
        let due = self.due(start, end);
        reading.due_at = due.map(instant);
        let late = due.is_some_and(|due| end > due);
        reading.state = if start > end {
            ClockState::NotStarted
        } else if late {
            ClockState::Missed
        } else if self.facts.stop.is_some() {
            ClockState::Met
        } else if waits_for.is_some() {
            ClockState::Paused
        } else {
            ClockState::Running
        };
        if reading.state == ClockState::Paused {
            reading.due_if_resumed_now = true;
            reading.waits_for = waits_for;
        }
        reading
    }

    /// The last second to look at: the stop, or now, but never before what is recorded already.
    pub(super) fn end(&self, now: Instant) -> i64 {
        let start = self.facts.start.map_or(i64::MIN, second);
        if let Some(stop) = self.facts.stop {
            return second(stop).max(start);
        }
        let recorded =
            self.facts.pauses.iter().flat_map(|pause| [Some(pause.from), pause.to]).flatten().map(second);
        recorded.fold(second(now), i64::max)
    }

    fn waits_for(&self) -> Option<QuestionId> {
        let open = self.facts.pauses.iter().filter(|pause| pause.to.is_none());
        open.min_by_key(|pause| pause.from).map(|pause| pause.question)
    }

    /// The earliest second by which the promised time has passed, taking the clock as running from `end` on.
    fn due(&self, start: i64, end: i64) -> Option<i64> {
        let mut left = self.promised_seconds();
        let after = self.pieces_without_pauses(start.max(end), i64::MAX);
        for piece in self.pieces(start, end).into_iter().filter(|piece| piece.question.is_none()).chain(after)
        {
            // Without an end of its own the search is bounded by the calendar's horizon.
            let found = piece.calendar.add_working_seconds(instant(piece.from), left).map(second);
            if let Some(due) = found.filter(|due| *due <= piece.to) {
                return Some(due);
            }
            if piece.to == i64::MAX {
                return None;
            }
            left -= piece.working();
        }
        None
    }

    /// The clock's life from `start` to `end`, cut at pauses and at changes of calendar, leaving no gap.
    pub(super) fn pieces(&self, start: i64, end: i64) -> Vec<Piece<'a>> {
        let mut pauses: Vec<(i64, i64, QuestionId)> = (self.facts.pauses.iter())
            .map(|pause| (second(pause.from), pause.to.map_or(end, second).min(end), pause.question))
            .collect();
        // The sort is stable: of two questions asked in one second, the one recorded first takes the time.
        pauses.sort_by_key(|(from, _, _)| *from);
        let mut pieces = Vec::new();
        let mut at = start;
        for (from, to, question) in pauses {
            if to <= at || to <= from {
                continue;
            }
            if from > at {
                pieces.extend(self.pieces_without_pauses(at, from));
                at = from;
            }
            let paused = self.pieces_without_pauses(at, to);
            pieces.extend(paused.into_iter().map(|piece| Piece { question: Some(question), ..piece }));
            at = to;
        }
        pieces.extend(self.pieces_without_pauses(at, end));
        pieces
    }

    fn pieces_without_pauses(&self, from: i64, to: i64) -> Vec<Piece<'a>> {
        let mut pieces = Vec::new();
        let mut at = from;
        let mut current = self.calendars[0].calendar;
        // Calendars take effect in the order they were recorded, even when a machine's clock stepped back between them.
        let mut latest = i64::MIN;
        for applied in &self.calendars[1..] {
            latest = latest.max(second(applied.from));
            let change = latest.min(to);
            if change > at {
                pieces.push(Piece { from: at, to: change, question: None, calendar: current });
                at = change;
            }
            if latest <= at {
                current = applied.calendar;
            }
        }
        if at < to {
            pieces.push(Piece { from: at, to, question: None, calendar: current });
        }
        pieces
    }
}
