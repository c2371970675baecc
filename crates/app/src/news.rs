//! A person's notices: reading them and having read them.

use domain::notice::NoticeKind;
use domain::permission::{Action, Resource, can};
use domain::time::Instant;
use store::Tx;
use store::repo::ledger::Seen;
use store::repo::notice;
use store::repo::request::bidders;
use uuid::Uuid;

use crate::Cx;
use crate::error::{Answer, AppError};

/// Rows of one page.
pub const PAGE: i64 = 50;

/// A notice of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct News {
    /// Its id, to go on from.
    pub id: Uuid,
    /// What it says; none when a newer program wrote it.
    pub kind: Option<NoticeKind>,
    /// The number of the request.
    pub number: i64,
    /// Its title, where the person may read it now.
    pub title: Option<String>,
    /// When.
    pub created_at: Instant,
    /// True until it was seen.
    pub unread: bool,
}

/// The viewer's notices, newest first, before one, at most `limit`.
///
/// # Errors
/// [`AppError::Forbidden`] for others than people.
pub fn list(tx: &mut dyn Tx, cx: &Cx, before: Option<Uuid>, limit: i64) -> Answer<Vec<News>> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let found = notice::of(tx, person, before, limit)?;
    let mut news = Vec::with_capacity(found.len());
    for notice in found {
        let Some(Seen { number, title, mut facts }) = notice.request else { continue };
        let mut reads = can(&cx.viewer, Action::ReadDispute, Resource::Request(&facts));
        if !reads && !cx.viewer.served().is_empty() {
            // Whoever is asked to offer reads the brief, while they are asked.
            facts.bidders = bidders(tx, facts.id)?;
            reads = can(&cx.viewer, Action::ReadBrief, Resource::Request(&facts));
        }
        news.push(News {
            id: notice.id,
            kind: notice.kind,
            number,
            title: reads.then_some(title),
            created_at: notice.created_at,
            unread: notice.unread,
        });
    }
    Ok(news)
}

/// Marks all of the viewer's notices as seen.
///
/// # Errors
/// [`AppError::Forbidden`] for others than people.
pub fn mark_read(tx: &mut dyn Tx, cx: &Cx) -> Answer<()> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    notice::mark_read(tx, person, cx.now)?;
    Ok(())
}
