//! Slowing down whoever guesses passwords.
//!
//! An attempt is counted before the password is looked at and forgiven when it was right, so that many attempts at once
//! gain nothing. Three counters, all in the database: a login from one address, a login from everywhere, an address with
//! all logins. Blocks grow from the first one to a bound. The bound of a login alone is short: nobody can keep its owner
//! out by guessing from elsewhere.

use base16ct::lower::encode_string as hex;
use domain::time::Instant;
use sha2::{Digest, Sha256};
use store::Tx;
use store::repo::credential::{self, Attempts};

use crate::error::Answer;

/// Failures are forgotten after this many seconds of quiet.
const QUIET_SECONDS: i64 = 60 * 60;

/// How one counter blocks.
#[derive(Debug, Clone, Copy)]
struct Policy {
    /// Failures without a block.
    free: u32,
    /// The first block; each later one is twice as long.
    first_seconds: i64,
    /// The longest.
    most_seconds: i64,
}

const PAIR: Policy = Policy { free: 5, first_seconds: 15, most_seconds: 15 * 60 };
const LOGIN: Policy = Policy { free: 20, first_seconds: 5, most_seconds: 60 };
const ADDRESS: Policy = Policy { free: 50, first_seconds: 15, most_seconds: 15 * 60 };

/// What is counted for one attempt. Logins and addresses are hashed: people type passwords into the wrong field.
#[derive(Debug, Clone)]
pub(super) struct Subjects {
    pair: String,
    login: String,
    address: String,
}

impl Subjects {
    /// `login` normalised; `address` the part of the network address that tells one household or office from another.
    pub(super) fn new(login: &str, address: &str) -> Self {
        let hash = |kind: &str, parts: [&str; 2]| {
            let mut hash = Sha256::new().chain_update(kind);
            for part in parts {
                hash = hash.chain_update([0]).chain_update(part);
            }
            hex(&hash.finalize())
        };
        Self {
            pair: hash("pair", [login, address]),
            login: hash("login", [login, ""]),
            address: hash("address", ["", address]),
        }
    }

    fn each(&self) -> [(&str, Policy); 3] {
        [(&self.pair, PAIR), (&self.login, LOGIN), (&self.address, ADDRESS)]
    }
}

fn blocked(before: Option<Attempts>, now: Instant) -> Option<Instant> {
    before.map(|before| before.blocked_until).filter(|until| *until > now)
}

fn counted(before: Option<Attempts>, policy: Policy, now: Instant) -> Attempts {
    let failures = before
        .filter(|before| now.seconds_since(before.last_at.max(before.blocked_until)) < QUIET_SECONDS)
        .map_or(1, |before| before.failures.saturating_add(1));
    let blocked_until = match failures.checked_sub(policy.free) {
        Some(over) => {
            let seconds = policy.first_seconds.checked_shl(over.min(20)).unwrap_or(policy.most_seconds);
            now.plus_seconds(seconds.min(policy.most_seconds))
        }
        None => now,
    };
    Attempts { failures, blocked_until, last_at: now }
}

/// Counts an attempt, or says until when none is looked at.
pub(super) fn count(tx: &mut dyn Tx, subjects: &Subjects, now: Instant) -> Answer<Option<Instant>> {
    let mut before = Vec::new();
    for (subject, policy) in subjects.each() {
        before.push((subject, policy, credential::attempts(tx, subject)?));
    }
    if let Some(until) = before.iter().filter_map(|(_, _, attempts)| blocked(*attempts, now)).max() {
        return Ok(Some(until));
    }
    for (subject, policy, attempts) in before {
        credential::set_attempts(tx, subject, counted(attempts, policy, now))?;
    }
    Ok(None)
}

/// The attempt was right: forgets the login's failures and takes this one back from the address.
pub(super) fn forgive(tx: &mut dyn Tx, subjects: &Subjects, now: Instant) -> Answer<()> {
    credential::forget_attempts(tx, &subjects.pair)?;
    credential::forget_attempts(tx, &subjects.login)?;
    if let Some(mut attempts) = credential::attempts(tx, &subjects.address)? {
        attempts.failures = attempts.failures.saturating_sub(1);
        if attempts.failures < ADDRESS.free {
            attempts.blocked_until = now;
        }
        credential::set_attempts(tx, &subjects.address, attempts)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_double_to_their_bound_and_quiet_forgets() {
        let mut now = Instant::from_millis(1_000_000_000);
        let mut attempts = None;
        let mut blocks = Vec::new();
        for _ in 0..13 {
            let next = counted(attempts, PAIR, now);
            blocks.push(next.blocked_until.seconds_since(now));
            now = next.blocked_until;
            attempts = Some(next);
        }
        assert_eq!(blocks, [0, 0, 0, 0, 15, 30, 60, 120, 240, 480, 900, 900, 900]);
        let later = now.plus_seconds(QUIET_SECONDS);
        assert_eq!(counted(attempts, PAIR, later).failures, 1);
        assert_eq!(
            counted(Some(Attempts { failures: u32::MAX, ..attempts.unwrap() }), PAIR, now).failures,
            u32::MAX
        );
    }

    #[test]
    fn subjects_do_not_tell_what_was_typed() {
        let one = Subjects::new("anna", "192.0.2.0/24");
        let other = Subjects::new("anna", "198.51.100.0/24");
        assert_eq!(one.login, other.login);
        assert_ne!(one.pair, other.pair);
        assert!(!one.each().iter().any(|(subject, _)| subject.contains("anna") || subject.contains("192.0")));
    }
}
