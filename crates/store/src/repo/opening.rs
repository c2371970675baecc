//! Requests that an auditor opened for an hour, breaking the glass.

use domain::access::Opening;
use domain::ids::{PersonId, RequestId};
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::{name, select, words};
use crate::table::table;
use crate::tx::Tx;
use crate::{hot_sql, params};

table! {
    /// What was opened, by whom, until when.
    pub ACCESS_OPENING: State "access_opening";
    /// The values of a row.
    pub fn values(person: PersonId, opening: &Opening) {
        key person = person,
        key request = opening.request,
        key at = opening.at,
        once until = opening.until,
        once reason = opening.reason.id,
    }
}

/// Keeps one.
pub fn insert(tx: &mut dyn Tx, person: PersonId, opening: &Opening) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(insert ACCESS_OPENING), &values(person, opening))
}

/// What somebody opened and what is open still.
pub fn open_to(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Result<Vec<RequestId>, StoreError> {
    tx.all(
        hot_sql!("SELECT DISTINCT request FROM access_opening WHERE person = $1 AND until > $2"),
        params![person, now],
    )
}

select! {
    /// An opening as those see it whose request it is.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Opened from "access_opening o
             JOIN person p ON p.id = o.person
             JOIN content pc ON pc.id = p.profile
             LEFT JOIN content c ON c.id = o.reason" {
        /// The auditor.
        pub by: PersonId = "o.person",
        /// Their name; empty when erased.
        pub called: String = "pc.body" => name,
        /// When.
        pub at: Instant = "o.at",
        /// Until when.
        pub until: Instant = "o.until",
        /// Why, in their words; empty when erased.
        pub reason: String = "c.body" => words,
    }
}

/// Who opened a request, in the order of time, at most 100 times.
pub fn of_request(tx: &mut dyn Tx, request: RequestId) -> Result<Vec<Opened>, StoreError> {
    tx.all(hot_sql!(Opened, "WHERE o.request = $1 ORDER BY o.at, o.person LIMIT 100"), params![request])
}
