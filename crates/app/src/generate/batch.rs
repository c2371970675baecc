//! Rows of many requests, on their way into the tables.

use domain::ids::ServiceId;
use domain::ledger::Transfer;
use domain::permission::RequestFacts;
use domain::request::Request;
use domain::time::Instant;
use store::repo::event::Linked;
use store::repo::flow_case::{self, FlowCase};
use store::repo::ledger::{OfRequest, POSTING, Rebuilt, TRANSFER, Trade, posting_values, transfer_values};
use store::repo::stream::End;
use store::repo::{content, event, request};
use store::{SpeltDoc, StoreError, Tx, Value};

use super::scene::Live;
use super::shelf::Drawer;
use crate::error::Answer;
use crate::ledger::Books;
use crate::requests::{Versions, audience, cached_by, doc};

/// Rows of one table.
pub(super) type Rows = Vec<Vec<Value>>;

/// Rows of one table after another, in the order in which they can be written.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) events: Vec<Linked>,
    /// The ends of their streams.
    pub(super) ends: Vec<End>,
    pub(super) contents: Rows,
    requests: Rows,
    cases: Rows,
    parties: Rows,
    bidders: Rows,
    reviews: Rows,
    transfers: Rows,
    postings: Rows,
    pub(super) docs: Vec<SpeltDoc>,
    /// How many requests are here.
    pub(super) count: usize,
    /// How many of them are open.
    pub(super) open: usize,
    /// What they add to the totals of the ledger.
    pub(super) totals: Rebuilt,
    /// When the first of them was stated.
    pub(super) from: Option<Instant>,
}

impl Batch {
    /// Adds the rows that the history of a request makes.
    pub(super) fn finish(&mut self, live: &Live, versions: &mut dyn Versions) -> Answer<()> {
        let made = &live.request;
        self.ends.extend(End::new(made.id.into(), live.tip));
        let cached = cached_by(versions, made, live.last_at)?;
        self.requests.push(request::values(made, cached));
        self.cases.push(flow_case::values(&FlowCase::own(made, cached, live.steps.clone()), true));
        self.parties.extend(request::party_rows(made));
        self.bidders.extend(request::bidder_rows(made));
        self.reviews.extend(made.review.as_ref().map(|review| request::review_values(made, review)));
        let audience = audience(&RequestFacts::from(made));
        self.docs.push(doc(made, &live.title, &live.statement, audience).spelt());
        self.count += 1;
        self.open += usize::from(made.state.is_open());
        self.from = self.from.min(Some(made.stated_at)).or(Some(made.stated_at));
        Ok(())
    }

    /// Adds budgets that the company issued.
    pub(super) fn budgets(&mut self, budgets: &[Transfer], books: &Books) -> Answer<()> {
        budgets.iter().try_for_each(|transfer| self.transfer(transfer, None, books))
    }

    /// The rows of the tables whose first key begins with a moment, see [`super::order`].
    pub(super) fn ordered(&mut self) -> [&mut Rows; 5] {
        let Self { contents, requests, cases, transfers, postings, .. } = self;
        [contents, requests, cases, transfers, postings]
    }

    fn transfer(&mut self, transfer: &Transfer, service: Option<ServiceId>, books: &Books) -> Answer<()> {
        let booked_on = books.day(transfer.head().booked_at);
        self.transfers.push(transfer_values(transfer.head()));
        self.postings.extend(posting_values(transfer, service, booked_on));
        Ok(self.totals.transfer(transfer, service)?)
    }

    /// Adds what was booked for a request and its sub-requests.
    pub(super) fn book(&mut self, drawer: &Drawer, requests: &[&Request], books: &Books) -> Answer<()> {
        for booked in &drawer.booked {
            self.transfer(&booked.transfer, booked.service, books)?;
        }
        for request in requests {
            for booked in &drawer.booked {
                let effective = booked.transfer.head().effective;
                for posting in booked.transfer.postings() {
                    let Some(trade) = Trade::of(posting.account.kind) else { continue };
                    if posting.request != Some(request.id) {
                        continue;
                    }
                    self.totals.order(OfRequest {
                        request: request.id,
                        unit: posting.unit(),
                        trade,
                        counterparty: posting.counterparty,
                        service: booked.service.filter(|_| posting.service_version.is_some()),
                        effective,
                    });
                }
            }
        }
        Ok(())
    }

    /// Writes everything but the totals; how many events.
    pub(super) fn write(self, tx: &mut dyn Tx) -> Result<u64, StoreError> {
        let events = event::fill_linked(tx, self.events, self.ends)?;
        tx.fill(&content::CONTENT, self.contents)?;
        tx.fill(&request::REQUEST, self.requests)?;
        tx.fill(&flow_case::FLOW_CASE, self.cases)?;
        tx.fill(&request::PARTY, self.parties)?;
        tx.fill(&request::BIDDER, self.bidders)?;
        tx.fill(&request::REVIEW, self.reviews)?;
        tx.fill(&TRANSFER, self.transfers)?;
        tx.fill(&POSTING, self.postings)?;
        tx.index_load(&self.docs)?;
        Ok(events)
    }
}
