//! Services in the full-text index, written with the service itself.

use domain::company::{ServiceStage, ServiceTexts};
use domain::ids::ServiceId;
use domain::localized::Localized;
use domain::permission::ServiceFacts;
use store::{IndexDoc, Tx};

use crate::error::Answer;
use crate::tokens;

/// The kind of a service's document.
pub const KIND: &str = "service";
/// Puts the service where those may find it who may see it: while it can be ordered, everybody or the people of the units it is for
/// and those who serve them or its own unit; its unit while it is an idea; nobody once it is retired.
pub(crate) fn index_service(
    tx: &mut dyn Tx,
    id: ServiceId,
    facts: &ServiceFacts,
    texts: &ServiceTexts,
) -> Answer<()> {
    let own = tokens::unit(facts.unit);
    let audience = match facts.stage {
        stage if stage.is_orderable() && facts.audience.is_empty() => vec![tokens::EVERYBODY.to_owned()],
        stage if stage.is_orderable() => {
            let units = facts.audience.iter();
            units.flat_map(|unit| [tokens::member(*unit), tokens::unit(*unit)]).chain([own]).collect()
        }
        ServiceStage::Idea => vec![own],
        _ => {
            tx.index_remove(id.0)?;
            return Ok(());
        }
    };
    let analysis = text::analyse(&searched(texts));
    tx.index_put(&IndexDoc {
        id: id.0,
        kind: KIND.to_owned(),
        terms: analysis.terms,
        words: analysis.words,
        audience,
    })?;
    Ok(())
}

/// The words by which a service is found, in both languages.
pub fn searched(texts: &ServiceTexts) -> String {
    let all: [&Localized; 6] =
        [&texts.name, &texts.lead, &texts.for_whom, &texts.problem, &texts.outcome, &texts.included];
    let words = all.into_iter().flat_map(|text| [&text.ru, &text.en]).flatten();
    words.map(String::as_str).collect::<Vec<_>>().join("\n")
}
