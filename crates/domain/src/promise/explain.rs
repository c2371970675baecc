//! A clock told line by line: every second from its start is counted, off or paused, and the counted lines add up.

use serde::{Deserialize, Serialize};

use super::clock::PromiseClock;
use crate::calendar::{Interval, OffReason, StretchKind, instant, second};
use crate::ids::{CalendarId, QuestionId};
use crate::time::Instant;

/// One line of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainedLine {
    /// When. Each line begins where the one before ends.
    pub interval: Interval,
    /// What the time was to the clock.
    pub kind: LineKind,
    /// Seconds that the line adds to the count.
    pub counted: i64,
}

/// What a stretch of time was to a clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "line", rename_all = "snake_case")]
pub enum LineKind {
    /// Working time, counted.
    Counted,
    /// Not working time.
    Off {
        /// Why.
        reason: OffReason,
    },
    /// Waiting for an answer. Where two questions waited at once, the time stands under the one asked first.
    Paused {
        /// The question.
        question: QuestionId,
        /// The working seconds in it, which would have counted.
        working: i64,
    },
    /// Another calendar took effect; the line has no length.
    CalendarApplied {
        /// The calendar from here on.
        calendar: CalendarId,
    },
}

impl PromiseClock<'_> {
    /// Every stretch from the start to the stop or to `now`, without gaps; empty before the start. The counted seconds
    /// add up to [`super::Reading::counted`] of the same moment, and neighbours of one kind are one line.
    pub fn explain(&self, now: Instant) -> Vec<ExplainedLine> {
        let Some(start) = self.facts.start.map(second) else { return Vec::new() };
        let mut lines = Vec::new();
        let mut calendar = None;
        for piece in self.pieces(start, self.end(now)) {
            let id = piece.calendar.id();
            if calendar.is_some_and(|before| before != id) {
                let interval = Interval { from: instant(piece.from), to: instant(piece.from) };
                lines.push(ExplainedLine {
                    interval,
                    kind: LineKind::CalendarApplied { calendar: id },
                    counted: 0,
                });
            }
            calendar = Some(id);
            let (from, to) = (instant(piece.from), instant(piece.to));
            if let Some(question) = piece.question {
                let working = piece.calendar.working_seconds(from, to);
                push(&mut lines, Interval { from, to }, LineKind::Paused { question, working });
                continue;
            }
            for stretch in piece.calendar.timeline(from, to) {
                let kind = match stretch.kind {
                    StretchKind::Working => LineKind::Counted,
                    StretchKind::Off { reason } => LineKind::Off { reason },
                };
                push(&mut lines, stretch.interval, kind);
            }
        }
        lines
    }
}

fn push(lines: &mut Vec<ExplainedLine>, interval: Interval, kind: LineKind) {
    let counted = if kind == LineKind::Counted { interval.seconds() } else { 0 };
    if let Some(last) = lines.last_mut() {
        match (&mut last.kind, &kind) {
            (LineKind::Paused { question, working }, LineKind::Paused { question: same, working: more })
                if question == same =>
            {
                *working += more;
                last.interval.to = interval.to;
                return;
            }
            (before, after) if before == after => {
                last.interval.to = interval.to;
                last.counted += counted;
                return;
            }
            _ => {}
        }
    }
    lines.push(ExplainedLine { interval, kind, counted });
}
