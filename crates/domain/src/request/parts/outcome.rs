//! How it ended: judgements, payments by line, disputes, reviews.

use serde::{Deserialize, Serialize};

use super::WouldPay;
use crate::content::ContentRef;
use crate::ids::{DisputeId, ItemId, LineId, PersonId};
use crate::ledger::BudgetMode;
use crate::money::{Minor, Seconds};
use crate::request::RequestState;
use crate::time::Instant;

/// The customer's judgement of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Which criterion.
    pub criterion: ItemId,
    /// Met or not.
    pub accepted: bool,
    /// What is missing; required when it is not met.
    pub comment: Option<ContentRef>,
}

/// A sum on an offer line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineAmount {
    /// Which line.
    pub line: LineId,
    /// How much, in smallest units.
    pub amount: Minor,
}

/// How a dispute ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Resolution {
    /// Before acceptance: the provider does it again.
    Rework,
    /// Before acceptance: the request ends, what is still reserved goes back.
    Release,
    /// Before acceptance: the work counts as accepted and is paid.
    Accept,
    /// After acceptance: this sum is paid back.
    Refund {
        /// In smallest units.
        amount: Minor,
    },
    /// After acceptance: nothing changes.
    Dismiss,
}

/// A disagreement about delivered work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Its id.
    pub id: DisputeId,
    /// Who opened it.
    pub by: PersonId,
    /// Why.
    pub text: ContentRef,
    /// When.
    pub opened_at: Instant,
    /// The state to which it returns.
    pub from: RequestState,
    /// How it ended.
    pub resolution: Option<Resolution>,
}

impl Dispute {
    /// True when the work had been accepted and paid before.
    pub const fn after_acceptance(&self) -> bool {
        matches!(self.from, RequestState::Reviewing | RequestState::Closed)
    }
}

/// Was the problem solved?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Solved {
    /// Yes.
    Yes,
    /// In part.
    Partly,
    /// No.
    No,
}

impl Solved {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// The word in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// The customer's three answers at the end. Prices and mode are kept beside them, so that the answer stays readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Who answered.
    pub by: PersonId,
    /// Was it solved?
    pub solved: Solved,
    /// How much time did it cost, as the customer says; `None` when the measured time was confirmed.
    pub seconds: Option<Seconds>,
    /// Would they have paid this price from their own budget?
    pub would_pay: WouldPay,
    /// The price that was offered.
    pub asked: Minor,
    /// The price that was paid.
    pub paid: Minor,
    /// How strictly the budget was kept; `None` when nothing was charged.
    pub mode: Option<BudgetMode>,
    /// In their own words.
    pub comment: Option<ContentRef>,
    /// When.
    pub at: Instant,
}
