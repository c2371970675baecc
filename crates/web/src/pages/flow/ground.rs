//! What every page of flow stands on: the log that was asked for, its calendar, its words, its addresses.

use app::AppError;
use app::analytics::{Flow, Paid, Subject, Window, WorkingClock, paid, rates, read, working_clock};
use app::company;
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use domain::localized::Localized;
use domain::permission::{Action, Resource, can};
use domain::time::Instant;
use flow::filter::{Filter, View};
use flow::findings::Rates;
use flow::log::Millis;
use jiff::tz::TimeZone;

use super::asked::{Asked, Of, Span};
use super::words::Told;
use crate::auth::SignedIn;
use crate::error::Error;
use crate::site::Site;

impl FromRequestParts<Site> for Of {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Error> {
        // A path without parameters is the company's.
        let Ok(params) = RawPathParams::from_request_parts(parts, site).await else {
            return Ok(Self::Company);
        };
        for (name, value) in &params {
            match name {
                "unit" => return Ok(Self::Unit(value.to_owned())),
                "service" => return Ok(Self::Service(value.to_owned())),
                _ => (),
            }
        }
        Ok(Self::Company)
    }
}

/// A log with what the pages need beside it.
#[derive(Debug, Clone)]
pub(crate) struct Ground {
    pub of: Of,
    pub asked: Asked,
    /// The unit, or the unit of the service.
    pub unit: Option<(String, Localized)>,
    /// The code and name of the service, and whether its own page is open to the viewer.
    pub service: Option<(String, Localized, bool)>,
    /// What is looked at.
    pub subject: Subject,
    pub flow: Flow,
    pub clock: WorkingClock,
    /// What an hour costs at the end of the period; only where findings are shown. It is never shown itself.
    pub rates: Rates,
    /// What units paid each other in the period; only where the value chain is shown, and of all requests of a unit.
    pub paid: Paid,
    pub window: Window,
    /// Until when open requests count.
    pub now: Millis,
    pub zone: TimeZone,
    pub told: Told,
    /// Where the viewer brings in the history of other systems, if they may.
    pub imports: Option<String>,
    /// The name of the company.
    pub company: String,
    /// Nobody asked for a period, and nothing was there in the usual one: all time is looked at.
    pub widened: bool,
}

/// Reads what the address asks for.
pub(crate) async fn load(visit: &SignedIn, of: Of, mut asked: Asked) -> Result<Ground, Error> {
    let c = visit.chrome();
    let usual = asked.window(visit.now, &c.zone);
    let all = Asked { period: Span::All.code().to_owned(), ..Asked::default() }.window(visit.now, &c.zone);
    let (cx, language, subject) = (visit.cx(None), visit.prefs.language, of.clone());
    let wanted = asked.clone();
    let (priced, present) = (asked.view == "findings", visit.now);
    let chained = asked.view == "chain"
        && of == Of::Company
        && [&asked.service, &asked.team, &asked.priority].into_iter().all(String::is_empty);
    let (looked_at, unit, service, flow, clock, (rates, paid), imports, window) = visit
        .site
        .read(move |tx| {
            let (subject, unit, service) = match &subject {
                Of::Company => (Subject::Company, None, None),
                Of::Unit(text) => {
                    let unit = crate::pages::account::unit_of(tx, text)?;
                    (Subject::Unit(unit.id), Some(unit), None)
                }
                Of::Service(code) => {
                    let (service, seen) = company::service_in_flow(tx, &cx.viewer, code)?;
                    let unit = company::unit(tx, service.unit)?;
                    (Subject::Service(service.id), Some(unit), Some((service, seen)))
                }
            };
            let (mut flow, mut window) = (read(tx, &cx, subject, usual, None, language)?, usual);
            if wanted.unasked() && flow.log.cases().iter().all(|case| !wanted.holds(usual, case)) {
                (flow, window) = (read(tx, &cx, subject, all, None, language)?, all);
            }
            let first = flow.log.cases().iter().map(|case| case.opened).min();
            let from = first.map_or(window.from, Instant::from_millis);
            let clock = working_clock(tx, unit.as_ref().map(|unit| unit.id), from, window.to)?;
            let until = window.to.min(present);
            let rates = if priced { rates(tx, &flow, until)? } else { Rates::default() };
            let paid = if chained { paid(tx, &cx, &flow, window)? } else { Paid::default() };
            let imports = match &unit {
                Some(unit) => {
                    app::logs::brings(&cx.viewer, unit.id).then(|| crate::routes::logs_of(&unit.code))
                }
                None => can(&cx.viewer, Action::Administer, Resource::Company).then(crate::routes::logs),
            };
            let named = service.map(|(service, seen)| {
                let name = service.offered.map(|offered| offered.texts.name).unwrap_or_default();
                (service.code, name, seen)
            });
            let unit = unit.map(|unit| (unit.code, unit.texts.name));
            Ok::<_, AppError>((subject, unit, named, flow, clock, (rates, paid), imports, window))
        })
        .await?;
    let wide = window != usual;
    if wide {
        Span::All.code().clone_into(&mut asked.period);
    }
    Ok(Ground {
        of,
        asked,
        unit,
        service,
        subject: looked_at,
        clock,
        rates,
        paid,
        window,
        now: window.to.min(visit.now).millis(),
        zone: c.zone.clone(),
        told: Told::new(&c),
        imports,
        company: visit.company.as_ref().map(|company| company.name.clone()).unwrap_or_default(),
        widened: wide && !flow.log.cases().is_empty(),
        flow,
    })
}

/// Does what takes the processor's time where it holds nobody up.
pub(super) async fn apart<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|fault| Error::from(crate::error::Code::Internal).because(fault.to_string()))
}

impl Ground {
    fn filter(&self, inside: bool) -> Filter {
        self.asked.filter(&self.flow, self.window, inside)
    }

    /// The requests of the period that the filters keep.
    pub(super) fn view(&self) -> View<'_> {
        View::of(&self.flow.log, &self.filter(true))
    }

    /// Every request that was there during the period and that the filters keep.
    pub(super) fn standing(&self) -> View<'_> {
        View::of(&self.flow.log, &self.filter(false))
    }

    /// Whether a moment lies in the period.
    pub(super) fn inside(&self, at: Millis) -> bool {
        self.asked.span() == Span::All || (self.window.from.millis()..self.window.to.millis()).contains(&at)
    }

    /// The first and the last moment that pictures over time show.
    pub(super) fn bounds(&self) -> (Millis, Millis) {
        let from = match self.asked.days(super::asked::day_of(Instant::from_millis(self.now), &self.zone)).0 {
            Some(_) => self.window.from.millis(),
            None => {
                let first = self.flow.log.cases().iter().map(|case| case.opened).min().unwrap_or(self.now);
                let day = super::asked::day_of(Instant::from_millis(first), &self.zone);
                super::asked::start_of(day, &self.zone).millis()
            }
        };
        (from, self.now.max(from))
    }

    /// The address of a part of the page.
    pub(super) fn part(&self, view: &str) -> String {
        self.asked.address(&self.of.address(), &[("view", view)])
    }

    /// The address of the page with something else chosen.
    pub(super) fn with(&self, more: &[(&'static str, &str)]) -> String {
        self.asked.address(&self.of.address(), more)
    }

    /// The address of a list of requests.
    pub(super) fn list(&self, about: &str, a: &str, b: &str) -> String {
        let path = format!("{}/requests", self.of.address());
        self.asked.address(&path, &[("about", about), ("a", a), ("b", b)])
    }

    /// The address of one request of the log; none for what is for few others.
    pub(super) fn request(&self, place: u32) -> Option<String> {
        let case = self.flow.log.cases().get(place as usize)?;
        if self.flow.withheld.contains(&app::analytics::case(case.id)) {
            return None;
        }
        let own = self.flow.own.get(place as usize).copied().unwrap_or(true);
        Some(if own {
            crate::routes::request(&case.key)
        } else {
            crate::routes::imported(app::analytics::case(case.id))
        })
    }
}
