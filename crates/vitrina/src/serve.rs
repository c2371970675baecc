//! Opening the database and serving the site until a signal.

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use app::Origin;
use app::identity::{self, Cost, Passwords};
use app::system::{SystemClock, SystemEntropy};
use domain::time::Clock;
use store::blobs::{Blobs, DatabaseBlobs, DirectoryBlobs};
use store::{Db, DbOptions, Migrate};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use web::background::Background;
use web::server::{Limits, raise_open_files};
use web::site::{Config, Parts, Site};

use crate::key::vault;
use crate::metrics;
use crate::out::say;
use crate::settings::Settings;

/// Threads that hash passwords, and how many passwords may wait for them.
const HASHING: (usize, usize) = (2, 64);

/// Opens the database and the files beside it, bringing the database up to this program.
pub fn open(settings: &Settings) -> Result<(Db, Arc<dyn Blobs>), Box<dyn Error>> {
    if settings.database.is_none() {
        writable(&settings.data)?;
    }
    let copy = !settings.no_copy;
    open_with(settings, &DbOptions { rebuild: Some(app::check::rebuild), copy, ..DbOptions::default() })
}

fn open_with(settings: &Settings, options: &DbOptions) -> Result<(Db, Arc<dyn Blobs>), Box<dyn Error>> {
    Ok(match &settings.database {
        Some(url) => {
            let db = Db::open_postgres(url, options)?;
            let blobs = DatabaseBlobs::new(db.clone());
            (db, Arc::new(blobs))
        }
        None => {
            let db = Db::open_sqlite(&settings.data, options)?;
            (db, Arc::new(DirectoryBlobs::open(&settings.data.join("files"))?))
        }
    })
}

/// Refuses a directory in which nothing can be written, before anything is half made there.
fn writable(directory: &Path) -> Result<(), String> {
    let tried = std::fs::create_dir_all(directory).and_then(|()| {
        let file = directory.join(".vitrina-writes");
        std::fs::write(&file, "")?;
        std::fs::remove_file(file)
    });
    tried.map_err(|error| {
        let place = directory.display();
        format!("nothing can be written in {place}: {error}; give the directory to the account that serves, or name another with --data")
    })
}

/// The same for a command that needs a company: a place without one is not made into an empty one, and a database of an older program
/// stays as it is.
pub fn open_there(settings: &Settings) -> Result<(Db, Arc<dyn Blobs>), Box<dyn Error>> {
    if settings.database.is_none() && !settings.data.join(Db::FILE).exists() {
        let place = settings.data.display();
        return Err(
            format!("there is no company in {place}: say where it is with --data or --database").into()
        );
    }
    open_with(settings, &DbOptions { migrate: Migrate::Never, ..DbOptions::default() })
}

/// Opens the database and serves it.
pub fn serve(settings: &Settings) -> Result<(), Box<dyn Error>> {
    let (db, blobs) = open(settings)?;
    serve_opened(settings, db, blobs)
}

/// Seconds since then, to be read by people.
fn tenths(began: Instant) -> f64 {
    (began.elapsed().as_secs_f64() * 10.0).round() / 10.0
}

/// Makes the demonstration where there is none yet, and serves it.
pub fn demo(settings: &Settings) -> Result<(), Box<dyn Error>> {
    let (db, blobs) = open(settings)?;
    let began = Instant::now();
    if demo::ensure(&db, blobs.as_ref(), SystemClock.now())? {
        tracing::info!(seconds = tenths(began), "the demonstration is made");
    } else {
        tracing::info!("the demonstration was made before and goes on from where it was left");
    }
    let began = Instant::now();
    if demo::ensure_history(&db, &|| SystemClock.now())? {
        tracing::info!(seconds = tenths(began), "the years that IT brought from another system are taken in");
    }
    serve_opened(settings, db, blobs)
}

/// Open files that are left to the database, to files of requests and to the program itself.
const OWN_FILES: usize = 256;
/// With fewer open files than this a company of any size will meet the limit.
const FEW_FILES: usize = 4096;

/// How many connections there may be, once the limit of open files is as high as it may be raised.
fn connections(asked: usize) -> usize {
    let Some(open) = raise_open_files() else { return asked };
    if open < FEW_FILES {
        tracing::warn!(
            open,
            "few files may be open at once: raise the limit (ulimit -n, LimitNOFILE of systemd)"
        );
    }
    let bearable = open.saturating_sub(OWN_FILES).max(open / 2);
    if bearable < asked {
        tracing::warn!(connections = bearable, "the limit of open files allows fewer connections");
    }
    asked.min(bearable)
}

/// The site over an open database.
pub fn site(settings: &Settings, db: Db, blobs: Arc<dyn Blobs>) -> Result<Site, Box<dyn Error>> {
    let connections = connections(settings.connections);
    Ok(Site::new(Parts {
        db,
        blobs,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        passwords: Passwords::start(HASHING.0, HASHING.1, Cost::PRODUCTION)?,
        vault: Arc::new(vault(settings)),
        config: Config {
            secure: settings.secure(),
            behind_proxy: settings.behind_proxy,
            public_url: settings.origin(),
            demonstrated: Origin::parse(&settings.address(settings.listen)).filter(Origin::is_loopback),
            writes: settings.writes_per_minute,
            heavy: settings.heavy_pages,
            lines: Limits { connections, per_network: connections / 2, ..Limits::default() },
            quotas: settings.quotas(),
            files_percent: settings.files_percent.into(),
            least_percent: settings.free_percent.into(),
            ..Config::default()
        },
    }))
}

/// Looks through a database that nobody closed, beside the serving: a power cut seldom damages a file, and reading all of a large one takes
/// its time. Ready with what is damaged; never, when nothing is.
fn look_for_damage(site: &Site) -> impl Future<Output = Result<String, oneshot::error::RecvError>> + use<> {
    let (tell, told) = oneshot::channel();
    let db = site.db().clone();
    if db.was_left_open() {
        tracing::warn!("the database was not closed when it was last served: it is looked through");
        std::thread::spawn(move || match db.damage() {
            Ok(Some(words)) => {
                let _ = tell.send(words);
            }
            Ok(None) => tracing::info!("the database is whole"),
            Err(error) => tracing::error!(%error, "the database could not be looked through"),
        });
    }
    told
}

/// Serves until the terminal or the system says stop.
fn serve_opened(settings: &Settings, db: Db, blobs: Arc<dyn Blobs>) -> Result<(), Box<dyn Error>> {
    let demonstration = db.read_blocking(identity::demonstration)?;
    if demonstration == Some(true) && settings.is_open() && !settings.open {
        return Err("this is a demonstration: whoever opens it may take anybody's part. Say --open to let other machines reach it".into());
    }
    let site = site(settings, db, blobs)?;
    let damage = look_for_damage(&site);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind(settings.listen)
            .await
            .map_err(|error| format!("cannot listen on {}: {error}", settings.listen))?;
        let listening = listener.local_addr()?;
        say!("Vitrina: {}", settings.address(listening));
        if settings.secure() && settings.public_url.is_none() {
            tracing::warn!(
                "signing in works by HTTPS alone: put a proxy with HTTPS in front and name its address in public_url"
            );
        }
        if demonstration.is_none() {
            say!("Setup code: {} (asked of whoever begins the company from another machine)", site.setup_code().shown());
        }
        if let Some(place) = settings.metrics_listen {
            metrics::give(place.address(), site.db()).await?;
        }
        let _background = Background::start(site.clone());
        let found = Arc::new(OnceLock::new());
        let kept = Arc::clone(&found);
        let stopping = async move {
            tokio::select! {
                () = stop() => {}
                Ok(words) = damage => {
                    let _ = kept.set(words);
                }
            }
        };
        web::server::serve(site.clone(), listener, stopping).await?;
        match found.get() {
            Some(words) => Err(format!("the database is damaged: {words}; nothing is served until the last good copy is in its place").into()),
            None => Ok::<_, Box<dyn Error>>(()),
        }
    })?;
    // Nothing is in work any more; the database closes when its last handle goes.
    drop(runtime);
    drop(site);
    tracing::info!("stopped");
    Ok(())
}

/// Ready when the terminal (Ctrl C) or the system (SIGTERM) says stop.
async fn stop() {
    let terminal = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let system = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let system = std::future::pending::<()>();
    tokio::select! {
        () = terminal => {}
        () = system => {}
    }
    tracing::info!("stopping");
}
