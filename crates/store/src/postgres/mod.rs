//! PostgreSQL: worker threads that own one connection each.

mod bare;
mod raw;
mod threads;
mod tls;
mod types;

use std::collections::HashMap;
use std::time::Duration;

use postgres::{Client, Config};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::StoreError;

pub use bare::{Series, bare};
pub(crate) use raw::{PostgresRaw, postgres_error};
pub(crate) use threads::{Work, work_loop};

/// A connection with its prepared statements.
pub(crate) struct Link {
    pub(crate) client: Client,
    pub(crate) prepared: HashMap<String, postgres::Statement>,
}

/// How to connect.
#[derive(Clone)]
pub(crate) struct Address {
    config: Config,
    tls: MakeRustlsConnect,
    limit: Duration,
}

impl Address {
    /// Reads `postgres://user@host/name?sslmode=…`; `limit` bounds a statement.
    pub(crate) fn parse(url: &str, limit: Duration) -> Result<Self, StoreError> {
        let (mut config, tls) = tls::read(url)
            .map_err(|words| StoreError::Unreachable(format!("the address of the database: {words}")))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        if config.get_application_name().is_none() {
            config.application_name("vitrina");
        }
        Ok(Self { config, tls, limit })
    }

    /// Opens a connection with the settings that every transaction relies on.
    pub(crate) fn connect(&self) -> Result<Link, StoreError> {
        let unreachable = |error: postgres::Error| StoreError::Unreachable(raw::words(&error));
        let mut client = self.config.connect(self.tls.clone()).map_err(unreachable)?;
        let limit = self.limit.as_millis();
        client
            .batch_execute(&format!(
                "SET client_min_messages = warning; SET timezone = 'UTC'; SET client_encoding = 'UTF8';
                 SET statement_timeout = {limit}; SET lock_timeout = {limit};
                 SET idle_in_transaction_session_timeout = {};
                 -- Statements look single rows up by key. A merge join would walk an index of a large table from its
                 -- beginning to them.
                 SET enable_mergejoin = off; SET random_page_cost = 1.1",
                limit.saturating_mul(4)
            ))
            .map_err(unreachable)?;
        let encoding: String = client
            .query_one("SHOW server_encoding", &[])
            .and_then(|row| row.try_get(0))
            .map_err(unreachable)?;
        if encoding != "UTF8" {
            return Err(StoreError::Schema(format!("the database keeps text as {encoding}, UTF8 is needed")));
        }
        Ok(Link { client, prepared: HashMap::new() })
    }
}
