//! Rows that must be there against rows that are.

use std::collections::BTreeMap;

use store::tables::Table;
use store::{Row, Value};

use super::Checked;
use crate::company::key_of;

/// Reports every row that is missing, too many, or different in a column.
pub(super) fn compare(
    table: &Table,
    expected: impl IntoIterator<Item = Vec<Value>>,
    found: &[Row],
    checked: &mut Checked,
) {
    let key_in = |row: &[Value]| key_of(&row[..table.key()]);
    let mut rows: BTreeMap<String, Vec<Value>> =
        expected.into_iter().map(|row| (key_in(&row), row)).collect();
    for row in found {
        let key = key_in(row.values());
        let Some(wanted) = rows.remove(&key) else {
            checked.differs(table.name, key, "*", "no row", "a row");
            continue;
        };
        for (column, (wanted, found)) in table.columns.iter().zip(wanted.iter().zip(row.values())) {
            if wanted != found {
                checked.differs(table.name, &key, column, word(wanted), word(found));
            }
        }
    }
    for key in rows.into_keys() {
        checked.differs(table.name, key, "*", "a row", "no row");
    }
}

/// A value in a report: never long.
pub(super) fn word(value: &Value) -> String {
    let text = key_of(std::slice::from_ref(value));
    match text.char_indices().nth(200) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_at_a_character() {
        assert_eq!(word(&Value::from("ы".repeat(300))).chars().count(), 201);
        assert_eq!(word(&Value::Null), "null");
        assert_eq!(word(&Value::from(vec![1, 255])), "01ff");
    }
}
