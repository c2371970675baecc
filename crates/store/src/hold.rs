//! What a transaction holds against other writers until it ends, so that what it read is still so when it commits.
//!
//! SQLite has one writer: there nothing need be held. On PostgreSQL writers run at READ COMMITTED beside each other. Whatever is
//! read to decide and could be changed by another writer is held first, by an advisory lock that lasts as long as the transaction, and
//! read afterwards. Everybody takes them in one order, which is that of this list:
//!
//! 1. the company: every writer holds its units, people, services and settings as they are ([`Tx::alone`](crate::Tx::alone) is how they change);
//! 2. [`Hold::Subject`];
//! 3. [`Hold::Stream`], a sub-request before the request that it serves, somebody's access before requests;
//! 4. [`Hold::Measured`];
//! 5. [`Hold::Budgets`], in the order of units.
//!
//! Whoever breaks the order loses time, not truth: the database ends one of two that wait for each other, and it runs again.

use domain::ids::{PersonId, StreamId, UnitId};
use sha2::{Digest as _, Sha256};

/// One thing that is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold<'a> {
    /// A counter of attempts.
    Subject(&'a str),
    /// A stream of the history, with the rows and reserves that go by it: of a request, of somebody's access with their ways in.
    Stream(StreamId),
    /// What is measured of somebody: the intervals of their attention, the files that they bring.
    Measured(PersonId),
    /// The budgets of a unit.
    Budgets(UnitId),
}

impl Hold<'_> {
    /// The number under which PostgreSQL holds it. Two things of one number would wait for each other, no more.
    pub(crate) fn key(self) -> i64 {
        let (kind, id): (&[u8], Vec<u8>) = match self {
            Self::Subject(subject) => (b"subject", subject.as_bytes().to_vec()),
            Self::Stream(stream) => (b"stream", stream.bytes()),
            Self::Measured(person) => (b"measured", person.bytes()),
            Self::Budgets(unit) => (b"budgets", unit.bytes()),
        };
        let hash = Sha256::new().chain_update(kind).chain_update(id).finalize();
        let mut key = [0; 8];
        key.copy_from_slice(&hash[..8]);
        i64::from_be_bytes(key)
    }
}
