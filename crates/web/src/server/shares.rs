//! Places that networks or people share, so that nobody takes all of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

/// So many places. A network that holds a quarter of them leaves the last free quarter to the others.
#[derive(Debug)]
pub(crate) struct Shares {
    all: usize,
    /// No network holds more than so many, whatever is free.
    each: usize,
    held: Mutex<Held>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct Held {
    all: usize,
    of: HashMap<String, usize>,
}

/// A place; it is given back when this goes.
#[derive(Debug)]
pub(crate) struct Share {
    shares: Arc<Shares>,
    network: String,
}

impl Shares {
    pub(crate) fn new(all: usize) -> Arc<Self> {
        Self::of(all, all)
    }

    /// So many places, of which nobody holds more than `each`.
    pub(crate) fn of(all: usize, each: usize) -> Arc<Self> {
        Arc::new(Self { all: all.max(1), each: each.max(1), held: Mutex::default(), freed: Notify::new() })
    }

    /// A place for this network; `None` when there is none for it now.
    pub(crate) fn take(self: &Arc<Self>, network: &str) -> Option<Share> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let quarter = (self.all / 4).max(1);
        let (free, own) = (self.all - held.all, held.of.get(network).copied().unwrap_or(0));
        if free == 0 || own >= self.each || (own >= quarter && free <= quarter) {
            return None;
        }
        held.all += 1;
        *held.of.entry(network.to_owned()).or_default() += 1;
        Some(Share { shares: Arc::clone(self), network: network.to_owned() })
    }

    /// As [`Self::take`], once there is one, or `None` when that lasts too long.
    pub(crate) async fn wait(self: &Arc<Self>, network: &str, patience: Duration) -> Option<Share> {
        let until = tokio::time::Instant::now() + patience;
        loop {
            // Asked for before looking, so that a place that is freed in between is heard of.
            let mut freed = std::pin::pin!(self.freed.notified());
            freed.as_mut().enable();
            if let Some(share) = self.take(network) {
                return Some(share);
            }
            tokio::time::timeout_at(until, freed).await.ok()?;
        }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let mut held = self.shares.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.all -= 1;
        if let Some(own) = held.of.get_mut(&self.network) {
            *own -= 1;
            if *own == 0 {
                held.of.remove(&self.network);
            }
        }
        drop(held);
        self.shares.freed.notify_waiters();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_network_takes_the_last_quarter_of_the_others() {
        let shares = Shares::new(8);
        let mut first: Vec<Share> = std::iter::from_fn(|| shares.take("a")).collect();
        assert_eq!(first.len(), 6);
        let second: Vec<Share> = std::iter::from_fn(|| shares.take("b")).collect();
        assert_eq!(second.len(), 2);
        assert!(shares.take("c").is_none(), "there are no more");
        first.truncate(5);
        assert!(shares.take("a").is_none(), "it leaves what is free to the others");
        assert!(shares.take("c").is_some());
        drop((first, second));
        assert!(shares.held.lock().unwrap().of.is_empty(), "nobody who left is remembered");
        assert!(Shares::new(0).take("a").is_some(), "one place is the least");
    }

    #[test]
    fn nobody_holds_more_than_their_own() {
        let shares = Shares::of(8, 2);
        let first: Vec<Share> = std::iter::from_fn(|| shares.take("a")).collect();
        assert_eq!(first.len(), 2);
        assert!(shares.take("b").is_some());
    }

    #[tokio::test]
    async fn who_waits_gets_the_place_that_is_freed() {
        let shares = Shares::new(1);
        let only = shares.take("a").unwrap();
        assert!(shares.wait("b", Duration::from_millis(1)).await.is_none());
        let free = async {
            tokio::task::yield_now().await;
            drop(only);
        };
        let (got, ()) = tokio::join!(shares.wait("b", Duration::from_secs(60)), free);
        assert!(got.is_some());
    }
}
