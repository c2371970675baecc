//! What the columns of a file mean: written once, saved as TOML, used for every further file of that system.

use std::collections::BTreeMap;
use std::io::Read;

use serde::{Deserialize, Serialize};

use super::rows::Options;
use super::trouble::{Trouble, TroubleKind};
use crate::log::Meaning;

/// What a column can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Which case the row belongs to: a number. Needed.
    Case,
    /// The state that the case came into, or what was done. Needed.
    Activity,
    /// When. Needed.
    Time,
    /// What puts the rows of a case in order: a number that rises, or a time.
    Order,
    /// What tells an event from all others: a row with one that was there is left out.
    Event,
    /// What the activity means, in the words of [`Meaning`].
    Meaning,
    /// The team that has the case from now on.
    Team,
    /// The person who has it from now on.
    Person,
    /// The person who asked.
    CustomerPerson,
    /// The unit that asked.
    Customer,
    /// The unit that serves.
    Unit,
    /// What was ordered.
    Service,
    /// What it is about, in a line.
    Title,
    /// How urgent.
    Priority,
    /// By which way it came.
    Channel,
    /// When it was stated.
    Opened,
    /// When somebody first answered.
    Answered,
    /// When it was solved.
    Solved,
    /// When it was closed.
    Closed,
    /// Whether the promise was kept.
    PromiseKept,
    /// Whether the promise was missed: the same, the other way round.
    PromiseMissed,
    /// How often it was opened again.
    Reopened,
}

impl Role {
    /// All of them, in the order in which people are asked.
    pub const ALL: [Self; 22] = [
        Self::Case,
        Self::Activity,
        Self::Time,
        Self::Order,
        Self::Event,
        Self::Meaning,
        Self::Team,
        Self::Person,
        Self::CustomerPerson,
        Self::Customer,
        Self::Unit,
        Self::Service,
        Self::Title,
        Self::Priority,
        Self::Channel,
        Self::Opened,
        Self::Answered,
        Self::Solved,
        Self::Closed,
        Self::PromiseKept,
        Self::PromiseMissed,
        Self::Reopened,
    ];

    /// Whether a log cannot be read without it.
    #[must_use]
    pub fn needed(self) -> bool {
        matches!(self, Self::Case | Self::Activity | Self::Time)
    }

    /// Whether it is a time.
    #[must_use]
    pub fn is_time(self) -> bool {
        matches!(self, Self::Time | Self::Opened | Self::Answered | Self::Solved | Self::Closed)
    }

    /// Its name in a mapping.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Activity => "activity",
            Self::Time => "time",
            Self::Order => "order",
            Self::Event => "event",
            Self::Meaning => "meaning",
            Self::Team => "team",
            Self::Person => "person",
            Self::CustomerPerson => "customer_person",
            Self::Customer => "customer",
            Self::Unit => "unit",
            Self::Service => "service",
            Self::Title => "title",
            Self::Priority => "priority",
            Self::Channel => "channel",
            Self::Opened => "opened",
            Self::Answered => "answered",
            Self::Solved => "solved",
            Self::Closed => "closed",
            Self::PromiseKept => "promise_kept",
            Self::PromiseMissed => "promise_missed",
            Self::Reopened => "reopened",
        }
    }
}

/// How the file itself is to be read, where that cannot be found out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FileHints {
    /// See [`Options::encoding`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// See [`Options::delimiter`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// See [`Options::sheet`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// See [`Options::case_type`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_type: Option<String>,
}

/// Rows to leave out: those with one of these values in this column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaveOut {
    /// The column by its name in the file.
    pub column: String,
    /// The values.
    pub values: Vec<String>,
}

/// What the columns of a file mean.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Mapping {
    /// Its name, for people.
    pub name: String,
    /// The time zone of times that are given without one, such as `Europe/Moscow`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Texts that mean that nothing was given; the empty one always does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// How dates are written, see [`super::dates`]; the usual way first. Without any, dates are ISO 8601.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dates: Vec<String>,
    /// Each row shows the whole case as it was: what the last row of a case does not give is not so. Otherwise what was given once holds.
    pub snapshot: bool,
    /// How the file is to be read.
    pub file: FileHints,
    /// Which column says what.
    pub columns: BTreeMap<Role, String>,
    /// What each activity means; what is not named is work.
    pub meanings: BTreeMap<String, Meaning>,
    /// Rows to leave out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub leave_out: Vec<LeaveOut>,
}

impl Mapping {
    /// Reads a saved mapping.
    ///
    /// # Errors
    /// When it is not TOML or names something that does not exist.
    pub fn from_toml(text: &str) -> Result<Self, Trouble> {
        toml::from_str(text).map_err(|e| {
            let line = e.span().map_or(0, |span| text[..span.start].matches('\n').count() as u64 + 1);
            // Of some mistakes the parser gives the place alone.
            let said = Some(e.message()).filter(|said| !said.is_empty()).unwrap_or("this is no TOML");
            Trouble::new(TroubleKind::BadMapping { said: said.to_owned() }).at(line)
        })
    }

    /// Reads a saved mapping, at most 1 MB of it.
    ///
    /// # Errors
    /// As [`Mapping::from_toml`], and when it cannot be read.
    pub fn read(source: impl Read) -> Result<Self, Trouble> {
        let mut text = String::new();
        source.take(1 << 20).read_to_string(&mut text).map_err(Trouble::from_io)?;
        Self::from_toml(&text)
    }

    /// Writes it to be saved.
    ///
    /// # Panics
    /// Never: its names are texts.
    #[must_use]
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("a mapping has nothing that TOML lacks")
    }

    /// What it says of the file itself, for [`super::open`].
    #[must_use]
    pub fn options(&self) -> Options {
        let FileHints { encoding, delimiter, sheet, case_type } = self.file.clone();
        Options { encoding, delimiter, sheet, case_type, ..Options::default() }
    }

    /// The column of a role.
    #[must_use]
    pub fn column(&self, role: Role) -> Option<&str> {
        self.columns.get(&role).map(String::as_str)
    }

    /// Whether a text means that nothing was given.
    #[must_use]
    pub fn is_missing(&self, text: &str) -> bool {
        text.is_empty() || self.missing.iter().any(|missing| missing == text)
    }
}
