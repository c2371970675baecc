//! How events are kept: kind, schema version, data. Old versions are read through upcasters, so that a history written by
//! any release ever shipped replays.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::actor::{Actor, Channel};
use crate::ids::{CommandId, PersonId, StreamId};
use crate::time::Instant;
use crate::{company, request};

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
pub enum Part {
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
    pub part: Part,
    /// What is wrong.
    pub problem: String,
}

/// Events of one sort of stream.
pub trait Events: Serialize + DeserializeOwned {
    /// What kinds begin with.
    const PREFIX: &'static str;
    /// The schema version written today.
    const VERSION: i64;
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

impl Events for company::Event {
    const PREFIX: &'static str = "company.";
    const VERSION: i64 = 1;
}

/// Kind and data of an event, as the table keeps them.
///
/// # Panics
/// Never: events are plain data, which always serialises; a test encodes every kind.
pub fn encode<E: Events>(event: &E) -> (String, String) {
    let value = serde_json::to_value(event).unwrap_or(Value::Null);
    let kind = value.get("kind").and_then(Value::as_str).unwrap_or("unreadable");
    let data = value.get("data").cloned().unwrap_or(Value::Null);
    (format!("{}{kind}", E::PREFIX), data.to_string())
}

/// Reads back what [`encode`] wrote, today or in an older release.
///
/// # Errors
/// [`Unreadable`] when kind, version or data are not ones that were ever written.
pub fn decode<E: Events>(kind: &str, version: i64, data: &str) -> Result<E, Unreadable> {
    let unreadable = |part, problem: String| Unreadable { kind: kind.to_owned(), version, part, problem };
    let name = kind
        .strip_prefix(E::PREFIX)
        .ok_or_else(|| unreadable(Part::Kind, "belongs to another stream".into()))?;
    let mut value: Value =
        serde_json::from_str(data).map_err(|error| unreadable(Part::Data, error.to_string()))?;
    if version > E::VERSION || version < 1 {
        return Err(unreadable(Part::Version, format!("this release reads versions 1 to {}", E::VERSION)));
    }
    for older in version..E::VERSION {
        value = E::upcast(name, older, value).map_err(|problem| unreadable(Part::Data, problem))?;
    }
    let tagged = if value.is_null() { json!({"kind": name}) } else { json!({"kind": name, "data": value}) };
    serde_json::from_value(tagged).map_err(|error| {
        let words = error.to_string();
        // The parser names the word it does not know: here, the kind itself.
        let part =
            if words.starts_with(&format!("unknown variant `{name}`")) { Part::Kind } else { Part::Data };
        unreadable(part, words)
    })
}
