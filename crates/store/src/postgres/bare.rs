//! The same statements over the driver and nothing else: what everything around it costs is the difference.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use postgres::types::ToSql;
use uuid::{Uuid, Version};

use super::raw::postgres_error;
use super::threads::HOLD_COMPANY;
use super::{Address, Link};
use crate::error::StoreError;
use crate::session::Traced;
use crate::value::Value;

/// How a transaction of the product begins.
const BEGIN: &str = "START TRANSACTION ISOLATION LEVEL READ COMMITTED";
/// How far the numbers of one round are from those of the next.
const NUMBERS: i64 = 1 << 32;
/// Rounds of every call.
static ROUNDS: AtomicU64 = AtomicU64::new(1);

/// What each transaction of some series ran: those of a series follow each other, and a series is run by one connection.
pub type Series = Vec<Vec<Traced>>;

/// Runs series of transactions over so many connections for a while; how long each transaction took. Every round of a series has ids of its
/// own in place of those that were made since `since`, in milliseconds since 1970, and numbers of its own in place of `numbers`.
///
/// # Errors
/// The first error of the database.
pub fn bare(
    url: &str,
    series: &[Series],
    (since, numbers): (u64, &[i64]),
    connections: usize,
    time: Duration,
) -> Result<Vec<Duration>, StoreError> {
    let address = Address::parse(url, Duration::from_secs(60))?;
    let stop = AtomicBool::new(false);
    let again = || -> Result<Vec<Duration>, StoreError> {
        let mut link = address.connect()?;
        let mut times = Vec::new();
        while !stop.load(Ordering::Relaxed) {
            let round = ROUNDS.fetch_add(1, Ordering::Relaxed);
            let other = |value: &Value| elsewhere(value, round, since, numbers);
            for transaction in &series[round as usize % series.len()] {
                let began = Instant::now();
                run(&mut link, transaction, &other)?;
                times.push(began.elapsed());
            }
        }
        Ok(times)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..connections.max(1)).map(|_| scope.spawn(again)).collect();
        thread::sleep(time);
        stop.store(true, Ordering::Relaxed);
        let mut times = Vec::new();
        for thread in threads {
            times.extend(thread.join().map_err(|_| StoreError::misuse("bare", "a thread panicked"))??);
        }
        Ok(times)
    })
}

/// The value in another round: ids and numbers that the series made are others, everything else is the same.
fn elsewhere(value: &Value, round: u64, since: u64, numbers: &[i64]) -> Value {
    match value {
        Value::Bytes(bytes) => {
            let Some(id) = Uuid::from_slice(bytes).ok().filter(|id| is_made(*id, since)) else {
                return value.clone();
            };
            // The last bytes of an id are random or count; a round changes them, and leaves the moment.
            Value::from(Uuid::from_u128(id.as_u128() ^ (u128::from(round) << 8)))
        }
        Value::Int(number) if numbers.contains(number) => Value::Int(number + NUMBERS * round as i64),
        other => other.clone(),
    }
}

fn is_made(id: Uuid, since: u64) -> bool {
    id.get_version() == Some(Version::SortRand) && (id.as_u128() >> 80) as u64 >= since
}

fn run(link: &mut Link, transaction: &[Traced], other: &impl Fn(&Value) -> Value) -> Result<(), StoreError> {
    let Link { client, prepared } = link;
    let told = |place: &'static str| move |error: postgres::Error| postgres_error(place, &error);
    client.batch_execute(BEGIN).map_err(told("BEGIN"))?;
    client.batch_execute(HOLD_COMPANY).map_err(told("hold"))?;
    for Traced { text, params, .. } in transaction {
        let wrong = |error| postgres_error(text, &error);
        let statement = match prepared.get(text) {
            Some(known) => known.clone(),
            None => {
                let made = client.prepare(text).map_err(wrong)?;
                prepared.insert(text.clone(), made.clone());
                made
            }
        };
        let params: Vec<Value> = params.iter().map(other).collect();
        let params: Vec<_> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        client.query(&statement, &params).map_err(wrong)?;
    }
    client.batch_execute("COMMIT").map_err(told("COMMIT"))
}
