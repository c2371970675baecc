//! The full-text index finds the same on both engines.

use std::cell::RefCell;
use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use store::{IndexDoc, IndexQuery, IndexTerm, MAX_HITS, StoreError};
use testkit::{Fixture, TestClock, TestEntropy, each_db};
use uuid::Uuid;

fn doc(id: Uuid, kind: &str, text: &str, audience: &[&str]) -> IndexDoc {
    // In these tests a stem is the first four letters of a word.
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let terms = words.iter().map(|word| word.chars().take(4).collect()).collect();
    let audience = audience.iter().map(|token| (*token).to_owned()).collect();
    IndexDoc { id, kind: kind.to_owned(), terms, words, audience }
}

fn put(f: &Fixture, docs: Vec<IndexDoc>) {
    f.db.write_blocking(move |tx| -> Result<(), StoreError> {
        docs.iter().try_for_each(|doc| tx.index_put(doc))
    })
    .unwrap();
}

fn find(f: &Fixture, query: IndexQuery) -> Vec<Uuid> {
    f.db.read_blocking(move |tx| tx.index_search(&query)).unwrap()
}

each_db! {
    fn words_audience_and_kind_meet(f) {
        let mut ids = f.ids();
        let [laptop, chair, order] = [ids.next(), ids.next(), ids.next()];
        put(f, vec![
            doc(laptop, "request", "Не включается ноутбук ёж", &["unit:it", "person:7"]),
            doc(chair, "request", "Новое кресло и ноутбук c++", &["unit:office"]),
            doc(order, "answer", "Как заказать ноутбук O'Reilly", &["all"]),
        ]);
        let all = ["unit:it", "unit:office", "all"];
        let stem = |text: &str| IndexQuery::all([text]).for_audience(all);
        assert_eq!(find(f, stem("ноут")), [order, chair, laptop]);
        assert_eq!(find(f, stem("крес")), [chair]);
        assert_eq!(find(f, stem("ёж")), [laptop]);
        assert_eq!(find(f, stem("еж")), [] as [Uuid; 0]);
        assert_eq!(find(f, stem("c++")), [chair]);
        assert_eq!(find(f, stem("o're")), [order]);
        assert_eq!(find(f, IndexQuery::all(["ноут", "крес"]).for_audience(all)), [chair]);
        assert_eq!(find(f, IndexQuery::any(["зака", "крес"]).for_audience(all)), [order, chair]);
        assert_eq!(find(f, stem("ноут").of_kinds(["request"])), [chair, laptop]);
        assert_eq!(find(f, stem("ноут").of_kinds(["request", "answer"])), [order, chair, laptop]);
        assert_eq!(find(f, stem("ноут").of_kinds(["answers"])), [] as [Uuid; 0]);
        for (token, found) in [("person:7", vec![laptop]), ("unit:it", vec![laptop]), ("unit", vec![]), ("all", vec![order])] {
            assert_eq!(find(f, IndexQuery::all(["ноут"]).for_audience([token])), found);
        }
        assert!(find(f, IndexQuery::all(["ноут"])).is_empty());
        // A stem is not a word, a word no stem, a token of the audience neither.
        assert!(find(f, stem("ноутбук")).is_empty());
        assert!(find(f, stem("all")).is_empty());
    }

    fn the_word_being_typed_matches_by_its_beginning(f) {
        let mut ids = f.ids();
        let [one, two] = [ids.next(), ids.next()];
        put(f, vec![doc(one, "request", "кресло сломалось", &["all"]), doc(two, "request", "крестовина", &["all"])]);
        let typed = |text: &str| IndexQuery::default().and_any([IndexTerm::Prefix(text.to_owned())]).for_audience(["all"]);
        assert_eq!(find(f, typed("к")), [two, one]);
        assert_eq!(find(f, typed("крес")), [two, one]);
        assert_eq!(find(f, typed("кресл")), [one]);
        assert_eq!(find(f, typed("сло")), [one]);
        assert_eq!(find(f, typed("ресло")), [] as [Uuid; 0]);
        let whole = IndexQuery::default().and_any([IndexTerm::Word("крес".into())]).for_audience(["all"]);
        assert!(find(f, whole).is_empty());
        let both = IndexQuery::all(["слом"]).and_any([IndexTerm::Stem("нет".into()), IndexTerm::Prefix("кр".into())]);
        assert_eq!(find(f, both.for_audience(["all"])), [one]);
    }

    fn a_document_is_replaced_and_removed(f) {
        let id = f.ids().next();
        let query = |text: &str| IndexQuery::all([text]).for_audience(["all"]);
        put(f, vec![doc(id, "request", "стол", &["all"])]);
        put(f, vec![doc(id, "request", "стул", &["all"])]);
        assert!(find(f, query("стол")).is_empty());
        assert_eq!(find(f, query("стул")), [id]);
        assert_eq!(f.db.write_blocking(move |tx| tx.index_remove(id)), Ok(()));
        assert_eq!(f.db.write_blocking(move |tx| tx.index_remove(id)), Ok(()), "once more");
        assert!(find(f, query("стул")).is_empty());
        // Undone with its transaction.
        let undone: Result<(), StoreError> = f.db.write_blocking(move |tx| {
            tx.index_put(&doc(id, "request", "стул", &["all"]))?;
            Err(StoreError::Busy)
        });
        assert_eq!(undone, Err(StoreError::Busy));
        assert!(find(f, query("стул")).is_empty());
    }

    fn the_newest_are_given_when_there_are_too_many(f) {
        // Many ids of one millisecond across the boundary, put in another order.
        let mut expected = Vec::new();
        let mut docs = Vec::new();
        for minute in 0..3 {
            let mut ids = f.entropy.ids(f.now().plus_seconds(minute * 60));
            for _ in 0..300 {
                let id = ids.next();
                expected.push(id);
                docs.push(doc(id, "request", "общий текст", &["all"]));
            }
        }
        docs.sort_by_key(|doc| doc.id.as_u128().wrapping_mul(0x9e37_79b9_7f4a_7c15));
        put(f, docs);
        expected.sort_by(|a, b| b.cmp(a));
        expected.truncate(MAX_HITS);
        assert_eq!(find(f, IndexQuery::all(["общи"]).for_audience(["all"])), expected);
    }

    fn large_documents_and_audiences_fit(f) {
        let id = f.ids().next();
        let text: Vec<String> = (0..200_000).map(|n| format!("слово{n}")).collect();
        let doc = IndexDoc {
            id,
            kind: "answer".into(),
            terms: text.iter().map(|word| word.to_uppercase()).chain(["я".repeat(5_000)]).collect(),
            words: text,
            audience: (0..2_000).map(|n| format!("unit:{n}")).collect(),
        };
        put(f, vec![doc]);
        let tokens: Vec<String> = (1_999..4_000).map(|n| format!("unit:{n}")).collect();
        assert_eq!(find(f, IndexQuery::all(["СЛОВО0"]).for_audience(tokens.clone())), [id]);
        assert!(find(f, IndexQuery::all(["СЛОВО0"]).for_audience(tokens[1..].to_vec())).is_empty());
    }

    fn a_write_may_not_search(f) {
        let query = IndexQuery::all(["a"]).for_audience(["all"]);
        let result = f.db.write_blocking(move |tx| tx.index_search(&query));
        assert!(matches!(result, Err(StoreError::Misuse { .. })));
    }
}

/// Random documents and queries over a small, hostile vocabulary: both engines and a plain loop agree.
#[test]
fn both_engines_find_what_a_plain_loop_finds() {
    let fixtures = Fixture::both();
    let words = prop::sample::select(vec![
        "а", "аб", "абв", "ёж", "еж", "a", "ab", "A", "or", "and", "not", "near", "*", "a*", "\"", "'", "\\",
        ":*", "&", "%", "_", "a_", "a_5f", "\u{301}", "😀", "😀😀", "\u{1}", " ", "\u{a0}", "й", "й",
    ]);
    let some = |most| prop::collection::vec(words.clone(), 0..most);
    let docs = prop::collection::vec((some(5), some(4), some(2), words.clone()), 1..8);
    let term = (0..3, words.clone());
    let groups = prop::collection::vec(prop::collection::vec(term, 1..3), 0..3);
    let query = (groups, some(3), some(2));
    let entropy = TestEntropy::default();
    let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let old: RefCell<Vec<Uuid>> = RefCell::default();
    TestRunner::new(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })
        .run(&(docs, prop::collection::vec(query, 1..6)), |(docs, queries)| {
            let mut ids = entropy.ids(TestClock::START);
            let docs: Vec<IndexDoc> = docs
                .iter()
                .map(|(terms, words, audience, kind)| IndexDoc {
                    id: ids.next(),
                    kind: (*kind).to_owned(),
                    terms: own(terms),
                    words: own(words),
                    audience: own(audience),
                })
                .collect();
            for f in &fixtures {
                let (gone, docs) = (old.borrow().clone(), docs.clone());
                f.db.write_blocking(move |tx| -> Result<(), StoreError> {
                    gone.iter().try_for_each(|id| tx.index_remove(*id))?;
                    docs.iter().try_for_each(|doc| tx.index_put(doc))
                })
                .unwrap();
            }
            for (groups, audience, kinds) in &queries {
                let group = |terms: &Vec<(i32, &str)>| {
                    let term = |(which, text): &(i32, &str)| match which {
                        0 => IndexTerm::Stem((*text).to_owned()),
                        1 => IndexTerm::Word((*text).to_owned()),
                        _ => IndexTerm::Prefix((*text).to_owned()),
                    };
                    terms.iter().map(term).collect()
                };
                let query = IndexQuery {
                    groups: groups.iter().map(group).collect(),
                    audience: own(audience),
                    kinds: own(kinds),
                };
                let expected = plain(&docs, &query);
                for f in &fixtures {
                    prop_assert_eq!(find(f, query.clone()), expected.clone(), "{:?} {:?}", f.engine(), query);
                }
            }
            *old.borrow_mut() = docs.iter().map(|doc| doc.id).collect();
            Ok(())
        })
        .unwrap();
}

fn plain(docs: &[IndexDoc], query: &IndexQuery) -> Vec<Uuid> {
    let has = |doc: &IndexDoc, term: &IndexTerm| match term {
        IndexTerm::Stem(text) => doc.terms.contains(text),
        IndexTerm::Word(text) => doc.words.contains(text),
        IndexTerm::Prefix(text) => doc.words.iter().any(|word| word.starts_with(text)),
    };
    let hit = |doc: &&IndexDoc| {
        !query.groups.is_empty()
            && query.groups.iter().all(|group| group.iter().any(|term| has(doc, term)))
            && query.audience.iter().any(|token| doc.audience.contains(token))
            && (query.kinds.is_empty() || query.kinds.contains(&doc.kind))
    };
    let ids: BTreeSet<Uuid> = docs.iter().filter(hit).map(|doc| doc.id).collect();
    ids.into_iter().rev().collect()
}
