//! Accounts: whose, of what kind, in which currency, and for which budget period.

use serde::{Deserialize, Serialize};

use super::{LedgerError, Period};
use crate::ids::UnitId;
use crate::money::Currency;

/// What an account counts. The module's table of movements says which kinds move together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountKind {
    /// What the company set aside for budgets of a period; the source of all issued money.
    Appropriation,
    /// What a unit may still reserve in a period.
    Budget,
    /// What a unit promised to its providers and has not yet paid.
    Reserved,
    /// What a unit earned as a provider (a credit balance).
    Revenue,
    /// What a unit paid to other units of the company.
    Cost,
    /// What a unit paid to vendors outside.
    Purchases,
    /// What changed hands: received by a provider, given by a payer without a reserve.
    Settlement,
    /// Seconds that a unit's people spent as customers.
    ClientTimeGiven,
    /// Seconds that a unit's services took from their customers (a credit balance).
    ClientTimeTaken,
}

impl AccountKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Appropriation,
        Self::Budget,
        Self::Reserved,
        Self::Revenue,
        Self::Cost,
        Self::Purchases,
        Self::Settlement,
        Self::ClientTimeGiven,
        Self::ClientTimeTaken,
    ];

    /// The word that the tables and the journal keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Appropriation => "appropriation",
            Self::Budget => "budget",
            Self::Reserved => "reserved",
            Self::Revenue => "revenue",
            Self::Cost => "cost",
            Self::Purchases => "purchases",
            Self::Settlement => "settlement",
            Self::ClientTimeGiven => "client_time_given",
            Self::ClientTimeTaken => "client_time_taken",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// True for the kinds that are kept apart for every budget period.
    pub const fn has_period(self) -> bool {
        matches!(self, Self::Appropriation | Self::Budget | Self::Reserved)
    }

    /// True for the kinds that count seconds; the others count money.
    pub const fn counts_time(self) -> bool {
        matches!(self, Self::ClientTimeGiven | Self::ClientTimeTaken)
    }
}

/// One account. Two postings with equal accounts move the same balance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Account {
    /// Whose account it is.
    pub unit: UnitId,
    /// What it counts.
    pub kind: AccountKind,
    /// In which currency, or seconds.
    pub currency: Currency,
    /// The budget period, for the kinds that have one.
    pub period: Option<Period>,
}

impl Account {
    /// An account of a kind without periods.
    pub const fn plain(unit: UnitId, kind: AccountKind, currency: Currency) -> Self {
        Self { unit, kind, currency, period: None }
    }

    /// An account of a kind with periods.
    pub const fn periodic(unit: UnitId, kind: AccountKind, currency: Currency, period: Period) -> Self {
        Self { unit, kind, currency, period: Some(period) }
    }

    /// Checks that period and currency fit the kind.
    ///
    /// # Errors
    /// [`LedgerError::WrongPeriod`] or [`LedgerError::WrongCurrency`].
    pub fn check(&self) -> Result<(), LedgerError> {
        if self.kind.has_period() != self.period.is_some() {
            return Err(LedgerError::WrongPeriod(self.kind));
        }
        if self.kind.counts_time() != (self.currency == Currency::SECONDS) {
            return Err(LedgerError::WrongCurrency { kind: self.kind, currency: self.currency });
        }
        Ok(())
    }
}
