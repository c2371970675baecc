//! Marks on axes.

/// Round marks from 0 up to the first that is not below `most`: steps of 1, 2 or 5 times a power of ten, whole numbers.
pub(super) fn counts(most: u64) -> Vec<u64> {
    let rough = (most.max(1) as f64 / 4.0).max(1.0);
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|by| by * power).find(|step| *step >= rough).unwrap_or(rough);
    let step = step.round().max(1.0) as u64;
    (0..=most.max(1).div_ceil(step)).map(|n| n * step).collect()
}

/// Marks for spans in hours on a logarithmic axis: minute, quarter, hour, working shift, day, week and so on, those that matter between
/// the shortest and the longest, and one beyond each end.
pub(super) fn spans(shortest: f64, longest: f64) -> Vec<f64> {
    const MARKS: [f64; 11] = [1.0 / 60.0, 0.25, 1.0, 4.0, 24.0, 72.0, 168.0, 720.0, 2160.0, 8760.0, 43_800.0];
    let first = MARKS.iter().rposition(|&mark| mark <= shortest).unwrap_or(0);
    let last = MARKS.iter().position(|&mark| mark >= longest).unwrap_or(MARKS.len() - 1);
    MARKS[first..=last.max(first + 1).min(MARKS.len() - 1)].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_round_and_reach_the_top() {
        assert_eq!(counts(0), [0, 1]);
        assert_eq!(counts(3), [0, 1, 2, 3]);
        assert_eq!(counts(17), [0, 5, 10, 15, 20]);
        assert_eq!(counts(38_716), [0, 10_000, 20_000, 30_000, 40_000]);
        assert!(*counts(u64::MAX / 4).last().unwrap() >= u64::MAX / 4);
    }

    #[test]
    fn spans_enclose_what_is_shown() {
        assert_eq!(spans(2.0, 100.0), [1.0, 4.0, 24.0, 72.0, 168.0]);
        assert_eq!(spans(0.0, 0.0), [1.0 / 60.0, 0.25]);
        assert_eq!(spans(1e9, 1e9).len(), 1);
    }
}
