//! Totals of the ledger while requests are made: days and periods that are over leave the memory.

use domain::ledger::LedgerError;
use jiff::civil::Date;
use store::repo::ledger::Rebuilt;

/// What was booked and is not written yet.
#[derive(Debug, Default)]
pub(super) struct Totals {
    kept: Rebuilt,
    /// The month in which totals were last taken out.
    month: Option<(i16, i8)>,
}

impl Totals {
    /// Adds the totals of a batch. Reserves are those of its own requests alone.
    pub(super) fn add(&mut self, batch: Rebuilt) -> Result<(), LedgerError> {
        let sum = |a: i64, b: i64| a.checked_add(b).ok_or(LedgerError::Overflow);
        for (purse, row) in batch.budgets {
            let known = self.kept.budgets.entry(purse).or_insert(domain::ledger::BudgetRow::new(purse));
            known.issued = sum(known.issued, row.issued)?;
            known.reserved = sum(known.reserved, row.reserved)?;
            known.spent = sum(known.spent, row.spent)?;
        }
        self.kept.reserves.extend(batch.reserves);
        for (key, balance) in batch.days {
            self.kept.days.entry(key).or_default().add(balance)?;
        }
        for (key, balance) in batch.periods {
            self.kept.periods.entry(key).or_default().add(balance)?;
        }
        for (key, orders) in batch.orders {
            let known = self.kept.orders.entry(key).or_default();
            *known = sum(*known, orders)?;
        }
        Ok(())
    }

    /// Takes out, at most once for each month, what is about days and periods before this day; everything without a day.
    pub(super) fn ended_before(&mut self, day: Option<Date>) -> Rebuilt {
        let Some(day) = day else { return std::mem::take(&mut self.kept) };
        let mut ended = Rebuilt::default();
        let month = Some((day.year(), day.month()));
        if month == self.month {
            return ended;
        }
        self.month = month;
        ended.reserves = std::mem::take(&mut self.kept.reserves);
        ended.days = self.kept.days.extract_if(.., |(of, _), _| *of < day).collect();
        ended.periods = self.kept.periods.extract_if(.., |(period, _), _| period.end() < day).collect();
        ended.orders = self.kept.orders.extract_if(.., |key, _| key.1.end() < day).collect();
        ended
    }
}
