//! Passwords, links that set them, personas of a demonstration, and the counters that slow guessing down.

use domain::ids::PersonId;
use domain::localized::Localized;
use domain::time::Instant;

use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::Row;
use crate::{hot_sql, params, sql};

/// How somebody signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Normalised.
    pub login: String,
    /// Whose.
    pub person: PersonId,
    /// The password's hash in PHC form.
    pub hash: String,
    /// When it was set.
    pub changed_at: Instant,
}

fn credential(row: &Row) -> Result<Credential, StoreError> {
    Ok(Credential {
        login: row.text(0)?.to_owned(),
        person: row.id(1)?,
        hash: row.text(2)?.to_owned(),
        changed_at: row.instant(3)?,
    })
}

/// The credential behind a login, when its person is active.
pub fn by_login(tx: &mut dyn Tx, login: &str) -> Result<Option<Credential>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT c.login, c.person, c.hash, c.changed_at FROM credential c
             JOIN person p ON p.id = c.person WHERE c.login = $1 AND p.active = 1"
        ),
        params![login],
    )?;
    row.as_ref().map(credential).transpose()
}

/// The credential of a person.
pub fn of_person(tx: &mut dyn Tx, person: PersonId) -> Result<Option<Credential>, StoreError> {
    let row = tx.query_opt(
        hot_sql!("SELECT login, person, hash, changed_at FROM credential WHERE person = $1"),
        params![person],
    )?;
    row.as_ref().map(credential).transpose()
}

/// Who of the people from one id to another has a password.
pub fn between(tx: &mut dyn Tx, first: PersonId, last: PersonId) -> Result<Vec<PersonId>, StoreError> {
    let rows = tx.query(
        hot_sql!("SELECT person FROM credential WHERE person >= $1 AND person <= $2"),
        params![first, last],
    )?;
    rows.iter().map(|row| row.id(0)).collect()
}

/// Sets the login and password of a person, in place of those before.
///
/// # Errors
/// [`StoreError::Unique`] on `credential (login)` when somebody else has the login.
pub fn set(tx: &mut dyn Tx, credential: &Credential) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO credential (login, person, hash, changed_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (person) DO UPDATE SET login = excluded.login, hash = excluded.hash,
               changed_at = excluded.changed_at"
        ),
        params![
            credential.login.as_str(),
            credential.person,
            credential.hash.as_str(),
            credential.changed_at
        ],
    )
}

/// The key that signs the cookies of known browsers; `fresh` becomes it when there is none.
pub fn site_key(tx: &mut dyn Tx, fresh: [u8; 32]) -> Result<[u8; 32], StoreError> {
    tx.execute(
        hot_sql!("INSERT INTO site_key (id, secret) VALUES (1, $1) ON CONFLICT (id) DO NOTHING"),
        params![fresh.to_vec()],
    )?;
    let row = tx.query_opt(hot_sql!("SELECT secret FROM site_key WHERE id = $1"), params![1])?;
    let row = row.ok_or_else(|| StoreError::inconsistent("site_key", "id", 1, "no such row"))?;
    let key = row.bytes(0)?.try_into();
    key.map_err(|_| row.wrong(0, "a key of another length"))
}

/// A one-time link that lets a person choose a password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupToken {
    /// The hash of its secret.
    pub secret: String,
    /// Whose.
    pub person: PersonId,
    /// The login they will have.
    pub login: String,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it works.
    pub expires_at: Instant,
}

/// Keeps a link in place of the person's link before it.
pub fn put_setup(tx: &mut dyn Tx, token: &SetupToken) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO setup_token (secret, person, login, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (person) DO UPDATE SET secret = excluded.secret, login = excluded.login,
               created_at = excluded.created_at, expires_at = excluded.expires_at"
        ),
        params![
            token.secret.as_str(),
            token.person,
            token.login.as_str(),
            token.created_at,
            token.expires_at
        ],
    )
}

/// The link with this hash, if it still works and its person is active.
pub fn setup(tx: &mut dyn Tx, secret: &str, now: Instant) -> Result<Option<SetupToken>, StoreError> {
    let row = tx.query_opt(
        hot_sql!(
            "SELECT t.secret, t.person, t.login, t.created_at, t.expires_at FROM setup_token t
             JOIN person p ON p.id = t.person WHERE t.secret = $1 AND t.expires_at > $2 AND p.active = 1"
        ),
        params![secret, now],
    )?;
    row.map(|row| {
        Ok(SetupToken {
            secret: row.text(0)?.to_owned(),
            person: row.id(1)?,
            login: row.text(2)?.to_owned(),
            created_at: row.instant(3)?,
            expires_at: row.instant(4)?,
        })
    })
    .transpose()
}

/// Takes a person's link away; false when there was none.
pub fn remove_setup(tx: &mut dyn Tx, person: PersonId) -> Result<bool, StoreError> {
    tx.execute(hot_sql!("DELETE FROM setup_token WHERE person = $1"), params![person]).map(|n| n > 0)
}

/// A counter of failed sign-ins of one subject: a login, an address or both. Subjects are hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempts {
    /// Failures in a row.
    pub failures: u32,
    /// No attempt is looked at before this moment.
    pub blocked_until: Instant,
    /// When the last one was.
    pub last_at: Instant,
}

/// The counter of a subject.
pub fn attempts(tx: &mut dyn Tx, subject: &str) -> Result<Option<Attempts>, StoreError> {
    let row = tx.query_opt(
        hot_sql!("SELECT failures, blocked_until, last_at FROM login_attempt WHERE subject = $1"),
        params![subject],
    )?;
    row.map(|row| {
        Ok(Attempts { failures: row.number(0)?, blocked_until: row.instant(1)?, last_at: row.instant(2)? })
    })
    .transpose()
}

/// Sets the counter of a subject.
pub fn set_attempts(tx: &mut dyn Tx, subject: &str, attempts: Attempts) -> Result<(), StoreError> {
    tx.execute_one(
        hot_sql!(
            "INSERT INTO login_attempt (subject, failures, blocked_until, last_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures,
               blocked_until = excluded.blocked_until, last_at = excluded.last_at"
        ),
        params![subject, attempts.failures, attempts.blocked_until, attempts.last_at],
    )
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

/// Makes a person a persona, at `place` in the list.
pub fn put_persona(
    tx: &mut dyn Tx,
    person: PersonId,
    place: i64,
    hint: &Localized,
) -> Result<(), StoreError> {
    let hint = serde_json::to_string(hint)
        .map_err(|error| StoreError::inconsistent("persona", "hint", person, error.to_string()))?;
    tx.execute_one(
        sql!(
            "INSERT INTO persona (person, place, hint) VALUES ($1, $2, $3)
             ON CONFLICT (person) DO UPDATE SET place = excluded.place, hint = excluded.hint"
        ),
        params![person, place, hint],
    )
}

/// The active personas in order, at most 50.
pub fn personas(tx: &mut dyn Tx) -> Result<Vec<Persona>, StoreError> {
    let rows = tx.query(
        sql!(
            "SELECT s.person, s.hint, c.body, (
               SELECT t.body FROM membership m JOIN unit u ON u.id = m.unit JOIN content t ON t.id = u.texts
               WHERE m.person = s.person AND m.ended_at IS NULL ORDER BY m.started_at, m.unit LIMIT 1)
             FROM persona s JOIN person p ON p.id = s.person JOIN content c ON c.id = p.profile
             WHERE p.active = 1 ORDER BY s.place, s.person LIMIT 50"
        ),
        params![],
    )?;
    rows.iter().map(persona).collect()
}

fn persona(row: &Row) -> Result<Persona, StoreError> {
    let wrong = |at: usize| move |error: serde_json::Error| row.wrong(at, error.to_string());
    let profile = match row.text(2)? {
        "" => domain::company::Profile::default(),
        body => serde_json::from_str(body).map_err(wrong(2))?,
    };
    let unit = row.opt_text(3)?.filter(|body| !body.is_empty());
    let unit = unit.map(serde_json::from_str::<domain::company::UnitTexts>).transpose().map_err(wrong(3))?;
    Ok(Persona {
        person: row.id(0)?,
        name: profile.name,
        position: profile.position,
        unit: unit.map(|texts| texts.name),
        hint: serde_json::from_str(row.text(1)?).map_err(wrong(1))?,
    })
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
    let row = tx.query_opt(hot_sql!("SELECT demonstration FROM company WHERE id = 1"), params![])?;
    row.map(|row| row.bool(0)).transpose()
}

/// Who has a login, active or not.
pub fn owner(tx: &mut dyn Tx, login: &str) -> Result<Option<PersonId>, StoreError> {
    let row = tx.query_opt(hot_sql!("SELECT person FROM credential WHERE login = $1"), params![login])?;
    row.map(|row| row.id(0)).transpose()
}

/// Whether anybody has a password.
pub fn any(tx: &mut dyn Tx) -> Result<bool, StoreError> {
    Ok(!tx.query(sql!("SELECT person FROM credential LIMIT 1"), params![])?.is_empty())
}

/// The profile of a person as JSON, empty when erased; `None` when there is no such person.
pub fn profile(tx: &mut dyn Tx, person: PersonId) -> Result<Option<String>, StoreError> {
    let row = tx.query_opt(
        hot_sql!("SELECT c.body FROM person p JOIN content c ON c.id = p.profile WHERE p.id = $1"),
        params![person],
    )?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}
