//! How requests flow: of the company, of a unit, of a service. Figures that open to their requests, findings, pictures, a comparison
//! with the time before.

mod about;
mod asked;
mod baseline;
mod fig;
mod figures;
mod files;
mod findings;
mod ground;
pub(crate) mod history;
pub(crate) mod imported;
mod pictures;
pub(crate) mod requests;
#[cfg(test)]
mod samples;
mod words;

use askama::Template;
use axum::extract::Query;
use domain::permission::Action;

use self::asked::{Asked, Of, Span};
use self::baseline::Baseline2;
use self::figures::Figures;
use self::findings::Finding2;
use self::ground::{Ground, apart, load};
use self::pictures::{Drawn, PictureKind};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::Choice;
use crate::page::Page;
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

/// Who may see how requests of the sample unit flow.
const READERS: Reach = Reach::unit(&[Action::ReadFlow]);

/// Who may see how those of the whole company do.
const COMPANY: Reach = Reach::company(&[Action::ReadFlow]).known();

/// The routes of these pages.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::FLOW, COMPANY, show).heavy(),
        Route::get(pattern::FLOW_REQUESTS, COMPANY, requests::show).heavy(),
        Route::get(pattern::FLOW_SVG, COMPANY, files::svg).heavy(),
        Route::get(pattern::FLOW_CSV, COMPANY, files::csv).heavy(),
        Route::get(pattern::FLOW_HISTORY, COMPANY, history::show).heavy(),
        Route::get(pattern::FLOW_FILE, COMPANY, history::file).heavy(),
        Route::get(pattern::UNIT_FLOW, READERS, show).heavy(),
        Route::get(pattern::UNIT_FLOW_REQUESTS, READERS, requests::show).heavy(),
        Route::get(pattern::UNIT_FLOW_SVG, READERS, files::svg).heavy(),
        Route::get(pattern::UNIT_FLOW_CSV, READERS, files::csv).heavy(),
        Route::get(pattern::UNIT_FLOW_HISTORY, READERS, history::show).heavy(),
        Route::get(pattern::UNIT_FLOW_FILE, READERS, history::file).heavy(),
        Route::get(pattern::SERVICE_FLOW, READERS, show).heavy(),
        Route::get(pattern::SERVICE_FLOW_REQUESTS, READERS, requests::show).heavy(),
        Route::get(pattern::SERVICE_FLOW_SVG, READERS, files::svg).heavy(),
        Route::get(pattern::SERVICE_FLOW_CSV, READERS, files::csv).heavy(),
        Route::get(pattern::SERVICE_FLOW_HISTORY, READERS, history::show).heavy(),
        Route::get(pattern::SERVICE_FLOW_FILE, READERS, history::file).heavy(),
        Route::get(pattern::IMPORTED, READERS, imported::show),
    ]
}

/// A link of a row of tabs.
#[derive(Debug, Clone)]
pub(crate) struct Tab {
    pub label: String,
    pub href: String,
    pub here: bool,
}

/// A choice of the form.
#[derive(Debug, Clone)]
pub(crate) struct Select {
    pub name: &'static str,
    pub label: String,
    pub value: String,
    pub choices: Vec<Choice>,
}

/// What the page shows.
#[derive(Debug)]
pub(crate) enum Body {
    /// No request, and what to do next: a title, why, where to go.
    Nothing(String, String, Option<Tab>),
    Figures(Figures),
    /// The findings, and what is to be known of their money.
    Findings(Vec<Finding2>, String),
    Picture(Box<Drawn>),
    Baseline(Baseline2),
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "flow/flow.html")]
pub(crate) struct FlowView {
    pub c: Chrome,
    pub title: String,
    pub crumbs: Vec<(String, String)>,
    /// The period and the filters in words.
    pub chosen: String,
    /// Nobody asked for a period, and the usual one would have shown nothing.
    pub widened: bool,
    /// Where the history is taken along.
    pub history: String,
    pub periods: Vec<Tab>,
    pub tabs: Vec<Tab>,
    /// Where the form goes.
    pub action: String,
    /// What the form carries along.
    pub kept: Vec<(&'static str, String)>,
    pub selects: Vec<Select>,
    pub from: String,
    pub to: String,
    /// The choice is more than a period.
    pub narrowed: bool,
    /// The address without filters.
    pub clear: String,
    pub body: Body,
}

/// Where the page belongs: the unit, the service.
pub(super) fn crumbs(ground: &Ground, below: bool) -> Vec<(String, String)> {
    let language = ground.told.c.l.0;
    let mut crumbs = Vec::new();
    if let Some((code, name)) = &ground.unit {
        crumbs.push((name.text(language).to_owned(), routes::unit(code)));
    }
    if let Some((code, name, true)) = &ground.service {
        crumbs.push((name.text(language).to_owned(), routes::service(code)));
    }
    if below {
        crumbs.push((ground.told.c.t("flow-title").into_owned(), ground.part("")));
    }
    crumbs
}

/// The period and the filters in words.
pub(super) fn narrowed(ground: &Ground) -> String {
    let (c, asked) = (&ground.told.c, &ground.asked);
    let day = |at| c.date_short(c.civil(at));
    let period = match asked.span() {
        Span::All => c.t("flow-history-all").into_owned(),
        _ => {
            let last = domain::time::Instant::from_millis(ground.window.to.millis() - 1);
            format!("{} – {}", day(ground.window.from), day(last))
        }
    };
    let by = if asked.by == "closed" { "flow-by-closed-short" } else { "flow-by-opened-short" };
    let mut parts = vec![c.ta(by, &[("period", period.into())])];
    for text in [&asked.service, &asked.unit, &asked.customer, &asked.team, &asked.priority] {
        if !text.is_empty() {
            if text == asked::NOT_GIVEN {
                parts.push(c.t("flow-none").into_owned());
                continue;
            }
            let name = asked::named(&ground.flow, text);
            parts.push(ground.flow.log.names.text(name).to_owned());
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" · ")
}

/// The periods to choose from, of the part of the page at `path`.
fn periods(ground: &Ground, path: &str) -> Vec<Tab> {
    let (c, view) = (&ground.told.c, ground.asked.view.as_str());
    let tab = |span: Span| Tab {
        label: c.t(span.word()).into_owned(),
        href: ground
            .asked
            .address(path, &[("period", span.code()), ("from", ""), ("to", ""), ("view", view)]),
        here: ground.asked.span() == span,
    };
    Span::ALL.into_iter().filter(|span| *span != Span::Own).map(tab).collect()
}

fn tabs(ground: &Ground) -> Vec<Tab> {
    let c = &ground.told.c;
    let named = [("", "flow-figures"), ("findings", "flow-findings")].into_iter();
    let pictures = PictureKind::ALL.into_iter().filter(|kind| kind.is_for(&ground.of));
    let pictures = pictures.map(|kind| (kind.code(), kind.word()));
    let here = part(ground);
    named
        .chain(pictures)
        .chain([("baseline", "flow-baseline")])
        .map(|(view, key)| Tab { label: c.t(key).into_owned(), href: ground.part(view), here: here == view })
        .collect()
}

/// Which part of the page is asked for; one that is not there is the first.
fn part(ground: &Ground) -> &'static str {
    match ground.asked.view.as_str() {
        "findings" => "findings",
        "baseline" => "baseline",
        view => PictureKind::of(view, &ground.of).map_or("", PictureKind::code),
    }
}

/// What can be chosen: only what the log has.
fn selects(ground: &Ground) -> Vec<Select> {
    let (c, asked, flow) = (&ground.told.c, &ground.asked, &ground.flow);
    let log = &flow.log;
    let mut found: [std::collections::BTreeSet<flow::log::Name>; 5] = Default::default();
    for case in log.cases() {
        for (set, name) in found.iter_mut().zip([case.service, case.unit, case.customer, case.priority]) {
            set.insert(name);
        }
        found[4].extend(log.steps(case).team.iter().copied());
    }
    let [services, units, customers, priorities, teams] = found;
    let mut list = Vec::new();
    let mut add =
        |name: &'static str, key: &'static str, value: &String, names: std::collections::BTreeSet<_>| {
            let mut choices: Vec<Choice> = names
                .into_iter()
                .filter(|name: &flow::log::Name| name.given())
                .map(|name| Choice::new(asked::reference(flow, name), log.names.text(name)))
                .collect();
            choices.sort_by(|one, other| one.label.cmp(&other.label));
            if choices.len() > 1 || !value.is_empty() {
                choices.insert(0, Choice::new("", c.t("flow-any")));
                if value == asked::NOT_GIVEN {
                    choices.push(Choice::new(asked::NOT_GIVEN, c.t("flow-none")));
                }
                list.push(Select { name, label: c.t(key).into_owned(), value: value.clone(), choices });
            }
        };
    if !matches!(ground.of, Of::Service(_)) {
        add("service", "flow-filter-service", &asked.service, services);
    }
    if ground.of == Of::Company {
        add("unit", "flow-filter-unit", &asked.unit, units);
    }
    add("customer", "flow-filter-customer", &asked.customer, customers);
    add("team", "flow-filter-team", &asked.team, teams);
    add("priority", "flow-filter-priority", &asked.priority, priorities);
    list
}

fn nothing(ground: &Ground) -> Body {
    let c = &ground.told.c;
    let text = |key: &str| c.t(key).into_owned();
    let go = |key: &str, href: String| Some(Tab { label: text(key), href, here: false });
    if ground.asked.narrowed() && !ground.flow.log.cases().is_empty() {
        let clear = routes::with(&ground.of.address(), &[("period", ground.asked.span().code())]);
        return Body::Nothing(
            text("flow-none-chosen"),
            text("flow-none-chosen-why"),
            go("flow-clear", clear),
        );
    }
    if ground.asked.span() != Span::All {
        let all = ground.with(&[("period", "all"), ("from", ""), ("to", ""), ("view", &ground.asked.view)]);
        return Body::Nothing(
            text("flow-none-period"),
            text("flow-none-period-why"),
            go("flow-show-all", all),
        );
    }
    let import = ground.imports.clone().and_then(|href| go("flow-import", href));
    Body::Nothing(text("flow-none-ever"), text("flow-none-ever-why"), import)
}

fn view(c: Chrome, mut ground: Ground) -> FlowView {
    let part = part(&ground);
    if part == "baseline" {
        // The whole past is compared; see `show`.
        ground.asked.by = String::new();
    }
    let whole = matches!(part, "ageing" | "cumulative" | "arrivals");
    let empty = if whole { ground.standing().is_empty() } else { ground.view().is_empty() };
    let body = match part {
        _ if empty && part != "scatter" => nothing(&ground),
        "findings" => {
            let (list, money) = findings::findings(&ground);
            Body::Findings(list, money)
        }
        "baseline" => Body::Baseline(baseline::compare(&ground)),
        _ => match PictureKind::of(part, &ground.of) {
            Some(kind) => Body::Picture(Box::new(pictures::drawn(&ground, kind))),
            None => Body::Figures(figures::figures(&ground)),
        },
    };
    let asked = &ground.asked;
    let own = asked.span() == Span::Own;
    let mut choices: Vec<Choice> =
        Span::ALL.into_iter().map(|span| Choice::new(span.code(), c.t(span.word()))).collect();
    let mut selects = selects(&ground);
    let mut first = Vec::new();
    if part != "baseline" {
        let by = [("", "flow-by-opened"), ("closed", "flow-by-closed")];
        first.push(Select {
            name: "period",
            label: c.t("flow-period").into_owned(),
            value: asked.span().code().to_owned(),
            choices: std::mem::take(&mut choices),
        });
        first.push(Select {
            name: "by",
            label: c.t("flow-by").into_owned(),
            value: asked.by.clone(),
            choices: by.map(|(value, key)| Choice::new(value, c.t(key))).to_vec(),
        });
    }
    first.append(&mut selects);
    let service = ground.service.as_ref().map(|(_, name, _)| name);
    let name = service.or(ground.unit.as_ref().map(|(_, name)| name));
    FlowView {
        title: match name {
            Some(name) => c.ta("flow-title-of", &[("name", name.text(c.l.0).into())]),
            None => c.t("flow-title-company").into_owned(),
        },
        crumbs: crumbs(&ground, false),
        chosen: narrowed(&ground),
        widened: ground.widened,
        history: ground.asked.address(&format!("{}/history", ground.of.address()), &[]),
        periods: if part == "baseline" { Vec::new() } else { periods(&ground, &ground.of.address()) },
        tabs: tabs(&ground),
        action: ground.of.address(),
        kept: [
            ("view", part.to_owned()),
            ("detail", asked.detail.clone()),
            ("since", asked.since.clone()),
            ("weigh", asked.weigh.clone()),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .collect(),
        selects: first,
        from: asked.from.clone(),
        to: asked.to.clone(),
        narrowed: asked.narrowed() || own || asked.by == "closed",
        clear: routes::with(&ground.of.address(), &[("view", part)]),
        body,
        c,
    }
}

async fn show(visit: SignedIn, of: Of, Query(mut asked): Query<Asked>) -> Reply {
    if asked.view == "baseline" {
        // Before and since are compared over the whole past.
        asked.period = "all".to_owned();
        (asked.from, asked.to) = (String::new(), String::new());
    }
    let ground = load(&visit, of, asked).await?;
    let c = visit.chrome();
    let view = apart(move || view(c, ground)).await?;
    Ok(Page::personal(&view))
}
