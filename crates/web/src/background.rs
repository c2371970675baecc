//! The thread that does what nobody asks for: time-outs, notices, sweeping what is over. Several nodes may each have one;
//! by lease one of them works.

use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use app::{check, files, identity, logs, work};
use uuid::Uuid;

use crate::server::figures;
use crate::site::Site;

/// Between two turns.
const PAUSE: Duration = Duration::from_secs(1);
/// Between two sweeps, in seconds.
const SWEEP_SECONDS: i64 = 60 * 60;

/// Between two looks for imports that lost their program, in seconds.
const LOST_SECONDS: i64 = 60;

/// The thread; it stops when this goes.
#[derive(Debug)]
pub struct Background {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Starts it.
    pub fn start(site: Site) -> Self {
        let (stop, stopped) = channel::<()>();
        let thread = thread::spawn(move || {
            let holder: Uuid = site.ids().next();
            let (mut swept, mut looked) = (None, None);
            let began = Instant::now();
            match work::worked(site.db()) {
                Ok(worked) => site.watch().begin(worked, began.elapsed()),
                Err(error) => tracing::error!(%error, "it cannot be told when the product last worked"),
            }
            let mut held = false;
            while stopped.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
                let now = site.now();
                if !site.watch().observe(now, began.elapsed()) {
                    if !held {
                        tracing::error!(
                            "the clock jumped ahead by more than a day: nothing is done until it has lasted"
                        );
                    }
                    held = true;
                    continue;
                }
                held = false;
                match work::turn(site.db(), holder, now, || site.chance()) {
                    Ok(done) => {
                        figures::round(now, done.timers, done.failed);
                        if done.failed > 0 {
                            tracing::error!(
                                failed = done.failed,
                                "background work failed and will be tried again"
                            );
                        }
                    }
                    Err(error) => tracing::error!(%error, "background work could not be done"),
                }
                if looked.is_none_or(|looked| now.seconds_since(looked) >= LOST_SECONDS) {
                    if let Err(error) = logs::sweep(site.db(), now) {
                        tracing::error!(%error, "imports that lost their program were not ended");
                    }
                    watch(&site);
                    looked = Some(now);
                }
                if swept.is_none_or(|swept| now.seconds_since(swept) >= SWEEP_SECONDS) {
                    sweep(&site);
                    swept = Some(now);
                }
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }
}

/// Says in the log when the disk fills.
fn watch(site: &Site) {
    let config = site.config();
    match site.space() {
        Ok(Some(space)) if space.free_percent() < config.least_percent => {
            tracing::error!(free = space.free, "the disk is full: no files are taken any more");
        }
        Ok(Some(space)) if space.free_percent() < config.low_percent => {
            tracing::warn!(free = space.free, least = config.least_percent, "the disk fills");
        }
        Ok(_) => {}
        Err(error) => tracing::error!(%error, "it cannot be told how much room there is"),
    }
}

fn sweep(site: &Site) {
    let now = site.now();
    let swept = site.db().write_blocking(move |tx| identity::sweep(tx, now));
    if let Err(error) = swept {
        tracing::error!(%error, "sessions that are over were not swept");
    }
    if let Err(error) = work::sweep_files(site.db(), &**site.blobs(), now) {
        tracing::error!(%error, "files that nobody needs were not swept");
    }
    let forgotten = site.db().write_blocking(move |tx| files::forget(tx, now));
    if let Err(error) = forgotten {
        tracing::error!(%error, "files of a month ago are still counted");
    }
    if let Err(error) = check::keep_root(site.db(), now) {
        tracing::error!(%error, "the root of yesterday's history was not kept");
    }
    if let Err(error) = work::forget(site.db(), now) {
        tracing::error!(%error, "old intervals of people's time were not deleted");
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the background thread panicked");
        }
    }
}
