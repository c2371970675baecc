//! Showing a request to a unit outside, without accounts: links for it, and what their holders read.

use domain::aggregate::fold_into;
use domain::ids::{LinkId, UnitId};
use domain::request::{self, Command, Refusal, Request, Side, decide};
use domain::time::Instant;
use store::repo::outside_link::{self, SentLink};
use store::{Tx, repo};

use super::act::{Acted, finish};
use super::page;
use super::record::{Loaded, load};
use super::shown::RequestPage;
use super::standing::{readable, standing};
use super::world;
use crate::Cx;
use crate::aggregate::damaged;
use crate::error::{Answer, AppError};
use crate::identity::Secret;
use crate::once;
use crate::words::Words;

/// What is asked for with a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewLink {
    /// The unit outside that it is for.
    pub unit: UnitId,
    /// Until when it works.
    pub until: Instant,
}

/// Makes a link that opens the brief of a request to a unit outside, and asks that unit to offer when nobody did.
/// The address that holds the secret can be shown once: only its hash is kept.
///
/// `None` when the same command was carried out before: its address was shown then and cannot be made again.
///
/// # Errors
/// [`AppError::Missing`] when the viewer may not read the request; [`AppError::Invalid`] on `unit` when it is not a unit
/// outside or has no door; the rules' refusals.
pub fn share(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    number: i64,
    new: NewLink,
    secret: &Secret,
) -> Answer<Option<SentLink>> {
    let (loaded, standing) = readable(tx, &cx.viewer, number)?;
    let request = &loaded.request;
    if once::done_on(tx, cx, request.id.into())? {
        return Ok(None);
    }
    let context = standing.context(&cx.viewer, cx.now);
    let unit = repo::unit::by_id(tx, new.unit)?.filter(|unit| unit.closed_at.is_none());
    if !unit.is_some_and(|unit| unit.kind.is_outside()) {
        return Err(AppError::field("unit", "field-not-offered"));
    }
    let id = LinkId(cx.ids.next());
    let mut commands = vec![Command::ShareOutside { link: id, unit: new.unit, until: new.until }];
    let asked = |known: &request::Invitation| known.unit == new.unit && known.declined_at.is_none();
    if !request.invitations.iter().any(asked) {
        world::door(tx, new.unit)?;
        commands.insert(0, Command::Invite { unit: new.unit });
    }
    let events = all(request, &commands, &context)?;
    let made_by = cx.viewer.person().ok_or(AppError::Forbidden)?;
    let link =
        SentLink { id, unit: new.unit, made_by, created_at: cx.now, expires_at: new.until, revoked_at: None };
    finish(tx, cx, &loaded, events, Words::default())?;
    outside_link::insert(tx, &secret.hash(), request.id, &link)?;
    once::remember(tx, cx, request.id.into())?;
    Ok(Some(link))
}

/// Decides commands one after another, as if each found what the one before made.
fn all(request: &Request, commands: &[Command], context: &request::Cx) -> Answer<Vec<request::Event>> {
    let mut after = request.clone();
    let mut events = Vec::new();
    for command in commands {
        let decided = decide(&after, command, context)?;
        after =
            fold_into(after, &decided, context.now).map_err(|problem| damaged(request.id.into(), problem))?;
        events.extend(decided);
    }
    Ok(events)
}

/// Ends a link before its time: from now on it opens nothing.
///
/// # Errors
/// [`AppError::Missing`] when the viewer may not read the request or it has no such link; [`Refusal::Already`].
pub fn end(tx: &mut dyn Tx, cx: &mut Cx, number: i64, link: LinkId) -> Answer<Acted> {
    let (loaded, standing) = readable(tx, &cx.viewer, number)?;
    let request = &loaded.request;
    if once::done_on(tx, cx, request.id.into())? {
        return Ok(Acted::from(request));
    }
    let context = standing.context(&cx.viewer, cx.now);
    let links = outside_link::of_request(tx, request.id)?;
    let known = links.into_iter().find(|known| known.id == link).ok_or(AppError::Missing("link"))?;
    let events = decide(request, &Command::EndLink { link, unit: known.unit }, &context)?;
    if !outside_link::revoke(tx, request.id, link, cx.now)? {
        return Err(Refusal::Already.into());
    }
    let after = finish(tx, cx, &loaded, events, Words::default())?;
    once::remember(tx, cx, request.id.into())?;
    Ok(Acted::from(&after))
}

/// The links of a request, newest first, for those who act for the customer and those who serve its unit.
///
/// # Errors
/// [`AppError::Missing`] when the viewer may not read it; [`Refusal::NotYours`].
pub fn links(tx: &mut dyn Tx, cx: &Cx, number: i64) -> Answer<Vec<SentLink>> {
    let (Loaded { request, .. }, standing) = readable(tx, &cx.viewer, number)?;
    if ![Side::Customer, Side::Provider].iter().any(|side| standing.sides.contains(side)) {
        return Err(Refusal::NotYours.into());
    }
    Ok(outside_link::of_request(tx, request.id)?)
}

/// What the holder of a link reads: the agreed brief, the offers of the unit that the link is for, and what was said with
/// that unit.
///
/// # Errors
/// [`AppError::Missing`] for everybody else, and when the link opens nothing any more.
pub fn page(tx: &mut dyn Tx, cx: &Cx) -> Answer<RequestPage> {
    let link = cx.viewer.link.ok_or(AppError::Missing("link"))?;
    let loaded = load(tx, link.request)?;
    let standing = standing(tx, &cx.viewer, &loaded.request)?;
    page::page_of(tx, cx, loaded, standing)
}
