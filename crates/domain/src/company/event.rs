//! What can happen to the company, its units, people and services.

use serde::{Deserialize, Serialize};

use super::parts::{ServiceStage, ServiceVersion, UnitKind};
use crate::content::ContentRef;
use crate::ids::*;
use crate::ledger::{BudgetMode, Period};
use crate::localized::Language;
use crate::money::{Currency, Minor};
use crate::permission::Role;
use crate::time::Instant;

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
    /// People's browsers reach the company at this address: scheme, host, port. On [`COMPANY_STREAM`].
    AddressSaid {
        address: String,
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
    /// A part of a budget that nobody had used was taken back; the ledger has a transfer for each issue that it came from.
    BudgetWithdrawn {
        unit: UnitId,
        period: Period,
        amount: Minor,
        transfers: Vec<TransferId>,
    },
    /// From `valid_from` on an hour of the unit costs so much, in the company's currency.
    RateSet {
        unit: UnitId,
        number: u32,
        per_hour: Minor,
        valid_from: Instant,
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
    /// Another system knows the person by it no longer; somebody else may be known by it.
    IdentityUnlinked {
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
        stage: ServiceStage,
    },
}
