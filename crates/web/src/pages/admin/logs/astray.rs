//! Imports that lie in units to which whoever brought them may not bring history: told to administrators.

use app::company::UnitView;
use app::logs::Astray;

use super::list::unit_text;
use crate::chrome::Chrome;
use crate::parts::table::{Cell, Table};
use crate::routes;

/// The table, empty.
pub(super) fn table(c: &Chrome) -> Table {
    Table::new("", c.t("log-astray"))
        .plain(c.t("log-file"))
        .plain(c.t("log-astray-who"))
        .plain(c.t("log-began"))
        .plain(c.t("log-astray-units"))
        .numbers(c.t("log-astray-requests"))
        .plain(c.t("log-astray-do"))
}

/// Such imports; `who` are the names of those who brought them, in the same order.
pub(super) fn astray(c: &Chrome, all: &[Astray], who: &[String], units: &[UnitView]) -> Table {
    let row = |(one, who): (&Astray, &String)| {
        let mut names: Vec<String> = one.units.iter().map(|unit| unit_text(c, units, Some(*unit))).collect();
        names.sort();
        let who = if who.is_empty() { c.t("request-nameless").into_owned() } else { who.clone() };
        vec![
            Cell::text(&one.batch.file).to(routes::log(one.batch.id)),
            Cell::text(who),
            Cell::html(c.time_moment(one.batch.started_at)),
            Cell::text(names.join(", ")),
            Cell::text(c.number(one.requests)),
            Cell::text(c.t("log-back")).about(&one.batch.file).to(routes::log_back(one.batch.id)),
        ]
    };
    table(c).filled(all.iter().zip(who).map(row))
}
