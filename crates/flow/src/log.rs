//! An event log in columns. A case is one request; its steps lie together, in their own order, which is that of the source and
//! never that of time.

use std::ops::Range;

use indexmap::IndexSet;

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;

/// A name of a log, by its place in [`Names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(pub u32);

impl Name {
    /// Nothing was given: an empty cell, a person not assigned.
    pub const NONE: Self = Self(0);

    /// Whether something was given.
    #[must_use]
    pub fn given(self) -> bool {
        self != Self::NONE
    }

    /// The name, or `None` when nothing was given.
    #[must_use]
    pub fn some(self) -> Option<Self> {
        self.given().then_some(self)
    }
}

/// Every different text of a log once.
#[derive(Debug, Clone)]
pub struct Names(IndexSet<Box<str>>);

impl Default for Names {
    fn default() -> Self {
        Self(IndexSet::from([Box::from("")]))
    }
}

impl Names {
    /// The name of a text; the empty text is [`Name::NONE`].
    ///
    /// # Panics
    /// With more than four billion different texts.
    pub fn intern(&mut self, text: &str) -> Name {
        if let Some(place) = self.0.get_index_of(text) {
            return Name(place as u32);
        }
        let (place, _) = self.0.insert_full(text.into());
        Name(u32::try_from(place).expect("fewer names than four billion"))
    }

    /// The name of a text that is there already.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Name> {
        self.0.get_index_of(text).map(|place| Name(place as u32))
    }

    /// The text of a name; empty for one of another log.
    #[must_use]
    pub fn text(&self, name: Name) -> &str {
        self.0.get_index(name.0 as usize).map_or("", |text| text)
    }

    /// How many there are, the empty one with them.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Never: the empty text is always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What a state means for the one who waits. A request that is in it waits for, or is with, this side.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Meaning {
    /// Waits for the provider: nobody has begun.
    Queue,
    /// The provider works on it: touch time.
    #[default]
    Work,
    /// Waits for the customer.
    Customer,
    /// Waits for somebody outside the company.
    Vendor,
    /// Waits for something else inside it.
    Other,
    /// Solved, not yet confirmed.
    Solved,
    /// Over.
    Closed,
}

/// One request of a log.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// What the caller knows it by.
    pub id: u128,
    /// What people know it by: a number.
    pub key: Box<str>,
    /// When it was stated.
    pub opened: Millis,
    /// When it was solved for the last time, if it was.
    pub solved: Option<Millis>,
    /// When it was closed for the last time, if it is over.
    pub closed: Option<Millis>,
    /// When a person first answered, if that is known.
    pub answered: Option<Millis>,
    /// Whether the promise was kept, if one was given.
    pub promise_kept: Option<bool>,
    /// What it was ordered from.
    pub service: Name,
    /// Who serves: the unit that the service belongs to.
    pub unit: Name,
    /// The customer's unit.
    pub customer: Name,
    /// How urgent, in the words of the source.
    pub priority: Name,
    /// How many steps it has and where they begin.
    steps: (u32, u32),
}

/// What a new case is made from; see [`Case`] for the meaning.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(missing_docs, reason = "the fields are those of a case")]
pub struct NewCase {
    pub id: u128,
    pub key: Box<str>,
    pub opened: Millis,
    pub solved: Option<Millis>,
    pub closed: Option<Millis>,
    pub answered: Option<Millis>,
    pub promise_kept: Option<bool>,
    pub service: Name,
    pub unit: Name,
    pub customer: Name,
    pub priority: Name,
}

impl Default for Name {
    fn default() -> Self {
        Self::NONE
    }
}

/// One step of a case: from now on it is in this state, with this team and person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The state (or activity) it came into.
    pub activity: Name,
    /// The team that has it from now on.
    pub team: Name,
    /// The person who has it from now on.
    pub person: Name,
    /// When.
    pub at: Millis,
}

/// Cases and their steps.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// Every text of the log.
    pub names: Names,
    cases: Vec<Case>,
    activity: Vec<Name>,
    team: Vec<Name>,
    person: Vec<Name>,
    at: Vec<Millis>,
    /// By the place of the name of an activity; what is not listed is work.
    meanings: Vec<Meaning>,
}

impl Log {
    /// Adds a case with its steps in their order.
    ///
    /// # Panics
    /// With more than four billion steps.
    pub fn push(&mut self, case: NewCase, steps: impl IntoIterator<Item = Step>) {
        let first = self.at.len();
        for step in steps {
            self.activity.push(step.activity);
            self.team.push(step.team);
            self.person.push(step.person);
            self.at.push(step.at);
        }
        let place = |place: usize| u32::try_from(place).expect("fewer steps than four billion");
        let NewCase {
            id,
            key,
            opened,
            solved,
            closed,
            answered,
            promise_kept,
            service,
            unit,
            customer,
            priority,
        } = case;
        self.cases.push(Case {
            id,
            key,
            opened,
            solved,
            closed,
            answered,
            promise_kept,
            service,
            unit,
            customer,
            priority,
            steps: (place(first), place(self.at.len())),
        });
    }

    /// Says what a state means.
    pub fn mean(&mut self, activity: Name, meaning: Meaning) {
        let place = activity.0 as usize;
        if self.meanings.len() <= place {
            self.meanings.resize(place + 1, Meaning::default());
        }
        self.meanings[place] = meaning;
    }

    /// What a state means.
    #[must_use]
    pub fn meaning(&self, activity: Name) -> Meaning {
        self.meanings.get(activity.0 as usize).copied().unwrap_or_default()
    }

    /// All cases, in the order they came.
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        &self.cases
    }

    /// How many steps all cases have together.
    #[must_use]
    pub fn events(&self) -> usize {
        self.at.len()
    }

    /// The steps of a case, in their order.
    #[must_use]
    pub fn steps(&self, case: &Case) -> Steps<'_> {
        let range = case.range();
        Steps {
            activity: &self.activity[range.clone()],
            team: &self.team[range.clone()],
            person: &self.person[range.clone()],
            at: &self.at[range],
        }
    }
}

impl Case {
    fn range(&self) -> Range<usize> {
        self.steps.0 as usize..self.steps.1 as usize
    }
}

/// The steps of one case, a column each, all of the same length.
#[derive(Debug, Clone, Copy)]
pub struct Steps<'a> {
    /// The states it came into.
    pub activity: &'a [Name],
    /// The teams that had it.
    pub team: &'a [Name],
    /// The persons who had it.
    pub person: &'a [Name],
    /// When.
    pub at: &'a [Millis],
}

impl Steps<'_> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = Step> + '_ {
        (0..self.len()).map(|n| Step {
            activity: self.activity[n],
            team: self.team[n],
            person: self.person[n],
            at: self.at[n],
        })
    }
}
