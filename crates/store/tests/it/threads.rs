//! The threads behind the handle: groups, retries, bounds, broken connections.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::scratch::{SCRATCH, count, scratch};
use store::{Db, DbOptions, Engine, Hold, Lane, Statement, StoreError, Tx, params, sql};
use testkit::{Fixture, each_db, options};

type Done = Result<(), StoreError>;
type Work = Box<dyn FnMut(&mut dyn Tx) -> Done + Send>;

static ENDLESS: &Statement = sql!(
    "WITH RECURSIVE c (n) AS (SELECT CAST(1 AS BIGINT) UNION ALL SELECT n + 1 FROM c)
     SELECT count(*) FROM c WHERE n < 0"
);

/// Both engines with these bounds.
fn both(options: &DbOptions) -> Vec<Fixture> {
    [Some(Fixture::sqlite_with(options)), Fixture::postgres_with(options)].into_iter().flatten().collect()
}

each_db! {
    fn writers_of_one_group_fail_alone(f) {
        scratch(f);
        // The writer is held up, so that on SQLite all the others are committed together.
        let (go, wait) = mpsc::channel::<()>();
        let db = f.db.clone();
        let first = thread::spawn(move || {
            db.write_blocking(move |tx| -> Done {
                let _ = wait.recv_timeout(Duration::from_millis(300));
                tx.execute_one(SCRATCH.put, params![1_000])
            })
        });
        let writers: Vec<_> = (0..60_i64)
            .map(|id| {
                let db = f.db.clone();
                thread::spawn(move || {
                    db.write_blocking(move |tx| -> Done {
                        tx.execute_one(SCRATCH.put, params![id])?;
                        match id % 6 {
                            1 => panic!("writer {id} panics"),
                            2 => Err(StoreError::Busy),
                            3 => tx.execute_one(SCRATCH.put, params![id]),
                            _ => Ok(()),
                        }
                    })
                })
            })
            .collect();
        thread::sleep(Duration::from_millis(100));
        drop(go);
        first.join().unwrap().unwrap();
        for (id, writer) in writers.into_iter().enumerate() {
            let answer = writer.join().unwrap();
            match id % 6 {
                1 => assert_eq!(answer, Err(StoreError::Panicked(format!("writer {id} panics")))),
                2 => assert_eq!(answer, Err(StoreError::Busy)),
                3 => assert!(answer.unwrap_err().is_unique_on("scratch", &["id"])),
                _ => assert_eq!(answer, Ok(())),
            }
        }
        assert_eq!(count(f), 31);
    }

    fn a_panicking_read_leaves_the_reader_alive(f) {
        for _ in 0..5 {
            let answer: Done = f.db.read_blocking(|_| panic!("oh"));
            assert_eq!(answer, Err(StoreError::Panicked("oh".into())));
        }
        f.db.read_blocking(|tx| tx.query_one(sql!("SELECT 1"), &[])).unwrap();
    }

    fn a_panic_in_the_middle_of_rows_leaves_the_connection_usable(f) {
        scratch(f);
        for _ in 0..6 {
            let answer = f.db.write_blocking(|tx| -> Result<u64, StoreError> {
                let mut rows = (0..5_000_i64).map(|id| {
                    assert!(id < 3_000, "in the rows");
                    vec![id.into()]
                });
                tx.insert_many("scratch", &["id"], "", &mut rows)
            });
            assert_eq!(answer, Err(StoreError::Panicked("in the rows".into())));
        }
        f.db.write_blocking(|tx| {
            tx.insert_many("scratch", &["id"], "", &mut (0..2_000_i64).map(|id| vec![id.into()]))
        })
        .unwrap();
        for _ in 0..4 {
            let answer: Done = f.db.read_blocking(|tx| {
                let mut seen = 0;
                tx.query_each(sql!("SELECT id FROM scratch"), &[], &mut |_| {
                    seen += 1;
                    assert!(seen < 700, "in a row");
                    Ok(())
                })
            });
            assert_eq!(answer, Err(StoreError::Panicked("in a row".into())));
        }
        assert_eq!(count(f), 2_000);
    }

    fn what_is_held_is_read_and_changed_by_one_writer_at_a_time(f) {
        scratch(f);
        f.db.write_blocking(|tx| {
            tx.execute_one(sql!("INSERT INTO scratch (id, n) VALUES ($1, $2)"), params![1, 0])
        })
        .unwrap();
        let runs = Arc::new(AtomicU32::new(0));
        let writers: Vec<_> = (0..4)
            .map(|_| {
                let (db, runs) = (f.db.clone(), Arc::clone(&runs));
                thread::spawn(move || {
                    for _ in 0..5 {
                        let runs = Arc::clone(&runs);
                        db.write_blocking(move |tx| -> Done {
                            runs.fetch_add(1, Ordering::SeqCst);
                            tx.hold(Hold::Subject("scratch"))?;
                            let read = sql!("SELECT n FROM scratch WHERE id = $1");
                            let n: i64 = tx.one(read, params![1])?;
                            thread::sleep(Duration::from_millis(3));
                            tx.execute_one(sql!("UPDATE scratch SET n = $2 WHERE id = $1"), params![1, n + 1])
                        })
                        .unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        let n = f.db.read_blocking(|tx| {
            tx.one::<i64>(sql!("SELECT n FROM scratch WHERE id = $1"), params![1])
        });
        assert_eq!(n, Ok(20));
        assert_eq!(runs.load(Ordering::SeqCst), 20, "whoever waits need not run again");
    }

    fn what_is_given_up_with_a_savepoint_is_held_anew(f) {
        scratch(f);
        let held = f.db.write_blocking(|tx| -> Done {
            let gone: Done = tx.attempt(|tx| {
                tx.hold(Hold::Subject("scratch"))?;
                Err(StoreError::Busy)
            });
            assert_eq!(gone, Err(StoreError::Busy));
            tx.hold(Hold::Subject("scratch"))?;
            let here = sql!(
                sqlite = "SELECT 1",
                postgres = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND pid = pg_backend_pid()"
            );
            assert_eq!(tx.one::<i64>(here, &[]), Ok(1));
            Ok(())
        });
        assert_eq!(held, Ok(()));
    }

    fn who_changes_what_others_take_for_given_writes_alone(f) {
        // Each of two writers leaves if another stays; both may not leave.
        scratch(f);
        f.db.write_blocking(|tx| -> Done {
            tx.execute_one(SCRATCH.put, params![1])?;
            tx.execute_one(SCRATCH.put, params![2])
        })
        .unwrap();
        let runs = Arc::new(AtomicU32::new(0));
        let leave = |id: i64| {
            let (db, runs) = (f.db.clone(), Arc::clone(&runs));
            thread::spawn(move || {
                db.write_blocking(move |tx| -> Done {
                    runs.fetch_add(1, Ordering::SeqCst);
                    let here: i64 = tx.one(sql!("SELECT count(*) FROM scratch"), &[])?;
                    thread::sleep(Duration::from_millis(30));
                    tx.alone()?;
                    if here == 2 {
                        tx.execute_one(sql!("DELETE FROM scratch WHERE id = $1"), params![id])?;
                    }
                    Ok(())
                })
            })
        };
        for writer in [leave(1), leave(2)] {
            writer.join().unwrap().unwrap();
        }
        assert_eq!(count(f), 1);
        let expected = if f.engine() == Engine::Sqlite { 2 } else { 4 };
        assert_eq!(runs.load(Ordering::SeqCst), expected, "each once more, from its beginning");
    }

    fn what_another_writer_put_there_meanwhile_is_found_by_the_second_run(f) {
        scratch(f);
        let both = Arc::new(Barrier::new(2));
        let put = || {
            let (db, both, first) = (f.db.clone(), Arc::clone(&both), AtomicBool::new(true));
            thread::spawn(move || {
                db.write_blocking(move |tx| -> Result<bool, StoreError> {
                    let here: i64 = tx.one(sql!("SELECT count(*) FROM scratch"), &[])?;
                    if first.swap(false, Ordering::SeqCst) && tx.engine() == Engine::Postgres {
                        both.wait();
                    }
                    if here > 0 {
                        return Ok(false);
                    }
                    tx.execute_one(SCRATCH.put, params![1])?;
                    Ok(true)
                })
            })
        };
        let writers = [put(), put()];
        let mut made: Vec<_> = writers.into_iter().map(|writer| writer.join().unwrap().unwrap()).collect();
        made.sort_unstable();
        assert_eq!(made, [false, true]);
    }

    fn a_read_sees_one_snapshot(f) {
        scratch(f);
        let db = f.db.clone();
        let seen = f.db.read_blocking(move |tx| -> Result<(i64, i64), StoreError> {
            let all = sql!("SELECT count(*) FROM scratch");
            let before: i64 = tx.one(all, &[])?;
            db.write_blocking(|tx| tx.execute_one(SCRATCH.put, params![1]))?;
            Ok((before, tx.one::<i64>(all, &[])?))
        });
        assert_eq!(seen, Ok((0, 0)));
        assert_eq!(count(f), 1);
    }

    fn claims_have_their_lane(f) {
        scratch(f);
        let lane = f.db.claim_blocking(|tx| -> Result<(String, Lane), StoreError> {
            tx.execute_one(SCRATCH.put, params![1])?;
            let isolation = sql!(sqlite = "SELECT 'the writer'", postgres = "SELECT current_setting('transaction_isolation')");
            Ok((tx.one::<String>(isolation, &[])?, tx.lane()))
        });
        let expected = match f.engine() {
            Engine::Sqlite => ("the writer".to_owned(), Lane::Write),
            Engine::Postgres => ("read committed".to_owned(), Lane::Claim),
        };
        assert_eq!(lane, Ok(expected));
        assert_eq!(count(f), 1);
    }

    fn the_asynchronous_calls_answer(f) {
        scratch(f);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let db = f.db.clone();
        runtime.block_on(async move {
            db.write(|tx| tx.execute_one(SCRATCH.put, params![1])).await.unwrap();
            db.claim(|tx| tx.execute_one(SCRATCH.put, params![2])).await.unwrap();
            let rows = db.read(|tx| tx.query(sql!("SELECT id FROM scratch ORDER BY id"), &[])).await.unwrap();
            assert_eq!(rows.len(), 2);
        });
    }
}

#[test]
fn work_is_bounded_in_time() {
    let short = Duration::from_millis(150);
    for f in both(&DbOptions { read_limit: short, write_limit: short, ..options() }) {
        scratch(&f);
        let started = Instant::now();
        let read = f.db.read_blocking(|tx| tx.query(ENDLESS, &[]));
        assert_eq!(read.unwrap_err(), StoreError::Timeout);
        let write = f.db.write_blocking(|tx| tx.query(ENDLESS, &[]));
        assert_eq!(write.unwrap_err(), StoreError::Timeout);
        // Many quick statements are bounded as well.
        let many: Done = f.db.read_blocking(|tx| {
            loop {
                tx.query(sql!("SELECT 1"), &[])?;
            }
        });
        assert_eq!(many.unwrap_err(), StoreError::Timeout);
        assert!(started.elapsed() < Duration::from_secs(5));
        // A longer bound on demand.
        let slow = f.db.within(Lane::Write, Duration::from_secs(20), |tx| -> Done {
            thread::sleep(Duration::from_millis(300));
            tx.execute_one(SCRATCH.put, params![1])
        });
        assert_eq!(slow, Ok(()));
        assert_eq!(count(&f), 1);
    }
}

#[test]
fn an_interrupted_write_does_not_take_its_group_along() {
    let bounds = DbOptions {
        write_limit: Duration::from_millis(200),
        group_time: Duration::from_secs(2),
        ..options()
    };
    for f in both(&bounds) {
        scratch(&f);
        let (go, wait) = mpsc::channel::<()>();
        let send = |work: Work| {
            let (db, mut work) = (f.db.clone(), work);
            let thread = thread::spawn(move || db.write_blocking(move |tx| work(tx)));
            thread::sleep(Duration::from_millis(20));
            thread
        };
        let first = send(Box::new(move |tx| {
            let _ = wait.recv_timeout(Duration::from_millis(150));
            tx.execute_one(SCRATCH.put, params![1])
        }));
        let second = send(Box::new(|tx| tx.execute_one(SCRATCH.put, params![2])));
        let endless = send(Box::new(|tx| {
            let fill = sql!(
                "INSERT INTO scratch (id)
                 WITH RECURSIVE c (n) AS (SELECT CAST(100 AS BIGINT) UNION ALL SELECT n + 1 FROM c) SELECT n FROM c"
            );
            tx.execute(fill, &[]).map(|_| ())
        }));
        let last = send(Box::new(|tx| tx.execute_one(SCRATCH.put, params![3])));
        drop(go);
        assert_eq!(first.join().unwrap(), Ok(()));
        assert_eq!(second.join().unwrap(), Ok(()));
        assert_eq!(endless.join().unwrap(), Err(StoreError::Timeout));
        assert_eq!(last.join().unwrap(), Ok(()));
        assert_eq!(count(&f), 3);
    }
}

#[test]
fn a_full_queue_says_so_at_once() {
    for f in both(&DbOptions { queue: 3, readers: 1, writers: 1, ..options() }) {
        let (go, wait) = mpsc::channel::<()>();
        let (started, running) = mpsc::channel();
        let db = f.db.clone();
        let slow = thread::spawn(move || {
            db.read_blocking(move |_| -> Done {
                let _ = started.send(());
                let _ = wait.recv();
                Ok(())
            })
        });
        running.recv().unwrap();
        let waiting: Vec<_> = (0..3)
            .map(|_| {
                let db = f.db.clone();
                thread::spawn(move || db.read_blocking(|_| -> Done { Ok(()) }))
            })
            .collect();
        while f.db.waiting().1 < 3 {
            thread::sleep(Duration::from_millis(1));
        }
        let asked = Instant::now();
        assert_eq!(f.db.read_blocking(|_| -> Done { Ok(()) }), Err(StoreError::Busy));
        assert!(asked.elapsed() < Duration::from_millis(100));
        go.send(()).unwrap();
        for thread in waiting.into_iter().chain([slow]) {
            thread.join().unwrap().unwrap();
        }
        assert_eq!(f.db.read_blocking(|_| -> Done { Ok(()) }), Ok(()));
    }
}

#[test]
fn broken_connections_are_opened_again() {
    let Some(f) = Fixture::postgres() else { return };
    scratch(&f);
    let break_others = || {
        let kill = sql!(
            postgres = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                 WHERE datname = current_database() AND pid <> pg_backend_pid()"
        );
        f.db.claim_blocking(move |tx| tx.query_one(kill, &[])).unwrap();
    };
    for id in 0..8 {
        f.db.write_blocking(move |tx| tx.execute_one(SCRATCH.put, params![id])).unwrap();
    }
    break_others();
    for id in 8..16 {
        f.db.write_blocking(move |tx| tx.execute_one(SCRATCH.put, params![id])).unwrap();
        assert_eq!(count(&f), id + 1);
    }
    // In the middle of a transaction: nothing was committed, so it runs again.
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let die = sql!(postgres = "SELECT pg_terminate_backend(pg_backend_pid())");
    f.db.write_blocking(move |tx| -> Done {
        tx.execute_one(SCRATCH.put, params![16])?;
        if counted.fetch_add(1, Ordering::SeqCst) == 0 {
            tx.query(die, &[])?;
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(runs.load(Ordering::SeqCst), 2);
    assert_eq!(count(&f), 17);
    let always: Result<Vec<_>, _> = f.db.write_blocking(move |tx| tx.query(die, &[]));
    assert!(matches!(always, Err(StoreError::Unreachable(_))), "{always:?}");
}

#[test]
fn an_unreachable_server_is_an_error() {
    let error = Db::open_postgres("postgres://nobody@127.0.0.1:1/none", &options()).err();
    assert!(matches!(error, Some(StoreError::Unreachable(_))), "{error:?}");
    assert!(matches!(Db::open_postgres("nonsense", &options()).err(), Some(StoreError::Unreachable(_))));
}

#[test]
fn closing_finishes_what_waits_and_folds_the_log() {
    let directory = tempfile::tempdir().unwrap();
    let db = Db::open_sqlite(directory.path(), &DbOptions::default()).unwrap();
    let first = db.write_blocking(|tx| tx.next_number()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let waiting = runtime.block_on(async move {
        // Sent, but not waited for until the handle is gone.
        let mut answer = Box::pin(db.write(|tx| tx.next_number()));
        std::future::poll_fn(|cx| {
            let _ = answer.as_mut().poll(cx);
            std::task::Poll::Ready(())
        })
        .await;
        answer.await
    });
    assert_eq!(waiting, Ok(first + 1));
    let log = directory.path().join(format!("{}-wal", Db::FILE));
    assert!(log.metadata().map_or(0, |about| about.len()) == 0);
    let db = Db::open_sqlite(directory.path(), &DbOptions::default()).unwrap();
    assert_eq!(db.write_blocking(|tx| tx.next_number()), Ok(first + 2));
}
