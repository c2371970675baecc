//! How somebody gets in: sign-ins, passwords, links that set them, sessions, and what was taken out of the company. A family of events of
//! its own in a stream of its own, beside the person's: who edits a profile is not held up by who signs in.
//!
//! Events hold ids, never words: neither a login nor a network address stands in them.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::aggregate::Folded;
use crate::content::ContentRef;
use crate::history::{Concerned, Events};
use crate::ids::{PersonId, RequestId, ServiceId, SessionId, StreamId, UnitId};
use crate::time::Instant;

/// How somebody proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// With login and password.
    Password,
    /// With a link that let them choose a password.
    Link,
    /// By beginning the company.
    Start,
    /// As a persona of a demonstration.
    Persona,
    /// With a code of their second factor, after the password or the link.
    Code,
    /// With a recovery code in place of that.
    Recovery,
}

/// What is taken out of the company in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Taken {
    /// The whole ledger.
    Journal,
    /// The postings of a unit.
    Postings,
    /// The steps of requests.
    Flow,
    /// This history of acts.
    Acts,
    /// What is known about oneself.
    Own,
}

/// One event of somebody's access. Stored as `access.<snake_case name>`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, strum::EnumDiscriminants)]
#[strum_discriminants(
    name(EventKind),
    doc = "The kind of an event, by the word that the history keeps behind the prefix of its family.",
    derive(PartialOrd, Ord, Hash, strum::EnumIter, strum::IntoStaticStr),
    strum(serialize_all = "snake_case")
)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
#[expect(missing_docs, reason = "each variant says what happened; its fields name the things it happened to")]
pub enum Event {
    /// The stream of a person's access begins. Alone in it for the machine's own console, where the person is nil.
    Begun { person: PersonId },
    /// A link was made that lets them choose a password, in place of the one before.
    LinkMade { link: Uuid, expires_at: Instant, by: Option<PersonId> },
    /// It works no longer.
    LinkRevoked { link: Uuid },
    /// Their password was set by it.
    LinkUsed { link: Uuid },
    /// A password they had was set anew by a link that somebody else made: none of the company's people for the console. Until that is
    /// confirmed they open nothing confidential.
    Reset { by: Option<PersonId> },
    /// Somebody confirmed that it is still them.
    Confirmed,
    /// From now on a code is asked for after their password.
    FactorAdded,
    /// No longer. Where somebody else took it away, or the machine's console, they open nothing confidential until that is confirmed.
    FactorRemoved { by: Option<PersonId> },
    /// So many recovery codes were made, in place of those before.
    CodesMade { count: u64 },
    /// They changed their own password.
    PasswordChanged,
    /// They signed in.
    SignedIn { session: SessionId, way: Way },
    /// They signed out, or ended a session of theirs.
    SessionEnded { session: SessionId },
    /// Sessions of theirs were ended, all but one at the most.
    SessionsEnded { count: u64, kept: Option<SessionId> },
    /// They brought in the history of another system.
    BroughtIn { import: Uuid },
    /// They took such an import back.
    TookBack { import: Uuid },
    /// They brought in people from a file: so many new ones, so many whom it changed.
    BroughtPeople { created: u64, changed: u64 },
    /// As an auditor, they opened a request that they may not read otherwise, for an hour; they said why, and `customer` is whose it is.
    Opened { request: RequestId, customer: PersonId, until: Instant, reason: ContentRef },
    /// They took a file out of the company.
    TookAway { what: Taken, unit: Option<UnitId>, service: Option<ServiceId> },
}

impl Events for Event {
    const PREFIX: &'static str = "access.";
    const VERSION: i64 = 1;

    fn concerned(&self, stream: StreamId) -> Option<Concerned> {
        let person = Some(person_of(stream)).filter(|person| !person.0.is_nil());
        Some(match self {
            // It goes along with what follows it.
            Self::Begun { .. } => return None,
            Self::TookAway { unit, .. } => Concerned { person, unit: *unit },
            Self::Opened { customer, .. } => Concerned { person: Some(*customer), unit: None },
            _ => Concerned { person, unit: None },
        })
    }
}

/// The stream of somebody's access: the person's own id as a UUID of version 8, which ids that follow the clock never are.
pub fn stream_of(person: PersonId) -> StreamId {
    let mut bytes = person.0.into_bytes();
    bytes[6] ^= MARK;
    StreamId(Uuid::from_bytes(bytes))
}

/// The person of a stream of access.
pub fn person_of(stream: StreamId) -> PersonId {
    let mut bytes = stream.0.into_bytes();
    bytes[6] ^= MARK;
    PersonId(Uuid::from_bytes(bytes))
}

/// Version 7 of an id becomes 8.
const MARK: u8 = 0xf0;

/// How somebody gets in, as far as rules need to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Whose.
    pub person: PersonId,
    /// The link that works, unless it expired.
    pub link: Option<Link>,
    /// Since when nothing confidential opens for them.
    pub hold: Option<Hold>,
    /// A code is asked for after the password.
    pub factor: bool,
    /// Requests that they opened as an auditor, in the order of time.
    pub openings: Vec<Opening>,
}

/// A request that an auditor opened for an hour, breaking the glass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The request.
    pub request: RequestId,
    /// When.
    pub at: Instant,
    /// Until when it stays open.
    pub until: Instant,
    /// Why, in their words.
    pub reason: ContentRef,
}

/// How long a request stays open that an auditor opened: an hour.
pub const OPENING_SECONDS: i64 = 60 * 60;

/// Somebody else reset a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hold {
    /// When.
    pub since: Instant,
    /// Who made the link; none for the console.
    pub by: Option<PersonId>,
}

/// A link that lets somebody choose a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Link {
    /// Its id, which tells nothing of its secret.
    pub id: Uuid,
    /// Until when it works.
    pub expires_at: Instant,
    /// Who made it; none for the console.
    pub by: Option<PersonId>,
}

impl Folded for Access {
    type Event = Event;

    fn evolve(before: Option<Self>, event: &Event, at: Instant) -> Result<Self, &'static str> {
        let mut access = match (before, event) {
            (None, Event::Begun { person }) => {
                return Ok(Self {
                    person: *person,
                    link: None,
                    hold: None,
                    factor: false,
                    openings: Vec::new(),
                });
            }
            (None, _) => return Err("it is told of somebody whose access has not begun"),
            (Some(access), _) => access,
        };
        match event {
            Event::Begun { .. } => return Err("it begins twice"),
            Event::LinkMade { link, expires_at, by } => {
                access.link = Some(Link { id: *link, expires_at: *expires_at, by: *by });
            }
            Event::Reset { by } => access.hold = Some(Hold { since: at, by: *by }),
            Event::FactorAdded => {
                if std::mem::replace(&mut access.factor, true) {
                    return Err("there is a second factor already");
                }
            }
            Event::FactorRemoved { by } => {
                if !std::mem::take(&mut access.factor) {
                    return Err("there is no second factor");
                }
                if *by != Some(access.person) {
                    access.hold = Some(Hold { since: at, by: *by });
                }
            }
            Event::Confirmed => {
                if access.hold.take().is_none() {
                    return Err("there is nothing to confirm");
                }
            }
            Event::Opened { request, until, reason, .. } => {
                let opening = Opening { request: *request, at, until: *until, reason: reason.clone() };
                access.openings.push(opening);
            }
            Event::LinkRevoked { link } | Event::LinkUsed { link } => {
                if access.link.take().is_none_or(|known| known.id != *link) {
                    return Err("a link that was not made");
                }
            }
            Event::PasswordChanged
            | Event::CodesMade { .. }
            | Event::SignedIn { .. }
            | Event::SessionEnded { .. }
            | Event::SessionsEnded { .. }
            | Event::BroughtIn { .. }
            | Event::BroughtPeople { .. }
            | Event::TookBack { .. }
            | Event::TookAway { .. } => {}
        }
        Ok(access)
    }
}

impl EventKind {
    /// Every kind, in the order in which they are declared.
    pub fn all() -> impl Iterator<Item = Self> {
        <Self as strum::IntoEnumIterator>::iter()
    }

    /// Its word.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::fold;

    const ANNA: PersonId = PersonId(Uuid::from_u128(0x0193_5c1a_0000_7000_8000_0000_0000_0001));

    #[test]
    fn the_stream_is_the_persons_and_no_other() {
        let stream = stream_of(ANNA);
        assert_ne!(stream.0, ANNA.0);
        assert_eq!(stream.0.get_version_num(), 8);
        assert_eq!(person_of(stream), ANNA);
    }

    #[test]
    fn a_link_works_until_it_is_used_revoked_or_replaced() {
        let (one, two) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let at = Instant::from_millis(0);
        let made = |link| Event::LinkMade { link, expires_at: at.plus_seconds(60), by: None };
        let folded = |events: &[Event]| {
            let begun = Event::Begun { person: ANNA };
            let all: Vec<_> = std::iter::once(&begun).chain(events).map(|event| (event, at)).collect();
            fold::<Access>(all).map(|access| access.unwrap().link.map(|link| link.id))
        };
        assert_eq!(folded(&[made(one)]), Ok(Some(one)));
        assert_eq!(folded(&[made(one), made(two)]), Ok(Some(two)));
        assert_eq!(folded(&[made(one), Event::LinkUsed { link: one }]), Ok(None));
        assert!(folded(&[made(one), made(two), Event::LinkUsed { link: one }]).is_err());
        assert!(
            folded(&[made(one), Event::LinkRevoked { link: one }, Event::LinkUsed { link: one }]).is_err()
        );
        assert!(folded(&[Event::Begun { person: ANNA }]).is_err());
        assert!(fold::<Access>([(&Event::PasswordChanged, at)]).is_err());
    }

    #[test]
    fn a_reset_holds_until_it_is_confirmed_once() {
        let at = Instant::from_millis(7);
        let begun = Event::Begun { person: ANNA };
        let fold = |events: &[&Event]| fold::<Access>(events.iter().map(|event| (*event, at)));
        let (reset, confirmed) = (Event::Reset { by: Some(ANNA) }, Event::Confirmed);
        let held = fold(&[&begun, &reset, &Event::PasswordChanged]).unwrap().unwrap();
        assert_eq!(
            held.hold,
            Some(Hold { since: at, by: Some(ANNA) }),
            "a change of the password frees nobody"
        );
        assert_eq!(fold(&[&begun, &reset, &confirmed]).unwrap().unwrap().hold, None);
        assert!(fold(&[&begun, &reset, &confirmed, &confirmed]).is_err());
    }

    #[test]
    fn a_factor_that_others_take_away_holds_and_ones_own_does_not() {
        let at = Instant::from_millis(7);
        let begun = Event::Begun { person: ANNA };
        let fold = |events: &[&Event]| fold::<Access>(events.iter().map(|event| (*event, at)));
        let other = PersonId(Uuid::from_u128(5));
        for (by, holds) in [(Some(ANNA), false), (Some(other), true), (None, true)] {
            let removed = Event::FactorRemoved { by };
            let after = fold(&[&begun, &Event::FactorAdded, &removed]).unwrap().unwrap();
            assert_eq!((after.factor, after.hold), (false, holds.then_some(Hold { since: at, by })));
            assert!(fold(&[&begun, &removed]).is_err());
        }
        assert!(fold(&[&begun, &Event::FactorAdded, &Event::FactorAdded]).is_err());
    }

    #[test]
    fn what_is_told_of_the_console_concerns_nobody() {
        let taken = Event::TookAway { what: Taken::Journal, unit: None, service: None };
        let console = taken.concerned(stream_of(PersonId(Uuid::nil())));
        assert_eq!(console, Some(Concerned { person: None, unit: None }));
        assert_eq!(taken.concerned(stream_of(ANNA)).unwrap().person, Some(ANNA));
    }
}
