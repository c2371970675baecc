//! The second factor: codes of a time step (TOTP, RFC 6238: SHA-1, six digits, thirty seconds, one step of drift either way), each taken once,
//! and recovery codes for whoever lost the device.

use std::collections::BTreeSet;

use base16ct::lower::encode_string as hex;
use domain::access::Event;
use domain::ids::PersonId;
use domain::permission::{Role, Viewer};
use domain::time::Instant;
use sha2::{Digest as _, Sha256};
use store::Tx;
use store::repo::credential;
use store::repo::factor::{self, Factor};
use totp_rs::{Builder, Secret as Shared, Totp};

use super::hold::tell_handlers;
use super::{Vault, access, session, tell};
use crate::Cx;
use crate::company::{administers, find_company};
use crate::error::{Answer, AppError};

/// Bytes that codes are made of: what RFC 4226 recommends for SHA-1.
const SECRET: usize = 20;
/// Recovery codes that are made at once.
pub const RECOVERY_CODES: usize = 10;

/// A factor that begins: what the device is told, and what comes back with the first code.
#[derive(Clone, PartialEq, Eq)]
pub struct NewFactor {
    /// The secret to be typed into a device, in base 32.
    pub typed: String,
    /// The same as an address that devices read from a picture.
    pub address: String,
    /// The same, sealed for this person: in hexadecimal.
    pub sealed: String,
}

/// Never shows the secret.
impl std::fmt::Debug for NewFactor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewFactor(…)")
    }
}

/// What a person has of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HasFactor {
    /// Since when.
    pub since: Instant,
    /// Recovery codes that were not used.
    pub codes_left: i64,
}

/// Recovery codes as they are shown once.
pub type RecoveryCodes = Vec<String>;

fn totp(secret: &[u8]) -> Builder {
    Builder::new().with_secret(Shared::from(secret.to_vec()))
}

/// The step of a code at a moment: of this step, the one before or the one after, and later than `last`. None when it is none of these.
fn step_of(totp: &Totp, code: &str, now: Instant, last: i64) -> Option<i64> {
    let seconds = u64::try_from(now.millis().div_euclid(1_000)).ok()?;
    let step = i64::try_from(totp.check(code, seconds)?).ok()?;
    (step > last).then_some(step)
}

/// What was typed without the spaces and hyphens that people put in.
fn plain(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_uppercase).collect()
}

fn hash_of(person: PersonId, code: &str) -> String {
    hex(&Sha256::new().chain_update("recovery").chain_update(person.bytes()).chain_update(code).finalize())
}

/// Begins a factor for the viewer: nothing is kept before its first code came. `chance` is 64 random bytes; `begun` is what was sealed when
/// the same factor began, on a page that comes back.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever has no password; [`AppError::Invalid`] without a key to seal with, or when others are sealed with
/// another one.
pub fn begin_factor(
    tx: &mut dyn Tx,
    cx: &Cx,
    vault: &Vault,
    chance: &[[u8; 32]; 2],
    begun: Option<&str>,
) -> Answer<NewFactor> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let login = credential::of_person(tx, person)?.ok_or(AppError::Forbidden)?.login;
    if let Some(other) = factor::any(tx)?
        && !vault.is_of(&other.secret)?
    {
        tracing::error!("second factors were sealed with another key than the one that is here");
        return Err(AppError::field("code", "factor-no-key"));
    }
    let company = find_company(tx)?.map(|company| company.name).unwrap_or_default();
    let (mut secret, mut nonce) = ([0; SECRET], [0; 24]);
    secret.copy_from_slice(&chance[0][..SECRET]);
    nonce.copy_from_slice(&chance[1][..24]);
    let begun = begun.and_then(|begun| base16ct::lower::decode_vec(begun).ok());
    let begun = begun.and_then(|begun| vault.unseal(person, &begun).ok());
    if let Some(begun) = begun.and_then(|begun| <[u8; SECRET]>::try_from(begun).ok()) {
        secret = begun;
    }
    let named = |text: &str| text.replace(':', " ");
    let built = totp(&secret).with_account_name(named(&login)).with_issuer(Some(named(&company))).build();
    let address =
        built.and_then(|totp| totp.to_url()).map_err(|_| AppError::field("code", "factor-no-key"))?;
    let sealed = hex(&vault.seal(person, nonce, &secret)?);
    Ok(NewFactor { typed: Shared::from(secret.to_vec()).to_base32(), address, sealed })
}

/// Adds the factor that began with `sealed`, once its device makes right codes; gives recovery codes, which are shown once. `seed` is
/// random.
///
/// # Errors
/// [`AppError::Invalid`] on `code` when it is not right, or when there is a factor already.
pub fn add_factor(
    tx: &mut dyn Tx,
    cx: &Cx,
    vault: &Vault,
    sealed: &str,
    code: &str,
    seed: &[u8; 32],
) -> Answer<RecoveryCodes> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let wrong = || AppError::field("code", "factor-code-wrong");
    access::hold(tx, person)?;
    if factor::of_person(tx, person)?.is_some() {
        return Err(AppError::field("code", "factor-there"));
    }
    let sealed = base16ct::lower::decode_vec(sealed).map_err(|_| wrong())?;
    let secret = vault.unseal(person, &sealed)?;
    let step = step_of(&totp(&secret).build_noncompliant(), &plain(code), cx.now, 0).ok_or_else(wrong)?;
    factor::insert(tx, &Factor { person, secret: sealed, made_at: cx.now, last_step: step })?;
    tell(tx, cx, person, &[Event::FactorAdded])?;
    make(tx, cx, person, seed)
}

/// Makes recovery codes in place of those before.
///
/// # Errors
/// [`AppError::Invalid`] on `code` without a factor.
pub fn make_codes(tx: &mut dyn Tx, cx: &Cx, seed: &[u8; 32]) -> Answer<RecoveryCodes> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    access::hold(tx, person)?;
    factor::of_person(tx, person)?.ok_or_else(none)?;
    make(tx, cx, person, seed)
}

fn make(tx: &mut dyn Tx, cx: &Cx, person: PersonId, seed: &[u8; 32]) -> Answer<RecoveryCodes> {
    factor::forget_codes(tx, person)?;
    let mut codes = RecoveryCodes::new();
    for n in 0..RECOVERY_CODES {
        // Eighty bits: a hash of them is not guessed back.
        let bytes = Sha256::new().chain_update(seed).chain_update(n.to_be_bytes()).finalize();
        let code = Shared::from(bytes[..10].to_vec()).to_base32();
        factor::insert_code(tx, person, &hash_of(person, &code))?;
        let groups: Vec<_> = (0..code.len()).step_by(4).filter_map(|at| code.get(at..at + 4)).collect();
        codes.push(groups.join("-"));
    }
    tell(tx, cx, person, &[Event::CodesMade { count: RECOVERY_CODES as u64 }])?;
    Ok(codes)
}

/// There is no factor to do that with.
fn none() -> AppError {
    AppError::field("code", "factor-none")
}

/// What the viewer has of a second factor.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not a person.
pub fn own_factor(tx: &mut dyn Tx, cx: &Cx) -> Answer<Option<HasFactor>> {
    has(tx, cx.viewer.person().ok_or(AppError::Forbidden)?)
}

/// What somebody has of a second factor.
///
/// # Errors
/// [`AppError::Forbidden`] unless the viewer administers.
pub fn factor_of(tx: &mut dyn Tx, cx: &Cx, person: PersonId) -> Answer<Option<HasFactor>> {
    administers(cx)?;
    has(tx, person)
}

fn has(tx: &mut dyn Tx, person: PersonId) -> Answer<Option<HasFactor>> {
    let Some(found) = factor::of_person(tx, person)? else { return Ok(None) };
    Ok(Some(HasFactor { since: found.made_at, codes_left: factor::codes_left(tx, person)? }))
}

/// Whether the viewer holds a role that asks for a second factor.
pub fn must_have_factor(viewer: &Viewer, roles: &BTreeSet<Role>) -> bool {
    viewer.grants.iter().any(|(role, _)| roles.contains(role))
}

/// Whether the viewer holds such a role and has no factor. People without a password, such as personas of a demonstration, sign in otherwise.
pub fn owes_factor(tx: &mut dyn Tx, viewer: &Viewer, roles: &BTreeSet<Role>) -> Answer<bool> {
    let Some(person) = viewer.person().filter(|_| must_have_factor(viewer, roles)) else { return Ok(false) };
    Ok(factor::of_person(tx, person)?.is_none() && credential::of_person(tx, person)?.is_some())
}

/// Takes the viewer's own factor away.
///
/// # Errors
/// [`AppError::Invalid`] on `code` without one, and where a role of theirs asks for it.
pub fn remove_factor(tx: &mut dyn Tx, cx: &Cx) -> Answer<()> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let roles = find_company(tx)?.map(|company| company.factor_roles).unwrap_or_default();
    if must_have_factor(&cx.viewer, &roles) {
        return Err(AppError::field("code", "factor-required"));
    }
    access::hold(tx, person)?;
    if !factor::remove(tx, person)? {
        return Err(none());
    }
    tell(tx, cx, person, &[Event::FactorRemoved { by: Some(person) }])
}

/// Takes somebody else's factor away: their sessions end, and they open nothing confidential until somebody confirms whose account it is.
///
/// # Errors
/// [`AppError::Forbidden`] unless the viewer administers, and for one's own; [`AppError::Invalid`] on `code` without one.
pub fn reset_factor(tx: &mut dyn Tx, cx: &mut Cx, person: PersonId) -> Answer<()> {
    administers(cx)?;
    let by = cx.viewer.person();
    if by == Some(person) {
        return Err(AppError::Forbidden);
    }
    access::hold(tx, person)?;
    if !factor::remove(tx, person)? {
        return Err(none());
    }
    tell(tx, cx, person, &[Event::FactorRemoved { by }])?;
    session::end_all(tx, cx, person, None)?;
    tell_handlers(tx, cx, person)
}

/// What was typed in place of a code.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Typed {
    /// A code of this time step.
    Step(i64),
    /// The hash of what may be a recovery code.
    Recovery(String),
    /// Neither.
    Neither,
}

/// What somebody typed, as far as can be told before anything is used up.
pub(super) fn typed(vault: &Vault, known: &Factor, code: &str, now: Instant) -> Answer<Typed> {
    let code = plain(code);
    if code.len() == 16 {
        return Ok(Typed::Recovery(hash_of(known.person, &code)));
    }
    let secret = vault.unseal(known.person, &known.secret)?;
    let step = step_of(&totp(&secret).build_noncompliant(), &code, now, known.last_step);
    Ok(step.map_or(Typed::Neither, Typed::Step))
}

/// After a right code of a device that they had before others reset their password, it is still them.
pub(super) fn confirm_by_factor(tx: &mut dyn Tx, cx: &Cx, known: &Factor) -> Answer<()> {
    let hold = access::access(tx, known.person)?.and_then(|access| access.hold);
    match hold {
        Some(hold) if known.made_at < hold.since => tell(tx, cx, known.person, &[Event::Confirmed]),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Seconds of a time step.
    const STEP_SECONDS: i64 = 30;

    /// The code of a moment.
    fn code_at(secret: &[u8], now: Instant) -> String {
        totp(secret).build_noncompliant().generate(u64::try_from(now.millis() / 1_000).unwrap()).to_string()
    }

    /// The secret of the vectors of RFC 6238, appendix B, for SHA-1.
    const RFC: &[u8] = b"12345678901234567890";

    fn at(seconds: i64) -> Instant {
        Instant::from_millis(seconds * 1_000)
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // Appendix B gives eight digits; six are their last ones.
        for (seconds, code) in [
            (59, "94287082"),
            (1_111_111_109, "07081804"),
            (1_111_111_111, "14050471"),
            (1_234_567_890, "89005924"),
            (2_000_000_000, "69279037"),
            (20_000_000_000, "65353130"),
        ] {
            let totp = totp(RFC).build_noncompliant();
            assert_eq!(step_of(&totp, &code[2..], at(seconds), 0), Some(seconds / STEP_SECONDS), "{seconds}");
            assert_eq!(code_at(RFC, at(seconds)), code[2..]);
        }
    }

    #[test]
    fn a_clock_may_drift_by_a_step_and_no_code_is_taken_twice() {
        let (totp, now) = (totp(RFC).build_noncompliant(), 1_234_567_890);
        let step = now / STEP_SECONDS;
        let code = |steps: i64| code_at(RFC, at(now + steps * STEP_SECONDS));
        for drift in -1..=1 {
            assert_eq!(step_of(&totp, &code(drift), at(now), 0), Some(step + drift), "{drift}");
        }
        for drift in [-2, 2] {
            assert_eq!(step_of(&totp, &code(drift), at(now), 0), None, "{drift}");
        }
        assert_eq!(step_of(&totp, &code(0), at(now), step), None, "the same once more");
        assert_eq!(step_of(&totp, &code(-1), at(now), step), None, "an earlier one after a later one");
        assert_eq!(step_of(&totp, &code(1), at(now), step), Some(step + 1));
        for broken in ["", "12345", "1234567", "+12345", "１２３４５６", "abcdef"] {
            assert_eq!(step_of(&totp, broken, at(now), 0), None, "{broken}");
        }
        assert_eq!(plain(" 123 456\n"), "123456");
        assert_eq!(plain("abcd-efgh"), "ABCDEFGH");
    }
}
