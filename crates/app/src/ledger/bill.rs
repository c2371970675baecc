//! What a statement and the figures behind it have in common: who may read them, which postings a bill counts, which budget stands
//! beside it.

use domain::ids::UnitId;
use domain::ledger::{BudgetMode, BudgetRow, Period, PeriodLength, Purse};
use domain::money::Currency;
use domain::permission::{Action, Resource, can};
use domain::time::Instant;
use jiff::civil::Date;
use store::Tx;
use store::repo::{ledger as rows, unit};

use super::Books;
use crate::Cx;
use crate::error::{Answer, AppError};

/// The moments between which postings are booked for a bill, and whether it is issued.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bill {
    pub begins: Instant,
    pub ends: Instant,
    pub closed: bool,
}

impl Bill {
    pub(super) fn of(books: &Books, period: Period, now: Instant) -> Answer<Self> {
        let (begins, ends) = (midnight(books, period.start())?, midnight(books, closes_on(period)?)?);
        Ok(Self { begins, ends, closed: now >= ends })
    }

    /// Figures count what was booked before this moment.
    pub(super) fn booked_before(&self) -> Instant {
        if self.closed { self.ends } else { Instant::from_millis(i64::MAX) }
    }
}

/// The first day after a period.
pub(super) fn closes_on(period: Period) -> Answer<Date> {
    period.end().tomorrow().map_err(|_| AppError::field("period", "field-out-of-bounds"))
}

fn midnight(books: &Books, day: Date) -> Answer<Instant> {
    let begins = day.to_zoned(books.zone.clone());
    let begins = begins.map_err(|_| AppError::field("period", "field-out-of-bounds"))?;
    Ok(Instant::from_timestamp(begins.timestamp()))
}

/// Refuses unless the viewer may read the unit's account; a unit that is not there looks the same.
pub(super) fn authorise(tx: &mut dyn Tx, cx: &Cx, id: UnitId) -> Answer<BudgetMode> {
    if !can(&cx.viewer, Action::ReadAccount, Resource::Unit(id)) {
        return Err(AppError::Missing("unit"));
    }
    Ok(unit::by_id(tx, id)?.ok_or(AppError::Missing("unit"))?.budget_mode)
}

/// The budget of the period itself or, when nothing was issued for it, of the quarter or year around it.
pub(super) fn budget_of(
    tx: &mut dyn Tx,
    currency: Currency,
    unit: UnitId,
    period: Period,
) -> Answer<BudgetRow> {
    let mut around = [period; 3];
    let longer = PeriodLength::ALL.into_iter().filter(|length| *length > period.length());
    let longer = longer.filter_map(|length| Period::containing(period.start(), length));
    for (place, longer) in around[1..].iter_mut().zip(longer) {
        *place = longer;
    }
    let found = rows::budgets(tx, unit, currency, around)?;
    let of = |period| found.iter().find(|row| row.purse.period == period).copied();
    let issued = around.into_iter().filter_map(of).find(|row| row.issued > 0);
    Ok(issued.or(of(period)).unwrap_or(BudgetRow::new(Purse { unit, period, currency })))
}
