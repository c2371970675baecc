//! Who reaches the steps, for the test of all routes.

use domain::request::Side;

use crate::server::{Reach, Seat};

/// The provider's side.
pub(super) const PROVIDER: &[Side] = &[Side::Provider];
/// The customer's side.
pub(super) const CUSTOMER: &[Side] = &[Side::Customer];
/// Either.
pub(super) const EITHER: &[Side] = &[Side::Customer, Side::Provider];
/// Whoever offers.
pub(super) const OFFERING: &[Side] = &[Side::Provider, Side::Bidder];

/// Who serves the unit of the request.
pub(super) const BY_PROVIDER: Reach = Reach::people(Seat::serves);
/// Whose request it is.
pub(super) const BY_CUSTOMER: Reach = Reach::people(|seat| matches!(seat, Seat::Customer));
/// Both sides.
pub(super) const BY_EITHER: Reach = Reach::people(|seat| seat.serves() || matches!(seat, Seat::Customer));
/// Units that were asked to offer; the sample request asked none of people.
pub(super) const BY_BIDDER: Reach = Reach::people(|_| false);
/// Resolvers; the sample request has no dispute.
pub(super) const BY_RESOLVER: Reach = Reach::people(|_| false);
