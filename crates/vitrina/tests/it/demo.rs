//! `vitrina demo` as somebody starts it on a fresh machine.

use std::io::{BufRead as _, BufReader, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::running::{Running, ended};

#[test]
fn the_demonstration_is_made_once_and_served() {
    let data = tempfile::tempdir().unwrap();
    for start in ["first", "second"] {
        let running = Running::start("demo", data.path()).unwrap();
        let page = running.get("/sign-in");
        assert!(page.starts_with("HTTP/1.1 200"), "{start}: {page}");
        assert!(page.contains("Анна Белова") && page.contains("Павел Стороженко"), "{start}: {page}");
    }
    let check = Command::new(env!("CARGO_BIN_EXE_vitrina"))
        .args(["check", "--data"])
        .arg(data.path())
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    the_log_tells_what_was_published_of_it(data.path());
    a_link_made_on_the_machine_lets_somebody_in(data.path());
    whoever_stops_reading_is_told_nothing(data.path());
    nobody_else_on_the_machine_reads_it(data.path());
    other_machines_reach_it_only_when_that_is_said(data.path());
    it_is_not_served_when_it_is_damaged(data.path());
}

/// Files are their owner's alone; what others could read is taken from them, in words.
fn nobody_else_on_the_machine_reads_it(data: &Path) {
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let places = [(data.join("vitrina.sqlite3"), 0o600), (data.join("files"), 0o700)];
    for (path, own) in &places {
        assert_eq!(mode(path), *own, "{}", path.display());
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let check = Command::new(env!("CARGO_BIN_EXE_vitrina"))
        .args(["check", "--acts", "--data"])
        .arg(data)
        .current_dir(data)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&check.stderr);
    assert_eq!(said.matches("others on this machine could read this").count(), 2, "{said}");
    for (path, own) in &places {
        assert_eq!(mode(path), *own, "{}", path.display());
    }
}

/// `vitrina link NAME`: whoever is locked out sets a password, and the history tells of it.
fn a_link_made_on_the_machine_lets_somebody_in(data: &Path) {
    let link = |who: &str| {
        let mut made = Command::new(env!("CARGO_BIN_EXE_vitrina"));
        made.args(["link", who, "--login", "zimina", "--data"]).arg(data).current_dir(data).output().unwrap()
    };
    let several = link("а");
    assert!(!several.status.success());
    assert!(String::from_utf8_lossy(&several.stderr).contains("name one by id"));
    assert!(!link("nobody of this name").status.success());
    let made = link("Зимина");
    let address = String::from_utf8_lossy(&made.stdout).trim().to_owned();
    let path = address.split_once("/set-password/").map(|(_, secret)| format!("/set-password/{secret}"));
    let running = Running::start("demo", data).unwrap();
    let page = running.get(&path.unwrap_or_else(|| panic!("{address}")));
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("zimina"), "{page}");
}

/// `vitrina report flow | head -0`: the reader has gone before the first word.
fn whoever_stops_reading_is_told_nothing(data: &Path) {
    let commands: [&[&str]; 5] = [
        &["report", "flow"],
        &["report", "flow", "--format", "json"],
        &["check"],
        &["check", "--acts"],
        &["help"],
    ];
    for command in commands {
        let mut running = Command::new(env!("CARGO_BIN_EXE_vitrina"));
        running.args(command).stdout(Stdio::piped()).stderr(Stdio::piped());
        if command != ["help"] {
            running.arg("--data").arg(data);
        }
        let mut child = running.spawn().unwrap();
        drop(child.stdout.take());
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success() && !said.contains("panicked"), "{command:?}: {said}");
    }
}

/// The published and recomputed figures of the log, see `crates/flow/data/README.md`.
fn the_log_tells_what_was_published_of_it(data: &Path) {
    let report = Command::new(env!("CARGO_BIN_EXE_vitrina"))
        .args(["report", "flow", "--unit", "it", "--source", "servicenow", "--format", "json", "--data"])
        .arg(data)
        .output()
        .unwrap();
    assert!(report.status.success(), "{}", String::from_utf8_lossy(&report.stderr));
    let told: serde_json::Value = serde_json::from_slice(&report.stdout).unwrap();
    assert_eq!(
        (&told["cases"], &told["events"], &told["variants"]),
        (&24_918.into(), &141_712.into(), &2_079.into())
    );
    let near = |value: &serde_json::Value, expected: f64| {
        let found = value.as_f64().unwrap();
        assert!((found - expected).abs() < 0.000_5 * expected, "{found} is not {expected}");
    };
    near(&told["promise_missed_share"], 0.3658);
    near(&told["lead_time_hours"]["mean"], 13.139 * 24.0);
    near(&told["lead_time_hours"]["median"], 6.078 * 24.0);
    near(&told["solve_time_hours"]["mean"], 7.424 * 24.0);
    near(&told["solve_time_hours"]["median"], 0.921 * 24.0);
    let top: Vec<u64> = told["top_variants"]
        .as_array()
        .unwrap()
        .iter()
        .take(3)
        .map(|way| way["requests"].as_u64().unwrap())
        .collect();
    assert_eq!(top, [3_238, 3_099, 1_796]);
}

#[test]
fn a_company_that_has_not_begun_stays_without_personas() {
    let data = tempfile::tempdir().unwrap();
    let running = Running::start("serve", data.path()).unwrap();
    let page = running.get("/");
    assert!(page.starts_with("HTTP/1.1 303"), "{page}");
    assert!(!page.contains("Белова"));
}

#[test]
fn an_empty_company_is_served_with_a_code_that_begins_it() {
    let data = tempfile::tempdir().unwrap();
    let mut running = Command::new(env!("CARGO_BIN_EXE_vitrina"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data.path())
        .current_dir(data.path())
        .env_remove("VITRINA_DATABASE")
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(running.stdout.take().unwrap()).lines();
    let said: Vec<String> = lines.take(2).map(Result::unwrap).collect();
    running.kill().unwrap();
    running.wait().unwrap();
    let code = said[1].strip_prefix("Setup code: ").unwrap();
    assert_eq!(code.split(' ').next().unwrap().len(), 11, "{said:?}");
}

#[test]
fn what_cannot_be_served_is_refused_in_a_sentence() {
    let there = tempfile::tempdir().unwrap();
    let data = there.path().join("company");
    // A place where nothing can be written.
    let file = there.path().join("file");
    std::fs::write(&file, "").unwrap();
    let (well, said) = ended(&["serve", "--listen", "127.0.0.1:0"], &file.join("company"));
    assert!(!well && said.contains("nothing can be written in"), "{said}");
    // A database that is none, and one that is damaged.
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("vitrina.sqlite3"), "this is a text and no database at all").unwrap();
    let (well, said) = ended(&["serve", "--listen", "127.0.0.1:0"], &data);
    assert!(!well && said.contains("not a database"), "{said}");
    // An address that is none.
    let (well, said) = ended(&["serve", "--public-url", "vitrina.example.com"], &there.path().join("other"));
    assert!(!well && said.contains("public_url"), "{said}");
}

#[test]
fn a_database_of_another_time_is_neither_served_nor_changed() {
    let data = tempfile::tempdir().unwrap();
    drop(Running::start("serve", data.path()).unwrap());
    let file = data.path().join("vitrina.sqlite3");
    let database = || rusqlite::Connection::open(&file).unwrap();
    // A newer program made it and says that this one cannot work with it.
    database().execute("INSERT INTO schema_version VALUES (9000, 'later', '', 9000)", ()).unwrap();
    let (well, said) = ended(&["serve", "--listen", "127.0.0.1:0"], data.path());
    assert!(!well && said.contains("schema version 9000"), "{said}");
    database().execute("DELETE FROM schema_version WHERE version = 9000", ()).unwrap();
    // An older program made it: looking at it does not bring it up.
    let newest = "SELECT max(version) FROM schema_version";
    let version =
        |database: rusqlite::Connection| database.query_row(newest, (), |row| row.get::<_, i64>(0)).unwrap();
    let own = version(database());
    database().execute("DELETE FROM schema_version WHERE version = ?1", [own]).unwrap();
    for command in [&["check"][..], &["check", "--acts"], &["report", "flow"]] {
        let (well, said) = ended(command, data.path());
        assert!(!well && said.contains("older than this program"), "{command:?}: {said}");
        assert_eq!(version(database()), own - 1, "{command:?}");
    }
}

/// Whoever opens a demonstration may take anybody's part: other machines reach it only when that is said.
fn other_machines_reach_it_only_when_that_is_said(data: &Path) {
    for command in ["demo", "serve"] {
        let (well, said) = ended(&[command, "--listen", "0.0.0.0:0"], data);
        assert!(!well && said.contains("--open"), "{command}: {said}");
        let (well, said) =
            ended(&[command, "--listen", "127.0.0.1:0", "--public-url", "https://a.example"], data);
        assert!(!well && said.contains("--open"), "{command}: {said}");
    }
}

/// A database that nobody closed is looked through; a damaged one is not served on.
fn it_is_not_served_when_it_is_damaged(data: &Path) {
    let file = data.join("vitrina.sqlite3");
    // Somebody has it open and wrote to it: as after a loss of power its journal is there.
    let left = rusqlite::Connection::open(&file).unwrap();
    left.execute("CREATE TABLE left_open (what TEXT)", ()).unwrap();
    assert!(data.join("vitrina.sqlite3-wal").metadata().unwrap().len() > 0);
    let told = |what: &str| {
        left.query_row(&format!("PRAGMA {what}"), (), |row| row.get::<_, i64>(0)).unwrap().unsigned_abs()
    };
    let (pages, size) = (told("page_count"), told("page_size"));
    let mut bytes = std::fs::OpenOptions::new().write(true).open(&file).unwrap();
    for page in (pages / 2)..(pages / 2 + 20) {
        bytes.seek(SeekFrom::Start(page * size)).unwrap();
        bytes.write_all(&[0xff; 512]).unwrap();
    }
    let (well, said) = ended(&["serve", "--listen", "127.0.0.1:0"], data);
    assert!(!well && said.contains("the database is damaged"), "{said}");
}
