//! The rows of requests as a log.

use std::collections::{HashMap, HashSet};

use domain::ids::{RequestId, ServiceId, UnitId};
use domain::localized::Language;
use domain::permission::{Action, Resource, can};
use domain::time::Instant;
use domain::trace::Meaning;
use flow::log::{self, Log, Name, NewCase, Step};
use store::Tx;
use store::repo::flow_case::{self, FlowCase, OWN, Which};
use store::repo::{flow_closed, imported, service};
use uuid::Uuid;

use crate::Cx;
use crate::company;
use crate::error::{Answer, AppError};

/// Whose requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The whole company's.
    Company,
    /// Those that a unit serves.
    Unit(UnitId),
    /// Those of a service.
    Service(ServiceId),
}

impl Subject {
    /// The unit or the service.
    pub const fn named(self) -> (Option<UnitId>, Option<ServiceId>) {
        match self {
            Self::Company => (None, None),
            Self::Unit(unit) => (Some(unit), None),
            Self::Service(service) => (None, Some(service)),
        }
    }
}

/// Requests that were stated before `to` and not over before `from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// The beginning.
    pub from: Instant,
    /// The end.
    pub to: Instant,
}

impl Window {
    /// All time.
    pub const ALL: Self = Self { from: Instant::from_millis(i64::MIN), to: Instant::from_millis(i64::MAX) };
}

/// A log with what it was made from.
#[derive(Debug, Clone, Default)]
pub struct Flow {
    /// The requests and their steps. Names of units and services are in the reader's language; states are in the words of their
    /// source, for requests made here their codes.
    pub log: Log,
    /// The units behind names of teams, units and customers.
    pub units: HashMap<Name, UnitId>,
    /// The services behind names.
    pub services: HashMap<Name, ServiceId>,
    /// The customer's measured time of each case, in the order of the cases, in seconds.
    pub client_seconds: Vec<Option<i64>>,
    /// Which cases were made here: the others came from another system.
    pub own: Vec<bool>,
    /// Which requests are for few others, see [`Action::TakeAway`]: figures count them, but nothing tells which they are. Their cases
    /// have no number, and no file has them.
    pub withheld: HashSet<RequestId>,
}

/// The id of a request, from a case of a log.
pub fn case(id: u128) -> RequestId {
    RequestId(Uuid::from_u128(id))
}

/// Reads the log of a subject over a window; with `source`, only what came from that other system.
///
/// # Errors
/// [`AppError::Forbidden`] when the viewer may not see it; [`AppError::Missing`] without the unit or service.
pub fn read(
    tx: &mut dyn Tx,
    cx: &Cx,
    subject: Subject,
    window: Window,
    source: Option<&str>,
    language: Language,
) -> Answer<Flow> {
    let (which, resource) = match subject {
        Subject::Company => (Which::All, Resource::Company),
        Subject::Unit(unit) => {
            company::unit(tx, unit)?;
            (Which::Unit(unit), Resource::Unit(unit))
        }
        Subject::Service(service) => {
            let unit = service::by_id(tx, service)?.ok_or(AppError::Missing("service"))?.unit;
            (Which::Service(service), Resource::Unit(unit))
        }
    };
    if !can(&cx.viewer, Action::ReadFlow, resource) {
        return Err(AppError::Forbidden);
    }
    let mut names = Naming::load(tx, language)?;
    let mut flow = Flow { withheld: withheld(tx, cx, which, window)?, ..Flow::default() };
    let mut of_source = None;
    if let Some(source) = source {
        let mut ids = HashSet::new();
        imported::known(tx, source, &mut |_, known| {
            ids.insert(known.id);
        })?;
        of_source = Some(ids);
    }
    flow_case::each(tx, which, window.from, window.to, &mut |case| {
        if of_source.as_ref().is_none_or(|ids| ids.contains(&case.id)) {
            names.push(&mut flow, case);
        }
        Ok(())
    })?;
    flow.units = names.units.into_iter().map(|(id, name)| (name, id)).collect();
    flow.services = names.services.into_iter().map(|(id, name)| (name, id)).collect();
    Ok(flow)
}

/// The requests that the viewer may not take along. Those of other systems are open to whoever sees how the unit that served them works.
fn withheld(tx: &mut dyn Tx, cx: &Cx, which: Which, window: Window) -> Answer<HashSet<RequestId>> {
    let mut withheld = HashSet::new();
    if cx.viewer.is_console() {
        return Ok(withheld);
    }
    flow_closed::each(tx, which, (window.from, window.to), cx.viewer.person(), &mut |facts| {
        if !can(&cx.viewer, Action::TakeAway, Resource::Request(&facts)) {
            withheld.insert(facts.id);
        }
    })?;
    Ok(withheld)
}

/// Names of units and services, interned when they first come.
struct Naming {
    unit_texts: HashMap<UnitId, String>,
    service_texts: HashMap<ServiceId, String>,
    units: HashMap<UnitId, Name>,
    services: HashMap<ServiceId, Name>,
}

impl Naming {
    fn load(tx: &mut dyn Tx, language: Language) -> Answer<Self> {
        let mut unit_texts = HashMap::new();
        for unit in company::units(tx)? {
            unit_texts.insert(unit.id, unit.texts.name.pick(language).0.to_owned());
        }
        let mut service_texts = HashMap::new();
        let mut after = None;
        loop {
            let page = company::services(tx, after, 500)?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for service in page {
                let name = service.offered.as_ref().map(|offered| offered.texts.name.pick(language).0);
                service_texts.insert(service.id, name.unwrap_or(&service.code).to_owned());
            }
        }
        Ok(Self { unit_texts, service_texts, units: HashMap::new(), services: HashMap::new() })
    }

    fn unit(&mut self, log: &mut Log, id: UnitId) -> Name {
        let texts = &self.unit_texts;
        *self.units.entry(id).or_insert_with(|| {
            let text = texts.get(&id).filter(|text| !text.is_empty());
            log.names.intern(&text.cloned().unwrap_or_else(|| id.to_string()))
        })
    }

    fn service(&mut self, log: &mut Log, id: ServiceId) -> Name {
        let texts = &self.service_texts;
        *self.services.entry(id).or_insert_with(|| {
            let text = texts.get(&id).filter(|text| !text.is_empty());
            log.names.intern(&text.cloned().unwrap_or_else(|| id.to_string()))
        })
    }

    fn push(&mut self, flow: &mut Flow, case: FlowCase) {
        let log = &mut flow.log;
        let mut steps = Vec::with_capacity(case.steps.len());
        for step in &case.steps {
            let activity = log.names.intern(&step.state);
            log.mean(activity, meaning(step.meaning));
            let team = step.team.map_or(Name::NONE, |team| self.unit(log, team));
            let person = step.person.map_or(Name::NONE, |person| log.names.intern(&person.to_string()));
            steps.push(Step { activity, team, person, at: step.at.millis() });
        }
        let new = NewCase {
            id: case.id.0.as_u128(),
            key: if flow.withheld.contains(&case.id) { Box::default() } else { case.number.into_boxed_str() },
            opened: case.opened_at.millis(),
            solved: case.solved_at.map(Instant::millis),
            closed: case.closed_at.map(Instant::millis),
            answered: case.answered_at.map(Instant::millis),
            promise_kept: case.promise_kept,
            service: case.service.map_or(Name::NONE, |service| self.service(log, service)),
            unit: self.unit(log, case.unit),
            customer: self.unit(log, case.customer_unit),
            priority: case.priority.map_or(Name::NONE, |priority| log.names.intern(&priority)),
        };
        log.push(new, steps);
        flow.client_seconds.push(case.client_seconds);
        flow.own.push(case.batch == OWN);
    }
}

const fn meaning(meaning: Meaning) -> log::Meaning {
    match meaning {
        Meaning::Queue => log::Meaning::Queue,
        Meaning::Work => log::Meaning::Work,
        Meaning::Customer => log::Meaning::Customer,
        Meaning::Vendor => log::Meaning::Vendor,
        Meaning::Other => log::Meaning::Other,
        Meaning::Solved => log::Meaning::Solved,
        Meaning::Closed => log::Meaning::Closed,
    }
}
