//! Budgets: issuing them, taking back what is unused, and deciding from which one an order is paid.

use domain::company::{COMPANY_UNIT, Event};
use domain::ids::{StreamId, TransferId, UnitId};
use domain::ledger::{
    BudgetMode, BudgetRow, Cause, Cover, Entry, Issued, Period, PeriodLength, Purse, Unspared, issue,
    withdraw,
};
use domain::money::Minor;
use domain::permission::{Action, Resource, can};
use domain::request::Funding;
use domain::time::Instant;
use store::chain::{Moved, Tip};
use store::repo::ledger::{budget, budgets, by_id, reversals_of};
use store::repo::{act, event, unit};
use store::{Hold, Tx};

use super::Books;
use crate::Cx;
use crate::error::{Answer, AppError};
use crate::once;

/// From where a unit pays an order of this total: from nothing when it is free; else from the shortest of this month's, quarter's and year's
/// budgets that something was issued for, or the month's, empty, when nothing was. A service that the law requires is never refused:
/// give it [`BudgetMode::Soft`] for a hard budget.
///
/// # Errors
/// [`AppError::Budget`] when a hard budget does not cover it.
pub fn funding(
    tx: &mut dyn Tx,
    books: &Books,
    unit: UnitId,
    mode: BudgetMode,
    total: Minor,
    now: Instant,
) -> Answer<Funding> {
    if total == 0 {
        return Ok(Funding::Nothing);
    }
    let row = current(tx, books, unit, now)?;
    let over = matches!(row.cover(mode, total)?, Cover::Beyond { .. });
    Ok(Funding::Budget { unit, period: row.purse.period, mode, over })
}

/// The budget that a unit's orders are paid from at a moment, by the rule of [`funding`].
pub fn current(tx: &mut dyn Tx, books: &Books, unit: UnitId, now: Instant) -> Answer<BudgetRow> {
    tx.hold(Hold::Budgets(unit))?;
    let day = books.day(now);
    let period =
        |length| Period::containing(day, length).ok_or(AppError::field("period", "field-out-of-bounds"));
    let [month, quarter, year] = PeriodLength::ALL;
    let periods = [period(month)?, period(quarter)?, period(year)?];
    let rows = budgets(tx, unit, books.currency, periods)?;
    let of = |period| rows.iter().find(|row| row.purse.period == period).copied();
    let issued = periods.into_iter().filter_map(of).find(|row| row.issued > 0);
    let empty = BudgetRow::new(Purse { unit, period: periods[0], currency: books.currency });
    Ok(issued.or(of(periods[0])).unwrap_or(empty))
}

/// The company gives a unit a budget for a period, in addition to what it gave before. It counts from today or, in advance, from the first day of
/// the period. The same command again gives the same transfer.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission, [`AppError::Missing`] without the unit, [`AppError::Ledger`] for an amount that is not
/// above zero or too large.
pub fn issue_budget(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    unit: UnitId,
    period: Period,
    amount: Minor,
) -> Answer<TransferId> {
    if !can(&cx.viewer, Action::IssueBudget, Resource::Unit(unit)) {
        return Err(AppError::Forbidden);
    }
    let known = unit::by_id(tx, unit)?.ok_or(AppError::Missing("unit"))?;
    let stream = StreamId(unit.0);
    let event::Stream { events: history, tip } = event::stream::<Event>(tx, stream)?;
    if once::done_on(tx, cx, stream)? {
        let same = history.iter().find(|recorded| recorded.envelope.command == cx.command);
        return match same.map(|recorded| &recorded.event) {
            Some(Event::BudgetIssued { transfer, .. }) => Ok(*transfer),
            // The key was used for something else.
            _ => Err(AppError::field("command", "field-taken")),
        };
    }
    if known.closed_at.is_some() {
        return Err(AppError::field("unit", "field-closed"));
    }
    let books = Books::load(tx)?;
    let id = TransferId(cx.ids.next());
    let entry = Entry {
        id,
        effective: books.day(cx.now).max(period.start()),
        booked_at: cx.now,
        cause: Cause { stream, seq: tip.seq() + 1 },
    };
    let purse = Purse { unit, period, currency: books.currency };
    let transfer = issue(entry, COMPANY_UNIT, purse, amount)?;
    let issued = Event::BudgetIssued { unit, period, amount, transfer: id };
    let moved = vec![books.save(tx, &transfer, None)?];
    told(tx, cx, stream, tip, issued, moved)?;
    Ok(id)
}

/// The company takes back what a unit has not used of a budget, at most what is free: what is reserved or spent stays. A unit that was closed
/// gives back too. It counts as [`issue_budget`] does. The same command again gives the same transfers, newest issue first.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission, [`AppError::Missing`] without the unit, [`AppError::Budget`] when less is free,
/// [`AppError::Ledger`] for an amount that is not above zero.
pub fn withdraw_budget(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    unit: UnitId,
    period: Period,
    amount: Minor,
) -> Answer<Vec<TransferId>> {
    if !can(&cx.viewer, Action::IssueBudget, Resource::Unit(unit)) {
        return Err(AppError::Forbidden);
    }
    unit::by_id(tx, unit)?.ok_or(AppError::Missing("unit"))?;
    let stream = StreamId(unit.0);
    let event::Stream { events: history, tip } = event::stream::<Event>(tx, stream)?;
    if once::done_on(tx, cx, stream)? {
        let same = history.iter().find(|recorded| recorded.envelope.command == cx.command);
        return match same.map(|recorded| &recorded.event) {
            Some(Event::BudgetWithdrawn { transfers, .. }) => Ok(transfers.clone()),
            // The key was used for something else.
            _ => Err(AppError::field("command", "field-taken")),
        };
    }
    let books = Books::load(tx)?;
    let purse = Purse { unit, period, currency: books.currency };
    tx.hold(Hold::Budgets(unit))?;
    let row = budget(tx, purse)?.unwrap_or(BudgetRow::new(purse));
    let mut issues = Vec::new();
    for recorded in &history {
        if let Event::BudgetIssued { period: of, transfer, .. } = recorded.event
            && of == period
        {
            let earlier = reversals_of(tx, transfer)?;
            let earlier = earlier.into_iter().map(|booked| booked.transfer).collect();
            issues.push(Issued { transfer: by_id(tx, transfer)?.transfer, earlier });
        }
    }
    let entry = || Entry {
        id: TransferId(cx.ids.next()),
        effective: books.day(cx.now).max(period.start()),
        booked_at: cx.now,
        cause: Cause { stream, seq: tip.seq() + 1 },
    };
    let back = withdraw(entry, &row, &issues, amount).map_err(|refused| match refused {
        Unspared::Insufficient(short) => AppError::from(short),
        Unspared::Ledger(error) => error.into(),
    })?;
    let transfers: Vec<_> = back.iter().map(|transfer| transfer.id()).collect();
    let withdrawn = Event::BudgetWithdrawn { unit, period, amount, transfers: transfers.clone() };
    let moved = back.iter().map(|transfer| books.save(tx, transfer, None)).collect::<Answer<_>>()?;
    told(tx, cx, stream, tip, withdrawn, moved)?;
    Ok(transfers)
}

/// Writes down what happened to the budget of a unit, with what it moved and from which network it came, and remembers the command. The unit
/// itself does not change by it, so nothing of it is folded.
fn told(tx: &mut dyn Tx, cx: &Cx, stream: StreamId, tip: Tip, event: Event, moved: Vec<Moved>) -> Answer<()> {
    event::append(tx, stream, tip, &cx.own_envelope(stream), &[event], moved)?;
    if let Some(network) = &cx.network {
        act::note_network(tx, cx.command, network, cx.now)?;
    }
    once::remember(tx, cx, stream)
}
