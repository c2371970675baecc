//! Requests made here that are not open to everybody who sees how a unit works: what a file of its history may leave out.

use domain::ids::PersonId;
use domain::permission::RequestFacts;
use domain::time::Instant;

use super::flow_case::Which;
use super::ledger::{facts, facts_from_row};
use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{params, sql};

/// What permissions are decided by, of every request that is for the unit alone or confidential, was stated before `to` and not over
/// before `from`, in no order. Parties and handlers are told only as far as the viewer is one of them, or there are others.
pub fn each(
    tx: &mut dyn Tx,
    which: Which,
    (from, to): (Instant, Instant),
    viewer: Option<PersonId>,
    each: &mut dyn FnMut(RequestFacts),
) -> Result<(), StoreError> {
    let mut take = |row: &Row| {
        if let Some(facts) = facts_from_row(row, viewer, 0)? {
            each(facts);
        }
        Ok(())
    };
    match which {
        Which::All => tx.query_each(
            sql!(concat!(
                "SELECT ",
                facts!(),
                " FROM request r
                 WHERE r.class <> 'open' AND (r.ended_at IS NULL OR r.ended_at >= $2) AND r.stated_at < $3"
            )),
            params![viewer, from, to],
            &mut take,
        ),
        Which::Unit(unit) => tx.query_each(
            sql!(concat!(
                "SELECT ",
                facts!(),
                " FROM request r
                 WHERE r.class <> 'open' AND (r.ended_at IS NULL OR r.ended_at >= $2) AND r.stated_at < $3 AND r.unit = $4"
            )),
            params![viewer, from, to, unit],
            &mut take,
        ),
        Which::Service(service) => tx.query_each(
            sql!(concat!(
                "SELECT ",
                facts!(),
                " FROM request r
                 WHERE r.class <> 'open' AND (r.ended_at IS NULL OR r.ended_at >= $2) AND r.stated_at < $3 AND r.service = $4"
            )),
            params![viewer, from, to, service],
            &mut take,
        ),
    }
}
