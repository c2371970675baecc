//! The page of one request: whose move it is, offers, brief, work, history and clocks on one page, for both sides.

mod brief;
mod clocks;
#[cfg(test)]
mod crm;
mod dates;
mod happened;
mod look;
mod offers;
mod reply;
#[cfg(test)]
mod samples;
mod side;
#[cfg(test)]
mod story;
mod timeline;
mod tools;
mod turn;
mod view;
mod work;

use app::requests::page;
use app::requests::page::RequestPage;
use axum::extract::{Path, Query};
use serde::Deserialize;

use domain::permission::Viewer;

use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::page::Page;
use crate::parts::TimelineRow;
use crate::routes::pattern;
use crate::server::{Reach, Route};

use look::Look;
use timeline::Only;
#[cfg(test)]
pub(crate) use view::RequestView;
use view::view;

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get(pattern::REQUEST, Reach::READERS, show)]
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    #[serde(default)]
    only: String,
}

async fn show(signed: SignedIn, Path(number): Path<String>, Query(asked): Query<Asked>) -> Reply {
    let number = number.parse().map_err(|_| Error::not_found())?;
    let only = if asked.only == "documents" { Only::Documents } else { Only::All };
    let cx = signed.cx(None);
    let found = signed.site.read(move |tx| page::page(tx, &cx, number)).await?;
    Ok(Page::personal(&view(signed.chrome(), &found, &signed.viewer, only)))
}

/// What happened to a request since a page of it was opened, for people whose form came too late. Nothing for somebody who may read the
/// brief alone.
pub(in crate::pages) fn since(
    c: &Chrome,
    page: &RequestPage,
    viewer: &Viewer,
    seen: i64,
) -> Vec<TimelineRow> {
    timeline::after(Look { c, page, viewer }, Only::All, seen)
}
