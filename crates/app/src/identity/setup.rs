//! Setting a password: by an administrator's one-time link, by its owner, for the first administrator.

use std::time::Duration;

use domain::access::{Event, Way};
use domain::actor::Actor;
use domain::company::Profile;
use domain::ids::PersonId;
use domain::time::Instant;
use store::repo::credential::{self, Credential, SetupToken, WaitingLink};
use store::repo::session::Session;
use store::{Db, Tx};

use super::attempt::{self, Subjects};
use super::password::check_login;
use super::sign_in::{Attempt, Entered, SignInError, enter, proved};
use super::{Passwords, Secret, access, check_password, hold, session, tell};
use crate::Cx;
use crate::company::{administers, find_company};
use crate::error::{Answer, AppError};

/// How long a link works.
pub const SETUP_SECONDS: i64 = 3 * 24 * 60 * 60;

/// A link that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupLink {
    /// The login that the person will have.
    pub login: String,
    /// Until when the link works.
    pub expires_at: Instant,
}

/// The names whose words are no password: of the company and of the person.
fn names(tx: &mut dyn Tx, person: PersonId) -> Answer<[String; 2]> {
    let company = find_company(tx)?.map(|company| company.name).unwrap_or_default();
    let profile = credential::profile(tx, person)?;
    let profile = profile.and_then(|profile| serde_json::from_str::<Profile>(&profile).ok());
    Ok([company, profile.map(|profile| profile.name).unwrap_or_default()])
}

fn set(tx: &mut dyn Tx, person: PersonId, login: &str, hash: &str, now: Instant) -> Answer<()> {
    let credential = Credential { login: login.to_owned(), person, hash: hash.to_owned(), changed_at: now };
    match credential::set(tx, &credential) {
        Err(error) if error.is_unique_on("credential", &["login"]) => {
            Err(AppError::field("login", "login-taken"))
        }
        other => Ok(other?),
    }
}

/// Makes the link that lets a person choose a password; one made before stops working. Without `login` it is the one
/// they have, else their address of mail.
///
/// # Errors
/// [`AppError::Forbidden`] unless the viewer administers; [`AppError::Missing`] person; [`AppError::Invalid`] login.
pub fn issue_setup(
    tx: &mut dyn Tx,
    cx: &Cx,
    person: PersonId,
    login: Option<&str>,
    secret: &Secret,
) -> Answer<SetupLink> {
    administers(cx)?;
    access::hold(tx, person)?;
    let profile = credential::profile(tx, person)?.ok_or(AppError::Missing("person"))?;
    let known = credential::of_person(tx, person)?.map(|known| known.login);
    let email = || serde_json::from_str::<Profile>(&profile).ok().and_then(|profile| profile.email);
    let login = login.map(str::to_owned).or(known).or_else(email).unwrap_or_default();
    let login = check_login("login", &login)?;
    if credential::owner(tx, &login)?.is_some_and(|owner| owner != person) {
        return Err(AppError::field("login", "login-taken"));
    }
    let link = SetupLink { login, expires_at: cx.now.plus_seconds(SETUP_SECONDS) };
    credential::put_setup(
        tx,
        &SetupToken {
            secret: secret.hash(),
            person,
            login: link.login.clone(),
            created_at: cx.now,
            expires_at: link.expires_at,
        },
    )?;
    tell(
        tx,
        cx,
        person,
        &[Event::LinkMade { link: secret.id(), expires_at: link.expires_at, by: cx.viewer.person() }],
    )?;
    Ok(link)
}

/// The link that lets a person choose a password, while there is one that works: until when.
///
/// # Errors
/// [`AppError::Forbidden`] unless the viewer administers.
pub fn setup_waits(tx: &mut dyn Tx, cx: &Cx, person: PersonId) -> Answer<Option<Instant>> {
    administers(cx)?;
    let token = credential::setup_of(tx, person, cx.now)?;
    Ok(token.map(|token| token.expires_at))
}

/// Links that wait to be used, at most 500, which ends first comes first.
///
/// # Errors
/// [`AppError::Forbidden`] unless the viewer administers.
pub fn waiting_links(tx: &mut dyn Tx, cx: &Cx) -> Answer<Vec<WaitingLink>> {
    administers(cx)?;
    Ok(credential::waiting(tx, cx.now, 500)?)
}

/// Takes a person's link back; nothing happens when there is none.
///
/// # Errors
/// [`AppError::Forbidden`] unless the viewer administers.
pub fn revoke_setup(tx: &mut dyn Tx, cx: &Cx, person: PersonId) -> Answer<()> {
    administers(cx)?;
    revoke(tx, cx, person)
}

/// Takes a person's link back, whoever asks.
pub(crate) fn revoke(tx: &mut dyn Tx, cx: &Cx, person: PersonId) -> Answer<()> {
    access::hold(tx, person)?;
    if !credential::remove_setup(tx, person)? {
        return Ok(());
    }
    // Links from before are not known to the history.
    let known = access::access(tx, person)?.and_then(|access| access.link);
    match known {
        Some(link) => tell(tx, cx, person, &[Event::LinkRevoked { link: link.id }]),
        None => Ok(()),
    }
}

/// The login behind a link, while it works.
///
/// # Errors
/// [`AppError::Missing`] when it does not.
pub fn setup_login(tx: &mut dyn Tx, link: &Secret, now: Instant) -> Answer<String> {
    let token = credential::setup(tx, &link.hash(), now)?.ok_or(AppError::Missing("link"))?;
    Ok(token.login)
}

/// Sets the password by a link, ends the person's sessions and opens a new one, or asks for their code first. The link works once.
///
/// # Errors
/// [`AppError::Missing`] when the link does not work; [`AppError::Invalid`] when the password is weak.
#[expect(clippy::too_many_arguments, reason = "three secrets of three kinds, each named at the call")]
pub async fn finish_setup(
    db: &Db,
    passwords: &Passwords,
    cx: &Cx,
    link: Secret,
    password: String,
    salt: [u8; 16],
    secret: Secret,
    device: String,
) -> Answer<Entered> {
    let (hash_of_link, now) = (link.hash(), cx.now);
    let asked = hash_of_link.clone();
    let (token, names) = db
        .read(move |tx| -> Answer<_> {
            let token = credential::setup(tx, &asked, now)?.ok_or(AppError::Missing("link"))?;
            let names = names(tx, token.person)?;
            Ok((token, names))
        })
        .await?;
    check_password("password", &token.login, &names.each_ref().map(String::as_str), &password)?;
    let hash = passwords.hash(password, salt).await?;
    let (cx, person) = (cx.clone(), token.person);
    db.write(move |tx| {
        let mut cx = cx.clone();
        access::hold(tx, person)?;
        // Used meanwhile, or replaced by another.
        let token = credential::setup(tx, &hash_of_link, now)?.ok_or(AppError::Missing("link"))?;
        let had = credential::of_person(tx, token.person)?.is_some();
        set(tx, token.person, &token.login, &hash, cx.now)?;
        credential::remove_setup(tx, token.person)?;
        let known = access::access(tx, token.person)?.and_then(|access| access.link);
        let known = known.filter(|known| known.id == link.id());
        let used = known.map(|known| Event::LinkUsed { link: known.id });
        cx.viewer.actor = Actor::Person(token.person);
        tell(tx, &cx, token.person, used.as_slice())?;
        // Whoever had none gets their first; who reset their own took nothing over.
        let by = known.and_then(|known| known.by);
        if had && by != Some(token.person) {
            hold::shut(tx, &mut cx, token.person, by)?;
        }
        session::end_all(tx, &cx, token.person, None)?;
        enter(tx, &mut cx, token.person, &secret, &device, Way::Link)
    })
    .await
}

/// The viewer's login; none when they have no password.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is not a person.
pub fn login(tx: &mut dyn Tx, cx: &Cx) -> Answer<Option<String>> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    Ok(credential::of_person(tx, person)?.map(|own| own.login))
}

/// The login of somebody who signed in just now; none when they have no password.
pub fn login_of(tx: &mut dyn Tx, person: PersonId) -> Answer<Option<String>> {
    Ok(credential::of_person(tx, person)?.map(|own| own.login))
}

/// Changes the viewer's own password, ends all their sessions and opens a new one: whoever has a secret of one of them has nothing.
///
/// # Errors
/// [`SignInError::Wrong`] when `current` is not the password, [`SignInError::Blocked`] after too many tries,
/// [`AppError::Invalid`] when the new one is weak.
#[expect(clippy::too_many_arguments, reason = "two passwords and two secrets, each named at the call")]
pub async fn change_password(
    db: &Db,
    passwords: &Passwords,
    cx: &Cx,
    current: String,
    new: String,
    salt: [u8; 16],
    here: &Session,
    secret: Secret,
) -> Result<Session, SignInError> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let (own, names) = db
        .read(move |tx| -> Answer<_> {
            let own = credential::of_person(tx, person)?.ok_or(AppError::Missing("credential"))?;
            Ok((own, names(tx, person)?))
        })
        .await?;
    check_password("password-new", &own.login, &names.each_ref().map(String::as_str), &new)?;
    // Whoever is signed in is not kept out by what others guess.
    let subjects = Subjects::own(&own.login, &here.id.to_string());
    let attempt = Attempt { subjects: subjects.clone(), slowed: Duration::ZERO };
    let known = proved(db, passwords, cx.now, attempt, own.login, current).await?;
    let hash = passwords.hash(new, salt).await?;
    let (cx, device) = (cx.clone(), here.device.clone());
    db.write(move |tx| {
        let mut cx = cx.clone();
        access::hold(tx, person)?;
        if credential::of_person(tx, person)?.as_ref() != Some(&known) {
            return Err(SignInError::Wrong);
        }
        attempt::forgive(tx, &subjects)?;
        set(tx, person, &known.login, &hash, cx.now)?;
        tell(tx, &cx, person, &[Event::PasswordChanged])?;
        session::end_all(tx, &cx, person, None)?;
        Ok(session::open(tx, &mut cx, person, &secret, &device, Way::Password)?)
    })
    .await
}

/// Sets the password of the first administrator, in the transaction that starts the company. `hash` is from
/// [`Passwords::hash`], of a password that [`check_password`] accepted.
///
/// # Errors
/// [`AppError::Forbidden`] when anybody has a password already; [`AppError::Invalid`] login.
pub fn set_first_password(tx: &mut dyn Tx, cx: &Cx, person: PersonId, login: &str, hash: &str) -> Answer<()> {
    if credential::any(tx)? {
        return Err(AppError::Forbidden);
    }
    let login = check_login("login", login)?;
    set(tx, person, &login, hash, cx.now)
}
