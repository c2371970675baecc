//! A request of another system, as its page shows it.

use domain::ids::{PersonId, RequestId};
use domain::imported::{Event, Folding};
use domain::localized::Localized;
use domain::permission::{Action, Resource, can};
use domain::time::Instant;
use domain::trace::Meaning;
use store::Tx;
use store::repo::{flow_titles, imported};

use crate::Cx;
use crate::company;
use crate::error::{Answer, AppError};

/// One step of it.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedStep {
    /// The state that it came into, in the words of the other system.
    pub state: String,
    /// What the state means.
    pub meaning: Meaning,
    /// The team that had it.
    pub team: Option<Localized>,
    /// The person who had it, for those who may read the words; empty when erased.
    pub person: Option<String>,
    /// When.
    pub at: Instant,
}

/// The page.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedPage {
    /// The other system.
    pub source: String,
    /// Its number there.
    pub key: String,
    /// What it was about, for those who may read the words.
    pub title: Option<String>,
    /// The unit that served: code and name.
    pub unit: (String, Localized),
    /// What was ordered: code and name.
    pub service: Option<(String, Localized)>,
    /// Who asked, for those who may read the words; empty when erased.
    pub customer: Option<String>,
    /// The customer's unit.
    pub customer_unit: Localized,
    /// How urgent it was, in the words of the other system.
    pub priority: Option<String>,
    /// When it was stated.
    pub opened_at: Instant,
    /// When it was solved for the last time.
    pub solved_at: Option<Instant>,
    /// When it was closed for the last time.
    pub closed_at: Option<Instant>,
    /// When somebody first answered.
    pub answered_at: Option<Instant>,
    /// Whether the promise was kept.
    pub promise_kept: Option<bool>,
    /// How often it was reopened.
    pub reopened: u32,
    /// Its steps, in the order of the other system.
    pub steps: Vec<ImportedStep>,
    /// Whether names of people and its title are told: to those who serve the unit.
    pub words: bool,
}

/// A request of another system, for those who may see how requests flow in the unit that served it. Its words and the names of people are
/// told only to those who serve that unit.
///
/// # Errors
/// [`AppError::Missing`] when there is none, or the viewer may not see it.
pub fn imported(tx: &mut dyn Tx, cx: &Cx, id: RequestId) -> Answer<ImportedPage> {
    const NONE: AppError = AppError::Missing("request");
    let row = imported::by_id(tx, id)?.ok_or(NONE)?;
    if !can(&cx.viewer, Action::ReadFlow, Resource::Unit(row.unit)) {
        return Err(NONE);
    }
    let words = cx.viewer.serves(row.unit);
    let mut told = store::repo::event::load::<Event>(tx, id.into())?;
    // What a batch that is still being written adds is not seen.
    told.retain(|recorded| recorded.seq <= row.seq);
    let state = Folding::of(told).map_err(|_| NONE)?.ok_or(NONE)?.imported;
    let units = company::units(tx)?;
    let name = |id| {
        let found = units.iter().find(|unit| unit.id == id);
        found.map(|unit| (unit.code.clone(), unit.texts.name.clone())).unwrap_or_default()
    };
    let service = match row.service {
        Some(id) => store::repo::service::by_id(tx, id)?,
        None => None,
    };
    let title = match row.title.filter(|_| words) {
        Some(title) => Some(store::repo::content::body(tx, title)?).filter(|title| !title.is_empty()),
        None => None,
    };
    let mut people: Vec<PersonId> = Vec::new();
    if words {
        for person in row.customer.into_iter().chain(state.steps.iter().filter_map(|step| step.person)) {
            if !people.contains(&person) {
                people.push(person);
            }
        }
    }
    let names = flow_titles::names(tx, &people)?;
    let person =
        |id: Option<PersonId>| id.filter(|_| words).map(|id| names.get(&id).cloned().unwrap_or_default());
    let step = |step: &domain::trace::Step| ImportedStep {
        state: step.state.clone(),
        meaning: step.meaning,
        team: step.team.map(|team| name(team).1),
        person: person(step.person),
        at: step.at,
    };
    Ok(ImportedPage {
        source: row.source,
        key: row.key,
        title,
        unit: name(row.unit),
        service: service.map(|service| {
            let texts = service.offered.map(|offered| offered.texts.name);
            (service.code, texts.unwrap_or_default())
        }),
        customer: person(row.customer),
        customer_unit: name(row.customer_unit).1,
        priority: row.priority,
        opened_at: row.opened_at,
        solved_at: row.solved_at,
        closed_at: row.closed_at,
        answered_at: state.answered_at,
        promise_kept: row.promise_kept,
        reopened: state.reopened,
        steps: state.steps.iter().map(step).collect(),
        words,
    })
}
