//! What an address of flow asks for: whose requests, which period, which filters, which part of the page.

use domain::ids::{ServiceId, UnitId};
use domain::time::Instant;
use flow::filter::{Filter, Moment, Period};
use flow::log::{Case, Log, Name};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;

use app::analytics::{Flow, Window};

use crate::routes;

/// The first day that is looked at when all time is.
const BEGINNING: Date = jiff::civil::date(1990, 1, 1);

/// Whose requests, by the words of the address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Of {
    /// The company's.
    Company,
    /// Those that a unit serves, by its code or id.
    Unit(String),
    /// Those of a service, by its code.
    Service(String),
}

impl Of {
    /// The address of its page.
    pub(crate) fn address(&self) -> String {
        match self {
            Self::Company => routes::flow(),
            Self::Unit(unit) => routes::unit_flow(unit),
            Self::Service(service) => routes::service_flow(service),
        }
    }
}

/// A period that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    Month,
    Quarter,
    Year,
    All,
    Own,
}

impl Span {
    pub(crate) const ALL: [Self; 5] = [Self::Month, Self::Quarter, Self::Year, Self::All, Self::Own];

    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::All => "all",
            Self::Own => "own",
        }
    }

    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Month => "flow-period-month",
            Self::Quarter => "flow-period-quarter",
            Self::Year => "flow-period-year",
            Self::All => "flow-period-all",
            Self::Own => "flow-period-own",
        }
    }
}

/// The query of every address of flow.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// Which part of the page: `findings`, `map`…; nothing for the figures.
    pub view: String,
    /// A [`Span`].
    pub period: String,
    /// The first day, of one's own period.
    pub from: String,
    /// The last day.
    pub to: String,
    /// `closed`: the period is that of closing, not of stating.
    pub by: String,
    /// A service, by its id.
    pub service: String,
    /// A unit that serves, by its id.
    pub unit: String,
    /// A unit that asks, by its id.
    pub customer: String,
    /// A team, by its id.
    pub team: String,
    /// A priority, in its own words.
    pub priority: String,
    /// The first day after which things are compared.
    pub since: String,
    /// How much of the map is drawn, in percent.
    pub detail: String,
    /// What the arrows of the value chain are as thick as: `money`, `minutes`; nothing for requests.
    pub weigh: String,
    /// Which requests of a list, see [`super::about`].
    pub about: String,
    /// What it is about.
    pub a: String,
    /// What else it is about.
    pub b: String,
    /// Where the list goes on.
    pub after: String,
}

/// What stands in an address for "not given".
pub(crate) const NOT_GIVEN: &str = "~";

/// A name that no log has.
pub(crate) const NOBODY: Name = Name(u32::MAX);

impl Asked {
    /// The period.
    pub(crate) fn span(&self) -> Span {
        let named = Span::ALL.into_iter().find(|span| span.code() == self.period);
        let own = !self.from.is_empty() || !self.to.is_empty();
        named.unwrap_or(if own { Span::Own } else { Span::Quarter })
    }

    /// Whether nobody asked for a period.
    pub(crate) fn unasked(&self) -> bool {
        [&self.period, &self.from, &self.to].into_iter().all(String::is_empty)
    }

    /// Whether a request is one of a period, whatever the filters say of it.
    pub(crate) fn holds(&self, window: Window, case: &Case) -> bool {
        let moment = if self.by == "closed" { case.closed } else { Some(case.opened) };
        moment.is_some_and(|at| (window.from.millis()..window.to.millis()).contains(&at))
    }

    /// Whether anything but the period narrows the requests.
    pub(crate) fn narrowed(&self) -> bool {
        [&self.service, &self.unit, &self.customer, &self.team, &self.priority]
            .into_iter()
            .any(|text| !text.is_empty())
    }

    /// The bounds of the period in days: the first inside, the first after.
    pub(crate) fn days(&self, today: Date) -> (Option<Date>, Option<Date>) {
        let ago = |days: i64| today.checked_sub(days.days()).ok();
        match self.span() {
            Span::Month => (ago(29), None),
            Span::Quarter => (ago(90), None),
            Span::Year => (ago(364), None),
            Span::All => (None, None),
            Span::Own => {
                let last: Option<Date> = self.to.parse().ok();
                (self.from.parse().ok(), last.and_then(|last| last.tomorrow().ok()))
            }
        }
    }

    /// What is read: nothing outside it is known.
    pub(crate) fn window(&self, now: Instant, zone: &TimeZone) -> Window {
        let (from, until) = self.days(day_of(now, zone));
        let soon = now.plus_seconds(1);
        let from = start_of(from.unwrap_or(BEGINNING), zone);
        let to = until.map_or(soon, |until| start_of(until, zone)).min(soon);
        Window { from: from.min(to), to }
    }

    /// What is kept of it. `inside` says whether the period counts.
    pub(crate) fn filter(&self, flow: &Flow, window: Window, inside: bool) -> Filter {
        let log = &flow.log;
        let unit = |text: &str| unit_name(flow, text);
        let one = |text: &str, find: &dyn Fn(&str) -> Name| -> Vec<Name> {
            match text {
                "" => Vec::new(),
                NOT_GIVEN => vec![Name::NONE],
                text => vec![find(text)],
            }
        };
        let period = if inside && self.span() != Span::All {
            Period { from: Some(window.from.millis()), until: Some(window.to.millis()) }
        } else {
            Period::default()
        };
        Filter {
            by: if self.by == "closed" { Moment::Completed } else { Moment::Opened },
            period,
            services: one(&self.service, &|text| service_name(flow, text)),
            units: one(&self.unit, &unit),
            customers: one(&self.customer, &unit),
            teams: one(&self.team, &unit),
            priorities: one(&self.priority, &|text| log.names.find(text).unwrap_or(NOBODY)),
        }
    }

    /// The address of a part of these pages with the same period and filters; `more` is put in or takes the place of what was there.
    pub(crate) fn address(&self, path: &str, more: &[(&'static str, &str)]) -> String {
        let kept = [
            ("period", &self.period),
            ("from", &self.from),
            ("to", &self.to),
            ("by", &self.by),
            ("service", &self.service),
            ("unit", &self.unit),
            ("customer", &self.customer),
            ("team", &self.team),
            ("priority", &self.priority),
        ];
        let kept = kept.into_iter().map(|(name, value)| (name, value.as_str()));
        let kept = kept.filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
        let all: Vec<(&str, &str)> = kept.chain(more.iter().copied()).collect();
        routes::with(path, &all)
    }
}

/// The name of a unit by its id.
pub(crate) fn unit_name(flow: &Flow, text: &str) -> Name {
    let id = UnitId::parse(text);
    let found = flow.units.iter().find(|(_, unit)| Some(**unit) == id);
    found.map_or(NOBODY, |(name, _)| *name)
}

/// The name of a service by its id.
pub(crate) fn service_name(flow: &Flow, text: &str) -> Name {
    let id = ServiceId::parse(text);
    let found = flow.services.iter().find(|(_, service)| Some(**service) == id);
    found.map_or(NOBODY, |(name, _)| *name)
}

/// A team, unit, service or state in an address: by its id where it has one, else in its own words.
pub(crate) fn reference(flow: &Flow, name: Name) -> String {
    match (flow.units.get(&name), flow.services.get(&name)) {
        (Some(unit), _) => unit.to_string(),
        (None, Some(service)) => service.to_string(),
        (None, None) => flow.log.names.text(name).to_owned(),
    }
}

/// Reads [`reference`] back; an empty text is what was not given.
pub(crate) fn named(flow: &Flow, text: &str) -> Name {
    let log: &Log = &flow.log;
    [unit_name(flow, text), service_name(flow, text)]
        .into_iter()
        .find(|name| *name != NOBODY)
        .or_else(|| log.names.find(text))
        .unwrap_or(NOBODY)
}

/// The day of a moment.
pub(crate) fn day_of(at: Instant, zone: &TimeZone) -> Date {
    at.to_timestamp().to_zoned(zone.clone()).date()
}

/// The first moment of a day.
pub(crate) fn start_of(day: Date, zone: &TimeZone) -> Instant {
    let zoned = day.to_zoned(zone.clone());
    zoned.map_or(Instant::from_millis(0), |zoned| Instant::from_timestamp(zoned.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::now;

    fn asked(period: &str, from: &str, to: &str) -> Asked {
        Asked { period: period.into(), from: from.into(), to: to.into(), ..Asked::default() }
    }

    #[test]
    fn periods_end_where_days_end() {
        let zone = TimeZone::get("Europe/Moscow").unwrap();
        let start = |text: &str| start_of(text.parse().unwrap(), &zone);
        let of = |asked: Asked| asked.window(now(), &zone);
        let soon = now().plus_seconds(1);
        assert_eq!(of(asked("month", "", "")), Window { from: start("2026-10-25"), to: soon });
        assert_eq!(of(asked("", "", "")).from, start("2026-08-25"));
        let own = of(asked("own", "2026-03-01", "2026-03-31"));
        assert_eq!(own, Window { from: start("2026-03-01"), to: start("2026-04-01") });
        assert_eq!(of(asked("", "2026-03-01", "")), Window { from: start("2026-03-01"), to: soon });
        // Nonsense and the future are not periods.
        assert_eq!(of(asked("own", "x", "9999-99-99")).to, soon);
        assert_eq!(of(asked("own", "2030-01-01", "2031-01-01")), Window { from: soon, to: soon });
        assert_eq!(of(asked("all", "", "")).to, soon);
    }

    #[test]
    fn addresses_keep_the_choice() {
        let asked = Asked { period: "year".into(), priority: "3 & 4".into(), ..Asked::default() };
        assert_eq!(
            asked.address("/flow", &[("view", "map"), ("period", "all")]),
            "/flow?priority=3%20%26%204&view=map&period=all"
        );
    }
}
