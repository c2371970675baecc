//! A service: what it solves, what it costs in money and in the customer's time, how its promise is kept, the order.

use app::company;
use app::error::Answer;
use app::requests::{FileInput, NewStatement, Target};
use app::shop::{self, ServicePage};
use app::{AppError, Cx};
use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::company::{Pricing, ServiceStage, ServiceVersion};
use domain::ids::RequestId;
use domain::permission::{Action, Resource, can};
use domain::request::{Solved, WouldPay};
use serde::Deserialize;
use store::Tx;

use super::home::{FILES, STATEMENT};
use crate::auth::{Sent, SignedIn};
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::form::Form;
use crate::form::decl::FormDecl;
use crate::i18n::Html;
use crate::page::{Page, done};
use crate::parts::table::{Cell, Table};
use crate::parts::{Tag, words};
use crate::routes::{self, pattern};
use crate::server::{Allowed, Params, Reach, Route};

/// The routes of this page.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get(pattern::SERVICE, Reach::company(&[Action::BrowseServices]), show),
        Route::post(pattern::SERVICE, Reach::company(&[Action::StateRequest]), order)
            .files_of(Allowed::new(orders)),
    ]
}

static ORDER: FormDecl = FormDecl::new("order", &[STATEMENT, FILES]);

/// What the service is ordered for.
#[derive(Debug, Clone, Deserialize)]
struct Ordered {
    text: String,
    files: Vec<FileInput>,
}

/// A review on the page: never who wrote it.
#[derive(Debug)]
pub(crate) struct ReviewRow {
    pub words: Html,
    pub about: String,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "service.html")]
pub(crate) struct ServiceView {
    pub c: Chrome,
    pub code: String,
    pub unit_name: Html,
    pub unit_href: String,
    pub name: Html,
    pub lead: Html,
    pub stage: Option<String>,
    pub for_whom: Html,
    /// Departments whose people alone may order it.
    pub audience: String,
    pub problem: Html,
    pub outcome: Html,
    pub included: Vec<String>,
    pub excluded: Html,
    pub tag: Tag,
    pub price_note: String,
    pub time_note: String,
    /// What is promised, and how often it was kept.
    pub promise: Table,
    pub ready_by: Option<Html>,
    pub budget: Option<String>,
    pub reviews: Vec<ReviewRow>,
    pub would_pay: String,
    pub version: String,
    pub orderable: bool,
    pub ready: bool,
    pub obligatory: bool,
    pub edit_href: Option<String>,
    /// How its requests flow, for those who may see it.
    pub flow_href: Option<String>,
    pub form: Form,
}

/// The price tag of a version: what was measured stands before what was only said.
pub(crate) fn price_of(version: &ServiceVersion, measured: Option<i64>) -> Tag {
    let money = match version.pricing {
        Pricing::Fixed { price } | Pricing::From { price } => Some(price),
        Pricing::Estimated => None,
    };
    Tag { money, seconds: Some(measured.unwrap_or(version.client_seconds)) }
}

/// The promise of the first answer and how often it was kept.
fn promise(c: &Chrome, answer: String, kept: String) -> Table {
    Table::new("", c.t("service-promise"))
        .look("mob")
        .plain(c.t("service-promise-what"))
        .cells("l")
        .plain(c.t("service-promise-term"))
        .cells("l")
        .figures(c.t("service-promise-kept"))
        .filled([vec![Cell::text(c.t("service-answer")), Cell::text(answer), Cell::text(kept)]])
}

fn view(c: Chrome, page: &ServicePage, form: Form) -> Option<ServiceView> {
    let offered = page.service.offered.as_ref()?;
    let (version, texts) = (&offered.version, &offered.texts);
    let language = c.l.0;
    let paragraphs = |text: &domain::localized::Localized| words(text.text(language));
    let time_note = match page.measured {
        Some((n, median, p85)) => c.ta(
            "service-time-measured",
            &[("n", (n as i64).into()), ("median", c.span(median).into()), ("p85", c.span(p85).into())],
        ),
        None => c.t("service-time-said").into_owned(),
    };
    let price_note = match version.pricing {
        Pricing::From { .. } => c.t("service-price-from").into_owned(),
        Pricing::Estimated => c.t("service-price-estimated").into_owned(),
        Pricing::Fixed { .. } => String::new(),
    };
    let kept = match page.kept {
        (_, 0) => c.t("service-kept-none").into_owned(),
        (kept, of) => c.ta("service-kept", &[("kept", (kept as i64).into()), ("of", (of as i64).into())]),
    };
    let would = page.reviews.iter().filter(|review| review.would_pay == WouldPay::Yes).count();
    let commented = page.reviews.iter().filter(|review| !review.comment.is_empty()).take(5);
    let reviews = commented.map(|review| ReviewRow {
        words: words(&review.comment),
        about: {
            let unit = page.units.get(&review.customer_unit);
            let unit = unit.map(|unit| unit.texts.name.text(language).to_owned()).unwrap_or_default();
            let solved = c.t(match review.solved {
                Solved::Yes => "solved-yes",
                Solved::Partly => "solved-partly",
                Solved::No => "solved-no",
            });
            c.ta("service-review-about", &[("unit", unit.into()), ("solved", solved.into_owned().into())])
        },
    });
    let stage = match page.service.stage {
        ServiceStage::Live => None,
        ServiceStage::Idea => Some("stage-idea"),
        ServiceStage::Pilot => Some("stage-pilot"),
        ServiceStage::Retiring => Some("stage-retiring"),
        ServiceStage::Retired => Some("stage-retired"),
    };
    Some(ServiceView {
        code: page.service.code.clone(),
        unit_name: c.authored(&page.unit.texts.name),
        unit_href: routes::unit(&page.unit.code),
        name: c.authored(&texts.name),
        lead: c.authored(&texts.lead),
        stage: stage.map(|key| c.t(key).into_owned()),
        for_whom: paragraphs(&texts.for_whom),
        audience: version
            .audience
            .iter()
            .filter_map(|unit| Some(page.units.get(unit)?.texts.name.text(language)))
            .collect::<Vec<_>>()
            .join(", "),
        problem: paragraphs(&texts.problem),
        outcome: c.authored(&texts.outcome),
        included: texts
            .included
            .text(language)
            .lines()
            .map(str::to_owned)
            .filter(|line| !line.is_empty())
            .collect(),
        excluded: paragraphs(&texts.excluded),
        tag: price_of(version, page.measured.map(|(_, median, _)| median)),
        price_note,
        time_note,
        promise: promise(&c, page.answer.map(|(seconds, _)| c.span(seconds)).unwrap_or_default(), kept),
        ready_by: page.ready_by.map(|at| c.time_by(at)),
        budget: page.budget.map(|free| c.money(free)),
        would_pay: if page.reviews.is_empty() {
            String::new()
        } else {
            let of = page.reviews.len() as i64;
            c.ta("service-would-pay", &[("yes", (would as i64).into()), ("of", of.into())])
        },
        reviews: reviews.collect(),
        version: c.ta(
            "service-version",
            &[("number", i64::from(version.number).into()), ("day", c.day(offered.valid_from).into())],
        ),
        orderable: page.orderable,
        ready: version.ready,
        obligatory: version.obligatory,
        edit_href: page.editable.then(|| routes::admin_service(&page.service.code)),
        flow_href: None,
        form,
        c,
    })
}

async fn page(visit: &SignedIn, code: String, form: Form) -> Reply<ServiceView> {
    let cx = visit.cx(None);
    let page = visit.site.read(move |tx| shop::service(tx, &cx, &code)).await?;
    let mut view = view(visit.chrome(), &page, form).ok_or_else(crate::Error::not_found)?;
    let flow = can(&visit.viewer, Action::ReadFlow, Resource::Unit(page.service.unit));
    view.flow_href = flow.then(|| routes::service_flow(&page.service.code));
    Ok(view)
}

#[derive(Debug, Default, Deserialize)]
struct Typed {
    #[serde(default)]
    q: String,
}

async fn show(visit: SignedIn, Path(code): Path<String>, Query(typed): Query<Typed>) -> Reply<Page> {
    Ok(Page::personal(&page(&visit, code, Form::of(&ORDER).with("text", typed.q)).await?))
}

/// Whoever may order it.
fn orders(tx: &mut dyn Tx, cx: &Cx, params: &Params) -> Answer<Option<RequestId>> {
    let service = company::service_by_code(tx, &cx.viewer, params.of("service"))?;
    company::orderable(tx, &cx.viewer, service.id)?.ok_or(AppError::Missing("service")).map(|_| None)
}

async fn order(Path(code): Path<String>, sent: Sent) -> Reply<Response> {
    let (by_code, opened) = (code.clone(), Some(sent.opened_at));
    let ordered = sent
        .tried(&ORDER, move |tx, cx, ordered: Ordered| {
            let service = company::service_by_code(tx, &cx.viewer, &by_code)?;
            let new = NewStatement {
                text: ordered.text,
                target: Target::Service(service.id),
                beneficiary: None,
                files: ordered.files,
                parent: None,
                class: None,
            };
            app::requests::state(tx, cx, opened, new)
        })
        .await;
    let again = match ordered {
        Ok(ordered) => return Ok(done(&routes::request(ordered.number), "notice-stated")),
        Err(AppError::Budget(short)) => {
            let c = sent.chrome();
            let sums = [("free", c.money(short.free).into()), ("needed", c.money(short.needed).into())];
            sent.wrong(&ORDER, "text", c.ta("service-budget-short", &sums))
        }
        Err(error) => sent.refused(&ORDER, error)?,
    };
    Ok(again.page(&page(&sent.signed_in()?, code, again.form.clone()).await?))
}

#[cfg(test)]
mod samples {
    use super::*;
    use crate::samples::{HOSTILE, LONG, Samples};

    impl Samples for ServiceView {
        fn samples(c: &Chrome) -> Vec<Self> {
            let text = |text: &str| words(text);
            let plain = |text: &str| c.authored(&domain::localized::Localized::both(text, text));
            let make = |empty: bool| Self {
                c: c.clone(),
                code: "analyst".into(),
                unit_name: Html("Персонал".into()),
                unit_href: routes::unit("hr"),
                name: plain(HOSTILE),
                lead: plain(LONG),
                stage: (!empty).then(|| c.t("stage-pilot").into_owned()),
                for_whom: text(HOSTILE),
                audience: if empty { String::new() } else { LONG.into() },
                problem: text("Свой поиск растягивается"),
                outcome: plain("Человек, который вышел на работу"),
                included: if empty {
                    Vec::new()
                } else {
                    vec!["разговор о задаче".into(), HOSTILE.into()]
                },
                excluded: text(if empty { "" } else { "Новая ставка" }),
                tag: if empty { Tag { money: None, seconds: None } } else { Tag::of(3_800_000, 7_800) },
                price_note: String::new(),
                time_note: c.t("service-time-said").into_owned(),
                promise: promise(c, c.span(14_400), c.t("service-kept-none").into_owned()),
                ready_by: (!empty).then(|| c.time_by(c.now.plus_seconds(90_000))),
                budget: (!empty).then(|| c.money(64_000_000)),
                reviews: if empty {
                    Vec::new()
                } else {
                    vec![ReviewRow { words: text(HOSTILE), about: "ИТ".into() }]
                },
                would_pay: String::new(),
                version: "1".into(),
                orderable: !empty,
                ready: !empty,
                obligatory: empty,
                edit_href: (!empty).then(|| routes::admin_service("analyst")),
                flow_href: (!empty).then(|| routes::service_flow("analyst")),
                form: Form::of(&ORDER).with("text", HOSTILE),
            };
            vec![make(true), make(false)]
        }
    }
}
