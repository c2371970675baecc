//! Figures that open: an amount and the filter whose postings sum to it.

use jiff::civil::Date;

use super::error::add;
use super::{AccountKind, LedgerError, Period, Posting, TransferHead, TransferKind};
use crate::ids::{ServiceId, UnitId};
use crate::money::{Currency, Minor};
use crate::time::Instant;

/// What a figure of a statement counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FigureOf {
    /// Money earned as a provider.
    Earned,
    /// Money spent as a customer, inside and outside.
    Spent,
    /// Seconds taken from customers.
    Taken,
    /// Seconds given as a customer.
    Given,
    /// Budget issued, less what was withdrawn.
    Issued,
    /// Budget reserved and neither paid nor released.
    Reserved,
    /// Budget that may still be reserved.
    Free,
}

impl FigureOf {
    /// Every side.
    pub const ALL: [Self; 7] =
        [Self::Earned, Self::Spent, Self::Taken, Self::Given, Self::Issued, Self::Reserved, Self::Free];

    /// The word that addresses of figures carry.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Earned => "earned",
            Self::Spent => "spent",
            Self::Taken => "taken",
            Self::Given => "given",
            Self::Issued => "issued",
            Self::Reserved => "reserved",
            Self::Free => "free",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|side| side.code() == code)
    }

    /// The accounts that it sums.
    pub const fn kinds(self) -> &'static [AccountKind] {
        match self {
            Self::Earned => &[AccountKind::Revenue],
            Self::Spent => &[AccountKind::Cost, AccountKind::Purchases],
            Self::Taken => &[AccountKind::ClientTimeTaken],
            Self::Given => &[AccountKind::ClientTimeGiven],
            Self::Issued | Self::Free => &[AccountKind::Budget],
            Self::Reserved => &[AccountKind::Reserved],
        }
    }

    /// The transfers it is limited to; `None` for all.
    pub const fn transfers(self) -> Option<&'static [TransferKind]> {
        match self {
            Self::Issued => Some(&[TransferKind::Issue, TransferKind::Withdraw]),
            _ => None,
        }
    }

    /// 1, or -1 for credit balances that are shown as positive figures.
    pub const fn sign(self) -> Minor {
        match self {
            Self::Earned | Self::Taken => -1,
            _ => 1,
        }
    }

    /// True for the sides that belong to a budget, not to days.
    pub const fn of_budget(self) -> bool {
        matches!(self, Self::Issued | Self::Reserved | Self::Free)
    }

    /// True for the sides that are counted in seconds.
    pub const fn counts_time(self) -> bool {
        matches!(self, Self::Taken | Self::Given)
    }

    /// The side of days, not of budgets, that an account counts for.
    pub(super) fn of_days(kind: AccountKind) -> Option<Self> {
        [Self::Earned, Self::Spent, Self::Taken, Self::Given]
            .into_iter()
            .find(|side| side.kinds().contains(&kind))
    }
}

/// A posting with the head of its transfer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PostingFact {
    /// The transfer, but its postings.
    pub head: TransferHead,
    /// The posting.
    pub posting: Posting,
    /// The service that the posting's service version is of.
    pub service: Option<ServiceId>,
}

/// Which postings a figure sums. Every condition that is given must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filter {
    /// Whose accounts.
    pub unit: UnitId,
    /// What is counted.
    pub side: FigureOf,
    /// In which currency, or seconds.
    pub currency: Currency,
    /// The budget period, for the sides of a budget.
    pub budget: Option<Period>,
    /// Effective on this day or later.
    pub from: Option<Date>,
    /// Effective on this day or earlier.
    pub to: Option<Date>,
    /// Booked after this moment.
    pub booked_after: Option<Instant>,
    /// Booked at this moment or earlier.
    pub as_of: Instant,
    /// Of this service; `Some(None)` for postings without one.
    pub service: Option<Option<ServiceId>>,
    /// With this unit on the other side; `Some(None)` for postings without one.
    pub counterparty: Option<Option<UnitId>>,
}

impl Filter {
    /// True when the posting belongs to the figure.
    pub fn matches(&self, fact: &PostingFact) -> bool {
        let (posting, head) = (&fact.posting, &fact.head);
        posting.account.unit == self.unit
            && posting.account.currency == self.currency
            && self.side.kinds().contains(&posting.account.kind)
            && self.side.transfers().is_none_or(|kinds| kinds.contains(&head.kind))
            && (self.budget.is_none() || posting.account.period == self.budget)
            && self.from.is_none_or(|from| from <= head.effective)
            && self.to.is_none_or(|to| head.effective <= to)
            && self.booked_after.is_none_or(|after| after < head.booked_at)
            && head.booked_at <= self.as_of
            && self.service.is_none_or(|service| service == fact.service)
            && self.counterparty.is_none_or(|counterparty| counterparty == posting.counterparty)
    }

    /// The figure that these postings make.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn sum<'a>(&self, facts: impl IntoIterator<Item = &'a PostingFact>) -> Result<Figure, LedgerError> {
        let mut own = facts.into_iter().filter(|fact| self.matches(fact));
        let amount = own.try_fold(0, |sum, fact| add(sum, fact.posting.amount * self.side.sign()));
        Ok(Figure { amount: amount?, filter: *self })
    }
}

/// An amount on a page that opens to its postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure {
    /// Smallest units of the filter's currency, or seconds; positive in the sense of its side.
    pub amount: Minor,
    /// The postings that sum to it.
    pub filter: Filter,
}
