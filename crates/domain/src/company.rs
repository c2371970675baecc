//! The company itself: units, people, services, calendars, promises, budgets. Each is a small stream of its own, so
//! that every row of the state tables can be rebuilt from history.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::content::ContentRef;
use crate::ids::*;
use crate::ledger::{BudgetMode, Period};
use crate::localized::Language;
use crate::money::{Currency, Minor, Seconds};
use crate::permission::Role;
use crate::request::Class;
use crate::time::Instant;

/// The one stream of company-wide settings, calendars and promises.
pub const COMPANY_STREAM: StreamId = StreamId(Uuid::from_u128(1));

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
pub enum Stage {
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

impl Stage {
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
}

/// The words of a service version, kept as content.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ServiceTexts {
    /// What it is called.
    pub name: crate::localized::Localized,
    /// In one sentence.
    pub lead: crate::localized::Localized,
    /// For whom.
    pub for_whom: crate::localized::Localized,
    /// Which problem it solves.
    pub problem: crate::localized::Localized,
    /// What the customer gets.
    pub outcome: crate::localized::Localized,
    /// What is included, a line each.
    pub included: crate::localized::Localized,
    /// What is not.
    pub excluded: crate::localized::Localized,
    /// Criteria of a ready service, in the order of their ids.
    pub criteria: Vec<crate::localized::Localized>,
}

/// The words of a unit, kept as content.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct UnitTexts {
    /// Its name.
    pub name: crate::localized::Localized,
    /// What it is for.
    pub purpose: crate::localized::Localized,
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

/// One event of the company's own streams. Stored as `company.<snake_case name>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant says what happened; its fields name the things it happened to")]
pub enum Event {
    /// The company began. On [`COMPANY_STREAM`].
    Started {
        name: ContentRef,
        currency: Currency,
        zone: String,
        language: Language,
        demonstration: bool,
    },
    /// The notice that explains metering was published; metering is off before it. On [`COMPANY_STREAM`].
    MeteringNoticePublished {
        notice: ContentRef,
    },
    /// Problems that no department owns go to this person of this unit. On [`COMPANY_STREAM`].
    FrontDeskNamed {
        unit: UnitId,
        owner: PersonId,
    },
    /// A calendar version. Its hours and holidays are authored content. On [`COMPANY_STREAM`].
    CalendarPublished {
        calendar: CalendarId,
        number: u32,
        body: ContentRef,
        valid_from: Instant,
    },
    /// A promise version. On [`COMPANY_STREAM`].
    PromisePublished {
        promise: PromiseId,
        number: u32,
        body: serde_json::Value,
        valid_from: Instant,
    },
    /// A unit came into being. On the unit's stream, as all of the unit's.
    UnitCreated {
        unit: UnitId,
        kind: UnitKind,
        parent: Option<UnitId>,
        code: String,
        texts: ContentRef,
    },
    UnitTextsChanged {
        unit: UnitId,
        texts: ContentRef,
    },
    UnitMoved {
        unit: UnitId,
        parent: Option<UnitId>,
    },
    UnitClosed {
        unit: UnitId,
    },
    /// Who takes what comes to the unit's front door, and by which promise and calendar.
    FrontDoorSet {
        unit: UnitId,
        owner: Option<PersonId>,
        promise: PromiseId,
        calendar: CalendarId,
    },
    BudgetModeSet {
        unit: UnitId,
        mode: BudgetMode,
    },
    /// A budget was issued; the ledger has the transfer.
    BudgetIssued {
        unit: UnitId,
        period: Period,
        amount: Minor,
        transfer: TransferId,
    },
    /// A person came into being. On the person's stream, as all of the person's.
    PersonRegistered {
        person: PersonId,
        profile: ContentRef,
        language: Language,
        outside: bool,
    },
    ProfileChanged {
        person: PersonId,
        profile: ContentRef,
    },
    LanguageChosen {
        person: PersonId,
        language: Language,
    },
    /// Another system knows the person by this salted hash of its id.
    IdentityLinked {
        person: PersonId,
        source: String,
        external: ContentRef,
    },
    MembershipStarted {
        person: PersonId,
        unit: UnitId,
        manager: Option<PersonId>,
    },
    MembershipEnded {
        person: PersonId,
        unit: UnitId,
    },
    RoleGranted {
        person: PersonId,
        role: Role,
        unit: Option<UnitId>,
    },
    RoleRevoked {
        person: PersonId,
        role: Role,
        unit: Option<UnitId>,
    },
    SwitchedOff {
        person: PersonId,
    },
    SwitchedOn {
        person: PersonId,
    },
    /// The person read the notice of metering.
    MeteringNoticeSeen {
        person: PersonId,
    },
    /// A service came into being. On the service's stream, as all of the service's.
    ServiceCreated {
        service: ServiceId,
        unit: UnitId,
        code: String,
    },
    ServiceVersionPublished {
        service: ServiceId,
        version: ServiceVersion,
    },
    ServiceStageChanged {
        service: ServiceId,
        stage: Stage,
    },
}
