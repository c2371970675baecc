//! Browsers with which somebody signed in before: a signed cookie says so, which nobody else can make. Such a browser has a budget of
//! tries of its own, so that strangers who guess keep nobody out.
//! The idea is of <https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies>.

use base16ct::lower::{decode_vec, encode_string as hex};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use store::Tx;
use store::repo::credential;
use subtle::ConstantTimeEq;

use crate::error::Answer;

/// So many people one browser is known for: the last ones.
pub const MOST_KNOWN: usize = 5;

/// Bytes of the name of a browser, and of what stands for a login.
const NAME: usize = 16;

/// A signature over these parts that only whoever has the key can make (HMAC-SHA-256, RFC 2104). Parts are told apart by their lengths.
pub fn seal(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key of any length is taken.
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(key).unwrap_or_else(|_| unreachable!());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

/// The key that signs the cookies of known browsers: the same on every node and after every start. `fresh` is taken the first time.
pub fn site_key(tx: &mut dyn Tx, fresh: [u8; 32]) -> Answer<[u8; 32]> {
    Ok(credential::site_key(tx, fresh)?)
}

/// One person for whom a browser is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Chance that tells this browser from others.
    name: [u8; NAME],
    /// Stands for the login.
    login: [u8; NAME],
}

fn of_login(key: &[u8; 32], login: &str) -> [u8; NAME] {
    let mut short = [0; NAME];
    short.copy_from_slice(&seal(key, &[b"login", login.as_bytes()])[..NAME]);
    short
}

impl Known {
    /// The browser becomes known for a login (normalised).
    pub fn new(key: &[u8; 32], chance: &[u8; 32], login: &str) -> Self {
        let mut name = [0; NAME];
        name.copy_from_slice(&chance[..NAME]);
        Self { name, login: of_login(key, login) }
    }

    /// Whether it is known for this login (normalised).
    pub fn is_for(&self, key: &[u8; 32], login: &str) -> bool {
        self.login.ct_eq(&of_login(key, login)).into()
    }

    /// What tells this browser from others.
    pub fn name(&self) -> String {
        hex(&self.name)
    }

    fn signed(&self, key: &[u8; 32]) -> String {
        let seal = seal(key, &[b"known", &self.name, &self.login]);
        [hex(&self.name), hex(&self.login), hex(&seal)].concat()
    }

    fn parse(key: &[u8; 32], text: &str) -> Option<Self> {
        let bytes = decode_vec(text).ok().filter(|bytes| bytes.len() == 2 * NAME + 32)?;
        let (name, rest) = bytes.split_at(NAME);
        let (login, signature) = rest.split_at(NAME);
        let known = Self { name: name.try_into().ok()?, login: login.try_into().ok()? };
        let right = seal(key, &[b"known", &known.name, &known.login]);
        bool::from(right.ct_eq(signature)).then_some(known)
    }

    /// What the cookie says of everybody for whom the browser is known, the latest first.
    pub fn cookie(key: &[u8; 32], all: &[Self]) -> String {
        let signed: Vec<_> = all.iter().take(MOST_KNOWN).map(|known| known.signed(key)).collect();
        signed.join(".")
    }

    /// Reads [`Self::cookie`] back; what was not made here is left out.
    pub fn read(key: &[u8; 32], cookie: &str) -> Vec<Self> {
        cookie.split('.').take(MOST_KNOWN).filter_map(|text| Self::parse(key, text)).collect()
    }

    /// Everybody for whom the browser is known once this login signed in with it too.
    pub fn with(mut all: Vec<Self>, key: &[u8; 32], chance: &[u8; 32], login: &str) -> Vec<Self> {
        let at = all.iter().position(|known| known.is_for(key, login));
        let known = at.map_or_else(|| Self::new(key, chance, login), |at| all.remove(at));
        all.insert(0, known);
        all.truncate(MOST_KNOWN);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_of_its_key_and_its_logins() {
        let key = [7; 32];
        let all = Known::with(Vec::new(), &key, &[1; 32], "anna");
        let all = Known::with(all, &key, &[2; 32], "ilya");
        let cookie = Known::cookie(&key, &all);
        let read = Known::read(&key, &cookie);
        assert_eq!(read, all);
        assert!(read[0].is_for(&key, "ilya") && read[1].is_for(&key, "anna"));
        assert!(!read.iter().any(|known| known.is_for(&key, "elena")));
        assert_eq!(Known::read(&[8; 32], &cookie), [], "another site's");
        assert!(!cookie.contains("anna"));
        let again = Known::with(read, &key, &[3; 32], "anna");
        assert_eq!((again.len(), again[0].name()), (2, all[1].name()), "it keeps its name");
    }

    #[test]
    fn what_was_changed_on_its_way_is_not_believed() {
        let key = [7; 32];
        let cookie = Known::cookie(&key, &Known::with(Vec::new(), &key, &[1; 32], "anna"));
        for at in [0, 40, 100] {
            let mut changed = cookie.clone().into_bytes();
            changed[at] = if changed[at] == b'0' { b'1' } else { b'0' };
            assert_eq!(Known::read(&key, &String::from_utf8(changed).unwrap()), [], "{at}");
        }
        for broken in ["", ".", "zz", &cookie[1..], &"0".repeat(128)] {
            assert_eq!(Known::read(&key, broken), [], "{broken}");
        }
    }

    #[test]
    fn a_browser_is_known_for_few() {
        let key = [7; 32];
        let all = (0..9).fold(Vec::new(), |all, n| Known::with(all, &key, &[n; 32], &format!("login {n}")));
        assert_eq!(all.len(), MOST_KNOWN);
        assert!(all[0].is_for(&key, "login 8") && !all.iter().any(|known| known.is_for(&key, "login 3")));
    }

    #[test]
    fn parts_are_told_apart() {
        assert_ne!(seal(&[0; 32], &[b"ab", b"c"]), seal(&[0; 32], &[b"a", b"bc"]));
    }
}
