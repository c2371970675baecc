//! What was found out and agreed on: interviews and briefs.

use serde::{Deserialize, Serialize};

use crate::content::ContentRef;
use crate::ids::{ItemId, PersonId};
use crate::money::Seconds;
use crate::time::Instant;

/// A text or file in a list, with an id that lives across versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Stable over all versions of the brief.
    pub id: ItemId,
    /// Its words.
    pub text: ContentRef,
}

/// A question of the interview guide and what was noted for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Which question of the guide, by its code (`stated`, `last_time`, `tried`, `outcome`, `other`).
    pub prompt: String,
    /// What was noted.
    pub text: ContentRef,
}

/// Words of the customer, kept as evidence, and what the provider concluded from them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Stable, so that briefs and hypotheses can point to it.
    pub id: ItemId,
    /// The customer's words.
    pub text: ContentRef,
    /// The conclusion.
    pub insight: Option<ContentRef>,
}

/// One conversation about the real problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interview {
    /// Who recorded it.
    pub by: PersonId,
    /// When it took place.
    pub happened_at: Instant,
    /// How long it took both sides.
    pub seconds: Seconds,
    /// Notes by question of the guide.
    pub notes: Vec<Note>,
    /// The customer's own words.
    pub quotes: Vec<Quote>,
}

/// One version of the agreement on the problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Brief {
    /// Counts from 1.
    pub version: u32,
    /// The problem in one line: from now on the title of the request.
    pub title: ContentRef,
    /// What was found out.
    pub problem: ContentRef,
    /// What will be different when it is solved.
    pub outcome: ContentRef,
    /// Accepted if.
    pub criteria: Vec<Item>,
    /// What is taken for granted.
    pub assumptions: Vec<Item>,
    /// How far the real problem was from the stated one, as its author judges.
    pub distance: Distance,
    /// Who sent it.
    pub by: PersonId,
    /// When it was sent.
    pub sent_at: Instant,
    /// Set by the customer's confirmation.
    pub confirmed_at: Option<Instant>,
    /// Set by the customer's correction.
    pub corrected_at: Option<Instant>,
}

/// How far the real problem was from the stated one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Distance {
    /// As stated.
    Same,
    /// The stated one, made precise.
    Narrower,
    /// Another problem.
    Other,
}

impl Distance {
    /// Every value.
    pub const ALL: [Self; 3] = [Self::Same, Self::Narrower, Self::Other];

    /// The word in forms and message keys.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Narrower => "narrower",
            Self::Other => "other",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|distance| distance.code() == code)
    }
}
