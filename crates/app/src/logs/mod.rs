//! The history of another system, taken in. A file is read into a log by `flow::format`; [`propose`] says what it would bring and
//! changes nothing; [`take`] writes it in small transactions that nobody sees, and shows all of it with one switch.
//!
//! The same file again changes nothing; a longer one adds what is new. Requests whose rows differ from those that were taken in
//! before are left as they are and named. Requests that would touch a unit to which the importer may not bring history are not taken in,
//! and are named too: they need an administrator.
//!
//! An import can be [taken back](take_back()): its events stay and count no longer. Imports that lie where their importer may not bring
//! history are [told to administrators](astray()).

mod astray;
mod foreign;
mod look;
mod mappings;
mod plan;
mod propose;
mod reach;
mod rows;
mod run;
mod take;
mod take_back;
mod told;

pub use astray::{Astray, astray};
pub use foreign::Foreign;
pub use look::{Look, look, read};
pub use mappings::{mappings, save_mapping};
pub use plan::Plan;
pub use propose::{Fate, Proposal, propose};
pub use reach::brings;
use reach::imports;
pub use run::{begin, latest, progress, run, sees, stop};
pub use take::{Progress, TakeError, Taken, sweep, take};
pub use take_back::{Hindrance, Outlook, begin_taking_back, outlook, take_back, takes_back, who};
pub use told::{Remark, Told};

use domain::ids::UnitId;

/// Where the requests of a file belong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The other system: lower-case Latin letters, digits and hyphens.
    pub source: String,
    /// The name of the file.
    pub file: String,
    /// The unit that served, where the file names none. Teams become its parts.
    pub unit: UnitId,
}

/// The short name of a system, from a name that people gave it.
pub fn source_of(name: &str) -> String {
    let mut slug = String::new();
    for sign in name.chars().flat_map(char::to_lowercase) {
        if sign.is_ascii_alphanumeric() {
            slug.push(sign);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_matches('-');
    match slug.chars().next() {
        Some(first) if first.is_ascii_alphabetic() => slug.chars().take(20).collect::<String>(),
        _ => format!("log-{slug}").chars().take(20).collect(),
    }
    .trim_end_matches('-')
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_makes_a_short_one() {
        for (name, short) in [
            ("ServiceNow", "servicenow"),
            ("Jira (old)", "jira-old"),
            ("Заявки", "log"),
            ("1С: Итилиум 8", "log-1-8"),
            ("", "log"),
        ] {
            assert_eq!(source_of(name), short, "{name}");
        }
    }
}
