//! What a page does not hold for a viewer: not what it would not show, but what cannot leak from it.

use std::collections::BTreeSet;

use domain::content::ContentRef;
use domain::ids::{ContentId, PersonId, UnitId};
use domain::permission::{Action, RequestFacts, Resource, Role, Viewer, can};
use domain::request::{Event, Interview};

use store::repo::request::Listed;

use super::shown::RequestPage;

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
    let near = page.speaks_for_customer()
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

/// Whoever comes from outside and reads the whole request is told of the units that take part in it, and of no other.
pub(super) fn units(page: &mut RequestPage, viewer: &Viewer) {
    let request = &page.request;
    let part: BTreeSet<UnitId> = [request.customer_unit, request.payer_unit, request.unit]
        .into_iter()
        .chain(request.past_units.iter().copied())
        .chain(request.offers.iter().map(|offer| offer.unit))
        .chain(request.invitations.iter().map(|invitation| invitation.unit))
        .chain(page.children.iter().map(|child| child.unit))
        .collect();
    let known = |id: &UnitId| part.contains(id) || can(viewer, Action::NameUnit, Resource::Unit(*id));
    page.units.retain(|id, _| known(id));
}
