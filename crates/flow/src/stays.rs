//! Where a request was, and for how long: its steps as spans of time without gaps.

use crate::{
    filter::Request,
    log::{Log, Meaning, Millis, Name},
};

/// A span in which a request stood in one state with one team and person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stay {
    /// The state; [`Name::NONE`] before the first step.
    pub state: Name,
    /// What the state means; a queue before the first step.
    pub meaning: Meaning,
    /// The team that had it.
    pub team: Name,
    /// The person who had it.
    pub person: Name,
    /// Since when.
    pub from: Millis,
    /// Until when; never before `from`.
    pub to: Millis,
}

impl Stay {
    /// How long, round the clock.
    #[must_use]
    pub fn span(&self) -> Millis {
        self.to - self.from
    }
}

/// When a request ended, or `now` while it is open; never before it began.
#[must_use]
pub fn end(one: &Request<'_>, now: Millis) -> Millis {
    one.case.closed.unwrap_or(now).max(one.case.opened)
}

/// The stays of a request, in the order of its steps, from its opening to its end (`now` while it is open), one for each step and one
/// before the first. Steps follow the order of the source: a step that is dated before its forerunner, before the opening or after
/// the end is taken at the nearest moment that keeps the order. So the stays add up to the whole life of the request.
pub fn stays<'a>(log: &'a Log, one: Request<'a>, now: Millis) -> impl Iterator<Item = Stay> + 'a {
    let end = end(&one, now);
    let steps = one.steps;
    let mut reached = one.case.opened;
    (0..=steps.len()).map(move |n| {
        let from = reached;
        let to = steps.at.get(n).map_or(end, |&at| at.clamp(from, end));
        reached = to;
        match n.checked_sub(1) {
            None => Stay {
                state: Name::NONE,
                meaning: Meaning::Queue,
                team: Name::NONE,
                person: Name::NONE,
                from,
                to,
            },
            Some(n) => Stay {
                state: steps.activity[n],
                meaning: log.meaning(steps.activity[n]),
                team: steps.team[n],
                person: steps.person[n],
                from,
                to,
            },
        }
    })
}

/// The same with neighbours of one state joined, whoever had them: a visit to a state. The team and person are those who came last.
pub fn visits<'a>(log: &'a Log, one: Request<'a>, now: Millis) -> impl Iterator<Item = Stay> + 'a {
    let mut stays = stays(log, one, now).peekable();
    std::iter::from_fn(move || {
        let mut visit = stays.next()?;
        while let Some(next) = stays.next_if(|next| next.state == visit.state) {
            visit = Stay { from: visit.from, ..next };
        }
        Some(visit)
    })
}

/// The visits of a request to teams: neighbours of one team joined, whatever their state; steps without a team belong to the team
/// before them, and those before the first team are left out. The state is the one it came last into.
pub fn team_visits<'a>(log: &'a Log, one: Request<'a>, now: Millis) -> impl Iterator<Item = Stay> + 'a {
    let mut stays = stays(log, one, now).skip_while(|stay| !stay.team.given()).peekable();
    std::iter::from_fn(move || {
        let mut visit = stays.next()?;
        while let Some(next) = stays.next_if(|next| next.team == visit.team || !next.team.given()) {
            visit = Stay { from: visit.from, team: visit.team, ..next };
        }
        Some(visit)
    })
}
