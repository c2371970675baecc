use proptest::prelude::*;

use super::*;

fn row(book: &Book, unit: UnitId) -> BudgetRow {
    let mut row = BudgetRow::new(purse(unit));
    for transfer in book.transfers() {
        row.apply(transfer).unwrap();
    }
    assert_eq!(row, book.budget(purse(unit)).unwrap());
    assert_eq!(row.free().unwrap(), book.balance(&purse(unit).budget()));
    assert_eq!(row.reserved, book.balance(&purse(unit).reserved()));
    row
}

#[test]
fn the_row_follows_every_movement() {
    let order = order(1, MARKETING, IT);
    let mut book = book([issue(on(1, 1), COMPANY, purse(MARKETING), 1000).unwrap()]);
    let mut step = |transfer: Option<Transfer>| {
        book.record(transfer.unwrap()).unwrap();
        let row = row(&book, MARKETING);
        (row.issued, row.reserved, row.spent, row.free().unwrap())
    };
    assert_eq!(step(reserve(on(2, 2), &order, &whole(400)).unwrap()), (1000, 400, 0, 600));
    let post = post(on(3, 3), &order, &whole(300)).unwrap();
    assert_eq!(step(post.clone()), (1000, 100, 300, 600));
    assert_eq!(step(void(on(4, 3), &order, &whole(100)).unwrap()), (1000, 0, 300, 700));
    let refund = reverse(on(5, 4), &post.unwrap(), &[], Extent::Part(50)).unwrap();
    assert_eq!(step(Some(refund)), (1000, 50, 250, 700));
    assert_eq!(step(void(on(6, 4), &order, &whole(50)).unwrap()), (1000, 0, 250, 750));
    let issued = issue(on(1, 1), COMPANY, purse(MARKETING), 1000).unwrap();
    let withdrawn = reverse(on(7, 5), &issued, &[], Extent::Part(100)).unwrap();
    assert_eq!(withdrawn.kind(), TransferKind::Withdraw);
    assert_eq!(step(Some(withdrawn)), (900, 0, 250, 650));
    let elsewhere = issue(on(8, 5), COMPANY, purse(IT), 77).unwrap();
    assert_eq!(step(Some(elsewhere)), (900, 0, 250, 650));
}

#[test]
fn modes_differ_in_what_they_do_beyond_the_budget() {
    let row = BudgetRow { issued: 1000, reserved: 300, spent: 200, ..BudgetRow::new(purse(IT)) };
    for mode in BudgetMode::ALL {
        assert_eq!(BudgetMode::from_code(mode.code()), Some(mode));
        assert_eq!(row.cover(mode, 0), Ok(Cover::Unreserved));
    }
    assert_eq!(row.cover(BudgetMode::Shadow, 501), Ok(Cover::Unreserved));
    assert_eq!(row.cover(BudgetMode::Soft, 500), Ok(Cover::Within));
    assert_eq!(row.cover(BudgetMode::Soft, 501), Ok(Cover::Beyond { by: 1 }));
    assert_eq!(row.cover(BudgetMode::Hard, 500), Ok(Cover::Within));
    assert_eq!(row.cover(BudgetMode::Hard, 501), Err(Insufficient { free: 500, needed: 501 }));
    let overdrawn = BudgetRow { spent: 800, ..row };
    assert_eq!(overdrawn.cover(BudgetMode::Soft, 1), Ok(Cover::Beyond { by: 101 }));
    assert_eq!(overdrawn.cover(BudgetMode::Hard, 1), Err(Insufficient { free: -100, needed: 1 }));
}

#[test]
fn a_row_that_would_overflow_stays_as_it_was() {
    let full = BudgetRow { issued: i64::MAX, ..BudgetRow::new(purse(IT)) };
    let mut row = full;
    let issue = issue(on(1, 1), COMPANY, purse(IT), 1).unwrap();
    assert_eq!(row.apply(&issue), Err(LedgerError::Overflow));
    assert_eq!(row, full);
}

#[test]
fn what_is_free_is_taken_back_from_the_newest_issue_on() {
    let issues = [1, 2, 3].map(|n| issue(on(n, 1), COMPANY, purse(MARKETING), 100).unwrap());
    let mut book = book(issues.clone());
    book.record(reserve(on(4, 2), &order(1, MARKETING, IT), &whole(90)).unwrap().unwrap()).unwrap();
    let budget = row(&book, MARKETING);
    assert_eq!(budget.spare(), 210);
    let mut next = 10;
    let mut entry = || {
        next += 1;
        on(next, 3)
    };
    let known = |earlier: Vec<Transfer>| {
        issues.clone().map(|transfer| {
            let earlier = earlier.iter().filter(|back| back.head().reverses == Some(transfer.id()));
            Issued { earlier: earlier.cloned().collect(), transfer }
        })
    };
    let mut asked = |row: &BudgetRow, earlier: &[Transfer], amount| {
        withdraw(&mut entry, row, &known(earlier.to_vec()), amount)
    };
    assert_eq!(asked(&budget, &[], 211), Err(Insufficient { free: 210, needed: 211 }.into()));
    assert_eq!(asked(&budget, &[], 0), Err(LedgerError::TooSmall(0).into()));
    let first = asked(&budget, &[], 130).unwrap();
    let told: Vec<_> = first.iter().map(|back| (back.kind(), back.head().reverses)).collect();
    let linked = |n: usize| (TransferKind::Withdraw, Some(issues[n].id()));
    assert_eq!(told, [linked(2), linked(1)], "the whole of the last, a part of the one before");
    for transfer in &first {
        book.record(transfer.clone()).unwrap();
    }
    let budget = row(&book, MARKETING);
    assert_eq!((budget.issued, budget.reserved, budget.spare()), (170, 90, 80));
    for transfer in asked(&budget, &first, 80).unwrap() {
        book.record(transfer).unwrap();
    }
    let budget = row(&book, MARKETING);
    assert_eq!((budget.issued, budget.free(), budget.spare()), (90, Ok(0), 0), "what is reserved stays");
}

#[test]
fn an_overdrawn_budget_has_nothing_to_spare() {
    let row = BudgetRow { issued: 100, spent: 130, ..BudgetRow::new(purse(IT)) };
    assert_eq!(row.spare(), 0);
    let empty = BudgetRow { spent: -20, ..BudgetRow::new(purse(IT)) };
    assert_eq!(empty.spare(), 0, "what was never issued is not taken back");
}

proptest! {
    #[test]
    fn whatever_is_taken_back_the_orders_keep_theirs(
        issued in prop::collection::vec(1_i64..1_000, 1..5),
        reserved in 0_i64..5_000,
        asked in prop::collection::vec(0_i64..1_500, 1..6),
    ) {
        let issues: Vec<_> = (1..)
            .zip(&issued)
            .map(|(n, amount)| issue(on(n, 1), COMPANY, purse(MARKETING), *amount).unwrap())
            .collect();
        let mut book = book(issues.clone());
        // A soft budget may be overdrawn.
        if let Some(reserve) = reserve(on(50, 2), &order(1, MARKETING, IT), &whole(reserved)).unwrap() {
            book.record(reserve).unwrap();
        }
        let (mut earlier, mut next) = (Vec::<Transfer>::new(), 100);
        for amount in asked {
            let before = row(&book, MARKETING);
            let known: Vec<_> = issues
                .iter()
                .map(|transfer| Issued {
                    transfer: transfer.clone(),
                    earlier: earlier
                        .iter()
                        .filter(|back| back.head().reverses == Some(transfer.id()))
                        .cloned()
                        .collect(),
                })
                .collect();
            let entry = || {
                next += 1;
                on(next, 3)
            };
            let back = withdraw(entry, &before, &known, amount);
            prop_assert_eq!(back.is_ok(), amount > 0 && amount <= before.spare());
            for transfer in back.into_iter().flatten() {
                book.record(transfer.clone()).unwrap();
                earlier.push(transfer);
            }
            let after = row(&book, MARKETING);
            prop_assert_eq!(after.reserved, before.reserved);
            prop_assert!(after.free().unwrap() >= before.free().unwrap().min(0), "never below what was free");
        }
    }
}
