//! Money and time between units: what events of requests move, budgets, statements, the journal.

mod bill;
mod budget;
mod effects;
mod figures;
mod journal;
mod key;
mod statement;
mod view;

use std::collections::HashMap;
use std::sync::LazyLock;

use domain::ids::ServiceId;
use domain::ledger::Transfer;
use domain::money::Currency;
use domain::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use parking_lot::RwLock;
use store::chain::Moved;
use store::repo::company;
use store::repo::ledger::{Booked, SaveError, moved, save};
use store::{Lane, StoreError, Tx};

pub use budget::{current, funding, issue_budget, withdraw_budget};
pub(crate) use effects::{Shelf, book};
pub use effects::{apply, moves};
pub use figures::postings;
pub use journal::journal;
pub use key::{FigureKey, LineKey, NotAFigure};
pub use statement::statement;
pub use view::{
    BudgetView, Corrections, Half, MonthView, OpenView, PlaceKey, PostingView, RowSums, RowView,
    StatementView,
};

use crate::error::{Answer, AppError};

/// The books of each database: currency and zone are said when the company begins and never change. They are kept by reads alone, which see what
/// is committed.
static KNOWN: LazyLock<RwLock<HashMap<u64, Books>>> = LazyLock::new(RwLock::default);

/// What the company counts in and where its days begin.
#[derive(Debug, Clone, PartialEq)]
pub struct Books {
    /// The accounting currency.
    pub currency: Currency,
    /// The time zone of effective days and of periods.
    pub zone: TimeZone,
}

impl Books {
    /// The books of the company.
    ///
    /// # Errors
    /// [`AppError::Missing`] before the company began.
    pub fn load(tx: &mut dyn Tx) -> Answer<Self> {
        if let Some(known) = KNOWN.read().get(&tx.database()) {
            return Ok(known.clone());
        }
        let company = company::current(tx)?.ok_or(AppError::Missing("company"))?;
        let zone = jiff::tz::TimeZoneDatabase::bundled()
            .get(&company.zone)
            .map_err(|error| StoreError::inconsistent("company", "zone", 1, error.to_string()))?;
        let books = Self { currency: company.currency, zone };
        if tx.lane() == Lane::Read {
            KNOWN.write().insert(tx.database(), books.clone());
        }
        Ok(books)
    }

    /// The day of a moment.
    pub fn day(&self, at: Instant) -> Date {
        at.to_timestamp().to_zoned(self.zone.clone()).date()
    }

    /// A transfer as the hash of its event covers it.
    pub(crate) fn moved(&self, booked: &Booked) -> Answer<Moved> {
        let Booked { transfer, service } = booked;
        Ok(moved(transfer, *service, self.day(transfer.head().booked_at))?)
    }

    /// Writes a transfer down, with the totals.
    fn save(&self, tx: &mut dyn Tx, transfer: &Transfer, service: Option<ServiceId>) -> Answer<Moved> {
        let booked_on = self.day(transfer.head().booked_at);
        save(tx, transfer, service, booked_on).map_err(|error| match error {
            SaveError::Store(error) => error.into(),
            SaveError::Ledger(error) => error.into(),
        })
    }
}
