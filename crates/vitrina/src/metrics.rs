//! Figures for Prometheus, on an address of their own.

use std::error::Error;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use app::system::SystemClock;
use domain::time::Clock as _;
use metrics::{Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use store::repo::timer;
use store::{Db, Home, Lane, StoreError, audit};
use tokio::net::TcpListener;
use web::server::figures;

/// Up to how many seconds each part of a distribution goes.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];
/// How long what is asked of the database for a reading may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// Begins to count, and gives the figures out at this address until the runtime ends.
pub async fn give(address: SocketAddr, db: &Db) -> Result<(), Box<dyn Error>> {
    let handle = PrometheusBuilder::new().set_buckets(&SECONDS)?.install_recorder()?;
    describe();
    gauge!("vitrina_build_info", "version" => env!("CARGO_PKG_VERSION"), "database" => db.engine().name())
        .set(1.0);
    gauge!("process_start_time_seconds").set(SystemClock.now().millis() as f64 / 1000.0);
    let listener =
        TcpListener::bind(address).await.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    if !address.ip().is_loopback() {
        tracing::warn!(%address, "figures are given to whoever reaches this address");
    }
    tracing::info!(address = %listener.local_addr()?, "figures are at /metrics");
    let db = db.clone();
    tokio::spawn(figures::give(listener, move || read(&handle, &db)));
    Ok(())
}

fn describe() {
    describe_counter!("vitrina_http_requests_total", "Answers, by method, pattern of the address and status");
    describe_histogram!(
        "vitrina_http_request_seconds",
        Unit::Seconds,
        "Time to an answer, by pattern of the address"
    );
    describe_histogram!(
        "vitrina_store_wait_seconds",
        Unit::Seconds,
        "Time that closures waited for a connection, by lane"
    );
    describe_histogram!(
        "vitrina_store_run_seconds",
        Unit::Seconds,
        "Time that closures ran in a transaction, by lane"
    );
    describe_gauge!("vitrina_store_waiting", "Closures that wait for a connection, by lane");
    describe_counter!("vitrina_store_again_total", "Transactions that were run again, by reason");
    describe_gauge!(
        "vitrina_store_bytes",
        Unit::Bytes,
        "Size of the database, and of SQLite's write-ahead log"
    );
    describe_gauge!("vitrina_store_answers", "1 when the database answered this reading");
    describe_counter!(
        "vitrina_store_refused_total",
        "Closures that were refused because too many wait, by lane"
    );
    describe_gauge!(
        "vitrina_timers_lag_seconds",
        Unit::Seconds,
        "For how long the earliest time-out is due and not carried out"
    );
    describe_gauge!("vitrina_timers_due", "Time-outs that are due and not carried out yet");
    describe_counter!("vitrina_timers_total", "Time-outs that were carried out");
    describe_counter!(
        "vitrina_background_failed_total",
        "Work of the background that failed and is tried again"
    );
    describe_gauge!(
        "vitrina_background_round_timestamp_seconds",
        "When the background last went round on this node"
    );
    describe_gauge!("vitrina_build_info", "The version, and the kind of database");
    describe_gauge!("process_start_time_seconds", "When the program started, in seconds since 1970");
    // There from the beginning, so that a rise from nothing is seen.
    for why in ["conflict", "alone", "there already", "broken connection"] {
        counter!("vitrina_store_again_total", "why" => why).increment(0);
    }
}

/// What is asked for at each reading, and the text of everything.
fn read(handle: &PrometheusHandle, db: &Db) -> String {
    let answers = due(db).is_ok_and(|(due, lag)| {
        gauge!("vitrina_timers_due").set(due as f64);
        gauge!("vitrina_timers_lag_seconds").set(lag as f64);
        true
    });
    gauge!("vitrina_store_answers").set(f64::from(u8::from(answers)));
    match db.home() {
        Home::Directory(directory) => {
            for (part, name) in [("database", Db::FILE.to_owned()), ("log", format!("{}-wal", Db::FILE))] {
                gauge!("vitrina_store_bytes", "part" => part).set(size(&directory.join(name)));
            }
        }
        Home::Server(_) => {
            if let Ok(bytes) = db.within(Lane::Read, PATIENCE, |tx| audit::bytes(tx)) {
                gauge!("vitrina_store_bytes", "part" => "database").set(bytes as f64);
            }
        }
    }
    handle.run_upkeep();
    handle.render()
}

/// How many time-outs are due, and for how many seconds the earliest of them has been.
fn due(db: &Db) -> Result<(i64, i64), StoreError> {
    let now = SystemClock.now();
    db.within(Lane::Read, PATIENCE, move |tx| {
        let first = timer::first(tx)?.map_or(0, |(due, ..)| now.seconds_since(due));
        Ok((timer::waiting(tx, now)?, first.max(0)))
    })
}

fn size(file: &Path) -> f64 {
    file.metadata().map_or(0.0, |found| found.len() as f64)
}
