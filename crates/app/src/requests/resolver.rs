//! The page of a request as whoever resolves its dispute gets it, who has no part in it otherwise: what was asked, agreed, said
//! between both sides, handed over, judged and paid. Other offers, what was said with those who made them, the provider's own notes
//! and hours, the customer's minutes, budgets and related requests are nobody's business in a dispute. It is built of what they may
//! see, every field by its name: a new field of a request or of its page is decided here before it compiles.

use std::collections::{BTreeSet, HashMap};

use domain::content::ContentRef;
use domain::ids::{ContentId, PersonId, UnitId};
use domain::request::{Event, Request};

use super::shown::{RequestPage, Sight};

/// What of a request its resolver gets.
fn request_for(request: &Request) -> Request {
    let chosen = request.chosen();
    Request {
        id: request.id,
        number: request.number,
        seq: request.seq,
        stated_at: request.stated_at,
        parent: None,
        root: request.id,
        root_at: request.stated_at,
        class: request.class,
        author: request.author,
        customer: request.customer,
        customer_unit: request.customer_unit,
        beneficiary: request.beneficiary,
        payer_unit: request.payer_unit,
        participants: request.participants.clone(),
        helpers: request.helpers.clone(),
        entrusted: request.entrusted,
        unit: request.unit,
        past_units: request.past_units.clone(),
        service: request.service,
        handler: request.handler,
        handlers: request.handlers.clone(),
        statement: request.statement.clone(),
        title: request.title.clone(),
        state: request.state,
        since: request.since,
        questions: request.questions.clone(),
        interviews: request.interviews.clone(),
        briefs: request.briefs.clone(),
        invitations: Vec::new(),
        offers: chosen.cloned().into_iter().collect(),
        choice: request.choice.clone(),
        tasks: Vec::new(),
        effort: 0,
        children: Vec::new(),
        deliveries: request.deliveries.clone(),
        verdicts: request.verdicts.clone(),
        paid: request.paid.clone(),
        reserved: request.reserved.clone(),
        refunded: request.refunded,
        disputes: request.disputes.clone(),
        review: request.review.clone(),
        reopened: request.reopened,
        clocks: Vec::new(),
        client_seconds: 0,
        nudges: request.nudges,
        reminded_at: request.reminded_at,
    }
}

/// Whether an event is part of what the two sides had to do with each other.
fn tells(request: &Request, event: &Event) -> bool {
    let chosen = request.choice.as_ref().map(|choice| choice.offer);
    match event {
        Event::OfferSent { offer } => Some(offer.id) == chosen,
        Event::OfferWithdrawn { offer, .. } => Some(*offer) == chosen,
        Event::Stated { .. }
        | Event::PassedOn { .. }
        | Event::Claimed { .. }
        | Event::Assigned { .. }
        | Event::MessagePosted { .. }
        | Event::QuestionAsked { .. }
        | Event::QuestionClosed { .. }
        | Event::FirstAnswered { .. }
        | Event::InterviewRecorded { .. }
        | Event::BriefSent { .. }
        | Event::BriefConfirmed { .. }
        | Event::BriefCorrected { .. }
        | Event::OfferChosen { .. }
        | Event::OffersRefused { .. }
        | Event::Delivered { .. }
        | Event::Judged { .. }
        | Event::Accepted { .. }
        | Event::DisputeOpened { .. }
        | Event::DisputeResolved { .. }
        | Event::Reviewed { .. }
        | Event::ReviewSkipped
        | Event::Reopened { .. }
        | Event::Cancelled { .. }
        | Event::Reminded { .. }
        | Event::ReminderSent { .. }
        | Event::Escalated { .. }
        | Event::ParticipantAdded { .. }
        | Event::Entrusted { .. }
        | Event::TrustEnded { .. } => true,
        Event::Invited { .. }
        | Event::InvitationDeclined { .. }
        | Event::LinkMade { .. }
        | Event::LinkEnded { .. }
        | Event::OutsideSaid { .. }
        | Event::TaskAdded { .. }
        | Event::TaskFinished { .. }
        | Event::EffortLogged { .. }
        | Event::ChildStated { .. }
        | Event::ChildAgreed { .. }
        | Event::ChildPaid { .. }
        | Event::ChildRefunded { .. }
        | Event::ChildEnded { .. }
        | Event::ClientTimeMeasured { .. }
        | Event::RepeatJudged { .. }
        | Event::CalendarApplied { .. } => false,
    }
}

/// The whole page `from`, as a resolver gets it.
pub(super) fn page_for(from: &RequestPage) -> RequestPage {
    let request = request_for(&from.request);
    let told = from.events.iter().filter(|recorded| tells(&from.request, &recorded.event));
    let events: Vec<_> = told.cloned().collect();
    let mut words: BTreeSet<ContentId> = BTreeSet::new();
    let mut people: BTreeSet<PersonId> = BTreeSet::new();
    for recorded in &events {
        people.extend(recorded.envelope.actor.person());
        if let Ok(json) = serde_json::to_value(&recorded.event) {
            ContentRef::each_in(&json, &mut |text| {
                words.insert(text.id);
            });
        }
    }
    people.extend([request.author, request.customer]);
    people.extend(request.beneficiary.iter().chain(&request.entrusted));
    people.extend(request.participants.iter().chain(&request.helpers).chain(&request.handlers));
    let units: BTreeSet<UnitId> = [request.customer_unit, request.payer_unit, request.unit]
        .into_iter()
        .chain(request.past_units.iter().copied())
        .chain(request.offers.iter().map(|offer| offer.unit))
        .collect();
    RequestPage {
        openings: Vec::new(),
        in_place_of_customer: false,
        sight: Sight::Dispute,
        texts: words.iter().filter_map(|id| Some((*id, from.texts.get(id)?.clone()))).collect(),
        files: words.iter().filter_map(|id| Some((*id, from.files.get(id)?.clone()))).collect(),
        names: people.iter().filter_map(|id| Some((*id, from.names.get(id)?.clone()))).collect(),
        units: units.iter().filter_map(|id| Some((*id, from.units.get(id)?.clone()))).collect(),
        service: from.service.clone(),
        clocks: Vec::new(),
        promises: HashMap::new(),
        calendars: HashMap::new(),
        timeout: from.timeout,
        waiting: from.waiting,
        parent: None,
        children: Vec::new(),
        budget: None,
        colleagues: Vec::new(),
        sides: from.sides.clone(),
        bidder: None,
        bids_for: BTreeSet::new(),
        available: from.available.clone(),
        currency: from.currency,
        now: from.now,
        events,
        request,
    }
}
