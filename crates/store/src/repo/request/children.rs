//! Sub-requests, and for which of them their parents wait.

use domain::ids::{PersonId, RequestId, UnitId};
use domain::permission::RequestFacts;

use super::{Listed, listed, sixty};
use crate::error::StoreError;
use crate::repo::flow_case::OWN;
use crate::repo::ledger::{facts, facts_from_row};
use crate::tx::Tx;
use crate::{hot_sql, params};

/// Sub-requests of a request, oldest first, each with what tells whether the viewer may read it.
pub fn children(
    tx: &mut dyn Tx,
    viewer: Option<PersonId>,
    id: RequestId,
) -> Result<Vec<(Listed, RequestFacts)>, StoreError> {
    let rows = tx.query(
        hot_sql!(concat!(
            "SELECT r.id, r.number, t.body, r.state, r.whose, r.what, r.since, r.class, r.customer, cp.body,
               r.customer_unit, r.unit, r.service, r.handler, hp.body, r.stated_at, r.due_at, r.price,
               r.client_seconds, ",
            facts!(),
            " FROM request r
             JOIN content t ON t.id = r.title
             JOIN person c ON c.id = r.customer
             JOIN content cp ON cp.id = c.profile
             LEFT JOIN person h ON h.id = r.handler
             LEFT JOIN content hp ON hp.id = h.profile
             WHERE r.parent = $2 ORDER BY r.id LIMIT 200"
        )),
        params![viewer, id],
    )?;
    let facts = |row| facts_from_row(row, viewer, 19)?.ok_or_else(|| row.wrong(19, "no request"));
    rows.iter().map(|row| Ok((listed(row)?, facts(row)?))).collect()
}

/// A sub-request that has not ended: its parent waits for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// The request that it serves.
    pub parent: RequestId,
    /// Its id.
    pub id: RequestId,
    /// Who serves it.
    pub unit: UnitId,
}

/// Sub-requests that have not ended, of at most the first 60 of these requests, oldest first. One that was accepted or cancelled has
/// ended for its parent, whatever became of it later.
pub fn holding(tx: &mut dyn Tx, parents: &[RequestId]) -> Result<Vec<Holding>, StoreError> {
    let mut params = sixty(parents.iter().map(|id| id.bytes()));
    params.push(OWN.into());
    let rows = tx.query(
        hot_sql!(
            "SELECT c.parent, c.id, c.unit
             FROM request c
             JOIN flow_case f ON f.id = c.id AND f.batch = $61
             WHERE c.parent IN ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
               $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40,
               $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51, $52, $53, $54, $55, $56, $57, $58, $59, $60)
               AND c.open = 1 AND c.reopened = 0 AND f.solved_at IS NULL
             ORDER BY c.id"
        ),
        &params,
    )?;
    rows.iter().map(|row| Ok(Holding { parent: row.id(0)?, id: row.id(1)?, unit: row.id(2)? })).collect()
}
