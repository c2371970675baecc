//! States of a request and whose move each of them is.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// Where a request stands on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RequestState {
    /// Stated; nobody of the unit has taken it.
    New,
    /// Claimed: interview and brief are being made.
    Formulating,
    /// A brief version waits for the customer's word.
    Confirming,
    /// The brief is agreed; providers estimate.
    Estimating,
    /// At least one offer waits for the customer's choice.
    Choosing,
    /// An offer is chosen, its funds are reserved, work goes on.
    Working,
    /// Work is handed over; the customer judges it criterion by criterion.
    Accepting,
    /// The two sides disagree; a third decides.
    Disputed,
    /// Accepted and paid; the customer is asked whether it was worth it.
    Reviewing,
    /// Finished.
    Closed,
    /// Stopped before it was finished.
    Cancelled,
}

impl RequestState {
    /// Every state, in the order of the journey.
    pub const ALL: [Self; 11] = [
        Self::New,
        Self::Formulating,
        Self::Confirming,
        Self::Estimating,
        Self::Choosing,
        Self::Working,
        Self::Accepting,
        Self::Disputed,
        Self::Reviewing,
        Self::Closed,
        Self::Cancelled,
    ];

    /// The word that the tables, addresses and message keys use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Formulating => "formulating",
            Self::Confirming => "confirming",
            Self::Estimating => "estimating",
            Self::Choosing => "choosing",
            Self::Working => "working",
            Self::Accepting => "accepting",
            Self::Disputed => "disputed",
            Self::Reviewing => "reviewing",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// True until the request is closed or cancelled.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Closed | Self::Cancelled)
    }

    /// True while nothing has been agreed yet, so that either side may walk away freely.
    pub const fn before_agreement(self) -> bool {
        matches!(self, Self::New | Self::Formulating | Self::Confirming | Self::Estimating | Self::Choosing)
    }
}

/// Whose move it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Whose {
    /// The customer's.
    Customer,
    /// The provider's: the handler's, or the unit's while nobody has claimed.
    Provider,
    /// The resolver's of a dispute: the head of the unit above both, or an administrator.
    Resolver,
    /// Nobody's.
    Nobody,
}

impl Whose {
    /// Every value.
    pub const ALL: [Self; 4] = [Self::Customer, Self::Provider, Self::Resolver, Self::Nobody];

    /// The word that the tables keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Provider => "provider",
            Self::Resolver => "resolver",
            Self::Nobody => "nobody",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|whose| whose.code() == code)
    }
}

/// The one next action that is obvious now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TurnWhat {
    /// Take the request or pass it on.
    Claim,
    /// Find out the problem and write the brief.
    Formulate,
    /// Answer a named question.
    Answer,
    /// Confirm or correct the brief.
    Confirm,
    /// Estimate and send an offer.
    Estimate,
    /// Choose one of the offers.
    Choose,
    /// Do the work and hand it over.
    Deliver,
    /// Judge the work criterion by criterion.
    Accept,
    /// Resolve the dispute.
    Resolve,
    /// Say whether it was worth it.
    Review,
    /// Nothing: the request has ended.
    Nothing,
}

impl TurnWhat {
    /// Every action.
    pub const ALL: [Self; 11] = [
        Self::Claim,
        Self::Formulate,
        Self::Answer,
        Self::Confirm,
        Self::Estimate,
        Self::Choose,
        Self::Deliver,
        Self::Accept,
        Self::Resolve,
        Self::Review,
        Self::Nothing,
    ];

    /// The word that the tables and message keys use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Formulate => "formulate",
            Self::Answer => "answer",
            Self::Confirm => "confirm",
            Self::Estimate => "estimate",
            Self::Choose => "choose",
            Self::Deliver => "deliver",
            Self::Accept => "accept",
            Self::Resolve => "resolve",
            Self::Review => "review",
            Self::Nothing => "nothing",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.code() == code)
    }
}

/// Whose move it is, what is asked of them, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The side that moves.
    pub whose: Whose,
    /// What it is asked to do.
    pub what: TurnWhat,
    /// Since when the move has been theirs.
    pub since: Instant,
}
