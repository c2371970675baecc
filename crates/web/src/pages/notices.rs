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
pub(crate) struct Row {
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
    pub rows: Vec<Row>,
    pub unread: bool,
    pub next: Option<String>,
}

/// What happened, in words; a kind that is not known is told in general ones.
fn what(kind: &str) -> &'static str {
    match kind {
        "stated" => "news-stated",
        "passed_on" => "news-passed-on",
        "claimed" => "news-claimed",
        "assigned" => "news-assigned",
        "message" => "news-message",
        "question" => "news-question",
        "brief" => "news-brief",
        "brief_confirmed" => "news-brief-confirmed",
        "brief_corrected" => "news-brief-corrected",
        "invited" => "news-invited",
        "invitation_declined" => "news-invitation-declined",
        "outside_said" => "news-outside-said",
        "offer" => "news-offer",
        "offer_withdrawn" => "news-offer-withdrawn",
        "offer_chosen" => "news-offer-chosen",
        "offers_refused" => "news-offers-refused",
        "delivered" => "news-delivered",
        "judged" => "news-judged",
        "disputed" => "news-disputed",
        "resolved" => "news-resolved",
        "reviewed" => "news-reviewed",
        "reopened" => "news-reopened",
        "cancelled" => "news-cancelled",
        "reminder" => "news-reminder",
        "escalated" => "news-escalated",
        "participant" => "news-participant",
        "entrusted" => "news-entrusted",
        _ => "news-other",
    }
}

#[derive(Debug, Default, Deserialize)]
struct Wanted {
    #[serde(default)]
    before: String,
}

fn view(c: Chrome, found: &[News], next: Option<String>) -> NoticesView {
    let row = |news: &News| Row {
        href: routes::request(news.number),
        number: news.number,
        title: news.title.clone().unwrap_or_default(),
        what: what(&news.kind),
        when: c.time_ago(news.created_at),
        unread: news.unread,
    };
    let rows: Vec<Row> = found.iter().map(row).collect();
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
    use super::*;
    use crate::samples::{HOSTILE, LONG, Samples};

    const KINDS: [&str; 28] = [
        "outside_said",
        "stated",
        "passed_on",
        "claimed",
        "assigned",
        "message",
        "question",
        "brief",
        "brief_confirmed",
        "brief_corrected",
        "invited",
        "invitation_declined",
        "offer",
        "offer_withdrawn",
        "offer_chosen",
        "offers_refused",
        "delivered",
        "judged",
        "disputed",
        "resolved",
        "reviewed",
        "reopened",
        "cancelled",
        "reminder",
        "escalated",
        "participant",
        "entrusted",
        "of another version",
    ];

    impl Samples for NoticesView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let news = |(place, kind): (i64, &&str)| News {
                id: Uuid::nil(),
                kind: (*kind).to_owned(),
                number: place,
                title: match place % 3 {
                    0 => Some(HOSTILE.to_owned()),
                    1 => Some(LONG.to_owned()),
                    _ => None,
                },
                created_at: c.now.plus_seconds(-place * 4000),
                unread: place < 3,
            };
            let all: Vec<News> = (0_i64..).zip(&KINDS).map(news).collect();
            vec![view(c.clone(), &[], None), view(c.clone(), &all, Some(routes::notices()))]
        }
    }
}
