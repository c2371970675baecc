use super::*;
use crate::money::MAX_AMOUNT;

#[test]
fn codes_come_back() {
    for kind in AccountKind::ALL {
        assert_eq!(AccountKind::from_code(kind.code()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
    }
    for kind in TransferKind::ALL {
        assert_eq!(TransferKind::from_code(kind.code()), Some(kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
    }
    assert_eq!(AccountKind::from_code("cash"), None);
    assert_eq!(TransferKind::from_code(""), None);
}

#[test]
fn issuing_gives_the_unit_what_the_company_set_aside() {
    let transfer = issue(on(1, 1), COMPANY, purse(MARKETING), 640_000_00).unwrap();
    let source = Account::periodic(COMPANY, AccountKind::Appropriation, Currency::RUB, november());
    assert_eq!(amounts(&transfer), [(source, -640_000_00), (purse(MARKETING).budget(), 640_000_00)]);
}

#[test]
fn reserving_and_voiding_move_between_budget_and_reserve() {
    let order = order(1, MARKETING, IT);
    let shares = [share(1, 171_000_00), share(2, 15_000_00), share(3, 0)];
    let reserve = reserve(on(1, 2), &order, &shares).unwrap().unwrap();
    let (budget, reserved) = (purse(MARKETING).budget(), purse(MARKETING).reserved());
    assert_eq!(
        amounts(&reserve),
        [(budget, -171_000_00), (reserved, 171_000_00), (budget, -15_000_00), (reserved, 15_000_00)]
    );
    assert!(reserve.postings().iter().all(|posting| posting.counterparty == Some(IT)
        && posting.request == Some(request(1))
        && posting.service_version == Some(version(1))));
    let void = void(on(2, 3), &order, &shares[1..2]).unwrap().unwrap();
    assert_eq!(amounts(&void), [(budget, 15_000_00), (reserved, -15_000_00)]);
}

#[test]
fn posting_pays_out_of_the_reserve() {
    let transfer = post(on(1, 2), &order(1, MARKETING, IT), &whole(1000)).unwrap().unwrap();
    assert_eq!(
        amounts(&transfer),
        [
            (money(MARKETING, AccountKind::Cost), 1000),
            (money(IT, AccountKind::Revenue), -1000),
            (purse(MARKETING).reserved(), -1000),
            (money(IT, AccountKind::Settlement), 1000),
        ]
    );
    assert_eq!(transfer.postings()[0].counterparty, Some(IT));
    assert_eq!(transfer.postings()[1].counterparty, Some(MARKETING));
}

#[test]
fn a_vendor_outside_is_a_purchase() {
    let transfer = post(on(1, 2), &order(1, MARKETING, VENDOR), &whole(1000)).unwrap().unwrap();
    assert_eq!(amounts(&transfer)[0], (money(MARKETING, AccountKind::Purchases), 1000));
    assert_eq!(amounts(&transfer)[1], (money(VENDOR, AccountKind::Revenue), -1000));
}

#[test]
fn a_shadow_budget_reserves_nothing_and_settles_directly() {
    let order = Order { budget: None, ..order(1, MARKETING, IT) };
    assert_eq!(reserve(on(1, 2), &order, &whole(1000)).unwrap(), None);
    assert_eq!(void(on(1, 2), &order, &whole(1000)).unwrap(), None);
    assert_eq!(
        amounts(&post(on(1, 2), &order, &whole(1000)).unwrap().unwrap()),
        [
            (money(MARKETING, AccountKind::Cost), 1000),
            (money(IT, AccountKind::Revenue), -1000),
            (money(MARKETING, AccountKind::Settlement), -1000),
            (money(IT, AccountKind::Settlement), 1000),
        ]
    );
}

#[test]
fn a_unit_that_orders_from_itself_hands_nothing_over() {
    let order = Order { budget: None, ..order(1, IT, IT) };
    assert_eq!(
        amounts(&post(on(1, 2), &order, &whole(1000)).unwrap().unwrap()),
        [(money(IT, AccountKind::Cost), 1000), (money(IT, AccountKind::Revenue), -1000)]
    );
}

#[test]
fn a_free_service_is_accepted_without_a_transfer() {
    let order = order(1, MARKETING, IT);
    assert_eq!(reserve(on(1, 2), &order, &whole(0)).unwrap(), None);
    assert_eq!(post(on(1, 2), &order, &[share(1, 0), share(2, 0)]).unwrap(), None);
    let due = Due { line: None, pay: 0, release: 0 };
    assert_eq!(settle(on(1, 2), on(2, 2), &order, &[due]).unwrap(), []);
}

#[test]
fn an_earmark_moves_from_parent_to_child_and_back() {
    let mark = Earmark {
        purse: purse(MARKETING),
        parent: request(1),
        child: request(2),
        line: Some(line(2)),
        amount: 12_000_00,
    };
    let there = earmark(on(1, 2), &mark).unwrap();
    let back = unearmark(on(2, 3), &mark).unwrap();
    let seen = |transfer: &Transfer| {
        let own = transfer.postings().iter();
        own.map(|posting| (posting.request, posting.line, posting.amount)).collect::<Vec<_>>()
    };
    let (parent, child, on_line) = (Some(request(1)), Some(request(2)), Some(line(2)));
    assert_eq!(seen(&there), [(parent, on_line, -12_000_00), (child, on_line, 12_000_00)]);
    assert_eq!(seen(&back), [(child, on_line, -12_000_00), (parent, on_line, 12_000_00)]);
    assert!(there.postings().iter().all(|posting| posting.account == purse(MARKETING).reserved()));
}

#[test]
fn client_time_is_counted_in_seconds() {
    let transfer = client_time(on(1, 2), MARKETING, IT, Some(version(1)), None, 3_725).unwrap();
    let account = |unit, kind| Account::plain(unit, kind, Currency::SECONDS);
    assert_eq!(
        amounts(&transfer),
        [
            (account(MARKETING, AccountKind::ClientTimeGiven), 3_725),
            (account(IT, AccountKind::ClientTimeTaken), -3_725)
        ]
    );
}

#[test]
fn what_is_not_a_transfer_is_refused() {
    let head = on(1, 2).of(TransferKind::Post);
    let posting = |account, amount| Posting {
        account,
        amount,
        service_version: None,
        request: Some(request(1)),
        line: None,
        counterparty: None,
    };
    let cost = money(MARKETING, AccountKind::Cost);
    let revenue = money(IT, AccountKind::Revenue);
    let make = |postings: &[(Account, Minor)]| {
        Transfer::new(head, postings.iter().map(|(account, amount)| posting(*account, *amount)).collect())
    };
    assert!(make(&[(cost, 5), (revenue, -5)]).is_ok());
    assert!(make(&[(cost, MAX_AMOUNT), (revenue, -MAX_AMOUNT)]).is_ok());
    assert_eq!(make(&[]), Err(LedgerError::TooFewPostings));
    assert_eq!(make(&[(cost, 5)]), Err(LedgerError::TooFewPostings));
    assert_eq!(make(&[(cost, 0), (revenue, 0)]), Err(LedgerError::ZeroPosting));
    assert_eq!(
        make(&[(cost, 5), (revenue, -4)]),
        Err(LedgerError::Unbalanced { currency: Currency::RUB, sum: 1 })
    );
    for amount in [MAX_AMOUNT + 1, i64::MAX, i64::MIN] {
        assert_eq!(make(&[(cost, amount), (revenue, -5)]), Err(LedgerError::TooLarge(amount)));
    }
    let euro = Account { currency: "EUR".parse().unwrap(), ..revenue };
    assert!(matches!(make(&[(cost, 5), (euro, -5)]), Err(LedgerError::Unbalanced { .. })));
    let seconds = Account { currency: Currency::SECONDS, ..revenue };
    assert!(matches!(make(&[(seconds, 5), (cost, -5)]), Err(LedgerError::WrongCurrency { .. })));
    let timeless = Account { period: None, ..purse(MARKETING).reserved() };
    assert_eq!(make(&[(timeless, 5), (cost, -5)]), Err(LedgerError::WrongPeriod(AccountKind::Reserved)));
    let dated = Account { period: Some(november()), ..cost };
    assert_eq!(make(&[(dated, 5), (revenue, -5)]), Err(LedgerError::WrongPeriod(AccountKind::Cost)));
    assert_eq!(
        make(&[(purse(MARKETING).budget(), -5), (revenue, 5)]),
        Err(LedgerError::WrongAccount { transfer: TransferKind::Post, account: AccountKind::Budget })
    );
    assert_eq!(make(&[(cost, 5), (cost, 5), (revenue, -10)]), Err(LedgerError::Repeated(AccountKind::Cost)));
    let anonymous = Posting { request: None, ..posting(purse(MARKETING).reserved(), -5) };
    assert_eq!(Transfer::new(head, vec![anonymous, posting(cost, 5)]), Err(LedgerError::RequestMissing));
    for (kind, reverses) in [
        (TransferKind::Reverse, None),
        (TransferKind::Reverse, Some(head.id)),
        (TransferKind::Post, Some(on(2, 2).id)),
    ] {
        let head = TransferHead { kind, reverses, ..head };
        let postings = vec![posting(cost, 5), posting(revenue, -5)];
        assert_eq!(Transfer::new(head, postings), Err(LedgerError::WrongLink(kind)));
    }
}

#[test]
fn movements_of_nothing_or_too_much_are_refused() {
    let order = order(1, MARKETING, IT);
    assert_eq!(issue(on(1, 1), COMPANY, purse(IT), 0), Err(LedgerError::TooSmall(0)));
    assert_eq!(client_time(on(1, 1), IT, LEGAL, None, None, -1), Err(LedgerError::TooSmall(-1)));
    assert_eq!(reserve(on(1, 1), &order, &whole(-1)), Err(LedgerError::TooSmall(-1)));
    assert_eq!(post(on(1, 1), &order, &whole(i64::MAX)), Err(LedgerError::TooLarge(i64::MAX)));
    assert_eq!(
        reserve(on(1, 1), &order, &[share(1, 5), share(1, 6)]),
        Err(LedgerError::Repeated(AccountKind::Budget))
    );
}

#[test]
fn the_book_refuses_what_the_reserve_does_not_hold() {
    let order = order(1, MARKETING, IT);
    let mut book = book([
        issue(on(1, 1), COMPANY, purse(MARKETING), 1000).unwrap(),
        reserve(on(2, 1), &order, &[share(1, 600), share(2, 100)]).unwrap().unwrap(),
    ]);
    let before = book.balances().map(|(account, sum)| (*account, sum)).collect::<Vec<_>>();
    let refused = |line_id, open, asked| {
        Err(LedgerError::ReserveExceeded { request: request(1), line: Some(line_id), open, asked })
    };
    let too_much = post(on(3, 2), &order, &[share(1, 500), share(2, 101)]).unwrap().unwrap();
    assert_eq!(book.record(too_much), refused(line(2), 100, 101));
    let unknown = void(on(3, 2), &order, &[share(3, 1)]).unwrap().unwrap();
    assert_eq!(book.record(unknown), refused(line(3), 0, 1));
    let again = issue(on(1, 1), COMPANY, purse(MARKETING), 5).unwrap();
    assert_eq!(book.record(again.clone()), Err(LedgerError::Duplicate(again.id())));
    assert_eq!(book.balances().map(|(account, sum)| (*account, sum)).collect::<Vec<_>>(), before);
    let open: Vec<_> = book.open(Some(request(1))).iter().map(|open| (open.line, open.amount)).collect();
    assert_eq!(open, [(Some(line(1)), 600), (Some(line(2)), 100)]);
    assert_eq!(book.open(Some(request(2))), []);
}
