//! Random command sequences, honest and mistaken, against what must hold after each of them.

use proptest::prelude::*;
use proptest::sample::Index;

use super::*;

#[derive(Debug, Clone)]
enum Command {
    Issue { unit: usize, amount: Minor },
    Withdraw { transfer: Index, amount: Minor },
    Order { payer: usize, provider: usize, amounts: Vec<Minor> },
    Pay { order: Index, line: Index, amount: Option<Minor> },
    Void { order: Index, line: Index, amount: Option<Minor> },
    SubRequest { order: Index, line: Index, provider: usize, amount: Minor },
    FinishChild { child: Index, accepted: bool },
    Reverse { transfer: Index, part: Option<Minor> },
    Time { customer: usize, provider: usize, seconds: Minor },
}

fn command() -> impl Strategy<Value = Command> {
    let index = any::<Index>;
    let some = || proptest::option::weighted(0.4, 1_i64..3000);
    prop_oneof![
        2 => (0..3_usize, 1_i64..9000).prop_map(|(unit, amount)| Command::Issue { unit, amount }),
        1 => (index(), 1_i64..5000).prop_map(|(transfer, amount)| Command::Withdraw { transfer, amount }),
        4 => (0..3_usize, 0..4_usize, proptest::collection::vec(0_i64..3000, 1..4))
            .prop_map(|(payer, provider, amounts)| Command::Order { payer, provider, amounts }),
        4 => (index(), index(), some()).prop_map(|(order, line, amount)| Command::Pay { order, line, amount }),
        2 => (index(), index(), some()).prop_map(|(order, line, amount)| Command::Void { order, line, amount }),
        3 => (index(), index(), 0..4_usize, 1_i64..2000).prop_map(|(order, line, provider, amount)| {
            Command::SubRequest { order, line, provider, amount }
        }),
        3 => (index(), any::<bool>()).prop_map(|(child, accepted)| Command::FinishChild { child, accepted }),
        2 => (index(), some()).prop_map(|(transfer, part)| Command::Reverse { transfer, part }),
        1 => (0..3_usize, 0..3_usize, 1_i64..4000)
            .prop_map(|(customer, provider, seconds)| Command::Time { customer, provider, seconds }),
    ]
}

/// Marketing's budget is hard, IT's soft, Legal's a shadow; the vendor only supplies.
const UNITS: [UnitId; 4] = [MARKETING, IT, LEGAL, VENDOR];
const MODES: [BudgetMode; 3] = [BudgetMode::Hard, BudgetMode::Soft, BudgetMode::Shadow];

/// An order as the commands see it. The sums are kept from the commands, not read from the book.
struct Placed {
    order: Order,
    lines: Vec<LineId>,
    reserved: Minor,
    paid: Minor,
    voided: Minor,
    children: Vec<RequestId>,
}

#[derive(Default)]
struct World {
    book: Book,
    rows: Vec<BudgetRow>,
    placed: Vec<Placed>,
    children: Vec<(Earmark, Order)>,
    next: u128,
}

impl World {
    fn new() -> Self {
        Self { rows: UNITS.map(|unit| BudgetRow::new(purse(unit))).into(), ..Self::default() }
    }

    fn id(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    fn entry(&mut self) -> Entry {
        let n = self.id();
        on(n, (n % 28 + 1) as i8)
    }

    /// Books it; what the book refuses must leave it untouched.
    fn record(&mut self, transfer: Transfer) -> bool {
        let before: Vec<_> = self.book.balances().map(|(account, sum)| (*account, sum)).collect();
        if self.book.record(transfer.clone()).is_err() {
            assert!(self.book.balances().map(|(account, sum)| (*account, sum)).eq(before));
            return false;
        }
        for row in &mut self.rows {
            row.apply(&transfer).unwrap();
        }
        true
    }

    fn open(&self, request: RequestId, line: Option<LineId>) -> Minor {
        let own = self.book.open(Some(request));
        own.iter().filter(|open| open.line == line).map(|open| open.amount).sum()
    }

    fn run(&mut self, command: Command) {
        match command {
            Command::Issue { unit, amount } => {
                let transfer = issue(self.entry(), COMPANY, purse(UNITS[unit]), amount).unwrap();
                assert!(self.record(transfer));
            }
            Command::Withdraw { transfer, amount } => self.withdraw(&transfer, amount),
            Command::Order { payer, provider, amounts } => self.place(payer, provider, &amounts),
            Command::Pay { order, line, amount } => self.pay_or_void(&order, &line, amount, true),
            Command::Void { order, line, amount } => self.pay_or_void(&order, &line, amount, false),
            Command::SubRequest { order, line, provider, amount } => {
                self.sub_request(&order, &line, provider, amount);
            }
            Command::FinishChild { child, accepted } => self.finish(&child, accepted),
            Command::Reverse { transfer, part } => self.reverse(&transfer, part),
            Command::Time { customer, provider, seconds } => {
                let (customer, provider) = (UNITS[customer], UNITS[provider]);
                let transfer = client_time(self.entry(), customer, provider, Some(version(9)), None, seconds);
                assert!(self.record(transfer.unwrap()));
            }
        }
    }

    fn place(&mut self, payer: usize, provider: usize, amounts: &[Minor]) {
        let n = self.id();
        let budget = (MODES[payer] != BudgetMode::Shadow).then(november);
        let order = Order { budget, ..order(n, UNITS[payer], UNITS[provider]) };
        let shares: Vec<_> = amounts.iter().map(|amount| share(self.id(), *amount)).collect();
        let needed = amounts.iter().sum();
        let free = self.rows[payer].free().unwrap();
        let covered = self.rows[payer].cover(MODES[payer], needed);
        assert_eq!(covered.is_err(), payer == 0 && needed > 0 && needed > free);
        if covered.is_err() {
            return;
        }
        let entry = self.entry();
        let transfer = reserve(entry, &order, &shares).unwrap();
        assert_eq!(transfer.is_some(), budget.is_some() && needed > 0);
        let reserved = if transfer.is_some_and(|transfer| self.record(transfer)) { needed } else { 0 };
        let lines = shares.iter().filter_map(|share| share.line).collect();
        self.placed.push(Placed { order, lines, reserved, paid: 0, voided: 0, children: vec![] });
    }

    /// Without an amount: all that is open. With one: perhaps too much, and then the book refuses.
    fn pay_or_void(&mut self, order: &Index, line: &Index, amount: Option<Minor>, pay: bool) {
        if self.placed.is_empty() {
            return;
        }
        let place = order.index(self.placed.len());
        let Placed { order, ref lines, .. } = self.placed[place];
        let line = Some(*line.get(lines));
        let open = self.open(order.request, line);
        let amount = amount.unwrap_or(open);
        let entry = self.entry();
        let shares = [Share { line, amount }];
        let transfer = if pay { post(entry, &order, &shares) } else { void(entry, &order, &shares) };
        let Some(transfer) = transfer.unwrap() else { return };
        let done = self.record(transfer);
        assert_eq!(done, order.budget.is_none() || amount <= open);
        if done && order.budget.is_some() {
            let placed = &mut self.placed[place];
            *(if pay { &mut placed.paid } else { &mut placed.voided }) += amount;
        }
    }

    fn sub_request(&mut self, order: &Index, line: &Index, provider: usize, amount: Minor) {
        if self.placed.is_empty() {
            return;
        }
        let place = order.index(self.placed.len());
        let Placed { order: parent, ref lines, .. } = self.placed[place];
        let Some(period) = parent.budget else { return };
        let line = Some(*line.get(lines));
        let n = self.id();
        let child = Order { budget: None, ..super::order(n, parent.provider, UNITS[provider]) };
        let purse = Purse { period, ..purse(parent.payer) };
        let mark = Earmark { purse, parent: parent.request, child: child.request, line, amount };
        let entry = self.entry();
        let fits = amount <= self.open(parent.request, line);
        assert_eq!(self.record(earmark(entry, &mark).unwrap()), fits);
        if fits {
            self.placed[place].children.push(child.request);
            self.children.push((mark, child));
        }
    }

    fn finish(&mut self, child: &Index, accepted: bool) {
        if self.children.is_empty() {
            return;
        }
        let (mark, order) = self.children.swap_remove(child.index(self.children.len()));
        let (back, payment) = (self.entry(), self.entry());
        assert!(self.record(unearmark(back, &mark).unwrap()));
        if accepted {
            assert!(self.record(post(payment, &order, &whole(mark.amount)).unwrap().unwrap()));
        }
    }

    fn withdraw(&mut self, transfer: &Index, amount: Minor) {
        let issued: Vec<_> =
            self.book.transfers().iter().filter(|t| t.kind() == TransferKind::Issue).cloned().collect();
        if issued.is_empty() {
            return;
        }
        let original = transfer.get(&issued);
        let unit = original.postings()[1].unit();
        let row = self.rows.iter().find(|row| row.purse.unit == unit).unwrap();
        if row.cover(BudgetMode::Hard, amount).is_err() {
            return;
        }
        self.take_back(original, Extent::Part(amount), amount);
    }

    fn reverse(&mut self, transfer: &Index, part: Option<Minor>) {
        if self.book.transfers().is_empty() {
            return;
        }
        let original = transfer.get(self.book.transfers()).clone();
        match original.kind() {
            TransferKind::Post | TransferKind::ClientTime => {}
            TransferKind::Issue => return,
            _ => {
                let entry = self.entry();
                assert!(matches!(
                    reverse(entry, &original, &[], Extent::Whole),
                    Err(LedgerError::NotReversible(_))
                ));
                return;
            }
        }
        let left = reversible(&original, &self.book.reversals_of(original.id())).unwrap();
        let asked = part.unwrap_or(left);
        let done = self.take_back(&original, part.map_or(Extent::Whole, Extent::Part), asked);
        assert_eq!(done, left > 0 && asked <= left);
        let request = original.postings()[0].request;
        let own = self.placed.iter_mut().find(|placed| Some(placed.order.request) == request);
        if let Some(placed) = own.filter(|placed| done && placed.order.budget.is_some()) {
            placed.paid -= asked;
        }
    }

    fn take_back(&mut self, original: &Transfer, extent: Extent, asked: Minor) -> bool {
        let entry = self.entry();
        let earlier: Vec<_> = self.book.reversals_of(original.id()).into_iter().cloned().collect();
        let left = reversible(original, &earlier.iter().collect::<Vec<_>>()).unwrap();
        match reverse(entry, original, &earlier.iter().collect::<Vec<_>>(), extent) {
            Ok(mirror) => {
                let debits: Minor = mirror.postings().iter().map(|posting| posting.amount.max(0)).sum();
                let whole: Minor = original.postings().iter().map(|posting| posting.amount.max(0)).sum();
                assert!(asked <= left && debits <= whole);
                assert!(self.record(mirror));
                let all = self.book.reversals_of(original.id());
                assert_eq!(reversible(original, &all), Ok(left - asked));
                true
            }
            Err(_) => {
                assert!(asked > left || left == 0);
                false
            }
        }
    }

    fn check(&self) {
        // Zero sum per currency at every prefix, from the postings themselves and from the balances.
        let mut sums = std::collections::BTreeMap::<Currency, i128>::new();
        for posting in self.book.transfers().iter().flat_map(Transfer::postings) {
            *sums.entry(posting.account.currency).or_default() += i128::from(posting.amount);
        }
        assert!(sums.values().all(|sum| *sum == 0));
        assert!(self.book.trial().unwrap().values().all(|sum| *sum == 0));

        let postings = self.book.transfers().iter().flat_map(Transfer::postings);
        assert_eq!(open_reserves(postings).unwrap(), self.book.open(None));
        for (account, balance) in self.book.balances() {
            match account.kind {
                AccountKind::Reserved | AccountKind::Cost | AccountKind::Purchases => assert!(balance >= 0),
                AccountKind::Revenue | AccountKind::ClientTimeTaken => assert!(balance <= 0),
                _ => {}
            }
        }
        for placed in &self.placed {
            let requests = placed.children.iter().chain([&placed.order.request]);
            let open: Minor =
                requests.flat_map(|request| self.book.open(Some(*request))).map(|open| open.amount).sum();
            assert_eq!(placed.paid + placed.voided + open, placed.reserved);
        }
        for row in &self.rows {
            assert_eq!(*row, self.book.budget(row.purse).unwrap());
            assert_eq!(row.free().unwrap(), self.book.balance(&row.purse.budget()));
        }
        // The hard budget was never overdrawn.
        assert!(self.rows[0].free().unwrap() >= 0);
    }

    /// What each unit spent on and gave to another is what that one earned and took from it.
    fn check_statements(&self) {
        let facts = facts(&self.book);
        let statements = UNITS.map(|unit| opened(query(unit), &facts));
        for one in &statements {
            for other in &statements {
                let with = |rows: &[StatementRow], unit, figure: fn(&StatementRow) -> Figure| -> Minor {
                    let own = rows.iter().filter(|row| row.counterparty == Some(unit));
                    own.map(|row| figure(row).amount).sum()
                };
                let (customer, provider) = (one.query.unit, other.query.unit);
                for figure in [|row: &StatementRow| row.money, |row: &StatementRow| row.seconds] {
                    let ordered = with(&one.orders, provider, figure);
                    assert_eq!(ordered, with(&other.supplies, customer, figure));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_ledger_holds_after_every_command(commands in proptest::collection::vec(command(), 1..60)) {
        let mut world = World::new();
        for command in commands {
            world.run(command);
            world.check();
        }
        world.check_statements();
    }

    #[test]
    fn a_split_is_exact(weights in proptest::collection::vec(0..crate::money::MAX_AMOUNT, 1..8), share in 0.0..=1.0) {
        let total: Minor = weights.iter().sum();
        let amount = ((total as f64 * share) as Minor).min(total);
        let parts = split(amount, &weights);
        prop_assert_eq!(parts.iter().sum::<Minor>(), amount);
        prop_assert!(parts.iter().zip(&weights).all(|(part, weight)| (0..=*weight).contains(part)));
    }
}
