//! Accounts that open nothing confidential until somebody confirms whose they are.

use app::Cx;
use app::identity::{confirm_access, holds, waiting_links};
use askama::Template;
use axum::response::Response;
use domain::ids::PersonId;
use domain::permission::{Action, Resource, can};
use serde::Deserialize;
use store::Tx;
use store::repo::credential::WaitingLink;
use store::repo::hold::Waiting;

use super::{sections, settled};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::Form;
use crate::form::decl::{FieldKind, FormDecl, field};
use crate::i18n::Html;
use crate::page::Page;
use crate::pages::desk::Tab;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    let who = Reach::company(&[Action::Administer]).or_somewhere(&[Action::EditUnit]);
    vec![
        Route::get(pattern::ADMIN_HOLDS, who, show),
        // An account that nobody reset is not there for anybody.
        Route::post(pattern::ADMIN_HOLDS, who, confirm).proof(),
    ]
}

pub(super) static CONFIRM: FormDecl = FormDecl::new("hold", &[field("person", FieldKind::Id, "")]);

/// Whose access is confirmed.
#[derive(Debug, Clone, Deserialize)]
struct Confirmed {
    person: PersonId,
}

/// An account that waits.
#[derive(Debug)]
pub(crate) struct HeldRow {
    pub id: String,
    pub name: String,
    pub since: Html,
    pub by: String,
    /// The reader may confirm it.
    pub may: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/holds.html")]
pub(crate) struct HoldsView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub form: Form,
    pub rows: Vec<HeldRow>,
    /// Links to set a password that wait to be used, for administrators.
    pub links: Option<Vec<LinkRow>>,
}

/// A link that waits.
#[derive(Debug)]
pub(crate) struct LinkRow {
    pub id: String,
    pub name: String,
    pub login: String,
    pub until: String,
    pub made: Html,
}

fn named(c: &Chrome, name: &str) -> String {
    match name {
        "" => c.t("person-erased").into_owned(),
        name => name.to_owned(),
    }
}

fn row(c: &Chrome, (waiting, may): &(Waiting, bool)) -> HeldRow {
    HeldRow {
        id: waiting.person.to_string(),
        name: named(c, &waiting.called),
        since: c.time_ago(waiting.since),
        by: match waiting.by {
            Some(_) => named(c, &waiting.by_called),
            None => c.t("audit-console").into_owned(),
        },
        may: *may,
    }
}

async fn page(visit: &SignedIn, sent: Option<Form>) -> Reply<HoldsView> {
    let cx = visit.cx(None);
    let administers = can(&visit.viewer, Action::Administer, Resource::Company);
    let (found, links) = visit
        .site
        .read(move |tx| {
            let links = if administers { waiting_links(tx, &cx)? } else { Vec::new() };
            Ok((holds(tx, &cx)?, links))
        })
        .await?;
    let c = visit.chrome();
    let link = |link: &WaitingLink| LinkRow {
        id: link.person.to_string(),
        name: named(&c, &link.called),
        login: link.login.clone(),
        until: c.until(link.expires_at),
        made: c.time_ago(link.created_at),
    };
    let links = administers.then(|| links.iter().map(link).collect());
    Ok(HoldsView {
        sections: sections(&c, visit, &routes::admin_holds()),
        form: sent.unwrap_or_else(|| Form::of(&CONFIRM)),
        rows: found.iter().map(|one| row(&c, one)).collect(),
        links,
        c,
    })
}

async fn show(visit: SignedIn) -> Reply {
    Ok(Page::personal(&page(&visit, None).await?))
}

async fn confirm(sent: Sent) -> Reply<Response> {
    let confirm = |tx: &mut dyn Tx, cx: &mut Cx, Confirmed { person }| confirm_access(tx, cx, person);
    let came = sent.act(&CONFIRM, confirm).await;
    let to = (routes::admin_holds(), "notice-access-confirmed");
    settled(&sent, came, to, async |signed, form| page(&signed, Some(form)).await).await
}
