//! The schema: every statement prepares, every table has a class, migrations are applied once, dumps are equal.

use std::path::Path;

use store::migrate::{MIGRATIONS, own_version};
use store::{Db, Engine, Statement, StoreError, dump, params, sql, tables};
use testkit::{Fixture, each_db, options};

fn prepare_all(f: &Fixture) -> Vec<String> {
    // Tests have tables of their own.
    let product = |statement: &&'static Statement| !statement.place().contains("/tests/");
    let statements: Vec<_> = Statement::all().into_iter().filter(product).collect();
    let text = |statement: &&'static Statement| {
        Some((statement.place(), statement.prepared_text(f.engine())?.to_owned()))
    };
    let texts: Vec<_> = statements.iter().filter_map(text).collect();
    assert!(texts.len() > 10, "the register of statements is empty");
    match f.engine() {
        Engine::Sqlite => {
            let file = f.directory().unwrap().join(Db::FILE);
            let connection = rusqlite::Connection::open(file).unwrap();
            let wrong = |(place, text): &(&str, String)| {
                connection.prepare(text).err().map(|error| format!("{place}: {error}"))
            };
            texts.iter().filter_map(wrong).collect()
        }
        Engine::Postgres => {
            let mut client = postgres::Client::connect(f.url().unwrap(), postgres::NoTls).unwrap();
            let mut wrong = Vec::new();
            for (place, text) in &texts {
                match client.prepare(text) {
                    Err(error) => wrong.push(format!("{place}: {:?}", error.as_db_error())),
                    Ok(statement) => {
                        let portable = [
                            "int8", "int4", "int2", "bool", "float8", "float4", "text", "varchar", "name",
                            "bytea",
                        ];
                        let columns =
                            statement.columns().iter().filter(|c| !portable.contains(&c.type_().name()));
                        wrong.extend(
                            columns.map(|c| format!("{place}: {} is {}: cast it", c.name(), c.type_())),
                        );
                    }
                }
            }
            wrong
        }
    }
}

each_db! {
    fn every_statement_prepares(f) {
        assert_eq!(prepare_all(f), Vec::<String>::new());
    }

    fn every_table_has_a_class(f) {
        assert_eq!(f.db.read_blocking(|tx| tables::unlisted_or_missing(tx)), Ok(Vec::new()));
    }

    fn an_unlisted_table_is_noticed(f) {
        f.db.write_blocking(|tx| tx.execute(sql!("CREATE TABLE stranger (id BIGINT PRIMARY KEY)"), &[])).unwrap();
        f.db.write_blocking(|tx| tx.execute(sql!("DROP TABLE blob_chunk"), &[])).unwrap();
        let found = f.db.read_blocking(|tx| tables::unlisted_or_missing(tx));
        assert_eq!(found.unwrap(), ["stranger has no class", "blob_chunk is listed and missing"]);
    }

    fn migrations_are_applied_once(f) {
        let before = f.db.read_blocking(|tx| dump::dump_text(tx)).unwrap();
        let again = match f.engine() {
            Engine::Sqlite => Db::open_sqlite(f.directory().unwrap(), &options()),
            Engine::Postgres => Db::open_postgres(f.url().unwrap(), &options()),
        };
        assert_eq!(again.unwrap().read_blocking(|tx| dump::dump_text(tx)).unwrap(), before);
        let rows = f.db.read_blocking(|tx| {
            tx.query(sql!("SELECT version FROM schema_version ORDER BY version"), &[])
        });
        assert_eq!(rows.unwrap().len(), MIGRATIONS.len());
    }

    fn a_schema_that_does_not_fit_is_refused(f) {
        let open = || match f.engine() {
            Engine::Sqlite => Db::open_sqlite(f.directory().unwrap(), &options()),
            Engine::Postgres => Db::open_postgres(f.url().unwrap(), &options()),
        };
        let newer = own_version() + 1;
        let set = |min_compatible: i64| {
            f.db.write_blocking(move |tx| -> Result<(), StoreError> {
                let put = sql!(
                    "INSERT INTO schema_version (version, name, sha256, min_compatible) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (version) DO UPDATE SET min_compatible = excluded.min_compatible"
                );
                tx.execute_one(put, params![newer, "later", "", min_compatible])
            })
            .unwrap();
        };
        set(own_version());
        open().unwrap();
        set(newer);
        assert!(matches!(open().err(), Some(StoreError::Schema(_))));
    }

    fn every_table_has_a_primary_key_for_its_dump(f) {
        let sums = f.db.read_blocking(|tx| dump::checksums(tx)).unwrap();
        assert!(sums.iter().any(|sum| sum.table == "schema_version" && sum.rows == MIGRATIONS.len() as u64));
    }
}

#[test]
fn both_engines_dump_alike() {
    let dumps: Vec<(String, Vec<dump::Checksum>)> = Fixture::both()
        .iter()
        .map(|f| {
            f.db.write_blocking(|tx| -> Result<(), StoreError> {
                for name in ["б", "а", "ё", "Б", "a", "Z", "_", "a b", "\u{1f600}", "\u{ffff}"] {
                    let put = sql!("INSERT INTO blob_file (sha256, size, stored_at) VALUES ($1, $2, $3)");
                    tx.execute_one(put, params![name.as_bytes(), name.len() as i64, -5])?;
                    let put = sql!("INSERT INTO blob_chunk (sha256, seq, bytes) VALUES ($1, $2, $3)");
                    tx.execute_one(put, params![name.as_bytes(), 1, vec![b'x'; name.len() * 40]])?;
                }
                Ok(())
            })
            .unwrap();
            let text = f.db.read_blocking(|tx| dump::dump_text(tx)).unwrap();
            (text, f.db.read_blocking(|tx| dump::checksums(tx)).unwrap())
        })
        .collect();
    assert!(dumps[0].0.contains("blob_file sha256=x5a size=1 stored_at=-5\n"), "{}", dumps[0].0);
    for other in &dumps[1..] {
        assert_eq!(dumps[0].0, other.0);
        assert_eq!(dumps[0].1, other.1);
    }
}

#[test]
fn every_text_in_the_source_is_registered() {
    fn count(directory: &Path, found: &mut usize) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                count(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("statement.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                *found += code.map(|line| line.matches("sql!(").count()).sum::<usize>();
            }
        }
    }
    let mut found = 0;
    count(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let own = Statement::all()
        .iter()
        .filter(|statement| statement.place().starts_with("crates/store/src/"))
        .count();
    assert_eq!(own, found);
}
