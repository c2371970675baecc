//! The requests behind a figure, the newest first.

use app::analytics::{PAGE, case, titles};
use askama::Template;
use axum::extract::Query;
use domain::time::Instant;
use flow::picture::Words;

use super::about::{ordered, places, title};
use super::asked::{Asked, Of};
use super::ground::{apart, load};
use super::{crumbs, narrowed};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::page::Page;
use crate::parts::table::{Cell, Table};

/// The page.
#[derive(Debug, Template)]
#[template(path = "flow/requests.html")]
pub(crate) struct RequestsView {
    pub c: Chrome,
    pub title: String,
    pub crumbs: Vec<(String, String)>,
    /// How the requests were chosen.
    pub chosen: String,
    pub count: String,
    pub back: String,
    pub table: Table,
    pub next: Option<String>,
}

/// The list, empty.
pub(super) fn table(c: &Chrome) -> Table {
    Table::new("", c.t("flow-word-requests"))
        .plain(c.t("flow-word-request"))
        .words(c.t("flow-col-opened"))
        .plain(c.t("flow-filter-unit"))
        .plain(c.t("flow-filter-service"))
        .numbers(c.t("flow-word-lead-time"))
        .grows("requests")
}

/// A place of the list as an address says it.
fn after(text: &str) -> Option<(i64, u128)> {
    let (opened, id) = text.split_once('_')?;
    Some((opened.parse().ok()?, u128::from_str_radix(id, 16).ok()?))
}

pub(super) async fn show(visit: SignedIn, of: Of, Query(asked): Query<Asked>) -> Reply {
    let ground = load(&visit, of, asked).await?;
    let (ground, shown, count, more) = apart(move || {
        let found = ordered(&ground, &places(&ground)?);
        let cases = ground.flow.log.cases();
        let place = |place: &u32| (cases[*place as usize].opened, cases[*place as usize].id);
        let from = match after(&ground.asked.after) {
            Some(last) => found.partition_point(|one| place(one) >= last),
            None => 0,
        };
        let shown: Vec<u32> = found[from..].iter().copied().take(PAGE).collect();
        let more = found.len() > from + shown.len();
        Some((ground, shown, found.len(), more))
    })
    .await?
    .ok_or_else(Error::not_found)?;

    let ids = |wanted: bool| -> Vec<_> {
        let cases = ground.flow.log.cases();
        let of = |place: &u32| ground.flow.own.get(*place as usize).copied().unwrap_or(true) == wanted;
        shown.iter().filter(|place| of(place)).map(|place| case(cases[*place as usize].id)).collect()
    };
    let (cx, own, imported) = (visit.cx(None), ids(true), ids(false));
    let titles = visit.site.read(move |tx| titles(tx, &cx, &own, &imported)).await?;

    let (c, log) = (visit.chrome(), &ground.flow.log);
    let row = |place: &u32| {
        let one = &log.cases()[*place as usize];
        let lead = match one.closed {
            Some(closed) => ground.told.span(flow::quantile::hours(closed - one.opened)),
            None => c.t("flow-list-still").into_owned(),
        };
        let Some(href) = ground.request(*place) else {
            // It is counted, and nothing tells which it is.
            let mut cells = vec![Cell::text("").beside(c.t("flow-list-few"))];
            cells.resize(5, Cell::text(""));
            return cells;
        };
        let title = titles.get(&case(one.id)).filter(|title| !title.is_empty());
        let named = match title {
            Some(title) => Cell::text(title).beside(one.key.to_string()),
            None => Cell::text(one.key.to_string()),
        };
        vec![
            named.to(href),
            Cell::text(c.date_short(c.civil(Instant::from_millis(one.opened)))),
            Cell::text(log.names.text(one.unit)),
            Cell::text(log.names.text(one.service)),
            Cell::text(lead),
        ]
    };
    let last = shown.last().map(|place| &log.cases()[*place as usize]);
    let next = last.filter(|_| more).map(|last| {
        let asked = &ground.asked;
        let after = format!("{}_{:x}", last.opened, last.id);
        let path = format!("{}/requests", ground.of.address());
        let more: [(&'static str, &str); 4] =
            [("about", &asked.about), ("a", &asked.a), ("b", &asked.b), ("after", &after)];
        asked.address(&path, &more)
    });
    let view = RequestsView {
        title: title(&ground),
        crumbs: crumbs(&ground, true),
        chosen: narrowed(&ground),
        count: ground.told.requests(count as u64),
        back: ground.part(""),
        table: table(&c).filled(shown.iter().map(row)),
        next,
        c,
    };
    Ok(Page::personal(&view))
}
