//! A database of an older program, brought up: a copy is kept before tables are made again from its history.

use app::check::rebuild;
use store::migrate::MIGRATIONS;
use store::{Db, DbOptions, Engine, StoreError, copy};
use testkit::{Fixture, each_db, options};

use crate::journey::crm::Crm;
use crate::journey::desk::take_back_to;

fn open(f: &Fixture, options: &DbOptions) -> Result<Db, StoreError> {
    match f.engine() {
        Engine::Sqlite => Db::open_sqlite(f.directory().unwrap(), options),
        Engine::Postgres => Db::open_postgres(f.url().unwrap(), options),
    }
}

/// The schema that the database has, as somebody sees it who brings nothing up.
fn schema(f: &Fixture) -> i64 {
    f.db.read_blocking(|tx| store::migrate::version(tx)).unwrap()
}

each_db! {
    fn before_tables_are_made_again_there_is_a_copy_or_somebody_said_that_none_is_needed(f) {
        let s = Crm::new(f);
        s.state(s.anna, s.w.it, "Нужно поле", None);
        take_back_to(f, 6);
        let careful = DbOptions { rebuild: Some(rebuild), copy: true, ..options() };
        let opened = open(f, &careful);
        if f.engine() == Engine::Postgres {
            let refused = opened.err().unwrap().to_string();
            assert!(refused.contains("pg_dump") && refused.contains("--no-copy"), "{refused}");
            assert_eq!(schema(f), 6, "nothing was changed");
            open(f, &DbOptions { copy: false, ..careful }).unwrap();
            assert_eq!(schema(f), store::migrate::own_version());
            return;
        }
        opened.unwrap();
        assert_eq!(schema(f), store::migrate::own_version());
        let kept = f.directory().unwrap().join("vitrina-schema-6.sqlite3");
        assert_eq!(copy::damage(&kept), Ok(None));
        let held = copy::held(&kept).unwrap();
        let requests = held.counts.iter().find(|(table, _)| table == "request").unwrap().1;
        assert_eq!((held.schema, requests), (6, 1));
        // In the place of the database it is the company of before, which this program brings up again.
        let back = tempfile::tempdir().unwrap();
        std::fs::copy(&kept, back.path().join(Db::FILE)).unwrap();
        let again = Db::open_sqlite(back.path(), &DbOptions { copy: false, ..careful }).unwrap();
        assert_eq!(again.read_blocking(|tx| store::migrate::version(tx)), Ok(store::migrate::own_version()));
        let beside = std::fs::read_dir(back.path()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(!beside.into_iter().any(|name| name.to_string_lossy().contains("schema")));
    }

    fn an_upgrade_that_makes_nothing_again_keeps_no_copy(f) {
        let s = Crm::new(f);
        s.state(s.anna, s.w.it, "Нужно поле", None);
        // The newest after which nothing is made again.
        let makes = MIGRATIONS.iter().filter(|one| one.text_for(f.engine()).contains("-- rebuild:"));
        let newest = makes.map(|one| one.version).max().unwrap();
        take_back_to(f, newest);
        open(f, &DbOptions { rebuild: Some(rebuild), copy: true, ..options() }).unwrap();
        if let Some(directory) = f.directory() {
            assert!(!directory.join(format!("vitrina-schema-{newest}.sqlite3")).exists());
        }
    }
}
