//! Ageing: what is open, how old it is and where it stands.

use crate::{
    filter::View,
    log::{Meaning, Millis, Name},
    times::WorkingTime,
};

/// A day in milliseconds.
pub const DAY: Millis = 86_400_000;

/// The upper bounds of the ages that are told apart, round the clock; the last class has none.
pub const AGES: [Millis; 6] = [DAY, 3 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY];

/// One open request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Its place in the log.
    pub place: u32,
    /// How old it is, by the calendar that was given.
    pub age: Millis,
    /// How old, round the clock.
    pub calendar_age: Millis,
    /// The state it stands in; [`Name::NONE`] before the first step.
    pub state: Name,
    /// What the state means.
    pub meaning: Meaning,
    /// The team that has it, if any.
    pub team: Name,
    /// The person who has it, if any.
    pub person: Name,
    /// How long it stands in this state, by the calendar that was given.
    pub in_state: Millis,
}

/// What is open at a moment, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ageing {
    /// The open requests.
    pub open: Vec<Open>,
}

impl Ageing {
    /// How many there are in each class of [`AGES`] and past the last.
    #[must_use]
    pub fn classes(&self) -> [u64; AGES.len() + 1] {
        let mut classes = [0; AGES.len() + 1];
        for open in &self.open {
            classes[class(open.calendar_age)] += 1;
        }
        classes
    }

    /// The open requests of a class, the oldest first.
    pub fn of_class(&self, wanted: usize) -> impl Iterator<Item = &Open> {
        self.open.iter().filter(move |open| class(open.calendar_age) == wanted)
    }
}

/// The class of an age.
#[must_use]
pub fn class(age: Millis) -> usize {
    AGES.iter().position(|&bound| age <= bound).unwrap_or(AGES.len())
}

/// The requests of a view that are open at a moment: stated by then, and not closed by then. Their steps after it are not looked at.
#[must_use]
pub fn ageing(view: &View<'_>, now: Millis, calendar: &impl WorkingTime) -> Ageing {
    let log = view.log();
    let mut open: Vec<Open> = view
        .iter()
        .filter(|one| one.case.opened <= now && one.case.closed.is_none_or(|closed| closed > now))
        .map(|one| {
            let reached = one.steps.at.iter().take_while(|&&at| at <= now).count();
            let last = reached.checked_sub(1);
            let state = last.map_or(Name::NONE, |last| one.steps.activity[last]);
            let same =
                one.steps.activity[..reached].iter().rev().take_while(|&&before| before == state).count();
            let since =
                one.steps.at.get(reached - same).filter(|_| same > 0).map_or(one.case.opened, |&at| at);
            Open {
                place: one.place,
                age: calendar.between(one.case.opened, now),
                calendar_age: now - one.case.opened,
                state,
                meaning: if last.is_some() { log.meaning(state) } else { Meaning::Queue },
                team: last.map_or(Name::NONE, |last| one.steps.team[last]),
                person: last.map_or(Name::NONE, |last| one.steps.person[last]),
                in_state: calendar.between(since.max(one.case.opened), now),
            }
        })
        .collect();
    open.sort_by_key(|open| (std::cmp::Reverse(open.calendar_age), open.place));
    Ageing { open }
}
