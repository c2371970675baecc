//! Rows in the order of their keys, across chunks.
//!
//! Ids begin with their moment, and requests are made in the order of theirs; but a sub-request, a message or a payment is
//! of a later moment than the request before it. Such rows wait until the requests of their moment are made: a table that
//! always grows at its end costs half of one with gaps to fill, and a full-text index of SQLite writes a piece of its own
//! whenever a document comes too late.

use domain::time::Instant;
use store::repo::event::Linked;
use store::repo::stream::End;
use store::{SpeltDoc, Value};
use uuid::Uuid;

use super::batch::{Batch, Rows};

/// Rows that are of a later moment than what has been made so far.
#[derive(Default)]
pub(super) struct Waiting {
    events: Vec<Linked>,
    ends: Vec<End>,
    rows: [Rows; TABLES],
    docs: Vec<SpeltDoc>,
}

/// Documents that are worth a piece of a full-text index: it is kept in pieces, and few large ones are merged less often.
const PIECE: usize = 32_000;
/// Tables whose first key begins with a moment.
const TABLES: usize = 5;

impl Waiting {
    /// Adds what waited to the rows of a batch, orders them, and keeps those that are not before `moment`; none says that
    /// nothing comes any more.
    pub(super) fn put_in_order(&mut self, batch: &mut Batch, moment: Option<Instant>) {
        let bound = moment.map(first_id);
        sort(&mut self.events, &mut batch.events, bound);
        sort(&mut self.ends, &mut batch.ends, bound);
        for (waiting, rows) in self.rows.iter_mut().zip(batch.ordered()) {
            sort(waiting, rows, bound);
        }
        let docs = &mut batch.docs;
        docs.append(&mut self.docs);
        docs.sort_by_key(SpeltDoc::id);
        let later = match bound {
            None => docs.len(),
            Some(_) if docs.len() < PIECE => 0,
            Some(bound) => docs.partition_point(|doc| doc.id() < bound),
        };
        self.docs = docs.split_off(later);
    }
}

/// Adds rows that waited to others, orders them, and keeps those that are not below `bound` waiting.
fn sort<R: AsRef<[Value]>>(waiting: &mut Vec<R>, rows: &mut Vec<R>, bound: Option<Uuid>) {
    rows.append(waiting);
    rows.sort_by_cached_key(|row| key(row.as_ref()));
    let before = |bound: Uuid| rows.partition_point(|row| key(row.as_ref()).0 < bound.as_u128());
    let later = bound.map_or(rows.len(), before);
    *waiting = rows.split_off(later);
}

/// The least id of a moment.
fn first_id(moment: Instant) -> Uuid {
    let [_, _, millis @ ..] = moment.millis().to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&millis);
    Uuid::from_bytes(bytes)
}

/// What a row is ordered by: an id, then a number within it, if its table has one.
fn key(row: &[Value]) -> (u128, i64) {
    let id = match row.first() {
        Some(Value::Bytes(id)) => Uuid::from_slice(id).map_or(0, |id| id.as_u128()),
        _ => 0,
    };
    match row.get(1) {
        Some(Value::Int(number)) => (id, *number),
        _ => (id, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(millis: i64, seq: i64) -> Vec<Value> {
        vec![first_id(Instant::from_millis(millis)).into(), seq.into()]
    }

    #[test]
    fn what_comes_later_waits_and_nothing_is_lost() {
        let mut waiting = Waiting::default();
        let mut written = Vec::new();
        for (events, moment) in [
            (vec![row(1, 1), row(5, 1), row(5, 2), row(1, 2), row(9, 1)], Some(3)),
            (vec![row(4, 1), row(3, 1)], Some(6)),
            (vec![row(7, 1)], None),
        ] {
            let mut batch = Batch::default();
            batch.contents.extend(events);
            waiting.put_in_order(&mut batch, moment.map(Instant::from_millis));
            written.push(batch.contents);
        }
        assert_eq!(
            written,
            [
                vec![row(1, 1), row(1, 2)],
                vec![row(3, 1), row(4, 1), row(5, 1), row(5, 2)],
                vec![row(7, 1), row(9, 1)],
            ]
        );
    }
}
