//! Cumulative flow: how many requests stood in each meaning at given moments. The band of one meaning is its work in progress; the
//! distance along time between two lines is about the time it takes.

use crate::{
    filter::View,
    log::{Meaning, Millis},
    stays::stays,
    times::MEANINGS,
};

/// How the requests stood at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// When.
    pub at: Millis,
    /// How many, in the order of [`MEANINGS`]; those that are closed are in the last.
    pub counts: [u64; MEANINGS.len()],
}

impl Standing {
    /// How many stood in a meaning.
    #[must_use]
    pub fn of(&self, meaning: Meaning) -> u64 {
        self.counts[meaning as usize]
    }

    /// All that were stated by then.
    #[must_use]
    pub fn stated(&self) -> u64 {
        self.counts.iter().sum()
    }
}

/// How the requests of a view stood at each of some sorted moments. A request counts from its opening on; what has come to its end
/// stays closed.
#[must_use]
pub fn cumulative(view: &View<'_>, moments: &[Millis]) -> Vec<Standing> {
    let Some(&last) = moments.last() else { return Vec::new() };
    // A difference at each moment; the last space is for what begins at or after the last moment.
    let mut change = vec![[0_i64; MEANINGS.len()]; moments.len() + 1];
    // The first moment that sees what happened at a time.
    let first_after = |at: Millis| moments.partition_point(|&moment| moment < at);
    for one in view.iter() {
        if one.case.opened > last {
            continue;
        }
        for stay in stays(view.log(), one, last.saturating_add(1)) {
            let (from, to) = (first_after(stay.from), first_after(stay.to));
            if from < to {
                change[from][stay.meaning as usize] += 1;
                change[to][stay.meaning as usize] -= 1;
            }
        }
        if let Some(closed) = one.case.closed {
            change[first_after(closed.max(one.case.opened))][Meaning::Closed as usize] += 1;
        }
    }
    let mut now = [0_i64; MEANINGS.len()];
    moments
        .iter()
        .zip(change)
        .map(|(&at, change)| {
            for (now, change) in now.iter_mut().zip(change) {
                *now += change;
            }
            Standing { at, counts: now.map(|count| u64::try_from(count).unwrap_or(0)) }
        })
        .collect()
}

/// The mean time in the system by Little's law, in milliseconds: mean work in progress over the rate of completions between the first
/// and the last standing (J. D. C. Little, "A proof for the queuing formula L = λW", Operations Research 9, 1961). It holds when as
/// much goes as comes. `None` when nothing was completed.
#[must_use]
pub fn littles_time(standings: &[Standing]) -> Option<f64> {
    let (first, last) = (standings.first()?, standings.last()?);
    let completed =
        last.of(Meaning::Closed).checked_sub(first.of(Meaning::Closed)).filter(|&count| count > 0)?;
    let open = |standing: &Standing| (standing.stated() - standing.of(Meaning::Closed)) as f64;
    let mean = standings.iter().map(open).sum::<f64>() / standings.len() as f64;
    Some(mean * (last.at - first.at) as f64 / completed as f64)
}
