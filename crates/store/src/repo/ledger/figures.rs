//! The postings behind a figure, with as much of their requests as permissions are decided by.

use std::collections::BTreeSet;

use domain::ids::{PersonId, ServiceId, TransferId, UnitId};
use domain::ledger::{AccountKind, Period, TransferKind};
use domain::localized::Localized;
use domain::money::Minor;
use domain::permission::RequestFacts;
use domain::request::RequestState;
use domain::time::Instant;
use jiff::civil::Date;
use uuid::Uuid;

use crate::error::StoreError;
use crate::read::{NONE, select, title, words};
use crate::tx::Tx;
use crate::value::Value;
use crate::{hot_sql, params};

select! {
    /// A request behind a figure. Show its title only to whoever may read it by `facts`.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Seen {
        /// Its number.
        pub number: i64 = "r.number",
        /// The line it goes by.
        pub title: String = "title.body" => words,
        /// Who may see it. Parties and handlers are told only as far as the viewer is one of them, or there are others.
        pub facts: RequestFacts = RequestFacts,
    }
}

/// Somebody who is not the viewer.
const SOMEBODY: PersonId = PersonId(Uuid::nil());

fn people(viewer: Option<PersonId>, others: bool) -> BTreeSet<PersonId> {
    viewer.into_iter().chain(others.then_some(SOMEBODY)).collect()
}

// What permissions are decided by, of the request `r`. `$1` is the viewer, who is named where they take part.
select! {
    RequestFacts from "request r" {
        id: "r.id",
        class: "r.class",
        state: "r.state",
        customer_unit: "r.customer_unit",
        payer_unit: "r.payer_unit",
        unit: "r.unit",
        party: "(SELECT q.person FROM request_party q
                 WHERE q.person = $1 AND q.side = 'customer' AND q.open = r.open AND q.request = r.id)",
        handler: "(SELECT q.person FROM request_party q
                 WHERE q.person = $1 AND q.side = 'handler' AND q.open = r.open AND q.request = r.id)",
        handled: "CASE WHEN EXISTS (SELECT 1 FROM request_party q WHERE q.request = r.id AND q.side = 'handler')
                 THEN 1 ELSE 0 END",
    } => Self {
        id,
        class,
        parties: people(party, true),
        own: BTreeSet::new(),
        helpers: BTreeSet::new(),
        deciders: BTreeSet::new(),
        handlers: people(handler, handled),
        customer_unit,
        payer_unit,
        unit,
        bidders: BTreeSet::new(),
        disputed: matches!(state, RequestState::Disputed),
    }
}

// A request `r` with its content `title`.
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

select! {
    Opened {
        place: "p.effective, p.transfer, p.line",
        kind: "t.kind",
        booked_at: "p.booked_at",
        account: "p.account",
        amount: "p.amount",
        other: "p.counterparty",
        other_name: "un.body" => title,
        what: "p.service",
        what_name: "sn.body" => title,
        request: Seen,
    } => Self {
        place,
        kind,
        booked_at,
        account,
        amount,
        counterparty: Option::map(other, |id| (id, other_name)),
        service: Option::map(what, |id| (id, what_name)),
        request,
    }
}

/// The postings `p` of [`Opened`], which of them comes after. `$1` is the viewer.
const POSTINGS: &str =
    "(SELECT p.transfer, p.line, p.account, p.amount, p.counterparty, p.service, p.request, p.effective,
                   p.booked_at
                 FROM posting p WHERE ";

/// What belongs to a posting, looked up after the limit, for the postings of the page alone; their order comes after.
const THEIRS: &str = ") p JOIN transfer t ON t.id = p.transfer
             LEFT JOIN unit u ON u.id = p.counterparty LEFT JOIN content un ON un.id = u.texts
             LEFT JOIN service s ON s.id = p.service LEFT JOIN service_version v ON v.id = s.version
             LEFT JOIN content sn ON sn.id = v.texts
             LEFT JOIN request r ON r.id = p.request LEFT JOIN content title ON title.id = r.title ORDER BY ";

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
        None => {
            hot_sql!(
                Opened from POSTINGS,
                "p.unit = $2 AND p.account = $3 AND p.effective >= $4 AND p.effective <= $5 AND p.booked_at < $6 AND p.period = $7
               AND NOT (p.effective = $8 AND (p.transfer < $9 OR (p.transfer = $9 AND p.line <= $10)))
             ORDER BY p.effective, p.transfer, p.line LIMIT $11",
                THEIRS,
                "p.effective, p.transfer, p.line"
            )
        }
        // One line has few postings beside those of the account: no index by account is wanted here.
        Some((counterparty, None)) => {
            params.push(counterparty.into());
            hot_sql!(
                Opened from POSTINGS,
                "p.unit = $2 AND p.account || '' = $3 AND p.effective >= $4 AND p.effective <= $5 AND p.booked_at < $6 AND p.period = $7
               AND NOT (p.effective = $8 AND (p.transfer < $9 OR (p.transfer = $9 AND p.line <= $10)))
               AND p.counterparty = $12 AND p.service IS NULL
             ORDER BY p.effective, p.transfer, p.line LIMIT $11",
                THEIRS,
                "p.effective, p.transfer, p.line"
            )
        }
        Some((counterparty, Some(service))) => {
            params.extend([counterparty.into(), service.into()]);
            hot_sql!(
                Opened from POSTINGS,
                "p.unit = $2 AND p.account || '' = $3 AND p.effective >= $4 AND p.effective <= $5 AND p.booked_at < $6 AND p.period = $7
               AND NOT (p.effective = $8 AND (p.transfer < $9 OR (p.transfer = $9 AND p.line <= $10)))
               AND p.counterparty = $12 AND p.service = $13
             ORDER BY p.effective, p.transfer, p.line LIMIT $11",
                THEIRS,
                "p.effective, p.transfer, p.line"
            )
        }
    };
    tx.all(statement, &params)
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
    tx.all(
        hot_sql!(
            Opened from POSTINGS,
            "p.unit = $2 AND p.late = 1 AND p.booked_at >= $3 AND p.booked_at < $4 AND p.effective >= $5
               AND p.effective <= $6 AND p.account IN
                 ('revenue', 'cost', 'purchases', 'client_time_given', 'client_time_taken')
             ORDER BY p.booked_at, p.transfer, p.line LIMIT $7",
            THEIRS,
            "p.booked_at, p.transfer, p.line"
        ),
        params![viewer, unit, booked.0, booked.1, days.0, days.1, limit],
    )
}
