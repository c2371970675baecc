//! Signing in with login and password.

use std::time::Duration;

use base16ct::lower::encode_string as hex;
use domain::access::Way;
use domain::actor::Actor;
use domain::ids::PersonId;
use domain::time::Instant;
use store::repo::act::{self, FailedSignIn};
use store::repo::credential;
use store::repo::factor::{self, SignInStep};
use store::repo::session::Session;
use store::{Db, StoreError, Tx};

use super::attempt::{self, Subjects};
use super::factor::{Typed, confirm_by_factor, typed};
use super::{Passwords, Secret, Vault, access, normalise_login, seal, session};
use crate::error::Answer;
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

/// What came of a password or link that was right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// A session, of the secret that was given.
    In(Session),
    /// A step at which the code of the second factor is owed: the secret that was given is its own.
    Owes,
}

impl Entered {
    /// The session.
    pub fn session(self) -> Option<Session> {
        match self {
            Self::In(session) => Some(session),
            Self::Owes => None,
        }
    }
}

/// For how long a code is waited for after the password: five minutes.
const STEP_SECONDS: i64 = 5 * 60;

/// Lets in whoever proved a password or a link, or asks for the code of their second factor first.
pub(super) fn enter(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    person: PersonId,
    secret: &Secret,
    device: &str,
    way: Way,
) -> Answer<Entered> {
    if factor::of_person(tx, person)?.is_none() {
        return Ok(Entered::In(session::open(tx, cx, person, secret, device, way)?));
    }
    let expires_at = cx.now.plus_seconds(STEP_SECONDS);
    let step = SignInStep { secret: secret.hash(), person, device: device.to_owned(), expires_at };
    factor::insert_step(tx, &step)?;
    Ok(Entered::Owes)
}

/// A code that was typed after the password.
#[derive(Clone)]
pub struct Code {
    /// The secret of the step at which it is owed.
    pub step: Secret,
    /// As typed: of the device, or a recovery code.
    pub code: String,
    /// The company's key, with which failures are counted.
    pub key: [u8; 32],
    /// The part of the network address that tells one household or office from another.
    pub network: String,
}

/// Never shows what was typed.
impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Code(…)")
    }
}

/// Opens a session for whoever owed a code and typed it. `secret` is the new session's.
///
/// # Errors
/// [`AppError::Missing`] when no code is owed any more; [`SignInError::Wrong`], [`SignInError::Blocked`].
pub async fn finish_code(
    db: &Db,
    vault: &Vault,
    cx: &Cx,
    ask: Code,
    secret: Secret,
) -> Result<Session, SignInError> {
    let (now, hash) = (cx.now, ask.step.hash());
    let asked = hash.clone();
    let found = db.write(move |tx| -> Result<_, SignInError> {
        let step = factor::step(tx, &asked, now)?.ok_or(AppError::Missing("step"))?;
        let known = factor::of_person(tx, step.person)?.ok_or(AppError::Missing("step"))?;
        let subjects = Subjects::own(&step.person.to_string(), "code");
        Ok(match attempt::count(tx, &subjects, now)? {
            Ok(_) => Ok((step, known, subjects)),
            Err(until) => Err(until),
        })
    });
    let (step, known, subjects) = found.await?.map_err(|until| SignInError::Blocked { until })?;
    let typed = typed(vault, &known, &ask.code, now)?;
    let (cx, device, person) = (cx.clone(), step.device, step.person);
    let entered = db.write(move |tx| -> Answer<Option<Session>> {
        let mut cx = cx.clone();
        cx.viewer.actor = Actor::Person(person);
        access::hold(tx, person)?;
        let way = match &typed {
            Typed::Step(step) if factor::take_step(tx, person, *step)? => Way::Code,
            Typed::Recovery(code) if factor::take_code(tx, person, code)? => Way::Recovery,
            _ => return Ok(None),
        };
        if !factor::end_step(tx, &hash)? {
            return Err(AppError::Missing("step"));
        }
        attempt::forgive(tx, &subjects)?;
        let session = session::open(tx, &mut cx, person, &secret, &device, way)?;
        if way == Way::Code {
            confirm_by_factor(tx, &cx, &known)?;
        }
        Ok(Some(session))
    });
    if let Some(session) = entered.await? {
        return Ok(session);
    }
    db.write(move |tx| -> Result<_, StoreError> {
        let login = credential::of_person(tx, person)?.map(|own| own.login).unwrap_or_default();
        act::count_failed(tx, &failed(&ask.key, &login, ask.network.clone(), Some(person), now))
    })
    .await?;
    Err(SignInError::Wrong)
}

/// Opens a session for whoever has the login and its password, or asks for their code. `secret` is the new session's, or that of the step
/// at which the code is owed.
///
/// # Errors
/// [`SignInError`]; [`StoreError::Busy`] inside it when too many passwords wait to be hashed.
pub async fn sign_in(
    db: &Db,
    passwords: &Passwords,
    cx: &Cx,
    ask: SignIn,
    secret: Secret,
) -> Result<Entered, SignInError> {
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
        access::hold(tx, known.person)?;
        // It may have been changed or switched off while the password was looked at.
        if credential::by_login(tx, &login)?.as_ref() != Some(&known) {
            return Err(SignInError::Wrong);
        }
        attempt::forgive(tx, &subjects)?;
        cx.viewer.actor = Actor::Person(known.person);
        Ok(enter(tx, &mut cx, known.person, &secret, &device, Way::Password)?)
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
