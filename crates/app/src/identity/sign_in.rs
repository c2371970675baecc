//! Signing in with login and password.

use std::time::Duration;

use base16ct::lower::encode_string as hex;
use domain::access::Way;
use domain::actor::Actor;
use domain::ids::PersonId;
use domain::time::Instant;
use store::repo::act::{self, FailedSignIn};
use store::repo::credential;
use store::repo::session::Session;
use store::{Db, StoreError};

use super::attempt::{self, Subjects};
use super::{Passwords, Secret, normalise_login, seal, session};
use crate::{AppError, Cx};

/// What somebody typed, and from where.
#[derive(Clone)]
pub struct SignIn {
    /// As typed.
    pub login: String,
    /// As typed.
    pub password: String,
    /// The part of the network address that tells one household or office from another.
    pub network: String,
    /// What tells the browser from others when it signed in as this person before: [`super::Known::name`].
    pub known: Option<String>,
    /// How long an attempt takes whose network failed often.
    pub slowed: Duration,
    /// From [`super::device_label`].
    pub device: String,
    /// The company's key, with which what was typed is hashed before it is counted: [`super::site_key`].
    pub key: [u8; 32],
}

/// Never shows what was typed.
impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignIn(…)")
    }
}

/// Why nobody was signed in.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SignInError {
    /// No such login, a wrong password, or a person who is switched off: alike on purpose.
    #[error("login or password is not right")]
    Wrong,
    /// Too many failures; nothing is looked at before this moment.
    #[error("too many failures")]
    Blocked {
        /// When to try again.
        until: Instant,
    },
    /// Another reason.
    #[error(transparent)]
    App(#[from] AppError),
}

impl From<StoreError> for SignInError {
    fn from(error: StoreError) -> Self {
        Self::App(error.into())
    }
}

/// Opens a session for whoever has the login and its password. `secret` is the new session's.
///
/// # Errors
/// [`SignInError`]; [`StoreError::Busy`] inside it when too many passwords wait to be hashed.
pub async fn sign_in(
    db: &Db,
    passwords: &Passwords,
    cx: &Cx,
    ask: SignIn,
    secret: Secret,
) -> Result<Session, SignInError> {
    let login = normalise_login(&ask.login);
    let subjects = match &ask.known {
        Some(browser) => Subjects::own(&login, browser),
        None => Subjects::stranger(&login, &ask.network),
    };
    let attempt = Attempt { subjects: subjects.clone(), slowed: ask.slowed };
    let known = match proved(db, passwords, cx.now, attempt, login.clone(), ask.password).await {
        Err(SignInError::Wrong) => {
            let failed = failed(&ask.key, &login, ask.network, None, cx.now);
            db.write(move |tx| -> Result<_, StoreError> {
                let person = credential::owner(tx, &login)?;
                act::count_failed(tx, &FailedSignIn { person, ..failed.clone() })
            })
            .await?;
            return Err(SignInError::Wrong);
        }
        other => other?,
    };
    let (cx, device) = (cx.clone(), ask.device);
    db.write(move |tx| {
        let mut cx = cx.clone();
        // It may have been changed or switched off while the password was looked at.
        if credential::by_login(tx, &login)?.as_ref() != Some(&known) {
            return Err(SignInError::Wrong);
        }
        attempt::forgive(tx, &subjects)?;
        cx.viewer.actor = Actor::Person(known.person);
        Ok(session::open(tx, &mut cx, known.person, &secret, &device, Way::Password)?)
    })
    .await
}

/// A failure as it is counted: what was typed as a hash that only the company's key makes.
pub(super) fn failed(
    key: &[u8; 32],
    login: &str,
    network: String,
    person: Option<PersonId>,
    now: Instant,
) -> FailedSignIn {
    let login = hex(&seal(key, &[b"failed", login.as_bytes()])[..16]);
    FailedSignIn { hour: hour_of(now), login, network, person, count: 1 }
}

/// The beginning of the hour of a moment.
fn hour_of(now: Instant) -> Instant {
    Instant::from_millis(now.millis().div_euclid(3_600_000) * 3_600_000)
}

/// What is counted of an attempt, and how long it takes when its network failed often.
pub(super) struct Attempt {
    pub subjects: Subjects,
    pub slowed: Duration,
}

/// The credential of a login whose password is this one. Counts the attempt.
pub(super) async fn proved(
    db: &Db,
    passwords: &Passwords,
    now: Instant,
    attempt: Attempt,
    login: String,
    password: String,
) -> Result<credential::Credential, SignInError> {
    let subjects = attempt.subjects;
    let found = db
        .write(move |tx| -> Result<_, SignInError> {
            match attempt::count(tx, &subjects, now)? {
                Err(until) => Ok(Err(until)),
                Ok(counted) => Ok(Ok((counted, credential::by_login(tx, &login)?))),
            }
        })
        .await?;
    let (counted, found) = found.map_err(|until| SignInError::Blocked { until })?;
    if counted.slow {
        tokio::time::sleep(attempt.slowed).await;
    }
    let hash = found.as_ref().map(|found| found.hash.clone());
    match (passwords.verify(password, hash).await?, found) {
        (true, Some(found)) => Ok(found),
        _ => Err(SignInError::Wrong),
    }
}
