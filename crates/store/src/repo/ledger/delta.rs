//! What a transfer adds to the totals. Pure: saving and computing again use the same functions.

use std::collections::BTreeMap;

use domain::ids::{LineId, RequestId, ServiceId, UnitId};
use domain::ledger::{AccountKind, LedgerError, Period, PeriodLength, Purse, Transfer};
use domain::money::{Currency, Minor};
use jiff::civil::Date;

/// What one row of `balance_day` or `balance_period` is about, beside its day or period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BalanceKey {
    /// Whose account.
    pub unit: UnitId,
    /// Which account.
    pub account: AccountKind,
    /// In which currency, or seconds.
    pub currency: Currency,
    /// The unit on the other side.
    pub counterparty: Option<UnitId>,
    /// The service that was bought.
    pub service: Option<ServiceId>,
}

/// A sum of postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Balance {
    /// Debits less credits.
    pub amount: Minor,
    /// How many postings.
    pub postings: i64,
}

impl Balance {
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn add(&mut self, other: Self) -> Result<(), LedgerError> {
        self.amount = self.amount.checked_add(other.amount).ok_or(LedgerError::Overflow)?;
        self.postings = self.postings.checked_add(other.postings).ok_or(LedgerError::Overflow)?;
        Ok(())
    }
}

/// What one row of `open_reserve` is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReserveKey {
    /// Out of which budget.
    pub purse: Purse,
    /// For which request.
    pub request: RequestId,
    /// For which line of its offer; for money set aside for a sub-request, the line of the request it came from.
    pub line: Option<LineId>,
}

/// The two halves of a unit's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trade {
    /// What it supplies: earnings and the client time it takes.
    Supplied,
    /// What it orders: spendings and the client time it gives.
    Ordered,
}

impl Trade {
    /// The word that the table keeps.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Supplied => "supplied",
            Self::Ordered => "ordered",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Supplied, Self::Ordered].into_iter().find(|trade| trade.code() == code)
    }

    /// The half that an account belongs to; `None` for budgets and settlement.
    pub const fn of(account: AccountKind) -> Option<Self> {
        use AccountKind as A;
        match account {
            A::Revenue | A::ClientTimeTaken => Some(Self::Supplied),
            A::Cost | A::Purchases | A::ClientTimeGiven => Some(Self::Ordered),
            A::Appropriation | A::Budget | A::Reserved | A::Settlement => None,
        }
    }
}

/// The month of a day: sums of quarters and years are those of their months.
pub fn month(day: Date) -> Option<Period> {
    Period::containing(day, PeriodLength::Month)
}

/// The month, quarter and year of a day, shortest first.
pub fn periods(day: Date) -> impl Iterator<Item = Period> {
    PeriodLength::ALL.into_iter().filter_map(move |length| Period::containing(day, length))
}

/// What the transfer adds to the balances of its effective day. A posting has the service only where it names a version of it.
///
/// # Errors
/// [`LedgerError::Overflow`].
pub fn balances(
    transfer: &Transfer,
    service: Option<ServiceId>,
) -> Result<BTreeMap<BalanceKey, Balance>, LedgerError> {
    let mut sums: BTreeMap<_, Balance> = BTreeMap::new();
    for posting in transfer.postings() {
        let key = BalanceKey {
            unit: posting.unit(),
            account: posting.account.kind,
            currency: posting.account.currency,
            counterparty: posting.counterparty,
            service: service.filter(|_| posting.service_version.is_some()),
        };
        sums.entry(key).or_default().add(Balance { amount: posting.amount, postings: 1 })?;
    }
    Ok(sums)
}

/// What the transfer adds to open reserves, or takes from them.
///
/// # Errors
/// [`LedgerError::Overflow`].
pub fn reserves(transfer: &Transfer) -> Result<BTreeMap<ReserveKey, Minor>, LedgerError> {
    let mut sums: BTreeMap<_, Minor> = BTreeMap::new();
    for posting in transfer.postings() {
        if posting.account.kind != AccountKind::Reserved {
            continue;
        }
        let (Some(purse), Some(request)) = (Purse::of(&posting.account), posting.request) else { continue };
        let sum = sums.entry(ReserveKey { purse, request, line: posting.line }).or_default();
        *sum = sum.checked_add(posting.amount).ok_or(LedgerError::Overflow)?;
    }
    Ok(sums)
}
