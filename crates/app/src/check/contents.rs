//! Texts against the references that events carry.

use std::collections::HashMap;

use domain::content::ContentRef;
use domain::ids::StreamId;
use store::Tx;
use store::audit::{self, Kept};
use uuid::Uuid;

use super::Checked;
use crate::error::Answer;

/// A reference that was found in an event.
#[derive(Debug, Clone)]
pub(super) struct Referred {
    pub(super) stream: StreamId,
    id: Uuid,
    hash: String,
}

/// Collects everything in an event's data that refers to a text: an object of an id and a hash.
pub(super) fn collect(stream: StreamId, data: &str, into: &mut Vec<Referred>) {
    // Data that is not JSON is reported where it is decoded.
    if data.contains("\"hash\"")
        && let Ok(json) = serde_json::from_str(data)
    {
        ContentRef::each_in(&json, &mut |ContentRef { id, hash }| {
            into.push(Referred { stream, id: id.0, hash })
        });
    }
}

/// Compares the references of a window of streams with the texts that are there.
pub(super) fn check(
    tx: &mut dyn Tx,
    referred: Vec<Referred>,
    after: &[u8],
    to: &[u8],
    checked: &mut Checked,
) -> Answer<()> {
    let mut kept: HashMap<Uuid, Kept> = HashMap::new();
    audit::contents_between(tx, after, to, &mut |id, text| {
        if let Ok(id) = Uuid::from_slice(&id) {
            kept.insert(id, text);
        }
    })?;
    checked.contents += kept.len() as u64;
    // A text may be named by several events.
    let mut seen: HashMap<Uuid, (bool, StreamId)> = HashMap::new();
    for Referred { stream, id, hash } in referred {
        let elsewhere = match kept.get(&id) {
            Some(_) => None,
            None => audit::content(tx, id.as_bytes())?,
        };
        let Some(text) = kept.get(&id).or(elsewhere.as_ref()) else {
            checked.differs("content", id, "*", "a row", "no row");
            continue;
        };
        if text.erased {
            if !text.empty {
                checked.differs("content", id, "body", "nothing, for it was erased", "words");
            }
        } else if text.hash != hash {
            checked.differs("content", id, "body", format!("words with the hash {hash}"), &text.hash);
        }
        seen.entry(id).or_insert((false, text.stream)).0 |= text.stream == stream;
    }
    for (id, (own, stream)) in seen {
        if !own {
            checked.differs("content", id, "stream", "the stream of an event that refers to it", stream);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_found_wherever_they_stand() {
        let id = "0190a1b2-0000-7000-8000-000000000001";
        let data = format!(
            r#"{{"text":{{"id":"{id}","hash":"aa"}},"list":[{{"deep":{{"hash":"bb","id":"{id}"}}}}],
                "offer":{{"id":"{id}","hash":"cc","more":1}},"other":{{"id":"no","hash":"dd"}},"none":null}}"#
        );
        let mut found = Vec::new();
        collect(StreamId(Uuid::nil()), &data, &mut found);
        let mut hashes: Vec<_> = found.iter().map(|referred| referred.hash.as_str()).collect();
        hashes.sort_unstable();
        assert_eq!(hashes, ["aa", "bb"]);
    }
}
