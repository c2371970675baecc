//! What was answered survives the death of the process.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use store::{Db, DbOptions, StoreError, params, sql};
use testkit::Fixture;

const HOME: &str = "VITRINA_CRASH_HOME";

fn open(home: &str) -> Db {
    let options = DbOptions::default();
    match home.strip_prefix("directory:") {
        Some(directory) => Db::open_sqlite(Path::new(directory), &options),
        None => Db::open_postgres(home, &options),
    }
    .expect("the database opens")
}

/// Not a test of its own: the process that dies. Several threads write and say what was answered.
#[test]
fn the_process_that_dies() {
    let Ok(home) = std::env::var(HOME) else { return };
    let db = open(&home);
    let writers: Vec<_> = (0..4_i64)
        .map(|writer| {
            let db = db.clone();
            thread::spawn(move || {
                for id in (writer..).step_by(4) {
                    db.write_blocking(move |tx| -> Result<(), StoreError> {
                        let put = sql!("INSERT INTO blob_file (sha256, size, stored_at) VALUES ($1, $2, 0)");
                        tx.execute_one(put, params![id.to_be_bytes().to_vec(), id])
                    })
                    .expect("the row is written");
                    let _ = writeln!(std::io::stderr(), "answered {id}");
                }
            })
        })
        .collect();
    for writer in writers {
        let _ = writer.join();
    }
}

#[test]
fn what_was_answered_is_there() {
    for f in Fixture::both() {
        let home = match (f.directory(), f.url()) {
            (Some(directory), _) => format!("directory:{}", directory.display()),
            (None, url) => url.unwrap_or_default().to_owned(),
        };
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::the_process_that_dies"])
            .env(HOME, &home)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut answered: Vec<i64> = Vec::new();
        let read = |line: String| line.strip_prefix("answered ").and_then(|id| id.parse::<i64>().ok());
        while answered.len() < 200 {
            answered.extend(lines.next().and_then(Result::ok).and_then(read));
        }
        child.kill().unwrap();
        answered.extend(lines.map_while(Result::ok).filter_map(read));
        child.wait().unwrap();
        let db = open(&home);
        let kept: Vec<i64> =
            db.read_blocking(|tx| tx.all(sql!("SELECT size FROM blob_file ORDER BY size"), &[])).unwrap();
        for id in answered {
            assert!(kept.contains(&id), "{:?}: {id} was answered and is gone", f.engine());
        }
    }
}
