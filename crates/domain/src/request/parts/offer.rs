//! Terms: offers with their lines, who is asked for them, and the choice.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::content::ContentRef;
use crate::ids::{ItemId, LineId, OfferId, PersonId, RequestId, UnitId};
use crate::ledger::{BudgetMode, Period};
use crate::money::{Minor, Seconds};
use crate::time::Instant;

/// What an offer line charges for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineKind {
    /// Hours of work.
    Labour,
    /// A fixed sum.
    Fixed,
    /// A price for each unit.
    PerUnit,
    /// A price for each month.
    Subscription,
    /// Something bought for the customer.
    Purchase,
    /// Another provider's bill, settled at its actual sum up to this limit.
    PassThrough,
}

impl LineKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Labour, Self::Fixed, Self::PerUnit, Self::Subscription, Self::Purchase, Self::PassThrough];

    /// The word in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Labour => "labour",
            Self::Fixed => "fixed",
            Self::PerUnit => "per_unit",
            Self::Subscription => "subscription",
            Self::Purchase => "purchase",
            Self::PassThrough => "pass_through",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// One line of an offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Stable: postings name it.
    pub id: LineId,
    /// What it charges for.
    pub kind: LineKind,
    /// What the customer gets for it.
    pub text: ContentRef,
    /// How many, in thousandths (2 500 is two and a half).
    pub quantity: i64,
    /// Price of one, in smallest units.
    pub unit_price: Minor,
    /// The criteria that this line pays for; none means that it is paid when all are accepted.
    pub criteria: BTreeSet<ItemId>,
}

impl Line {
    /// Quantity times price, halves rounded away from zero. `None` when it does not fit.
    pub fn amount(&self) -> Option<Minor> {
        line_amount(self.quantity, self.unit_price)
    }

    /// True for lines whose price is a limit and that are settled at what they came to.
    pub const fn settles_at_actual(&self) -> bool {
        matches!(self.kind, LineKind::PassThrough | LineKind::Purchase)
    }
}

/// Quantity in thousandths times the price of one, halves rounded away from zero. `None` when it does not fit.
pub fn line_amount(quantity: i64, unit_price: Minor) -> Option<Minor> {
    let exact = i128::from(quantity) * i128::from(unit_price);
    Minor::try_from((exact + 500 * exact.signum()) / 1000).ok()
}

/// A three-point estimate of the provider's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Estimate {
    /// If everything goes well.
    pub optimistic: Seconds,
    /// Most likely.
    pub likely: Seconds,
    /// If most things go wrong.
    pub pessimistic: Seconds,
}

impl Estimate {
    /// Expected work, (o + 4m + p) / 6, and its standard deviation, (p − o) / 6, in seconds
    /// (Malcolm, Roseboom, Clark, Fazar: "Application of a technique for R&D program evaluation", 1959).
    pub fn expected(self) -> (f64, f64) {
        let (o, m, p) = (self.optimistic as f64, self.likely as f64, self.pessimistic as f64);
        ((o + 4.0 * m + p) / 6.0, (p - o) / 6.0)
    }
}

/// Would the provider buy this at this price?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WouldPay {
    /// Yes, at this price.
    Yes,
    /// For less, or in part.
    Less,
    /// No.
    No,
}

impl WouldPay {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Less, Self::No];

    /// The word in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Less => "less",
            Self::No => "no",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|answer| answer.code() == code)
    }
}

/// Terms of one provider for one brief version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// Whose offer.
    pub unit: UnitId,
    /// True when the unit is a vendor outside the company.
    pub outside: bool,
    /// Who sent it; nobody in person when the holder of a link did.
    pub by: Option<PersonId>,
    /// The brief version it answers.
    pub brief: u32,
    /// What is charged. None: the work is done for client time alone.
    pub lines: Vec<Line>,
    /// The provider's work.
    pub estimate: Estimate,
    /// Minutes that the customer will spend, in seconds.
    pub client_seconds: Seconds,
    /// When it will be ready.
    pub ready_by: Instant,
    /// With which probability, per cent.
    pub probability: u8,
    /// Criteria of the brief that this offer meets.
    pub criteria: BTreeSet<ItemId>,
    /// What the customer risks.
    pub risk: Option<ContentRef>,
    /// The provider's answer to itself; outsiders are not asked.
    pub own_answer: Option<WouldPay>,
    /// Until when it can be chosen.
    pub valid_until: Instant,
    /// When it was sent.
    pub sent_at: Instant,
    /// Set when it was taken back.
    pub withdrawn_at: Option<Instant>,
}

impl Offer {
    /// The sum of all lines; 0 when nothing is charged.
    pub fn total(&self) -> Minor {
        self.lines.iter().filter_map(Line::amount).fold(0, Minor::saturating_add)
    }
}

/// A unit asked to offer on the brief.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Who is asked.
    pub unit: UnitId,
    /// When.
    pub at: Instant,
    /// Set when it declined.
    pub declined_at: Option<Instant>,
}

/// Where the money of an agreement comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Funding {
    /// Nothing is charged.
    Nothing,
    /// The payer's budget.
    Budget {
        /// Whose.
        unit: UnitId,
        /// Of which period.
        period: Period,
        /// How strictly it is kept.
        mode: BudgetMode,
        /// True when a soft budget was exceeded.
        over: bool,
    },
    /// A reserved line of the parent request.
    ParentLine {
        /// The parent.
        request: RequestId,
        /// Its line.
        line: LineId,
    },
}

/// The chosen offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Which offer.
    pub offer: OfferId,
    /// Who chose.
    pub by: PersonId,
    /// Why. None when the price list left nothing to choose.
    pub reason: Option<ContentRef>,
    /// From where it is paid.
    pub funding: Funding,
    /// When.
    pub at: Instant,
}
