//! Files of an account: its postings as a table, the whole ledger as a journal. Both are written piece by piece.

use std::io::{BufWriter, Seek as _, Write as _};
use std::time::Duration;

use app::audit::take_away;
use app::error::Answer;
use app::ledger::{FigureKey, PostingView, journal as write_journal, postings as read_postings, statement};
use app::{AppError, Cx};
use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::access::Taken;
use domain::ids::UnitId;
use domain::ledger::{Period, Side};
use domain::localized::Language;
use store::{Db, Lane, StoreError, Tx};

use super::{Wanted, period_of, unit_of};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::download;
use crate::error::Reply;
use crate::format::plain;
use crate::labels;

/// How long a file may take until its last piece is read.
const PATIENCE: Duration = Duration::from_secs(600);
/// Postings that are read at once.
const BATCH: i64 = 500;

/// A file that `make` writes; an error breaks the download off, so that no half file looks whole.
fn file(
    db: &Db,
    kind: &'static str,
    name: &str,
    make: impl Fn(&mut dyn Tx, &mut dyn FnMut(&str) -> Result<(), StoreError>) -> Answer<()> + Send + 'static,
) -> Response {
    let db = db.clone();
    // Written before it is sent: whoever reads slowly keeps nobody from the database.
    let body = download::made(move || {
        let file = tempfile::tempfile()?;
        let mut out = file.try_clone()?;
        let made = db.within(Lane::Read, PATIENCE, move |tx| {
            // It may run more than once.
            out.set_len(0).map_err(StoreError::from)?;
            out.rewind().map_err(StoreError::from)?;
            let mut kept = BufWriter::new(&mut out);
            make(tx, &mut |text| Ok(kept.write_all(text.as_bytes())?))?;
            Ok::<(), AppError>(kept.flush().map_err(StoreError::from)?)
        });
        made.map_err(std::io::Error::other)?;
        (&file).rewind()?;
        Ok(file)
    });
    let disposition = format!("attachment; filename=\"{name}\"");
    ([(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, disposition)], body).into_response()
}

pub(super) async fn journal(visit: SignedIn) -> Reply<Response> {
    let cx = visit.cx(None);
    visit.site.write(&cx, |tx, cx| take_away(tx, cx, Taken::Journal, None, None)).await?;
    let make = move |tx: &mut dyn Tx, write: &mut dyn FnMut(&str) -> Result<(), StoreError>| {
        write_journal(tx, &cx, write)
    };
    Ok(file(visit.site.db(), "text/plain; charset=utf-8", "vitrina.journal", make))
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
    Ok(file(visit.site.db(), "text/csv; charset=utf-8", &name, make))
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
    write(&format!("\u{feff}{}", row(c, &heads)))?;
    for side in [Side::Earned, Side::Spent, Side::Taken, Side::Given] {
        let mut after = None;
        loop {
            let found = read_postings(tx, cx, unit, period, FigureKey::all(side), after, BATCH)?;
            after = found.last().map(|last| last.place);
            let text: String = found.iter().map(|posting| row(c, &cells(c, posting))).collect();
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

/// A row: semicolons where the comma is the decimal sign, as spreadsheets of that language expect.
fn row(c: &Chrome, cells: &[String]) -> String {
    let between = if c.language() == Language::Ru { ';' } else { ',' };
    flow::csv::row(between, cells.iter().map(String::as_str))
}
