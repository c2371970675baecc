//! Bulk loads leave what ordinary writes would have left.

use store::{IndexDoc, IndexQuery, StoreError, bulk, dump, params, sql};
use testkit::{Fixture, each_db};
use uuid::Uuid;

fn docs() -> Vec<IndexDoc> {
    let doc = |n: u128, word: &str| IndexDoc {
        // The second and the third are of one millisecond.
        id: Uuid::from_u128((0x0190_0000_0000 + n / 2) << 80 | n),
        kind: "request".to_owned(),
        terms: vec![word.to_owned(), "общ".to_owned(), "c++ 'x' \\".to_owned()],
        words: vec![format!("{word}ый")],
        audience: vec!["u1".to_owned(), format!("p{n}")],
    };
    vec![doc(1, "стол"), doc(2, "стул"), doc(3, "шкаф")]
}

fn find(f: &Fixture, query: &IndexQuery) -> Vec<Uuid> {
    let query = query.clone();
    f.db.read_blocking(move |tx| tx.index_search(&query)).unwrap()
}

/// Names and texts of everything in the schema.
fn schema(f: &Fixture) -> Vec<(String, String)> {
    let named = f.db.read_blocking(|tx| {
        tx.all(
            sql!(
                sqlite = "SELECT name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name",
                postgres = "SELECT CAST(indexname AS TEXT), indexdef FROM pg_catalog.pg_indexes
                     WHERE schemaname = current_schema() ORDER BY indexname"
            ),
            &[],
        )
    });
    named.unwrap()
}

each_db! {
    fn loaded_documents_are_found_like_others(f) {
        f.db.write_blocking(|tx| {
            let (first, rest) = (docs().remove(0), &docs()[1..]);
            tx.index_put(&first)?;
            tx.index_load(&rest.iter().map(IndexDoc::spelt).collect::<Vec<_>>())
        })
        .unwrap();
        let ids: Vec<Uuid> = docs().iter().rev().map(|doc| doc.id).collect();
        assert_eq!(find(f, &IndexQuery::all(["общ"]).for_audience(["u1"])), ids);
        assert_eq!(find(f, &IndexQuery::all(["c++ 'x' \\"]).for_audience(["p3"])), ids[..1]);
        let again = f.db.write_blocking(|tx| tx.index_load(&[docs()[1].spelt()]));
        assert!(matches!(again, Err(StoreError::Unique { .. })), "{again:?}");
        // A loaded document is replaced and removed like any other.
        f.db.write_blocking(|tx| {
            tx.index_put(&IndexDoc { terms: vec!["нов".to_owned()], ..docs().remove(1) })?;
            tx.index_remove(docs()[2].id)
        })
        .unwrap();
        assert_eq!(find(f, &IndexQuery::all(["общ"]).for_audience(["u1"])), [docs()[0].id]);
        assert_eq!(find(f, &IndexQuery::all(["нов"]).for_audience(["u1"])), [docs()[1].id]);
    }

    fn indexes_come_back_as_they_were(f) {
        let before = schema(f);
        f.db.write_blocking(|tx| bulk::drop_indexes(tx)).unwrap();
        assert_eq!(schema(f).len() + bulk::indexes(f.engine()).len(), before.len());
        f.db.write_blocking(|tx| bulk::make_indexes(tx)).unwrap();
        f.db.write_blocking(|tx| bulk::analyse(tx)).unwrap();
        assert_eq!(schema(f), before);
    }

    fn a_database_is_empty_until_something_is_recorded(f) {
        assert!(f.db.read_blocking(|tx| bulk::is_empty(tx)).unwrap());
        f.db.write_blocking(|tx| -> Result<(), StoreError> {
            bulk::hasten(tx)?;
            let put = sql!("INSERT INTO identity (source, hash, person, content) VALUES ('hr', 'x', $1, $1)");
            tx.execute_one(put, params![Uuid::from_u128(7)])
        })
        .unwrap();
        assert!(!f.db.read_blocking(|tx| bulk::is_empty(tx)).unwrap());
    }

    fn numbers_go_on_after_a_load(f) {
        f.db.write_blocking(|tx| tx.numbers_from(1_000_000)).unwrap();
        assert_eq!(f.db.write_blocking(|tx| tx.next_number()), Ok(1_000_001));
    }

    fn statements_are_counted(f) {
        let counted = f.db.read_blocking(|tx| -> Result<_, StoreError> {
            tx.trace();
            let first = tx.statements();
            tx.query(sql!("SELECT code FROM role_code WHERE code = $1"), params!["finance"])?;
            tx.query_each(sql!("SELECT code FROM role_code"), &[], &mut |_| Ok(()))?;
            let traced = tx.traced();
            Ok((first, tx.statements(), traced.iter().map(|traced| traced.params.len()).collect::<Vec<_>>()))
        });
        assert_eq!(counted, Ok((0, 2, vec![1, 0])));
    }
}

#[test]
fn both_engines_load_alike() {
    let dumps: Vec<String> = Fixture::both()
        .iter()
        .map(|f| {
            f.db.write_blocking(|tx| tx.index_load(&docs().iter().map(IndexDoc::spelt).collect::<Vec<_>>()))
                .unwrap();
            f.db.read_blocking(|tx| dump::dump_text(tx)).unwrap()
        })
        .collect();
    assert!(dumps.iter().all(|dump| *dump == dumps[0]));
}
