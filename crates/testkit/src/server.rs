//! A PostgreSQL server for the tests: one migrated template, one clone for each test.

use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use postgres::{Client, NoTls};
use store::Db;

use crate::cluster;
use crate::fixture::options;

/// Whether a missing server fails the tests.
pub fn postgres_is_required() -> bool {
    std::env::var("VITRINA_TEST_PG").is_ok_and(|value| value == "required")
}

/// The directory that test programs share; other users of the machine have their own.
pub(crate) fn home() -> PathBuf {
    let user = match std::fs::metadata("/proc/self") {
        Ok(own) => own.uid().to_string(),
        Err(_) => std::env::var("USER").unwrap_or_default(),
    };
    // A socket's path may have some hundred bytes only.
    let base = match std::env::temp_dir() {
        long if long.as_os_str().len() > 40 => PathBuf::from("/tmp"),
        short => short,
    };
    let home = base.join(format!("vitrina-tests-{user}"));
    std::fs::create_dir_all(&home).expect("a directory for the tests");
    home
}

/// A server and the template on it.
struct Server {
    /// An address of its maintenance database.
    url: String,
    template: String,
}

/// A clone of the template; dropped with this value.
pub(crate) struct Cloned {
    url: String,
    name: String,
    server: &'static Server,
}

impl Cloned {
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Cloned {
    fn drop(&mut self) {
        let dropped = Client::connect(&self.server.url, NoTls).and_then(|mut client| {
            client.batch_execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name))
        });
        if let Err(error) = dropped {
            say(&format!("testkit: {} was not dropped: {error}", self.name));
        }
    }
}

/// A fresh database, or `None` when there is no server.
pub(crate) fn clone_template() -> Option<Cloned> {
    static SERVER: OnceLock<Option<Server>> = OnceLock::new();
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let server = SERVER.get_or_init(start).as_ref()?;
    let name = format!("vitrina_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let mut client = Client::connect(&server.url, NoTls).expect("the server answers");
    client
        .batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        .expect("an old database of the same name goes");
    client
        .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {}", server.template))
        .expect("the template is cloned");
    Some(Cloned { url: with_database(&server.url, &name), name, server })
}

fn start() -> Option<Server> {
    let url = match std::env::var("VITRINA_TEST_PG_URL") {
        Ok(url) => Ok(url),
        Err(_) => cluster::start(),
    };
    match url {
        Ok(url) => {
            let template = template(&url);
            Some(Server { url, template })
        }
        Err(why) if postgres_is_required() => panic!("PostgreSQL is required for the tests: {why}"),
        Err(why) => {
            say(&format!("testkit: the tests on PostgreSQL are skipped: {why}"));
            None
        }
    }
}

/// Writes past the capture of test output.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// Makes the migrated template unless it is there already.
fn template(url: &str) -> String {
    let name = format!("vitrina_template_{}", store::migrate::fingerprint());
    let mut client = Client::connect(url, NoTls).expect("the server answers");
    // One test program at a time; the lock goes with the connection.
    client.batch_execute("SELECT pg_advisory_lock(8487463)").expect("the lock of the template");
    let found =
        client.query("SELECT 1 FROM pg_database WHERE datname = $1", &[&name]).expect("the databases");
    if found.is_empty() {
        let fresh = format!("{name}_new");
        for text in [
            format!("DROP DATABASE IF EXISTS {fresh} WITH (FORCE)"),
            format!("CREATE DATABASE {fresh} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"),
        ] {
            client.batch_execute(&text).expect("a database for the template");
        }
        drop(Db::open_postgres(&with_database(url, &fresh), &options()).expect("the template opens"));
        // The server may need a moment to notice that the connection has gone.
        let rename = format!("ALTER DATABASE {fresh} RENAME TO {name}");
        let mut left = 100;
        while let Err(error) = client.batch_execute(&rename) {
            left -= 1;
            assert!(left > 0, "the template gets its name: {error}");
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
    }
    name
}

/// The same server, another database.
fn with_database(url: &str, name: &str) -> String {
    let Some(scheme) = url.find("://") else {
        return format!("{url} dbname={name}");
    };
    let authority = scheme + 3;
    let query = url[authority..].find('?').map_or(url.len(), |at| authority + at);
    let path = url[authority..query].find('/').map_or(query, |at| authority + at);
    format!("{}/{name}{}", &url[..path], &url[query..])
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn the_name_of_the_database_is_replaced() {
        for (url, expected) in [
            ("postgres://u:p@h:1/old?sslmode=disable", "postgres://u:p@h:1/new?sslmode=disable"),
            ("postgres://u@h", "postgres://u@h/new"),
            ("postgresql:///old?host=/tmp/x&user=u", "postgresql:///new?host=/tmp/x&user=u"),
            ("host=h user=u", "host=h user=u dbname=new"),
        ] {
            assert_eq!(with_database(url, "new"), expected);
        }
    }
}
