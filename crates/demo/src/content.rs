//! What the demonstration is made of: units with their services, people, stories, files.

use domain::localized::{Language, Localized};
use serde::Deserialize;

use crate::error::Fault;
use crate::story::{self, Story};

macro_rules! texts {
    ($($folder:literal: $($name:literal),+;)+) => {
        &[$($((concat!($folder, "/", $name), include_str!(concat!("../content/", $folder, "/", $name))),)+)+]
    };
}

/// Units in the order in which they come into being: parents first.
const UNITS: &[(&str, &str)] = texts! {
    "units": "head-office.toml", "hr.toml", "it.toml", "crm.toml", "support.toml", "data.toml", "security.toml",
        "finance.toml", "marketing.toml", "savina.toml", "procurement.toml", "facilities.toml", "legal.toml",
        "university.toml", "sales.toml", "care.toml", "channel.toml", "integra.toml", "hunter-lab.toml",
        "north-alliance.toml";
};

const STORIES: &[(&str, &str)] = texts! {
    "stories": "crm-1.story", "crm-2.story", "data.story", "finance.story", "hr-1.story", "hr-2.story", "it.story",
        "legal.story", "manager.story", "marketing.story", "procurement.story", "university.story";
};

const PEOPLE: &str = include_str!("../content/people.toml");
const COMPANY: &str = include_str!("../content/company.toml");

/// Files that stories attach, with their text.
pub(crate) const FILES: &[(&str, &str)] = texts! {
    "files": "approvals-decision.txt", "board-outline.txt", "bonus-rules.txt", "campaign-review.txt",
        "contractors.csv", "day-ten-notes.txt", "employment-certificate.txt", "extensions.csv", "model-rules.txt",
        "partner-exchange.txt", "partner-page.txt", "payment-order.txt", "rejected-rows.csv", "shortlist.txt",
        "webinar-contacts.csv";
};

/// An authored text, required in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Both {
    pub(crate) ru: String,
    pub(crate) en: String,
}

impl Both {
    /// As the product keeps it.
    pub(crate) fn localized(&self) -> Localized {
        Localized::both(&self.ru, &self.en)
    }
}

/// The company as a whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Company {
    pub(crate) name: String,
    /// The person who installs it.
    pub(crate) administrator: String,
    /// Who takes what no unit owns, and where.
    pub(crate) front_desk: [String; 2],
    /// Who issues the budgets.
    pub(crate) finance: String,
    pub(crate) metering_notice: Both,
    #[serde(rename = "calendar")]
    pub(crate) calendars: Vec<CalendarText>,
    #[serde(rename = "persona")]
    pub(crate) personas: Vec<PersonaText>,
}

/// Working hours beside the ordinary ones of the office.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CalendarText {
    pub(crate) key: String,
    pub(crate) name: Both,
    /// The stretches of a working day, `09:00-13:00`.
    pub(crate) hours: Vec<String>,
}

/// Whose part a visitor may take.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonaText {
    pub(crate) person: String,
    pub(crate) role: Both,
    pub(crate) hint: Both,
}

/// A unit with its services.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnitText {
    pub(crate) code: String,
    pub(crate) kind: domain::company::UnitKind,
    pub(crate) parent: Option<String>,
    pub(crate) door: DoorText,
    pub(crate) budget: Option<BudgetText>,
    /// What an hour of it costs, in roubles.
    pub(crate) rate: Option<i64>,
    pub(crate) ru: NameText,
    pub(crate) en: NameText,
    #[serde(default, rename = "service")]
    pub(crate) services: Vec<ServiceText>,
}

/// Who answers at the front door, how soon, by which calendar.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DoorText {
    pub(crate) owner: String,
    /// Working hours (`4h`) or days (`1d`).
    pub(crate) answer: String,
    pub(crate) calendar: String,
}

/// What the unit may spend in a period, in roubles.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BudgetText {
    pub(crate) mode: domain::ledger::BudgetMode,
    pub(crate) period: domain::ledger::PeriodLength,
    pub(crate) amount: i64,
}

/// The words of a unit in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct NameText {
    pub(crate) name: String,
    pub(crate) purpose: String,
}

/// A service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ServiceText {
    pub(crate) code: String,
    pub(crate) stage: domain::company::ServiceStage,
    pub(crate) price: PriceText,
    /// Minutes of the customer.
    pub(crate) client: i64,
    pub(crate) answer: String,
    /// Working days.
    pub(crate) delivery: Option<u32>,
    #[serde(default)]
    pub(crate) ready: bool,
    #[serde(default)]
    pub(crate) obligatory: bool,
    pub(crate) class: Option<domain::request::Class>,
    pub(crate) ru: CanvasText,
    pub(crate) en: CanvasText,
}

/// A price in roubles.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PriceText {
    Fixed(i64),
    From(i64),
    Estimated,
}

/// The words of a service in one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CanvasText {
    pub(crate) name: String,
    pub(crate) lead: String,
    pub(crate) for_whom: String,
    pub(crate) problem: String,
    pub(crate) outcome: String,
    pub(crate) included: Vec<String>,
    pub(crate) excluded: Vec<String>,
    #[serde(default)]
    pub(crate) criteria: Vec<String>,
}

/// Somebody.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PersonText {
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) position: String,
    #[serde(default)]
    pub(crate) language: Language,
    pub(crate) unit: String,
    pub(crate) manager: Option<String>,
    #[serde(default)]
    pub(crate) outside: bool,
    pub(crate) roles: Vec<String>,
}

/// Everything, read.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) company: Company,
    pub(crate) units: Vec<UnitText>,
    pub(crate) people: Vec<PersonText>,
    pub(crate) stories: Vec<Story>,
}

impl Content {
    /// Reads what is built in.
    pub(crate) fn read() -> Result<Self, Fault> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct People {
            person: Vec<PersonText>,
        }
        let people: People = table("people.toml", PEOPLE)?;
        Ok(Self {
            company: table("company.toml", COMPANY)?,
            units: UNITS.iter().map(|(file, text)| table(file, text)).collect::<Result<_, _>>()?,
            people: people.person,
            stories: STORIES
                .iter()
                .map(|(file, text)| story::parse(file, text))
                .collect::<Result<Vec<_>, _>>()?
                .concat(),
        })
    }
}

fn table<T: for<'a> Deserialize<'a>>(file: &str, text: &str) -> Result<T, Fault> {
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        Fault {
            file: file.to_owned(),
            line: before.lines().count().max(1),
            problem: error.message().to_owned(),
        }
    })
}
