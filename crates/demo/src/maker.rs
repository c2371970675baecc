//! What making the company and playing the stories share: who acts, which ids and salts each command gets.

use std::collections::HashMap;

use app::{AppError, Cx, company};
use domain::actor::Channel;
use domain::ids::{PersonId, ServiceId, UnitId};
use domain::permission::Viewer;
use domain::time::Instant;
use sha2::{Digest, Sha256};
use store::Tx;

use crate::error::DemoError;
use crate::when::{Days, NoWork};

/// Everything that is made gets its ids and salts from this and its place in order: the same content at the same moment
/// makes the same rows.
const SEED: &str = "the demonstration of Vitrina";

/// The hand that makes the demonstration.
pub(crate) struct Maker<'a> {
    /// The working days around now.
    pub(crate) days: &'a Days,
    /// The ids of people, by key.
    pub(crate) people: HashMap<String, PersonId>,
    /// The ids of units, by code.
    pub(crate) units: HashMap<String, UnitId>,
    /// The ids of services, by code.
    pub(crate) services: HashMap<String, ServiceId>,
    viewers: HashMap<PersonId, Viewer>,
    commands: u64,
}

impl<'a> Maker<'a> {
    pub(crate) fn new(days: &'a Days) -> Self {
        Self {
            days,
            people: HashMap::new(),
            units: HashMap::new(),
            services: HashMap::new(),
            viewers: HashMap::new(),
            commands: 0,
        }
    }

    /// The context of the next command.
    pub(crate) fn cx(&mut self, viewer: Viewer, now: Instant, channel: Channel) -> Cx {
        self.commands += 1;
        let secret = Sha256::new().chain_update(SEED).chain_update(self.commands.to_be_bytes()).finalize();
        Cx::new(viewer, now, channel, None, secret.into())
    }

    /// The context of the next command of a person, by key.
    pub(crate) fn cx_of(&mut self, tx: &mut dyn Tx, key: &str, now: Instant) -> Result<Cx, DemoError> {
        let viewer = self.viewer(tx, self.person(key)?)?;
        Ok(self.cx(viewer, now, Channel::Web))
    }

    /// What a person may do; kept, since nothing of it changes while the stories are played.
    fn viewer(&mut self, tx: &mut dyn Tx, person: PersonId) -> Result<Viewer, DemoError> {
        if let Some(viewer) = self.viewers.get(&person) {
            return Ok(viewer.clone());
        }
        let signed_in = company::viewer_of(tx, person).map_err(DemoError::at("a viewer"))?;
        let viewer = signed_in.ok_or(AppError::Missing("person")).map_err(DemoError::at("a viewer"))?.viewer;
        self.viewers.insert(person, viewer.clone());
        Ok(viewer)
    }

    /// Forgets what people may do: their roles have changed, or they read the notice of metering.
    pub(crate) fn forget_viewers(&mut self) {
        self.viewers.clear();
    }

    pub(crate) fn person(&self, key: &str) -> Result<PersonId, DemoError> {
        known(&self.people, key, "person")
    }

    pub(crate) fn unit(&self, code: &str) -> Result<UnitId, DemoError> {
        known(&self.units, code, "unit")
    }

    pub(crate) fn service(&self, code: &str) -> Result<ServiceId, DemoError> {
        known(&self.services, code, "service")
    }
}

fn known<T: Copy>(all: &HashMap<String, T>, key: &str, what: &'static str) -> Result<T, DemoError> {
    let found = all.get(key).copied().ok_or(AppError::Missing(what));
    found.map_err(DemoError::at(format!("{what} {key:?}")))
}

impl From<NoWork> for DemoError {
    fn from(problem: NoWork) -> Self {
        crate::Fault { file: "now".to_owned(), line: 0, problem: problem.to_string() }.into()
    }
}
