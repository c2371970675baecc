//! `check` finds a generated company clean, and names table, row and column of whatever is changed behind its back.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use app::check::{Checked, check, rows};
use app::generate::{Plan, fill};
use store::blobs::{Blobs, DatabaseBlobs, DirectoryBlobs};
use store::{Lane, Statement, StoreError, Tx, params, sql};
use testkit::{Fixture, TestClock, each_db};

fn filled(f: &Fixture, requests: usize) {
    let plan = Plan { people: 310, services: 40, requests, seed: 7, until: TestClock::START };
    fill(&f.db, &plan, 2, &mut |_| {}).unwrap();
}

fn blobs(f: &Fixture) -> Box<dyn Blobs> {
    match f.directory() {
        Some(directory) => Box::new(DirectoryBlobs::open(&directory.join("files")).unwrap()),
        None => Box::new(DatabaseBlobs::new(f.db.clone())),
    }
}

/// What a check finds after `harm`, which is undone afterwards.
fn after(f: &Fixture, harm: impl Fn(&mut dyn Tx) -> Result<(), StoreError> + Send + 'static) -> Checked {
    let found = Arc::new(Mutex::new(None));
    let kept = Arc::clone(&found);
    let undone = f.db.within(Lane::Write, Duration::from_secs(120), move |tx| -> Result<(), StoreError> {
        harm(tx)?;
        *kept.lock().unwrap() = Some(rows(tx).map_err(|error| StoreError::Panicked(error.to_string()))?);
        // The work is undone by its error.
        Err(StoreError::Closed)
    });
    assert_eq!(undone, Err(StoreError::Closed));
    found.lock().unwrap().take().unwrap()
}

/// A column that is flipped: which table, how a row is found, how it is changed.
struct Flip {
    table: &'static str,
    column: &'static str,
    /// Gives the parameters of `change`: the words that name the row come from the first `key` of them.
    find: &'static Statement,
    key: usize,
    change: &'static Statement,
}

/// Finds the key of some row by a query, and changes the row with this key.
macro_rules! flip {
    ($table:literal . $column:ident by $key:literal = $set:literal) => {
        flip!($table . $column by $key where "1 = 1" = $set)
    };
    ($table:literal . $column:ident by $key:literal where $which:literal = $set:literal) => {
        Flip {
            table: $table,
            column: stringify!($column),
            find: sql!(concat!("SELECT ", $key, " FROM ", $table, " WHERE ", $which, " ORDER BY ", $key, " LIMIT 1")),
            key: 1,
            change: sql!(concat!("UPDATE ", $table, " SET ", stringify!($column), " = ", $set, " WHERE ", $key, " = $1")),
        }
    };
    ($table:literal . $column:ident by $a:literal, $b:literal where $which:literal = $set:literal) => {
        Flip {
            table: $table,
            column: stringify!($column),
            find: sql!(concat!(
                "SELECT ", $a, ", ", $b, " FROM ", $table, " WHERE ", $which, " ORDER BY ", $a, ", ", $b, " LIMIT 1"
            )),
            key: 2,
            change: sql!(concat!(
                "UPDATE ", $table, " SET ", stringify!($column), " = ", $set, " WHERE ", $a, " = $1 AND ", $b, " = $2"
            )),
        }
    };
}

fn flips() -> Vec<Flip> {
    vec![
        // Acts.
        flip!("act".kind by "stream", "seq" where "1 = 1" = "'company.closed'"),
        flip!("act".told_at by "stream", "seq" where "1 = 1" = "told_at + 1"),
        flip!("act".doer by "stream", "seq" where "doer IS NOT NULL" = "NULL"),
        flip!("act".whom by "stream", "seq" where "whom IS NOT NULL" = "NULL"),
        flip!("act".unit by "stream", "seq" where "unit IS NOT NULL" = "NULL"),
        // State.
        flip!("company".language by "id" = "'en'"),
        flip!("calendar".number by "id" = "7"),
        flip!("promise".valid_from by "id" = "valid_from + 1"),
        flip!("unit".budget_mode by "id" where "budget_mode = 'soft'" = "'hard'"),
        flip!("unit_rate".per_hour by "unit", "number" where "1 = 1" = "per_hour + 1"),
        flip!("person".active by "id" = "0"),
        flip!("membership".ended_at by "person", "unit" where "ended_at IS NULL" = "1"),
        flip!("role_grant".granted_at by "person", "role" where "1 = 1" = "granted_at - 1"),
        flip!("service".stage by "id" = "'idea'"),
        flip!("service_version".facts by "id" = "'{}'"),
        flip!("request".paid by "id" = "paid + 1"),
        flip!("request".state by "id" where "state = 'closed'" = "'cancelled'"),
        flip!("request".due_at by "id" where "due_at IS NOT NULL" = "due_at + 1"),
        flip!("request".title by "id" = "id"),
        flip!("request_party".open by "person", "request" where "1 = 1" = "1 - open"),
        flip!("request_bidder".open by "unit", "request" where "1 = 1" = "1 - open"),
        flip!("request_bidder".offer_until by "unit", "request" where "offer_until IS NULL" = "1"),
        flip!("request_bidder".offer_price by "unit", "request" where "offer_price IS NULL" = "1"),
        flip!("request_bidder".offer_seconds by "unit", "request" where "offer_seconds IS NULL" = "1"),
        flip!("review".solved by "request" where "solved = 'yes'" = "'no'"),
        flip!("request".timer_at by "id" where "timer_at IS NOT NULL" = "timer_at - 1"),
        // Projections.
        flip!("budget_row".spent by "unit", "period" where "1 = 1" = "spent + 1"),
        flip!("open_reserve".amount by "request", "offer_line" where "1 = 1" = "amount + 1"),
        // The ledger.
        flip!("posting".amount by "transfer", "line" where "line = 2" = "amount + 1"),
        flip!("posting".late by "transfer", "line" where "line = 2" = "1 - late"),
        flip!("transfer".seq by "id" = "100000"),
        // Content.
        flip!("content".body by "id" where "kind = 'statement'" = "'другие слова'"),
        // Words and salt are proved together, so either shows as other words.
        flip!("content".body by "id" where "kind = 'profile'" = "'{}'"),
        flip!("content".stream by "id" where "kind = 'message'" = "id"),
        // The index.
        flip!("search_doc".kind by "id" where "kind = 'request'" = "'service'"),
        flip!("search_doc".kind by "id" where "kind = 'service'" = "'answer'"),
        // History.
        flip!("event".data by "stream", "seq" where "seq = 2 AND kind = 'request.claimed'" = "'{\"by\":7}'"),
        flip!("event".kind by "stream", "seq" where "seq = 1 AND kind = 'request.stated'" = "'request.unheard_of'"),
        flip!("event".version by "stream", "seq" where "kind = 'request.delivered'" = "9"),
        flip!("event".seq by "stream", "seq" where "seq = 4" = "40"),
        // What the program itself brings.
        flip!("state_code".place by "code" = "99"),
    ]
}

each_db! {
    fn a_generated_company_is_clean(f) {
        filled(f, 1_500);
        let checked = check(&f.db, &*blobs(f)).unwrap();
        assert_eq!(checked.differences, Vec::new());
        assert_eq!((checked.count, checked.requests), (0, 1_500));
        assert_eq!((checked.waiting, checked.root.map(|root| root.events as u64)), (0, Some(checked.events)));
        assert!(checked.events > 15_000 && checked.transfers > 1_000 && checked.contents > 9_000, "{checked:?}");
    }

    fn an_empty_database_is_clean(f) {
        let checked = check(&f.db, &*blobs(f)).unwrap();
        assert_eq!((checked.differences, checked.events), (Vec::new(), 0));
    }

    fn whatever_is_changed_is_named(f) {
        // As many as are needed, with this seed, for at least one row of every kind.
        filled(f, 150);
        for Flip { table, column, find, key, change } in flips() {
            let row = f.db.read_blocking(move |tx| tx.query_opt(find, &[])).unwrap();
            let row = row.unwrap_or_else(|| panic!("no row to flip {table}.{column} in: make more requests"));
            let values = row.values()[..key].to_vec();
            let named = app::company::key_of(&values);
            let checked = after(f, move |tx| tx.execute(change, &values).map(|_| ()));
            let found = checked.differences.iter().any(|difference| {
                // The key of a row that report and test name differently is told by its id.
                let same = difference.row.contains(&named) || named.contains(&difference.row);
                difference.table == table && same && difference.column == column
            });
            assert!(found, "{table}.{column} of {named}: {:#?}", checked.differences);
        }
        assert_eq!(check(&f.db, &*blobs(f)).unwrap().count, 0, "everything was undone");
    }

    fn totals_by_day_and_period_are_named(f) {
        filled(f, 150);
        for (table, column, change) in [
            ("balance_day", "amount", sql!("UPDATE balance_day SET amount = amount + 1 WHERE unit = $1 AND account = 'revenue'")),
            ("balance_day", "postings", sql!("UPDATE balance_day SET postings = 9 WHERE unit = $1 AND account = 'revenue'")),
            ("balance_period", "amount", sql!("UPDATE balance_period SET amount = 1 WHERE unit = $1 AND account = 'revenue'")),
            ("order_count", "orders", sql!("UPDATE order_count SET orders = orders + 1 WHERE unit = $1 AND side = 'supplied'")),
            ("order_count", "*", sql!("DELETE FROM order_count WHERE unit = $1 AND side = 'supplied'")),
        ] {
            let find = sql!("SELECT unit FROM balance_day WHERE account = 'revenue' ORDER BY unit LIMIT 1");
            let unit: uuid::Uuid = f.db.read_blocking(move |tx| tx.one(find, &[])).unwrap();
            let checked = after(f, move |tx| tx.execute(change, params![unit]).map(|_| ()));
            let named = |d: &&app::check::Difference| {
                d.table == table && d.column == column && d.row.starts_with(&unit.to_string())
            };
            assert!(checked.differences.iter().filter(named).count() > 0, "{table}.{column}: {checked:#?}");
            assert_eq!(checked.differences.iter().filter(named).count(), checked.differences.len());
        }
    }

    fn rows_that_are_missing_or_too_many_are_named(f) {
        filled(f, 120);
        let gone = [
            ("request", sql!("DELETE FROM request WHERE number = 5")),
            ("event", sql!("DELETE FROM event WHERE seq = 2 AND stream = (SELECT id FROM request WHERE number = 6)")),
            ("content", sql!("DELETE FROM content WHERE id = (SELECT title FROM request WHERE number = 7)")),
            ("search_doc", sql!("DELETE FROM search_doc WHERE id = (SELECT id FROM request WHERE number = 8)")),
            ("person", sql!("DELETE FROM person WHERE id = (SELECT customer FROM request WHERE number = 9)")),
            ("request_party", sql!("INSERT INTO request_party (person, request, side, open)
                SELECT unit, id, 'handler', open FROM request WHERE number = 10")),
        ];
        for (table, harm) in gone {
            let checked = after(f, move |tx| tx.execute(harm, &[]).map(|_| ()));
            assert!(checked.differences.iter().any(|difference| difference.table == table), "{table}: {checked:#?}");
        }
    }

    fn a_lost_index_or_its_terms_are_named(f) {
        filled(f, 60);
        let checked = after(f, |tx| tx.execute(sql!("DROP INDEX request_desk"), &[]).map(|_| ()));
        assert_eq!(checked.differences.len(), 1);
        assert_eq!(checked.differences[0].row, "request_desk");
        let checked = after(f, |tx| {
            tx.execute(
                sql!(
                    sqlite = "DELETE FROM search_text WHERE rowid = (SELECT min(docid) FROM search_doc)",
                    postgres = "UPDATE search_doc SET terms = CAST('' AS tsvector) WHERE id = (SELECT id FROM search_doc ORDER BY id LIMIT 1)"
                ),
                &[],
            )
            .map(|_| ())
        });
        assert!(checked.differences.iter().any(|d| d.table == "search_doc" && d.column == "docid"), "{checked:#?}");
    }

    fn files_are_read(f) {
        filled(f, 20);
        let blobs = blobs(f);
        let name = blobs.put("счёт".as_bytes(), f.now()).unwrap();
        let keep = |size: i64, blob: String| {
            f.db.write_blocking(move |tx| -> Result<(), StoreError> {
                tx.execute(sql!("DELETE FROM file"), &[])?;
                let text = sql!(
                    "INSERT INTO content (id, kind, salt, body, stream, author, created_at, erased_at)
                     VALUES ($1, 'loose', $1, '', $1, NULL, 0, NULL) ON CONFLICT (id) DO NOTHING"
                );
                let file = sql!(
                    "INSERT INTO file (content, media_type, size, blob)
                     SELECT id, 'text/plain', $1, $2 FROM content WHERE kind = 'loose'"
                );
                tx.execute(text, params![vec![9_u8; 16]])?;
                tx.execute_one(file, params![size, blob.clone()])
            })
            .unwrap();
            let checked = check(&f.db, &*self::blobs(f)).unwrap();
            checked.differences.iter().map(|d| format!("{} {}", d.table, d.column)).collect::<Vec<_>>()
        };
        assert_eq!(keep(8, name.to_string()), Vec::<String>::new());
        assert_eq!(keep(9, name.to_string()), ["file size"]);
        assert_eq!(keep(8, "ab".repeat(32)), ["file blob"]);
        assert_eq!(keep(8, "not a hash".to_owned()), ["file blob"]);
    }
}
