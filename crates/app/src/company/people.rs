//! People: who they are, what they read, whether they may sign in.

use domain::company::{COMPANY_STREAM, Company, Event, Person, Profile};
use domain::content::limits::LINE;
use domain::ids::{PersonId, StreamId};
use domain::localized::Language;
use domain::permission::Role;
use domain::time::Instant;
use serde::Deserialize;
use store::Tx;
use store::repo;

use super::checks::Checks;
use super::known_by::{Identity, link_all};
use super::record::done;
use super::units::administers;
use crate::Cx;
use crate::aggregate::Stream;
use crate::error::{Answer, AppError};
use crate::identity;
use crate::words::Words;

/// What is personal about a person, as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct NewPerson {
    /// Full name.
    pub name: String,
    /// Address of mail; may be empty.
    pub email: String,
    /// What they do; may be empty.
    pub position: String,
}

/// A person to be registered.
#[derive(Debug, Clone)]
pub struct RegisterPerson {
    /// Who they are.
    pub person: NewPerson,
    /// The language they read.
    pub language: Language,
    /// True for people of other organisations.
    pub outside: bool,
    /// What other systems know them by.
    pub identities: Vec<Identity>,
}

/// Checks what is typed about a person.
pub(super) fn profile(checks: &mut Checks, new: &NewPerson) -> Profile {
    Profile {
        name: checks.line("name", &new.name, LINE, true),
        email: checks.email("email", &new.email),
        position: Some(checks.line("position", &new.position, LINE, false)).filter(|text| !text.is_empty()),
    }
}

pub(super) const fn stream_of(person: PersonId) -> StreamId {
    StreamId(person.0)
}

pub(super) fn load(tx: &mut dyn Tx, person: PersonId) -> Answer<(Stream<Person>, Person)> {
    Stream::<Person>::load(tx, stream_of(person))
}

/// Registers a person. They belong nowhere and may do nothing yet.
///
/// # Errors
/// [`AppError::Invalid`] with every field that is not right, an identity of somebody else among them.
pub fn register_person(tx: &mut dyn Tx, cx: &mut Cx, new: RegisterPerson) -> Answer<PersonId> {
    administers(cx)?;
    if let Some(stream) = done(tx, cx)? {
        return Ok(PersonId(stream.0));
    }
    Stream::<Company>::load(tx, COMPANY_STREAM)?;
    let mut checks = Checks::default();
    let profile = profile(&mut checks, &new.person);
    checks.done()?;
    let person = PersonId(cx.ids.next());
    let mut words = Words::default();
    let mut events = vec![Event::PersonRegistered {
        person,
        profile: words.json(cx, "profile", &profile),
        language: new.language,
        outside: new.outside,
    }];
    events.extend(link_all(tx, cx, person, &new.identities)?);
    Stream::<Person>::new(stream_of(person)).record(tx, cx, &events, words)?;
    Ok(person)
}

/// Tells what another system knows a person by.
///
/// # Errors
/// [`AppError::Invalid`] when somebody else is known by it.
pub fn link_identity(tx: &mut dyn Tx, cx: &mut Cx, person: PersonId, identity: Identity) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, _) = load(tx, person)?;
    let events = link_all(tx, cx, person, &[identity])?;
    stream.record(tx, cx, &events, Words::default())
}

/// Changes name, address and position. `seen` is what [`super::version_of`] gave when the form was made.
///
/// # Errors
/// [`AppError::Changed`]; [`AppError::Invalid`].
pub fn change_profile(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    person: PersonId,
    new: &NewPerson,
    seen: Option<i64>,
) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, _) = load(tx, person)?;
    stream.unchanged_since(seen)?;
    let mut checks = Checks::default();
    let profile = profile(&mut checks, new);
    checks.done()?;
    let mut words = Words::default();
    let profile = words.json(cx, "profile", &profile);
    stream.record(tx, cx, &[Event::ProfileChanged { person, profile }], words)
}

/// Chooses the language that a person reads. They may themselves, and administrators.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::Missing`].
pub fn choose_language(tx: &mut dyn Tx, cx: &mut Cx, person: PersonId, language: Language) -> Answer<()> {
    if cx.viewer.person() != Some(person) {
        administers(cx)?;
    }
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, state) = load(tx, person)?;
    let event = (state.language != language).then_some(Event::LanguageChosen { person, language });
    stream.record(tx, cx, event.as_slice(), Words::default())
}

/// Keeps that the person read the notice of metering. Only they themselves may say so.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Missing`] while no notice is published.
pub fn see_metering_notice(tx: &mut dyn Tx, cx: &mut Cx) -> Answer<()> {
    let person = cx.viewer.person().ok_or(AppError::Forbidden)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let published = repo::company::metering_since(tx)?.ok_or(AppError::Missing("notice"))?;
    let (stream, state) = load(tx, person)?;
    let unseen = state.notice_seen_at.is_none_or(|seen| seen < published);
    let event = unseen.then_some(Event::MeteringNoticeSeen { person });
    stream.record(tx, cx, event.as_slice(), Words::default())
}

/// Switches a person off: they may not sign in and stand in no list of people to ask. What they did stays. On again
/// with `active`.
///
/// # Errors
/// [`AppError::Invalid`] for the last administrator.
pub fn switch(tx: &mut dyn Tx, cx: &mut Cx, person: PersonId, active: bool) -> Answer<()> {
    administers(cx)?;
    if done(tx, cx)?.is_some() {
        return Ok(());
    }
    let (stream, state) = load(tx, person)?;
    if !active && state.grants.contains_key(&(Role::Administrator, None)) {
        another_administrator(tx, person)?;
    }
    let event = match active {
        true => Event::SwitchedOn { person },
        false => Event::SwitchedOff { person },
    };
    let changed = (state.active != active).then_some(event);
    if !active {
        // Whoever is let in again signs in again.
        identity::end_all(tx, cx, person, None)?;
        identity::revoke(tx, cx, person)?;
    }
    stream.record(tx, cx, changed.as_slice(), Words::default())
}

/// Refuses when nobody else administers the company: it would lock everybody out.
pub(super) fn another_administrator(tx: &mut dyn Tx, person: PersonId) -> Answer<()> {
    let holders = repo::person::holders(tx, Role::Administrator, None)?;
    allowed_or(holders.iter().any(|(id, _)| *id != person), "person", "last-administrator")
}

fn allowed_or(right: bool, field: &str, problem: &'static str) -> Answer<()> {
    if right { Ok(()) } else { Err(AppError::field(field, problem)) }
}

/// A date that a change holds from: the present moment, or an earlier one.
pub(super) fn effective(cx: &Cx, at: Option<Instant>) -> Answer<Instant> {
    match at {
        Some(at) if at > cx.now => Err(AppError::field("at", "field-in-future")),
        at => Ok(at.unwrap_or(cx.now)),
    }
}
