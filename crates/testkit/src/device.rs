//! The device that makes codes of a second factor.

use domain::time::Instant;
use totp_rs::{Builder, Secret};

/// The code that a device shows at a moment, into which this secret in base 32 was typed.
///
/// # Panics
/// When it is none.
pub fn code_at(typed: &str, now: Instant) -> String {
    let secret = Secret::try_from_base32(typed).expect("a secret in base 32");
    let seconds = u64::try_from(now.millis() / 1_000).expect("a moment of our time");
    Builder::new().with_secret(secret).build_noncompliant().generate(seconds).to_string()
}
