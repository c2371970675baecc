//! What an acceptance pays: exactly the lines whose criteria are all accepted.

use std::collections::BTreeSet;

use super::error::add;
use super::{LedgerError, Share};
use crate::ids::{ItemId, LineId};
use crate::money::Minor;

/// How a line is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pricing {
    /// At its price.
    Fixed,
    /// At what it came to, up to its price.
    PassThrough {
        /// The sum of the accepted sub-requests, or a typed amount; `None` until it is known.
        actual: Option<Minor>,
    },
}

/// A line of an offer as far as paying goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedLine {
    /// The line.
    pub line: LineId,
    /// Its price; for a pass-through line the limit.
    pub amount: Minor,
    /// Fixed or passed through.
    pub pricing: Pricing,
    /// The criteria it delivers. A line without any is due with the last criterion.
    pub criteria: Vec<ItemId>,
}

/// The terms that an acceptance is measured against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The agreed price of the whole, limits of pass-through lines included.
    pub agreed: Minor,
    /// The lines, in the order of the offer; may be empty.
    pub lines: Vec<PricedLine>,
    /// All criteria of the brief.
    pub criteria: Vec<ItemId>,
}

/// What falls due for a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The line; `None` when the offer has none.
    pub line: Option<LineId>,
    /// What is paid.
    pub pay: Minor,
    /// What goes back to the budget: the unused part of a pass-through line.
    pub release: Minor,
}

impl Terms {
    /// What to reserve for each line. The remainder, by which the agreed price differs from the sum of its lines (rounding, a
    /// discount), belongs to the last line that is not passed through, or to the last of all.
    ///
    /// # Errors
    /// A negative amount, or lines that exceed the agreed price by more than the last one can bear.
    pub fn shares(&self) -> Result<Vec<Share>, LedgerError> {
        let negative =
            self.lines.iter().map(|line| line.amount).chain([self.agreed]).find(|amount| *amount < 0);
        if let Some(amount) = negative {
            return Err(LedgerError::TooSmall(amount));
        }
        let mut shares: Vec<_> =
            self.lines.iter().map(|line| Share { line: Some(line.line), amount: line.amount }).collect();
        let sum = shares.iter().try_fold(0, |sum, share| add(sum, share.amount))?;
        let fixed = self.lines.iter().rposition(|line| line.pricing == Pricing::Fixed);
        let Some(last) = fixed.or(shares.len().checked_sub(1)) else {
            return Ok(vec![Share { line: None, amount: self.agreed }]);
        };
        let amount = add(shares[last].amount, self.agreed - sum)?;
        if amount < 0 {
            return Err(LedgerError::LinesExceedPrice { agreed: self.agreed, by: -amount });
        }
        shares[last].amount = amount;
        Ok(shares)
    }
}

/// What falls due once these criteria are accepted: every line that is not settled yet and whose criteria are all accepted; when all
/// criteria of the brief are, every line. An offer without lines is due as a whole, and only then.
///
/// # Errors
/// As [`Terms::shares`]; [`LedgerError::ActualUnknown`] when a pass-through line is due whose actual nobody gave.
pub fn payable(
    terms: &Terms,
    accepted: &BTreeSet<ItemId>,
    settled: &BTreeSet<LineId>,
) -> Result<Vec<Due>, LedgerError> {
    let shares = terms.shares()?;
    let met = |criteria: &[ItemId]| criteria.iter().all(|criterion| accepted.contains(criterion));
    let complete = met(&terms.criteria);
    if terms.lines.is_empty() {
        let whole = shares.into_iter().filter(|_| complete);
        return Ok(whole.map(|share| Due { line: None, pay: share.amount, release: 0 }).collect());
    }
    let mut dues = Vec::new();
    for (line, share) in terms.lines.iter().zip(shares) {
        let due = complete || (!line.criteria.is_empty() && met(&line.criteria));
        if !due || settled.contains(&line.line) {
            continue;
        }
        let pay = match line.pricing {
            Pricing::Fixed => share.amount,
            Pricing::PassThrough { actual: None } => return Err(LedgerError::ActualUnknown(line.line)),
            Pricing::PassThrough { actual: Some(actual) } if actual < 0 => {
                return Err(LedgerError::TooSmall(actual));
            }
            Pricing::PassThrough { actual: Some(actual) } => actual.min(share.amount),
        };
        dues.push(Due { line: share.line, pay, release: share.amount - pay });
    }
    Ok(dues)
}
