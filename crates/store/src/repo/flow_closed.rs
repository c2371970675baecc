//! Requests made here that are not open to everybody who sees how a unit works: what a file of its history may leave out.

use domain::ids::PersonId;
use domain::permission::RequestFacts;
use domain::time::Instant;

use super::flow_case::Which;
use crate::error::StoreError;
use crate::tx::Tx;
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
    let mut take = |facts| {
        each(facts);
        Ok(())
    };
    match which {
        Which::All => tx.each(sql!(RequestFacts, "WHERE ", CLOSED), params![viewer, from, to], &mut take),
        Which::Unit(unit) => tx.each(
            sql!(RequestFacts, "WHERE ", CLOSED, " AND r.unit = $4"),
            params![viewer, from, to, unit],
            &mut take,
        ),
        Which::Service(service) => tx.each(
            sql!(RequestFacts, "WHERE ", CLOSED, " AND r.service = $4"),
            params![viewer, from, to, service],
            &mut take,
        ),
    }
}

const CLOSED: &str = "r.class <> 'open' AND (r.ended_at IS NULL OR r.ended_at >= $2) AND r.stated_at < $3";
