//! A request as rows: its own, its people, its bidders, its review. The same on writing, in bulk loads and in checks.

use std::collections::BTreeSet;

use domain::ids::PersonId;
use domain::permission::RequestFacts;
use domain::request::{Request, Review};
use domain::time::Instant;

use super::Cached;
use crate::value::Value;

/// The columns of a request's row, in the order of [`values`]; for bulk loads.
pub const COLUMNS: &[&str] = &[
    "id",
    "number",
    "seq",
    "parent",
    "root",
    "root_at",
    "state",
    "open",
    "whose",
    "what",
    "since",
    "class",
    "author",
    "customer",
    "customer_unit",
    "beneficiary",
    "payer_unit",
    "unit",
    "service",
    "service_version",
    "handler",
    "title",
    "stated_at",
    "ended_at",
    "due_at",
    "due_order",
    "answered_at",
    "answer_kept",
    "price",
    "paid",
    "client_seconds",
    "reopened",
    "imported",
];

/// The values of a request's row.
pub fn values(request: &Request, cached: Cached) -> Vec<Value> {
    let turn = request.turn();
    let price = request.chosen().map(domain::request::Offer::total);
    vec![
        request.id.into(),
        request.number.into(),
        request.seq.into(),
        request.parent.map(|parent| parent.request).into(),
        request.root.into(),
        request.root_at.into(),
        request.state.code().into(),
        request.state.is_open().into(),
        turn.whose.code().into(),
        turn.what.code().into(),
        turn.since.into(),
        request.class.code().into(),
        request.author.into(),
        request.customer.into(),
        request.customer_unit.into(),
        request.beneficiary.into(),
        request.payer_unit.into(),
        request.unit.into(),
        request.service.map(|service| service.service).into(),
        request.service.map(|service| service.version).into(),
        request.handler.into(),
        request.title.id.into(),
        request.stated_at.into(),
        (!request.state.is_open()).then_some(request.since).into(),
        cached.due_at.into(),
        // Keyset order: what has no due moment comes last.
        cached.due_at.map_or(i64::MAX, Instant::millis).into(),
        cached.answered_at.into(),
        cached.answer_kept.into(),
        price.into(),
        request.paid_total().into(),
        request.client_seconds.into(),
        i64::from(request.reopened).into(),
        false.into(),
    ]
}

/// People of a request: the customer's side and the handlers.
pub fn parties(request: &Request) -> BTreeSet<(PersonId, &'static str)> {
    let facts = RequestFacts::from(request);
    let customers = facts.parties.into_iter().map(|person| (person, "customer"));
    customers.chain(facts.handlers.into_iter().map(|person| (person, "handler"))).collect()
}

/// The columns of a party's row, in the order of [`party_rows`].
pub const PARTY: &[&str] = &["person", "request", "side", "open"];

/// Every row of a request's people.
pub fn party_rows(request: &Request) -> impl Iterator<Item = Vec<Value>> {
    let (id, open) = (request.id, request.state.is_open());
    parties(request)
        .into_iter()
        .map(move |(person, side)| vec![person.into(), id.into(), side.into(), open.into()])
}

/// The columns of a bidder's row, in the order of [`bidder_rows`].
pub const BIDDER: &[&str] = &["unit", "request", "open", "offer_until", "offer_price", "offer_seconds"];

/// Every row of the units that may offer on a request.
pub fn bidder_rows(request: &Request) -> impl Iterator<Item = Vec<Value>> {
    let (id, open) = (request.id, request.state.is_open());
    RequestFacts::from(request).bidders.into_iter().map(move |unit| {
        let offer = request.offer_of(unit);
        vec![
            unit.into(),
            id.into(),
            open.into(),
            offer.map(|offer| offer.valid_until).into(),
            offer.map(domain::request::Offer::total).into(),
            offer.map(|offer| offer.client_seconds).into(),
        ]
    })
}

/// The columns of a review's row, in the order of [`review_values`]; the first is its key.
pub const REVIEW: &[&str] = &[
    "request",
    "service",
    "unit",
    "solved",
    "seconds",
    "would_pay",
    "asked",
    "paid",
    "mode",
    "comment",
    "reviewed_at",
];

/// The values of a review's row.
pub fn review_values(request: &Request, review: &Review) -> Vec<Value> {
    vec![
        request.id.into(),
        request.service.map(|service| service.service).into(),
        request.unit.into(),
        review.solved.code().into(),
        review.seconds.into(),
        review.would_pay.code().into(),
        review.asked.into(),
        review.paid.into(),
        review.mode.map(domain::ledger::BudgetMode::code).into(),
        review.comment.as_ref().map(|comment| comment.id).into(),
        review.at.into(),
    ]
}
