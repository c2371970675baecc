//! Who acts for the customer: confirms, corrects, chooses, refuses, judges, reviews, reopens, invites, shares outside, adds people.
//!
//! | who | may |
//! |---|---|
//! | the customer; one person of the payer's unit whom they entrust; the head of that unit | everything |
//! | the customer who serves the unit they order from | confirm, reopen, judge what is free and not their own work |
//! | for the rest of that: the head of the payer's unit, else of the one above, else an administrator of neither side | everything |
//! | participants, the beneficiary | read, speak, answer |
//! | whoever worked on it or serves a unit that was asked to offer | nothing |

use std::collections::BTreeSet;

use super::{Request, Side};
use crate::ids::{PersonId, UnitId};
use crate::permission::{Role, Viewer};

impl Request {
    /// Whether a person handled it, delivered, or wrote what was interviewed, agreed or offered: they never decide for the customer.
    /// The brief and the offer of a ready service come from its price list and are nobody's work.
    #[must_use]
    pub fn worked_on_by(&self, person: PersonId) -> bool {
        let listed = |version| self.is_listed(version);
        self.handlers.contains(&person)
            || self.deliveries.iter().any(|delivery| delivery.by == person)
            || self.interviews.iter().any(|interview| interview.by == person)
            || self.briefs.iter().any(|brief| brief.by == person && !listed(brief.version))
            || self.offers.iter().any(|offer| offer.by == Some(person) && !listed(offer.brief))
    }

    /// Whether a version of the brief came from the price list of a ready service, with its offer.
    pub(super) fn is_listed(&self, version: u32) -> bool {
        let brief = self.briefs.iter().find(|brief| brief.version == version);
        brief.is_some_and(|brief| brief.problem.id == self.statement.id)
    }

    /// Every unit that was ever asked to offer or did, besides the present one.
    pub fn asked_units(&self) -> BTreeSet<UnitId> {
        let invited = self.invitations.iter().map(|invitation| invitation.unit);
        let offered = self.offers.iter().map(|offer| offer.unit);
        invited.chain(offered).filter(|unit| *unit != self.unit).collect()
    }

    /// Whether somebody who serves these units stands where work is offered or done.
    #[must_use]
    pub fn is_served_by(&self, serves: impl Fn(UnitId) -> bool) -> bool {
        serves(self.unit) || self.asked_units().into_iter().any(serves)
    }
}

/// The side on which a viewer acts for the customer, if they may: [`Side::Customer`] or [`Side::Own`]. `gone_up` says that the
/// customer's decisions went up to this viewer, because nobody nearer may take them.
#[must_use]
pub fn acting(viewer: &Viewer, request: &Request, gone_up: bool) -> Option<Side> {
    let person = viewer.person()?;
    if request.worked_on_by(person) || request.asked_units().into_iter().any(|unit| viewer.serves(unit)) {
        return None;
    }
    let customer = person == request.customer;
    if viewer.serves(request.unit) {
        return customer.then_some(Side::Own);
    }
    let entrusted = request.entrusted == Some(person) && viewer.units.contains(&request.payer_unit);
    let heads = viewer.has(Role::UnitHead, Some(request.payer_unit));
    (customer || entrusted || heads || gone_up).then_some(Side::Customer)
}

/// The side of whoever states a problem to a unit.
#[must_use]
pub fn ordering(viewer: &Viewer, unit: UnitId) -> Side {
    if viewer.serves(unit) { Side::Own } else { Side::Customer }
}
