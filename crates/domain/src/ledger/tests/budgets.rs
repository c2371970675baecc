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
