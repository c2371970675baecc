//! `vitrina demo` as somebody starts it on a fresh machine.
#![expect(clippy::unwrap_used, reason = "these are tests")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// The program, stopped when the test ends.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    /// Starts a command over a directory and waits until it tells its address; the output of a failure otherwise.
    fn start(command: &str, data: &Path) -> Result<Self, String> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vitrina"))
            .args([command, "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .current_dir(data)
            .env_remove("VITRINA_DATABASE")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let Some(address) = line.trim().strip_prefix("Vitrina: http://") else {
            let mut problem = String::new();
            child.stderr.take().expect("its errors").read_to_string(&mut problem).expect("text");
            assert!(!child.wait().expect("an end").success());
            return Err(problem);
        };
        Ok(Self { address: address.to_owned(), child })
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)
            .expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers in text");
        answer
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

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
    whoever_stops_reading_is_told_nothing(data.path());
    nobody_else_on_the_machine_reads_it(data.path());
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
