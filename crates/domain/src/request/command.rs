//! What people (and timers) ask of a request.

use std::collections::BTreeSet;

use super::parts::*;
use super::timeouts::Nudge;
use crate::actor::{Actor, Channel};
use crate::content::ContentRef;
use crate::ids::*;
use crate::money::{Minor, Seconds};
use crate::time::Instant;

/// Which side of a request a person is on. A person may be on several. Events keep `Customer`, `Provider`, `Bidder`, `Resolver` and
/// `Timer` alone: the others say what somebody may do, not for whom they speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// Acts for the customer: the customer, whom they entrust, the head of the payer's unit ([`super::acting`]).
    Customer,
    /// Somebody of the providing unit.
    Provider,
    /// Somebody of a unit that was invited to offer.
    Bidder,
    /// Takes part beside the customer: reads, speaks, answers, decides nothing.
    Participant,
    /// The customer who serves the unit they order from: confirms, reopens, judges what is free.
    Own,
    /// Was added by the provider: reads and speaks for it, decides nothing.
    Helper,
    /// Somebody who may resolve a dispute here.
    Resolver,
    /// The product itself.
    Timer,
}

/// What a decision may know beside the request: who acts, when, on which sides.
#[derive(Debug, Clone)]
pub struct Cx {
    /// Who acts.
    pub actor: Actor,
    /// The sides the actor is on, as permissions say.
    pub sides: BTreeSet<Side>,
    /// The bidder's unit, when the actor bids.
    pub unit: Option<UnitId>,
    /// The present moment.
    pub now: Instant,
}

/// Where somebody belongs, as the directory says now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Belonging {
    /// Units they belong to.
    pub member: BTreeSet<UnitId>,
    /// Units they serve.
    pub serves: BTreeSet<UnitId>,
    /// True for people of other organisations.
    pub outside: bool,
}

/// Terms of a service that needs no formulation: they stand in its price list.
#[derive(Debug, Clone)]
pub struct ReadyTerms {
    /// The offer made of the price list.
    pub offer: Offer,
    /// The brief made of the service: title, problem (the statement), outcome, criteria.
    pub brief: Brief,
    /// From where it is paid.
    pub funding: Funding,
}

/// A statement of a problem.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Chosen before the transaction.
    pub id: RequestId,
    /// From the sequence of numbers.
    pub number: i64,
    /// The request it serves, with the root's id and start.
    pub parent: Option<(Parent, RequestId, Instant)>,
    /// Who may see it.
    pub class: Class,
    /// Whose problem it is.
    pub customer: PersonId,
    /// The customer's unit now.
    pub customer_unit: UnitId,
    /// For whom, when another person.
    pub beneficiary: Option<PersonId>,
    /// Whose budget pays.
    pub payer_unit: UnitId,
    /// Where it goes.
    pub unit: UnitId,
    /// The chosen service.
    pub service: Option<ServiceRef>,
    /// First line of the words.
    pub title: ContentRef,
    /// The words.
    pub statement: ContentRef,
    /// Files that came with it.
    pub files: Vec<ContentRef>,
    /// The promise and calendar of the first answer.
    pub promise: PromiseId,
    /// The calendar of the unit.
    pub calendar: CalendarId,
    /// Terms of a ready service.
    pub ready: Option<Box<ReadyTerms>>,
    /// The way it came.
    pub channel: Channel,
}

/// What can be asked of a request that exists.
#[derive(Debug, Clone, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(CommandKind),
    doc = "A command without what it carries: what pages offer, tables list and refusals name.",
    derive(PartialOrd, Ord, Hash, strum::EnumIter, strum::IntoStaticStr),
    strum(serialize_all = "snake_case")
)]
pub enum Command {
    /// Hand the request over to another unit.
    PassOn {
        /// The other unit.
        to: UnitId,
        /// Its service, if known.
        service: Option<ServiceRef>,
        /// Why, for both.
        note: ContentRef,
        /// Whether the conversation so far goes along.
        share_history: bool,
        /// The other unit's promise.
        promise: PromiseId,
        /// The other unit's calendar.
        calendar: CalendarId,
    },
    /// Take it.
    Claim,
    /// Give it to a colleague of the unit.
    Assign {
        /// The colleague.
        to: PersonId,
    },
    /// Say something both sides see.
    Message {
        /// The words.
        text: ContentRef,
        /// Files.
        files: Vec<ContentRef>,
    },
    /// Ask the customer a named question; the provider's clocks stop until it is answered.
    Ask {
        /// Its id.
        question: QuestionId,
        /// The words.
        text: ContentRef,
    },
    /// Take the question back.
    WithdrawQuestion {
        /// Which.
        question: QuestionId,
    },
    /// Keep a conversation about the real problem.
    RecordInterview {
        /// What was learnt.
        interview: Interview,
    },
    /// Send a brief version.
    SendBrief {
        /// The version; its number must follow the last.
        brief: Brief,
    },
    /// Agree with it.
    ConfirmBrief {
        /// The version that was read.
        version: u32,
    },
    /// Say what is not right.
    CorrectBrief {
        /// The version that was read.
        version: u32,
        /// What is not right.
        comment: ContentRef,
    },
    /// Ask another unit to offer.
    Invite {
        /// Which.
        unit: UnitId,
    },
    /// Decline to offer.
    DeclineInvitation {
        /// Why.
        reason: ContentRef,
    },
    /// Open the brief to an invited unit outside, by a link that needs no account.
    ShareOutside {
        /// The link.
        link: LinkId,
        /// For whom.
        unit: UnitId,
        /// Until when it works.
        until: Instant,
    },
    /// End such a link before its time.
    EndLink {
        /// Which.
        link: LinkId,
        /// For whom it was.
        unit: UnitId,
    },
    /// Say something to an invited unit, or, from there, to the company.
    SayOutside {
        /// The invited unit.
        unit: UnitId,
        /// The words.
        text: ContentRef,
    },
    /// Offer.
    SendOffer {
        /// The terms.
        offer: Offer,
    },
    /// Take an offer back.
    WithdrawOffer {
        /// Which.
        offer: OfferId,
        /// Why.
        reason: ContentRef,
    },
    /// Choose an offer.
    Choose {
        /// Which.
        offer: OfferId,
        /// Why.
        reason: ContentRef,
        /// From where it is paid.
        funding: Funding,
    },
    /// None of the offers fits.
    RefuseOffers {
        /// Why.
        reason: ContentRef,
    },
    /// Note a piece of work.
    AddTask {
        /// Its id.
        task: TaskId,
        /// What is to be done.
        text: ContentRef,
    },
    /// A piece of work is done.
    FinishTask {
        /// Which.
        task: TaskId,
    },
    /// Provider's time was spent.
    LogEffort {
        /// On which task, if on one.
        task: Option<TaskId>,
        /// How long.
        seconds: Seconds,
    },
    /// A sub-request was stated for this one.
    ChildStated {
        /// Its id.
        child: RequestId,
        /// Who serves it.
        unit: UnitId,
        /// The line that may pay for it.
        line: Option<LineId>,
    },
    /// A sub-request agreed on a price that this request's line pays.
    ChildAgreed {
        /// Which.
        child: RequestId,
        /// Held back from the line.
        amount: Minor,
    },
    /// A sub-request was paid, whole or part.
    ChildPaid {
        /// Which.
        child: RequestId,
        /// How much, now.
        amount: Minor,
    },
    /// A dispute about a sub-request was upheld: a part of what it was paid came back.
    ChildRefunded {
        /// Which.
        child: RequestId,
        /// How much, now.
        amount: Minor,
    },
    /// A sub-request ended; what is still held back is free again.
    ChildEnded {
        /// Which.
        child: RequestId,
    },
    /// Hand the work over.
    Deliver {
        /// What was done.
        note: ContentRef,
        /// Files.
        files: Vec<ContentRef>,
        /// Actual sums of purchase and pass-through lines, where no sub-request tells them.
        actuals: Vec<LineAmount>,
    },
    /// Judge the work, criterion by criterion.
    Judge {
        /// One verdict for each criterion.
        verdicts: Vec<Verdict>,
    },
    /// Disagree.
    OpenDispute {
        /// Its id.
        dispute: DisputeId,
        /// Why.
        text: ContentRef,
    },
    /// Decide the disagreement.
    Resolve {
        /// How.
        resolution: Resolution,
        /// Why.
        text: ContentRef,
    },
    /// Answer the three questions at the end.
    Review {
        /// Was it solved?
        solved: Solved,
        /// How long it took, when the measured time is not right.
        seconds: Option<Seconds>,
        /// Would they have paid?
        would_pay: WouldPay,
        /// In their own words.
        comment: Option<ContentRef>,
    },
    /// Open an ended request again.
    Reopen {
        /// Why.
        reason: ContentRef,
    },
    /// Stop.
    Cancel {
        /// Why.
        reason: ContentRef,
    },
    /// Remind the other side that it is their move.
    Remind,
    /// A time-out came.
    TimeOut(Nudge),
    /// Let somebody take part.
    AddParticipant {
        /// Who.
        person: PersonId,
        /// Where they belong, as the directory says.
        belongs: Belonging,
    },
    /// Let one person of the payer's unit act for the customer, in place of whoever was entrusted before.
    Entrust {
        /// Who.
        to: PersonId,
        /// Where they belong, as the directory says.
        belongs: Belonging,
    },
    /// Take that back.
    EndTrust,
    /// The customer's time was measured.
    MeasureClientTime {
        /// How long.
        seconds: Seconds,
        /// How it was measured.
        source: TimeSource,
    },
    /// This request repeats another, or does not: a judgement kept for later.
    JudgeRepeat {
        /// The other.
        of: RequestId,
        /// Whether it repeats it.
        repeats: bool,
    },
    /// A new calendar version applies to the open clocks from now on.
    ApplyCalendar {
        /// Which.
        calendar: CalendarId,
    },
}

impl Command {
    /// Which command it is.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        self.into()
    }

    /// True when the command stands whatever happened meanwhile, so that no version need be compared.
    pub const fn is_commutative(&self) -> bool {
        matches!(
            self,
            Self::Message { .. }
                | Self::SayOutside { .. }
                | Self::ShareOutside { .. }
                | Self::EndLink { .. }
                | Self::AddTask { .. }
                | Self::FinishTask { .. }
                | Self::LogEffort { .. }
                | Self::ChildStated { .. }
                | Self::ChildAgreed { .. }
                | Self::ChildPaid { .. }
                | Self::ChildRefunded { .. }
                | Self::ChildEnded { .. }
                | Self::AddParticipant { .. }
                | Self::Entrust { .. }
                | Self::EndTrust
                | Self::MeasureClientTime { .. }
                | Self::JudgeRepeat { .. }
                | Self::ApplyCalendar { .. }
                | Self::TimeOut(_)
        )
    }
}

impl CommandKind {
    /// The word in addresses, message keys and the table of states and commands.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.into()
    }

    /// The customer's own to give, and nobody's who acts for them: trust is not passed on.
    #[must_use]
    pub const fn is_the_customers_own(self) -> bool {
        matches!(self, Self::Entrust | Self::EndTrust)
    }
}
