//! What a person should hear of.

use app::news::{self, News, PAGE};
use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;
use uuid::Uuid;

use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::i18n::Html;
use crate::labels;
use crate::page::{Page, done};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::NOTICES, Reach::SIGNED_IN, show),
        Route::post(pattern::NOTICES_READ, Reach::SIGNED_IN, read),
    ]
}

/// A notice.
#[derive(Debug)]
pub(crate) struct NoticeRow {
    pub href: String,
    pub number: i64,
    /// The title of the request; empty when the person may not read it any more.
    pub title: String,
    pub what: &'static str,
    pub when: Html,
    pub unread: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "notices.html")]
pub(crate) struct NoticesView {
    pub c: Chrome,
    pub rows: Vec<NoticeRow>,
    pub unread: bool,
    pub next: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    before: String,
}

fn view(c: Chrome, found: &[News], next: Option<String>) -> NoticesView {
    let row = |news: &News| NoticeRow {
        href: routes::request(news.number),
        number: news.number,
        title: news.title.clone().unwrap_or_default(),
        // What a newer program told is told in general words.
        what: news.kind.map_or("news-other", labels::news),
        when: c.time_ago(news.created_at),
        unread: news.unread,
    };
    let rows: Vec<NoticeRow> = found.iter().map(row).collect();
    NoticesView { unread: rows.iter().any(|row| row.unread), rows, next, c }
}

async fn show(visit: SignedIn, Query(wanted): Query<Wanted>) -> Reply {
    let (cx, before) = (visit.cx(None), Uuid::try_parse(&wanted.before).ok());
    let mut found = visit.site.read(move |tx| news::list(tx, &cx, before, PAGE + 1)).await?;
    let more = found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let next = found
        .last()
        .filter(|_| more)
        .map(|last| routes::with(&routes::notices(), &[("before", &last.id.to_string())]));
    Ok(Page::personal(&view(visit.chrome(), &found, next)))
}

async fn read(sent: Sent) -> Reply<Response> {
    sent.site.write(&sent.cx(), |tx, cx| news::mark_read(tx, cx)).await?;
    Ok(done(&routes::notices(), "notice-news-read"))
}

#[cfg(test)]
mod samples {
    use domain::notice::NoticeKind;

    use super::*;
    use crate::samples::{HOSTILE, LONG, Samples};

    impl Samples for NoticesView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let news = |(place, kind): (i64, Option<NoticeKind>)| News {
                id: Uuid::nil(),
                kind,
                number: place,
                title: match place % 3 {
                    0 => Some(HOSTILE.to_owned()),
                    1 => Some(LONG.to_owned()),
                    _ => None,
                },
                created_at: c.now.plus_seconds(-place * 4000),
                unread: place < 3,
            };
            let all: Vec<News> = (0_i64..).zip(NoticeKind::all().map(Some).chain([None])).map(news).collect();
            vec![view(c.clone(), &[], None), view(c.clone(), &all, Some(routes::notices()))]
        }
    }
}
