//! Passwords, links that set them, personas of a demonstration, and the counters that slow guessing down.

use domain::company::Profile;
use domain::ids::PersonId;
use domain::localized::Localized;
use domain::time::Instant;

use crate::error::StoreError;
use crate::read::{Json, erasable, json, kept, name, select, title};
use crate::table::table;
use crate::tx::Tx;
use crate::value::Row;
use crate::{hot_sql, inserting, joined, params, sql};

select! {
    /// How somebody signs in.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Credential from "credential c" {
        /// Normalised.
        pub login: String = "c.login",
        /// Whose.
        pub person: PersonId = "c.person",
        /// The password's hash in PHC form.
        pub hash: String = "c.hash",
        /// When it was set.
        pub changed_at: Instant = "c.changed_at",
    }
}

table! {
    /// Logins and the hashes of passwords.
    CREDENTIAL: Operational "credential";
    fn values(credential: &Credential) {
        key person = credential.person,
        set login = &credential.login,
        set hash = &credential.hash,
        set changed_at = credential.changed_at,
    }
}

/// The credential behind a login, when its person is active.
pub fn by_login(tx: &mut dyn Tx, login: &str) -> Result<Option<Credential>, StoreError> {
    let found = hot_sql!(Credential, "JOIN person p ON p.id = c.person WHERE c.login = $1 AND p.active = 1");
    tx.opt(found, params![login])
}

/// The credential of a person.
pub fn of_person(tx: &mut dyn Tx, person: PersonId) -> Result<Option<Credential>, StoreError> {
    tx.opt(hot_sql!(Credential, "WHERE c.person = $1"), params![person])
}

/// Who of the people from one id to another has a password.
pub fn between(tx: &mut dyn Tx, first: PersonId, last: PersonId) -> Result<Vec<PersonId>, StoreError> {
    tx.all(
        hot_sql!("SELECT person FROM credential WHERE person >= $1 AND person <= $2"),
        params![first, last],
    )
}

/// Sets the login and password of a person, in place of those before.
///
/// # Errors
/// [`StoreError::Unique`] on `credential (login)` when somebody else has the login.
pub fn set(tx: &mut dyn Tx, credential: &Credential) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(upsert CREDENTIAL), &values(credential))
}

table! {
    /// The key that signs the cookies of known browsers.
    SITE_KEY: Operational "site_key";
    fn key_values(secret: [u8; 32]) {
        key id = 1,
        once secret = secret,
    }
}

/// The key that signs the cookies of known browsers; `fresh` becomes it when there is none.
pub fn site_key(tx: &mut dyn Tx, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
    tx.execute(
        hot_sql!(joined!(" "; inserting!(SITE_KEY, false), "ON CONFLICT (id) DO NOTHING")),
        &key_values(fresh),
    )?;
    tx.one(hot_sql!("SELECT secret FROM site_key WHERE id = $1"), params![1])
}

select! {
    /// A one-time link that lets a person choose a password.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SetupToken from "setup_token t JOIN person p ON p.id = t.person" {
        /// The hash of its secret.
        pub secret: String = "t.secret",
        /// Whose.
        pub person: PersonId = "t.person",
        /// The login they will have.
        pub login: String = "t.login",
        /// When it was made.
        pub created_at: Instant = "t.created_at",
        /// Until when it works.
        pub expires_at: Instant = "t.expires_at",
    }
}

table! {
    /// Links that let people choose a password.
    SETUP_TOKEN: Operational "setup_token";
    fn setup_values(token: &SetupToken) {
        key person = token.person,
        set secret = &token.secret,
        set login = &token.login,
        set created_at = token.created_at,
        set expires_at = token.expires_at,
    }
}

/// Keeps a link in place of the person's link before it.
pub fn put_setup(tx: &mut dyn Tx, token: &SetupToken) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(upsert SETUP_TOKEN), &setup_values(token))
}

/// The link with this hash, if it still works and its person is active.
pub fn setup(tx: &mut dyn Tx, secret: &str, now: Instant) -> Result<Option<SetupToken>, StoreError> {
    let found = hot_sql!(SetupToken, "WHERE t.secret = $1 AND t.expires_at > $2 AND p.active = 1");
    tx.opt(found, params![secret, now])
}

/// The link of a person, if it still works.
pub fn setup_of(tx: &mut dyn Tx, person: PersonId, now: Instant) -> Result<Option<SetupToken>, StoreError> {
    tx.opt(hot_sql!(SetupToken, "WHERE t.person = $1 AND t.expires_at > $2"), params![person, now])
}

select! {
    /// A link that waits to be used.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct WaitingLink from "setup_token t JOIN person p ON p.id = t.person JOIN content c ON c.id = p.profile" {
        /// Whose.
        pub person: PersonId = "t.person",
        /// Their name; empty when erased.
        pub called: String = "c.body" => name,
        /// The login they will have.
        pub login: String = "t.login",
        /// When it was made.
        pub created_at: Instant = "t.created_at",
        /// Until when it works.
        pub expires_at: Instant = "t.expires_at",
    }
}

/// Links that work at `now`, which ends first comes first, at most `limit`.
pub fn waiting(tx: &mut dyn Tx, now: Instant, limit: i64) -> Result<Vec<WaitingLink>, StoreError> {
    tx.all(
        sql!(WaitingLink, "WHERE t.expires_at > $1 ORDER BY t.expires_at, t.person LIMIT $2"),
        params![now, limit],
    )
}

/// Takes a person's link away; false when there was none.
pub fn remove_setup(tx: &mut dyn Tx, person: PersonId) -> Result<bool, StoreError> {
    tx.execute(hot_sql!("DELETE FROM setup_token WHERE person = $1"), params![person]).map(|n| n > 0)
}

select! {
    /// A counter of failed sign-ins of one subject: a login, an address or both. Subjects are hashes.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Attempts from "login_attempt" {
        /// Failures in a row.
        pub failures: u32,
        /// No attempt is looked at before this moment.
        pub blocked_until: Instant,
        /// When the last one was.
        pub last_at: Instant,
    }
}

table! {
    /// Counters of failed sign-ins.
    LOGIN_ATTEMPT: Operational "login_attempt";
    fn attempt_values(subject: &str, attempts: Attempts) {
        key subject = subject,
        set failures = attempts.failures,
        set blocked_until = attempts.blocked_until,
        set last_at = attempts.last_at,
    }
}

/// The counter of a subject.
pub fn attempts(tx: &mut dyn Tx, subject: &str) -> Result<Option<Attempts>, StoreError> {
    tx.opt(hot_sql!(Attempts, "WHERE subject = $1"), params![subject])
}

/// Sets the counter of a subject.
pub fn set_attempts(tx: &mut dyn Tx, subject: &str, attempts: Attempts) -> Result<(), StoreError> {
    tx.execute_one(hot_sql!(upsert LOGIN_ATTEMPT), &attempt_values(subject, attempts))
}

/// Forgets a subject.
pub fn forget_attempts(tx: &mut dyn Tx, subject: &str) -> Result<(), StoreError> {
    tx.execute(hot_sql!("DELETE FROM login_attempt WHERE subject = $1"), params![subject]).map(|_| ())
}

/// Removes counters last touched before `before` and links that no longer work at `now`; how many rows.
pub fn sweep(tx: &mut dyn Tx, before: Instant, now: Instant) -> Result<u64, StoreError> {
    let counters = tx.execute(
        sql!("DELETE FROM login_attempt WHERE last_at < $1 AND blocked_until < $2"),
        params![before, now],
    )?;
    let links = tx.execute(sql!("DELETE FROM setup_token WHERE expires_at <= $1"), params![now])?;
    Ok(counters + links)
}

/// Somebody whose part a visitor of a demonstration may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// What they do, as their profile says.
    pub position: Option<String>,
    /// The name of the unit they belong to.
    pub unit: Option<Localized>,
    /// What the visitor can try, in one line.
    pub hint: Localized,
}

table! {
    /// Whose part a visitor of a demonstration may take.
    PERSONA: Operational "persona";
    fn persona_values(person: PersonId, place: i64, hint: &Localized) {
        key person = person,
        set place = place,
        set hint = Json(hint),
    }
}

/// Makes a person a persona, at `place` in the list.
pub fn put_persona(
    tx: &mut dyn Tx,
    person: PersonId,
    place: i64,
    hint: &Localized,
) -> Result<(), StoreError> {
    tx.execute_one(sql!(upsert PERSONA), &persona_values(person, place, hint))
}

select! {
    Persona from "persona s JOIN person p ON p.id = s.person JOIN content c ON c.id = p.profile" {
        person: "s.person",
        hint: "s.hint" => json,
        profile: "c.body" => profile_of,
        unit: "(SELECT t.body FROM membership m JOIN unit u ON u.id = m.unit JOIN content t ON t.id = u.texts
               WHERE m.person = s.person AND m.ended_at IS NULL ORDER BY m.started_at, m.unit LIMIT 1)" => unit_name,
    } => Self { person, name: profile.name, position: profile.position, unit, hint }
}

fn profile_of(row: &Row, at: usize) -> Result<Profile, StoreError> {
    erasable(row, at)
}

/// None for nobody's unit, and for one whose name was erased.
fn unit_name(row: &Row, at: usize) -> Result<Option<Localized>, StoreError> {
    Ok(if kept(row, at)?.is_none() { None } else { Some(title(row, at)?) })
}

/// The active personas in order, at most 50.
pub fn personas(tx: &mut dyn Tx) -> Result<Vec<Persona>, StoreError> {
    tx.all(sql!(Persona, "WHERE p.active = 1 ORDER BY s.place, s.person LIMIT 50"), params![])
}

/// Whether the person is a persona and active.
pub fn is_persona(tx: &mut dyn Tx, person: PersonId) -> Result<bool, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT s.person FROM persona s JOIN person p ON p.id = s.person WHERE s.person = $1 AND p.active = 1"
        ),
        params![person],
    )?;
    Ok(row.is_some())
}

/// Whether the company is a demonstration; `None` before it began.
pub fn demonstration(tx: &mut dyn Tx) -> Result<Option<bool>, StoreError> {
    tx.opt(hot_sql!("SELECT demonstration FROM company WHERE id = 1"), params![])
}

/// Who has a login, active or not.
pub fn owner(tx: &mut dyn Tx, login: &str) -> Result<Option<PersonId>, StoreError> {
    tx.opt(hot_sql!("SELECT person FROM credential WHERE login = $1"), params![login])
}

/// Whether anybody has a password.
pub fn any(tx: &mut dyn Tx) -> Result<bool, StoreError> {
    Ok(!tx.query(sql!("SELECT person FROM credential LIMIT 1"), params![])?.is_empty())
}

/// The profile of a person as JSON, empty when erased; `None` when there is no such person.
pub fn profile(tx: &mut dyn Tx, person: PersonId) -> Result<Option<String>, StoreError> {
    tx.opt(
        hot_sql!("SELECT c.body FROM person p JOIN content c ON c.id = p.profile WHERE p.id = $1"),
        params![person],
    )
}
