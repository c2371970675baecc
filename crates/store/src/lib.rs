//! Where rows live: one `Tx` seam over SQLite and PostgreSQL, migrations, files, and a repository for each aggregate.
//!
//! Use cases are closures that run on the thread that owns the connection: `db.write(move |tx| …)`, `db.read(…)`.
//! They may run twice and may be rolled back, so nothing outside `tx` may be touched.
//!
//! Whatever takes a `tx` fails as the database does; `# Errors` names only what else can go wrong.

pub mod audit;
pub mod blobs;
pub mod bulk;
pub mod carry;
pub mod chain;
pub mod copy;
mod db;
pub mod dump;
mod error;
mod hold;
mod job;
pub mod migrate;
mod options;
mod postgres;
#[doc(hidden)]
pub mod read;
pub mod repo;
mod search;
mod session;
mod sqlite;
mod statement;
#[doc(hidden)]
pub mod table;
pub mod tables;
#[doc(hidden)]
pub mod text;
mod tx;
mod value;

pub use db::Db;
pub use error::{ConstraintKind, StoreError};
pub use hold::Hold;
pub use options::{Care, DbOptions, Home, Migrate};
pub use postgres::{Series, bare};
pub use read::FromRow;
pub use search::{IndexDoc, IndexQuery, IndexTerm, MAX_HITS, SpeltDoc};
pub use session::Traced;
pub use statement::{Engine, Query, Registered, Statement};
pub use tx::{Lane, Tx};
pub use value::{Row, Value};

#[doc(hidden)]
pub use inventory;
