//! One row for each request with its trace: what flow figures are computed from, in one range of an index.

use domain::ids::{RequestId, ServiceId, UnitId};
use domain::imported::Imported;
use domain::request::{Request, RequestState};
use domain::time::Instant;
use domain::trace::{Meaning, Step};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::request::Cached;
use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::value::Row;
use crate::{hot_sql, params, sql};

/// The batch of requests that were made here.
pub const OWN: Uuid = Uuid::nil();

select! {
    /// A request as flow figures need it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct FlowCase from "flow_case" {
        /// Its id.
        pub id: RequestId,
        /// The import that brought it; [`OWN`] when it was made here.
        pub batch: Uuid,
        /// What people know it by.
        pub number: String,
        /// Who serves.
        pub unit: UnitId,
        /// What was ordered.
        pub service: Option<ServiceId>,
        /// The customer's unit.
        pub customer_unit: UnitId,
        /// How urgent, in the words of its source.
        pub priority: Option<String>,
        /// When it was stated.
        pub opened_at: Instant,
        /// When it was solved for the last time.
        pub solved_at: Option<Instant>,
        /// When it was over.
        pub closed_at: Option<Instant>,
        /// When a person first answered.
        pub answered_at: Option<Instant>,
        /// Whether the promise was kept, where one was given and its time is over.
        pub promise_kept: Option<bool>,
        /// The customer's time, where it is measured.
        pub client_seconds: Option<i64>,
        /// Its steps.
        pub steps: Vec<Step> = "trace" => |row, at| trace(opened_at, row, at),
    }
}

impl FlowCase {
    /// A request made here, with its trace so far.
    pub fn own(request: &Request, cached: Cached, steps: Vec<Step>) -> Self {
        let solved = steps.iter().rev().find(|step| step.meaning == Meaning::Solved);
        let closed_at = closed_at(request);
        // Closed without an answer to the question whether it was solved: solved when it was closed.
        let solved_at = solved.map(|step| step.at);
        Self {
            id: request.id,
            batch: OWN,
            number: request.number.to_string(),
            unit: request.unit,
            service: request.service.map(|service| service.service),
            customer_unit: request.customer_unit,
            priority: None,
            opened_at: request.stated_at,
            solved_at: solved_at.or_else(|| closed_at.filter(|_| request.state == RequestState::Closed)),
            closed_at,
            answered_at: cached.answered_at,
            promise_kept: cached.answer_kept,
            client_seconds: Some(request.client_seconds),
            steps,
        }
    }

    /// A request of another system, as a batch brought it.
    pub fn imported(imported: &Imported, batch: Uuid) -> Self {
        Self {
            id: imported.id,
            batch,
            number: imported.key.clone(),
            unit: imported.unit,
            service: imported.service,
            customer_unit: imported.customer_unit,
            priority: imported.priority.clone(),
            opened_at: imported.opened_at,
            solved_at: imported.solved_at,
            closed_at: imported.closed_at,
            answered_at: imported.answered_at,
            promise_kept: imported.promise_kept,
            client_seconds: None,
            steps: imported.steps.clone(),
        }
    }
}

/// A trace as its row keeps it: every word, team and person once, then the steps by their places, 0 for none.
#[derive(Serialize, Deserialize)]
struct Packed {
    words: Vec<(String, u8)>,
    ids: Vec<[u8; 16]>,
    /// Word, team, person, milliseconds since the step before (the first: since the request was stated).
    steps: Vec<(u32, u32, u32, i64)>,
}

fn place<T: PartialEq>(all: &mut Vec<T>, one: T) -> u32 {
    let at = all.iter().position(|known| *known == one).unwrap_or_else(|| {
        all.push(one);
        all.len() - 1
    });
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn pack(opened: Instant, steps: &[Step]) -> Vec<u8> {
    let mut packed = Packed { words: Vec::new(), ids: Vec::new(), steps: Vec::with_capacity(steps.len()) };
    let mut last = opened.millis();
    for step in steps {
        let meaning = Meaning::ALL.iter().position(|meaning| *meaning == step.meaning).unwrap_or(0);
        let word = match packed
            .words
            .iter()
            .position(|(word, of)| *word == step.state && usize::from(*of) == meaning)
        {
            Some(at) => u32::try_from(at).unwrap_or(u32::MAX),
            None => place(&mut packed.words, (step.state.clone(), u8::try_from(meaning).unwrap_or(0))),
        };
        let mut id = |id: Option<Uuid>| id.map_or(0, |id| place(&mut packed.ids, id.into_bytes()) + 1);
        let (team, person) = (id(step.team.map(|id| id.0)), id(step.person.map(|id| id.0)));
        packed.steps.push((word, team, person, step.at.millis() - last));
        last = step.at.millis();
    }
    postcard::to_stdvec(&packed).unwrap_or_default()
}

fn unpack(opened: Instant, bytes: &[u8]) -> Option<Vec<Step>> {
    let packed: Packed = postcard::from_bytes(bytes).ok()?;
    let mut last = opened.millis();
    let id = |place: u32| -> Option<Option<Uuid>> {
        match place.checked_sub(1) {
            None => Some(None),
            Some(at) => Some(Some(Uuid::from_bytes(*packed.ids.get(at as usize)?))),
        }
    };
    let step = |(word, team, person, after): &(u32, u32, u32, i64)| -> Option<Step> {
        let (state, meaning) = packed.words.get(*word as usize)?;
        last = last.checked_add(*after)?;
        Some(Step {
            state: state.clone(),
            meaning: *Meaning::ALL.get(usize::from(*meaning))?,
            team: id(*team)?.map(UnitId),
            person: id(*person)?.map(domain::ids::PersonId),
            at: Instant::from_millis(last),
        })
    };
    packed.steps.iter().map(step).collect()
}

table! {
    /// One row for each request with its trace; `visible` is false while its batch is still being written.
    pub FLOW_CASE: Projection "flow_case";
    /// The values of a row.
    pub fn values(case: &FlowCase, visible: bool) {
        key id = case.id,
        key batch = case.batch,
        once visible = visible,
        once number = &case.number,
        seldom unit = case.unit,
        seldom service = case.service,
        set customer_unit = case.customer_unit,
        once priority = case.priority.as_deref(),
        once opened_at = case.opened_at,
        set solved_at = case.solved_at,
        set closed_at = case.closed_at,
        seldom closed_order = case.closed_at.map_or(i64::MAX, Instant::millis),
        set answered_at = case.answered_at,
        set promise_kept = case.promise_kept,
        set client_seconds = case.client_seconds,
        set trace = pack(case.opened_at, &case.steps),
    }
}

fn trace(opened_at: Instant, row: &Row, at: usize) -> Result<Vec<Step>, StoreError> {
    unpack(opened_at, row.bytes(at)?).ok_or_else(|| row.wrong(at, "not a trace"))
}

/// Writes the row of a request made here; `before` is the request as it was, none for a new one.
pub fn save(tx: &mut dyn Tx, before: Option<&Request>, case: &FlowCase) -> Result<(), StoreError> {
    let values = values(case, true);
    let stays = |before: &Request| {
        let service = before.service.map(|service| service.service);
        (before.unit, service, closed_at(before)) == (case.unit, case.service, case.closed_at)
    };
    if before.is_some_and(stays) {
        return tx.execute_one(hot_sql!(touch FLOW_CASE), &FLOW_CASE.touched(values));
    }
    tx.execute_one(hot_sql!(upsert FLOW_CASE), &values)
}

fn closed_at(request: &Request) -> Option<Instant> {
    (!request.state.is_open()).then_some(request.turn().since)
}

/// Which requests are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Which {
    /// Every one of the company.
    All,
    /// Those that a unit serves.
    Unit(UnitId),
    /// Those of a service.
    Service(ServiceId),
}

/// Whether no request was over before a moment.
fn begins_before_all(tx: &mut dyn Tx, from: Instant) -> Result<bool, StoreError> {
    let before = tx.query_opt(
        hot_sql!("SELECT closed_order FROM flow_case WHERE closed_order < $1 ORDER BY closed_order LIMIT 1"),
        params![from],
    )?;
    Ok(before.is_none())
}

/// Requests that were stated before `to` and not over before `from`, each handed to `each`.
///
/// # Errors
/// Whatever `each` says, or the database.
pub fn each(
    tx: &mut dyn Tx,
    which: Which,
    from: Instant,
    to: Instant,
    each: &mut dyn FnMut(FlowCase) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    match which {
        // Reading all rows in their own order is faster than by an index that leaves none out.
        Which::All if begins_before_all(tx, from)? => {
            tx.each(sql!(FlowCase, "WHERE opened_at < $1 AND visible = 1"), params![to], each)
        }
        Which::All => tx.each(
            sql!(FlowCase, "WHERE closed_order >= $1 AND opened_at < $2 AND visible = 1"),
            params![from, to],
            each,
        ),
        Which::Unit(unit) => tx.each(
            sql!(FlowCase, "WHERE unit = $3 AND closed_order >= $1 AND opened_at < $2 AND visible = 1"),
            params![from, to, unit],
            each,
        ),
        Which::Service(service) => tx.each(
            sql!(FlowCase, "WHERE service = $3 AND closed_order >= $1 AND opened_at < $2 AND visible = 1"),
            params![from, to, service],
            each,
        ),
    }
}

/// Every request of other systems that counts, but for those of one import.
///
/// # Errors
/// Whatever `each` says, or the database.
pub fn each_of_imports(
    tx: &mut dyn Tx,
    but: Uuid,
    each: &mut dyn FnMut(FlowCase) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    tx.each(sql!(FlowCase, "WHERE batch > $1 AND batch <> $2 AND visible = 1"), params![OWN, but], each)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::PersonId;

    #[test]
    fn a_trace_comes_back_as_it_was() {
        let at = Instant::from_millis;
        let (team, person) = (UnitId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let step = |state: &str, meaning, team, person, ms| Step {
            state: state.to_owned(),
            meaning,
            team,
            person,
            at: at(ms),
        };
        let steps = vec![
            step("New", Meaning::Queue, None, None, 1_000),
            step("Active", Meaning::Work, Some(team), None, 500),
            step("Active", Meaning::Work, Some(team), Some(person), 9_000),
            step("Active", Meaning::Other, None, Some(person), 9_000),
        ];
        let bytes = pack(at(700), &steps);
        assert_eq!(unpack(at(700), &bytes).unwrap(), steps);
        assert!(unpack(at(700), &bytes[..bytes.len() - 3]).is_none());
        assert!(unpack(at(0), &[0xff; 40]).is_none());
    }
}
