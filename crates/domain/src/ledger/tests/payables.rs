use std::collections::BTreeSet;

use super::*;

fn fixed(n: u128, amount: Minor, criteria: &[u128]) -> PricedLine {
    let criteria = criteria.iter().map(|n| item(*n)).collect();
    PricedLine { line: line(n), amount, pricing: Pricing::Fixed, criteria }
}

fn passed(n: u128, amount: Minor, actual: Option<Minor>, criteria: &[u128]) -> PricedLine {
    PricedLine { pricing: Pricing::PassThrough { actual }, ..fixed(n, amount, criteria) }
}

fn terms(agreed: Minor, lines: Vec<PricedLine>, criteria: u128) -> Terms {
    Terms { agreed, lines, criteria: (1..=criteria).map(item).collect() }
}

fn due(terms: &Terms, accepted: &[u128], settled: &[u128]) -> Vec<(Option<LineId>, Minor, Minor)> {
    let accepted: BTreeSet<_> = accepted.iter().map(|n| item(*n)).collect();
    let settled: BTreeSet<_> = settled.iter().map(|n| line(*n)).collect();
    let dues = payable(terms, &accepted, &settled).unwrap();
    dues.iter().map(|due| (due.line, due.pay, due.release)).collect()
}

#[test]
fn without_lines_nothing_is_due_until_all_is_accepted() {
    let terms = terms(500, vec![], 2);
    assert_eq!(due(&terms, &[], &[]), []);
    assert_eq!(due(&terms, &[1], &[]), []);
    assert_eq!(due(&terms, &[1, 2], &[]), [(None, 500, 0)]);
    assert_eq!(terms.shares().unwrap(), whole(500));
}

#[test]
fn a_line_is_due_when_all_its_criteria_are_accepted() {
    let terms = terms(600, vec![fixed(1, 100, &[1, 2]), fixed(2, 200, &[3]), fixed(3, 300, &[])], 3);
    assert_eq!(due(&terms, &[1], &[]), []);
    assert_eq!(due(&terms, &[1, 2], &[]), [(Some(line(1)), 100, 0)]);
    assert_eq!(due(&terms, &[1, 3], &[]), [(Some(line(2)), 200, 0)]);
    // A line without criteria waits for the last of them; what was settled before is not due again.
    assert_eq!(due(&terms, &[1, 2, 3], &[1]), [(Some(line(2)), 200, 0), (Some(line(3)), 300, 0)]);
}

#[test]
fn the_remainder_of_the_price_belongs_to_the_last_line() {
    let shares = |agreed, lines| terms(agreed, lines, 1).shares();
    let three = || vec![fixed(1, 333, &[1]), fixed(2, 333, &[1]), fixed(3, 333, &[1])];
    assert_eq!(shares(1000, three()).unwrap(), [share(1, 333), share(2, 333), share(3, 334)]);
    assert_eq!(shares(666, three()).unwrap()[2], share(3, 0));
    assert_eq!(shares(665, three()), Err(LedgerError::LinesExceedPrice { agreed: 665, by: 1 }));
    let with_limit = vec![fixed(1, 100, &[1]), passed(2, 50, None, &[1])];
    assert_eq!(shares(151, with_limit).unwrap(), [share(1, 101), share(2, 50)]);
    assert_eq!(shares(51, vec![passed(2, 50, None, &[1])]).unwrap(), [share(2, 51)]);
    assert_eq!(shares(-1, vec![]), Err(LedgerError::TooSmall(-1)));
    assert_eq!(shares(1, vec![fixed(1, -2, &[])]), Err(LedgerError::TooSmall(-2)));
    let huge = vec![fixed(1, i64::MAX, &[]), fixed(2, i64::MAX, &[])];
    assert_eq!(shares(1, huge), Err(LedgerError::Overflow));
}

#[test]
fn a_pass_through_line_is_settled_at_its_actual_up_to_its_limit() {
    let with = |actual| terms(150, vec![fixed(1, 100, &[1]), passed(2, 50, actual, &[2])], 2);
    assert_eq!(due(&with(Some(30)), &[2], &[]), [(Some(line(2)), 30, 20)]);
    assert_eq!(due(&with(Some(50)), &[2], &[]), [(Some(line(2)), 50, 0)]);
    assert_eq!(due(&with(Some(70)), &[2], &[]), [(Some(line(2)), 50, 0)]);
    assert_eq!(due(&with(Some(0)), &[2], &[]), [(Some(line(2)), 0, 50)]);
    // The actual is needed only when the line falls due.
    assert_eq!(due(&with(None), &[1], &[]), [(Some(line(1)), 100, 0)]);
    let accepted = BTreeSet::from([item(2)]);
    let refused = |actual| payable(&with(actual), &accepted, &BTreeSet::new());
    assert_eq!(refused(None), Err(LedgerError::ActualUnknown(line(2))));
    assert_eq!(refused(Some(-1)), Err(LedgerError::TooSmall(-1)));
}
