//! One request while it is made: commands are decided by the rules themselves, so every history is a valid one.

use std::collections::BTreeSet;

use domain::actor::{Actor, Channel};
use domain::aggregate::Folded as _;
use domain::history::Envelope;
use domain::ids::*;
use domain::localized::Language;
use domain::request::{self, Command, Event, NewRequest, Refusal, Request, Side, decide, state_request};
use domain::time::Instant;
use domain::trace::{self, TracedRequest};
use store::StoreError;
use store::chain::Tip;
use store::repo::event::Draft;
use uuid::Uuid;

use super::batch::Batch;
use super::pen::Pen;
use super::rng::Rng;
use super::shelf::{Drawer, Open};
use super::themes::Both;
use super::world::{World, said};
use crate::error::{Answer, AppError};
use crate::ledger;

/// Why a journey goes no further.
#[derive(Debug)]
pub(super) enum Stop {
    /// The present moment is reached: the request stays as it is.
    Present,
    /// It ended while somebody was waited for.
    Ended,
    /// The rules refused a step: the generator is wrong.
    Wrong(AppError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Wrong(refusal.into())
    }
}

impl From<AppError> for Stop {
    fn from(error: AppError) -> Self {
        Self::Wrong(error)
    }
}

/// What a step of a journey comes to.
pub(super) type Step = Result<(), Stop>;

/// A request with the words that the index needs.
pub(super) struct Live {
    pub(super) request: Request,
    pub(super) title: String,
    pub(super) statement: String,
    pub(super) last_at: Instant,
    pub(super) steps: Vec<trace::Step>,
    pub(super) tip: Tip,
}

/// Somebody who acts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doer {
    pub(super) actor: Actor,
    pub(super) side: Side,
    /// The unit for which a bidder offers.
    pub(super) unit: Option<UnitId>,
}

impl Doer {
    pub(super) const fn new(person: PersonId, side: Side) -> Self {
        Self { actor: Actor::Person(person), side, unit: None }
    }
}

/// Where a journey is made.
pub(super) struct Scene<'a> {
    pub(super) world: &'a World,
    pub(super) rng: Rng,
    pub(super) out: &'a mut Batch,
    pub(super) drawer: Drawer,
    /// The moment in the story.
    pub(super) at: Instant,
    pub(super) language: Language,
}

impl Scene<'_> {
    /// One of these texts in the language of the story.
    pub(super) fn say(&mut self, of: &[Both]) -> &'static str {
        said(*self.rng.pick(of), self.language)
    }

    /// A pen for the next command.
    pub(super) fn pen(&mut self) -> Pen {
        Pen::new(self.at, &mut self.rng)
    }

    /// States the problem: `words` are title and statement.
    pub(super) fn state(
        &mut self,
        new: &NewRequest,
        pen: Pen,
        words: (String, String),
    ) -> Result<Live, Stop> {
        let doer = Doer::new(new.customer, Side::Customer);
        let events = state_request(new, &self.context(doer))?;
        let stated = self.record((None, Tip::BEGIN), doer.actor, pen, events)?;
        let (TracedRequest { request, steps }, tip) = stated.ok_or(Refusal::Missing("request"))?;
        Ok(Live { request, title: words.0, statement: words.1, last_at: self.at, steps, tip })
    }

    fn context(&self, doer: Doer) -> request::Cx {
        let sides: BTreeSet<Side> = [doer.side].into();
        request::Cx { actor: doer.actor, sides, unit: doer.unit, now: self.at }
    }

    /// Somebody gives a command that needs words.
    pub(super) fn tell(&mut self, live: &mut Live, doer: Doer, pen: Pen, command: &Command) -> Step {
        let events = decide(&live.request, command, &self.context(doer))?;
        self.follow(live, doer.actor, pen, events)
    }

    /// Somebody gives a command without words.
    pub(super) fn act(&mut self, live: &mut Live, doer: Doer, command: &Command) -> Step {
        let pen = self.pen();
        self.tell(live, doer, pen, command)
    }

    /// What a step of a sub-request means for the request it serves, as part of the same command.
    pub(super) fn consequence(&mut self, parent: &mut Live, by: Actor, pen: Pen, command: &Command) -> Step {
        let timer = Doer { actor: Actor::Timer, side: Side::Timer, unit: None };
        let events = decide(&parent.request, command, &self.context(timer))?;
        self.follow(parent, by, pen, events)
    }

    fn follow(&mut self, live: &mut Live, actor: Actor, pen: Pen, events: Vec<Event>) -> Step {
        let before = TracedRequest { request: live.request.clone(), steps: live.steps.clone() };
        if let Some((after, tip)) = self.record((Some(before), live.tip), actor, pen, events)? {
            (live.request, live.steps, live.tip) = (after.request, after.steps, tip);
        }
        live.last_at = self.at;
        Ok(())
    }

    /// Folds events into the request and writes them down with their words and what they move in the ledger; the request
    /// after them with the end of its stream, if there was any.
    fn record(
        &mut self,
        (before, tip): (Option<TracedRequest>, Tip),
        actor: Actor,
        pen: Pen,
        events: Vec<Event>,
    ) -> Result<Option<(TracedRequest, Tip)>, Stop> {
        if events.is_empty() {
            return Ok(None);
        }
        let mut pen = pen;
        let first = tip.seq() + 1;
        let folded = events
            .iter()
            .try_fold(before.clone(), |state, event| TracedRequest::evolve(state, event, self.at).map(Some));
        let wrong = |problem| StoreError::inconsistent("event", "data", Uuid::nil(), problem);
        let folded = folded.map_err(|problem| AppError::Store(wrong(problem)))?;
        let traced = folded.ok_or(Refusal::Missing("request"))?;
        let request = &traced.request;
        let stream = StreamId::from(request.id);
        let envelope = Envelope {
            actor,
            on_behalf_of: None,
            channel: if actor == Actor::Timer { Channel::Timer } else { Channel::Web },
            command: pen.command,
            correlation: request.root.0,
            occurred_at: self.at,
            recorded_at: self.at,
        };
        let numbered: Vec<(i64, Event)> = (first..).zip(events).collect();
        let booked = self.drawer.booked.len();
        let mut shelf = Open { drawer: &mut self.drawer, ids: &mut pen.ids, now: self.at };
        let before = before.as_ref().map(|traced| &traced.request);
        ledger::book(&mut shelf, &self.world.books, before, request, &numbered)?;
        let moved = self.drawer.booked[booked..].iter().map(|booked| self.world.books.moved(booked));
        let mut moved = moved.collect::<Answer<Vec<_>>>()?;
        let mut tip = tip;
        for (seq, event) in &numbered {
            let draft = Draft::new(stream, *seq, &envelope, event).moving(&mut moved);
            let (row, after) = draft.link(tip).map_err(AppError::Store)?;
            self.out.events.push(row);
            tip = after;
        }
        self.out.contents.extend(pen.rows(stream, actor.person(), self.at));
        Ok(Some((traced, tip)))
    }

    /// Lets so much working time of the present unit pass since the move began; time-outs that come meanwhile happen.
    pub(super) fn wait(&mut self, live: &mut Live, seconds: i64) -> Step {
        let working = self.world.working(self.world.place(live.request.unit));
        let target = working.after(self.at, seconds);
        while let Some((nudge, timeout)) = live.request.next_timeout() {
            let day = working.calendar.full_day_seconds();
            let due = working.after(nudge.since, day * i64::from(timeout.after) / 100).max(self.at);
            if due >= target || due > self.world.until {
                break;
            }
            self.at = due;
            let timer = Doer { actor: Actor::Timer, side: Side::Timer, unit: None };
            self.act(live, timer, &Command::TimeOut(nudge))?;
            if !live.request.state.is_open() {
                return Err(Stop::Ended);
            }
        }
        if target > self.world.until {
            return Err(Stop::Present);
        }
        // People do not act on full seconds.
        self.at = Instant::from_millis(target.millis() + self.rng.between(1, 999)).min(self.world.until);
        Ok(())
    }

    /// Whoever handles the request.
    pub(super) fn handler(&self, live: &Live) -> Doer {
        let unit = &self.world.units[self.world.place(live.request.unit)];
        Doer::new(live.request.handler.unwrap_or(unit.owner), Side::Provider)
    }

    /// The customer.
    pub(super) fn customer(live: &Live) -> Doer {
        Doer::new(live.request.customer, Side::Customer)
    }
}
