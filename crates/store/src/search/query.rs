//! What is put into the index and what is asked of it, spelt so that neither engine changes it.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::statement::Engine;

/// Bytes of one token that count.
const TOKEN: usize = 200;
/// Bytes of all tokens of one document; PostgreSQL takes no more than a mebibyte, bookkeeping included.
const DOCUMENT: usize = 512 * 1024;

/// A thing to be found. Putting it again replaces it.
#[derive(Debug, Clone)]
pub struct IndexDoc {
    /// Its id; time-ordered, newest are found first.
    pub id: Uuid,
    /// What it is, such as `request`.
    pub kind: String,
    /// Stems of its words.
    pub terms: Vec<String>,
    /// Its words in lower case, for the prefix of a word that is being typed.
    pub words: Vec<String>,
    /// Who may find it: units, persons, classes. Without any, nobody does.
    pub audience: Vec<String>,
}

/// A document as the index keeps it, for bulk loads: spelling takes time that another thread may give.
#[derive(Debug, Clone)]
pub struct SpeltDoc {
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) tokens: String,
}

impl SpeltDoc {
    /// What it is the document of.
    pub const fn id(&self) -> Uuid {
        self.id
    }
}

impl IndexDoc {
    /// Its tokens, spelt and sorted.
    pub fn spelt(&self) -> SpeltDoc {
        let tokens = tokens(self).into_iter().collect::<Vec<_>>().join(" ");
        SpeltDoc { id: self.id, kind: self.kind.clone(), tokens }
    }
}

/// One thing that a document may contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexTerm {
    /// A stem.
    Stem(String),
    /// A whole word in lower case.
    Word(String),
    /// The beginning of a word in lower case.
    Prefix(String),
}

/// What to find. A document is a hit when it has something of each group, of the audience, and of the kinds.
#[derive(Debug, Clone, Default)]
pub struct IndexQuery {
    /// Groups of alternatives. No groups: no hits.
    pub groups: Vec<Vec<IndexTerm>>,
    /// Any of these. None: no hits.
    pub audience: Vec<String>,
    /// Any of these; none: every kind.
    pub kinds: Vec<String>,
}

impl IndexQuery {
    /// Documents with all these stems.
    pub fn all<S: Into<String>>(stems: impl IntoIterator<Item = S>) -> Self {
        let groups = stems.into_iter().map(|stem| vec![IndexTerm::Stem(stem.into())]).collect();
        Self { groups, ..Self::default() }
    }

    /// Documents with one or more of these stems.
    pub fn any<S: Into<String>>(stems: impl IntoIterator<Item = S>) -> Self {
        let group: Vec<_> = stems.into_iter().map(|stem| IndexTerm::Stem(stem.into())).collect();
        Self { groups: if group.is_empty() { Vec::new() } else { vec![group] }, ..Self::default() }
    }

    /// Requires one more group: any of `terms`. The last word being typed is a group of its stem and its prefix.
    #[must_use]
    pub fn and_any(mut self, terms: impl IntoIterator<Item = IndexTerm>) -> Self {
        self.groups.push(terms.into_iter().collect());
        self
    }

    /// For whom: any of these tokens.
    #[must_use]
    pub fn for_audience<S: Into<String>>(mut self, tokens: impl IntoIterator<Item = S>) -> Self {
        self.audience = tokens.into_iter().map(Into::into).collect();
        self
    }

    /// Of any of these kinds.
    #[must_use]
    pub fn of_kinds<S: Into<String>>(mut self, kinds: impl IntoIterator<Item = S>) -> Self {
        self.kinds = kinds.into_iter().map(Into::into).collect();
        self
    }

    /// The query in the engine's language; `None` when nothing can be found.
    pub(super) fn text(&self, engine: Engine) -> Option<String> {
        let (and, or) = match engine {
            Engine::Sqlite => (" AND ", " OR "),
            Engine::Postgres => (" & ", " | "),
        };
        let quote = |token: String, prefix: bool| match (engine, prefix) {
            (Engine::Sqlite, false) => format!("\"{token}\""),
            (Engine::Sqlite, true) => format!("\"{token}\" *"),
            (Engine::Postgres, false) => format!("'{token}'"),
            (Engine::Postgres, true) => format!("'{token}':*"),
        };
        let term = |term: &IndexTerm| match term {
            IndexTerm::Stem(text) => token('t', text).map(|token| quote(token, false)),
            IndexTerm::Word(text) => token('w', text).map(|token| quote(token, false)),
            IndexTerm::Prefix(text) => token('w', text).map(|token| quote(token, true)),
        };
        let plain = |first: char, texts: &[String]| -> Vec<String> {
            texts.iter().filter_map(|text| token(first, text).map(|token| quote(token, false))).collect()
        };
        let mut groups: Vec<Vec<String>> =
            self.groups.iter().map(|group| group.iter().filter_map(term).collect()).collect();
        if groups.is_empty() {
            return None;
        }
        groups.push(plain('a', &self.audience));
        if !self.kinds.is_empty() {
            groups.push(plain('k', &self.kinds));
        }
        if groups.iter().any(Vec::is_empty) {
            return None;
        }
        Some(groups.iter().map(|group| format!("({})", group.join(or))).collect::<Vec<_>>().join(and))
    }
}

/// Spells a token: small ASCII letters, digits and everything beyond ASCII stay, the rest becomes `_` and two hex digits.
fn token(first: char, text: &str) -> Option<String> {
    if text.is_empty() {
        return None;
    }
    let mut out = String::with_capacity(text.len() + 1);
    out.push(first);
    for c in text.chars() {
        if out.len() + c.len_utf8() > TOKEN {
            break;
        }
        if c.is_ascii_lowercase() || c.is_ascii_digit() || !c.is_ascii() {
            out.push(c);
        } else {
            out.push_str(&format!("_{:02x}", u32::from(c)));
        }
    }
    Some(out)
}

/// The tokens of a document: audience and kind always, then stems, then words, as far as they fit.
pub(super) fn tokens(doc: &IndexDoc) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = doc.audience.iter().filter_map(|text| token('a', text)).collect();
    out.extend(token('k', &doc.kind));
    let mut size: usize = out.iter().map(String::len).sum();
    let texts = doc.terms.iter().map(|text| ('t', text)).chain(doc.words.iter().map(|text| ('w', text)));
    for (first, text) in texts {
        let Some(token) = token(first, text) else { continue };
        // Quotes and a blank come to each token, and some bytes of bookkeeping.
        if size + token.len() + 8 > DOCUMENT {
            break;
        }
        let length = token.len() + 8;
        if out.insert(token) {
            size += length;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_hold_nothing_that_an_engine_would_change() {
        assert_eq!(token('t', "ноутбук").unwrap(), "tноутбук");
        assert_eq!(token('w', "c++").unwrap(), "wc_2b_2b");
        assert_eq!(token('a', "unit:A\0'\"\\").unwrap(), "aunit_3a_41_00_27_22_5c");
        assert_eq!(token('t', ""), None);
        let long = token('t', &"ы".repeat(1000)).unwrap();
        assert!(long.len() <= TOKEN && long.starts_with("tыы"));
    }

    #[test]
    fn a_query_without_groups_or_audience_finds_nothing() {
        for query in [
            IndexQuery::default().for_audience(["all"]),
            IndexQuery::all(["a"]),
            IndexQuery::all([""]).for_audience(["all"]),
            IndexQuery::any(Vec::<String>::new()).for_audience(["all"]),
        ] {
            assert_eq!(query.text(Engine::Sqlite), None);
            assert_eq!(query.text(Engine::Postgres), None);
        }
    }

    #[test]
    fn a_query_is_written_for_each_engine() {
        let query = IndexQuery::all(["стол"])
            .and_any([IndexTerm::Stem("кресл".into()), IndexTerm::Prefix("кре".into())])
            .for_audience(["u1", "p2"])
            .of_kinds(["request"]);
        assert_eq!(
            query.text(Engine::Sqlite).unwrap(),
            r#"("tстол") AND ("tкресл" OR "wкре" *) AND ("au1" OR "ap2") AND ("krequest")"#
        );
        assert_eq!(
            query.text(Engine::Postgres).unwrap(),
            "('tстол') & ('tкресл' | 'wкре':*) & ('au1' | 'ap2') & ('krequest')"
        );
    }
}
