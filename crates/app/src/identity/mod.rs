//! Who somebody is: passwords, sessions, links that set a password, personas of a demonstration.
//!
//! Secrets are made at the edge and come in as parameters; only their hashes reach the database. Passwords are hashed in
//! a pool of their own ([`Passwords`]), never inside a transaction.

mod access;
mod attempt;
mod device;
mod factor;
mod hold;
mod known;
mod opening;
mod password;
mod persona;
mod pool;
mod proof;
mod session;
mod setup;
mod setup_code;
mod sign_in;
mod vault;

pub(crate) use access::tell;
pub use device::device_label;
pub use factor::{
    HasFactor, NewFactor, RECOVERY_CODES, RecoveryCodes, add_factor, begin_factor, factor_of, make_codes,
    must_have_factor, owes_factor, own_factor, remove_factor, reset_factor,
};
pub use hold::{confirm_access, holds};
pub use known::{Known, seal, site_key};
pub use opening::{OpenRequest, open_request, opened, opens_requests};
pub use password::{MAX_PASSWORD, MIN_PASSWORD, check_login, check_password, normalise_login};
pub use persona::{demonstration, enter_as, personas};
pub use pool::{Cost, Passwords};
pub use proof::{prove, wants_proof};
pub(crate) use session::end_all;
pub use session::{
    ABSOLUTE_SECONDS, IDLE_SECONDS, PROOF_SECONDS, TOUCH_SECONDS, end, end_of_person, end_others, live, open,
    sessions, sessions_of, sweep, touch,
};
pub(crate) use setup::revoke;
pub use setup::{
    SETUP_SECONDS, SetupLink, change_password, finish_setup, issue_setup, login, login_of, revoke_setup,
    set_first_password, setup_login, setup_waits, waiting_links,
};
pub use setup_code::{SetupCode, Try};
pub use sign_in::{Code, Entered, SignIn, SignInError, finish_code, sign_in};
pub use vault::Vault;

use base16ct::lower::encode_string as hex;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A secret that somebody holds: of a session, of a link. Shown once, kept only as a hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// From 32 random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Reads what [`Self::to_text`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)) {
            return None;
        }
        let mut bytes = [0; 32];
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&text[at * 2..at * 2 + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// For a cookie or an address: 64 hexadecimal digits.
    pub fn to_text(&self) -> String {
        hex(&self.0)
    }

    /// What the tables keep.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0))
    }

    /// An id that tells nothing of it: of a link in the history.
    pub fn id(&self) -> Uuid {
        let mut id = [0; 16];
        id.copy_from_slice(&Sha256::digest(self.0)[..16]);
        uuid::Builder::from_custom_bytes(id).into_uuid()
    }

    /// A key for one purpose that tells nothing about the secret.
    pub fn key(&self, purpose: &str) -> [u8; 32] {
        Sha256::new().chain_update(purpose).chain_update([0]).chain_update(self.0).finalize().into()
    }
}

/// Never shows the secret.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_reads_back_and_never_shows_itself() {
        let secret = Secret::new([0xab; 32]);
        assert_eq!(Secret::parse(&secret.to_text()), Some(secret.clone()));
        assert_ne!(secret.hash(), secret.to_text());
        assert_ne!(secret.key("form"), secret.key("other"));
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(Secret::parse(&secret.to_text().to_uppercase()), None, "one spelling only");
        assert_eq!(Secret::parse("é".repeat(32).as_str()), None);
        assert_eq!(Secret::parse(""), None);
    }
}
