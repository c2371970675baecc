//! Requests made here that are not open to everybody who sees how a unit works: what a file of its history may leave out.

use domain::ids::PersonId;
use domain::permission::RequestFacts;
use domain::time::Instant;

use super::flow_case::Which;
use super::ledger::{seen_from_row, select_seen};
use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{params, sql};

/// What permissions are decided by, of every request that is for the unit alone or confidential, was stated before `to` and not over
/// before `from`, in no order. Parties and handlers are told only as far as the viewer is one of them, or there are others.
///
/// # Errors
/// The database's.
pub fn each(
    tx: &mut dyn Tx,
    which: Which,
    (from, to): (Instant, Instant),
    viewer: Option<PersonId>,
    each: &mut dyn FnMut(RequestFacts),
) -> Result<(), StoreError> {
    let mut take = |row: &Row| {
        if let Some(seen) = seen_from_row(row, viewer, 1)? {
            each(seen.facts);
        }
        Ok(())
    };
    match which {
        Which::All => tx.query_each(
            sql!(concat!(
                select_seen!("r.id"),
                " FROM request r JOIN flow_case c ON c.id = r.id LEFT JOIN content title ON title.id = r.title
                 WHERE r.class <> 'open' AND c.closed_order >= $2 AND c.opened_at < $3"
            )),
            params![viewer, from, to],
            &mut take,
        ),
        Which::Unit(unit) => tx.query_each(
            sql!(concat!(
                select_seen!("r.id"),
                " FROM request r JOIN flow_case c ON c.id = r.id LEFT JOIN content title ON title.id = r.title
                 WHERE r.class <> 'open' AND c.closed_order >= $2 AND c.opened_at < $3 AND r.unit = $4"
            )),
            params![viewer, from, to, unit],
            &mut take,
        ),
        Which::Service(service) => tx.query_each(
            sql!(concat!(
                select_seen!("r.id"),
                " FROM request r JOIN flow_case c ON c.id = r.id LEFT JOIN content title ON title.id = r.title
                 WHERE r.class <> 'open' AND c.closed_order >= $2 AND c.opened_at < $3 AND r.service = $4"
            )),
            params![viewer, from, to, service],
            &mut take,
        ),
    }
}
