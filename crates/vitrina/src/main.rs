//! Vitrina: every department a service, every colleague a customer.

mod backup;
mod bench;
mod check;
mod config;
mod crowd;
mod export;
mod generate;
mod import;
mod init;
mod key;
mod link;
mod machine;
mod metrics;
mod out;
mod private;
mod report;
mod restore;
mod serve;
mod settings;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::EnvFilter;

use crate::settings::{Given, LogFormat, Serving};

/// Serves SQLite too, which allocates much.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Every department a service, every colleague a customer.
#[derive(Debug, Parser)]
#[command(name = "vitrina", version, about, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    given: Given,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site
    Serve(Serving),
    /// Serve a demonstration company, made at the first start [data: vitrina-demo]
    Demo(Serving),
    /// Begin a company without a browser, and print the link by which its administrator sets a password
    Init(init::Company),
    /// Say which settings are in force, and where each was said; takes the options of `serve`
    Config(config::Telling),
    /// Compare every row with the history, and name what differs
    Check {
        /// List instead what people did for a customer that the rules would refuse today
        #[arg(long)]
        acts: bool,
    },
    /// Copy the whole company into a new directory, files included, while it is served or not
    Backup(backup::Copying),
    /// Put a backup into an empty place
    Restore(restore::From),
    /// Take in the history of another system, or a whole company
    #[command(subcommand)]
    Import(import::What),
    /// Write the company's history for other tools, or the whole company for another place
    #[command(subcommand)]
    Export(export::What),
    /// Make a link by which somebody sets a password, for who is locked out
    Link(link::Whom),
    /// Tell figures
    #[command(subcommand)]
    Report(report::What),
    /// Measure pages and commands on a filled company
    Bench(bench::Scope),
    /// Fill an empty database with a made-up company, for measuring
    Generate(generate::Size),
}

/// Writes the log to standard error. `VITRINA_LOG` says what comes into it, such as `info` or `web=debug`.
fn log(format: LogFormat) {
    let filter = EnvFilter::try_from_env("VITRINA_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
    // Where it happened, as a line of the log; what a panic says may hold words of people.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "the program panicked");
    }));
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    private::make_own();
    // The demonstration lies apart, so that a real company is never begun in its place.
    let (serving, data) = match &cli.command {
        Command::Demo(serving) => (serving.clone(), "vitrina-demo"),
        Command::Serve(serving) => (serving.clone(), "vitrina-data"),
        _ => (Serving::default(), "vitrina-data"),
    };
    let read = cli.given.settings(&serving, data);
    let format = read.as_ref().map(|settings| settings.log_format).unwrap_or_default();
    log(format);
    if let (Ok(settings), false) = (&read, matches!(cli.command, Command::Config(_))) {
        private::take_from_others(settings, &cli.given.file());
    }
    let done = read.map_err(Into::into).and_then(|settings| match cli.command {
        Command::Serve(_) => serve::serve(&settings).map(|()| ExitCode::SUCCESS),
        Command::Demo(_) => serve::demo(&settings).map(|()| ExitCode::SUCCESS),
        Command::Config(telling) => config::config(&cli.given, &telling, data).map(|()| ExitCode::SUCCESS),
        Command::Init(company) => init::init(&settings, &company).map(|()| ExitCode::SUCCESS),
        Command::Check { acts: false } => check::check(&settings),
        Command::Check { acts: true } => check::acts(&settings),
        Command::Backup(asked) => backup::backup(&settings, &asked).map(|()| ExitCode::SUCCESS),
        Command::Restore(from) => restore::restore(&settings, &from).map(|()| ExitCode::SUCCESS),
        Command::Import(what) => import::import(&settings, &what).map(|()| ExitCode::SUCCESS),
        Command::Export(what) => export::export(&settings, &what).map(|()| ExitCode::SUCCESS),
        Command::Link(whom) => link::link(&settings, &whom).map(|()| ExitCode::SUCCESS),
        Command::Report(what) => report::tell(&settings, &what).map(|()| ExitCode::SUCCESS),
        Command::Bench(scope) => bench::bench(&settings, &scope).map(|()| ExitCode::SUCCESS),
        Command::Generate(size) => generate::generate(&settings, &size).map(|()| ExitCode::SUCCESS),
    });
    match done {
        Ok(code) => code,
        Err(error) => {
            match format {
                LogFormat::Text => out::remark!("vitrina: {error}"),
                LogFormat::Json => tracing::error!(%error, "it ended"),
            }
            ExitCode::FAILURE
        }
    }
}
