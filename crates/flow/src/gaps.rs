//! Long times in which nothing happened: a history that was brought in from another system may end years before the own one begins.

use crate::{ageing::DAY, log::Millis};

/// A gap is at least so long, and at least a quarter of what longer ones leave: shorter ones are part of the picture.
const LEAST: Millis = 180 * DAY;
const PART: Millis = 4;
/// More breaks than these would say less than they spare.
const MOST: usize = 3;
/// Days of two centuries: a wrong date must not ask for more.
const DAYS: Millis = 73_000;

/// The parts of `from..until` without its long gaps, in the order of time: between two neighbours lies a gap. `busy` are the times at which something
/// happened, by their first and last moment, in any order. Bounds are whole days from `from` on. Never empty; without
/// a long gap, and where nothing happened at all, it is the whole. What lies before the first and after the last thing may be a gap too: then the part beyond it is a moment.
#[must_use]
pub fn stretches(
    from: Millis,
    until: Millis,
    busy: impl IntoIterator<Item = (Millis, Millis)>,
) -> Vec<(Millis, Millis)> {
    let length = until.saturating_sub(from);
    let whole = vec![(from, until.max(from))];
    if length < LEAST || length / DAY >= DAYS {
        return whole;
    }
    let last = length / DAY;
    let mut days = vec![false; usize::try_from(last).unwrap_or(0) + 1];
    for (begin, end) in busy {
        if end < from || begin > until || end < begin {
            continue;
        }
        let day = |at: Millis| usize::try_from((at.clamp(from, until) - from) / DAY).unwrap_or(0);
        days[day(begin)..=day(end)].fill(true);
    }
    if !days.contains(&true) {
        return whole;
    }
    let start = |day: usize| (from + Millis::try_from(day).unwrap_or(0) * DAY).min(until);
    let mut gaps = Vec::new();
    let mut end = from;
    for (day, _) in days.iter().enumerate().filter(|(_, busy)| **busy) {
        if start(day) > end {
            gaps.push((end, start(day)));
        }
        end = start(day + 1);
    }
    if until > end {
        gaps.push((end, until));
    }
    // The longest first: what is left decides whether the next is long beside it.
    gaps.sort_by_key(|(begin, end)| begin - end);
    let mut shown = length;
    let long = gaps.iter().take(MOST).take_while(|(begin, end)| {
        let gap = end - begin;
        let long = gap >= LEAST && gap.saturating_mul(PART) >= shown;
        shown -= gap;
        long
    });
    gaps.truncate(long.count());
    gaps.sort_unstable();
    let mut found = Vec::new();
    let mut begin = from;
    for (gap, next) in gaps {
        found.push((begin, gap));
        begin = next;
    }
    found.push((begin, until));
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(days: &[Millis]) -> Vec<(Millis, Millis)> {
        days.iter().map(|day| (day * DAY + 7, day * DAY + 7)).collect()
    }

    #[test]
    fn long_gaps_are_left_out() {
        // A year, nine years of nothing, a month.
        let busy: Vec<Millis> = (0..365).chain(3650..3680).collect();
        assert_eq!(stretches(0, 3680 * DAY, at(&busy)), [(0, 365 * DAY), (3650 * DAY, 3680 * DAY)]);
        // What is long beside nothing is short beside years.
        assert_eq!(stretches(0, 100 * DAY, at(&[0, 99])), [(0, 100 * DAY)]);
        // Ten years of nothing, one day, three years of nothing: the day does not make the second gap a part of the picture.
        let busy: Vec<Millis> = (0..365).chain([4000]).chain(5100..5200).collect();
        let found = [(0, 365 * DAY), (4000 * DAY, 4001 * DAY), (5100 * DAY, 5200 * DAY)];
        assert_eq!(stretches(0, 5200 * DAY, at(&busy)), found);
        let years: Vec<Millis> = (0..1000).chain(1200..2000).collect();
        assert_eq!(stretches(0, 2000 * DAY, at(&years)), [(0, 2000 * DAY)]);
    }

    #[test]
    fn gaps_at_the_ends_leave_a_moment() {
        let busy = at(&(2000..2100).collect::<Vec<_>>());
        let found = stretches(0, 4000 * DAY, busy);
        assert_eq!(found, [(0, 0), (2000 * DAY, 2100 * DAY), (4000 * DAY, 4000 * DAY)]);
        assert_eq!(stretches(5, 4000 * DAY, []), [(5, 4000 * DAY)], "no end of nothing");
        assert_eq!(stretches(9, 2, []), [(9, 9)]);
    }

    #[test]
    fn what_lasts_is_no_gap() {
        assert_eq!(stretches(0, 1000 * DAY, [(3, 999 * DAY)]), [(0, 1000 * DAY)]);
        assert_eq!(stretches(0, Millis::MAX, [(3, 4)]), [(0, Millis::MAX)]);
    }

    proptest! {
        #[test]
        fn nothing_that_happened_is_lost(
            length in 1_i64..5000,
            days in prop::collection::vec(0_i64..5000, 0..20),
        ) {
            let until = length * DAY;
            let busy: Vec<Millis> = days.into_iter().filter(|day| *day < length).collect();
            let found = stretches(0, until, at(&busy));
            prop_assert_eq!((found[0].0, found[found.len() - 1].1), (0, until));
            prop_assert!(found.iter().all(|(from, until)| from <= until));
            let shown: Millis = found.iter().map(|(from, until)| until - from).sum();
            for pair in found.windows(2) {
                let gap = pair[1].0 - pair[0].1;
                prop_assert!(gap >= LEAST && gap * PART >= shown + gap);
            }
            prop_assert!(found.len() <= MOST + 1);
            for day in busy {
                let at = day * DAY + 7;
                prop_assert!(found.iter().any(|(from, until)| (*from..*until).contains(&at)), "{} {:?}", day, found);
            }
        }
    }
}
