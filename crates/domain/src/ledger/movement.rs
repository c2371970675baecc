//! The movements of the module's table, each made in one place.

use super::{Account, AccountKind, Due, Entry, LedgerError, Period, Posting, Purse, Transfer, TransferKind};
use crate::ids::{LineId, RequestId, ServiceVersionId, UnitId};
use crate::money::{Currency, MAX_AMOUNT, Minor, Seconds};

/// An amount for a line of an offer, or for the whole of it when it has no lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// The line.
    pub line: Option<LineId>,
    /// The amount, not negative. A share of zero moves nothing.
    pub amount: Minor,
}

/// Who buys what from whom, and out of which budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Order {
    /// The request.
    pub request: RequestId,
    /// The unit that pays.
    pub payer: UnitId,
    /// The unit that earns.
    pub provider: UnitId,
    /// True when the provider is a vendor outside: the payer then books purchases, not cost.
    pub outside: bool,
    /// The service version that is bought.
    pub service: Option<ServiceVersionId>,
    /// The accounting currency of the company.
    pub currency: Currency,
    /// The budget period that reserves come out of. `None`: nothing is reserved, because the payer's budget is a shadow or the request
    /// spends against its parent's line.
    pub budget: Option<Period>,
}

impl Order {
    fn purse(&self) -> Option<Purse> {
        self.budget.map(|period| Purse { unit: self.payer, period, currency: self.currency })
    }

    fn posting(&self, account: Account, share: Share, sign: Minor) -> Posting {
        let counterparty = if account.unit == self.payer { self.provider } else { self.payer };
        Posting {
            account,
            amount: share.amount * sign,
            service_version: self.service,
            request: Some(self.request),
            line: share.line,
            counterparty: Some(counterparty),
        }
    }
}

/// Money of a reserved line, set aside for a sub-request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earmark {
    /// The budget of the parent's payer.
    pub purse: Purse,
    /// The request whose line it is.
    pub parent: RequestId,
    /// The sub-request.
    pub child: RequestId,
    /// The parent's line; `None` when its offer has no lines.
    pub line: Option<LineId>,
    /// How much, above zero.
    pub amount: Minor,
}

/// The company gives a unit a budget.
///
/// # Errors
/// An amount that is not above zero, or too large.
pub fn issue(entry: Entry, company: UnitId, purse: Purse, amount: Minor) -> Result<Transfer, LedgerError> {
    let amount = positive(amount)?;
    let source = Account::periodic(company, AccountKind::Appropriation, purse.currency, purse.period);
    let bare = |account, amount, counterparty| Posting {
        account,
        amount,
        service_version: None,
        request: None,
        line: None,
        counterparty: Some(counterparty),
    };
    Transfer::new(
        entry.of(TransferKind::Issue),
        vec![bare(source, -amount, purse.unit), bare(purse.budget(), amount, company)],
    )
}

/// An order reserves its shares. `None` when there is nothing to reserve: all shares are zero or the order has no budget.
/// Whether the budget allows it is asked before, of [`super::BudgetRow::cover`].
///
/// # Errors
/// A negative or too large share.
pub fn reserve(entry: Entry, order: &Order, shares: &[Share]) -> Result<Option<Transfer>, LedgerError> {
    hold(entry, TransferKind::Reserve, order, shares, 1)
}

/// What is left of a reserve goes back to the budget. `None` when nothing does.
///
/// # Errors
/// A negative or too large share.
pub fn void(entry: Entry, order: &Order, shares: &[Share]) -> Result<Option<Transfer>, LedgerError> {
    hold(entry, TransferKind::Void, order, shares, -1)
}

fn hold(
    entry: Entry,
    kind: TransferKind,
    order: &Order,
    shares: &[Share],
    sign: Minor,
) -> Result<Option<Transfer>, LedgerError> {
    let Some(purse) = order.purse() else { return Ok(None) };
    book(entry, kind, shares, |share| {
        vec![order.posting(purse.budget(), share, -sign), order.posting(purse.reserved(), share, sign)]
    })
}

/// Acceptance pays its shares, out of the reserve or, for an order without a budget, from settlement to settlement. `None` when
/// all shares are zero: a service that costs nothing is accepted without a transfer.
///
/// # Errors
/// A negative or too large share.
pub fn post(entry: Entry, order: &Order, shares: &[Share]) -> Result<Option<Transfer>, LedgerError> {
    let plain = |unit, kind| Account::plain(unit, kind, order.currency);
    let from = match order.purse() {
        Some(purse) => purse.reserved(),
        None => plain(order.payer, AccountKind::Settlement),
    };
    let spent = if order.outside { AccountKind::Purchases } else { AccountKind::Cost };
    let to = plain(order.provider, AccountKind::Settlement);
    book(entry, TransferKind::Post, shares, |share| {
        let mut postings = vec![
            order.posting(plain(order.payer, spent), share, 1),
            order.posting(plain(order.provider, AccountKind::Revenue), share, -1),
        ];
        // A unit that orders from itself without a reserve hands nothing over.
        if from != to {
            postings.extend([order.posting(from, share, -1), order.posting(to, share, 1)]);
        }
        postings
    })
}

/// An acceptance as a whole: pays what is due and voids what pass-through lines did not use. At most two transfers, payment first.
///
/// # Errors
/// As [`post`] and [`void`].
pub fn settle(
    payment: Entry,
    release: Entry,
    order: &Order,
    dues: &[Due],
) -> Result<Vec<Transfer>, LedgerError> {
    let shares = |amount: fn(&Due) -> Minor| {
        dues.iter().map(|due| Share { line: due.line, amount: amount(due) }).collect::<Vec<_>>()
    };
    let paid = post(payment, order, &shares(|due| due.pay))?;
    let voided = void(release, order, &shares(|due| due.release))?;
    Ok(paid.into_iter().chain(voided).collect())
}

/// Sets a part of the parent's reserved line aside for a sub-request.
///
/// # Errors
/// An amount that is not above zero, or too large.
pub fn earmark(entry: Entry, earmark: &Earmark) -> Result<Transfer, LedgerError> {
    shift(entry, TransferKind::Earmark, earmark, earmark.parent, earmark.child)
}

/// Gives what was set aside back to the parent's line: the sub-request was accepted (and is paid by the unit that ordered it) or cancelled.
///
/// # Errors
/// An amount that is not above zero, or too large.
pub fn unearmark(entry: Entry, earmark: &Earmark) -> Result<Transfer, LedgerError> {
    shift(entry, TransferKind::Unearmark, earmark, earmark.child, earmark.parent)
}

fn shift(
    entry: Entry,
    kind: TransferKind,
    earmark: &Earmark,
    from: RequestId,
    to: RequestId,
) -> Result<Transfer, LedgerError> {
    let amount = positive(earmark.amount)?;
    let side = |request, amount| Posting {
        account: earmark.purse.reserved(),
        amount,
        service_version: None,
        request: Some(request),
        line: earmark.line,
        counterparty: None,
    };
    Transfer::new(entry.of(kind), vec![side(from, -amount), side(to, amount)])
}

/// Measured time of a customer's unit, taken by a service of the provider's unit. The request is optional: answers, courses and
/// forms take time too.
///
/// # Errors
/// Seconds that are not above zero, or too many.
pub fn client_time(
    entry: Entry,
    customer: UnitId,
    provider: UnitId,
    service: Option<ServiceVersionId>,
    request: Option<RequestId>,
    seconds: Seconds,
) -> Result<Transfer, LedgerError> {
    let seconds = positive(seconds)?;
    let side = |unit, kind, amount, counterparty| Posting {
        account: Account::plain(unit, kind, Currency::SECONDS),
        amount,
        service_version: service,
        request,
        line: None,
        counterparty: Some(counterparty),
    };
    Transfer::new(
        entry.of(TransferKind::ClientTime),
        vec![
            side(customer, AccountKind::ClientTimeGiven, seconds, provider),
            side(provider, AccountKind::ClientTimeTaken, -seconds, customer),
        ],
    )
}

fn book(
    entry: Entry,
    kind: TransferKind,
    shares: &[Share],
    postings: impl Fn(Share) -> Vec<Posting>,
) -> Result<Option<Transfer>, LedgerError> {
    for share in shares {
        if share.amount != 0 {
            positive(share.amount)?;
        }
    }
    let postings: Vec<_> =
        shares.iter().filter(|share| share.amount != 0).flat_map(|share| postings(*share)).collect();
    if postings.is_empty() { Ok(None) } else { Transfer::new(entry.of(kind), postings).map(Some) }
}

fn positive(amount: Minor) -> Result<Minor, LedgerError> {
    match amount {
        ..=0 => Err(LedgerError::TooSmall(amount)),
        1..=MAX_AMOUNT => Ok(amount),
        _ => Err(LedgerError::TooLarge(amount)),
    }
}
