//! What is paid, for what, and by whom.

use super::*;

#[test]
fn two_criteria_of_three_pay_their_line_and_rework_pays_the_rest() {
    let mut request = in_state(State::Accepting);
    let events = run(&mut request, &Command::Judge { verdicts: verdicts(&[53]) }, &customer());
    assert_eq!(request.state, State::Working);
    assert_eq!(request.paid_total(), 12_000_000, "exactly the line whose criteria are all accepted");
    assert!(matches!(&events[1], Event::Accepted { whole: false, .. }));
    run(&mut request, &deliver(), &handler());
    run(&mut request, &Command::Judge { verdicts: verdicts(&[]) }, &customer());
    assert_eq!(request.paid_total(), 12_000_000 + 5_100_000 + 1_200_000, "a pass-through line at its actual");
    assert_eq!(request.reserved_total(), 0);
    assert_eq!(request.state, State::Reviewing);
}

#[test]
fn refund_is_bounded_by_what_was_paid() {
    let mut request = in_state(State::Reviewing);
    let dispute = DisputeId(Uuid::from_u128(95));
    run(&mut request, &Command::OpenDispute { dispute, text: words(95) }, &customer());
    let refund = |amount| Command::Resolve { resolution: Resolution::Refund { amount }, text: words(97) };
    let paid = request.paid_total();
    assert_eq!(decide(&request, &refund(paid + 1), &resolver()), Err(Refusal::MoreThanPaid { paid }));
    run(&mut request, &refund(1_000), &resolver());
    assert_eq!(request.paid_total(), paid - 1_000);
    assert_eq!(request.state, State::Reviewing, "back to where it was");
}

#[test]
fn a_child_spends_its_parents_line_and_no_more() {
    let mut request = in_state(State::Working);
    let (child, line) = (RequestId(Uuid::from_u128(2)), Some(LineId(Uuid::from_u128(73))));
    run(&mut request, &Command::ChildStated { child, unit: VENDOR, line }, &handler());
    let too_much = Command::ChildAgreed { child, amount: 1_500_001 };
    assert_eq!(
        decide(&request, &too_much, &handler()),
        Err(Refusal::LineExhausted { free: 1_500_000, needed: 1_500_001 })
    );
    run(&mut request, &Command::ChildAgreed { child, amount: 900_000 }, &handler());
    assert_eq!(decide(&request, &deliver(), &handler()), Err(Refusal::ChildrenOpen(1)));
    let offered = |request: &Request| available(request, &handler().sides).contains("deliver");
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
