//! Intervals against NumPy, SciPy and statsmodels: tests/figures/intervals.py wrote what they say.

use flow::{
    baseline::{Change, Verdict},
    interval::{Distance, means, proportion, proportions, shift},
};
use serde_json::Value;

fn figures() -> Value {
    serde_json::from_str(include_str!("figures/intervals.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn counts(value: &Value) -> (u64, u64) {
    let list = value.as_array().unwrap();
    (list[0].as_u64().unwrap(), list[1].as_u64().unwrap())
}

fn same(is: Distance, expected: &Value, what: &str) {
    let expected = numbers(expected);
    for (is, expected) in [is.estimate, is.low, is.high].into_iter().zip(expected) {
        assert!((is - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{what}: {is} is not {expected}");
    }
}

#[test]
fn shifts_and_means() {
    for group in figures()["groups"].as_array().unwrap() {
        let (first, second) = (numbers(&group["first"]), numbers(&group["second"]));
        let name = group["name"].as_str().unwrap();
        same(shift(&first, &second).unwrap(), &group["shift"], name);
        same(means(&first, &second).unwrap(), &group["means"], name);
    }
}

#[test]
fn shares() {
    for pair in figures()["proportions"].as_array().unwrap() {
        let (first, second) = (counts(&pair["first"]), counts(&pair["second"]));
        same(proportions(first, second).unwrap(), &pair["distance"], "Newcombe");
        same(proportion(first.0, first.1).unwrap(), &pair["wilson"], "Wilson");
    }
}

/// The example of Newcombe's paper, table II (a): 56 of 70 against 48 of 80, method 10 gives 0.0524 to 0.3339.
#[test]
fn newcombe_as_printed() {
    let distance = proportions((48, 80), (56, 70)).unwrap();
    assert!((distance.low - 0.0524).abs() < 0.00005 && (distance.high - 0.3339).abs() < 0.00005);
}

#[test]
fn says_too_early_rather_than_guess() {
    let few = [1.0, 2.0, 3.0];
    let change = Change::of_values(&few, &few);
    assert_eq!((change.verdict, change.low, change.before), (Verdict::TooFew, None, Some(2.0)));
    let many: Vec<f64> = (0..50).map(f64::from).collect();
    assert_eq!(Change::of_values(&many, &many).verdict, Verdict::TooEarly);
    let less: Vec<f64> = many.iter().map(|value| value - 40.0).collect();
    assert_eq!(Change::of_values(&many, &less).verdict, Verdict::Better);
    assert_eq!(Change::of_values(&less, &many).verdict, Verdict::Worse);
    assert_eq!(Change::of_shares((5, 100), (40, 100)).verdict, Verdict::Worse);
    assert_eq!(Change::of_counts(&[], &many).verdict, Verdict::TooFew);
    // No request varies: nothing to build an interval on, and nothing to claim.
    assert_eq!(Change::of_counts(&[1.0; 30], &[1.0; 30]).verdict, Verdict::TooEarly);
}
