//! Requests of another system: their history stays as it was there, in a lifecycle of its own. They never enter the states of
//! the journey, post money, start clocks or notify anybody.
//!
//! Every event carries the import that brought it as its command. An import that is taken back leaves its events where they are;
//! [`Folding`] reads the stream as if they had never come.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::aggregate::Folded;
use crate::content::ContentRef;
use crate::history::Recorded;
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
    /// The import whose command was `batch` was taken back: its events count no longer.
    TakenBack { batch: Uuid },
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

impl Folded for Imported {
    type Event = Event;

    fn evolve(before: Option<Self>, event: &Event, at: Instant) -> Result<Self, &'static str> {
        let mut state = match (before, event) {
            (
                None,
                Event::Stated {
                    request,
                    source,
                    key,
                    title,
                    unit,
                    service,
                    customer,
                    customer_unit,
                    priority,
                },
            ) => {
                return Ok(Self {
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
            (_, Event::TakenBack { .. }) => {
                return Err("only the whole stream tells what is left after a taking back");
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
            Event::Stated { .. } | Event::TakenBack { .. } => {}
        }
        Ok(state)
    }
}

/// A request of another system with the import that last told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// The request; its `seq` is the last place of the stream, whatever stands there.
    pub imported: Imported,
    /// The import.
    pub batch: Uuid,
    /// How many events the stream had before this import.
    pub before: i64,
}

/// A stream of one request, folded event by event; imports that were taken back do not count.
#[derive(Debug, Clone, Default)]
pub struct Folding {
    told: Vec<Recorded<Event>>,
    taken_back: BTreeSet<Uuid>,
    seq: i64,
    brought: Option<Brought>,
}

impl Folding {
    /// Folds a whole stream; none when there is nothing, or every import that told of it was taken back.
    ///
    /// # Errors
    /// The events do not follow from each other: the history is damaged.
    pub fn of(events: impl IntoIterator<Item = Recorded<Event>>) -> Result<Option<Brought>, &'static str> {
        let mut folding = Self::default();
        for recorded in events {
            folding.push(recorded)?;
        }
        Ok(folding.brought)
    }

    /// Adds the next event of the stream.
    ///
    /// # Errors
    /// The event does not follow from those before it: the history is damaged.
    pub fn push(&mut self, recorded: Recorded<Event>) -> Result<(), &'static str> {
        if recorded.seq <= self.seq {
            return Err("it does not come after the event before it");
        }
        self.seq = recorded.seq;
        if let Event::TakenBack { batch } = recorded.event {
            if !self.taken_back.insert(batch) {
                return Err("an import is taken back twice");
            }
            let told = self.told.len();
            self.told.retain(|one| one.envelope.command.0 != batch);
            if self.told.len() == told {
                return Err("an import is taken back that told nothing of it");
            }
            self.brought = None;
            for one in &self.told {
                self.brought = Some(tell(self.brought.take(), one)?);
            }
        } else if self.taken_back.contains(&recorded.envelope.command.0) {
            return Err("an import goes on after it was taken back");
        } else {
            self.brought = Some(tell(self.brought.take(), &recorded)?);
            self.told.push(recorded);
        }
        if let Some(brought) = &mut self.brought {
            brought.imported.seq = self.seq;
        }
        Ok(())
    }

    /// The request as the stream tells it so far; none when every import that told of it was taken back.
    pub fn brought(&self) -> Option<&Brought> {
        self.brought.as_ref()
    }

    /// Whether the import told of the request and was not taken back.
    pub fn counts(&self, batch: Uuid) -> bool {
        self.told.iter().any(|one| one.envelope.command.0 == batch)
    }
}

fn tell(before: Option<Brought>, recorded: &Recorded<Event>) -> Result<Brought, &'static str> {
    let batch = recorded.envelope.command.0;
    let begun = match &before {
        Some(known) if known.batch == batch => known.before,
        _ => recorded.seq - 1,
    };
    let state = before.map(|known| known.imported);
    let imported = Imported::evolve(state, &recorded.event, recorded.envelope.occurred_at)?;
    Ok(Brought { imported, batch, before: begun })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::actor::{Actor, Channel};
    use crate::history::Envelope;
    use crate::ids::{CommandId, StreamId};

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
            .try_fold(None, |state, (event, seconds)| Imported::evolve(state, event, at(*seconds)).map(Some))
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
        assert!(Imported::evolve(None, &moved("New"), at(0)).is_err());
        let begun = Imported::evolve(None, &stated(), at(0)).unwrap();
        assert!(Imported::evolve(Some(begun), &stated(), at(0)).is_err());
    }

    /// A stream of batches: the first states it, each moves it on so many times and concludes.
    fn stream(batches: &[Vec<u8>]) -> Vec<Recorded<Event>> {
        let mut events: Vec<(usize, Event)> = Vec::new();
        for (batch, moves) in batches.iter().enumerate() {
            events.extend((batch == 0).then(|| (batch, stated())));
            events.extend(moves.iter().map(|word| (batch, moved(&word.to_string()))));
            events.push((
                batch,
                Event::Concluded {
                    solved_at: moves.first().map(|word| at(i64::from(*word))),
                    closed_at: None,
                    answered_at: None,
                    promise_kept: None,
                    reopened: u32::try_from(batch).unwrap(),
                    print: format!("{moves:?}"),
                },
            ));
        }
        events.into_iter().zip(1..).map(|((batch, event), seq)| recorded(seq, id(batch), event)).collect()
    }

    fn id(batch: usize) -> Uuid {
        Uuid::from_u128(batch as u128 + 100)
    }

    fn recorded(seq: i64, command: Uuid, event: Event) -> Recorded<Event> {
        let envelope = Envelope {
            actor: Actor::Import(command),
            on_behalf_of: None,
            channel: Channel::Import,
            command: CommandId(command),
            correlation: command,
            occurred_at: at(seq),
            recorded_at: at(seq),
        };
        Recorded { stream: StreamId(Uuid::from_u128(7)), seq, envelope, event }
    }

    fn back(seq: i64, batch: Uuid) -> Recorded<Event> {
        recorded(seq, Uuid::from_u128(9), Event::TakenBack { batch })
    }

    #[test]
    fn what_only_one_import_told_is_gone_with_it() {
        let mut events = stream(&[vec![1, 2]]);
        events.push(back(5, id(0)));
        assert_eq!(Folding::of(events.clone()), Ok(None));
        // Nobody brings it again: another import begins another stream.
        events.push(recorded(6, id(1), moved("3")));
        assert!(Folding::of(events).is_err());
    }

    #[test]
    fn an_import_is_taken_back_once_and_only_where_it_told_something() {
        let mut events = stream(&[vec![1], vec![2]]);
        events.push(back(6, id(1)));
        let kept = Folding::of(events.clone()).unwrap().unwrap();
        assert_eq!((kept.batch, kept.before, kept.imported.seq, kept.imported.reopened), (id(0), 0, 6, 0));
        for next in [back(7, id(1)), back(7, id(5)), recorded(7, id(1), moved("4")), back(6, id(0))] {
            let mut events = events.clone();
            events.push(next);
            assert!(Folding::of(events).is_err());
        }
    }

    #[test]
    fn what_comes_after_a_taken_back_import_goes_on_from_before_it() {
        let mut events = stream(&[vec![1], vec![2, 3]]);
        let last = events.len() as i64;
        events.push(back(last + 1, id(1)));
        events.push(recorded(last + 2, id(2), moved("9")));
        let kept = Folding::of(events).unwrap().unwrap();
        let words: Vec<&str> = kept.imported.steps.iter().map(|step| step.state.as_str()).collect();
        assert_eq!(words, ["1", "9"]);
        assert_eq!((kept.batch, kept.before, kept.imported.seq), (id(2), last + 1, last + 2));
    }

    proptest! {
        #[test]
        fn a_batch_taken_back_reads_as_if_it_had_not_come(
            batches in proptest::collection::vec(proptest::collection::vec(0_u8..9, 0..4), 1..5),
            which in any::<prop::sample::Index>(),
        ) {
            let events = stream(&batches);
            let batch = which.index(batches.len());
            let without: Vec<_> =
                events.iter().filter(|one| one.envelope.command.0 != id(batch)).cloned().collect();
            let last = events.last().unwrap().seq;
            let mut with = events;
            with.push(back(last + 1, id(batch)));
            // Without the import that stated it only an empty stream follows from itself.
            prop_assume!(batch > 0 || batches.len() == 1);
            let (with, without) = (Folding::of(with).unwrap(), Folding::of(without).unwrap());
            let told = |brought: Option<Brought>| brought.map(|one| Brought {
                imported: Imported { seq: 0, ..one.imported },
                ..one
            });
            prop_assert_eq!(with.as_ref().map(|one| one.imported.seq), with.as_ref().map(|_| last + 1));
            prop_assert_eq!(told(with), told(without));
        }
    }
}
