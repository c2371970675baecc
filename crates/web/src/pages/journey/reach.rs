//! Who reaches the steps, for the test of all routes.

use domain::request::Side;

use crate::server::{Reach, Seat};

/// The provider's side.
pub(super) const PROVIDER: &[Side] = &[Side::Provider];
/// Whoever acts for the customer.
pub(super) const CUSTOMER: &[Side] = &[Side::Customer];
/// The same, and the customer who serves the unit they order from.
pub(super) const CUSTOMER_OWN: &[Side] = &[Side::Customer, Side::Own];
/// Whoever acts for the customer, or the provider.
pub(super) const EITHER: &[Side] = &[Side::Customer, Side::Provider];
/// Everybody who speaks on either side.
pub(super) const SPEAKING: &[Side] =
    &[Side::Customer, Side::Own, Side::Participant, Side::Provider, Side::Helper];
/// Whoever offers.
pub(super) const OFFERING: &[Side] = &[Side::Provider, Side::Bidder];

/// Who serves the unit of the request.
pub(super) const BY_PROVIDER: Reach = Reach::people(Seat::serves);
/// Whose request it is, and the head of their unit, which pays.
pub(super) const BY_CUSTOMER: Reach =
    Reach::people(|seat| matches!(seat, Seat::Customer | Seat::CustomerHead));
/// Whose request it is, alone.
pub(super) const BY_THE_CUSTOMER: Reach = Reach::people(|seat| matches!(seat, Seat::Customer));
/// Both sides.
pub(super) const BY_EITHER: Reach =
    Reach::people(|seat| seat.serves() || matches!(seat, Seat::Customer | Seat::CustomerHead));
/// Units that were asked to offer; the sample request asked none of people.
pub(super) const BY_BIDDER: Reach = Reach::people(|_| false);
/// Resolvers; the sample request has no dispute.
pub(super) const BY_RESOLVER: Reach = Reach::people(|_| false);
