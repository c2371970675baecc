//! A made-up company is a valid one, and the same on both engines.

use std::collections::BTreeMap;

use app::generate::{FillError, Filled, Plan, fill};
use store::{StoreError, dump, params, sql};
use testkit::{Fixture, TestClock, each_db};

fn plan(requests: usize) -> Plan {
    Plan { people: 400, services: 60, requests, seed: 1, until: TestClock::START }
}

fn filled(f: &Fixture, requests: usize) -> Filled {
    fill(&f.db, &plan(requests), 2, &mut |_| {}).unwrap()
}

each_db! {
    fn a_database_with_something_in_it_is_refused(f) {
        f.db.write_blocking(|tx| -> Result<(), StoreError> {
            let put = sql!("INSERT INTO promise (id, number, body, valid_from) VALUES ($1, 1, '', 0)");
            tx.execute_one(put, params![vec![1_u8; 16]])
        })
        .unwrap();
        assert!(matches!(fill(&f.db, &plan(1), 1, &mut |_| {}), Err(FillError::NotEmpty)));
    }

    fn the_mix_is_that_of_a_living_company(f) {
        let filled = filled(f, 3_000);
        let counts = f.db.read_blocking(|tx| {
            tx.all::<(String, i64)>(sql!("SELECT state, count(*) FROM request GROUP BY state ORDER BY state"), &[])
        });
        let counts: BTreeMap<String, i64> = counts.unwrap().into_iter().collect();
        assert_eq!(counts.values().sum::<i64>(), 3_000);
        assert!(counts["closed"] > 1_500 && counts["cancelled"] > 300, "{counts:?}");
        assert!(counts.len() > 5, "{counts:?}");
        assert!((30..=120).contains(&filled.open), "{filled:?}");
        assert_eq!(filled.requests, 3_000);
        let events = f.db.read_blocking(|tx| tx.one::<i64>(sql!("SELECT count(*) FROM event"), &[]));
        assert_eq!(u64::try_from(events.unwrap()).unwrap(), filled.events);
        assert_eq!(f.db.write_blocking(|tx| tx.next_number()), Ok(3_001));
    }
}

#[test]
fn both_engines_get_the_same_company() {
    let mut dumps = Fixture::both().into_iter().map(|f| {
        filled(&f, 400);
        f.db.read_blocking(|tx| dump::dump_text(tx)).unwrap()
    });
    let first = dumps.next().unwrap();
    assert!(first.contains("\nrequest id="));
    for other in dumps {
        let differs = first.lines().zip(other.lines()).find(|(a, b)| a != b);
        assert_eq!(differs, None);
        assert_eq!(first.lines().count(), other.lines().count());
    }
}
