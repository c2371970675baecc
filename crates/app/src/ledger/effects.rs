//! What the events of a request move in the ledger.
//!
//! | event | movement |
//! |---|---|
//! | offer chosen, paid by a budget | its lines are reserved; a shadow budget reserves nothing |
//! | offer chosen, paid by a line of the parent | its price is set aside from what is reserved for the parent, if anything is |
//! | accepted | what was set aside returns to the parent's line; the payments are posted; what is released is voided |
//! | cancelled | what is released is voided, or returns to the parent's line |
//! | a sub-request ended (in the parent) | what is still set aside for it returns to the line |
//! | dispute upheld after acceptance | payments are reversed, newest first; the reserve that this opens again is voided |
//! | client time measured | the customer's unit gives it, the providing unit takes it |
//!
//! Time that people spend on a service of their own unit counts on both sides of that unit, so that the price tag of an inner service
//! is measured like any other.

use domain::ids::{OfferId, RequestId, ServiceId, TransferId};
use domain::ledger::{
    AccountKind, BudgetMode, BudgetRow, Cause, Earmark, Entry, Extent, OpenReserve, Order, Purse, Share,
    Transfer, TransferKind, client_time, earmark, post, reserve, reverse, reversible, unearmark, void,
};
use domain::money::Minor;
use domain::request::{Event, Funding, LineAmount, Refusal, Request, Resolution};
use domain::time::Instant;
use store::chain::Moved;
use store::repo::ledger::{Booked, budget, of_request, open_of_request, reversals_of};

use store::{Hold, Tx};

use super::Books;
use crate::Cx;
use crate::error::{Answer, AppError};

/// Books what these events of one request move, in their order, and gives what was moved: the events are written after it, with hashes
/// that cover it. Each event comes with its place in the request's stream; `before` is the request as it was before them, none when they
/// begin it, `after` as they leave it. Call it once for the request and once for its parent, in any order, when a command changed both.
///
/// # Errors
/// [`AppError::Budget`] when a hard budget does not cover what is reserved, [`AppError::Ledger`] when more would leave a reserve than is in it;
/// the database's.
pub fn apply(
    tx: &mut dyn Tx,
    cx: &mut Cx,
    books: &Books,
    before: Option<&Request>,
    after: &Request,
    events: &[(i64, Event)],
) -> Answer<Vec<Moved>> {
    let mut rows = Rows { tx, cx, books, moved: Vec::new() };
    book(&mut rows, books, before, after, events)?;
    Ok(rows.moved)
}

/// Whether an event moves anything: those of the table above.
pub fn moves(event: &Event) -> bool {
    matches!(
        event,
        Event::OfferChosen { .. }
            | Event::Accepted { .. }
            | Event::Cancelled { .. }
            | Event::ChildEnded { .. }
            | Event::DisputeResolved { resolution: Resolution::Refund { .. }, .. }
            | Event::ClientTimeMeasured { .. }
    )
}

/// The same on any shelf.
pub(crate) fn book(
    shelf: &mut dyn Shelf,
    books: &Books,
    before: Option<&Request>,
    after: &Request,
    events: &[(i64, Event)],
) -> Answer<()> {
    for (place, (seq, event)) in events.iter().enumerate() {
        let mut clerk = Clerk { shelf: &mut *shelf, books, request: after, seq: *seq };
        match event {
            Event::OfferChosen { offer, funding, reserved, .. } => clerk.chosen(*offer, funding, reserved)?,
            Event::Accepted { payments, released, .. } => clerk.accepted(payments, released)?,
            Event::Cancelled { released, .. } => clerk.cancelled(released)?,
            Event::ChildEnded { child } => {
                let earlier = events[..place].iter().map(|(_, event)| event);
                let held = earmarked(before, earlier, *child);
                clerk.give_back(after.id, *child, held)?;
            }
            Event::DisputeResolved { resolution: Resolution::Refund { amount }, .. } => {
                clerk.refunded(*amount)?;
            }
            Event::ClientTimeMeasured { seconds, .. } => clerk.measured(*seconds)?,
            _ => debug_assert!(!moves(event)),
        }
    }
    Ok(())
}

/// What a request held back for a sub-request after these of its events.
fn earmarked<'a>(before: Option<&Request>, events: impl Iterator<Item = &'a Event>, id: RequestId) -> Minor {
    let known = before.and_then(|before| before.children.iter().find(|child| child.request == id));
    events.fold(known.map_or(0, |child| child.earmarked), |held, event| match event {
        Event::ChildAgreed { child, amount } if *child == id => *amount,
        Event::ChildPaid { child, amount } if *child == id => held - amount,
        Event::ChildEnded { child } if *child == id => 0,
        _ => held,
    })
}

/// What a clerk reads and where the transfers go: the tables, or the memory of a bulk load.
pub(crate) trait Shelf {
    /// The present moment.
    fn now(&self) -> Instant;
    /// An id that was not given before.
    fn id(&mut self) -> TransferId;
    /// A budget's row; none when nothing was ever issued or reserved.
    fn budget(&mut self, purse: Purse) -> Answer<Option<BudgetRow>>;
    /// What is reserved now for a request, by budget and line.
    fn open_of_request(&mut self, request: RequestId) -> Answer<Vec<OpenReserve>>;
    /// Every transfer that names the request, in the order of booking.
    fn of_request(&mut self, request: RequestId) -> Answer<Vec<Booked>>;
    /// The transfers that take this one back, in the order of booking.
    fn reversals_of(&mut self, transfer: TransferId) -> Answer<Vec<Booked>>;
    /// Writes a transfer down. `service` is the one whose version its postings name.
    fn save(&mut self, transfer: &Transfer, service: Option<ServiceId>) -> Answer<()>;
}

/// The tables.
struct Rows<'a> {
    tx: &'a mut dyn Tx,
    cx: &'a mut Cx,
    books: &'a Books,
    moved: Vec<Moved>,
}

impl Shelf for Rows<'_> {
    fn now(&self) -> Instant {
        self.cx.now
    }

    fn id(&mut self) -> TransferId {
        TransferId(self.cx.ids.next())
    }

    fn budget(&mut self, purse: Purse) -> Answer<Option<BudgetRow>> {
        self.tx.hold(Hold::Budgets(purse.unit))?;
        Ok(budget(self.tx, purse)?)
    }

    fn open_of_request(&mut self, request: RequestId) -> Answer<Vec<OpenReserve>> {
        Ok(open_of_request(self.tx, request)?)
    }

    fn of_request(&mut self, request: RequestId) -> Answer<Vec<Booked>> {
        Ok(of_request(self.tx, request)?)
    }

    fn reversals_of(&mut self, transfer: TransferId) -> Answer<Vec<Booked>> {
        Ok(reversals_of(self.tx, transfer)?)
    }

    fn save(&mut self, transfer: &Transfer, service: Option<ServiceId>) -> Answer<()> {
        self.moved.push(self.books.save(self.tx, transfer, service)?);
        Ok(())
    }
}

/// Books the movements of one event.
struct Clerk<'a> {
    shelf: &'a mut dyn Shelf,
    books: &'a Books,
    request: &'a Request,
    seq: i64,
}

impl Clerk<'_> {
    fn entry(&mut self) -> Entry {
        let now = self.shelf.now();
        Entry {
            id: self.shelf.id(),
            effective: self.books.day(now),
            booked_at: now,
            cause: Cause { stream: self.request.id.into(), seq: self.seq },
        }
    }

    fn save(&mut self, transfer: impl IntoIterator<Item = Transfer>) -> Answer<()> {
        let service = self.request.service.map(|service| service.service);
        transfer.into_iter().try_for_each(|transfer| self.shelf.save(&transfer, service))
    }

    /// Who buys from whom for this offer, and out of which budget.
    fn order(&self, offer: OfferId, funding: &Funding) -> Answer<Order> {
        let offer = self.request.offer(offer).ok_or(Refusal::Missing("offer"))?;
        let (payer, budget) = match funding {
            Funding::Budget { unit, period, mode, .. } => {
                (*unit, (*mode != BudgetMode::Shadow).then_some(*period))
            }
            // A sub-request is paid by the unit that orders it; the reserve is its parent's.
            Funding::ParentLine { .. } | Funding::Nothing => (self.request.payer_unit, None),
        };
        Ok(Order {
            request: self.request.id,
            payer,
            provider: self.request.unit,
            outside: offer.outside,
            service: self.request.service.map(|service| service.version),
            currency: self.books.currency,
            budget,
        })
    }

    /// The agreement in force.
    fn agreed(&self) -> Answer<(Order, Funding)> {
        let choice = self.request.choice.as_ref().ok_or(Refusal::Missing("offer"))?;
        Ok((self.order(choice.offer, &choice.funding)?, choice.funding.clone()))
    }

    fn chosen(&mut self, offer: OfferId, funding: &Funding, reserved: &[LineAmount]) -> Answer<()> {
        let order = self.order(offer, funding)?;
        let total = total(reserved)?;
        match funding {
            Funding::Nothing => Ok(()),
            Funding::Budget { mode, .. } => {
                if let (BudgetMode::Hard, Some(period)) = (mode, order.budget) {
                    // Asked again where it counts: whoever decided on the funding may have read an older row.
                    let purse = Purse { unit: order.payer, period, currency: order.currency };
                    let row = self.shelf.budget(purse)?.unwrap_or(BudgetRow::new(purse));
                    row.cover(BudgetMode::Hard, total)?;
                }
                let entry = self.entry();
                self.save(reserve(entry, &order, &shares(reserved))?)
            }
            Funding::ParentLine { request: parent, line } => {
                let rows = self.shelf.open_of_request(*parent)?;
                // What is reserved for the parent itself has its line; what was set aside for it has a line of its own parent.
                let own = rows.iter().find(|row| row.line == Some(*line));
                let Some(source) = own.or(rows.first()).filter(|_| total > 0) else { return Ok(()) };
                let mark = between(source, *parent, self.request.id, total);
                let entry = self.entry();
                self.save([earmark(entry, &mark)?])
            }
        }
    }

    fn accepted(&mut self, payments: &[LineAmount], released: &[LineAmount]) -> Answer<()> {
        if payments.is_empty() && released.is_empty() {
            return Ok(());
        }
        let (order, funding) = self.agreed()?;
        if let Funding::ParentLine { request: parent, .. } = funding {
            self.give_back(parent, self.request.id, total(payments)?)?;
        }
        let entry = self.entry();
        self.save(post(entry, &order, &shares(payments))?)?;
        let entry = self.entry();
        self.save(void(entry, &order, &shares(released))?)
    }

    fn cancelled(&mut self, released: &[LineAmount]) -> Answer<()> {
        if released.is_empty() {
            return Ok(());
        }
        let (order, funding) = self.agreed()?;
        if let Funding::ParentLine { request: parent, .. } = funding {
            return self.give_back(parent, self.request.id, Minor::MAX);
        }
        let entry = self.entry();
        self.save(void(entry, &order, &shares(released))?)
    }

    /// Returns up to `limit` of what is set aside for the child to the line it came from. What was returned before, by the child's own event or
    /// by the parent's, is not there any more, so it never returns twice.
    fn give_back(&mut self, parent: RequestId, child: RequestId, limit: Minor) -> Answer<()> {
        let mut limit = limit;
        if limit <= 0 {
            return Ok(());
        }
        for row in self.shelf.open_of_request(child)? {
            let amount = row.amount.min(limit);
            if amount > 0 {
                limit -= amount;
                let entry = self.entry();
                self.save([unearmark(entry, &between(&row, parent, child, amount))?])?;
            }
        }
        Ok(())
    }

    fn refunded(&mut self, amount: Minor) -> Answer<()> {
        let (order, _) = self.agreed()?;
        let mut posts = self.shelf.of_request(self.request.id)?;
        posts.retain(|booked| booked.transfer.kind() == TransferKind::Post);
        posts.sort_by_key(|booked| booked.transfer.head().cause.seq);
        let mut left = amount;
        for booked in posts.iter().rev() {
            let earlier: Vec<_> = self
                .shelf
                .reversals_of(booked.transfer.id())?
                .into_iter()
                .map(|booked| booked.transfer)
                .collect();
            let earlier: Vec<_> = earlier.iter().collect();
            let part = left.min(reversible(&booked.transfer, &earlier)?);
            if part == 0 {
                continue;
            }
            left -= part;
            let back = reverse(self.entry(), &booked.transfer, &earlier, Extent::Part(part))?;
            self.shelf.save(&back, booked.service)?;
            let opened = |kind| move |posting: &&domain::ledger::Posting| posting.account.kind == kind;
            let opened: Vec<_> = back.postings().iter().filter(opened(AccountKind::Reserved)).collect();
            let shares: Vec<_> =
                opened.iter().map(|posting| Share { line: posting.line, amount: posting.amount }).collect();
            // Into the budget that paid, which the posting names.
            let budget = opened.first().and_then(|posting| posting.account.period);
            let entry = self.entry();
            let released = void(entry, &Order { budget, ..order }, &shares)?;
            released.iter().try_for_each(|transfer| self.shelf.save(transfer, booked.service))?;
        }
        if left > 0 {
            return Err(Refusal::MoreThanPaid { paid: amount - left }.into());
        }
        Ok(())
    }

    fn measured(&mut self, seconds: Minor) -> Answer<()> {
        let entry = self.entry();
        let Request { customer_unit, unit, id, service, .. } = self.request;
        let version = service.map(|service| service.version);
        self.save([client_time(entry, *customer_unit, *unit, version, Some(*id), seconds)?])
    }
}

fn between(row: &OpenReserve, parent: RequestId, child: RequestId, amount: Minor) -> Earmark {
    Earmark { purse: row.purse, parent, child, line: row.line, amount }
}

fn shares(sums: &[LineAmount]) -> Vec<Share> {
    sums.iter().map(|sum| Share { line: Some(sum.line), amount: sum.amount }).collect()
}

fn total(sums: &[LineAmount]) -> Answer<Minor> {
    let total = sums.iter().try_fold(0_i64, |total, sum| total.checked_add(sum.amount));
    total.ok_or(AppError::Ledger(domain::ledger::LedgerError::Overflow))
}
