//! Threads that hash passwords. Hashing is slow and hungry on purpose, so it is kept away from everything else, and
//! bounded: when too many wait, the answer is [`StoreError::Busy`].

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use store::StoreError;
use tokio::sync::oneshot;

/// How much work one hash takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
}

impl Cost {
    /// The recommendation of OWASP's Password Storage Cheat Sheet for Argon2id with one lane.
    pub const PRODUCTION: Self = Self { memory: 19_456, passes: 2 };
    /// The least that the algorithm takes: for tests only.
    pub const TEST: Self = Self { memory: 8, passes: 1 };

    fn hasher(self) -> Result<Argon2<'static>, StoreError> {
        let params = Params::new(self.memory, self.passes, 1, None).map_err(|error| broken(&error))?;
        Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

fn broken(error: &dyn std::fmt::Display) -> StoreError {
    StoreError::inconsistent("credential", "hash", "?", error.to_string())
}

type Job = Box<dyn FnOnce(&Argon2<'static>) + Send>;

/// The pool. Cheap to clone; the threads stop when the last clone goes.
#[derive(Clone)]
pub struct Passwords {
    jobs: SyncSender<Job>,
    /// The hash of no password: verified for unknown logins, so that they take as long as known ones.
    nobody: Arc<str>,
}

impl Passwords {
    /// Starts `threads` threads; at most `queue` passwords wait for them.
    ///
    /// # Errors
    /// When the cost is not one that the algorithm takes.
    pub fn start(threads: usize, queue: usize, cost: Cost) -> Result<Self, StoreError> {
        let hasher = cost.hasher()?;
        let nobody = hash(&hasher, "", [0; 16])?.into();
        let (jobs, receiver) = sync_channel::<Job>(queue);
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..threads.max(1) {
            let (receiver, hasher) = (Arc::clone(&receiver), hasher.clone());
            thread::spawn(move || work(&receiver, &hasher));
        }
        Ok(Self { jobs, nobody })
    }

    /// The hash of a password in PHC form. `salt` must be random.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too many wait.
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, StoreError> {
        self.run(move |hasher| hash(hasher, &password, salt)).await?
    }

    /// Whether it is the password of this hash. No hash: the same work, and false.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too many wait; [`StoreError::Inconsistent`] when the hash is not one.
    pub async fn verify(&self, password: String, against: Option<String>) -> Result<bool, StoreError> {
        let nobody = Arc::clone(&self.nobody);
        self.run(move |hasher| {
            let parsed = PasswordHash::new(against.as_deref().unwrap_or(&nobody));
            let parsed = parsed.map_err(|error| broken(&error))?;
            let same = hasher.verify_password(password.as_bytes(), &parsed).is_ok();
            Ok(same && against.is_some())
        })
        .await?
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'static>) -> T + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, receiver) = oneshot::channel();
        let job: Job = Box::new(move |hasher| {
            // Nobody waits any more when the browser went away.
            let _ = answer.send(work(hasher));
        });
        self.jobs.try_send(job).map_err(|_| StoreError::Busy)?;
        receiver.await.map_err(|_| StoreError::Closed)
    }
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passwords")
    }
}

fn work(jobs: &Mutex<Receiver<Job>>, hasher: &Argon2<'static>) {
    loop {
        let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match job {
            Ok(job) => job(hasher),
            Err(_) => return,
        }
    }
}

fn hash(hasher: &Argon2<'static>, password: &str, salt: [u8; 16]) -> Result<String, StoreError> {
    let salt = SaltString::encode_b64(&salt).map_err(|error| broken(&error))?;
    let hash = hasher.hash_password(password.as_bytes(), &salt).map_err(|error| broken(&error))?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    fn wait<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(future)
    }

    #[test]
    fn a_password_verifies_and_another_does_not() {
        let pool = Passwords::start(1, 8, Cost::TEST).unwrap();
        let hash = wait(pool.hash("верный пароль".to_owned(), [7; 16])).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{hash}");
        assert!(wait(pool.verify("верный пароль".to_owned(), Some(hash.clone()))).unwrap());
        assert!(!wait(pool.verify("другой пароль".to_owned(), Some(hash))).unwrap());
        assert!(!wait(pool.verify(String::new(), None)).unwrap(), "the hash of nobody opens nothing");
        let broken = wait(pool.verify(String::new(), Some("x".to_owned())));
        assert!(matches!(broken, Err(StoreError::Inconsistent { .. })));
    }

    #[test]
    fn a_full_queue_says_so() {
        let pool = Passwords::start(1, 1, Cost::TEST).unwrap();
        let (hold, held) = channel::<()>();
        let (started, start) = channel::<()>();
        let block: Job = Box::new(move |_| {
            started.send(()).unwrap();
            let _ = held.recv();
        });
        pool.jobs.send(block).unwrap();
        start.recv().unwrap();
        pool.jobs.send(Box::new(|_| {})).unwrap();
        assert_eq!(wait(pool.verify("p".to_owned(), None)), Err(StoreError::Busy));
        drop(hold);
    }
}
