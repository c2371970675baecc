//! Units to which an importer may not bring history, and the rows that stay outside because of them.

use app::company::UnitView;
use app::logs::Told;

use super::list::unit_text;
use crate::chrome::Chrome;

/// So many units are shown.
const SHOWN: usize = 200;

/// A unit, and what stays outside because of it.
#[derive(Debug, Clone)]
pub(crate) struct ForeignRow {
    /// What the file calls it, with our own name for it.
    pub unit: String,
    /// How many rows.
    pub rows: String,
    /// The lines of the first of them.
    pub lines: String,
}

/// What stays outside; nothing where all of it comes.
#[derive(Debug, Clone, Default)]
pub(crate) struct ForeignView {
    pub count: String,
    pub rows: Vec<ForeignRow>,
    pub more: Option<String>,
}

/// What stays outside of an import.
pub(super) fn view(c: &Chrome, told: &Told, units: &[UnitView]) -> Option<ForeignView> {
    if told.foreign_units.is_empty() {
        return None;
    }
    let row = |one: &app::logs::Foreign| {
        let ours = unit_text(c, units, one.unit);
        let unit = match (one.name.as_str(), ours.as_str()) {
            ("", _) => ours,
            (name, "") => c.ta("log-foreign-new", &[("name", name.into())]),
            (name, ours) if name == ours => ours.to_owned(),
            (name, ours) => format!("{name}: {ours}"),
        };
        let mut lines: Vec<String> = one.lines.iter().map(ToString::to_string).collect();
        if (one.lines.len() as u64) < one.rows {
            lines.push("…".to_owned());
        }
        ForeignRow {
            unit,
            rows: c.number(i64::try_from(one.rows).unwrap_or(i64::MAX)),
            lines: if one.lines.is_empty() { String::new() } else { lines.join(", ") },
        }
    };
    let more = told.foreign_more + told.foreign_units.len().saturating_sub(SHOWN);
    Some(ForeignView {
        count: c.count("log-foreign-count", told.foreign),
        rows: told.foreign_units.iter().take(SHOWN).map(row).collect(),
        more: (more > 0).then(|| c.count("log-more-names", more)),
    })
}
