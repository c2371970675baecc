//! The journey as a table, and as a walk.

use std::collections::BTreeSet;

use uuid::Uuid;

use super::timeouts::Nudge;
use super::*;
use crate::actor::{Actor, Channel};
use crate::aggregate::{Folded as _, fold};
use crate::content::ContentRef;
use crate::history::{decode, encode};
use crate::ids::*;
use crate::ledger::BudgetMode;
use crate::time::Instant;

mod acting;
mod money;
mod moves;
mod table;

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
        decide(request, command, cx).unwrap_or_else(|refusal| panic!("{}: {refusal}", command.kind().code()));
    for event in &events {
        let (kind, data) = encode(event);
        assert_eq!(&decode::<Event>(&kind, 1, &data).unwrap(), event, "reads back");
        *request = Request::evolve(Some(request.clone()), event, cx.now).unwrap();
    }
    events
}

fn stated() -> Request {
    let events = state_request(&statement(), &customer()).unwrap();
    fold(events.iter().map(|event| (event, NOW))).unwrap().unwrap()
}

/// A request in each state, reached by commands alone.
fn in_state(state: RequestState) -> Request {
    let mut request = stated();
    let steps: [(RequestState, Vec<(Command, Cx)>); 8] = [
        (RequestState::Formulating, vec![(Command::Claim, handler())]),
        (RequestState::Confirming, vec![(Command::SendBrief { brief: brief(1) }, handler())]),
        (RequestState::Estimating, vec![(Command::ConfirmBrief { version: 1 }, customer())]),
        (
            RequestState::Choosing,
            vec![
                (Command::Invite { unit: VENDOR }, customer()),
                (Command::SendOffer { offer: offer(70, IT) }, handler()),
            ],
        ),
        (RequestState::Working, vec![(choose(), customer())]),
        (RequestState::Accepting, vec![(deliver(), handler())]),
        (RequestState::Reviewing, vec![(Command::Judge { verdicts: verdicts(&[]) }, customer())]),
        (
            RequestState::Closed,
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
    if state == RequestState::Cancelled {
        run(&mut request, &Command::Cancel { reason: words(99) }, &customer());
        return request;
    }
    for (reached, commands) in steps {
        if request.state == state {
            break;
        }
        if state == RequestState::Disputed && request.state == RequestState::Accepting {
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
    let send_offer = if request.state == RequestState::Choosing {
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
        (Command::Invite { unit: UnitId(Uuid::from_u128(400)) }, vec![customer()]),
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
            vec![customer()],
        ),
        (
            Command::Entrust {
                to: JUDGE,
                belongs: Belonging { member: [MARKETING].into(), ..Belonging::default() },
            },
            vec![customer()],
        ),
        (Command::SayOutside { unit: VENDOR, text: words(48) }, vec![customer(), handler(), bidder()]),
        (Command::TimeOut(nudge), vec![timer()]),
    ]
}
