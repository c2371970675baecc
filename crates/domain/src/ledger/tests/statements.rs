use super::*;

/// What a statement says of the day sides.
fn sums(statement: &Statement) -> [Minor; 4] {
    let Statement { earned, spent, taken, given, .. } = statement;
    [earned, spent, taken, given].map(|figure| figure.amount)
}

#[test]
fn rows_are_services_with_their_units_and_requests() {
    let first = order(1, MARKETING, IT);
    let again = Order { request: request(7), ..first };
    let legal = Order { payer: LEGAL, ..again };
    let bought = order(2, IT, VENDOR);
    let pay = |n, order: &Order, amount| {
        [reserve(on(n, 2), order, &whole(amount)), post(on(n + 1, 3), order, &whole(amount))]
            .map(|transfer| transfer.unwrap().unwrap())
    };
    let mut book = book(
        [pay(1, &first, 100), pay(3, &again, 200), pay(5, &legal, 900), pay(7, &bought, 50)]
            .into_iter()
            .flatten(),
    );
    book.record(client_time(on(9, 4), LEGAL, IT, Some(version(3)), None, 60).unwrap()).unwrap();
    book.record(client_time(on(10, 4), IT, VENDOR, Some(version(2)), None, 30).unwrap()).unwrap();
    let it = opened(query(IT), &facts(&book));
    let supplied: Vec<_> = it
        .supplies
        .iter()
        .map(|row| (row.service, row.counterparty, row.requests, row.money.amount, row.seconds.amount))
        .collect();
    assert_eq!(
        supplied,
        [
            (Some(service(1)), Some(LEGAL), 1, 900, 0),
            (Some(service(1)), Some(MARKETING), 2, 300, 0),
            (Some(service(3)), Some(LEGAL), 0, 0, 60),
        ]
    );
    assert_eq!(sums(&it), [1200, 50, 60, 30]);
    assert!(it.orders[0].outside);
    assert_eq!(it.orders[0].counterparty, Some(VENDOR));
}

#[test]
fn a_bill_once_issued_does_not_change() {
    let order = Order { budget: None, ..order(1, MARKETING, IT) };
    let december: Period = "2026-12".parse().unwrap();
    let (bill, next_bill) = (moment(date(2026, 12, 1)), moment(date(2027, 1, 1)));
    let paid = post(on(1, 20), &order, &whole(1000)).unwrap().unwrap();
    let late = dated(2, date(2026, 11, 30), moment(date(2026, 12, 4)));
    let refund = dated(3, date(2026, 11, 20), moment(date(2026, 12, 5)));
    let just = dated(5, date(2026, 11, 30), bill);
    let later = dated(4, date(2026, 12, 10), moment(date(2026, 12, 10)));
    let book = book([
        paid.clone(),
        post(just, &Order { request: request(4), ..order }, &whole(11)).unwrap().unwrap(),
        post(late, &Order { request: request(2), ..order }, &whole(70)).unwrap().unwrap(),
        reverse(refund, &paid, &[], Extent::Part(300)).unwrap(),
        post(later, &Order { request: request(3), ..order }, &whole(5)).unwrap().unwrap(),
    ]);
    let facts = facts(&book);

    let as_issued = opened(Query { as_of: bill, ..query(IT) }, &facts);
    assert_eq!(sums(&as_issued), [1011, 0, 0, 0]);
    let today = opened(Query { issued: Some(bill), ..query(IT) }, &facts);
    assert_eq!((sums(&today), &today.supplies), (sums(&as_issued), &as_issued.supplies));
    let amounts = |list: &[Correction]| list.iter().map(|c| (c.side, c.amount)).collect::<Vec<_>>();
    assert_eq!(amounts(&today.late), [(FigureOf::Earned, 70), (FigureOf::Earned, -300)]);
    assert_eq!(today.corrections, []);

    // Without a bill, the statement simply follows what is booked.
    assert_eq!(opened(query(IT), &facts).earned.amount, 781);

    let next = Query { period: december, previous: Some(bill), issued: Some(next_bill), ..query(IT) };
    let next = opened(next, &facts);
    assert_eq!(sums(&next), [5, 0, 0, 0]);
    assert_eq!(amounts(&next.corrections), [(FigureOf::Earned, 70), (FigureOf::Earned, -300)]);
    assert_eq!((next.corrected(FigureOf::Earned), next.corrected(FigureOf::Spent)), (Ok(-230), Ok(0)));
    assert_eq!(next.late, []);
    // Both bills together are all that was ever earned.
    assert_eq!(1011 + 5 - 230, -book.balance(&money(IT, AccountKind::Revenue)));
}

#[test]
fn a_month_can_show_the_budget_of_its_quarter() {
    let quarter: Period = "2026-Q4".parse().unwrap();
    let wide = Purse { period: quarter, ..purse(MARKETING) };
    let order = Order { budget: Some(quarter), ..order(1, MARKETING, IT) };
    let october = dated(1, date(2026, 10, 1), moment(date(2026, 10, 1)));
    let book = book([
        issue(october, COMPANY, wide, 5000).unwrap(),
        reserve(on(2, 2), &order, &whole(700)).unwrap().unwrap(),
        post(on(3, 3), &order, &whole(400)).unwrap().unwrap(),
    ]);
    let facts = facts(&book);
    let month = opened(Query { budget: quarter, ..query(MARKETING) }, &facts);
    assert_eq!((month.issued.amount, month.reserved.amount, month.free.amount), (5000, 300, 4300));
    assert_eq!(month.left(BudgetMode::Soft), Some(4300));
    assert_eq!(month.left(BudgetMode::Shadow), None);
    assert_eq!(opened(query(MARKETING), &facts).issued.amount, 0);
}

#[test]
fn a_shadow_budget_is_compared_with_what_was_spent() {
    let order = Order { budget: None, ..order(1, MARKETING, IT) };
    let book = book([
        issue(on(1, 1), COMPANY, purse(MARKETING), 1000).unwrap(),
        post(on(2, 3), &order, &whole(1200)).unwrap().unwrap(),
    ]);
    let statement = opened(query(MARKETING), &facts(&book));
    assert_eq!(statement.left(BudgetMode::Shadow), Some(-200));
    assert_eq!(statement.free.amount, 1000);
}

#[test]
fn codes_of_sides_come_back() {
    for side in FigureOf::ALL {
        assert_eq!(FigureOf::from_code(side.code()), Some(side));
    }
    assert_eq!(FigureOf::from_code("balance"), None);
}
