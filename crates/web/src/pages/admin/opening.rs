//! Breaking the glass: an auditor says why they open a request that they may not read otherwise.

use app::identity::{OpenRequest, open_request, opens_requests};
use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use domain::permission::Action;
use store::Tx;

use super::{sections, settled};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::{Error, Reply};
use crate::form::Form;
use crate::form::decl::{FormDecl, paragraph};
use crate::page::Page;
use crate::pages::desk::Tab;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    let auditors = Reach::company(&[Action::Audit]);
    vec![
        Route::get(pattern::ADMIN_OPEN, auditors, show),
        Route::post(pattern::ADMIN_OPEN, auditors, open).proof(),
    ]
}

pub(super) static OPENING: FormDecl =
    FormDecl::new("opening", &[paragraph("reason", "open-request-reason").hint("open-request-reason-hint")]);

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/opening.html")]
pub(crate) struct OpeningView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub number: i64,
    pub form: Form,
    /// The reader's own access does not wait to be confirmed.
    pub may: bool,
}

impl OpeningView {
    /// Its heading.
    pub fn title(&self) -> String {
        self.c.ta("open-request-title", &[("number", self.number.to_string().into())])
    }
}

fn page(visit: &SignedIn, number: i64, sent: Option<Form>) -> OpeningView {
    let c = visit.chrome();
    OpeningView {
        sections: sections(&c, visit, &routes::admin_audit()),
        number,
        form: sent.unwrap_or_else(|| Form::of(&OPENING)),
        may: opens_requests(&visit.viewer),
        c,
    }
}

fn numbered(text: &str) -> Result<i64, Error> {
    text.parse().map_err(|_| Error::not_found())
}

async fn show(visit: SignedIn, Path(number): Path<String>) -> Reply {
    Ok(Page::personal(&page(&visit, numbered(&number)?, None)))
}

async fn open(Path(number): Path<String>, sent: Sent) -> Reply<Response> {
    let number = numbered(&number)?;
    let open =
        move |tx: &mut dyn Tx, cx: &mut app::Cx, input: OpenRequest| open_request(tx, cx, number, &input);
    let came = sent.act(&OPENING, open).await;
    let to = (routes::request(number), "notice-request-opened");
    settled(&sent, came, to, async |signed, form| Ok(page(&signed, number, Some(form)))).await
}
