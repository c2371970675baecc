//! What is paid, for what, and by whom.

use proptest::prelude::*;

use super::*;

#[test]
fn two_criteria_of_three_pay_their_line_and_rework_pays_the_rest() {
    let mut request = in_state(RequestState::Accepting);
    let events = run(&mut request, &Command::Judge { verdicts: verdicts(&[53]) }, &customer());
    assert_eq!(request.state, RequestState::Working);
    assert_eq!(request.paid_total(), 12_000_000, "exactly the line whose criteria are all accepted");
    assert!(matches!(&events[1], Event::Accepted { whole: false, .. }));
    run(&mut request, &deliver(), &handler());
    run(&mut request, &Command::Judge { verdicts: verdicts(&[]) }, &customer());
    assert_eq!(request.paid_total(), 12_000_000 + 5_100_000 + 1_200_000, "a pass-through line at its actual");
    assert_eq!(request.reserved_total(), 0);
    assert_eq!(request.state, RequestState::Reviewing);
}

#[test]
fn refund_is_bounded_by_what_was_paid() {
    let mut request = in_state(RequestState::Reviewing);
    let dispute = DisputeId(Uuid::from_u128(95));
    run(&mut request, &Command::OpenDispute { dispute, text: words(95) }, &customer());
    let refund = |amount| Command::Resolve { resolution: Resolution::Refund { amount }, text: words(97) };
    let paid = request.paid_total();
    assert_eq!(decide(&request, &refund(paid + 1), &resolver()), Err(Refusal::MoreThanPaid { paid }));
    run(&mut request, &refund(1_000), &resolver());
    assert_eq!(request.paid_total(), paid - 1_000);
    assert_eq!(request.state, RequestState::Reviewing, "back to where it was");
}

#[test]
fn a_child_spends_its_parents_line_and_no_more() {
    let mut request = in_state(RequestState::Working);
    let (child, line) = (RequestId(Uuid::from_u128(2)), Some(LineId(Uuid::from_u128(73))));
    run(&mut request, &Command::ChildStated { child, unit: VENDOR, line }, &handler());
    let too_much = Command::ChildAgreed { child, amount: 1_500_001 };
    assert_eq!(
        decide(&request, &too_much, &handler()),
        Err(Refusal::LineExhausted { free: 1_500_000, needed: 1_500_001 })
    );
    run(&mut request, &Command::ChildAgreed { child, amount: 900_000 }, &handler());
    assert_eq!(decide(&request, &deliver(), &handler()), Err(Refusal::ChildrenOpen(1)));
    let offered = |request: &Request| available(request, &handler().sides).contains(&CommandKind::Deliver);
    assert!(!offered(&request), "what would be refused is not offered");
    assert_eq!(request.held_by().map(|child| child.request).collect::<Vec<_>>(), [child]);
    run(&mut request, &Command::ChildPaid { child, amount: 900_000 }, &handler());
    run(&mut request, &Command::ChildEnded { child }, &handler());
    assert!(offered(&request) && request.held_by().next().is_none());
    let plain = Command::Deliver { note: words(91), files: Vec::new(), actuals: Vec::new() };
    run(&mut request, &plain, &handler());
    run(&mut request, &Command::Judge { verdicts: verdicts(&[]) }, &customer());
    assert_eq!(request.paid_total(), 12_000_000 + 5_100_000 + 900_000);
}

/// A request at work, and a way to settle its pass-through line: a sub-request for a price, paid in part, and refunds.
fn settled(children: &[(i64, i64, i64)], late: i64) -> Request {
    let mut request = in_state(RequestState::Working);
    let line = LineId(Uuid::from_u128(73));
    let id = |n: usize| RequestId(Uuid::from_u128(1_000 + n as u128));
    let refund = |n, amount| Command::ChildRefunded { child: id(n), amount };
    for (n, (price, paid, back)) in children.iter().enumerate() {
        let child = id(n);
        run(&mut request, &Command::ChildStated { child, unit: VENDOR, line: Some(line) }, &handler());
        run(&mut request, &Command::ChildAgreed { child, amount: *price }, &handler());
        run(&mut request, &Command::ChildPaid { child, amount: *paid }, &handler());
        run(&mut request, &Command::ChildEnded { child }, &handler());
        assert_eq!(
            decide(&request, &refund(n, paid + 1), &timer()),
            Err(Refusal::MoreThanPaid { paid: *paid })
        );
        run(&mut request, &refund(n, *back), &timer());
    }
    let plain = Command::Deliver { note: words(91), files: Vec::new(), actuals: Vec::new() };
    run(&mut request, &plain, &handler());
    // Between hand-over and acceptance the first of them gives something back.
    run(&mut request, &refund(0, late), &timer());
    let (told, before) = (request.pays_if_accepted(), request.paid_total());
    run(&mut request, &Command::Judge { verdicts: verdicts(&[]) }, &customer());
    assert_eq!(told, Some(request.paid_total() - before), "what acceptance pays is known before it");
    request
}

proptest! {
    #[test]
    fn a_line_at_cost_settles_at_what_was_paid_less_what_came_back(
        parts in prop::collection::vec((1_i64..400_000, 0_u8..=100, 0_u8..=100), 1..4),
        late in 0_u8..=100,
    ) {
        let share = |sum: i64, part: u8| sum * i64::from(part) / 100;
        let children: Vec<_> = parts.iter().map(|(price, paid, back)| {
            let paid = share(*price, *paid);
            (*price, paid, share(paid, *back))
        }).collect();
        let late = share(children[0].1 - children[0].2, late);
        let cost: i64 = children.iter().map(|(_, paid, back)| paid - back).sum::<i64>() - late;
        let mut request = settled(&children, late);
        prop_assert_eq!(request.paid.get(&LineId(Uuid::from_u128(73))).copied().unwrap_or(0), cost);
        prop_assert_eq!(request.paid_total(), 12_000_000 + 5_100_000 + cost);
        prop_assert_eq!(request.reserved_total(), 0, "what was not needed went back");
        let first = children[0].1 - children[0].2 - late;
        let child = request.children[0].request;
        run(&mut request, &Command::ChildRefunded { child, amount: first }, &timer());
        prop_assert_eq!(request.paid_total(), 12_000_000 + 5_100_000 + cost, "what was accepted is final");
    }
}
