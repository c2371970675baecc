//! A copy of the whole company, taken while it is served.

use std::error::Error;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant as Stopwatch};

use app::backup::{self, BackupError, Manifest};
use app::system::SystemClock;
use clap::Args;
use domain::time::Clock as _;
use store::Db;

use crate::key;
use crate::out::{progressed, remark, say};
use crate::serve::open_there;
use crate::settings::Settings;

/// Where to, and with what.
#[derive(Debug, Args)]
pub struct Copying {
    /// A new directory, or an empty one
    directory: PathBuf,
    /// Copy the key that seals second factors too: whoever has both has the codes of everybody
    #[arg(long)]
    with_key: bool,
}

/// Copies the company, reads the copy again and says what it holds: SQLite by its file, PostgreSQL by its rows.
pub fn backup(settings: &Settings, asked: &Copying) -> Result<(), Box<dyn Error>> {
    if settings.database.is_some() {
        return export(settings, asked);
    }
    if !settings.data.join(Db::FILE).exists() {
        let place = settings.data.display();
        return Err(format!("there is no company in {place}: say where it is with --data").into());
    }
    copy(settings, asked, |directory| {
        Ok(backup::copy_sqlite(&settings.data, directory, SystemClock.now(), progress)?)
    })
}

/// Writes the company's rows and files, which either engine takes in.
pub fn export(settings: &Settings, asked: &Copying) -> Result<(), Box<dyn Error>> {
    let (db, blobs) = open_there(settings)?;
    copy(settings, asked, |directory| {
        Ok(backup::export(&db, &blobs, directory, SystemClock.now(), progress)?)
    })
}

fn copy(
    settings: &Settings,
    asked: &Copying,
    work: impl FnOnce(&Path) -> Result<Manifest, Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    let began = Stopwatch::now();
    let directory = &asked.directory;
    backup::prepare(directory)?;
    let mut manifest = work(directory)?;
    let key = take_key(settings, asked, &mut manifest)?;
    manifest.write(directory)?;
    progress_ended();
    tell(&manifest, "copied and read again", began.elapsed());
    say!("{key}");
    say!("It lies in {}; `vitrina restore` puts it into an empty place.", directory.display());
    Ok(())
}

/// Copies the key when that is asked for; what there is to say of it.
fn take_key(settings: &Settings, asked: &Copying, manifest: &mut Manifest) -> Result<String, BackupError> {
    let file = key::file(settings);
    if !file.exists() {
        return Ok("There is no key of second factors yet.".to_owned());
    }
    if asked.with_key {
        manifest.parts.push(backup::take_key(&file, &asked.directory)?);
        return Ok("The key that seals second factors is in it: keep it as safe as the people's telephones."
            .to_owned());
    }
    let place = file.display();
    Ok(format!(
        "The key that seals second factors is not in it: keep a copy of {place} apart (or say --with-key)."
    ))
}

/// What a copy holds, in a line, and what was done with it.
pub fn tell(manifest: &Manifest, done: &str, took: Duration) {
    let count = |table: &str| manifest.counts.get(table).copied().unwrap_or(0);
    say!(
        "{} events, {} requests, {} people, {} files of {:.1} MB: {done} in {:.1} s",
        count("event"),
        count("request"),
        count("person"),
        manifest.files.count,
        megabytes(manifest.files.bytes),
        took.as_secs_f64()
    );
}

fn megabytes(bytes: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let bytes = bytes as f64;
    bytes / 1e6
}

/// Tells how far it is: on a terminal in one line that changes, elsewhere in a line for each thing that is done.
pub fn progress(what: &'static str, done: u64, all: u64) {
    static TOLD: Mutex<Option<(&'static str, Stopwatch)>> = Mutex::new(None);
    let mut told = TOLD.lock().unwrap_or_else(PoisonError::into_inner);
    let new = told.is_none_or(|(before, _)| before != what);
    if !std::io::stderr().is_terminal() {
        if new {
            remark!("{what} …");
            *told = Some((what, Stopwatch::now()));
        }
        return;
    }
    let lately = told.is_some_and(|(_, when)| when.elapsed() < Duration::from_millis(200));
    if !new && lately && done < all {
        return;
    }
    if new && told.is_some() {
        remark!("");
    }
    *told = Some((what, Stopwatch::now()));
    match all {
        0 => progressed(format_args!("\r{done} {what}")),
        _ => progressed(format_args!("\r{done} of {all} {what}")),
    }
}

/// Ends the line that changes.
pub fn progress_ended() {
    if std::io::stderr().is_terminal() {
        remark!("");
    }
}
