//! Random commands in random order: whatever people do, the books stay balanced.

use std::collections::BTreeMap;

use app::AppError;
use domain::ids::{DisputeId, RequestId};
use domain::ledger::{AccountKind, Book, BudgetMode};
use domain::request::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use testkit::Fixture;

use crate::ledger::checks::{agrees, sound};
use crate::ledger::world::*;

/// How strictly each unit's budget binds.
const MODES: [BudgetMode; 4] = [BudgetMode::Hard, BudgetMode::Soft, BudgetMode::Shadow, BudgetMode::Hard];

struct Walk<'a> {
    world: World<'a>,
    steps: u128,
    /// What a step was refused for, and how many did something.
    refused: BTreeMap<String, usize>,
    done: BTreeMap<&'static str, usize>,
}

impl Walk<'_> {
    /// One step, chosen by three numbers.
    fn step(&mut self, (what, which, how): (u8, u8, u16)) {
        self.steps += 1;
        let n = self.steps;
        let known: Vec<RequestId> = self.world.requests.keys().copied().collect();
        let at = usize::from(which);
        let price = i64::from(how) + 1;
        let unit = UNITS[at % 4];
        if known.is_empty() || what < 3 {
            match what {
                0 => self.world.issue(unit, ["2026-03", "2026-04", "2026-Q2"][at % 3], 3 * price),
                _ => {
                    let provider = UNITS[usize::from(how) % 4];
                    let offer = lines(n * 10, &offer(how));
                    self.world.ask(n, unit, provider, None, offer);
                }
            }
            return;
        }
        // Mostly a request in the state that the step is meant for, sometimes any.
        let wanted = match what {
            3..=5 => Some(RequestState::Choosing),
            6..=11 => Some(RequestState::Working),
            12..=15 => Some(RequestState::Accepting),
            16 | 21 => Some(RequestState::Reviewing),
            17 | 18 => Some(RequestState::Disputed),
            _ => None,
        };
        let fits = |id: &&RequestId| wanted.is_none_or(|state| self.world.requests[*id].state == state);
        let fitting: Vec<_> = known.iter().filter(fits).collect();
        let id = match fitting[..] {
            [] => known[at % known.len()],
            _ => *fitting[at % fitting.len()],
        };
        let request = self.world.requests[&id].clone();
        let (command, side) = match what {
            3..=5 => return self.choose(&request),
            6..=8 => return self.sub_request(&request, n, how),
            9..=11 => {
                let lines = request.chosen().map_or(&[][..], |offer| &offer.lines);
                let actual =
                    |line: &Line| LineAmount { line: line.id, amount: line.unit_price * at as i64 / 255 };
                let actuals = lines.iter().filter(|line| line.settles_at_actual()).map(actual);
                let command =
                    Command::Deliver { note: words(1), files: Vec::new(), actuals: actuals.collect() };
                (command, Side::Provider)
            }
            12..=15 => {
                let refused: Vec<u128> = (1..=3).filter(|n| how >> n & 3 == 3).collect();
                (verdicts(&refused), Side::Customer)
            }
            16 => {
                let dispute = DisputeId(item(1000 + n).0);
                (Command::OpenDispute { dispute, text: words(1) }, Side::Customer)
            }
            17 | 18 => {
                let all = [
                    Resolution::Refund { amount: 1 + request.paid_total() * i64::from(how % 4) / 4 },
                    Resolution::Rework,
                    Resolution::Release,
                    Resolution::Accept,
                    Resolution::Dismiss,
                ];
                (resolve(all[usize::from(how) % 5]), Side::Resolver)
            }
            19 => (Command::Cancel { reason: words(1) }, Side::Provider),
            20 => {
                let source = TimeSource::Estimate;
                (Command::MeasureClientTime { seconds: price.min(3600), source }, Side::Customer)
            }
            21 => {
                let review = Command::Review {
                    solved: Solved::Yes,
                    seconds: None,
                    would_pay: WouldPay::Yes,
                    comment: None,
                };
                (review, Side::Customer)
            }
            22 => (Command::Reopen { reason: words(1) }, Side::Customer),
            _ => {
                self.world.f.clock.advance_seconds(i64::from(how % 10) * 86_400);
                return;
            }
        };
        self.with_parent(&request, command, side);
    }

    fn choose(&mut self, request: &Request) {
        if request.parent.is_some() || request.state != RequestState::Choosing {
            return;
        }
        let mode = MODES[UNITS.iter().position(|unit| *unit == request.payer_unit).unwrap()];
        let total = request.offers.last().unwrap().total();
        let chosen = match self.world.funding(request.payer_unit, mode, total) {
            Ok(funding) => self.world.choose(request.id, funding),
            Err(refused) => Err(refused),
        };
        self.note("choose", chosen);
    }

    /// The provider orders a part of its work from another unit, against a line.
    fn sub_request(&mut self, parent: &Request, n: u128, how: u16) {
        let lines_left: Vec<_> = parent.reserved.keys().copied().collect();
        if parent.state != RequestState::Working || lines_left.is_empty() {
            return;
        }
        let line = lines_left[usize::from(how) % lines_left.len()];
        let kinds = [(LineKind::PassThrough, i64::from(how % 110) + 1, &[1, 2, 3][..usize::from(how % 4)])];
        let offer = lines(n * 10, &kinds);
        let provider = UNITS[usize::from(how / 4) % 4];
        let child = self.world.ask(n, parent.unit, provider, Some((parent.id, line)), offer);
        let chosen = self.world.choose(child, Funding::ParentLine { request: parent.id, line });
        let refused = chosen.is_err();
        self.note("sub-request", chosen);
        if refused {
            let request = self.world.requests[&child].clone();
            self.with_parent(&request, Command::Cancel { reason: words(1) }, Side::Provider);
        }
    }

    /// Gives a command and tells the parent what it means for it, as the use cases do.
    fn with_parent(&mut self, request: &Request, command: Command, side: Side) {
        let code = command.kind().code();
        let id = request.id;
        let mut steps = vec![(id, command.clone(), side)];
        if let Some(parent) = request.parent {
            match self.world.decided(&steps[0]) {
                Ok(events) => {
                    for event in &events {
                        let told = match event {
                            Event::Accepted { payments, .. } => {
                                let amount = payments.iter().map(|sum| sum.amount).sum();
                                Command::ChildPaid { child: id, amount }
                            }
                            Event::DisputeResolved { resolution: Resolution::Refund { amount }, .. } => {
                                Command::ChildRefunded { child: id, amount: *amount }
                            }
                            Event::Cancelled { .. } | Event::Reviewed { .. } => {
                                Command::ChildEnded { child: id }
                            }
                            _ => continue,
                        };
                        steps.push((parent.request, told, Side::Provider));
                    }
                }
                Err(refusal) => return self.note(code, Err(refusal.into())),
            }
        }
        let done = self.world.run(steps);
        self.note(code, done);
    }

    /// A rule may refuse a step; the ledger and the database may not.
    fn note(&mut self, what: &'static str, answer: Result<(), AppError>) {
        match answer {
            Ok(()) => *self.done.entry(what).or_default() += 1,
            Err(refused @ (AppError::Refused(_) | AppError::Budget(_))) => {
                *self.refused.entry(refused.to_string()).or_default() += 1;
            }
            Err(broken) => panic!("{what}: {broken}"),
        }
    }

    fn check(&self) {
        let book = sound(&self.world);
        for request in self.world.requests.values() {
            reserves_agree(&book, request);
        }
        for (account, balance) in book.balances() {
            let mode = UNITS.iter().position(|unit| *unit == account.unit).map(|at| MODES[at]);
            if account.kind == AccountKind::Budget && mode == Some(BudgetMode::Hard) {
                assert!(balance >= 0, "a hard budget is never overdrawn");
            }
        }
    }
}

/// What the ledger has reserved for a request is what the request says.
fn reserves_agree(book: &Book, request: &Request) {
    let open: i64 = book.open(Some(request.id)).iter().map(|open| open.amount).sum();
    let held: i64 = request.children.iter().map(|child| child.earmarked).sum();
    match request.choice.as_ref().map(|choice| &choice.funding) {
        Some(Funding::Budget { mode: BudgetMode::Soft | BudgetMode::Hard, .. }) => {
            assert_eq!(open, request.reserved_total() - held, "{}", request.number);
        }
        Some(Funding::ParentLine { .. }) => assert!(open <= request.reserved_total()),
        _ => assert_eq!(open, 0),
    }
}

fn offer(how: u16) -> Vec<(LineKind, i64, &'static [u128])> {
    let price = i64::from(how / 3);
    let all: [(LineKind, i64, &'static [u128]); 3] = [
        (LineKind::Fixed, price, &[1]),
        (LineKind::PassThrough, price / 2 + 1, &[2, 3]),
        (LineKind::Labour, 7, &[]),
    ];
    all[..usize::from(how % 4)].to_vec()
}

fn walk(cases: u32, fixture: impl Fn() -> Fixture) {
    let mut done = BTreeMap::<&str, usize>::new();
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    // The same walks in every run, so that a failure repeats and every kind of step is known to have been taken.
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let steps = proptest::collection::vec((0_u8..24, any::<u8>(), 0_u16..4000), 30..60);
    let done_here = std::cell::RefCell::new(&mut done);
    let answer = runner.run(&steps, |steps| {
        let fixture = fixture();
        let world = World::new(&fixture);
        let mut walk = Walk { world, steps: 100, refused: BTreeMap::new(), done: BTreeMap::new() };
        walk.world.issue(MARKETING, "2026-03", 20_000);
        for (n, (customer, provider)) in (1..).zip([(MARKETING, IT), (IT, LEGAL), (LEGAL, IT)]) {
            walk.world.ask(n, customer, provider, None, lines(n * 10, &offer(311)));
        }
        for step in steps {
            walk.step(step);
            walk.check();
        }
        for unit in UNITS {
            agrees(&walk.world, unit, "2026-03");
            agrees(&walk.world, unit, "2026-Q2");
        }
        for (what, times) in walk.done {
            *done_here.borrow_mut().entry(what).or_default() += times;
        }
        Ok(())
    });
    if let Err(failed) = answer {
        panic!("{failed}");
    }
    for what in ["choose", "deliver", "judge", "sub-request", "resolve", "cancel", "measure_client_time"] {
        assert!(done.contains_key(what), "no step ever did {what}: {done:?}");
    }
}

#[test]
fn random_commands_keep_the_books_balanced_on_sqlite() {
    walk(12, Fixture::sqlite);
}

#[test]
fn random_commands_keep_the_books_balanced_on_postgres() {
    if Fixture::postgres().is_some() {
        walk(4, || Fixture::postgres().unwrap());
    }
}
