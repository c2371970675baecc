//! Open reserves: what is promised for each request and line, read from postings.

use std::collections::BTreeMap;

use super::error::add;
use super::{Account, AccountKind, LedgerError, Period, Posting};
use crate::ids::{LineId, RequestId, UnitId};
use crate::money::{Currency, Minor};

/// One unit's budget of one period in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Purse {
    /// Whose budget.
    pub unit: UnitId,
    /// Of which period.
    pub period: Period,
    /// In which currency.
    pub currency: Currency,
}

impl Purse {
    /// What may still be reserved.
    pub const fn budget(self) -> Account {
        Account::periodic(self.unit, AccountKind::Budget, self.currency, self.period)
    }

    /// What is reserved.
    pub const fn reserved(self) -> Account {
        Account::periodic(self.unit, AccountKind::Reserved, self.currency, self.period)
    }

    /// The purse that an account of kind budget or reserved belongs to.
    pub fn of(account: &Account) -> Option<Self> {
        match (account.kind, account.period) {
            (AccountKind::Budget | AccountKind::Reserved, Some(period)) => {
                Some(Self { unit: account.unit, period, currency: account.currency })
            }
            _ => None,
        }
    }
}

/// What is still reserved for a line of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenReserve {
    /// Out of which budget.
    pub purse: Purse,
    /// For which request. Money set aside for a sub-request stands under the sub-request.
    pub request: RequestId,
    /// For which line; `None` when the offer has no lines.
    pub line: Option<LineId>,
    /// How much, above zero.
    pub amount: Minor,
}

/// Where a reserved posting belongs; `None` for postings of other accounts.
pub(super) fn key(posting: &Posting) -> Option<(Purse, RequestId, Option<LineId>)> {
    if posting.account.kind != AccountKind::Reserved {
        return None;
    }
    Some((Purse::of(&posting.account)?, posting.request?, posting.line))
}

/// The open reserves of these postings: give those of one request, of a request with its children, or all. Ordered by purse, request
/// and line; what is paid or voided in full is left out.
///
/// # Errors
/// [`LedgerError::ReserveExceeded`] when more left a reserve than went in, [`LedgerError::Overflow`].
pub fn open_reserves<'a>(
    postings: impl IntoIterator<Item = &'a Posting>,
) -> Result<Vec<OpenReserve>, LedgerError> {
    let mut sums: BTreeMap<_, Minor> = BTreeMap::new();
    for posting in postings {
        if let Some(key) = key(posting) {
            let sum = sums.entry(key).or_default();
            *sum = add(*sum, posting.amount)?;
        }
    }
    sums.into_iter()
        .filter(|(_, amount)| *amount != 0)
        .map(|((purse, request, line), amount)| {
            if amount < 0 {
                return Err(LedgerError::ReserveExceeded { request, line, open: 0, asked: -amount });
            }
            Ok(OpenReserve { purse, request, line, amount })
        })
        .collect()
}

/// What was paid for a request, reversals taken off: the actual of the pass-through line that paid for it.
///
/// # Errors
/// [`LedgerError::Overflow`].
pub fn paid_for<'a>(
    postings: impl IntoIterator<Item = &'a Posting>,
    request: RequestId,
    currency: Currency,
) -> Result<Minor, LedgerError> {
    postings
        .into_iter()
        .filter(|posting| {
            posting.account.kind == AccountKind::Revenue
                && posting.account.currency == currency
                && posting.request == Some(request)
        })
        .try_fold(0, |sum, posting| add(sum, -posting.amount))
}
