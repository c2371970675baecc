//! Rows that are made again from the history while a database is brought up to this program.

use std::collections::BTreeMap;

use crate::error::StoreError;
use crate::table::Table;
use crate::tx::Tx;
use crate::value::{Row, Value};

/// Makes tables again from the history. What the rules are is not known here: whoever opens the database brings it.
pub type Rebuild = fn(&mut dyn Tx, &[&'static str]) -> Result<(), StoreError>;

pub(super) fn anything_recorded(tx: &mut dyn Tx) -> Result<bool, StoreError> {
    let mut any = false;
    tx.rows_of("SELECT 1 FROM event LIMIT 1", &[], &mut |_| {
        any = true;
        Ok(())
    })?;
    Ok(any)
}

/// Puts rows in the place of those that are there. Rows that are right stay untouched, and so does what refers to them.
///
/// # Errors
/// The database's.
pub fn replace(
    tx: &mut dyn Tx,
    table: &Table,
    there: &[Row],
    rows: impl IntoIterator<Item = Vec<Value>>,
) -> Result<(), StoreError> {
    let (name, key) = (table.name, table.key());
    let named = |row: &[Value]| format!("{:?}", &row[..key]);
    let mut wanted: BTreeMap<String, Vec<Value>> = rows.into_iter().map(|row| (named(&row), row)).collect();
    let places = |from: usize, names: &[&str], between: &str| {
        let each = names.iter().zip(from..).map(|(name, place)| format!("{name} = ${place}"));
        each.collect::<Vec<_>>().join(between)
    };
    let (keys, rest) = table.columns.split_at(key);
    let which = places(1, keys, " AND ");
    let delete = format!("DELETE FROM {name} WHERE {which}");
    let update = format!("UPDATE {name} SET {} WHERE {which}", places(key + 1, rest, ", "));
    for row in there {
        let old = row.values();
        match wanted.remove(&named(old)) {
            None => tx.rows_of(&delete, &old[..key], &mut |_| Ok(()))?,
            Some(new) if new != old => tx.rows_of(&update, &new, &mut |_| Ok(()))?,
            Some(_) => {}
        }
    }
    tx.fill(table, wanted.into_values())?;
    Ok(())
}
