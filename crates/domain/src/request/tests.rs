//! The journey as a table, and as a walk.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use uuid::Uuid;

use super::timeouts::Nudge;
use super::*;
use crate::actor::{Actor, Channel};
use crate::content::ContentRef;
use crate::history::{decode, encode};
use crate::ids::*;
use crate::ledger::BudgetMode;
use crate::time::Instant;

const CUSTOMER: PersonId = PersonId(Uuid::from_u128(10));
const HANDLER: PersonId = PersonId(Uuid::from_u128(20));
const JUDGE: PersonId = PersonId(Uuid::from_u128(30));
const MARKETING: UnitId = UnitId(Uuid::from_u128(100));
const IT: UnitId = UnitId(Uuid::from_u128(200));
const VENDOR: UnitId = UnitId(Uuid::from_u128(300));
const NOW: Instant = Instant::from_millis(1_790_000_000_000);

fn words(n: u128) -> ContentRef {
    ContentRef { id: ContentId(Uuid::from_u128(n)), hash: format!("{n:064x}") }
}

fn item(n: u128) -> Item {
    Item { id: ItemId(Uuid::from_u128(n)), text: words(n) }
}

fn cx(person: PersonId, side: Side) -> Cx {
    Cx { actor: Actor::Person(person), sides: BTreeSet::from([side]), unit: None, now: NOW }
}

fn customer() -> Cx {
    cx(CUSTOMER, Side::Customer)
}

fn handler() -> Cx {
    cx(HANDLER, Side::Provider)
}

fn resolver() -> Cx {
    cx(JUDGE, Side::Resolver)
}

fn bidder() -> Cx {
    Cx { unit: Some(VENDOR), ..cx(PersonId(Uuid::from_u128(40)), Side::Bidder) }
}

fn timer() -> Cx {
    Cx { actor: Actor::Timer, sides: BTreeSet::from([Side::Timer]), unit: None, now: NOW }
}

fn statement() -> NewRequest {
    NewRequest {
        id: RequestId(Uuid::from_u128(1)),
        number: 1482,
        parent: None,
        class: Class::Open,
        customer: CUSTOMER,
        customer_unit: MARKETING,
        beneficiary: None,
        payer_unit: MARKETING,
        unit: IT,
        service: None,
        title: words(1),
        statement: words(2),
        files: Vec::new(),
        promise: PromiseId(Uuid::from_u128(5)),
        calendar: CalendarId(Uuid::from_u128(6)),
        ready: None,
        channel: Channel::Web,
    }
}

fn brief(version: u32) -> Brief {
    Brief {
        version,
        title: words(11),
        problem: words(12),
        outcome: words(13),
        criteria: vec![item(51), item(52), item(53)],
        assumptions: vec![item(61)],
        distance: Distance::Other,
        by: HANDLER,
        sent_at: NOW,
        confirmed_at: None,
        corrected_at: None,
    }
}

fn line(n: u128, kind: LineKind, price: i64, criteria: &[u128]) -> Line {
    Line {
        id: LineId(Uuid::from_u128(n)),
        kind,
        text: words(n),
        quantity: 1000,
        unit_price: price,
        criteria: criteria.iter().map(|n| ItemId(Uuid::from_u128(*n))).collect(),
    }
}

fn offer(n: u128, unit: UnitId) -> Offer {
    Offer {
        id: OfferId(Uuid::from_u128(n)),
        unit,
        outside: unit == VENDOR,
        by: Some(HANDLER),
        brief: 1,
        lines: vec![
            line(71, LineKind::Labour, 12_000_000, &[51, 52]),
            line(72, LineKind::Fixed, 5_100_000, &[53]),
            line(73, LineKind::PassThrough, 1_500_000, &[]),
        ],
        estimate: Estimate { optimistic: 3600, likely: 7200, pessimistic: 18_000 },
        client_seconds: 5400,
        ready_by: NOW.plus_seconds(86_400),
        probability: 85,
        criteria: brief(1).criteria.iter().map(|item| item.id).collect(),
        risk: None,
        own_answer: Some(WouldPay::Less),
        valid_until: NOW.plus_seconds(86_400),
        sent_at: NOW,
        withdrawn_at: None,
    }
}

fn budget() -> Funding {
    Funding::Budget {
        unit: MARKETING,
        period: "2026-11".parse().unwrap(),
        mode: BudgetMode::Hard,
        over: false,
    }
}

fn choose() -> Command {
    Command::Choose { offer: OfferId(Uuid::from_u128(70)), reason: words(80), funding: budget() }
}

fn verdicts(refused: &[u128]) -> Vec<Verdict> {
    [51, 52, 53]
        .into_iter()
        .map(|n| {
            let accepted = !refused.contains(&n);
            Verdict {
                criterion: ItemId(Uuid::from_u128(n)),
                accepted,
                comment: (!accepted).then(|| words(90)),
            }
        })
        .collect()
}

fn deliver() -> Command {
    let actuals = vec![LineAmount { line: LineId(Uuid::from_u128(73)), amount: 1_200_000 }];
    Command::Deliver { note: words(91), files: Vec::new(), actuals }
}

fn run(request: &mut Request, command: &Command, cx: &Cx) -> Vec<Event> {
    let events =
        decide(request, command, cx).unwrap_or_else(|refusal| panic!("{}: {refusal}", command.code()));
    for event in &events {
        let (kind, data) = encode(event);
        assert_eq!(&decode::<Event>(&kind, 1, &data).unwrap(), event, "reads back");
        *request = evolve(Some(request.clone()), event, cx.now).unwrap();
    }
    events
}

fn stated() -> Request {
    let events = state_request(&statement(), &customer()).unwrap();
    replay(events.iter().map(|event| (event, NOW))).unwrap()
}

/// A request in each state, reached by commands alone.
fn in_state(state: State) -> Request {
    let mut request = stated();
    let steps: [(State, Vec<(Command, Cx)>); 8] = [
        (State::Formulating, vec![(Command::Claim, handler())]),
        (State::Confirming, vec![(Command::SendBrief { brief: brief(1) }, handler())]),
        (State::Estimating, vec![(Command::ConfirmBrief { version: 1 }, customer())]),
        (
            State::Choosing,
            vec![
                (Command::Invite { unit: VENDOR }, customer()),
                (Command::SendOffer { offer: offer(70, IT) }, handler()),
            ],
        ),
        (State::Working, vec![(choose(), customer())]),
        (State::Accepting, vec![(deliver(), handler())]),
        (State::Reviewing, vec![(Command::Judge { verdicts: verdicts(&[]) }, customer())]),
        (
            State::Closed,
            vec![(
                Command::Review {
                    solved: Solved::Yes,
                    seconds: None,
                    would_pay: WouldPay::Yes,
                    comment: None,
                },
                customer(),
            )],
        ),
    ];
    if state == State::Cancelled {
        run(&mut request, &Command::Cancel { reason: words(99) }, &customer());
        return request;
    }
    for (reached, commands) in steps {
        if request.state == state {
            break;
        }
        if state == State::Disputed && request.state == State::Accepting {
            let dispute = DisputeId(Uuid::from_u128(95));
            run(&mut request, &Command::OpenDispute { dispute, text: words(95) }, &handler());
            break;
        }
        for (command, cx) in commands {
            run(&mut request, &command, &cx);
        }
        assert_eq!(request.state, reached);
    }
    assert_eq!(request.state, state);
    request
}

/// One sample of each command with the side that is meant to give it.
fn samples(request: &Request) -> Vec<(Command, Vec<Cx>)> {
    let task = TaskId(Uuid::from_u128(65));
    let next = request.brief().map_or(1, |brief| brief.version + 1);
    let seen = request.brief().map_or(1, |brief| brief.version);
    let interview = Interview {
        by: HANDLER,
        happened_at: NOW,
        seconds: 1320,
        notes: vec![Note { prompt: "stated".into(), text: words(31) }],
        quotes: vec![Quote { id: ItemId(Uuid::from_u128(32)), text: words(32), insight: Some(words(33)) }],
    };
    let nudge = request.next_timeout().map_or(Nudge { since: NOW, step: 0 }, |(nudge, _)| nudge);
    let pass_on = Command::PassOn {
        to: VENDOR,
        service: None,
        note: words(40),
        share_history: true,
        promise: PromiseId(Uuid::from_u128(5)),
        calendar: CalendarId(Uuid::from_u128(6)),
    };
    // The first offer is the provider's own; while it waits, the invited vendor offers beside it.
    let send_offer = if request.state == State::Choosing {
        let theirs = Offer { id: OfferId(Uuid::from_u128(75)), ..offer(75, VENDOR) };
        (Command::SendOffer { offer: theirs }, vec![bidder()])
    } else {
        (Command::SendOffer { offer: offer(70, IT) }, vec![handler()])
    };
    let both = || vec![customer(), handler()];
    vec![
        (pass_on, vec![handler()]),
        (Command::Claim, vec![handler()]),
        (Command::Assign { to: JUDGE }, vec![handler()]),
        (Command::Message { text: words(41), files: Vec::new() }, both()),
        (Command::Ask { question: QuestionId(Uuid::from_u128(42)), text: words(42) }, vec![handler()]),
        (Command::RecordInterview { interview }, vec![handler()]),
        (Command::SendBrief { brief: brief(next) }, vec![handler()]),
        (Command::ConfirmBrief { version: seen }, vec![customer()]),
        (Command::CorrectBrief { version: seen, comment: words(43) }, vec![customer()]),
        (Command::Invite { unit: UnitId(Uuid::from_u128(400)) }, both()),
        (Command::DeclineInvitation { reason: words(44) }, vec![bidder()]),
        send_offer,
        (Command::WithdrawOffer { offer: OfferId(Uuid::from_u128(70)), reason: words(45) }, vec![handler()]),
        (choose(), vec![customer()]),
        (Command::RefuseOffers { reason: words(46) }, vec![customer()]),
        (Command::AddTask { task, text: words(47) }, vec![handler()]),
        (Command::LogEffort { task: None, seconds: 600 }, vec![handler()]),
        (
            Command::ChildStated { child: RequestId(Uuid::from_u128(2)), unit: VENDOR, line: None },
            vec![handler()],
        ),
        (deliver(), vec![handler()]),
        (Command::Judge { verdicts: verdicts(&[]) }, vec![customer()]),
        (Command::OpenDispute { dispute: DisputeId(Uuid::from_u128(96)), text: words(96) }, both()),
        (Command::Resolve { resolution: Resolution::Rework, text: words(97) }, vec![resolver()]),
        (
            Command::Review {
                solved: Solved::Partly,
                seconds: Some(600),
                would_pay: WouldPay::No,
                comment: None,
            },
            vec![customer()],
        ),
        (Command::Reopen { reason: words(98) }, vec![customer()]),
        (Command::Cancel { reason: words(99) }, both()),
        (
            Command::ShareOutside {
                link: LinkId(Uuid::from_u128(66)),
                unit: VENDOR,
                until: NOW.plus_seconds(86_400),
            },
            both(),
        ),
        (Command::SayOutside { unit: VENDOR, text: words(48) }, vec![customer(), handler(), bidder()]),
        (Command::TimeOut(nudge), vec![timer()]),
    ]
}

/// Who may give a command in a state: `c`ustomer, `p`rovider, `b`idder, `r`esolver, `t`imer.
fn cell(request: &Request, command: &Command, contexts: &[Cx]) -> String {
    contexts
        .iter()
        .filter(|cx| decide(request, command, cx).is_ok_and(|events| !events.is_empty()))
        .map(|cx| match cx.sides.first() {
            Some(Side::Customer) => 'c',
            Some(Side::Provider) => 'p',
            Some(Side::Bidder) => 'b',
            Some(Side::Resolver) => 'r',
            _ => 't',
        })
        .collect()
}

fn table() -> String {
    let requests: Vec<_> = State::ALL.into_iter().map(in_state).collect();
    let mut table = String::from("| command |");
    for state in State::ALL {
        let _ = write!(table, " {} |", state.code());
    }
    table.push_str("\n|---|");
    table.push_str(&"---|".repeat(State::ALL.len()));
    let commands = samples(&requests[0]).len();
    for at in 0..commands {
        let _ = write!(table, "\n| {} |", samples(&requests[0])[at].0.code());
        for request in &requests {
            let (command, contexts) = &samples(request)[at];
            let _ = write!(table, " {} |", cell(request, command, contexts));
        }
    }
    table.push('\n');
    table
}

#[test]
fn the_documented_table_of_states_and_commands_is_what_the_machine_does() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/request-states.md"))
        .expect("docs/request-states.md is part of the repository");
    let table = table();
    assert!(page.contains(&table), "docs/request-states.md must hold this table:\n{table}");
}

#[test]
fn pages_offer_exactly_what_the_machine_accepts() {
    for state in State::ALL {
        let request = in_state(state);
        for (command, contexts) in samples(&request) {
            for cx in contexts.iter().filter(|cx| cx.actor != Actor::Timer) {
                // Nobody is a bidder before an invitation: permissions see to that.
                if cx.unit.is_some() && request.invitations.is_empty() {
                    continue;
                }
                let offered = available(&request, &cx.sides).contains(command.code());
                let accepted = decide(&request, &command, cx).is_ok();
                assert_eq!(offered, accepted, "{} {:?} in {}", command.code(), cx.sides, state.code());
            }
        }
    }
}

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
fn nobody_judges_rates_or_resolves_what_they_deliver() {
    let own = Cx { sides: BTreeSet::from([Side::Customer, Side::Resolver]), ..handler() };
    let accepting = in_state(State::Accepting);
    let judge = Command::Judge { verdicts: verdicts(&[]) };
    assert_eq!(decide(&accepting, &judge, &own), Err(Refusal::OwnWork));
    let reviewing = in_state(State::Reviewing);
    let review =
        Command::Review { solved: Solved::Yes, seconds: None, would_pay: WouldPay::Yes, comment: None };
    assert_eq!(decide(&reviewing, &review, &own), Err(Refusal::OwnWork));
    let disputed = in_state(State::Disputed);
    let resolve = Command::Resolve { resolution: Resolution::Accept, text: words(97) };
    assert_eq!(decide(&disputed, &resolve, &own), Err(Refusal::OwnWork));
    let party = Cx { sides: BTreeSet::from([Side::Resolver]), ..customer() };
    assert_eq!(decide(&disputed, &resolve, &party), Err(Refusal::OwnWork));
}

#[test]
fn a_question_turns_the_move_and_any_words_of_the_customer_give_it_back() {
    let mut request = in_state(State::Formulating);
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
    for state in State::ALL {
        let mut request = in_state(state);
        let paid = request.paid_total();
        let mut steps = 0;
        while let Some((nudge, _)) = request.next_timeout() {
            let before = request.state;
            run(&mut request, &Command::TimeOut(nudge), &timer());
            steps += 1;
            assert!(steps < 10, "time-outs end");
            if request.state != before {
                assert!(matches!(request.state, State::Cancelled | State::Closed), "only ends");
                assert!(before.before_agreement() || before == State::Reviewing);
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
fn an_offer_of_a_third_unit_moves_the_request_to_it() {
    let mut request = in_state(State::Choosing);
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
    let mut request = in_state(State::Choosing);
    assert_eq!(request.offer_until(VENDOR), None, "asked, and nothing sent");
    let theirs = Offer { id: OfferId(Uuid::from_u128(75)), ..offer(75, VENDOR) };
    let until = theirs.valid_until;
    run(&mut request, &Command::SendOffer { offer: theirs }, &bidder());
    assert_eq!(request.offer_until(VENDOR), Some(until));
    assert_eq!(request.live_offers(until).count(), 0, "past its moment it is told, not chosen");
    let mut refused = request.clone();
    run(&mut refused, &Command::RefuseOffers { reason: words(76) }, &customer());
    assert_eq!(refused.offer_until(VENDOR), None);
    let back = Command::WithdrawOffer { offer: OfferId(Uuid::from_u128(75)), reason: words(76) };
    let mut withdrawn = request.clone();
    run(&mut withdrawn, &back, &bidder());
    assert_eq!(withdrawn.offer_until(VENDOR), None);
    run(&mut request, &choose(), &customer());
    assert_eq!(request.offer_until(VENDOR), None, "offers are over");
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
