//! Imports that lie in units to which whoever brought them may not bring history: told to administrators.

use app::company::UnitView;
use app::logs::Astray;

use super::list::unit_text;
use crate::chrome::Chrome;
use crate::i18n::Html;
use crate::routes;

/// Such an import.
#[derive(Debug, Clone)]
pub(crate) struct AstrayRow {
    pub href: String,
    pub file: String,
    /// Whoever brought it.
    pub who: String,
    pub began: Html,
    pub units: String,
    pub requests: String,
    /// Where it is taken back.
    pub back: String,
}

/// The rows of the table; `who` are the names of those who brought them, in the same order.
pub(super) fn rows(c: &Chrome, all: &[Astray], who: &[String], units: &[UnitView]) -> Vec<AstrayRow> {
    let row = |(one, who): (&Astray, &String)| {
        let mut names: Vec<String> = one.units.iter().map(|unit| unit_text(c, units, Some(*unit))).collect();
        names.sort();
        AstrayRow {
            href: routes::log(one.batch.id),
            file: one.batch.file.clone(),
            who: if who.is_empty() { c.t("request-nameless").into_owned() } else { who.clone() },
            began: c.time_moment(one.batch.started_at),
            units: names.join(", "),
            requests: c.number(one.requests),
            back: routes::log_back(one.batch.id),
        }
    };
    all.iter().zip(who).map(row).collect()
}
