//! The two things that rules take as parameters and a running program has: time and chance.

use domain::time::{Clock, Instant};

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "here, and only here, time comes in")]
    fn now(&self) -> Instant {
        let now = std::time::SystemTime::now();
        let millis = now.duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_millis());
        Instant::from_millis(i64::try_from(millis).unwrap_or(i64::MAX))
    }
}

/// Where ids, salts and secrets come from.
pub trait Entropy: Send + Sync {
    /// The next 32 bytes; nobody can guess them.
    fn bytes(&self) -> [u8; 32];
}

/// The randomness of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    fn bytes(&self) -> [u8; 32] {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).expect("a machine without randomness cannot keep a secret");
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_machine_has_time_and_chance() {
        assert!(SystemClock.now() > Instant::from_millis(1_700_000_000_000));
        assert_ne!(SystemEntropy.bytes(), SystemEntropy.bytes());
    }
}
