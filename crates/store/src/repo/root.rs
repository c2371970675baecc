//! One hash over the ends of all streams for each day.

use jiff::civil::Date;

use crate::chain::{Hash, Root};
use crate::error::StoreError;
use crate::read::select;
use crate::table::table;
use crate::tx::Tx;
use crate::{params, sql};

table! {
    /// What the history was at the end of each day.
    pub ROOT: History "root";
    /// The values of a row.
    fn values(day: Date, root: &Root) {
        key day = day,
        once streams = root.streams(),
        once events = root.events(),
        once hash = root.hash(),
    }
}

select! {
    /// What the history was at the end of a day (UTC): one hash over the ends that all streams had then.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct DayRoot from "root" {
        /// The day.
        pub day: Date,
        /// How many streams there were.
        pub streams: i64,
        /// How many events.
        pub events: i64,
        /// The hash.
        pub hash: Hash,
    }
}

impl DayRoot {
    /// That of a day.
    pub fn new(day: Date, root: &Root) -> Self {
        Self { day, streams: root.streams(), events: root.events(), hash: root.hash() }
    }

    /// The hash in hexadecimal digits.
    pub fn hex(&self) -> String {
        base16ct::lower::encode_string(&self.hash)
    }
}

/// Writes the root of a day, once: what is there stays.
pub fn keep(tx: &mut dyn Tx, day: Date, root: &Root) -> Result<(), StoreError> {
    let there = tx.opt::<DayRoot>(sql!(DayRoot, "WHERE day = $1"), params![day])?;
    if there.is_none() {
        tx.execute_one(sql!(insert ROOT), &values(day, root))?;
    }
    Ok(())
}

/// The roots of the latest days, newest first, at most `limit`.
pub fn latest(tx: &mut dyn Tx, limit: i64) -> Result<Vec<DayRoot>, StoreError> {
    tx.all(sql!(DayRoot, "ORDER BY day DESC LIMIT $1"), params![limit])
}
