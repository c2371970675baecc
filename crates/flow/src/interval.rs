//! How far two groups lie apart, each with an interval that holds the true distance in 95 of 100 such comparisons.

/// The 97.5 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// A distance, second group less first, and its interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Distance {
    /// The estimate.
    pub estimate: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// How far the second group is shifted against the first: the median of all differences between one of each (J. L. Hodges and
/// E. L. Lehmann, "Estimates of location based on rank tests", Annals of Mathematical Statistics 34, 1963), with Moses' interval in its
/// form for large groups (M. Hollander and D. A. Wolfe, "Nonparametric Statistical Methods", section 4.3). It asks nothing of the shape
/// of the groups and a few extreme values do not move it. `None` when the groups are too small for the interval.
///
/// The differences are never written down: the k-th smallest is found by halving the range of numbers, each time counting in one pass
/// over both sorted groups.
#[must_use]
pub fn shift(first: &[f64], second: &[f64]) -> Option<Distance> {
    let sorted = |values: &[f64]| {
        let mut values: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
        values.sort_unstable_by(f64::total_cmp);
        values
    };
    let (x, y) = (sorted(first), sorted(second));
    let (n, m) = (x.len() as u64, y.len() as u64);
    let pairs = n * m;
    let half_width = Z * (pairs as f64 * (n + m + 1) as f64 / 12.0).sqrt();
    let below = (pairs as f64 / 2.0 - half_width).round();
    if below < 1.0 {
        return None;
    }
    let below = below as u64;
    let nth = |rank| nth_difference(&x, &y, rank);
    Some(Distance {
        estimate: f64::midpoint(nth(pairs.div_ceil(2)), nth(pairs / 2 + 1)),
        low: nth(below),
        high: nth(pairs + 1 - below),
    })
}

/// The difference `y - x` at a rank from 1 on; both groups are sorted and not empty.
fn nth_difference(x: &[f64], y: &[f64], rank: u64) -> f64 {
    let (mut low, mut high) = (ordinal(y[0] - x[x.len() - 1]), ordinal(y[y.len() - 1] - x[0]));
    while low < high {
        let middle = low + (high - low) / 2;
        if count_up_to(x, y, value(middle)) >= rank { high = middle } else { low = middle + 1 }
    }
    value(low)
}

/// How many differences are at most a value.
fn count_up_to(x: &[f64], y: &[f64], most: f64) -> u64 {
    let mut too_small = 0;
    let mut count = 0;
    for &y in y {
        while too_small < x.len() && y - x[too_small] > most {
            too_small += 1;
        }
        count += (x.len() - too_small) as u64;
    }
    count
}

/// A place for every number, in the order of numbers.
fn ordinal(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

fn value(ordinal: u64) -> f64 {
    f64::from_bits(if ordinal >> 63 == 1 { ordinal & !(1 << 63) } else { !ordinal })
}

/// The share of `hits` in `all`, and its interval by E. B. Wilson, "Probable inference, the law of succession, and statistical
/// inference", Journal of the American Statistical Association 22 (1927). `None` of nothing.
#[must_use]
pub fn proportion(hits: u64, all: u64) -> Option<Distance> {
    if all == 0 || hits > all {
        return None;
    }
    let (n, p) = (all as f64, hits as f64 / all as f64);
    let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let reach = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
    // At the ends the formula is exact only on paper.
    let low = if hits == 0 { 0.0 } else { middle - reach };
    let high = if hits == all { 1.0 } else { middle + reach };
    Some(Distance { estimate: p, low, high })
}

/// How far the second share lies from the first, with the interval that R. G. Newcombe built of Wilson's two ("Interval estimation for
/// the difference between independent proportions", Statistics in Medicine 17, 1998, method 10). Each group is (hits, all).
#[must_use]
pub fn proportions(first: (u64, u64), second: (u64, u64)) -> Option<Distance> {
    let (first, second) = (proportion(first.0, first.1)?, proportion(second.0, second.1)?);
    let apart = second.estimate - first.estimate;
    let reach = |a: f64, b: f64| a.hypot(b);
    Some(Distance {
        estimate: apart,
        low: apart - reach(second.estimate - second.low, first.high - first.estimate),
        high: apart + reach(second.high - second.estimate, first.estimate - first.low),
    })
}

/// How far the second mean lies from the first, variances not taken for equal (B. L. Welch, "The generalization of Student's problem
/// when several different population variances are involved", Biometrika 34, 1947). `None` unless each group has two values and one
/// of them varies.
#[must_use]
pub fn means(first: &[f64], second: &[f64]) -> Option<Distance> {
    let ((mean, error, n), (other, other_error, m)) = (moments(first)?, moments(second)?);
    let error_of_both = error + other_error;
    if error_of_both <= 0.0 {
        return None;
    }
    let freedom = error_of_both.powi(2) / (error.powi(2) / (n - 1.0) + other_error.powi(2) / (m - 1.0));
    let reach = student(0.975, freedom) * error_of_both.sqrt();
    let apart = other - mean;
    Some(Distance { estimate: apart, low: apart - reach, high: apart + reach })
}

/// Mean, squared error of the mean, number.
fn moments(values: &[f64]) -> Option<(f64, f64, f64)> {
    let n = values.len() as f64;
    if values.len() < 2 {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    Some((mean, squares / (n - 1.0) / n, n))
}

/// The point below which a share (above one half) of Student's distribution lies, by halving.
fn student(part: f64, freedom: f64) -> f64 {
    let (mut low, mut high) = (0.0, 1e8);
    for _ in 0..200 {
        let t = f64::midpoint(low, high);
        // The upper tail is half of the incomplete beta function (NIST Handbook of Mathematical Functions, 8.17).
        let tail = 0.5 * incomplete_beta(freedom / (freedom + t * t), freedom / 2.0, 0.5);
        if 1.0 - tail < part { low = t } else { high = t }
    }
    f64::midpoint(low, high)
}

/// The regularised incomplete beta function by its continued fraction (NIST Handbook of Mathematical Functions, 8.17.22), evaluated
/// with Lentz's method.
fn incomplete_beta(x: f64, a: f64, b: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return x.clamp(0.0, 1.0);
    }
    if x > (a + 1.0) / (a + b + 2.0) {
        return 1.0 - incomplete_beta(1.0 - x, b, a);
    }
    let tiny = 1e-300;
    let safe = |value: f64| if value.abs() < tiny { tiny } else { value };
    let mut d = 1.0 / safe(1.0 - (a + b) * x / (a + 1.0));
    let mut c = 1.0;
    let mut fraction = d;
    for step in 1..10_000 {
        let m = f64::from(step);
        let mut change = 1.0;
        for term in [
            m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)),
        ] {
            d = 1.0 / safe(1.0 + term * d);
            c = safe(1.0 + term / c);
            change = c * d;
            fraction *= change;
        }
        if (change - 1.0).abs() < 1e-15 {
            break;
        }
    }
    (a * x.ln() + b * (-x).ln_1p() + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)).exp() * fraction / a
}

/// The logarithm of the gamma function of a positive number: Stirling's series (NIST Handbook of Mathematical Functions, 5.11.1), after
/// moving the argument up to where it is exact.
fn ln_gamma(x: f64) -> f64 {
    let (mut x, mut shift) = (x, 0.0);
    while x < 15.0 {
        shift -= x.ln();
        x += 1.0;
    }
    let square = 1.0 / (x * x);
    let series = (1.0 / 12.0
        - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square * (1.0 / 1680.0 - square / 1188.0))))
        / x;
    (x - 0.5) * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI).ln() + series + shift
}
