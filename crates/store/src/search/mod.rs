//! The full-text index: FTS5 on SQLite, `tsvector` on PostgreSQL, the same hits on both.
//!
//! Texts come analysed. Stems, words, audience and kind are tokens of one index, told apart by their first letter, so that
//! permission is an intersection. Tokens are spelt so that neither engine changes them.
//!
//! Whatever SQLite's index is told in one savepoint becomes a segment of its own, which costs more than the words. So it is told all at once,
//! before the commit of a group (`IndexChange`).

mod query;

use uuid::Uuid;

use crate::error::StoreError;
use crate::statement::Engine;
use crate::tx::{Lane, Tx};
use crate::{hot_sql, params, sql};

pub use query::{IndexDoc, IndexQuery, IndexTerm, SpeltDoc};

/// What SQLite's index is to be told before the commit.
#[derive(Debug, Clone)]
pub enum IndexChange {
    /// A document, in place of an older one with its id.
    Put(SpeltDoc),
    /// The document with this id goes.
    Remove(Uuid),
}

impl IndexChange {
    /// Which document it is about.
    pub(crate) const fn id(&self) -> Uuid {
        match self {
            Self::Put(doc) => doc.id,
            Self::Remove(id) => *id,
        }
    }
}

/// The most candidates that a search gives.
pub const MAX_HITS: usize = 500;
/// Documents of one millisecond that SQLite can number.
const PER_MILLI: i64 = 1 << 15;

/// The first number that SQLite gives to documents of the id's millisecond.
fn first_docid(id: Uuid) -> i64 {
    let mut millis = [0; 8];
    millis[2..].copy_from_slice(&id.as_bytes()[..6]);
    i64::from_be_bytes(millis) * PER_MILLI
}

impl dyn Tx + '_ {
    /// Puts a document into the index, in place of an older one with the same id.
    ///
    /// # Errors
    /// Besides those of the database: 32 768 documents whose ids are of one millisecond are the most.
    pub fn index_put(&mut self, doc: &IndexDoc) -> Result<(), StoreError> {
        match self.engine() {
            Engine::Postgres => {
                let mut terms = String::new();
                for token in &query::tokens(doc) {
                    terms.extend(["'", token, "' "]);
                }
                let put = hot_sql!(
                    postgres = "INSERT INTO search_doc (id, kind, terms)
                         VALUES ($1, $2, CAST(CAST($3 AS TEXT) AS tsvector))
                         ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, terms = excluded.terms"
                );
                self.execute_one(put, params![doc.id, &doc.kind, terms])
            }
            Engine::Sqlite => self.index_later(IndexChange::Put(doc.spelt())),
        }
    }

    /// Tells SQLite's index what it was to be told.
    pub(crate) fn index_tell(&mut self, change: &IndexChange) -> Result<(), StoreError> {
        let find = hot_sql!(sqlite = "DELETE FROM search_doc WHERE id = $1 RETURNING docid");
        if let Some(docid) = self.opt::<i64>(find, params![change.id()])? {
            self.execute(sql!(sqlite = "DELETE FROM search_text WHERE rowid = $1"), params![docid])?;
        }
        match change {
            IndexChange::Put(doc) => self.index_new(doc.id, &doc.kind, &doc.tokens),
            IndexChange::Remove(_) => Ok(()),
        }
    }

    /// Puts documents into the index whose ids are not there yet: COPY on PostgreSQL.
    ///
    /// # Errors
    /// [`StoreError::Unique`] when an id is there already; as [`index_put`](#method.index_put).
    pub fn index_load(&mut self, docs: &[SpeltDoc]) -> Result<(), StoreError> {
        match self.engine() {
            Engine::Postgres => {
                let mut rows =
                    docs.iter().map(|doc| vec![doc.id.into(), (&doc.kind).into(), (&doc.tokens).into()]);
                self.insert_many("search_doc", &["id", "kind", "terms"], "", &mut rows).map(|_| ())
            }
            Engine::Sqlite => docs.iter().try_for_each(|doc| self.index_new(doc.id, &doc.kind, &doc.tokens)),
        }
    }

    /// A new document on SQLite, under the next number of its millisecond.
    fn index_new(&mut self, id: Uuid, kind: &str, tokens: &str) -> Result<(), StoreError> {
        let first = first_docid(id);
        let last: Option<i64> = self.one(
            hot_sql!(sqlite = "SELECT max(docid) FROM search_doc WHERE docid >= $1 AND docid < $2"),
            params![first, first + PER_MILLI],
        )?;
        let docid = last.map_or(first, |last| last + 1);
        if docid >= first + PER_MILLI {
            return Err(StoreError::inconsistent(
                "search_doc",
                "docid",
                id,
                "too many documents of one millisecond",
            ));
        }
        self.execute_one(
            hot_sql!(sqlite = "INSERT INTO search_doc (id, kind, docid) VALUES ($1, $2, $3)"),
            params![id, kind, docid],
        )?;
        self.execute_one(
            sql!(sqlite = "INSERT INTO search_text (rowid, body) VALUES ($1, $2)"),
            params![docid, tokens],
        )
    }

    /// Takes a document out of the index, if it is there.
    pub fn index_remove(&mut self, id: Uuid) -> Result<(), StoreError> {
        match self.engine() {
            Engine::Postgres => {
                let remove = hot_sql!(postgres = "DELETE FROM search_doc WHERE id = $1");
                self.execute(remove, params![id]).map(|_| ())
            }
            Engine::Sqlite => self.index_later(IndexChange::Remove(id)),
        }
    }

    /// The ids of at most [`MAX_HITS`] documents that match, newest id first. Only where reads happen, never in a write.
    pub fn index_search(&mut self, query: &IndexQuery) -> Result<Vec<Uuid>, StoreError> {
        if self.lane() != Lane::Read {
            return Err(StoreError::misuse("index_search", "search before the write, not in it"));
        }
        let Some(text) = query.text(self.engine()) else {
            return Ok(Vec::new());
        };
        let limit = MAX_HITS as i64;
        if self.engine() == Engine::Postgres {
            let find = sql!(
                postgres = "SELECT id FROM search_doc WHERE terms @@ CAST(CAST($1 AS TEXT) AS tsquery)
                     ORDER BY id DESC LIMIT $2"
            );
            return self.all(find, params![text, limit]);
        }
        let find = sql!(
            sqlite = "SELECT d.id, d.docid FROM search_text CROSS JOIN search_doc AS d ON d.docid = search_text.rowid
                 WHERE search_text MATCH $1 AND search_text.rowid >= $2 AND search_text.rowid < $3
                 ORDER BY search_text.rowid DESC LIMIT $4"
        );
        let mut found: Vec<(Uuid, i64)> = self.all(find, params![&text, 0, i64::MAX, limit])?;
        // Numbers follow the milliseconds of ids; within the last millisecond all are needed to order them by id.
        if found.len() == MAX_HITS
            && let Some((_, last)) = found.last().copied()
        {
            let floor = last - last % PER_MILLI;
            found.extend(self.all::<(Uuid, i64)>(find, params![text, floor, last, PER_MILLI])?);
        }
        let mut ids: Vec<Uuid> = found.into_iter().map(|(id, _)| id).collect();
        ids.sort_unstable_by(|a, b| b.cmp(a));
        ids.truncate(MAX_HITS);
        Ok(ids)
    }
}
