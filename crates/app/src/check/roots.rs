//! The root of each day: one hash over the ends that all streams had when it was over (UTC), to be kept elsewhere. Whoever has it can be
//! sure that the history of that day was not written anew, hashes and all: `check` makes every kept root again from the events.

use domain::ids::StreamId;
use domain::time::Instant;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::audit::FIRST;
use store::chain::Root;
use store::repo::root::{self, DayRoot};
use store::repo::{event, import_batch, stream};
use store::{Db, Tx};

use crate::error::Answer;

/// Streams of one window.
const WINDOW: i64 = 5_000;
/// How many seconds after the end of a day everything that was recorded in it is surely written. Longer than any transaction takes.
const QUIET: i64 = 600;

/// The first moment after a day (UTC); none where time ends.
pub(super) fn end_of(day: Date) -> Option<Instant> {
    let next = day.tomorrow().ok()?.to_zoned(TimeZone::UTC).ok()?;
    Some(Instant::from_timestamp(next.timestamp()))
}

/// The day of a moment (UTC).
pub(super) fn day_of(at: Instant) -> Date {
    at.to_timestamp().to_zoned(TimeZone::UTC).date()
}

/// The roots of the latest days, newest first, at most `limit`.
pub fn roots(tx: &mut dyn Tx, limit: i64) -> Answer<Vec<DayRoot>> {
    Ok(root::latest(tx, limit)?)
}

/// Keeps the root of the day that was over last, if it was not kept yet: of every stream the last event that was recorded before the end
/// of the day. It waits for old histories to be chained, and for imports, whose events may be removed until they are seen. It reads in
/// windows, and no window minds what is appended meanwhile. Once an hour is often enough.
pub fn keep_root(db: &Db, now: Instant) -> Answer<Option<DayRoot>> {
    let Some((day, until)) = day_of(now).yesterday().ok().and_then(|day| Some((day, end_of(day)?))) else {
        return Ok(None);
    };
    let due = db.read_blocking(move |tx| -> Answer<bool> {
        let kept = root::latest(tx, 1)?.first().is_some_and(|kept| kept.day >= day);
        Ok(!kept
            && now.seconds_since(until) >= QUIET
            && !event::waits(tx)?
            && import_batch::running(tx)?.is_empty()
            && import_batch::going_back(tx)?.is_empty())
    })?;
    if !due {
        return Ok(None);
    }
    let mut root = Root::default();
    let mut after = FIRST.to_vec();
    loop {
        let from = after.clone();
        let ends = db.read_blocking(move |tx| -> Answer<_> {
            let mut ends = Vec::new();
            for (id, tip, recorded_at) in stream::ends_after(tx, &from, WINDOW)? {
                let tip = if recorded_at < until { Some(tip) } else { event::tip_before(tx, id, until)? };
                ends.push((id, tip));
            }
            Ok(ends)
        })?;
        let Some((last, _)) = ends.last() else { break };
        after = StreamId::bytes(*last);
        for (id, tip) in ends {
            if let Some(tip) = tip {
                root.add(id, tip);
            }
        }
    }
    if root.streams() == 0 {
        return Ok(None);
    }
    let kept = root.clone();
    db.write_blocking(move |tx| -> Answer<()> { Ok(root::keep(tx, day, &kept)?) })?;
    Ok(Some(DayRoot::new(day, &root)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_where_the_next_begins() {
        let day = jiff::civil::date(2026, 11, 16);
        let end = end_of(day).unwrap();
        assert_eq!(day_of(end), jiff::civil::date(2026, 11, 17));
        assert_eq!(day_of(Instant::from_millis(end.millis() - 1)), day);
        assert_eq!(end_of(Date::MAX), None);
    }
}
