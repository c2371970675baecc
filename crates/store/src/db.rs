//! The handle of the database: closures go in, answers come out.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use tokio::sync::oneshot;

use crate::error::StoreError;
use crate::job::{Queue, Work};
use crate::migrate;
use crate::options::{Care, DbOptions, Home};
use crate::postgres::{self, Address};
use crate::session;
use crate::sqlite::{self, Checkpoints, Group, Link};
use crate::statement::Engine;
use crate::tx::{Lane, Tx};

/// The database. Cheap to clone; when the last clone goes, the threads finish what waits and stop.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    home: Home,
    write: Arc<Queue>,
    read: Arc<Queue>,
    /// The third lane; on SQLite claims go to the writer.
    claim: Option<Arc<Queue>>,
    readers: Mutex<Vec<JoinHandle<()>>>,
    writers: Mutex<Vec<JoinHandle<()>>>,
    unclean: bool,
}

impl Db {
    /// The name of SQLite's file in its directory.
    pub const FILE: &str = "vitrina.sqlite3";

    /// Opens the SQLite file in `directory`, making both when they are missing.
    ///
    /// # Errors
    /// When the file cannot be opened, or the schema does not fit this program.
    pub fn open_sqlite(directory: &Path, options: &DbOptions) -> Result<Self, StoreError> {
        let named = |error: std::io::Error| StoreError::Io(format!("{}: {error}", directory.display()));
        std::fs::create_dir_all(directory).map_err(named)?;
        let file = directory.join(Self::FILE);
        // Whoever closes the file last takes its journal away.
        let journal = std::fs::metadata(directory.join(format!("{}-wal", Self::FILE)));
        let unclean = journal.is_ok_and(|journal| journal.len() > 0);
        let database = session::number();
        let mut writer = Link::open(&file, true, true, options)?;
        writer.database = database;
        migrate::sqlite(&writer, options)?;
        let write = Arc::new(Queue::new(Lane::Write, options.queue));
        let read = Arc::new(Queue::new(Lane::Read, options.queue));
        let mut readers = Vec::new();
        for _ in 0..options.readers.max(1) {
            let mut link = Link::open(&file, false, false, options)?;
            link.database = database;
            let (queue, limit) = (Arc::clone(&read), options.read_limit);
            readers.push(spawn(move || sqlite::read_loop(&link, &queue, limit)));
        }
        let group = Group { size: options.group_size.max(1), time: options.group_time };
        let (queue, limit) = (Arc::clone(&write), options.write_limit);
        let checkpoints = match options.care {
            Care::Durable => {
                writer.command("PRAGMA wal_autocheckpoint = 0")?;
                Some(Checkpoints::start(&file, options)?)
            }
            Care::Relaxed | Care::Filling => None,
        };
        let writers = vec![spawn(move || sqlite::write_loop(&writer, &queue, group, limit, checkpoints))];
        Ok(Self::start(Home::Directory(directory.to_owned()), write, read, None, readers, writers, unclean))
    }

    /// Opens the PostgreSQL database at `url` (`postgres://user@host/name`), over a socket or a network; `sslmode` and `sslrootcert` in it say how
    /// the connection is encrypted.
    ///
    /// # Errors
    /// When it cannot be reached or is not the server that the address means, or the schema does not fit this program.
    pub fn open_postgres(url: &str, options: &DbOptions) -> Result<Self, StoreError> {
        let reading = Address::parse(url, options.read_limit)?;
        let writing = Address::parse(url, options.write_limit)?;
        let database = session::number();
        migrate::postgres(&mut reading.connect()?, database, options)?;
        let write = Arc::new(Queue::new(Lane::Write, options.queue));
        let read = Arc::new(Queue::new(Lane::Read, options.queue));
        let claim = Arc::new(Queue::new(Lane::Claim, options.queue));
        let start = |lane, address: &Address, limit, queue: &Arc<Queue>| {
            let work = postgres::Work { address: address.clone(), database, lane, limit };
            let queue = Arc::clone(queue);
            spawn(move || postgres::work_loop(&work, &queue))
        };
        let readers = (0..options.readers.max(1))
            .map(|_| start(Lane::Read, &reading, options.read_limit, &read))
            .collect();
        let mut writers: Vec<_> = (0..options.writers.max(1))
            .map(|_| start(Lane::Write, &writing, options.write_limit, &write))
            .collect();
        writers.push(start(Lane::Claim, &writing, options.write_limit, &claim));
        Ok(Self::start(Home::Server(url.to_owned()), write, read, Some(claim), readers, writers, false))
    }

    fn start(
        home: Home,
        write: Arc<Queue>,
        read: Arc<Queue>,
        claim: Option<Arc<Queue>>,
        readers: Vec<JoinHandle<()>>,
        writers: Vec<JoinHandle<()>>,
        unclean: bool,
    ) -> Self {
        let (readers, writers) = (Mutex::new(readers), Mutex::new(writers));
        let inner = Inner { home, write, read, claim, readers, writers, unclean };
        Self { inner: Arc::new(inner) }
    }

    /// Which database answers.
    pub fn engine(&self) -> Engine {
        match self.inner.home {
            Home::Directory(_) => Engine::Sqlite,
            Home::Server(_) => Engine::Postgres,
        }
    }

    /// Where the rows are.
    pub fn home(&self) -> &Home {
        &self.inner.home
    }

    /// Whether whoever had the file before did not close it: the power went, or another program has it open. Never on PostgreSQL.
    pub fn was_left_open(&self) -> bool {
        self.inner.unclean
    }

    /// Looks through the whole file for damage and says the first that it finds. It takes seconds on gigabytes and hinders nobody.
    /// PostgreSQL looks after its own files.
    ///
    /// # Errors
    /// When the file cannot be opened.
    pub fn damage(&self) -> Result<Option<String>, StoreError> {
        match &self.inner.home {
            Home::Directory(directory) => sqlite::damage(&directory.join(Self::FILE)),
            Home::Server(_) => Ok(None),
        }
    }

    /// How many closures wait to write and to read, for the metrics.
    pub fn waiting(&self) -> (usize, usize) {
        (self.inner.write.len(), self.inner.read.len())
    }

    /// Whether a write sent now would be turned away: answer 503 before reading a body.
    pub fn is_busy(&self) -> bool {
        self.inner.write.is_full()
    }

    /// Runs `closure` in a transaction that may write. It may run more than once, and its work is undone when it returns an
    /// error or panics: nothing but `tx` may be touched. The answer comes after the commit.
    pub async fn write<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        answer(self.send(Lane::Write, None, closure)?.await)
    }

    /// Runs `closure` over one snapshot; it may not write.
    pub async fn read<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        answer(self.send(Lane::Read, None, closure)?.await)
    }

    /// Runs `closure` to claim outbox rows and timers: READ COMMITTED on a connection of its own on PostgreSQL, the writer
    /// on SQLite.
    pub async fn claim<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        answer(self.send(Lane::Claim, None, closure)?.await)
    }

    /// As [`Db::write`], for threads outside the asynchronous runtime: the command line and tests.
    pub fn write_blocking<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        answer(self.send(Lane::Write, None, closure)?.blocking_recv())
    }

    /// As [`Db::read`], for threads outside the asynchronous runtime.
    pub fn read_blocking<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        answer(self.send(Lane::Read, None, closure)?.blocking_recv())
    }

    /// As [`Db::claim`], for threads outside the asynchronous runtime.
    pub fn claim_blocking<T, E, F>(&self, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        answer(self.send(Lane::Claim, None, closure)?.blocking_recv())
    }

    /// Blocking work of another length than the lane's bound: exports, checks, imports.
    pub fn within<T, E, F>(&self, lane: Lane, limit: Duration, closure: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        answer(self.send(lane, Some(limit), closure)?.blocking_recv())
    }

    fn send<T, E, F>(
        &self,
        lane: Lane,
        limit: Option<Duration>,
        closure: F,
    ) -> Result<oneshot::Receiver<Result<T, E>>, StoreError>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnMut(&mut dyn Tx) -> Result<T, E> + Send + 'static,
    {
        let (waiter, receiver) = oneshot::channel();
        let queue = match lane {
            Lane::Write => &self.inner.write,
            Lane::Read => &self.inner.read,
            Lane::Claim => self.inner.claim.as_ref().unwrap_or(&self.inner.write),
        };
        queue.push(Box::new(Work { closure, outcome: None, waiter, limit }))?;
        Ok(receiver)
    }
}

fn answer<T, E: From<StoreError>>(received: Result<Result<T, E>, oneshot::error::RecvError>) -> Result<T, E> {
    received.unwrap_or_else(|_| Err(StoreError::Closed.into()))
}

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Db").field(&self.inner.home).finish()
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Readers first, so that the writer's last checkpoint finds nobody in its way.
        self.read.close();
        join(&self.readers);
        self.write.close();
        if let Some(claim) = &self.claim {
            claim.close();
        }
        join(&self.writers);
    }
}

fn join(threads: &Mutex<Vec<JoinHandle<()>>>) {
    let mut threads = threads.lock().unwrap_or_else(PoisonError::into_inner);
    for thread in threads.drain(..) {
        // The last clone may go on one of these threads, inside a closure: it cannot wait for itself.
        if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
            tracing::error!("a thread of the database panicked");
        }
    }
}
