//! Who did what to whom: the acts of the history for those who keep watch, and what concerns oneself.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{self, Taken};
use domain::company::Event;
use domain::history::{Envelope, Events, Recorded};
use domain::ids::{PersonId, RequestId, ServiceId, StreamId, UnitId};
use domain::permission::{Action, RequestFacts, Resource, Viewer, can};
use domain::request::EventKind;
use domain::time::Instant;
use store::Tx;
use store::repo::act::{self, ActPlace, FailedSignIn, ToldAct, WantedActs};
use store::repo::{content, credential, event, person, request, service};
use uuid::Uuid;

use crate::Cx;
use crate::aggregate::damaged;
use crate::company::{UnitView, units};
use crate::error::{Answer, AppError};
use crate::identity::{normalise_login, tell};

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// To the company, a unit, a person, a service.
    Company(Event),
    /// To somebody's access.
    Access(access::Event),
}

/// An act.
#[derive(Debug, Clone, PartialEq)]
pub struct Act {
    /// What.
    pub what: What,
    /// Who did it, when, which way.
    pub envelope: Envelope,
    /// To whom.
    pub whom: Option<PersonId>,
    /// In which unit.
    pub unit: Option<UnitId>,
    /// To which service.
    pub service: Option<ServiceId>,
    /// What the act of this kind before it said of the same thing; none for those that replace nothing.
    pub before: Option<What>,
    /// From which network; none where that is forgotten, or for whom it does not matter.
    pub network: Option<String>,
    /// Its place.
    pub place: ActPlace,
}

/// Acts with the names of everybody and everything that they name.
#[derive(Debug, Clone, Default)]
pub struct Acts {
    /// The latest first.
    pub acts: Vec<Act>,
    /// Where the next page goes on, if there is more.
    pub next: Option<ActPlace>,
    /// Names of people; an erased one is empty.
    pub people: BTreeMap<PersonId, String>,
    /// Units.
    pub units: BTreeMap<UnitId, UnitView>,
    /// Short names of services.
    pub services: BTreeMap<ServiceId, String>,
    /// Requests that auditors opened: the number of each, and why it was opened last, which is for few.
    pub opened: BTreeMap<RequestId, (i64, String)>,
}

/// Whether the viewer keeps watch: administrators and auditors.
fn watches(viewer: &Viewer) -> bool {
    [Action::Administer, Action::Audit].into_iter().any(|action| can(viewer, action, Resource::Company))
}

/// # Errors
/// [`AppError::Forbidden`] for whoever does not keep watch.
pub fn watching(cx: &Cx) -> Answer<()> {
    if watches(&cx.viewer) { Ok(()) } else { Err(AppError::Forbidden) }
}

/// The acts that are asked for, at most `limit`, from `after` on.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever does not keep watch.
pub fn acts(
    tx: &mut dyn Tx,
    cx: &Cx,
    wanted: &WantedActs,
    after: Option<ActPlace>,
    limit: usize,
) -> Answer<Acts> {
    watching(cx)?;
    read(tx, wanted, after, limit)
}

/// What was done to the viewer's own account and place in the company, by them or by others, since `from`; at most `limit`. What they
/// did to others is told to those.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not a person.
pub fn own_acts(tx: &mut dyn Tx, cx: &Cx, from: Instant, limit: usize) -> Answer<Acts> {
    let me = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let wanted = WantedActs {
        person: Some(me),
        to_them: true,
        unit: None,
        kind: String::new(),
        imported: true,
        from,
        to: Instant::from_millis(i64::MAX),
    };
    let mut found = read(tx, &wanted, None, limit)?;
    for act in &mut found.acts {
        if act.envelope.actor.person() != Some(me) {
            act.network = None;
        }
    }
    Ok(found)
}

/// Failed attempts to sign in as the viewer since `from`, by the hour.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not a person.
pub fn own_failures(tx: &mut dyn Tx, cx: &Cx, from: Instant) -> Answer<Vec<FailedSignIn>> {
    let me = cx.viewer.person().ok_or(AppError::Forbidden)?;
    Ok(act::failed_of(tx, me, from, 100)?)
}

/// Failed attempts to sign in, of somebody or of all, from one moment up to another, by hour, login and network, at most `limit`.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever does not keep watch.
pub fn failures(
    tx: &mut dyn Tx,
    cx: &Cx,
    person: Option<PersonId>,
    (from, to): (Instant, Instant),
    limit: i64,
) -> Answer<Vec<FailedSignIn>> {
    watching(cx)?;
    let Some(person) = person else { return Ok(act::failed(tx, from, to, limit)?) };
    let mut found = act::failed_of(tx, person, from, limit)?;
    found.retain(|failed| failed.hour < to);
    Ok(found)
}

/// The names of people; an erased one is empty.
pub fn names(
    tx: &mut dyn Tx,
    people: impl IntoIterator<Item = PersonId>,
) -> Answer<BTreeMap<PersonId, String>> {
    let wanted: BTreeSet<PersonId> = people.into_iter().collect();
    let mut names = BTreeMap::new();
    for id in wanted {
        let known = person::by_id(tx, id)?;
        names.insert(id, known.map(|row| row.profile.name).unwrap_or_default());
    }
    Ok(names)
}

/// Writes down that the viewer takes a file out of the company; for the command line too.
pub fn take_away(
    tx: &mut dyn Tx,
    cx: &Cx,
    what: Taken,
    unit: Option<UnitId>,
    service: Option<ServiceId>,
) -> Answer<()> {
    did(tx, cx, access::Event::TookAway { what, unit, service })
}

/// Writes down what the viewer did, on their own stream; that of the console for the command line.
pub(crate) fn did(tx: &mut dyn Tx, cx: &Cx, event: access::Event) -> Answer<()> {
    tell(tx, cx, cx.viewer.person().unwrap_or(PersonId(Uuid::nil())), &[event])
}

fn read(tx: &mut dyn Tx, wanted: &WantedActs, after: Option<ActPlace>, limit: usize) -> Answer<Acts> {
    let asked = i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows = act::acts(tx, wanted, after, asked)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let mut found = Acts::default();
    for row in rows {
        let mut act = understood(row)?;
        if replaces(&act.what) {
            let ActPlace { stream, seq, .. } = act.place;
            let before = event::before(tx, stream, seq)?;
            act.before = before
                .map(|row| understood(ToldAct { event: row, network: None }))
                .transpose()?
                .map(|act| act.what);
        }
        found.acts.push(act);
    }
    found.next = found.acts.last().filter(|_| more).map(|act| act.place);
    let people = found.acts.iter().flat_map(|act| {
        let named = match (&act.what, &act.before) {
            (What::Company(Event::MembershipStarted { manager, .. }), _) => *manager,
            (_, Some(What::Company(Event::FrontDeskNamed { owner, .. }))) => Some(*owner),
            (_, Some(What::Company(Event::FrontDoorSet { owner, .. }))) => *owner,
            _ => None,
        };
        [act.envelope.actor.person(), act.whom, named].into_iter().flatten()
    });
    found.people = names(tx, people)?;
    found.units = units(tx)?.into_iter().map(|unit| (unit.id, unit)).collect();
    let services: BTreeSet<ServiceId> = found.acts.iter().filter_map(|act| act.service).collect();
    for id in services {
        let known = service::by_id(tx, id)?;
        found.services.extend(known.map(|known| (id, known.code)));
    }
    for act in found.acts.iter().rev() {
        if let What::Access(access::Event::Opened { request: id, reason, .. }) = &act.what {
            let number = request::one(tx, *id)?.map(|listed| listed.number).unwrap_or_default();
            found.opened.insert(*id, (number, content::body(tx, reason.id)?));
        }
    }
    Ok(found)
}

/// Whether an act replaces what the one of its kind before it said.
const fn replaces(what: &What) -> bool {
    matches!(
        what,
        What::Company(
            Event::UnitMoved { .. }
                | Event::BudgetModeSet { .. }
                | Event::ServiceStageChanged { .. }
                | Event::AddressSaid { .. }
                | Event::FactorRequired { .. }
                | Event::FrontDeskNamed { .. }
                | Event::FrontDoorSet { .. }
                | Event::LanguageChosen { .. }
        )
    )
}

fn understood(row: ToldAct) -> Answer<Act> {
    let ToldAct { event: row, network } = row;
    if row.kind.starts_with(access::Event::PREFIX) {
        let recorded = event::from_row::<access::Event>(&row)?;
        let service = match &recorded.event {
            access::Event::TookAway { service, .. } => *service,
            _ => None,
        };
        return act_of(recorded, service, network, What::Access);
    }
    let recorded = event::from_row::<Event>(&row)?;
    let service = match &recorded.event {
        Event::ServiceCreated { service, .. }
        | Event::ServiceVersionPublished { service, .. }
        | Event::ServiceStageChanged { service, .. } => Some(*service),
        _ => None,
    };
    act_of(recorded, service, network, What::Company)
}

fn act_of<E: Events>(
    recorded: Recorded<E>,
    service: Option<ServiceId>,
    network: Option<String>,
    what: impl Fn(E) -> What,
) -> Answer<Act> {
    let Recorded { stream, seq, envelope, event } = recorded;
    let concerned = event.concerned(stream).ok_or_else(|| damaged(stream, "it is no act"))?;
    let place = ActPlace { told_at: envelope.recorded_at, stream, seq };
    Ok(Act {
        what: what(event),
        envelope,
        whom: concerned.person,
        unit: concerned.unit,
        service,
        before: None,
        network,
        place,
    })
}

/// People whose name, address of mail or login holds the words, at most `limit`.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever does not keep watch.
pub fn find_people(tx: &mut dyn Tx, cx: &Cx, words: &str, limit: usize) -> Answer<Vec<(PersonId, String)>> {
    /// People that are read at once.
    const WINDOW: i64 = 1_000;
    watching(cx)?;
    if let Some(owner) = credential::owner(tx, &normalise_login(words))? {
        return Ok(names(tx, [owner])?.into_iter().collect());
    }
    let wanted = words.to_lowercase();
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let people = person::list(tx, after, WINDOW)?;
        let Some(last) = people.last() else { return Ok(found) };
        after = Some(last.id);
        for row in people {
            let profile = row.profile;
            let texts = [Some(profile.name.as_str()), profile.email.as_deref()];
            if texts.into_iter().flatten().any(|text| text.to_lowercase().contains(&wanted)) {
                found.push((row.id, profile.name));
            }
            if found.len() == limit {
                return Ok(found);
            }
        }
    }
}

/// A step of a request without its words.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What happened.
    pub kind: EventKind,
    /// Who, when, which way.
    pub envelope: Envelope,
}

/// Steps with the names of those who took them.
pub type Steps = (Vec<Step>, BTreeMap<PersonId, String>);

/// The steps of a request, in their order, with the names of those who took them. None when there is no such request, or when the
/// viewer may not even know of its sums.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever does not keep watch.
pub fn steps(tx: &mut dyn Tx, cx: &Cx, number: i64) -> Answer<Option<Steps>> {
    watching(cx)?;
    let facts = request::facts_of(tx, cx.viewer.person(), number)?;
    let may = |facts: &RequestFacts| {
        [Action::ReadFigure, Action::ReadRequest]
            .into_iter()
            .any(|action| can(&cx.viewer, action, Resource::Request(facts)))
    };
    let Some(facts) = facts.filter(|facts| may(facts)) else { return Ok(None) };
    let events = event::load::<domain::request::Event>(tx, StreamId::from(facts.id))?;
    let steps: Vec<Step> = events
        .into_iter()
        .map(|recorded| Step { kind: EventKind::from(&recorded.event), envelope: recorded.envelope })
        .collect();
    let people = names(tx, steps.iter().filter_map(|step| step.envelope.actor.person()))?;
    Ok(Some((steps, people)))
}
