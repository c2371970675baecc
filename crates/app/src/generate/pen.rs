//! Words with their salts and hashes, as content rows.

use domain::content::ContentRef;
use domain::ids::{CommandId, ContentId, Ids, PersonId, StreamId};
use domain::time::Instant;
use serde::Serialize;
use store::Value;
use store::repo::content::{self, NewContent};

use super::rng::Rng;

/// Ids and words of one command.
pub(super) struct Pen {
    pub(super) command: CommandId,
    pub(super) ids: Ids,
    salts: Rng,
    kept: Vec<NewContent>,
}

impl Pen {
    pub(super) fn new(at: Instant, rng: &mut Rng) -> Self {
        let mut ids = Ids::new(at, rng.entropy());
        let command = CommandId(ids.next());
        Self { command, ids, salts: Rng::new(rng.next(), 0), kept: Vec::new() }
    }

    /// A pen for what the same command does to another stream.
    pub(super) fn beside(&self, at: Instant, rng: &mut Rng) -> Self {
        Self { command: self.command, ..Self::new(at, rng) }
    }

    /// Keeps a text.
    pub(super) fn write(&mut self, kind: &'static str, body: impl Into<String>) -> ContentRef {
        let content = NewContent {
            id: ContentId(self.ids.next()),
            kind,
            salt: self.salts.salt(),
            body: body.into(),
            file: None,
        };
        let reference = content.reference();
        self.kept.push(content);
        reference
    }

    /// Keeps authored data of several fields.
    pub(super) fn json(&mut self, kind: &'static str, value: &impl Serialize) -> ContentRef {
        self.write(kind, serde_json::to_string(value).unwrap_or_default())
    }

    /// The rows of everything written, under the stream that refers to it.
    pub(super) fn rows(
        self,
        stream: StreamId,
        author: Option<PersonId>,
        at: Instant,
    ) -> impl Iterator<Item = Vec<Value>> {
        self.kept.into_iter().map(move |text| content::values(stream, author, at, &text))
    }
}
