//! Reversals: a linked transfer with the opposite postings, whole or in proportion, and never more than is left.

use std::collections::BTreeMap;

use super::error::add;
use super::{
    Account, BudgetRow, Entry, Insufficient, LedgerError, Posting, Transfer, TransferHead, TransferKind,
};
use crate::ids::{LineId, RequestId};
use crate::money::{Currency, Minor};

/// How much of a transfer is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// All that is left of it.
    Whole,
    /// This much of its amount (of the money paid, of the seconds, of the budget issued), above zero.
    Part(Minor),
}

type Leg = (Currency, Option<RequestId>, Option<LineId>);

fn leg(posting: &Posting) -> Leg {
    (posting.account.currency, posting.request, posting.line)
}

/// The kind of the transfer that takes one of this kind back.
fn linked_kind(kind: TransferKind) -> Result<TransferKind, LedgerError> {
    match kind {
        TransferKind::Issue => Ok(TransferKind::Withdraw),
        TransferKind::Post | TransferKind::ClientTime => Ok(TransferKind::Reverse),
        other => Err(LedgerError::NotReversible(other)),
    }
}

/// What is left of each posting after earlier reversals. Checks that these mirror it and take no more than there was.
fn left(original: &Transfer, earlier: &[&Transfer]) -> Result<Vec<Posting>, LedgerError> {
    let kind = linked_kind(original.kind())?;
    let key = |posting: &Posting| -> (Account, Leg) { (posting.account, leg(posting)) };
    let mut taken: BTreeMap<_, Minor> = BTreeMap::new();
    for transfer in earlier {
        if transfer.head().reverses != Some(original.id()) || transfer.kind() != kind {
            return Err(LedgerError::NotAMirror(original.id()));
        }
        for posting in transfer.postings() {
            let sum = taken.entry(key(posting)).or_default();
            *sum = add(*sum, posting.amount)?;
        }
    }
    let mut postings = original.postings().to_vec();
    for posting in &mut postings {
        let Some(back) = taken.remove(&key(posting)) else { continue };
        let whole = posting.amount;
        posting.amount = add(whole, back)?;
        if back.signum() == whole.signum() {
            return Err(LedgerError::NotAMirror(original.id()));
        }
        if posting.amount.signum() == -whole.signum() {
            return Err(LedgerError::ReversesTooMuch {
                transfer: original.id(),
                left: whole.abs(),
                asked: back.abs(),
            });
        }
    }
    if taken.is_empty() { Ok(postings) } else { Err(LedgerError::NotAMirror(original.id())) }
}

/// What is left of each leg (request and line). Every posting of a leg has its amount, or a part of it is not defined.
fn legs(original: &Transfer, postings: &[Posting]) -> Result<Vec<(Leg, Minor)>, LedgerError> {
    let mut legs: Vec<(Leg, Minor)> = Vec::new();
    for posting in postings {
        let (leg, amount) = (leg(posting), posting.amount.abs());
        match legs.iter().find(|(known, _)| *known == leg) {
            None => legs.push((leg, amount)),
            Some((_, known)) if *known == amount => {}
            Some(_) => return Err(LedgerError::Indivisible(original.id())),
        }
    }
    Ok(legs)
}

/// How much of a transfer may still be reversed, after these earlier reversals of it.
///
/// # Errors
/// [`LedgerError::NotReversible`] for kinds that are not reversed; [`LedgerError::NotAMirror`] and [`LedgerError::ReversesTooMuch`] when an
/// earlier one does not fit.
pub fn reversible(original: &Transfer, earlier: &[&Transfer]) -> Result<Minor, LedgerError> {
    legs(original, &left(original, earlier)?)?.iter().try_fold(0, |sum, (_, amount)| add(sum, *amount))
}

/// Takes a transfer back. A part is shared among its lines in proportion to what is left of each, to the last smallest unit.
/// An issued budget is taken back as [`TransferKind::Withdraw`], anything else as [`TransferKind::Reverse`].
///
/// # Errors
/// As [`reversible`]; [`LedgerError::ReversesTooMuch`] when the part is more than is left, or nothing is left;
/// [`LedgerError::TooSmall`] for a part that is not above zero.
pub fn reverse(
    entry: Entry,
    original: &Transfer,
    earlier: &[&Transfer],
    extent: Extent,
) -> Result<Transfer, LedgerError> {
    let kind = linked_kind(original.kind())?;
    let postings = left(original, earlier)?;
    let legs = legs(original, &postings)?;
    let total = legs.iter().try_fold(0, |sum, (_, amount)| add(sum, *amount))?;
    let asked = match extent {
        Extent::Whole => total,
        Extent::Part(part) if part <= 0 => return Err(LedgerError::TooSmall(part)),
        Extent::Part(part) => part,
    };
    if asked > total || total == 0 {
        return Err(LedgerError::ReversesTooMuch { transfer: original.id(), left: total, asked });
    }
    let weights: Vec<_> = legs.iter().map(|(_, amount)| *amount).collect();
    let parts = split(asked, &weights);
    let back = postings.into_iter().filter_map(|posting| {
        let place = legs.iter().position(|(known, _)| *known == leg(&posting))?;
        let amount = -posting.amount.signum() * parts[place];
        (amount != 0).then_some(Posting { amount, ..posting })
    });
    let head = TransferHead { kind, reverses: Some(original.id()), ..entry.of(kind) };
    Transfer::new(head, back.collect())
}

/// An issued budget, and what was taken back of it before.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The issue.
    pub transfer: Transfer,
    /// Its earlier withdrawals.
    pub earlier: Vec<Transfer>,
}

/// Takes an amount of a budget back, from the newest issue on: one transfer for each issue that it takes from, with an entry of its own.
/// `row` is the budget, `issues` are its own, oldest first.
///
/// # Errors
/// [`LedgerError::TooSmall`] for an amount that is not above zero, [`Unspared::Insufficient`] when it is more than is free; as
/// [`reversible`].
pub fn withdraw(
    mut entry: impl FnMut() -> Entry,
    row: &BudgetRow,
    issues: &[Issued],
    amount: Minor,
) -> Result<Vec<Transfer>, Unspared> {
    if amount <= 0 {
        return Err(LedgerError::TooSmall(amount).into());
    }
    let spare = row.spare();
    if amount > spare {
        return Err(Insufficient { free: spare, needed: amount }.into());
    }
    let mut left = amount;
    let mut back = Vec::new();
    for Issued { transfer, earlier } in issues.iter().rev() {
        let earlier: Vec<_> = earlier.iter().collect();
        let part = left.min(reversible(transfer, &earlier)?);
        if part > 0 {
            left -= part;
            back.push(reverse(entry(), transfer, &earlier, Extent::Part(part))?);
        }
    }
    if left > 0 {
        return Err(Insufficient { free: amount - left, needed: amount }.into());
    }
    Ok(back)
}

/// Why a budget is not taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unspared {
    /// Less than that is free.
    #[error(transparent)]
    Insufficient(#[from] Insufficient),
    /// It cannot be booked.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Shares `amount` in proportion to the weights, to the last unit: each gets its quotient rounded down, and the units that are left go to
/// the largest remainders, the earlier first. While `amount` is at most the sum of the weights, no share exceeds its weight.
/// Amount and weights are not negative; without any weight all shares are zero.
pub fn split(amount: Minor, weights: &[Minor]) -> Vec<Minor> {
    let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if total == 0 {
        return vec![0; weights.len()];
    }
    let scaled: Vec<i128> = weights.iter().map(|weight| i128::from(amount) * i128::from(*weight)).collect();
    // A share is at most the amount, so it fits.
    let mut shares: Vec<Minor> =
        scaled.iter().map(|scaled| Minor::try_from(scaled / total).unwrap_or(amount)).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(scaled[*place] % total));
    let given: i128 = shares.iter().map(|share| i128::from(*share)).sum();
    let left = usize::try_from(i128::from(amount) - given).unwrap_or(0);
    for place in order.into_iter().take(left) {
        shares[place] += 1;
    }
    shares
}
