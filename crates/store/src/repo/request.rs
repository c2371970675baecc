//! The current row of each request, and lists of them. Rows are rebuilt by replay; the aggregate itself is its events.

use domain::ids::{PersonId, RequestId, ServiceId, UnitId};
use domain::money::{Minor, Seconds};
use domain::permission::RequestFacts;
use domain::request::{Class, Request, State, TurnWhat, Whose};
use domain::time::Instant;

use crate::error::StoreError;
use crate::repo::ledger::{facts, facts_from_row};
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{hot_sql, params, sql};

mod bids;
mod children;
mod desk;
mod rows;

pub use bids::{Bid, Bidden, bidders, bids};
pub use children::{Holding, children, holding};
pub use desk::{DeskCount, DeskGroup, DeskOf, DeskPlace, DeskShare, desk, desk_counts};
pub use rows::{BIDDER, COLUMNS, PARTY, REVIEW, bidder_rows, parties, party_rows, review_values, values};

/// What the row keeps that is computed with calendars rather than folded from events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cached {
    /// When the promised next thing is due.
    pub due_at: Option<Instant>,
    /// When the customer's first answer came.
    pub answered_at: Option<Instant>,
    /// Whether that answer came in time.
    pub answer_kept: Option<bool>,
}

/// Writes the row, its people and its bidders. `before` is the request as it was, none for a new one.
pub fn save(
    tx: &mut dyn Tx,
    before: Option<&Request>,
    request: &Request,
    cached: Cached,
) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO request (id, number, seq, parent, root, root_at, state, open, whose, what, since, class,
               author, customer, customer_unit, beneficiary, payer_unit, unit, service, service_version, handler,
               title, stated_at, ended_at, due_at, due_order, answered_at, answer_kept, price, paid, client_seconds, reopened,
               imported)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21,
               $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33)
             ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, state = excluded.state, open = excluded.open,
               whose = excluded.whose, what = excluded.what, since = excluded.since, unit = excluded.unit,
               service = excluded.service, service_version = excluded.service_version, handler = excluded.handler,
               title = excluded.title, ended_at = excluded.ended_at, due_at = excluded.due_at,
               due_order = excluded.due_order, answered_at = excluded.answered_at, answer_kept = excluded.answer_kept, price = excluded.price, paid = excluded.paid,
               client_seconds = excluded.client_seconds, reopened = excluded.reopened"
        ),
        &values(request, cached),
    )?;
    save_parties(tx, before, request)?;
    save_bidders(tx, before, request)?;
    save_review(tx, before, request)
}

fn save_parties(tx: &mut dyn Tx, before: Option<&Request>, request: &Request) -> Result<(), StoreError> {
    let open = request.state.is_open();
    let now = parties(request);
    let was = before.map(|before| (before.state.is_open(), parties(before)));
    if was.as_ref().is_some_and(|(was_open, was)| (*was_open, was) == (open, &now)) {
        return Ok(());
    }
    if was.is_some() {
        tx.execute(hot_sql!("DELETE FROM request_party WHERE request = $1"), params![request.id])?;
    }
    for (person, side) in now {
        tx.execute_one(
            hot_sql!("INSERT INTO request_party (person, request, side, open) VALUES ($1, $2, $3, $4)"),
            params![person, request.id, side, open],
        )?;
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
    for row in bidder_rows(request) {
        tx.execute_one(
            hot_sql!(
                "INSERT INTO request_bidder (unit, request, open, offer_until, offer_price, offer_seconds)
                 VALUES ($1, $2, $3, $4, $5, $6)"
            ),
            &row,
        )?;
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
    tx.execute_one(
        hot_sql!(
            "INSERT INTO review (request, service, unit, solved, seconds, would_pay, asked, paid, mode, comment,
               reviewed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &review_values(request, review),
    )
}

/// The id behind a human number.
pub fn by_number(tx: &mut dyn Tx, number: i64) -> Result<Option<RequestId>, StoreError> {
    let row = tx.query_opt(hot_sql!("SELECT id FROM request WHERE number = $1"), params![number])?;
    row.map(|row| row.id(0)).transpose()
}

/// Who may see the request behind a number, as its row tells `viewer`: what [`RequestFacts`] says of rows. Units that were asked to
/// offer are told by [`bidders`].
pub fn facts_of(
    tx: &mut dyn Tx,
    viewer: Option<PersonId>,
    number: i64,
) -> Result<Option<RequestFacts>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(concat!("SELECT ", facts!(), " FROM request r WHERE r.number = $2")),
        params![viewer, number],
    )?;
    row.map_or(Ok(None), |row| facts_from_row(&row, viewer, 0))
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

/// A request in a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its id.
    pub id: RequestId,
    /// Its number.
    pub number: i64,
    /// The line it goes by.
    pub title: String,
    /// Where it stands.
    pub state: State,
    /// Whose move it is.
    pub whose: Whose,
    /// What is asked.
    pub what: TurnWhat,
    /// Since when.
    pub since: Instant,
    /// Who may see it.
    pub class: Class,
    /// The customer.
    pub customer: PersonId,
    /// The customer's name; empty when erased.
    pub customer_name: String,
    /// The customer's unit.
    pub customer_unit: UnitId,
    /// The providing unit.
    pub unit: UnitId,
    /// The service.
    pub service: Option<ServiceId>,
    /// Who handles it.
    pub handler: Option<PersonId>,
    /// The handler's name; empty when there is none.
    pub handler_name: String,
    /// When it was stated.
    pub stated_at: Instant,
    /// When the promised next thing is due.
    pub due_at: Option<Instant>,
    /// The agreed price.
    pub price: Option<Minor>,
    /// Client time so far.
    pub client_seconds: Seconds,
}

fn listed(row: &Row) -> Result<Listed, StoreError> {
    let coded = |at, what: &str| row.wrong(at, format!("no such {what}"));
    Ok(Listed {
        id: row.id(0)?,
        number: row.int(1)?,
        title: row.text(2)?.to_owned(),
        state: State::from_code(row.text(3)?).ok_or_else(|| coded(3, "state"))?,
        whose: Whose::from_code(row.text(4)?).ok_or_else(|| coded(4, "side"))?,
        what: TurnWhat::from_code(row.text(5)?).ok_or_else(|| coded(5, "move"))?,
        since: row.instant(6)?,
        class: Class::from_code(row.text(7)?).ok_or_else(|| coded(7, "class"))?,
        customer: row.id(8)?,
        customer_name: name_of(row, 9)?,
        customer_unit: row.id(10)?,
        unit: row.id(11)?,
        service: row.opt_id(12)?,
        handler: row.opt_id(13)?,
        handler_name: name_of(row, 14)?,
        stated_at: row.instant(15)?,
        due_at: row.opt_instant(16)?,
        price: row.opt_int(17)?,
        client_seconds: row.int(18)?,
    })
}

/// The name in a profile's JSON; empty when erased or absent.
pub fn name_of(row: &Row, at: usize) -> Result<String, StoreError> {
    let Some(profile) = row.opt_text(at)?.filter(|profile| !profile.is_empty()) else {
        return Ok(String::new());
    };
    serde_json::from_str::<domain::company::Profile>(profile)
        .map(|profile| profile.name)
        .map_err(|error| row.wrong(at, error.to_string()))
}

/// Open requests in which the person takes part as customer, newest first, after `before`.
pub fn mine(
    tx: &mut dyn Tx,
    person: PersonId,
    open: bool,
    before: Option<RequestId>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT r.id, r.number, t.body, r.state, r.whose, r.what, r.since, r.class, r.customer, cp.body,
               r.customer_unit, r.unit, r.service, r.handler, hp.body, r.stated_at, r.due_at, r.price,
               r.client_seconds
             FROM request_party p
             JOIN request r ON r.id = p.request
             JOIN content t ON t.id = r.title
             JOIN person c ON c.id = r.customer
             JOIN content cp ON cp.id = c.profile
             LEFT JOIN person h ON h.id = r.handler
             LEFT JOIN content hp ON hp.id = h.profile
             WHERE p.person = $1 AND p.side = 'customer' AND p.open = $2 AND p.request < $3
             ORDER BY p.request DESC LIMIT $4"
        ),
        params![person, open, before.map_or(vec![0xff; 16], RequestId::bytes), limit],
    )?;
    rows.iter().map(listed).collect()
}

/// One request as lists show it.
pub fn one(tx: &mut dyn Tx, id: RequestId) -> Result<Option<Listed>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT r.id, r.number, t.body, r.state, r.whose, r.what, r.since, r.class, r.customer, cp.body,
               r.customer_unit, r.unit, r.service, r.handler, hp.body, r.stated_at, r.due_at, r.price,
               r.client_seconds
             FROM request r
             JOIN content t ON t.id = r.title
             JOIN person c ON c.id = r.customer
             JOIN content cp ON cp.id = c.profile
             LEFT JOIN person h ON h.id = r.handler
             LEFT JOIN content hp ON hp.id = h.profile
             WHERE r.id = $1"
        ),
        params![id],
    )?;
    row.as_ref().map(listed).transpose()
}

/// Requests in dispute, longest waiting first, at most `limit`.
pub fn disputed(tx: &mut dyn Tx, limit: i64) -> Result<Vec<Listed>, StoreError> {
    let rows = tx.query(
        crate::sql!(
            "SELECT r.id, r.number, t.body, r.state, r.whose, r.what, r.since, r.class, r.customer, cp.body,
               r.customer_unit, r.unit, r.service, r.handler, hp.body, r.stated_at, r.due_at, r.price,
               r.client_seconds
             FROM request r
             JOIN content t ON t.id = r.title
             JOIN person c ON c.id = r.customer
             JOIN content cp ON cp.id = c.profile
             LEFT JOIN person h ON h.id = r.handler
             LEFT JOIN content hp ON hp.id = h.profile
             WHERE r.whose = 'resolver' ORDER BY r.since, r.id LIMIT $1"
        ),
        params![limit],
    )?;
    rows.iter().map(listed).collect()
}

/// Names of everybody who takes part in the request or acted on it.
pub fn names(
    tx: &mut dyn Tx,
    id: RequestId,
) -> Result<std::collections::HashMap<PersonId, String>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT p.id, c.body FROM (
               SELECT person AS id FROM request_party WHERE request = $1
               UNION SELECT actor_id FROM event WHERE stream = $1 AND actor = 'person'
             ) who
             JOIN person p ON p.id = who.id
             JOIN content c ON c.id = p.profile"
        ),
        params![id],
    )?;
    rows.iter().map(|row| Ok((row.id(0)?, name_of(row, 1)?))).collect()
}

/// Requests by their ids, at most the first 60 of them, in no order.
pub fn some(tx: &mut dyn Tx, ids: &[RequestId]) -> Result<Vec<Listed>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = tx.query(
        hot_sql!(
            "SELECT r.id, r.number, t.body, r.state, r.whose, r.what, r.since, r.class, r.customer, cp.body,
               r.customer_unit, r.unit, r.service, r.handler, hp.body, r.stated_at, r.due_at, r.price,
               r.client_seconds
             FROM request r
             JOIN content t ON t.id = r.title
             JOIN person c ON c.id = r.customer
             JOIN content cp ON cp.id = c.profile
             LEFT JOIN person h ON h.id = r.handler
             LEFT JOIN content hp ON hp.id = h.profile
             WHERE r.id IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
               $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
               $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60)"
        ),
        &sixty(ids.iter().map(|id| id.bytes())),
    )?;
    rows.iter().map(listed).collect()
}

/// Sixty parameters: the first sixty keys, the rest filled with the last of them.
pub(super) fn sixty(keys: impl Iterator<Item = Vec<u8>>) -> Vec<Value> {
    let mut values: Vec<Value> = keys.take(60).map(Value::from).collect();
    let last = values.last().cloned().unwrap_or(Value::Null);
    values.resize(60, last);
    values
}

/// What an ended request tells about its service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// Who asked.
    pub customer: PersonId,
    /// When it was stated.
    pub stated_at: Instant,
    /// Whether the first answer came in time; none without an answer.
    pub answer_kept: Option<bool>,
    /// The customer's time, all of it.
    pub client_seconds: Seconds,
}

/// The last 200 ended requests of a service, newest first: cancelled ones count too.
pub fn past_of(tx: &mut dyn Tx, service: ServiceId) -> Result<Vec<Past>, StoreError> {
    let rows = tx.query(
        hot_sql!(
            "SELECT customer, stated_at, answer_kept, client_seconds FROM request
             WHERE service = $1 AND open = 0 ORDER BY id DESC LIMIT 200"
        ),
        params![service],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Past {
                customer: row.id(0)?,
                stated_at: row.instant(1)?,
                answer_kept: row.opt_int(2)?.map(|kept| kept == 1),
                client_seconds: row.int(3)?,
            })
        })
        .collect()
}

/// A review as a service's page shows it: never who wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// Was it solved?
    pub solved: domain::request::Solved,
    /// The customer's time as they said; none when the measured one was confirmed.
    pub seconds: Option<Seconds>,
    /// Would they have paid?
    pub would_pay: domain::request::WouldPay,
    /// In their own words; empty when erased or never written.
    pub comment: String,
    /// The customer's unit.
    pub customer_unit: UnitId,
    /// When.
    pub reviewed_at: Instant,
    /// What tells whether the viewer may read the request.
    pub facts: RequestFacts,
}

/// The last 200 reviews of a service, newest first. Those of confidential requests are left out. Show the words of one only to whoever may
/// read them by its facts.
pub fn reviews_of(
    tx: &mut dyn Tx,
    viewer: Option<PersonId>,
    service: ServiceId,
) -> Result<Vec<Reviewed>, StoreError> {
    let rows = tx.query(
        hot_sql!(concat!(
            "SELECT v.solved, v.seconds, v.would_pay, c.body, v.reviewed_at, ",
            facts!(),
            " FROM review v
             JOIN request r ON r.id = v.request
             LEFT JOIN content c ON c.id = v.comment
             WHERE v.service = $2 AND r.class <> 'confidential'
             ORDER BY v.reviewed_at DESC, v.request DESC LIMIT 200"
        )),
        params![viewer, service],
    )?;
    rows.iter()
        .map(|row| {
            let facts = facts_from_row(row, viewer, 5)?.ok_or_else(|| row.wrong(5, "no request"))?;
            Ok(Reviewed {
                solved: row.code(0, domain::request::Solved::from_code)?,
                seconds: row.opt_int(1)?,
                would_pay: row.code(2, domain::request::WouldPay::from_code)?,
                comment: row.opt_text(3)?.unwrap_or_default().to_owned(),
                customer_unit: facts.customer_unit,
                reviewed_at: row.instant(4)?,
                facts,
            })
        })
        .collect()
}
