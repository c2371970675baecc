//! Who hears of what: a reading of the outbox, never a side effect of a command.

use std::collections::BTreeMap;

use domain::aggregate::Folded as _;
use domain::ids::{Ids, PersonId, RequestId, StreamId, UnitId};
use domain::notice::NoticeKind;
use domain::permission::Role;
use domain::request::timeouts::EscalateTo;
use domain::request::{Event, Offer, Request, Side, Whose};
use domain::time::Instant;
use sha2::{Digest, Sha256};
use store::Tx;
use store::repo::{notice, person, timer, unit};

use crate::error::Answer;
use crate::requests::{in_place_of_customer, load};

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

/// Turns one row of the outbox into notices and takes it out.
pub fn deliver(tx: &mut dyn Tx, outgoing: &timer::Outgoing, now: Instant) -> Answer<usize> {
    let loaded = load(tx, RequestId(outgoing.stream.0))?;
    let command = loaded.events.iter().find(|event| event.seq == outgoing.seq);
    let command = command.map(|event| event.envelope.command);
    let mut request: Option<Request> = None;
    let mut notices: BTreeMap<PersonId, NoticeKind> = BTreeMap::new();
    for recorded in loaded.events.iter().filter(|event| event.seq <= outgoing.seq) {
        let folded = Request::evolve(request, &recorded.event, recorded.envelope.occurred_at)
            .map_err(|problem| store::StoreError::inconsistent("event", "data", outgoing.stream, problem))?;
        if Some(recorded.envelope.command) == command {
            for (to, kind) in concerns(&folded, &recorded.event) {
                for person in people(tx, &folded, to)? {
                    // Nobody is told what they did themselves.
                    if Some(person) != recorded.envelope.actor.person() {
                        notices.insert(person, kind);
                    }
                }
            }
        }
        request = Some(folded);
    }
    let mut ids = ids_of(outgoing.stream, outgoing.seq, now);
    let count = notices.len();
    for (person, kind) in notices {
        notice::insert(tx, ids.next(), person, kind, RequestId(outgoing.stream.0), now)?;
    }
    timer::delivered(tx, outgoing.id)?;
    Ok(count)
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
