//! The rows that a request of a log makes.

use domain::actor::{Actor, Channel};
use domain::aggregate::Folded as _;
use domain::content::ContentRef;
use domain::history::{Envelope, Recorded};
use domain::ids::{CommandId, ContentId, RequestId, StreamId};
use domain::imported::{Event, Folding, Imported};
use domain::time::Instant;
use domain::trace::Meaning;
use flow::format::Gathered;
use flow::log::{self, Case};
use store::repo::content::{self, NewContent};
use store::repo::event::Draft;
use store::repo::flow_case::{self, FlowCase};
use store::repo::imported::Known;
use store::repo::{event, imported};
use store::{StoreError, Tx, Value};
use uuid::Uuid;

use super::Order;
use super::propose::{Proposal, print_of};
use crate::Cx;
use crate::error::{Answer, AppError};
use crate::words::clean;

type Rows = Vec<Vec<Value>>;

/// Rows of some requests, on their way into the tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Chunk {
    pub(super) events: Vec<Draft>,
    contents: Rows,
    imported: Rows,
    cases: Rows,
}

impl Chunk {
    /// Writes all of them.
    pub(super) fn write(&self, tx: &mut dyn Tx) -> Result<(), StoreError> {
        event::fill(tx, self.events.clone())?;
        tx.fill(&content::CONTENT, self.contents.iter().cloned())?;
        tx.fill(&imported::IMPORTED, self.imported.iter().cloned())?;
        tx.fill(&flow_case::FLOW_CASE, self.cases.iter().cloned())?;
        Ok(())
    }
}

/// The meaning of a state, in the words of the history.
pub(super) const fn meaning(meaning: log::Meaning) -> Meaning {
    match meaning {
        log::Meaning::Queue => Meaning::Queue,
        log::Meaning::Work => Meaning::Work,
        log::Meaning::Customer => Meaning::Customer,
        log::Meaning::Vendor => Meaning::Vendor,
        log::Meaning::Other => Meaning::Other,
        log::Meaning::Solved => Meaning::Solved,
        log::Meaning::Closed => Meaning::Closed,
    }
}

/// Makes rows of requests, one after another.
pub(super) struct Maker<'a> {
    pub(super) cx: &'a mut Cx,
    pub(super) order: &'a Order,
    pub(super) proposal: &'a Proposal,
    pub(super) gathered: &'a Gathered,
    pub(super) batch: Uuid,
}

impl Maker<'_> {
    /// A request that was not there; `place` is its place in the log, `first` that of its first step.
    pub(super) fn begin(&mut self, case: &Case, place: usize, first: usize, chunk: &mut Chunk) -> Answer<()> {
        let id = RequestId(self.cx.ids.next());
        let title = self.title(id, place, chunk);
        let unit = self.proposal.unit_of(case).unwrap_or(self.order.unit);
        let extra = &self.gathered.extras[place];
        let elsewhere = self.proposal.elsewhere.unwrap_or(unit);
        let stated = Event::Stated {
            request: id,
            source: self.order.source.clone(),
            key: case.key.to_string(),
            title,
            unit,
            service: self.proposal.services.get(&(unit, case.service)).copied(),
            customer: self.proposal.people.get(&extra.customer_person).copied(),
            customer_unit: self.proposal.customers.get(&case.customer).copied().unwrap_or(elsewhere),
            priority: case.priority.some().map(|name| self.gathered.log.names.text(name).to_owned()),
        };
        let opened = Instant::from_millis(case.opened);
        let mut state = None;
        self.tell(&mut state, id, stated, opened, chunk)?;
        self.go_on(state, case, place, first, 0, 0, chunk)
    }

    /// A request that is known, and whose log goes on.
    pub(super) fn extend(
        &mut self,
        known: &Known,
        told: Vec<Recorded<Event>>,
        case: &Case,
        place: usize,
        first: usize,
        chunk: &mut Chunk,
    ) -> Answer<()> {
        let folded = Folding::of(told)
            .map_err(|problem| StoreError::inconsistent("event", "data", known.id, problem))?;
        let state = folded.map(|brought| brought.imported);
        let steps = usize::try_from(known.steps).unwrap_or(usize::MAX);
        self.go_on(state, case, place, first, steps, known.seq, chunk)
    }

    #[expect(clippy::too_many_arguments, reason = "one place of the log, told by its three numbers")]
    fn go_on(
        &mut self,
        mut state: Option<Imported>,
        case: &Case,
        place: usize,
        first: usize,
        known: usize,
        before: i64,
        chunk: &mut Chunk,
    ) -> Answer<()> {
        let id = state.as_ref().map(|state| state.id).ok_or(AppError::Missing("request"))?;
        let log = &self.gathered.log;
        let steps = log.steps(case);
        for step in steps.iter().skip(known) {
            let event = Event::Moved {
                state: log.names.text(step.activity).to_owned(),
                meaning: meaning(log.meaning(step.activity)),
                team: self.proposal.teams.get(&step.team).copied(),
                person: self.proposal.people.get(&step.person).copied(),
            };
            self.tell(&mut state, id, event, Instant::from_millis(step.at), chunk)?;
        }
        let prints = self.gathered.sources[first..first + steps.len()].iter().map(|source| source.print);
        let concluded = Event::Concluded {
            solved_at: case.solved.map(Instant::from_millis),
            closed_at: case.closed.map(Instant::from_millis),
            answered_at: case.answered.map(Instant::from_millis),
            promise_kept: case.promise_kept,
            reopened: self.gathered.extras[place].reopened.unwrap_or(0),
            print: print_of(prints),
        };
        let last = steps.at.last().copied().unwrap_or(case.opened);
        self.tell(&mut state, id, concluded, Instant::from_millis(last), chunk)?;
        if let Some(state) = &state {
            chunk.imported.push(imported::values(state, self.batch, false, before));
            chunk.cases.push(flow_case::values(&FlowCase::imported(state, self.batch), false));
        }
        Ok(())
    }

    fn tell(
        &mut self,
        state: &mut Option<Imported>,
        id: RequestId,
        event: Event,
        at: Instant,
        chunk: &mut Chunk,
    ) -> Answer<()> {
        let folded = Imported::evolve(state.take(), &event, at)
            .map_err(|problem| StoreError::inconsistent("event", "data", id, problem))?;
        let envelope = Envelope {
            actor: Actor::Import(self.batch),
            on_behalf_of: None,
            channel: Channel::Import,
            command: CommandId(self.batch),
            correlation: id.0,
            occurred_at: at,
            recorded_at: self.cx.now,
        };
        chunk.events.push(Draft::new(StreamId::from(id), folded.seq, &envelope, &event));
        *state = Some(folded);
        Ok(())
    }

    fn title(&mut self, id: RequestId, place: usize, chunk: &mut Chunk) -> Option<ContentRef> {
        let name = self.gathered.extras[place].title.some()?;
        let body = clean(self.gathered.log.names.text(name));
        if body.is_empty() {
            return None;
        }
        let content = ContentId(self.cx.ids.next());
        let text = NewContent { id: content, kind: "title", salt: self.cx.salt(content.0), body, file: None };
        chunk.contents.push(content::values(id.into(), None, self.cx.now, &text));
        Some(text.reference())
    }
}
