//! Figures on the terminal.

use std::error::Error;

use app::Cx;
use app::analytics::{Subject, Window, rates, read, working_clock};
use app::company;
use app::system::{Entropy as _, SystemClock, SystemEntropy};
use clap::{Args, Subcommand, ValueEnum};
use domain::actor::Channel;
use domain::localized::Language;
use domain::money::Currency;
use domain::permission::Viewer;
use domain::time::{Clock as _, Instant};
use flow::filter::View;
use flow::findings::FindingKind;
use flow::report::{Options, Price, Report, report};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::{Lane, Tx};

use crate::out::say;
use crate::serve::open_there;
use crate::settings::Settings;

/// Which figures.
#[derive(Debug, Subcommand)]
pub enum What {
    /// How requests flow
    Flow(FlowOf),
}

/// Whose requests.
#[derive(Debug, Clone, Args)]
pub struct Whose {
    /// A unit by its short name [default: the whole company]
    #[arg(long, value_name = "CODE", conflicts_with = "service")]
    pub unit: Option<String>,
    /// A service by its short name
    #[arg(long, value_name = "CODE")]
    pub service: Option<String>,
    /// Requests of one other system only: the short name it was taken in under
    #[arg(long)]
    pub source: Option<String>,
}

/// The subject that the command line names.
pub fn subject(tx: &mut dyn Tx, cx: &Cx, whose: &Whose) -> app::error::Answer<Subject> {
    Ok(match (&whose.unit, &whose.service) {
        (Some(code), _) => Subject::Unit(company::unit_by_code(tx, code)?.id),
        (_, Some(code)) => Subject::Service(company::service_in_flow(tx, &cx.viewer, code)?.0.id),
        _ => Subject::Company,
    })
}

/// Whose flow, when.
#[derive(Debug, Args)]
pub struct FlowOf {
    #[command(flatten)]
    whose: Whose,
    /// Stated on this day or later
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Stated before this day
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// Compare before and since this day
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// The form
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// How it is written.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// For people
    Text,
    /// For programs
    Json,
}

/// Prints the figures.
pub fn tell(settings: &Settings, what: &What) -> Result<(), Box<dyn Error>> {
    let What::Flow(of) = what;
    let (db, _) = open_there(settings)?;
    let now = SystemClock.now();
    let cx = Cx::new(Viewer::console(), now, Channel::Cli, None, SystemEntropy.bytes());
    let whose = of.whose.clone();
    let (from, until, since) = (of.from, of.until, of.since);
    let report = db.within(
        Lane::Read,
        std::time::Duration::from_secs(600),
        move |tx| -> app::error::Answer<Report> {
            let company = company::company(tx)?;
            let zone = TimeZone::get(&company.zone).unwrap_or(TimeZone::UTC);
            let at = |date: Option<Date>| {
                date.and_then(|date| date.to_zoned(zone.clone()).ok())
                    .map(|zoned| Instant::from_millis(zoned.timestamp().as_millisecond()))
            };
            let subject = subject(tx, &cx, &whose)?;
            let window = Window { to: at(until).unwrap_or(Window::ALL.to), ..Window::ALL };
            let flow = read(tx, &cx, subject, window, whose.source.as_deref(), Language::En)?;
            let first = flow.log.cases().iter().map(|case| case.opened).min().unwrap_or(now.millis());
            let unit = match subject {
                Subject::Unit(unit) => Some(unit),
                _ => None,
            };
            let clock = working_clock(tx, unit, Instant::from_millis(first), now)?;
            let from = at(from).map(Instant::millis);
            let view = View::whole(&flow.log).only(|one| from.is_none_or(|from| one.case.opened >= from));
            let rates = rates(tx, &flow, window.to.min(now))?;
            let options = Options {
                since: at(since).map(Instant::millis),
                rates: Some(&rates),
                client_seconds: &flow.client_seconds,
                ..Options::default()
            };
            Ok(report(&view, now.millis(), &clock, &options))
        },
    )?;
    match of.format {
        Form::Json => say!("{}", serde_json::to_string_pretty(&report)?),
        Form::Text => text(&report),
    }
    Ok(())
}

/// A sum of hours, with what it is for.
fn money(price: &Price) -> String {
    let digits = price.currency.parse().map_or(2, |currency: Currency| currency.digits());
    let sum = price.amount as f64 / 10_f64.powi(digits.cast_signed());
    format!(" (about {sum:.0} {} for {:.0} h)", price.currency, price.hours)
}

/// What a loss is called.
const fn loss(kind: FindingKind) -> &'static str {
    match kind {
        FindingKind::PingPong => "ping-pong",
        FindingKind::ExtraStep => "extra step",
        FindingKind::SlowStep => "slow step",
        FindingKind::SlowHandOver => "slow hand-over",
        FindingKind::Repetition => "repetition",
        FindingKind::ManyTouches => "many touches",
        FindingKind::Idle => "nobody's",
    }
}

fn text(report: &Report) {
    say!("requests            {}", report.cases);
    say!("steps               {}", report.events);
    say!("variants            {}", report.variants);
    say!("open                {}", report.open);
    if let Some(share) = report.promise_missed_share {
        say!("promise missed      {:.2} %", share * 100.0);
    }
    for (name, spread) in [("lead time", report.lead_time_hours), ("time to solve", report.solve_time_hours)]
    {
        if let Some(spread) = spread {
            say!(
                "{name:<19} mean {:.1} h, median {:.1} h, p85 {:.1} h, p95 {:.1} h",
                spread.mean,
                spread.median,
                spread.p85,
                spread.p95
            );
        }
    }
    for finding in report.findings.iter().take(10) {
        say!(
            "{}: {:.0} h{} in {} requests{}{}",
            loss(finding.kind),
            finding.hours,
            finding.money.as_ref().map(money).unwrap_or_default(),
            finding.requests,
            finding.state.as_ref().map(|state| format!(", {state}")).unwrap_or_default(),
            finding.team.as_ref().map(|team| format!(", {team}")).unwrap_or_default(),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn losses_are_called_by_words() {
        let kinds = [
            FindingKind::PingPong,
            FindingKind::ExtraStep,
            FindingKind::SlowStep,
            FindingKind::SlowHandOver,
            FindingKind::Repetition,
            FindingKind::ManyTouches,
            FindingKind::Idle,
        ];
        for kind in kinds {
            let name = loss(kind);
            assert_eq!(name, name.to_lowercase());
            assert_ne!(name, format!("{kind:?}"), "not the name inside the program");
        }
        assert_eq!(
            (loss(FindingKind::SlowStep), loss(FindingKind::ManyTouches)),
            ("slow step", "many touches")
        );
    }
}
