//! What the box on the home page finds while a problem is being described: services of all departments, and the
//! viewer's own requests. Permission is part of the query: the index holds who may find what.

use domain::company::ServiceStage;
use domain::ids::{RequestId, ServiceId};
use domain::permission::{Action, Resource, can};
use store::repo::request::Listed;
use store::repo::service::ServiceView;
use store::repo::{request, service};
use store::{IndexQuery, IndexTerm, Tx};
use text::{Analysis, BODY, Field, Query, TITLE, analyse, score};
use uuid::Uuid;

use crate::Cx;
use crate::error::Answer;
use crate::requests::lists;
use crate::tokens;

/// Most characters of the text that are searched for.
const LONGEST: usize = 2_000;
/// Services shown.
const SERVICES: usize = 5;
/// Requests shown.
const REQUESTS: usize = 5;

/// What was found, best first.
#[derive(Debug, Clone, Default)]
pub struct SearchResults {
    /// Services that may fit.
    pub services: Vec<ServiceView>,
    /// Requests of the viewer's own, or of desks they serve.
    pub requests: Vec<Listed>,
}

/// Finds services and requests for a text as it is being typed: by stems of Russian and English words, the last word also
/// by its beginning. A number of a request finds it at once.
pub fn find(tx: &mut dyn Tx, cx: &Cx, typed: &str) -> Answer<SearchResults> {
    let typed: String = typed.chars().take(LONGEST).collect();
    let query = Query::parse(&typed);
    let Some(person) = cx.viewer.person() else { return Ok(SearchResults::default()) };
    if query.is_empty() {
        return Ok(SearchResults::default());
    }
    let mut words: Vec<IndexTerm> = query.terms().map(|term| IndexTerm::Stem(term.to_owned())).collect();
    if let Some(last) = query.prefix() {
        words.extend(last.term.clone().map(IndexTerm::Stem));
        words.push(IndexTerm::Prefix(last.word.clone()));
    }
    let served = cx.viewer.served();
    // Outsiders find what is theirs, not what the company offers itself.
    let everybody = (!cx.viewer.outside).then(|| tokens::EVERYBODY.to_owned());
    let audience = everybody
        .into_iter()
        .chain(std::iter::once(tokens::person(person)))
        .chain(cx.viewer.units.iter().map(|unit| tokens::member(*unit)))
        .chain(served.iter().map(|unit| tokens::unit(*unit)));
    let asked = IndexQuery::default().and_any(words).for_audience(audience);
    let services = tx.index_search(&asked.clone().of_kinds(["service"]))?;
    let requests = tx.index_search(&asked.of_kinds(["request"]))?;
    Ok(SearchResults {
        services: services_of(tx, cx, &query, &services)?,
        requests: lists::shown(cx, requests_of(tx, &query, &requests)?),
    })
}

fn services_of(tx: &mut dyn Tx, cx: &Cx, query: &Query, ids: &[Uuid]) -> Answer<Vec<ServiceView>> {
    let ids: Vec<ServiceId> = ids.iter().map(|id| ServiceId(*id)).collect();
    let mut ranked = Vec::new();
    for view in service::some(tx, &ids)? {
        let opens = can(&cx.viewer, Action::OpenService, Resource::Service(&view.facts()));
        let shown = opens && view.stage.is_orderable();
        let Some(offered) = view.offered.as_ref().filter(|_| shown) else { continue };
        let texts = &offered.texts;
        let both = |text: &domain::localized::Localized| {
            format!("{} {}", text.ru.as_deref().unwrap_or_default(), text.en.as_deref().unwrap_or_default())
        };
        let title = analyse(&both(&texts.name));
        let rest = [&texts.lead, &texts.problem, &texts.outcome, &texts.for_whom, &texts.included];
        let body = analyse(&rest.map(both).join(" "));
        ranked.push((rank(query, &title, &body), view.id, view));
    }
    // What is being closed comes after everything that will stay.
    let closing = |view: &ServiceView| view.stage == ServiceStage::Retiring;
    ranked.sort_by(|a, b| closing(&a.2).cmp(&closing(&b.2)).then(b.0.cmp(&a.0)).then(b.1.cmp(&a.1)));
    Ok(ranked.into_iter().take(SERVICES).map(|(_, _, view)| view).collect())
}

fn requests_of(tx: &mut dyn Tx, query: &Query, ids: &[Uuid]) -> Answer<Vec<Listed>> {
    let ids: Vec<RequestId> = ids.iter().map(|id| RequestId(*id)).collect();
    let empty = Analysis::default();
    let mut ranked: Vec<(u64, Listed)> = request::some(tx, &ids)?
        .into_iter()
        .map(|row| (rank(query, &analyse(&format!("{} {}", row.title, row.number)), &empty), row))
        .collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(b.1.id.cmp(&a.1.id)));
    Ok(ranked.into_iter().take(REQUESTS).map(|(_, row)| row).collect())
}

fn rank(query: &Query, title: &Analysis, body: &Analysis) -> u64 {
    score(&[Field { analysis: title, weight: TITLE }, Field { analysis: body, weight: BODY }], query)
}
