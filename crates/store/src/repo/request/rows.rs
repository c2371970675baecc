//! A request as rows: its own, its people, its bidders, its review. The same on writing, in bulk loads and in checks.

use std::collections::BTreeSet;

use domain::ids::{PersonId, RequestId, UnitId};
use domain::permission::RequestFacts;
use domain::request::{Offer, Request, Review};
use domain::time::Instant;

use super::Cached;
use crate::table::table;
use crate::value::Value;

table! {
    /// The current row of each request.
    pub REQUEST: State "request";
    /// The values of a request's row.
    pub fn values(request: &Request, cached: Cached)
    with turn = request.turn(); (timer_at, nudge) = cached.timer.unzip(); {
        key id = request.id,
        once number = request.number,
        set seq = request.seq,
        once parent = request.parent.map(|parent| parent.request),
        once root = request.root,
        once root_at = request.root_at,
        set state = request.state,
        seldom open = request.state.is_open(),
        set whose = turn.whose,
        set what = turn.what,
        set since = turn.since,
        once class = request.class,
        once author = request.author,
        once customer = request.customer,
        once customer_unit = request.customer_unit,
        once beneficiary = request.beneficiary,
        once payer_unit = request.payer_unit,
        seldom unit = request.unit,
        seldom service = request.service.map(|service| service.service),
        set service_version = request.service.map(|service| service.version),
        set handler = request.handler,
        set title = request.title.id,
        once stated_at = request.stated_at,
        set ended_at = (!request.state.is_open()).then_some(request.since),
        set due_at = cached.due_at,
        // Keyset order: what has no due moment comes last.
        set due_order = cached.due_at.map_or(i64::MAX, Instant::millis),
        set answered_at = cached.answered_at,
        set answer_kept = cached.answer_kept,
        set timer_at = timer_at,
        set timer_since = nudge.map(|nudge| nudge.since),
        set timer_step = nudge.map(|nudge| nudge.step),
        set price = request.chosen().map(Offer::total),
        set paid = request.paid_total(),
        set client_seconds = request.client_seconds,
        set reopened = i64::from(request.reopened),
        once imported = false,
    }
}

/// People of a request: the customer's side and the handlers.
pub fn parties(request: &Request) -> BTreeSet<(PersonId, &'static str)> {
    let facts = RequestFacts::from(request);
    let customers = facts.parties.into_iter().map(|person| (person, "customer"));
    customers.chain(facts.handlers.into_iter().map(|person| (person, "handler"))).collect()
}

table! {
    /// Whoever is on a side of a request.
    pub PARTY: State "request_party";
    fn party_values(person: PersonId, request: RequestId, side: &str, open: bool) {
        key person = person,
        key request = request,
        key side = side,
        once open = open,
    }
}

/// Every row of a request's people.
pub fn party_rows(request: &Request) -> impl Iterator<Item = Vec<Value>> {
    let (id, open) = (request.id, request.state.is_open());
    parties(request).into_iter().map(move |(person, side)| party_values(person, id, side, open))
}

table! {
    /// The units that may offer on a request, with what they offered.
    pub BIDDER: State "request_bidder";
    fn bidder_values(unit: UnitId, request: &Request)
    with offer = request.offer_of(unit); {
        key unit = unit,
        key request = request.id,
        once open = request.state.is_open(),
        once offer_until = offer.map(|offer| offer.valid_until),
        once offer_price = offer.map(Offer::total),
        once offer_seconds = offer.map(|offer| offer.client_seconds),
    }
}

/// Every row of the units that may offer on a request.
pub fn bidder_rows(request: &Request) -> impl Iterator<Item = Vec<Value>> {
    RequestFacts::from(request).bidders.into_iter().map(|unit| bidder_values(unit, request))
}

table! {
    /// What customers said of requests.
    pub REVIEW: State "review";
    /// The values of a review's row.
    pub fn review_values(request: &Request, review: &Review) {
        key request = request.id,
        once service = request.service.map(|service| service.service),
        once unit = request.unit,
        once solved = review.solved,
        once seconds = review.seconds,
        once would_pay = review.would_pay,
        once asked = review.asked,
        once paid = review.paid,
        once mode = review.mode,
        once comment = review.comment.as_ref().map(|comment| comment.id),
        once reviewed_at = review.at,
    }
}
