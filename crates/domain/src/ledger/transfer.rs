//! Transfers and their postings. What holds for every transfer is checked once, when it is made.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::error::add;
use super::{Account, AccountKind, LedgerError};
use crate::ids::{LineId, RequestId, ServiceVersionId, StreamId, TransferId, UnitId};
use crate::money::{Currency, MAX_AMOUNT, Minor};
use crate::time::Instant;

/// What a transfer does; the module's table gives the postings of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferKind {
    /// The company issues a budget.
    Issue,
    /// The company takes back a part of an issued budget, linked to the issue.
    Withdraw,
    /// An order reserves money.
    Reserve,
    /// A reserve, or what is left of it, is released.
    Void,
    /// A part of a reserved line is set aside for a sub-request.
    Earmark,
    /// What was set aside goes back to the parent's line.
    Unearmark,
    /// Acceptance pays.
    Post,
    /// An upheld dispute or a correction of time, linked to what it reverses.
    Reverse,
    /// Measured time of a customer.
    ClientTime,
}

impl TransferKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Issue,
        Self::Withdraw,
        Self::Reserve,
        Self::Void,
        Self::Earmark,
        Self::Unearmark,
        Self::Post,
        Self::Reverse,
        Self::ClientTime,
    ];

    /// The word that the tables and the journal keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Withdraw => "withdraw",
            Self::Reserve => "reserve",
            Self::Void => "void",
            Self::Earmark => "earmark",
            Self::Unearmark => "unearmark",
            Self::Post => "post",
            Self::Reverse => "reverse",
            Self::ClientTime => "client_time",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// True for the kinds that point at the transfer they take back.
    pub const fn is_linked(self) -> bool {
        matches!(self, Self::Withdraw | Self::Reverse)
    }

    /// True when a transfer of this kind may move an account of that kind.
    pub const fn moves(self, account: AccountKind) -> bool {
        use AccountKind as A;
        match self {
            Self::Issue | Self::Withdraw => matches!(account, A::Appropriation | A::Budget),
            Self::Reserve | Self::Void => matches!(account, A::Budget | A::Reserved),
            Self::Earmark | Self::Unearmark => matches!(account, A::Reserved),
            Self::Post => {
                matches!(account, A::Reserved | A::Settlement | A::Cost | A::Purchases | A::Revenue)
            }
            Self::ClientTime => account.counts_time(),
            Self::Reverse => Self::Post.moves(account) || account.counts_time(),
        }
    }
}

/// The event that caused a transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cause {
    /// Its stream.
    pub stream: StreamId,
    /// Its place in the stream.
    pub seq: i64,
}

/// What a caller says about any transfer: its id, its two dates and its cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The id of the transfer, chosen before the transaction.
    pub id: TransferId,
    /// The day it counts for, in the company's time zone: the day of issue, order, acceptance or measuring.
    pub effective: Date,
    /// The moment it was written down. Later than the effective day for a correction.
    pub booked_at: Instant,
    /// The event that caused it.
    pub cause: Cause,
}

impl Entry {
    /// The head of a transfer that takes nothing back.
    pub const fn of(self, kind: TransferKind) -> TransferHead {
        TransferHead {
            id: self.id,
            kind,
            reverses: None,
            effective: self.effective,
            booked_at: self.booked_at,
            cause: self.cause,
        }
    }
}

/// All of a transfer but its postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TransferHead {
    /// Its id.
    pub id: TransferId,
    /// What it does.
    pub kind: TransferKind,
    /// The transfer it takes back, for the linked kinds.
    pub reverses: Option<TransferId>,
    /// The day it counts for.
    pub effective: Date,
    /// The moment it was written down.
    pub booked_at: Instant,
    /// The event that caused it.
    pub cause: Cause,
}

/// One line of a transfer. It names units, services and requests, never a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// The account it moves; its unit is the posting's unit.
    pub account: Account,
    /// By how much, in the smallest unit of the account's currency: a debit is positive.
    pub amount: Minor,
    /// The service version that was bought.
    pub service_version: Option<ServiceVersionId>,
    /// The request it belongs to.
    pub request: Option<RequestId>,
    /// The line of the offer.
    pub line: Option<LineId>,
    /// The unit on the other side.
    pub counterparty: Option<UnitId>,
}

impl Posting {
    /// Whose account it moves.
    pub const fn unit(&self) -> UnitId {
        self.account.unit
    }
}

/// A balanced set of postings. Any value of this type keeps the rules of [`Transfer::new`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    head: TransferHead,
    postings: Vec<Posting>,
}

impl Transfer {
    /// Checks and makes a transfer.
    ///
    /// # Errors
    /// Fewer than two postings, a posting of nothing or beyond [`MAX_AMOUNT`], a currency that does not sum to zero, an account whose
    /// period or currency does not fit its kind, an account that this kind of transfer never moves, a reserve without its request,
    /// two postings to one account for the same request and line, a link missing or out of place.
    pub fn new(head: TransferHead, postings: Vec<Posting>) -> Result<Self, LedgerError> {
        if head.kind.is_linked() != head.reverses.is_some() || head.reverses == Some(head.id) {
            return Err(LedgerError::WrongLink(head.kind));
        }
        if postings.len() < 2 {
            return Err(LedgerError::TooFewPostings);
        }
        let mut sums: BTreeMap<Currency, Minor> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for posting in &postings {
            let Posting { account, amount, .. } = posting;
            if *amount == 0 {
                return Err(LedgerError::ZeroPosting);
            }
            if !(-MAX_AMOUNT..=MAX_AMOUNT).contains(amount) {
                return Err(LedgerError::TooLarge(*amount));
            }
            account.check()?;
            if !head.kind.moves(account.kind) {
                return Err(LedgerError::WrongAccount { transfer: head.kind, account: account.kind });
            }
            if account.kind == AccountKind::Reserved && posting.request.is_none() {
                return Err(LedgerError::RequestMissing);
            }
            if !seen.insert((account, posting.request, posting.line)) {
                return Err(LedgerError::Repeated(account.kind));
            }
            let sum = sums.entry(account.currency).or_default();
            *sum = add(*sum, *amount)?;
        }
        match sums.into_iter().find(|(_, sum)| *sum != 0) {
            Some((currency, sum)) => Err(LedgerError::Unbalanced { currency, sum }),
            None => Ok(Self { head, postings }),
        }
    }

    /// All of it but the postings.
    pub const fn head(&self) -> &TransferHead {
        &self.head
    }

    /// Its id.
    pub const fn id(&self) -> TransferId {
        self.head.id
    }

    /// What it does.
    pub const fn kind(&self) -> TransferKind {
        self.head.kind
    }

    /// Its postings, in the order they were given.
    pub fn postings(&self) -> &[Posting] {
        &self.postings
    }
}
