//! Ten deaths under load on each engine: whatever was acknowledged is there afterwards, and the check finds nothing.
//!
//! The process that works is this test program, started again; it says each command's key after the commit. On SQLite it is killed
//! (SIGKILL); on PostgreSQL it is killed too, and every other time the whole server goes down without a checkpoint.
//! `VITRINA_TEST_CRASHES` asks for more deaths: after each everything acknowledged is looked for, ten times and at the end everything is checked.
//! Two such processes on one PostgreSQL are two nodes.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

use app::check::check;
use app::generate::{Plan, fill};
use app::measure::{Cast, Client};
use app::system::{Entropy as _, SystemClock, SystemEntropy};
use app::work;
use domain::ids::CommandId;
use domain::time::Clock as _;
use store::blobs::{Blobs, DatabaseBlobs, DirectoryBlobs};
use store::{Db, DbOptions, StoreError, params, repo, sql};
use testkit::{OwnCluster, TestClock};
use uuid::Uuid;

const HOME: &str = "VITRINA_CRASH_HOME";
const ROUND: &str = "VITRINA_CRASH_ROUND";
/// Set where the process is a node: it does what time brings as well, and goes on when the database was away.
const NODE: &str = "VITRINA_CRASH_NODE";
/// Clients at work.
const CLIENTS: u64 = 6;

fn options() -> DbOptions {
    DbOptions { readers: 2, writers: 4, ..DbOptions::default() }
}

fn open(home: &str) -> Result<Db, StoreError> {
    match home.strip_prefix("directory:") {
        Some(directory) => Db::open_sqlite(Path::new(directory), &options()),
        None => Db::open_postgres(home, &options()),
    }
}

fn blobs(db: &Db, home: &str) -> Box<dyn Blobs> {
    match home.strip_prefix("directory:") {
        Some(directory) => Box::new(DirectoryBlobs::open(&Path::new(directory).join("files")).unwrap()),
        None => Box::new(DatabaseBlobs::new(db.clone())),
    }
}

/// Not a test of its own: the process that dies.
#[test]
fn the_process_that_dies() {
    let (Ok(home), Ok(round)) = (std::env::var(HOME), std::env::var(ROUND)) else { return };
    let round: u64 = round.parse().unwrap();
    let db = open(&home).unwrap();
    let cast = Arc::new(db.read_blocking(|tx| Cast::find(tx, 20)).unwrap());
    let out = Arc::new(Mutex::new(std::io::stdout()));
    let node = std::env::var(NODE).is_ok();
    if node {
        let db = db.clone();
        thread::spawn(move || tend(&db));
    }
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let (db, cast, out) = (db.clone(), Arc::clone(&cast), Arc::clone(&out));
            thread::spawn(move || {
                let mut worker = Client::new(cast, round * CLIENTS + client);
                for second in 0.. {
                    let now = TestClock::START.plus_seconds(i64::try_from(round).unwrap() * 3600 + second);
                    match worker.step(&db, now) {
                        // After the commit, never before.
                        Ok(key) => writeln!(out.lock().unwrap(), "acknowledged {}", key.0).unwrap(),
                        Err(app::AppError::Store(
                            StoreError::Unreachable(_) | StoreError::OutcomeUnknown(_),
                        )) if !node => return,
                        // Whoever asks again is told to come a little later.
                        Err(app::AppError::Store(_)) => thread::sleep(Duration::from_millis(50)),
                        Err(_) => {}
                    }
                }
            })
        })
        .collect();
    for client in clients {
        let _ = client.join();
    }
}

/// Does what time brings, as a node's background does, until the process ends.
fn tend(db: &Db) {
    let holder = SystemEntropy.bytes();
    let holder = Uuid::from_slice(&holder[..16]).unwrap();
    loop {
        // The database may be away: then it is tried again.
        let _ = work::turn(db, holder, SystemClock.now(), || SystemEntropy.bytes());
        thread::sleep(Duration::from_millis(100));
    }
}

/// Starts the process; what it acknowledges comes through the channel.
fn life(home: &str, round: u64) -> (Child, Receiver<CommandId>) {
    start(home, round, &mut Command::new(std::env::current_exe().unwrap()))
}

fn start(home: &str, round: u64, command: &mut Command) -> (Child, Receiver<CommandId>) {
    let mut child = command
        .args(["--exact", "crash::the_process_that_dies", "--nocapture"])
        .env(HOME, home)
        .env(ROUND, round.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in lines.map_while(Result::ok) {
            // A line that was cut by the death was not acknowledged.
            let key = line.strip_prefix("acknowledged ").filter(|key| key.len() == 36);
            if let Some(key) = key.and_then(CommandId::parse) {
                let _ = sender.send(key);
            }
        }
    });
    (child, receiver)
}

/// Milliseconds of work before a death: different in each round, the same in each run.
fn moment(round: u64) -> Duration {
    let spread = round.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    Duration::from_millis(60 + spread % 500)
}

/// One life and death; how many commands were acknowledged.
fn die(home: &str, round: u64, kill: impl FnOnce(&mut Child)) -> usize {
    let (mut child, receiver) = life(home, round);
    let mut acknowledged = vec![receiver.recv_timeout(Duration::from_secs(60)).expect("work begins")];
    let end = Stopwatch::now() + moment(round);
    loop {
        match receiver.recv_timeout(end.saturating_duration_since(Stopwatch::now())) {
            Ok(key) => acknowledged.push(key),
            Err(RecvTimeoutError::Timeout) => break,
            Err(RecvTimeoutError::Disconnected) => panic!("the process died by itself"),
        }
    }
    kill(&mut child);
    child.wait().unwrap();
    acknowledged.extend(receiver.iter());
    let db = open(home).unwrap();
    for key in &acknowledged {
        let key = *key;
        let found = db.read_blocking(move |tx| repo::command::done(tx, key)).unwrap();
        assert!(found.is_some(), "round {round}: {key} was acknowledged and is gone");
    }
    if round.is_multiple_of((rounds() / 10).max(1)) || round + 1 == rounds() {
        let checked = check(&db, &*blobs(&db, home)).unwrap();
        assert!(checked.is_clean(), "round {round}: {:#?}", checked.differences);
    }
    acknowledged.len()
}

fn rounds() -> u64 {
    std::env::var("VITRINA_TEST_CRASHES").map_or(10, |text| text.parse().unwrap())
}

fn company(home: &str) {
    let db = open(home).unwrap();
    let plan = Plan { people: 300, services: 60, requests: 60, seed: 11, until: TestClock::START };
    fill(&db, &plan, 2, &mut |_| {}).unwrap();
}

#[test]
fn on_sqlite_nothing_acknowledged_is_lost() {
    let directory = tempfile::tempdir().unwrap();
    let home = format!("directory:{}", directory.path().display());
    company(&home);
    let all: usize = (0..rounds()).map(|round| die(&home, round, |child| child.kill().unwrap())).sum();
    println!("{all} commands were acknowledged in {} lives", rounds());
    assert!(all > 100, "{all} commands are hardly a load");
}

#[test]
fn on_postgres_nothing_acknowledged_is_lost() {
    let Some(cluster) = OwnCluster::start() else { return };
    company(&cluster.url());
    let all: usize = (0..rounds())
        .map(|round| {
            die(&cluster.url(), round, |child| {
                if round % 2 == 0 {
                    child.kill().unwrap();
                } else {
                    cluster.crash();
                    child.kill().unwrap();
                    cluster.start_again();
                }
            })
        })
        .sum();
    println!("{all} commands were acknowledged in {} lives", rounds());
    assert!(all > 100, "{all} commands are hardly a load");
}

/// Waits for so many acknowledgements, at most a minute.
fn hear(from: &Receiver<CommandId>, count: usize, all: &mut Vec<CommandId>) {
    let end = Stopwatch::now() + Duration::from_secs(60);
    for at in 0..count {
        let left = end.saturating_duration_since(Stopwatch::now());
        all.push(from.recv_timeout(left).unwrap_or_else(|error| panic!("{at} of {count}: {error}")));
    }
}

#[test]
fn two_nodes_lose_nothing_and_do_nothing_twice_when_one_dies_and_the_database_restarts() {
    let Some(cluster) = OwnCluster::start() else { return };
    let url = cluster.url();
    company(&url);
    let node = |name| start(&url, name, Command::new(std::env::current_exe().unwrap()).env(NODE, "yes"));
    let ((mut first, from_first), (mut second, from_second)) = (node(1), node(2));
    let mut all = Vec::new();
    hear(&from_first, 60, &mut all);
    hear(&from_second, 60, &mut all);
    first.kill().unwrap();
    first.wait().unwrap();
    all.extend(from_first.iter());
    all.extend(from_second.try_iter());
    hear(&from_second, 60, &mut all);
    cluster.crash();
    cluster.start_again();
    let again = SystemClock.now();
    all.extend(from_second.try_iter());
    // It connects again by itself and goes on.
    hear(&from_second, 120, &mut all);
    let db = open(&url).unwrap();
    let fired = move |db: &Db| -> i64 {
        let fired = sql!("SELECT COUNT(*) FROM event WHERE actor = 'timer' AND recorded_at > $1");
        db.read_blocking(move |tx| tx.one(fired, params![again])).unwrap()
    };
    let end = Stopwatch::now() + Duration::from_secs(90);
    // Whoever is left takes the lease over, when it has run out, and does what time brought.
    while fired(&db) == 0 {
        assert!(Stopwatch::now() < end, "nobody does what time brings");
        thread::sleep(Duration::from_millis(200));
    }
    second.kill().unwrap();
    second.wait().unwrap();
    all.extend(from_second.iter());
    for key in &all {
        let key = *key;
        let found = db.read_blocking(move |tx| repo::command::done(tx, key)).unwrap();
        assert!(found.is_some(), "{key} was acknowledged and is gone");
    }
    let twice: i64 = db
        .read_blocking(|tx| {
            // The same again though nobody did anything between.
            let of_time = sql!(
                "SELECT COUNT(*) FROM event a
                 JOIN event b ON b.stream = a.stream AND b.seq > a.seq AND b.kind = a.kind AND b.data = a.data
                 WHERE a.actor = $1 AND b.actor = $1 AND NOT EXISTS (
                   SELECT 1 FROM event c
                   WHERE c.stream = a.stream AND c.seq > a.seq AND c.seq < b.seq AND c.actor <> $1)"
            );
            tx.one(of_time, params!["timer"])
        })
        .unwrap();
    assert_eq!(twice, 0, "a time-out was carried out twice");
    let checked = check(&db, &*blobs(&db, &url)).unwrap();
    assert!(checked.is_clean(), "{:#?}", checked.differences);
}
