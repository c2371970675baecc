//! The page of a service: what it promises, and its record.

use std::collections::{BTreeMap, BTreeSet};

use domain::ids::UnitId;
use domain::permission::{Action, Resource, can};
use domain::request::Class;
use domain::time::Instant;
use store::Tx;
use store::repo;
use store::repo::service::ServiceView;
use store::repo::unit::UnitView;

use crate::Cx;
use crate::company;
use crate::error::{Answer, AppError};
use crate::ledger::{self, Books};

/// The page of one service, with its record.
#[derive(Debug, Clone)]
pub struct ServicePage {
    /// The service with its present version.
    pub service: ServiceView,
    /// Whose it is.
    pub unit: UnitView,
    /// The promise of the first answer, in working seconds, and when it would be due now.
    pub answer: Option<(i64, Instant)>,
    /// When it would be ready, by the price list.
    pub ready_by: Option<Instant>,
    /// First answers kept and given, of the last 200 ended requests.
    pub kept: (usize, usize),
    /// Measured client time: how many requests, median and 85th percentile in seconds; `None` below five people.
    pub measured: Option<(usize, i64, i64)>,
    /// Reviews, newest first.
    pub reviews: Vec<repo::request::Reviewed>,
    /// Names of customers' units.
    pub units: BTreeMap<UnitId, UnitView>,
    /// Free in the budget of the viewer's unit.
    pub budget: Option<i64>,
    /// The viewer may order it.
    pub orderable: bool,
    /// The viewer may edit it.
    pub editable: bool,
}

/// Loads a service's page by its code.
///
/// # Errors
/// [`AppError::Missing`] when there is none or the viewer may not see it.
pub fn service(tx: &mut dyn Tx, cx: &Cx, code: &str) -> Answer<ServicePage> {
    let missing = AppError::Missing("service");
    let service = company::service_by_code(tx, &cx.viewer, code)?;
    let editable = can(&cx.viewer, Action::EditServices, Resource::Unit(service.unit));
    let offered = service.offered.as_ref().ok_or(missing.clone())?;
    let unit = repo::unit::by_id(tx, service.unit)?.ok_or(missing)?;
    let promise = company::promise(tx, offered.version.promise)?;
    let calendar = company::calendar(tx, promise.calendar)?;
    let promised = promise.amount.seconds(&calendar);
    let answer = calendar.add_working_seconds(cx.now, promised).map(|due| (promised, due));
    let ready_by = offered.version.delivery_days.and_then(|days| {
        calendar.add_working_seconds(cx.now, calendar.full_day_seconds() * i64::from(days) / 100)
    });
    let past = repo::request::past_of(tx, service.id)?;
    let answers: Vec<bool> = past.iter().filter_map(|past| past.answer_kept).collect();
    let kept = (answers.iter().filter(|kept| **kept).count(), answers.len());
    let mut reviews = repo::request::reviews_of(tx, cx.viewer.person(), service.id)?;
    for review in &mut reviews {
        // What is for few is counted, and read by those few.
        let open = review.facts.class == Class::Open;
        if !open && !can(&cx.viewer, Action::ReadRequest, Resource::Request(&review.facts)) {
            review.comment.clear();
        }
    }
    let budget = match cx.viewer.person() {
        Some(person) => match company::unit_of(tx, person)? {
            Some(unit) => {
                let books = Books::load(tx)?;
                let row = ledger::current(tx, &books, unit, cx.now)?;
                if row.issued > 0 { Some(row.free()?) } else { None }
            }
            None => None,
        },
        None => None,
    };
    let units = repo::unit::list(tx, None, 5_000)?.into_iter().map(|unit| (unit.id, unit)).collect();
    let orderable = can(&cx.viewer, Action::OrderService, Resource::Service(&service.facts()));
    Ok(ServicePage {
        measured: measured(&past),
        service,
        unit,
        answer,
        ready_by,
        kept,
        reviews,
        units,
        budget,
        orderable,
        editable,
    })
}

/// Fewest people behind a shown figure of time.
const FEWEST: usize = 5;

/// Median and 85th percentile of client time (nearest rank), once at least five people are behind it. Cancelled requests
/// count too: their time was spent as well.
fn measured(past: &[repo::request::Past]) -> Option<(usize, i64, i64)> {
    let people: BTreeSet<_> = past.iter().map(|past| past.customer).collect();
    if people.len() < FEWEST {
        return None;
    }
    let mut seconds: Vec<i64> = past.iter().map(|past| past.client_seconds).collect();
    seconds.sort_unstable();
    let rank = |percent: usize| seconds[(seconds.len() * percent).div_ceil(100).max(1) - 1];
    Some((seconds.len(), rank(50), rank(85)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::PersonId;
    use uuid::Uuid;

    #[test]
    fn time_is_shown_for_five_people_and_more() {
        let past = |n: u128, seconds| repo::request::Past {
            customer: PersonId(Uuid::from_u128(n)),
            stated_at: Instant::from_millis(0),
            answer_kept: None,
            client_seconds: seconds,
        };
        let four: Vec<_> = (0..40).map(|n| past(n % 4, 60)).collect();
        assert_eq!(measured(&four), None);
        let five: Vec<_> = (1..=20).map(|n| past(n as u128 % 5, n * 60)).collect();
        assert_eq!(measured(&five), Some((20, 600, 1020)), "nearest rank: 10th and 17th of 20");
    }
}
