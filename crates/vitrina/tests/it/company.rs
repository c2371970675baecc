//! `vitrina export company` and `vitrina import company`: the demonstration goes to PostgreSQL and back.

use std::path::Path;
use std::process::Command;

use testkit::Fixture;

use crate::running::{Running, said};

/// Runs a command over a place: `--data DIR` or `--database URL`.
fn over(place: [&str; 2], command: &[&str]) -> (bool, String) {
    said(Command::new(env!("CARGO_BIN_EXE_vitrina")).args(command).args(place))
}

fn well(place: [&str; 2], command: &[&str]) -> String {
    let (well, told) = over(place, command);
    assert!(well, "{command:?}: {told}");
    told
}

/// What is in every file of rows, by its name.
fn rows(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<_> = std::fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(path).unwrap()))
        .collect();
    all.sort();
    all
}

#[test]
fn the_demonstration_moves_to_postgres_and_back() {
    let Some(server) = Fixture::postgres() else { return };
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).to_string_lossy().into_owned();
    let (data, back) = (path("data"), path("back"));
    let (first, second, backup) = (path("first"), path("second"), path("backup"));
    std::fs::create_dir(&data).unwrap();
    drop(Running::start("demo", Path::new(&data)).unwrap());
    let sqlite = ["--data", data.as_str()];
    let postgres = ["--database", server.url().unwrap()];

    let told = well(sqlite, &["export", "company", &first]);
    assert!(told.contains("copied and read again"), "{told}");
    let told = well(postgres, &["import", "company", &first]);
    assert!(told.contains("vitrina check --database"), "{told}");
    let told = well(postgres, &["check"]);
    assert!(told.contains("no difference"), "{told}");
    let (again, told) = over(postgres, &["import", "company", &first]);
    assert!(!again && told.contains("is not empty"), "{told}");

    // A backup of PostgreSQL is the same rows.
    well(postgres, &["backup", &backup]);
    well(postgres, &["export", "company", &second]);
    for other in [&backup, &second] {
        for (one, other) in rows(Path::new(&first)).into_iter().zip(rows(Path::new(other))) {
            assert_eq!(one.0, other.0);
            assert!(one.1 == other.1, "{} differs", one.0);
        }
    }
    let sqlite = ["--data", back.as_str()];
    well(sqlite, &["restore", &backup]);
    let told = well(sqlite, &["check"]);
    assert!(told.contains("no difference"), "{told}");
    let running = Running::start("demo", Path::new(&back)).unwrap();
    assert!(running.get("/sign-in").contains("Анна Белова"));
}

#[test]
fn a_copy_of_sqlite_is_no_rows_and_a_place_without_a_company_gives_none() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name).to_string_lossy().into_owned();
    let (data, copy, new) = (path("data"), path("copy"), path("new"));
    crate::backup::company(Path::new(&data));
    well(["--data", &data], &["backup", &copy]);
    let (done, told) = over(["--data", &new], &["import", "company", &copy]);
    assert!(!done && told.contains("`vitrina restore`"), "{told}");
    let (done, told) = over(["--data", &new], &["export", "company", &path("other")]);
    assert!(!done && told.contains("there is no company"), "{told}");
    if let Some(server) = Fixture::postgres() {
        let (done, told) = over(["--database", server.url().unwrap()], &["restore", &copy]);
        assert!(!done && told.contains("export company"), "{told}");
    }
}
