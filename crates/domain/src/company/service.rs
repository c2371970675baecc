//! The stream of one service.

use super::{Event, FOREIGN, ServiceStage, ServiceVersion, TWICE, UNBEGUN};
use crate::aggregate::Folded;
use crate::ids::{ServiceId, UnitId};
use crate::time::Instant;

/// A service as it is now, with all its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Its id.
    pub id: ServiceId,
    /// The unit whose product it is.
    pub unit: UnitId,
    /// Its short name in addresses; unique.
    pub code: String,
    /// Where it is in its life.
    pub stage: ServiceStage,
    /// When it came into being.
    pub created_at: Instant,
    /// Its versions with the moment each holds from; the last one is offered.
    pub versions: Vec<(ServiceVersion, Instant)>,
}

impl Service {
    /// The version that is offered.
    pub fn current(&self) -> Option<&ServiceVersion> {
        self.versions.last().map(|(version, _)| version)
    }
}

impl Folded for Service {
    type Event = Event;

    fn evolve(before: Option<Self>, event: &Event, at: Instant) -> Result<Self, &'static str> {
        if let Event::ServiceCreated { service, unit, code } = event {
            return if before.is_some() {
                Err(TWICE)
            } else {
                Ok(Self {
                    id: *service,
                    unit: *unit,
                    code: code.clone(),
                    stage: ServiceStage::Idea,
                    created_at: at,
                    versions: Vec::new(),
                })
            };
        }
        let mut state = before.ok_or(UNBEGUN)?;
        let about = match event {
            Event::ServiceVersionPublished { service, version } => {
                let next = state.current().map_or(1, |version| version.number + 1);
                if version.number != next {
                    return Err("versions of a service are out of order");
                }
                state.versions.push((version.clone(), at));
                service
            }
            Event::ServiceStageChanged { service, stage } => {
                state.stage = *stage;
                service
            }
            _ => return Err(FOREIGN),
        };
        if *about == state.id { Ok(state) } else { Err("the event is about another service") }
    }
}
