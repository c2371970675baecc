//! One step of somebody on a request: authorise, load, decide, record.

use domain::ids::RequestId;
use domain::permission::{RequestFacts, Viewer, sides};
use domain::request::timeouts::Nudge;
use domain::request::{self, Command, Event, Request, Side, TimeSource, decide};
use domain::time::Instant;
use store::repo;
use store::{Hold, Tx};
use uuid::Uuid;

use super::input::Input;
use super::record::{Loaded, load, record};
use super::standing::readable_as;
use super::{attention, parent};
use crate::Cx;
use crate::error::{Answer, AppError};
use crate::once;
use crate::words::Words;

/// What a step came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Acted {
    /// The request.
    pub id: RequestId,
    /// Its number.
    pub number: i64,
    /// Its last event.
    pub seq: i64,
}

impl From<&Request> for Acted {
    fn from(request: &Request) -> Self {
        Self { id: request.id, number: request.number, seq: request.seq }
    }
}

/// Carries out one step. `seen` is the sequence that the page showed: a step that depends on it is refused when something
/// happened meanwhile. `opened_at` is when the page was opened, for the estimate of the customer's time.
///
/// # Errors
/// [`AppError::Missing`] when the viewer may not read it; [`AppError::Changed`]; the rules' refusals.
pub fn act(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    number: i64,
    seen: Option<i64>,
    opened_at: Option<Instant>,
    input: Input,
) -> Answer<Acted> {
    let facts = repo::request::facts_of(tx, cx.viewer.person(), number)?;
    let id = facts.as_ref().map_or(RequestId(Uuid::nil()), |facts| facts.id);
    // The same command again is answered alike, even when it took the request out of its giver's sight.
    if let Some(stream) = once::take(tx, cx, id.into())? {
        return if stream == id.into() {
            Ok(Acted::from(&load(tx, id)?.request))
        } else {
            Err(once::resent())
        };
    }
    let (loaded, standing) = readable_as(tx, &cx.viewer, facts)?;
    let request = &loaded.request;
    let mut words = Words::default();
    let command = input.into_command(tx, cx, &mut words, request, standing.bidder)?;
    words.check()?;
    if let Some(seen) = seen.filter(|seen| *seen != request.seq)
        && !command.is_commutative()
    {
        return Err(AppError::Changed { seen, now: request.seq });
    }
    let context = standing.context(&cx.viewer, cx.now);
    let mut events = decide(request, &command, &context)?;
    if standing.sides.contains(&Side::Participant) {
        events.extend(customer_time(tx, cx, request, opened_at)?);
    }
    let after = finish(tx, cx, &loaded, events, words)?;
    Ok(Acted::from(&after))
}

/// Carries out a time-out that is due. Does nothing when the waiting it was set for is over.
pub fn act_as_timer(tx: &mut dyn Tx, cx: &mut Cx, id: RequestId, nudge: Nudge) -> Answer<()> {
    debug_assert_eq!(cx.viewer, Viewer::timer());
    let loaded = load(tx, id)?;
    let request = &loaded.request;
    let facts = RequestFacts::from(request);
    let (sides, unit) = sides(&cx.viewer, &facts);
    let context = request::Cx { actor: cx.viewer.actor, sides, unit, now: cx.now };
    let events = decide(request, &Command::TimeOut(nudge), &context)?;
    if events.is_empty() {
        // The row was stale: set it as it should be.
        let timer = super::clocks::timer(tx, request)?;
        repo::timer::set(tx, id, timer)?;
        return Ok(());
    }
    finish(tx, cx, &loaded, events, Words::default()).map(|_| ())
}

/// Records the step, and what follows from it in the parent.
pub(super) fn finish(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    loaded: &Loaded,
    events: Vec<Event>,
    words: Words,
) -> Answer<Request> {
    let request = &loaded.request;
    if let Some(parent) = request.parent {
        // What is reserved for it may be the parent's.
        tx.hold(Hold::Stream(parent.request.into()))?;
    }
    let followed = parent::steps(request, &events);
    // The earmark in the parent comes first: the child's own transfers spend against it.
    let (before, after): (Vec<_>, Vec<_>) =
        followed.into_iter().partition(|command| matches!(command, Command::ChildAgreed { .. }));
    parent::follow(tx, cx, request, before)?;
    let recorded = record(tx, cx, Some(loaded), events, words)?;
    parent::follow(tx, cx, request, after)?;
    Ok(recorded)
}

/// The customer's time on the page, when metering is on: its notice is published and this person has seen it.
pub(super) fn customer_time(
    tx: &mut dyn Tx,
    cx: &Cx,
    request: &Request,
    opened_at: Option<Instant>,
) -> Answer<Option<Event>> {
    let (Some(opened_at), Some(person), true) = (opened_at, cx.viewer.person(), cx.viewer.metered) else {
        return Ok(None);
    };
    let seconds = attention::measure(tx, person, request.id, opened_at, cx.now)?;
    Ok((seconds > 0).then_some(Event::ClientTimeMeasured { seconds, source: TimeSource::Estimate }))
}
