use super::*;

fn paid() -> (Book, Order) {
    let order = order(1, MARKETING, IT);
    let shares = [share(1, 100), share(2, 200), share(3, 33)];
    let book = book([
        issue(on(1, 1), COMPANY, purse(MARKETING), 1000).unwrap(),
        reserve(on(2, 2), &order, &shares).unwrap().unwrap(),
        post(on(3, 3), &order, &shares).unwrap().unwrap(),
    ]);
    (book, order)
}

fn back(book: &Book, n: u128, extent: Extent) -> Result<Transfer, LedgerError> {
    let original = book.get(on(3, 3).id).unwrap();
    reverse(on(n, 9), original, &book.reversals_of(original.id()), extent)
}

#[test]
fn the_whole_is_mirrored_and_opens_the_reserve_again() {
    let (mut book, order) = paid();
    let mirror = back(&book, 4, Extent::Whole).unwrap();
    assert_eq!((mirror.kind(), mirror.head().reverses), (TransferKind::Reverse, Some(on(3, 3).id)));
    let original = book.get(on(3, 3).id).unwrap();
    for (there, here) in original.postings().iter().zip(mirror.postings()) {
        assert_eq!(*here, Posting { amount: -there.amount, ..*there });
    }
    book.record(mirror.clone()).unwrap();
    assert_eq!(book.balance(&money(IT, AccountKind::Revenue)), 0);
    assert_eq!(book.balance(&purse(MARKETING).reserved()), 333);
    let left = LedgerError::ReversesTooMuch { transfer: original_id(), left: 0, asked: 0 };
    assert_eq!(back(&book, 5, Extent::Whole), Err(left));
    assert_eq!(
        reverse(on(5, 9), &mirror, &[], Extent::Whole),
        Err(LedgerError::NotReversible(TransferKind::Reverse))
    );
    // The customer takes the money back.
    let shares: Vec<_> = book
        .open(Some(request(1)))
        .iter()
        .map(|open| Share { line: open.line, amount: open.amount })
        .collect();
    book.record(void(on(6, 9), &order, &shares).unwrap().unwrap()).unwrap();
    assert_eq!(book.balance(&purse(MARKETING).budget()), 1000);
}

fn original_id() -> TransferId {
    on(3, 3).id
}

#[test]
fn a_part_is_shared_in_proportion_to_the_last_kopeck() {
    let (mut book, _) = paid();
    // 100 of 333 over 100, 200, 33: 30.03, 60.06, 9.91 - the odd kopeck goes to the largest remainder.
    let part = back(&book, 4, Extent::Part(100)).unwrap();
    let revenue: Vec<_> = part
        .postings()
        .iter()
        .filter(|posting| posting.account.kind == AccountKind::Revenue)
        .map(|posting| posting.amount)
        .collect();
    assert_eq!(revenue, [30, 60, 10]);
    book.record(part).unwrap();
    let original = book.get(original_id()).unwrap();
    assert_eq!(reversible(original, &book.reversals_of(original_id())), Ok(233));
    assert_eq!(
        back(&book, 5, Extent::Part(234)),
        Err(LedgerError::ReversesTooMuch { transfer: original_id(), left: 233, asked: 234 })
    );
    assert_eq!(back(&book, 5, Extent::Part(0)), Err(LedgerError::TooSmall(0)));
    book.record(back(&book, 5, Extent::Whole).unwrap()).unwrap();
    assert_eq!(book.balance(&money(MARKETING, AccountKind::Cost)), 0);
}

#[test]
fn the_book_refuses_a_second_reversal_of_the_same_money() {
    let (mut book, _) = paid();
    let (first, second) = (back(&book, 4, Extent::Whole).unwrap(), back(&book, 5, Extent::Part(3)).unwrap());
    book.record(first).unwrap();
    assert!(matches!(book.record(second.clone()), Err(LedgerError::ReversesTooMuch { .. })));
    assert_eq!(Book::new().record(second), Err(LedgerError::Unknown(original_id())));
}

#[test]
fn the_book_refuses_a_reversal_that_is_not_a_mirror() {
    let (mut book, _) = paid();
    let mirror = back(&book, 4, Extent::Whole).unwrap();
    let elsewhere = |posting: &Posting| match posting.account.kind {
        AccountKind::Revenue => Posting { account: money(LEGAL, AccountKind::Revenue), ..*posting },
        _ => *posting,
    };
    let crooked = Transfer::new(*mirror.head(), mirror.postings().iter().map(elsewhere).collect()).unwrap();
    assert_eq!(book.record(crooked), Err(LedgerError::NotAMirror(original_id())));
    let same_sign = |posting: &Posting| Posting { amount: -posting.amount, ..*posting };
    let twice = Transfer::new(*mirror.head(), mirror.postings().iter().map(same_sign).collect()).unwrap();
    assert_eq!(book.record(twice), Err(LedgerError::NotAMirror(original_id())));
}

#[test]
fn reserves_are_voided_not_reversed() {
    let (book, _) = paid();
    let reserve = book.get(on(2, 2).id).unwrap();
    let refused = Err(LedgerError::NotReversible(TransferKind::Reserve));
    assert_eq!(reverse(on(4, 9), reserve, &[], Extent::Whole), refused);
}

#[test]
fn measured_time_is_corrected_by_a_reversal() {
    let measured = client_time(on(1, 2), MARKETING, IT, None, Some(request(1)), 900).unwrap();
    let part = reverse(on(2, 3), &measured, &[], Extent::Part(300)).unwrap();
    let book = book([measured, part]);
    let given = Account::plain(MARKETING, AccountKind::ClientTimeGiven, Currency::SECONDS);
    assert_eq!(book.balance(&given), 600);
}

#[test]
fn splits_are_exact_and_never_exceed_a_weight() {
    assert_eq!(split(10, &[1, 1, 1]), [4, 3, 3]);
    assert_eq!(split(2, &[3, 0, 1]), [2, 0, 0]);
    assert_eq!(split(0, &[3, 1]), [0, 0]);
    assert_eq!(split(5, &[0, 0]), [0, 0]);
    assert_eq!(split(7, &[]), Vec::<Minor>::new());
    assert_eq!(split(i64::MAX - 1, &[i64::MAX, i64::MAX]), [i64::MAX / 2, i64::MAX / 2]);
}
