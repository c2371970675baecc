//! Time and ids that tests move themselves.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use domain::ids::Ids;
use domain::time::{Clock, Instant};

/// A clock that stands still until it is moved. Clones show the same time.
#[derive(Debug, Clone)]
pub struct TestClock {
    millis: Arc<AtomicI64>,
}

impl TestClock {
    /// A Monday, 2 March 2026, nine in the morning in Moscow.
    pub const START: Instant = Instant::from_millis(1_772_431_200_000);

    /// A clock that shows `now`.
    pub fn at(now: Instant) -> Self {
        Self { millis: Arc::new(AtomicI64::new(now.millis())) }
    }

    /// Shows `now`, later or earlier.
    pub fn set(&self, now: Instant) {
        self.millis.store(now.millis(), Ordering::SeqCst);
    }

    /// Moves by `seconds`, negative ones back, and gives the new time.
    pub fn advance_seconds(&self, seconds: i64) -> Instant {
        let moved = self.now().plus_seconds(seconds);
        self.set(moved);
        moved
    }
}

impl Default for TestClock {
    fn default() -> Self {
        Self::at(Self::START)
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        Instant::from_millis(self.millis.load(Ordering::SeqCst))
    }
}

/// Entropy for ids that is the same in every run, and different at every call.
#[derive(Debug, Clone, Default)]
pub struct TestEntropy {
    calls: Arc<AtomicU64>,
}

impl TestEntropy {
    /// The next ten bytes. The first three are the counter's place in an id, so the call is told by the last eight.
    pub fn bytes(&self) -> [u8; 10] {
        let call = self.calls.fetch_add(1, Ordering::SeqCst);
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&call.to_be_bytes());
        bytes
    }

    /// As if it had been called so often.
    pub fn after(calls: u64) -> Self {
        Self { calls: Arc::new(AtomicU64::new(calls)) }
    }

    /// How often it was called.
    pub fn calls(&self) -> u64 {
        self.calls.load(Ordering::SeqCst)
    }

    /// A source of ids at `now`.
    pub fn ids(&self, now: Instant) -> Ids {
        Ids::new(now, self.bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_start_is_the_monday_it_says() {
        assert_eq!(TestClock::START.to_timestamp().to_string(), "2026-03-02T06:00:00Z");
    }

    #[test]
    fn ids_of_two_sources_differ_and_repeat() {
        let make = || {
            let entropy = TestEntropy::default();
            let mut first = entropy.ids(TestClock::START);
            let mut second = entropy.ids(TestClock::START);
            [first.next(), first.next(), second.next()]
        };
        let [a, b, c] = make();
        assert!(a != b && b != c && a != c);
        assert_eq!(make(), [a, b, c]);
    }
}
