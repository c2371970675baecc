//! What every handler holds: database, files, clock, chance, configuration. Cheap to clone.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use app::clock::Watch;
use app::error::Answer;
use app::files::Quotas;
use app::identity::{self, Passwords, Secret, SetupCode, Vault};
use app::origin::Origin;
use app::system::Entropy;
use app::{Cx, company};
use domain::actor::Channel;
use domain::ids::{CommandId, Ids};
use domain::permission::Viewer;
use domain::time::{Clock, Instant};
use store::blobs::{Blobs, Space};
use store::{Db, StoreError, Tx};
use tokio::sync::Semaphore;

use crate::server::health::Readiness;
use crate::server::limits::Buckets;
use crate::server::shares::Shares;
use crate::server::{Limits, Pace};

/// How the site is reached and what it bears.
#[derive(Debug, Clone)]
pub struct Config {
    /// Browsers reach it by HTTPS: cookies are marked so. False only for plain HTTP on the machine itself.
    pub secure: bool,
    /// A proxy in front tells the client's address in `X-Forwarded-For`; its last entry is believed.
    pub behind_proxy: bool,
    /// The address that people's browsers use, when the settings say it.
    pub public_url: Option<Origin>,
    /// The address of a demonstration that only its own machine reaches.
    pub demonstrated: Option<Origin>,
    /// Requests without a body in work at once; more are answered 503.
    pub in_flight: usize,
    /// Requests with a body in work at once; more are answered 503. Networks share them.
    pub bodies: usize,
    /// Bodies whose files are taken at once; others wait a little and are answered 503. Networks share them.
    pub uploads: usize,
    /// How slowly bodies may come.
    pub pace: Pace,
    /// Connections and how long they may be quiet.
    pub lines: Limits,
    /// How many bytes people may bring as files.
    pub quotas: Quotas,
    /// How many hundredths of the file system files may take, where it is known.
    pub files_percent: u64,
    /// Below this many free hundredths of it administrators are told.
    pub low_percent: u64,
    /// Below this many no files are taken.
    pub least_percent: u64,
    /// How long a request may take until its answer begins.
    pub patience: Duration,
    /// Forms of people who are not signed in, per network and minute; a known browser counts for itself.
    pub anonymous_posts: u32,
    /// Forms of one person per minute.
    pub writes: u32,
    /// Pages that count much which one person has in work at once; more wait.
    pub heavy: usize,
    /// How long an attempt to sign in takes from a network that failed often.
    pub slowed: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            secure: true,
            behind_proxy: false,
            public_url: None,
            demonstrated: None,
            in_flight: 512,
            bodies: 512,
            uploads: 16,
            pace: Pace::default(),
            lines: Limits::default(),
            quotas: Quotas::default(),
            files_percent: 50,
            low_percent: 20,
            least_percent: 5,
            patience: Duration::from_secs(30),
            anonymous_posts: 120,
            writes: 60,
            heavy: 2,
            slowed: Duration::from_secs(2),
        }
    }
}

/// Pages that count much in work at once, of everybody together.
const HEAVY: usize = 64;

/// Attempts to sign in, by browsers that nobody knows, at once.
const ATTEMPTS: usize = 16;

/// Large files that are read at once.
const READINGS: usize = 2;

/// For how many seconds it is believed how much room there is.
const SPACE_SECONDS: i64 = 5;

/// What a site is made of.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Files.
    pub blobs: Arc<dyn Blobs>,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub entropy: Arc<dyn Entropy>,
    /// Threads that hash passwords.
    pub passwords: Passwords,
    /// What seals secrets with a key outside the database.
    pub vault: Arc<Vault>,
    /// How it is reached and what it bears.
    pub config: Config,
}

struct Inner {
    parts: Parts,
    in_flight: Arc<Semaphore>,
    bodies: Arc<Shares>,
    uploads: Arc<Shares>,
    space: Mutex<Option<(Instant, Option<Space>)>>,
    readings: Arc<Semaphore>,
    anonymous: Buckets,
    writers: Buckets,
    heavy: Arc<Shares>,
    attempts: Arc<Shares>,
    key: OnceLock<[u8; 32]>,
    setup_code: SetupCode,
    proxy_seen: Mutex<Option<Instant>>,
    readiness: Readiness,
    watch: Watch,
}

/// The site.
#[derive(Clone)]
pub struct Site {
    inner: Arc<Inner>,
}

impl Site {
    /// A site made of its parts.
    pub fn new(parts: Parts) -> Self {
        let in_flight = Arc::new(Semaphore::new(parts.config.in_flight));
        let bodies = Shares::new(parts.config.bodies);
        let uploads = Shares::new(parts.config.uploads);
        let readings = Arc::new(Semaphore::new(READINGS));
        let anonymous = Buckets::new(parts.config.anonymous_posts);
        let writers = Buckets::new(parts.config.writes);
        let heavy = Shares::of(HEAVY, parts.config.heavy);
        let setup_code = SetupCode::new(&parts.entropy.bytes());
        Self {
            inner: Arc::new(Inner {
                parts,
                in_flight,
                bodies,
                uploads,
                space: Mutex::new(None),
                readings,
                anonymous,
                writers,
                heavy,
                attempts: Shares::new(ATTEMPTS),
                key: OnceLock::new(),
                setup_code,
                proxy_seen: Mutex::new(None),
                readiness: Readiness::default(),
                watch: Watch::default(),
            }),
        }
    }

    /// The database.
    pub fn db(&self) -> &Db {
        &self.inner.parts.db
    }

    /// Files.
    pub fn blobs(&self) -> &Arc<dyn Blobs> {
        &self.inner.parts.blobs
    }

    /// Threads that hash passwords.
    pub fn passwords(&self) -> &Passwords {
        &self.inner.parts.passwords
    }

    /// What seals secrets with a key outside the database.
    pub fn vault(&self) -> &Arc<Vault> {
        &self.inner.parts.vault
    }

    /// How it is reached and what it bears.
    pub fn config(&self) -> &Config {
        &self.inner.parts.config
    }

    /// The present moment.
    pub fn now(&self) -> Instant {
        self.inner.parts.clock.now()
    }

    /// Whether that may be believed.
    pub fn watch(&self) -> &Watch {
        &self.inner.watch
    }

    /// 32 random bytes.
    pub fn chance(&self) -> [u8; 32] {
        self.inner.parts.entropy.bytes()
    }

    /// A new secret of a session or link.
    pub fn secret(&self) -> Secret {
        Secret::new(self.chance())
    }

    /// The salt of a password.
    pub fn salt(&self) -> [u8; 16] {
        let mut salt = [0; 16];
        salt.copy_from_slice(&self.chance()[..16]);
        salt
    }

    /// A fresh source of ids.
    pub fn ids(&self) -> Ids {
        let mut entropy = [0; 10];
        entropy.copy_from_slice(&self.chance()[..10]);
        Ids::new(self.now(), entropy)
    }

    /// The context of a use case. Without `command` it is a command of its own.
    pub fn cx(&self, viewer: &Viewer, channel: Channel, command: Option<CommandId>) -> Cx {
        Cx::new(viewer.clone(), self.now(), channel, command, self.chance())
    }

    /// Reads over one snapshot.
    ///
    /// # Errors
    /// The closure's, the database's.
    pub async fn read<T, F>(&self, closure: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnMut(&mut dyn Tx) -> Answer<T> + Send + 'static,
    {
        self.db().read(closure).await
    }

    /// Carries out a use case for whoever its giver is now: what they hold may have changed since they came. Each run of the closure gets a
    /// context of its own with the same ids.
    ///
    /// # Errors
    /// The closure's, the database's.
    pub async fn write<T, F>(&self, cx: &Cx, mut closure: F) -> Answer<T>
    where
        T: Send + 'static,
        F: FnMut(&mut dyn Tx, &mut Cx) -> Answer<T> + Send + 'static,
    {
        let cx = cx.clone();
        let work = move |tx: &mut dyn Tx| -> Answer<T> {
            let mut own = cx.clone();
            own.viewer = company::present(tx, &own.viewer)?;
            closure(tx, &mut own)
        };
        self.db().write(work).await
    }

    pub(crate) fn in_flight(&self) -> &Arc<Semaphore> {
        &self.inner.in_flight
    }

    /// Requests with a body.
    pub(crate) fn bodies(&self) -> &Arc<Shares> {
        &self.inner.bodies
    }

    /// Bodies whose files are taken.
    pub(crate) fn uploads(&self) -> &Arc<Shares> {
        &self.inner.uploads
    }

    /// How much room there is where the files are, as it was a few seconds ago at most; `None` where nobody can tell. It blocks.
    pub fn space(&self) -> Result<Option<Space>, StoreError> {
        let now = self.now();
        let mut kept = self.inner.space.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, space)) = *kept
            && (0..SPACE_SECONDS).contains(&now.seconds_since(at))
        {
            return Ok(space);
        }
        let space = self.blobs().space()?;
        *kept = Some((now, space));
        Ok(space)
    }

    /// Those who read large files; each holds one in memory.
    pub(crate) fn readings(&self) -> &Arc<Semaphore> {
        &self.inner.readings
    }

    pub(crate) fn anonymous(&self) -> &Buckets {
        &self.inner.anonymous
    }

    /// The forms of each person.
    pub(crate) fn writers(&self) -> &Buckets {
        &self.inner.writers
    }

    /// Pages that count much, each held by a person.
    pub(crate) fn heavy(&self) -> &Arc<Shares> {
        &self.inner.heavy
    }

    /// Attempts to sign in by browsers that nobody knows.
    pub(crate) fn attempts(&self) -> &Arc<Shares> {
        &self.inner.attempts
    }

    /// The code that begins an empty company from another machine.
    pub fn setup_code(&self) -> &SetupCode {
        &self.inner.setup_code
    }

    /// Whether the database answers and writes.
    pub(crate) fn readiness(&self) -> &Readiness {
        &self.inner.readiness
    }

    /// The key that signs what known browsers keep.
    pub async fn key(&self) -> Answer<[u8; 32]> {
        if let Some(key) = self.inner.key.get() {
            return Ok(*key);
        }
        let fresh = self.chance();
        let key = self.db().write(move |tx| identity::site_key(tx, fresh)).await?;
        Ok(*self.inner.key.get_or_init(|| key))
    }

    /// Notes that a proxy passes requests on though the settings name none. Said in the log once.
    pub(crate) fn saw_proxy(&self, now: Instant) {
        let before = self.inner.proxy_seen.lock().unwrap_or_else(PoisonError::into_inner).replace(now);
        if before.is_none() {
            tracing::warn!(
                "a proxy passes requests on, but the settings name none: everybody seems to come from its address; say behind_proxy"
            );
        }
    }

    /// Whether a proxy that the settings do not name passed something on within the last hour.
    pub(crate) fn has_hidden_proxy(&self) -> bool {
        let seen = *self.inner.proxy_seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.is_some_and(|seen| self.now().seconds_since(seen) < 3_600)
    }
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site").field("config", self.config()).finish_non_exhaustive()
    }
}
