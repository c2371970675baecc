//! References to erasable content. Events hold these, never the words themselves.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::ids::ContentId;

/// A piece of text or a file, by id and salted hash. The hash proves that the words are those that were agreed;
/// the salt, kept with the words and erased with them, keeps anybody from guessing them back.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ContentRef {
    /// Where the words are.
    pub id: ContentId,
    /// Lower-case hexadecimal SHA-256 of salt and words.
    pub hash: String,
}

impl ContentRef {
    /// Hands on every reference in an event's data: each object of an id and a hash, and of nothing else.
    pub fn each_in(json: &Json, each: &mut dyn FnMut(Self)) {
        match json {
            Json::Array(all) => all.iter().for_each(|json| Self::each_in(json, each)),
            Json::Object(fields) => {
                let text = |name: &str| fields.get(name).and_then(Json::as_str);
                if let (2, Some(id), Some(hash)) = (fields.len(), text("id"), text("hash"))
                    && let Ok(id) = Uuid::try_parse(id)
                {
                    return each(Self { id: ContentId(id), hash: hash.to_owned() });
                }
                fields.values().for_each(|json| Self::each_in(json, each));
            }
            _ => {}
        }
    }
}

/// How long authored texts may be, in characters. Longer input is refused with the limit named, never cut.
pub mod limits {
    /// A line: a title, a name, a criterion, an assumption.
    pub const LINE: usize = 300;
    /// A paragraph: a reason, a comment, a quote.
    pub const PARAGRAPH: usize = 4_000;
    /// A statement, a message, interview notes.
    pub const PAGE: usize = 40_000;
    /// How many criteria, lines, assumptions or quotes one document may have.
    pub const ITEMS: usize = 100;
}
