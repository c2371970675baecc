//! Calendar and promise versions in memory: for bulk loads, which make them, and for checks, which need them a million
//! times.

use std::collections::HashMap;
use std::sync::Arc;

use domain::calendar::Calendar;
use domain::ids::{CalendarId, PromiseId};
use domain::promise::Promise;
use store::repo::calendar::{calendars, promises};
use store::{StoreError, Tx};

use super::clocks::Versions;
use crate::error::Answer;

/// Versions of one window.
const WINDOW: i64 = 200;

/// Every version that was ever published.
#[derive(Debug, Clone, Default)]
pub(crate) struct Published {
    pub(crate) calendars: HashMap<CalendarId, Arc<Calendar>>,
    pub(crate) promises: HashMap<PromiseId, Promise>,
}

impl Published {
    /// Reads all of them; one that cannot be read is left out, and missed where it is needed.
    pub(crate) fn load(tx: &mut dyn Tx) -> Answer<Self> {
        let mut all = Self::default();
        let mut after = None;
        loop {
            let window = calendars(tx, after, WINDOW)?;
            let Some(last) = window.last() else { break };
            after = Some(last.id);
            let read = |body: &str| serde_json::from_str::<Calendar>(body).ok().map(Arc::new);
            all.calendars.extend(window.iter().filter_map(|row| Some((row.id, read(&row.body)?))));
        }
        let mut after = None;
        loop {
            let window = promises(tx, after, WINDOW)?;
            let Some(last) = window.last() else { break };
            after = Some(last.id);
            let read = |body: &str| serde_json::from_str::<Promise>(body).ok();
            all.promises.extend(window.iter().filter_map(|row| Some((row.id, read(&row.body)?))));
        }
        Ok(all)
    }
}

impl Versions for Published {
    fn calendar(&mut self, id: CalendarId) -> Answer<Arc<Calendar>> {
        let found = self.calendars.get(&id).cloned();
        Ok(found.ok_or_else(|| StoreError::inconsistent("calendar", "body", id, "not there"))?)
    }

    fn promise(&mut self, id: PromiseId) -> Answer<Promise> {
        let found = self.promises.get(&id).cloned();
        Ok(found.ok_or_else(|| StoreError::inconsistent("promise", "body", id, "not there"))?)
    }
}
