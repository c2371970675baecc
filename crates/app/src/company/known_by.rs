//! What other systems know a person by. Events and rows keep a salted hash; the clear text is a content row.
//!
//! The salt is the company's own for each source, so that the same id gives the same hash and a person is found by it.

use domain::company::{COMPANY_STREAM, Event};
use domain::content::ContentRef;
use domain::content::limits::LINE;
use domain::ids::{ContentId, PersonId, StreamId};
use sha2::{Digest, Sha256};
use store::repo::content::{self, NewContent};
use store::repo::{event, person};
use store::{StoreError, Tx};

use super::checks::{Checks, one_line};
use crate::Cx;
use crate::error::{Answer, AppError};

/// The source of personnel numbers.
pub const HR: &str = "hr";

/// Hashes the ids of one source.
#[derive(Debug, Clone)]
pub(super) struct Source {
    name: String,
    salt: [u8; 16],
}

impl Source {
    /// The source of this name.
    pub(super) fn open(tx: &mut dyn Tx, name: &str) -> Answer<Self> {
        let first = event::first::<Event>(tx, COMPANY_STREAM)?.ok_or(AppError::Missing("company"))?;
        let Event::Started { name: company, .. } = first.event else {
            return Err(StoreError::inconsistent("event", "kind", COMPANY_STREAM.0, "not the start").into());
        };
        let own = content::salt(tx, company.id)?;
        let digest = Sha256::new().chain_update("identity").chain_update(&own).chain_update(name).finalize();
        let mut salt = [0; 16];
        salt.copy_from_slice(&digest[..16]);
        Ok(Self { name: name.to_owned(), salt })
    }

    /// Its name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The hash that rows keep of an id.
    pub(super) fn hash(&self, external: &str) -> String {
        content::hash(&self.salt, external, "")
    }

    /// The event and the content of a new link.
    pub(super) fn link(&self, cx: &mut Cx, person: PersonId, external: &str) -> (Event, NewContent) {
        let id = ContentId(cx.ids.next());
        let body = external.to_owned();
        let text = NewContent { id, kind: "identity", salt: self.salt, body, file: None };
        let external: ContentRef = text.reference();
        (Event::IdentityLinked { person, source: self.name.clone(), external }, text)
    }
}

/// Links to be made with a person: source and id there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Lower-case Latin letters, digits and hyphens: `hr`, `oidc`.
    pub source: String,
    /// The id there, as that system writes it.
    pub external: String,
}

/// Checks links and makes their events; the contents are written at once.
pub(super) fn link_all(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    person: PersonId,
    identities: &[Identity],
) -> Answer<Vec<Event>> {
    let mut checks = Checks::default();
    let mut events = Vec::new();
    for identity in identities {
        let source = checks.code("source", &identity.source);
        let external = checks.line("external", &identity.external, LINE, true);
        let source = Source::open(tx, &source)?;
        match person::by_identity(tx, source.name(), &source.hash(&external))? {
            Some(known) if known == person => {}
            Some(_) => checks.problem("external", "field-taken"),
            None => {
                let (event, text) = source.link(cx, person, &external);
                content::insert(tx, StreamId(person.0), cx.viewer.person(), cx.now, &[text])?;
                events.push(event);
            }
        }
    }
    checks.done()?;
    Ok(events)
}

/// Who is known to another system by this id.
pub fn person_known_as(tx: &mut dyn Tx, identity: &Identity) -> Answer<Option<PersonId>> {
    let source = Source::open(tx, &identity.source)?;
    let hash = source.hash(&one_line(&identity.external));
    Ok(person::by_identity(tx, source.name(), &hash)?)
}
