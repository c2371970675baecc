//! What happened to a request: ids and facts, never words.

use serde::{Deserialize, Serialize};

use super::RequestState;
use super::command::Side;
use super::parts::*;
use super::timeouts::EscalateTo;
use crate::content::ContentRef;
use crate::ids::*;
use crate::money::{Minor, Seconds};
use crate::time::Instant;

/// One event of a request's history. The kind is stored as `request.<snake_case name>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(EventKind),
    doc = "The kind of an event, by the word that the history keeps behind the prefix of its family.",
    derive(PartialOrd, Ord, Hash, strum::EnumIter, strum::IntoStaticStr),
    strum(serialize_all = "snake_case")
)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
#[expect(
    missing_docs,
    reason = "fields carry the words of the command that caused them; parts.rs explains each"
)]
pub enum Event {
    /// Somebody stated a problem.
    Stated {
        id: RequestId,
        number: i64,
        parent: Option<Parent>,
        root: RequestId,
        root_at: Instant,
        class: Class,
        author: PersonId,
        customer: PersonId,
        customer_unit: UnitId,
        beneficiary: Option<PersonId>,
        payer_unit: UnitId,
        unit: UnitId,
        service: Option<ServiceRef>,
        title: ContentRef,
        statement: ContentRef,
        files: Vec<ContentRef>,
        clocks: Vec<AnswerClock>,
    },
    /// It went to another unit.
    PassedOn {
        from: UnitId,
        to: UnitId,
        service: Option<ServiceRef>,
        note: ContentRef,
        share_history: bool,
        clock: AnswerClock,
    },
    /// Somebody of the unit took it.
    Claimed { by: PersonId },
    /// It was given to a colleague.
    Assigned { to: PersonId },
    /// Words both sides see.
    MessagePosted { by: PersonId, side: Side, text: ContentRef, files: Vec<ContentRef> },
    /// A named question to the customer.
    QuestionAsked { question: QuestionId, by: PersonId, text: ContentRef },
    /// It was answered, or taken back.
    QuestionClosed { question: QuestionId, answered: bool },
    /// The first words of a person of the providing unit reached the customer.
    FirstAnswered { unit: UnitId },
    /// A conversation about the problem was kept.
    InterviewRecorded { interview: Interview },
    /// A brief version went to the customer.
    BriefSent { brief: Brief },
    /// The customer agreed.
    BriefConfirmed { version: u32 },
    /// The customer corrected.
    BriefCorrected { version: u32, comment: ContentRef },
    /// A unit was asked to offer.
    Invited { unit: UnitId },
    /// It declined.
    InvitationDeclined { unit: UnitId, reason: ContentRef },
    /// A link was made that opens the brief to an invited unit outside.
    LinkMade { link: LinkId, unit: UnitId, expires_at: Instant },
    /// It was ended before its time.
    LinkEnded { link: LinkId, unit: UnitId },
    /// Words between the company and an invited unit; `by` is nobody when the holder of a link wrote them.
    OutsideSaid { unit: UnitId, side: Side, by: Option<PersonId>, text: ContentRef },
    /// An offer went to the customer.
    OfferSent { offer: Offer },
    /// It was taken back.
    OfferWithdrawn { offer: OfferId, reason: ContentRef },
    /// The customer chose; funds are reserved.
    OfferChosen {
        offer: OfferId,
        by: PersonId,
        reason: Option<ContentRef>,
        funding: Funding,
        reserved: Vec<LineAmount>,
        /// When another unit than the present one won: the one the request goes to.
        to: Option<UnitId>,
    },
    /// None fitted.
    OffersRefused { reason: ContentRef },
    /// A piece of work was noted.
    TaskAdded { task: TaskId, text: ContentRef },
    /// It was done.
    TaskFinished { task: TaskId },
    /// Provider's time was spent.
    EffortLogged { task: Option<TaskId>, seconds: Seconds },
    /// A sub-request was ordered.
    ChildStated { child: RequestId, unit: UnitId, line: Option<LineId> },
    /// Its price was held back from a line.
    ChildAgreed { child: RequestId, amount: Minor },
    /// It was paid.
    ChildPaid { child: RequestId, amount: Minor },
    /// A part of what it was paid came back, by an upheld dispute.
    ChildRefunded { child: RequestId, amount: Minor },
    /// It ended.
    ChildEnded { child: RequestId },
    /// Work was handed over.
    Delivered { delivery: Delivery },
    /// The customer judged.
    Judged { by: PersonId, verdicts: Vec<Verdict> },
    /// Lines were accepted: they are paid, and of a pass-through line what was not needed goes back.
    Accepted { payments: Vec<LineAmount>, released: Vec<LineAmount>, whole: bool },
    /// A disagreement.
    DisputeOpened { dispute: DisputeId, by: PersonId, text: ContentRef },
    /// Its end.
    DisputeResolved { dispute: DisputeId, by: PersonId, resolution: Resolution, text: ContentRef },
    /// The customer's three answers.
    Reviewed { review: Review },
    /// The customer was asked and did not answer.
    ReviewSkipped,
    /// It was opened again.
    Reopened { by: PersonId, reason: ContentRef, to: RequestState },
    /// It was stopped; what was reserved goes back.
    Cancelled { side: Side, reason: Option<ContentRef>, released: Vec<LineAmount> },
    /// The side that moves was reminded.
    Reminded { nudge: u32 },
    /// One side reminded the other, whose move it is.
    ReminderSent { by: PersonId, side: Side },
    /// The waiting went up.
    Escalated { nudge: u32, to: EscalateTo },
    /// Somebody may take part.
    ParticipantAdded {
        person: PersonId,
        /// For whom they speak; before it was kept, everybody counted to the customer.
        #[serde(default = "customer", skip_serializing_if = "is_customer")]
        side: Side,
    },
    /// One person of the payer's unit may act for the customer.
    Entrusted { to: PersonId, by: PersonId },
    /// Nobody may any more.
    TrustEnded { by: PersonId },
    /// The customer's time was measured.
    ClientTimeMeasured { seconds: Seconds, source: TimeSource },
    /// A judgement kept for later.
    RepeatJudged { of: RequestId, repeats: bool },
    /// A new calendar version applies to the open clocks.
    CalendarApplied { calendar: CalendarId },
}

const fn customer() -> Side {
    Side::Customer
}

const fn is_customer(side: &Side) -> bool {
    matches!(side, Side::Customer)
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
