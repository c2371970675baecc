//! The trace of a request: the states it came into, with whom, when. What flow is computed from, whether the request was
//! made here or came from another system.

use serde::{Deserialize, Serialize};

use crate::aggregate::Folded;
use crate::ids::{PersonId, UnitId};
use crate::request::{self, Request, RequestState, Whose};
use crate::time::Instant;

/// What a state means for the one who waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Meaning {
    /// Waits for the provider: nobody has begun.
    Queue,
    /// The provider works on it.
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

impl Meaning {
    /// Every meaning; the place of each is the number that rows keep.
    pub const ALL: [Self; 7] =
        [Self::Queue, Self::Work, Self::Customer, Self::Vendor, Self::Other, Self::Solved, Self::Closed];

    /// The word for it in files and addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Work => "work",
            Self::Customer => "customer",
            Self::Vendor => "vendor",
            Self::Other => "other",
            Self::Solved => "solved",
            Self::Closed => "closed",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|meaning| meaning.code() == code)
    }
}

/// From now on the request is in this state, with this team and person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The state, in the words of its source; for requests made here its code.
    pub state: String,
    /// What the state means.
    pub meaning: Meaning,
    /// The team that has it.
    pub team: Option<UnitId>,
    /// The person who has it.
    pub person: Option<PersonId>,
    /// When.
    pub at: Instant,
}

/// The word for a state in which the provider asked the customer something.
pub const ASKING: &str = "asking";

/// A request made here with the trace of what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct TracedRequest {
    /// The request.
    pub request: Request,
    /// Its steps: each event that brought it into another state or other hands adds one.
    pub steps: Vec<Step>,
}

impl Folded for TracedRequest {
    type Event = request::Event;

    fn evolve(before: Option<Self>, event: &request::Event, at: Instant) -> Result<Self, &'static str> {
        let place = before.as_ref().map(|traced| Place::of(&traced.request));
        let (request, mut steps) =
            before.map_or((None, Vec::new()), |traced| (Some(traced.request), traced.steps));
        let request = Request::evolve(request, event, at)?;
        let now = Place::of(&request);
        if place != Some(now) {
            let Place { state, meaning, team, person } = now;
            steps.push(Step { state: state.to_owned(), meaning, team: Some(team), person, at });
        }
        Ok(Self { request, steps })
    }
}

/// Where a request made here stands, and with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    state: &'static str,
    meaning: Meaning,
    team: UnitId,
    person: Option<PersonId>,
}

impl Place {
    fn of(request: &Request) -> Self {
        let (state, meaning) = state_of(request);
        Self { state, meaning, team: request.unit, person: request.handler }
    }
}

/// The state of a request and what it means.
fn state_of(request: &Request) -> (&'static str, Meaning) {
    let asked = request.turn().whose == Whose::Customer;
    let meaning = match request.state {
        RequestState::New if asked => Meaning::Customer,
        RequestState::New => Meaning::Queue,
        RequestState::Formulating | RequestState::Estimating | RequestState::Working if asked => {
            Meaning::Customer
        }
        RequestState::Formulating | RequestState::Estimating | RequestState::Working => Meaning::Work,
        RequestState::Confirming | RequestState::Choosing | RequestState::Accepting => Meaning::Customer,
        RequestState::Disputed => Meaning::Other,
        RequestState::Reviewing => Meaning::Solved,
        RequestState::Closed | RequestState::Cancelled => Meaning::Closed,
    };
    let waits = matches!(
        request.state,
        RequestState::New | RequestState::Formulating | RequestState::Estimating | RequestState::Working
    );
    (if asked && waits { ASKING } else { request.state.code() }, meaning)
}

/// What a state word of a request made here means; `None` for one that it does not know.
pub fn meaning_of(state: &str) -> Option<Meaning> {
    if state == ASKING {
        return Some(Meaning::Customer);
    }
    Some(match RequestState::from_code(state)? {
        RequestState::New => Meaning::Queue,
        RequestState::Formulating | RequestState::Estimating | RequestState::Working => Meaning::Work,
        RequestState::Confirming | RequestState::Choosing | RequestState::Accepting => Meaning::Customer,
        RequestState::Disputed => Meaning::Other,
        RequestState::Reviewing => Meaning::Solved,
        RequestState::Closed | RequestState::Cancelled => Meaning::Closed,
    })
}
