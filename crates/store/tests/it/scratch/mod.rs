//! A table for the tests of the seam.

use store::{Db, Statement, params, sql};
use testkit::Fixture;

/// Statements that several tests use.
pub struct Scratch {
    /// Inserts a row with an id.
    pub put: &'static Statement,
}

/// Statements that several tests use.
pub static SCRATCH: Scratch = Scratch { put: sql!("INSERT INTO scratch (id) VALUES ($1)") };

/// Makes the table.
pub fn scratch(f: &Fixture) {
    f.db.write_blocking(|tx| {
        tx.execute(
            sql!(
                sqlite = "CREATE TABLE scratch (
                       id INTEGER PRIMARY KEY, n INTEGER, r REAL, t TEXT, b BLOB, source TEXT, external_id TEXT,
                       positive INTEGER NOT NULL DEFAULT 1 CHECK (positive > 0),
                       parent INTEGER REFERENCES scratch (id), UNIQUE (source, external_id)) STRICT",
                postgres = "CREATE TABLE scratch (
                       id BIGINT PRIMARY KEY, n BIGINT, r DOUBLE PRECISION, t TEXT, b BYTEA, source TEXT, external_id TEXT,
                       positive BIGINT NOT NULL DEFAULT 1 CHECK (positive > 0),
                       parent BIGINT REFERENCES scratch (id), UNIQUE (source, external_id))"
            ),
            &[],
        )
    })
    .expect("the table is made");
}

/// How many rows it has.
pub fn count(f: &Fixture) -> i64 {
    count_in(&f.db)
}

/// The same for a database without a fixture.
pub fn count_in(db: &Db) -> i64 {
    db.read_blocking(|tx| tx.one(sql!("SELECT count(*) FROM scratch"), params![]))
        .expect("the rows are counted")
}
