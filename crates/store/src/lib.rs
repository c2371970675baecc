//! Where rows live: one `Tx` seam over SQLite and PostgreSQL, migrations, files, and a repository for each aggregate.
//!
//! Use cases are closures that run on the thread that owns the connection: `db.write(move |tx| …)`, `db.read(…)`.
//! They may run twice and may be rolled back, so nothing outside `tx` may be touched.

mod db;
mod error;
mod job;
pub mod migrate;
mod postgres;
pub mod repo;
mod session;
mod sqlite;
mod statement;
mod tx;
mod value;

pub use db::{Db, DbOptions, Home};
pub use error::{ConstraintKind, StoreError};
pub use statement::{Engine, Registered, Statement};
pub use tx::{Lane, Tx};
pub use value::{Row, RowId, Value};

#[doc(hidden)]
pub use inventory;
