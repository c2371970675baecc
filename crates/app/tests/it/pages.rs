//! Pages on a company with many rows: as many statements as on a small one, and none that reads a large table whole.
//!
//! `VITRINA_TEST_REQUESTS` makes the company larger than in an ordinary run.

use std::collections::BTreeSet;
use std::time::Duration;

use app::AppError;
use app::generate::{Plan, fill};
use app::measure::{Extent, PAGES, Scan, Subject, large_tables, plan_of, scans, subject};
use store::{Db, Engine, Lane, Statement, Traced, Tx, Value};
use testkit::{Fixture, TestClock};

/// Requests of an ordinary run.
const ORDINARY: usize = 6_000;
/// Rows above which a table is large.
const LARGE: i64 = 2_000;

fn read<T: Send + 'static>(db: &Db, work: impl Fn(&mut dyn Tx) -> Result<T, AppError> + Send + 'static) -> T {
    db.within(Lane::Read, Duration::from_secs(600), move |tx| work(tx)).unwrap()
}

fn subject_of(db: &Db, extent: Extent) -> Subject {
    read(db, move |tx| subject(tx, extent, TestClock::START))
}

/// Reads a page twice, since the first reading may fill caches: rows, statements, and the statements themselves.
fn page(db: &Db, at: usize, subject: &Subject) -> (usize, u64, Vec<Traced>) {
    let subject = subject.clone();
    read(db, move |tx| {
        (PAGES[at].read)(tx, &subject)?;
        let before = tx.statements();
        tx.trace();
        let rows = (PAGES[at].read)(tx, &subject)?;
        Ok((rows, tx.statements() - before, tx.traced()))
    })
}

fn counts(db: &Db, engine: Engine) {
    let (few, many) = (subject_of(db, Extent::Few), subject_of(db, Extent::Many));
    let mut wrong = Vec::new();
    for (at, of) in PAGES.iter().enumerate() {
        let ((few_rows, few, _), (many_rows, many, _)) = (page(db, at, &few), page(db, at, &many));
        println!("{engine:?} {}: {few} statements for {few_rows} rows, {many} for {many_rows}", of.name);
        if few != many {
            wrong.push(format!("{}: {few} statements for {few_rows} rows, {many} for {many_rows}", of.name));
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "{engine:?}");
}

/// How many requests the company has.
fn requests() -> usize {
    std::env::var("VITRINA_TEST_REQUESTS").map_or(ORDINARY, |text| text.parse().unwrap())
}

/// On a small company PostgreSQL rightly prefers to read tables whole and to join them by sorting, so it is asked whether it could do
/// without; on a large one it is asked what it does.
fn asked_what_it_could(db: &Db) -> bool {
    db.engine() == Engine::Postgres && requests() <= ORDINARY
}

fn plan(db: &Db, statement: &'static Statement, params: Option<Vec<Value>>) -> Vec<String> {
    let could = asked_what_it_could(db);
    let plan = read(db, move |tx| {
        if could {
            tx.command("SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off")?;
        }
        Ok(plan_of(tx, statement, params.as_deref())?)
    });
    plan.unwrap_or_default()
}

fn census(db: &Db, engine: Engine) {
    let large = read(db, |tx| Ok(large_tables(tx, LARGE)?));
    for table in ["event", "content", "request", "request_party", "posting", "search_doc", "person"] {
        assert!(large.contains_key(table), "{table} is not large enough: {large:?}");
    }
    let mut found = BTreeSet::new();
    let whole = |scan: &Scan| !asked_what_it_could(db) || scan.line.contains("Seq Scan");
    let hot: Vec<&'static Statement> =
        Statement::all().into_iter().filter(|statement| statement.is_hot()).collect();
    assert!(hot.len() > 100, "the register of statements is empty");
    for statement in hot {
        let plan = plan(db, statement, None);
        let scans = scans(engine, statement, &plan, &large);
        found.extend(scans.into_iter().filter(whole).map(|scan| format!("{}: {}", scan.place, scan.line)));
    }
    // With the parameters of real pages the engine may choose another plan.
    for extent in [Extent::Few, Extent::Many] {
        let subject = subject_of(db, extent);
        for (at, of) in PAGES.iter().enumerate() {
            for Traced { statement, params, .. } in page(db, at, &subject).2 {
                let Some(statement) = statement else { continue };
                let plan = plan(db, statement, Some(params));
                let scans = scans(engine, statement, &plan, &large);
                found.extend(
                    scans
                        .into_iter()
                        .filter(whole)
                        .map(|scan| format!("{} ({}): {}", scan.place, of.name, scan.line)),
                );
            }
        }
    }
    assert_eq!(found, BTreeSet::new(), "{engine:?}");
}

fn large_company(f: &Fixture) {
    let plan = Plan { people: 2_200, services: 200, requests: requests(), seed: 3, until: TestClock::START };
    fill(&f.db, &plan, 2, &mut |_| {}).unwrap();
}

// One company for both questions: to fill it takes longer than to ask.
testkit::each_db! {
    fn pages_take_as_many_statements_for_many_rows_and_scan_no_large_table(f) {
        large_company(f);
        counts(&f.db, f.engine());
        census(&f.db, f.engine());
    }
}
