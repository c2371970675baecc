//! Requests in the full-text index, written with the request itself. Permission is part of the index: only those whose
//! token the document carries can find it.

use domain::permission::RequestFacts;
use domain::request::{Class, Request};
use store::{IndexDoc, Tx, repo};

use crate::error::Answer;
use crate::tokens;

/// Who may find a request: its people, and the desk of its unit unless it is confidential.
pub fn audience(facts: &RequestFacts) -> Vec<String> {
    let people = facts.parties.iter().chain(&facts.handlers).map(|person| tokens::person(*person));
    let desk = (facts.class != Class::Confidential).then(|| tokens::unit(facts.unit));
    let mut tokens: Vec<_> = people.chain(desk).collect();
    tokens.sort();
    tokens.dedup();
    tokens
}

/// Puts the request into the index when its words or its audience changed.
pub(super) fn put(tx: &mut dyn Tx, before: Option<&Request>, request: &Request) -> Answer<()> {
    let audience = audience(&RequestFacts::from(request));
    if let Some(before) = before
        && before.title == request.title
        && self::audience(&RequestFacts::from(before)) == audience
    {
        return Ok(());
    }
    let title = repo::content::body(tx, request.title.id)?;
    let statement = repo::content::body(tx, request.statement.id)?;
    tx.index_put(&doc(request, &title, &statement, audience))?;
    Ok(())
}

/// What the index keeps of a request.
pub(crate) fn doc(request: &Request, title: &str, statement: &str, audience: Vec<String>) -> IndexDoc {
    let analysis = text::analyse(&format!("{title}\n{statement}\n{}", request.number));
    IndexDoc {
        id: request.id.0,
        kind: "request".to_owned(),
        terms: analysis.terms,
        words: analysis.words,
        audience,
    }
}
