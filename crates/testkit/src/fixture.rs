//! One fresh migrated database for one test.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use domain::ids::Ids;
use domain::time::{Clock, Instant};
use store::{Care, Db, DbOptions, Engine, Tx};
use tempfile::TempDir;

use crate::clock::{TestClock, TestEntropy};
use crate::server::{self, Cloned};

/// What a hook checks: a panic fails the test.
pub type Hook = fn(&mut dyn Tx);

/// A database, a clock and a source of ids. The database goes when the fixture goes.
pub struct Fixture {
    /// The database.
    pub db: Db,
    /// The time; it stands still until the test moves it.
    pub clock: TestClock,
    /// What ids are made of.
    pub entropy: TestEntropy,
    hooks: Mutex<Vec<Hook>>,
    /// A connection that sees what others change.
    watching: Mutex<Option<rusqlite::Connection>>,
    place: Place,
}

/// A database that is kept, to make others like it.
pub struct Kept {
    directory: TempDir,
    now: Instant,
    calls: u64,
}

/// Copies the files of a directory, and those of the directories in it.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            std::fs::create_dir(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// What is removed after the database was closed. The fields above are dropped first.
enum Place {
    Directory(TempDir),
    Clone(Cloned),
    /// Somebody else has it now.
    Gone,
}

/// The bounds that tests use: few threads, no waiting for the disk.
pub fn options() -> DbOptions {
    DbOptions { care: Care::Relaxed, readers: 2, writers: 4, ..DbOptions::default() }
}

impl Fixture {
    /// A fresh SQLite database.
    pub fn sqlite() -> Self {
        Self::sqlite_with(&options())
    }

    /// A fresh SQLite database with other bounds.
    pub fn sqlite_with(options: &DbOptions) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        std::fs::copy(sqlite_template(), directory.path().join(Db::FILE)).expect("a copy of the template");
        let db = Db::open_sqlite(directory.path(), options).expect("the copied database opens");
        Self::over(db, Place::Directory(directory))
    }

    /// A fresh PostgreSQL database, unless there is no server to make it on.
    pub fn postgres() -> Option<Self> {
        Self::postgres_with(&options())
    }

    /// A fresh PostgreSQL database with other bounds.
    pub fn postgres_with(options: &DbOptions) -> Option<Self> {
        let cloned = server::clone_template()?;
        let db = Db::open_postgres(cloned.url(), options).expect("the cloned database opens");
        Some(Self::over(db, Place::Clone(cloned)))
    }

    /// Both, or SQLite alone where there is no server: for tests that compare the two.
    pub fn both() -> Vec<Self> {
        [Some(Self::sqlite()), Self::postgres()].into_iter().flatten().collect()
    }

    /// A SQLite database as [`Self::keep`] kept it, with the same time and the same ids to come.
    pub fn like(kept: &Kept) -> Self {
        let directory = tempfile::tempdir().expect("a temporary directory");
        copy(kept.directory.path(), directory.path()).expect("a copy of what was kept");
        let db = Db::open_sqlite(directory.path(), &options()).expect("the copied database opens");
        let mut fixture = Self::over(db, Place::Directory(directory));
        fixture.clock = TestClock::at(kept.now);
        fixture.entropy = TestEntropy::after(kept.calls);
        fixture
    }

    /// Closes a SQLite database and keeps it, with the files beside it, to make others like it. Nobody else may have it open.
    ///
    /// # Panics
    /// On PostgreSQL.
    pub fn keep(mut self) -> Kept {
        let (now, calls) = (self.now(), self.entropy.calls());
        let place = std::mem::replace(&mut self.place, Place::Gone);
        let Place::Directory(directory) = place else { panic!("only a directory is kept") };
        drop(self);
        Kept { directory, now, calls }
    }

    /// A number that is another one after every change of a SQLite database, whoever made it.
    ///
    /// # Panics
    /// On PostgreSQL.
    pub fn changes(&self) -> i64 {
        let directory = self.directory().expect("a directory");
        let mut watching = self.watching.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = watching.get_or_insert_with(|| {
            rusqlite::Connection::open(directory.join(Db::FILE)).expect("the database opens")
        });
        connection.query_row("PRAGMA data_version", (), |row| row.get(0)).expect("a number")
    }

    fn over(db: Db, place: Place) -> Self {
        Self {
            db,
            clock: TestClock::default(),
            entropy: TestEntropy::default(),
            hooks: Mutex::new(Vec::new()),
            watching: Mutex::new(None),
            place,
        }
    }

    /// The present moment of the test.
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// A source of ids at the present moment; no two sources of a fixture give the same id.
    pub fn ids(&self) -> Ids {
        self.entropy.ids(self.now())
    }

    /// Which database this is.
    pub fn engine(&self) -> Engine {
        self.db.engine()
    }

    /// The directory of a SQLite database; a test may keep files beside it.
    pub fn directory(&self) -> Option<&Path> {
        match &self.place {
            Place::Directory(directory) => Some(directory.path()),
            Place::Clone(_) | Place::Gone => None,
        }
    }

    /// The address of a PostgreSQL database.
    pub fn url(&self) -> Option<&str> {
        match &self.place {
            Place::Directory(_) | Place::Gone => None,
            Place::Clone(cloned) => Some(cloned.url()),
        }
    }

    /// Checks this database when the test ends well.
    pub fn assert_on_drop(&self, hook: Hook) {
        self.hooks.lock().unwrap_or_else(PoisonError::into_inner).push(hook);
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let hooks = std::mem::take(&mut *self.hooks.lock().unwrap_or_else(PoisonError::into_inner));
        for hook in hooks {
            let checked = self.db.read_blocking(move |tx| -> Result<(), store::StoreError> {
                hook(tx);
                Ok(())
            });
            if let Err(error) = checked {
                panic!("the database that the test leaves behind: {error}");
            }
        }
    }
}

/// A migrated file, made once for one set of migrations and shared by all test programs.
fn sqlite_template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let home = server::home();
        let file = home.join(format!("{}.sqlite3", store::migrate::fingerprint()));
        if !file.exists() {
            let directory = tempfile::tempdir_in(&home).expect("a temporary directory");
            drop(Db::open_sqlite(directory.path(), &options()).expect("the template opens"));
            std::fs::rename(directory.path().join(Db::FILE), &file).expect("the template moves to its place");
        }
        file
    })
}
