//! The seam behaves alike on both engines.

use store::{StoreError, Value, params, sql};
use testkit::each_db;

each_db! {
    fn numbers_grow(f) {
        let next = || f.db.write_blocking(|tx| tx.next_number());
        let first = next().unwrap();
        let error: Result<i64, StoreError> = f.db.write_blocking(|tx| {
            tx.next_number()?;
            Err(StoreError::Busy)
        });
        assert_eq!(error, Err(StoreError::Busy));
        assert!(next().unwrap() > first);
    }

    fn placeholders_out_of_order(f) {
        let row = f.db.read_blocking(|tx| {
            tx.query_one(
                sql!("SELECT CAST($3 AS BIGINT), CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS BIGINT)"),
                params!["a", 2, 3],
            )
        });
        let row = row.unwrap();
        assert_eq!(
            (0..4).map(|at| row.value(at).unwrap().clone()).collect::<Vec<_>>(),
            [Value::Int(3), Value::Text("a".into()), Value::Int(2), Value::Int(3)]
        );
    }
}
