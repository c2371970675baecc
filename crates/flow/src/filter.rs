//! A choice of the requests of a log: by period, service, unit, customer, team and priority. Every figure is asked of a [`View`].

use crate::log::{Case, Log, Millis, Name, Steps};

/// From a moment on, until before another; either side may be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Period {
    /// The first moment inside.
    pub from: Option<Millis>,
    /// The first moment after.
    pub until: Option<Millis>,
}

impl Period {
    /// Whether a moment lies inside.
    #[must_use]
    pub fn holds(self, at: Millis) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    /// Whether it holds every moment.
    #[must_use]
    pub fn is_open(self) -> bool {
        self == Self::default()
    }
}

/// Which moment of a request a period is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Moment {
    /// When it was stated.
    #[default]
    Opened,
    /// When it was closed; what is still open is in no period, and in the choice only when the period is open on both sides.
    Completed,
}

/// What to keep. An empty list keeps all; several names of one list are alternatives; different lists must all agree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    /// The moment that the period is compared with.
    pub by: Moment,
    /// The period.
    pub period: Period,
    /// Services.
    pub services: Vec<Name>,
    /// Units that serve.
    pub units: Vec<Name>,
    /// Units that ask.
    pub customers: Vec<Name>,
    /// Teams: a request is kept when one of them ever had it.
    pub teams: Vec<Name>,
    /// Priorities.
    pub priorities: Vec<Name>,
}

impl Filter {
    /// Whether it keeps a request.
    #[must_use]
    pub fn keeps(&self, log: &Log, case: &Case) -> bool {
        let any = |list: &[Name], name: Name| list.is_empty() || list.contains(&name);
        let inside = match self.by {
            Moment::Opened => self.period.holds(case.opened),
            Moment::Completed => {
                self.period.is_open() || case.closed.is_some_and(|closed| self.period.holds(closed))
            }
        };
        inside
            && any(&self.services, case.service)
            && any(&self.units, case.unit)
            && any(&self.customers, case.customer)
            && any(&self.priorities, case.priority)
            && (self.teams.is_empty() || log.steps(case).team.iter().any(|team| self.teams.contains(team)))
    }
}

/// Some requests of a log, by their place in it, in the order of the log.
#[derive(Debug, Clone)]
pub struct View<'a> {
    log: &'a Log,
    places: Vec<u32>,
}

/// One request of a view.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Its place among [`Log::cases`].
    pub place: u32,
    /// The request.
    pub case: &'a Case,
    /// Its steps.
    pub steps: Steps<'a>,
}

impl<'a> View<'a> {
    /// Every request of a log.
    #[must_use]
    pub fn whole(log: &'a Log) -> Self {
        Self { log, places: (0..log.cases().len() as u32).collect() }
    }

    /// The requests that a filter keeps.
    #[must_use]
    pub fn of(log: &'a Log, filter: &Filter) -> Self {
        let kept = |(place, case): (usize, &Case)| filter.keeps(log, case).then_some(place as u32);
        Self { log, places: log.cases().iter().enumerate().filter_map(kept).collect() }
    }

    /// The requests at these places; those that the log does not have are left out.
    #[must_use]
    pub fn at(log: &'a Log, places: &[u32]) -> Self {
        let there = |place: &u32| (*place as usize) < log.cases().len();
        Self { log, places: places.iter().copied().filter(there).collect() }
    }

    /// Those of them for which something holds.
    #[must_use]
    pub fn only(&self, mut keep: impl FnMut(Request<'a>) -> bool) -> Self {
        Self { log: self.log, places: self.iter().filter(|one| keep(*one)).map(|one| one.place).collect() }
    }

    /// The log.
    #[must_use]
    pub fn log(&self) -> &'a Log {
        self.log
    }

    /// The places of the requests in the log.
    #[must_use]
    pub fn places(&self) -> &[u32] {
        &self.places
    }

    /// How many requests there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// How many steps the requests have together.
    #[must_use]
    pub fn events(&self) -> usize {
        self.iter().map(|one| one.steps.len()).sum()
    }

    /// A request of the log by its place, whether the view has it or not; none when the log has no such place.
    #[must_use]
    pub fn request(&self, place: u32) -> Option<Request<'a>> {
        let case = self.log.cases().get(place as usize)?;
        Some(Request { place, case, steps: self.log.steps(case) })
    }

    /// The requests one by one.
    pub fn iter(&self) -> impl Iterator<Item = Request<'a>> + '_ {
        let log = self.log;
        self.places.iter().map(move |&place| {
            let case = &log.cases()[place as usize];
            Request { place, case, steps: log.steps(case) }
        })
    }
}
