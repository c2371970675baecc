//! Closures on their way to the thread that owns the connection, and the bounded queue they wait in.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use metrics::{counter, gauge, histogram};
use tokio::sync::oneshot;

use crate::error::StoreError;
use crate::session::{Raw, Session};
use crate::tx::{Lane, Tx};

/// A closure with the place its answer goes to.
pub(crate) trait Job: Send {
    /// Runs the closure and keeps its outcome; whether it went well.
    fn run(&mut self, tx: &mut dyn Tx) -> bool;

    /// Replaces the outcome by an error of the store.
    fn fail(&mut self, error: StoreError);

    /// Gives the outcome to whoever waits.
    fn answer(self: Box<Self>);

    /// How long it may run, where that differs from the lane's bound.
    fn limit(&self) -> Option<Duration>;

    /// Whether nobody waits any more.
    fn abandoned(&self) -> bool;
}

pub(crate) struct Work<T, E, F> {
    pub(crate) closure: F,
    pub(crate) outcome: Option<Result<T, E>>,
    pub(crate) waiter: oneshot::Sender<Result<T, E>>,
    pub(crate) limit: Option<Duration>,
}

impl<T, E, F> Job for Work<T, E, F>
where
    T: Send,
    E: From<StoreError> + Send,
    F: FnMut(&mut dyn Tx) -> Result<T, E> + Send,
{
    fn run(&mut self, tx: &mut dyn Tx) -> bool {
        self.outcome = None;
        let outcome = (self.closure)(tx);
        let went_well = outcome.is_ok();
        self.outcome = Some(outcome);
        went_well
    }

    fn fail(&mut self, error: StoreError) {
        self.outcome = Some(Err(error.into()));
    }

    fn answer(self: Box<Self>) {
        // Nobody may be waiting any more; the work is done all the same.
        let _ = self.waiter.send(self.outcome.unwrap_or_else(|| Err(StoreError::Closed.into())));
    }

    fn limit(&self) -> Option<Duration> {
        self.limit
    }

    fn abandoned(&self) -> bool {
        self.waiter.is_closed()
    }
}

/// Runs a job in an open transaction; whether what it did may be kept. A panic becomes an error of this job alone.
pub(crate) fn perform<R: Raw>(job: &mut dyn Job, session: &mut Session<R>) -> bool {
    let began = Instant::now();
    let caught = catch_unwind(AssertUnwindSafe(|| job.run(session)));
    histogram!("vitrina_store_run_seconds", "lane" => session.lane().word()).record(began.elapsed());
    let went_well = match caught {
        Ok(went_well) => went_well,
        Err(panic) => {
            let words = panic
                .downcast_ref::<&str>()
                .map(|words| (*words).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "no message".to_owned());
            job.fail(StoreError::Panicked(words));
            false
        }
    };
    match (went_well, session.failed()) {
        (true, Some(place)) => {
            // The closure swallowed the error of a statement: what it did afterwards was never done.
            let place = place.to_owned();
            job.fail(StoreError::Aborted { place });
            false
        }
        (went_well, _) => went_well,
    }
}

/// A bounded queue of jobs with any number of takers.
pub(crate) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    lane: Lane,
    capacity: usize,
}

struct State {
    jobs: VecDeque<(Instant, Box<dyn Job>)>,
    closed: bool,
}

impl Queue {
    pub(crate) const fn new(lane: Lane, capacity: usize) -> Self {
        Self {
            state: Mutex::new(State { jobs: VecDeque::new(), closed: false }),
            changed: Condvar::new(),
            lane,
            capacity,
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a job, or says at once that there is no room.
    pub(crate) fn push(&self, job: Box<dyn Job>) -> Result<(), StoreError> {
        let mut state = self.lock();
        if state.closed {
            return Err(StoreError::Closed);
        }
        if state.jobs.len() >= self.capacity {
            counter!("vitrina_store_refused_total", "lane" => self.lane.word()).increment(1);
            return Err(StoreError::Busy);
        }
        state.jobs.push_back((Instant::now(), job));
        self.tell(&state);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// The next job; waits for it. `None` when the queue was closed and is empty.
    pub(crate) fn pop(&self) -> Option<Box<dyn Job>> {
        let mut state = self.lock();
        loop {
            if let Some(job) = self.take(&mut state) {
                return Some(job);
            }
            if state.closed {
                return None;
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next job, if one waits.
    pub(crate) fn try_pop(&self) -> Option<Box<dyn Job>> {
        self.take(&mut self.lock())
    }

    fn take(&self, state: &mut State) -> Option<Box<dyn Job>> {
        let (since, job) = state.jobs.pop_front()?;
        histogram!("vitrina_store_wait_seconds", "lane" => self.lane.word()).record(since.elapsed());
        self.tell(state);
        Some(job)
    }

    fn tell(&self, state: &State) {
        gauge!("vitrina_store_waiting", "lane" => self.lane.word()).set(state.jobs.len() as f64);
    }

    /// How many wait.
    pub(crate) fn len(&self) -> usize {
        self.lock().jobs.len()
    }

    /// Whether another job would be turned away.
    pub(crate) fn is_full(&self) -> bool {
        self.len() >= self.capacity
    }

    /// Takes no more jobs; those that wait are still done.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }
}
