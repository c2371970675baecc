//! Who sees a service, and who orders it.

use std::collections::BTreeSet;

use super::{Action, Resource, Viewer, can};
use crate::company::{Service, ServiceStage};
use crate::ids::UnitId;

/// What a service says about who may see and order it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceFacts {
    /// The unit whose product it is.
    pub unit: UnitId,
    /// Where it is in its life.
    pub stage: ServiceStage,
    /// True when a version was published: without one there is nothing to see.
    pub published: bool,
    /// The units whose people it is for; empty when it is for everybody.
    pub audience: BTreeSet<UnitId>,
}

impl From<&Service> for ServiceFacts {
    fn from(service: &Service) -> Self {
        let current = service.current();
        Self {
            unit: service.unit,
            stage: service.stage,
            published: current.is_some(),
            audience: current.map(|version| version.audience.clone()).unwrap_or_default(),
        }
    }
}

/// Whether it is for the people of a unit to which the viewer belongs, or which they serve: those order for that unit.
fn meant_for(viewer: &Viewer, facts: &ServiceFacts) -> bool {
    let of_viewer = |unit: &UnitId| viewer.units.contains(unit) || viewer.serves(*unit);
    facts.audience.is_empty() || facts.audience.iter().any(of_viewer)
}

/// Who serves the unit whose product it is, or edits it, sees it whomever it is for, an idea too.
fn makes(viewer: &Viewer, facts: &ServiceFacts) -> bool {
    viewer.serves(facts.unit) || can(viewer, Action::EditServices, Resource::Unit(facts.unit))
}

/// [`Action::OpenService`].
pub(super) fn opens(viewer: &Viewer, facts: &ServiceFacts) -> bool {
    can(viewer, Action::BrowseServices, Resource::Company)
        && facts.published
        && (makes(viewer, facts)
            || (facts.stage != ServiceStage::Idea
                && (meant_for(viewer, facts) || viewer.units.contains(&facts.unit))))
}

/// [`Action::OrderService`].
pub(super) fn orders(viewer: &Viewer, facts: &ServiceFacts) -> bool {
    can(viewer, Action::StateRequest, Resource::Company)
        && facts.published
        && facts.stage.is_orderable()
        && meant_for(viewer, facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Actor;
    use crate::ids::PersonId;
    use crate::permission::Role;
    use uuid::Uuid;

    const MAKERS: UnitId = UnitId(Uuid::from_u128(1));
    const MARKETING: UnitId = UnitId(Uuid::from_u128(2));
    const SALES: UnitId = UnitId(Uuid::from_u128(3));

    fn of(unit: UnitId) -> Viewer {
        let actor = Actor::Person(PersonId(Uuid::from_u128(9)));
        Viewer { actor, units: BTreeSet::from([unit]), ..Viewer::nobody() }
    }

    fn holding(role: Role, unit: Option<UnitId>) -> Viewer {
        Viewer { grants: BTreeSet::from([(role, unit)]), ..of(UnitId(Uuid::from_u128(8))) }
    }

    fn may(viewer: &Viewer, facts: &ServiceFacts) -> (bool, bool) {
        let service = Resource::Service(facts);
        (can(viewer, Action::OpenService, service), can(viewer, Action::OrderService, service))
    }

    #[test]
    fn a_service_for_one_unit_is_seen_and_ordered_by_that_unit_alone() {
        let facts = ServiceFacts {
            unit: MAKERS,
            stage: ServiceStage::Live,
            published: true,
            audience: BTreeSet::from([MARKETING]),
        };
        assert_eq!(may(&of(MARKETING), &facts), (true, true));
        assert_eq!(may(&of(SALES), &facts), (false, false));
        assert_eq!(may(&of(MAKERS), &facts), (true, false), "who makes it sees it");
        assert_eq!(may(&holding(Role::Administrator, None), &facts), (true, false));
        assert_eq!(may(&holding(Role::Provider, Some(MARKETING)), &facts), (true, true));
        let everybody = ServiceFacts { audience: BTreeSet::new(), ..facts.clone() };
        assert_eq!(may(&of(SALES), &everybody), (true, true));
        let outsider = Viewer { outside: true, ..of(MARKETING) };
        for facts in [&facts, &everybody] {
            for viewer in [&outsider, &Viewer::nobody(), &Viewer::timer(), &Viewer::console()] {
                assert_eq!(may(viewer, facts), (false, false), "{viewer:?}");
            }
        }
    }

    #[test]
    fn an_idea_is_for_those_who_make_it_and_nobody_orders_it() {
        for stage in ServiceStage::ALL {
            let facts = ServiceFacts { unit: MAKERS, stage, published: true, audience: BTreeSet::new() };
            let orderable = stage.is_orderable();
            let provider = holding(Role::Provider, Some(MAKERS));
            assert_eq!(may(&provider, &facts), (true, orderable), "{stage:?}");
            for unit in [MAKERS, SALES] {
                assert_eq!(may(&of(unit), &facts), (stage != ServiceStage::Idea, orderable), "{stage:?}");
            }
            let unpublished = ServiceFacts { published: false, ..facts };
            assert_eq!(may(&provider, &unpublished), (false, false), "{stage:?}");
        }
    }
}
