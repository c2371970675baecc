//! What the page of an account shows.

use std::collections::BTreeMap;

use domain::ids::{ServiceId, TransferId, UnitId};
use domain::ledger::{BudgetMode, BudgetRow, FigureOf, Period, TransferKind};
use domain::localized::Localized;
use domain::money::{Currency, Minor, Seconds};
use domain::time::Instant;
use jiff::civil::Date;

use super::LineKey;

/// A unit's two-sided account for a period. Money is in smallest units of `currency`. Every figure opens: its key is [`line`](super::FigureKey::line) for
/// a row, [`all`](super::FigureKey::all) for a total.
#[derive(Debug, Clone, PartialEq)]
pub struct StatementView {
    /// Whose.
    pub unit: UnitId,
    /// Of which month, quarter or year.
    pub period: Period,
    /// The accounting currency.
    pub currency: Currency,
    /// The day its bill is issued: the first one after the period.
    pub closes_on: Date,
    /// True once it is. Figures then stay as they were billed; what is booked later is listed apart and counts on a later bill.
    pub closed: bool,
    /// What the unit supplies: earned, time taken.
    pub supplied: Half,
    /// What it orders: spent, time given.
    pub ordered: Half,
    /// The budget it spends from.
    pub budget: BudgetView,
    /// Six months up to the last one of the period that has begun, oldest first.
    pub months: Vec<MonthView>,
    /// Booked during this period for days before it: part of this bill, not of the figures above.
    pub corrections: Corrections,
    /// Booked for this period after its bill: part of a later bill. Empty while the period is open.
    pub late: Corrections,
    /// The period before.
    pub previous: Option<Period>,
    /// The period after, once it has begun.
    pub next: Option<Period>,
    /// Names of all units.
    pub units: BTreeMap<UnitId, Localized>,
    /// Names of the services in the rows.
    pub services: BTreeMap<ServiceId, Localized>,
}

/// One half of an account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Half {
    /// By service and other side, largest money first.
    pub rows: Vec<RowView>,
    /// What the rows beyond the first two hundred come to, if there are more.
    pub rest: Option<RowSums>,
    /// All of it.
    pub total: RowSums,
    /// Money and seconds of the period before.
    pub before: (Minor, Seconds),
}

/// One line of a half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowView {
    /// Which.
    pub key: LineKey,
    /// True when something was bought from a vendor outside.
    pub outside: bool,
    /// Its figures.
    pub sums: RowSums,
}

/// The figures of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RowSums {
    /// From how many different requests money or time came, those booked late included.
    pub orders: i64,
    /// Earned or spent.
    pub money: Minor,
    /// Client time taken or given.
    pub seconds: Seconds,
}

/// A budget as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BudgetView {
    /// How strictly it binds.
    pub mode: BudgetMode,
    /// Issued, reserved and spent; its period is the statement's own or the quarter or year around it.
    pub row: BudgetRow,
    /// What may still be reserved; for a shadow budget what was issued less what was spent, when both are of one period.
    pub left: Option<Minor>,
    /// What is reserved, by request, largest first; at most fifty.
    pub open: Vec<OpenView>,
    /// For how many requests in all.
    pub open_orders: i64,
}

/// Money reserved for one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenView {
    /// The number of the request.
    pub number: i64,
    /// Its title, where the viewer may read the request.
    pub title: Option<String>,
    /// How much.
    pub amount: Minor,
}

/// Money of one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthView {
    /// Which.
    pub month: Period,
    /// All that was booked for it until now.
    pub earned: Minor,
    /// The same for spendings.
    pub spent: Minor,
}

/// Postings outside the figures of a bill.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Corrections {
    /// What they add to earnings.
    pub earned: Minor,
    /// What they add to spendings.
    pub spent: Minor,
    /// What they add to client time taken.
    pub taken: Seconds,
    /// What they add to client time given.
    pub given: Seconds,
    /// The first fifty, in the order of booking.
    pub postings: Vec<PostingView>,
    /// True when there are more.
    pub more: bool,
}

/// A posting behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingView {
    /// Its place, to go on from.
    pub place: PlaceKey,
    /// Which side of the account it changes.
    pub side: FigureOf,
    /// What its transfer does.
    pub kind: TransferKind,
    /// The day it counts for.
    pub effective: Date,
    /// When it was written down.
    pub booked_at: Instant,
    /// The unit on the other side, with its name.
    pub counterparty: Option<(UnitId, Localized)>,
    /// The service, with its name.
    pub service: Option<(ServiceId, Localized)>,
    /// The number of the request.
    pub number: Option<i64>,
    /// The title of the request, where the viewer may read it.
    pub title: Option<String>,
    /// Smallest units of money, or seconds; positive in the sense of its side.
    pub amount: Minor,
}

/// The place of a posting in a list: day, transfer, line. As text: `2026-11-05.TRANSFER.1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlaceKey(pub Date, pub TransferId, pub i64);

impl std::fmt::Display for PlaceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.0, self.1, self.2)
    }
}

impl PlaceKey {
    /// Reads its text back.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let place =
            Self(parts.next()?.parse().ok()?, TransferId::parse(parts.next()?)?, parts.next()?.parse().ok()?);
        parts.next().is_none().then_some(place)
    }
}
