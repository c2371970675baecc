//! How events are kept: kind, schema version, data. Old versions are read through upcasters, so that a history written by
//! any release ever shipped replays.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use crate::actor::{Actor, Channel};
use crate::ids::{CommandId, PersonId, StreamId, UnitId};
use crate::time::Instant;
use crate::{company, imported, request};

/// What all events of one command share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// Who caused them.
    pub actor: Actor,
    /// For whom, when a substitute acted.
    pub on_behalf_of: Option<PersonId>,
    /// The way the command came.
    pub channel: Channel,
    /// The command: the cause of the events.
    pub command: CommandId,
    /// What belongs together across streams: the root request, or the stream itself.
    pub correlation: Uuid,
    /// When it happened.
    pub occurred_at: Instant,
    /// When it was written down.
    pub recorded_at: Instant,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded<E> {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its place there, from 1.
    pub seq: i64,
    /// Who, how, when.
    pub envelope: Envelope,
    /// What happened.
    pub event: E,
}

/// What of a stored event cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventPart {
    /// No such kind was ever written.
    Kind,
    /// No such version was ever written.
    Version,
    /// The data do not fit kind and version.
    Data,
}

/// Why a stored event cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("event {kind} version {version}: {problem}")]
pub struct Unreadable {
    /// The stored kind.
    pub kind: String,
    /// The stored schema version.
    pub version: i64,
    /// Where the fault lies.
    pub part: EventPart,
    /// What is wrong.
    pub problem: String,
}

/// Whom and what an act concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Concerned {
    /// To whom it was done.
    pub person: Option<PersonId>,
    /// In which unit.
    pub unit: Option<UnitId>,
}

/// Events of one sort of stream.
pub trait Events: Serialize + DeserializeOwned {
    /// What kinds begin with.
    const PREFIX: &'static str;
    /// The schema version written today.
    const VERSION: i64;
    /// Whom an event of this stream concerns, when it is an act that those who keep watch look for; none for steps of requests, which
    /// are read where they were taken.
    fn concerned(&self, stream: StreamId) -> Option<Concerned> {
        let _ = stream;
        None
    }
    /// Turns data of an older version into that of the next one.
    fn upcast(kind: &str, version: i64, data: Value) -> Result<Value, String> {
        let _ = (kind, data);
        Err(format!("version {version} was never written"))
    }
}

impl Events for request::Event {
    const PREFIX: &'static str = "request.";
    const VERSION: i64 = 1;
}

impl Events for imported::Event {
    const PREFIX: &'static str = "imported.";
    const VERSION: i64 = 1;
}

impl Events for company::Event {
    const PREFIX: &'static str = "company.";
    const VERSION: i64 = 1;

    fn concerned(&self, _: StreamId) -> Option<Concerned> {
        Some(self.about())
    }
}

/// Kind and data of an event, as the table keeps them.
///
/// # Panics
/// Never: events are plain data, which always serialises; a test encodes every kind.
pub fn encode<E: Events>(event: &E) -> (String, String) {
    // `{"kind":"claimed","data":{…}}`, or without data; kinds are plain words.
    let text = serde_json::to_string(event).unwrap_or_default();
    let parts = text.strip_prefix("{\"kind\":\"").and_then(|rest| rest.split_once('"'));
    let (kind, rest) = parts.unwrap_or(("unreadable", ""));
    let data = rest.strip_prefix(",\"data\":").and_then(|data| data.strip_suffix('}')).unwrap_or("null");
    (format!("{}{kind}", E::PREFIX), data.to_owned())
}

/// Reads back what [`encode`] wrote, today or in an older release.
///
/// # Errors
/// [`Unreadable`] when kind, version or data are not ones that were ever written.
pub fn decode<E: Events>(kind: &str, version: i64, data: &str) -> Result<E, Unreadable> {
    let unreadable = |part, problem: String| Unreadable { kind: kind.to_owned(), version, part, problem };
    let name = kind
        .strip_prefix(E::PREFIX)
        .ok_or_else(|| unreadable(EventPart::Kind, "belongs to another stream".into()))?;
    if version > E::VERSION || version < 1 {
        return Err(unreadable(
            EventPart::Version,
            format!("this release reads versions 1 to {}", E::VERSION),
        ));
    }
    let data = if version == E::VERSION {
        Cow::Borrowed(data)
    } else {
        upcast::<E>(kind, name, version, data)?.into()
    };
    // Together they are what was serialised; read in one pass.
    let tagged = match (serde_json::to_string(name), data.trim()) {
        (Ok(name), "null") => format!("{{\"kind\":{name}}}"),
        (Ok(name), data) => format!("{{\"kind\":{name},\"data\":{data}}}"),
        (Err(error), _) => return Err(unreadable(EventPart::Kind, error.to_string())),
    };
    serde_json::from_str(&tagged).map_err(|error| {
        let words = error.to_string();
        // The parser names the word it does not know: here, the kind itself.
        let part = if words.starts_with(&format!("unknown variant `{name}`")) {
            EventPart::Kind
        } else {
            EventPart::Data
        };
        unreadable(part, words)
    })
}

/// Data of an older version as today's version writes it.
fn upcast<E: Events>(kind: &str, name: &str, version: i64, data: &str) -> Result<String, Unreadable> {
    let unreadable =
        |problem: String| Unreadable { kind: kind.to_owned(), version, part: EventPart::Data, problem };
    let mut value: Value = serde_json::from_str(data).map_err(|error| unreadable(error.to_string()))?;
    for older in version..E::VERSION {
        value = E::upcast(name, older, value).map_err(&unreadable)?;
    }
    Ok(value.to_string())
}
