//! A unit's two-sided statement for a period, as of a moment.

use std::collections::{BTreeMap, BTreeSet};

use super::error::add;
use super::{AccountKind, BudgetMode, Figure, FigureOf, Filter, LedgerError, Period, PostingFact};
use crate::ids::{RequestId, ServiceId, UnitId};
use crate::money::{Currency, Minor};
use crate::time::Instant;

/// What is asked of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query {
    /// Whose statement.
    pub unit: UnitId,
    /// The accounting currency.
    pub currency: Currency,
    /// The days it covers.
    pub period: Period,
    /// The budget it shows: the period itself, or the quarter or year that the unit's budget is issued for.
    pub budget: Period,
    /// Only what was booked by this moment.
    pub as_of: Instant,
    /// When the bill for this period was issued, if it was. What was booked later is listed as late and counts on the next bill.
    pub issued: Option<Instant>,
    /// When the bill before it was issued, if there was one. What was booked since for earlier days is listed as a correction.
    pub previous: Option<Instant>,
}

impl Query {
    /// The last moment whose postings the figures include.
    fn bound(&self) -> Instant {
        self.issued.map_or(self.as_of, |issued| issued.min(self.as_of))
    }

    /// The filter of a figure of the whole statement.
    pub fn filter(&self, side: FigureOf) -> Filter {
        let days = !side.of_budget();
        Filter {
            unit: self.unit,
            side,
            currency: if side.counts_time() { Currency::SECONDS } else { self.currency },
            budget: (!days).then_some(self.budget),
            from: days.then(|| self.period.start()),
            to: days.then(|| self.period.end()),
            booked_after: None,
            as_of: self.bound(),
            service: None,
            counterparty: None,
        }
    }

    /// The filter of what was booked since the previous bill for earlier days. `None` without a previous bill.
    pub fn corrections(&self, side: FigureOf) -> Option<Filter> {
        let booked_after = Some(self.previous?);
        let to = self.period.start().yesterday().ok();
        Some(Filter { from: None, to, booked_after, ..self.filter(side) })
    }

    /// The filter of what was booked for this period after its bill. `None` before the bill.
    pub fn late(&self, side: FigureOf) -> Option<Filter> {
        Some(Filter { booked_after: Some(self.issued?), as_of: self.as_of, ..self.filter(side) })
    }
}

/// One line of a side: a service with a unit on the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementRow {
    /// The service.
    pub service: Option<ServiceId>,
    /// The customer on the supplying side, the provider on the ordering side.
    pub counterparty: Option<UnitId>,
    /// True when something was bought from a vendor outside.
    pub outside: bool,
    /// How many different requests it comes from.
    pub requests: usize,
    /// Earned or spent.
    pub money: Figure,
    /// Taken or given.
    pub seconds: Figure,
}

/// A posting that came too late for the bill it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Correction {
    /// What it changes.
    pub side: FigureOf,
    /// By how much, positive in the sense of its side.
    pub amount: Minor,
    /// The posting.
    pub fact: PostingFact,
}

/// A unit's account for a period. Every figure names its filter; every total is the sum of its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// What was asked.
    pub query: Query,
    /// What the unit supplied, largest money first.
    pub supplies: Vec<StatementRow>,
    /// What the unit ordered, largest money first.
    pub orders: Vec<StatementRow>,
    /// All it earned in the period.
    pub earned: Figure,
    /// All it spent in the period.
    pub spent: Figure,
    /// All client time it took.
    pub taken: Figure,
    /// All client time it gave.
    pub given: Figure,
    /// The budget issued to it.
    pub issued: Figure,
    /// What of it is reserved now.
    pub reserved: Figure,
    /// What of it may still be reserved.
    pub free: Figure,
    /// Booked since the previous bill for days before this period, in the order given. Not in the totals above.
    pub corrections: Vec<Correction>,
    /// Booked for this period after its bill, in the order given. Not in the totals above.
    pub late: Vec<Correction>,
}

#[derive(Default)]
struct Sums {
    money: Minor,
    seconds: Minor,
    requests: BTreeSet<RequestId>,
    outside: bool,
}

type Rows = BTreeMap<(Option<ServiceId>, Option<UnitId>), Sums>;

/// Sums postings up to a statement. Give at least the unit's postings of the period and of the budget; others are passed over.
///
/// # Errors
/// [`LedgerError::Overflow`].
pub fn statement<'a>(
    query: Query,
    facts: impl IntoIterator<Item = &'a PostingFact>,
) -> Result<Statement, LedgerError> {
    let (mut supplies, mut orders) = (Rows::new(), Rows::new());
    let mut totals: BTreeMap<FigureOf, Figure> =
        FigureOf::ALL.map(|side| (side, Figure { amount: 0, filter: query.filter(side) })).into();
    let (mut corrections, mut late) = (Vec::new(), Vec::new());
    for fact in facts {
        let posting = &fact.posting;
        for figure in totals.values_mut() {
            if figure.filter.matches(fact) {
                figure.amount = add(figure.amount, posting.amount * figure.filter.side.sign())?;
            }
        }
        let Some(side) = FigureOf::of_days(posting.account.kind) else { continue };
        let amount = posting.amount * side.sign();
        let correction = Correction { side, amount, fact: *fact };
        if query.corrections(side).is_some_and(|filter| filter.matches(fact)) {
            corrections.push(correction);
        }
        if query.late(side).is_some_and(|filter| filter.matches(fact)) {
            late.push(correction);
        }
        if !query.filter(side).matches(fact) {
            continue;
        }
        let rows =
            if matches!(side, FigureOf::Earned | FigureOf::Taken) { &mut supplies } else { &mut orders };
        let sums = rows.entry((fact.service, posting.counterparty)).or_default();
        let sum = if side.counts_time() { &mut sums.seconds } else { &mut sums.money };
        *sum = add(*sum, amount)?;
        sums.requests.extend(posting.request);
        sums.outside |= posting.account.kind == AccountKind::Purchases;
    }
    let total = |side: FigureOf| totals[&side];
    Ok(Statement {
        query,
        supplies: rows(&query, supplies, FigureOf::Earned, FigureOf::Taken),
        orders: rows(&query, orders, FigureOf::Spent, FigureOf::Given),
        earned: total(FigureOf::Earned),
        spent: total(FigureOf::Spent),
        taken: total(FigureOf::Taken),
        given: total(FigureOf::Given),
        issued: total(FigureOf::Issued),
        reserved: total(FigureOf::Reserved),
        free: total(FigureOf::Free),
        corrections,
        late,
    })
}

fn rows(query: &Query, sums: Rows, money: FigureOf, seconds: FigureOf) -> Vec<StatementRow> {
    let mut rows: Vec<_> = sums
        .into_iter()
        .map(|((service, counterparty), sums)| {
            let figure = |side, amount| {
                let (service, counterparty) = (Some(service), Some(counterparty));
                Figure { amount, filter: Filter { service, counterparty, ..query.filter(side) } }
            };
            StatementRow {
                service,
                counterparty,
                outside: sums.outside,
                requests: sums.requests.len(),
                money: figure(money, sums.money),
                seconds: figure(seconds, sums.seconds),
            }
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.money.amount, row.seconds.amount)));
    rows
}

impl Statement {
    /// What is left of the budget under a mode: what may still be reserved or, for a shadow budget, issued less spent in the period.
    /// A shadow budget is only compared when the statement covers the period of the budget; otherwise `None`.
    pub fn left(&self, mode: BudgetMode) -> Option<Minor> {
        match mode {
            BudgetMode::Soft | BudgetMode::Hard => Some(self.free.amount),
            BudgetMode::Shadow if self.query.period == self.query.budget => {
                self.issued.amount.checked_sub(self.spent.amount)
            }
            BudgetMode::Shadow => None,
        }
    }

    /// What corrections of earlier periods add to a side of this bill.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn corrected(&self, side: FigureOf) -> Result<Minor, LedgerError> {
        let own = self.corrections.iter().filter(|correction| correction.side == side);
        own.map(|correction| correction.amount).try_fold(0, add)
    }
}
