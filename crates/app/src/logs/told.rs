//! What came of an import, as it is kept and shown: figures, what was rejected and repaired, why it did not come to its end.

use std::collections::BTreeMap;

use domain::ids::UnitId;
use flow::format::{Done, Gathered, Note, Trouble};
use serde::{Deserialize, Serialize};
use store::repo::import_batch::ImportBatch;

use super::foreign::Foreign;
use super::propose::{Fate, Proposal};

/// So many requests that are left as they are stand in the report by name.
const NAMED: usize = 500;

/// What stands in [`Told::error`] when the importer lost meanwhile what the import needs.
pub(super) const FORBIDDEN: &str = "forbidden";

/// One thing that is wrong or was mended. The words are made by whoever shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Remark {
    /// The line of the file, from 1; 0 when it has no place.
    pub line: u64,
    /// The column.
    pub column: String,
    /// What stands there.
    pub value: String,
    /// What is wrong: [`flow::format::TroubleKind::code`].
    pub kind: String,
    /// What was done: `row_rejected`, `value_dropped`, `repaired`, `kept`; empty when the whole file was refused.
    pub done: String,
    /// What belongs to the kind, by the name of its field.
    pub facts: BTreeMap<String, String>,
}

impl Remark {
    /// A file that cannot be used.
    pub fn of(trouble: &Trouble) -> Self {
        let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
        Self {
            line: trouble.line,
            column: text(&trouble.column),
            value: text(&trouble.value),
            kind: trouble.kind.code().to_owned(),
            done: String::new(),
            facts: facts(trouble),
        }
    }

    /// A row or value that was not taken as it stands.
    pub fn noted(note: &Note) -> Self {
        Self { done: done(note.done).to_owned(), ..Self::of(&note.trouble) }
    }
}

const fn done(done: Done) -> &'static str {
    match done {
        Done::RowRejected => "row_rejected",
        Done::ValueDropped => "value_dropped",
        Done::Repaired => "repaired",
        Done::Kept => "kept",
    }
}

/// The fields of a kind as texts.
fn facts(trouble: &Trouble) -> BTreeMap<String, String> {
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => None,
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Array(all) => {
            Some(all.iter().map(|one| one.as_str().unwrap_or_default()).collect::<Vec<_>>().join(", "))
        }
        other => Some(other.to_string()),
    };
    let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(&trouble.kind) else {
        return BTreeMap::new();
    };
    let own = fields.iter().filter(|(name, _)| *name != "kind");
    own.filter_map(|(name, value)| Some((name.clone(), text(value)?))).collect()
}

/// The report of an import.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    /// The unit that served.
    pub unit: Option<UnitId>,
    /// Rows of the file.
    pub rows: u64,
    /// Rows that were rejected.
    pub rejected: u64,
    /// Rows that the mapping leaves out.
    pub left_out: u64,
    /// Requests that are new.
    pub new: usize,
    /// Requests that went on.
    pub longer: usize,
    /// Requests that are known as they are.
    pub same: usize,
    /// Requests of which more is known than the file has.
    pub older: usize,
    /// Requests whose rows differ from those that are known: left as they are.
    pub differs: usize,
    /// The numbers of the first of them.
    pub differing: Vec<String>,
    /// Requests that were not taken in, for they would touch units to which the importer may not bring history.
    pub foreign: usize,
    /// These units, the first of them.
    pub foreign_units: Vec<Foreign>,
    /// How many such units there are besides.
    pub foreign_more: usize,
    /// Units that were created.
    pub units: usize,
    /// Services that were created.
    pub services: usize,
    /// People who were created.
    pub people: usize,
    /// What was rejected and repaired, the first of each kind.
    pub notes: Vec<Remark>,
    /// How many there are of each kind: kind, what was done, count.
    pub counts: Vec<(String, String, u64)>,
    /// Why the file could not be taken in.
    pub trouble: Option<Remark>,
    /// Why else it did not come to its end: `lost` when the program ended, `forbidden` when the importer lost what it
    /// needs, otherwise words for whoever runs it.
    pub error: String,
}

impl Told {
    /// An import that has only begun, or brought nothing.
    pub fn of(unit: UnitId) -> Self {
        Self { unit: Some(unit), ..Self::default() }
    }

    /// What a log brings.
    pub fn proposed(unit: UnitId, gathered: &Gathered, proposal: &Proposal) -> Self {
        let report = &gathered.report;
        let differing = gathered.log.cases().iter().zip(&proposal.fates);
        Self {
            rows: report.rows,
            rejected: report.rejected,
            left_out: report.left_out,
            new: proposal.count(|fate| *fate == Fate::New),
            longer: proposal.count(|fate| matches!(fate, Fate::Longer(_))),
            same: proposal.count(|fate| *fate == Fate::Same),
            older: proposal.count(|fate| *fate == Fate::Older),
            differs: proposal.count(|fate| *fate == Fate::Differs),
            differing: differing
                .filter(|(_, fate)| **fate == Fate::Differs)
                .take(NAMED)
                .map(|(case, _)| case.key.to_string())
                .collect(),
            foreign: proposal.count(|fate| *fate == Fate::Foreign),
            foreign_units: proposal.foreign.iter().take(NAMED).cloned().collect(),
            foreign_more: proposal.foreign.len().saturating_sub(NAMED),
            units: proposal.newcomers.units.len(),
            services: proposal.newcomers.services.len(),
            people: proposal.newcomers.people.len(),
            notes: report.notes.iter().map(Remark::noted).collect(),
            counts: report
                .counts()
                .map(|line| (line.code.to_owned(), done(line.done).to_owned(), line.count))
                .collect(),
            ..Self::of(unit)
        }
    }

    /// The same without what stood in the file: the figures of an import that was taken back.
    pub fn without_words(self) -> Self {
        Self {
            differing: Vec::new(),
            foreign_units: Vec::new(),
            foreign_more: self.foreign_units.len() + self.foreign_more,
            notes: Vec::new(),
            trouble: None,
            ..self
        }
    }

    /// The report of an import; empty where an older program wrote another one.
    pub fn read(batch: &ImportBatch) -> Self {
        serde_json::from_str(&batch.report).unwrap_or_default()
    }

    /// As it is kept.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_else(|_| String::from("{}"))
    }
}
