//! Opening a figure: the postings that sum to it.

use domain::company::COMPANY_UNIT;
use domain::ids::UnitId;
use domain::ledger::{AccountKind, FigureOf, Period};
use domain::money::Currency;
use domain::permission::{Action, Resource, can};
use domain::time::Instant;
use jiff::civil::Date;
use store::Tx;
use store::repo::ledger::{Opened, Seen, Wanted, late, late_postings, opened};

use super::bill::{Bill, authorise, budget_of};
use super::view::{Corrections, PlaceKey, PostingView};
use super::{Books, FigureKey, LineKey};
use crate::Cx;
use crate::error::Answer;

/// How many corrections a statement lists.
const CORRECTIONS: i64 = 50;
/// The sides that belong to days, not to budgets.
const OF_DAYS: [FigureOf; 4] = [FigureOf::Earned, FigureOf::Spent, FigureOf::Taken, FigureOf::Given];

/// The postings behind a figure of a statement, in the order of their days, after a place, at most `limit` (and at most five hundred). All
/// pages of a figure sum to it; of a budget, whose figures are those of now, to what it is now.
///
/// # Errors
/// [`crate::AppError::Missing`] when the unit is not there or the viewer may not read its account.
pub fn postings(
    tx: &mut dyn Tx,
    cx: &Cx,
    unit: UnitId,
    period: Period,
    key: FigureKey,
    after: Option<PlaceKey>,
    limit: i64,
) -> Answer<Vec<PostingView>> {
    authorise(tx, cx, unit)?;
    let books = Books::load(tx)?;
    let bill = Bill::of(&books, period, cx.now)?;
    let line = match key.line {
        None if key.side == FigureOf::Issued => Some((COMPANY_UNIT, None)),
        None => None,
        Some(LineKey { service, counterparty: Some(counterparty) }) => Some((counterparty, service)),
        // Everything earned, spent, taken or given has another side.
        Some(LineKey { counterparty: None, .. }) => return Ok(Vec::new()),
    };
    let wanted = |account| Wanted {
        unit,
        account,
        period: None,
        from: period.start(),
        to: period.end(),
        booked_before: bill.booked_before(),
        line,
    };
    let limit = limit.clamp(0, 500);
    let place = after.map(|PlaceKey(day, transfer, line)| (day, transfer, line));
    let mut all = Vec::new();
    if key.side.of_budget() {
        let purse = budget_of(tx, books.currency, unit, period)?.purse;
        // A budget is used from its first day on, also after its last one: what is given back then goes back to it.
        let budget = Wanted {
            period: Some(purse.period),
            from: purse.period.start(),
            to: Date::MAX,
            booked_before: Instant::from_millis(i64::MAX),
            ..wanted(AccountKind::Budget)
        };
        for account in key.side.kinds() {
            let wanted = Wanted { account: *account, ..budget };
            all.extend(opened(tx, cx.viewer.person(), &wanted, place, limit)?);
        }
    } else {
        for account in key.side.kinds() {
            all.extend(opened(tx, cx.viewer.person(), &wanted(*account), place, limit)?);
        }
    }
    all.sort_by_key(|opened| opened.place);
    all.truncate(usize::try_from(limit).unwrap_or(0));
    Ok(all.into_iter().map(|opened| view(cx, key.side, opened)).collect())
}

/// The title of a request, where the viewer may read it.
pub(super) fn title(cx: &Cx, seen: &Seen) -> Option<String> {
    can(&cx.viewer, Action::ReadRequest, Resource::Request(&seen.facts)).then(|| seen.title.clone())
}

fn view(cx: &Cx, side: FigureOf, opened: Opened) -> PostingView {
    let (day, transfer, line) = opened.place;
    PostingView {
        place: PlaceKey(day, transfer, line),
        side,
        kind: opened.kind,
        effective: day,
        booked_at: opened.booked_at,
        counterparty: opened.counterparty,
        service: opened.service,
        number: opened.request.as_ref().map(|request| request.number),
        title: opened.request.as_ref().and_then(|request| title(cx, request)),
        amount: opened.amount * side.sign(),
    }
}

/// What was booked between two moments for these days, in a later month than theirs.
pub(super) fn late_list(
    tx: &mut dyn Tx,
    cx: &Cx,
    unit: UnitId,
    currency: Currency,
    booked: (Instant, Instant),
    days: (Date, Date),
) -> Answer<Corrections> {
    let mut sums = [0; 4];
    for total in late(tx, unit, booked, days)? {
        let counted = [currency, Currency::SECONDS].contains(&total.key.currency);
        for (sum, side) in sums.iter_mut().zip(OF_DAYS) {
            if counted && side.kinds().contains(&total.key.account) {
                *sum += total.amount * side.sign();
            }
        }
    }
    let [earned, spent, taken, given] = sums;
    let found = late_postings(tx, cx.viewer.person(), unit, booked, days, CORRECTIONS + 1)?;
    let more = found.len() > usize::try_from(CORRECTIONS).unwrap_or(0);
    let side =
        |account| OF_DAYS.into_iter().find(|side| side.kinds().contains(&account)).unwrap_or(FigureOf::Spent);
    let mut postings: Vec<_> =
        found.into_iter().map(|opened| view(cx, side(opened.account), opened)).collect();
    postings.truncate(usize::try_from(CORRECTIONS).unwrap_or(0));
    Ok(Corrections { earned, spent, taken, given, postings, more })
}
