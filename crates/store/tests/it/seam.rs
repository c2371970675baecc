//! A transaction behaves alike on both engines.

use crate::scratch::{SCRATCH, count, scratch};
use store::{ConstraintKind, Row, StoreError, Tx, Value, params, sql};
use testkit::{Fixture, each_db};

type Done = Result<(), StoreError>;

fn put(f: &Fixture, value: Value) -> Done {
    f.db.write_blocking(move |tx| {
        let column = match value {
            Value::Int(_) => sql!("INSERT INTO scratch (id, n) VALUES (1, $1)"),
            Value::Real(_) => sql!("INSERT INTO scratch (id, r) VALUES (1, $1)"),
            Value::Bytes(_) => sql!("INSERT INTO scratch (id, b) VALUES (1, $1)"),
            _ => sql!("INSERT INTO scratch (id, t) VALUES (1, $1)"),
        };
        tx.execute(sql!("DELETE FROM scratch WHERE id = $1"), params![1])?;
        tx.execute_one(column, std::slice::from_ref(&value))
    })
}

fn only_row(f: &Fixture) -> Row {
    f.db.read_blocking(|tx| tx.query_one(sql!("SELECT id, n, r, t, b FROM scratch ORDER BY id"), &[]))
        .unwrap()
}

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
                sql!("SELECT CAST($3 AS BIGINT), CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), '$1'"),
                params!["a", 2, 3],
            )
        });
        let row = row.unwrap();
        assert_eq!(
            row.values(),
            [Value::Int(3), Value::Text("a".into()), Value::Int(2), Value::Int(3), Value::Text("$1".into())]
        );
    }

    fn every_value_comes_back(f) {
        scratch(f);
        let long = "Длинный текст. ".repeat(10 * 1024 * 1024 / 27);
        assert!(long.len() > 10_000_000);
        let texts = [
            "", " ", "'", "\"; DROP TABLE scratch; --", "\\", "\\N", "$1 ?1 :a @b", "\t\r\n\u{1}\u{7f}", "ёЁ й й",
            "\u{feff}\u{202e}abc\u{200d}", "👩‍👩‍👧‍👦🇷🇺", "\u{10ffff}\u{e000}\u{fffd}", "e\u{301}\u{344}", &long,
        ];
        let values = texts
            .into_iter()
            .map(Value::from)
            .chain([i64::MIN, -1, 0, 1, i64::MAX].map(Value::Int))
            .chain([0.0, -0.5, 0.1, f64::MAX, f64::MIN_POSITIVE, 5e-324].map(Value::Real))
            .chain([vec![], vec![0], vec![0xff; 3], (0..=255).cycle().take(1_000_000).collect()].map(Value::from))
            .chain([Value::Null]);
        for value in values {
            put(f, value.clone()).unwrap();
            let row = only_row(f);
            let at = match value {
                Value::Int(_) => 1,
                Value::Real(_) => 2,
                Value::Text(_) | Value::Null => 3,
                Value::Bytes(_) => 4,
            };
            assert!(row.values()[at] == value, "a value of kind {} changed", value.kind());
            for other in (1..5).filter(|other| *other != at) {
                assert_eq!(row.values()[other], Value::Null);
            }
        }
    }

    fn a_nul_and_a_not_a_number_are_refused(f) {
        scratch(f);
        for text in ["\0", "a\0b"] {
            assert!(matches!(put(f, text.into()), Err(StoreError::Nul { place }) if place.contains("seam.rs")));
        }
        for real in [f64::NAN, f64::INFINITY] {
            assert!(matches!(put(f, real.into()), Err(StoreError::Misuse { .. })));
        }
        let many: Result<u64, _> = f.db.write_blocking(|tx| {
            let mut rows = [vec![Value::from(1), "a".into()], vec![Value::from(2), "\0".into()]].into_iter();
            tx.insert_many("scratch", &["id", "t"], "", &mut rows)
        });
        assert_eq!(many, Err(StoreError::Nul { place: "scratch".into() }));
        assert_eq!(count(f), 0);
    }

    fn a_wrong_type_names_table_column_and_row(f) {
        scratch(f);
        put(f, "text".into()).unwrap();
        let row = only_row(f);
        type Row<T> = (i64, Option<i64>, Option<f64>, T);
        let StoreError::Inconsistent { table, column, id, .. } = row.read::<Row<i64>>().unwrap_err() else {
            panic!("another error");
        };
        assert_eq!((table.as_str(), column.as_str(), id.as_str()), ("scratch", "t", "1"));
        assert!(row.read::<(i64, i64)>().is_err());
        assert!(row.read::<(Row<String>, Option<i64>, i64)>().is_err(), "there are but five columns");
        assert_eq!(row.read::<Row<Option<String>>>().unwrap(), (1, None, None, Some("text".to_owned())));
    }

    fn a_taken_key_is_told_by_table_and_columns(f) {
        scratch(f);
        let put = |id: i64, source: &'static str, key: &'static str| {
            f.db.write_blocking(move |tx| {
                let put = sql!("INSERT INTO scratch (id, source, external_id) VALUES ($1, $2, $3)");
                tx.execute_one(put, params![id, source, key])
            })
        };
        put(1, "ad", "7").unwrap();
        let error = put(2, "ad", "7").unwrap_err();
        assert!(error.is_unique_on("scratch", &["source", "external_id"]), "{error:?}");
        let error: StoreError = put(1, "ad", "8").unwrap_err();
        assert!(error.is_unique_on("scratch", &["id"]), "{error:?}");
        assert_eq!(count(f), 1);
    }

    fn other_rules_are_told_by_kind(f) {
        scratch(f);
        let refused = |result: Done| match result.unwrap_err() {
            StoreError::Constraint { kind, .. } => kind,
            other => panic!("{other:?}"),
        };
        let check = f.db.write_blocking(|tx| {
            tx.execute_one(sql!("INSERT INTO scratch (id, positive) VALUES ($1, $2)"), params![1, -1])
        });
        assert_eq!(refused(check), ConstraintKind::Check);
        let null = f.db.write_blocking(|tx| {
            tx.execute_one(sql!("INSERT INTO scratch (id, positive) VALUES ($1, $2)"), params![1, None::<i64>])
        });
        assert_eq!(refused(null), ConstraintKind::NotNull);
        let parent = f.db.write_blocking(|tx| {
            tx.execute_one(sql!("INSERT INTO scratch (id, parent) VALUES ($1, $2)"), params![1, 99])
        });
        assert_eq!(refused(parent), ConstraintKind::ForeignKey);
    }

    fn nothing_counts_after_a_failed_statement(f) {
        scratch(f);
        let swallowed: Done = f.db.write_blocking(|tx| {
            tx.execute(SCRATCH.put, params![1])?;
            assert!(tx.execute(SCRATCH.put, params![1]).is_err());
            assert!(matches!(tx.execute(SCRATCH.put, params![2]), Err(StoreError::Aborted { .. })));
            Ok(())
        });
        assert!(matches!(swallowed, Err(StoreError::Aborted { .. })));
        assert_eq!(count(f), 0);
    }

    fn an_attempt_undoes_its_own_work_alone(f) {
        scratch(f);
        f.db.write_blocking(|tx| -> Done {
            tx.execute(SCRATCH.put, params![1])?;
            let failed: Result<u64, StoreError> = tx.attempt(|tx| {
                tx.execute(SCRATCH.put, params![2])?;
                tx.attempt(|tx| tx.execute(SCRATCH.put, params![3]))?;
                tx.execute(SCRATCH.put, params![1])
            });
            assert!(failed.unwrap_err().is_unique_on("scratch", &["id"]));
            tx.attempt(|tx| tx.execute(SCRATCH.put, params![4]))?;
            Ok(())
        })
        .unwrap();
        assert_eq!(count(f), 2);
    }

    fn rows_are_counted(f) {
        scratch(f);
        let change = sql!("UPDATE scratch SET n = $2 WHERE id >= $1");
        f.db.write_blocking(move |tx| -> Done {
            for id in 1..=3 {
                tx.execute_one(SCRATCH.put, params![id])?;
            }
            assert_eq!(tx.execute(change, params![2, 5])?, 2);
            assert_eq!(tx.execute(change, params![4, 5])?, 0);
            let StoreError::Inconsistent { table, id, detail, .. } =
                tx.execute_one(change, params![4, 5]).unwrap_err()
            else {
                panic!("another error")
            };
            assert_eq!((table.as_str(), id.as_str()), ("scratch", "4"));
            assert!(detail.contains("0 did"), "{detail}");
            assert!(tx.execute_one(change, params![1, 5]).is_err());
            assert!(tx.query_opt(sql!("SELECT id FROM scratch WHERE id = $1"), params![9])?.is_none());
            assert!(tx.query_one(sql!("SELECT id FROM scratch WHERE id = $1"), params![9]).is_err());
            assert!(tx.query_opt(sql!("SELECT id FROM scratch"), &[]).is_err());
            Ok(())
        })
        .unwrap();
    }

    fn a_read_may_not_write(f) {
        scratch(f);
        let written = f.db.read_blocking(|tx| tx.execute(SCRATCH.put, params![1]));
        assert!(matches!(written, Err(StoreError::Misuse { .. })), "{written:?}");
        assert_eq!(count(f), 0);
    }

    fn misuse_is_an_error_and_not_a_panic(f) {
        scratch(f);
        for params in [params![].to_vec(), params![1, 2].to_vec()] {
            let result = f.db.write_blocking(move |tx| tx.execute(SCRATCH.put, &params));
            assert!(matches!(result, Err(StoreError::Misuse { .. })), "{result:?}");
        }
        let rows = f.db.write_blocking(|tx| {
            tx.execute(sql!("INSERT INTO scratch (id) VALUES ($1) RETURNING id"), params![1])
        });
        assert!(matches!(rows, Err(StoreError::Misuse { .. })), "{rows:?}");
        let other = f.db.write_blocking(|tx| {
            let statement = match tx.engine() {
                store::Engine::Sqlite => sql!(postgres = "SELECT 1"),
                store::Engine::Postgres => sql!(sqlite = "SELECT 1"),
            };
            tx.query(statement, &[])
        });
        assert!(matches!(other, Err(StoreError::Misuse { .. })));
        for (table, columns) in [("scratch; --", &["id"][..]), ("scratch", &["id\""]), ("scratch", &[])] {
            let many = f.db.write_blocking(move |tx| tx.insert_many(table, columns, "", &mut std::iter::empty()));
            assert!(matches!(many, Err(StoreError::Misuse { .. })));
        }
        assert_eq!(count(f), 0);
    }

    fn many_rows_go_in_at_once_and_come_out_one_by_one(f) {
        scratch(f);
        let inserted = f.db.write_blocking(|tx| {
            let mut rows = (1..=10_000).map(|id: i64| {
                let text = if id % 7 == 0 { Value::Null } else { format!("строка\t{id}\\N\n").into() };
                vec![id.into(), (id * 2).into(), (id as f64 / 4.0).into(), text, vec![id as u8; 3].into()]
            });
            tx.insert_many("scratch", &["id", "n", "r", "t", "b"], "", &mut rows)
        });
        assert_eq!(inserted, Ok(10_000));
        let all = sql!("SELECT id, n, r, t, b FROM scratch ORDER BY id");
        let seen = f.db.read_blocking(move |tx| {
            let mut seen = 0;
            tx.each(all, &[], &mut |row: (i64, i64, f64, Option<String>, Vec<u8>)| {
                seen += 1;
                let text = (seen % 7 != 0).then(|| format!("строка\t{seen}\\N\n"));
                assert_eq!(row, (seen, seen * 2, seen as f64 / 4.0, text, vec![seen as u8; 3]));
                Ok(())
            })?;
            Ok::<_, StoreError>(seen)
        });
        assert_eq!(seen, Ok(10_000));
        // Stopping half-way leaves the transaction usable.
        let stopped = f.db.read_blocking(move |tx| -> Result<usize, StoreError> {
            let mut seen = 0;
            let result = tx.query_each(all, &[], &mut |_| {
                seen += 1;
                if seen == 700 { Err(StoreError::Closed) } else { Ok(()) }
            });
            assert_eq!((result, seen), (Err(StoreError::Closed), 700));
            Ok(tx.query(all, &[])?.len())
        });
        assert_eq!(stopped, Ok(10_000));
    }

    fn a_wrong_row_among_many_undoes_all(f) {
        scratch(f);
        let twice = f.db.write_blocking(|tx| {
            tx.insert_many("scratch", &["id"], "", &mut [1, 2, 1].map(|id| vec![Value::Int(id)]).into_iter())
        });
        assert!(twice.unwrap_err().is_unique_on("scratch", &["id"]));
        let short = f.db.write_blocking(|tx| {
            tx.insert_many("scratch", &["id", "n"], "", &mut [vec![Value::Int(1)]].into_iter())
        });
        assert!(matches!(short, Err(StoreError::Misuse { .. })));
        let wrong = f.db.write_blocking(|tx| {
            tx.insert_many("scratch", &["id", "n"], "", &mut [vec![Value::Int(1), "one".into()]].into_iter())
        });
        assert!(wrong.is_err());
        assert_eq!(count(f), 0);
        f.db.write_blocking(|tx| tx.execute_one(SCRATCH.put, params![1])).unwrap();
    }
}

#[test]
fn the_seam_is_object_safe() {
    fn takes(_: Option<&mut dyn Tx>) {}
    takes(None);
}
