//! Why the ledger refuses.

use super::{AccountKind, TransferKind};
use crate::ids::{LineId, RequestId, TransferId};
use crate::money::{Currency, Minor};

/// Why a transfer cannot be made or booked. Amounts are in the smallest unit of their currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Fewer than two postings.
    #[error("a transfer has at least two postings")]
    TooFewPostings,
    /// A posting of nothing.
    #[error("a posting moves something: its amount is not zero")]
    ZeroPosting,
    /// An amount that must be positive is not, or one that must not be negative is.
    #[error("the amount {0} is too small")]
    TooSmall(Minor),
    /// An amount beyond [`crate::money::MAX_AMOUNT`].
    #[error("the amount {0} is larger than the ledger takes")]
    TooLarge(Minor),
    /// A sum that does not fit in 64 bits.
    #[error("a sum does not fit in 64 bits")]
    Overflow,
    /// The postings of a currency do not cancel out.
    #[error("the postings in {currency} sum to {sum}, not to zero")]
    Unbalanced {
        /// The currency.
        currency: Currency,
        /// What they sum to.
        sum: Minor,
    },
    /// A period is missing on an account that needs one, or given where none belongs.
    #[error("budget, reserved and appropriation accounts have a period, others none: {0:?}")]
    WrongPeriod(AccountKind),
    /// Seconds on a money account, or money on a time account.
    #[error("an account of kind {kind:?} cannot be kept in {currency}")]
    WrongCurrency {
        /// The kind of account.
        kind: AccountKind,
        /// The currency that does not fit.
        currency: Currency,
    },
    /// This kind of transfer never moves this kind of account.
    #[error("a transfer of kind {transfer:?} does not move {account:?}")]
    WrongAccount {
        /// The kind of transfer.
        transfer: TransferKind,
        /// The kind of account.
        account: AccountKind,
    },
    /// Two postings of a transfer move one account for the same request and line; they would be one posting.
    #[error("a transfer moves an account once for each request and line: {0:?}")]
    Repeated(AccountKind),
    /// A reserved posting without its request.
    #[error("a reserve belongs to a request")]
    RequestMissing,
    /// A reversal without the transfer it reverses, or a link on a transfer that reverses nothing.
    #[error("a reversal names the transfer it reverses, and nothing else does: {0:?}")]
    WrongLink(TransferKind),
    /// Reserves are voided, not reversed, and a reversal is never reversed itself.
    #[error("a transfer of kind {0:?} cannot be reversed")]
    NotReversible(TransferKind),
    /// More would be reversed than is left of the original.
    #[error("cannot reverse {asked}: {left} is left of {transfer}")]
    ReversesTooMuch {
        /// The original.
        transfer: TransferId,
        /// What is left of it.
        left: Minor,
        /// What was asked for.
        asked: Minor,
    },
    /// The reversal moves an account, request or line that its original did not.
    #[error("the reversal does not mirror {0}")]
    NotAMirror(TransferId),
    /// The original's postings are not of one amount per line, so a part of it is not defined.
    #[error("{0} cannot be reversed in part")]
    Indivisible(TransferId),
    /// The transfer was booked before.
    #[error("{0} is booked already")]
    Duplicate(TransferId),
    /// The transfer that a reversal points at is not in the book.
    #[error("{0} is not booked")]
    Unknown(TransferId),
    /// More would leave a reserve than is in it.
    #[error("the reserve of request {request} holds {open}, not {asked}")]
    ReserveExceeded {
        /// Whose reserve.
        request: RequestId,
        /// The line of the offer, if it has lines.
        line: Option<LineId>,
        /// What is in it.
        open: Minor,
        /// What would leave it.
        asked: Minor,
    },
    /// The lines of an offer come to more than its price.
    #[error("the lines exceed the agreed price {agreed} by {by}")]
    LinesExceedPrice {
        /// The agreed price.
        agreed: Minor,
        /// By how much the other lines exceed it.
        by: Minor,
    },
    /// A pass-through line is due before anybody said what it came to.
    #[error("the actual amount of pass-through line {0} is not known yet")]
    ActualUnknown(LineId),
}

/// Adds without wrapping.
pub(super) fn add(a: Minor, b: Minor) -> Result<Minor, LedgerError> {
    a.checked_add(b).ok_or(LedgerError::Overflow)
}
