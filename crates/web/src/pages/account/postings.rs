//! The postings behind a figure.

use app::AppError;
use app::ledger::{FigureKey, PlaceKey, postings};
use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;

use super::{period_name, period_of, posted, posted_of, posting, unit_of};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::i18n::Html;
use crate::labels;
use crate::page::Page;
use crate::parts::table::{Cell, Table};
use crate::routes;

/// Rows of one page.
const PAGE: i64 = 100;

/// The page.
#[derive(Debug, Template)]
#[template(path = "account/postings.html")]
pub(crate) struct PostingsView {
    pub c: Chrome,
    pub unit: Html,
    /// The account.
    pub account: String,
    pub period: String,
    /// What is counted.
    pub side: &'static str,
    /// Which line of it: service and other side; empty for all.
    pub of: String,
    /// With their sum, when all of them are on this page.
    pub postings: Table,
    pub next: Option<String>,
}

/// Postings of one figure, which more of them follow.
pub(super) fn table(c: &Chrome) -> Table {
    posted(c).grows("postings")
}

/// The same with their sum.
pub(super) fn total(postings: Table, c: &Chrome, sum: String) -> Table {
    postings.foot(vec![Cell::text(c.t("account-total")).over(4), Cell::text(sum)])
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Wanted {
    #[serde(default)]
    period: String,
    #[serde(default)]
    figure: String,
    #[serde(default)]
    after: String,
}

pub(super) async fn show(visit: SignedIn, Path(key): Path<String>, Query(wanted): Query<Wanted>) -> Reply {
    let (cx, code) = (visit.cx(None), key.clone());
    let (text, figure, after) = (wanted.period.clone(), wanted.figure.clone(), wanted.after.clone());
    let (unit, period, figure, mut found) = visit
        .site
        .read(move |tx| {
            let unit = unit_of(tx, &code)?;
            let period = period_of(tx, &text, cx.now)?;
            // Without a figure the address shows what was earned.
            let named = if figure.is_empty() { "earned" } else { &figure };
            let figure: FigureKey = named.parse().map_err(|_| AppError::Missing("figure"))?;
            let found = postings(tx, &cx, unit.id, period, figure, PlaceKey::parse(&after), PAGE + 1)?;
            Ok((unit, period, figure, found))
        })
        .await?;
    let c = visit.chrome();
    let more = found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let here = routes::postings(&key, period, figure);
    let mut rows = table(&c).filled(found.iter().map(|found| posting(&c, found, false)));
    if !more && wanted.after.is_empty() {
        let sum: i64 = found.iter().map(|posting| posting.amount).sum();
        rows = total(rows, &c, if figure.side.counts_time() { c.exact(sum) } else { c.money(sum) });
    }
    let view = PostingsView {
        unit: c.authored(&unit.texts.name),
        account: routes::account_of(&key, period),
        period: period_name(&c, period),
        side: labels::account_side(figure.side),
        of: found
            .first()
            .filter(|_| figure.line.is_some())
            .map(|first| posted_of(&c, first))
            .unwrap_or_default(),
        next: found
            .last()
            .filter(|_| more)
            .map(|last| routes::with(&here, &[("after", &last.place.to_string())])),
        postings: rows,
        c,
    };
    Ok(Page::personal(&view))
}
