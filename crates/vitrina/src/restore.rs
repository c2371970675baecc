//! A backup, put into an empty place.

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant as Stopwatch;

use app::backup::{self, Form, KEY, Manifest, Target};
use app::system::SystemClock;
use clap::Args;
use domain::time::Clock as _;
use store::{Db, DbOptions, Migrate};

use crate::backup::{progress, progress_ended, tell};
use crate::key;
use crate::out::say;
use crate::settings::Settings;

/// From where.
#[derive(Debug, Args)]
pub struct From {
    /// The directory that `vitrina backup` or `vitrina export company` made
    directory: PathBuf,
}

/// Compares the backup with what it says of itself, and puts it into the place of the settings, where nothing may be.
pub fn restore(settings: &Settings, from: &From) -> Result<(), Box<dyn Error>> {
    let began = Stopwatch::now();
    let manifest = Manifest::read(&from.directory)?;
    let key = key::file(settings);
    let key_was_there = key.exists();
    let (directory, now) = (&from.directory, SystemClock.now());
    match (manifest.form, &settings.database) {
        (Form::Sqlite, Some(_)) => {
            let way = "restore it with --data, then `vitrina export company` and `vitrina import company`";
            return Err(format!("this is a copy of SQLite's file: {way}").into());
        }
        (Form::Sqlite, None) => {
            backup::restore_sqlite(directory, &manifest, &settings.data, &key, now, progress)?;
        }
        (Form::Rows, Some(url)) => {
            // A company of an older program is not even brought up.
            let options = DbOptions { migrate: Migrate::Fresh, ..DbOptions::default() };
            let db = Db::open_postgres(url, &options)?;
            backup::import(directory, &manifest, Target::Server(&db), &key, now, progress)?;
        }
        (Form::Rows, None) => {
            backup::import(directory, &manifest, Target::Directory(&settings.data), &key, now, progress)?;
        }
    }
    progress_ended();
    tell(&manifest, "restored", began.elapsed());
    say!("{}", key_told(&manifest, &key, key_was_there));
    let check = check(settings);
    say!(
        "It is of {}; whoever was signed in signs in again. Compare it with its history: {check}",
        manifest.moment
    );
    Ok(())
}

/// The same for rows alone.
pub fn import(settings: &Settings, from: &From) -> Result<(), Box<dyn Error>> {
    if Manifest::read(&from.directory)?.form != Form::Rows {
        return Err(
            "this is a copy of SQLite's file, no rows: `vitrina restore` puts it into an empty place".into(),
        );
    }
    restore(settings, from)
}

/// What there is to say of the key.
fn key_told(manifest: &Manifest, key: &std::path::Path, was_there: bool) -> String {
    let place = key.display();
    match (manifest.part(KEY).is_some(), was_there) {
        (_, true) => format!("The key that seals second factors was there and stays: {place}."),
        (true, false) => format!("The key that seals second factors came with it: {place}."),
        (false, false) => {
            format!(
                "The key that seals second factors was kept apart: put it to {place}, or people need new second factors."
            )
        }
    }
}

/// The command that compares.
fn check(settings: &Settings) -> String {
    match &settings.database {
        Some(_) => "vitrina check --database …".to_owned(),
        None => format!("vitrina check --data {}", settings.data.display()),
    }
}
