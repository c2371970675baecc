//! Home: the box, what waits for the reader, their requests, the departments.

use app::home::{self, Home, Suggestions, Taker};
use app::requests::{FileInput, NewStatement, Target};
use askama::Template;
use axum::extract::Query;
use axum::response::{IntoResponse, Response};
use domain::ids::{PersonId, RequestId, ServiceId, UnitId};
use domain::permission::{Action, Resource, can};
use domain::request::{TurnWhat, Whose};
use serde::Deserialize;
use std::collections::BTreeMap;
use store::repo::request::Listed;
use store::repo::service::ServiceView;
use store::repo::unit::UnitView;

use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::decl::{FieldDecl, FieldKind, FormDecl, field, page};
use crate::form::{Choice, Form};
use crate::i18n::Html;
use crate::labels;
use crate::page::{Page, done, redirect};
use crate::pages::admin::alerts::alerts;
use crate::pages::admin::overview::{Step, steps};
use crate::parts::{Mark, State, Tag};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::HOME, Reach::SIGNED_IN, show),
        Route::get(pattern::ASK, Reach::SIGNED_IN, ask),
        Route::post(pattern::ASK, Reach::company(&[Action::StateRequest]).known(), state).files(),
        Route::get(pattern::SUGGEST, Reach::SIGNED_IN, suggest).json(),
        Route::get(pattern::MINE, Reach::SIGNED_IN, mine),
    ]
}

/// What is asked of whoever states a problem, wherever the form stands: the box of the home page, this page, the door of a unit.
pub(super) const ASKED: &[FieldDecl] = &[
    STATEMENT.hint("ask-text-hint"),
    field("service", FieldKind::Id, "").optional(),
    field("unit", FieldKind::Id, "ask-unit").hint("ask-unit-hint").optional(),
    FILES,
];

/// The problem in the customer's words.
pub(super) const STATEMENT: FieldDecl = page("text", "ask-text");

/// Files that come with it.
pub(super) const FILES: FieldDecl = field("files", FieldKind::Files, "ask-files").optional();

static ASK: FormDecl = FormDecl::new("ask", ASKED);

/// A problem, and where it goes as far as the customer knows.
#[derive(Debug, Clone, Deserialize)]
struct Stated {
    text: String,
    service: Option<ServiceId>,
    unit: Option<UnitId>,
    files: Vec<FileInput>,
}

impl Stated {
    fn statement(self) -> NewStatement {
        let target = match (self.service, self.unit) {
            (Some(service), _) => Target::Service(service),
            (None, Some(unit)) => Target::Unit(unit),
            (None, None) => Target::FrontDesk,
        };
        NewStatement {
            text: self.text,
            target,
            beneficiary: None,
            files: self.files,
            parent: None,
            class: None,
        }
    }
}

/// A service on a shelf.
#[derive(Debug, Clone)]
pub(crate) struct Offered {
    pub href: String,
    pub name: Html,
    pub text: Html,
    pub tag: Tag,
}

/// A request in a list of the home page.
#[derive(Debug, Clone)]
pub(crate) struct HomeRow {
    pub href: String,
    pub number: i64,
    pub title: String,
    pub state: State,
    pub text: String,
    pub action: Option<String>,
}

impl HomeRow {
    /// The number as a sentence may hold it.
    pub(crate) fn number_in(&self, c: &Chrome) -> String {
        c.ta("request-number", &[("number", self.number.to_string().into())])
    }
}

/// A department.
#[derive(Debug, Clone)]
pub(crate) struct Department {
    pub href: String,
    pub name: Html,
    pub purpose: Html,
    pub services: String,
}

/// What the box finds.
#[derive(Debug, Clone, Default)]
pub(crate) struct FoundParts {
    pub typed: String,
    pub services: Vec<Offered>,
    pub requests: Vec<HomeRow>,
    pub taker: Option<Html>,
    /// How much was found, for those who do not see it appear.
    pub say: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub(crate) struct HomeView {
    pub c: Chrome,
    pub found: FoundParts,
    pub waits: Vec<HomeRow>,
    pub mine: Vec<HomeRow>,
    pub departments: Vec<Department>,
    /// The reader may state problems; outsiders may not, nor whoever belongs to no unit.
    pub asks: bool,
    /// The reader works in the company and belongs to no unit yet.
    pub homeless: bool,
    /// What the company still lacks; for its administrators alone.
    pub steps: Vec<Step>,
}

impl HomeView {
    /// How much of what the company lacked is done.
    fn steps_done(&self) -> String {
        let done = self.steps.iter().filter(|step| step.state.mark == Mark::Done).count();
        self.c.ta("home-steps-done", &[("done", done.into()), ("all", self.steps.len().into())])
    }
}

/// The part that refreshes while typing.
#[derive(Debug, Template)]
#[template(path = "home_found.html")]
pub(crate) struct FoundView {
    pub c: Chrome,
    pub found: FoundParts,
}

/// The page on which a problem is stated, when the box was sent without a service.
#[derive(Debug, Template)]
#[template(path = "ask.html")]
pub(crate) struct AskView {
    pub c: Chrome,
    pub form: Form,
    pub found: FoundParts,
    pub units: Vec<Choice>,
}

/// All own requests.
#[derive(Debug, Template)]
#[template(path = "mine.html")]
pub(crate) struct MineView {
    pub c: Chrome,
    pub open: bool,
    pub rows: Vec<HomeRow>,
    pub next: Option<String>,
}

/// The name of a unit, as the reader reads it.
pub(crate) fn unit_name(c: &Chrome, units: &BTreeMap<UnitId, UnitView>, id: UnitId) -> String {
    units.get(&id).map(|unit| unit.texts.name.text(c.l.0).to_owned()).unwrap_or_default()
}

/// The state of a request in a list: what is asked of whom, as a word with a shape.
pub(crate) fn state_of(c: &Chrome, row: &Listed, yours: bool) -> State {
    if yours && row.whose != Whose::Nobody {
        let late = row.due_at.is_some_and(|due| due < c.now);
        return State::new(if late { Mark::Late } else { Mark::You }, c.t(labels::your_move(row.what)));
    }
    if row.whose == Whose::Provider && row.due_at.is_some_and(|due| due < c.now) {
        return State::new(Mark::Late, c.t("state-late"));
    }
    let mark = match row.whose {
        Whose::Nobody => Mark::Done,
        Whose::Provider if row.what == TurnWhat::Deliver => Mark::Work,
        _ => Mark::Wait,
    };
    State::new(mark, c.t(labels::request_state(row.state)))
}

const fn button(what: TurnWhat) -> Option<&'static str> {
    Some(match what {
        TurnWhat::Answer => "go-answer",
        TurnWhat::Confirm => "go-confirm",
        TurnWhat::Choose => "go-choose",
        TurnWhat::Accept => "go-accept",
        TurnWhat::Review => "go-review",
        TurnWhat::Resolve => "go-resolve",
        _ => return None,
    })
}

fn offered(c: &Chrome, units: &BTreeMap<UnitId, UnitView>, service: &ServiceView) -> Option<Offered> {
    let offered = service.offered.as_ref()?;
    let unit = units.get(&service.unit)?;
    let lead = offered.texts.lead.text(c.l.0);
    let unit = unit.texts.name.text(c.l.0);
    Some(Offered {
        href: routes::service(&service.code),
        name: c.authored(&offered.texts.name),
        text: Html(format!("{}. {}", crate::i18n::escape(unit), crate::i18n::escape(lead))),
        tag: super::service::price_of(&offered.version, None),
    })
}

fn row(c: &Chrome, units: &BTreeMap<UnitId, UnitView>, row: &Listed, waits: bool) -> HomeRow {
    let yours = waits || row.whose == Whose::Customer;
    let unit = unit_name(c, units, row.unit);
    let who =
        if row.handler_name.is_empty() { unit.clone() } else { format!("{}, {unit}", row.handler_name) };
    let who = who.as_str();
    let text = match row.due_at {
        _ if yours && row.whose != Whose::Nobody => {
            let waited = c.now.seconds_since(row.since).max(0);
            let step = if waited >= 86_400 { 86_400 } else { 60 };
            let waited = c.waited(waited / step * step);
            c.ta("home-row-waits", &[("who", who.into()), ("span", waited.into())])
        }
        Some(due) if row.whose == Whose::Provider && due < c.now => {
            c.ta("home-row-late", &[("who", who.into()), ("due", c.by(due).into())])
        }
        Some(due) if row.state == domain::request::RequestState::Working => {
            c.ta("home-row-ready", &[("who", who.into()), ("due", c.by(due).into())])
        }
        Some(due) if row.whose == Whose::Provider => {
            c.ta("home-row-due", &[("who", who.into()), ("due", c.by(due).into())])
        }
        _ => c.ta("home-row-since", &[("who", who.into()), ("since", c.ago(row.since).into())]),
    };
    HomeRow {
        href: routes::request(row.number),
        number: row.number,
        title: row.title.clone(),
        state: state_of(c, row, yours),
        text,
        action: button(row.what).filter(|_| yours).map(|key| c.t(key).into_owned()),
    }
}

fn taker(c: &Chrome, units: &BTreeMap<UnitId, UnitView>, taker: &Taker) -> Html {
    let unit = unit_name(c, units, taker.unit);
    let due = taker.due.map(|due| c.by(due)).unwrap_or_default();
    c.html(
        "ask-taker-html",
        &[("name", taker.name.as_str().into()), ("unit", unit.into()), ("due", due.into())],
    )
}

fn found(c: &Chrome, typed: &str, suggestions: &Suggestions) -> FoundParts {
    let units = &suggestions.units;
    let services = suggestions.found.services.len();
    let say = match services {
        _ if typed.trim().is_empty() => String::new(),
        0 => c.t("ask-services-none").into_owned(),
        _ => c.count("ask-services", services),
    };
    FoundParts {
        typed: typed.to_owned(),
        say,
        services: suggestions.found.services.iter().filter_map(|view| offered(c, units, view)).collect(),
        requests: suggestions.found.requests.iter().map(|found| row(c, units, found, false)).collect(),
        taker: suggestions.taker.as_ref().map(|found| taker(c, units, found)),
    }
}

fn view(c: Chrome, typed: &str, home: Home, me: Option<PersonId>) -> HomeView {
    let (asks, homeless) = (home.asks, !home.asks && home.browses);
    let steps = home.setup.map(|setup| steps(&c, &setup, me)).unwrap_or_default();
    let suggestions = Suggestions { found: home.found, units: home.units, taker: home.taker };
    let units = &suggestions.units;
    HomeView {
        waits: home.waits.iter().map(|found| row(&c, units, found, true)).collect(),
        mine: home.mine.iter().map(|found| row(&c, units, found, false)).collect(),
        departments: home
            .shelves
            .iter()
            .map(|shelf| Department {
                href: routes::unit(&shelf.unit.code),
                name: c.authored(&shelf.unit.texts.name),
                purpose: c.authored(&shelf.unit.texts.purpose),
                services: c.count("home-services", shelf.services),
            })
            .collect(),
        found: found(&c, typed, &suggestions),
        asks,
        homeless,
        steps,
        c,
    }
}

#[derive(Debug, Default, Deserialize)]
struct Typed {
    #[serde(default, alias = "text")]
    q: String,
}

async fn show(visit: SignedIn, Query(typed): Query<Typed>) -> Reply<Page> {
    let cx = visit.cx(None);
    let q = typed.q.clone();
    let home = visit.site.read(move |tx| home::home(tx, &cx, &q)).await?;
    let mut c = visit.chrome();
    if can(&visit.viewer, Action::Administer, Resource::Company) {
        c.notices.extend(alerts(&c, &visit).await);
    }
    Ok(Page::personal(&view(c, &typed.q, home, visit.viewer.person())))
}

async fn suggest(visit: SignedIn, Query(typed): Query<Typed>) -> Reply<Page> {
    let cx = visit.cx(None);
    let q = typed.q.clone();
    let suggestions = visit.site.read(move |tx| home::suggest(tx, &cx, &q)).await?;
    let c = visit.chrome();
    Ok(Page::personal(&FoundView { found: found(&c, &typed.q, &suggestions), c }))
}

async fn ask_view(visit: &SignedIn, form: Form) -> Reply<AskView> {
    let cx = visit.cx(None);
    let typed = form.value("text").to_owned();
    let q = typed.clone();
    let suggestions = visit.site.read(move |tx| home::suggest(tx, &cx, &q)).await?;
    let c = visit.chrome();
    let front = Choice::new("", c.t("ask-anybody"));
    let units = suggestions.units.values().filter(|unit| unit.closed_at.is_none() && unit.promise.is_some());
    let units = units.map(|unit| Choice::new(unit.id.to_string(), unit.texts.name.text(c.l.0)));
    Ok(AskView {
        units: std::iter::once(front).chain(units).collect(),
        found: found(&c, &typed, &suggestions),
        form,
        c,
    })
}

async fn ask(visit: SignedIn, Query(typed): Query<Typed>) -> Reply<Page> {
    let form = Form::of(&ASK).with("text", typed.q);
    Ok(Page::personal(&ask_view(&visit, form).await?))
}

async fn state(sent: Sent) -> Reply<Response> {
    // From the box of the home page: to say whom it is for, and to add files.
    if sent.pressed("more") {
        return Ok(Page::personal(&ask_view(&sent.signed_in()?, sent.again(&ASK)).await?).into_response());
    }
    let opened = Some(sent.opened_at);
    let stated = sent
        .act(&ASK, move |tx, cx, asked: Stated| app::requests::state(tx, cx, opened, asked.statement()))
        .await?;
    match stated {
        Ok(stated) => Ok(done(&routes::request(stated.number), "notice-stated")),
        Err(again) => Ok(again.page(&ask_view(&sent.signed_in()?, again.form.clone()).await?)),
    }
}

#[derive(Debug, Default, Deserialize)]
struct Which {
    #[serde(default)]
    ended: String,
    #[serde(default)]
    before: String,
}

async fn mine(visit: SignedIn, Query(which): Query<Which>) -> Reply<Response> {
    let cx = visit.cx(None);
    let open = which.ended.is_empty();
    let before = RequestId::parse(&which.before);
    if before.is_none() && !which.before.is_empty() {
        return Ok(redirect(&routes::mine()));
    }
    let limit = app::requests::lists::PAGE;
    let (rows, units) = visit
        .site
        .read(move |tx| {
            let rows = app::requests::lists::mine(tx, &cx, open, before, limit)?;
            let units = app::company::known_units(tx, &cx.viewer, &rows)?;
            Ok((rows, units))
        })
        .await?;
    let c = visit.chrome();
    let full = rows.len() as i64 == limit;
    let next = rows.last().filter(|_| full).map(|last| {
        let ended = if open { "" } else { "1" };
        routes::with(&routes::mine(), &[("ended", ended), ("before", &last.id.to_string())])
    });
    let rows = rows.iter().map(|found| row(&c, &units, found, false)).collect();
    Ok(Page::personal(&MineView { open, rows, next, c }).into_response())
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::samples::{HOSTILE, LONG, Samples};

    fn parts(c: &Chrome, empty: bool) -> FoundParts {
        let service = |name: &str| Offered {
            href: routes::service("analyst"),
            name: c.authored(&domain::localized::Localized::both(name, name)),
            text: Html(crate::i18n::escape("Персонал. Выход за 30 рабочих дней").to_string()),
            tag: Tag::of(3_800_000, 7_800),
        };
        FoundParts {
            typed: if empty { String::new() } else { HOSTILE.to_owned() },
            say: if empty { String::new() } else { c.count("ask-services", 2) },
            services: if empty {
                Vec::new()
            } else {
                vec![service("Подбор аналитика"), service(LONG)]
            },
            requests: if empty { Vec::new() } else { vec![a_row(c, HOSTILE)] },
            taker: (!empty).then(|| {
                c.html(
                    "ask-taker-html",
                    &[
                        ("name", HOSTILE.into()),
                        ("unit", "Персонал".into()),
                        ("due", c.by(c.now.plus_seconds(7200)).into()),
                    ],
                )
            }),
        }
    }

    fn a_row(c: &Chrome, title: &str) -> HomeRow {
        HomeRow {
            href: routes::request(1482),
            number: 1482,
            title: title.to_owned(),
            state: State::new(Mark::You, c.t("move-choose")),
            text: c.ta("home-row-since", &[("who", HOSTILE.into()), ("since", c.ago(c.now).into())]),
            action: Some(c.t("go-choose").into_owned()),
        }
    }

    impl Samples for HomeView {
        fn samples(c: &Chrome) -> Vec<Self> {
            [true, false]
                .into_iter()
                .map(|empty| Self {
                    c: c.clone(),
                    found: parts(c, empty),
                    asks: !empty,
                    homeless: empty,
                    steps: Vec::new(),
                    waits: if empty { Vec::new() } else { vec![a_row(c, LONG), a_row(c, HOSTILE)] },
                    mine: if empty { Vec::new() } else { vec![a_row(c, HOSTILE)] },
                    departments: if empty {
                        Vec::new()
                    } else {
                        vec![Department {
                            href: routes::unit("hr"),
                            name: c.authored(&domain::localized::Localized::both("Персонал", "HR")),
                            purpose: c.authored(&domain::localized::Localized::both(HOSTILE, LONG)),
                            services: c.count("home-services", 3),
                        }]
                    },
                })
                .collect()
        }
    }

    impl Samples for FoundView {
        fn samples(c: &Chrome) -> Vec<Self> {
            vec![Self { c: c.clone(), found: parts(c, true) }, Self { c: c.clone(), found: parts(c, false) }]
        }
    }

    impl Samples for AskView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let mut wrong = Form::of(&ASK).with("text", HOSTILE);
            wrong.fail("text", c.t("field-required").into_owned());
            let units = vec![Choice::new("", c.t("ask-anybody"))];
            vec![
                Self { c: c.clone(), form: wrong, found: parts(c, false), units: units.clone() },
                Self { c: c.clone(), form: Form::of(&ASK), found: parts(c, true), units },
            ]
        }
    }

    impl Samples for MineView {
        fn samples(c: &Chrome) -> Vec<Self> {
            vec![
                Self { c: c.clone(), open: true, rows: Vec::new(), next: None },
                Self { c: c.clone(), open: false, rows: vec![a_row(c, HOSTILE)], next: Some(routes::mine()) },
            ]
        }
    }
}
