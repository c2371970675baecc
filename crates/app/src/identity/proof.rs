//! Typing the password again before what gives power to somebody: roles, links that set a password, budgets. Whoever left a browser open, or
//! stole its session, has not that.

use std::time::Duration;

use store::Db;
use store::repo::session::{self as rows, Session};
use store::repo::{act, credential};

use super::Passwords;
use super::attempt::{self, Subjects};
use super::session::PROOF_SECONDS;
use super::sign_in::{Attempt, SignInError, failed, proved};
use crate::error::Answer;
use crate::{AppError, Cx};

/// Whether whoever sits before a session must type the password first. People without a password, such as personas of a demonstration,
/// have nothing to type.
///
/// # Errors
/// The database's.
pub fn wants_proof(tx: &mut dyn store::Tx, cx: &Cx, here: &Session) -> Answer<bool> {
    if cx.now.seconds_since(here.proved_at) < PROOF_SECONDS {
        return Ok(false);
    }
    Ok(credential::of_person(tx, here.person)?.is_some())
}

/// Takes the password of whoever sits before a session: for [`PROOF_SECONDS`] it is not asked for again. `key` is the company's, with which
/// failures are counted.
///
/// # Errors
/// [`SignInError::Wrong`], [`SignInError::Blocked`] after too many tries.
pub async fn prove(
    db: &Db,
    passwords: &Passwords,
    cx: &Cx,
    here: &Session,
    password: String,
    key: &[u8; 32],
) -> Result<(), SignInError> {
    let person = here.person;
    let own = db.read(move |tx| credential::of_person(tx, person)).await?;
    let login = own.ok_or(AppError::Missing("credential"))?.login;
    let subjects = Subjects::own(&login, &here.id.to_string());
    let attempt = Attempt { subjects: subjects.clone(), slowed: Duration::ZERO };
    let known = proved(db, passwords, cx.now, attempt, login.clone(), password).await;
    let (now, id) = (cx.now, here.id);
    match known {
        Ok(_) => {
            let noted = db.write(move |tx| -> Answer<()> {
                attempt::forgive(tx, &subjects)?;
                Ok(rows::prove(tx, id, now)?)
            });
            Ok(noted.await?)
        }
        Err(SignInError::Wrong) => {
            let network = cx.network.clone().unwrap_or_default();
            let failed = failed(key, &login, network, Some(person), now);
            db.write(move |tx| act::count_failed(tx, &failed)).await?;
            Err(SignInError::Wrong)
        }
        Err(other) => Err(other),
    }
}
