//! Sub-requests, and for which of them their parents wait.

use domain::ids::{PersonId, RequestId, UnitId};
use domain::permission::RequestFacts;

use super::Listed;
use crate::error::StoreError;
use crate::read::{SIXTY, Selection as _, select, sixty};
use crate::repo::flow_case::OWN;
use crate::tx::Tx;
use crate::{hot_sql, params};

select! {
    struct Child {
        listed: Listed = Listed,
        facts: RequestFacts = RequestFacts,
    }
}

/// Sub-requests of a request, oldest first, each with what tells whether the viewer may read it.
pub fn children(
    tx: &mut dyn Tx,
    viewer: Option<PersonId>,
    id: RequestId,
) -> Result<Vec<(Listed, RequestFacts)>, StoreError> {
    let children = hot_sql!(Child from Listed::FROM, " WHERE r.parent = $2 ORDER BY r.id LIMIT 200");
    let children = tx.all(children, params![viewer, id])?;
    Ok(children.into_iter().map(|Child { listed, facts }| (listed, facts)).collect())
}

select! {
    /// A sub-request that has not ended: its parent waits for it.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Holding from "request c JOIN flow_case f ON f.id = c.id AND f.batch = $61" {
        /// The request that it serves.
        pub parent: RequestId = "c.parent",
        /// Its id.
        pub id: RequestId = "c.id",
        /// Who serves it.
        pub unit: UnitId = "c.unit",
    }
}

/// Sub-requests that have not ended, of at most the first 60 of these requests, oldest first. One that was accepted or cancelled has
/// ended for its parent, whatever became of it later.
pub fn holding(tx: &mut dyn Tx, parents: &[RequestId]) -> Result<Vec<Holding>, StoreError> {
    let mut params = sixty(parents.iter().map(|id| id.bytes()));
    params.push(OWN.into());
    let holding = hot_sql!(
        Holding,
        "WHERE c.parent IN ",
        SIXTY,
        " AND c.open = 1 AND c.reopened = 0 AND f.solved_at IS NULL ORDER BY c.id"
    );
    tx.all(holding, &params)
}
