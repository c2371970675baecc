//! Files of an account: its postings as a table, the whole ledger as a journal. Both are written piece by piece.

use app::Cx;
use app::audit::take_away;
use app::error::Answer;
use app::ledger::{FigureKey, PostingView, journal as write_journal, postings as read_postings, statement};
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::access::Taken;
use domain::ids::UnitId;
use domain::ledger::{FigureOf, Period};
use domain::localized::Language;
use store::{StoreError, Tx};

use super::{Wanted, period_of, unit_of};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::download;
use crate::error::Reply;
use crate::format::plain;
use crate::labels;

/// Postings that are read at once.
const BATCH: i64 = 500;

pub(super) async fn journal(visit: SignedIn) -> Reply<Response> {
    let cx = visit.cx(None);
    visit.site.write(&cx, |tx, cx| take_away(tx, cx, Taken::Journal, None, None)).await?;
    let make = move |tx: &mut dyn Tx, write: &mut dyn FnMut(&str) -> Result<(), StoreError>| {
        write_journal(tx, &cx, write)
    };
    Ok(download::file(visit.site.db(), "text/plain; charset=utf-8", "vitrina.journal", make))
}

pub(super) async fn postings(
    visit: SignedIn,
    Path(key): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Reply<Response> {
    let (cx, code, text) = (visit.cx(None), key, wanted.period);
    let asked = cx.clone();
    let (unit, period) = visit
        .site
        .read(move |tx| {
            let unit = unit_of(tx, &code)?;
            let period = period_of(tx, &text, asked.now)?;
            // Whoever may not read the account is told so before the file begins.
            statement(tx, &asked, unit.id, period)?;
            Ok((unit, period))
        })
        .await?;
    visit.site.write(&cx, move |tx, cx| take_away(tx, cx, Taken::Postings, Some(unit.id), None)).await?;
    let c = visit.chrome();
    let name = format!("{}-{period}.csv", unit.code);
    let make = move |tx: &mut dyn Tx, write: &mut dyn FnMut(&str) -> Result<(), StoreError>| {
        table(tx, &cx, &c, unit.id, period, write)
    };
    Ok(download::file(visit.site.db(), "text/csv; charset=utf-8", &name, make))
}

/// Writes the postings of every side of days.
fn table(
    tx: &mut dyn Tx,
    cx: &Cx,
    c: &Chrome,
    unit: UnitId,
    period: Period,
    write: &mut dyn FnMut(&str) -> Result<(), StoreError>,
) -> Answer<()> {
    let heads = [
        "postings-side",
        "postings-day",
        "postings-booked",
        "postings-what",
        "postings-unit",
        "postings-service",
        "postings-number",
        "postings-title",
        "postings-amount",
        "postings-counted",
    ];
    let heads: Vec<String> = heads.iter().map(|key| c.t(key).into_owned()).collect();
    // The mark at the start tells spreadsheets that this is UTF-8.
    write(&format!("\u{feff}{}", download::row(c, &heads)))?;
    for side in [FigureOf::Earned, FigureOf::Spent, FigureOf::Taken, FigureOf::Given] {
        let mut after = None;
        loop {
            let found = read_postings(tx, cx, unit, period, FigureKey::all(side), after, BATCH)?;
            after = found.last().map(|last| last.place);
            let text: String = found.iter().map(|posting| download::row(c, &cells(c, posting))).collect();
            if text.is_empty() {
                break;
            }
            write(&text)?;
        }
    }
    Ok(())
}

fn cells(c: &Chrome, found: &PostingView) -> Vec<String> {
    let point = if c.language() == Language::Ru { ',' } else { '.' };
    let name = |found: Option<&domain::localized::Localized>| {
        found.map(|name| name.text(c.language()).to_owned()).unwrap_or_default()
    };
    let (amount, counted) = if found.side.counts_time() {
        (found.amount.to_string(), c.t("postings-seconds").into_owned())
    } else {
        (plain(found.amount, c.currency, point), c.currency.code().to_owned())
    };
    vec![
        c.t(labels::account_side(found.side)).into_owned(),
        found.effective.to_string(),
        found.booked_at.to_timestamp().to_string(),
        c.t(labels::transfer_kind(found.kind)).into_owned(),
        name(found.counterparty.as_ref().map(|(_, name)| name)),
        name(found.service.as_ref().map(|(_, name)| name)),
        found.number.map(|number| number.to_string()).unwrap_or_default(),
        found.title.clone().unwrap_or_default(),
        amount,
        counted,
    ]
}
