//! Taking in the history of another system from a file.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, IsTerminal};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant as Stopwatch;

use app::Cx;
use app::company;
use app::logs::{Fate, Order, Proposal, propose, source_of, take};
use app::system::{Entropy as _, SystemClock, SystemEntropy};
use clap::{Args, Subcommand};
use domain::actor::Channel;
use domain::company::UnitKind;
use domain::permission::Viewer;
use domain::time::Clock as _;
use flow::format::{Gathered, Mapping, Trouble, gather, open as open_log, suggest};
use store::{Db, Lane};

use crate::out::{part, progressed, remark, say};
use crate::serve::open_there;
use crate::settings::Settings;

/// What to take in.
#[derive(Debug, Subcommand)]
pub enum What {
    /// An event log: ServiceNow, CSV, XLSX, XES or OCEL 2.0, gzip or not
    Log(LogFile),
    /// A whole company that `vitrina export company` or a backup of PostgreSQL wrote, into an empty place
    Company(crate::restore::From),
}

/// A log and how to read it.
#[derive(Debug, Default, Args)]
pub struct LogFile {
    /// The file
    file: PathBuf,
    /// Which column says what (TOML); guessed when it is not given
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Time zone of times without one, such as Europe/Moscow [default: the company's]
    #[arg(long)]
    zone: Option<String>,
    /// Short name of the unit that served [default: the first one inside the company]
    #[arg(long, value_name = "CODE")]
    unit: Option<String>,
    /// Short name of the other system [default: the name of the mapping]
    #[arg(long)]
    source: Option<String>,
    /// Objects that are the requests, for OCEL
    #[arg(long, value_name = "TYPE")]
    case_type: Option<String>,
    /// Encoding of a text, such as windows-1251 [default: found out]
    #[arg(long)]
    encoding: Option<String>,
    /// Say what would come and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Ask nothing
    #[arg(long)]
    yes: bool,
}

impl LogFile {
    /// A file of which everything is found out and nothing asked.
    pub fn unasked(file: PathBuf) -> Self {
        Self { file, yes: true, ..Self::default() }
    }
}

/// Takes a file or a company in.
pub fn import(settings: &Settings, what: &What) -> Result<(), Box<dyn Error>> {
    match what {
        What::Log(log) => bring(&open_there(settings)?.0, log),
        What::Company(from) => crate::restore::import(settings, from),
    }
}

/// Takes a file into a company, telling how it goes.
pub fn bring(db: &Db, log: &LogFile) -> Result<(), Box<dyn Error>> {
    let mut cx = Cx::new(Viewer::console(), SystemClock.now(), Channel::Cli, None, SystemEntropy.bytes());
    let began = Stopwatch::now();
    let (order, mapping) = plan(db, log)?;
    let gathered = Arc::new(read(log, &mapping)?);
    tell_reading(&gathered, began);
    let (proposal, asked) = {
        let (order, gathered, cx) = (order.clone(), Arc::clone(&gathered), cx.clone());
        db.within(Lane::Read, std::time::Duration::from_secs(120), move |tx| -> app::error::Answer<_> {
            let mut cx = cx.clone();
            Ok((propose(tx, &mut cx, &order, &gathered)?, cx))
        })?
    };
    cx.ids = asked.ids;
    tell(&proposal);
    if log.dry_run || proposal.is_empty() {
        return Ok(());
    }
    if !log.yes && !agreed()? {
        say!("Nothing was changed.");
        return Ok(());
    }
    let terminal = std::io::stderr().is_terminal();
    let writing = Stopwatch::now();
    let taken = take(db, &cx, &order, &gathered, &|| SystemClock.now(), &mut |progress| {
        if terminal {
            progressed(format_args!("\r{} of {} requests", progress.done, progress.total));
        }
    })?;
    if terminal {
        remark!("");
    }
    say!(
        "{} events taken in: reading and writing {:.1} s, of that writing {:.1} s",
        taken.events,
        began.elapsed().as_secs_f64(),
        writing.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Where the requests belong, and how the file is read.
fn plan(db: &Db, log: &LogFile) -> Result<(Order, Mapping), Box<dyn Error>> {
    let (company, units) =
        db.read_blocking(|tx| -> app::error::Answer<_> { Ok((company::company(tx)?, company::units(tx)?)) })?;
    let mut mapping = match &log.mapping {
        Some(file) => {
            Mapping::read(File::open(file).map_err(|error| format!("{}: {error}", file.display()))?)
                .map_err(|trouble| format!("{}: {trouble}", file.display()))?
        }
        None => Mapping::default(),
    };
    if let Some(encoding) = &log.encoding {
        mapping.file.encoding = Some(encoding.clone());
    }
    if let Some(case_type) = &log.case_type {
        mapping.file.case_type = Some(case_type.clone());
    }
    if log.mapping.is_none() {
        let hints = mapping.file.clone();
        let named = |trouble: Trouble| format!("{}: {trouble}", log.file.display());
        let mut source = open_log(reader(log)?, &mapping.options()).map_err(named)?;
        let rows = source.preview(200).map_err(named)?;
        mapping = suggest(source.columns(), &rows).mapping;
        mapping.file = hints;
    }
    if let Some(zone) = &log.zone {
        mapping.zone = Some(zone.clone());
    }
    mapping.zone.get_or_insert(company.zone);
    let unit = match &log.unit {
        Some(code) => units.iter().find(|unit| unit.code == *code).ok_or_else(|| {
            let codes: Vec<&str> = units.iter().map(|unit| unit.code.as_str()).collect();
            let more = codes.len().saturating_sub(20);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            format!("no unit is called {code}; there are: {}{more}", codes[..codes.len().min(20)].join(", "))
        })?,
        None => units
            .iter()
            .find(|unit| unit.kind == UnitKind::Internal && unit.closed_at.is_none())
            .ok_or("the company has no unit yet: make one first")?,
    };
    let name = log.source.clone().unwrap_or_else(|| mapping.name.clone());
    let file = log.file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok((Order { source: source_of(&name), file, unit: unit.id }, mapping))
}

fn reader(log: &LogFile) -> Result<BufReader<File>, Box<dyn Error>> {
    let file = File::open(&log.file).map_err(|error| format!("{}: {error}", log.file.display()))?;
    Ok(BufReader::new(file))
}

fn read(log: &LogFile, mapping: &Mapping) -> Result<Gathered, Box<dyn Error>> {
    let named = |trouble: Trouble| format!("{}: {trouble}", log.file.display());
    let mut source = open_log(reader(log)?, &mapping.options()).map_err(named)?;
    Ok(gather(&mut source, mapping).map_err(named)?)
}

fn tell_reading(gathered: &Gathered, began: Stopwatch) {
    say!(
        "Read in {:.1} s: {} rows, {} requests, {} steps; {} rows rejected",
        began.elapsed().as_secs_f64(),
        gathered.report.rows,
        gathered.log.cases().len(),
        gathered.log.events(),
        gathered.report.rejected
    );
    for note in gathered.report.notes.iter().take(20) {
        say!("  {}: {:?}", note.trouble, note.done);
    }
    for count in gathered.report.counts() {
        say!("  {} {:?}: {}", count.code, count.done, count.count);
    }
}

fn tell(proposal: &Proposal) {
    let new = &proposal.newcomers;
    say!(
        "Requests: {} new, {} longer, {} known, {} older, {} different and left as they are",
        proposal.count(|fate| *fate == Fate::New),
        proposal.count(|fate| matches!(fate, Fate::Longer(_))),
        proposal.count(|fate| *fate == Fate::Same),
        proposal.count(|fate| *fate == Fate::Older),
        proposal.count(|fate| *fate == Fate::Differs),
    );
    if !proposal.foreign.is_empty() {
        say!(
            "Left out, for they name units of others: {} requests",
            proposal.count(|fate| *fate == Fate::Foreign)
        );
    }
    say!(
        "Units: {} new, {} known. Services: {} new, {} known. People: {} new, {} known.",
        new.units.len(),
        proposal.known_units.len(),
        new.services.len(),
        proposal.known_services.len(),
        new.people.len(),
        proposal.known_people.len(),
    );
}

fn agreed() -> Result<bool, Box<dyn Error>> {
    if !std::io::stdin().is_terminal() {
        return Err("say --yes, or --dry-run to change nothing".into());
    }
    part(format_args!("Take this in? [y/N] "));
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "д" | "да"))
}
