//! What the program tells whoever operates it: settings, figures, its log.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;

use serde_json::Value;

use crate::running::{Running, end};

#[test]
fn settings_are_told_with_where_they_were_said_and_without_passwords() {
    let there = tempfile::tempdir().unwrap();
    let file = there.path().join("settings.toml");
    fs::write(&file, "file_mb = 10\ndatabase = \"postgres://anna:sesame@db.example.com/vitrina\"\n").unwrap();
    let config = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vitrina"));
        command.args(["config", "--config"]).arg(&file).args(["--listen", "[::1]:9000"]).args(more);
        let told = end(command.env("VITRINA_HEAVY_PAGES", "3"));
        assert!(told.well && !told.told.contains("sesame") && !told.told.contains("anna"), "{}", told.said);
        told.told
    };
    let json: Value = serde_json::from_str(&config(&["--json"])).unwrap();
    let from = |name: &str| (json[name]["value"].clone(), json[name]["from"].as_str().unwrap().to_owned());
    assert_eq!(from("listen"), ("[::1]:9000".into(), "command line".to_owned()));
    assert_eq!(from("heavy_pages"), (3.into(), "environment, VITRINA_HEAVY_PAGES".to_owned()));
    assert_eq!(from("file_mb"), (10.into(), file.display().to_string()));
    assert_eq!(from("connections"), (4096.into(), "built in".to_owned()));
    assert_eq!(from("public_url"), (Value::Null, "not said".to_owned()));
    assert_eq!(from("database").0, "postgres://…@db.example.com/vitrina");
    let lines = config(&[]);
    assert_eq!(lines.lines().count(), json.as_object().unwrap().len());
    assert!(
        lines.lines().any(|line| line.starts_with("heavy_pages") && line.ends_with("VITRINA_HEAVY_PAGES"))
    );
}

/// A port that was free a moment ago.
fn free() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn get(address: SocketAddr, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn figures_are_given_on_an_address_of_their_own_and_the_log_is_json_where_asked() {
    let there = tempfile::tempdir().unwrap();
    let metrics = free();
    let mut command = Command::new(env!("CARGO_BIN_EXE_vitrina"));
    command.args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json"]);
    command.args(["--metrics-listen", &metrics.port().to_string(), "--data"]).arg(there.path());
    let running = Running::begin(command.current_dir(there.path())).unwrap();
    // The address of a page that is not there holds what somebody typed: it is in no figure.
    running.get("/no-such-page/anna");
    assert!(running.get("/metrics").starts_with("HTTP/1.1 404"), "not where people come");
    let told = get(metrics, "/metrics");
    assert!(told.starts_with("HTTP/1.1 200") && told.contains("text/plain; version=0.0.4"), "{told}");
    for figure in [
        "vitrina_http_requests_total{method=\"GET\",route=\"\",status=\"404\"} 2",
        "vitrina_store_answers 1",
        "vitrina_timers_due 0",
        "vitrina_timers_lag_seconds 0",
        "vitrina_store_again_total{why=\"conflict\"} 0",
        "vitrina_store_bytes{part=\"database\"}",
        "vitrina_store_run_seconds_count{lane=\"read\"}",
        "vitrina_build_info{version=",
        "process_start_time_seconds ",
    ] {
        assert!(told.contains(figure), "{figure} is not in {told}");
    }
    assert!(!told.contains("anna"));
    assert!(get(metrics, "/").starts_with("HTTP/1.1 404"));
    let log = running.stop();
    assert!(log.lines().count() > 0 && !log.contains("anna"), "{log}");
    for line in log.lines() {
        let object: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}"));
        assert!(object["level"].is_string() && object["message"].is_string(), "{line}");
    }
}
