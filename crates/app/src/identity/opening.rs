//! Breaking the glass: an auditor opens one request that they may not read, for an hour and for a reason, and those whose it is hear of it
//! at once.

use std::collections::BTreeSet;

use domain::access::{Event, OPENING_SECONDS, stream_of};
use domain::content::limits::PARAGRAPH;
use domain::ids::{PersonId, RequestId};
use domain::notice::NoticeKind;
use domain::permission::{Action, Resource, Role, Viewer, can};
use domain::request::Class;
use domain::time::Instant;
use serde::Deserialize;
use store::Tx;
use store::repo::{self, notice, opening};

use super::access::tell_with;
use crate::Cx;
use crate::error::{Answer, AppError};
use crate::notices::at_the_door;
use crate::once;
use crate::requests::load;
use crate::words::Words;

/// What is opened, and why.
#[derive(Debug, Clone, Deserialize)]
pub struct OpenRequest {
    /// Why, in the auditor's words, for those whose request it is.
    pub reason: String,
}

/// Whether the viewer could open a request that they may not read: auditors alone, and not while their own access waits.
pub fn opens_requests(viewer: &Viewer) -> bool {
    can(viewer, Action::Audit, Resource::Company) && !viewer.is_shut_from(Class::Confidential)
}

/// The requests that somebody opened and that are open still.
pub fn opened(tx: &mut dyn Tx, viewer: &Viewer, now: Instant) -> Answer<BTreeSet<RequestId>> {
    match viewer.person() {
        Some(person) if viewer.has(Role::Auditor, None) => {
            Ok(opening::open_to(tx, person, now)?.into_iter().collect())
        }
        _ => Ok(BTreeSet::new()),
    }
}

/// Opens a request for an hour and tells its customer, whom they entrusted, and everybody who handles or handled it; where nobody does,
/// whoever answers the door of its unit.
///
/// # Errors
/// [`AppError::Forbidden`] for everybody but auditors; [`AppError::Missing`] without such a request; [`AppError::Invalid`] without a reason,
/// and when they may read it anyway.
pub fn open_request(tx: &mut dyn Tx, cx: &mut Cx, number: i64, input: &OpenRequest) -> Answer<()> {
    let person = cx.viewer.person().filter(|_| opens_requests(&cx.viewer)).ok_or(AppError::Forbidden)?;
    let stream = stream_of(person);
    // Sent twice, it is opened once.
    if once::done_on(tx, cx, stream)? {
        return Ok(());
    }
    let facts = repo::request::facts_of(tx, Some(person), number)?.ok_or(AppError::Missing("request"))?;
    if can(&cx.viewer, Action::ReadRequest, Resource::Request(&facts)) {
        return Err(AppError::field("reason", "open-request-readable"));
    }
    let mut words = Words::default();
    let reason = words.required(cx, "reason", "opening_reason", &input.reason, PARAGRAPH);
    words.check()?;
    let request = load(tx, facts.id)?.request;
    let until = cx.now.plus_seconds(OPENING_SECONDS);
    let event = Event::Opened { request: request.id, customer: request.customer, until, reason };
    tell_with(tx, cx, person, &[event], words)?;
    once::remember(tx, cx, stream)?;
    let mut told: BTreeSet<PersonId> = request.handlers.iter().copied().collect();
    if told.is_empty() {
        told.extend(at_the_door(tx, request.unit)?);
    }
    told.extend([Some(request.customer), request.entrusted].into_iter().flatten());
    told.remove(&person);
    let told: Vec<_> = told.into_iter().map(|whom| (cx.ids.next(), whom, NoticeKind::Opened)).collect();
    Ok(notice::insert(tx, request.id, &told, cx.now)?)
}
