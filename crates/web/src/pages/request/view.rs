//! The page of one request as a value: a pure function of what was read and of who reads.

use app::requests::page::RequestPage;
use app::words::first_line;
use askama::Template;
use domain::ids::UnitId;
use domain::permission::Viewer;
use domain::request::{Class, CommandKind, RequestState};

use super::brief::{self, Brief};
use super::look::{Look, isolated};
use super::offers::{self, Offers};
use super::reply::{self, Reply};
use super::side::{self, Panel};
use super::timeline::{self, Only};
use super::tools::{self, Invite, Tools};
use super::turn;
use super::work::{self, Dispute, Review, Work};
use crate::chrome::Chrome;
use crate::form::Form;
use crate::pages::desk::Tab;
use crate::pages::journey::begun;
use crate::parts::{TimelineRow, Turn};
use crate::routes;

/// A section of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PagePart {
    Offers,
    Invite,
    Brief,
    Work,
    Disputes,
    Review,
    Tools,
}

/// The page of one request.
#[derive(Debug, Template)]
#[template(path = "request/page.html")]
pub(crate) struct RequestView {
    pub c: Chrome,
    pub number: i64,
    /// The last event that the page shows.
    pub seq: i64,
    /// Where it was found: words and address.
    pub crumb: (String, String),
    pub title: String,
    /// What was said first, when the brief changed it.
    pub before: Option<String>,
    /// The service that was ordered.
    pub service: Option<(String, String)>,
    /// Who may see it, when not everybody around.
    pub class: Option<String>,
    /// The invited units for which the reader may speak, when there are several.
    pub voices: Vec<Tab>,
    pub turn: Turn,
    /// The button of the band takes the request.
    pub claim: bool,
    /// Sections in their order: first what is decided now.
    pub order: Vec<PagePart>,
    pub offers: Option<Offers>,
    pub invite: Option<Invite>,
    pub brief: Option<Brief>,
    pub work: Option<Work>,
    pub disputes: Vec<Dispute>,
    pub review: Option<Review>,
    pub tools: Option<Tools>,
    /// The whole request is shown, not a bidder's part.
    pub whole: bool,
    pub rows: Vec<TimelineRow>,
    pub only: Only,
    pub reply: Option<Reply>,
    pub panel: Option<Panel>,
    pub ways_out: Vec<(String, String)>,
    pub forms: Forms,
}

/// The forms of the page, those of the journey's steps: one that is not right comes back on the page of its step.
#[derive(Debug)]
pub(crate) struct Forms {
    pub reply: Form,
    pub correct: Form,
    pub judge: Form,
    pub review: Form,
    pub task: Form,
    pub effort: Form,
    pub invite: Form,
    pub assign: Form,
}

impl Forms {
    fn of(look: Look<'_>) -> Self {
        let of = |command, id| begun(look.c, look.page, command, id);
        Self {
            reply: of(CommandKind::Message, "reply"),
            correct: of(CommandKind::CorrectBrief, "correct"),
            judge: of(CommandKind::Judge, "judge"),
            review: of(CommandKind::Review, "review"),
            task: of(CommandKind::AddTask, "task"),
            effort: of(CommandKind::LogEffort, "effort"),
            invite: of(CommandKind::Invite, "invite"),
            assign: of(CommandKind::Assign, "assign"),
        }
    }
}

/// Makes the page for a reader.
pub(crate) fn view(c: Chrome, page: &RequestPage, viewer: &Viewer, only: Only) -> RequestView {
    let look = Look { c: &c, page, viewer };
    let request = look.request();
    let (turn, claim) = turn::turn(look);
    let title = look.line(&request.title);
    RequestView {
        order: order(look),
        number: request.number,
        seq: request.seq,
        crumb: crumb(look),
        before: before(look),
        service: service(look),
        class: class(look),
        voices: voices(look),
        turn,
        claim,
        offers: offers::offers(look),
        invite: tools::invite(look).filter(|_| look.whole()),
        brief: brief::brief(look),
        work: work::work(look),
        disputes: work::disputes(look),
        review: work::review(look).filter(|_| look.whole()),
        tools: tools::tools(look),
        whole: look.whole(),
        rows: timeline::rows(look, only),
        only,
        reply: reply::reply(look),
        panel: side::panel(look),
        ways_out: tools::ways_out(look),
        forms: Forms::of(look),
        title,
        c,
    }
}

fn voices(look: Look<'_>) -> Vec<Tab> {
    let units = &look.page.bids_for;
    let several = units.iter().filter(|_| units.len() > 1);
    let tab = |unit: &UnitId| Tab {
        label: look.unit(*unit),
        href: routes::with(
            &routes::request(look.request().number),
            &[(routes::SPEAKS_FOR, &unit.to_string())],
        ),
        here: look.page.bidder == Some(*unit),
    };
    several.map(tab).collect()
}

/// What is decided now comes first, then what was agreed, then the tools.
fn order(look: Look<'_>) -> Vec<PagePart> {
    let choosing = matches!(look.request().state, RequestState::Estimating | RequestState::Choosing);
    let first = [
        (look.request().review.is_none() && look.can(CommandKind::Review), PagePart::Review),
        (look.request().open_dispute().is_some(), PagePart::Disputes),
        (look.can(CommandKind::Judge), PagePart::Work),
        (choosing, PagePart::Offers),
        (choosing, PagePart::Invite),
    ];
    let rest = [
        PagePart::Brief,
        PagePart::Work,
        PagePart::Offers,
        PagePart::Invite,
        PagePart::Disputes,
        PagePart::Review,
        PagePart::Tools,
    ];
    let mut order: Vec<_> = first.into_iter().filter(|(now, _)| *now).map(|(_, part)| part).collect();
    for part in rest {
        if !order.contains(&part) {
            order.push(part);
        }
    }
    order
}

impl RequestView {
    /// Links to the sections, for narrow screens.
    fn jumps(&self) -> Vec<(String, &'static str)> {
        let mut jumps = Vec::new();
        let mut add = |there: bool, key: &str, href: &'static str| {
            if there {
                jumps.push((self.c.t(key).into_owned(), href));
            }
        };
        add(self.work.is_some(), "request-jump-work", "#judge");
        add(self.offers.is_some(), "request-jump-offers", "#offers");
        add(self.brief.is_some(), "request-jump-brief", "#brief");
        add(self.tools.is_some(), "request-jump-tools", "#tools");
        add(true, "request-jump-history", "#tl");
        add(
            self.panel.as_ref().is_some_and(|panel| !panel.clocks.is_empty()),
            "request-jump-clocks",
            "#clocks",
        );
        jumps
    }
}

/// Providers come from the desk, everybody else from home.
fn crumb(look: Look<'_>) -> (String, String) {
    if look.customer() || !(look.provider() || look.page.bidder.is_some()) {
        (look.t("request-crumb-mine"), routes::mine())
    } else {
        (look.t("request-crumb-desk"), routes::desk())
    }
}

/// «Сначала было», when the brief gave it another name.
fn before(look: Look<'_>) -> Option<String> {
    if !look.whole() {
        return None;
    }
    let request = look.request();
    let first = first_line(look.page.text(&request.statement));
    let now = look.page.text(&request.title).trim();
    let first = first.trim();
    let quoted = first.strip_suffix('.').filter(|text| !text.ends_with('.')).unwrap_or(first);
    (!first.is_empty() && !request.briefs.is_empty() && first != now).then(|| isolated(quoted))
}

fn service(look: Look<'_>) -> Option<(String, String)> {
    let texts = look.page.service.as_ref()?;
    let service = look.request().service?;
    let name = texts.name.text(look.c.language());
    (!name.is_empty()).then(|| (isolated(name), routes::service(service.service)))
}

fn class(look: Look<'_>) -> Option<String> {
    match look.request().class {
        Class::Open => None,
        Class::UnitOnly => Some(look.t("request-class-unit")),
        Class::Confidential => Some(look.t("request-class-confidential")),
    }
}
