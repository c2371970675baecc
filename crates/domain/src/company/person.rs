//! The stream of one person: who they are, where they belong, what they may do.

use std::collections::BTreeMap;

use super::{Event, FOREIGN, TWICE, UNBEGUN};
use crate::aggregate::Folded;
use crate::content::ContentRef;
use crate::ids::{ContentId, PersonId, UnitId};
use crate::localized::Language;
use crate::permission::Role;
use crate::time::Instant;

/// A person as they are now, with everything they belonged to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// [`super::Profile`] in JSON.
    pub profile: ContentRef,
    /// The language they read.
    pub language: Language,
    /// True for people of other organisations.
    pub outside: bool,
    /// False while they may not sign in.
    pub active: bool,
    /// When they were registered.
    pub registered_at: Instant,
    /// When they read the notice of metering.
    pub notice_seen_at: Option<Instant>,
    /// What other systems know them by: source and salted hash, with the content that says it in clear.
    pub identities: BTreeMap<(String, String), ContentId>,
    /// Units they belonged to, by unit and beginning; past ones stay.
    pub memberships: BTreeMap<(UnitId, Instant), Membership>,
    /// Roles they hold now, with the moment each was granted; company roles have no unit.
    pub grants: BTreeMap<(Role, Option<UnitId>), Instant>,
}

/// Belonging to a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Membership {
    /// Who leads the person there.
    pub manager: Option<PersonId>,
    /// When it ended; none while it lasts.
    pub ended_at: Option<Instant>,
}

impl Person {
    /// The beginning and terms of the present membership in a unit.
    pub fn member_of(&self, unit: UnitId) -> Option<(Instant, Membership)> {
        self.present().find(|(known, ..)| *known == unit).map(|(_, from, membership)| (from, membership))
    }

    /// Memberships that last, by unit.
    pub fn present(&self) -> impl Iterator<Item = (UnitId, Instant, Membership)> + '_ {
        self.memberships
            .iter()
            .filter(|(_, membership)| membership.ended_at.is_none())
            .map(|((unit, from), membership)| (*unit, *from, *membership))
    }

    /// Roles held in a unit.
    pub fn roles_in(&self, unit: UnitId) -> impl Iterator<Item = Role> + '_ {
        self.grants.keys().filter(move |(_, of)| *of == Some(unit)).map(|(role, _)| *role)
    }
}

impl Folded for Person {
    type Event = Event;

    fn evolve(before: Option<Self>, event: &Event, at: Instant) -> Result<Self, &'static str> {
        if let Event::PersonRegistered { person, profile, language, outside } = event {
            return if before.is_some() {
                Err(TWICE)
            } else {
                Ok(Self {
                    id: *person,
                    profile: profile.clone(),
                    language: *language,
                    outside: *outside,
                    active: true,
                    registered_at: at,
                    notice_seen_at: None,
                    identities: BTreeMap::new(),
                    memberships: BTreeMap::new(),
                    grants: BTreeMap::new(),
                })
            };
        }
        let mut state = before.ok_or(UNBEGUN)?;
        let about = state.apply(event, at)?;
        if about == state.id { Ok(state) } else { Err("the event is about another person") }
    }
}

impl Person {
    /// Changes the state and tells whom the event is about.
    fn apply(&mut self, event: &Event, at: Instant) -> Result<PersonId, &'static str> {
        Ok(match event {
            Event::ProfileChanged { person, profile } => {
                self.profile = profile.clone();
                *person
            }
            Event::LanguageChosen { person, language } => {
                self.language = *language;
                *person
            }
            Event::IdentityLinked { person, source, external } => {
                self.identities.insert((source.clone(), external.hash.clone()), external.id);
                *person
            }
            Event::IdentityUnlinked { person, source, external } => {
                let known = self.identities.remove(&(source.clone(), external.hash.clone()));
                known.ok_or("a link to another system ends that does not last")?;
                *person
            }
            Event::MembershipStarted { person, unit, manager } => {
                if self.member_of(*unit).is_some() {
                    return Err("a membership starts while it lasts");
                }
                // One that began and ended in the same moment gives way to the one that follows it.
                self.memberships.insert((*unit, at), Membership { manager: *manager, ended_at: None });
                *person
            }
            Event::MembershipEnded { person, unit } => {
                let present = self
                    .memberships
                    .iter_mut()
                    .find(|((known, _), membership)| known == unit && membership.ended_at.is_none());
                present.ok_or("a membership ends that does not last")?.1.ended_at = Some(at);
                *person
            }
            Event::RoleGranted { person, role, unit } => {
                if self.grants.insert((*role, *unit), at).is_some() {
                    return Err("a role is granted twice");
                }
                *person
            }
            Event::RoleRevoked { person, role, unit } => {
                self.grants.remove(&(*role, *unit)).ok_or("a role is revoked that is not held")?;
                *person
            }
            Event::SwitchedOff { person } => {
                self.active = false;
                *person
            }
            Event::SwitchedOn { person } => {
                self.active = true;
                *person
            }
            Event::MeteringNoticeSeen { person } => {
                self.notice_seen_at = Some(at);
                *person
            }
            _ => return Err(FOREIGN),
        })
    }
}
