//! Budgets: how strictly one binds, and the row that is locked where it does.

use serde::{Deserialize, Serialize};

use super::error::add;
use super::{AccountKind, LedgerError, Posting, Purse, Transfer, TransferKind};
use crate::money::Minor;

/// How strictly a unit's budget binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BudgetMode {
    /// Orders are priced and paid, nothing is reserved and nothing refused.
    Shadow,
    /// Orders reserve; beyond the budget they are allowed and marked.
    Soft,
    /// Orders reserve; beyond the budget they are refused.
    Hard,
}

impl BudgetMode {
    /// Every mode, from the mildest.
    pub const ALL: [Self; 3] = [Self::Shadow, Self::Soft, Self::Hard];

    /// The word that the tables keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Shadow => "shadow",
            Self::Soft => "soft",
            Self::Hard => "hard",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

/// A hard budget does not cover an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the budget has {free} free, the order needs {needed}")]
pub struct Insufficient {
    /// What is free, in smallest units; negative when a soft budget was overdrawn before it became hard.
    pub free: Minor,
    /// What the order needs.
    pub needed: Minor,
}

/// How a budget takes an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cover {
    /// Nothing is reserved: a shadow budget, or an order of nothing.
    Unreserved,
    /// The budget covers it.
    Within,
    /// A soft budget does not cover it: allowed, and marked.
    Beyond {
        /// What is missing.
        by: Minor,
    },
}

/// The row that is locked where a limit is enforced: one per unit, period and currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BudgetRow {
    /// Which budget.
    pub purse: Purse,
    /// What the company issued, less what it withdrew.
    pub issued: Minor,
    /// What is reserved and neither paid nor released.
    pub reserved: Minor,
    /// What was paid out of reserves, less what was reversed.
    pub spent: Minor,
}

impl BudgetRow {
    /// A budget before anything was issued.
    pub const fn new(purse: Purse) -> Self {
        Self { purse, issued: 0, reserved: 0, spent: 0 }
    }

    /// What may still be reserved: issued − reserved − spent. Negative when a soft budget is overdrawn.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn free(&self) -> Result<Minor, LedgerError> {
        add(self.issued, add(-self.reserved, -self.spent)?)
    }

    /// Whether an order of this amount may be reserved.
    ///
    /// # Errors
    /// [`Insufficient`] when the mode is hard and the amount exceeds what is free.
    pub fn cover(&self, mode: BudgetMode, needed: Minor) -> Result<Cover, Insufficient> {
        // An overflowing row cannot be told from an empty one here; `apply` refuses to make it.
        let free = self.free().unwrap_or(0);
        match mode {
            _ if needed <= 0 => Ok(Cover::Unreserved),
            BudgetMode::Shadow => Ok(Cover::Unreserved),
            _ if needed <= free => Ok(Cover::Within),
            BudgetMode::Soft => Ok(Cover::Beyond { by: needed.saturating_sub(free) }),
            BudgetMode::Hard => Err(Insufficient { free, needed }),
        }
    }

    /// What may be taken back of it: what is free, so that no order loses the money that is reserved for it.
    pub fn spare(&self) -> Minor {
        self.free().unwrap_or(0).clamp(0, self.issued.max(0))
    }

    /// The row after a transfer. Transfers of other budgets leave it as it is.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`]; the row is then unchanged.
    pub fn apply(&mut self, transfer: &Transfer) -> Result<(), LedgerError> {
        let (budget, reserved) = (self.purse.budget(), self.purse.reserved());
        let sum = |account| {
            let mut own = transfer.postings().iter().filter(|posting| posting.account == account);
            own.try_fold(0, |sum, posting| add(sum, posting.amount))
        };
        let (freed, held) = (sum(budget)?, sum(reserved)?);
        let mut after = *self;
        after.reserved = add(self.reserved, held)?;
        match transfer.kind() {
            TransferKind::Issue | TransferKind::Withdraw => after.issued = add(self.issued, freed)?,
            // What left both accounts was paid; what came back to them was reversed.
            _ => after.spent = add(self.spent, -add(freed, held)?)?,
        }
        after.free()?;
        *self = after;
        Ok(())
    }

    /// The row computed from all postings to its two accounts, each with the kind of its transfer. Equals what [`Self::apply`] made of the
    /// same transfers one by one; `check` compares them.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn recompute<'a>(
        purse: Purse,
        postings: impl IntoIterator<Item = (TransferKind, &'a Posting)>,
    ) -> Result<Self, LedgerError> {
        let mut row = Self::new(purse);
        for (kind, posting) in postings {
            if Purse::of(&posting.account) != Some(purse) {
                continue;
            }
            match (posting.account.kind, kind) {
                (AccountKind::Budget, TransferKind::Issue | TransferKind::Withdraw) => {
                    row.issued = add(row.issued, posting.amount)?;
                }
                (AccountKind::Reserved, TransferKind::Post | TransferKind::Reverse) => {
                    row.spent = add(row.spent, -posting.amount)?;
                    row.reserved = add(row.reserved, posting.amount)?;
                }
                (AccountKind::Reserved, _) => row.reserved = add(row.reserved, posting.amount)?,
                _ => {}
            }
        }
        Ok(row)
    }
}
