//! Requests of another system: their history stays as it was there, in a lifecycle of its own. They never enter the states of
//! the journey, post money, start clocks or notify anybody.

use serde::{Deserialize, Serialize};

use crate::content::ContentRef;
use crate::ids::{PersonId, RequestId, ServiceId, UnitId};
use crate::time::Instant;
use crate::trace::{Meaning, Step};

/// One event of a request of another system. Stored as `imported.<snake_case name>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant says what happened; its fields name the things it happened to")]
pub enum Event {
    /// It was stated there, at the moment when the event occurred.
    Stated {
        request: RequestId,
        /// The other system.
        source: String,
        /// Its number there.
        key: String,
        title: Option<ContentRef>,
        unit: UnitId,
        service: Option<ServiceId>,
        customer: Option<PersonId>,
        customer_unit: UnitId,
        priority: Option<String>,
    },
    /// It came into a state or other hands there.
    Moved { state: String, meaning: Meaning, team: Option<UnitId>, person: Option<PersonId> },
    /// What the other system says about it after its last step so far.
    Concluded {
        solved_at: Option<Instant>,
        closed_at: Option<Instant>,
        answered_at: Option<Instant>,
        promise_kept: Option<bool>,
        /// How often it was reopened.
        reopened: u32,
        /// SHA-256 over the rows that it came from, in hexadecimal: a longer file goes on where this one ended.
        print: String,
    },
}

/// A request of another system as it is known now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Its id here.
    pub id: RequestId,
    /// Its last event.
    pub seq: i64,
    /// The other system.
    pub source: String,
    /// Its number there.
    pub key: String,
    /// What it was about.
    pub title: Option<ContentRef>,
    /// The unit that served it.
    pub unit: UnitId,
    /// What was ordered.
    pub service: Option<ServiceId>,
    /// Who asked.
    pub customer: Option<PersonId>,
    /// The customer's unit.
    pub customer_unit: UnitId,
    /// How urgent it was, in the words of the other system.
    pub priority: Option<String>,
    /// When it was stated.
    pub opened_at: Instant,
    /// When it was solved for the last time.
    pub solved_at: Option<Instant>,
    /// When it was closed for the last time.
    pub closed_at: Option<Instant>,
    /// When somebody first answered.
    pub answered_at: Option<Instant>,
    /// Whether the promise was kept, if one was given.
    pub promise_kept: Option<bool>,
    /// How often it was reopened.
    pub reopened: u32,
    /// Of the rows so far, see [`Event::Concluded`].
    pub print: String,
    /// Its steps, in the order of the other system.
    pub steps: Vec<Step>,
}

/// The request after an event that occurred at `at`; `before` is none with the first event only.
///
/// # Errors
/// The event does not follow from the state: the history is damaged.
pub fn evolve(before: Option<Imported>, event: &Event, at: Instant) -> Result<Imported, &'static str> {
    let mut state = match (before, event) {
        (
            None,
            Event::Stated { request, source, key, title, unit, service, customer, customer_unit, priority },
        ) => {
            return Ok(Imported {
                id: *request,
                seq: 1,
                source: source.clone(),
                key: key.clone(),
                title: title.clone(),
                unit: *unit,
                service: *service,
                customer: *customer,
                customer_unit: *customer_unit,
                priority: priority.clone(),
                opened_at: at,
                solved_at: None,
                closed_at: None,
                answered_at: None,
                promise_kept: None,
                reopened: 0,
                print: String::new(),
                steps: Vec::new(),
            });
        }
        (None, _) => return Err("something happens to it before it is stated"),
        (Some(_), Event::Stated { .. }) => return Err("it is stated twice"),
        (Some(state), _) => state,
    };
    state.seq += 1;
    match event {
        Event::Moved { state: word, meaning, team, person } => {
            state.steps.push(Step {
                state: word.clone(),
                meaning: *meaning,
                team: *team,
                person: *person,
                at,
            });
        }
        Event::Concluded { solved_at, closed_at, answered_at, promise_kept, reopened, print } => {
            state.solved_at = *solved_at;
            state.closed_at = *closed_at;
            state.answered_at = *answered_at;
            state.promise_kept = *promise_kept;
            state.reopened = *reopened;
            state.print.clone_from(print);
        }
        Event::Stated { .. } => {}
    }
    Ok(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(seconds * 1000)
    }

    fn stated() -> Event {
        Event::Stated {
            request: RequestId(Uuid::from_u128(7)),
            source: "servicenow".into(),
            key: "INC1".into(),
            title: None,
            unit: UnitId(Uuid::from_u128(1)),
            service: None,
            customer: None,
            customer_unit: UnitId(Uuid::from_u128(2)),
            priority: None,
        }
    }

    fn moved(state: &str) -> Event {
        Event::Moved { state: state.into(), meaning: Meaning::Work, team: None, person: None }
    }

    #[test]
    fn steps_keep_the_order_of_the_source_even_when_its_clock_steps_back() {
        let concluded = Event::Concluded {
            solved_at: Some(at(9)),
            closed_at: None,
            answered_at: None,
            promise_kept: Some(false),
            reopened: 2,
            print: "ab".into(),
        };
        let events = [(stated(), 5), (moved("New"), 6), (moved("Active"), 4), (concluded, 6)];
        let folded = events
            .iter()
            .try_fold(None, |state, (event, seconds)| evolve(state, event, at(*seconds)).map(Some))
            .unwrap()
            .unwrap();
        let steps: Vec<(&str, i64)> =
            folded.steps.iter().map(|step| (step.state.as_str(), step.at.millis())).collect();
        assert_eq!(steps, [("New", 6000), ("Active", 4000)]);
        assert_eq!((folded.seq, folded.reopened, folded.opened_at), (4, 2, at(5)));
        assert_eq!((folded.solved_at, folded.promise_kept, &*folded.print), (Some(at(9)), Some(false), "ab"));
    }

    #[test]
    fn it_begins_once_and_first() {
        assert!(evolve(None, &moved("New"), at(0)).is_err());
        let begun = evolve(None, &stated(), at(0)).unwrap();
        assert!(evolve(Some(begun), &stated(), at(0)).is_err());
    }
}
