//! The desk of a unit: its open requests by whose move it is.

use domain::ids::{PersonId, RequestId, UnitId};
use domain::request::Whose;
use domain::time::Instant;

use super::Listed;
use crate::error::StoreError;
use crate::tx::Tx;
use crate::{hot_sql, params};

/// Where a page of the desk ends: the next one begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskPlace {
    /// The due moment of the last row; rows without one come last.
    pub due_at: Option<Instant>,
    /// Its id.
    pub id: RequestId,
}

/// Which part of a desk is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeskGroup {
    /// The unit is to do something other than the work itself.
    Move,
    /// The unit is doing the work.
    Work,
    /// The customer's move.
    Customer,
    /// A third side decides.
    Resolver,
}

impl DeskGroup {
    /// Every part, the most urgent first.
    pub const ALL: [Self; 4] = [Self::Move, Self::Work, Self::Customer, Self::Resolver];

    /// Its word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Move => "move",
            Self::Work => "work",
            Self::Customer => "customer",
            Self::Resolver => "resolver",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.code() == code)
    }

    const fn whose(self) -> Whose {
        match self {
            Self::Move | Self::Work => Whose::Provider,
            Self::Customer => Whose::Customer,
            Self::Resolver => Whose::Resolver,
        }
    }

    const fn work(self) -> i64 {
        match self {
            Self::Customer | Self::Resolver => 0,
            Self::Move => 1,
            Self::Work => 2,
        }
    }
}

/// Whose requests of a desk are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum DeskShare {
    /// Everybody's.
    #[default]
    All,
    /// Those that the person handles.
    Mine,
    /// Those that nobody handles.
    Unclaimed,
}

impl DeskShare {
    /// Every share, in the order of the page.
    pub const ALL: [Self; 3] = [Self::All, Self::Mine, Self::Unclaimed];

    /// Its word in addresses; nothing for the usual one.
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Mine => "mine",
            Self::Unclaimed => "unclaimed",
        }
    }

    /// Reads [`Self::code`] back.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|share| share.code() == code)
    }

    const fn number(self) -> i64 {
        match self {
            Self::All => 0,
            Self::Mine => 1,
            Self::Unclaimed => 2,
        }
    }
}

/// Who looks at which desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskOf {
    /// The unit.
    pub unit: UnitId,
    /// Who looks.
    pub person: PersonId,
    /// They lead the unit.
    pub head: bool,
}

/// Requests of one part of a unit's desk, soonest due first. Confidential ones only for their handlers,
/// or, while nobody handles them, for the unit's head.
pub fn desk(
    tx: &mut dyn Tx,
    of: DeskOf,
    group: DeskGroup,
    share: DeskShare,
    after: Option<DeskPlace>,
    limit: i64,
) -> Result<Vec<Listed>, StoreError> {
    let place = after.map_or((i64::MIN, vec![0; 16]), |place| {
        (place.due_at.map_or(i64::MAX, Instant::millis), place.id.bytes())
    });
    tx.all(
        hot_sql!(
            Listed,
            "WHERE r.unit = $1 AND r.open = 1 AND r.whose = $2
               AND (r.due_order > $3 OR (r.due_order = $3 AND r.id > $4))
               AND (r.class <> 'confidential' OR (r.handler IS NULL AND $5 = 1) OR EXISTS (
                 SELECT 1 FROM request_party p
                 WHERE p.person = $6 AND p.side = 'handler' AND p.open = 1 AND p.request = r.id))
               AND ($7 = 0 OR ($7 = 1 AND r.what <> 'deliver') OR ($7 = 2 AND r.what = 'deliver'))
               AND ($8 = 0 OR ($8 = 1 AND r.handler = $6) OR ($8 = 2 AND r.handler IS NULL))
             ORDER BY r.due_order, r.id LIMIT $9"
        ),
        params![
            of.unit,
            group.whose().code(),
            place.0,
            place.1,
            i64::from(of.head),
            of.person,
            group.work(),
            share.number(),
            limit
        ],
    )
}

/// How many requests one part of a desk holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeskCount {
    /// Which part.
    pub group: DeskGroup,
    /// All of them.
    pub all: i64,
    /// Those that the person handles.
    pub mine: i64,
    /// Those that nobody handles.
    pub unclaimed: i64,
}

/// The most requests of a desk that are counted.
const DESK_COUNTED: i64 = 2_000;

/// How many requests each part of a desk holds, by the rule of [`desk`]; none when there are more than two thousand.
pub fn desk_counts(tx: &mut dyn Tx, of: DeskOf) -> Result<Option<Vec<DeskCount>>, StoreError> {
    let rows: Vec<(Whose, bool, i64, i64, i64)> = tx.all(
        hot_sql!(
            "SELECT d.whose, d.work, COUNT(*), CAST(SUM(d.mine) AS BIGINT), CAST(SUM(d.free) AS BIGINT) FROM (
               SELECT r.whose AS whose, CAST(CASE WHEN r.what = 'deliver' THEN 1 ELSE 0 END AS BIGINT) AS work,
                 CASE WHEN r.handler = $2 THEN 1 ELSE 0 END AS mine,
                 CASE WHEN r.handler IS NULL THEN 1 ELSE 0 END AS free
               FROM request r
               WHERE r.unit = $1 AND r.open = 1
                 AND (r.class <> 'confidential' OR (r.handler IS NULL AND $3 = 1) OR EXISTS (
                   SELECT 1 FROM request_party p
                   WHERE p.person = $2 AND p.side = 'handler' AND p.open = 1 AND p.request = r.id))
               LIMIT $4
             ) d GROUP BY d.whose, d.work"
        ),
        params![of.unit, of.person, i64::from(of.head), DESK_COUNTED + 1],
    )?;
    let mut counts = DeskGroup::ALL.map(|group| DeskCount { group, all: 0, mine: 0, unclaimed: 0 });
    let mut total = 0;
    for (whose, work, all, mine, unclaimed) in rows {
        let fits = |group: DeskGroup| {
            group.whose() == whose && (group == DeskGroup::Work) == (work && whose == Whose::Provider)
        };
        total += all;
        for count in counts.iter_mut().filter(|count| fits(count.group)) {
            count.all += all;
            count.mine += mine;
            count.unclaimed += unclaimed;
        }
    }
    Ok((total <= DESK_COUNTED).then(|| counts.to_vec()))
}
