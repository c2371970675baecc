//! Filling an empty database: secondary indexes aside while rows come in, statistics afterwards.
//!
//! What the indexes are is read from the migrations, so the schema is the same before and after.

use std::fs::File;
use std::path::Path;

use crate::db::Db;
use crate::error::StoreError;
use crate::migrate::MIGRATIONS;
use crate::statement::{Engine, parts};
use crate::tables::{Dump, TableClass, tables};
use crate::tx::Tx;

/// A secondary index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// The statement that makes it.
    pub text: String,
}

/// How SQLite's full-text index grows, see "configuration options" of sqlite.org/fts5.html: bytes that are gathered in memory
/// before they become a piece, and how many pieces of a size are merged into one.
struct Pieces {
    bytes: u32,
    merged: u32,
}

const LARGE: Pieces = Pieces { bytes: 64 << 20, merged: 16 };
/// What FTS5 does when it is told nothing.
const USUAL: Pieces = Pieces { bytes: 1 << 20, merged: 4 };

fn pieces(tx: &mut dyn Tx, pieces: &Pieces) -> Result<(), StoreError> {
    for (option, value) in [("hashsize", pieces.bytes), ("automerge", pieces.merged)] {
        tx.command(&format!("INSERT INTO search_text (search_text, rank) VALUES ('{option}', {value})"))?;
    }
    Ok(())
}

/// Every secondary index of an engine, in the order of the migrations.
pub fn indexes(engine: Engine) -> Vec<Index> {
    let mut all = Vec::new();
    for migration in MIGRATIONS {
        let text = migration.text_for(engine);
        // Comments may hold semicolons; quoted text of an index holds none.
        let kept = |(part, code): (_, bool)| -> &str {
            let part: &str = part;
            if code || part.starts_with('\'') { part } else { " " }
        };
        let code: String = parts(&text).into_iter().map(kept).collect();
        for statement in code.split(';') {
            let words: Vec<&str> = statement.split_whitespace().collect();
            match words.as_slice() {
                ["CREATE", "INDEX", name, ..] | ["CREATE", "UNIQUE", "INDEX", name, ..] => {
                    all.push(Index { name: (*name).to_owned(), text: words.join(" ") });
                }
                ["DROP", "INDEX", name, ..] => all.retain(|index| index.name != *name),
                _ => {}
            }
        }
    }
    all
}

/// Whether nothing was recorded yet: no event and no row of state or content.
pub fn is_empty(tx: &mut dyn Tx) -> Result<bool, StoreError> {
    let kept = [TableClass::History, TableClass::State, TableClass::Content];
    for table in
        tables(tx.engine()).filter(|table| kept.contains(&table.class) && table.dump != Dump::Nothing)
    {
        let mut empty = true;
        tx.rows_of(&format!("SELECT 1 FROM {} LIMIT 1", table.name), &[], &mut |_| {
            empty = false;
            Ok(())
        })?;
        if !empty {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Takes the secondary indexes away and lets the full-text index grow in large pieces. Until [`make_indexes`] the database
/// is slow and no program should serve it.
pub fn drop_indexes(tx: &mut dyn Tx) -> Result<(), StoreError> {
    if tx.engine() == Engine::Sqlite {
        pieces(tx, &LARGE)?;
    }
    for index in indexes(tx.engine()) {
        tx.command(&format!("DROP INDEX {}", index.name))?;
    }
    Ok(())
}

/// Makes the secondary indexes again, and one piece of those of SQLite's full-text index, which grows as usual from here on:
/// else the next writer would have to merge them.
pub fn make_indexes(tx: &mut dyn Tx) -> Result<(), StoreError> {
    match tx.engine() {
        Engine::Postgres => tx.command("SET LOCAL maintenance_work_mem = '512MB'")?,
        Engine::Sqlite => {
            pieces(tx, &USUAL)?;
            tx.command("INSERT INTO search_text (search_text) VALUES ('optimize')")?;
        }
    }
    for index in indexes(tx.engine()) {
        tx.command(&index.text)?;
    }
    Ok(())
}

/// Lets the engine estimate what is in the tables, for its plans, from a sample of each.
pub fn analyse(tx: &mut dyn Tx) -> Result<(), StoreError> {
    if tx.engine() == Engine::Sqlite {
        // Without it SQLite reads every index from end to end; sqlite.org/lang_analyze.html advises 100 to 1000.
        tx.command("PRAGMA analysis_limit = 1000")?;
    }
    tx.command("ANALYZE")
}

/// This transaction need not wait for the disk on PostgreSQL: what comes after it will.
pub fn hasten(tx: &mut dyn Tx) -> Result<(), StoreError> {
    match tx.engine() {
        Engine::Postgres => tx.command("SET LOCAL synchronous_commit = off"),
        Engine::Sqlite => Ok(()),
    }
}

/// Brings a SQLite file that was filled without waiting for the disk onto it. The database must be closed.
pub fn settle(directory: &Path) -> Result<(), StoreError> {
    File::open(directory.join(Db::FILE))?.sync_all()?;
    File::open(directory)?.sync_all()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indexes_are_read_from_the_migrations() {
        for engine in [Engine::Sqlite, Engine::Postgres] {
            let all = indexes(engine);
            let count = |words: &str| -> usize {
                MIGRATIONS.iter().map(|migration| migration.text_for(engine).matches(words).count()).sum()
            };
            assert_eq!(all.len(), count("CREATE INDEX ") - count("DROP INDEX "));
            let desk = all.iter().find(|index| index.name == "request_desk").unwrap();
            assert_eq!(desk.text, "CREATE INDEX request_desk ON request (unit, open, whose, due_order, id)");
        }
        let terms = |engine| indexes(engine).iter().any(|index| index.name == "search_doc_terms");
        assert!(terms(Engine::Postgres) && !terms(Engine::Sqlite));
    }
}
