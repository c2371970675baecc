//! Who did something, and by which way it came.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::ids::PersonId;

/// Who caused an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "actor", content = "id", rename_all = "lowercase")]
pub enum Actor {
    /// A person who signed in.
    Person(PersonId),
    /// A program with a token of the company.
    Token(Uuid),
    /// The holder of a link that was sent outside.
    Link(Uuid),
    /// The product itself, when a time-out came.
    Timer,
    /// An import of another system's history.
    Import(Uuid),
    /// Somebody whose identity is deliberately unknown.
    Anonymous,
}

impl Actor {
    /// The word that the tables keep.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Token(_) => "token",
            Self::Link(_) => "link",
            Self::Timer => "timer",
            Self::Import(_) => "import",
            Self::Anonymous => "anonymous",
        }
    }

    /// The id that goes with the kind, where it has one.
    pub const fn id(&self) -> Option<Uuid> {
        match self {
            Self::Person(id) => Some(id.0),
            Self::Token(id) | Self::Link(id) | Self::Import(id) => Some(*id),
            Self::Timer | Self::Anonymous => None,
        }
    }

    /// Reads [`Self::kind`] and [`Self::id`] back; `None` when they contradict each other.
    pub fn from_parts(kind: &str, id: Option<Uuid>) -> Option<Self> {
        Some(match (kind, id) {
            ("person", Some(id)) => Self::Person(PersonId(id)),
            ("token", Some(id)) => Self::Token(id),
            ("link", Some(id)) => Self::Link(id),
            ("import", Some(id)) => Self::Import(id),
            ("timer", None) => Self::Timer,
            ("anonymous", None) => Self::Anonymous,
            _ => return None,
        })
    }

    /// The person, if a person acted.
    pub const fn person(&self) -> Option<PersonId> {
        match self {
            Self::Person(id) => Some(*id),
            _ => None,
        }
    }
}

/// The way a command came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// A page in the browser.
    Web,
    /// The programming interface.
    Api,
    /// A letter.
    Mail,
    /// The command line, including the demonstration.
    Cli,
    /// A timer.
    Timer,
    /// An import.
    Import,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 6] = [Self::Web, Self::Api, Self::Mail, Self::Cli, Self::Timer, Self::Import];

    /// The word that the tables keep.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::Api => "api",
            Self::Mail => "mail",
            Self::Cli => "cli",
            Self::Timer => "timer",
            Self::Import => "import",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }
}
