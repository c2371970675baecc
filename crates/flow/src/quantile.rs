//! Median, percentiles and mean.

use serde::Serialize;

use crate::log::Millis;

/// Milliseconds in an hour.
pub const HOUR: f64 = 3_600_000.0;

/// The quantile of sorted numbers, interpolated linearly between neighbours: type 7 of Hyndman and Fan, "Sample Quantiles in
/// Statistical Packages", The American Statistician 50 (1996), which numpy, R and spreadsheets use. `None` of no numbers.
/// `part` is 0 to 1.
#[must_use]
pub fn quantile(sorted: &[f64], part: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = part.clamp(0.0, 1.0) * last as f64;
    let below = place.floor();
    let (low, high) = (sorted[below as usize], sorted[(below as usize + 1).min(last)]);
    Some(low + (high - low) * (place - below))
}

/// The median of numbers in any order.
#[must_use]
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    quantile(&values, 0.5)
}

/// How some numbers lie; in the unit of the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// How many.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// Half are at most this.
    pub median: f64,
    /// 85 of 100 are at most this.
    pub p85: f64,
    /// 95 of 100 are at most this.
    pub p95: f64,
    /// Their sum.
    pub total: f64,
}

impl Spread {
    /// Of numbers in any order; `None` of none.
    #[must_use]
    pub fn of(mut values: Vec<f64>) -> Option<Self> {
        values.sort_unstable_by(f64::total_cmp);
        let total: f64 = values.iter().sum();
        Some(Self {
            count: values.len() as u64,
            mean: total / values.len() as f64,
            median: quantile(&values, 0.5)?,
            p85: quantile(&values, 0.85)?,
            p95: quantile(&values, 0.95)?,
            total,
        })
    }

    /// Of spans of time, in hours.
    #[must_use]
    pub fn hours(spans: impl IntoIterator<Item = Millis>) -> Option<Self> {
        Self::of(spans.into_iter().map(hours).collect())
    }
}

/// A span in hours.
#[must_use]
pub fn hours(span: Millis) -> f64 {
    span as f64 / HOUR
}

/// A share, 0 to 1; `None` of nothing.
#[must_use]
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interpolates_as_numpy_does() {
        // numpy.quantile([1, 2, 4, 8, 16], [0.5, 0.85, 0.95, 0.1])
        let sorted = [1.0, 2.0, 4.0, 8.0, 16.0];
        let at = |part| quantile(&sorted, part).unwrap();
        assert_eq!(at(0.5), 4.0);
        assert!((at(0.85) - 11.2).abs() < 1e-12);
        assert!((at(0.95) - 14.4).abs() < 1e-12);
        assert!((at(0.1) - 1.4).abs() < 1e-12);
        assert_eq!((at(0.0), at(1.0), at(7.0)), (1.0, 16.0, 16.0));
    }

    #[test]
    fn says_nothing_of_nothing() {
        assert_eq!(Spread::of(Vec::new()), None);
        assert_eq!(median(Vec::new()), None);
        assert_eq!(share(0, 0), None);
    }

    #[test]
    fn spans_are_told_in_hours() {
        let spread = Spread::hours([3_600_000, 7_200_000, 0]).unwrap();
        assert_eq!((spread.count, spread.mean, spread.median, spread.total), (3, 1.0, 1.0, 3.0));
    }
}
