//! Identifiers: time-ordered UUIDs (version 7) as newtypes, so that a unit can never be passed for a person.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::{Builder, Uuid};

use crate::time::Instant;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The sixteen bytes that the tables keep.
            pub fn bytes(self) -> Vec<u8> {
                self.0.as_bytes().to_vec()
            }

            /// Reads back what [`Self::bytes`] wrote; `None` when the length is not sixteen.
            pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
                Uuid::from_slice(bytes).ok().map(Self)
            }

            /// Parses the hyphenated form found in addresses and forms.
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::try_parse(text).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

ids! {
    /// A department, a team, a manager's own unit or an organisation outside.
    UnitId,
    /// A colleague or an outside participant.
    PersonId,
    /// A product of a unit.
    ServiceId,
    /// One immutable version of a service: texts, price, promise.
    ServiceVersionId,
    /// One problem on its way from statement to review.
    RequestId,
    /// A row of erasable content: text or file. Events refer to content by this id and a salted hash.
    ContentId,
    /// A quote, assumption or criterion: it lives across the versions of a brief.
    ItemId,
    /// The terms of one provider for one brief version.
    OfferId,
    /// One line of an offer.
    LineId,
    /// A piece of the provider's work.
    TaskId,
    /// A question to the customer that pauses the provider's clocks.
    QuestionId,
    /// A disagreement about delivered work.
    DisputeId,
    /// A balanced set of postings.
    TransferId,
    /// One version of a working calendar.
    CalendarId,
    /// One version of a promise.
    PromiseId,
    /// A stream of history: the id of the aggregate it tells about.
    StreamId,
    /// The command that a set of events was decided for; unique, so a double click is one command.
    CommandId,
    /// A row of a timer.
    TimerId,
    /// A link that was sent outside.
    LinkId,
    /// A signed-in browser.
    SessionId,
}

impl From<RequestId> for StreamId {
    fn from(id: RequestId) -> Self {
        Self(id.0)
    }
}

/// A source of ids chosen before a transaction starts.
///
/// Every id is UUIDv7 with the instant of the command; the rest is a counter mixed with the entropy given at creation.
/// Cloning it before a retry yields the same ids again, so a closure that runs twice writes the same rows.
#[derive(Debug, Clone)]
pub struct Ids {
    millis: u64,
    entropy: [u8; 10],
    next: u32,
}

impl Ids {
    /// `now` gives the time part, `entropy` (random in production, fixed in tests) the rest.
    pub fn new(now: Instant, entropy: [u8; 10]) -> Self {
        Self { millis: u64::try_from(now.millis()).unwrap_or(0), entropy, next: 0 }
    }

    /// The next id as a bare UUID; the newtypes wrap it: `RequestId(ids.next())`.
    #[expect(clippy::should_implement_trait, reason = "an endless source, not an iterator to be collected")]
    pub fn next(&mut self) -> Uuid {
        // The counter leads, so ids made by one command sort in the order they were made. The builder keeps four bits of
        // the first byte and six of the third: version and variant stand in the rest.
        let mut bytes = self.entropy;
        bytes[0] = (self.next >> 22) as u8 & 0x0f;
        bytes[1] = (self.next >> 14) as u8;
        bytes[2] = (self.next >> 8) as u8 & 0x3f;
        bytes[3] = self.next as u8;
        self.next += 1;
        Builder::from_unix_timestamp_millis(self.millis, &bytes).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn ids_of_one_command_are_distinct_ordered_and_repeatable() {
        let make = || {
            let mut ids = Ids::new(Instant::from_millis(1_700_000_000_000), [7; 10]);
            (0..5000).map(|_| ids.next()).collect::<Vec<_>>()
        };
        let first = make();
        assert_eq!(first, make());
        assert_eq!(first.iter().collect::<BTreeSet<_>>().len(), 5000);
        assert!(first.is_sorted());
        assert_eq!(first[0].get_version_num(), 7);
    }
}
