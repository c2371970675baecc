//! Measuring a filled company: what pages read, how many commands a second, which statements read large tables whole.
//! The output is Markdown, for docs/benchmarks.md.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant as Stopwatch};

use app::AppError;
use app::measure::{Cast, Client, Extent, PAGES, Subject, large_tables, plan_of, scans, subject};
use app::system::{Entropy as _, SystemClock, SystemEntropy};
use clap::Args;
use domain::time::{Clock as _, Instant};
use store::{Db, DbOptions, Home, Lane, Series, Statement, StoreError, Tx, audit};

use crate::crowd;
use crate::import::{LogFile, bring};
use crate::machine;
use crate::out::say;
use crate::serve::{open, site};
use crate::settings::Settings;

/// What is measured, and for how long.
#[derive(Debug, Args)]
pub struct Scope {
    /// Seconds for each number of clients; 0 leaves commands out, and the database as it is
    #[arg(long, default_value_t = 15)]
    seconds: u64,
    /// Seconds for each page and extent
    #[arg(long, default_value_t = 2)]
    page_seconds: u64,
    /// Numbers of clients that give commands at the same time
    #[arg(long, value_delimiter = ',', default_values_t = [1, 16, 64])]
    clients: Vec<u64>,
    /// Run the same statements over the bare driver too (PostgreSQL)
    #[arg(long)]
    bare: bool,
    /// Take this log in while pages are read, and measure nothing else
    #[arg(long, value_name = "FILE")]
    import: Option<PathBuf>,
    /// Ask for a page over HTTP among 2 000 idle connections and 64 slow bodies, and measure nothing else
    #[arg(long)]
    crowd: bool,
}

/// A table above this is large: hot statements may not read it whole.
const LARGE: i64 = 2_000;
const LONG: Duration = Duration::from_secs(3600);

fn read<T: Send + 'static>(
    db: &Db,
    work: impl Fn(&mut dyn Tx) -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    db.within(Lane::Read, LONG, move |tx| work(tx))
}

/// Measures and prints.
pub fn bench(settings: &Settings, scope: &Scope) -> Result<(), Box<dyn Error>> {
    let (db, blobs) = open(settings)?;
    say!("{}, {}\n", db.engine().name(), machine::describe());
    size(&db)?;
    if scope.crowd {
        return crowd::measure(&site(settings, db, blobs)?);
    }
    if let Some(file) = &scope.import {
        return during_import(&db, file);
    }
    plans(&db)?;
    pages(&db, Duration::from_secs(scope.page_seconds))?;
    if scope.seconds > 0 {
        let bare = bare_of(&db, scope)?;
        commands(&db, Duration::from_secs(scope.seconds), &scope.clients, bare.as_ref())?;
    }
    Ok(())
}

/// Orders of which the bare driver repeats the statements.
struct Bare {
    url: String,
    series: Vec<Series>,
    numbers: Vec<i64>,
    since: Instant,
}

/// How many orders the bare driver repeats.
const SERIES: usize = 64;

fn bare_of(db: &Db, scope: &Scope) -> Result<Option<Bare>, Box<dyn Error>> {
    if !scope.bare {
        return Ok(None);
    }
    let Home::Server(url) = db.home() else {
        return Err("--bare is for PostgreSQL: --database says where it is".into());
    };
    let (since, cast) = (SystemClock.now(), Arc::new(read(db, |tx| Cast::find(tx, 400))?));
    cast.endow(db, name(), since)?;
    let orders = (0..SERIES).map(|_| Client::new(Arc::clone(&cast), name()).order(db, SystemClock.now()));
    let (series, numbers) = orders.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
    Ok(Some(Bare { url: url.clone(), series, numbers, since }))
}

impl Bare {
    /// Commands a second.
    fn run(&self, clients: u64, each: Duration) -> Result<f64, AppError> {
        let (since, connections) =
            (self.since.millis().unsigned_abs(), (clients as usize).min(DbOptions::default().writers));
        let began = Stopwatch::now();
        let times = store::bare(&self.url, &self.series, (since, &self.numbers), connections, each)?;
        Ok(times.len() as f64 / began.elapsed().as_secs_f64())
    }
}

fn size(db: &Db) -> Result<(), AppError> {
    let rows = read(db, |tx| Ok(audit::row_counts(tx)?))?;
    let largest: Vec<String> = rows
        .iter()
        .filter(|(_, rows)| *rows >= LARGE)
        .map(|(table, rows)| format!("{table} {rows}"))
        .collect();
    say!("Rows: {}.\n", largest.join(", "));
    Ok(())
}

/// Every hot statement: which of them read a large table from end to end.
fn plans(db: &Db) -> Result<(), AppError> {
    let large = read(db, |tx| Ok(large_tables(tx, LARGE)?))?;
    let hot: Vec<&'static Statement> = Statement::all().into_iter().filter(|one| one.is_hot()).collect();
    let mut found = Vec::new();
    for statement in &hot {
        let statement: &'static Statement = statement;
        let plan = read(db, move |tx| Ok(plan_of(tx, statement, None)?))?;
        found.extend(scans(db.engine(), statement, &plan.unwrap_or_default(), &large));
    }
    say!("Plans of {} hot statements: {} read a large table whole.", hot.len(), found.len());
    for scan in found {
        say!("- {}: {}", scan.place, scan.line);
    }
    say!("");
    Ok(())
}

/// Reads each page again and again, one reader, warm.
fn pages(db: &Db, each: Duration) -> Result<(), AppError> {
    let now = SystemClock.now();
    let few = read(db, move |tx| subject(tx, Extent::Few, now))?;
    let many = read(db, move |tx| subject(tx, Extent::Many, now))?;
    say!("| page | few rows: p50 | p99 | many rows: p50 | p99 |\n|---|---|---|---|---|");
    for (at, page) in PAGES.iter().enumerate() {
        let few = times(db, at, &few, each)?;
        let many = times(db, at, &many, each)?;
        say!(
            "| {} | {} | {} | {} | {} |",
            page.name,
            millis(&few, 50),
            millis(&few, 99),
            millis(&many, 50),
            millis(&many, 99)
        );
    }
    say!("");
    Ok(())
}

fn times(db: &Db, at: usize, subject: &Subject, each: Duration) -> Result<Vec<Duration>, AppError> {
    let mut times = Vec::new();
    let begun = Stopwatch::now();
    while times.len() < 20 || begun.elapsed() < each {
        let subject = subject.clone();
        let started = Stopwatch::now();
        read(db, move |tx| (PAGES[at].read)(tx, &subject))?;
        times.push(started.elapsed());
    }
    // The first readings fill caches.
    times.drain(..3);
    times.sort_unstable();
    Ok(times)
}

/// Reads every page in turn, one reader, as long as a log is being taken in.
fn during_import(db: &Db, file: &Path) -> Result<(), Box<dyn Error>> {
    let now = SystemClock.now();
    let subjects = [Extent::Few, Extent::Many].map(|extent| read(db, move |tx| subject(tx, extent, now)));
    let [few, many] = subjects;
    let subjects = [few?, many?];
    let log = LogFile::unasked(file.to_owned());
    let mut times = vec![Vec::new(); PAGES.len()];
    thread::scope(|scope| -> Result<(), Box<dyn Error>> {
        let import = scope.spawn(|| bring(db, &log).map_err(|error| error.to_string()));
        while !import.is_finished() {
            for (page, times) in PAGES.iter().zip(&mut times) {
                for subject in subjects.clone() {
                    let started = Stopwatch::now();
                    read(db, move |tx| (page.read)(tx, &subject))?;
                    times.push(started.elapsed());
                }
            }
        }
        import.join().map_err(|_| "the import broke off")??;
        Ok(())
    })?;
    if times.iter().any(Vec::is_empty) {
        return Err("the import was over before a page was read: was the file taken in before?".into());
    }
    say!("\n| page, while the log is taken in | readings | p50 | p99 | slowest |\n|---|---|---|---|---|");
    for (page, mut times) in PAGES.iter().zip(times) {
        times.sort_unstable();
        let [half, most, all] = [50, 99, 100].map(|percent| millis(&times, percent));
        say!("| {} | {} | {half} | {most} | {all} |", page.name, times.len());
    }
    Ok(())
}

/// The value that so many per cent do not exceed, in milliseconds.
pub(crate) fn millis(sorted: &[Duration], percent: usize) -> String {
    let place = (sorted.len() * percent).div_ceil(100).clamp(1, sorted.len()) - 1;
    format!("{:.2} ms", sorted[place].as_secs_f64() * 1000.0)
}

/// Ordered services from statement to review, by more and more clients.
fn commands(db: &Db, each: Duration, clients: &[u64], bare: Option<&Bare>) -> Result<(), AppError> {
    let cast = Arc::new(read(db, |tx| Cast::find(tx, 400))?);
    cast.endow(db, name(), SystemClock.now())?;
    let mut why = Vec::new();
    let (head, line) = if bare.is_some() { (" bare driver | ratio |", "---|---|") } else { ("", "") };
    say!("| clients | commands/s | p50 | p99 | refused |{head}\n|---|---|---|---|---|{line}");
    for count in clients {
        let stop = Arc::new(AtomicBool::new(false));
        let refused = Arc::new(Refused::default());
        let threads: Vec<_> = (0..*count)
            .map(|_| {
                let (db, cast) = (db.clone(), Arc::clone(&cast));
                let (stop, refused) = (Arc::clone(&stop), Arc::clone(&refused));
                thread::spawn(move || work(&db, cast, &stop, &refused))
            })
            .collect();
        let started = Stopwatch::now();
        thread::sleep(each);
        stop.store(true, Ordering::Relaxed);
        let mut times: Vec<Duration> =
            threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect();
        let within = started.elapsed();
        if times.is_empty() {
            return Err(AppError::Store(StoreError::Timeout));
        }
        times.sort_unstable();
        let rate = times.len() as f64 / within.as_secs_f64();
        let beside = match bare {
            Some(bare) => {
                let bare = bare.run(*count, each)?;
                format!(" {bare:.0} | {:.2} |", rate / bare)
            }
            None => String::new(),
        };
        say!(
            "| {count} | {rate:.0} | {} | {} | {} |{beside}",
            millis(&times, 50),
            millis(&times, 99),
            refused.count.load(Ordering::Relaxed)
        );
        why.extend(refused.why.lock().unwrap_or_else(PoisonError::into_inner).drain(..));
    }
    why.sort();
    why.dedup();
    for words in why {
        say!("- refused: {words}");
    }
    Ok(())
}

/// Commands that came to nothing, and the first reasons.
#[derive(Default)]
struct Refused {
    count: AtomicU64,
    why: Mutex<Vec<String>>,
}

impl Refused {
    fn note(&self, error: &AppError) {
        if self.count.fetch_add(1, Ordering::Relaxed) < 20 {
            self.why.lock().unwrap_or_else(PoisonError::into_inner).push(error.to_string());
        }
    }
}

/// What no other client of this company is called.
fn name() -> u64 {
    let mut name = [0; 8];
    name.copy_from_slice(&SystemEntropy.bytes()[..8]);
    u64::from_be_bytes(name) >> 8
}

fn work(db: &Db, cast: Arc<Cast>, stop: &AtomicBool, refused: &Refused) -> Vec<Duration> {
    let mut client = Client::new(cast, name());
    let mut times = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let started = Stopwatch::now();
        match client.step(db, SystemClock.now()) {
            Ok(_) => times.push(started.elapsed()),
            Err(error) => refused.note(&error),
        }
    }
    times
}
