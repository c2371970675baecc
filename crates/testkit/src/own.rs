//! A PostgreSQL cluster of one test alone, whose commits wait for the disk: to be crashed, or reached over a network with TLS.

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use postgres::{Client, NoTls};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use tempfile::TempDir;

use crate::cluster::{Account, find};
use crate::server::{postgres_is_required, say};

/// A running cluster with one empty database; it goes with this value.
pub struct OwnCluster {
    bin: PathBuf,
    account: Account,
    home: TempDir,
    /// The port at which it encrypts; none when it has no network.
    port: Option<u16>,
}

/// The certificate of the authority that signed the server's.
const AUTHORITY: &str = "authority.pem";
const CERTIFICATE: &str = "server.pem";
const KEY: &str = "server.key";

impl OwnCluster {
    /// Makes and starts a cluster with `fsync` on; `None` (said in one line) where there is no PostgreSQL.
    ///
    /// # Panics
    /// When `VITRINA_TEST_PG=required` and there is none; when a cluster that was made does not start.
    pub fn start() -> Option<Self> {
        Self::started(false)
    }

    /// The same, reached by TLS too, with a certificate of an authority of its own that names `localhost` alone.
    ///
    /// # Panics
    /// As [`OwnCluster::start`].
    pub fn start_encrypted() -> Option<Self> {
        Self::started(true)
    }

    fn started(encrypted: bool) -> Option<Self> {
        match Self::make(encrypted) {
            Ok(cluster) => {
                cluster.start_again();
                let url = cluster.address("postgres");
                let mut client = Client::connect(&url, NoTls).expect("the new cluster answers");
                client.batch_execute("CREATE DATABASE vitrina TEMPLATE template0").expect("a database");
                Some(cluster)
            }
            Err(why) if postgres_is_required() => panic!("PostgreSQL is required for the tests: {why}"),
            Err(why) => {
                say(&format!("testkit: a PostgreSQL of one test alone is not there: {why}"));
                None
            }
        }
    }

    fn make(encrypted: bool) -> Result<Self, String> {
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
        let port = if encrypted { Some(certified(&account, home.path())?) } else { None };
        Ok(Self { bin, account, home, port })
    }

    fn address(&self, database: &str) -> String {
        let port = self.port.map(|port| format!("&port={port}")).unwrap_or_default();
        format!("postgresql:///{database}?host={}&user=postgres{port}", self.home.path().display())
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        self.address("vitrina")
    }

    /// The address of its database over the network, by a name of this machine; `said` stands behind the question mark.
    ///
    /// # Panics
    /// When it was not started with TLS.
    pub fn network_url(&self, host: &str, said: &str) -> String {
        let port = self.port.expect("a cluster that was started with TLS");
        format!("postgresql://postgres@{host}:{port}/vitrina?{said}")
    }

    /// The file of the authority that its certificate comes from.
    pub fn authority(&self) -> PathBuf {
        self.home.path().join(AUTHORITY)
    }

    /// Starts it, after a crash too: then it recovers from its log first.
    ///
    /// # Panics
    /// When it does not start.
    pub fn start_again(&self) {
        let socket = self.home.path().display();
        let network = match self.port {
            Some(port) => format!(
                "-c listen_addresses=localhost -c port={port} -c ssl=on -c ssl_cert_file={socket}/{CERTIFICATE} \
                 -c ssl_key_file={socket}/{KEY}"
            ),
            None => "-c listen_addresses=''".to_owned(),
        };
        let settings = format!(
            "{network} -c fsync=on -c full_page_writes=on -c synchronous_commit=on -c max_connections=60 \
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
        self.stop("immediate").expect("the cluster stops");
    }

    /// Stops it as an administrator does: whoever is connected is told so and cut off.
    ///
    /// # Panics
    /// When it does not stop.
    pub fn shut_down(&self) {
        self.stop("fast").expect("the cluster stops");
    }

    fn stop(&self, mode: &str) -> Result<(), String> {
        self.account.run(
            Command::new(self.bin.join("pg_ctl"))
                .args(["-w", "-s", "-m", mode, "-D"])
                .arg(self.home.path().join("data"))
                .arg("stop"),
        )
    }
}

impl Drop for OwnCluster {
    fn drop(&mut self) {
        if let Err(error) = self.stop("immediate") {
            say(&format!("testkit: a cluster was not stopped: {error}"));
        }
    }
}

/// Makes an authority and a certificate of it for `localhost`, for a server of the account; a port that nobody has.
fn certified(account: &Account, home: &Path) -> Result<u16, String> {
    let (authority, certificate, key) = certificates().map_err(|error| error.to_string())?;
    for (name, text) in [(AUTHORITY, authority), (CERTIFICATE, certificate), (KEY, key)] {
        let file = home.join(name);
        fs::write(&file, text).map_err(|error| error.to_string())?;
        // A server refuses a key that others can read.
        fs::set_permissions(&file, Permissions::from_mode(0o600)).map_err(|error| error.to_string())?;
        account.own(&file)?;
    }
    // Whoever is called `guarded` has a password.
    let rules =
        "local all all trust\nhostssl all guarded localhost scram-sha-256\nhost all all localhost trust\n";
    fs::write(home.join("data/pg_hba.conf"), rules).map_err(|error| error.to_string())?;
    let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    free.map(|address| address.port()).map_err(|error| error.to_string())
}

fn certificates() -> Result<(String, String, String), rcgen::Error> {
    let mut authority = CertificateParams::new([])?;
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority_key = KeyPair::generate()?;
    let authority_text = authority.self_signed(&authority_key)?.pem();
    let key = KeyPair::generate()?;
    let issuer = Issuer::new(authority, authority_key);
    let server = CertificateParams::new(["localhost".to_owned()])?.signed_by(&key, &issuer)?;
    Ok((authority_text, server.pem(), key.serialize_pem()))
}
