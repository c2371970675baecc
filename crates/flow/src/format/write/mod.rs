//! A log written in the formats of others.

mod csv;
mod ocel;
mod ocel_json;
mod ocel_sqlite;
mod ocel_xml;
mod xes;

use std::io::{self, Write};

pub(super) use csv::heads;

use super::gathered::Extra;
use super::mapping::Role;
use crate::log::{Case, Log, Meaning, Millis, Name};

/// A format that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Export {
    /// A row for each step, under the columns of [`Mapping::csv`](super::Mapping::csv).
    Csv,
    /// IEEE 1849.
    Xes,
    /// OCEL 2.0 in JSON.
    OcelJson,
    /// OCEL 2.0 in XML.
    OcelXml,
    /// OCEL 2.0 in SQLite.
    OcelSqlite,
}

impl Export {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Csv, Self::Xes, Self::OcelJson, Self::OcelXml, Self::OcelSqlite];

    /// How a file of it is called at the end.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xes => "xes",
            Self::OcelJson => "jsonocel",
            Self::OcelXml => "xmlocel",
            Self::OcelSqlite => "sqlite",
        }
    }

    /// How it is called on the web.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xes | Self::OcelXml => "application/xml",
            Self::OcelJson => "application/json",
            Self::OcelSqlite => "application/vnd.sqlite3",
        }
    }
}

/// Writes a log. `extras` go with its cases in their order, with names of the log; it may be empty. The keys of the cases must differ.
///
/// # Errors
/// When it cannot be written, or a time is outside the years that the formats know.
pub fn write(form: Export, log: &Log, extras: &[Extra], out: &mut dyn Write) -> io::Result<()> {
    let outgoing = Outgoing { log, extras };
    match form {
        Export::Csv => csv::write(&outgoing, out),
        Export::Xes => xes::write(&outgoing, out),
        Export::OcelJson => ocel_json::write(&outgoing, out),
        Export::OcelXml => ocel_xml::write(&outgoing, out),
        Export::OcelSqlite => ocel_sqlite::write(&outgoing, out),
    }
}

/// A log on its way out.
struct Outgoing<'a> {
    log: &'a Log,
    extras: &'a [Extra],
}

/// A value with its type.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Value<'a> {
    Text(&'a str),
    Time(Millis),
    Number(u64),
    Truth(bool),
}

impl Value<'_> {
    /// As a text.
    fn show(self) -> io::Result<String> {
        Ok(match self {
            Self::Text(text) => text.to_owned(),
            Self::Time(time) => moment(time)?,
            Self::Number(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
        })
    }
}

impl<'a> Outgoing<'a> {
    fn cases(&self) -> impl Iterator<Item = (&'a Case, Option<&'a Extra>)> {
        let extras = self.extras;
        self.log.cases().iter().enumerate().map(move |(n, case)| (case, extras.get(n)))
    }

    fn text(&self, name: Name) -> Option<&'a str> {
        name.some().map(|name| self.log.names.text(name))
    }

    /// The roles of a case that are names of others: people, units, services.
    fn others(&self, case: &Case, extra: Option<&Extra>) -> impl Iterator<Item = (Role, &'a str)> {
        let names = [
            (Role::CustomerPerson, extra.map_or(Name::NONE, |extra| extra.customer_person)),
            (Role::Customer, case.customer),
            (Role::Unit, case.unit),
            (Role::Service, case.service),
        ];
        names.map(|(role, name)| Some((role, self.text(name)?))).into_iter().flatten()
    }

    /// What else is known of a case.
    fn values(&self, case: &Case, extra: Option<&Extra>) -> impl Iterator<Item = (Role, Value<'a>)> {
        let name = |name: Option<Name>| name.and_then(|name| self.text(name)).map(Value::Text);
        let values = [
            (Role::Title, name(extra.map(|extra| extra.title))),
            (Role::Priority, name(Some(case.priority))),
            (Role::Channel, name(extra.map(|extra| extra.channel))),
            (Role::Opened, Some(Value::Time(case.opened))),
            (Role::Answered, case.answered.map(Value::Time)),
            (Role::Solved, case.solved.map(Value::Time)),
            (Role::Closed, case.closed.map(Value::Time)),
            (Role::PromiseKept, case.promise_kept.map(Value::Truth)),
            (Role::Reopened, extra.and_then(|extra| extra.reopened).map(|count| Value::Number(count.into()))),
        ];
        values.map(|(role, value)| Some((role, value?))).into_iter().flatten()
    }
}

/// The name of a meaning, as the mapping of it reads.
fn meaning(meaning: Meaning) -> &'static str {
    match meaning {
        Meaning::Queue => "queue",
        Meaning::Work => "work",
        Meaning::Customer => "customer",
        Meaning::Vendor => "vendor",
        Meaning::Other => "other",
        Meaning::Solved => "solved",
        Meaning::Closed => "closed",
    }
}

/// A moment after ISO 8601, to the millisecond.
fn moment(at: Millis) -> io::Result<String> {
    let bad = |e: jiff::Error| io::Error::new(io::ErrorKind::InvalidInput, e.to_string());
    let moment = jiff::Timestamp::from_millisecond(at).map_err(bad)?;
    Ok(format!("{moment:.3}"))
}

/// A text for XML, in an attribute or between elements. What XML cannot carry at all becomes the sign for that.
fn escaped(text: &str) -> std::borrow::Cow<'_, str> {
    let special = |sign: char| matches!(sign, '<' | '>' | '&' | '"' | '\u{FFFE}' | '\u{FFFF}') || sign < ' ';
    if !text.contains(special) {
        return text.into();
    }
    let mut safe = String::with_capacity(text.len() + 16);
    for sign in text.chars() {
        match sign {
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '&' => safe.push_str("&amp;"),
            '"' => safe.push_str("&quot;"),
            '\t' => safe.push_str("&#9;"),
            '\n' => safe.push_str("&#10;"),
            '\r' => safe.push_str("&#13;"),
            '\u{FFFE}' | '\u{FFFF}' => safe.push('\u{FFFD}'),
            _ if sign < ' ' => safe.push('\u{FFFD}'),
            _ => safe.push(sign),
        }
    }
    safe.into()
}
