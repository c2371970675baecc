//! What is to be done first, and where everything else is.

use app::company::{self, Setup};
use askama::Template;
use domain::ids::PersonId;

use super::alerts::{self, ClockJump, alerts};
use super::{hidden, sections};
use crate::auth::SignedIn;
use crate::chrome::Chrome;
use crate::error::Reply;
use crate::page::Page;
use crate::pages::desk::Tab;
use crate::parts::{Mark, State};
use crate::routes::{self, pattern};
use crate::server::{Reach, Route};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get(pattern::ADMIN, Reach::ADMINISTRATORS, show)]
}

/// A first step.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub state: State,
    pub name: &'static str,
    pub why: &'static str,
    pub href: String,
    /// The one to begin with.
    pub next: bool,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "admin/overview.html")]
pub(crate) struct OverviewView {
    pub c: Chrome,
    pub sections: Vec<Tab>,
    pub company: String,
    pub steps: Vec<Step>,
    pub complete: bool,
    pub about: Vec<(&'static str, String)>,
    /// The clock jumped: whether it is right can be said.
    pub clock: Option<ClockJump>,
}

/// What is to be done before people can work, `me` being who looks.
pub(crate) fn steps(c: &Chrome, setup: &Setup, me: Option<PersonId>) -> Vec<Step> {
    let step = |done: bool, name, why, href| Step {
        state: if done {
            State::new(Mark::Done, c.t("admin-step-done"))
        } else {
            State::new(Mark::You, c.t("admin-step-todo"))
        },
        name,
        why,
        href,
        next: false,
    };
    let own = me.map_or_else(routes::admin_people, routes::admin_person);
    let mut steps = vec![
        step(setup.units > 0, "admin-step-units", "admin-step-units-why", routes::admin_units()),
        step(setup.people, "admin-step-people", "admin-step-people-why", routes::admin_people()),
        step(setup.belongs, "admin-step-belong", "admin-step-belong-why", format!("{own}#join")),
        step(setup.roles, "admin-step-roles", "admin-step-roles-why", routes::admin_people()),
        step(setup.front_desk, "admin-step-front", "admin-step-front-why", routes::admin_company()),
        step(setup.services, "admin-step-services", "admin-step-services-why", routes::admin_services()),
        step(setup.requests, "admin-step-request", "admin-step-request-why", routes::home()),
    ];
    if let Some(first) = steps.iter_mut().find(|step| step.state.mark != Mark::Done) {
        first.next = true;
    }
    steps
}

/// What a company may do without.
fn choices(c: &Chrome, setup: &Setup) -> Vec<Step> {
    let step = |done: bool, name, why, href| Step {
        state: if done {
            State::new(Mark::Done, c.t("admin-step-done"))
        } else {
            State::new(Mark::Plain, c.t("admin-step-choice"))
        },
        name,
        why,
        href,
        next: false,
    };
    vec![
        step(setup.budgets, "admin-step-budgets", "admin-step-budgets-why", routes::admin_units()),
        step(setup.metering, "admin-step-metering", "admin-step-metering-why", routes::admin_company()),
    ]
}

/// All of it, in order.
pub(super) fn all(c: &Chrome, setup: &Setup, me: Option<PersonId>) -> Vec<Step> {
    let mut all = steps(c, setup, me);
    all.extend(choices(c, setup));
    all
}

async fn show(visit: SignedIn) -> Reply {
    let cx = visit.cx(None);
    let (setup, company) = visit
        .site
        .read(move |tx| Ok((company::setup(tx, &cx)?, company::company(tx)?)))
        .await
        .map_err(hidden)?;
    let mut c = visit.chrome();
    c.notices.extend(alerts(&c, &visit).await);
    let language = match company.language {
        domain::localized::Language::Ru => "Русский",
        domain::localized::Language::En => "English",
    };
    Ok(Page::personal(&OverviewView {
        sections: sections(&c, &visit, &routes::admin()),
        steps: all(&c, &setup, visit.viewer.person()),
        complete: setup.is_complete(),
        about: vec![
            ("admin-about-currency", company.currency.code().to_owned()),
            ("admin-about-zone", company.zone),
            ("admin-about-language", language.to_owned()),
            (
                "company-address",
                visit.origin().map_or_else(|| "—".to_owned(), |origin| origin.as_str().to_owned()),
            ),
        ],
        company: company.name,
        clock: alerts::clock(&c, &visit.site),
        c,
    }))
}
