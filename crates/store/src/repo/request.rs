//! The current row of each request, and lists of them. Rows are rebuilt by replay; the aggregate itself is its events.

use domain::ids::{PersonId, RequestId, ServiceId, UnitId};
use domain::money::{Minor, Seconds};
use domain::permission::RequestFacts;
use domain::request::{Class, Request, RequestState, TurnWhat, Whose};
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::{SIXTY, Selection as _, name, select, sixty, words};
use crate::repo::person::Called;
use crate::repo::timer::Timer;
use crate::tx::Tx;
use crate::{hot_sql, params, sql};

mod bids;
mod children;
mod desk;
mod rows;

pub use bids::{Bid, Bidden, bidders, bids};
pub use children::{Holding, children, holding};
pub use desk::{DeskCount, DeskGroup, DeskOf, DeskPlace, DeskShare, desk, desk_counts};
pub use rows::{BIDDER, PARTY, REQUEST, REVIEW, bidder_rows, parties, party_rows, review_values, values};

/// What the row keeps that is computed with calendars rather than folded from events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cached {
    /// When the promised next thing is due.
    pub due_at: Option<Instant>,
    /// When the customer's first answer came.
    pub answered_at: Option<Instant>,
    /// Whether that answer came in time.
    pub answer_kept: Option<bool>,
    /// The next time-out of the present move.
    pub timer: Option<Timer>,
}

/// Writes the row, its people and its bidders. `before` is the request as it was, none for a new one.
pub fn save(
    tx: &mut dyn Tx,
    before: Option<&Request>,
    request: &Request,
    cached: Cached,
) -> Result<(), StoreError> {
    let values = values(request, cached);
    let placed = |request: &Request| {
        (request.unit, request.service.map(|service| service.service), request.state.is_open())
    };
    if before.map(placed) == Some(placed(request)) {
        tx.execute_one(hot_sql!(touch REQUEST), &REQUEST.touched(values))?;
    } else {
        tx.execute_one(hot_sql!(upsert REQUEST), &values)?;
    }
    save_parties(tx, before, request)?;
    save_bidders(tx, before, request)?;
    save_review(tx, before, request)
}

fn save_parties(tx: &mut dyn Tx, before: Option<&Request>, request: &Request) -> Result<(), StoreError> {
    let open = request.state.is_open();
    let now = parties(request);
    let was = before.map(|before| (before.state.is_open(), parties(before)));
    if was.as_ref().is_some_and(|was| *was == (open, now)) {
        return Ok(());
    }
    if was.is_some() {
        tx.execute(hot_sql!("DELETE FROM request_party WHERE request = $1"), params![request.id])?;
    }
    let mut rows = party_rows(request).peekable();
    if rows.peek().is_some() {
        tx.fill(&PARTY, rows)?;
    }
    Ok(())
}

/// Whether anything was ever asked for.
pub fn any(tx: &mut dyn Tx) -> Result<bool, StoreError> {
    // Asked until the first steps are done; it ends at the first row.
    Ok(tx.query_opt(sql!("SELECT number FROM request LIMIT 1"), params![])?.is_some())
}

fn save_bidders(tx: &mut dyn Tx, before: Option<&Request>, request: &Request) -> Result<(), StoreError> {
    if bidder_rows(request).eq(before.into_iter().flat_map(bidder_rows)) {
        return Ok(());
    }
    tx.execute(hot_sql!("DELETE FROM request_bidder WHERE request = $1"), params![request.id])?;
    let mut rows = bidder_rows(request).peekable();
    if rows.peek().is_some() {
        tx.fill(&BIDDER, rows)?;
    }
    Ok(())
}

fn save_review(tx: &mut dyn Tx, before: Option<&Request>, request: &Request) -> Result<(), StoreError> {
    if before.map(|before| &before.review) == Some(&request.review) {
        return Ok(());
    }
    let Some(review) = &request.review else {
        return tx
            .execute(hot_sql!("DELETE FROM review WHERE request = $1"), params![request.id])
            .map(|_| ());
    };
    tx.execute_one(hot_sql!(insert REVIEW), &review_values(request, review))
}

/// The id behind a human number.
pub fn by_number(tx: &mut dyn Tx, number: i64) -> Result<Option<RequestId>, StoreError> {
    tx.opt(hot_sql!("SELECT id FROM request WHERE number = $1"), params![number])
}

/// Who may see the request behind a number, as its row tells `viewer`: what [`RequestFacts`] says of rows. Units that were asked to
/// offer are told by [`bidders`].
pub fn facts_of(
    tx: &mut dyn Tx,
    viewer: Option<PersonId>,
    number: i64,
) -> Result<Option<RequestFacts>, StoreError> {
    tx.opt(hot_sql!(RequestFacts, "WHERE r.number = $2"), params![viewer, number])
}

/// Whether the customer of a request may stand on both its sides: they worked on it, or serve a unit that does or may have been
/// asked. Told by rows alone, and true rather too often than too seldom; only then can decisions have gone up from the customer.
pub fn may_have_gone_up(tx: &mut dyn Tx, request: RequestId) -> Result<bool, StoreError> {
    // What the first command did is an order from a price list: nobody's work, and no unit asked beside.
    let row = tx.query_opt(
        hot_sql!(
            "SELECT r.number FROM request r JOIN event f ON f.stream = r.id AND f.seq = 1
             WHERE r.id = $1 AND r.class <> 'confidential' AND (
               EXISTS (SELECT 1 FROM request_party p
                 WHERE p.request = r.id AND p.person = r.customer AND p.side = 'handler')
               OR EXISTS (SELECT 1 FROM event e
                 WHERE e.stream = r.id AND e.actor_id = r.customer AND e.command <> f.command
                   AND e.kind IN ('request.interview_recorded', 'request.brief_sent', 'request.offer_sent',
                     'request.delivered'))
               OR EXISTS (SELECT 1 FROM role_grant g
                 WHERE g.person = r.customer AND g.role IN ('provider', 'service_owner', 'unit_head')
                   AND (g.unit = r.unit OR EXISTS (SELECT 1 FROM event e
                     WHERE e.stream = r.id AND (e.kind IN ('request.invited', 'request.passed_on')
                       OR (e.kind = 'request.offer_sent' AND e.command <> f.command))))))"
        ),
        params![request],
    )?;
    Ok(row.is_some())
}

select! {
    /// A request in a list.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Listed from "request r
             JOIN content t ON t.id = r.title
             JOIN person c ON c.id = r.customer
             JOIN content cp ON cp.id = c.profile
             LEFT JOIN person h ON h.id = r.handler
             LEFT JOIN content hp ON hp.id = h.profile" {
        /// Its id.
        pub id: RequestId = "r.id",
        /// Its number.
        pub number: i64 = "r.number",
        /// The line it goes by.
        pub title: String = "t.body",
        /// Where it stands.
        pub state: RequestState = "r.state",
        /// Whose move it is.
        pub whose: Whose = "r.whose",
        /// What is asked.
        pub what: TurnWhat = "r.what",
        /// Since when.
        pub since: Instant = "r.since",
        /// Who may see it.
        pub class: Class = "r.class",
        /// The customer.
        pub customer: PersonId = "r.customer",
        /// The customer's name; empty when erased.
        pub customer_name: String = "cp.body" => name,
        /// The customer's unit.
        pub customer_unit: UnitId = "r.customer_unit",
        /// The providing unit.
        pub unit: UnitId = "r.unit",
        /// The service.
        pub service: Option<ServiceId> = "r.service",
        /// Who handles it.
        pub handler: Option<PersonId> = "r.handler",
        /// The handler's name; empty when there is none.
        pub handler_name: String = "hp.body" => name,
        /// When it was stated.
        pub stated_at: Instant = "r.stated_at",
        /// When the promised next thing is due.
        pub due_at: Option<Instant> = "r.due_at",
        /// The agreed price.
        pub price: Option<Minor> = "r.price",
        /// Client time so far.
        pub client_seconds: Seconds = "r.client_seconds",
    }
}

/// Open requests in which the person takes part as customer, newest first, after `before`.
pub fn mine(
    tx: &mut dyn Tx,
    person: PersonId,
    open: bool,
    before: Option<RequestId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    // The part that somebody takes comes first: what is joined to it is looked up for the rows of the page alone.
    let mine = hot_sql!(
        Listed from "request_party p CROSS JOIN ", Listed::FROM,
        " WHERE r.id = p.request AND p.person = $1 AND p.side = 'customer' AND p.open = $2 AND p.request < $3
             ORDER BY p.request DESC LIMIT $4"
    );
    tx.all(mine, params![person, open, before.map_or(vec![0xff; 16], RequestId::bytes), limit])
}

/// One request as lists show it.
pub fn one(tx: &mut dyn Tx, id: RequestId) -> Result<Option<Listed>, StoreError> {
    tx.opt(hot_sql!(Listed, "WHERE r.id = $1"), params![id])
}

/// Requests in dispute, longest waiting first, at most `limit`.
pub fn disputed(tx: &mut dyn Tx, limit: i64) -> Result<Vec<Listed>, StoreError> {
    tx.all(sql!(Listed, "WHERE r.whose = 'resolver' ORDER BY r.since, r.id LIMIT $1"), params![limit])
}

/// Names of everybody who takes part in the request or acted on it.
pub fn names(
    tx: &mut dyn Tx,
    id: RequestId,
) -> Result<std::collections::HashMap<PersonId, String>, StoreError> {
    let called = tx.all(
        hot_sql!(
            Called from "(
               SELECT person AS id FROM request_party WHERE request = $1
               UNION SELECT actor_id FROM event WHERE stream = $1 AND actor = 'person'
             ) who
             JOIN person p ON p.id = who.id
             JOIN content c ON c.id = p.profile"
        ),
        params![id],
    )?;
    Ok(called.into_iter().map(Into::into).collect())
}

/// Requests by their ids, at most the first 60 of them, in no order.
pub fn some(tx: &mut dyn Tx, ids: &[RequestId]) -> Result<Vec<Listed>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    tx.all(hot_sql!(Listed, "WHERE r.id IN ", SIXTY), &sixty(ids.iter().map(|id| id.bytes())))
}

select! {
    /// What an ended request tells about its service.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Past from "request" {
        /// Who asked.
        pub customer: PersonId,
        /// When it was stated.
        pub stated_at: Instant,
        /// Whether the first answer came in time; none without an answer.
        pub answer_kept: Option<bool>,
        /// The customer's time, all of it.
        pub client_seconds: Seconds,
    }
}

/// The last 200 ended requests of a service, newest first: cancelled ones count too.
pub fn past_of(tx: &mut dyn Tx, service: ServiceId) -> Result<Vec<Past>, StoreError> {
    tx.all(hot_sql!(Past, "WHERE service = $1 AND open = 0 ORDER BY id DESC LIMIT 200"), params![service])
}

select! {
    /// A review as a service's page shows it: never who wrote it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Reviewed from "review v
             JOIN request r ON r.id = v.request
             LEFT JOIN content c ON c.id = v.comment" {
        /// Was it solved?
        pub solved: domain::request::Solved = "v.solved",
        /// The customer's time as they said; none when the measured one was confirmed.
        pub seconds: Option<Seconds> = "v.seconds",
        /// Would they have paid?
        pub would_pay: domain::request::WouldPay = "v.would_pay",
        /// In their own words; empty when erased or never written.
        pub comment: String = "c.body" => words,
        /// The customer's unit.
        pub customer_unit: UnitId = "r.customer_unit",
        /// When.
        pub reviewed_at: Instant = "v.reviewed_at",
        /// What tells whether the viewer may read the request.
        pub facts: RequestFacts = RequestFacts,
    }
}

/// The last 200 reviews of a service, newest first. Those of confidential requests are left out. Show the words of one only to whoever may
/// read them by its facts.
pub fn reviews_of(
    tx: &mut dyn Tx,
    viewer: Option<PersonId>,
    service: ServiceId,
) -> Result<Vec<Reviewed>, StoreError> {
    let reviews = hot_sql!(
        Reviewed,
        "WHERE v.service = $2 AND r.class <> 'confidential'
             ORDER BY v.reviewed_at DESC, v.request DESC LIMIT 200"
    );
    tx.all(reviews, params![viewer, service])
}
