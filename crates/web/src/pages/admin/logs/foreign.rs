//! Units to which an importer may not bring history, and the rows that stay outside because of them.

use app::company::UnitView;
use app::logs::Told;

use super::list::unit_text;
use crate::chrome::Chrome;
use crate::parts::table::{Cell, Table};

/// So many units are shown.
const SHOWN: usize = 200;

/// What stays outside; nothing where all of it comes.
#[derive(Debug, Clone)]
pub(crate) struct ForeignView {
    pub count: String,
    pub table: Table,
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
        vec![
            Cell::text(unit),
            Cell::text(c.number(i64::try_from(one.rows).unwrap_or(i64::MAX))),
            Cell::text(if one.lines.is_empty() { String::new() } else { lines.join(", ") }),
        ]
    };
    let more = told.foreign_more + told.foreign_units.len().saturating_sub(SHOWN);
    Some(ForeignView {
        count: c.count("log-foreign-count", told.foreign),
        table: Table::new("", c.t("log-foreign"))
            .plain(c.t("log-foreign-unit"))
            .numbers(c.t("log-foreign-rows"))
            .words(c.t("log-foreign-lines"))
            .filled(told.foreign_units.iter().take(SHOWN).map(row)),
        more: (more > 0).then(|| c.count("log-more-names", more)),
    })
}
