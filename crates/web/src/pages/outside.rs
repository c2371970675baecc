//! What the holder of a link sees, and nothing else of the company: the brief to offer on, the own offers of the unit that the
//! link is for, and what was said with it. The steps are those of the journey, under the address of the link.

use app::requests::outside;
use app::requests::page::RequestPage;
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Response};
use domain::content::ContentRef;
use domain::request::{CommandKind, Event, Item, Offer, RequestState};

use super::journey::{OUTSIDE, Place, begun, carry, open};
use crate::auth::{LinkHolder, Sent, Visit};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::Form;
use crate::i18n::Html;
use crate::page::Page;
use crate::parts::{Mark, State, Tag, TimelineRow, Turn, words};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of link holders.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![Route::get(pattern::PARTNER, Reach::LINK, show)];
    for (path, step) in OUTSIDE {
        routes.push(Route::get(
            path,
            Reach::LINK,
            async move |holder: LinkHolder, Path(token): Path<String>, Query(query)| {
                let place = place(&holder, &token).await?;
                open(step, &holder, place, query).await
            },
        ));
        let posted = Route::post(path, Reach::LINK, async move |Path(token): Path<String>, sent: Sent| {
            let place = place(&sent, &token).await?;
            carry(step, place, sent).await
        });
        routes.push(if step.takes_files() { posted.files() } else { posted });
    }
    routes
}

async fn load(visit: &Visit) -> Reply<RequestPage> {
    let cx = visit.cx(None);
    Ok(visit.site.read(move |tx| outside::page(tx, &cx)).await?)
}

async fn place(visit: &Visit, token: &str) -> Reply<Place> {
    Ok(Place { no: load(visit).await?.request.number, base: routes::partner(token) })
}

async fn show(holder: LinkHolder, Path(token): Path<String>) -> Reply {
    let page = load(&holder).await?;
    let company = holder.company.as_ref().map(|company| company.name.clone()).unwrap_or_default();
    let until = holder.link_until.map(|until| holder.chrome().until(until)).unwrap_or_default();
    Ok(Page::personal(&view(holder.chrome(), &page, company, until, routes::partner(token))))
}

/// An offer of the own unit.
#[derive(Debug)]
pub(crate) struct OwnOffer {
    pub tag: Tag,
    /// What it is made of.
    pub lines: Vec<String>,
    pub ready: String,
    pub state: State,
    /// Where it is taken back.
    pub withdraw: Option<String>,
}

/// The agreed brief.
#[derive(Debug)]
pub(crate) struct AgreedBrief {
    pub problem: Html,
    pub outcome: Html,
    pub criteria: Vec<String>,
    pub assumptions: Vec<String>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "outside/page.html")]
pub(crate) struct OutsideView {
    pub c: Chrome,
    /// Who asks.
    pub company: String,
    /// Who is asked.
    pub unit: String,
    pub number: i64,
    pub title: String,
    /// Until when the link works.
    pub until: String,
    pub turn: Turn,
    pub brief: Option<AgreedBrief>,
    pub offers: Vec<OwnOffer>,
    pub rows: Vec<TimelineRow>,
    pub reply: Option<ReplyForm>,
    /// Where the unit says that it will not offer.
    pub decline: Option<String>,
}

/// The form under the conversation.
#[derive(Debug)]
pub(crate) struct ReplyForm {
    pub form: Form,
    pub action: String,
    /// The unit for which the holder speaks.
    pub unit: String,
    pub seen: i64,
}

/// Makes the page.
pub(crate) fn view(
    c: Chrome,
    page: &RequestPage,
    company: String,
    until: String,
    base: String,
) -> OutsideView {
    let request = &page.request;
    let own = page.bidder;
    let can = |command| page.available.contains(&command);
    let line = |text: &ContentRef| page.text(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let items = |items: &[Item]| items.iter().map(|item| line(&item.text)).collect::<Vec<_>>();
    let brief = request.confirmed_brief();
    let unit = own.and_then(|unit| page.units.get(&unit));
    let live = request.live_offers(page.now).any(|offer| Some(offer.unit) == own);
    let offers = request.offers.iter().rev().map(|offer| {
        let current = request.live_offers(page.now).any(|known| known.id == offer.id);
        OwnOffer {
            tag: Tag::of(offer.total(), offer.client_seconds),
            lines: offer.lines.iter().map(|part| line(&part.text)).collect(),
            ready: c.by(offer.ready_by),
            state: state(&c, page, offer),
            withdraw: (current && can(CommandKind::WithdrawOffer)).then(|| format!("{base}/withdraw-offer")),
        }
    });
    OutsideView {
        number: request.number,
        title: brief.map(|brief| line(&brief.title)).unwrap_or_default(),
        unit: unit.map(|unit| unit.texts.name.text(c.language()).to_owned()).unwrap_or_default(),
        turn: turn(&c, page, live, &base),
        brief: brief.map(|brief| AgreedBrief {
            problem: words(page.text(&brief.problem)),
            outcome: words(page.text(&brief.outcome)),
            criteria: items(&brief.criteria),
            assumptions: items(&brief.assumptions),
        }),
        offers: offers.collect(),
        rows: rows(&c, page, &company),
        reply: own.filter(|_| can(CommandKind::SayOutside)).map(|unit| ReplyForm {
            form: begun(&c, page, CommandKind::SayOutside, "reply"),
            action: format!("{base}/say"),
            unit: unit.to_string(),
            seen: request.seq,
        }),
        decline: (can(CommandKind::DeclineInvitation) && own != Some(request.unit))
            .then(|| format!("{base}/decline")),
        company,
        until,
        c,
    }
}

/// What there is to do: the loudest thing on the page.
fn turn(c: &Chrome, page: &RequestPage, live: bool, base: &str) -> Turn {
    let request = &page.request;
    let collecting = matches!(request.state, RequestState::Estimating | RequestState::Choosing);
    let chosen = request.chosen().is_some_and(|offer| Some(offer.unit) == page.bidder);
    let (who, what) = match (chosen, collecting, live) {
        (true, ..) => ("outside-chosen", "outside-chosen-what"),
        (false, true, false) => ("outside-asked", "outside-asked-what"),
        (false, true, true) => ("outside-sent", "outside-sent-what"),
        (false, false, _) => ("outside-over", "outside-over-what"),
    };
    let asked = collecting && !live && !chosen;
    Turn {
        yours: asked,
        ended: !collecting && !chosen,
        stopped: false,
        who: c.t(who).into_owned(),
        what: c.t(what).into_owned(),
        detail: None,
        action: asked.then(|| (c.t("outside-offer").into_owned(), format!("{base}/offer"))),
    }
}

fn state(c: &Chrome, page: &RequestPage, offer: &Offer) -> State {
    let request = &page.request;
    if request.choice.as_ref().is_some_and(|choice| choice.offer == offer.id) {
        return State::new(Mark::Done, c.t("outside-offer-chosen"));
    }
    if offer.withdrawn_at.is_some() {
        return State::new(Mark::Plain, c.t("outside-offer-withdrawn"));
    }
    let collecting = matches!(request.state, RequestState::Estimating | RequestState::Choosing);
    if collecting && request.live_offers(page.now).any(|known| known.id == offer.id) {
        let valid = [("until", c.until(offer.valid_until).into())];
        return State::new(Mark::Wait, c.ta("outside-offer-waits", &valid));
    }
    State::new(Mark::Plain, c.t("outside-offer-past"))
}

/// The conversation with the unit, by day.
fn rows(c: &Chrome, page: &RequestPage, company: &str) -> Vec<TimelineRow> {
    let mut rows = Vec::new();
    let mut day = None;
    for recorded in &page.events {
        let Event::OutsideSaid { side, by, text, .. } = &recorded.event else { continue };
        let at = recorded.envelope.occurred_at;
        if day != Some(c.civil(at)) {
            day = Some(c.civil(at));
            let name = c.day_named(at);
            let mut letters = name.chars();
            let first = letters.next().into_iter().flat_map(char::to_uppercase);
            rows.push(TimelineRow::Day(first.chain(letters).collect()));
        }
        let name = by.map(|by| page.name(by).to_owned()).filter(|name| !name.is_empty());
        let (who, of) = match (*side, name) {
            (domain::request::Side::Bidder, None) => (c.t("outside-you").into_owned(), String::new()),
            (domain::request::Side::Bidder, Some(name)) => (name, c.t("outside-yours").into_owned()),
            (_, None) => (company.to_owned(), String::new()),
            (_, Some(name)) => (name, company.to_owned()),
        };
        rows.push(TimelineRow::Said {
            time: c.time_hour(at),
            id: format!("e{}", recorded.seq),
            who,
            of,
            text: words(page.text(text)),
            quote: false,
            note: String::new(),
            files: Vec::new(),
        });
    }
    rows
}

/// What whoever declined reads last: the link opens nothing from now on.
#[derive(Debug, Template)]
#[template(path = "outside/left.html")]
pub(crate) struct LeftView {
    pub c: Chrome,
    /// Who asked.
    pub company: String,
}

/// The answer after declining.
pub(super) fn left(sent: &Sent) -> Response {
    let company = sent.company.as_ref().map(|company| company.name.clone()).unwrap_or_default();
    Page::personal(&LeftView { c: sent.chrome(), company }).into_response()
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::samples::{HOSTILE, Samples};

    fn outside(c: &Chrome) -> Chrome {
        let mut c = c.clone();
        (c.outside, c.person) = (true, None);
        c.nav.clear();
        c
    }

    impl Samples for OutsideView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let company = if c.demo { HOSTILE } else { "Северный ветер" };
            let pages = super::super::journey::outside_pages(c.demo);
            let view =
                |page| view(outside(c), &page, company.into(), c.until(c.now), routes::partner("00ff"));
            pages.into_iter().map(view).collect()
        }
    }

    impl Samples for LeftView {
        fn samples(c: &Chrome) -> Vec<Self> {
            [HOSTILE, "Северный ветер"].map(|name| Self { c: outside(c), company: name.into() }).into()
        }
    }
}
