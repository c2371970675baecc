//! Who waited for whom, and how long: the wall time of each side's moves.

use super::{Event, Request, Whose};
use crate::aggregate::Folded as _;
use crate::money::Seconds;
use crate::time::Instant;

/// Wall seconds by whose move it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Waiting {
    /// The provider's moves: the customer waited.
    pub customer_waited: Seconds,
    /// The customer's moves: the provider waited.
    pub provider_waited: Seconds,
    /// A third decided: both waited.
    pub both_waited: Seconds,
}

/// Adds up the moves of a request from its statement to its end, or to `now`.
///
/// # Errors
/// The history is damaged.
pub fn waiting<'a>(
    events: impl IntoIterator<Item = (&'a Event, Instant)>,
    now: Instant,
) -> Result<Waiting, &'static str> {
    let mut total = Waiting::default();
    let mut request: Option<Request> = None;
    let mut last = None;
    for (event, at) in events {
        if let (Some(request), Some(last)) = (&request, last) {
            count(&mut total, request.turn().whose, at.seconds_since(last));
        }
        // Order is the sequence; a clock that stepped back adds nothing.
        last = last.max(Some(at));
        request = Some(Request::evolve(request, event, at)?);
    }
    if let (Some(request), Some(last)) = (request, last) {
        count(&mut total, request.turn().whose, now.seconds_since(last));
    }
    Ok(total)
}

fn count(total: &mut Waiting, whose: Whose, seconds: Seconds) {
    let seconds = seconds.max(0);
    match whose {
        Whose::Provider => total.customer_waited += seconds,
        Whose::Customer => total.provider_waited += seconds,
        Whose::Resolver => total.both_waited += seconds,
        Whose::Nobody => {}
    }
}
