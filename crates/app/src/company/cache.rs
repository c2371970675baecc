//! Calendar and promise versions in memory: they never change, so they are read and checked once.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, LazyLock};

use parking_lot::RwLock;

/// More versions than a company has; beyond them the cache begins anew.
const MOST: usize = 2_048;

/// What was read, by database and id.
type Slots<I, T> = RwLock<HashMap<(u64, I), Arc<T>>>;

/// Versions of one sort.
pub(super) struct Cache<I, T>(LazyLock<Slots<I, T>>);

impl<I: Eq + Hash + Copy, T> Cache<I, T> {
    /// An empty one.
    pub(super) const fn new() -> Self {
        Self(LazyLock::new(RwLock::default))
    }

    /// What is kept under the id.
    pub(super) fn get(&self, database: u64, id: I) -> Option<Arc<T>> {
        self.0.read().get(&(database, id)).cloned()
    }

    /// Keeps it.
    pub(super) fn put(&self, database: u64, id: I, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut kept = self.0.write();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert((database, id), Arc::clone(&value));
        value
    }
}
