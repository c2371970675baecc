//! PostgreSQL over a network: what encrypts the connection, whose server is taken, and what a restart of it leaves.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use crate::scratch::{SCRATCH, count_in};
use store::{Db, StoreError, Tx, params, sql};
use testkit::{OwnCluster, options};

fn open(url: &str) -> Result<Db, StoreError> {
    Db::open_postgres(url, &options())
}

fn refused(url: &str) -> String {
    open(url).err().map_or_else(|| format!("{url} was taken"), |error| error.to_string())
}

/// Whether the connection is encrypted, as the server sees it.
fn is_encrypted(url: &str) -> Result<bool, StoreError> {
    open(url)?.read_blocking(|tx| {
        let told = sql!(
            postgres = "SELECT CAST(CASE WHEN ssl THEN 1 ELSE 0 END AS BIGINT) FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        );
        Ok(tx.one::<i64>(told, &[])? == 1)
    })
}

#[test]
fn a_connection_is_encrypted_as_the_address_says_and_ends_at_the_server_that_it_means() {
    let Some(server) = OwnCluster::start_encrypted() else { return };
    let Some(other) = OwnCluster::start_encrypted() else { return };
    let roots = |of: &OwnCluster| format!("sslrootcert={}", of.authority().display());
    let (own, foreign) = (roots(&server), roots(&other));
    for (host, said, encrypted) in [
        ("localhost", "sslmode=disable".to_owned(), false),
        ("localhost", String::new(), true),
        ("localhost", "sslmode=prefer".to_owned(), true),
        ("127.0.0.1", "sslmode=require".to_owned(), true),
        ("127.0.0.1", format!("sslmode=verify-ca&{own}"), true),
        ("127.0.0.1", format!("sslmode=require&{own}"), true),
        ("localhost", format!("sslmode=verify-full&{own}"), true),
    ] {
        assert_eq!(is_encrypted(&server.network_url(host, &said)), Ok(encrypted), "{host} {said}");
    }
    for (host, said, why) in [
        ("127.0.0.1", format!("sslmode=verify-full&{own}"), "not valid for name"),
        ("localhost", format!("sslmode=verify-full&{foreign}"), "invalid peer certificate"),
        ("localhost", format!("sslmode=verify-ca&{foreign}"), "invalid peer certificate"),
        ("localhost", format!("sslmode=require&{foreign}"), "invalid peer certificate"),
        ("localhost", "sslmode=verify-ca".to_owned(), "sslrootcert=FILE"),
    ] {
        let words = refused(&server.network_url(host, &said));
        assert!(words.contains(why) && !words.contains("was taken"), "{host} {said}: {words}");
    }
    // The authorities that the system trusts, if there are any, are others.
    let words = refused(&server.network_url("localhost", "sslmode=verify-full"));
    assert!(
        ["invalid peer certificate", "names no authorities"].iter().any(|why| words.contains(why)),
        "{words}"
    );
    // A socket of the machine, whatever is said.
    let socket = format!("{}&sslmode=verify-full&{own}", server.url());
    assert_eq!(is_encrypted(&socket), Ok(false));
}

#[test]
fn a_password_is_proved_to_the_server_at_the_end_of_this_very_connection() {
    let Some(server) = OwnCluster::start_encrypted() else { return };
    let role = "CREATE ROLE guarded SUPERUSER LOGIN PASSWORD 'secret'";
    open(&server.url()).unwrap().write_blocking(|tx| tx.command(role)).unwrap();
    let said = |password: &str, mode: &str| {
        server.network_url(
            "localhost",
            &format!("user=guarded&password={password}&channel_binding=require&{mode}"),
        )
    };
    let full = format!("sslmode=verify-full&sslrootcert={}", server.authority().display());
    assert_eq!(is_encrypted(&said("secret", &full)), Ok(true));
    let words = refused(&said("other", &full));
    assert!(words.contains("password authentication failed"), "{words}");
    let words = refused(&said("secret", "sslmode=disable"));
    assert!(words.contains("database cannot be reached"), "{words}");
}

#[test]
fn a_server_that_cannot_encrypt_is_refused_where_that_is_wanted() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // A request for encryption is eight bytes long; the answer is no.
        stream.read_exact(&mut [0; 8]).unwrap();
        stream.write_all(b"N").unwrap();
        let mut more = Vec::new();
        stream.read_to_end(&mut more).unwrap();
        more
    });
    let words = refused(&format!("postgres://u:secret@127.0.0.1:{port}/d?sslmode=require"));
    assert!(words.contains("does not support TLS"), "{words}");
    assert_eq!(server.join().unwrap(), b"", "nothing was said in the open");
}

#[test]
fn connections_survive_a_restart_of_the_server() {
    let Some(server) = OwnCluster::start_encrypted() else { return };
    let said = format!("sslmode=verify-full&sslrootcert={}", server.authority().display());
    let db = open(&server.network_url("localhost", &said)).unwrap();
    let put = |id: i64| db.write_blocking(move |tx: &mut dyn Tx| tx.execute_one(SCRATCH.put, params![id]));
    db.write_blocking(|tx| tx.command("CREATE TABLE scratch (id BIGINT PRIMARY KEY, n BIGINT)")).unwrap();
    // Every thread has a connection of its own: more work than there are threads.
    for id in 0..12 {
        put(id).unwrap();
        assert_eq!(count_in(&db), id + 1);
    }
    server.shut_down();
    assert!(matches!(put(100), Err(StoreError::Unreachable(_))), "{:?}", put(100));
    server.start_again();
    for id in 12..24 {
        put(id).unwrap();
        assert_eq!(count_in(&db), id + 1);
    }
    db.claim_blocking(|tx: &mut dyn Tx| tx.execute_one(SCRATCH.put, params![24])).unwrap();
    server.crash();
    server.start_again();
    for id in 25..37 {
        put(id).unwrap();
        assert_eq!(count_in(&db), id + 1);
    }
}
