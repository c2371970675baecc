//! `vitrina init`: a company without a browser.

use std::path::Path;

use testkit::OwnCluster;

use crate::running::{Ended, Running, run};

const COMPANY: [&str; 7] = [
    "init",
    "--name",
    "Северный ветер",
    "--admin-name",
    "Ольга Админова",
    "--admin-email",
    "Olga@Example.com",
];

/// Runs `vitrina init` at a place, with these flags besides.
fn init(place: [&str; 2], more: &[&str]) -> Ended {
    run(&[&COMPANY[..], &place, more].concat())
}

fn at(data: &Path) -> [&str; 2] {
    ["--data", data.to_str().unwrap()]
}

#[test]
fn a_company_begins_and_its_administrator_gets_a_link() {
    let there = tempfile::tempdir().unwrap();
    let begun = init(at(there.path()), &["--language", "en", "--address", "https://Vitrina.example.com/"]);
    assert!(begun.well, "{}", begun.said);
    let path = begun.told.trim().strip_prefix("https://vitrina.example.com").unwrap_or(&begun.told);
    assert!(path.starts_with("/set-password/") && !path.contains('\n'), "{path}");
    assert!(begun.said.contains("Северный ветер has begun"), "{}", begun.said);
    let running = Running::start("serve", there.path()).unwrap();
    let page = running.get(path);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("olga@example.com"), "{page}");
    drop(running);
    let check = run(&["check", "--data", there.path().to_str().unwrap()]);
    assert!(check.well && check.said.contains("no difference"), "{}{}", check.told, check.said);
}

#[test]
fn a_place_that_has_a_company_is_refused_and_stays_as_it_is() {
    let there = tempfile::tempdir().unwrap();
    assert!(init(at(there.path()), &[]).well);
    let database = || rusqlite::Connection::open(there.path().join("vitrina.sqlite3")).unwrap();
    let events =
        || database().query_row("SELECT count(*) FROM event", (), |row| row.get::<_, i64>(0)).unwrap();
    let before = events();
    let again = init(at(there.path()), &["--currency", "USD"]);
    assert!(!again.well && again.told.is_empty(), "{}", again.told);
    assert!(again.said.contains("there is a company") && again.said.contains("--database"), "{}", again.said);
    assert_eq!(events(), before);
    // One that an older program made is not brought up by asking.
    let last = "DELETE FROM schema_version WHERE version = (SELECT max(version) FROM schema_version)";
    database().execute(last, ()).unwrap();
    let versions = || {
        database().query_row("SELECT count(*) FROM schema_version", (), |row| row.get::<_, i64>(0)).unwrap()
    };
    let version = versions();
    let old = init(at(there.path()), &[]);
    assert!(!old.well && old.said.contains("older than this program"), "{}", old.said);
    assert_eq!(versions(), version);
}

#[test]
fn what_is_wrong_is_told_by_its_flag_and_nothing_is_made() {
    let there = tempfile::tempdir().unwrap();
    let data = there.path().join("company");
    let wrong = init(at(&data), &["--zone", "Mars/Olympus", "--address", "vitrina", "--currency", "xts"]);
    assert!(!wrong.well);
    for flag in ["--zone: ", "--address: ", "--currency: "] {
        assert!(wrong.said.contains(flag), "{flag} is not in {}", wrong.said);
    }
    let blank = ["init", "--name", " ", "--admin-name", "", "--admin-email", "olga"];
    let blank = run(&[&blank[..], &at(&data)].concat());
    for flag in ["--name: ", "--admin-name: ", "--admin-email: "] {
        assert!(!blank.well && blank.said.contains(flag), "{flag} is not in {}", blank.said);
    }
    let nobody = run(&[&COMPANY[..6], &[""], &at(&data)].concat());
    assert!(!nobody.well && nobody.said.contains("--admin-email: "), "{}", nobody.said);
    let coin = init(at(&data), &["--currency", "roubles"]);
    assert!(!coin.well && coin.said.contains("--currency"), "{}", coin.said);
    assert!(!data.exists(), "nothing was made");
}

#[test]
fn a_company_begins_once_on_postgresql_too() {
    let Some(cluster) = OwnCluster::start() else { return };
    let (url, home) = (cluster.url(), tempfile::tempdir().unwrap());
    let key = home.path().join("secret.key");
    let place = ["--database", &url];
    let empty = run(&["check", "--database", &url]);
    assert!(!empty.well && empty.said.contains("nothing is in this database yet"), "{}", empty.said);
    let begun = init(place, &["--key-file", key.to_str().unwrap()]);
    assert!(begun.well && begun.told.starts_with("http://127.0.0.1:8080/set-password/"), "{}", begun.said);
    let again = init(place, &[]);
    assert!(!again.well && again.said.contains("there is a company"), "{}", again.said);
    let check = run(&["check", "--database", &url]);
    assert!(check.well && check.said.contains("no difference"), "{}{}", check.told, check.said);
}
