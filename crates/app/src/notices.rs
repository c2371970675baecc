//! Who hears of what: a reading of the outbox, never a side effect of a command.

use std::collections::BTreeMap;

use domain::ids::{Ids, PersonId, RequestId, StreamId, UnitId};
use domain::permission::Role;
use domain::request::timeouts::EscalateTo;
use domain::request::{Event, Offer, Request, Side, Whose, evolve};
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
fn concerns(request: &Request, event: &Event) -> Vec<(To, &'static str)> {
    let customer = To::Person(request.customer);
    let handler = request.handler.map_or(To::Door(request.unit), To::Person);
    match event {
        Event::Stated { .. } => vec![(To::Door(request.unit), "stated")],
        Event::PassedOn { to, .. } => vec![(To::Door(*to), "passed_on"), (customer, "passed_on")],
        Event::Claimed { .. } => vec![(customer, "claimed")],
        Event::Assigned { to } => vec![(To::Person(*to), "assigned")],
        Event::MessagePosted { side: Side::Customer, .. } => vec![(handler, "message")],
        Event::MessagePosted { .. } => vec![(customer, "message")],
        Event::QuestionAsked { .. } => vec![(customer, "question")],
        Event::BriefSent { .. } => vec![(To::ForCustomer, "brief")],
        Event::BriefConfirmed { .. } => vec![(handler, "brief_confirmed")],
        Event::BriefCorrected { .. } => vec![(handler, "brief_corrected")],
        Event::Invited { unit } => vec![(To::Door(*unit), "invited")],
        Event::InvitationDeclined { .. } => vec![(customer, "invitation_declined")],
        Event::OutsideSaid { side: Side::Bidder, .. } => {
            vec![(customer, "outside_said"), (handler, "outside_said")]
        }
        Event::OutsideSaid { unit, .. } => vec![(To::Door(*unit), "message")],
        Event::OfferSent { .. } => vec![(To::ForCustomer, "offer")],
        Event::OfferWithdrawn { .. } => vec![(customer, "offer_withdrawn")],
        Event::OfferChosen { .. } => {
            request.offers.iter().map(|offer| (sender(offer), "offer_chosen")).collect()
        }
        Event::OffersRefused { .. } => {
            request.offers.iter().map(|offer| (sender(offer), "offers_refused")).collect()
        }
        Event::Delivered { .. } => vec![(To::ForCustomer, "delivered")],
        Event::Judged { .. } => vec![(handler, "judged")],
        Event::DisputeOpened { .. } => {
            vec![(customer, "disputed"), (handler, "disputed"), (To::Administrators, "disputed")]
        }
        Event::DisputeResolved { .. } => vec![(customer, "resolved"), (handler, "resolved")],
        Event::Reviewed { .. } => vec![(handler, "reviewed")],
        Event::Reopened { .. } => vec![(handler, "reopened")],
        Event::Cancelled { .. } => vec![(customer, "cancelled"), (handler, "cancelled")],
        Event::Reminded { .. } => match request.turn().whose {
            Whose::Customer => vec![(To::ForCustomer, "reminder")],
            Whose::Provider => vec![(handler, "reminder")],
            Whose::Resolver => vec![(To::Administrators, "reminder")],
            Whose::Nobody => Vec::new(),
        },
        Event::Escalated { to: EscalateTo::CustomerHead, .. } => {
            vec![(To::Head(request.customer_unit), "escalated")]
        }
        Event::Escalated { to: EscalateTo::ProviderHead, .. } => vec![(To::Head(request.unit), "escalated")],
        Event::Escalated { to: EscalateTo::Administrators, .. } => vec![(To::Administrators, "escalated")],
        Event::ParticipantAdded { person, .. } => vec![(To::Person(*person), "participant")],
        Event::Entrusted { to, .. } => vec![(To::Person(*to), "entrusted")],
        _ => Vec::new(),
    }
}

/// Who hears what becomes of an offer: whoever sent it, or, when it came by a link, whoever answers that unit's door.
fn sender(offer: &Offer) -> To {
    offer.by.map_or(To::Door(offer.unit), To::Person)
}

/// Turns one row of the outbox into notices and takes it out.
///
/// # Errors
/// The database's.
pub fn deliver(tx: &mut dyn Tx, outgoing: &timer::Outgoing, now: Instant) -> Answer<usize> {
    let loaded = load(tx, RequestId(outgoing.stream.0))?;
    let command = loaded.events.iter().find(|event| event.seq == outgoing.seq);
    let command = command.map(|event| event.envelope.command);
    let mut request: Option<Request> = None;
    let mut notices: BTreeMap<PersonId, &'static str> = BTreeMap::new();
    for recorded in loaded.events.iter().filter(|event| event.seq <= outgoing.seq) {
        let folded = evolve(request, &recorded.event, recorded.envelope.occurred_at)
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
        To::Door(unit) => match unit::by_id(tx, unit)?.and_then(|unit| unit.owner) {
            Some(owner) => vec![owner],
            None => names(person::holders(tx, Role::UnitHead, Some(unit))?),
        },
        To::Head(unit) => names(person::holders(tx, Role::UnitHead, Some(unit))?),
        To::Administrators => names(person::holders(tx, Role::Administrator, None)?),
    })
}

fn names(holders: Vec<(PersonId, String)>) -> Vec<PersonId> {
    holders.into_iter().map(|(person, _)| person).collect()
}
