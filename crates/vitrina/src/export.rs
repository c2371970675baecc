//! The company's own history as an event log, for other tools; the whole company, for another place.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use app::Cx;
use app::analytics::{Window, history, read, taken};
use app::system::{Entropy as _, SystemClock, SystemEntropy};
use clap::{Args, Subcommand, ValueEnum};
use domain::access::Taken;
use domain::actor::Channel;
use domain::localized::Language;
use domain::permission::Viewer;
use domain::time::Clock as _;
use flow::filter::View;
use flow::format::{Export, write};
use store::Lane;

use crate::out::say;
use crate::report::{Whose, subject};
use crate::serve::open_there;
use crate::settings::Settings;

/// What to write.
#[derive(Debug, Subcommand)]
pub enum What {
    /// Requests and their steps: states, teams and people by their ids, without words
    Log(LogFile),
    /// The whole company in a new directory: its rows as text, which either database takes in, and its files
    Company(crate::backup::Copying),
}

/// Where and how.
#[derive(Debug, Args)]
pub struct LogFile {
    /// The file; it must not be there yet
    file: PathBuf,
    /// The form [default: by the name of the file]
    #[arg(long, value_enum)]
    format: Option<Form>,
    #[command(flatten)]
    whose: Whose,
}

/// A form of a log.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Text, a step on each line
    Csv,
    /// IEEE 1849
    Xes,
    /// OCEL 2.0 in JSON
    OcelJson,
    /// OCEL 2.0 in XML
    OcelXml,
    /// OCEL 2.0 in SQLite
    OcelSqlite,
}

impl From<Form> for Export {
    fn from(form: Form) -> Self {
        match form {
            Form::Csv => Self::Csv,
            Form::Xes => Self::Xes,
            Form::OcelJson => Self::OcelJson,
            Form::OcelXml => Self::OcelXml,
            Form::OcelSqlite => Self::OcelSqlite,
        }
    }
}

/// By the end of a file's name.
fn by_name(name: &str) -> Option<Form> {
    let name = name.to_lowercase();
    let ends = |with: &[&str]| with.iter().any(|end| name.ends_with(end));
    Some(if ends(&[".csv"]) {
        Form::Csv
    } else if ends(&[".xes"]) {
        Form::Xes
    } else if ends(&[".json", ".jsonocel"]) {
        Form::OcelJson
    } else if ends(&[".xml", ".xmlocel"]) {
        Form::OcelXml
    } else if ends(&[".sqlite", ".sqlite3", ".db"]) {
        Form::OcelSqlite
    } else {
        return None;
    })
}

/// Writes what is asked for.
pub fn export(settings: &Settings, what: &What) -> Result<(), Box<dyn Error>> {
    let asked = match what {
        What::Log(asked) => asked,
        What::Company(asked) => return crate::backup::export(settings, asked),
    };
    let name = asked.file.to_string_lossy().into_owned();
    let form: Export = asked
        .format
        .or_else(|| by_name(&name))
        .ok_or("name the form: --format csv, xes, ocel-json, ocel-xml or ocel-sqlite")?
        .into();
    let (db, _) = open_there(settings)?;
    let cx = Cx::new(Viewer::console(), SystemClock.now(), Channel::Cli, None, SystemEntropy.bytes());
    let whose = asked.whose.clone();
    let taken_away = (cx.clone(), whose.clone());
    let log = db.within(Lane::Read, std::time::Duration::from_secs(600), move |tx| {
        let subject = subject(tx, &cx, &whose)?;
        let flow = read(tx, &cx, subject, Window::ALL, whose.source.as_deref(), Language::En)?;
        let places = taken(&flow, View::whole(&flow.log).places());
        Ok::<_, app::AppError>(history(&flow, &places))
    })?;
    let file = File::create_new(&asked.file).map_err(|error| format!("{name}: {error}"))?;
    let mut out = BufWriter::new(file);
    // Words and names of people stay here.
    let written = write(form, &log, &[], &mut out).and_then(|()| out.flush());
    if let Err(error) = written {
        // Half a file is worse than none.
        let _ = std::fs::remove_file(&asked.file);
        return Err(format!("{name}: {error}").into());
    }
    let (cx, whose) = taken_away;
    db.write_blocking(move |tx| {
        let (unit, service) = subject(tx, &cx, &whose)?.named();
        app::audit::take_away(tx, &cx, Taken::Flow, unit, service)
    })?;
    say!("{} requests, {} steps: {name}", log.cases().len(), log.events());
    Ok(())
}
