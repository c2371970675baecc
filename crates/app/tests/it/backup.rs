//! A company that goes from one engine to the other and back is the same company.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use app::backup::{BackupError, Form, Manifest, Target, export, import, prepare};
use app::check::check;
use app::generate::{Plan, fill};
use app::search::find;
use store::blobs::{Blobs, DatabaseBlobs, DirectoryBlobs};
use store::tables::tables;
use store::{Db, StoreError, carry, dump, params, sql};
use testkit::{Fixture, TestClock, each_db, options};

fn quiet(_: &'static str, _: u64, _: u64) {}

fn blobs(f: &Fixture) -> Arc<dyn Blobs> {
    match f.directory() {
        Some(directory) => Arc::new(DirectoryBlobs::open(&directory.join("files")).unwrap()),
        None => Arc::new(DatabaseBlobs::new(f.db.clone())),
    }
}

/// A made-up company with files, one of them of several pieces, and rows of the kinds that are kept beside the history.
fn company(f: &Fixture) -> Arc<dyn Blobs> {
    let plan = Plan { people: 300, services: 20, requests: 120, seed: 1, until: TestClock::START };
    fill(&f.db, &plan, 2, &mut |_| {}).unwrap();
    let files = blobs(f);
    let large: Vec<u8> = (0..700_000_u32).flat_map(|at| at.to_le_bytes()).collect();
    let names = [files.put(b"abc", f.now()), files.put(&large, f.now()), files.put(b"", f.now())];
    files.put(b"nobody refers to it", f.now()).unwrap();
    for (name, place) in names.into_iter().zip(1_u8..) {
        let name = name.unwrap().to_string();
        f.db.write_blocking(move |tx| -> Result<(), StoreError> {
            let content = sql!(
                "INSERT INTO content (id, kind, salt, body, stream, created_at) VALUES ($1, 'file', $2, $3, $1, 0)"
            );
            tx.execute_one(content, params![vec![place; 16], vec![0_u8, 255], "«a»\t\u{1}\n\"b\\.txt"])?;
            let file = sql!("INSERT INTO file (content, media_type, size, blob) VALUES ($1, 'text/plain', 3, $2)");
            tx.execute_one(file, params![vec![place; 16], name.clone()])
        })
        .unwrap();
    }
    f.db.write_blocking(|tx| -> Result<(), StoreError> {
        // What a place has that was served.
        let lease = sql!("INSERT INTO lease (name, holder, until) VALUES ('work', $1, 1)");
        tx.execute_one(lease, params![vec![1_u8; 16]])?;
        let key = sql!("INSERT INTO site_key (id, secret) VALUES (1, $1)");
        tx.execute_one(key, params![vec![9_u8; 32]])?;
        let credential =
            sql!("INSERT INTO credential (login, person, hash, changed_at) VALUES ('ё', $1, 'h', 5)");
        tx.execute_one(credential, params![vec![1_u8; 16]])?;
        tx.numbers_from(1_000)
    })
    .unwrap();
    files
}

/// All rows that come along, as text.
fn rows(db: &Db) -> String {
    db.read_blocking(|tx| {
        let mut text = String::new();
        for table in carry::carried() {
            dump::dump_table(tx, table, &mut |line| {
                text.push_str(line);
                text.push('\n');
            })?;
        }
        for table in tables(tx.engine()).filter(|table| table.name == "search_doc") {
            dump::dump_table(tx, table, &mut |line| text.push_str(line))?;
        }
        Ok::<_, StoreError>(text)
    })
    .unwrap()
}

fn same(one: &Db, other: &Db) {
    let (one, other) = (rows(one), rows(other));
    let differs = one.lines().zip(other.lines()).find(|(a, b)| a != b);
    assert_eq!(differs, None);
    assert_eq!(one.len(), other.len());
}

fn written(f: &Fixture, files: &Arc<dyn Blobs>, directory: &Path) -> Manifest {
    prepare(directory).unwrap();
    let manifest = export(&f.db, files, directory, f.now(), quiet).unwrap();
    manifest.write(directory).unwrap();
    manifest
}

/// The bytes of every file of rows.
fn texts(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let texts = files.filter(|path| path.extension().is_some_and(|end| end == "jsonl" || end == "txt"));
    texts.map(|path| (named(&path), std::fs::read(&path).unwrap())).collect()
}

/// Everything is as the history says, but for the index where it is asked.
fn is_whole(db: &Db, files: &dyn Blobs) {
    let checked = check(db, files).unwrap();
    // The lengths of the texts that the test made up are others.
    let wrong: Vec<_> = checked.differences.iter().filter(|one| one.table != "file").collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!((checked.requests, checked.files), (120, 3));
}

#[test]
fn a_company_goes_from_sqlite_to_postgres_and_back() {
    let Some(server) = Fixture::postgres() else { return };
    let first = Fixture::sqlite();
    let files = company(&first);
    let place = tempfile::tempdir().unwrap();
    let (one, two) = (place.path().join("one"), place.path().join("two"));
    let manifest = written(&first, &files, &one);
    assert_eq!((manifest.form, manifest.files.count, manifest.numbers), (Form::Rows, 3, Some(1_000)));
    let key = place.path().join("secret.key");

    import(&one, &manifest, Target::Server(&server.db), &key, first.now(), quiet).unwrap();
    let there = blobs(&server);
    same(&first.db, &server.db);
    is_whole(&server.db, &*there);
    assert_eq!(server.db.write_blocking(|tx| tx.next_number()), Ok(1_001));
    server.db.write_blocking(|tx| tx.numbers_from(1_000)).unwrap();
    let again = import(&one, &manifest, Target::Server(&server.db), &key, first.now(), quiet);
    assert!(matches!(again, Err(BackupError::NotEmpty(_))), "{again:?}");

    let back = written(&server, &there, &two);
    assert_eq!(back.engine, "postgres");
    assert_eq!(texts(&one), texts(&two));
    let data = place.path().join("data");
    import(&two, &back, Target::Directory(&data), &key, first.now(), quiet).unwrap();
    let returned = Db::open_sqlite(&data, &options()).unwrap();
    same(&first.db, &returned);
    is_whole(&returned, &DirectoryBlobs::open(&data.join("files")).unwrap());
    assert_eq!(returned.write_blocking(|tx| tx.next_number()), Ok(1_001));
    let left: Vec<_> = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().starts_with(".")), "{left:?}");
    let again = import(&two, &back, Target::Directory(&data), &key, first.now(), quiet);
    assert!(matches!(again, Err(BackupError::NotEmpty(_))), "{again:?}");
}

/// Everything that the index of PostgreSQL holds.
fn index(db: &Db) -> Vec<(Vec<u8>, String, String)> {
    db.read_blocking(|tx| {
        tx.all(sql!(postgres = "SELECT id, kind, CAST(terms AS TEXT) FROM search_doc ORDER BY id"), &[])
    })
    .unwrap()
}

#[test]
fn the_index_that_is_made_again_is_the_one_that_was() {
    let (Some(first), Some(second)) = (Fixture::postgres(), Fixture::postgres()) else { return };
    let files = company(&first);
    let place = tempfile::tempdir().unwrap();
    let directory = place.path().join("copy");
    let manifest = written(&first, &files, &directory);
    let key = place.path().join("secret.key");
    import(&directory, &manifest, Target::Server(&second.db), &key, first.now(), quiet).unwrap();
    let (before, after) = (index(&first.db), index(&second.db));
    assert!(before.len() > 120, "{}", before.len());
    let differs = before.iter().zip(&after).find(|(a, b)| a != b);
    assert_eq!(differs, None);
    assert_eq!(before.len(), after.len());
}

#[test]
fn rows_that_were_changed_are_refused_and_leave_nothing() {
    let first = Fixture::sqlite();
    let files = company(&first);
    let place = tempfile::tempdir().unwrap();
    let (copy, data) = (place.path().join("copy"), place.path().join("data"));
    let manifest = written(&first, &files, &copy);
    let key = place.path().join("secret.key");
    let server = Fixture::postgres();
    let refused = |manifest: &Manifest, why: &str| {
        let to_data = import(&copy, manifest, Target::Directory(&data), &key, first.now(), quiet);
        let words = to_data.unwrap_err().to_string();
        assert!(words.contains(why), "{words} is not: {why}");
        assert!(!data.exists());
        if let Some(server) = &server {
            let empty = rows(&server.db);
            let words = import(&copy, manifest, Target::Server(&server.db), &key, first.now(), quiet);
            assert!(words.unwrap_err().to_string().contains(why));
            assert_eq!(rows(&server.db), empty);
            let missing = server.db.read_blocking(|tx| store::audit::missing_indexes(tx));
            assert_eq!(missing.unwrap(), []);
        }
    };
    let person = copy.join("person.jsonl");
    let text = std::fs::read_to_string(&person).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    assert!(lines.len() > 300, "{}", lines.len());
    lines.swap(140, 141);
    let altered = lines.join("\n") + "\n";
    std::fs::write(&person, &altered).unwrap();
    refused(&manifest, "person.jsonl, lines 103 to 203: the rows are not those that were written");
    std::fs::write(&person, &text[..text.len() / 2]).unwrap();
    refused(&manifest, "the file ends before its end");
    std::fs::copy(copy.join("unit.jsonl"), &person).unwrap();
    refused(&manifest, "person.jsonl is whole, but not the file that backup.json was written with");
    std::fs::write(&person, "id,name\n").unwrap();
    refused(&manifest, "person.jsonl, line 1: it names no table");
    std::fs::remove_file(&person).unwrap();
    refused(&manifest, "person.jsonl");
    std::fs::write(&person, altered).unwrap();
    // Whoever changes the hash of the whole in backup.json too forgets that of the rows, which is met in the midst of filling.
    let mut forged = manifest.clone();
    let part = forged.parts.iter_mut().find(|part| part.name == "person.jsonl").unwrap();
    *part = app::backup::Part::of(&copy, "person.jsonl").unwrap();
    refused(&forged, "lines 103 to 203: the rows are not those that were written");
    std::fs::write(&person, text).unwrap();
    let mut older = manifest.clone();
    older.schema -= 1;
    refused(&older, "with a program of that version");
    let mut sqlite = manifest.clone();
    sqlite.form = Form::Sqlite;
    refused(&sqlite, "this is a copy of SQLite");
    import(&copy, &manifest, Target::Directory(&data), &key, first.now(), quiet).unwrap();
}

each_db! {
    fn every_table_that_comes_along_is_described_as_the_schema_has_it(f) {
        f.db.read_blocking(|tx| carry::carried().try_for_each(|table| carry::kinds(tx, table).map(|_| ()))).unwrap();
        assert!(carry::carried().count() > 40);
    }
}

#[test]
fn what_comes_back_is_found_by_its_words() {
    let first = Fixture::sqlite();
    let files = company(&first);
    let place = tempfile::tempdir().unwrap();
    let (copy, data) = (place.path().join("copy"), place.path().join("data"));
    let manifest = written(&first, &files, &copy);
    import(&copy, &manifest, Target::Directory(&data), &place.path().join("key"), first.now(), quiet)
        .unwrap();
    let second = Db::open_sqlite(&data, &options()).unwrap();
    let person = first.db.read_blocking(|tx| {
        tx.one::<Vec<u8>>(sql!("SELECT customer FROM request ORDER BY number LIMIT 1"), &[])
    });
    let title = first.db.read_blocking(|tx| {
        tx.one::<String>(
            sql!("SELECT c.body FROM request r JOIN content c ON c.id = r.title ORDER BY r.number LIMIT 1"),
            &[],
        )
    });
    let (person, title) = (person.unwrap(), title.unwrap());
    let found = |db: &Db| {
        let (person, title) = (domain::ids::PersonId::from_bytes(&person).unwrap(), title.clone());
        let now = first.now();
        db.read_blocking(move |tx| {
            let viewer = app::company::viewer_of(tx, person)?.unwrap().viewer;
            let cx = app::Cx::new(viewer, now, domain::actor::Channel::Web, None, [1; 32]);
            let found = find(tx, &cx, &title)?;
            let services: Vec<_> = found.services.iter().map(|service| service.id).collect();
            let requests: Vec<_> = found.requests.iter().map(|request| request.id).collect();
            Ok::<_, app::AppError>((services, requests))
        })
        .unwrap()
    };
    let before = found(&first.db);
    assert!(!before.1.is_empty(), "{title}");
    assert_eq!(found(&second), before);
}
