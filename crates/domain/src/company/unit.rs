//! The stream of one unit.

use super::{Event, FOREIGN, RateVersion, TWICE, UNBEGUN, UnitKind};
use crate::aggregate::Folded;
use crate::content::ContentRef;
use crate::ids::{CalendarId, PersonId, PromiseId, UnitId};
use crate::ledger::BudgetMode;
use crate::time::Instant;

/// A unit as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// What kind of organisation it is.
    pub kind: UnitKind,
    /// The unit it is part of.
    pub parent: Option<UnitId>,
    /// Its short name in addresses; unique.
    pub code: String,
    /// [`super::UnitTexts`] in JSON.
    pub texts: ContentRef,
    /// Who takes what comes to its front door.
    pub owner: Option<PersonId>,
    /// The promise and the calendar of its front door.
    pub door: Option<(PromiseId, CalendarId)>,
    /// How strictly its budget binds.
    pub budget_mode: BudgetMode,
    /// Every version of what an hour of it costs, in order.
    pub rates: Vec<RateVersion>,
    /// When it came into being.
    pub created_at: Instant,
    /// When it was closed.
    pub closed_at: Option<Instant>,
}

impl Folded for Unit {
    type Event = Event;

    fn evolve(before: Option<Self>, event: &Event, at: Instant) -> Result<Self, &'static str> {
        if let Event::UnitCreated { unit, kind, parent, code, texts } = event {
            return if before.is_some() {
                Err(TWICE)
            } else {
                Ok(Self {
                    id: *unit,
                    kind: *kind,
                    parent: *parent,
                    code: code.clone(),
                    texts: texts.clone(),
                    owner: None,
                    door: None,
                    budget_mode: BudgetMode::Shadow,
                    rates: Vec::new(),
                    created_at: at,
                    closed_at: None,
                })
            };
        }
        let mut state = before.ok_or(UNBEGUN)?;
        let about = match event {
            Event::UnitTextsChanged { unit, texts } => {
                state.texts = texts.clone();
                unit
            }
            Event::UnitMoved { unit, parent } => {
                state.parent = *parent;
                unit
            }
            Event::UnitClosed { unit } => {
                if state.closed_at.is_some() {
                    return Err("a closed unit is closed again");
                }
                state.closed_at = Some(at);
                unit
            }
            Event::FrontDoorSet { unit, owner, promise, calendar } => {
                state.owner = *owner;
                state.door = Some((*promise, *calendar));
                unit
            }
            Event::BudgetModeSet { unit, mode } => {
                state.budget_mode = *mode;
                unit
            }
            Event::RateSet { unit, number, per_hour, valid_from } => {
                let last = state.rates.last();
                if *number != last.map_or(1, |last| last.number + 1) {
                    return Err("a version of a rate is left out or comes twice");
                }
                if last.is_some_and(|last| *valid_from < last.valid_from) {
                    return Err("a version of a rate begins before the one that it replaces");
                }
                let (number, per_hour, valid_from) = (*number, *per_hour, *valid_from);
                state.rates.push(RateVersion { number, per_hour, valid_from });
                unit
            }
            // The ledger keeps the money; the unit's row says nothing of it.
            Event::BudgetIssued { unit, .. } | Event::BudgetWithdrawn { unit, .. } => unit,
            _ => return Err(FOREIGN),
        };
        if *about == state.id { Ok(state) } else { Err("the event is about another unit") }
    }
}
