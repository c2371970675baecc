//! Showing a request to somebody outside who has no account: making a link, the links there are, ending one.
//!
//! `share` takes `unit` and `days`; its answer is the page with the address, which is shown once. `share/end` takes `link`.

use app::AppError;
use app::requests::outside::{self, NewLink};
use app::requests::page::{RequestPage, page};
use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::{LinkId, UnitId};
use domain::request::{Class, CommandKind, LINK_DAYS, Side};
use serde::Deserialize;
use store::repo::outside_link::SentLink;

use super::step::{Place, number};
use super::view::Head;
use crate::auth::{Sent, SignedIn, Visit};
use crate::chrome::Chrome;
use crate::error::{Code, Error, Reply, Said};
use crate::form::decl::{FieldKind, FormDecl, field};
use crate::form::{Choice, Form};
use crate::page::{Cache, Page, done};
use crate::parts::{Mark, State};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// For how many days a link can be made to work.
const DAYS: [&str; 4] = ["7", "14", "30", "90"];

pub(super) static SHARE: FormDecl = FormDecl::new(
    "share",
    &[
        field("unit", FieldKind::Id, "share-unit").hint("share-unit-hint"),
        field("days", FieldKind::Code(|days| DAYS.contains(&days)), "share-until"),
    ],
);

/// Which link is ended.
static END: FormDecl = FormDecl::new("share", &[field("link", FieldKind::Id, "")]);

#[derive(Debug, Clone, Deserialize)]
struct Ended {
    link: LinkId,
}

/// For whom a link is asked, and for how long.
#[derive(Debug, Clone, Deserialize)]
struct Share {
    unit: UnitId,
    days: String,
}

pub(super) fn routes() -> Vec<Route> {
    let making = Reach::giving(CommandKind::ShareOutside);
    vec![
        Route::get(pattern::SHARE, Reach::giving(CommandKind::SayOutside), show),
        Route::post(pattern::SHARE, making, make),
        Route::post(pattern::SHARE_END, making, end),
    ]
}

/// A link that was made.
#[derive(Debug, Clone)]
pub(crate) struct SharedRow {
    pub id: String,
    pub unit: String,
    /// Who made it, and when.
    pub made: String,
    pub state: State,
    /// It can be ended.
    pub open: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "journey/share.html")]
pub(crate) struct ShareView {
    pub c: Chrome,
    pub head: Head,
    /// The address that was just made, for whom and until when: shown once.
    pub made: Option<(String, String, String)>,
    /// Why no link can be made now.
    pub closed: Option<String>,
    /// What went wrong with the form, where it is not the fault of a field.
    pub trouble: Option<String>,
    pub form: Form,
    pub units: Vec<Choice>,
    pub days: Vec<Choice>,
    pub links: Vec<SharedRow>,
    /// Where those who were asked are written to.
    pub say: Option<String>,
}

impl ShareView {
    fn action(&self) -> String {
        routes::request_action(self.head.no, "share")
    }

    fn end(&self) -> String {
        routes::request_action(self.head.no, "share/end")
    }
}

type Found = (RequestPage, Vec<SentLink>);

async fn load(visit: &Visit, no: i64) -> Result<Found, AppError> {
    let cx = visit.cx(None);
    visit.site.read(move |tx| Ok((page(tx, &cx, no)?, outside::links(tx, &cx, no)?))).await
}

/// Refuses whoever does not act for the customer: they alone make links and end them.
async fn for_customer(visit: &Visit, no: i64) -> Reply<()> {
    let (page, _) = load(visit, no).await?;
    if page.sides.contains(&Side::Customer) {
        return Ok(());
    }
    Err(Error::forbidden().saying(Said::new("refused-not-yours")))
}

async fn show(signed: SignedIn, Path(no): Path<String>) -> Reply {
    let found = load(&signed, number(&no)?).await?;
    Ok(Page::personal(&view(signed.chrome(), &found, Form::of(&SHARE).with("days", "14"))))
}

/// The page of a request's links.
pub(super) fn view(c: Chrome, (page, links): &Found, form: Form) -> ShareView {
    let request = &page.request;
    let unit = |id: UnitId| {
        let view = page.units.get(&id);
        view.map(|view| view.texts.name.text(c.language()).to_owned()).unwrap_or_default()
    };
    let can = |command| page.available.contains(&command);
    // Whoever acts for the customer makes links and ends them.
    let acts = page.sides.contains(&Side::Customer);
    let closed = if request.class == Class::Confidential {
        Some("share-confidential")
    } else if !acts {
        Some("share-customer")
    } else if !request.state.is_open() {
        Some("share-ended")
    } else if !can(CommandKind::Invite) && !can(CommandKind::ShareOutside) {
        Some("share-early")
    } else {
        None
    };
    // After offers were collected, only those who were asked then can be shown it still.
    let asked =
        |id: UnitId| request.invitations.iter().any(|known| known.unit == id && known.declined_at.is_none());
    let mut units: Vec<_> = page
        .units
        .values()
        .filter(|unit| unit.kind.is_outside() && unit.closed_at.is_none())
        .filter(|unit| {
            asked(unit.id) || (can(CommandKind::Invite) && unit.promise.is_some() && unit.calendar.is_some())
        })
        .map(|view| Choice::new(view.id.to_string(), unit(view.id)))
        .collect();
    units.sort_by_cached_key(|choice| choice.label.to_lowercase());
    if units.len() > 1 {
        units.insert(0, Choice::new("", c.t("choose-one")));
    }
    let closed = closed.or_else(|| units.is_empty().then_some("share-nobody"));
    let days = DAYS.map(|days| Choice::new(days, c.count("share-days", days.parse().unwrap_or(LINK_DAYS))));
    let links = links.iter().map(|link| {
        let who = page.names.get(&link.made_by).cloned().unwrap_or_default();
        let (mark, text) = match link.revoked_at {
            Some(at) => (Mark::Plain, c.ta("share-revoked", &[("when", c.moment(at).into())])),
            None if !link.works(page.now) => {
                (Mark::Plain, c.ta("share-expired", &[("when", c.moment(link.expires_at).into())]))
            }
            None => (Mark::Wait, c.ta("share-works", &[("until", c.until(link.expires_at).into())])),
        };
        SharedRow {
            id: link.id.to_string(),
            unit: unit(link.unit),
            made: c.ta("share-made", &[("who", who.into()), ("when", c.moment(link.created_at).into())]),
            state: State::new(mark, text),
            open: acts && link.works(page.now),
        }
    });
    ShareView {
        head: Head {
            no: request.number,
            title: page.text(&request.title).to_owned(),
            base: routes::request(request.number),
            seen: request.seq,
        },
        made: None,
        closed: closed.map(|key| c.t(key).into_owned()),
        trouble: None,
        form,
        units,
        days: days.into(),
        links: links.collect(),
        say: can(CommandKind::SayOutside).then(|| routes::request_action(request.number, "say")),
        c,
    }
}

async fn make(Path(no): Path<String>, sent: Sent) -> Reply<Response> {
    let no = number(&no)?;
    let c = sent.chrome();
    // Whoever may not is told so before anything else.
    for_customer(&sent, no).await?;
    // A link that leads nowhere is not made.
    if let Err(error) = sent.whole("", "unit") {
        return refuse(&sent, no, error).await;
    }
    let Share { unit, days } = match sent.input(&SHARE) {
        Ok(asked) => asked,
        Err(error) => return refuse(&sent, no, error).await,
    };
    let days: i64 = days.parse().unwrap_or(LINK_DAYS);
    let new = NewLink { unit, until: sent.now.plus_seconds(days * 86_400) };
    let secret = sent.site.secret();
    let kept = secret.clone();
    let made = sent.site.write(&sent.cx(), move |tx, cx| outside::share(tx, cx, no, new, &kept)).await;
    let made = match made {
        Ok(made) => made,
        Err(error) => return refuse(&sent, no, error).await,
    };
    let mut view = view(c, &load(&sent, no).await?, Form::of(&SHARE).with("days", "14"));
    match made {
        Some(link) => {
            let address = sent.whole(&routes::partner(secret.to_text()), "unit")?;
            let unit = view.links.iter().find(|row| row.id == link.id.to_string());
            let unit = unit.map(|row| row.unit.clone()).unwrap_or_default();
            view.made = Some((address, unit, view.c.until(link.expires_at)));
        }
        // The page was loaded again: its address was shown and is nowhere kept.
        None => view.trouble = Some(view.c.t("share-shown").into_owned()),
    }
    Ok(Page::personal(&view).into_response())
}

/// The page with what went wrong.
async fn refuse(sent: &Sent, no: i64, error: AppError) -> Reply<Response> {
    let answer = Error::from(error.clone());
    if !matches!(answer.code, Code::Invalid | Code::Conflict) {
        return Err(answer);
    }
    let c = sent.chrome();
    let mut form = sent.again(&SHARE);
    let beside = form.reject(&c, &error);
    let mut view = view(c, &load(sent, no).await?, form);
    if !beside {
        let said = answer.what.as_ref().map(|said| said.to(&view.c));
        view.trouble = Some(said.unwrap_or_else(|| view.c.t("error-conflict-what").into_owned()));
    }
    let status = if beside { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    Ok(Page::new(status, Cache::Personal, &view).into_response())
}

async fn end(Path(no): Path<String>, sent: Sent) -> Reply<Response> {
    let place = Place::of_request(&no)?;
    let no = place.no;
    for_customer(&sent, no).await?;
    match sent.tried(&END, move |tx, cx, Ended { link }| outside::end(tx, cx, no, link)).await {
        Ok(_) => Ok(done(&format!("{}/share", place.base), "notice-link-ended")),
        Err(error) => refuse(&sent, no, error).await,
    }
}
