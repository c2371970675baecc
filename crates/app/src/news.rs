//! A person's notices: reading them and having read them.

use domain::permission::{Action, Resource, can};
use domain::request::Class;
use domain::time::Instant;
use store::Tx;
use store::repo::notice;
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
    /// Which message: `claimed`, `offer`…
    pub kind: String,
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
/// [`AppError::Forbidden`] for others than people; the database's.
pub fn list(tx: &mut dyn Tx, cx: &Cx, before: Option<Uuid>, limit: i64) -> Answer<Vec<News>> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let found = notice::of(tx, person, before, limit)?;
    Ok(found
        .into_iter()
        .filter_map(|notice| {
            let request = notice.request?;
            // Whoever was asked to offer reads the brief, not the request.
            let asked = matches!(notice.kind.as_str(), "invited" | "offer_chosen" | "offers_refused")
                && request.facts.class != Class::Confidential;
            let reads = can(&cx.viewer, Action::ReadRequest, Resource::Request(&request.facts));
            Some(News {
                id: notice.id,
                kind: notice.kind,
                number: request.number,
                title: (asked || reads).then_some(request.title),
                created_at: notice.created_at,
                unread: notice.unread,
            })
        })
        .collect())
}

/// Marks all of the viewer's notices as seen.
///
/// # Errors
/// [`AppError::Forbidden`] for others than people; the database's.
pub fn mark_read(tx: &mut dyn Tx, cx: &Cx) -> Answer<()> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    notice::mark_read(tx, person, cx.now)?;
    Ok(())
}
