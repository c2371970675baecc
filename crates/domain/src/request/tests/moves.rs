//! The journey as a walk: whose move it is, who may make it, what silence does.

use super::*;

#[test]
fn nobody_judges_rates_or_resolves_what_they_deliver() {
    let own = Cx { sides: BTreeSet::from([Side::Customer, Side::Resolver]), ..handler() };
    let accepting = in_state(RequestState::Accepting);
    let judge = Command::Judge { verdicts: verdicts(&[]) };
    assert_eq!(decide(&accepting, &judge, &own), Err(Refusal::OwnWork));
    let reviewing = in_state(RequestState::Reviewing);
    let review =
        Command::Review { solved: Solved::Yes, seconds: None, would_pay: WouldPay::Yes, comment: None };
    assert_eq!(decide(&reviewing, &review, &own), Err(Refusal::OwnWork));
    let disputed = in_state(RequestState::Disputed);
    let resolve = Command::Resolve { resolution: Resolution::Accept, text: words(97) };
    assert_eq!(decide(&disputed, &resolve, &own), Err(Refusal::OwnWork));
    let party = Cx { sides: BTreeSet::from([Side::Resolver]), ..customer() };
    assert_eq!(decide(&disputed, &resolve, &party), Err(Refusal::OwnWork));
}

#[test]
fn a_question_turns_the_move_and_any_words_of_the_customer_give_it_back() {
    let mut request = in_state(RequestState::Formulating);
    assert_eq!(request.turn().whose, Whose::Provider);
    let ask = Command::Ask { question: QuestionId(Uuid::from_u128(42)), text: words(42) };
    let events = run(&mut request, &ask, &handler());
    assert!(events.contains(&Event::FirstAnswered { unit: IT }), "a question is an answer the customer sees");
    assert_eq!((request.turn().whose, request.turn().what), (Whose::Customer, TurnWhat::Answer));
    run(&mut request, &Command::Message { text: words(43), files: Vec::new() }, &customer());
    assert_eq!((request.turn().whose, request.turn().what), (Whose::Provider, TurnWhat::Formulate));
}

#[test]
fn a_claim_is_no_first_answer_and_passing_on_never_restarts_the_customers_clock() {
    let mut request = stated();
    run(&mut request, &Command::Claim, &handler());
    assert!(request.clocks.iter().all(|clock| clock.stopped_at.is_none()));
    let pass_on = samples(&request).remove(0).0;
    run(&mut request, &pass_on, &handler());
    let customers: Vec<_> = request.clocks.iter().filter(|clock| clock.of == ClockOf::Customer).collect();
    assert_eq!(customers.len(), 1);
    assert_eq!(customers[0].started_at, NOW);
    assert_eq!(customers[0].stopped_at, None);
    assert!(request.clocks.iter().any(|clock| clock.of == ClockOf::Unit { unit: VENDOR }));
}

#[test]
fn silence_reminds_then_goes_up_and_never_pays() {
    for state in RequestState::ALL {
        let mut request = in_state(state);
        let paid = request.paid_total();
        let mut steps = 0;
        while let Some((nudge, _)) = request.next_timeout() {
            let before = request.state;
            run(&mut request, &Command::TimeOut(nudge), &timer());
            steps += 1;
            assert!(steps < 10, "time-outs end");
            if request.state != before {
                assert!(matches!(request.state, RequestState::Cancelled | RequestState::Closed), "only ends");
                assert!(before.before_agreement() || before == RequestState::Reviewing);
            }
        }
        assert_eq!(request.paid_total(), paid, "silence never pays");
        assert!(!state.is_open() || steps > 0, "{} waits for a person and has a time-out", state.code());
    }
}

#[test]
fn a_time_out_of_a_waiting_that_is_over_does_nothing() {
    let mut request = stated();
    let (old, _) = request.next_timeout().unwrap();
    let later = Cx { now: NOW.plus_seconds(60), ..handler() };
    run(&mut request, &Command::Claim, &later);
    assert_eq!(decide(&request, &Command::TimeOut(old), &timer()), Ok(Vec::new()));
}

#[test]
fn an_offer_of_a_third_unit_moves_the_request_to_it() {
    let mut request = in_state(RequestState::Choosing);
    let theirs = Offer { id: OfferId(Uuid::from_u128(75)), ..offer(75, VENDOR) };
    run(&mut request, &Command::SendOffer { offer: theirs }, &bidder());
    assert_eq!(request.live_offers(NOW).count(), 2);
    let choose =
        Command::Choose { offer: OfferId(Uuid::from_u128(75)), reason: words(80), funding: budget() };
    run(&mut request, &choose, &customer());
    assert_eq!((request.unit, request.past_units.as_slice()), (VENDOR, &[IT][..]));
}

#[test]
fn an_offer_stands_until_its_moment_or_until_it_is_taken_back() {
    let mut request = in_state(RequestState::Choosing);
    assert_eq!(request.offer_of(VENDOR), None, "asked, and nothing sent");
    let theirs = Offer { id: OfferId(Uuid::from_u128(75)), ..offer(75, VENDOR) };
    let until = theirs.valid_until;
    run(&mut request, &Command::SendOffer { offer: theirs }, &bidder());
    assert_eq!(request.offer_of(VENDOR).map(|offer| offer.valid_until), Some(until));
    assert_eq!(request.live_offers(until).count(), 0, "past its moment it is told, not chosen");
    let mut refused = request.clone();
    run(&mut refused, &Command::RefuseOffers { reason: words(76) }, &customer());
    assert_eq!(refused.offer_of(VENDOR), None);
    let back = Command::WithdrawOffer { offer: OfferId(Uuid::from_u128(75)), reason: words(76) };
    let mut withdrawn = request.clone();
    run(&mut withdrawn, &back, &bidder());
    assert_eq!(withdrawn.offer_of(VENDOR), None);
    run(&mut request, &choose(), &customer());
    assert_eq!(request.offer_of(VENDOR), None, "offers are over");
}

#[test]
fn whoever_waits_reminds_the_other_side_once_a_day() {
    let at = |hours: i64, who: Cx| Cx { now: NOW.plus_seconds(hours * 3_600), ..who };
    let wrong =
        |request: &Request| Refusal::WrongState { state: request.state, command: CommandKind::Remind };
    let mut request = in_state(RequestState::Formulating);
    let began = request.turn().since.seconds_since(NOW) / 3_600;
    let later = |hours| began + hours;
    assert_eq!(decide(&request, &Command::Remind, &at(later(23), customer())), Err(Refusal::Already));
    assert_eq!(decide(&request, &Command::Remind, &at(later(25), handler())), Err(wrong(&request)));
    let sent = run(&mut request, &Command::Remind, &at(later(25), customer()));
    assert!(matches!(sent[..], [Event::ReminderSent { side: Side::Customer, .. }]));
    assert_eq!(decide(&request, &Command::Remind, &at(later(48), customer())), Err(Refusal::Already));
    assert_eq!(run(&mut request, &Command::Remind, &at(later(50), customer())).len(), 1);
    // It is the customer's move now: the provider waits, and the day begins anew.
    let ask = Command::Ask { question: QuestionId(Uuid::from_u128(42)), text: words(42) };
    run(&mut request, &ask, &at(later(51), handler()));
    assert_eq!(decide(&request, &Command::Remind, &at(later(60), handler())), Err(Refusal::Already));
    assert_eq!(decide(&request, &Command::Remind, &at(later(99), customer())), Err(wrong(&request)));
    assert_eq!(run(&mut request, &Command::Remind, &at(later(99), handler())).len(), 1);
    assert_eq!(decide(&request, &Command::Remind, &at(later(999), bidder())), Err(Refusal::NotYours));
    let disputed = in_state(RequestState::Disputed);
    assert_eq!(decide(&disputed, &Command::Remind, &at(999, customer())), Err(wrong(&disputed)));
}
