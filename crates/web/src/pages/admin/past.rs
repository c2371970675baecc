//! Acts of the past that the rule of who acts for the customer would refuse today: somebody stood on both sides.

use app::audit;
use app::check::{Act, acts};
use askama::Template;
use axum::http::StatusCode;
use domain::permission::Action;
use domain::request::EventKind;

use super::audit::told;
use super::sections;
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply};
use crate::labels;
use crate::page::{Cache, Page};
use crate::pages::desk::Tab;
use crate::parts::table::{Cell, Table};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    // It reads the whole history.
    vec![Route::get(pattern::ADMIN_PAST, Reach::company(&[Action::Administer, Action::Audit]), show).heavy()]
}

/// Acts of the page; `vitrina check --acts` lists all.
const SHOWN: usize = 500;

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/past.html")]
pub(crate) struct PastView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub table: Table,
    /// There are more than are shown.
    pub more: bool,
}

/// The list, empty.
pub(super) fn table(c: &Chrome) -> Table {
    Table::new("", c.t("past-title"))
        .plain(c.t("audit-when"))
        .numbers(c.t("past-request"))
        .words(c.t("audit-who"))
        .plain(c.t("audit-what"))
        .plain(c.t("past-why"))
}

fn row(c: &Chrome, act: &Act) -> Vec<Cell> {
    let kind = EventKind::all().find(|kind| kind.code() == act.what);
    let what = kind.map_or_else(|| act.what.clone(), |kind| c.t(labels::request_step(kind)).into_owned());
    let why = Error::from(act.why.clone()).what.map(|said| said.to(c)).unwrap_or_default();
    let name = if act.name.is_empty() { c.t("person-erased").into_owned() } else { act.name.clone() };
    let to = routes::with(&routes::admin_audit(), &[("request", &act.number.to_string())]);
    vec![
        Cell::html(told::moment(c, act.at)),
        Cell::text(act.number.to_string()).to(to),
        Cell::text(name),
        Cell::text(what),
        Cell::text(why),
    ]
}

async fn show(visit: SignedIn) -> Reply {
    let (db, cx) = (visit.site.db().clone(), visit.cx(None));
    let found = tokio::task::spawn_blocking(move || {
        audit::watching(&cx)?;
        acts(&db)
    });
    let found = found.await.map_err(|fault| Error::from(Code::Internal).because(fault.to_string()))?;
    let found = found.map_err(super::hidden)?;
    let c = visit.chrome();
    let view = PastView {
        sections: sections(&c, &visit, &routes::admin_audit()),
        table: table(&c).filled(found.iter().rev().take(SHOWN).map(|act| row(&c, act))),
        more: found.len() > SHOWN,
        c,
    };
    Ok(Page::new(StatusCode::OK, Cache::Personal, &view))
}
