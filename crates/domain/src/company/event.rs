//! What can happen to the company, its units, people and services.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::parts::{ServiceStage, ServiceVersion, UnitKind};
use crate::content::ContentRef;
use crate::history::Concerned;
use crate::ids::*;
use crate::ledger::{BudgetMode, Period};
use crate::localized::Language;
use crate::money::{Currency, Minor};
use crate::permission::Role;
use crate::time::Instant;

/// One event of the company's own streams. Stored as `company.<snake_case name>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(EventKind),
    doc = "The kind of an event, by the word that the history keeps behind the prefix of its family.",
    derive(PartialOrd, Ord, Hash, strum::EnumIter, strum::IntoStaticStr),
    strum(serialize_all = "snake_case")
)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant says what happened; its fields name the things it happened to")]
pub enum Event {
    /// The company began. On [`COMPANY_STREAM`].
    Started { name: ContentRef, currency: Currency, zone: String, language: Language, demonstration: bool },
    /// The notice that explains metering was published; metering is off before it. On [`COMPANY_STREAM`].
    MeteringNoticePublished { notice: ContentRef },
    /// Problems that no department owns go to this person of this unit. On [`COMPANY_STREAM`].
    FrontDeskNamed { unit: UnitId, owner: PersonId },
    /// People's browsers reach the company at this address: scheme, host, port. On [`COMPANY_STREAM`].
    AddressSaid { address: String },
    /// Whoever holds one of these roles signs in with a second factor. On [`COMPANY_STREAM`].
    FactorRequired { roles: BTreeSet<Role> },
    /// A calendar version. Its hours and holidays are authored content. On [`COMPANY_STREAM`].
    CalendarPublished { calendar: CalendarId, number: u32, body: ContentRef, valid_from: Instant },
    /// A promise version. On [`COMPANY_STREAM`].
    PromisePublished { promise: PromiseId, number: u32, body: serde_json::Value, valid_from: Instant },
    /// A unit came into being. On the unit's stream, as all of the unit's.
    UnitCreated { unit: UnitId, kind: UnitKind, parent: Option<UnitId>, code: String, texts: ContentRef },
    /// Its words are others.
    UnitTextsChanged { unit: UnitId, texts: ContentRef },
    /// It is part of another one, or of none.
    UnitMoved { unit: UnitId, parent: Option<UnitId> },
    /// It takes no more requests.
    UnitClosed { unit: UnitId },
    /// Who takes what comes to the unit's front door, and by which promise and calendar.
    FrontDoorSet { unit: UnitId, owner: Option<PersonId>, promise: PromiseId, calendar: CalendarId },
    /// How strictly its budget binds.
    BudgetModeSet { unit: UnitId, mode: BudgetMode },
    /// A budget was issued; the ledger has the transfer.
    BudgetIssued { unit: UnitId, period: Period, amount: Minor, transfer: TransferId },
    /// A part of a budget that nobody had used was taken back; the ledger has a transfer for each issue that it came from.
    BudgetWithdrawn { unit: UnitId, period: Period, amount: Minor, transfers: Vec<TransferId> },
    /// From `valid_from` on an hour of the unit costs so much, in the company's currency.
    RateSet { unit: UnitId, number: u32, per_hour: Minor, valid_from: Instant },
    /// A person came into being. On the person's stream, as all of the person's.
    PersonRegistered { person: PersonId, profile: ContentRef, language: Language, outside: bool },
    /// What is personal about them is other.
    ProfileChanged { person: PersonId, profile: ContentRef },
    /// They read this language.
    LanguageChosen { person: PersonId, language: Language },
    /// Another system knows the person by this salted hash of its id.
    IdentityLinked { person: PersonId, source: String, external: ContentRef },
    /// Another system knows the person by it no longer; somebody else may be known by it.
    IdentityUnlinked { person: PersonId, source: String, external: ContentRef },
    /// They belong to a unit.
    MembershipStarted { person: PersonId, unit: UnitId, manager: Option<PersonId> },
    /// They belong to it no longer.
    MembershipEnded { person: PersonId, unit: UnitId },
    /// They hold a role, in a unit or in the company.
    RoleGranted { person: PersonId, role: Role, unit: Option<UnitId> },
    /// They hold it no longer.
    RoleRevoked { person: PersonId, role: Role, unit: Option<UnitId> },
    /// They may not sign in.
    SwitchedOff { person: PersonId },
    /// They may sign in again.
    SwitchedOn { person: PersonId },
    /// The person read the notice of metering.
    MeteringNoticeSeen { person: PersonId },
    /// A service came into being. On the service's stream, as all of the service's.
    ServiceCreated { service: ServiceId, unit: UnitId, code: String },
    /// A version was published.
    ServiceVersionPublished { service: ServiceId, version: ServiceVersion },
    /// How far it is.
    ServiceStageChanged { service: ServiceId, stage: ServiceStage },
}

impl Event {
    /// Whom and which unit it concerns.
    pub(crate) fn about(&self) -> Concerned {
        match self {
            Self::Started { .. }
            | Self::MeteringNoticePublished { .. }
            | Self::AddressSaid { .. }
            | Self::FactorRequired { .. }
            | Self::CalendarPublished { .. }
            | Self::PromisePublished { .. }
            | Self::ServiceVersionPublished { .. }
            | Self::ServiceStageChanged { .. } => Concerned::default(),
            Self::UnitCreated { unit, .. }
            | Self::UnitTextsChanged { unit, .. }
            | Self::UnitMoved { unit, .. }
            | Self::UnitClosed { unit }
            | Self::BudgetModeSet { unit, .. }
            | Self::BudgetIssued { unit, .. }
            | Self::BudgetWithdrawn { unit, .. }
            | Self::RateSet { unit, .. }
            | Self::ServiceCreated { unit, .. } => Concerned { person: None, unit: Some(*unit) },
            Self::FrontDeskNamed { unit, owner } => Concerned { person: Some(*owner), unit: Some(*unit) },
            Self::FrontDoorSet { unit, owner, .. } => Concerned { person: *owner, unit: Some(*unit) },
            Self::MembershipStarted { person, unit, .. } | Self::MembershipEnded { person, unit } => {
                Concerned { person: Some(*person), unit: Some(*unit) }
            }
            Self::RoleGranted { person, unit, .. } | Self::RoleRevoked { person, unit, .. } => {
                Concerned { person: Some(*person), unit: *unit }
            }
            Self::PersonRegistered { person, .. }
            | Self::ProfileChanged { person, .. }
            | Self::LanguageChosen { person, .. }
            | Self::IdentityLinked { person, .. }
            | Self::IdentityUnlinked { person, .. }
            | Self::SwitchedOff { person }
            | Self::SwitchedOn { person }
            | Self::MeteringNoticeSeen { person } => Concerned { person: Some(*person), unit: None },
        }
    }
}

impl EventKind {
    /// Every kind, in the order in which they are declared.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }

    /// Its word.
    pub fn code(self) -> &'static str {
        self.into()
    }
}
