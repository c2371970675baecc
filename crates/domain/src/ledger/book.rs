//! All transfers in memory: what `check` replays, and what tests reason with.

use std::collections::BTreeMap;

use super::error::add;
use super::{Account, BudgetRow, LedgerError, OpenReserve, Purse, Transfer, reserve, reversible};
use crate::ids::{LineId, RequestId, TransferId};
use crate::money::{Currency, Minor};

/// Transfers in the order they were booked, with their balances.
#[derive(Debug, Clone, Default)]
pub struct Book {
    transfers: Vec<Transfer>,
    places: BTreeMap<TransferId, usize>,
    /// The reversals of each reversed transfer.
    reversals: BTreeMap<TransferId, Vec<usize>>,
    balances: BTreeMap<Account, Minor>,
    reserves: BTreeMap<(Purse, RequestId, Option<LineId>), Minor>,
}

impl Book {
    /// An empty book.
    pub fn new() -> Self {
        Self::default()
    }

    /// Books a transfer, or leaves the book as it was.
    ///
    /// # Errors
    /// A transfer booked before, a reserve that would fall below zero, a reversal of more than is left or of an unknown transfer, a sum
    /// beyond 64 bits.
    pub fn record(&mut self, transfer: Transfer) -> Result<(), LedgerError> {
        if self.places.contains_key(&transfer.id()) {
            return Err(LedgerError::Duplicate(transfer.id()));
        }
        if let Some(id) = transfer.head().reverses {
            let original = self.get(id).ok_or(LedgerError::Unknown(id))?;
            let mut reversals = self.reversals_of(id);
            reversals.push(&transfer);
            reversible(original, &reversals)?;
        }
        let mut balances = BTreeMap::new();
        let mut reserves = BTreeMap::new();
        for posting in transfer.postings() {
            let known = || self.balance(&posting.account);
            let balance = balances.entry(posting.account).or_insert_with(known);
            *balance = add(*balance, posting.amount)?;
            if let Some(key) = reserve::key(posting) {
                let known = || self.reserves.get(&key).copied().unwrap_or(0);
                let reserve = reserves.entry(key).or_insert_with(known);
                *reserve = add(*reserve, posting.amount)?;
            }
        }
        if let Some((key, after)) = reserves.iter().find(|(_, after)| **after < 0) {
            let open = self.reserves.get(key).copied().unwrap_or(0);
            let (_, request, line) = *key;
            return Err(LedgerError::ReserveExceeded { request, line, open, asked: open - after });
        }
        self.balances.append(&mut balances);
        self.reserves.append(&mut reserves);
        let place = self.transfers.len();
        self.places.insert(transfer.id(), place);
        if let Some(id) = transfer.head().reverses {
            self.reversals.entry(id).or_default().push(place);
        }
        self.transfers.push(transfer);
        Ok(())
    }

    /// The transfers, in the order they were booked.
    pub fn transfers(&self) -> &[Transfer] {
        &self.transfers
    }

    /// One transfer.
    pub fn get(&self, id: TransferId) -> Option<&Transfer> {
        self.places.get(&id).map(|place| &self.transfers[*place])
    }

    /// The transfers that took this one back, in whole or part.
    pub fn reversals_of(&self, id: TransferId) -> Vec<&Transfer> {
        let places = self.reversals.get(&id).map_or(&[][..], Vec::as_slice);
        places.iter().map(|place| &self.transfers[*place]).collect()
    }

    /// The balance of an account: debits positive.
    pub fn balance(&self, account: &Account) -> Minor {
        self.balances.get(account).copied().unwrap_or(0)
    }

    /// Every account that was ever moved, with its balance.
    pub fn balances(&self) -> impl Iterator<Item = (&Account, Minor)> {
        self.balances.iter().map(|(account, balance)| (account, *balance))
    }

    /// The sum of all balances per currency: zero each, or the book is broken.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn trial(&self) -> Result<BTreeMap<Currency, Minor>, LedgerError> {
        let mut sums: BTreeMap<Currency, Minor> = BTreeMap::new();
        for (account, balance) in &self.balances {
            let sum = sums.entry(account.currency).or_default();
            *sum = add(*sum, *balance)?;
        }
        Ok(sums)
    }

    /// What is still reserved, of one request or of all.
    pub fn open(&self, request: Option<RequestId>) -> Vec<OpenReserve> {
        self.reserves
            .iter()
            .filter(|((_, of, _), amount)| **amount != 0 && request.is_none_or(|wanted| wanted == *of))
            .map(|((purse, request, line), amount)| OpenReserve {
                purse: *purse,
                request: *request,
                line: *line,
                amount: *amount,
            })
            .collect()
    }

    /// A budget's row, computed from all postings.
    ///
    /// # Errors
    /// [`LedgerError::Overflow`].
    pub fn budget(&self, purse: Purse) -> Result<BudgetRow, LedgerError> {
        let postings = self
            .transfers
            .iter()
            .flat_map(|transfer| transfer.postings().iter().map(move |posting| (transfer.kind(), posting)));
        BudgetRow::recompute(purse, postings)
    }
}
