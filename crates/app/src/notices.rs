//! Who hears of what: notices, written with the events that they tell of.

use std::collections::BTreeMap;

use domain::aggregate::{Folded as _, fold};
use domain::ids::{Ids, PersonId, RequestId, StreamId, UnitId};
use domain::notice::NoticeKind;
use domain::permission::Role;
use domain::request::timeouts::EscalateTo;
use domain::request::{Event, Offer, Request, Side, Whose};
use domain::time::Instant;
use sha2::{Digest, Sha256};
use store::Tx;
use store::repo::{notice, person, timer, unit};
use uuid::Uuid;

use crate::aggregate::damaged;
use crate::error::Answer;
use crate::requests::{in_place_of_customer, load};
use crate::{AppError, Cx};

/// Somebody of a unit, or a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum To {
    Person(PersonId),
    /// The customer, whom they entrusted, and whoever decides in their place when they may not.
    ForCustomer,
    /// Whoever answers the unit's door.
    Door(UnitId),
    Head(UnitId),
    Administrators,
}

/// Whom an event concerns, and by which message.
fn concerns(request: &Request, event: &Event) -> Vec<(To, NoticeKind)> {
    let customer = To::Person(request.customer);
    let handler = request.handler.map_or(To::Door(request.unit), To::Person);
    match event {
        Event::Stated { .. } => vec![(To::Door(request.unit), NoticeKind::Stated)],
        Event::PassedOn { to, .. } => {
            vec![(To::Door(*to), NoticeKind::PassedOn), (customer, NoticeKind::PassedOn)]
        }
        Event::Claimed { .. } => vec![(customer, NoticeKind::Claimed)],
        Event::Assigned { to } => vec![(To::Person(*to), NoticeKind::Assigned)],
        Event::MessagePosted { side: Side::Customer, .. } => vec![(handler, NoticeKind::Message)],
        Event::MessagePosted { .. } => vec![(customer, NoticeKind::Message)],
        Event::QuestionAsked { .. } => vec![(customer, NoticeKind::Question)],
        Event::BriefSent { .. } => vec![(To::ForCustomer, NoticeKind::Brief)],
        Event::BriefConfirmed { .. } => vec![(handler, NoticeKind::BriefConfirmed)],
        Event::BriefCorrected { .. } => vec![(handler, NoticeKind::BriefCorrected)],
        Event::Invited { unit } => vec![(To::Door(*unit), NoticeKind::Invited)],
        Event::InvitationDeclined { .. } => vec![(customer, NoticeKind::InvitationDeclined)],
        Event::OutsideSaid { side: Side::Bidder, .. } => {
            vec![(customer, NoticeKind::OutsideSaid), (handler, NoticeKind::OutsideSaid)]
        }
        Event::OutsideSaid { unit, .. } => vec![(To::Door(*unit), NoticeKind::Message)],
        Event::OfferSent { .. } => vec![(To::ForCustomer, NoticeKind::Offer)],
        Event::OfferWithdrawn { .. } => vec![(customer, NoticeKind::OfferWithdrawn)],
        Event::OfferChosen { .. } => {
            request.offers.iter().map(|offer| (sender(offer), NoticeKind::OfferChosen)).collect()
        }
        Event::OffersRefused { .. } => {
            request.offers.iter().map(|offer| (sender(offer), NoticeKind::OffersRefused)).collect()
        }
        Event::Delivered { .. } => vec![(To::ForCustomer, NoticeKind::Delivered)],
        Event::Judged { .. } => vec![(handler, NoticeKind::Judged)],
        Event::DisputeOpened { .. } => {
            vec![
                (customer, NoticeKind::Disputed),
                (handler, NoticeKind::Disputed),
                (To::Administrators, NoticeKind::Disputed),
            ]
        }
        Event::DisputeResolved { .. } => {
            vec![(customer, NoticeKind::Resolved), (handler, NoticeKind::Resolved)]
        }
        Event::Reviewed { .. } => vec![(handler, NoticeKind::Reviewed)],
        Event::Reopened { .. } => vec![(handler, NoticeKind::Reopened)],
        Event::Cancelled { .. } => vec![(customer, NoticeKind::Cancelled), (handler, NoticeKind::Cancelled)],
        Event::Reminded { .. } | Event::ReminderSent { .. } => match request.turn().whose {
            Whose::Customer => vec![(To::ForCustomer, NoticeKind::Reminder)],
            Whose::Provider => vec![(handler, NoticeKind::Reminder)],
            Whose::Resolver => vec![(To::Administrators, NoticeKind::Reminder)],
            Whose::Nobody => Vec::new(),
        },
        Event::Escalated { to: EscalateTo::CustomerHead, .. } => {
            vec![(To::Head(request.customer_unit), NoticeKind::Escalated)]
        }
        Event::Escalated { to: EscalateTo::ProviderHead, .. } => {
            vec![(To::Head(request.unit), NoticeKind::Escalated)]
        }
        Event::Escalated { to: EscalateTo::Administrators, .. } => {
            vec![(To::Administrators, NoticeKind::Escalated)]
        }
        Event::ParticipantAdded { person, .. } => vec![(To::Person(*person), NoticeKind::Participant)],
        Event::Entrusted { to, .. } => vec![(To::Person(*to), NoticeKind::Entrusted)],
        _ => Vec::new(),
    }
}

/// Who hears what becomes of an offer: whoever sent it, or, when it came by a link, whoever answers that unit's door.
fn sender(offer: &Offer) -> To {
    offer.by.map_or(To::Door(offer.unit), To::Person)
}

/// Tells everybody whom the events of one command concern, as notices written with them. `before` is the request as it was, none when they
/// begin it.
pub(crate) fn tell(tx: &mut dyn Tx, cx: &mut Cx, before: Option<&Request>, events: &[Event]) -> Answer<()> {
    let events = events.iter().map(|event| (event, cx.now));
    let (request, told) = whom(tx, before.cloned(), events, cx.viewer.person())?;
    let rows: Vec<_> = told.into_iter().map(|(person, kind)| (cx.ids.next(), person, kind)).collect();
    Ok(notice::insert(tx, request, &rows, cx.now)?)
}

/// Tells what still waited to be told when notices came to be written with the events.
pub(crate) fn tell_waiting(tx: &mut dyn Tx) -> Answer<()> {
    for timer::Outgoing { stream, seq, created_at } in timer::outgoing(tx)? {
        let events = load(tx, RequestId(stream.0))?.events;
        let Some(last) = events.iter().find(|event| event.seq == seq) else { continue };
        let (command, actor) = (last.envelope.command, last.envelope.actor.person());
        let pairs = |own: bool| {
            let these = events.iter().filter(move |event| event.seq <= seq);
            these
                .filter(move |event| (event.envelope.command == command) == own)
                .map(|event| (&event.event, event.envelope.occurred_at))
        };
        let before = fold(pairs(false)).map_err(|problem| damaged(stream, problem))?;
        let (request, told) = whom(tx, before, pairs(true), actor)?;
        let mut ids = ids_of(stream, seq, created_at);
        let rows: Vec<_> = told.into_iter().map(|(person, kind)| (ids.next(), person, kind)).collect();
        notice::insert(tx, request, &rows, created_at)?;
    }
    Ok(timer::forget_outgoing(tx)?)
}

/// Which request it is, and whom events concern that follow on `before`, each by the last of the messages for them. Nobody is told what they
/// did themselves.
fn whom<'a>(
    tx: &mut dyn Tx,
    before: Option<Request>,
    events: impl Iterator<Item = (&'a Event, Instant)>,
    actor: Option<PersonId>,
) -> Answer<(RequestId, BTreeMap<PersonId, NoticeKind>)> {
    let (mut now, mut told) = (before, BTreeMap::new());
    for (event, at) in events {
        let known = now.as_ref().map_or(RequestId(Uuid::nil()), |request: &Request| request.id);
        let request = Request::evolve(now, event, at).map_err(|problem| damaged(known.into(), problem))?;
        for (to, kind) in concerns(&request, event) {
            told.extend(people(tx, &request, to)?.into_iter().map(|person| (person, kind)));
        }
        now = Some(request);
    }
    told.retain(|person, _| Some(*person) != actor);
    let request = now.ok_or(AppError::Missing("request"))?;
    Ok((request.id, told))
}

/// Ids that depend on the event alone: a second delivery of the same row makes the same ids.
fn ids_of(stream: StreamId, seq: i64, now: Instant) -> Ids {
    let digest = Sha256::new().chain_update(stream.bytes()).chain_update(seq.to_be_bytes()).finalize();
    let mut entropy = [0; 10];
    entropy.copy_from_slice(&digest[..10]);
    Ids::new(now, entropy)
}

fn people(tx: &mut dyn Tx, request: &Request, to: To) -> Answer<Vec<PersonId>> {
    Ok(match to {
        To::Person(person) => vec![person],
        To::ForCustomer => {
            let mut people = in_place_of_customer(tx, request)?;
            people.push(request.customer);
            people
        }
        To::Door(unit) => at_the_door(tx, unit)?,
        To::Head(unit) => names(person::holders(tx, Role::UnitHead, Some(unit))?),
        To::Administrators => names(person::holders(tx, Role::Administrator, None)?),
    })
}

/// Who answers the door of a unit: whom it names, else its heads.
pub(crate) fn at_the_door(tx: &mut dyn Tx, unit: UnitId) -> Answer<Vec<PersonId>> {
    Ok(match unit::by_id(tx, unit)?.and_then(|unit| unit.owner) {
        Some(owner) => vec![owner],
        None => names(person::holders(tx, Role::UnitHead, Some(unit))?),
    })
}

fn names(holders: Vec<(PersonId, String)>) -> Vec<PersonId> {
    holders.into_iter().map(|(person, _)| person).collect()
}
