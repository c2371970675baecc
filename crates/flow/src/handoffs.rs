//! Hand-offs: a request goes from one team to another. Steps without a team are passed over, so that team, nobody, the same team is no
//! hand-off.

use serde::Serialize;

use crate::{
    filter::{Request, View},
    log::{Millis, Name, Steps},
    quantile::{Spread, share},
    times::WorkingTime,
};

/// The teams that had a request, one after another, neighbours of one team once.
pub fn teams(steps: Steps<'_>) -> impl Iterator<Item = Name> + '_ {
    let mut last = Name::NONE;
    steps.team.iter().copied().filter(move |&team| {
        let another = team.given() && team != last;
        if another {
            last = team;
        }
        another
    })
}

/// The hand-offs of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CaseHandoffs {
    /// How many different teams had it.
    pub teams: u32,
    /// How often it changed the team.
    pub handoffs: u32,
}

impl CaseHandoffs {
    /// Whether any team had it.
    #[must_use]
    pub fn has_team(self) -> bool {
        self.teams > 0
    }

    /// Ping-pong: it came back to a team that had it before.
    #[must_use]
    pub fn came_back(self) -> bool {
        self.handoffs + 1 > self.teams && self.teams > 0
    }
}

/// The hand-offs of one request.
#[must_use]
pub fn of_case(steps: Steps<'_>) -> CaseHandoffs {
    let mut met: Vec<Name> = teams(steps).collect();
    let handoffs = met.len().saturating_sub(1) as u32;
    // Sorted rather than searched, so that no request takes long, however many teams it names.
    met.sort_unstable();
    met.dedup();
    CaseHandoffs { teams: met.len() as u32, handoffs }
}

/// All hand-offs of a view.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Handoffs {
    /// Requests that some team had.
    pub with_team: u64,
    /// Requests that never had one.
    pub without_team: u64,
    /// Changes of the team.
    pub handoffs: u64,
    /// Changes per request that some team had.
    pub per_request: Option<f64>,
    /// Requests that came back to an earlier team.
    pub came_back: u64,
    /// The share of them among those that some team had, 0 to 1.
    pub came_back_share: Option<f64>,
    /// Requests that are solved or closed and that only one team had.
    pub first_team: u64,
    /// The share of them among the solved or closed that some team had, 0 to 1.
    pub first_team_share: Option<f64>,
}

/// Counts the hand-offs of a view.
#[must_use]
pub fn handoffs(view: &View<'_>) -> Handoffs {
    let (mut with_team, mut changes, mut came_back, mut over, mut first) = (0, 0, 0, 0, 0);
    for one in view.iter() {
        let found = of_case(one.steps);
        if found.has_team() {
            with_team += 1;
            changes += u64::from(found.handoffs);
            came_back += u64::from(found.came_back());
            let done = one.case.closed.is_some() || one.case.solved.is_some();
            over += u64::from(done);
            first += u64::from(done && found.handoffs == 0);
        }
    }
    Handoffs {
        with_team,
        without_team: view.len() as u64 - with_team,
        handoffs: changes,
        per_request: share(changes, with_team),
        came_back,
        came_back_share: share(came_back, with_team),
        first_team: first,
        first_team_share: share(first, over),
    }
}

/// A line of a table: requests that are alike, how long until they were solved, how often the promise was missed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HandoffLine {
    /// How many hand-offs they had.
    pub handoffs: u32,
    /// Whether those with more are here too.
    pub or_more: bool,
    /// Whether they came back to an earlier team, where the table tells.
    pub came_back: Option<bool>,
    /// How many requests.
    pub requests: u64,
    /// From opening to solving, in hours.
    pub solve_hours: Option<Spread>,
    /// The promise missed, of those that had one, 0 to 1.
    pub missed_share: Option<f64>,
    /// The requests, by their places in the log.
    #[serde(skip)]
    pub places: Vec<u32>,
}

#[derive(Default)]
struct Gather {
    places: Vec<u32>,
    spans: Vec<Millis>,
    promised: u64,
    missed: u64,
}

impl Gather {
    fn take(&mut self, one: &Request<'_>, span: Millis) {
        self.places.push(one.place);
        self.spans.push(span);
        self.promised += u64::from(one.case.promise_kept.is_some());
        self.missed += u64::from(one.case.promise_kept == Some(false));
    }

    fn line(self, handoffs: u32, or_more: bool, came_back: Option<bool>) -> HandoffLine {
        HandoffLine {
            handoffs,
            or_more,
            came_back,
            requests: self.places.len() as u64,
            solve_hours: Spread::hours(self.spans),
            missed_share: share(self.missed, self.promised),
            places: self.places,
        }
    }
}

/// The requests that some team had and that are solved, by the number of their hand-offs: 0, 1, … and `most` or more.
#[must_use]
pub fn table(view: &View<'_>, most: u32, calendar: &impl WorkingTime) -> Vec<HandoffLine> {
    let mut lines: Vec<Gather> = (0..=most).map(|_| Gather::default()).collect();
    for (one, found, span) in solved(view, calendar) {
        lines[found.handoffs.min(most) as usize].take(&one, span);
    }
    (0..).zip(lines).map(|(handoffs, gather)| gather.line(handoffs, handoffs == most, None)).collect()
}

/// The same requests with two hand-offs, with three, … and `most`: those that only went forward beside those that came back.
#[must_use]
pub fn ping_pong(view: &View<'_>, most: u32, calendar: &impl WorkingTime) -> Vec<HandoffLine> {
    let mut lines: Vec<[Gather; 2]> = (2..=most.max(1)).map(|_| Default::default()).collect();
    for (one, found, span) in solved(view, calendar) {
        if (2..=most).contains(&found.handoffs) {
            lines[found.handoffs as usize - 2][usize::from(found.came_back())].take(&one, span);
        }
    }
    (2..)
        .zip(lines)
        .flat_map(|(handoffs, [forward, back])| {
            [forward.line(handoffs, false, Some(false)), back.line(handoffs, false, Some(true))]
        })
        .collect()
}

fn solved<'a>(
    view: &View<'a>,
    calendar: &impl WorkingTime,
) -> impl Iterator<Item = (Request<'a>, CaseHandoffs, Millis)> {
    view.iter().filter_map(move |one| {
        let found = of_case(one.steps);
        let span = calendar.between(one.case.opened, one.case.solved?);
        found.has_team().then_some((one, found, span))
    })
}
