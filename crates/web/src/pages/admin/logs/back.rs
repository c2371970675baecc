//! Taking an import back: what would happen is said first, then it goes on by itself.

use app::AppError;
use app::logs::{self, Hindrance, Outlook};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use store::repo::import_batch::ImportBatch;
use uuid::Uuid;

use super::super::{hidden, sections};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::i18n::Html;
use crate::page::{Page, done};
use crate::pages::desk::Tab;
use crate::routes;

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/logs/back.html")]
pub(crate) struct BackView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub id: String,
    pub file: String,
    pub began: Html,
    pub counts: Vec<(&'static str, String)>,
    /// Why it cannot be done now.
    pub hindrance: Option<String>,
    /// The import that goes first: address, file and when it began.
    pub later: Option<(String, String, Html)>,
}

pub(super) fn view(c: Chrome, sections: Vec<Tab>, batch: &ImportBatch, outlook: &Outlook) -> BackView {
    let number = |count: usize| c.number(i64::try_from(count).unwrap_or(i64::MAX));
    let later = match &outlook.hindrance {
        Some(Hindrance::Later(later)) => {
            Some((routes::log(later.id), later.file.clone(), c.time_moment(later.started_at)))
        }
        _ => None,
    };
    BackView {
        id: batch.id.to_string(),
        file: batch.file.clone(),
        began: c.time_moment(batch.started_at),
        counts: vec![
            ("log-back-gone", number(outlook.gone)),
            ("log-back-shorter", number(outlook.shorter)),
            ("log-back-units", number(outlook.units)),
            ("log-back-services", number(outlook.services)),
            ("log-back-people", number(outlook.people)),
        ],
        hindrance: outlook.hindrance.as_ref().map(|hindrance| c.t(hindrance.problem()).into_owned()),
        later,
        sections,
        c,
    }
}

async fn page(visit: &SignedIn, id: Uuid) -> Reply<BackView> {
    let cx = visit.cx(None);
    let found = visit.site.read(move |tx| logs::outlook(tx, &cx, id)).await;
    let (batch, _, outlook) = found.map_err(hidden)?;
    let c = visit.chrome();
    let sections = sections(&c, visit, &routes::logs());
    Ok(view(c, sections, &batch, &outlook))
}

pub(super) async fn show(visit: SignedIn, Path(id): Path<Uuid>) -> Reply {
    Ok(Page::personal(&page(&visit, id).await?))
}

pub(super) async fn start(Path(id): Path<Uuid>, sent: Sent) -> Reply<Response> {
    let visit = sent.signed_in()?;
    let cx = sent.cx();
    match sent.site.write(&cx, move |tx, cx| logs::begin_taking_back(tx, cx, id)).await {
        Ok(begun) => {
            if begun {
                let site = sent.site.clone();
                let work = move || {
                    let now = || site.now();
                    if let Err(error) = logs::take_back(site.db(), &cx, id, &now) {
                        tracing::error!(%error, "an import could not be taken back");
                    }
                };
                let began = std::thread::Builder::new().name("take back".to_owned()).spawn(work);
                if let Err(fault) = began {
                    tracing::error!(%fault, "taking an import back could not begin");
                }
            }
            Ok(done(&routes::log(id), "notice-log-back"))
        }
        // The page says why, in its own words.
        Err(AppError::Invalid(_)) => Ok(Page::invalid(&page(&visit, id).await?).into_response()),
        Err(error) => Err(hidden(error)),
    }
}
