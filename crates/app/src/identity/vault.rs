//! Secrets that must come back as they were, such as what codes are made of: sealed with a key that lies outside the database, so that a copy
//! of the database alone gives nobody a second factor.

use std::io;
use std::sync::OnceLock;

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{Key, KeyInit as _, XChaCha20Poly1305, XNonce};
use domain::ids::PersonId;
use sha2::{Digest as _, Sha256};

use crate::error::{Answer, AppError};

/// Bytes of a key's mark: tells with which key something was sealed, and nothing of the key.
const MARK: usize = 8;
/// Bytes of a nonce.
const NONCE: usize = 24;

/// Reads the key, or makes it.
type Open = Box<dyn Fn() -> io::Result<[u8; 32]> + Send + Sync>;

/// What seals and unseals: XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with nonces from the machine's chance.
pub struct Vault {
    key: OnceLock<[u8; 32]>,
    open: Open,
}

/// Never shows the key.
impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Vault(…)")
    }
}

fn mark(key: &[u8; 32]) -> [u8; MARK] {
    let digest = Sha256::new().chain_update("vault").chain_update(key).finalize();
    let mut mark = [0; MARK];
    mark.copy_from_slice(&digest[..MARK]);
    mark
}

impl Vault {
    /// A vault whose key is read, or made, when it is first needed.
    pub fn new(open: impl Fn() -> io::Result<[u8; 32]> + Send + Sync + 'static) -> Self {
        Self { key: OnceLock::new(), open: Box::new(open) }
    }

    fn key(&self) -> Answer<&[u8; 32]> {
        if let Some(key) = self.key.get() {
            return Ok(key);
        }
        let key = (self.open)().map_err(|error| {
            tracing::error!(%error, "the key of second factors cannot be read");
            AppError::field("code", "factor-no-key")
        })?;
        Ok(self.key.get_or_init(|| key))
    }

    /// Seals a person's secret; `nonce` is never used twice.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `code` when there is no key.
    pub fn seal(&self, person: PersonId, nonce: [u8; NONCE], secret: &[u8]) -> Answer<Vec<u8>> {
        let key = self.key()?;
        let cipher = XChaCha20Poly1305::new(&Key::from(*key));
        let payload = Payload { msg: secret, aad: person.0.as_bytes() };
        let sealed = cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| AppError::field("code", "factor-no-key"))?;
        Ok([mark(key).as_slice(), &nonce, &sealed].concat())
    }

    /// Whether something was sealed with the key that is here.
    pub fn is_of(&self, sealed: &[u8]) -> Answer<bool> {
        Ok(sealed.get(..MARK) == Some(mark(self.key()?).as_slice()))
    }

    /// What was sealed for a person.
    ///
    /// # Errors
    /// [`AppError::Invalid`] on `code` when the key is not there or is another one, or the secret is not this person's.
    pub fn unseal(&self, person: PersonId, sealed: &[u8]) -> Answer<Vec<u8>> {
        let wrong = || AppError::field("code", "factor-no-key");
        if !self.is_of(sealed)? {
            tracing::error!("a second factor was sealed with another key than the one that is here");
            return Err(wrong());
        }
        let nonce = sealed.get(MARK..MARK + NONCE).and_then(|nonce| <[u8; NONCE]>::try_from(nonce).ok());
        let (nonce, text) = nonce.zip(sealed.get(MARK + NONCE..)).ok_or_else(wrong)?;
        let cipher = XChaCha20Poly1305::new(&Key::from(*self.key()?));
        let payload = Payload { msg: text, aad: person.0.as_bytes() };
        cipher.decrypt(&XNonce::from(nonce), payload).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_secret_comes_back_for_its_person_and_with_its_key_alone() {
        let vault = |byte| Vault::new(move || Ok([byte; 32]));
        let (anna, boris) = (PersonId(Uuid::from_u128(1)), PersonId(Uuid::from_u128(2)));
        let sealed = vault(1).seal(anna, [9; NONCE], b"twenty bytes of this").unwrap();
        assert!(!sealed.windows(6).any(|part| part == b"twenty"));
        assert_eq!(vault(1).unseal(anna, &sealed).unwrap(), b"twenty bytes of this");
        assert!(vault(1).unseal(boris, &sealed).is_err(), "somebody else's");
        assert!(vault(2).unseal(anna, &sealed).is_err() && !vault(2).is_of(&sealed).unwrap(), "another key");
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(vault(1).unseal(anna, &changed).is_err(), "{at}");
            assert!(vault(1).unseal(anna, &sealed[..at]).is_err(), "{at}");
        }
        let none = Vault::new(|| Err(io::Error::other("no disk")));
        assert!(none.seal(anna, [9; NONCE], b"x").is_err() && none.unseal(anna, &sealed).is_err());
    }
}
