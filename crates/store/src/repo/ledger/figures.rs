//! The postings behind a figure, with as much of their requests as permissions are decided by.

use std::collections::BTreeSet;

use domain::ids::{PersonId, ServiceId, TransferId, UnitId};
use domain::ledger::{AccountKind, Period, TransferKind};
use domain::localized::Localized;
use domain::money::Minor;
use domain::permission::RequestFacts;
use domain::request::{Class, State};
use domain::time::Instant;
use jiff::civil::Date;
use uuid::Uuid;

use super::rows::{NONE, day};
use super::totals::name;
use crate::error::StoreError;
use crate::tx::Tx;
use crate::value::{Row, Value};
use crate::{hot_sql, params};

/// A request behind a figure. Show its title only to whoever may read it by `facts`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its number.
    pub number: i64,
    /// The line it goes by.
    pub title: String,
    /// Who may see it. Parties and handlers are told only as far as the viewer is one of them, or there are others.
    pub facts: RequestFacts,
}

/// Somebody who is not the viewer.
const SOMEBODY: PersonId = PersonId(Uuid::nil());

/// The nine columns that [`facts_from_row`] reads about the request `r`, NULL where there is none. `$1` is the viewer.
macro_rules! facts {
    () => {
        "r.id, r.class, r.state, r.customer_unit, r.payer_unit, r.unit,
               CASE WHEN EXISTS (SELECT 1 FROM request_party q
                 WHERE q.person = $1 AND q.side = 'customer' AND q.open = r.open AND q.request = r.id) THEN 1 ELSE 0 END,
               CASE WHEN EXISTS (SELECT 1 FROM request_party q
                 WHERE q.person = $1 AND q.side = 'handler' AND q.open = r.open AND q.request = r.id) THEN 1 ELSE 0 END,
               CASE WHEN EXISTS (SELECT 1 FROM request_party q WHERE q.request = r.id AND q.side = 'handler')
                 THEN 1 ELSE 0 END"
    };
}
pub(crate) use facts;

/// The columns of a statement: its own, then the eleven of [`seen_from_row`]: those of [`facts`], the number of the request `r` and its
/// content `title`.
macro_rules! select_seen {
    ($own:literal) => {
        concat!("SELECT ", $own, ", ", $crate::repo::ledger::facts!(), ", r.number, title.body")
    };
}
pub(crate) use select_seen;

/// Reads the columns of [`facts`] from column `at`.
pub(crate) fn facts_from_row(
    row: &Row,
    viewer: Option<PersonId>,
    at: usize,
) -> Result<Option<RequestFacts>, StoreError> {
    let Some(id) = row.opt_id(at)? else { return Ok(None) };
    let people = |mine: bool, others: bool| -> BTreeSet<PersonId> {
        viewer.filter(|_| mine).into_iter().chain(others.then_some(SOMEBODY)).collect()
    };
    Ok(Some(RequestFacts {
        id,
        class: row.code(at + 1, Class::from_code)?,
        parties: people(row.bool(at + 6)?, true),
        own: BTreeSet::new(),
        helpers: BTreeSet::new(),
        deciders: BTreeSet::new(),
        handlers: people(row.bool(at + 7)?, row.bool(at + 8)?),
        customer_unit: row.id(at + 3)?,
        payer_unit: row.id(at + 4)?,
        unit: row.id(at + 5)?,
        bidders: BTreeSet::new(),
        disputed: row.code(at + 2, State::from_code)? == State::Disputed,
    }))
}

/// Reads the columns that [`select_seen`] adds after the `at` own ones.
pub(crate) fn seen_from_row(
    row: &Row,
    viewer: Option<PersonId>,
    at: usize,
) -> Result<Option<Seen>, StoreError> {
    let Some(facts) = facts_from_row(row, viewer, at)? else { return Ok(None) };
    let title = row.opt_text(at + 10)?.unwrap_or_default().to_owned();
    Ok(Some(Seen { number: row.int(at + 9)?, title, facts }))
}

/// A posting's place in a list: the order of effective days, then of booking.
pub type Place = (Date, TransferId, i64);

/// Which postings are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    /// Of whom.
    pub unit: UnitId,
    /// Of which account.
    pub account: AccountKind,
    /// Of which budget; none for accounts without.
    pub period: Option<Period>,
    /// Effective on this day or later.
    pub from: Date,
    /// Effective on this day or earlier.
    pub to: Date,
    /// Booked before this moment.
    pub booked_before: Instant,
    /// With this unit on the other side, for this service; none for all.
    pub line: Option<(UnitId, Option<ServiceId>)>,
}

/// A posting behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its place in the list.
    pub place: Place,
    /// What its transfer does.
    pub kind: TransferKind,
    /// When it was written down.
    pub booked_at: Instant,
    /// Which account it moves.
    pub account: AccountKind,
    /// By how much: debits positive.
    pub amount: Minor,
    /// The unit on the other side, with its name.
    pub counterparty: Option<(UnitId, Localized)>,
    /// The service, with its present name.
    pub service: Option<(ServiceId, Localized)>,
    /// The request.
    pub request: Option<Seen>,
}

/// A statement over postings, as [`opened_from_row`] reads them: which, and in which order. `$1` is the viewer. What belongs to a posting is looked up
/// after the limit, for the postings of the page alone.
macro_rules! select_opened {
    ($which:literal, $order:literal) => {
        concat!(
            select_seen!(
                "p.effective, p.transfer, p.line, t.kind, p.booked_at, p.account, p.amount, p.counterparty, un.body,
                   p.service, sn.body"
            ),
            " FROM (SELECT p.transfer, p.line, p.account, p.amount, p.counterparty, p.service, p.request, p.effective,
                   p.booked_at
                 FROM posting p WHERE ",
            $which,
            ") p JOIN transfer t ON t.id = p.transfer
             LEFT JOIN unit u ON u.id = p.counterparty LEFT JOIN content un ON un.id = u.texts
             LEFT JOIN service s ON s.id = p.service LEFT JOIN service_version v ON v.id = s.version
             LEFT JOIN content sn ON sn.id = v.texts
             LEFT JOIN request r ON r.id = p.request LEFT JOIN content title ON title.id = r.title ORDER BY ",
            $order
        )
    };
}

fn opened_from_row(row: &Row, viewer: Option<PersonId>) -> Result<Opened, StoreError> {
    let named = |at, id: Option<UnitId>| id.map(|id| Ok::<_, StoreError>((id, name(row, at)?))).transpose();
    let service = row.opt_id::<ServiceId>(9)?;
    Ok(Opened {
        place: (day(row, 0)?, row.id(1)?, row.int(2)?),
        kind: row.code(3, TransferKind::from_code)?,
        booked_at: row.instant(4)?,
        account: row.code(5, AccountKind::from_code)?,
        amount: row.int(6)?,
        counterparty: named(8, row.opt_id(7)?)?,
        service: service.map(|id| Ok::<_, StoreError>((id, name(row, 10)?))).transpose()?,
        request: seen_from_row(row, viewer, 11)?,
    })
}

/// The postings of an account, after a place, at most `limit`.
pub fn opened(
    tx: &mut dyn Tx,
    viewer: Option<PersonId>,
    wanted: &Wanted,
    after: Option<Place>,
    limit: i64,
) -> Result<Vec<Opened>, StoreError> {
    let (day, transfer, line) = match after {
        Some((day, transfer, line)) => (day.to_string(), transfer.bytes(), line),
        None => (String::new(), NONE.to_vec(), 0),
    };
    // The place begins on a day; on that day itself, what comes before it is left out. A comparison of whole places would make SQLite overlook
    // the index.
    let from = wanted.from.to_string().max(day.clone());
    let mut params: Vec<Value> = params![
        viewer,
        wanted.unit,
        wanted.account.code(),
        from,
        wanted.to.to_string(),
        wanted.booked_before,
        wanted.period.map_or_else(String::new, |period| period.to_string()),
        day,
        transfer,
        line,
        limit
    ]
    .to_vec();
    let statement = match wanted.line {
        None => hot_sql!(select_opened!(
            "p.unit = $2 AND p.account = $3 AND p.effective >= $4 AND p.effective <= $5 AND p.booked_at < $6 AND p.period = $7
               AND NOT (p.effective = $8 AND (p.transfer < $9 OR (p.transfer = $9 AND p.line <= $10)))
             ORDER BY p.effective, p.transfer, p.line LIMIT $11",
            "p.effective, p.transfer, p.line"
        )),
        // One line has few postings beside those of the account: no index by account is wanted here.
        Some((counterparty, None)) => {
            params.push(counterparty.into());
            hot_sql!(select_opened!(
                "p.unit = $2 AND p.account || '' = $3 AND p.effective >= $4 AND p.effective <= $5 AND p.booked_at < $6 AND p.period = $7
               AND NOT (p.effective = $8 AND (p.transfer < $9 OR (p.transfer = $9 AND p.line <= $10)))
               AND p.counterparty = $12 AND p.service IS NULL
             ORDER BY p.effective, p.transfer, p.line LIMIT $11",
                "p.effective, p.transfer, p.line"
            ))
        }
        Some((counterparty, Some(service))) => {
            params.extend([counterparty.into(), service.into()]);
            hot_sql!(select_opened!(
                "p.unit = $2 AND p.account || '' = $3 AND p.effective >= $4 AND p.effective <= $5 AND p.booked_at < $6 AND p.period = $7
               AND NOT (p.effective = $8 AND (p.transfer < $9 OR (p.transfer = $9 AND p.line <= $10)))
               AND p.counterparty = $12 AND p.service = $13
             ORDER BY p.effective, p.transfer, p.line LIMIT $11",
                "p.effective, p.transfer, p.line"
            ))
        }
    };
    let rows = tx.query(statement, &params)?;
    rows.iter().map(|row| opened_from_row(row, viewer)).collect()
}

/// Earnings, spendings and client time of a unit that were booked from one moment to before another for the days `from` to `to`, in a later month than
/// that of their day; in the order of booking, at most `limit`.
pub fn late_postings(
    tx: &mut dyn Tx,
    viewer: Option<PersonId>,
    unit: UnitId,
    booked: (Instant, Instant),
    days: (Date, Date),
    limit: i64,
) -> Result<Vec<Opened>, StoreError> {
    let rows = tx.query(
        hot_sql!(select_opened!(
            "p.unit = $2 AND p.late = 1 AND p.booked_at >= $3 AND p.booked_at < $4 AND p.effective >= $5
               AND p.effective <= $6 AND p.account IN
                 ('revenue', 'cost', 'purchases', 'client_time_given', 'client_time_taken')
             ORDER BY p.booked_at, p.transfer, p.line LIMIT $7",
            "p.booked_at, p.transfer, p.line"
        )),
        params![viewer, unit, booked.0, booked.1, days.0.to_string(), days.1.to_string(), limit],
    )?;
    rows.iter().map(|row| opened_from_row(row, viewer)).collect()
}
