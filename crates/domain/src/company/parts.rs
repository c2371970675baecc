//! What the company's events are made of.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::content::ContentRef;
use crate::ids::*;
use crate::localized::Localized;
use crate::money::{Minor, Seconds};
use crate::request::Class;

/// The company itself in the ledger: all budgets are issued out of its appropriation. No unit of the tree has this id, so nobody heads it.
pub const COMPANY_UNIT: UnitId = UnitId(Uuid::from_u128(1));

/// What kind of organisation a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    /// A department or a team.
    Internal,
    /// A manager's own storefront.
    Manager,
    /// An outside organisation that sells to the company.
    Vendor,
    /// An outside organisation that works with it.
    Partner,
}

impl UnitKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Internal, Self::Manager, Self::Vendor, Self::Partner];

    /// The word that the tables keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Manager => "manager",
            Self::Vendor => "vendor",
            Self::Partner => "partner",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// True for organisations outside the company.
    pub const fn is_outside(self) -> bool {
        matches!(self, Self::Vendor | Self::Partner)
    }
}

/// Where a service is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ServiceStage {
    /// Thought of; only its unit sees it.
    Idea,
    /// Tried with some customers.
    Pilot,
    /// Offered to all.
    Live,
    /// Takes no new orders soon.
    Retiring,
    /// Takes none.
    Retired,
}

impl ServiceStage {
    /// Every stage.
    pub const ALL: [Self; 5] = [Self::Idea, Self::Pilot, Self::Live, Self::Retiring, Self::Retired];

    /// The word that the tables keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Idea => "idea",
            Self::Pilot => "pilot",
            Self::Live => "live",
            Self::Retiring => "retiring",
            Self::Retired => "retired",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// True when customers may order.
    pub const fn is_orderable(self) -> bool {
        matches!(self, Self::Pilot | Self::Live | Self::Retiring)
    }
}

/// How a service is priced in its price list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "pricing", rename_all = "snake_case")]
pub enum Pricing {
    /// A fixed price; 0 means without charge.
    Fixed {
        /// In smallest units.
        price: Minor,
    },
    /// From this sum; the offer tells.
    From {
        /// In smallest units.
        price: Minor,
    },
    /// Estimated for each request.
    Estimated,
}

/// Facts of one immutable version of a service. Its words are a content row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceVersion {
    /// Its id.
    pub id: ServiceVersionId,
    /// Counts from 1.
    pub number: u32,
    /// Name, problem, outcome, inclusions as [`ServiceTexts`] in JSON.
    pub texts: ContentRef,
    /// The price list.
    #[serde(flatten)]
    pub pricing: Pricing,
    /// Client time that the provider states while too little has been measured.
    pub client_seconds: Seconds,
    /// True when it is ordered from the price list without brief and offer.
    pub ready: bool,
    /// True when the law requires it: never blocked by budget or approval.
    pub obligatory: bool,
    /// Who may see requests for it.
    pub class: Class,
    /// The first-answer promise.
    pub promise: PromiseId,
    /// Promised delivery, in working hundredths of a day; `None` when the offer tells.
    pub delivery_days: Option<u32>,
    /// Criteria of a ready service.
    pub criteria: Vec<ItemId>,
    /// The units whose people may see and order it; empty when everybody may.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub audience: BTreeSet<UnitId>,
}

/// The words of a service version, kept as content.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ServiceTexts {
    /// What it is called.
    pub name: Localized,
    /// In one sentence.
    pub lead: Localized,
    /// For whom.
    pub for_whom: Localized,
    /// Which problem it solves.
    pub problem: Localized,
    /// What the customer gets.
    pub outcome: Localized,
    /// What is included, a line each.
    pub included: Localized,
    /// What is not.
    pub excluded: Localized,
    /// Criteria of a ready service, in the order of their ids.
    pub criteria: Vec<Localized>,
}

/// The words of a unit, kept as content.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UnitTexts {
    /// Its name.
    pub name: Localized,
    /// What it is for.
    pub purpose: Localized,
}

/// What is personal about a person, kept as content that can be erased.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// Full name.
    pub name: String,
    /// Address of mail, lower-cased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What they do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
}
