//! People whose password somebody else reset, until that is confirmed.

use domain::access::Hold;
use domain::ids::{PersonId, RequestId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::{name, select};
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params, sql};

table! {
    /// Whose access waits to be confirmed.
    pub ACCESS_HOLD: State "access_hold";
    /// The values of a row.
    pub fn values(person: PersonId, hold: Hold) {
        key person = person,
        set since = hold.since,
        set reset_by = hold.by,
    }
}

/// Writes what differs.
pub fn save(
    tx: &mut dyn Tx,
    person: PersonId,
    before: Option<Hold>,
    after: Option<Hold>,
) -> Result<(), StoreError> {
    match (before, after) {
        (before, after) if before == after => Ok(()),
        (_, Some(hold)) => tx.execute_one(hot_sql!(upsert ACCESS_HOLD), &values(person, hold)),
        (_, None) => {
            tx.execute(hot_sql!("DELETE FROM access_hold WHERE person = $1"), params![person]).map(|_| ())
        }
    }
}

select! {
    /// Somebody whose access waits.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Waiting from "access_hold h
             JOIN person p ON p.id = h.person
             JOIN content c ON c.id = p.profile
             LEFT JOIN person b ON b.id = h.reset_by
             LEFT JOIN content bc ON bc.id = b.profile" {
        /// Who.
        pub person: PersonId = "h.person",
        /// Their name; empty when erased.
        pub called: String = "c.body" => name,
        /// Since when.
        pub since: Instant = "h.since",
        /// Who made the link; none for the machine's console.
        pub by: Option<PersonId> = "h.reset_by",
        /// The name of whoever made it; empty for the console.
        pub by_called: String = "bc.body" => name,
    }
}

/// Everybody whose access waits, who waits longest first, at most `limit`.
pub fn all(tx: &mut dyn Tx, limit: i64) -> Result<Vec<Waiting>, StoreError> {
    tx.all(sql!(Waiting, "ORDER BY h.since, h.person LIMIT $1"), params![limit])
}

/// Who handles confidential requests that go on and in which the person takes part, with the request of each; at most 500.
pub fn handlers(tx: &mut dyn Tx, person: PersonId) -> Result<Vec<(PersonId, RequestId)>, StoreError> {
    tx.all(
        hot_sql!(
            "SELECT DISTINCT h.person, r.id FROM request_party p
             JOIN request r ON r.id = p.request
             JOIN request_party h ON h.request = r.id
             WHERE p.person = $1 AND p.open = 1 AND r.class = 'confidential' AND h.side = 'handler' AND h.person <> $1
             LIMIT 500"
        ),
        params![person],
    )
}
