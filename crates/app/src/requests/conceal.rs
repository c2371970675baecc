//! What a page does not hold for a viewer: not what it would not show, but what cannot leak from it.

use std::collections::BTreeSet;

use domain::content::ContentRef;
use domain::ids::{ContentId, PersonId, UnitId};
use domain::permission::{Action, RequestFacts, Resource, Role, Viewer, can};
use domain::request::{Event, Interview, Side, Waiting};

use store::repo::request::Listed;

use super::page::RequestPage;

/// A bidder sees the agreed brief, their own offers and what was said with their unit, nothing else: not what the page would
/// not show, but what the page does not hold.
pub(super) fn all_but_brief(page: &mut RequestPage, viewer: &Viewer) {
    let own = page.bidder;
    let request = &mut page.request;
    page.events
        .retain(|recorded| matches!(&recorded.event, Event::OutsideSaid { unit, .. } if Some(*unit) == own));
    let talk: Vec<_> = page
        .events
        .iter()
        .filter_map(|recorded| match &recorded.event {
            Event::OutsideSaid { by, text, .. } => Some((*by, text.id)),
            _ => None,
        })
        .collect();
    request.offers.retain(|offer| Some(offer.unit) == own);
    request.interviews.clear();
    request.questions.clear();
    request.tasks.clear();
    request.children.clear();
    request.deliveries.clear();
    request.disputes.clear();
    request.invitations.retain(|invitation| Some(invitation.unit) == own);
    // Whoever has a link knows of the company only who writes to them.
    let linked = viewer.link.is_some();
    if linked {
        page.units.retain(|unit, _| Some(*unit) == own);
        page.service = None;
    }
    let chosen_is_own = request.chosen().is_some();
    if !chosen_is_own {
        request.choice = None;
        request.paid.clear();
        request.reserved.clear();
    }
    request.review = None;
    let kept: BTreeSet<ContentId> = request
        .confirmed_brief()
        .into_iter()
        .flat_map(|brief| {
            let items = brief.criteria.iter().chain(&brief.assumptions).map(|item| item.text.id);
            items.chain([brief.title.id, brief.problem.id, brief.outcome.id])
        })
        .chain(request.offers.iter().flat_map(|offer| {
            offer.lines.iter().map(|line| line.text.id).chain(offer.risk.as_ref().map(|risk| risk.id))
        }))
        .chain(talk.iter().map(|(_, text)| *text))
        .collect();
    let agreed = request.confirmed_brief().map(|brief| brief.version);
    request.briefs.retain(|brief| Some(brief.version) == agreed);
    page.texts.retain(|id, _| kept.contains(id));
    let people: BTreeSet<PersonId> = request
        .offers
        .iter()
        .filter_map(|offer| offer.by)
        .chain(talk.iter().filter_map(|(by, _)| *by))
        .collect();
    let customer = page.request.customer;
    page.names.retain(|person, _| people.contains(person) || (!linked && *person == customer));
    page.waiting = Waiting::default();
}

/// A unit to which a request was passed on without its conversation sees what was said since then, and the statement.
pub(super) fn conversation(page: &mut RequestPage, viewer: &Viewer) {
    let Some(since) = withheld_until(page, viewer) else { return };
    let mut hidden: BTreeSet<ContentId> = BTreeSet::new();
    let mut interviews = 0;
    page.events.retain(|recorded| {
        if recorded.seq >= since {
            return true;
        }
        let said = said(&recorded.event);
        interviews += usize::from(matches!(recorded.event, Event::InterviewRecorded { .. }));
        hidden.extend(said.iter().flatten().map(|text| text.id));
        said.is_none()
    });
    page.request.interviews.drain(..interviews.min(page.request.interviews.len()));
    page.request.questions.retain(|question| !hidden.contains(&question.text.id));
    page.texts.retain(|id, _| !hidden.contains(id));
    page.files.retain(|id, _| !hidden.contains(id));
}

/// The event up to which the conversation is not for this viewer.
fn withheld_until(page: &RequestPage, viewer: &Viewer) -> Option<i64> {
    let request = &page.request;
    let person = viewer.person()?;
    let near = page.sides.contains(&Side::Customer)
        || page.sides.contains(&Side::Resolver)
        || viewer.units.contains(&request.customer_unit)
        || viewer.has(Role::UnitHead, Some(request.customer_unit))
        || viewer.has(Role::UnitHead, Some(request.payer_unit));
    if near {
        return None;
    }
    let mut units: BTreeSet<UnitId> = BTreeSet::new();
    let mut handlers: BTreeSet<PersonId> = BTreeSet::new();
    let mut until = None;
    for recorded in &page.events {
        match &recorded.event {
            Event::Stated { unit, .. } => {
                units.insert(*unit);
            }
            Event::Claimed { by: handler } | Event::Assigned { to: handler } => {
                handlers.insert(*handler);
            }
            Event::PassedOn { to, share_history, .. } => {
                let was_there = handlers.contains(&person)
                    || units.iter().any(|unit| viewer.serves(*unit) || viewer.units.contains(unit));
                if !share_history && !was_there {
                    until = Some(recorded.seq);
                }
                units.insert(*to);
            }
            _ => {}
        }
    }
    until
}

/// What was said with an event of the conversation; `None` for other events.
fn said(event: &Event) -> Option<Vec<&ContentRef>> {
    match event {
        Event::MessagePosted { text, files, .. } => Some(std::iter::once(text).chain(files).collect()),
        Event::QuestionAsked { text, .. } | Event::OutsideSaid { text, .. } => Some(vec![text]),
        Event::BriefCorrected { comment, .. } => Some(vec![comment]),
        Event::InterviewRecorded { interview } => Some(words_of(interview)),
        Event::QuestionClosed { .. } => Some(Vec::new()),
        _ => None,
    }
}

fn words_of(interview: &Interview) -> Vec<&ContentRef> {
    let quotes = interview.quotes.iter().flat_map(|quote| std::iter::once(&quote.text).chain(&quote.insight));
    interview.notes.iter().map(|note| &note.text).chain(quotes).collect()
}

/// Of a sub-request that the viewer may not read, number, unit, state and sum remain.
pub(super) fn child(mut child: Listed, facts: &RequestFacts, viewer: &Viewer) -> Listed {
    if !can(viewer, Action::ReadRequest, Resource::Request(facts)) {
        child.title.clear();
        child.customer_name.clear();
        child.handler_name.clear();
    }
    child
}
