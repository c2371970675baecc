//! Slowing down whoever guesses passwords.
//!
//! An attempt is counted before the password is looked at and forgiven when it was right, so that many attempts at once
//! gain nothing. Three counters, all in the database: a login from one network, a login from everywhere, a network with
//! all logins. Blocks of a login grow from the first one to a bound; the one of a login from everywhere is short. A network is
//! only slowed down: an office is never locked out by one who guesses in it. A browser that signed in as this person before
//! ([`super::Known`]) and a session have a budget of their own, which the guesses of others do not touch.

use base16ct::lower::encode_string as hex;
use domain::time::Instant;
use sha2::{Digest, Sha256};
use store::repo::credential::{self, Attempts};
use store::{Hold, Tx};

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
const OWN: Policy = PAIR;
/// Failures of a network before each further attempt from it takes its time.
const NETWORK: Policy = Policy { free: 50, first_seconds: 0, most_seconds: 0 };

/// What is counted for one attempt. Logins and addresses are hashed: people type passwords into the wrong field.
#[derive(Debug, Clone)]
pub(super) enum Subjects {
    /// Somebody from somewhere.
    Stranger { pair: String, login: String, network: String },
    /// A browser that signed in as this person before, or a session of theirs.
    Own(String),
}

/// An attempt that was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counted {
    /// Its network failed often: the attempt is to take its time.
    pub slow: bool,
}

fn hash(kind: &str, parts: [&str; 2]) -> String {
    let mut hash = Sha256::new().chain_update(kind);
    for part in parts {
        hash = hash.chain_update([0]).chain_update(part);
    }
    hex(&hash.finalize())
}

impl Subjects {
    /// `login` normalised; `network` the part of the address that tells one household or office from another.
    pub(super) fn stranger(login: &str, network: &str) -> Self {
        Self::Stranger {
            pair: hash("pair", [login, network]),
            login: hash("login", [login, ""]),
            network: hash("address", ["", network]),
        }
    }

    /// `login` normalised; `browser` tells the browser or the session from others.
    pub(super) fn own(login: &str, browser: &str) -> Self {
        Self::Own(hash("own", [login, browser]))
    }

    fn each(&self) -> Vec<(&str, Policy)> {
        match self {
            Self::Stranger { pair, login, network } => vec![(pair, PAIR), (login, LOGIN), (network, NETWORK)],
            Self::Own(own) => vec![(own, OWN)],
        }
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
pub(super) fn count(tx: &mut dyn Tx, subjects: &Subjects, now: Instant) -> Answer<Result<Counted, Instant>> {
    let mut before = Vec::new();
    for (subject, policy) in subjects.each() {
        tx.hold(Hold::Subject(subject))?;
        before.push((subject, policy, credential::attempts(tx, subject)?));
    }
    if let Some(until) = before.iter().filter_map(|(_, _, attempts)| blocked(*attempts, now)).max() {
        return Ok(Err(until));
    }
    let mut slow = false;
    for (subject, policy, attempts) in before {
        let now = counted(attempts, policy, now);
        slow |= policy.most_seconds == 0 && now.failures > policy.free;
        credential::set_attempts(tx, subject, now)?;
    }
    Ok(Ok(Counted { slow }))
}

/// The attempt was right: forgets the login's failures and takes this one back from the network.
pub(super) fn forgive(tx: &mut dyn Tx, subjects: &Subjects) -> Answer<()> {
    match subjects {
        Subjects::Own(own) => credential::forget_attempts(tx, own)?,
        Subjects::Stranger { pair, login, network } => {
            credential::forget_attempts(tx, pair)?;
            credential::forget_attempts(tx, login)?;
            tx.hold(Hold::Subject(network))?;
            if let Some(attempts) = credential::attempts(tx, network)? {
                let failures = attempts.failures.saturating_sub(1);
                credential::set_attempts(tx, network, Attempts { failures, ..attempts })?;
            }
        }
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
        let subjects = |network| {
            let subjects = Subjects::stranger("anna", network);
            subjects.each().iter().map(|(subject, _)| (*subject).to_owned()).collect::<Vec<_>>()
        };
        let (one, other) = (subjects("192.0.2.0/24"), subjects("198.51.100.0/24"));
        assert_eq!(one[1], other[1], "the login");
        assert!(one[0] != other[0] && one[2] != other[2]);
        let own = Subjects::own("anna", "a browser");
        assert!(!own.each().iter().any(|(subject, _)| one.iter().any(|other| other == subject)));
        assert!(!one.iter().any(|subject| subject.contains("anna") || subject.contains("192.0")));
    }

    #[test]
    fn a_network_is_never_blocked() {
        let now = Instant::from_millis(1_000_000_000);
        let mut attempts = None;
        for _ in 0..1_000 {
            let next = counted(attempts, NETWORK, now);
            assert_eq!(next.blocked_until, now);
            attempts = Some(next);
        }
    }
}
