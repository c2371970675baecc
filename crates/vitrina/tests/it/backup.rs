//! `vitrina backup` and `vitrina restore` over a company that is served.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::running::{Running, ended, said};

/// The words of the file that the company keeps, and their hash.
const WORDS: &[u8] = b"abc";
const NAME: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// A small made-up company with a file and a key.
pub fn company(data: &Path) {
    let (well, said) = ended(&["generate", "--people", "300", "--services", "20", "--requests", "60"], data);
    assert!(well, "{said}");
    let database = rusqlite::Connection::open(data.join("vitrina.sqlite3")).unwrap();
    let content = "INSERT INTO content VALUES (x'01010101010101010101010101010101', 'file', x'', 'a.txt', x'02020202020202020202020202020202', NULL, 0, NULL)";
    database.execute(content, ()).unwrap();
    database
        .execute("INSERT INTO file VALUES (x'01010101010101010101010101010101', 'text/plain', 3, ?1)", [NAME])
        .unwrap();
    database
        .execute("INSERT INTO session VALUES (x'01', 's', x'02', 0, 0, 9000000000000, '', 0)", ())
        .unwrap();
    let files = data.join("files").join(&NAME[..2]);
    std::fs::create_dir_all(&files).unwrap();
    std::fs::write(files.join(&NAME[2..]), WORDS).unwrap();
    std::fs::write(data.join("secret.key"), "00".repeat(32)).unwrap();
}

fn count(data: &Path, table: &str) -> i64 {
    let database = rusqlite::Connection::open(data.join("vitrina.sqlite3")).unwrap();
    database.query_row(&format!("SELECT count(*) FROM {table}"), (), |row| row.get(0)).unwrap()
}

/// Every file and directory below, with its mode.
fn modes(directory: &Path) -> Vec<(PathBuf, u32)> {
    let mut all =
        vec![(directory.to_owned(), std::fs::metadata(directory).unwrap().permissions().mode() & 0o777)];
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(modes(&path));
        } else {
            all.push((path.clone(), std::fs::metadata(&path).unwrap().permissions().mode() & 0o777));
        }
    }
    all
}

fn backup(data: &Path, arguments: &[&str]) -> (bool, String) {
    said(Command::new(env!("CARGO_BIN_EXE_vitrina")).arg("backup").args(arguments).arg("--data").arg(data))
}

fn restore(from: &Path, data: &Path) -> (bool, String) {
    said(Command::new(env!("CARGO_BIN_EXE_vitrina")).arg("restore").arg(from).arg("--data").arg(data))
}

#[test]
fn a_company_is_copied_while_it_is_served_and_restored_elsewhere() {
    let place = tempfile::tempdir().unwrap();
    let (data, copy) = (place.path().join("data"), place.path().join("copy"));
    company(&data);
    let running = Running::start("serve", &data).unwrap();
    // A directory that others may look into is theirs no longer.
    std::fs::create_dir(&copy).unwrap();
    std::fs::set_permissions(&copy, std::fs::Permissions::from_mode(0o755)).unwrap();
    let (well, told) = backup(&data, &[copy.to_str().unwrap()]);
    assert!(well && told.contains("60 requests") && told.contains("1 files"), "{told}");
    assert!(told.contains("is not in it") && !copy.join("secret.key").exists(), "{told}");
    assert!(running.get("/sign-in").starts_with("HTTP/1.1 200"));
    for (path, mode) in modes(&copy) {
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(copy.join("backup.json")).unwrap()).unwrap();
    assert_eq!((&manifest["form"], &manifest["engine"]), (&"sqlite".into(), &"sqlite".into()));
    assert_eq!((&manifest["counts"]["request"], &manifest["files"]["count"]), (&60.into(), &1.into()));

    let (well, told) = backup(&data, &[copy.to_str().unwrap()]);
    assert!(!well && told.contains("is not empty"), "{told}");

    let new = place.path().join("new");
    let (well, told) = restore(&copy, &new);
    assert!(well && told.contains("vitrina check --data"), "{told}");
    assert!(told.contains("was kept apart"), "{told}");
    for (path, mode) in modes(&new) {
        assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
    }
    assert_eq!((count(&data, "session"), count(&new, "session")), (1, 0));
    let (well, told) = ended(&["check"], &new);
    assert!(well && told.contains("1 files: no difference"), "{told}");
    let elsewhere = Running::start("serve", &new).unwrap();
    assert!(elsewhere.get("/sign-in").starts_with("HTTP/1.1 200"));
    let (well, told) = restore(&copy, &new);
    assert!(!well && told.contains("is not empty"), "{told}");
}

#[test]
fn the_key_comes_along_when_that_is_said_and_never_takes_the_place_of_another() {
    let place = tempfile::tempdir().unwrap();
    let (data, copy) = (place.path().join("data"), place.path().join("copy"));
    company(&data);
    let (well, told) = backup(&data, &[copy.to_str().unwrap(), "--with-key"]);
    assert!(well && told.contains("is in it"), "{told}");
    let (first, second) = (place.path().join("first"), place.path().join("second"));
    let (well, told) = restore(&copy, &first);
    assert!(well && told.contains("came with it"), "{told}");
    assert_eq!(std::fs::read_to_string(first.join("secret.key")).unwrap(), "00".repeat(32));
    std::fs::create_dir(&second).unwrap();
    std::fs::write(second.join("secret.key"), "11".repeat(32)).unwrap();
    let (well, told) = restore(&copy, &second);
    assert!(well && told.contains("was there and stays"), "{told}");
    assert_eq!(std::fs::read_to_string(second.join("secret.key")).unwrap(), "11".repeat(32));
}

#[test]
fn what_is_unfinished_changed_or_newer_is_refused_and_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    let (data, copy, new) = (place.path().join("data"), place.path().join("copy"), place.path().join("new"));
    company(&data);
    assert!(backup(&data, &[copy.to_str().unwrap()]).0);
    let refused = |why: &str| {
        let (well, told) = restore(&copy, &new);
        assert!(!well && told.contains(why), "{told}");
        assert!(!new.exists(), "{why}");
    };
    let manifest = copy.join("backup.json");
    let text = std::fs::read_to_string(&manifest).unwrap();
    std::fs::remove_file(&manifest).unwrap();
    refused("no finished backup");
    let schema = format!("\"schema\": {}", store::migrate::own_version());
    assert!(text.contains(&schema), "{text}");
    std::fs::write(&manifest, text.replace(&schema, "\"schema\": 9000")).unwrap();
    refused("schema version 9000");
    std::fs::write(&manifest, &text).unwrap();
    let file = copy.join("files").join(&NAME[..2]).join(&NAME[2..]);
    std::fs::write(&file, "abd").unwrap();
    refused("has other bytes");
    std::fs::remove_file(&file).unwrap();
    refused("is not there");
    std::fs::write(&file, WORDS).unwrap();
    let database = copy.join("vitrina.sqlite3");
    let mut bytes = std::fs::read(&database).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(&database, &bytes).unwrap();
    refused("vitrina.sqlite3 has other bytes");
    bytes[last] ^= 1;
    std::fs::write(&database, &bytes).unwrap();
    assert!(restore(&copy, &new).0);
}

#[test]
fn a_company_that_lost_a_file_gives_no_backup() {
    let place = tempfile::tempdir().unwrap();
    let (data, copy) = (place.path().join("data"), place.path().join("copy"));
    company(&data);
    std::fs::remove_file(data.join("files").join(&NAME[..2]).join(&NAME[2..])).unwrap();
    let (well, told) = backup(&data, &[copy.to_str().unwrap()]);
    assert!(!well && told.contains("is not there"), "{told}");
    let (well, told) = restore(&copy, &place.path().join("new"));
    assert!(!well && told.contains("no finished backup"), "{told}");
    let (well, told) = backup(&place.path().join("nowhere"), &[place.path().join("other").to_str().unwrap()]);
    assert!(!well && told.contains("there is no company"), "{told}");
}
