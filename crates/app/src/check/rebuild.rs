//! Tables made again from the history, by the code that they are compared with.

use store::migrate::replace;
use store::{StoreError, Tx, audit};

use super::Checked;
use super::requests::{Made, windows};
use crate::company::Replay;
use crate::error::{Answer, AppError};
use crate::notices;

/// Where it waited whom to tell before notices were written with the events.
const OUTBOX: &str = "outbox";

/// Makes tables of the company and of requests again: what a migration asks for whose columns hold what rules say. Rows of streams that
/// cannot be folded stay as they are: a check names those.
///
/// # Errors
/// The database's.
pub fn rebuild(tx: &mut dyn Tx, tables: &[&'static str]) -> Result<(), StoreError> {
    remade(tx, tables).map_err(|error| match error {
        AppError::Store(error) => error,
        other => StoreError::Schema(other.to_string()),
    })
}

fn remade(tx: &mut dyn Tx, tables: &[&'static str]) -> Answer<()> {
    if tables.contains(&OUTBOX) {
        notices::tell_waiting(tx)?;
    }
    if tables == [OUTBOX] {
        return Ok(());
    }
    let (mut company, mut passed_over) = (Replay::default(), Checked::default());
    windows(tx, &mut company, &mut passed_over, &mut |tx, window, span, published, passed_over| {
        for Made { table, of, rows } in window.made(published, passed_over)? {
            if tables.contains(&table.name) {
                let there = window.kept(tx, table, of, span.after, span.to)?;
                replace(tx, table, &there, rows)?;
            }
        }
        Ok(())
    })?;
    for rows in company.tables().into_iter().filter(|rows| tables.contains(&rows.table.name)) {
        let there = audit::whole(tx, rows.table)?;
        replace(tx, rows.table, &there, rows.rows.into_values())?;
    }
    Ok(())
}
