//! A unit's account for a period, read from totals that are written with every transfer: as fast for a hundred thousand postings as for ten.

use std::collections::BTreeMap;

use domain::ids::{ServiceId, UnitId};
use domain::ledger::{AccountKind, BudgetMode, FigureOf, Period, PeriodLength};
use domain::money::Minor;
use domain::time::Instant;
use jiff::ToSpan;
use jiff::civil::Date;
use store::Tx;
use store::repo::ledger::{self as rows, Total, Trade};

use super::bill::{Bill, authorise, budget_of, closes_on};
use super::figures::{late_list, title};
use super::view::{BudgetView, Half, MonthView, OpenView, RowSums, RowView, StatementView};
use super::{Books, LineKey};
use crate::Cx;
use crate::error::{Answer, AppError};

/// How many rows a half shows; the others are summed up.
const ROWS: usize = 200;
/// How many open reserves are listed.
const OPEN: i64 = 50;

/// The unit's account for a month, quarter or year.
///
/// # Errors
/// [`AppError::Missing`] when the unit is not there or the viewer may not read its account.
pub fn statement(tx: &mut dyn Tx, cx: &Cx, unit: UnitId, period: Period) -> Answer<StatementView> {
    let mode = authorise(tx, cx, unit)?;
    let books = Books::load(tx)?;
    let today = books.day(cx.now);
    let bill = Bill::of(&books, period, cx.now)?;
    let (mut supplied, mut ordered) = halves(tx, &books, unit, period, &bill)?;
    let (months, before) = series(tx, unit, period, today)?;
    supplied.before = before.0;
    ordered.before = before.1;
    let budget = budget_view(tx, cx, &books, unit, period, mode, ordered.total.money)?;
    let day_before =
        period.start().yesterday().map_err(|_| AppError::field("period", "field-out-of-bounds"))?;
    let earlier = (period.start().checked_sub(50.years()).unwrap_or(Date::MIN), day_before);
    let corrections = late_list(tx, cx, unit, books.currency, (bill.begins, bill.ends), earlier)?;
    let late = if bill.closed {
        let from_now_on = (bill.ends, Instant::from_millis(i64::MAX));
        late_list(tx, cx, unit, books.currency, from_now_on, (period.start(), period.end()))?
    } else {
        Default::default()
    };
    Ok(StatementView {
        unit,
        period,
        currency: books.currency,
        closes_on: closes_on(period)?,
        closed: bill.closed,
        supplied,
        ordered,
        budget,
        months,
        corrections,
        late,
        previous: period.previous(),
        next: period.next().filter(|next| next.start() <= today),
        units: rows::unit_names(tx)?.into_iter().map(|(id, _, name)| (id, name)).collect(),
        services: rows::service_names(tx, unit, period)?.into_iter().collect(),
    })
}

/// Sums by line, while they are gathered.
#[derive(Default)]
struct Gathered {
    sums: RowSums,
    outside: bool,
}

type Lines = BTreeMap<(Option<ServiceId>, Option<UnitId>), Gathered>;

fn halves(tx: &mut dyn Tx, books: &Books, unit: UnitId, period: Period, bill: &Bill) -> Answer<(Half, Half)> {
    let (mut supplied, mut ordered) = (Lines::new(), Lines::new());
    let mut add = |total: &Total, sign: Minor| {
        let Some(trade) = Trade::of(total.key.account) else { return };
        let money = !total.key.account.counts_time();
        if money && total.key.currency != books.currency {
            return;
        }
        let lines = if trade == Trade::Supplied { &mut supplied } else { &mut ordered };
        let line = lines.entry((total.key.service, total.key.counterparty)).or_default();
        // Earnings and time taken are credit balances.
        let amount = total.amount * sign * if trade == Trade::Supplied { -1 } else { 1 };
        *(if money { &mut line.sums.money } else { &mut line.sums.seconds }) += amount;
        line.outside |= total.key.account == AccountKind::Purchases;
    };
    rows::totals(tx, unit, period)?.iter().for_each(|total| add(total, 1));
    if bill.closed {
        let booked = (bill.ends, Instant::from_millis(i64::MAX));
        let late = rows::late(tx, unit, booked, (period.start(), period.end()))?;
        late.iter().for_each(|total| add(total, -1));
    }
    for (trade, counterparty, service, orders) in rows::orders(tx, unit, period)? {
        let lines = if trade == Trade::Supplied { &mut supplied } else { &mut ordered };
        if let Some(line) = lines.get_mut(&(service, counterparty)) {
            line.sums.orders = orders;
        }
    }
    Ok((half(supplied), half(ordered)))
}

fn half(lines: Lines) -> Half {
    let mut rows: Vec<_> = lines
        .into_iter()
        .filter(|(_, line)| line.sums.money != 0 || line.sums.seconds != 0)
        .map(|((service, counterparty), line)| RowView {
            key: LineKey { service, counterparty },
            outside: line.outside,
            sums: line.sums,
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.sums.money, row.sums.seconds)));
    let sum = |rows: &[RowView]| {
        rows.iter().fold(RowSums::default(), |sum, row| RowSums {
            orders: sum.orders + row.sums.orders,
            money: sum.money + row.sums.money,
            seconds: sum.seconds + row.sums.seconds,
        })
    };
    let total = sum(&rows);
    let rest = (rows.len() > ROWS).then(|| sum(&rows[ROWS..]));
    rows.truncate(ROWS);
    Half { rows, rest, total, before: (0, 0) }
}

type Before = ((Minor, i64), (Minor, i64));

/// Six months, and money and time of both halves in the period before.
fn series(tx: &mut dyn Tx, unit: UnitId, period: Period, today: Date) -> Answer<(Vec<MonthView>, Before)> {
    let last = period.end().min(today.max(period.start()));
    let out = || AppError::field("period", "field-out-of-bounds");
    let mut months = vec![Period::containing(last, PeriodLength::Month).ok_or_else(out)?];
    while let Some(previous) = months.last().and_then(|month| month.previous()).filter(|_| months.len() < 6) {
        months.push(previous);
    }
    months.reverse();
    let before = period.previous();
    let asked: Vec<_> = months.iter().copied().chain(before).collect();
    let sums = rows::series(tx, unit, &asked)?;
    let sum = |period: Period, side: FigureOf| -> Minor {
        let own = sums
            .iter()
            .filter(|(month, account, _)| period.contains(month.start()) && side.kinds().contains(account));
        own.map(|(_, _, amount)| amount * side.sign()).sum()
    };
    let view = |month: &Period| MonthView {
        month: *month,
        earned: sum(*month, FigureOf::Earned),
        spent: sum(*month, FigureOf::Spent),
    };
    let of = |side| before.map_or(0, |before| sum(before, side));
    let before = ((of(FigureOf::Earned), of(FigureOf::Taken)), (of(FigureOf::Spent), of(FigureOf::Given)));
    Ok((months.iter().map(view).collect(), before))
}

fn budget_view(
    tx: &mut dyn Tx,
    cx: &Cx,
    books: &Books,
    unit: UnitId,
    period: Period,
    mode: BudgetMode,
    spent: Minor,
) -> Answer<BudgetView> {
    let row = budget_of(tx, books.currency, unit, period)?;
    let left = match mode {
        BudgetMode::Soft | BudgetMode::Hard => Some(row.free()?),
        // Nothing is reserved from a shadow budget, so it is compared with all that was spent.
        BudgetMode::Shadow => (row.purse.period == period).then(|| row.issued - spent),
    };
    let (open, open_orders) = rows::open_orders(tx, row.purse, cx.viewer.person(), OPEN)?;
    let open = open
        .into_iter()
        .map(|open| OpenView {
            number: open.request.number,
            title: title(cx, &open.request),
            amount: open.amount,
        })
        .collect();
    Ok(BudgetView { mode, row, left, open, open_orders })
}
