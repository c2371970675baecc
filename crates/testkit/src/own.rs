//! A PostgreSQL cluster of one test alone, whose commits wait for the disk: to be crashed.

use std::path::PathBuf;
use std::process::Command;

use postgres::{Client, NoTls};
use tempfile::TempDir;

use crate::cluster::{Account, find};
use crate::server::{postgres_is_required, say};

/// A running cluster with one empty database; it goes with this value.
pub struct OwnCluster {
    bin: PathBuf,
    account: Account,
    home: TempDir,
}

impl OwnCluster {
    /// Makes and starts a cluster with `fsync` on; `None` (said in one line) where there is no PostgreSQL.
    ///
    /// # Panics
    /// When `VITRINA_TEST_PG=required` and there is none; when a cluster that was made does not start.
    pub fn start() -> Option<Self> {
        match Self::make() {
            Ok(cluster) => {
                cluster.start_again();
                let url = cluster.address("postgres");
                let mut client = Client::connect(&url, NoTls).expect("the new cluster answers");
                client.batch_execute("CREATE DATABASE vitrina TEMPLATE template0").expect("a database");
                Some(cluster)
            }
            Err(why) if postgres_is_required() => panic!("PostgreSQL is required for the tests: {why}"),
            Err(why) => {
                say(&format!("testkit: a crash of PostgreSQL is not tested: {why}"));
                None
            }
        }
    }

    fn make() -> Result<Self, String> {
        let bin = find().ok_or("no initdb found in PATH or /usr/lib/postgresql/*/bin")?;
        // A socket's path may have some hundred bytes only.
        let home =
            tempfile::Builder::new().prefix("vitrina-own-").tempdir_in("/tmp").map_err(|e| e.to_string())?;
        let account = Account::choose(home.path())?;
        account.own(home.path())?;
        account.run(
            Command::new(bin.join("initdb"))
                .args(["--no-sync", "--no-instructions", "-A", "trust", "-U", "postgres", "-E", "UTF8"])
                .args(["--locale=C", "-D"])
                .arg(home.path().join("data")),
        )?;
        Ok(Self { bin, account, home })
    }

    fn address(&self, database: &str) -> String {
        format!("postgresql:///{database}?host={}&user=postgres", self.home.path().display())
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        self.address("vitrina")
    }

    /// Starts it, after a crash too: then it recovers from its log first.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&self) {
        let socket = self.home.path().display();
        let settings = format!(
            "-c listen_addresses='' -c fsync=on -c full_page_writes=on -c synchronous_commit=on -c max_connections=60 \
             -c shared_buffers=32MB -c autovacuum=off -k {socket}"
        );
        let started = self.account.run(
            Command::new(self.bin.join("pg_ctl"))
                .args(["-w", "-s", "-t", "60", "-o", &settings, "-D"])
                .arg(self.home.path().join("data"))
                .arg("-l")
                .arg(self.home.path().join("log"))
                .arg("start"),
        );
        started.expect("the cluster starts");
    }

    /// Stops every process of it at once, without a checkpoint: what a loss of power leaves.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn crash(&self) {
        self.stop().expect("the cluster stops");
    }

    fn stop(&self) -> Result<(), String> {
        self.account.run(
            Command::new(self.bin.join("pg_ctl"))
                .args(["-w", "-s", "-m", "immediate", "-D"])
                .arg(self.home.path().join("data"))
                .arg("stop"),
        )
    }
}

impl Drop for OwnCluster {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            say(&format!("testkit: a cluster was not stopped: {error}"));
        }
    }
}
