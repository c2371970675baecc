//! How long requests take: from opening to the end, at work against waiting and for whom, to the first answer; round the clock or
//! in working time.

use serde::Serialize;

use crate::{
    filter::{Request, View},
    log::{Log, Meaning, Millis},
    quantile::{Spread, hours, share},
    stays::stays,
};

/// A calendar: how much of the time between two moments counts.
pub trait WorkingTime {
    /// The time that counts from a moment to a later one; nothing when the second is not later. It must add up: from a to c is from
    /// a to b and from b to c.
    fn between(&self, from: Millis, to: Millis) -> Millis;
}

/// All time counts.
#[derive(Debug, Clone, Copy, Default)]
pub struct RoundTheClock;

impl WorkingTime for RoundTheClock {
    fn between(&self, from: Millis, to: Millis) -> Millis {
        to.saturating_sub(from).max(0)
    }
}

impl<W: WorkingTime + ?Sized> WorkingTime for &W {
    fn between(&self, from: Millis, to: Millis) -> Millis {
        (**self).between(from, to)
    }
}

/// Time by what it was spent on: a span for each [`Meaning`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ByMeaning([Millis; 7]);

/// Every meaning, in the order in which a request usually meets them.
pub const MEANINGS: [Meaning; 7] = [
    Meaning::Queue,
    Meaning::Work,
    Meaning::Customer,
    Meaning::Vendor,
    Meaning::Other,
    Meaning::Solved,
    Meaning::Closed,
];

impl ByMeaning {
    /// Adds time.
    pub fn add(&mut self, meaning: Meaning, span: Millis) {
        self.0[meaning as usize] += span;
    }

    /// Adds all of another.
    pub fn add_all(&mut self, other: &Self) {
        for (mine, its) in self.0.iter_mut().zip(other.0) {
            *mine += its;
        }
    }

    /// The time of one meaning.
    #[must_use]
    pub fn of(&self, meaning: Meaning) -> Millis {
        self.0[meaning as usize]
    }

    /// Time at work.
    #[must_use]
    pub fn touch(&self) -> Millis {
        self.of(Meaning::Work)
    }

    /// Time that was waited: for the provider, the customer, somebody outside, something else. What is solved or closed waits no more.
    #[must_use]
    pub fn waiting(&self) -> Millis {
        WAITING.iter().map(|&meaning| self.of(meaning)).sum()
    }

    /// Everything, solved and closed with it.
    #[must_use]
    pub fn total(&self) -> Millis {
        self.0.iter().sum()
    }

    /// What was waited for longest, if anything was.
    #[must_use]
    pub fn longest_wait(&self) -> Option<Meaning> {
        // The first of equals, so that the answer never depends on anything else.
        WAITING
            .into_iter()
            .rev()
            .max_by_key(|&meaning| self.of(meaning))
            .filter(|&meaning| self.of(meaning) > 0)
    }
}

/// The meanings that are waiting.
pub const WAITING: [Meaning; 4] = [Meaning::Queue, Meaning::Customer, Meaning::Vendor, Meaning::Other];

/// The times of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CaseTimes {
    /// From opening to closing, if it is closed.
    pub lead: Option<Millis>,
    /// From opening to the last time it was solved, if it was.
    pub solve: Option<Millis>,
    /// From opening to the first answer, if it is known.
    pub answer: Option<Millis>,
    /// From opening to the end (now while it is open), by what it was spent on.
    pub spent: ByMeaning,
}

/// The times of one request; open ones are counted until `now`.
#[must_use]
pub fn of_case(log: &Log, one: Request<'_>, now: Millis, calendar: &impl WorkingTime) -> CaseTimes {
    let since = |at: Option<Millis>| at.map(|at| calendar.between(one.case.opened, at));
    let mut spent = ByMeaning::default();
    for stay in stays(log, one, now) {
        if stay.to > stay.from {
            spent.add(stay.meaning, calendar.between(stay.from, stay.to));
        }
    }
    CaseTimes {
        lead: since(one.case.closed),
        solve: since(one.case.solved),
        answer: since(one.case.answered),
        spent,
    }
}

/// What one meaning took of all requests.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TimesPart {
    /// What the time was spent on.
    pub meaning: Meaning,
    /// Hours of all requests together.
    pub hours: f64,
    /// Of the time from opening until solved: of touch and waiting together, 0 to 1; `None` for solved and closed.
    pub share: Option<f64>,
}

/// The times of the requests of a view, in hours.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Times {
    /// From opening to closing, of those that are closed.
    pub lead: Option<Spread>,
    /// From opening to solving, of those that are solved.
    pub solve: Option<Spread>,
    /// From opening to the first answer, where it is known.
    pub answer: Option<Spread>,
    /// At work, of those that are closed.
    pub touch: Option<Spread>,
    /// Waiting for anybody, of those that are closed.
    pub waiting: Option<Spread>,
    /// All requests, open ones until now: what the time went to.
    pub parts: Vec<TimesPart>,
    /// Touch of touch and waiting together, 0 to 1: flow efficiency.
    pub touch_share: Option<f64>,
}

/// The times of the requests of a view; those that are open count until `now` in the parts, and are in no spread.
#[must_use]
pub fn times(view: &View<'_>, now: Millis, calendar: &impl WorkingTime) -> Times {
    let (mut lead, mut solve, mut answer) = (Vec::new(), Vec::new(), Vec::new());
    let (mut touch, mut waiting) = (Vec::new(), Vec::new());
    let mut spent = ByMeaning::default();
    for one in view.iter() {
        let times = of_case(view.log(), one, now, calendar);
        if let Some(span) = times.lead {
            lead.push(span);
            touch.push(times.spent.touch());
            waiting.push(times.spent.waiting());
        }
        solve.extend(times.solve);
        answer.extend(times.answer);
        spent.add_all(&times.spent);
    }
    let flowing = u64::try_from(spent.touch() + spent.waiting()).unwrap_or(0);
    let part = |span: Millis| share(u64::try_from(span).unwrap_or(0), flowing);
    Times {
        lead: Spread::hours(lead),
        solve: Spread::hours(solve),
        answer: Spread::hours(answer),
        touch: Spread::hours(touch),
        waiting: Spread::hours(waiting),
        parts: MEANINGS
            .map(|meaning| TimesPart {
                meaning,
                hours: hours(spent.of(meaning)),
                share: if matches!(meaning, Meaning::Solved | Meaning::Closed) {
                    None
                } else {
                    part(spent.of(meaning))
                },
            })
            .to_vec(),
        touch_share: part(spent.touch()),
    }
}
