//! Requests made here that are not open to everybody who sees how a unit works: what a file of its history may leave out.

use domain::ids::PersonId;
use domain::permission::RequestFacts;

use super::flow_case::Which;
use super::ledger::{seen_from_row, select_seen};
use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{params, sql};

/// What permissions are decided by, of every request that is for the unit alone or confidential, in no order. Parties and handlers are
/// told only as far as the viewer is one of them, or there are others.
///
/// # Errors
/// The database's.
pub fn each(
    tx: &mut dyn Tx,
    which: Which,
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
                " FROM request r LEFT JOIN content title ON title.id = r.title WHERE r.class <> 'open'"
            )),
            params![viewer],
            &mut take,
        ),
        Which::Unit(unit) => tx.query_each(
            sql!(concat!(
                select_seen!("r.id"),
                " FROM request r LEFT JOIN content title ON title.id = r.title WHERE r.class <> 'open' AND r.unit = $2"
            )),
            params![viewer, unit],
            &mut take,
        ),
        Which::Service(service) => tx.query_each(
            sql!(concat!(
                select_seen!("r.id"),
                " FROM request r LEFT JOIN content title ON title.id = r.title
                 WHERE r.class <> 'open' AND r.service = $2"
            )),
            params![viewer, service],
            &mut take,
        ),
    }
}
