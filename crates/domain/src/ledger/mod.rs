//! The ledger: money and time between units, in double entry.
//!
//! # Signs
//!
//! As plain-text accounting writes double entry: a **debit is positive, a credit is negative**, and the postings of a transfer sum
//! to zero in every currency. So all accounts together sum to zero at every instant, and no amount can appear or vanish.
//! Money a unit may still use (`budget`, `reserved`, `settlement`) and what it used (`cost`, `purchases`) grow by debits; where money
//! comes from (`appropriation`, `revenue`) grows by credits, so a unit's earnings are `-balance(revenue)`. Time is counted in the
//! same way in seconds: given by the customer's unit is a debit, taken by the provider's unit a credit.
//!
//! # Movements
//!
//! U orders from V; P is the period of the budget; `[R, L]` names the request and the line of the offer.
//!
//! | movement | postings |
//! |---|---|
//! | issue X to U | `appropriation(company, P) -X`, `budget(U, P) +X` |
//! | withdraw x of it | `appropriation(company, P) +x`, `budget(U, P) -x`, linked to the issue |
//! | reserve a | `budget(U, P) -a`, `reserved(U, P) +a [R, L]` |
//! | void a | `reserved(U, P) -a [R, L]`, `budget(U, P) +a` |
//! | post a out of a reserve | `reserved(U, P) -a [R, L]`, `settlement(V) +a`, `cost(U) +a`, `revenue(V) -a` |
//! | post a without a reserve | `settlement(U) -a`, `settlement(V) +a`, `cost(U) +a`, `revenue(V) -a` |
//! | earmark b for a child | `reserved(U, P) -b [parent, L]`, `reserved(U, P) +b [child, L]` |
//! | return the earmark | the opposite |
//! | reverse k of a payment | the opposite of its postings, whole or in proportion, linked to it |
//! | client time s | `client_time_given(U) +s`, `client_time_taken(V) -s`, currency `XTS` |
//!
//! `purchases(U)` stands for `cost(U)` when V is a vendor outside. A payment without a reserve belongs to a unit with a shadow budget,
//! or to a sub-request that spends against its parent's line: the money was reserved by the parent's payer, and the
//! ordering unit is paid for it when the parent is accepted.
//! A pass-through line settles at what its sub-requests came to: a refund of one, before the line is accepted, lowers what the customer pays.
//! A refund after that changes nothing for the customer, whose own dispute may: a payment that was accepted is final without one.
//! Reversing a payment that came out of a reserve opens the reserve again: void it if the customer takes the money back, leave it if the
//! work is done again.
//!
//! # A worked example
//!
//! Marketing (M) has a budget of 640 000 ₽ and orders from IT for up to 186 000 ₽: labour 171 000 and a lawyer at cost, up to 15 000.
//! Legal (L) does that part for 12 000, ordered by IT against Marketing's line.
//!
//! | | budget M | reserved M | settlement IT | settlement L | cost M | revenue IT | cost IT | revenue L |
//! |---|---|---|---|---|---|---|---|---|
//! | issue | 640 000 | | | | | | | |
//! | reserve | -186 000 | 186 000 | | | | | | |
//! | earmark for L | | -12 000 +12 000 | | | | | | |
//! | L accepted: return | | +12 000 -12 000 | | | | | | |
//! | L accepted: post | | | -12 000 | 12 000 | | | 12 000 | -12 000 |
//! | labour accepted | | -171 000 | 171 000 | | 171 000 | -171 000 | | |
//! | the rest accepted | | -12 000 | 12 000 | | 12 000 | -12 000 | | |
//! | unused limit voided | 3 000 | -3 000 | | | | | | |
//! | **balance** | **457 000** | **0** | **171 000** | **12 000** | **183 000** | **-183 000** | **12 000** | **-12 000** |
//!
//! With `appropriation(company) -640 000` the last row sums to zero. The test `crm` books exactly this.

mod account;
mod book;
mod budget;
mod error;
mod figure;
mod journal;
mod movement;
mod payable;
mod period;
mod reserve;
mod reversal;
mod statement;
mod transfer;

#[cfg(test)]
#[expect(clippy::inconsistent_digit_grouping, reason = "171_000_00 reads as roubles and kopecks")]
mod tests;

pub use account::{Account, AccountKind};
pub use book::Book;
pub use budget::{BudgetMode, BudgetRow, Cover, Insufficient};
pub use error::LedgerError;
pub use figure::{Figure, FigureOf, Filter, PostingFact};
pub use journal::{journal, journal_entries, journal_head};
pub use movement::{
    Earmark, Order, Share, client_time, earmark, issue, post, reserve, settle, unearmark, void,
};
pub use payable::{Due, PricedLine, Pricing, Terms, payable};
pub use period::{NotAPeriod, Period, PeriodLength};
pub use reserve::{OpenReserve, Purse, open_reserves, paid_for};
pub use reversal::{Extent, Issued, Unspared, reverse, reversible, split, withdraw};
pub use statement::{Correction, Query, Statement, StatementRow, statement};
pub use transfer::{Cause, Entry, Posting, Transfer, TransferHead, TransferKind};
