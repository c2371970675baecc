//! Everything that the page of one request shows, in one snapshot.

use std::collections::{BTreeSet, HashMap};

use domain::ids::*;
use domain::permission::{Action, RequestFacts, Resource, bids_for, can};
use domain::request::*;
use store::Tx;
use store::repo;

use super::bidder;
use super::clocks::{answer_clocks, timer};
use super::conceal;
use super::record::{Loaded, load};
use super::resolver;
pub use super::shown::{BudgetNow, RequestPage, Sight};
use super::standing::{Standing, in_place_of_customer, readable};
use crate::Cx;
use crate::company;
use crate::error::{Answer, AppError};
use crate::ledger::{self, Books};

/// Loads the page by the request's number.
///
/// # Errors
/// [`AppError::Missing`] when there is none or the viewer may not read it.
pub fn page(tx: &mut dyn Tx, cx: &Cx, number: i64) -> Answer<RequestPage> {
    let (loaded, standing) = readable(tx, &cx.viewer, number)?;
    page_of(tx, cx, loaded, standing)
}

/// Loads the page of a request that was found.
pub(super) fn page_of(tx: &mut dyn Tx, cx: &Cx, loaded: Loaded, standing: Standing) -> Answer<RequestPage> {
    let Standing { facts, sides, bidder } = standing;
    let resource = Resource::Request(&facts);
    let sight = if can(&cx.viewer, Action::ReadRequest, resource) {
        Sight::Whole
    } else if can(&cx.viewer, Action::ReadDispute, resource) {
        Sight::Dispute
    } else if can(&cx.viewer, Action::ReadBrief, resource) {
        Sight::Brief
    } else {
        return Err(AppError::Missing("request"));
    };
    let request = loaded.request;
    let id = request.id;
    let stream = StreamId::from(id);
    let company = company::company(tx)?;
    let waited = loaded.events.iter().map(|event| (&event.event, event.envelope.occurred_at));
    let waiting = waiting(waited, cx.now)
        .map_err(|problem| store::StoreError::inconsistent("event", "data", id, problem))?;
    let whole = sight == Sight::Whole;
    let bids = sight == Sight::Brief;
    let service = match request.service {
        Some(service) => {
            let version = company::service_version(tx, service.version)?;
            Some(company::service_texts(tx, &version)?)
        }
        None => None,
    };
    let chooses = sides.contains(&Side::Customer)
        || can(&cx.viewer, Action::ReadAccount, Resource::Unit(request.payer_unit));
    let budget = if chooses && whole {
        let mode = company::unit(tx, request.payer_unit)?.budget_mode;
        let books = Books::load(tx)?;
        let row = ledger::current(tx, &books, request.payer_unit, cx.now)?;
        let free = if row.issued > 0 { Some(row.free()?) } else { None };
        Some(BudgetNow { mode, free })
    } else {
        None
    };
    let children = if whole { repo::request::children(tx, cx.viewer.person(), id)? } else { Vec::new() };
    let parent = match request.parent {
        Some(parent) if whole => {
            let facts = RequestFacts::from(&load(tx, parent.request)?.request);
            if can(&cx.viewer, Action::ReadRequest, Resource::Request(&facts)) {
                repo::request::one(tx, parent.request)?
            } else {
                None
            }
        }
        _ => None,
    };
    let colleagues = if sides.contains(&Side::Provider) {
        repo::person::of_unit(tx, request.unit)?
            .into_iter()
            .filter(|colleague| !colleague.roles.is_empty())
            .map(|colleague| (colleague.id, colleague.name))
            .collect()
    } else {
        Vec::new()
    };
    let (mut promises, mut calendars) = (HashMap::new(), HashMap::new());
    for clock in request.clocks.iter().filter(|_| whole) {
        promises.insert(clock.promise, company::promise(tx, clock.promise)?);
        for id in std::iter::once(clock.calendar).chain(clock.applied.iter().map(|(_, id)| *id)) {
            calendars.insert(id, company::calendar(tx, id)?);
        }
    }
    let timeout = if !bids { timer(tx, &request)? } else { None };
    let person = cx.viewer.person();
    let mut available = available(&request, &sides);
    if person != Some(request.customer) {
        available.retain(|command| !command.is_the_customers_own());
    }
    let acts = sides.contains(&Side::Customer) && person != Some(request.customer);
    let in_place_of_customer =
        acts && in_place_of_customer(tx, &request)?.iter().any(|known| Some(*known) == person);
    let mut page = RequestPage {
        in_place_of_customer,
        timeout: timeout.zip(request.next_timeout()).map(|((at, _), (_, step))| (at, step.action)),
        promises,
        calendars,
        clocks: if whole { answer_clocks(tx, &request, cx.now)? } else { Vec::new() },
        available,
        texts: repo::content::of_stream(tx, stream)?,
        files: if !bids { repo::content::files_of_stream(tx, stream)? } else { HashMap::new() },
        names: repo::request::names(tx, id)?,
        units: repo::unit::list(tx, None, 5_000)?.into_iter().map(|unit| (unit.id, unit)).collect(),
        openings: if whole { repo::opening::of_request(tx, id)? } else { Vec::new() },
        events: loaded.events,
        currency: company.currency,
        now: cx.now,
        request,
        sight,
        service,
        waiting,
        parent,
        children: children
            .into_iter()
            .map(|(child, facts)| conceal::child(child, &facts, &cx.viewer))
            .collect(),
        budget,
        colleagues,
        sides,
        bidder,
        bids_for: if bidder.is_some() { bids_for(&cx.viewer, &facts) } else { BTreeSet::new() },
    };
    match sight {
        Sight::Whole => {
            conceal::conversation(&mut page, &cx.viewer);
            conceal::units(&mut page, &cx.viewer);
            Ok(page)
        }
        Sight::Dispute => Ok(resolver::page_for(&page)),
        Sight::Brief => Ok(bidder::page_for(&page, &cx.viewer)),
    }
}
