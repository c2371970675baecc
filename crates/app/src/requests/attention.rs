//! Client time between opening a page and sending its form: an estimate, capped, marked as one, and never counted twice.

use domain::ids::{PersonId, RequestId};
use domain::money::Seconds;
use domain::time::Instant;
use store::repo::attention;
use store::{Hold, Tx};

use crate::error::Answer;

/// The most that one page may count for: fifteen minutes.
pub const CAP: Seconds = 15 * 60;

/// Seconds of the person's attention that no earlier interval has counted, and remembers them. Zero when the page was
/// opened after `now` or nothing is left.
pub(super) fn measure(
    tx: &mut dyn Tx,
    person: PersonId,
    request: RequestId,
    opened_at: Instant,
    now: Instant,
) -> Answer<Seconds> {
    let from = opened_at.max(now.plus_seconds(-CAP));
    if from >= now {
        return Ok(0);
    }
    tx.hold(Hold::Measured(person))?;
    let counted = attention::between(tx, person, from, now)?;
    let seconds = uncovered(from, now, &counted);
    if seconds > 0 {
        attention::add(tx, person, request, from, now)?;
    }
    Ok(seconds)
}

/// Seconds of `from..to` that none of the intervals covers.
fn uncovered(from: Instant, to: Instant, counted: &[(Instant, Instant)]) -> Seconds {
    let mut counted = counted.to_vec();
    counted.sort();
    let mut reached = from;
    let mut millis = 0;
    for (start, end) in counted {
        let start = start.clamp(reached, to);
        millis += start.millis() - reached.millis();
        reached = end.clamp(reached, to).max(start);
    }
    millis += to.millis() - reached.millis();
    millis / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_counts_once_across_tabs_and_requests() {
        let at = |second: i64| Instant::from_millis(second * 1000);
        assert_eq!(uncovered(at(0), at(100), &[]), 100);
        assert_eq!(uncovered(at(0), at(100), &[(at(-50), at(10)), (at(90), at(200))]), 80);
        assert_eq!(uncovered(at(0), at(100), &[(at(20), at(60)), (at(10), at(30))]), 50, "overlaps once");
        assert_eq!(uncovered(at(0), at(100), &[(at(-5), at(105))]), 0);
        assert_eq!(uncovered(at(0), at(100), &[(at(200), at(300))]), 100);
    }
}
