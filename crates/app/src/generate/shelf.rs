//! The ledger of one request and its sub-requests, in memory while they are made.

use domain::ids::{Ids, RequestId, ServiceId, TransferId};
use domain::ledger::{BudgetRow, LedgerError, OpenReserve, Purse, Transfer, open_reserves};
use domain::time::Instant;
use store::repo::ledger::Booked;

use crate::error::Answer;
use crate::ledger::Shelf;

/// What was booked so far.
#[derive(Default)]
pub(super) struct Drawer {
    pub(super) booked: Vec<Booked>,
}

/// The drawer while one command is booked.
pub(super) struct Open<'a> {
    pub(super) drawer: &'a mut Drawer,
    pub(super) ids: &'a mut Ids,
    pub(super) now: Instant,
}

impl Drawer {
    /// What is still reserved for requests of this drawer.
    pub(super) fn open(&self) -> Result<Vec<OpenReserve>, LedgerError> {
        open_reserves(self.booked.iter().flat_map(|booked| booked.transfer.postings()))
    }
}

impl Shelf for Open<'_> {
    fn now(&self) -> Instant {
        self.now
    }

    fn id(&mut self) -> TransferId {
        TransferId(self.ids.next())
    }

    fn budget(&mut self, purse: Purse) -> Answer<Option<BudgetRow>> {
        // Budgets were issued large enough for everything that is ordered.
        Ok(Some(BudgetRow { issued: domain::money::MAX_AMOUNT, ..BudgetRow::new(purse) }))
    }

    fn open_of_request(&mut self, request: RequestId) -> Answer<Vec<OpenReserve>> {
        let mut open = self.drawer.open()?;
        open.retain(|reserve| reserve.request == request);
        Ok(open)
    }

    fn of_request(&mut self, request: RequestId) -> Answer<Vec<Booked>> {
        let names = |booked: &&Booked| {
            booked.transfer.postings().iter().any(|posting| posting.request == Some(request))
        };
        Ok(self.drawer.booked.iter().filter(names).cloned().collect())
    }

    fn reversals_of(&mut self, transfer: TransferId) -> Answer<Vec<Booked>> {
        let reverses = |booked: &&Booked| booked.transfer.head().reverses == Some(transfer);
        Ok(self.drawer.booked.iter().filter(reverses).cloned().collect())
    }

    fn save(&mut self, transfer: &Transfer, service: Option<ServiceId>) -> Answer<()> {
        self.drawer.booked.push(Booked { transfer: transfer.clone(), service });
        Ok(())
    }
}
