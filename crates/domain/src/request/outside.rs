//! Units outside the company: links that open the brief to them without an account, and the words that pass between.

use super::agree::invited;
use super::command::{CommandKind, Cx, Side};
use super::guards::{Decision, for_customer, on, person, speaks_for_customer};
use super::{Class, Event, Refusal, Request};
use crate::actor::Actor;
use crate::content::ContentRef;
use crate::ids::{LinkId, UnitId};
use crate::time::Instant;

/// The longest that a link works: 90 days.
pub const LINK_DAYS: i64 = 90;

pub(super) fn share_outside(
    request: &Request,
    cx: &Cx,
    link: LinkId,
    unit: UnitId,
    until: Instant,
) -> Decision {
    for_customer(request, cx, false)?;
    open(request, CommandKind::ShareOutside)?;
    if request.class == Class::Confidential {
        return Err(Refusal::Field { field: "unit", problem: "field-confidential" });
    }
    if !invited(request, unit) {
        return Err(Refusal::Missing("invitation"));
    }
    if until <= cx.now || until > last_day(cx.now) {
        return Err(Refusal::Field { field: "days", problem: "field-out-of-bounds" });
    }
    Ok(vec![Event::LinkMade { link, unit, expires_at: until }])
}

/// Ending is possible whatever happened: to close a door is never too late.
pub(super) fn end_link(request: &Request, cx: &Cx, link: LinkId, unit: UnitId) -> Decision {
    for_customer(request, cx, false)?;
    Ok(vec![Event::LinkEnded { link, unit }])
}

pub(super) fn say_outside(request: &Request, cx: &Cx, unit: UnitId, text: &ContentRef) -> Decision {
    let said = |side, by| {
        open(request, CommandKind::SayOutside)?;
        if !invited(request, unit) {
            return Err(Refusal::Missing("invitation"));
        }
        Ok(vec![Event::OutsideSaid { unit, side, by, text: text.clone() }])
    };
    if cx.unit == Some(unit) && cx.sides.contains(&Side::Bidder) {
        return match cx.actor {
            Actor::Person(by) => said(Side::Bidder, Some(by)),
            Actor::Link(_) => said(Side::Bidder, None),
            _ => Err(Refusal::NotYours),
        };
    }
    let (side, by) = of_the_company(cx)?;
    said(side, Some(by))
}

/// The last moment until which a link made now may work.
const fn last_day(now: Instant) -> Instant {
    now.plus_seconds(LINK_DAYS * 86_400)
}

/// Either side of the request may speak to those outside.
fn of_the_company(cx: &Cx) -> Result<(Side, crate::ids::PersonId), Refusal> {
    if speaks_for_customer(cx) {
        return Ok((Side::Customer, person(cx)?));
    }
    Ok((Side::Provider, on(cx, Side::Provider)?))
}

fn open(request: &Request, kind: CommandKind) -> Result<(), Refusal> {
    if request.state.is_open() {
        Ok(())
    } else {
        Err(Refusal::WrongState { state: request.state, command: kind })
    }
}
