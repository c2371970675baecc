//! Marketing orders a change of the CRM from IT, which has Legal check the consent text at cost. Worked by hand, to the kopeck and
//! the second; the module's documentation has the same figures.

use std::collections::BTreeSet;

use super::*;

/// Marketing's request to IT.
const PARENT: u128 = 1;
/// IT's request to Legal.
const CHILD: u128 = 2;

/// Two criteria are delivered by labour (line 1), the third by the lawyer (line 2).
fn terms(book: &Book) -> Terms {
    let postings: Vec<_> = book.transfers().iter().flat_map(Transfer::postings).copied().collect();
    let actual = Some(paid_for(&postings, request(CHILD), Currency::RUB).unwrap());
    let labour = PricedLine {
        line: line(1),
        amount: 171_000_00,
        pricing: Pricing::Fixed,
        criteria: vec![item(1), item(2)],
    };
    let lawyer = PricedLine {
        line: line(2),
        amount: 15_000_00,
        pricing: Pricing::PassThrough { actual },
        criteria: vec![item(3)],
    };
    Terms { agreed: 186_000_00, lines: vec![labour, lawyer], criteria: vec![item(1), item(2), item(3)] }
}

/// Everything up to Legal's acceptance.
fn before_acceptance() -> Book {
    let parent = order(PARENT, MARKETING, IT);
    let child = Order { budget: None, ..order(CHILD, IT, LEGAL) };
    let mark = Earmark {
        purse: purse(MARKETING),
        parent: parent.request,
        child: child.request,
        line: Some(line(2)),
        amount: 12_000_00,
    };
    let mut book = book([issue(on(1, 1), COMPANY, purse(MARKETING), 640_000_00).unwrap()]);
    let row = book.budget(purse(MARKETING)).unwrap();
    assert_eq!(row.cover(BudgetMode::Hard, 186_000_00), Ok(Cover::Within));
    let shares = terms(&book).shares().unwrap();
    for transfer in [
        client_time(on(2, 3), MARKETING, IT, Some(version(PARENT)), Some(parent.request), 25 * 60 + 12)
            .unwrap(),
        reserve(on(3, 5), &parent, &shares).unwrap().unwrap(),
        earmark(on(4, 6), &mark).unwrap(),
        client_time(on(5, 9), IT, LEGAL, Some(version(CHILD)), Some(child.request), 8 * 60 + 5).unwrap(),
        unearmark(on(6, 10), &mark).unwrap(),
        post(on(7, 10), &child, &whole(12_000_00)).unwrap().unwrap(),
    ] {
        book.record(transfer).unwrap();
    }
    book
}

fn accept(book: &mut Book, n: u128, day: i8, accepted: &[u128], settled: &[u128]) {
    let accepted: BTreeSet<_> = accepted.iter().map(|n| item(*n)).collect();
    let settled: BTreeSet<_> = settled.iter().map(|n| line(*n)).collect();
    let dues = payable(&terms(book), &accepted, &settled).unwrap();
    let parent = order(PARENT, MARKETING, IT);
    for transfer in settle(on(n, day), on(n + 1, day), &parent, &dues).unwrap() {
        book.record(transfer).unwrap();
    }
}

/// (issued, reserved, spent, free) of Marketing, in roubles.
fn budget(book: &Book) -> (Minor, Minor, Minor, Minor) {
    let row = book.budget(purse(MARKETING)).unwrap();
    (row.issued / 100, row.reserved / 100, row.spent / 100, row.free().unwrap() / 100)
}

#[test]
fn labour_accepted_first() {
    let mut book = before_acceptance();
    assert_eq!(budget(&book), (640_000, 186_000, 0, 454_000));
    assert_eq!(book.balance(&money(IT, AccountKind::Settlement)), -12_000_00);
    accept(&mut book, 8, 16, &[1, 2], &[]);
    assert_eq!(budget(&book), (640_000, 15_000, 171_000, 454_000));
    accept(&mut book, 10, 18, &[1, 2, 3], &[1]);
    finished(book);
}

#[test]
fn the_lawyer_accepted_first() {
    let mut book = before_acceptance();
    accept(&mut book, 8, 16, &[1, 3], &[]);
    assert_eq!(budget(&book), (640_000, 171_000, 12_000, 457_000));
    accept(&mut book, 10, 18, &[1, 2, 3], &[2]);
    finished(book);
}

fn finished(mut book: Book) {
    let time =
        client_time(on(20, 18), MARKETING, IT, Some(version(PARENT)), Some(request(PARENT)), 4 * 60 + 48);
    book.record(time.unwrap()).unwrap();
    assert_eq!(budget(&book), (640_000, 0, 183_000, 457_000));
    assert_eq!(book.open(None), []);
    let balances: Vec<_> = book.balances().filter(|(_, sum)| *sum != 0).map(|(a, sum)| (*a, sum)).collect();
    let seconds = |unit, kind| Account::plain(unit, kind, Currency::SECONDS);
    let mut expected = [
        (Account::periodic(COMPANY, AccountKind::Appropriation, Currency::RUB, november()), -640_000_00),
        (purse(MARKETING).budget(), 457_000_00),
        (money(MARKETING, AccountKind::Cost), 183_000_00),
        (seconds(MARKETING, AccountKind::ClientTimeGiven), 1_800),
        (money(IT, AccountKind::Revenue), -183_000_00),
        (money(IT, AccountKind::Cost), 12_000_00),
        (money(IT, AccountKind::Settlement), 171_000_00),
        (seconds(IT, AccountKind::ClientTimeGiven), 485),
        (seconds(IT, AccountKind::ClientTimeTaken), -1_800),
        (money(LEGAL, AccountKind::Revenue), -12_000_00),
        (money(LEGAL, AccountKind::Settlement), 12_000_00),
        (seconds(LEGAL, AccountKind::ClientTimeTaken), -485),
    ];
    expected.sort();
    assert_eq!(balances, expected);

    let facts = facts(&book);
    let marketing = opened(query(MARKETING), &facts);
    assert_eq!((marketing.earned.amount, marketing.spent.amount), (0, 183_000_00));
    assert_eq!((marketing.taken.amount, marketing.given.amount), (0, 1_800));
    assert_eq!((marketing.issued.amount, marketing.reserved.amount), (640_000_00, 0));
    assert_eq!(marketing.left(BudgetMode::Hard), Some(457_000_00));
    assert_eq!(marketing.orders.len(), 1);
    let bought = marketing.orders[0];
    assert_eq!((bought.service, bought.counterparty), (Some(service(PARENT)), Some(IT)));
    assert_eq!((bought.requests, bought.outside), (1, false));

    let it = opened(query(IT), &facts);
    assert_eq!((it.earned.amount, it.spent.amount), (183_000_00, 12_000_00));
    assert_eq!((it.taken.amount, it.given.amount), (1_800, 485));
    assert_eq!(it.supplies[0].counterparty, Some(MARKETING));
    assert_eq!((it.orders[0].service, it.orders[0].counterparty), (Some(service(CHILD)), Some(LEGAL)));

    let legal = opened(query(LEGAL), &facts);
    assert_eq!((legal.earned.amount, legal.spent.amount), (12_000_00, 0));
    assert_eq!((legal.taken.amount, legal.given.amount), (485, 0));
    assert_eq!(legal.issued.amount, 0);
}

#[test]
fn an_upheld_dispute_gives_a_tenth_of_labour_back() {
    let mut book = before_acceptance();
    accept(&mut book, 8, 16, &[1, 2], &[]);
    accept(&mut book, 10, 18, &[1, 2, 3], &[1]);
    let paid = book.get(on(8, 16).id).unwrap();
    let back = reverse(on(30, 25), paid, &[], Extent::Part(17_100_00)).unwrap();
    book.record(back).unwrap();
    assert_eq!(budget(&book), (640_000, 17_100, 165_900, 457_000));
    let refund = void(on(31, 25), &order(PARENT, MARKETING, IT), &[share(1, 17_100_00)]);
    book.record(refund.unwrap().unwrap()).unwrap();
    assert_eq!(budget(&book), (640_000, 0, 165_900, 474_100));
    assert_eq!(opened(query(IT), &facts(&book)).earned.amount, 165_900_00);
}
