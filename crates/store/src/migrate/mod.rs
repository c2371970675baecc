//! Migrations: one text for both engines. All that are missing are applied in one transaction, in their order.
//!
//! A text starts with `-- min_compatible: N` when programs below version N can no longer work with the schema after it.
//! Expand first, contract one release later.
//!
//! A line `-- rebuild: TABLE, TABLE` asks for tables to be made again from the history once the schema is this program's: by the code
//! that `check` holds them to, so that no rule is written twice. It runs in the same transaction, and not where nothing was recorded.
//! Before it a copy is kept, where whoever opens the database wants one.

mod copied;
mod dialect;
mod rebuild;

use std::collections::BTreeSet;

use base16ct::lower::encode_string as hex;
use sha2::{Digest, Sha256};

use crate::error::StoreError;
use crate::options::{DbOptions, Migrate};
use crate::postgres::{self as pg, PostgresRaw, postgres_error};
use crate::session::{Company, Session};
use crate::sql;
use crate::sqlite::{self, SqliteRaw, sqlite_error};
use crate::statement::Engine;
use crate::tx::{Lane, Tx};

pub use rebuild::{Rebuild, replace};

/// One migration as it is built into the program.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Its number, counted from 0 without gaps.
    pub version: i64,
    /// Its name, for people.
    pub name: &'static str,
    /// The text for both engines.
    pub text: &'static str,
    /// The hash of the text with which it was first given out, where that repeated rules for rows which are now made from the history.
    /// Databases keep it: the tables and the rows are the same.
    first: Option<&'static str>,
}

macro_rules! migrations {
    ($($version:literal $file:literal $(first $first:literal)?),+ $(,)?) => {
        /// Every migration, in order.
        pub const MIGRATIONS: &[Migration] = &[$(Migration {
            version: $version,
            name: $file,
            text: include_str!(concat!("../../migrations/", $file, ".sql")),
            first: migrations!(first $($first)?),
        }),+];
    };
    (first) => { None };
    (first $first:literal) => { Some($first) };
}

migrations! {
    0 "0000_base",
    1 "0001_start",
    2 "0002_identity",
    3 "0003_flow",
    4 "0004_outside_link",
    5 "0005_rates",
    6 "0006_timer_order",
    7 "0007_offer_until" first "a944019afe2065aec34d6364877d86948f78c216d756317223dc34201ef58eaa",
    8 "0008_closed_requests",
    9 "0009_offer_price" first "3fe5ef06e472caadba75ffdea1ee31f2ee02d5cde912a7e37e0de462304fb5cb",
    10 "0010_taken_back",
    11 "0011_brought",
    12 "0012_command_print",
    13 "0013_address",
    14 "0014_act",
    15 "0015_access_hold",
    16 "0016_chain",
    17 "0017_access_opening",
    18 "0018_proof",
    19 "0019_factor",
    20 "0020_told_at_once",
}

impl Migration {
    /// The statements for one engine.
    pub fn text_for(&self, engine: Engine) -> String {
        dialect::translate(self.text, engine)
    }

    /// The lowest version of a program that can work with the schema after this migration; `None`: as before.
    pub fn min_compatible(&self) -> Option<i64> {
        self.text.lines().find_map(|line| line.strip_prefix("-- min_compatible:")?.trim().parse().ok())
    }

    /// The tables that are to be made again from the history after it.
    pub fn rebuilds(&self) -> impl Iterator<Item = &'static str> {
        let text: &'static str = self.text;
        let lines = text.lines().filter_map(|line| line.strip_prefix("-- rebuild:"));
        lines.flat_map(|tables| tables.split(',')).map(str::trim)
    }

    fn sha256(&self) -> String {
        self.first.map_or_else(|| hex(&Sha256::digest(self.text)), str::to_owned)
    }
}

/// A hash over every migration: a template made from the same texts can be used again.
pub fn fingerprint() -> String {
    let mut hash = Sha256::new();
    for migration in MIGRATIONS {
        hash.update(migration.text);
    }
    hex(&hash.finalize()[..8])
}

/// The version of the schema that this program was built for.
pub fn own_version() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// The version of the schema that a database has.
///
/// # Errors
/// The database's.
pub fn version(tx: &mut dyn Tx) -> Result<i64, StoreError> {
    tx.one(sql!("SELECT max(version) FROM schema_version"), &[])
}

/// A row of `schema_version`.
struct Applied {
    version: i64,
    sha256: String,
    min_compatible: i64,
}

/// The migrations still to apply, each with the `min_compatible` that holds after it.
fn missing(applied: &[Applied], migrate: Migrate) -> Result<Vec<(Migration, i64)>, StoreError> {
    let mut compatible = applied.iter().map(|row| row.min_compatible).max().unwrap_or(0);
    if compatible > own_version() {
        return Err(StoreError::Schema(format!(
            "the database needs a program of schema version {compatible} or later, this one has {}",
            own_version()
        )));
    }
    let mut missing = Vec::new();
    for migration in MIGRATIONS {
        match applied.iter().find(|row| row.version == migration.version) {
            Some(row) if row.sha256 == migration.sha256() => {}
            Some(_) => {
                return Err(StoreError::Schema(format!(
                    "migration {} was applied with another text",
                    migration.name
                )));
            }
            None => {
                compatible = compatible.max(migration.min_compatible().unwrap_or(0));
                missing.push((*migration, compatible));
            }
        }
    }
    let apply = match migrate {
        Migrate::Always => true,
        Migrate::Fresh => applied.is_empty(),
        Migrate::Never => false,
    };
    match missing.first() {
        Some(_) if !apply && applied.is_empty() => Err(StoreError::Empty),
        Some((first, _)) if !apply => Err(StoreError::Schema(format!(
            "the database is older than this program ({} is missing): serve it once, which brings it up",
            first.name
        ))),
        _ => Ok(missing),
    }
}

const READ: &str = "SELECT version, sha256, min_compatible FROM schema_version ORDER BY version";

/// Makes tables again after the migrations that ask for it. `copy` gets the number of the schema before them and the names of the tables.
fn rebuilt(
    tx: &mut dyn Tx,
    applied: &[(Migration, i64)],
    options: &DbOptions,
    copy: impl FnOnce(i64, &str) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let tables: BTreeSet<&'static str> =
        applied.iter().flat_map(|(migration, _)| migration.rebuilds()).collect();
    if tables.is_empty() || !rebuild::anything_recorded(tx)? {
        return Ok(());
    }
    let tables: Vec<_> = tables.into_iter().collect();
    let names = tables.join(", ");
    let rebuild = options.rebuild.ok_or_else(|| {
        StoreError::Schema(format!("{names} must be made again from the history: serve the database once"))
    })?;
    if options.copy {
        copy(applied.first().map_or(0, |(first, _)| first.version - 1), &names)?;
    }
    tracing::info!(tables = names, "tables are made again from the history");
    rebuild(tx, &tables)
}

/// Brings a SQLite file up to this program's schema, or says why it does not fit.
pub(crate) fn sqlite(link: &sqlite::Link, options: &DbOptions) -> Result<(), StoreError> {
    link.command("BEGIN IMMEDIATE")?;
    match sqlite_apply(link, options) {
        Ok(()) => link.command("COMMIT"),
        Err(error) => {
            let _ = link.command("ROLLBACK");
            Err(error)
        }
    }
}

fn sqlite_apply(link: &sqlite::Link, options: &DbOptions) -> Result<(), StoreError> {
    let missing = missing(&sqlite_applied(link)?, options.migrate)?;
    for (migration, compatible) in &missing {
        let wrong = |error: rusqlite::Error| match sqlite_error(migration.name, &error) {
            StoreError::Sql { detail, .. } => StoreError::Schema(format!("{}: {detail}", migration.name)),
            other => other,
        };
        link.connection.execute_batch(&migration.text_for(Engine::Sqlite)).map_err(wrong)?;
        link.connection
            .execute(
                "INSERT INTO schema_version (version, name, sha256, min_compatible) VALUES (?1, ?2, ?3, ?4)",
                (migration.version, migration.name, migration.sha256(), compatible),
            )
            .map_err(wrong)?;
    }
    let raw = SqliteRaw { connection: &link.connection };
    let mut session = Session::new(raw, link.database, Lane::Write, Company::Alone, None);
    rebuilt(&mut session, &missing, options, |schema, _| {
        // What this transaction did so far nobody else sees, so the copy is of the database before it; and nobody else writes meanwhile.
        let file = link.connection.path().unwrap_or_default();
        let kept = copied::keep(file.as_ref(), schema)?;
        tracing::info!(
            copy = %kept.display(),
            "the database as it was is kept beside it: remove the copy when all is well"
        );
        Ok(())
    })?;
    sqlite::tell_index(link, session.into_index())
}

fn sqlite_applied(link: &sqlite::Link) -> Result<Vec<Applied>, StoreError> {
    let connection = &link.connection;
    let read = || -> rusqlite::Result<Vec<Applied>> {
        if !connection.table_exists(None, "schema_version")? {
            return Ok(Vec::new());
        }
        let mut statement = connection.prepare(READ)?;
        let rows = statement.query_map((), |row| {
            Ok(Applied { version: row.get(0)?, sha256: row.get(1)?, min_compatible: row.get(2)? })
        })?;
        rows.collect()
    };
    read().map_err(|error| sqlite_error("schema_version", &error))
}

/// Brings a PostgreSQL database up to this program's schema, or says why it does not fit.
pub(crate) fn postgres(link: &mut pg::Link, database: u64, options: &DbOptions) -> Result<(), StoreError> {
    let wrong = |error: ::postgres::Error| postgres_error("schema_version", &error);
    let mut transaction = link.client.transaction().map_err(wrong)?;
    if missing(&postgres_applied(&mut transaction).map_err(wrong)?, options.migrate)?.is_empty() {
        return Ok(());
    }
    // One node at a time; the number is the word "vitrina" in letters of a telephone.
    transaction
        .batch_execute(
            "SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
             SELECT pg_advisory_xact_lock(8487462)",
        )
        .map_err(wrong)?;
    // Another node may have been faster.
    let missing = missing(&postgres_applied(&mut transaction).map_err(wrong)?, options.migrate)?;
    for (migration, compatible) in &missing {
        let wrong = |error: ::postgres::Error| match postgres_error(migration.name, &error) {
            StoreError::Sql { detail, .. } => StoreError::Schema(format!("{}: {detail}", migration.name)),
            other => other,
        };
        transaction.batch_execute(&migration.text_for(Engine::Postgres)).map_err(wrong)?;
        transaction
            .execute(
                "INSERT INTO schema_version (version, name, sha256, min_compatible) VALUES ($1, $2, $3, $4)",
                &[&migration.version, &migration.name, &migration.sha256(), compatible],
            )
            .map_err(wrong)?;
    }
    let raw = PostgresRaw { transaction, prepared: &mut link.prepared };
    let mut session = Session::new(raw, database, Lane::Write, Company::Alone, None);
    rebuilt(&mut session, &missing, options, |schema, tables| {
        Err(StoreError::Schema(format!(
            "{tables} are to be made again from the history, and PostgreSQL is not copied before that as SQLite is. Nothing was changed. Copy \
             the database, which has schema {schema}, with pg_dump or with `vitrina backup` of the version that served it; then serve with \
             --no-copy"
        )))
    })?;
    session.into_raw().transaction.commit().map_err(wrong)
}

fn postgres_applied(
    transaction: &mut ::postgres::Transaction<'_>,
) -> Result<Vec<Applied>, ::postgres::Error> {
    let found: bool =
        transaction.query_one("SELECT to_regclass('schema_version') IS NOT NULL", &[])?.try_get(0)?;
    if !found {
        return Ok(Vec::new());
    }
    let read = |row: ::postgres::Row| {
        Ok(Applied { version: row.try_get(0)?, sha256: row.try_get(1)?, min_compatible: row.try_get(2)? })
    };
    transaction.query(READ, &[])?.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(version: i64, min_compatible: i64) -> Applied {
        let sha256 =
            MIGRATIONS.iter().find(|m| m.version == version).map(Migration::sha256).unwrap_or_default();
        Applied { version, sha256, min_compatible }
    }

    #[test]
    fn the_list_is_the_directory() {
        let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = std::fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let listed: Vec<String> = MIGRATIONS.iter().map(|m| format!("{}.sql", m.name)).collect();
        assert_eq!(files, listed);
        for (index, migration) in MIGRATIONS.iter().enumerate() {
            assert_eq!(migration.version, i64::try_from(index).unwrap());
            assert!(migration.name.starts_with(&format!("{index:04}_")), "{}", migration.name);
        }
    }

    #[test]
    fn texts_are_portable() {
        // Keywords are written in capitals. A deferred constraint would fail the whole group of a SQLite commit; the types mean other things on each engine.
        let refused = [
            "DEFERRABLE",
            "DEFERRED",
            "BOOLEAN",
            "SERIAL",
            "BIGSERIAL",
            "INTEGER",
            "INT",
            "NUMERIC",
            "DECIMAL",
            "VARCHAR",
            "CHAR",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "DATE",
            "JSON",
            "JSONB",
            "UUID",
            "REAL",
            "BLOB",
            "NOW",
            "LOWER",
            "LIKE",
            "CURRENT_TIMESTAMP",
            "AUTOINCREMENT",
        ];
        for migration in MIGRATIONS {
            for (part, code) in crate::statement::parts(migration.text) {
                let words = part.split(|c: char| !(c.is_alphanumeric() || c == '_'));
                for word in words.filter(|_| code) {
                    assert!(!refused.contains(&word), "{}: {word}", migration.name);
                }
            }
        }
    }

    #[test]
    fn a_text_that_was_made_shorter_keeps_its_first_hash() {
        let shorter: Vec<_> = MIGRATIONS.iter().filter(|m| m.first.is_some()).collect();
        assert_eq!(shorter.iter().map(|m| m.version).collect::<Vec<_>>(), [7, 9]);
        for migration in shorter {
            assert_eq!(migration.rebuilds().collect::<Vec<_>>(), ["request_bidder"]);
            assert_ne!(migration.sha256(), hex(&Sha256::digest(migration.text)));
        }
    }

    #[test]
    fn tables_that_are_made_again_are_listed() {
        for table in MIGRATIONS.iter().flat_map(Migration::rebuilds) {
            assert!(crate::tables::all().iter().any(|known| known.name == table), "{table}");
        }
    }

    #[test]
    fn a_newer_schema_is_served_unless_it_says_no() {
        let newer = own_version() + 1;
        let mut applied: Vec<Applied> = MIGRATIONS.iter().map(|m| row(m.version, 0)).collect();
        applied.push(row(newer, own_version()));
        assert!(missing(&applied, Migrate::Never).unwrap().is_empty());
        applied.push(row(newer + 1, newer));
        assert!(missing(&applied, Migrate::Always).is_err());
    }

    #[test]
    fn a_missing_or_edited_migration_is_named() {
        assert_eq!(missing(&[], Migrate::Never).err(), Some(StoreError::Empty));
        for migrate in [Migrate::Always, Migrate::Fresh] {
            assert_eq!(missing(&[], migrate).unwrap().len(), MIGRATIONS.len());
        }
        let older = [row(0, 0)];
        assert!(missing(&older, Migrate::Fresh).unwrap_err().to_string().contains("0001_start"));
        assert_eq!(missing(&older, Migrate::Always).unwrap().len(), MIGRATIONS.len() - 1);
        let edited = Applied { version: 0, sha256: "other".to_owned(), min_compatible: 0 };
        assert!(missing(&[edited], Migrate::Always).unwrap_err().to_string().contains("another text"));
    }
}
